#include "engine/session/file_io.h"

#include "engine/session/descriptor.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cst {
namespace {

Error problem(const char* what, const std::string& path) {
    return {"file", std::string("cannot ") + what + " " + path + ": " + std::strerror(errno), path};
}

std::string directoryOf(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

/// Where a link points to, so that saving keeps it a link.
std::string targetOf(const std::string& path) {
    char* resolved = ::realpath(path.c_str(), nullptr);
    if (resolved == nullptr) {
        return path;
    }
    std::string target = resolved;
    std::free(resolved);
    return target;
}

Status writeAll(int fd, std::string_view bytes, const std::string& path) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return problem("write", path);
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return success();
}

}  // namespace

bool fileExists(const std::string& path) {
    return ::access(path.c_str(), F_OK) == 0;
}

std::string folderOf(const std::string& path) {
    return path.substr(0, path.rfind('/'));
}

FileStamp stampOf(const std::string& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) {
        return {};
    }
    const int64_t seconds = info.st_mtim.tv_sec;
    return {info.st_ino, seconds * 1'000'000'000 + info.st_mtim.tv_nsec,
            static_cast<uint64_t>(info.st_size)};
}

namespace {

Result<std::string> readFrom(int fd, const std::string& path, std::size_t limit) {
    struct stat info {};
    if (fd < 0 || ::fstat(fd, &info) != 0) {
        return problem("read", path);
    }
    if (!S_ISREG(info.st_mode)) {
        return Error{"file", "cannot read " + path + ": it is no regular file", path};
    }
    if (static_cast<std::size_t>(info.st_size) > limit) {
        return Error{"file", path + " has more than " + std::to_string(limit) + " bytes", path};
    }
    std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t count = ::read(fd, bytes.data() + filled, bytes.size() - filled);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return problem("read", path);
        }
        if (count == 0) {
            break;
        }
        filled += static_cast<std::size_t>(count);
    }
    bytes.resize(filled);
    return bytes;
}

constexpr int kReadFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;

}  // namespace

Result<std::string> readFile(const std::string& path, std::size_t limit) {
    const Descriptor file{::open(path.c_str(), kReadFlags)};
    return readFrom(file.fd, path, limit);
}

Result<LockedFile> LockedFile::open(const std::string& path, std::size_t limit) {
    // Whoever had it may have put another file in its place: then that one is meant.
    while (true) {
        Descriptor file{::open(path.c_str(), kReadFlags)};
        struct stat mine {};
        if (file.fd < 0 || ::fstat(file.fd, &mine) != 0) {
            return problem("read", path);
        }
        if (S_ISREG(mine.st_mode) && ::flock(file.fd, LOCK_EX | LOCK_NB) != 0) {
            return errno == EWOULDBLOCK ? Error{"locked", path + " is in use", path}
                                        : problem("lock", path);
        }
        struct stat there {};
        const bool isThere = ::stat(path.c_str(), &there) == 0;
        if (isThere && (there.st_ino != mine.st_ino || there.st_dev != mine.st_dev)) {
            continue;
        }
        Result<std::string> bytes = readFrom(file.fd, path, limit);
        if (!bytes.ok()) {
            return bytes.error();
        }
        return LockedFile(std::exchange(file.fd, -1), std::move(*bytes));
    }
}

LockedFile::~LockedFile() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

Status writeFile(const std::string& path, std::string_view bytes) {
    const std::string target = targetOf(path);
    struct stat info {};
    const bool existed = ::stat(target.c_str(), &info) == 0;
    if (existed && !S_ISREG(info.st_mode)) {
        return Error{"file", "cannot write " + path + ": it is no regular file", path};
    }
    std::string temporary = target + ".XXXXXX";
    {
        const Descriptor file{::mkstemp(temporary.data())};
        if (file.fd < 0) {
            const std::size_t slash = target.rfind('/');
            const std::string folder =
                slash == std::string::npos ? "." : target.substr(0, slash + 1);
            return problem("write", path + ": no file can be made in " + folder);
        }
        Status written = writeAll(file.fd, bytes, path);
        if (written.ok()) {
            const mode_t mask = ::umask(0);
            ::umask(mask);
            const mode_t mode = existed ? info.st_mode & 07777U : 0666U & ~mask;
            if (::fchmod(file.fd, mode) != 0 || ::fsync(file.fd) != 0) {
                written = problem("write", path);
            }
        }
        if (!written.ok()) {
            ::unlink(temporary.c_str());
            return written;
        }
    }
    if (::rename(temporary.c_str(), target.c_str()) != 0) {
        const Error error = problem("write", path);
        ::unlink(temporary.c_str());
        return error;
    }
    const Descriptor directory{
        ::open(directoryOf(target).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (directory.fd >= 0) {
        ::fsync(directory.fd);  // the rename itself; the file is safe either way
    }
    return success();
}

std::string callCacheFolder(const std::string& pipelinePath) {
    return directoryOf(pipelinePath) + "/.constellation/calls";
}

}  // namespace cst

#include "engine/run/cache_folder.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace cst {
namespace {

namespace fs = std::filesystem;

Error problem(const char* what, const std::string& path) {
    return {"file", std::string("cannot ") + what + " " + path + ": " + std::strerror(errno), path};
}

struct Descriptor {
    int fd = -1;
    ~Descriptor() {
        if (fd >= 0) {
            ::close(fd);
        }
    }
};

Status writeAll(int fd, std::string_view bytes, const std::string& path) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return problem("write to", path);
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return success();
}

}  // namespace

std::string CacheFolder::pathOf(std::string_view name) const {
    return folder_ + "/" + std::string(name) + std::string(suffix_);
}

std::optional<std::string> CacheFolder::read(std::string_view name) const {
    // Without waiting for whoever might write into what is no file at all.
    const Descriptor file{
        ::open(pathOf(name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
    if (file.fd < 0 && errno != ELOOP) {  // a link in its place is something
        return std::nullopt;
    }
    struct stat about {};
    const bool isFile = file.fd >= 0 && ::fstat(file.fd, &about) == 0 && S_ISREG(about.st_mode);
    if (!isFile || static_cast<uint64_t>(about.st_size) > limits_.entryBytes) {
        return std::string();
    }
    std::string bytes(static_cast<std::size_t>(about.st_size), '\0');
    std::size_t count = 0;
    while (count < bytes.size()) {
        const ssize_t got = ::read(file.fd, bytes.data() + count, bytes.size() - count);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return std::string();
        }
        count += static_cast<std::size_t>(got);
    }
    return bytes;
}

Status CacheFolder::write(std::string_view name, std::string_view bytes,
                          const HasExpired& hasExpired) {
    std::error_code failed;
    fs::create_directories(folder_, failed);
    uint64_t number = 0;
    {
        const std::lock_guard lock(mutex_);
        number = ++written_;
    }
    const std::string path = pathOf(name);
    const std::string temporary =
        path + "." + std::to_string(::getpid()) + "." + std::to_string(number);
    {
        const Descriptor file{
            ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
        // The folder, not the file: that has another name each time.
        if (file.fd < 0) {
            return problem("write to", folder_);
        }
        if (Status status = writeAll(file.fd, bytes, folder_); !status.ok()) {
            ::unlink(temporary.c_str());
            return status;
        }
    }
    struct stat before {};
    const bool isNew = ::stat(path.c_str(), &before) != 0;
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
        const Error error = problem("write to", folder_);
        ::unlink(temporary.c_str());
        return error;
    }
    const std::lock_guard lock(mutex_);
    if (knownFor_ == 0) {
        look(hasExpired);
    } else {
        --knownFor_;
        use_.entries += isNew ? 1 : 0;
        use_.bytes += bytes.size();
        use_.bytes -= isNew ? 0 : std::min<uint64_t>(use_.bytes, before.st_size);
    }
    if (use_.bytes > limits_.bytes || use_.entries > limits_.entries) {
        makeRoom();
    }
    return success();
}

void CacheFolder::remove(std::string_view name, std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    if (::unlink(pathOf(name).c_str()) == 0 && knownFor_ > 0) {
        use_.entries -= std::min<uint64_t>(use_.entries, 1);
        use_.bytes -= std::min<uint64_t>(use_.bytes, bytes);
    }
}

void CacheFolder::touch(std::string_view name) const {
    ::utimensat(AT_FDCWD, pathOf(name).c_str(), nullptr, AT_SYMLINK_NOFOLLOW);
}

/// Of at most limits_.entries files: some 10 us each.
void CacheFolder::look(const HasExpired& hasExpired) {
    use_.entries = 0;
    use_.bytes = 0;
    std::error_code failed;
    for (fs::directory_iterator file(folder_, failed), end; !failed && file != end;
         file.increment(failed)) {
        if (file->path().extension() == suffix_) {
            std::error_code none;
            if (hasExpired(file->path().string())) {
                fs::remove(file->path(), none);
                ++use_.evictions;
                continue;
            }
            const uint64_t size = file->file_size(none);
            use_.bytes += none ? 0 : size;
            ++use_.entries;
        }
    }
    constexpr uint32_t kLookEvery = 1000;
    knownFor_ = kLookEvery;
}

/// The oldest go, a tenth more than has to, so that it is not done each time. What a process left
/// half written goes too, once it is an hour old.
void CacheFolder::makeRoom() {
    struct File {
        fs::path path;
        fs::file_time_type written;
        uint64_t bytes;
    };
    std::vector<File> files;
    std::error_code failed;
    for (fs::directory_iterator file(folder_, failed), end; !failed && file != end;
         file.increment(failed)) {
        std::error_code none;
        const fs::file_time_type written = file->last_write_time(none);
        const uint64_t bytes = none ? 0 : file->file_size(none);
        if (none) {
            continue;
        }
        if (file->path().extension() == suffix_) {
            files.push_back({file->path(), written, bytes});
        } else if (file->path().filename().string().find(suffix_) != std::string::npos &&
                   fs::file_time_type::clock::now() - written > std::chrono::hours(1)) {
            fs::remove(file->path(), none);
        }
    }
    std::sort(files.begin(), files.end(),
              [](const File& a, const File& b) { return a.written < b.written; });
    use_.entries = files.size();
    use_.bytes = 0;
    for (const File& file : files) {
        use_.bytes += file.bytes;
    }
    for (const File& file : files) {
        if (use_.bytes <= limits_.bytes / 10 * 9 && use_.entries <= limits_.entries / 10 * 9) {
            break;
        }
        std::error_code none;
        fs::remove(file.path, none);
        use_.bytes -= file.bytes;
        --use_.entries;
        ++use_.evictions;
    }
}

CacheFolder::Use CacheFolder::use() const {
    const std::lock_guard lock(mutex_);
    return use_;
}

}  // namespace cst

#include "engine/session/batch_output.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace cst {
namespace {

Error unwritable(const std::string& path) {
    return {"file", "cannot write " + path + ": " + std::strerror(errno), path};
}

}  // namespace

BatchOutput::~BatchOutput() {
    for (const int fd : {out_.fd, errors_.fd}) {
        if (fd >= 0) {
            ::close(fd);
        }
    }
}

Status BatchOutput::openFile(File& file) {
    constexpr mode_t kMode = 0666;
    file.fd = ::open(file.path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, kMode);
    return file.fd < 0 ? Status(unwritable(file.path)) : success();
}

/// Held until it is closed.
Status BatchOutput::lock(const File& file) {
    if (::flock(file.fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        return Error{"file", "cannot write " + file.path + ": another batch is writing it",
                     file.path};
    }
    return success();
}

Status BatchOutput::open(const std::string& outPath, const std::string& errorsPath) {
    out_.path = outPath;
    errors_.path = errorsPath;
    const Status opened = openFile(out_);
    struct stat info {};
    isRegular_ = opened.ok() && ::fstat(out_.fd, &info) == 0 && S_ISREG(info.st_mode);
    return isRegular_ ? lock(out_) : opened;
}

Status BatchOutput::clear() {
    if (isRegular_ && ::unlink(errors_.path.c_str()) != 0 && errno != ENOENT) {
        return unwritable(errors_.path);
    }
    return isRegular_ && ::ftruncate(out_.fd, 0) != 0 ? Status(unwritable(out_.path)) : success();
}

Status BatchOutput::writeAll(File& file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(file.fd, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) {
            return unwritable(file.path);
        }
        const auto done = count < 0 ? 0 : static_cast<std::size_t>(count);
        bytes.remove_prefix(done);
        file.written += done;
    }
    return success();
}

Status BatchOutput::write(std::string_view lines, std::string_view errorLines) {
    if (isRegular_ && !errorLines.empty()) {
        Status status = success();
        if (errors_.fd < 0) {
            status = openFile(errors_);
            status = status.ok() ? lock(errors_) : std::move(status);
        }
        if (status.ok()) {
            status = writeAll(errors_, errorLines);
        }
        if (!status.ok()) {
            return status;
        }
    }
    return writeAll(out_, lines);
}

Status BatchOutput::closeFile(File& file) {
    const int fd = std::exchange(file.fd, -1);
    return fd >= 0 && ::close(fd) != 0 ? Status(unwritable(file.path)) : success();
}

Status BatchOutput::close() {
    const Status errors = closeFile(errors_);
    const Status out = closeFile(out_);
    return errors.ok() ? out : errors;
}

}  // namespace cst

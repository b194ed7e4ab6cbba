#include "engine/session/batch_output.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
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

Status BatchOutput::openFile(File& file, int flags) {
    constexpr mode_t kMode = 0666;
    file.fd = ::open(file.path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | flags, kMode);
    return file.fd < 0 ? Status(unwritable(file.path)) : success();
}

Status BatchOutput::open(const std::string& outPath, const std::string& errorsPath, bool goesOn) {
    out_.path = outPath;
    errors_.path = errorsPath;
    const Status opened = openFile(out_, goesOn ? 0 : O_TRUNC);
    struct stat info {};
    keepsErrors_ = opened.ok() && ::fstat(out_.fd, &info) == 0 && S_ISREG(info.st_mode);
    if (keepsErrors_ && !goesOn && ::unlink(errorsPath.c_str()) != 0 && errno != ENOENT) {
        return unwritable(errorsPath);
    }
    return opened;
}

Status BatchOutput::writeAll(const File& file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(file.fd, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) {
            return unwritable(file.path);
        }
        bytes.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return success();
}

Status BatchOutput::write(std::string_view lines, std::string_view errorLines) {
    if (keepsErrors_ && !errorLines.empty()) {
        Status status = errors_.fd < 0 ? openFile(errors_, 0) : success();
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

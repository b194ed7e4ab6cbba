#include "engine/session/data_file.h"

#include "engine/base/check.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cst {
namespace {

Error unreadable(const std::string& path, const char* why) {
    return {"file", "cannot read " + path + ": " + why, path};
}

}  // namespace

DataFile::DataFile(std::string path, int fd, int interrupted)
    : path_(std::move(path)), fd_(fd), interrupted_(interrupted) {
    struct stat info {};
    if (::fstat(fd_, &info) == 0 && S_ISREG(info.st_mode)) {
        bytes_ = static_cast<uint64_t>(info.st_size);
    }
}

DataFile::~DataFile() {
    ::close(fd_);
    ::close(interrupted_);
}

Result<std::unique_ptr<DataFile>> DataFile::open(const std::string& path) {
    const int fd = path == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                               : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat info {};
    if (fd < 0 || ::fstat(fd, &info) != 0 || S_ISDIR(info.st_mode)) {
        const Error error = unreadable(path, std::strerror(fd < 0 ? errno : EISDIR));
        if (fd >= 0) {
            ::close(fd);
        }
        return error;
    }
    const int interrupted = ::eventfd(0, EFD_CLOEXEC);
    CST_CHECK(interrupted >= 0, "eventfd");
    return std::unique_ptr<DataFile>(new DataFile(path, fd, interrupted));
}

Result<std::size_t> DataFile::read(char* to, std::size_t room) {
    while (true) {
        // A regular file is always readable, so this only waits for pipes and the like.
        std::array<pollfd, 2> waits{{{fd_, POLLIN, 0}, {interrupted_, POLLIN, 0}}};
        if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) {
            return unreadable(path_, std::strerror(errno));
        }
        if (waits[1].revents != 0) {
            return Error{"stopped", "stopped", path_};
        }
        if (waits[0].revents == 0) {
            continue;
        }
        const ssize_t count = ::read(fd_, to, room);
        if (count >= 0) {
            return static_cast<std::size_t>(count);
        }
        if (errno != EINTR && errno != EAGAIN) {
            return unreadable(path_, std::strerror(errno));
        }
    }
}

void DataFile::interrupt() {
    const uint64_t one = 1;
    CST_CHECK(::write(interrupted_, &one, sizeof one) == sizeof one, "eventfd takes a number");
}

bool DataFile::isSameAs(const std::string& path) const {
    struct stat mine {};
    struct stat other {};
    return ::fstat(fd_, &mine) == 0 && ::stat(path.c_str(), &other) == 0 && S_ISREG(mine.st_mode) &&
           mine.st_dev == other.st_dev && mine.st_ino == other.st_ino;
}

}  // namespace cst

#pragma once

#include "engine/base/result.h"
#include "engine/session/file_stamp.h"

#include <string>
#include <string_view>
#include <utility>

namespace cst {

/// The bytes of a regular file of at most `limit` bytes. Errors say which file and why.
Result<std::string> readFile(const std::string& path, std::size_t limit);
bool fileExists(const std::string& path);

FileStamp stampOf(const std::string& path);
/// Of a path with a slash in it; "" of what lies in the root.
std::string folderOf(const std::string& path);

/// A file that nobody else opens in this way meanwhile, and its bytes as they are under the lock.
/// Replacing it as a whole is allowed. Errors: as of readFile(); code "locked" if somebody has it.
class LockedFile {
public:
    static Result<LockedFile> open(const std::string& path, std::size_t limit);
    LockedFile(LockedFile&& other) noexcept
        : fd_(std::exchange(other.fd_, -1)), bytes_(std::move(other.bytes_)) {}
    LockedFile& operator=(LockedFile&&) = delete;
    ~LockedFile();

    std::string takeBytes() { return std::move(bytes_); }

private:
    LockedFile(int fd, std::string bytes) : fd_(fd), bytes_(std::move(bytes)) {}

    int fd_;  // its lock ends with it
    std::string bytes_;
};

/// Replaces a file as a whole: writes a temporary file beside it, syncs, renames. Whatever
/// happens, the old or the new content is there. Keeps the permissions of an existing file.
Status writeFile(const std::string& path, std::string_view bytes);

/// Where the cache on disk of the calls of a pipeline's file lies: beside it, safe to delete.
std::string callCacheFolder(const std::string& pipelinePath);

}  // namespace cst

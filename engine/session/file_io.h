#pragma once

#include "engine/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace cst {

/// The bytes of a regular file of at most `limit` bytes. Errors say which file and why.
Result<std::string> readFile(const std::string& path, std::size_t limit);
bool fileExists(const std::string& path);

/// Which content a file has, as far as it can be told without reading it: another one has another
/// stamp. All zero where there is no file.
struct FileStamp {
    uint64_t inode = 0;
    int64_t modifiedNs = 0;
    uint64_t bytes = 0;
    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};
FileStamp stampOf(const std::string& path);

/// Replaces a file as a whole: writes a temporary file beside it, syncs, renames. Whatever
/// happens, the old or the new content is there. Keeps the permissions of an existing file.
Status writeFile(const std::string& path, std::string_view bytes);

}  // namespace cst

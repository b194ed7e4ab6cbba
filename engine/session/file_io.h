#pragma once

#include "engine/base/result.h"
#include "engine/session/file_stamp.h"

#include <string>
#include <string_view>

namespace cst {

/// The bytes of a regular file of at most `limit` bytes. Errors say which file and why.
Result<std::string> readFile(const std::string& path, std::size_t limit);
bool fileExists(const std::string& path);

FileStamp stampOf(const std::string& path);

/// Replaces a file as a whole: writes a temporary file beside it, syncs, renames. Whatever
/// happens, the old or the new content is there. Keeps the permissions of an existing file.
Status writeFile(const std::string& path, std::string_view bytes);

/// Where the cache on disk of the calls of a pipeline's file lies: beside it, safe to delete.
std::string callCacheFolder(const std::string& pipelinePath);

}  // namespace cst

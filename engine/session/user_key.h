#pragma once

#include "engine/base/keyed_hash.h"
#include "engine/base/result.h"

#include <string>

namespace cst {

/// The secret of a user by which the program knows what it has written itself.
struct UserKey {
    SecretKey bytes{};
    std::string note;  // "" or why an older one was replaced
};

/// Where it lies, apart from everything that it vouches for: in $XDG_STATE_HOME or ~/.local/state.
/// "" if there is no such folder.
std::string userKeyPath();

/// Reads the key, or makes one: 32 random bytes that nobody else may read. One of another size or
/// owner, or that others may read, is replaced. Processes that start at the same time get the same.
/// Errors: code "file", why there is none. Blocks its thread.
Result<UserKey> userKey(const std::string& path);

}  // namespace cst

#pragma once

#include "engine/base/result.h"

#include <string>
#include <string_view>

namespace cst {

/// The bytes of a file, or of standard input for `-`. Errors: code "file", with the reason; a
/// file of more than `limit` bytes is refused.
Result<std::string> readAll(const std::string& path, std::size_t limit);

/// Writes to standard output, whole. False: it does not get out, nor will what comes.
bool print(std::string_view text);
/// Lets what was printed so far get out before something else does.
void flushOutput();
/// At the end of a command: false, and a word on standard error, if not all that was printed got
/// out.
bool finishOutput();
/// One line on standard error: `constellation: TEXT`.
void complain(std::string_view text);

}  // namespace cst

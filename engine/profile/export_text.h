#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cst {

// Pieces of the texts that profiles and traces are written as. Names come from a pipeline's text
// and may hold anything.

/// The text, with U+FFFD for each byte that is no UTF-8.
std::string repairedUtf8(std::string_view text);
/// In quotes, as JSON: quotes, backslashes and control characters escaped, and well formed.
void appendJsonText(std::string& out, std::string_view text);
/// Escaped for XML, in text and in attributes, and well formed; control characters are blanks.
void appendXmlText(std::string& out, std::string_view text);
/// Shortest digits that read back as the number; what is not finite: `null`.
void appendNumber(std::string& out, double value);
void appendNumber(std::string& out, float value);
void appendNumber(std::string& out, uint64_t value);
/// Nanoseconds as microseconds, to the last digit: `12.034`.
void appendMicroseconds(std::string& out, int64_t ns);

}  // namespace cst

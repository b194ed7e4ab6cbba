#pragma once

#include <string>
#include <string_view>

namespace cst {

/// Is there an escape in what stands between the quotes of a JSON string?
bool hasEscape(std::string_view raw);

/// Replaces `out` by the text that the raw bytes stand for. False for an unknown escape, a `\u`
/// without four digits, or half a surrogate pair. `raw` is UTF-8 and holds no bare quote.
bool unescape(std::string_view raw, std::string& out);

/// Offset of the first bad escape in `raw`; npos if all are good.
std::size_t findBadEscape(std::string_view raw);

}  // namespace cst

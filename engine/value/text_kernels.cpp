#include "engine/text/utf8.h"
#include "engine/value/kernels.h"

namespace cst {

std::string_view trim(std::string_view text) {
    // No byte of a longer code point is <= U+0020.
    const auto isBlank = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
    while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
    return text;
}

std::string replaceAll(std::string_view text, std::string_view find, std::string_view with) {
    if (find.empty()) return std::string(text);
    std::string out;
    std::size_t done = 0;
    for (std::size_t at = text.find(find); at != std::string_view::npos;
         at = text.find(find, done)) {
        out += text.substr(done, at - done);
        out += with;
        done = at + find.size();
    }
    out += text.substr(done);
    return out;
}

int64_t countCodePoints(std::string_view text) {
    return static_cast<int64_t>(utf8Count(text));
}

}  // namespace cst

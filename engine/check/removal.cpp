#include "engine/check/removal.h"

namespace cst {

Fix removal(std::string title, const SourceText& text, SourceRange range) {
    const std::string_view bytes = text.bytes();
    const auto isBlank = [&](uint32_t at) { return bytes[at] == ' ' || bytes[at] == '\t'; };
    uint32_t begin = range.begin;
    uint32_t end = range.end;
    while (begin > 0 && isBlank(begin - 1)) {
        --begin;
    }
    while (end < bytes.size() && (isBlank(end) || bytes[end] == '\r')) {
        ++end;
    }
    const bool startsLine = begin == 0 || bytes[begin - 1] == '\n';
    const bool endsLine = end == bytes.size() || bytes[end] == '\n';
    if (startsLine && endsLine) {
        end += end < bytes.size() ? 1 : 0;
    } else {
        begin = range.begin;
    }
    return {std::move(title), {{{begin, end}, ""}}};
}

}  // namespace cst

#include "engine/text/source_text.h"

#include "engine/text/utf8.h"

#include <algorithm>
#include <cstring>

namespace cst {

SourceText::SourceText(std::string bytes) : bytes_(std::move(bytes)) {
    lineStarts_.push_back(0);
    const char* const begin = bytes_.data();
    const char* const end = begin + bytes_.size();
    const char* at = begin;
    while (const void* found = std::memchr(at, '\n', static_cast<std::size_t>(end - at))) {
        const char* newline = static_cast<const char*>(found);
        longestLine_ = std::max(longestLine_, static_cast<uint32_t>(newline - at));
        at = newline + 1;
        lineStarts_.push_back(static_cast<uint32_t>(at - begin));
    }
    longestLine_ = std::max(longestLine_, static_cast<uint32_t>(end - at));
}

uint32_t SourceText::line(uint32_t offset) const {
    const auto next = std::upper_bound(lineStarts_.begin(), lineStarts_.end(), offset);
    return static_cast<uint32_t>(next - lineStarts_.begin());
}

uint32_t SourceText::line(uint32_t offset, uint32_t near) const {
    constexpr uint32_t kNear = 8;
    if (near == 0 || near > lineCount() || lineStarts_[near - 1] > offset) {
        return line(offset);
    }
    for (uint32_t i = near; i < near + kNear; ++i) {
        if (i == lineCount() || lineStarts_[i] > offset) {
            return i;
        }
    }
    return line(offset);
}

LineColumn SourceText::position(uint32_t offset) const {
    const uint32_t at = std::min(offset, size());
    const uint32_t lineNumber = line(at);
    const uint32_t start = firstShown(lineNumber);
    const std::size_t before = at > start ? utf8Count(slice({start, at})) : 0;
    return {lineNumber, static_cast<uint32_t>(before + 1)};
}

uint32_t SourceText::firstShown(uint32_t line) const {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    const bool marked = line == 1 && bytes_.starts_with(kByteOrderMark);
    return marked ? static_cast<uint32_t>(kByteOrderMark.size()) : lineStarts_[line - 1];
}

std::string_view SourceText::lineText(uint32_t line) const {
    const uint32_t start = firstShown(line);
    uint32_t end = line < lineCount() ? lineStarts_[line] - 1 : size();
    if (end > start && bytes_[end - 1] == '\r') {
        --end;
    }
    return slice({start, end});
}

}  // namespace cst

#include "engine/syntax/format_widths.h"

#include <algorithm>

namespace cst {
namespace {

/// Code points; the bytes are valid UTF-8, else the text would not have been parsed.
uint32_t width(std::string_view text) {
    return static_cast<uint32_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<uint8_t>(c) & 0xC0U) != 0x80U;
    }));
}

}  // namespace

FormatWidths::FormatWidths(const SyntaxTree& tree, const FormatLayout& layout) {
    const std::size_t count = tree.lexed.tokens.size();
    begin_.resize(count + 1);
    firstLine_.resize(count);
    lastLine_.resize(count);
    nextLineEnd_.assign(count + 1, kNoToken);
    priorLineEnd_.assign(count, kNoToken);
    uint32_t column = 0;
    for (uint32_t i = 0; i < count; ++i) {
        const std::string_view text = tree.text->slice(tree.lexed.tokens[i].range);
        const std::size_t lineEnd = text.find('\n');
        const bool several = lineEnd != std::string_view::npos;
        firstLine_[i] = width(text.substr(0, lineEnd));
        lastLine_[i] = several ? width(text.substr(text.rfind('\n') + 1)) : firstLine_[i];
        nextLineEnd_[i] = several ? i : kNoToken;
        priorLineEnd_[i] = several ? i : i > 0 ? priorLineEnd_[i - 1] : kNoToken;
        begin_[i] = column + (layout.tokens[i].space ? 1 : 0);
        column = begin_[i] + lastLine_[i];
    }
    begin_[count] = column;
    for (std::size_t i = count; i-- > 0;) {
        nextLineEnd_[i] = std::min(nextLineEnd_[i], nextLineEnd_[i + 1]);
    }
}

bool FormatWidths::fits(uint32_t column, uint32_t first, uint32_t end) const {
    const auto endOf = [&](uint32_t token) { return begin_[token] + lastLine_[token]; };
    const uint32_t lineEnd = nextLineEnd_[first];
    if (lineEnd >= end) {
        return column + endOf(end - 1) - begin_[first] <= kLimit;
    }
    const uint32_t lastBroken = priorLineEnd_[end - 1];
    const uint32_t upTo = column + begin_[lineEnd] - begin_[first] + firstLine_[lineEnd];
    const uint32_t from = lastLine_[lastBroken] + endOf(end - 1) - endOf(lastBroken);
    return upTo <= kLimit && from <= kLimit;
}

}  // namespace cst

#include "ui/editor/long_lines.h"

#include <algorithm>

namespace cst {

namespace {

/// Up to `wanted` bytes from `begin`, without cutting a code point in two.
std::size_t cutAt(std::string_view text, std::size_t begin, std::size_t wanted) {
    std::size_t cut = begin + wanted;
    for (int back = 0; back < 3 && cut > begin && cut < text.size(); ++back) {
        if ((static_cast<unsigned char>(text[cut]) & 0xC0U) != 0x80U) {
            break;
        }
        --cut;
    }
    return cut;
}

}  // namespace

std::vector<SourceRange> hiddenTails(std::string_view text, std::size_t longest) {
    std::vector<SourceRange> tails;
    std::size_t start = 0;
    while (text.size() - start > longest) {
        const std::size_t end = std::min(text.find_first_of("\r\n", start), text.size());
        if (end - start > longest) {
            tails.push_back({static_cast<uint32_t>(cutAt(text, start, kShownOfLongLine)),
                             static_cast<uint32_t>(end)});
        }
        start = std::min(end + 1, text.size());
    }
    return tails;
}

LongLinePreview::LongLinePreview(std::string_view text, std::size_t longest) {
    std::size_t start = 0;
    uint32_t line = 1;
    while (start < text.size()) {
        const std::size_t newline = std::min(text.find('\n', start), text.size());
        const std::size_t length = newline - start;
        if (length > longestLine_) {
            longestLine_ = static_cast<uint32_t>(length);
            lineOfLongest_ = line;
        }
        if (shown_.size() < kShownOfPreview) {
            const std::size_t end =
                length > longest ? cutAt(text, start, kShownOfLongLine) : newline;
            parts_.push_back({static_cast<uint32_t>(start), static_cast<uint32_t>(shown_.size()),
                              static_cast<uint32_t>(end - start)});
            shown_.append(text.substr(start, end - start));
            if (newline < text.size()) {
                shown_.push_back('\n');
            }
        } else {
            isCut_ = true;
        }
        start = newline + 1;
        ++line;
    }
}

uint32_t LongLinePreview::toShown(uint32_t offset) const {
    const auto next =
        std::upper_bound(parts_.begin(), parts_.end(), offset,
                         [](uint32_t wanted, const Part& part) { return wanted < part.textBegin; });
    if (next == parts_.begin()) {
        return 0;
    }
    const Part& part = *(next - 1);
    return part.shownBegin + std::min(offset - part.textBegin, part.length);
}

SourceRange LongLinePreview::toShown(SourceRange range) const {
    return {toShown(range.begin), toShown(range.end)};
}

uint32_t LongLinePreview::toText(uint32_t shownOffset) const {
    const auto next = std::upper_bound(
        parts_.begin(), parts_.end(), shownOffset,
        [](uint32_t wanted, const Part& part) { return wanted < part.shownBegin; });
    if (next == parts_.begin()) {
        return 0;
    }
    const Part& part = *(next - 1);
    return part.textBegin + std::min(shownOffset - part.shownBegin, part.length);
}

std::string LongLinePreview::pick(std::string_view perByte) const {
    std::string picked;
    picked.reserve(shown_.size());
    for (const Part& part : parts_) {
        picked.append(perByte.substr(part.textBegin, part.length));
        const std::size_t newline = part.shownBegin + part.length;
        if (newline < shown_.size()) {
            picked.push_back('\0');  // of the line end
        }
    }
    return picked;
}

}  // namespace cst

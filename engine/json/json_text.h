#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace cst {

/// Is there an escape in what stands between the quotes of a JSON string?
bool hasEscape(std::string_view raw);
/// The same where sixteen bytes from the first one on are readable: short texts cost no loop, whose
/// end no branch predictor guesses.
inline bool hasEscapeNear(std::string_view raw) {
    constexpr uint64_t kOnes = 0x0101010101010101;
    if (raw.size() > 16) return hasEscape(raw);
    // A byte is a backslash if it is zero after the exclusive or. The lowest such byte is found
    // for certain, and only bytes behind it may be taken for one by mistake.
    uint64_t words[2];
    std::memcpy(words, raw.data(), sizeof words);
    const auto find = [&](uint64_t word, std::size_t size) {
        word ^= kOnes * '\\';
        const uint64_t zeros = (word - kOnes) & ~word & (kOnes << 7);
        const auto at = static_cast<std::size_t>(std::countr_zero(zeros)) / 8;
        return at < size;
    };
    const std::size_t size = raw.size();
    return find(words[0], size < 8 ? size : 8) | find(words[1], size < 8 ? 0 : size - 8);
}

/// Replaces `out` by the text that the raw bytes stand for. False for an unknown escape, a `\u`
/// without four digits, or half a surrogate pair. `raw` is UTF-8 and holds no bare quote.
bool unescape(std::string_view raw, std::string& out);

/// Offset of the first bad escape in `raw`; npos if all are good.
std::size_t findBadEscape(std::string_view raw);

}  // namespace cst

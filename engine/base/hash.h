#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cst {

/// 128-bit XXH3. Nothing here needs cryptography; compare the bytes where a collision matters.
struct Hash128 {
    uint64_t low = 0;
    uint64_t high = 0;
    friend auto operator<=>(const Hash128&, const Hash128&) = default;
    std::string hex() const;  // 32 lower-case digits
};

Hash128 hashBytes(const void* data, std::size_t size);
inline Hash128 hashBytes(std::string_view text) {
    return hashBytes(text.data(), text.size());
}

/// Of both, in this order.
Hash128 hashPair(const Hash128& first, const Hash128& second);

}  // namespace cst

template <>
struct std::hash<cst::Hash128> {
    std::size_t operator()(const cst::Hash128& h) const noexcept { return h.low ^ h.high; }
};

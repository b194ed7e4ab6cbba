#include "engine/base/hash.h"

#include <array>
#include <cstdio>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace cst {

std::string Hash128::hex() const {
    std::array<char, 33> text{};
    std::snprintf(text.data(), text.size(), "%016llx%016llx", static_cast<unsigned long long>(high),
                  static_cast<unsigned long long>(low));
    return text.data();
}

Hash128 hashBytes(const void* data, std::size_t size) {
    const XXH128_hash_t hash = XXH3_128bits(data, size);
    return {hash.low64, hash.high64};
}

Hash128 hashPair(const Hash128& first, const Hash128& second) {
    const std::array<uint64_t, 4> both{first.low, first.high, second.low, second.high};
    return hashBytes(both.data(), sizeof both);
}

}  // namespace cst

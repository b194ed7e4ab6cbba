#include "engine/base/chain_hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace cst {

uint64_t chainHash(uint64_t before, std::string_view text) {
    return XXH3_64bits_withSeed(text.data(), text.size(), before + text.size());
}

}  // namespace cst

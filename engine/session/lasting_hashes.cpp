#include "engine/session/lasting_hashes.h"

#include "engine/plan/plan.h"
#include "engine/plan/structural_hash.h"

namespace cst {

std::unordered_map<uint32_t, Hash128>
lastingHashes(const Snapshot& compiled, const Plan& source,
              const std::function<bool(uint32_t)>& isAskedFor) {
    std::unordered_map<uint32_t, Hash128> hashes;
    for (uint32_t node = 0; node < source.size(); ++node) {
        const uint32_t shown = source.graphNode[node].index;
        if (!isAskedFor(shown)) {
            continue;
        }
        const Hash128 own = ownHash(source, node, *compiled.types, *compiled.functions);
        const auto [place, isFirst] = hashes.emplace(shown, own);
        place->second = isFirst ? own : hashPair(place->second, own);
    }
    return hashes;
}

}  // namespace cst

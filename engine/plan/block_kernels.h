#pragma once

#include "engine/plan/block_program.h"
#include "engine/value/column.h"

#include <cstdint>
#include <string_view>

namespace cst {

/// Elements of a block: eight registers of numbers fit into 64 KB of cache.
inline constexpr uint32_t kBlockLanes = 1024;

/// The lanes of one operand, in place. Texts are read from `texts` if it is set: lane 0 is row
/// `firstRow`.
struct Lanes {
    const void* data = nullptr;
    bool uniform = false;  // one value for all lanes
    const TextRows* texts = nullptr;
    uint32_t firstRow = 0;

    template <class T>
    const T* as() const {
        return static_cast<const T*>(data);
    }
    std::string_view textAt(uint32_t lane) const {
        return texts != nullptr ? texts->at(firstRow + lane)
                                : as<std::string_view>()[uniform ? 0 : lane];
    }
};

// Loops over the first `size` lanes. `active` holds 1 for lanes that take part, 0 for others; null
// = all do. `out` overlaps no operand. What cannot fail and costs little is done for all lanes:
// what comes of the others is never read.

/// Arithmetic that cannot fail, comparisons of numbers and truths, Not, And, Or, Convert.
/// One operand: `b` is ignored.
void computeLanes(Op op, Lane lane, const Lanes& a, const Lanes& b, void* out, uint32_t size);

/// Comparisons of texts.
void compareTexts(Op op, const Lanes& a, const Lanes& b, const uint8_t* active, uint8_t* out,
                  uint32_t size);

/// Division of integers; gives the first active lane that divides by zero, else `size`. Lanes from
/// there on are not computed.
uint32_t divideLanes(const Lanes& a, const Lanes& b, const uint8_t* active, int64_t* out,
                     uint32_t size);

void moveLanes(Lane lane, const Lanes& from, const uint8_t* active, void* out, uint32_t size);

/// Which lanes of a set take part: none, some, all.
enum class Share : uint8_t { None, Some, All };

/// Splits the active lanes: those where `condition` is `jumpsIf` go over to `jumping`, the others
/// stay active. `active` is written even if all lanes were active before (`wasAll`).
struct Split {
    Share staying;
    Share jumping;
};
Split splitLanes(const uint8_t* condition, bool jumpsIf, bool wasAll, uint8_t* active,
                 uint8_t* jumping, uint32_t size);

/// Adds lanes to a set; how many it has then.
Share addLanes(const uint8_t* more, uint8_t* set, uint32_t size);

/// Appends the numbers `first + lane` of those lanes whose `keep` is 1 to `out`, which has room for
/// `size` of them; gives their count. Without a branch.
uint32_t compactLanes(const uint8_t* keep, uint32_t first, uint32_t* out, uint32_t size);

}  // namespace cst

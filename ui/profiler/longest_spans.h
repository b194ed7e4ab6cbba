#pragma once

#include "engine/profile/trace.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cst {

/// Finds the spans of a row that are long enough to be drawn, past all that are not: the longest of
/// 16, the longest of 16 of these, and so on. Immutable.
class LongestSpans {
public:
    explicit LongestSpans(std::span<const Span> row);

    /// The first one from `from` on that is at least so long; the number of spans if there is none.
    /// Cost: O(log spans).
    std::size_t next(std::size_t from, int64_t leastNs) const;

private:
    static constexpr std::size_t kFan = 16;

    std::span<const Span> row_;                 // belongs to the trace, which outlives this
    std::vector<std::vector<int64_t>> levels_;  // of 16 spans, of 256, …
};

}  // namespace cst

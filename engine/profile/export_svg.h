#pragma once

#include "engine/profile/trace.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cst {

/// What of a trace is drawn.
struct TraceView {
    /// Rows of one lane, from the top.
    struct Rows {
        uint32_t lane = 0;  // into Trace::lanes
        uint32_t first = 0;
        uint32_t count = UINT32_MAX;  // as far as there are so many
    };
    int64_t fromNs = 0;
    int64_t toNs = 0;        // not behind fromNs = to the end of the trace
    double width = 1200;     // px, of the spans
    std::vector<Rows> rows;  // empty = all lanes
};

/// The trace as a drawing: a ruler, the rows that are wanted one below the other, a legend. A span
/// of a pixel and more is a box that tells its name, kind and time; what is under a pixel is
/// folded, as solid as it was busy, and what failed in it wins. Rows beyond 400 are counted, not
/// drawn. Colours suit a light and a dark page, as the reader's program asks for.
/// Names are escaped, bytes that are no UTF-8 become U+FFFD.
/// Cost: O(spans in view + rows · width); at most some 200 bytes a pixel of a row.
/// Source: SVG 1.1; XML 1.0, §2.2 (which characters may stand in it).
std::string timelineSvg(const Trace& trace, const TraceView& view = {});

}  // namespace cst

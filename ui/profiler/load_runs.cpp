#include "ui/profiler/load_runs.h"

#include <algorithm>
#include <vector>

namespace cst {

namespace {

template <class Then>
void eachSpan(const Trace& trace, LaneKind kind, Then then) {
    for (const TraceLane& lane : trace.lanes) {
        if (lane.kind != kind) continue;
        for (const std::vector<Span>& row : lane.rows) {
            for (const Span& span : row) then(span);
        }
    }
}

}  // namespace

uint32_t runThatTook(const Trace& trace, int64_t fromNs, int64_t toNs) {
    std::vector<bool> isKnown(trace.runs.ended + 1);
    eachSpan(trace, LaneKind::Worker, [&](const Span& span) {
        if (span.run < isKnown.size()) isKnown[span.run] = true;
    });
    uint32_t known = 0, any = 0;
    eachSpan(trace, LaneKind::Phases, [&](const Span& span) {
        const int64_t ns = span.endNs - span.startNs;
        if (ns < fromNs || ns >= toNs) return;
        any = std::max(any, span.run);
        if (span.run < isKnown.size() && isKnown[span.run]) known = std::max(known, span.run);
    });
    return known != 0 ? known : any;
}

}  // namespace cst

#include "engine/profile/studio_lane.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace cst {

std::shared_ptr<const Trace> withStudio(const std::shared_ptr<const Trace>& trace,
                                        std::span<const StudioSpan> done, double nsPerTick) {
    if (!trace || trace->beginTicks == 0) {
        return trace;
    }
    std::map<std::string_view, uint32_t> labels;  // behind those of the trace
    std::vector<Span> spans;
    for (const StudioSpan& each : done) {
        Span span;
        span.startNs = ticks::toNs(trace->beginTicks, each.from, nsPerTick);
        span.endNs = std::min(ticks::toNs(trace->beginTicks, each.to, nsPerTick), trace->endNs);
        if (span.endNs <= span.startNs) {
            continue;
        }
        const auto next = static_cast<uint32_t>(trace->labels.size() + labels.size());
        span.label = labels.try_emplace(each.name, next).first->second;
        span.kind = SpanKind::Paint;
        spans.push_back(span);
    }
    if (spans.empty()) {
        return trace;
    }
    auto joined = std::make_shared<Trace>(*trace);
    joined->labels.resize(trace->labels.size() + labels.size());
    for (const auto& [name, label] : labels) {
        joined->labels[label] = name;
    }
    joined->lanes.push_back({"studio", LaneKind::Studio, nestedRows(std::move(spans))});
    return joined;
}

}  // namespace cst

// One walk over all beginnings and ends in the order of time, with a count of what is under way.

#include "engine/profile/trace_shares.h"

#include <algorithm>
#include <map>

namespace cst {
namespace {

std::size_t indexOf(SpanKind kind) {
    return std::min(static_cast<std::size_t>(kind), TraceShares::kKinds - 1);
}

class Walk {
public:
    explicit Walk(const Trace& trace) {
        shares_.waitedByNode.resize(trace.nodes.size());
        for (const TraceLane& lane : trace.lanes) {
            add(lane);
        }
        addRuns();
        std::sort(edges_.begin(), edges_.end(),
                  [](const Edge& a, const Edge& b) { return a.atNs < b.atNs; });
        walk();
    }
    TraceShares result() { return std::move(shares_); }

private:
    enum class What : uint8_t { Run, Work, Wait };
    struct Edge {
        int64_t atNs;
        int delta;  // +1 = begins, -1 = ends
        What what;
        SpanKind kind;
    };

    void add(const TraceLane& lane) {
        if (lane.kind == LaneKind::Studio) {
            return;
        }
        shares_.workers += lane.kind == LaneKind::Worker ? 1 : 0;
        for (std::size_t row = 0; row < lane.rows.size(); ++row) {
            for (const Span& span : lane.rows[row]) {
                note(span);
                if (lane.kind == LaneKind::Worker && row == 0) {
                    addWork(span);
                } else if (isWait(span.kind)) {
                    addWait(span);
                }
            }
        }
    }
    /// A run goes from the first of its spans to the last one.
    void note(const Span& span) {
        if (span.run == 0) {
            return;
        }
        const auto [run, isNew] = runs_.try_emplace(span.run, span.startNs, span.endNs);
        run->second.first = std::min(run->second.first, span.startNs);
        run->second.second = std::max(run->second.second, span.endNs);
    }
    void addWork(const Span& span) {
        put(span.startNs, span.endNs, What::Work, span.kind);
        shares_.workNs += span.endNs - span.startNs;
        if (span.node != Span::kNone) {
            shares_.tookNs.push_back(span.endNs - span.startNs);
        }
    }
    void addWait(const Span& span) {
        put(span.startNs, span.endNs, What::Wait, span.kind);
        const std::size_t kind = indexOf(span.kind);
        shares_.waitedNs[kind] += span.endNs - span.startNs;
        if (span.node < shares_.waitedByNode.size()) {
            shares_.waitedByNode[span.node][kind] += span.endNs - span.startNs;
        }
    }
    void addRuns() {
        for (const auto& [run, between] : runs_) {
            put(between.first, between.second, What::Run, SpanKind::Phase);
        }
    }
    void put(int64_t startNs, int64_t endNs, What what, SpanKind kind) {
        if (startNs < endNs) {
            edges_.push_back({startNs, 1, what, kind});
            edges_.push_back({endNs, -1, what, kind});
        }
    }

    void walk() {
        int64_t runs = 0;
        int64_t busy = 0;
        std::array<int64_t, TraceShares::kKinds> waiting{};
        int64_t sinceNs = 0;
        for (const Edge& edge : edges_) {
            if (runs > 0 && edge.atNs > sinceNs) {
                count(edge.atNs - sinceNs, busy, waiting);
            }
            sinceNs = edge.atNs;
            runs += edge.what == What::Run ? edge.delta : 0;
            busy += edge.what == What::Work ? edge.delta : 0;
            waiting[indexOf(edge.kind)] += edge.what == What::Wait ? edge.delta : 0;
        }
    }
    void count(int64_t ns, int64_t busy, const std::array<int64_t, TraceShares::kKinds>& waiting) {
        shares_.wallNs += ns;
        shares_.idleNs += busy == 0 ? ns : 0;
        const bool isFull = busy >= int64_t{shares_.workers} && busy > 0;
        shares_.fullNs += isFull && waiting[indexOf(SpanKind::Queue)] > 0 ? ns : 0;
        for (std::size_t kind = 0; busy == 0 && kind < waiting.size(); ++kind) {
            shares_.blockedNs[kind] += waiting[kind] > 0 ? ns : 0;
        }
    }

    TraceShares shares_;
    std::vector<Edge> edges_;
    std::map<uint32_t, std::pair<int64_t, int64_t>> runs_;
};

}  // namespace

double TraceShares::efficiency() const {
    const double possible = static_cast<double>(wallNs) * workers;
    return possible == 0 ? 0 : std::min(1.0, static_cast<double>(workNs) / possible);
}

double TraceShares::shareOfWall(int64_t ns) const {
    return wallNs == 0 ? 0 : static_cast<double>(ns) / static_cast<double>(wallNs);
}

uint32_t TraceShares::longestFor(SpanKind kind) const {
    uint32_t longest = Span::kNone;
    int64_t most = 0;
    for (uint32_t node = 0; node < waitedByNode.size(); ++node) {
        if (waitedByNode[node][indexOf(kind)] > most) {
            most = waitedByNode[node][indexOf(kind)];
            longest = node;
        }
    }
    return longest;
}

TraceShares sharesOf(const Trace& trace) {
    return Walk(trace).result();
}

}  // namespace cst

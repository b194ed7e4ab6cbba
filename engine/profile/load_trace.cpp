// Each run is traced by itself, as any other run is, and laid onto the clock of the load. What
// workers did and what waited is put together again at the end: spans of two runs meet there, and
// rounding may make them overlap by a nanosecond, which nestedRows() cuts.

#include "engine/profile/load_trace.h"

#include "engine/profile/run_trace.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

namespace cst {
namespace {

class LoadBuilder {
public:
    explicit LoadBuilder(const RecordedLoad& load) : load_(load) {}

    std::shared_ptr<const Trace> trace() {
        gather();
        for (const LoggedRun& run : load_.runs) {
            show(run);
        }
        for (const auto& [run, records] : records_) {
            addNodes(*runs_.at(run), records);
        }
        addLanes();
        trace_.runs.ended = load_.ended;
        return std::make_shared<const Trace>(std::move(trace_));
    }

private:
    /// "worker 2" before "worker 10".
    using LaneName = std::pair<std::size_t, std::string>;

    void gather();
    void takeNewest();
    void show(const LoggedRun& run);
    void addNodes(const LoggedRun& run, const std::vector<AttemptRecord>& records);
    void addSpans(const Trace& traced, const std::vector<uint32_t>& planNodes,
                  const LoggedRun& run);
    void addLanes();
    uint32_t nodeOf(uint32_t planNode);
    uint32_t numberOf(const LoggedRun& run) const {
        return static_cast<uint32_t>(run.run - load_.before);
    }
    int64_t nsAt(Ticks ticks) const { return ticks::toNs(load_.begin, ticks, load_.nsPerTick); }

    const RecordedLoad& load_;
    std::unordered_map<uint64_t, const LoggedRun*> runs_;     // by number
    std::map<uint64_t, std::vector<AttemptRecord>> records_;  // likewise, of those that count
    std::unordered_map<uint32_t, uint32_t> nodes_;            // of the plan → of the trace
    std::vector<uint32_t> labelOf_;                           // by node of the trace
    std::map<uint32_t, std::vector<Span>> slots_;
    std::map<LaneName, std::vector<Span>> workers_;
    std::vector<Span> waits_;
    Trace trace_;
};

/// Of which runs the nodes are shown.
void LoadBuilder::gather() {
    for (const LoggedRun& run : load_.runs) {
        runs_.emplace(run.run, &run);
        if (run.isWhole) {
            records_[run.run];  // also one that did nothing is whole
        }
    }
    for (const AttemptRecord& record : load_.records) {
        const auto found = records_.find(record.run);
        if (found != records_.end()) {
            found->second.push_back(record);
        }
    }
    takeNewest();
    if (load_.slowest) {
        const auto [found, isNew] = runs_.try_emplace(load_.slowest->run, &*load_.slowest);
        trace_.runs.slowest = numberOf(*load_.slowest);
        if (isNew) {
            show(*load_.slowest);
        }
        if (records_.try_emplace(load_.slowest->run, load_.slowestRecords).second) {
            trace_.lost = load_.slowestLost;
        }
    }
    trace_.runs.shown = runs_.size();
    trace_.runs.whole = records_.size();
}

void LoadBuilder::takeNewest() {
    std::size_t count = 0;
    for (auto newest = records_.rbegin(); newest != records_.rend(); ++newest) {
        count += newest->second.size();
        if (count > kMostLoadRecords) {
            records_.erase(records_.begin(), newest.base());
            return;
        }
    }
}

void LoadBuilder::show(const LoggedRun& run) {
    Span span;
    span.startNs = nsAt(run.start);
    span.endNs = std::max(nsAt(run.end), span.startNs);
    span.run = numberOf(run);
    span.kind = run.failed ? SpanKind::Failed : SpanKind::Phase;
    span.label = static_cast<uint32_t>(trace_.labels.size());
    trace_.labels.push_back("run " + std::to_string(span.run));
    trace_.endNs = std::max(trace_.endNs, span.endNs);
    slots_[run.slot].push_back(span);
}

void LoadBuilder::addNodes(const LoggedRun& run, const std::vector<AttemptRecord>& records) {
    RecordedTimes times;
    times.run = run.run;
    times.start = run.start;
    times.end = run.end;
    times.nsPerTick = load_.nsPerTick;
    times.workers = load_.workers;
    times.caller = load_.caller;
    times.records = records;
    std::vector<uint32_t> planNodes;  // by node of that trace
    times.describe = [&](uint32_t node) {
        planNodes.push_back(node);
        return TraceNode();
    };
    const auto traced = traceOfRun(times);
    addSpans(*traced, planNodes, run);
}

void LoadBuilder::addSpans(const Trace& traced, const std::vector<uint32_t>& planNodes,
                           const LoggedRun& run) {
    const int64_t beginNs = nsAt(run.start);
    for (const TraceLane& lane : traced.lanes) {
        if (lane.kind != LaneKind::Worker && lane.kind != LaneKind::Waiting) {
            continue;
        }
        std::vector<Span>& to =
            lane.kind == LaneKind::Waiting ? waits_ : workers_[{lane.name.size(), lane.name}];
        for (const std::vector<Span>& row : lane.rows) {
            for (Span span : row) {
                span.startNs += beginNs;
                span.endNs += beginNs;
                span.node = nodeOf(planNodes[span.node]);
                span.label = labelOf_[span.node];
                span.run = numberOf(run);
                to.push_back(span);
            }
        }
    }
}

uint32_t LoadBuilder::nodeOf(uint32_t planNode) {
    const auto [found, isNew] =
        nodes_.try_emplace(planNode, static_cast<uint32_t>(trace_.nodes.size()));
    if (isNew) {
        trace_.nodes.push_back(load_.describe(planNode));
        labelOf_.push_back(static_cast<uint32_t>(trace_.labels.size()));
        trace_.labels.push_back(trace_.nodes.back().key);
    }
    return found->second;
}

void LoadBuilder::addLanes() {
    for (auto& [name, spans] : workers_) {
        trace_.lanes.push_back({name.second, LaneKind::Worker, nestedRows(std::move(spans))});
    }
    for (auto& [slot, spans] : slots_) {
        const std::string name = slots_.size() == 1 ? "runs" : "runs " + std::to_string(slot + 1);
        trace_.lanes.push_back({name, LaneKind::Phases, nestedRows(std::move(spans))});
    }
    trace_.lanes.push_back({"waiting", LaneKind::Waiting, packedRows(std::move(waits_))});
    for (const TraceLane& lane : trace_.lanes) {
        for (const std::vector<Span>& row : lane.rows) {
            trace_.endNs = row.empty() ? trace_.endNs : std::max(trace_.endNs, row.back().endNs);
        }
    }
}

}  // namespace

std::shared_ptr<const Trace> traceOfLoad(const RecordedLoad& load) {
    return LoadBuilder(load).trace();
}

}  // namespace cst

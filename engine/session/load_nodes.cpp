// Which step shows the time of which node is a matter of the program, so it is settled once. (Where
// two nodes of the text share a step, the first one shows its time, as in the report of a run; only
// there it is the first one that was needed.)

#include "engine/session/load_nodes.h"

#include "engine/run/run.h"
#include "engine/session/profile_rows.h"
#include "engine/session/run_path.h"
#include "engine/session/run_record.h"

#include <algorithm>

namespace cst {
namespace {

bool isWork(const GraphNode& node) {
    return node.kind != NodeKind::Input && node.kind != NodeKind::Literal &&
           node.kind != NodeKind::Output;
}

}  // namespace

LoadNodes::LoadNodes(SnapshotPtr compiled, Executable executable)
    : compiled_(std::move(compiled)),
      executable_(std::move(executable)),
      sums_(compiled_->graph->nodes.size()) {
    const Program& program = *executable_.program;
    const OptimisedPlan& optimised = *executable_.optimised;
    for (const uint32_t root : optimised.plan->roots) {
        roots_.push_back(program.stepOf(root));
    }
    std::vector<bool> isShown(optimised.plan->size());
    const std::vector<NodeId>& graphNode = compiled_->plan->graphNode;
    for (uint32_t node = 0; node < graphNode.size(); ++node) {
        const NodeFate& fate = optimised.fates[node];
        if (fate.kind != NodeFate::Kind::Kept || isShown[fate.node]) {
            continue;
        }
        isShown[fate.node] = true;
        const uint32_t step = program.stepOf(fate.node);
        if (step != kNoIndex && isWork(compiled_->graph->nodes[graphNode[node]])) {
            shown_.push_back({graphNode[node].index, step});
        }
    }
}

bool LoadNodes::isComplete(const Run& run) const {
    return std::all_of(roots_.begin(), roots_.end(),
                       [&](uint32_t step) { return run.state(step) == StepState::Completed; });
}

void LoadNodes::look(const Run& run, std::vector<Took>& took) const {
    took.clear();
    const double nsPerTick = ticks::nanoseconds();
    for (const Shown& shown : shown_) {
        const StepState state = run.state(shown.step);
        if (state != StepState::Completed && state != StepState::Failed) {
            continue;
        }
        const NodeTimes times = run.times(shown.step, nsPerTick);
        if (times.attempts > 0) {
            took.push_back(
                {shown.node, times.runNs, times.waitNs, times.queueNs, times.cpuNs, times.waits});
        }
    }
}

void LoadNodes::add(const std::vector<Took>& took) {
    for (const Took& each : took) {
        Sums& sums = sums_[each.node];
        const auto heldNs = static_cast<int64_t>(each.waits.heldUs() * 1000);
        const int64_t ns = each.runNs + std::max<int64_t>(0, each.waitNs - heldNs);
        const auto us = static_cast<float>(static_cast<double>(ns) / 1000);
        if (sums.last.size() < kLast) {
            sums.last.push_back(us);
        } else {
            sums.last[sums.took.count() % kLast] = us;
        }
        sums.took.add(ns);
        sums.waitNs += static_cast<double>(each.waitNs);
        sums.queueNs += static_cast<double>(each.queueNs);
        sums.waits.add(each.waits);
        if (each.cpuNs >= 0) {
            ++sums.cpuRuns;
            sums.cpuNs += static_cast<double>(each.cpuNs);
        }
    }
}

TimeSummary LoadNodes::summaryOf(const Sums& sums) {
    TimeSummary summary = cst::summaryOf(sums.took);
    summary.lastUs = sums.last;
    if (sums.took.count() > kLast) {
        const auto oldest = static_cast<std::ptrdiff_t>(sums.took.count() % kLast);
        std::rotate(summary.lastUs.begin(), summary.lastUs.begin() + oldest, summary.lastUs.end());
    }
    return summary;
}

std::vector<ProfileNode> LoadNodes::rows(const RunSnapshot& middle) const {
    const CriticalPath path = criticalPathOf(middle);
    const ProfileNames names(compiled_);
    const ProfileRows named(names, path, middle.times.runUs);
    const std::vector<int64_t> bytesIn = bytesInOf(middle);
    std::vector<ProfileNode> rows;
    for (uint32_t index = 0; index < sums_.size(); ++index) {
        const Sums& sums = sums_[index];
        if (sums.took.count() == 0) {
            continue;
        }
        ProfileNode node = named.rowOf(index);
        const auto runs = static_cast<double>(sums.took.count());
        node.times = summaryOf(sums);
        node.bytesIn = bytesIn[index];
        node.bytesOut = middle.nodes[index].bytes;
        node.waitUs = sums.waitNs / runs / 1000;
        node.queueUs = sums.queueNs / runs / 1000;
        node.waits = sums.waits.by(1 / runs);
        if (sums.cpuRuns > 0) {
            node.cpuUs = sums.cpuNs / static_cast<double>(sums.cpuRuns) / 1000;
        }
        rows.push_back(std::move(node));
    }
    ProfileRows::setShares(rows);
    return rows;
}

std::vector<IdleNode> LoadNodes::idle(const RunSnapshot& middle) const {
    std::vector<IdleNode> idle;
    for (uint32_t index = 0; index < sums_.size(); ++index) {
        const auto why = sums_[index].took.count() == 0 ? whyIdle(middle, index) : std::nullopt;
        if (why) {
            const std::string_view key = compiled_->graph->nodes[NodeId(index)].key;
            idle.push_back({std::string(key), *why});
        }
    }
    return idle;
}

TimeSummary summaryOf(const FineHistogram& times) {
    const auto us = [](int64_t ns) { return static_cast<double>(ns) / 1000; };
    TimeSummary summary;
    summary.count = times.count();
    summary.meanUs = times.meanNs() / 1000;
    summary.minUs = us(times.minNs());
    summary.p50Us = us(times.percentileNs(0.50));
    summary.p95Us = us(times.percentileNs(0.95));
    summary.p99Us = us(times.percentileNs(0.99));
    summary.maxUs = us(times.maxNs());
    return summary;
}

}  // namespace cst

#include "engine/session/call_times.h"

#include <algorithm>
#include <cmath>

namespace cst {
namespace {

template <class T>
void push(std::vector<T>& ring, std::size_t& next, T value) {
    if (ring.size() < CallTimes::kRuns) {
        ring.push_back(value);
    } else {
        ring[next] = value;
    }
    next = (next + 1) % CallTimes::kRuns;
}

}  // namespace

void CallTimes::add(RunSnapshot& run) {
    for (std::size_t i = 0; i < run.nodes.size(); ++i) {
        const GraphNode& shown = run.compiled->graph->nodes[NodeId(i)];
        const NodeIdentity identity = run.compiled->shown[i].identity;
        if (shown.kind != NodeKind::Call || !shown.effectful || !identity.hasValue()) {
            continue;
        }
        NodeRun& node = run.nodes[i];
        History& history = histories_[identity];
        if (node.events.empty() && node.status == NodeStatus::Completed && node.attempts > 0) {
            push(history.ms, history.nextTime, node.shownUs() / 1000);
            push(history.timedOut, history.nextAttempt, false);
        }
        for (const CallEvent& event : node.events) {
            const bool isTimedOut = event.kind == RecordKind::TimedOut;
            if (event.kind == RecordKind::Completed) {
                push(history.ms, history.nextTime,
                     static_cast<double>(event.endNs - event.startNs) / 1e6);
            }
            if (isTimedOut || event.kind == RecordKind::Completed ||
                event.kind == RecordKind::Failed) {
                push(history.timedOut, history.nextAttempt, isTimedOut);
            }
        }
        if (!history.timedOut.empty()) {
            const auto count = std::count(history.timedOut.begin(), history.timedOut.end(), true);
            node.timeoutShare =
                static_cast<double>(count) / static_cast<double>(history.timedOut.size());
        }
        node.timedRuns = static_cast<uint32_t>(history.ms.size());
        if (history.ms.size() >= kLeastRuns) {
            node.suggestedTimeout = suggestion(history.ms);
        }
    }
}

std::string CallTimes::suggestion(std::vector<double> ms) {
    const auto rank = static_cast<std::size_t>(std::ceil(0.99 * static_cast<double>(ms.size())));
    const auto p99 = ms.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
    std::nth_element(ms.begin(), p99, ms.end());
    double limit = std::max(1.0, 2 * *p99);
    // Two digits where the first one is at least 5, else three.
    double step = 1;
    while (limit / step >= 500) {
        step *= 10;
    }
    const auto rounded = static_cast<int64_t>(std::ceil(limit / step - 1e-9) * step);
    if (rounded % 60'000 == 0) {
        return std::to_string(rounded / 60'000) + "min";
    }
    if (rounded % 1000 == 0) {
        return std::to_string(rounded / 1000) + "s";
    }
    return std::to_string(rounded) + "ms";
}

}  // namespace cst

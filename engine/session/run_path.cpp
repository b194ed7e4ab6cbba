#include "engine/session/run_path.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace cst {
namespace {

/// Waking a worker takes some of these without anybody being in the way.
constexpr double kHandOverUs = 20;
/// So much of a wait may lie between the one that made room and the one that took it.
constexpr double kGap = 0.1;
/// As the clocks of two workers may differ.
constexpr double kSlackUs = 1;
/// Nodes that end about then and were not in the way are few, or it is not known who was.
constexpr int kMostStays = 16;

struct Stay {
    double startUs = 0, endUs = 0;  // since the start of the run
    uint32_t node = 0;
};

/// When it had a place: from when it waited for nobody to when it ended.
Stay stayOf(const NodeRun& row, uint32_t node) {
    const double startUs = row.readyUs + row.keptBackUs();
    return {startUs, startUs + row.shownUs(), node};
}

/// In the order of their ends.
std::vector<Stay> staysIn(const RunSnapshot& run) {
    std::vector<Stay> stays;
    for (uint32_t node = 0; node < run.nodes.size(); ++node) {
        if (hasOwnTime(run, node)) {
            stays.push_back(stayOf(run.nodes[node], node));
        }
    }
    std::sort(stays.begin(), stays.end(),
              [](const Stay& a, const Stay& b) { return a.endUs < b.endUs; });
    return stays;
}

/// Who ended nearest to `to`, the end of a wait that began at `from`, having begun before it; null
/// = nobody near by. A call gives its permit back a little before its own end is written down.
const Stay* whoMadeRoom(const std::vector<Stay>& stays, uint32_t node, double fromUs, double toUs) {
    const double nearUs = std::max(kHandOverUs, kGap * (toUs - fromUs));
    const auto mayBe = [&](const Stay& stay) {
        return stay.node != node && stay.endUs > fromUs && stay.startUs < toUs - kSlackUs;
    };
    const auto isNear = [&](const Stay& stay) { return std::abs(stay.endUs - toUs) <= nearUs; };
    const auto behind =
        std::lower_bound(stays.begin(), stays.end(), toUs,
                         [](const Stay& stay, double us) { return stay.endUs < us; });
    const Stay* best = nullptr;
    auto at = behind;
    for (int looks = 0; looks < kMostStays && at != stays.begin() && !best; ++looks) {
        --at;
        if (!isNear(*at)) break;
        best = mayBe(*at) ? &*at : nullptr;
    }
    at = behind;
    for (int looks = 0; looks < kMostStays && at != stays.end(); ++looks, ++at) {
        if (!isNear(*at) || (best && at->endUs - toUs >= toUs - best->endUs)) break;
        if (mayBe(*at)) return &*at;
    }
    return best;
}

/// From when to when a node waited for a place.
struct RoomWait {
    double fromUs = 0, toUs = 0;
    bool isBehindThrottle = false;
};

/// What is left of what kept it back where that was no throttle: before the first time that one
/// did, and behind that.
std::array<RoomWait, 2> roomWaitsOf(const NodeRun& row) {
    const double readyUs = row.readyUs, startUs = row.readyUs + row.keptBackUs();
    const double paceUs = pacedUs(row);
    const auto throttled =
        std::find_if(row.events.begin(), row.events.end(),
                     [](const CallEvent& event) { return event.kind == RecordKind::ThrottleWait; });
    if (paceUs <= 0 || throttled == row.events.end()) {
        return {{{readyUs, startUs, false}, {}}};
    }
    const double paceFromUs =
        std::clamp(static_cast<double>(throttled->startNs) / 1000, readyUs, startUs - paceUs);
    return {{{readyUs, paceFromUs, false}, {paceFromUs + paceUs, startUs, true}}};
}

bool waits(const NodeRun& node, const GraphEdge& edge) {
    return edge.kind == EdgeKind::Strict ||
           std::find(node.askedFor.begin(), node.askedFor.end(), edge.port) != node.askedFor.end();
}

}  // namespace

bool hasOwnTime(const RunSnapshot& run, uint32_t node) {
    const NodeRun& row = run.nodes[node];
    // What does not compile shows a run of before.
    const std::vector<ShownNode>& shown = run.compiled->shown;
    const bool isGhost = node < shown.size() && shown[node].ghost;
    const NodeKind kind = run.compiled->graph->nodes[NodeId(node)].kind;
    const bool isWork =
        kind != NodeKind::Input && kind != NodeKind::Literal && kind != NodeKind::Output;
    return isWork && !isGhost && hasEnded(row.status) && row.status != NodeStatus::Cached &&
           row.attempts > 0 && !row.kept && row.wasUs < 0 && !row.folded && row.sharedWith < 0 &&
           row.fusedInto < 0;
}

CriticalPath criticalPathOf(const RunSnapshot& run) {
    std::vector<int64_t> tookNs(run.nodes.size());
    std::vector<PacedNode> paced;
    for (uint32_t node = 0; node < run.nodes.size(); ++node) {
        if (!hasOwnTime(run, node)) {
            continue;
        }
        tookNs[node] = std::llround(run.nodes[node].shownUs() * 1000);
        if (const double us = pacedUs(run.nodes[node]); us > 0) {
            paced.push_back({node, std::llround(us * 1000)});
        }
    }
    return criticalPathPaced(std::move(tookNs), pathEdgesOf(run), madeRoomIn(run), paced);
}

CriticalPath criticalPathPaced(std::vector<int64_t> tookNs, std::vector<PathEdge> edges,
                               std::span<const MadeRoom> rooms, std::span<const PacedNode> paced) {
    // The wait stands as a node of its own between what the paced one waited for and that.
    const auto count = static_cast<uint32_t>(tookNs.size());
    std::unordered_map<uint32_t, uint32_t> waitOf;
    for (const PacedNode& each : paced) {
        waitOf.emplace(each.node, static_cast<uint32_t>(tookNs.size()));
        tookNs.push_back(each.waitNs);
    }
    const auto behindWait = [&](PathEdge edge) {
        const auto wait = waitOf.find(edge.to);
        return wait == waitOf.end() ? edge : PathEdge{edge.from, wait->second};
    };
    std::transform(edges.begin(), edges.end(), edges.begin(), behindWait);
    for (const MadeRoom& room : rooms) {
        edges.push_back(room.isBehindThrottle ? room.edge : behindWait(room.edge));
    }
    for (const auto& [node, wait] : waitOf) {
        edges.push_back({wait, node});
    }
    CriticalPath path = criticalPath(tookNs, edges);
    std::erase_if(path.nodes, [&](uint32_t node) { return node >= count; });
    path.slackNs.resize(count);
    path.withoutNs.resize(count);
    return path;
}

double pacedUs(const NodeRun& node) {
    double us = 0;
    for (const CallEvent& event : node.events) {
        if (event.kind == RecordKind::ThrottleWait) {
            us += static_cast<double>(event.endNs - event.startNs) / 1000;
        }
    }
    return std::min(us, node.keptBackUs());
}

std::vector<MadeRoom> madeRoomIn(const RunSnapshot& run) {
    std::vector<MadeRoom> rooms;
    std::vector<Stay> stays;
    for (uint32_t node = 0; node < run.nodes.size(); ++node) {
        if (run.nodes[node].keptBackUs() <= kHandOverUs || !hasOwnTime(run, node)) {
            continue;
        }
        for (const RoomWait& wait : roomWaitsOf(run.nodes[node])) {
            if (wait.toUs - wait.fromUs <= kHandOverUs) {
                continue;
            }
            if (stays.empty()) {
                stays = staysIn(run);
            }
            if (const Stay* const other = whoMadeRoom(stays, node, wait.fromUs, wait.toUs)) {
                rooms.push_back({{other->node, node}, wait.isBehindThrottle});
            }
        }
    }
    return rooms;
}

std::vector<PathEdge> pathEdgesOf(const RunSnapshot& run) {
    std::vector<PathEdge> edges;
    for (uint32_t node = 0; node < run.nodes.size(); ++node) {
        if (run.nodes[node].sharedWith >= 0) {
            edges.push_back({static_cast<uint32_t>(run.nodes[node].sharedWith), node});
        }
    }
    for (const GraphEdge& edge : run.compiled->graph->edges) {
        const NodeRun& consumer = run.nodes[edge.to.index];
        // What is skipped or was not reached waits for nothing, and nothing waits for it.
        const bool haveEnded =
            hasEnded(run.nodes[edge.from.index].status) && hasEnded(consumer.status);
        if (haveEnded && waits(consumer, edge)) {
            edges.push_back({edge.from.index, edge.to.index});
        }
    }
    return edges;
}

int slowestNode(const RunSnapshot& run) {
    constexpr double kAsLong = 0.9;  // of the slowest: which of them it is is noise
    const auto tookUs = [&](uint32_t node) {
        return hasOwnTime(run, node) ? run.nodes[node].shownUs() : 0;
    };
    double mostUs = 0;
    for (uint32_t node = 0; node < run.nodes.size(); ++node) {
        mostUs = std::max(mostUs, tookUs(node));
    }
    std::vector<uint32_t> slowest;
    for (uint32_t node = 0; node < run.nodes.size() && mostUs > 0; ++node) {
        if (tookUs(node) >= kAsLong * mostUs) slowest.push_back(node);
    }
    if (slowest.size() < 2) return slowest.empty() ? -1 : static_cast<int>(slowest.front());
    const CriticalPath path = criticalPathOf(run);
    return static_cast<int>(
        *std::min_element(slowest.begin(), slowest.end(), [&](uint32_t a, uint32_t b) {
            return std::tuple(path.withoutNs[a], path.slackNs[a], -run.nodes[a].shownUs()) <
                   std::tuple(path.withoutNs[b], path.slackNs[b], -run.nodes[b].shownUs());
        }));
}

}  // namespace cst

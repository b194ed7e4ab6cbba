#pragma once

#include "engine/session/run_snapshot.h"
#include "ui/shell/node_words.h"
#include "ui/shell/theme.h"

#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>
#include <span>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace cst {

/// What the canvas tells about a node in the latest run: the state as a mark (its shape says it
/// too, not only its colour) and a few words or a time.
struct NodeBadge {
    bool shown = false;  // nothing to tell: no run yet, or the node came after it
    NodeStatus status = NodeStatus::Pending;
    double timeUs = 0;     // run + wait so far
    double lastUs = 0;     // of the last run that did the work; 0 = not known
    bool stale = false;    // what ran there was another expression, or ran on other inputs
    bool ghost = false;    // it stands for what does not compile now: the result is one of before
    bool broken = false;   // it was left out because it does not compile
    size_t words = 0;      // hash of what the words beside the mark speak of, beside the times
    uint32_t runNode = 0;  // index in the run's nodes; meaningful if shown
    int32_t ownRun = -1;   // likewise, of the node whose operands come to it; -1 = it is a group
    bool closed = false;   // a guard whose condition did not hold: its value is none
    /// Of the nodes that it tells about together, by the worst of them, those that took part;
    /// `members` 0 = it tells about itself.
    std::vector<uint32_t> runNodes;
    uint32_t members = 0;
    NodeStatistics::Pointer statistics;  // of its runs; null = none did its work

    bool isGoing() const {
        return shown && (status == NodeStatus::Running || status == NodeStatus::Waiting);
    }
    /// Do both look the same?
    friend bool operator==(const NodeBadge& a, const NodeBadge& b) {
        return std::tie(a.shown, a.status, a.timeUs, a.lastUs, a.stale, a.ghost, a.broken, a.words,
                        a.members, a.closed, a.statistics) ==
               std::tie(b.shown, b.status, b.timeUs, b.lastUs, b.stale, b.ghost, b.broken, b.words,
                        b.members, b.closed, b.statistics);
    }
};

/// Follows one run after the other and says what to show at each node of a snapshot.
/// Nodes are matched by identity, so a result stays with its node while the text changes.
class RunBadges {
public:
    using Clock = std::chrono::steady_clock;

    void setRun(RunSnapshotPtr run, Clock::time_point now);
    const RunSnapshotPtr& run() const { return run_; }
    /// The inputs are others by now: what came of them is stale.
    void setInputsChanged(bool changed) { inputsChanged_ = changed; }
    bool inputsChanged() const { return inputsChanged_; }
    /// One per node of the snapshot's graph. Cost: O(nodes).
    std::vector<NodeBadge> badgesFor(const Snapshot& snapshot) const;
    /// The time to show now: for a node that still runs, what has gone by since it was first seen
    /// running counts on between two snapshots of the run.
    double timeUs(const NodeBadge& badge, Clock::time_point now) const;

private:
    std::optional<NodeBadge> badgeOf(NodeIdentity node) const;
    NodeBadge badgeOfAll(std::span<const NodeIdentity> nodes, const GraphNode& now) const;
    const GraphNode& ranNode(const NodeBadge& badge) const {
        return run_->compiled->graph->nodes[NodeId(badge.runNode)];
    }

    RunSnapshotPtr run_;
    bool inputsChanged_ = false;
    std::unordered_map<NodeIdentity, uint32_t> nodeOf_;  // into run_->nodes
    std::unordered_map<NodeIdentity, double> lastUs_;    // of runs that did the work
    std::vector<Clock::time_point> goingSince_;          // by index of run_->nodes; zero = is not
};

/// The node in which this one was worked out; -1 = none, or that one has not come that far.
int32_t workedOutIn(const RunSnapshot& run, const NodeRun& node);

/// It has no value because of a node of another name: that does not compile, or has none itself.
bool isBlockedByAnother(const RunSnapshot& run, uint32_t node);

/// The words beside the mark: a time, or what is the matter. "" = the mark says it all.
QString badgeText(const NodeBadge& badge, double timeUs, const RunSnapshot& run);

/// The same in ever fewer words, for places without room; the last ones still name the root.
QStringList badgeTexts(const NodeBadge& badge, double timeUs, const RunSnapshot& run);

}  // namespace cst

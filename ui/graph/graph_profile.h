#pragma once

#include "engine/session/run_path.h"
#include "ui/graph/graph_scene.h"
#include "ui/graph/graph_selection.h"
#include "ui/graph/node_badge.h"
#include "ui/graph/node_change.h"
#include "ui/graph/node_heat.h"

#include <optional>
#include <utility>
#include <vector>

namespace cst {

/// What a person wants to see of where the time goes.
struct ProfileChoice {
    HeatMetric heat = HeatMetric::Off;
    bool ofSelectionOnly = false;  // heat of the chosen nodes, where some are
    bool showsPath = false;        // the critical path of the last run

    friend bool operator==(const ProfileChoice&, const ProfileChoice&) = default;
};

/// Where the time goes, by node and edge of the picture that is shown: heat, or what changed from
/// one run to another, and the critical path of the last run that has ended.
class GraphProfile {
public:
    /// False: it is as it was.
    bool choose(const ProfileChoice& choice);
    const ProfileChoice& choice() const { return choice_; }
    /// Instead of the heat, as long as it is there; null = nothing is compared.
    void showChange(GraphChangePtr change) { change_ = std::move(change); }
    const GraphChangePtr& shownChange() const { return change_; }
    /// Another run, another picture or another selection. False: nothing looks different.
    /// Cost: O(nodes) while heat or path are on.
    bool update(const GraphScene& scene, const std::vector<NodeBadge>& badges,
                const std::vector<NodeMark>& marks, const RunSnapshotPtr& run);

    bool isShown() const { return hasColours() || choice_.showsPath; }
    bool hasHeat() const { return choice_.heat != HeatMetric::Off && !change_; }
    bool hasColours() const { return choice_.heat != HeatMetric::Off || change_; }
    /// Of a node, by which it is coloured; null = nothing can be said of it, or nothing is asked.
    const ComparedTime* change(uint32_t node) const {
        return node < changes_.size() ? changes_[node] : nullptr;
    }
    /// The colour that a node has for what it took; nothing = none.
    std::optional<QColor> color(const Theme& theme, uint32_t node) const;
    /// What the colour of a node stands for; nothing if it has none.
    std::optional<double> heat(uint32_t node) const;
    bool isOnPath(uint32_t node) const { return node < onPath_.size() && onPath_[node]; }
    bool isOnPath(const SceneEdge& edge) const;

    /// The heat of the nodes that it is shown of, together.
    struct Sum {
        double value = 0;
        std::size_t nodes = 0;  // that have one
        double share = 1;       // of that of all nodes
        bool isOfSelection = false;
    };
    const Sum& sum() const { return sum_; }

    /// The last run, whose path that is; null = it still goes, or there is none.
    const RunSnapshotPtr& run() const { return run_; }
    bool isRunning() const { return isRunning_; }
    /// Its critical path, by index of the run's nodes; run() must be there. Worked out when
    /// somebody first looks.
    const CriticalPath& path() const;

private:
    std::vector<float> heats(const std::vector<NodeBadge>& badges,
                             const std::vector<NodeMark>& marks);
    std::optional<double> heatOf(const NodeBadge& badge) const;
    std::optional<double> heatOfRun(uint32_t runNode, const NodeStatistics* statistics) const;
    std::vector<const ComparedTime*> changes(const GraphScene& scene,
                                             const std::vector<NodeBadge>& badges,
                                             const RunSnapshot* run) const;
    void findPath(const std::vector<NodeBadge>& badges);

    ProfileChoice choice_;
    RunSnapshotPtr run_;
    bool isRunning_ = false;
    mutable std::optional<CriticalPath> path_;  // of run_
    GraphChangePtr change_;
    std::vector<const ComparedTime*> changes_;  // by node, within change_; null = none
    std::vector<float> heat_;                   // by node; NaN = none
    std::vector<bool> onPath_;                  // by node
    std::vector<uint32_t> nextOnPath_;          // by node; kNoNode = none
    Sum sum_;
};

}  // namespace cst

#pragma once

#include "ui/graph/graph_scene.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace cst {

/// What a node is to the selection. It may be several things.
struct NodeMark {
    bool isChosen = false;
    bool isNeeded = false;  // a chosen one needs its value, directly or not
    bool isUser = false;    // needs the value of a chosen one, directly or not

    friend bool operator==(const NodeMark&, const NodeMark&) = default;
};

/// An edge, found again from one snapshot to the next.
struct ChosenEdge {
    NodeIdentity from, to;
    uint32_t port = 0;

    friend bool operator==(const ChosenEdge&, const ChosenEdge&) = default;
};

/// The nodes that are chosen, in the order in which they were, or one edge. Hangs on identities, so
/// it survives edits; a node that is gone is chosen again when it comes back.
class GraphSelection {
public:
    void clear();
    void chooseOnly(NodeIdentity node);
    void choose(std::vector<NodeIdentity> nodes);
    void toggle(NodeIdentity node);
    /// Chooses it too, as the last one.
    void add(NodeIdentity node);
    void chooseEdge(ChosenEdge edge);

    /// What is folded by now is chosen as what stands for it.
    void settle(const GraphScene& scene);

    bool contains(NodeIdentity node) const;
    /// The one that was chosen last: keys start from it.
    std::optional<NodeIdentity> current() const;
    const std::optional<ChosenEdge>& edge() const { return edge_; }
    /// Those that are there, in the order in which they were chosen.
    std::vector<uint32_t> nodesIn(const GraphScene& scene) const;
    std::optional<uint32_t> edgeIn(const GraphScene& scene) const;
    /// By node of the scene. Cost: O(nodes + edges).
    std::vector<NodeMark> marksIn(const GraphScene& scene) const;

private:
    std::vector<NodeIdentity> nodes_;
    std::optional<ChosenEdge> edge_;
};

}  // namespace cst

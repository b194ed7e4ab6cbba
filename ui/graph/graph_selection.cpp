#include "ui/graph/graph_selection.h"

#include <algorithm>
#include <utility>

namespace cst {

namespace {

/// All that can be reached from `starts`; a start only if it can be reached from another one.
std::vector<bool> reached(const std::vector<std::vector<uint32_t>>& next,
                          const std::vector<uint32_t>& starts) {
    std::vector<bool> marked(next.size(), false);
    std::vector<uint32_t> work = starts;
    while (!work.empty()) {
        const uint32_t at = work.back();
        work.pop_back();
        for (const uint32_t node : next[at]) {
            if (marked[node]) continue;
            marked[node] = true;
            work.push_back(node);
        }
    }
    return marked;
}

}  // namespace

void GraphSelection::clear() {
    nodes_.clear();
    edge_.reset();
}

void GraphSelection::chooseOnly(NodeIdentity node) {
    choose({node});
}

void GraphSelection::choose(std::vector<NodeIdentity> nodes) {
    nodes_ = std::move(nodes);
    edge_.reset();
}

void GraphSelection::toggle(NodeIdentity node) {
    edge_.reset();
    if (std::erase(nodes_, node) == 0) nodes_.push_back(node);
}

void GraphSelection::add(NodeIdentity node) {
    edge_.reset();
    std::erase(nodes_, node);
    nodes_.push_back(node);
}

void GraphSelection::chooseEdge(ChosenEdge edge) {
    nodes_.clear();
    edge_ = edge;
}

void GraphSelection::settle(const GraphScene& scene) {
    std::vector<NodeIdentity> settled;
    for (const NodeIdentity node : nodes_) {
        const auto index = scene.find(node);
        const NodeIdentity shown = index ? scene.identity(*index) : node;
        if (std::find(settled.begin(), settled.end(), shown) == settled.end()) {
            settled.push_back(shown);
        }
    }
    nodes_ = std::move(settled);
}

bool GraphSelection::contains(NodeIdentity node) const {
    return std::find(nodes_.begin(), nodes_.end(), node) != nodes_.end();
}

std::optional<NodeIdentity> GraphSelection::current() const {
    return nodes_.empty() ? std::nullopt : std::optional(nodes_.back());
}

std::vector<uint32_t> GraphSelection::nodesIn(const GraphScene& scene) const {
    std::vector<uint32_t> there;
    for (const NodeIdentity node : nodes_)
        if (const auto index = scene.find(node)) there.push_back(*index);
    return there;
}

std::optional<uint32_t> GraphSelection::edgeIn(const GraphScene& scene) const {
    if (!edge_) return std::nullopt;
    const auto from = scene.find(edge_->from), to = scene.find(edge_->to);
    if (!from || !to) return std::nullopt;
    const auto& edges = scene.snapshot()->graph->edges;
    for (uint32_t i = 0; i < edges.size(); ++i) {
        if (edges[i].from.index == *from && edges[i].to.index == *to &&
            edges[i].port == edge_->port) {
            return i;
        }
    }
    return std::nullopt;
}

std::vector<NodeMark> GraphSelection::marksIn(const GraphScene& scene) const {
    std::vector<NodeMark> marks(scene.size());
    const std::vector<uint32_t> chosen = nodesIn(scene);
    if (chosen.empty()) return marks;
    std::vector<std::vector<uint32_t>> users(scene.size()), needs(scene.size());
    for (const SceneEdge& edge : scene.edges()) {
        users[edge.from].push_back(edge.to);
        needs[edge.to].push_back(edge.from);
    }
    const std::vector<bool> isUser = reached(users, chosen), isNeeded = reached(needs, chosen);
    for (uint32_t i = 0; i < marks.size(); ++i) marks[i] = {false, isNeeded[i], isUser[i]};
    for (const uint32_t node : chosen) marks[node].isChosen = true;
    return marks;
}

}  // namespace cst

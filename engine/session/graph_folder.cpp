#include "engine/session/graph_folder.h"

#include "engine/session/text_groups.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cst {
namespace {

constexpr uint32_t kNotThere = UINT32_MAX;
/// Identities of nodes count up from 0, those of groups from here.
constexpr uint32_t kFirstGroup = 1U << 31U;

std::string_view statementOf(std::string_view key) {
    return key.substr(0, key.find('/'));
}

/// One folding: first who stands for whom, then the graph of those that stand for somebody.
class Folding {
public:
    Folding(const Snapshot& snapshot, const GraphLook& look)
        : graph_(*snapshot.graph), snapshot_(snapshot), look_(look) {
        const std::size_t count = graph_.nodes.size();
        statement_.resize(count);
        std::unordered_map<std::string_view, uint32_t> statements;
        for (uint32_t i = 0; i < count; ++i) {
            const std::string_view key = keyOf(i);
            if (key.find('/') == std::string_view::npos) {
                statements.emplace(key, i);
            }
        }
        for (uint32_t i = 0; i < count; ++i) {
            const auto found = statements.find(statementOf(keyOf(i)));
            statement_[i] = found == statements.end() ? i : found->second;
        }
    }

    /// False: nothing is.
    bool findFolds() {
        const std::vector<TextGroup> all =
            look_.foldedGroups.empty() ? std::vector<TextGroup>() : textGroups(snapshot_);
        groupOf_.assign(statement_.size(), kNotThere);
        bool any = false;
        std::unordered_map<std::string, uint32_t> used;
        for (uint32_t i = 0; i < statement_.size(); ++i) {
            const TextGroup* group = groupAt(all, graph_.nodes[NodeId(statement_[i])].range.begin);
            if (group != nullptr && look_.foldedGroups.contains(group->name)) {
                const auto [found, isNew] =
                    used.emplace(group->name, static_cast<uint32_t>(groups_.size()));
                if (isNew) {
                    groups_.push_back(*group);
                }
                groupOf_[i] = found->second;
            }
            any = any || isFolded(i);
        }
        return any;
    }

    const std::vector<TextGroup>& groups() const { return groups_; }

    void buildInto(Snapshot& folded, const std::vector<NodeIdentity>& identities) {
        auto graph = std::make_shared<Graph>();
        graph->owner = snapshot_.graph.get();  // of most texts
        folded.shown.clear();
        folded.members.clear();
        place_.assign(statement_.size(), kNotThere);
        std::vector<uint32_t> placeOfGroup(groups_.size(), kNotThere);
        for (uint32_t i = 0; i < statement_.size(); ++i) {
            if (groupOf_[i] != kNotThere) {
                uint32_t& place = placeOfGroup[groupOf_[i]];
                if (place == kNotThere) {
                    place = addGroup(*graph, folded, groups_[groupOf_[i]], identities[groupOf_[i]]);
                }
                place_[i] = place;
            } else if (!isInStatement(i)) {
                place_[i] = graph->nodes.add(graph_.nodes[NodeId(i)]).index;
                folded.shown.push_back(snapshot_.shown[i]);
                folded.members.emplace_back();
            }
        }
        for (uint32_t i = 0; i < statement_.size(); ++i) {
            if (place_[i] == kNotThere) {
                place_[i] = place_[statement_[i]];
            }
        }
        addMembers(*graph, folded);
        addEdges(*graph);
        folded.graph = std::shared_ptr<const Graph>(std::move(graph));
    }

private:
    std::string_view keyOf(uint32_t node) const { return graph_.nodes[NodeId(node)].key; }
    /// It is drawn as a part of its statement.
    bool isInStatement(uint32_t node) const {
        return statement_[node] != node && look_.folds(snapshot_.shown[statement_[node]].identity);
    }
    bool isFolded(uint32_t node) const {
        return groupOf_[node] != kNotThere || isInStatement(node);
    }

    static uint32_t addGroup(Graph& graph, Snapshot& folded, const TextGroup& group,
                             NodeIdentity identity) {
        GraphNode node;
        node.key = graph.texts.add({"group:", group.name});
        node.name = graph.texts.add({group.written});
        node.kind = NodeKind::Group;
        node.type = types::kNothing;
        node.range = group.range;
        node.line = folded.text->line(group.range.begin);
        folded.shown.push_back({identity, false});
        folded.members.emplace_back();
        return graph.nodes.add(node).index;
    }

    void addMembers(Graph& graph, Snapshot& folded) {
        std::vector<uint32_t> counts(graph.nodes.size(), 0);
        for (const uint32_t place : place_) {
            ++counts[place];
        }
        for (uint32_t i = 0; i < place_.size(); ++i) {
            GraphNode& node = graph.nodes[NodeId(place_[i])];
            const GraphNode& member = graph_.nodes[NodeId(i)];
            if (node.kind == NodeKind::Group) {
                node.effectful = node.effectful || member.effectful;
                node.broken = node.broken || member.broken;
                // What changes within changes it.
                node.structure = hashPair(node.structure, member.structure);
                node.shape = hashPair(node.shape, member.shape);
            } else if (counts[place_[i]] == 1) {
                continue;
            }
            folded.members[place_[i]].push_back(snapshot_.shown[i].identity);
        }
    }

    void addEdges(Graph& graph) const {
        std::set<std::pair<uint32_t, uint32_t>> seen;  // to, source within
        std::vector<uint32_t> nextPort(graph.nodes.size(), kFoldedPort);
        for (const GraphEdge& edge : graph_.edges) {
            GraphEdge row = edge;
            row.from = NodeId(place_[edge.from.index]);
            row.to = NodeId(place_[edge.to.index]);
            if (row.from == row.to) {
                continue;
            }
            if (isFolded(edge.to.index)) {
                if (!seen.emplace(row.to.index, edge.from.index).second) {
                    continue;
                }
                row.port = nextPort[row.to.index]++;
                row.portName = {};
            }
            graph.edges.push_back(row);
        }
        std::stable_sort(graph.edges.begin(), graph.edges.end(),
                         [](const GraphEdge& a, const GraphEdge& b) {
                             return std::tie(a.to, a.port) < std::tie(b.to, b.port);
                         });
    }
    const Graph& graph_;
    const Snapshot& snapshot_;
    const GraphLook& look_;
    std::vector<uint32_t> statement_;  // by node: the one whose declaration it is in
    std::vector<TextGroup> groups_;    // that are folded
    std::vector<uint32_t> groupOf_;    // by node: of groups_; kNotThere = of none
    std::vector<uint32_t> place_;      // by node: which one of the folded graph stands for it
};

}  // namespace

std::set<std::string> GraphFolder::follow(const Snapshot& snapshot,
                                          const std::set<std::string>& folded) {
    if (folded.empty()) {
        follower_.forget();
        return {};
    }
    const std::map<std::string, std::string> now = follower_.follow(snapshot);
    std::set<std::string>
        taken;  // names of groups that were there before, whatever they were called
    for (const auto& [before, name] : now) {
        taken.insert(name);
    }
    const auto isFree = [&](const std::string& name) {
        return !now.contains(name) && !taken.contains(name);
    };
    std::set<std::string> names;
    std::map<std::string, NodeIdentity> groups;
    for (const auto& [before, name] : now) {
        if (folded.contains(before)) names.insert(name);
        if (const auto known = groups_.find(before); known != groups_.end()) {
            groups.emplace(name, known->second);
        }
    }
    for (const std::string& name : folded) {
        if (isFree(name)) names.insert(name);
    }
    for (const auto& [name, identity] : groups_) {
        if (isFree(name)) groups.emplace(name, identity);
    }
    groups_ = std::move(groups);
    return names;
}

NodeIdentity GraphFolder::identityOf(const std::string& group) {
    const auto [found, isNew] = groups_.try_emplace(group, NodeIdentity(kFirstGroup + nextGroup_));
    nextGroup_ += isNew ? 1 : 0;
    return found->second;
}

std::shared_ptr<Snapshot> GraphFolder::fold(const Snapshot& snapshot, const GraphLook& look) {
    if (look.foldedGroups.empty() && !look.foldsStatements && look.otherwise.empty()) {
        return nullptr;
    }
    Folding folding(snapshot, look);
    if (!folding.findFolds()) {
        return nullptr;
    }
    std::vector<NodeIdentity> identities;
    for (const TextGroup& group : folding.groups()) {
        identities.push_back(identityOf(group.name));
    }
    auto folded = std::make_shared<Snapshot>(snapshot);
    folded->folded = nullptr;
    folding.buildInto(*folded, identities);
    return folded;
}

const GraphEdge* edgeWithin(const Snapshot& whole, const Snapshot& folded, const GraphEdge& edge) {
    std::unordered_map<NodeIdentity, uint32_t> place;  // in the folded graph
    for (uint32_t i = 0; i < folded.shown.size(); ++i) {
        place.emplace(folded.shown[i].identity, i);
        for (const NodeIdentity member : folded.members[i]) {
            place.emplace(member, i);
        }
    }
    const NodeIdentity consumer = folded.shown[edge.to.index].identity;
    std::set<uint32_t> sources;  // of what arrives within the consumer, as addEdges() counts them
    for (const GraphEdge& row : whole.graph->edges) {
        const auto from = place.find(whole.shown[row.from.index].identity);
        const auto to = place.find(whole.shown[row.to.index].identity);
        if (from == place.end() || to == place.end() || to->second != edge.to.index ||
            from->second == to->second) {
            continue;
        }
        const bool isWithin = whole.shown[row.to.index].identity != consumer;
        if (isWithin && !sources.insert(row.from.index).second) {
            continue;
        }
        const auto port =
            isWithin ? kFoldedPort + static_cast<uint32_t>(sources.size()) - 1 : row.port;
        if (port == edge.port && from->second == edge.from.index) {
            return &row;
        }
    }
    return nullptr;
}

}  // namespace cst

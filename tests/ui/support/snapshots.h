#pragma once

#include "engine/session/run_snapshot.h"

#include <memory>
#include <string>
#include <vector>

namespace cst::test {

/// Writes snapshots by hand, so that a widget's test needs no engine. One line of text a node.
/// Identities follow the key: the same key is the same node in every snapshot, unless said
/// otherwise.
class SnapshotBuilder {
public:
    SnapshotBuilder();

    TypeTable& types() { return *types_; }

    /// `in name: Type`
    NodeId input(const std::string& name, TypeId type, const std::string& exampleJson = {});
    /// `name = function(arguments)`
    NodeId call(const std::string& name, const std::string& function,
                const std::vector<NodeId>& arguments, TypeId type = types::kString);
    /// `name = …` of any kind; a name with a slash makes a nested node without a name.
    NodeId node(NodeKind kind, const std::string& name, const std::string& label,
                const std::vector<NodeId>& operands, TypeId type = types::kInt);
    /// `out name`, of a node with that name.
    NodeId output(const std::string& name);

    /// `# === name ===`: what follows is of this group.
    void group(const std::string& name);
    /// The next operand of a node, that it needs if its condition says so.
    void conditional(NodeId from, NodeId to, const std::string& port = "then");
    GraphNode& row(NodeId node) { return graph_->nodes[node]; }
    void ghost(NodeId node) { shown_[node.index].ghost = true; }
    /// This node is the one that had another key before.
    void identity(NodeId node, const std::string& key);

    SnapshotPtr finish(Revision revision = 1);

private:
    NodeId add(GraphNode node, const std::vector<NodeId>& operands, const std::string& line,
               std::size_t expressionAt);

    std::shared_ptr<TypeTable> types_;
    std::shared_ptr<Graph> graph_;
    std::vector<ShownNode> shown_;
    std::vector<InputInfo> inputs_;
    std::vector<OutputInfo> outputs_;
    std::vector<SourceRange> comments_;
    std::string text_;
};

/// A run of a snapshot in which nothing has happened yet; fill in what did.
std::shared_ptr<RunSnapshot> runOf(SnapshotPtr snapshot, uint64_t number = 1);
NodeRun& nodeRun(RunSnapshot& run, const std::string& key);
void complete(RunSnapshot& run, const std::string& key, double runUs,
              const std::string& preview = {});

/// A text analysis of eight nodes.
SnapshotBuilder textAnalysis();
/// Layers of calls with two operands each, like a generated pipeline; the same for the same sizes.
/// `groupOf`: so many statements are of a group each, wherever they stand; 0 = none is.
SnapshotBuilder layered(uint32_t layers, uint32_t perLayer, uint32_t groupOf = 0);

}  // namespace cst::test

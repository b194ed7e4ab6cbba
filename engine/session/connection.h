#pragma once

#include "engine/session/edit_tree.h"
#include "engine/session/edit_trial.h"
#include "engine/session/graph_edits.h"
#include "engine/session/statement_text.h"

#include <string>
#include <utility>
#include <vector>

namespace cst {

/// One connectNodes() in the making: gathers edits, then has them tried and judges what comes out.
/// The tree outlives it. For one use.
class Connection {
public:
    Connection(const EditTree& tree, NodePlace from, NodePlace to, OperandPlace operand)
        : tree_(tree),
          from_(from),
          to_(to),
          operand_(std::move(operand)),
          consumer_(to.declaration) {}

    Result<GraphEdit> run();

private:
    Status pullOut();
    Status nameIt();
    Status moveUp(std::vector<bool> moved);
    Status judge(const EditTrial& trial) const;
    bool keepsMeanings(const EditTrial& trial) const;
    std::vector<SourceRange> writtenIn(const EditTrial& trial) const;
    std::string quoted(uint32_t declaration) const {
        return "`" + std::string(tree_.tree.text->slice(tree_.declaration(declaration).name)) + "`";
    }

    const EditTree& tree_;
    const NodePlace from_;
    const NodePlace to_;
    const OperandPlace operand_;
    const uint32_t consumer_;                // declaration; likewise below
    std::string name_;                       // of the value
    std::vector<bool> moved_;                // by declaration: stands above the consumer's then
    uint32_t pulledAbove_ = kNoDeclaration;  // where a new statement stands, if there is one
    std::vector<TextEdit> edits_;
    std::string above_;  // what is to stand above the consumer's
};

/// By node: does `from` need it, itself included? Cost: O(edges).
std::vector<bool> neededBy(const Graph& graph, NodeId from);

}  // namespace cst

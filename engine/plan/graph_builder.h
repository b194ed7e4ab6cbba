#pragma once

#include "engine/base/text_arena.h"
#include "engine/plan/describe.h"
#include "engine/plan/graph.h"
#include "engine/plan/part.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// What a person sees of a node.
struct NodeWords {
    std::string_view key;
    std::string_view name;
    std::string_view label;
    NodeKind kind = NodeKind::Inline;
    SourceRange range;
    std::string_view detail = {};  // what the label does not show, for the structural hash
};

/// Gathers the nodes of a part, each with its operands and edges.
/// This stands on the way of every key press, so nothing allocates per node: texts go to the
/// draft's arena, and what a node has gathered so far lies on two stacks that all nodes share.
/// Not thread safe. Draft, text and describer outlive it; texts given to it that are not in texts()
/// outlive the part.
class GraphBuilder {
public:
    /// How many operands were gathered before those of a node.
    using Mark = std::size_t;

    GraphBuilder(PartDraft& draft, const SourceText& text, uint32_t line, Describer& describer);

    TextArena& texts() { return draft_.arena(); }
    /// `args.0` and the like.
    std::string_view numbered(std::string_view word, std::size_t number);

    Mark mark() const { return draft_.operands.size(); }
    void gather(Operand operand, std::string_view port);
    const Operand& lastGathered() const { return draft_.operands.back(); }
    void drop(Mark mark);

    /// What is added from here on is another declaration's.
    void startDeclaration() { firstOwn_ = static_cast<uint32_t>(draft_.nodes.size()); }
    /// Takes the operands that were gathered since the mark. Returns the node of the plan.
    uint32_t addNode(Operation operation, const NodeWords& shown, Mark first);
    /// Shows that the node added last, which has no value, uses another one. The plan has no such
    /// edge: nothing will travel along it.
    void addUse(uint32_t used, uint32_t number);
    /// Shows the value of a node as an output. After all nodes.
    void addOutput(uint32_t node, const NodeWords& shown);
    /// Shows an input or output that has no value and that nothing can name. After all nodes.
    void addLost(const NodeWords& shown);

private:
    Hash128 shapeOf(uint32_t node) const;
    GraphNode& addPort(const NodeWords& shown);

    PartDraft& draft_;
    const SourceText& text_;
    Describer& describer_;
    uint32_t firstOwn_ = 0;  // node of the declaration
    uint32_t line_;          // of the node added last, or a little above
};

}  // namespace cst

#pragma once

#include "engine/plan/graph_builder.h"
#include "engine/plan/lower.h"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace cst {

/// One lower() in progress. Walks the declarations of a block in order and makes one node per
/// expression: a row of the plan (operands before consumers) and a row of the graph. A variable is
/// only a name for the node it was bound to, so `b = a` and parentheses add none.
/// Not thread safe. Recursion is bounded by SyntaxTree::kMaxDepth.
class GraphLowering {
public:
    GraphLowering(const CheckedTree& checked, const SignatureTable& signatures, TypeTable& types,
                  PartDraft& draft);
    void run();

private:
    /// The key of an expression before anybody needs its text: `base`, or `base/port`.
    struct Where {
        std::string_view base;
        std::string_view port;
        std::string_view name = {};  // of the variable that it is bound to
    };
    using Mark = GraphBuilder::Mark;

    void declareInput(const CheckedInput& input);
    void declareAssignment(std::size_t index, SyntaxId id);
    void declareOutputs();
    void declareLost();
    void define(BindingId binding, uint32_t node);
    /// kNoIndex if the binding has none.
    uint32_t nodeOf(BindingId binding);
    void addEffect(uint32_t node) { draft_.effects.push_back(node); }

    uint32_t expression(SyntaxId id, Where where);
    void take(SyntaxId id, std::string_view key, std::string_view port);
    void takeArm(SyntaxId id, std::string_view key, std::string_view port);
    uint32_t simple(SyntaxId id, Where where);
    uint32_t chain(SyntaxId id, Where where);
    uint32_t higherOrder(SyntaxId id, Where where);
    uint32_t broken(SyntaxId id, Where where);
    void showUses(SyntaxId id);

    // lower_control.cpp
    uint32_t control(SyntaxId id, Where where);
    uint32_t coalesce(SyntaxId id, Where where);
    uint32_t coalesceFrom(SyntaxId id, std::size_t first, std::span<const TypeId> results,
                          Where where);
    uint32_t match(SyntaxId id, Where where);
    void bindCase(SyntaxId match, SyntaxId caseId, std::string_view key, std::string_view place,
                  Operand scrutinee);

    TextArena& texts() { return builder_.texts(); }
    std::string_view keyOf(const Binding& binding);
    std::string_view keyOf(Where where) {
        return where.port.empty() ? where.base : texts().add({where.base, "/", where.port});
    }
    std::string_view portOf(const OperandPart& part);
    NodeWords shownOf(SyntaxId id, Where where, NodeKind kind = NodeKind::Inline) {
        return {keyOf(where), where.name, labelOf(tree_, id, texts()), kind, tree_[id].range};
    }

    PartDraft& draft_;
    const CheckedTree& checked_;
    const SyntaxTree& tree_;
    TypeTable& types_;
    Describer describer_;
    GraphBuilder builder_;
    int armDepth_ = 0;
};

}  // namespace cst

#pragma once

#include "engine/base/text_arena.h"
#include "engine/check/checked_tree.h"
#include "engine/plan/operation.h"
#include "engine/types/signature.h"

#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// One operand expression and where it stands: `args.0`, `cond`, `fields.total`.
struct OperandPart {
    SyntaxId expression;
    std::string_view slot;
    uint32_t index = kNoIndex;    // behind the slot, if any
    std::string_view field = {};  // likewise
};

/// What lowering to a graph and lowering to a lambda have in common: expressions as operations,
/// their operands still to be lowered. Writes to the pools.
class Describer {
public:
    Describer(const CheckedTree& checked, const SignatureTable& signatures, TypeTable& types,
              Pools& pools)
        : checked_(checked),
          tree_(*checked.tree),
          signatures_(signatures),
          types_(types),
          pools_(pools) {}

    /// Everything but chains, control, lambdas, variables and parentheses: fills the operation
    /// (without operands) and its parts, all of them strict. Error expressions become Broken.
    Operation describe(SyntaxId id, std::vector<OperandPart>& parts);
    /// One step `left op right` of a chain; the types it needs both sides in.
    Operation describeStep(TypeId left, SyntaxId op, TypeId right, TypeId& wantLeft,
                           TypeId& wantRight);
    /// The numbers of a Match: count and tags per arm.
    Operation describeMatch(SyntaxId id);
    Operation describePatternField(SyntaxId matchId, SyntaxId caseId, std::size_t field);
    Operation describeNarrow(SyntaxId matchId, SyntaxId caseId);

    /// What an expression yields, and what its consumer wants.
    TypeId typeOf(SyntaxId id) const { return checked_.typeOf[id.index]; }
    TypeId usedAs(SyntaxId id) const {
        const TypeId wanted = checked_.convertTo[id.index];
        return wanted.hasValue() ? wanted : typeOf(id);
    }
    /// Of `a ?? b ?? c`: the types of the whole and of each right side but the last. Empty where
    /// it does not compile.
    std::vector<TypeId> coalescedTypes(SyntaxId id);
    /// What turns the value of a left side of `??` into one of the result's type.
    uint32_t coalesceConversion(SyntaxId left, TypeId result);
    uint32_t conversion(TypeId from, TypeId to);
    uint32_t constant(Value value);
    void setOperands(Operation& operation, std::span<const Operand> operands);
    void setNumbers(Operation& operation, const std::vector<uint32_t>& numbers);
    SyntaxId stripParens(SyntaxId id) const;
    /// Has a higher-order call a list and a lambda that both compiled?
    bool isHigherOrderSound(SyntaxId call) const;

    const CheckedTree& checked_;
    const SyntaxTree& tree_;
    const SignatureTable& signatures_;
    TypeTable& types_;
    Pools& pools_;

private:
    Operation describeString(SyntaxId id, std::vector<OperandPart>& parts);
    Operation describeCall(SyntaxId id, std::vector<OperandPart>& parts);
    Operation describeCompare(SyntaxId id, std::vector<OperandPart>& parts);
    Operation describeField(SyntaxId id, std::vector<OperandPart>& parts);
    Operation describeProjection(SyntaxId id, std::vector<OperandPart>& parts);
    Operation describeNegate(SyntaxId id, std::vector<OperandPart>& parts);
    Operation literal(Value value, TypeId type);

    std::vector<uint32_t> argumentTypes_;  // of the call that is described
};

/// Text of an expression for a node's label: its first 24 code points on one line.
std::string_view shortSource(std::string_view source, TextArena& texts);
/// What the node does, in a word or a sign.
std::string_view labelOf(const SyntaxTree& tree, SyntaxId id, TextArena& texts);

}  // namespace cst

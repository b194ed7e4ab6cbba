#pragma once

#include "engine/plan/describe.h"

#include <unordered_map>
#include <vector>

namespace cst {

/// A lambda in the pools, and which outer bindings it captures, in the order of its
/// captureRegisters.
struct LoweredLambda {
    uint32_t index = 0;
    std::vector<BindingId> captures;
};

/// Turns the body of one lambda (or a constant expression) into straight code.
/// Each expression of the body is evaluated at most once; what is not needed is jumped over.
/// Recursion is bounded by SyntaxTree::kMaxDepth.
class LambdaLowering {
public:
    explicit LambdaLowering(Describer& describer) : describer_(describer) {}

    LoweredLambda lowerLambda(SyntaxId lambda);
    /// An expression as a lambda without parameters, converted to `type`.
    LoweredLambda lowerExpression(SyntaxId expression, TypeId type);

private:
    uint32_t expression(SyntaxId id);
    Operand use(SyntaxId id);
    uint32_t simple(SyntaxId id);
    uint32_t broken();
    uint32_t chain(SyntaxId id);
    uint32_t conditional(SyntaxId id);
    uint32_t guard(SyntaxId id);
    uint32_t coalesce(SyntaxId id);
    uint32_t coalesceFrom(SyntaxId id, std::size_t first, std::span<const TypeId> results);
    uint32_t logic(SyntaxId id);
    uint32_t match(SyntaxId id);
    uint32_t higherOrder(SyntaxId id);

    uint32_t registerOf(BindingId binding);
    uint32_t newRegister() { return lambda_.registerCount++; }
    uint32_t emit(Operation operation, const std::vector<Operand>& operands);
    void emitMove(uint32_t target, Operand from);
    std::size_t emitJump(Op op, const std::vector<Operand>& operands = {},
                         const std::vector<uint32_t>& numbers = {});
    void land(std::size_t jump);
    LoweredLambda finish(Operand result, TypeId resultType);

    Describer& describer_;
    Lambda lambda_;
    std::unordered_map<BindingId, uint32_t> registers_;
    std::vector<BindingId> captures_;
};

/// The operation of a higher-order call, without operands: list first, then the captures.
Operation describeHigherOrder(Describer& describer, SyntaxId call, const LoweredLambda& lambda);

}  // namespace cst

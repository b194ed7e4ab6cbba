#include "engine/plan/fold.h"

#include "engine/plan/apply.h"
#include "engine/value/written_size.h"

#include <algorithm>

namespace cst {
namespace {

/// A constant that a fold reads. `replace` and `join` may square it: the result stays below 4 MB,
/// and an arm that is never taken cannot cost more than that.
constexpr std::size_t kMaxOperandBytes = 2048;
/// A constant that is kept.
constexpr std::size_t kMaxResultBytes = 65536;

/// The result of each step of a lambda is a scalar, or no larger than its operands together. Texts
/// and lists that grow inside a lambda are seen by nobody until it is done.
bool growsLittle(const Lambda& lambda) {
    constexpr std::size_t kMaxSteps = 64;
    const auto isScalar = [&](TypeId type) {
        return type == types::kInt || type == types::kFloat || type == types::kBoolean;
    };
    return lambda.code.size() <= kMaxSteps &&
           std::all_of(lambda.code.begin(), lambda.code.end(), [&](const Operation& step) {
               const bool mayGrow = step.op == Op::Call || step.op == Op::Interpolate;
               return !mayGrow || isScalar(step.type);
           });
}

}  // namespace

/// Functions of others are never folded, whatever they promise: they may be slow.
bool ConstantFolder::isStandard(const Operation& call) const {
    const Signature& signature = signatures_[call.function];
    const std::string_view space = signature.nameSpace;
    return signature.pure && (space == "stdlib" || space.starts_with("stdlib."));
}

bool ConstantFolder::mayFold(const Operation& operation) const {
    if (operation.effectful || operation.wraps || operation.hasOptions) {
        return false;
    }
    switch (operation.op) {
    case Op::Broken:
    case Op::Input:
    // Good only for the members that their case takes, and nobody has asked for those yet.
    case Op::PatternField:
    case Op::Narrow: return false;
    case Op::Call: return isStandard(operation);
    case Op::HigherOrder: {
        const Lambda& lambda = pools_.lambdas[operation.payload];
        return growsLittle(lambda) &&
               std::all_of(lambda.code.begin(), lambda.code.end(), [&](const Operation& step) {
                   // One level only: nested lists multiply.
                   return step.op != Op::HigherOrder && (step.op != Op::Call || mayFold(step));
               });
    }
    default: return !isControl(operation.op);
    }
}

std::optional<Value> ConstantFolder::fold(const Operation& operation,
                                          std::span<const Value* const> operands,
                                          std::span<const TypeId> operandTypes) {
    if (!mayFold(operation)) {
        return std::nullopt;
    }
    std::size_t room = kMaxOperandBytes;
    for (std::size_t i = 0; i < operands.size(); ++i) {
        if (!fitsWrittenOut(types_, operandTypes[i], *operands[i], room)) {
            return std::nullopt;
        }
    }
    std::optional<Value> result;
    if (operation.op == Op::Call || operation.op == Op::HigherOrder) {
        CallOutcome outcome = operation.op == Op::Call
                                  ? pure_.call(operation, operands)
                                  : applyHigherOrder(types_, pools_, operation, operands, pure_);
        if (auto* value = outcome.value()) {
            result = std::move(*value);
        }
    } else {
        Result<Value> outcome = applyInline(types_, pools_, operation, operands);
        if (outcome.ok()) {
            result = std::move(*outcome);
        }
    }
    room = kMaxResultBytes;
    if (result && !fitsWrittenOut(types_, operation.type, *result, room)) {
        result.reset();
    }
    return result;
}

}  // namespace cst

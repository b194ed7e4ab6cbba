#pragma once

#include "engine/base/scratch.h"
#include "engine/plan/apply.h"
#include "engine/plan/control.h"
#include "engine/plan/fusion.h"

#include <array>
#include <optional>
#include <vector>

namespace cst {

/// Works out inline operations and choices, fused ones on the way, from the values of steps.
///
/// `Settled` says what is there: `const Value* at(uint32_t node) const` of a step (inputs and
/// literals included), or of a fused node that was worked out before; null = no value, or none
/// that is known.
/// Recursion is bounded by Fusion::kMaxDepth. Not thread safe; good for one evaluation.
template <class Settled>
class Evaluator {
public:
    Evaluator(const TypeTable& types, const Plan& plan, const Fusion& fusion,
              const Settled& settled, Scratch& scratch)
        : types_(types), plan_(plan), fusion_(fusion), settled_(settled), scratch_(scratch) {}

    /// The operand in the form that its consumer wants, in place or in `storage`.
    /// Null: something failed (see failed()), or has no value.
    const Value* operand(const Operand& operand, Value& storage) {
        const Value* value = raw(operand.source, storage);
        if (value == nullptr || operand.conversion == kNoIndex) {
            return value;
        }
        Value whole;
        value = converted(types_, plan_.pools, operand, *value, whole);
        storage = std::move(whole);
        return &storage;
    }

    /// What a node that is neither call nor input comes to, from its operands. False as above.
    bool node(uint32_t node, Value& out) {
        const Operation& operation = plan_.nodes[node];
        if (isControl(operation.op)) {
            return choose(node, operation, out);
        }
        const std::span<const Operand> operands = plan_.operands(node);
        if (operands.size() <= kFew) {
            std::array<Value, kFew> storage;
            std::array<const Value*, kFew> values{};
            return gather(operands, values.data(), storage.data()) &&
                   apply(node, operation, {values.data(), operands.size()}, out);
        }
        const Scratch::Frame frame(scratch_);
        std::pmr::vector<Value> storage(operands.size(), &scratch_);
        std::pmr::vector<const Value*> values(operands.size(), &scratch_);
        return gather(operands, values.data(), storage.data()) &&
               apply(node, operation, values, out);
    }

    /// The node that failed; kNoIndex if none did.
    uint32_t failedNode() const { return failedNode_; }
    Error& error() { return *error_; }

private:
    static constexpr std::size_t kFew = 4;

    const Value* raw(uint32_t node, Value& storage) {
        if (fusion_.isStep(node)) {
            return settled_.at(node);
        }
        if (const Value* known = settled_.at(node)) {
            return known;
        }
        return this->node(node, storage) ? &storage : nullptr;
    }
    bool gather(std::span<const Operand> operands, const Value** values, Value* storage) {
        for (std::size_t i = 0; i < operands.size(); ++i) {
            values[i] = operand(operands[i], storage[i]);
            if (values[i] == nullptr) {
                return false;
            }
        }
        return true;
    }
    bool apply(uint32_t node, const Operation& operation, std::span<const Value* const> operands,
               Value& out) {
        const auto operand = [&](std::size_t i) -> const Value& { return *operands[i]; };
        if (applyScalar(operation.op, operand, out)) {
            return true;
        }
        Result<Value> result = applyInline(types_, plan_.pools, operation, operands);
        if (!result.ok()) {
            return fail(node, result.error());
        }
        out = std::move(*result);
        return true;
    }
    bool choose(uint32_t node, const Operation& operation, Value& out) {
        const std::span<const Operand> operands = plan_.operands(node);
        for (uint32_t step = 0;;) {
            Value storage;
            const Value* value = raw(operands[step].source, storage);
            if (value == nullptr) {
                return false;
            }
            const ControlStep then = nextStep(types_, plan_.pools, operation, step, *value);
            switch (then.kind) {
            case ControlStep::Kind::Take: {
                Value whole;
                out = *converted(types_, plan_.pools, operands[step], *value, whole);
                return true;
            }
            case ControlStep::Kind::None:
                out = Value::none(types_[operation.type].optionalDepth);
                return true;
            case ControlStep::Kind::NoCase:
                return fail(node, {"R009", "no case of the match fits the value", ""});
            case ControlStep::Kind::Next: step = then.next; break;
            }
        }
    }
    bool fail(uint32_t node, Error error) {
        failedNode_ = node;
        error_ = std::move(error);
        return false;
    }

    const TypeTable& types_;  // these five outlive the evaluator
    const Plan& plan_;
    const Fusion& fusion_;
    const Settled& settled_;
    Scratch& scratch_;
    uint32_t failedNode_ = kNoIndex;
    std::optional<Error> error_;
};

}  // namespace cst

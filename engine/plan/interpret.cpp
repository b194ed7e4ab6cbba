#include "engine/plan/interpret.h"

#include "engine/plan/apply.h"
#include "engine/value/kernels.h"

#include <algorithm>
#include <array>

namespace cst {

namespace {

/// Where a call or higher-order call goes on that has its value: not at its fallback.
uint32_t behind(const Operation& step, uint32_t at) {
    const bool hasFallback = step.op == Op::Call && step.payload != kNoIndex;
    return hasFallback ? step.payload : at + 1;
}

}  // namespace

Frame::Frame(const Lambda& l, std::span<const Value> captures)
    : lambda(&l), registers(l.registerCount) {
    for (std::size_t i = 0; i < captures.size(); ++i) {
        registers[l.captureRegisters[i]] = captures[i];
    }
}

void Frame::resumeWith(Value value) {
    const Operation& step = lambda->code[next];
    registers[step.target] = std::move(value);
    next = behind(step, next);
}

namespace {

/// Pointers to the operands of one instruction, converted where needed.
class Gathered {
public:
    Gathered(const TypeTable& types, const Pools& pools, const Operation& operation,
             std::span<const Value> registers, Scratch& scratch)
        : frame_(scratch), many_(&scratch), storage_(&scratch) {
        const std::span<const Operand> operands = pools.operandsOf(operation);
        if (operands.size() > few_.size()) {
            many_.resize(operands.size());
            storage_.resize(operands.size());
        }
        count_ = operands.size();
        for (std::size_t i = 0; i < count_; ++i) {
            Value& spare = many_.empty() ? fewStorage_[i] : storage_[i];
            data()[i] = converted(types, pools, operands[i], registers[operands[i].source], spare);
        }
    }
    std::span<const Value* const> span() const {
        return {many_.empty() ? few_.data() : many_.data(), count_};
    }

private:
    const Value** data() { return many_.empty() ? few_.data() : many_.data(); }

    const Scratch::Frame frame_;  // first: the vectors go before it
    std::array<const Value*, 4> few_{};
    std::array<Value, 4> fewStorage_;
    std::pmr::vector<const Value*> many_;
    std::pmr::vector<Value> storage_;
    std::size_t count_ = 0;
};

bool takesJump(const Pools& pools, const Operation& instruction,
               std::span<const Value* const> operands) {
    switch (instruction.op) {
    case Op::JumpIfFalse: return !operands[0]->asBool();
    case Op::JumpIfTrue: return operands[0]->asBool();
    case Op::JumpIfNone: return operands[0]->isNone(pools.numbersOf(instruction)[0]);
    default: {
        const std::span<const uint32_t> tags = pools.numbersOf(instruction);
        return std::find(tags.begin(), tags.end(), operands[0]->asTagged().tag.index) == tags.end();
    }
    }
}

/// The instructions of nearly all lambdas on operands that need no conversion; `next` goes on.
/// False: not one of these, or one that could fail; nothing was done.
bool runPlain(const Pools& pools, const Operation& step, const Operand* operands,
              std::span<Value> registers, uint32_t& next) {
    const auto a = [&]() -> const Value& { return registers[operands[0].source]; };
    const auto b = [&]() -> const Value& { return registers[operands[1].source]; };
    const auto give = [&](Value value) {
        registers[step.target] = std::move(value);
        ++next;
        return true;
    };
    const auto jumpIf = [&](bool jumps) {
        next = jumps ? step.payload : next + 1;
        return true;
    };
    const auto compare = [&](const auto& holds) {
        if (step.operandType == types::kInt) {
            return give(Value::ofBool(holds(a().asInt(), b().asInt())));
        }
        return step.operandType == types::kFloat &&
               give(Value::ofBool(holds(a().asFloat(), b().asFloat())));
    };
    switch (step.op) {
    case Op::Literal: return give(pools.constants[step.payload]);
    case Op::Move: return give(a());
    case Op::Jump: return jumpIf(true);
    case Op::JumpIfFalse: return jumpIf(!a().asBool());
    case Op::JumpIfTrue: return jumpIf(a().asBool());
    case Op::JumpIfNone: return jumpIf(a().isNone(pools.numbersOf(step)[0]));
    case Op::Equal: return compare(std::equal_to<>());
    case Op::NotEqual: return compare(std::not_equal_to<>());
    case Op::Less: return compare(std::less<>());
    case Op::LessEqual: return compare(std::less_equal<>());
    case Op::Greater: return compare(std::greater<>());
    case Op::GreaterEqual: return compare(std::greater_equal<>());
    default: {
        const auto operand = [&](std::size_t i) -> const Value& {
            return registers[operands[i].source];
        };
        Value out;
        return applyScalar(step.op, operand, out) && give(std::move(out));
    }
    }
}

bool needsNoConversion(const Pools& pools, const Operation& step) {
    const std::span<const Operand> operands = pools.operandsOf(step);
    return std::all_of(operands.begin(), operands.end(),
                       [](const Operand& operand) { return operand.conversion == kNoIndex; });
}

}  // namespace

CallOutcome runFrame(const TypeTable& types, const Pools& pools, Frame& frame, LambdaHost& host) {
    while (true) {
        CallOutcome outcome =
            runLambda(types, pools, *frame.lambda, frame.next, frame.registers, {}, host);
        if (outcome.error() == nullptr ||
            !recoverFrame(types, pools, frame, *outcome.error(), host)) {
            return outcome;
        }
    }
}

CallOutcome runLambda(const TypeTable& types, const Pools& pools, const Lambda& lambda,
                      uint32_t& next, std::span<Value> registers, RecordRow element,
                      LambdaHost& host) {
    while (true) {
        const Operation& step = lambda.code[next];
        const Operand* first = pools.operands.data() + step.firstOperand;
        if (step.op == Op::Return && first->conversion == kNoIndex) {
            return registers[first->source];
        }
        if (step.op == Op::Field && first->source == 0 && element.records != nullptr) {
            const uint32_t field = pools.numbersOf(step)[0];
            registers[step.target] = element.records->fields[field]->at(element.row);
            ++next;
            continue;
        }
        if (needsNoConversion(pools, step) && runPlain(pools, step, first, registers, next)) {
            continue;
        }
        const Gathered operands(types, pools, step, registers, host.scratch());
        switch (step.op) {
        case Op::Return: return *operands.span()[0];
        case Op::JumpIfFalse:
        case Op::JumpIfTrue:
        case Op::JumpIfNone:
        case Op::JumpUnlessTag:
            next = takesJump(pools, step, operands.span()) ? step.payload : next + 1;
            continue;
        case Op::Move: registers[step.target] = Value(*operands.span()[0]); break;
        case Op::Call:
        case Op::HigherOrder: {
            CallOutcome outcome = step.op == Op::Call ? host.call(step, operands.span())
                                  : step.effectful || step.hasOptions
                                      ? host.effectfulHigherOrder(step, operands.span())
                                      : applyHigherOrder(types, pools, step, operands.span(), host);
            auto* value = outcome.value();
            if (value == nullptr) {
                return outcome;
            }
            registers[step.target] = std::move(*value);
            next = behind(step, next);
            continue;
        }
        default: {
            Result<Value> result = applyInline(types, pools, step, operands.span());
            if (!result.ok()) {
                return result.error();
            }
            registers[step.target] = std::move(*result);
        }
        }
        ++next;
    }
}

}  // namespace cst

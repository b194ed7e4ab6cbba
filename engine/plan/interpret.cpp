#include "engine/plan/interpret.h"

#include "engine/plan/apply.h"
#include "engine/value/column.h"
#include "engine/value/kernels.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace cst {

Frame::Frame(const Lambda& l, std::span<const Value> captures)
    : lambda(&l), registers(l.registerCount) {
    for (std::size_t i = 0; i < captures.size(); ++i) {
        registers[l.captureRegisters[i]] = captures[i];
    }
}

void Frame::resumeWith(Value value) {
    registers[lambda->code[next].target] = std::move(value);
    ++next;
}

namespace {

/// Pointers to the operands of one instruction, converted where needed.
class Gathered {
public:
    Gathered(const TypeTable& types, const Pools& pools, const Operation& operation,
             const std::vector<Value>& registers) {
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

    std::array<const Value*, 4> few_{};
    std::array<Value, 4> fewStorage_;
    std::vector<const Value*> many_;
    std::vector<Value> storage_;
    std::size_t count_ = 0;
};

bool takesJump(const TypeTable& types, const Pools& pools, const Operation& instruction,
               std::span<const Value* const> operands) {
    switch (instruction.op) {
    case Op::Jump: return true;
    case Op::JumpIfFalse: return !operands[0]->asBool();
    case Op::JumpIfTrue: return operands[0]->asBool();
    case Op::JumpIfNone: return operands[0]->isNone(pools.numbersOf(instruction)[0]);
    default: {
        const std::span<const uint32_t> tags = pools.numbersOf(instruction);
        (void)types;
        return std::find(tags.begin(), tags.end(), operands[0]->asTagged().tag.index) == tags.end();
    }
    }
}

}  // namespace

CallOutcome runFrame(const TypeTable& types, const Pools& pools, Frame& frame, LambdaHost& host) {
    while (true) {
        const Operation& instruction = frame.lambda->code[frame.next];
        const Gathered operands(types, pools, instruction, frame.registers);
        switch (instruction.op) {
        case Op::Return: return *operands.span()[0];
        case Op::Jump:
        case Op::JumpIfFalse:
        case Op::JumpIfTrue:
        case Op::JumpIfNone:
        case Op::JumpUnlessTag:
            frame.next = takesJump(types, pools, instruction, operands.span()) ? instruction.payload
                                                                               : frame.next + 1;
            continue;
        case Op::Move: {
            Value copy = *operands.span()[0];
            frame.registers[instruction.target] = std::move(copy);
            ++frame.next;
            continue;
        }
        case Op::Call:
        case Op::HigherOrder: {
            CallOutcome outcome =
                instruction.op == Op::Call ? host.call(instruction, operands.span())
                : instruction.effectful
                    ? host.effectfulHigherOrder(instruction, operands.span())
                    : applyHigherOrder(types, pools, instruction, operands.span(), host);
            if (auto* value = std::get_if<Value>(&outcome)) {
                frame.resumeWith(std::move(*value));
                continue;
            }
            return outcome;
        }
        default: {
            Result<Value> result = applyInline(types, pools, instruction, operands.span());
            if (!result.ok()) {
                return result.error();
            }
            frame.registers[instruction.target] = std::move(*result);
            ++frame.next;
        }
        }
    }
}

CallOutcome applyHigherOrder(const TypeTable& types, const Pools& pools, const Operation& operation,
                             std::span<const Value* const> operands, LambdaHost& host) {
    const auto kind = static_cast<Intrinsic>(pools.numbersOf(operation)[0]);
    const Lambda& lambda = pools.lambdas[operation.payload];
    const Value& listValue = *operands[0];
    const ListObject& list = listValue.asList();
    std::vector<Value> captures;
    for (const Value* capture : operands.subspan(1)) {
        captures.push_back(*capture);
    }
    Frame frame(lambda, captures);
    const TypeId parameter =
        lambda.parameterTypes.empty() ? operation.operandType : lambda.parameterTypes[0];
    const bool converts = needsConversion(types, operation.operandType, parameter);
    const bool stopsEarly = kind == Intrinsic::All || kind == Intrinsic::Any;
    std::vector<Value> bodies;
    bodies.reserve(stopsEarly ? 0 : list.size);
    for (uint32_t i = 0; i < list.size; ++i) {
        frame.next = 0;
        Value element = elementAt(list, i);
        frame.setParameter(0, converts ? convert(types, element, operation.operandType, parameter)
                                       : std::move(element));
        CallOutcome outcome = runFrame(types, pools, frame, host);
        auto* value = std::get_if<Value>(&outcome);
        if (value == nullptr) {
            return std::holds_alternative<Error>(outcome)
                       ? outcome
                       : CallOutcome(Error{"E900", "a pure function did not end at once", ""});
        }
        if (stopsEarly && value->asBool() != (kind == Intrinsic::All)) {
            return Value::ofBool(kind == Intrinsic::Any);
        }
        if (!stopsEarly) {
            bodies.push_back(std::move(*value));
        }
    }
    if (stopsEarly) {
        return Value::ofBool(kind == Intrinsic::All);
    }
    return higherOrderResult(types, pools, operation, listValue, bodies);
}

Value higherOrderResult(const TypeTable& types, const Pools& pools, const Operation& operation,
                        const Value& list, std::span<const Value> bodies) {
    const std::span<const uint32_t> numbers = pools.numbersOf(operation);
    const auto kind = static_cast<Intrinsic>(numbers[0]);
    if (kind == Intrinsic::Map) {
        ColumnBuilder builder(types, types.element(operation.type));
        builder.reserve(bodies.size());
        for (const Value& body : bodies) {
            builder.append(body);
        }
        return makeList(builder.finish());
    }
    std::vector<uint32_t> positions;
    if (kind == Intrinsic::Filter) {
        for (std::size_t i = 0; i < bodies.size(); ++i) {
            if (bodies[i].asBool()) {
                positions.push_back(static_cast<uint32_t>(i));
            }
        }
    } else {
        positions.resize(bodies.size());
        std::iota(positions.begin(), positions.end(), 0U);
        const TypeId key(numbers[1]);
        std::stable_sort(positions.begin(), positions.end(), [&](uint32_t a, uint32_t b) {
            return compareKeys(types, key, bodies[a], bodies[b]) < 0;
        });
    }
    return gather(types, operation.operandType, list.asList(), positions);
}

}  // namespace cst

#include "engine/plan/apply_blocks.h"
#include "engine/plan/block_kernels.h"
#include "engine/plan/interpret.h"
#include "engine/value/column.h"
#include "engine/value/kernels.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace cst {
namespace {

/// The registers of one lambda while it goes through a list; on the stack if they are few.
class Registers {
public:
    Registers(const Lambda& lambda, std::span<const Value* const> captures, Scratch& scratch)
        : many_(&scratch) {
        if (lambda.registerCount > few_.size()) {
            many_.resize(lambda.registerCount);
        }
        for (std::size_t i = 0; i < captures.size(); ++i) {
            all()[lambda.captureRegisters[i]] = *captures[i];
        }
    }
    std::span<Value> all() {
        return many_.empty() ? std::span<Value>(few_) : std::span<Value>(many_);
    }

private:
    std::array<Value, 12> few_;
    std::pmr::vector<Value> many_;
};

/// The lambda over one list, element by element.
class ElementLoop {
public:
    ElementLoop(const TypeTable& types, const Pools& pools, const Operation& operation,
                std::span<const Value* const> operands, LambdaHost& host)
        : types_(types),
          pools_(pools),
          operation_(operation),
          host_(host),
          lambda_(pools.lambdas[operation.payload]),
          list_(operands[0]->asList()),
          registers_(lambda_, operands.subspan(1), host.scratch()),
          parameter_(lambda_.parameterTypes.empty() ? operation.operandType
                                                    : lambda_.parameterTypes[0]),
          converts_(needsConversion(types, operation.operandType, parameter_)) {
        if (lambda_.readsFieldsOnly && !converts_ && list_.size > 0) {
            element_.records = std::get_if<RecordRows>(&list_.column->rows);
        }
    }

    CallOutcome at(uint32_t index) {
        if (host_.stopRequested()) {  // each one may take long
            return Error{"R010", "cancelled", ""};
        }
        if (element_.records != nullptr) {
            element_.row = list_.begin + index;
        } else {
            Value element = elementAt(list_, index);
            registers_.all()[0] = converts_
                                      ? convert(types_, element, operation_.operandType, parameter_)
                                      : std::move(element);
        }
        uint32_t next = 0;
        CallOutcome outcome =
            runLambda(types_, pools_, lambda_, next, registers_.all(), element_, host_);
        if (outcome.isPending()) {
            outcome = Error{"E900", "a pure function did not end at once", ""};
        }
        return outcome;
    }

private:
    const TypeTable& types_;
    const Pools& pools_;
    const Operation& operation_;
    LambdaHost& host_;
    const Lambda& lambda_;
    const ListObject& list_;
    Registers registers_;
    RecordRow element_;
    const TypeId parameter_;
    const bool converts_;
};

}  // namespace

CallOutcome applyHigherOrder(const TypeTable& types, const Pools& pools, const Operation& operation,
                             std::span<const Value* const> operands, LambdaHost& host) {
    const Lambda& lambda = pools.lambdas[operation.payload];
    if (operands[0]->asList().size >= kShortList && lambda.blocks) {
        const auto kind = static_cast<Intrinsic>(pools.numbersOf(operation)[0]);
        const BlockProgram* blocks =
            lambda.blocks->get(types, pools, lambda, kind, operation.operandType);
        if (blocks != nullptr) {
            return applyBlocks(types, pools, *blocks, operation, operands, host);
        }
    }
    return applyByElement(types, pools, operation, operands, host);
}

CallOutcome applyByElement(const TypeTable& types, const Pools& pools, const Operation& operation,
                           std::span<const Value* const> operands, LambdaHost& host) {
    const auto kind = static_cast<Intrinsic>(pools.numbersOf(operation)[0]);
    const uint32_t size = operands[0]->asList().size;
    const Scratch::Frame frame(host.scratch());
    ElementLoop loop(types, pools, operation, operands, host);
    const bool stopsEarly = kind == Intrinsic::All || kind == Intrinsic::Any;
    std::pmr::vector<Value> bodies(&host.scratch());
    bodies.reserve(stopsEarly ? 0 : size);
    for (uint32_t i = 0; i < size; ++i) {
        CallOutcome outcome = loop.at(i);
        auto* value = outcome.value();
        if (value == nullptr) {
            return outcome;
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
    return higherOrderResult(types, pools, operation, *operands[0], bodies, host.scratch());
}

Value higherOrderResult(const TypeTable& types, const Pools& pools, const Operation& operation,
                        const Value& list, std::span<const Value> bodies, Scratch& scratch) {
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
    const Scratch::Frame frame(scratch);
    std::pmr::vector<uint32_t> positions(&scratch);
    positions.reserve(bodies.size());
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

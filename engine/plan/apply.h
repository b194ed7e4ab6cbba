#pragma once

#include "engine/base/result.h"
#include "engine/plan/operation.h"
#include "engine/types/type_table.h"
#include "engine/value/value.h"

#include <span>

namespace cst {

/// Does what an inline operation (neither call, control nor jump) says to operands that already
/// have the right form. Thread safe; runs, lambdas and folding all come here.
/// Errors: R004, R006.
Result<Value> applyInline(const TypeTable& types, const Pools& pools, const Operation& operation,
                          std::span<const Value* const> operands);

/// The arithmetic of scalars that cannot fail, in the one place where runs, lambdas and folding
/// have it from: no error to carry. `operand(i)` gives a const Value&. False: not one of these.
template <class Operands>
inline bool applyScalar(Op op, const Operands& operand, Value& out);

/// R004.
Error divisionByZero();

/// The operand in the form its consumer wants: itself, or converted into `storage`.
inline const Value* converted(const TypeTable& types, const Pools& pools, const Operand& operand,
                              const Value& value, Value& storage);

/// Does a value of a union (or a bare value of no union) belong to one of the tags?
bool hasTag(const TypeTable& types, TypeId scrutinee, const Value& value,
            std::span<const uint32_t> tags);

}  // namespace cst

#include "engine/value/kernels.h"

inline const cst::Value* cst::converted(const TypeTable& types, const Pools& pools,
                                        const Operand& operand, const Value& value,
                                        Value& storage) {
    if (operand.conversion == kNoIndex) {
        return &value;
    }
    const auto& [from, to] = pools.conversions[operand.conversion];
    storage = convert(types, value, from, to);
    return &storage;
}

template <class Operands>
inline bool cst::applyScalar(Op op, const Operands& operand, Value& out) {
    const auto intOf = [&](std::size_t i) { return operand(i).asInt(); };
    const auto floatOf = [&](std::size_t i) { return operand(i).asFloat(); };
    switch (op) {
    case Op::AddInt: out = Value::ofInt(wrapAdd(intOf(0), intOf(1))); return true;
    case Op::SubtractInt: out = Value::ofInt(wrapSubtract(intOf(0), intOf(1))); return true;
    case Op::MultiplyInt: out = Value::ofInt(wrapMultiply(intOf(0), intOf(1))); return true;
    case Op::NegateInt: out = Value::ofInt(wrapNegate(intOf(0))); return true;
    case Op::AddFloat: out = Value::ofFloat(floatOf(0) + floatOf(1)); return true;
    case Op::SubtractFloat: out = Value::ofFloat(floatOf(0) - floatOf(1)); return true;
    case Op::MultiplyFloat: out = Value::ofFloat(floatOf(0) * floatOf(1)); return true;
    case Op::DivideFloat: out = Value::ofFloat(floatOf(0) / floatOf(1)); return true;
    case Op::NegateFloat: out = Value::ofFloat(-floatOf(0)); return true;
    case Op::Not: out = Value::ofBool(!operand(0).asBool()); return true;
    default: return false;
    }
}

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

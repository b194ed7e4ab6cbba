#pragma once

#include "engine/plan/interpret.h"
#include "engine/plan/operation.h"
#include "engine/types/signature.h"

#include <optional>
#include <span>

namespace cst {

/// Does at compile time what an operation does to constants, with the routines of the run.
class ConstantFolder {
public:
    ConstantFolder(const Pools& pools, const SignatureTable& signatures, const TypeTable& types,
                   LambdaHost& pure)
        : pools_(pools), signatures_(signatures), types_(types), pure_(pure) {}

    /// The value; nothing if it may not be folded, would fail, or is too large to be worth it.
    /// `operands`: converted, and with the type that each has then.
    std::optional<Value> fold(const Operation& operation, std::span<const Value* const> operands,
                              std::span<const TypeId> operandTypes);

private:
    bool mayFold(const Operation& operation) const;
    bool isStandard(const Operation& call) const;

    const Pools& pools_;
    const SignatureTable& signatures_;
    const TypeTable& types_;
    LambdaHost& pure_;
};

}  // namespace cst

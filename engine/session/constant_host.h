#pragma once

#include "engine/modules/registry.h"
#include "engine/plan/interpret.h"

namespace cst {

/// Calls of pure modules while a constant is worked out: nothing to wait for, nothing to log to.
/// One thread; everything it is given outlives it.
class ConstantHost : public LambdaHost {
public:
    ConstantHost(const Registry& registry, const TypeTable& types, const Pools& pools)
        : registry_(registry), types_(types), pools_(pools) {}

    Scratch& scratch() override { return scratch_; }
    CallOutcome call(const Operation& operation, std::span<const Value* const> arguments) override;
    CallOutcome effectfulHigherOrder(const Operation& operation,
                                     std::span<const Value* const> operands) override;

private:
    const Registry& registry_;
    const TypeTable& types_;
    const Pools& pools_;
    Scratch scratch_;
};

}  // namespace cst

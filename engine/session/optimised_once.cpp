#include "engine/session/optimised_once.h"

#include "engine/session/constant_host.h"

namespace cst {

const Executable& OptimisedOnce::get(const Registry& registry, const TypeTable& types) {
    std::call_once(once_, [&] {
        ConstantHost host(registry, types, source_->pools);
        auto optimised = std::make_shared<const OptimisedPlan>(
            optimise(source_, registry.signatures(), types, host));
        executable_.program = std::make_shared<const Program>(optimised->plan, registry, types);
        executable_.optimised = std::move(optimised);
    });
    return executable_;
}

const Executable& OptimisedOnce::unfused(const Registry& registry, const TypeTable& types) {
    const Executable& fused = get(registry, types);
    std::call_once(unfusedOnce_, [&] {
        unfused_.optimised = fused.optimised;
        unfused_.program =
            std::make_shared<const Program>(fused.optimised->plan, registry, types, false);
    });
    return unfused_;
}

}  // namespace cst

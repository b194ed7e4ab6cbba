#include "engine/session/optimised_once.h"

#include "engine/session/constant_host.h"

namespace cst {

std::shared_ptr<const OptimisedPlan> OptimisedOnce::get(const Registry& registry,
                                                        const TypeTable& types) {
    std::call_once(once_, [&] {
        ConstantHost host(registry, types, source_->pools);
        plan_ = std::make_shared<const OptimisedPlan>(
            optimise(source_, registry.signatures(), types, host));
    });
    return plan_;
}

}  // namespace cst

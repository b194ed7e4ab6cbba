#include "engine/session/optimised_once.h"

#include "engine/plan/structural_hash.h"
#include "engine/plan/unread_fields.h"
#include "engine/session/constant_host.h"
#include "engine/session/inputs.h"

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

const Hash128& OptimisedOnce::structure(const TypeTable& types, const SignatureTable& signatures) {
    std::call_once(structureOnce_,
                   [&] { structure_ = structuralHash(*source_, types, signatures); });
    return structure_;
}

const std::shared_ptr<const InputDecoder>&
OptimisedOnce::decoder(const Registry& registry, const TypeTable& types,
                       std::span<const InputInfo> inputs) {
    const Plan& plan = *get(registry, types).optimised->plan;
    std::call_once(decoderOnce_, [&] {
        std::vector<JsonField> fields = jsonFields(inputs);
        std::vector<std::vector<FieldPath>> unread = unreadFields(plan, types);
        CST_CHECK(fields.size() == unread.size(), "a plan has the inputs of its snapshot");
        for (std::size_t i = 0; i < fields.size(); ++i) {
            fields[i].unread = std::move(unread[i]);
        }
        decoder_ = std::make_shared<const InputDecoder>(types, std::move(fields));
    });
    return decoder_;
}

}  // namespace cst

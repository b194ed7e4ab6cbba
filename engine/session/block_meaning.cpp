#include "engine/session/block_meaning.h"

#include "engine/json/encode.h"
#include "engine/plan/interpret.h"
#include "engine/plan/lower.h"
#include "engine/session/constant_host.h"
#include "engine/session/scoped_names.h"

namespace cst {
namespace {

std::string constantJson(const CheckedTree& checked, const Registry& registry, TypeTable& types,
                         SyntaxId example, TypeId type) {
    const std::unique_ptr<Plan> plan =
        lowerConstant(checked, registry.signatures(), types, example, type);
    if (!plan) {
        return "";
    }
    ConstantHost host(registry, types, plan->pools);
    Frame frame(plan->pools.lambdas.back(), {});
    CallOutcome outcome = runFrame(types, plan->pools, frame, host);
    std::string json;
    if (const auto* value = outcome.value()) {
        encodeValue(json, types, type, *value);
    }
    return json;
}

InputInfo describeInput(const CheckedTree& checked, const CheckedInput& input,
                        const Registry& registry, TypeTable& types) {
    const Binding& binding = checked.bindings[input.binding];
    InputInfo info;
    info.name = std::string(binding.name);
    info.type = binding.type;
    info.range = (*checked.tree)[input.declaration].range;
    info.required = types.kind(binding.type) != TypeKind::Optional;
    for (const SyntaxId example : input.examples) {
        info.exampleJson = constantJson(checked, registry, types, example, binding.type);
        if (!info.exampleJson.empty()) {
            break;
        }
    }
    return info;
}

}  // namespace

std::shared_ptr<const BlockMeaning> meaningOf(const CheckedTree& checked, const Registry& registry,
                                              TypeTable& types, PartDraft& draft) {
    auto meaning = std::make_shared<BlockMeaning>();
    meaning->tree = checked.tree;
    meaning->part = lower(checked, registry.signatures(), types, draft);
    for (const CheckedInput& input : checked.inputs) {
        if (checked.bindings[input.binding].type != types::kError) {
            meaning->inputs.push_back(describeInput(checked, input, registry, types));
        }
    }
    for (const CheckedOutput& output : checked.outputs) {
        meaning->outputs.push_back({std::string(output.name), checked.bindings[output.binding].type,
                                    (*checked.tree)[output.declaration].name});
    }
    meaning->names = scopedNames(checked);
    return meaning;
}

}  // namespace cst

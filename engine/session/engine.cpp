#include "engine/session/engine.h"

#include "engine/check/checked_tree.h"
#include "engine/json/encode.h"
#include "engine/plan/interpret.h"
#include "engine/plan/lower.h"
#include "engine/session/constant_host.h"
#include "engine/session/optimised_once.h"
#include "engine/session/scoped_names.h"
#include "engine/syntax/parser.h"

#include <chrono>

namespace cst {

Engine::Engine(unsigned workers, const Parts& parts)
    : types_(std::make_shared<TypeTable>()),
      registry_(std::make_shared<Registry>(*types_)),
      ownTimers_(parts.timers == nullptr ? std::make_unique<TimerThread>() : nullptr),
      timers_(parts.timers == nullptr ? ownTimers_.get() : parts.timers),
      calls_(*timers_),
      executor_(workers) {
    registerStandardLibrary(*registry_);
    registerDomainModules(*registry_);
    if (parts.addModules) {
        parts.addModules(*registry_);
    }
}

Engine::~Engine() = default;

namespace {

class Stopwatch {
public:
    int64_t lapNs() {
        const auto now = std::chrono::steady_clock::now();
        const auto lap = std::chrono::duration_cast<std::chrono::nanoseconds>(now - last_);
        last_ = now;
        return lap.count();
    }

private:
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

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

std::vector<InputInfo> describeInputs(const CheckedTree& checked, const Registry& registry,
                                      TypeTable& types) {
    std::vector<InputInfo> inputs;
    for (const CheckedInput& input : checked.inputs) {
        const Binding& binding = checked.bindings[input.binding];
        if (binding.type == types::kError) {
            continue;
        }
        InputInfo info;
        info.name = std::string(binding.name);
        info.type = binding.type;
        info.range = (*checked.tree)[input.declaration].range;
        info.required = types.kind(binding.type) != TypeKind::Optional;
        info.typeAliases = checked.declaredTypes;
        for (const SyntaxId example : input.examples) {
            info.exampleJson = constantJson(checked, registry, types, example, binding.type);
            if (!info.exampleJson.empty()) {
                break;
            }
        }
        inputs.push_back(std::move(info));
    }
    return inputs;
}

}  // namespace

EngineLoad Engine::load() const {
    EngineLoad load;
    load.executor = executor_.load();
    load.calls = calls_.load();
    load.timers = ownTimers_ ? ownTimers_->waiting() : 0;
    load.records = recorder_.written();
    return load;
}

RunServices Engine::runServices(LogSink& log) {
    return {registry_.get(), types_.get(), &executor_, timers_, &calls_, &log, &recorder_};
}

std::shared_ptr<Snapshot> Engine::compile(SourceTextPtr text, Revision revision, bool withLayout) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->revision = revision;
    snapshot->text = text;
    snapshot->types = types_;
    Stopwatch watch;
    auto tree = std::make_shared<SyntaxTree>(parse(text));
    snapshot->times.parse = watch.lapNs();
    const CheckedTree checked = check(tree, registry_->signatures(), *types_);
    snapshot->times.check = watch.lapNs();
    Lowered lowered = lower(checked, registry_->signatures(), *types_);
    snapshot->graph = lowered.graph;
    snapshot->plan = lowered.plan;
    snapshot->optimised = std::make_shared<OptimisedOnce>(lowered.plan);
    snapshot->inputs = describeInputs(checked, *registry_, *types_);
    for (const CheckedOutput& output : checked.outputs) {
        const Binding& binding = checked.bindings[output.binding];
        snapshot->outputs.push_back(
            {std::string(output.name), binding.type, (*tree)[output.declaration].name});
    }
    snapshot->names = scopedNames(checked);
    snapshot->functions = {registry_, &registry_->signatures()};
    snapshot->times.plan = watch.lapNs();
    snapshot->layout =
        std::make_shared<Layout>(withLayout ? layoutGraph(*lowered.graph) : Layout{});
    snapshot->times.layout = watch.lapNs();
    snapshot->shown.resize(lowered.graph->nodes.size());
    snapshot->diagnostics = checked.diagnostics;
    snapshot->errorCount = checked.errorCount;
    snapshot->tokens = std::move(tree->lexed.tokens);
    snapshot->comments = std::move(tree->lexed.comments);
    return snapshot;
}

}  // namespace cst

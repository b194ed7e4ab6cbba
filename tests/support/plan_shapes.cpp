#include "tests/support/plan_shapes.h"

#include "engine/modules/native.h"

#include <random>

namespace cst {
namespace {

/// Arithmetic that the compiler can neither shorten nor run ahead of.
int64_t spin(int64_t seed, int rounds) {
    auto x = static_cast<uint64_t>(seed) | 1U;
    for (int i = 0; i < rounds; ++i) {
        x ^= x << 13U;
        x ^= x >> 7U;
        x ^= x << 17U;
    }
    return static_cast<int64_t>(x);
}

uint32_t below(uint32_t limit, std::mt19937& random) {
    return static_cast<uint32_t>(random() % limit);
}

template <int64_t (*Work)(int64_t)>
class WorkModule final : public Module {
public:
    CallOutcome call(CallContext& context) override {
        const int64_t given = context.argument(0).asInt();
        return Value::ofInt(Work(given) == 0 ? 0 : given);
    }
};

class PassModule final : public Module {
public:
    CallOutcome call(CallContext& context) override { return context.argument(0); }
};

FunctionId addModule(Registry& registry, const char* name, std::unique_ptr<Module> module) {
    ModuleDescriptor descriptor;
    descriptor.signature.name = name;
    descriptor.signature.nameSpace = "shape";
    descriptor.signature.parameters = {{"a", types::kInt}};
    descriptor.signature.result = types::kInt;
    descriptor.signature.pure = false;
    descriptor.isSound = true;
    descriptor.module = std::move(module);
    return registry.add(std::move(descriptor));
}

}  // namespace

/// A plan that is being written: calls only, behind one input.
struct PlanShapes::Draft {
    Draft() : plan(std::make_shared<Plan>()) {
        Operation input;
        input.op = Op::Input;
        input.type = types::kInt;
        input.payload = 0;
        add(input);
        plan->inputs.push_back({"x", types::kInt, 0});
    }
    uint32_t add(const Operation& operation) {
        plan->nodes.push_back(operation);
        plan->graphNode.push_back(NodeId(plan->nodes.size() - 1));
        return plan->size() - 1;
    }
    uint32_t call(FunctionId function, const std::vector<uint32_t>& operands) {
        Operation operation;
        operation.op = Op::Call;
        operation.effectful = true;
        operation.type = operation.operandType = types::kInt;
        operation.function = function;
        operation.firstOperand = static_cast<uint32_t>(plan->pools.operands.size());
        operation.operandCount = static_cast<uint32_t>(operands.size());
        operation.firstNumber = static_cast<uint32_t>(plan->pools.numbers.size());
        operation.numberCount = operation.operandCount;
        for (const uint32_t operand : operands) {
            plan->pools.operands.push_back({operand, kNoIndex});
            plan->pools.numbers.push_back(types::kInt.index);
        }
        const uint32_t node = add(operation);
        plan->roots.push_back(node);
        return node;
    }
    std::shared_ptr<const Plan> done() {
        plan->outputs.push_back({"last", types::kInt, plan->size() - 1});
        return plan;
    }
    std::shared_ptr<Plan> plan;
};

PlanShapes::PlanShapes() : registry_(types_) {
    pass_ = addModule(registry_, "pass", std::make_unique<PassModule>());
    work8_ = addModule(registry_, "work", std::make_unique<WorkModule<work8us>>());
    work10_ = addModule(registry_, "long", std::make_unique<WorkModule<work10us>>());
}

int64_t PlanShapes::work8us(int64_t seed) {
    return spin(seed, 4000);
}

int64_t PlanShapes::work10us(int64_t seed) {
    return spin(seed, 5000);
}

std::shared_ptr<const Plan> PlanShapes::chain(uint32_t nodes, Body body) {
    Draft draft;
    const FunctionId function = body == Body::Pass ? pass_ : body == Body::Work8 ? work8_ : work10_;
    for (uint32_t i = 0; i < nodes; ++i) {
        draft.call(function, {i});
    }
    return draft.done();
}

std::shared_ptr<const Plan> PlanShapes::layers(uint32_t nodes, uint32_t width) {
    Draft draft;
    std::mt19937 random(7);
    for (uint32_t i = 0; i < nodes; ++i) {
        if (i < width) {
            draft.call(pass_, {0});
            continue;
        }
        const uint32_t before = i / width * width - width + 1;  // first node of the layer before
        draft.call(pass_, {before + below(width, random), before + below(width, random)});
    }
    return draft.done();
}

std::shared_ptr<const Plan> PlanShapes::branches(uint32_t count, uint32_t length) {
    Draft draft;
    for (uint32_t branch = 0; branch < count; ++branch) {
        uint32_t last = 0;
        for (uint32_t i = 0; i < length; ++i) {
            last = draft.call(pass_, {last});
        }
    }
    return draft.done();
}

std::shared_ptr<const Plan> PlanShapes::wide(uint32_t width) {
    Draft draft;
    const uint32_t source = draft.call(pass_, {0});
    std::vector<uint32_t> middle;
    for (uint32_t i = 0; i < width; ++i) {
        middle.push_back(draft.call(pass_, {source}));
    }
    draft.call(pass_, middle);
    return draft.done();
}

std::shared_ptr<const Plan> PlanShapes::independent(uint32_t nodes, Body body) {
    Draft draft;
    std::vector<uint32_t> all;
    for (uint32_t i = 0; i < nodes; ++i) {
        all.push_back(draft.call(body == Body::Work8 ? work8_ : work10_, {0}));
    }
    draft.call(pass_, all);
    return draft.done();
}

std::shared_ptr<const Plan> PlanShapes::leafBesideChain(uint32_t length) {
    Draft draft;
    const uint32_t source = draft.call(pass_, {0});
    draft.call(pass_, {source});
    uint32_t last = source;
    for (uint32_t i = 0; i < length; ++i) {
        last = draft.call(pass_, {last});
    }
    return draft.done();
}

std::shared_ptr<const Plan> PlanShapes::random(uint32_t nodes, uint32_t seed) {
    Draft draft;
    std::mt19937 random(seed);
    for (uint32_t i = 0; i < nodes; ++i) {
        std::vector<uint32_t> operands;
        for (uint32_t k = 0; k < 1 + random() % 3; ++k) {
            operands.push_back(below(i + 1, random));
        }
        draft.call(random() % 8 == 0 ? work8_ : pass_, operands);
    }
    return draft.done();
}

std::vector<std::vector<uint32_t>> PlanShapes::operandsOf(const Plan& plan) {
    std::vector<std::vector<uint32_t>> all;
    for (uint32_t node = 1; node < plan.size(); ++node) {
        std::vector<uint32_t>& row = all.emplace_back();
        for (const Operand& operand : plan.operands(node)) {
            row.push_back(operand.source);
        }
    }
    return all;
}

}  // namespace cst

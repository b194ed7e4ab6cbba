#include "engine/run/program.h"

#include "engine/run/run.h"

#include <algorithm>

namespace cst {
namespace {

Step::Kind kindOf(Op op) {
    switch (op) {
    case Op::Broken: return Step::Kind::Broken;
    case Op::Input: return Step::Kind::Input;
    case Op::Literal: return Step::Kind::Literal;
    case Op::Call: return Step::Kind::Call;
    case Op::HigherOrder: return Step::Kind::HigherOrder;
    default: return isControl(op) ? Step::Kind::Control : Step::Kind::Inline;
    }
}

bool isGiven(const Step& step) {
    return step.kind == Step::Kind::Input || step.kind == Step::Kind::Literal;
}

/// Turns (step, one that follows) pairs into one array sliced by step.
void group(std::size_t steps, const std::vector<std::pair<uint32_t, uint32_t>>& pairs,
           std::vector<uint32_t>& start, std::vector<uint32_t>& all) {
    start.assign(steps + 1, 0);
    for (const auto& [step, next] : pairs) {
        ++start[step + 1];
    }
    for (std::size_t i = 0; i < steps; ++i) {
        start[i + 1] += start[i];
    }
    all.resize(pairs.size());
    std::vector<uint32_t> place(start.begin(), start.end() - 1);
    for (const auto& [step, next] : pairs) {
        all[place[step]++] = next;
    }
}

}  // namespace

Program::Program(std::shared_ptr<const Plan> plan, const Registry& registry, const TypeTable& types,
                 bool fuses)
    : plan_(std::move(plan)), types_(types), fusion_(fuses ? fuse(*plan_) : unfused(*plan_)) {
    addFacts(registry);
    addSteps();
    link();
    findDemanded();
    orderConsumers();
    addDirectOperands();
    costs_ = std::vector<std::atomic<uint32_t>>(steps.size());
    handOutTicks_ = static_cast<uint64_t>(kHandOutNs / ticks::nanoseconds());
    leastSharedTicks_ = static_cast<uint64_t>(kLeastSharedNs / ticks::nanoseconds());
    fresh_ = cst::freshStandings(*this);
    for (const PlanOutput& output : plan_->outputs) {
        steps[stepOf_[output.node]].isOutput = true;
    }
    for (Step& step : steps) {
        step.isWatched = step.choiceCount != 0 || step.isOutput;
        step.hasSoleNeed = step.joins == 1 && step.isDemanded;
    }
    for (Step& step : steps) {
        if (step.consumerCount == 1 && steps[consumers(step)[0]].hasSoleNeed) {
            step.soleConsumer = consumers(step)[0];
        }
    }
}

Program::~Program() = default;

void Program::adjust(uint32_t step, Ticks took) const {
    const auto now = static_cast<uint32_t>(std::min(took, kMostTicks));
    const uint32_t old = predicted(step);
    const uint32_t apart = now > old ? now - old : old - now;
    const uint32_t next = old == 0 ? now : now > old ? old + apart / 8 : old - apart / 8;
    costs_[step].store(std::max(next, 1U), std::memory_order_relaxed);
}

void Program::addSteps() {
    stepOf_.assign(plan_->size(), kNoIndex);
    std::size_t count = 0;
    std::size_t typeCount = 0;
    for (uint32_t node = 0; node < plan_->size(); ++node) {
        if (fusion_.isStep(node)) {
            ++count;
            typeCount += plan_->nodes[node].op == Op::Call ? plan_->nodes[node].numberCount : 0;
        }
    }
    steps.reserve(count);
    argumentTypes_.reserve(typeCount);  // steps point into it
    for (uint32_t node = 0; node < plan_->size(); ++node) {
        if (!fusion_.isStep(node)) {
            continue;
        }
        stepOf_[node] = size();
        Step& step = steps.emplace_back();
        step.node = node;
        const Operation& operation = plan_->nodes[node];
        step.kind = kindOf(operation.op);
        if (step.kind == Step::Kind::Call) {
            step.priority = operation.priority;
            hasPriorities_ = hasPriorities_ || step.priority != kNormalPriority;
            step.module = factsOf(operation.function).module;
            step.types = {argumentTypes_.data() + argumentTypes_.size(), operation.numberCount,
                          operation.operandType};
            for (const uint32_t type : plan_->pools.numbersOf(operation)) {
                argumentTypes_.push_back(TypeId(type));
            }
        }
    }
}

void Program::addFacts(const Registry& registry) {
    hasCallOptions_ = !plan_->pools.callOptions.empty();
    const auto add = [&](const Operation& operation) {
        if (operation.op != Op::Call) {
            return;
        }
        const FunctionId function = operation.function;
        facts_.resize(std::max<std::size_t>(facts_.size(), function.index + 1));
        const ModuleDescriptor& module = registry[function];
        facts_[function.index] = {registry.module(function), module.defaultTimeout, module.isSound,
                                  module.isCacheable};
        hasCallOptions_ = hasCallOptions_ || module.defaultTimeout.count() > 0;
    };
    for (const Operation& node : plan_->nodes) {
        add(node);
    }
    for (const Lambda& lambda : plan_->pools.lambdas) {
        for (const Operation& instruction : lambda.code) {
            add(instruction);
        }
    }
}

/// The steps at the leaves of what a node works out, as far as they are always needed.
void Program::collectNeeds(uint32_t node, std::vector<uint32_t>& needs,
                           std::vector<uint32_t>& stack) const {
    stack.assign(1, node);
    while (!stack.empty()) {
        const uint32_t next = stack.back();
        stack.pop_back();
        for (const Operand& operand : plan_->strictOperands(next)) {
            if (!fusion_.isStep(operand.source)) {
                stack.push_back(operand.source);
            } else if (plan_->nodes[operand.source].op != Op::Literal) {
                needs.push_back(stepOf_[operand.source]);
            }
        }
    }
    std::sort(needs.begin(), needs.end());
    needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
}

void Program::link() {
    std::vector<std::pair<uint32_t, uint32_t>> consumers;
    std::vector<std::pair<uint32_t, uint32_t>> choices;
    std::vector<uint32_t> needs;
    std::vector<uint32_t> stack;
    const std::size_t edges = plan_->pools.operands.size();
    consumers.reserve(edges);
    choices.reserve(edges);
    needs_.reserve(edges);
    needsStart_.reserve(size() + 1);
    needsStart_.push_back(0);
    for (uint32_t i = 0; i < size(); ++i) {
        Step& step = steps[i];
        needs.clear();
        collectNeeds(step.node, needs, stack);
        for (const uint32_t need : needs) {
            needs_.push_back(need);
            consumers.emplace_back(need, i);
            step.joins += isGiven(steps[need]) ? 0 : 1;
        }
        needsStart_.push_back(static_cast<uint32_t>(needs_.size()));
        for (const Operand& operand : plan_->conditionalOperands(step.node)) {
            if (fusion_.isStep(operand.source) && !isGiven(steps[stepOf_[operand.source]])) {
                choices.emplace_back(stepOf_[operand.source], i);
            }
        }
    }
    std::vector<uint32_t> start;
    group(steps.size(), consumers, start, consumers_);
    for (uint32_t i = 0; i < size(); ++i) {
        steps[i].firstConsumer = start[i];
        steps[i].consumerCount = start[i + 1] - start[i];
    }
    group(steps.size(), choices, start, choices_);
    for (uint32_t i = 0; i < size(); ++i) {
        steps[i].firstChoice = start[i];
        steps[i].choiceCount = start[i + 1] - start[i];
    }
}

/// What every run needs: the roots, and what these always need in turn.
void Program::findDemanded() {
    for (const uint32_t root : plan_->roots) {
        steps[stepOf_[root]].isDemanded = true;
    }
    for (uint32_t i = size(); i-- > 0;) {
        if (steps[i].isDemanded) {
            for (const uint32_t need : needs(i)) {
                steps[need].isDemanded = true;
            }
        }
    }
    for (uint32_t i = 0; i < size(); ++i) {
        if (isGiven(steps[i])) {
            steps[i].isDemanded = true;
        } else if (steps[i].isDemanded) {
            ++demandedCount_;
            if (steps[i].joins == 0) {
                initial_.push_back(i);
            }
        }
    }
}

/// Workers take what was made ready last first: so what most other steps wait for, in a row, comes
/// last among the consumers of a step, and of equal ones that which stands first in the text. With
/// priorities they are taken in the order in which they came.
void Program::orderConsumers() {
    std::vector<uint32_t> height(steps.size(), 0);
    for (uint32_t i = size(); i-- > 0;) {
        for (const uint32_t next : consumers(steps[i])) {
            height[i] = std::max(height[i], height[next] + 1);
        }
    }
    const auto lower = [&](uint32_t a, uint32_t b) {
        if (hasPriorities_) {
            return a < b;
        }
        return height[a] != height[b] ? height[a] < height[b] : a > b;
    };
    for (const Step& step : steps) {
        const auto first = consumers_.begin() + step.firstConsumer;
        std::sort(first, first + step.consumerCount, lower);
    }
    std::sort(initial_.begin(), initial_.end(), lower);
}

/// Nothing but calling it: its results need no check, and it has no limit of its own.
bool Program::isPlain(FunctionId function) const {
    const CallFacts& facts = factsOf(function);
    return facts.isSound && facts.defaultTimeout.count() == 0;
}

void Program::addDirectOperands() {
    direct.reserve(plan_->pools.operands.size());
    for (Step& step : steps) {
        step.firstDirect = static_cast<uint32_t>(direct.size());
        const Operation& operation = plan_->nodes[step.node];
        const std::span<const Operand> operands = plan_->strictOperands(step.node);
        const bool isCall = step.kind == Step::Kind::Call || step.kind == Step::Kind::HigherOrder;
        step.isDirect = isCall;
        for (const Operand& operand : operands) {
            step.isDirect =
                step.isDirect && operand.conversion == kNoIndex && fusion_.isStep(operand.source);
        }
        if (!step.isDirect) {
            continue;
        }
        // With priorities each step goes through the queue.
        step.isDirectCall = step.kind == Step::Kind::Call && step.module != nullptr &&
                            !hasPriorities_ && !operation.wraps && operation.options == kNoIndex &&
                            isPlain(operation.function);
        for (const Operand& operand : operands) {
            direct.push_back(stepOf_[operand.source]);
        }
    }
}

}  // namespace cst

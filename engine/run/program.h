#pragma once

#include "engine/modules/registry.h"
#include "engine/plan/fusion.h"
#include "engine/plan/plan.h"
#include "engine/profile/ticks.h"
#include "engine/run/run_pool.h"
#include "engine/run/run_state.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace cst {

/// One scheduled thing of a program: a module call, a higher-order call, a choice that has to wait
/// for its arms, or an inline operation that several others need. One cache line.
struct alignas(64) Step {
    enum class Kind : uint8_t { Input, Literal, Broken, Call, HigherOrder, Inline, Control };
    Kind kind = Kind::Inline;
    bool isDemanded = false;    // by every run; else only once a choice falls on it
    bool isDirect = false;      // Call, HigherOrder: its operands are steps as they are
    bool isDirectCall = false;  // a Call that is, and there is nothing to do but call its module
    uint8_t priority = kNormalPriority;
    bool isOutput = false;
    bool isWatched = false;    // somebody must hear when it has completed: a choice, or an observer
    bool hasSoleNeed = false;  // demanded, and ready as soon as the one step it needs has completed
    uint32_t node = 0;         // of the plan
    uint32_t joins = 0;        // steps that have to complete before it; inputs do not count
    uint32_t firstConsumer = 0;
    uint32_t consumerCount = 0;  // steps that need it, each once
    uint32_t firstChoice = 0;
    uint32_t choiceCount = 0;          // choices that may wait for it
    uint32_t firstDirect = 0;          // into Program::direct
    uint32_t soleConsumer = kNoIndex;  // the only step that needs it, where that has hasSoleNeed
    CallTypes types;                   // Call; the result is without `wrap`
    Module* module = nullptr;          // Call; null = not registered
};
static_assert(sizeof(Step) == 64);

/// A plan made executable: steps with everything resolved, so that a run looks nothing up, and the
/// pool that its runs take their state from.
/// Immutable but for the pool and the predicted costs, which are thread safe.
class Program {
public:
    /// `fuses` = false keeps the value and the times of every node, for looking at each of them.
    /// Cost: O(nodes + edges).
    Program(std::shared_ptr<const Plan> plan, const Registry& registry, const TypeTable& types,
            bool fuses = true);
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    const Plan& plan() const { return *plan_; }
    const Fusion& fusion() const { return fusion_; }
    const TypeTable& types() const { return types_; }
    uint32_t size() const { return static_cast<uint32_t>(steps.size()); }
    const Operation& operation(uint32_t step) const { return plan_->nodes[steps[step].node]; }
    uint32_t stepOf(uint32_t node) const { return stepOf_[node]; }  // kNoIndex for fused nodes
    /// Steps that every run begins with at once; inputs and literals are no steps that run.
    std::span<const uint32_t> initial() const { return initial_; }
    /// What a run has to know about a module that it calls.
    struct CallFacts {
        Module* module = nullptr;  // null = not registered
        std::chrono::nanoseconds defaultTimeout{0};
        bool isSound = false;  // its results need no check
        bool isCacheable = true;
    };
    const CallFacts& factsOf(FunctionId function) const { return facts_[function.index]; }
    /// Has any of its calls a priority of its own?
    bool hasPriorities() const { return hasPriorities_; }
    /// Has any of its calls, those of lambdas included, options or a limit of its module?
    bool hasCallOptions() const { return hasCallOptions_; }
    uint32_t demandedCount() const { return demandedCount_; }  // without inputs and literals
    std::span<const uint32_t> consumers(const Step& s) const {
        return std::span(consumers_).subspan(s.firstConsumer, s.consumerCount);
    }
    std::span<const uint32_t> choices(const Step& s) const {
        return std::span(choices_).subspan(s.firstChoice, s.choiceCount);
    }
    /// Steps that a step needs before it can begin, inputs included.
    std::span<const uint32_t> needs(uint32_t step) const {
        return std::span(needs_).subspan(needsStart_[step],
                                         needsStart_[step + 1] - needsStart_[step]);
    }

    // --- what runs have taken so far; any thread ---
    /// Ticks that a step is expected to hold its worker; 0 = not known yet.
    uint32_t predicted(uint32_t step) const { return costs_[step].load(std::memory_order_relaxed); }
    /// Moves an eighth of the way to what a step took. Small differences are let be, so that runs
    /// at the same time do not pass the line to and fro; two threads at once may lose an update.
    void learn(uint32_t step, Ticks took) const {
        const uint64_t old = predicted(step);
        const uint64_t slack = old == 0 ? 0 : old / 2 + kFewTicks;
        if (took - old + slack >= 2 * slack) [[unlikely]] {
            adjust(step, took);
        }
    }
    /// The same where the processor time of the step was measured: one that turns out to be short
    /// is believed however small the difference is, or it would be measured for good.
    void learnMeasured(uint32_t step, Ticks took) const {
        if (took < measuredTicks()) adjust(step, took);
    }
    /// Work of less than this is not worth another worker: waking one takes about as long.
    uint64_t handOutTicks() const { return handOutTicks_; }
    /// Of steps that take longer the processor time is measured too: reading its clock twice costs
    /// half a microsecond.
    uint64_t measuredTicks() const { return handOutTicks_ / 2; }
    /// Steps that take less on average stay on one worker: counting down what two of them complete
    /// at the same time costs more than running them. That is no guess that feeds itself: steps
    /// which are slow for that reason alone take half as long.
    uint64_t leastSharedTicks() const { return leastSharedTicks_; }
    RunPool& pool() const { return pool_; }
    std::span<const Standing> freshStandings() const { return fresh_; }

    std::vector<Step> steps;
    std::vector<uint32_t> direct;  // steps: the operands of those with isDirect

private:
    static constexpr Ticks kMostTicks = UINT32_MAX / 2;
    static constexpr uint32_t kFewTicks = 256;
    static constexpr double kHandOutNs = 40'000;
    static constexpr double kLeastSharedNs = 200;

    void adjust(uint32_t step, Ticks took) const;
    void addSteps();
    void addFacts(const Registry& registry);
    void link();
    void collectNeeds(uint32_t node, std::vector<uint32_t>& needs,
                      std::vector<uint32_t>& stack) const;
    void findDemanded();
    bool isPlain(FunctionId function) const;
    void addDirectOperands();
    void orderConsumers();

    const std::shared_ptr<const Plan> plan_;
    const TypeTable& types_;  // outlives the program
    const Fusion fusion_;
    std::vector<TypeId> argumentTypes_;  // of calls; steps point into it
    std::vector<uint32_t> stepOf_;
    std::vector<uint32_t> initial_;
    std::vector<CallFacts> facts_;  // by function, as far as the program calls
    std::vector<uint32_t> consumers_;
    std::vector<uint32_t> choices_;
    std::vector<uint32_t> needs_;
    std::vector<uint32_t> needsStart_;
    uint32_t demandedCount_ = 0;
    bool hasPriorities_ = false;
    bool hasCallOptions_ = false;
    uint64_t handOutTicks_ = 0;
    uint64_t leastSharedTicks_ = 0;
    mutable std::vector<std::atomic<uint32_t>> costs_;
    std::vector<Standing> fresh_;
    mutable RunPool pool_;  // last: its runs refer to the rest
};

}  // namespace cst

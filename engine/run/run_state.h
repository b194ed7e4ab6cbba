#pragma once

#include "engine/plan/operation.h"
#include "engine/profile/ticks.h"
#include "engine/value/value.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace cst {

class Program;

/// Where a step of a run stands. What is Completed or behind it is final.
enum class StepState : uint8_t {
    Idle,     // not demanded, or something it needs has not completed
    Queued,   // ready, in the list of a worker
    Running,  // a worker is at it
    Waiting,  // its call has begun and holds no worker
    Completed,
    Failed,
    Poisoned,   // something it needs has no value
    Cancelled,  // the run was stopped first
    Missing,    // an input that was not given
    Held,       // it has effects, and this run does none (known_results.h)
};

/// Where a value came from that is not what the step itself came to.
enum class Via : uint8_t {
    Run,
    Literal,  // it stays when the run is given back
    Cache,    // `cache:` of its text
    Known,    // a run before, see known_results.h
    Fallback,
    Zero,
};

/// Where a step stands, in the words that a reset puts back at once.
struct alignas(16) Standing {
    uint32_t pending = 0;
    uint32_t awaited = kNoIndex;
    uint32_t choice = 0;  // the operand that a choice, or a call with a fallback, waits for; owned
                          // by whoever runs the step
    uint8_t state = 0;
    uint8_t demanded = 0;
    uint8_t poisoned = 0;
    Via via = Via::Run;
};

/// State of one step in one run: one cache line. What several threads touch is touched through the
/// atomic references; a reset, when nobody else looks, needs none.
struct alignas(64) Row {
    Value value;  // written before the state becomes Completed
    Standing standing;
    Ticks ready = 0;  // these four are written before the state becomes final
    Ticks start = 0;  // also read while it runs; 0 = has not begun
    Ticks finish = 0;
    Ticks wait = 0;  // while Waiting: since when

    /// Steps that have not completed yet, plus one until the step is demanded.
    std::atomic_ref<uint32_t> pending() { return std::atomic_ref(standing.pending); }
    /// Control: the step it waits for; whoever takes it out goes on with the choice.
    std::atomic_ref<uint32_t> awaited() { return std::atomic_ref(standing.awaited); }
    std::atomic_ref<uint8_t> demanded() { return std::atomic_ref(standing.demanded); }
    std::atomic_ref<uint8_t> poisoned() { return std::atomic_ref(standing.poisoned); }
    std::atomic_ref<uint8_t> stateRef() { return std::atomic_ref(standing.state); }
    std::atomic_ref<Ticks> startRef() { return std::atomic_ref(start); }
    StepState state(std::memory_order order = std::memory_order_acquire) const {
        uint8_t& byte = const_cast<uint8_t&>(standing.state);
        return static_cast<StepState>(std::atomic_ref(byte).load(order));
    }
    void setState(StepState to, std::memory_order order) {
        stateRef().store(static_cast<uint8_t>(to), order);
    }
};
static_assert(sizeof(Row) == 64);

constexpr bool isFinal(StepState state) {
    return state >= StepState::Completed;
}

/// The rows of one run, one for each step of its program. Literals have their values from the
/// beginning.
class RunState {
public:
    explicit RunState(const Program& program);
    ~RunState();
    RunState(const RunState&) = delete;
    RunState& operator=(const RunState&) = delete;

    Row& operator[](uint32_t step) { return rows_[step]; }
    const Row& operator[](uint32_t step) const { return rows_[step]; }
    Row* rows() { return rows_.get(); }
    /// Of steps whose operands are steps as they are: pointers into the rows, from
    /// Step::firstDirect on.
    const Value* const* directOperands() const { return direct_.get(); }
    /// As it was made; values are let go. Cost: O(steps), a cache line each.
    void reset();
    std::size_t bytes() const {
        return fresh_.size() * sizeof(Row) + directCount_ * sizeof(const Value*);
    }

private:
    const std::span<const Standing> fresh_;  // of the program, which outlives the state
    std::unique_ptr<Row[]> rows_;
    std::size_t directCount_;
    std::unique_ptr<const Value*[]> direct_;  // as Program::direct
};

/// By step of the program.
std::vector<Standing> freshStandings(const Program& program);

}  // namespace cst

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
};

/// State of one step in one run: one cache line. What several threads touch is touched through the
/// atomic references; a reset, when nobody else looks, needs none.
struct alignas(64) Row {
    Value value;  // written before the state becomes Completed
    uint32_t pendingCount = 0;
    uint32_t awaitedStep = kNoIndex;
    uint32_t choice = 0;  // Control: the operand it waits for; owned by whoever runs the step
    uint8_t stateByte = 0;
    uint8_t demandedByte = 0;
    uint8_t poisonedByte = 0;
    uint8_t worker = 0;
    Ticks ready = 0;  // these four are written before the state becomes final
    Ticks start = 0;  // also read while it runs; 0 = has not begun
    Ticks finish = 0;
    Ticks wait = 0;  // while Waiting: since when

    /// Steps that have not completed yet, plus one until the step is demanded.
    std::atomic_ref<uint32_t> pending() { return std::atomic_ref(pendingCount); }
    /// Control: the step it waits for; whoever takes it out goes on with the choice.
    std::atomic_ref<uint32_t> awaited() { return std::atomic_ref(awaitedStep); }
    std::atomic_ref<uint8_t> demanded() { return std::atomic_ref(demandedByte); }
    std::atomic_ref<uint8_t> poisoned() { return std::atomic_ref(poisonedByte); }
    std::atomic_ref<uint8_t> stateRef() { return std::atomic_ref(stateByte); }
    std::atomic_ref<Ticks> startRef() { return std::atomic_ref(start); }
    StepState state(std::memory_order order = std::memory_order_acquire) const {
        return static_cast<StepState>(std::atomic_ref(const_cast<uint8_t&>(stateByte)).load(order));
    }
    void setState(StepState to, std::memory_order order) {
        stateRef().store(static_cast<uint8_t>(to), order);
    }
};
static_assert(sizeof(Row) == 64);

constexpr bool isFinal(StepState state) {
    return state >= StepState::Completed;
}

/// What a row begins with, as far as rows differ in it.
struct FreshRow {
    uint32_t pendingCount = 0;
    uint8_t stateByte = 0;
    uint8_t demandedByte = 0;
};

/// The rows of one run, one for each step of its program.
class RunState {
public:
    explicit RunState(const Program& program);
    ~RunState();
    RunState(const RunState&) = delete;
    RunState& operator=(const RunState&) = delete;

    Row& operator[](uint32_t step) { return rows_[step]; }
    const Row& operator[](uint32_t step) const { return rows_[step]; }
    /// As it was made; values are let go. Cost: O(steps), a cache line each.
    void reset();
    std::size_t bytes() const { return fresh_.size() * sizeof(Row); }

private:
    const std::span<const FreshRow> fresh_;  // of the program, which outlives the state
    std::unique_ptr<Row[]> rows_;
};

/// By step of the program.
std::vector<FreshRow> freshRows(const Program& program);

}  // namespace cst

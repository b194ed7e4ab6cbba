#pragma once

#include "engine/plan/interpret.h"
#include "engine/run/run.h"

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

namespace cst {

/// One higher-order call whose lambda has effects or options: a child task per element, in parallel
/// for filter, map and sortBy, one after the other with early exit for all and any. The result
/// keeps the order of the elements; of several failures the one with the lowest index counts.
/// Thread safe; lives until its last frame has ended.
class HigherOrderTask : public CallParent, public std::enable_shared_from_this<HigherOrderTask> {
public:
    HigherOrderTask(RunRef run, const Operation& operation, std::span<const Value* const> operands,
                    CallWaiter waiter);

    void start();
    /// The call that frame `index` waited for has ended.
    void resume(uint32_t index, CallOutcome outcome, Ticks ready) override;

private:
    class StepJob;
    class Host;

    struct Stretch;
    CallWaiter waiterOf(uint32_t index);
    bool inOrder() const;
    void prepare(uint32_t index);
    void step(uint32_t index, const Stretch& stretch);
    void tell(const Stretch& stretch);
    void frameEnded(uint32_t index, CallOutcome outcome);
    void finish();
    void finishWith(CallOutcome outcome);

    const RunRef run_;
    const Operation& operation_;  // of the run's plan
    const Value list_;
    std::vector<Value> captures_;
    const CallWaiter waiter_;
    std::vector<Frame> frames_;
    std::vector<Value> bodies_;
    std::vector<std::optional<Error>> errors_;
    std::atomic<uint32_t> remaining_{0};
    std::atomic<Ticks> busy_{0};  // of all workers
};

}  // namespace cst

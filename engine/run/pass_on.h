#pragma once

// What happens at the end of every step, in the two places where steps end: in the loop of calls
// that go straight on, and everywhere else.

#include "engine/run/run.h"

namespace cst {

/// The clock is read once: this step ends, the next one may begin. `ring` is that of the list.
[[gnu::always_inline]] inline void Run::stamp(const Step& step, uint32_t index, Row& row,
                                              Ticks wait, RecordKind end, RecordRing& ring,
                                              Worklist& list, int64_t cpuNs) {
    const Ticks now = ticks::now();
    list.now = now;
    row.finish = now;
    AttemptRecord record;
    record.ready = row.ready;
    record.start = row.start;
    record.finish = now;
    record.wait = wait;
    record.run = number_;
    record.cpuNs = cpuNs;
    record.node = step.node;
    record.attempt = 1;
    record.worker = list.worker;
    record.end = end;
    ring.add(record);
    program_->learn(index, now - record.start - wait);
}

/// A step has completed. Returns one that is ready now, to go straight on with; kNoIndex if none
/// is. Further ones go into the list.
[[gnu::always_inline]] inline uint32_t Run::passOn(const Step& step, Row* rows, Worklist& list) {
    // One that is final was taken along by an input that is missing.
    if (step.soleConsumer != kNoIndex) {
        Row& row = rows[step.soleConsumer];
        if (isFinal(row.state(std::memory_order_relaxed))) [[unlikely]] {
            return kNoIndex;
        }
        row.ready = list.now;
        return step.soleConsumer;
    }
    uint32_t next = kNoIndex;
    const Step* const steps = program_->steps.data();
    for (const uint32_t consumer : program_->consumers(step)) {
        Row& row = rows[consumer];
        const bool isReady =
            steps[consumer].hasSoleNeed ||
            (exclusive_ ? --row.standing.pending == 0
                        : row.pending().fetch_sub(1, std::memory_order_acq_rel) == 1);
        if (!isReady || isFinal(row.state(std::memory_order_relaxed))) {
            continue;
        }
        if (next != kNoIndex) {
            push(next, list);
        }
        row.ready = list.now;
        next = consumer;
    }
    return next;
}

}  // namespace cst

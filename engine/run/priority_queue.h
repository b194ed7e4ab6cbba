#pragma once

#include "engine/profile/ticks.h"

#include <cstdint>
#include <deque>
#include <map>

namespace cst {

/// Ready steps of a run in the order of language §6.2: the highest effective priority first, equal
/// ones in the order in which they came. Whoever waits gains 10 for each 5 s, up to 100.
/// Not thread safe. Cost: O(different priorities) to take one.
class PriorityQueue {
public:
    static constexpr uint8_t kHighest = 100;

    struct Entry {
        uint32_t step = 0;
        Ticks since = 0;
        uint64_t number = 0;  // of its coming
        uint64_t cost = 0;    // predicted ticks
    };

    explicit PriorityQueue(double nsPerTick);

    void push(uint32_t step, uint8_t priority, Ticks now, uint64_t cost);
    /// Not empty.
    Entry pop(Ticks now);
    bool empty() const { return count_ == 0; }
    uint64_t cost() const { return cost_; }  // of all entries
    void clear();

private:
    uint64_t effective(uint8_t priority, Ticks since, Ticks now) const;

    /// By the priority that they came with: the first of each has waited longest.
    std::map<uint8_t, std::deque<Entry>> waiting_;
    const Ticks agingTicks_;
    std::size_t count_ = 0;
    uint64_t cost_ = 0;
    uint64_t next_ = 0;
};

}  // namespace cst

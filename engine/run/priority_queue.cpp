#include "engine/run/priority_queue.h"

#include "engine/base/check.h"

#include <algorithm>

namespace cst {
namespace {

constexpr double kAgingNs = 5e9;
constexpr uint64_t kAgingGain = 10;

}  // namespace

PriorityQueue::PriorityQueue(double nsPerTick)
    : agingTicks_(static_cast<Ticks>(kAgingNs / nsPerTick)) {}

void PriorityQueue::push(uint32_t step, uint8_t priority, Ticks now, uint64_t cost) {
    waiting_[std::min(priority, kHighest)].push_back({step, now, next_++, cost});
    ++count_;
    cost_ += cost;
}

uint64_t PriorityQueue::effective(uint8_t priority, Ticks since, Ticks now) const {
    const Ticks waited = now > since ? now - since : 0;
    return std::min<uint64_t>(kHighest, priority + waited / agingTicks_ * kAgingGain);
}

PriorityQueue::Entry PriorityQueue::pop(Ticks now) {
    CST_CHECK(count_ > 0, "a queue with something in it");
    std::deque<Entry>* best = nullptr;
    uint64_t highest = 0;
    for (auto& [priority, entries] : waiting_) {
        if (entries.empty()) {
            continue;
        }
        const Entry& first = entries.front();
        const uint64_t rank = effective(priority, first.since, now);
        if (best == nullptr || rank > highest ||
            (rank == highest && first.number < best->front().number)) {
            best = &entries;
            highest = rank;
        }
    }
    const Entry entry = best->front();
    best->pop_front();
    --count_;
    cost_ -= entry.cost;
    return entry;
}

void PriorityQueue::clear() {
    for (auto& [priority, entries] : waiting_) {
        entries.clear();
    }
    count_ = 0;
    cost_ = 0;
    next_ = 0;
}

}  // namespace cst

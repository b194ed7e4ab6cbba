#pragma once

#include "engine/modules/module.h"

#include <cstdint>
#include <map>
#include <optional>

namespace cst {

/// Calls that wait for a turn, first come, first served. Not thread safe.
class WaitQueue {
public:
    using Number = uint64_t;

    Number add(Completion completion) {
        waiting_.emplace(next_, std::move(completion));
        return next_++;
    }
    /// Takes one out before its turn; nothing if it has had it.
    std::optional<Completion> remove(Number number) {
        const auto entry = waiting_.find(number);
        return entry == waiting_.end() ? std::nullopt : take(entry);
    }
    /// Not empty.
    Completion first() { return *take(waiting_.begin()); }
    bool empty() const { return waiting_.empty(); }
    std::size_t size() const { return waiting_.size(); }

private:
    using Waiting = std::map<Number, Completion>;
    std::optional<Completion> take(Waiting::iterator entry) {
        std::optional<Completion> completion(std::move(entry->second));
        waiting_.erase(entry);
        return completion;
    }

    Waiting waiting_;
    Number next_ = 1;
};

}  // namespace cst

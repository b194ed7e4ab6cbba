#include "engine/run/permits.h"

#include <utility>

namespace cst {

bool Permits::take() {
    const std::lock_guard lock(mutex_);
    if (free_ == 0 || !queue_.empty()) {
        return false;
    }
    --free_;
    return true;
}

WaitQueue::Number Permits::wait(Completion completion) {
    WaitQueue::Number number = 0;
    {
        const std::lock_guard lock(mutex_);
        number = queue_.add(std::move(completion));
    }
    serve();  // one may have come free between take() and now
    return number;
}

void Permits::leave(WaitQueue::Number number) {
    std::optional<Completion> left;  // dropped without the lock
    const std::lock_guard lock(mutex_);
    left = queue_.remove(number);
}

void Permits::giveBack() {
    {
        const std::lock_guard lock(mutex_);
        ++free_;
    }
    serve();
}

std::size_t Permits::waiting() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

/// A call that has ended meanwhile takes none.
void Permits::serve() {
    while (true) {
        std::optional<Completion> next;
        {
            const std::lock_guard lock(mutex_);
            if (free_ == 0 || queue_.empty()) {
                return;
            }
            --free_;
            next = queue_.first();
        }
        if (!next->finish(Value())) {
            const std::lock_guard lock(mutex_);
            ++free_;
        }
    }
}

}  // namespace cst

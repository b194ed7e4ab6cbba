#include "engine/run/throttle.h"

#include <algorithm>
#include <utility>

namespace cst {

class Throttle::Wake : public TimerTask {
public:
    explicit Wake(std::shared_ptr<Throttle> throttle) : throttle_(std::move(throttle)) {}
    void fire() override { throttle_->timerFired(); }

private:
    std::shared_ptr<Throttle> throttle_;
};

Throttle::Throttle(Timers& timers, uint32_t count, std::chrono::nanoseconds period)
    : timers_(timers),
      unitsPerNs_(count),
      unitsPerToken_(static_cast<uint64_t>(period.count())),
      capacity_(unitsPerToken_ * count),
      level_(capacity_),
      filledAt_(timers.now()) {}

void Throttle::refill() {
    const std::chrono::nanoseconds now = timers_.now();
    const auto passed = static_cast<uint64_t>(std::max<int64_t>((now - filledAt_).count(), 0));
    level_ = std::min(capacity_, level_ + passed * unitsPerNs_);
    filledAt_ = now;
}

bool Throttle::take() {
    const std::lock_guard lock(mutex_);
    refill();
    if (!queue_.empty() || level_ < unitsPerToken_) {
        return false;
    }
    level_ -= unitsPerToken_;
    return true;
}

WaitQueue::Number Throttle::wait(Completion completion) {
    WaitQueue::Number number = 0;
    {
        const std::lock_guard lock(mutex_);
        number = queue_.add(std::move(completion));
    }
    serve();  // a token may have come between take() and now
    return number;
}

void Throttle::leave(WaitQueue::Number number) {
    const std::optional<Completion> left = [&] {
        const std::lock_guard lock(mutex_);
        std::optional<Completion> completion = queue_.remove(number);
        if (queue_.empty()) {
            timerStop_.request_stop();
            timerStop_ = std::stop_source();
            isTimerSet_ = false;
        }
        return completion;
    }();
}

std::size_t Throttle::waiting() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

void Throttle::setTimer() {
    const Units missing = unitsPerToken_ - level_;
    const auto delay = static_cast<int64_t>((missing + unitsPerNs_ - 1) / unitsPerNs_);
    isTimerSet_ = true;
    timers_.after(std::chrono::nanoseconds(delay), std::make_unique<Wake>(shared_from_this()),
                  timerStop_.get_token());
}

void Throttle::timerFired() {
    {
        const std::lock_guard lock(mutex_);
        isTimerSet_ = false;
    }
    serve();
}

/// Gives out what has come. A call that has ended meanwhile takes no token.
void Throttle::serve() {
    while (true) {
        std::optional<Completion> next;
        {
            const std::lock_guard lock(mutex_);
            refill();
            if (queue_.empty()) {
                return;
            }
            if (level_ < unitsPerToken_) {
                if (!isTimerSet_) {
                    setTimer();
                }
                return;
            }
            level_ -= unitsPerToken_;
            next = queue_.first();
        }
        if (!next->finish(Value())) {
            const std::lock_guard lock(mutex_);
            level_ = std::min(capacity_, level_ + unitsPerToken_);
        }
    }
}

}  // namespace cst

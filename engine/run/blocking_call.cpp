#include "engine/run/blocking_call.h"

#include "engine/run/attempt.h"

#include <utility>

namespace cst {

BlockingCall::BlockingCall(BlockingModule& module, const CallContext& from, Completion completion,
                           std::stop_token stop, std::function<void()> onStart)
    : module_(module),
      completion_(std::move(completion)),
      stop_(std::move(stop)),
      onStart_(std::move(onStart)) {
    types = from.types;
    timers = from.timers;
    log = from.log;
    const std::size_t count = from.arguments().size();
    values_.reserve(count);  // pointers go into it
    for (std::size_t i = 0; i < count; ++i) {
        values_.push_back(from.argument(i));
        pointers_.push_back(&values_.back());
        argumentTypes_.push_back(from.argumentType(i));
    }
    call_ = {argumentTypes_.data(), static_cast<uint32_t>(count), from.resultType()};
    set(pointers_.data(), call_);
}

void BlockingCall::run() {
    if (stop_.stop_requested()) {
        completion_.finish(Error{"R010", "cancelled", ""});
        return;
    }
    if (onStart_) {
        onStart_();
    }
    completion_.finish([&]() -> CallResult {
        try {
            return module_.block(*this);
        } catch (...) {
            return thrownError();
        }
    }());
}

void BlockingCall::callBlocking(BlockingModule& module) {
    // It is on such a thread already.
    completion_.finish(module.block(*this));
}

}  // namespace cst

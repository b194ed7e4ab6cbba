#include "engine/run/call_flights.h"

#include <utility>

namespace cst {

bool CallFlights::takeOff(std::string_view key, std::string_view terms) {
    const std::lock_guard lock(mutex_);
    const auto [flight, isNew] = flying_.try_emplace(std::string(key));
    if (isNew) {
        flight->second.terms = terms;
    }
    return isNew;
}

CallFlights::Number CallFlights::wait(std::string_view key, std::string_view terms,
                                      Completion completion) {
    {
        const std::lock_guard lock(mutex_);
        const auto flight = flying_.find(key);
        if (flight != flying_.end()) {
            const bool isOnTerms = flight->second.terms == terms;
            flight->second.waiting.emplace(next_, Waiter{std::move(completion), isOnTerms});
            return next_++;
        }
    }
    completion.finish(Error{std::string(kAgain), "", ""});
    return 0;
}

void CallFlights::leave(std::string_view key, Number number) {
    Waiting::node_type left;  // dropped without the lock
    const std::lock_guard lock(mutex_);
    const auto flight = flying_.find(key);
    if (flight != flying_.end()) {
        left = flight->second.waiting.extract(number);
    }
}

void CallFlights::land(std::string_view key, const CallResult& result) {
    Waiting waiting;
    {
        const std::lock_guard lock(mutex_);
        const auto flight = flying_.find(key);
        if (flight == flying_.end()) {
            return;
        }
        waiting = std::move(flight->second.waiting);
        flying_.erase(flight);
    }
    const bool hasFailed = !result.ok() && result.error().code != kAgain;
    for (auto& [number, waiter] : waiting) {
        waiter.completion.finish(hasFailed && !waiter.isOnTerms
                                     ? CallResult(Error{std::string(kOtherTerms), "", ""})
                                     : result);
    }
}

}  // namespace cst

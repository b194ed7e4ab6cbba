#include "engine/run/call_flights.h"

#include <utility>

namespace cst {

bool CallFlights::takeOff(std::string_view key) {
    const std::lock_guard lock(mutex_);
    return flying_.try_emplace(std::string(key)).second;
}

CallFlights::Number CallFlights::wait(std::string_view key, Completion completion) {
    {
        const std::lock_guard lock(mutex_);
        const auto flight = flying_.find(key);
        if (flight != flying_.end()) {
            flight->second.emplace(next_, std::move(completion));
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
        left = flight->second.extract(number);
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
        waiting = std::move(flight->second);
        flying_.erase(flight);
    }
    for (auto& [number, completion] : waiting) {
        completion.finish(result);
    }
}

}  // namespace cst

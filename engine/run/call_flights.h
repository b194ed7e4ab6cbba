#pragma once

#include "engine/modules/module.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace cst {

/// Equal calls with `cache:` at the same time: one is made, the others wait for what it comes to.
/// A value is good for all of them; a failure only for those that would have failed in the same
/// way: the `terms` of a call are the options that decide whether it does. Thread safe.
class CallFlights {
public:
    using Number = uint64_t;
    /// Says to a waiting call: the one it waited for was stopped, go on by yourself.
    static constexpr std::string_view kAgain = "again";
    /// Likewise: the one it waited for failed on other terms.
    static constexpr std::string_view kOtherTerms = "other terms";

    /// True: the caller makes the call, and lands it. False: somebody is at it.
    bool takeOff(std::string_view key, std::string_view terms);
    /// Waits for somebody's landing. Nothing flies any more: finished with kAgain at once.
    Number wait(std::string_view key, std::string_view terms, Completion completion);
    void leave(std::string_view key, Number number);
    /// Everybody who waited gets it.
    void land(std::string_view key, const CallResult& result);

private:
    struct Waiter {
        Completion completion;
        bool isOnTerms = false;  // those of the flight
    };
    using Waiting = std::map<Number, Waiter>;
    struct Flight {
        std::string terms;
        Waiting waiting;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view key) const {
            return std::hash<std::string_view>()(key);
        }
    };

    std::mutex mutex_;
    /// By key, guarded by mutex_.
    std::unordered_map<std::string, Flight, Hash, std::equal_to<>> flying_;
    Number next_ = 1;  // guarded by mutex_
};

}  // namespace cst

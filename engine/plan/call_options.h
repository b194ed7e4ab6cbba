#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace cst {

enum class Backoff : uint8_t { Fixed, Linear, Exponential };

/// What takes the place of a failure that nothing else has mended. (`wrap` is Operation::wraps.)
enum class OnError : uint8_t { Propagate, Skip, Log };

/// What the text asks for after `with`, as far as a run has to do something about it.
/// Source: language §6.
struct CallOptions {
    uint32_t attempts = 1;              // retry + 1
    std::chrono::nanoseconds delay{0};  // before the second attempt
    Backoff backoff = Backoff::Fixed;
    std::chrono::nanoseconds timeout{0};   // of an attempt; 0 = none
    std::chrono::nanoseconds cacheFor{0};  // 0 = no cache
    std::string cacheBackend;              // "" = the engine's own
    uint32_t throttleCount = 0;            // 0 = no throttle
    std::chrono::nanoseconds throttlePeriod{0};
    uint32_t concurrency = 0;  // 0 = no limit
    OnError onError = OnError::Propagate;
    bool hasFallback = false;  // a node's last operand; a lambda's code behind the call

    /// Is there more to an attempt than the call itself?
    bool isManaged() const {
        return attempts > 1 || timeout.count() > 0 || cacheFor.count() > 0 || throttleCount > 0 ||
               concurrency > 0;
    }
    bool recovers() const { return hasFallback || onError != OnError::Propagate; }
    friend bool operator==(const CallOptions&, const CallOptions&) = default;
};

/// Appends bytes that are equal for equal options, and only for those.
void appendOptions(std::string& bytes, const CallOptions& options);

/// How long to wait before attempt `next` (from 2). Linear and exponential delays grow up to 30 s,
/// or the delay itself where that is longer.
std::chrono::nanoseconds delayBefore(const CallOptions& options, uint32_t next);

}  // namespace cst

#pragma once

#include <chrono>
#include <cstdint>

namespace cst {

/// How long each of several phases took, one behind the other.
class Stopwatch {
public:
    int64_t lapNs() {
        const auto now = std::chrono::steady_clock::now();
        const auto lap = std::chrono::duration_cast<std::chrono::nanoseconds>(now - last_);
        last_ = now;
        return lap.count();
    }

private:
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace cst

#pragma once

#include <chrono>
#include <cstdint>

namespace cst {

/// As people and reports are told times.
inline double microseconds(int64_t ns) {
    return static_cast<double>(ns) / 1000.0;
}

inline double microsecondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
        .count();
}

}  // namespace cst

#pragma once

#include <cstdint>

namespace cst {

/// How one attempt of a node ended.
enum class AttemptEnd : uint8_t { None, Completed, Failed, Cancelled };

/// One attempt of one node: one cache line. Times are steady-clock nanoseconds since the start of
/// the run; -1 = has not happened.
struct alignas(64) AttemptRecord {
    int64_t readyNs = -1;  // all inputs were there
    int64_t startNs = -1;  // a worker began
    int64_t finishNs = -1;
    int64_t waitNs = 0;    // of start … finish: held no worker (timer, process, network)
    int64_t cpuNs = -1;    // -1 = not measured
    uint64_t bytes = 0;    // of the result, 0 = not measured
    uint32_t node = 0;     // index in the graph
    uint16_t attempt = 0;  // from 1; 0 = never started
    uint8_t worker = 0;
    AttemptEnd end = AttemptEnd::None;
    uint32_t reserved[2] = {};

    int64_t queueNs() const { return startNs < 0 ? 0 : startNs - readyNs; }
    int64_t runNs() const { return finishNs < 0 ? 0 : finishNs - startNs - waitNs; }
};
static_assert(sizeof(AttemptRecord) == 64);

}  // namespace cst

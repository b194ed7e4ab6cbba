#pragma once

#include "engine/session/run_request.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace cst {

/// Two texts to be run in turns on one set of inputs: see PairedRuns.
struct PairRequest {
    uint64_t token = 0;         // of who asks: comes back with all that is told of it
    std::string before, after;  // the texts
    /// What each run takes, as in a LoadRequest. A text that has an input which the text of now
    /// has not takes its @example.
    RunRequest run;
    uint64_t runs = 60;                                        // of each text
    std::chrono::nanoseconds time = std::chrono::seconds(30);  // no pair begins after that, and no
                                                               // run takes longer
};

}  // namespace cst

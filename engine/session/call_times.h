#pragma once

#include "engine/session/run_snapshot.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace cst {

/// How long the calls of a document took in its last runs, by node, and what limit that suggests.
/// Not thread safe. Source: optimisations 9.
class CallTimes {
public:
    static constexpr std::size_t kRuns = 128;      // that count
    static constexpr std::size_t kLeastRuns = 10;  // before anything is suggested

    /// Takes in the calls of a run that has ended, and writes what is suggested into its nodes.
    /// Calls of pure functions do not count: nothing can stop them.
    void add(RunSnapshot& run);

    /// Twice the 99th percentile (nearest rank) of times in milliseconds, as a duration of the
    /// language, at least `1ms`; rounded up to what people would write, by 2 % at most.
    static std::string suggestion(std::vector<double> ms);

private:
    struct History {
        std::vector<double> ms;      // of calls that came to an end, a ring
        std::vector<bool> timedOut;  // of all attempts, a ring as long
        std::size_t nextTime = 0;
        std::size_t nextAttempt = 0;
    };
    std::unordered_map<NodeIdentity, History> histories_;
};

}  // namespace cst

#pragma once

#include "engine/profile/profile.h"
#include "engine/profile/trace.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cst {

/// What can bound a run.
enum class FindingKind : uint8_t {
    CriticalPath,  // one chain of nodes takes most of it
    WorkersFull,   // nodes waited while no worker was free
    Service,       // a call waits for its program, service or timer, and nothing else goes on
    Throttle,
    Permit,
    Retries,
    CacheWait,
    Decode,      // reading the inputs
    Encode,      // writing the outputs
    SmallNodes,  // handing them out costs more than they take
    Recording,
    Trivial,    // so short a run that nothing in it is worth mending
    Elsewhere,  // nodes held workers without computing: the machine did something else
};

/// One reason why a run takes as long as it does, for people.
struct Finding {
    FindingKind kind = FindingKind::CriticalPath;
    double share = 0;      // of the run that it has to do with, 0 … 1
    std::string node;      // key of the one to look at first; "" = none
    std::string finding;   // `4 nodes, one behind the other, take 82 % of the run`
    std::string evidence;  // the numbers that say so
    std::string advice;    // what to try; "" = nothing
};

/// In:  a profile, and the trace of some of its runs; of an empty trace only what the profile
/// tells. Out: the largest share first, that of the world outside counted half. Nothing = nothing
/// stands out. Cost: O(nodes + spans · log spans).
std::vector<Finding> explain(const Profile& profile, const Trace& trace);

}  // namespace cst

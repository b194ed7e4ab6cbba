#pragma once

#include <cstdint>
#include <string>

namespace cst {

/// Where the time of one run went, in microseconds.
struct RunLoad {
    double decodeUs = 0;
    double runUs = 0;  // from its start to its end, without the two beside
    double encodeUs = 0;
    double workUs = 0;  // of all workers together
    unsigned workers = 1;
    uint32_t nodes = 0;        // that did work of their own
    double pathUs = 0;         // of the chain of nodes that took longest
    uint32_t pathNodes = 0;    // of that chain
    std::string longest;       // NodeKey of the node of the chain that took longest; "" = none
    double longestUs = 0;      // run and wait
    double longestWaitUs = 0;  // of that: held no worker
    double queueUs = 0;        // that nodes of the chain were ready, and no worker came
    double throttleUs = 0;     // that calls waited for tokens, all together
    double permitUs = 0;       // likewise for permits
    /// How much of the time of all workers was work, 0 … 1.
    double efficiency() const;
};

/// What the run cannot be shorter than, in one sentence for people, and what would help.
/// A rule of thumb; the numbers in it are exact.
std::string boundOf(const RunLoad& load);

}  // namespace cst

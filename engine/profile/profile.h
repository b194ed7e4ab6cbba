#pragma once

#include "engine/profile/node_waits.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cst {

/// What one thing took over several runs, in microseconds; all zero if count is.
struct TimeSummary {
    uint64_t count = 0;
    double meanUs = 0, minUs = 0, p50Us = 0, p95Us = 0, p99Us = 0, maxUs = 0;
    std::vector<float> lastUs;  // one by one, the oldest first; at most 128 of nodes
};

/// What one node took. Time is run and wait together, each run once, without what a throttle or a
/// permit held it back before its attempts: of that only `waitUs` tells.
struct ProfileNode {
    std::string key;     // NodeKey
    std::string label;   // "" = not known, as below: profiles of other programs may lack it
    std::string module;  // `stdlib.math.add`; "" = no call
    std::string group;   // of the text
    uint32_t line = 0;   // from 1; 0 = not known
    TimeSummary times;
    double cpuUs = -1;      // mean; -1 = not measured
    double waitUs = 0;      // mean: for anything but a worker
    double queueUs = 0;     // mean: was ready, and no worker was free
    double savedUs = 0;     // in all runs: by results that were there already
    double share = 0;       // of the time of all nodes, 0 … 1
    bool critical = false;  // on the chain that decided the total, in the median run
    double slackUs = 0;     // so much longer it could take without a longer run
    double withoutUs = 0;   // that the run would take if this took no time
    // That its operands and its value take, about, in the last run; -1 = not known.
    int64_t bytesIn = -1, bytesOut = -1;
    /// What the node itself does, whatever with: its operation, options and types, 32 digits, equal
    /// in every process (`ownHash` of plan/structural_hash.h); "" = not known.
    std::string ownHash;
    std::optional<NodeWaits> waits;  // of waitUs, the mean; nothing = not known

    /// Of the wait, that which is no part of its times.
    double heldUs() const { return waits ? waits->heldUs() : 0; }
};

/// Why a node of the text took no time of its own. Saved: never renumber.
enum class IdleWhy : uint8_t {
    NotRun = 0,    // nobody needed it: an arm that was not taken; or it was not reached
    Part = 1,      // another node worked it out on the way, or did the same work for both
    Constant = 2,  // it was settled before the run
};

struct IdleNode {
    std::string key;  // NodeKey
    IdleWhy why = IdleWhy::NotRun;
};

struct ProfilePhase {
    std::string name;  // parse, check, plan, decode, run, encode
    TimeSummary times;
};

/// Where the time of a pipeline goes, over one run or many: what `constellation profile` tells,
/// what is saved, and what two of are compared.
struct Profile {
    std::string sourceHash;  // of the text, 32 digits
    std::string source;      // the text itself; "" = not kept
    uint32_t threads = 0;    // of workers
    uint64_t runs = 0;
    std::vector<ProfileNode> nodes;  // in source order
    std::vector<ProfilePhase> phases;
    TimeSummary total;  // of the whole run: decode, run, encode
    struct Cache {
        uint64_t hits = 0;       // results that were there already
        uint64_t misses = 0;     // that could have been, and had to be worked out
        uint64_t evictions = 0;  // of those: they had been there, and had made room for others
        uint64_t bytes = 0;      // that the results of the nodes take, those that are kept
    } cache;
    struct Pool {
        uint64_t leases = 0, hits = 0;
    } pool;
    uint64_t allocations = 0;    // of all runs; 0 = not counted
    double overheadPercent = 0;  // of the run time: what recording cost
    /// Were there results to be found? Else neither `cache` nor what it saved means anything.
    bool hasCache = false;
    double workUs = -1;  // that all workers were at nodes, the mean of the runs; -1 = not known
    /// It took results of runs before, did only a part, or did not complete: what its phases and
    /// its total took is not what the whole takes.
    bool isPart = false;
    /// The nodes of the text that are not among `nodes`, in source order. Empty = there are none,
    /// or nobody has told: profiles of other programs may lack them.
    std::vector<IdleNode> idle;
};

}  // namespace cst

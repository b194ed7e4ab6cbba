#pragma once

#include "engine/base/result.h"
#include "engine/profile/node_statistics.h"
#include "engine/profile/record.h"
#include "engine/run/status.h"
#include "engine/session/snapshot.h"
#include "engine/value/value.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cst {

/// One failure.
struct RunError {
    std::string code;  // R001 …
    std::string message;
    std::string node;  // NodeKey; "" for bad input
    std::string path;  // of bad input: `orders[3].total`
    uint32_t attempts = 0;
    SourceRange range;  // of the node in the run's text
};

/// Why a node was worked out in a run.
enum class RanBecause : uint8_t {
    None,  // it was not, or nobody keeps account
    FirstRun,
    TextChanged,      // what it does, or what it is given
    LiteralChanged,   // one that it is given
    InputChanged,     // of that name
    UpstreamChanged,  // a node of that name
    Evicted,          // its result of before had to make room
    NotKept,          // likewise nothing has changed; it was a part of another node, or is no work
    Effect,
    Afresh,  // somebody asked for all to be worked out
};

/// What happened to one node. Durations in microseconds, as in `run --json`.
struct NodeRun {
    NodeStatus status = NodeStatus::Pending;
    uint16_t attempts = 0;
    double readyUs = 0;  // since the start of the run
    double queueUs = 0;  // was ready, and no worker was free
    double waitUs = 0;   // for anything else: what its waits tell
    double runUs = 0;
    double cpuUs = -1;   // -1 = not measured
    int32_t error = -1;  // index into RunSnapshot::errors: its own, or its root cause's; -1 = none
    bool kept = false;   // its value is that of the run before
    RanBecause because = RanBecause::None;
    std::string becauseOf;    // name of the input or node that changed
    double wasUs = -1;        // it took so long in the run whose result it has; -1 = it ran itself
    uint64_t wasRun = 0;      // number of that run
    bool folded = false;      // settled before the run: a constant, or a choice
    int32_t sharedWith = -1;  // graph node that did the work and shows its time; -1 = itself
    int32_t fusedInto = -1;   // graph node that works it out on the way and shows its time
    std::string blockedBy;    // name of the missing input; "" = none
    std::string preview;      // first characters of the value, much like JSON; "" = none (yet)
    int64_t elements = -1;    // of the list or map, code points of the text; -1 = none, or not read
    int64_t bytes = -1;  // that it takes, about; -1 = no value (yet), or more than a look tells
    std::optional<RunError>
        recovered;  // what a fallback, a zero value or its consumer stands in for
    RecordKind waitsFor = RecordKind::None;  // while queued or waiting; None: a worker, its call
    std::vector<CallEvent> events;   // of a call with options: its attempts, waits and decisions
    uint32_t timedRuns = 0;          // calls that the next two are made of; 0 = not counted
    double timeoutShare = 0;         // of the last attempts of this call, those that timed out
    std::string suggestedTimeout;    // `240ms`: twice the 99th percentile; "" = too few runs
    uint64_t keptBytes = 0;          // that its result takes among those kept; 0 = not measured
    std::vector<uint32_t> askedFor;  // ports of conditional edges to it whose values it asked for
    /// Of the runs that did its work, this one included; null = none has. Nobody keeps account in
    /// a run of the command line.
    NodeStatistics::Pointer statistics;
    NodeWaits waits;  // of waitUs
    /// What it took: without what kept it back before its attempts.
    double shownUs() const { return runUs + std::max(0.0, waitUs - waits.heldUs()); }
    /// What kept it back: it was ready, and had no worker, permit or token of a throttle.
    double keptBackUs() const { return queueUs + waits.heldUs(); }
};

struct RunWarning {
    std::string code;
    std::string message;
    std::string name;
};

/// One declared output: its value, or why there is none.
struct OutputValue {
    std::string name;
    TypeId type;
    bool ready = false;
    bool stale = false;  // it needs an effect that a live run does not do
    Value value;         // meaningful if ready
    std::string json;    // pretty, cut at 1 MB; "" unless ready
    std::string
        pendingReason;  // "waiting", "failed: X", "missing input: x", "cancelled"; "" if ready
};

/// Result of one expectation of a sample.
struct Expectation {
    std::string sample;
    std::string output;
    bool ok = false;
    std::string expected;  // JSON
    std::string got;       // JSON; "null" if the output has no value
    bool stale = false;    // nobody knows: it needs an effect that a live run does not do
};

struct RunTimes {
    double compileUs = 0;
    double optimiseUs = 0;  // and making ready; next to nothing once a run has done it
    double inputUs = 0;
    double runUs = 0;
    double outputUs = 0;
    double totalUs = 0;      // of these five
    double recordingUs = 0;  // of runUs: what timing the nodes has cost, all workers together
};

/// How often runs of one compiled text found their state in its pool.
struct PoolUse {
    uint64_t leases = 0;  // runs, this one included
    uint64_t hits = 0;    // of those
};

/// All that may be shown about one run at one moment. Immutable once published.
struct RunSnapshot {
    uint64_t run = 0;      // counts from 1
    SnapshotPtr compiled;  // what ran: nodes are indexes of its graph
    std::string sample;    // name of the sample, "" = the form
    RunStatus status = RunStatus::Running;
    std::vector<NodeRun> nodes;        // by index of compiled->graph->nodes
    std::string target;                // NodeKey of the only node asked for; "" = everything
    std::string asked;                 // name of its output: `a`, also for the key `out:a`
    std::vector<OutputValue> outputs;  // the target, if any, then in order of the `out` lines
    std::vector<RunError> errors;      // by place in the text; bad input: in document order
    std::vector<RunWarning> warnings;
    std::vector<std::string> missing;  // names of inputs
    std::vector<Expectation> expectations;
    RunTimes times;
    bool isLive = false;       // effects were held, not done
    uint32_t resumptions = 0;  // runs that this one goes on from
    bool canResume = false;    // what is done is kept, a run of the same pipeline may go on from it
    PoolUse pool;              // as of this report; zero for a run that was refused
    bool finished() const { return status != RunStatus::Running; }
};
using RunSnapshotPtr = std::shared_ptr<const RunSnapshot>;

}  // namespace cst

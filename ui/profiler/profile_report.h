#pragma once

#include "engine/profile/explain.h"
#include "engine/profile/flame_tree.h"
#include "engine/profile/profile.h"
#include "engine/profile/trace_shares.h"
#include "engine/session/kept_run.h"

#include <QString>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cst {

/// How a node came to its value in a run.
enum class RowWork : uint8_t {
    Own,     // it did the work
    Cached,  // its result was there already
    Shared,  // another node did the same work for both
    Fused,   // another node works it out on the way
    NotRun,  // it has done work before, but not in this run
};

/// One node of the table. Times in microseconds; below zero = not known.
struct ProfileRow {
    std::string key;  // NodeKey
    std::string label;
    std::string module;
    std::string group;
    uint32_t line = 0;
    NodeStatus status = NodeStatus::Pending;
    RowWork work = RowWork::Own;
    std::string workOf;  // key of the node that did its work; "" = itself
    QString words;       // all that a filter looks at, in lower case

    // Over its runs; null = nobody kept account.
    NodeStatistics::Pointer statistics;
    uint64_t runs = 0;
    double p50Us = -1, p95Us = -1, p99Us = -1, maxUs = -1, meanUs = -1;

    // Of this run.
    double wallUs = -1, cpuUs = -1, waitUs = -1, queueUs = -1;
    std::optional<NodeWaits> waits;  // of waitUs; nothing = not known
    double savedUs = -1;             // that its result took when it was worked out
    double share = -1;               // of the work of all nodes, 0 … 1
    double slackUs = -1;             // so much longer it could take without a longer run
    double withoutUs = 0;  // that the run would take if this took no time; meaningful with slack
    bool critical = false;
    // That its operands and its value take, about; -1 = not known.
    int64_t bytesIn = -1, bytesOut = -1;

    bool isOwn() const { return work == RowWork::Own; }
};

/// What a run came to, for a table. Immutable: any thread reads it.
struct ProfileReport {
    RunRecordPtr record;           // null = numbers only: saved, kept, or of several runs
    Profile profile;               // of this run alone, or as it was kept
    std::vector<ProfileRow> rows;  // in source order
    std::vector<Finding> findings;
    std::array<std::vector<FlameFrame>, 3> flames;  // by FlameMeasure
    TraceShares shares;
    double wallUs = 0;       // of the run, without reading inputs and writing outputs
    double wholeUs = 0;      // with them
    double pathUs = 0;       // of the longest chain
    double workUs = -1;      // that all workers did together; -1 = not known
    double efficiency = 0;   // of what they could have done, 0 … 1; meaningful with workUs
    std::size_t cached = 0;  // rows whose result was there already
};
using ProfileReportPtr = std::shared_ptr<const ProfileReport>;

/// In:   a run that has ended. Out: a row for each node that did work, in this run or before.
/// Cost: O(nodes · log nodes + spans · log spans): beside the UI thread.
ProfileReportPtr profileReport(const RunRecordPtr& record);

/// The same of a run that was kept. Where only its numbers are left, or it is made of several runs,
/// rows have what those tell: the statistics are those of its own runs.
ProfileReportPtr profileReport(const KeptRunPtr& run);

}  // namespace cst

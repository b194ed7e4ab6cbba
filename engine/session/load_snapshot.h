#pragma once

#include "engine/profile/fine_histogram.h"
#include "engine/profile/load_profile.h"
#include "engine/profile/profile.h"
#include "engine/profile/trace.h"
#include "engine/session/load_request.h"
#include "engine/session/run_snapshot.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace cst {

/// All that may be shown about a load at one moment. Immutable once published: any thread reads it.
struct LoadSnapshot {
    enum class State : uint8_t {
        WarmingUp,
        Running,
        Ending,   // nothing begins any more, and what has begun goes on
        Done,     // these two and Refused: it is over, nothing of it goes on
        Stopped,  // by somebody, before its time
        Refused,  // nothing ran: see `refused`
    };
    uint64_t load = 0;  // of its session, from 1
    uint64_t document = 0;
    State state = State::WarmingUp;
    LoadRequest request;
    SnapshotPtr compiled;  // what runs; never null
    int64_t startedAtMs = 0;
    uint64_t warmUpsEnded = 0;
    uint64_t underWay = 0;  // runs that have begun and not ended
    int64_t elapsedNs = 0;  // since the first run that counts began, so far; 0 = there was none yet
    /// Throughput and latency of the runs that have ended. Latency is from the moment that a run is
    /// asked for to its end, without reading the inputs. Those that were stopped do not count.
    LoadProfile numbers;
    std::vector<FineHistogram::Bar> latencies;
    /// Of the first run that failed, in the order of ends.
    std::optional<RunError> firstError;
    std::vector<RunError> refused;  // why nothing could run
    uint64_t otherRuns = 0;         // that were asked for meanwhile, and took their share
    bool liveWaits = false;         // live runs begin once it is over
    /// Of all runs that completed, once it is over; null = none did.
    std::shared_ptr<const Profile> profile;
    /// Likewise: when what happened in the newest of them, and in the slowest; see Trace::runs.
    std::shared_ptr<const Trace> trace;
    uint64_t cut = 0;  // runs that were under way as somebody stopped it, and do not count

    bool finished() const { return state >= State::Done; }
    /// How long it took, for all who tell that at its end: to the end of the last run that counts,
    /// as throughput is told for it. (What was stopped may have taken longer to give up.)
    int64_t tookNs() const { return numbers.whole.ended > 0 ? numbers.whole.endNs : elapsedNs; }
};
using LoadSnapshotPtr = std::shared_ptr<const LoadSnapshot>;

}  // namespace cst

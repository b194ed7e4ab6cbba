#pragma once

#include "engine/profile/critical_path.h"
#include "engine/profile/profile.h"
#include "engine/session/run_path.h"
#include "engine/session/run_snapshot.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace cst {

struct ProfileNames;
struct RunRecord;

/// Gathers runs of one snapshot to its profile. Every time is kept, so percentiles are exact
/// (nearest rank): 4 bytes a node and run, and 8 for each that waited for a worker or a permit.
/// Not thread safe.
class ProfileBuilder {
public:
    /// `names`: those of the snapshot, where they are known already.
    ProfileBuilder(SnapshotPtr compiled, unsigned threads,
                   std::shared_ptr<const ProfileNames> names = nullptr);

    /// A run that has ended. Nodes of which it took the result of a run before count as saved.
    /// `workNs`: that workers were at its nodes, see run_trace.h; 0 = not known. Cost: O(nodes ·
    /// log nodes + edges).
    void add(const RunSnapshot& run, int64_t workNs);
    /// What values take in a run, where it tells, as the last one that told. Part of add(); also of
    /// a run that does not count, as looking at values costs the run behind it time.
    void addSizes(const RunSnapshot& run);
    /// What compiling the text took once more.
    void addCompile(const PhaseTimes& times);
    std::size_t runs() const { return runUs_.size(); }
    /// The one in the middle, by the time of the whole; of an even number the quicker one. There
    /// must be one.
    std::size_t median() const;
    double medianUs() const { return totalUs_[median()]; }

    Profile profile() const;
    /// What the chain that the median run waited for took, and that whole run.
    double medianPathUs() const { return static_cast<double>(pathOf(median()).totalNs) / 1000; }
    double medianRunUs() const { return runUs_[median()]; }
    /// Of all runs: work of all workers by the time that they had, 0 … 1.
    double efficiency() const;
    double meanWorkUs() const;

private:
    struct NodeSums {
        double cpuUs = 0, waitUs = 0, queueUs = 0, savedUs = 0;
        NodeWaits waits;
        uint64_t cpuRuns = 0, runs = 0;
        int64_t bytesIn = -1, bytesOut = -1;  // of the last run that told
        std::optional<IdleWhy> idle;          // likewise; see whyIdle()
    };
    static constexpr float kNone = -1;  // it did no work of its own in that run

    void countCache(const RunSnapshot& run);
    std::vector<float> timesOf(uint32_t node) const;
    CriticalPath pathOf(std::size_t run) const;
    void addNodes(Profile& profile) const;
    void addPhases(Profile& profile) const;

    const SnapshotPtr compiled_;
    const unsigned threads_;
    const std::shared_ptr<const ProfileNames> names_;  // null = to be looked up
    // By run:
    std::vector<std::vector<float>> tookUs_;  // by node
    std::vector<uint32_t> edgesOf_;           // into edges_
    std::vector<float> totalUs_, decodeUs_, runUs_, encodeUs_, workUs_;
    std::vector<std::vector<PathEdge>> edges_;  // those that differ: nearly always one
    struct OfRun {
        std::vector<MadeRoom> madeRoom;
        std::vector<PacedNode> paced;
    };
    std::vector<OfRun> ofRun_;
    std::vector<NodeSums> sums_;  // by node
    std::vector<float> parseUs_, checkUs_, planUs_;
    double recordingUs_ = 0;
    PoolUse pool_;
    Profile::Cache cache_;
    bool hasCache_ = false;
};

/// What the whole run took: to read its inputs, to run, and to write its outputs; Profile::total of
/// that run. Compiling and optimising are not of a run. Whatever tells how long a run took and says
/// no more tells this.
double wholeRunUs(const RunTimes& times);

/// What one run came to, for whoever shows, keeps, exports or compares it: its nodes, its phases
/// with those of the compile, and what all workers did where it has a trace. A run that did not
/// begin has a profile without runs. Cost: about 1.5 us a node, and O(spans). Any thread.
Profile profileOf(const RunRecord& record);

/// The same of several: most of the cost is names, which runs of one snapshot share.
std::vector<Profile> profilesOf(const std::vector<std::shared_ptr<const RunRecord>>& records);

}  // namespace cst

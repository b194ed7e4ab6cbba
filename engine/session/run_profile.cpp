#include "engine/session/run_profile.h"

#include "engine/profile/run_trace.h"
#include "engine/profile/time_summary.h"
#include "engine/session/profile_rows.h"
#include "engine/session/run_path.h"
#include "engine/session/run_record.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace cst {
namespace {

double sum(const std::vector<float>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

float fromNs(int64_t ns) {
    return static_cast<float>(static_cast<double>(ns) / 1000);
}

/// Did it come to its end with everything worked out in it, and nothing taken from runs before? Of
/// another one nobody knows what the whole takes.
bool didAll(const RunSnapshot& run) {
    return run.status == RunStatus::Completed && run.target.empty() &&
           run.compiled->errorCount == 0 &&
           std::none_of(run.nodes.begin(), run.nodes.end(), [](const NodeRun& node) {
               return node.kept || node.wasUs >= 0 || node.status == NodeStatus::Cached ||
                      node.status == NodeStatus::Stale;
           });
}

}  // namespace

ProfileBuilder::ProfileBuilder(SnapshotPtr compiled, unsigned threads, ProfileNamesPtr names)
    : compiled_(std::move(compiled)),
      threads_(threads),
      names_(std::move(names)),
      sums_(compiled_->graph->nodes.size()) {}

void ProfileBuilder::add(const RunSnapshot& run, int64_t workNs) {
    std::vector<float> took(run.nodes.size(), kNone);
    for (uint32_t node = 0; node < run.nodes.size(); ++node) {
        const NodeRun& row = run.nodes[node];
        NodeSums& sums = sums_[node];
        sums.savedUs += row.wasUs > 0 ? row.wasUs : 0;
        if (!hasOwnTime(run, node)) {
            sums.idle = whyIdle(run, node);
            continue;
        }
        took[node] = static_cast<float>(row.shownUs());
        ++sums.runs;
        sums.waitUs += row.waitUs;
        sums.queueUs += row.queueUs;
        sums.waits.add(row.waits);
        if (row.cpuUs >= 0) {
            ++sums.cpuRuns;
            sums.cpuUs += row.cpuUs;
        }
    }
    OfRun& own = ofRun_.emplace_back(OfRun{madeRoomIn(run), {}});
    for (uint32_t node = 0; node < run.nodes.size(); ++node) {
        if (const double us = pacedUs(run.nodes[node]); us > 0 && took[node] != kNone) {
            own.paced.push_back({node, std::llround(us * 1000)});
        }
    }
    tookUs_.push_back(std::move(took));
    std::vector<PathEdge> edges = pathEdgesOf(run);
    const auto isSame = [&](const std::vector<PathEdge>& other) {
        return std::equal(
            edges.begin(), edges.end(), other.begin(), other.end(),
            [](const PathEdge& a, const PathEdge& b) { return a.from == b.from && a.to == b.to; });
    };
    if (edges_.empty() || !isSame(edges_.back())) {
        edges_.push_back(std::move(edges));
    }
    edgesOf_.push_back(static_cast<uint32_t>(edges_.size() - 1));
    decodeUs_.push_back(static_cast<float>(run.times.inputUs));
    runUs_.push_back(static_cast<float>(run.times.runUs));
    encodeUs_.push_back(static_cast<float>(run.times.outputUs));
    totalUs_.push_back(static_cast<float>(wholeRunUs(run.times)));
    workUs_.push_back(fromNs(workNs));
    addSizes(run);
    countCache(run);
    recordingUs_ += run.times.recordingUs;
    pool_ = run.pool;
}

void ProfileBuilder::addSizes(const RunSnapshot& run) {
    const std::vector<int64_t> bytesIn = bytesInOf(run);
    for (uint32_t node = 0; node < bytesIn.size(); ++node) {
        NodeSums& sums = sums_[node];
        sums.bytesIn = bytesIn[node] < 0 ? sums.bytesIn : bytesIn[node];
        sums.bytesOut = run.nodes[node].bytes < 0 ? sums.bytesOut : run.nodes[node].bytes;
    }
}

/// Where results of before are looked for, each node that did its work knows why. What has effects
/// is never looked for, nor is anything if all is to be worked out.
void ProfileBuilder::countCache(const RunSnapshot& run) {
    cache_.bytes = 0;
    for (const NodeRun& row : run.nodes) {
        const bool isHit = row.status == NodeStatus::Cached || row.wasUs >= 0;
        const bool isMiss = row.because != RanBecause::None && row.because != RanBecause::Effect &&
                            row.because != RanBecause::Afresh;
        hasCache_ = hasCache_ || isHit || row.because != RanBecause::None;
        cache_.hits += isHit ? 1 : 0;
        cache_.misses += !isHit && isMiss ? 1 : 0;
        cache_.evictions += row.because == RanBecause::Evicted ? 1 : 0;
        cache_.bytes += row.keptBytes;
    }
}

void ProfileBuilder::addCompile(const PhaseTimes& times) {
    parseUs_.push_back(fromNs(times.parse));
    checkUs_.push_back(fromNs(times.check));
    planUs_.push_back(fromNs(times.plan));
}

std::size_t ProfileBuilder::median() const {
    std::vector<std::size_t> order(totalUs_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return totalUs_[a] < totalUs_[b]; });
    return order[(order.size() - 1) / 2];
}

std::vector<float> ProfileBuilder::timesOf(uint32_t node) const {
    std::vector<float> times;
    for (const std::vector<float>& run : tookUs_) {
        if (run[node] != kNone) {
            times.push_back(run[node]);
        }
    }
    return times;
}

CriticalPath ProfileBuilder::pathOf(std::size_t run) const {
    std::vector<int64_t> tookNs(tookUs_[run].size());
    std::transform(tookUs_[run].begin(), tookUs_[run].end(), tookNs.begin(), [](float us) {
        return us == kNone ? 0 : std::llround(static_cast<double>(us) * 1000);
    });
    return criticalPathPaced(std::move(tookNs), edges_[edgesOf_[run]], ofRun_[run].madeRoom,
                             ofRun_[run].paced);
}

Profile ProfileBuilder::profile() const {
    Profile profile;
    profile.sourceHash = sourceHashOf(*compiled_);
    profile.source = compiled_->text->bytes();
    profile.threads = threads_;
    profile.runs = runs();
    profile.pool = {pool_.leases, pool_.hits};
    profile.cache = cache_;
    profile.hasCache = hasCache_;
    if (runs() > 0) {
        addNodes(profile);
        profile.total = summaryOf(totalUs_, kMostOfRun);
        const double workUs = meanWorkUs();
        profile.workUs = workUs > 0 ? workUs : -1;  // nobody has told
        profile.overheadPercent = 100 * recordingUs_ / std::max(sum(runUs_), 1e-3);
    }
    addPhases(profile);
    return profile;
}

void ProfileBuilder::addNodes(Profile& profile) const {
    const std::size_t middle = median();
    const CriticalPath path = pathOf(middle);
    const ProfileNamesPtr names = names_ ? names_ : std::make_shared<ProfileNames>(compiled_);
    const ProfileRows rows(*names, path, runUs_[middle]);
    for (uint32_t index = 0; index < sums_.size(); ++index) {
        const NodeSums& sums = sums_[index];
        if (sums.runs == 0 && sums.savedUs == 0) {
            if (sums.idle) {
                const std::string_view key = compiled_->graph->nodes[NodeId(index)].key;
                profile.idle.push_back({std::string(key), *sums.idle});
            }
            continue;
        }
        ProfileNode node = rows.rowOf(index);
        node.times = summaryOf(timesOf(index), kMostOfNode);
        const auto runs = static_cast<double>(std::max<uint64_t>(sums.runs, 1));
        node.cpuUs = sums.cpuRuns == 0 ? -1 : sums.cpuUs / static_cast<double>(sums.cpuRuns);
        node.waitUs = sums.waitUs / runs;
        node.queueUs = sums.queueUs / runs;
        node.waits = sums.waits.by(1 / runs);
        node.savedUs = sums.savedUs;
        node.bytesIn = sums.bytesIn;
        node.bytesOut = sums.bytesOut;
        profile.nodes.push_back(std::move(node));
    }
    ProfileRows::setShares(profile.nodes);
}

void ProfileBuilder::addPhases(Profile& profile) const {
    const std::pair<const char*, const std::vector<float>*> phases[] = {
        {"parse", &parseUs_},   {"check", &checkUs_}, {"plan", &planUs_},
        {"decode", &decodeUs_}, {"run", &runUs_},     {"encode", &encodeUs_}};
    for (const auto& [name, times] : phases) {
        profile.phases.push_back({name, summaryOf(*times, kMostOfRun)});
    }
}

double ProfileBuilder::efficiency() const {
    const double wall = sum(runUs_) * threads_;
    return wall > 0 ? sum(workUs_) / wall : 0;
}

double ProfileBuilder::meanWorkUs() const {
    return workUs_.empty() ? 0 : sum(workUs_) / static_cast<double>(workUs_.size());
}

double wholeRunUs(const RunTimes& times) {
    return times.inputUs + times.runUs + times.outputUs;
}

namespace {

Profile profileWith(const RunRecord& record, ProfileNamesPtr names) {
    const RunSnapshot& run = *record.run;
    ProfileBuilder builder(run.compiled, record.threads, std::move(names));
    builder.addCompile(run.compiled->times);
    if (run.nodes.size() == run.compiled->graph->nodes.size()) {  // else it was refused
        builder.add(run, record.trace ? workNs(*record.trace) : 0);
    }
    Profile profile = builder.profile();
    profile.isPart = !didAll(run);
    return profile;
}

}  // namespace

Profile profileOf(const RunRecord& record) {
    return profileWith(record, nullptr);
}

std::vector<Profile> profilesOf(const std::vector<RunRecordPtr>& records) {
    std::unordered_map<SnapshotPtr, ProfileNamesPtr> known;
    std::vector<Profile> profiles;
    profiles.reserve(records.size());
    for (const RunRecordPtr& record : records) {
        ProfileNamesPtr& names = known[record->run->compiled];
        if (!names) {
            names = std::make_shared<const ProfileNames>(record->run->compiled);
        }
        profiles.push_back(profileWith(*record, names));
    }
    return profiles;
}

}  // namespace cst

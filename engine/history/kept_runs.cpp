#include "engine/history/kept_runs.h"

#include "engine/base/check.h"
#include "engine/history/history_line.h"
#include "engine/session/run_profile.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace cst {
namespace {

constexpr std::size_t kMostOfNode = 128;
constexpr std::size_t kMostOfRun = 100'000;

/// Times of several runs.
class Times {
public:
    void add(const TimeSummary& one) {
        if (one.count == 0) {
            return;
        }
        const auto count = static_cast<double>(one.count);
        minUs_ = count_ == 0 ? one.minUs : std::min(minUs_, one.minUs);
        maxUs_ = std::max(maxUs_, one.maxUs);
        sumUs_ += one.meanUs * count;
        count_ += one.count;
        if (one.lastUs.empty()) {  // another program's: all that is known of it
            all_.push_back(static_cast<float>(one.p50Us));
        }
        all_.insert(all_.end(), one.lastUs.begin(), one.lastUs.end());
    }
    TimeSummary summary(std::size_t mostLast) const {
        TimeSummary summary = summaryOf(all_, mostLast);
        summary.count = count_;
        summary.meanUs = count_ == 0 ? 0 : sumUs_ / static_cast<double>(count_);
        summary.minUs = minUs_;
        summary.maxUs = maxUs_;
        return summary;
    }

private:
    std::vector<float> all_;
    uint64_t count_ = 0;
    double sumUs_ = 0, minUs_ = 0, maxUs_ = 0;
};

bool foundResults(const Profile& profile) {
    return std::any_of(profile.nodes.begin(), profile.nodes.end(),
                       [](const ProfileNode& node) { return node.savedUs > 0; });
}

/// Those that did all of the work; all of them if none did.
std::vector<const Profile*> wholeOnes(const std::vector<const Profile*>& all) {
    std::vector<const Profile*> whole;
    std::copy_if(all.begin(), all.end(), std::back_inserter(whole),
                 [](const Profile* one) { return !foundResults(*one); });
    return whole.empty() ? all : whole;
}

/// The one in the middle: what is true of one run only (critical path, slack) is taken from it.
const Profile& middleOf(std::vector<const Profile*> all) {
    std::stable_sort(all.begin(), all.end(), [](const Profile* a, const Profile* b) {
        return a->total.p50Us < b->total.p50Us;
    });
    return *all[(all.size() - 1) / 2];
}

class NodeSums {
public:
    void add(const ProfileNode& node) {
        if (known_.key.empty() || node.times.count > 0) {
            known_ = node;
        }
        times_.add(node.times);
        const auto count = static_cast<double>(node.times.count);
        waitUs_ += node.waitUs * count;
        queueUs_ += node.queueUs * count;
        savedUs_ += node.savedUs;
        count_ += count;
        if (node.cpuUs >= 0) {
            cpuUs_ += node.cpuUs * count;
            cpuCount_ += count;
        }
    }
    ProfileNode node() const {
        ProfileNode node = known_;
        node.times = times_.summary(kMostOfNode);
        node.cpuUs = cpuCount_ > 0 ? cpuUs_ / cpuCount_ : -1;
        node.waitUs = count_ > 0 ? waitUs_ / count_ : 0;
        node.queueUs = count_ > 0 ? queueUs_ / count_ : 0;
        node.savedUs = savedUs_;
        return node;
    }

private:
    ProfileNode known_;  // its names
    Times times_;
    double waitUs_ = 0, queueUs_ = 0, savedUs_ = 0, cpuUs_ = 0, cpuCount_ = 0, count_ = 0;
};

void mergeNodes(const std::vector<const Profile*>& all, Profile& merged) {
    std::vector<NodeSums> sums;
    std::unordered_map<std::string, std::size_t> places;  // by key
    for (const Profile* profile : all) {
        for (const ProfileNode& node : profile->nodes) {
            const auto place = places.emplace(node.key, sums.size()).first->second;
            sums.resize(std::max(sums.size(), place + 1));
            sums[place].add(node);
        }
    }
    double worked = 0;
    for (const NodeSums& sum : sums) {
        merged.nodes.push_back(sum.node());
        const TimeSummary& times = merged.nodes.back().times;
        worked += times.meanUs * static_cast<double>(times.count);
    }
    std::unordered_map<std::string_view, const ProfileNode*> inMiddle;
    const Profile& middle = middleOf(wholeOnes(all));
    for (const ProfileNode& node : middle.nodes) {
        inMiddle[node.key] = &node;
    }
    for (ProfileNode& node : merged.nodes) {
        node.share =
            worked > 0 ? node.times.meanUs * static_cast<double>(node.times.count) / worked : 0;
        const auto found = inMiddle.find(node.key);
        node.critical = found != inMiddle.end() && found->second->critical;
        node.slackUs = found == inMiddle.end() ? 0 : found->second->slackUs;
        node.withoutUs = found == inMiddle.end() ? middle.total.p50Us : found->second->withoutUs;
    }
    // In the order of the text, also those that the first run did not do.
    std::stable_sort(merged.nodes.begin(), merged.nodes.end(),
                     [](const ProfileNode& a, const ProfileNode& b) { return a.line < b.line; });
}

void mergePhases(const std::vector<const Profile*>& all, Profile& merged) {
    std::vector<std::string> names;
    std::map<std::string, Times> times;
    for (const Profile* profile : all) {
        for (const ProfilePhase& phase : profile->phases) {
            if (times.find(phase.name) == times.end()) {
                names.push_back(phase.name);
            }
            times[phase.name].add(phase.times);
        }
    }
    for (const std::string& name : names) {
        merged.phases.push_back({name, times[name].summary(kMostOfRun)});
    }
}

void mergeCounters(const std::vector<const Profile*>& all, Profile& merged) {
    double overhead = 0;
    for (const Profile* one : all) {
        merged.threads = one->threads;
        merged.runs += one->runs;
        merged.cache.hits += one->cache.hits;
        merged.cache.misses += one->cache.misses;
        merged.cache.evictions += one->cache.evictions;
        merged.cache.bytes = std::max(merged.cache.bytes, one->cache.bytes);
        merged.pool.leases = std::max(merged.pool.leases, one->pool.leases);  // of all so far
        merged.pool.hits = std::max(merged.pool.hits, one->pool.hits);
        merged.allocations += one->allocations;
        overhead += one->overheadPercent * static_cast<double>(one->runs);
    }
    merged.overheadPercent = merged.runs == 0 ? 0 : overhead / static_cast<double>(merged.runs);
}

}  // namespace

KeptRunPtr keptRunOf(const RunRecordPtr& record) {
    auto light = std::make_shared<RunRecord>(*record);
    auto run = std::make_shared<RunSnapshot>(*record->run);
    for (OutputValue& output : run->outputs) {
        output.value = Value();
    }
    light->run = std::move(run);
    auto kept = std::make_shared<KeptRun>();
    kept->kind = record->run->isLive ? KeptRun::Kind::Live : KeptRun::Kind::Run;
    kept->id = newRunId(record->startedAtMs);
    kept->title = record->run->sample;
    kept->startedAtMs = record->startedAtMs;
    kept->profile = std::make_shared<const Profile>(profileOf(*record));
    kept->record = std::move(light);
    return kept;
}

KeptRunPtr numbersOf(const KeptRun& run) {
    auto numbers = std::make_shared<KeptRun>(run);
    numbers->record = nullptr;
    numbers->trace = nullptr;
    return numbers;
}

namespace {

std::size_t bytesOf(const Trace& trace) {
    std::size_t bytes = sizeof(std::string) * trace.labels.size();
    for (const TraceLane& lane : trace.lanes) {
        for (const auto& row : lane.rows) {
            bytes += sizeof(Span) * row.size();
        }
    }
    return bytes;
}

}  // namespace

std::size_t bytesOf(const KeptRun& run) {
    constexpr std::size_t kNames = 64;         // of a node
    constexpr std::size_t kSnapshotByte = 40;  // what was compiled, for a byte of text
    std::size_t bytes = run.profile->source.size() + 4 * run.profile->total.lastUs.size();
    for (const ProfileNode& node : run.profile->nodes) {
        bytes += sizeof node + kNames + 4 * node.times.lastUs.size();
    }
    bytes += run.trace ? bytesOf(*run.trace) : 0;
    if (!run.record) {
        return bytes;
    }
    bytes += kSnapshotByte * run.profile->source.size();
    bytes += (sizeof(NodeRun) + kNames) * run.record->run->nodes.size();
    for (const OutputValue& output : run.record->run->outputs) {
        bytes += output.json.size();
    }
    return bytes + (run.record->trace ? bytesOf(*run.record->trace) : 0);
}

KeptRunPtr mergedVersion(const std::vector<KeptRunPtr>& runs) {
    CST_CHECK(!runs.empty(), "no run to put together");
    std::vector<const Profile*> all;
    auto merged = std::make_shared<KeptRun>();
    merged->kind = KeptRun::Kind::Version;
    for (const KeptRunPtr& run : runs) {
        all.push_back(run->profile.get());
        merged->startedAtMs = std::max(merged->startedAtMs, run->startedAtMs);
    }
    auto profile = std::make_shared<Profile>();
    profile->sourceHash = all.front()->sourceHash;
    profile->source = all.front()->source;
    mergeCounters(all, *profile);
    mergeNodes(all, *profile);
    mergePhases(all, *profile);
    Times total;
    for (const Profile* one : wholeOnes(all)) {
        total.add(one->total);
    }
    profile->total = total.summary(kMostOfRun);
    merged->profile = std::move(profile);
    return merged;
}

}  // namespace cst

#include "engine/profile/version_profile.h"

#include "engine/base/check.h"
#include "engine/profile/time_summary.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace cst {
namespace {

using Profiles = std::vector<const Profile*>;

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
        if (count > 0) {
            areWaitsKnown_ = areWaitsKnown_ && node.waits;
            waits_.add(node.waits.value_or(NodeWaits()), count);
        }
        savedUs_ += node.savedUs;
        count_ += count;
        if (node.cpuUs >= 0) {
            cpuUs_ += node.cpuUs * count;
            cpuCount_ += count;
        }
    }
    /// Without what is true of one run only.
    ProfileNode node() const {
        ProfileNode node = known_;
        node.times = times_.summary(kMostOfNode);
        node.cpuUs = cpuCount_ > 0 ? cpuUs_ / cpuCount_ : -1;
        node.waitUs = count_ > 0 ? waitUs_ / count_ : 0;
        node.queueUs = count_ > 0 ? queueUs_ / count_ : 0;
        node.waits = std::nullopt;
        if (areWaitsKnown_) {
            node.waits = waits_.by(count_ > 0 ? 1 / count_ : 0);
        }
        node.savedUs = savedUs_;
        node.critical = false;
        node.slackUs = node.withoutUs = 0;
        return node;
    }

private:
    ProfileNode known_;  // its names
    Times times_;
    double waitUs_ = 0, queueUs_ = 0, savedUs_ = 0, cpuUs_ = 0, cpuCount_ = 0, count_ = 0;
    NodeWaits waits_;
    bool areWaitsKnown_ = true;
};

void mergeNodes(const Profiles& all, Profile& merged) {
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
        const ProfileNode& node = merged.nodes.emplace_back(sum.node());
        worked += node.times.meanUs * static_cast<double>(node.times.count);
    }
    for (ProfileNode& node : merged.nodes) {
        const double own = node.times.meanUs * static_cast<double>(node.times.count);
        node.share = worked > 0 ? own / worked : 0;
    }
    // In the order of the text, also those that the first run did not do.
    std::stable_sort(merged.nodes.begin(), merged.nodes.end(),
                     [](const ProfileNode& a, const ProfileNode& b) { return a.line < b.line; });
}

/// Those that did no work in any of the runs, as the newest of them tells.
void mergeIdle(const Profile& newest, Profile& merged) {
    std::unordered_set<std::string_view> worked;
    for (const ProfileNode& node : merged.nodes) {
        worked.insert(node.key);
    }
    std::copy_if(newest.idle.begin(), newest.idle.end(), std::back_inserter(merged.idle),
                 [&](const IdleNode& node) { return worked.find(node.key) == worked.end(); });
}

const TimeSummary& runPhaseOf(const Profile& profile) {
    const auto found = std::find_if(profile.phases.begin(), profile.phases.end(),
                                    [](const ProfilePhase& phase) { return phase.name == "run"; });
    return found == profile.phases.end() ? profile.total : found->times;
}

/// What is true of one run only is taken from the one in the middle.
void takePath(Profiles whole, Profile& merged) {
    std::stable_sort(whole.begin(), whole.end(), [](const Profile* a, const Profile* b) {
        return a->total.p50Us < b->total.p50Us;
    });
    const Profile& middle = *whole[(whole.size() - 1) / 2];
    std::unordered_map<std::string_view, const ProfileNode*> nodes;
    for (const ProfileNode& node : middle.nodes) {
        nodes[node.key] = &node;
    }
    for (ProfileNode& node : merged.nodes) {
        const auto found = nodes.find(node.key);
        const bool isThere = found != nodes.end();
        node.critical = isThere && found->second->critical;
        node.slackUs = isThere ? found->second->slackUs : 0;
        node.withoutUs = isThere ? found->second->withoutUs : runPhaseOf(middle).p50Us;
    }
}

void mergePhases(const Profiles& whole, Profile& merged) {
    std::vector<std::string> names;
    std::map<std::string, Times> times;
    for (const Profile* profile : whole) {
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

void mergeCounters(const Profiles& all, Profile& merged) {
    double overhead = 0;
    for (const Profile* one : all) {
        merged.threads = one->threads;
        merged.runs += one->runs;
        merged.hasCache = merged.hasCache || one->hasCache;
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

void mergeWhole(const Profiles& whole, Profile& merged) {
    Times total;
    double workUs = 0;
    std::size_t told = 0;
    for (const Profile* one : whole) {
        total.add(one->total);
        workUs += std::max(one->workUs, 0.0);
        told += one->workUs >= 0 ? 1 : 0;
    }
    merged.total = total.summary(kMostOfRun);
    merged.workUs = told > 0 ? workUs / static_cast<double>(told) : -1;
    mergePhases(whole, merged);
    takePath(whole, merged);
}

}  // namespace

bool isWhole(const Profile& profile) {
    const auto hasNoTime = [](const ProfileNode& node) {
        return node.times.count == 0 && node.savedUs > 0;
    };
    return !profile.isPart && profile.total.count > 0 &&
           (profile.runs != 1 || profile.cache.hits == 0) &&
           std::none_of(profile.nodes.begin(), profile.nodes.end(), hasNoTime);
}

Profile versionProfile(const Profiles& runs) {
    CST_CHECK(!runs.empty(), "no run to put together");
    Profile merged;
    merged.sourceHash = runs.front()->sourceHash;
    merged.source = runs.front()->source;
    mergeCounters(runs, merged);
    mergeNodes(runs, merged);
    mergeIdle(*runs.back(), merged);
    Profiles whole;
    std::copy_if(runs.begin(), runs.end(), std::back_inserter(whole),
                 [](const Profile* one) { return isWhole(*one); });
    merged.isPart = whole.empty();
    if (!whole.empty()) {
        mergeWhole(whole, merged);
    }
    return merged;
}

}  // namespace cst

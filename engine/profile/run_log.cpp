#include "engine/profile/run_log.h"

#include <utility>

namespace cst {
namespace {

/// Is all still there that was written since `before`?
bool isThere(const Recorder::Position& before, const Recorder::Position& now) {
    for (std::size_t ring = 0; ring < now.size(); ++ring) {
        const uint64_t first = ring < before.size() ? before[ring] : 0;
        // One more than the ring holds may be half overwritten already.
        if (now[ring] >= first + RecordRing::kRecords) {
            return false;
        }
    }
    return true;
}

}  // namespace

void RunLog::add(const LoggedRun& run, Recorder::Position before) {
    if (entries_.size() < kMostRuns) {
        entries_.push_back({run, std::move(before)});
    } else {
        entries_[ended_ % kMostRuns] = {run, std::move(before)};
    }
    ++ended_;
    if (ended_ > kMostPlaces) {
        entries_[(ended_ - kMostPlaces - 1) % kMostRuns].before = {};
    }
}

std::vector<LoggedRun> RunLog::newest(const Recorder::Position& now) const {
    std::vector<LoggedRun> runs;
    runs.reserve(entries_.size());
    for (uint64_t i = ended_ - entries_.size(); i < ended_; ++i) {
        const Entry& entry = entries_[i % kMostRuns];
        runs.push_back(entry.run);
        runs.back().isWhole = ended_ - i <= kMostPlaces && isThere(entry.before, now);
    }
    return runs;
}

}  // namespace cst

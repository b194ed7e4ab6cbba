#include "engine/session/recent_runs.h"

#include "engine/session/kept_runs.h"

#include <algorithm>
#include <utility>

namespace cst {

void RecentRuns::add(RunRecordPtr record) {
    const bool isLive = record->run->isLive;
    runs_.push_back(std::move(record));
    const auto isLikeIt = [&](const RunRecordPtr& run) { return run->run->isLive == isLive; };
    const auto count =
        static_cast<std::size_t>(std::count_if(runs_.begin(), runs_.end(), isLikeIt));
    if (count > (isLive ? kLive : kAsked)) {
        runs_.erase(std::find_if(runs_.begin(), runs_.end(), isLikeIt));
    }
}

std::vector<RunRecordPtr> RecentRuns::ofText(const std::string& sourceHash) const {
    std::vector<RunRecordPtr> runs;
    std::copy_if(runs_.begin(), runs_.end(), std::back_inserter(runs),
                 [&](const RunRecordPtr& run) { return run->sourceHash == sourceHash; });
    return runs;
}

std::vector<RunRecordPtr> RecentRuns::heavy() const {
    std::vector<RunRecordPtr> runs;
    std::copy_if(runs_.begin(), runs_.end(), std::back_inserter(runs),
                 [](const RunRecordPtr& run) { return hasValues(*run); });
    runs.resize(runs.size() - std::min(runs.size(), kWithValues));
    return runs;
}

void RecentRuns::replace(const RunRecordPtr& run, RunRecordPtr by) {
    const auto found = std::find(runs_.begin(), runs_.end(), run);
    if (found != runs_.end()) {
        *found = std::move(by);
    }
}

}  // namespace cst

#include "engine/history/whole_runs.h"

#include "engine/session/kept_runs.h"

#include <algorithm>

namespace cst {

bool isWhole(const Profile& profile) {
    const auto hasNoTime = [](const ProfileNode& node) {
        return node.times.count == 0 && node.savedUs > 0;
    };
    return profile.total.count > 0 && (profile.runs != 1 || profile.cache.hits == 0) &&
           std::none_of(profile.nodes.begin(), profile.nodes.end(), hasNoTime);
}

KeptRunPtr wholeRunsOf(const KeptRunPtr& run, const std::vector<RunRecordPtr>& runs) {
    const bool isItself = isWhole(*run->profile);
    if (isItself && run->kind != KeptRun::Kind::Live) {
        return run;
    }
    std::vector<RunRecordPtr> whole;
    for (const RunRecordPtr& one : runs) {
        const bool isOfText = one->sourceHash == run->profile->sourceHash;
        if (isOfText && one->run->status == RunStatus::Completed &&
            isWhole(*keptVersion({one})->profile)) {
            whole.push_back(one);
        }
    }
    if (!whole.empty()) {
        return keptVersion(whole);
    }
    return isItself ? run : nullptr;
}

}  // namespace cst

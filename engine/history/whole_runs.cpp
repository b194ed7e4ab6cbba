#include "engine/history/whole_runs.h"

#include "engine/session/kept_runs.h"
#include "engine/session/run_profile.h"

#include <algorithm>
#include <iterator>

namespace cst {

KeptRunPtr wholeRunsOf(const KeptRunPtr& run, const std::vector<RunRecordPtr>& runs) {
    const bool isItself = isWhole(*run->profile);
    if (isItself && run->kind != KeptRun::Kind::Live) {
        return run;
    }
    std::vector<RunRecordPtr> ofText, whole;
    std::copy_if(
        runs.begin(), runs.end(), std::back_inserter(ofText),
        [&](const RunRecordPtr& one) { return one->sourceHash == run->profile->sourceHash; });
    const std::vector<Profile> profiles = profilesOf(ofText);
    for (std::size_t i = 0; i < ofText.size(); ++i) {
        if (isWhole(profiles[i])) {
            whole.push_back(ofText[i]);
        }
    }
    if (!whole.empty()) {
        return keptVersion(whole);
    }
    return isItself ? run : nullptr;
}

}  // namespace cst

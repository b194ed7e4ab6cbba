// Any bytes as a saved profile and as a budget: reading never crashes, what is refused is told, and
// what is read can be written, and is the same then, also to a comparison. Whatever a profile
// holds, it can be held against the budget, explained, drawn and exported.

#include "engine/profile/budget.h"
#include "engine/profile/comparison.h"
#include "engine/profile/explain.h"
#include "engine/profile/export_csv.h"
#include "engine/profile/flame_tree.h"
#include "engine/profile/profile_file.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void use(const cst::Profile& profile) {
    const cst::Comparison same = cst::compareProfiles(profile, profile);
    require(same.verdict == cst::WholeVerdict::Same || same.verdict == cst::WholeVerdict::Unknown);
    require(same.nodes.size() == profile.nodes.size());
    for (const cst::ComparedTime& row : same.nodes) {
        require(row.verdict == cst::ChangeVerdict::Same && row.noiseLow <= row.noiseHigh);
    }
    const cst::Budget budget{{{"", "p95Us", 1}, {"a", "cpuUs", 1}}};
    require(cst::breaches(profile, budget).size() <= 2);
    require(!cst::flameTree(profile, cst::FlameMeasure::Wall).empty());
    require(!cst::profileCsv(profile).empty());
    for (const cst::Finding& finding : cst::explain(profile, {})) {
        require(finding.share >= 0 && finding.share <= 1);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const cst::Result<cst::Profile> profile = cst::readProfile(bytes);
    const cst::Result<cst::Budget> budget = cst::readBudget(bytes);
    require(profile.ok() || !profile.error().message.empty());
    require(budget.ok() || !budget.error().message.empty());
    if (!profile.ok()) {
        return 0;
    }
    const std::string written = cst::profileJson(*profile);
    const cst::Result<cst::Profile> again = cst::readProfile(written);
    require(again.ok() && cst::profileJson(*again) == written);
    use(*profile);
    return 0;
}

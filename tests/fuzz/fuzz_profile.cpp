// Any bytes as a saved profile and as a budget: reading never crashes, what is refused is told, and
// what is read can be written, and is the same then.

#include "engine/profile/budget.h"
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
    return 0;
}

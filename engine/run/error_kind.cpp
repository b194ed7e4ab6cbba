#include "engine/run/error_kind.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cst {

const char* errorKind(std::string_view code) {
    constexpr std::array<std::pair<std::string_view, const char*>, 14> kKinds{{
        {"R001", "module"},
        {"R002", "timeout"},
        {"R003", "retries"},
        {"R004", "division-by-zero"},
        {"R005", "empty-list"},
        {"R006", "length-mismatch"},
        {"R007", "input-type"},
        {"R008", "unexpected-input"},
        {"R009", "no-match"},
        {"R010", "cancelled"},
        {"R011", "upstream"},
        {"R012", "module-missing"},
        {"R013", "queue-full"},
        {"R014", "resume-conflict"},
    }};
    const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                    [&](const auto& row) { return row.first == code; });
    return found == kKinds.end() ? "internal" : found->second;
}

}  // namespace cst

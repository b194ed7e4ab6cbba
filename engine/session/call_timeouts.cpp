#include "engine/session/call_timeouts.h"

#include "engine/syntax/literals.h"

#include <array>

namespace cst {

std::span<const CallTimeoutPreset> callTimeoutPresets() {
    using namespace std::chrono_literals;
    static constexpr std::array<CallTimeoutPreset, 6> kPresets{{
        {"fast", 100ms},
        {"standard", 3s},
        {"io", 10s},
        {"external", 30s},
        {"inference", 60s},
        {"batch", 5min},
    }};
    return kPresets;
}

std::optional<std::chrono::nanoseconds> callTimeout(std::string_view text) {
    if (text == "none") {
        return std::chrono::nanoseconds(0);
    }
    for (const CallTimeoutPreset& preset : callTimeoutPresets()) {
        if (text == preset.name) {
            return preset.limit;
        }
    }
    constexpr int64_t kYearMs = 366LL * 24 * 3600 * 1000;
    const bool isDuration = !text.empty() && text.front() >= '0' && text.front() <= '9';
    const std::optional<int64_t> ms = isDuration ? durationMs(text) : std::nullopt;
    const bool isGood = ms && *ms > 0 && *ms <= kYearMs;
    return isGood ? std::optional<std::chrono::nanoseconds>(std::chrono::milliseconds(*ms))
                  : std::nullopt;
}

std::string callTimeoutNames() {
    std::string names = "none";
    for (const CallTimeoutPreset& preset : callTimeoutPresets()) {
        names += ", " + std::string(preset.name);
    }
    return names;
}

}  // namespace cst

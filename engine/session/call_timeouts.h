#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cst {

/// A limit for calls with effects that have no other; chosen in the settings, none by default.
/// Source: optimisations 9.
struct CallTimeoutPreset {
    std::string_view name;
    std::chrono::milliseconds limit;
};
std::span<const CallTimeoutPreset> callTimeoutPresets();

/// `none` (0), the name of a preset, or a duration such as `500ms`. Nothing for other texts.
std::optional<std::chrono::nanoseconds> callTimeout(std::string_view text);
/// `none, fast, …`, for messages.
std::string callTimeoutNames();

}  // namespace cst

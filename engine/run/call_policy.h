#pragma once

#include "engine/plan/call_options.h"

namespace cst {

/// What a run does about one call: the options of the text, and limits that others set.
struct CallPolicy {
    /// Who says how long an attempt may take.
    enum class Clock : uint8_t { Option, Module, Preset };
    CallOptions options;
    Clock clock = Clock::Option;  // of options.timeout
};

}  // namespace cst

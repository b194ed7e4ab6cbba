#pragma once

#include "engine/profile/trace.h"

#include <string>
#include <string_view>

namespace cst {

/// The trace as speedscope.app opens it: an evented profile for each worker, each row of what
/// waits, the phases and the studio, in nanoseconds since the beginning of the trace. A frame for
/// each name, kind of span and line: what waits is `NAME (throttle)`, apart from what works.
/// `name` = of the file. Bytes in names that are no UTF-8 become U+FFFD.
/// Source: speedscope, src/lib/file-format-spec.ts (evented profiles: opened and closed strictly
///         nested, `at` never falls, all of them within startValue … endValue).
std::string speedscope(const Trace& trace, std::string_view name);

}  // namespace cst

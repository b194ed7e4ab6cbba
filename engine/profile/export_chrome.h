#pragma once

#include "engine/profile/trace.h"

#include <string>

namespace cst {

/// The trace in the Trace Event Format, as Perfetto and chrome://tracing open it: a process for
/// each kind of lane, a thread for each worker and each row of what waits, events B and E in the
/// order of time on each thread and strictly nested, microseconds to the nanosecond.
/// Bytes in names that are no UTF-8 become U+FFFD. Cost: some 200 ns a span, 200 bytes.
/// Source: "Trace Event Format", Google, 2016 (docs.google.com/document/d/1CvAClvFfyA5R-
///         PhYUmn5OOQtYMH4h6I0nSsKchNAySU): "Duration Events", "Metadata Events".
std::string chromeTrace(const Trace& trace);

}  // namespace cst

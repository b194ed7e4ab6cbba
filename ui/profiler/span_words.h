#pragma once

#include "ui/profiler/timeline_index.h"

#include <QString>

namespace cst {

/// What hovering a span tells, as rich text: label, key, kind, when, how long, attempt, lane, run.
/// `others`: spans that lie under the same pixel; `busy`: how much of it they take, 0 … 1.
QString spanTip(const TimelineIndex& index, SpanPlace place, std::size_t others, double busy);

/// The same in one plain line, without what lies beside it.
QString spanSentence(const TimelineIndex& index, SpanPlace place);

/// How busy a lane was, or how many waited on it: "42 %", "Ø 3.2".
QString loadText(LaneKind kind, double load);

/// Of a load: of which runs it tells, and what was left out.
QString tracedRunsText(const Trace& trace);

/// `1.2 KB in, 34 MB out`, or one of them; "" = neither is known (-1).
QString bytesInAndOut(int64_t in, int64_t out);

}  // namespace cst

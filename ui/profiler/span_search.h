#pragma once

#include "ui/profiler/timeline_index.h"

#include <QString>

#include <memory>
#include <vector>

namespace cst {

/// What was found in a trace.
struct FoundSpans {
    QString words;                  // that were looked for
    SpanSet spans;                  // by row
    std::vector<SpanPlace> inTime;  // the same, by when they begin

    /// The place of a span in `inTime`, from 1; 0 = it is none of them.
    std::size_t numberOf(const TimelineIndex& index, SpanPlace place) const;
    /// The one that is `step` (1, -1) behind a point in time, or behind `from` if that is one of
    /// them; round and round. Not empty.
    SpanPlace stepped(const TimelineIndex& index, const SpanPlace* from, double timeNs,
                      int step) const;
};

/// Spans of which label, node and kind together hold every word; upper and lower case are the same.
/// Cost: O(spans + found · log found): not for the UI thread.
std::shared_ptr<const FoundSpans> findSpans(const TimelineIndex& index, const QString& words);

}  // namespace cst

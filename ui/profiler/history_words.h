#pragma once

#include "engine/history/history_line.h"

#include <QString>

namespace cst {

/// `14:02:31`, with the day if that is another one than today; "" = not known.
QString momentText(int64_t startedAtMs);
/// `run`, `live`, `load of 100`, `baseline`, …
QString kindText(const HistoryLine& line);
/// What the run ran on: its sample, or the form.
QString inputsText(const HistoryLine& line);
/// `completed`, `failed`, `stopped`, …
QString outcomeText(RunStatus outcome);
/// Likewise of that run: `completed, 2 statements left out`.
QString outcomeText(const HistoryLine& line);
bool isBad(RunStatus outcome);  // it did not come to what was wanted
/// `11 of 12`: nodes whose results were there already; "–" = none was.
QString cachedText(const HistoryLine& line);
QString runsText(uint64_t count);  // `1 run`, `1,000 runs`
/// `run of 14:02:31`, for a sentence that names it.
QString nameOf(const KeptRun& run);

}  // namespace cst

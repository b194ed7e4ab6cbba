#pragma once

#include "ui/profiler/compare_report.h"

#include <QString>
#include <QStringList>

namespace cst {

/// Columns of the table of what changed.
enum class CompareColumn : int { Node, Verdict, Change, Noise, Before, After, Count };

QString columnTitle(CompareColumn column);
QString columnTip(CompareColumn column);
QString cellText(const CompareRow& row, CompareColumn column);
/// All that is known of the row, and why there is no verdict.
QString cellTip(const CompareRow& row);
/// What is sorted by; NaN = nothing, goes last. Not of names. Of verdicts, how much it is news.
double cellValue(const CompareRow& row, CompareColumn column);

/// `version of 14:03:12 · 12 runs · 480 µs`: what a chooser calls it.
QString keptRunText(const KeptRun& run);

/// "3 of 20 nodes slower, 1 faster. The whole run 12 % slower, beyond the noise of −4 % to +5 %."
QString compareSentence(const CompareReport& report);
/// What else a reader has to know: notes, and what to do where nothing can be said.
QStringList compareNotes(const CompareReport& report);
/// "the outputs are the same", "2 of 3 outputs differ"
QString outputsSentence(const CompareReport& report);

}  // namespace cst

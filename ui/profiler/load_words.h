#pragma once

#include "engine/session/load_snapshot.h"

#include <QString>
#include <QStringList>

namespace cst {

// A load in words: what the panel, its charts and screen readers say.

/// `412 of 1,000 runs · about 1.2 s left`, or how it ended.
QString loadStateText(const LoadSnapshot& load);
/// Share of it that is done, 0 … 1; -1 = nobody can tell.
double loadShare(const LoadSnapshot& load);
/// `1,234`, `12.3`, `0.5`.
QString threeDigits(double value);
/// `823 runs/s`.
QString throughputText(double perSecond);
/// Throughput, percentiles and failures, one fact each; empty if nothing has ended.
QStringList loadFacts(const LoadSnapshot& load);
/// `slower by 12 % since 3.2 s`; "" = it stayed as it was, or nothing can be said.
QString driftText(const LoadDrift& drift);
/// The same, or why there is none, as a sentence; "" while it is too early to say.
QString driftSentence(const LoadSnapshot& load);
/// What a stretch of its time was like, in lines.
QString bucketText(const LoadBucket& bucket);
/// What else there is to know: what the numbers lack, why it was refused.
QStringList loadNotes(const LoadSnapshot& load);
/// `1,000 runs, 4 at once`.
QString loadTitle(const LoadSnapshot& load);
/// What each run does outside of the studio; "" = nothing.
QString effectsText(const Snapshot& compiled);

}  // namespace cst

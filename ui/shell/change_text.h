#pragma once

#include "engine/profile/comparison.h"
#include "ui/shell/theme.h"

#include <QString>

namespace cst {

// What became of a time, in signs and words: the graph and the table say the same.

/// `+23 %`, `−40 %`, `12×`, `0 %` of a factor after / before.
QString changeText(double change);
/// `−4 % to +5 %`; "" = not known.
QString noiseText(const ComparedTime& time);

/// Could anything be said: is there a verdict, be it that it is the same?
bool isJudged(const ComparedTime& time);
/// ▲ ▼ = + − ?
QString verdictSign(const ComparedTime& time);
/// "slower", "same", "not known".
QString verdictWord(const ComparedTime& time);
/// Of sign and word, on a panel.
Role verdictRole(const ComparedTime& time);

}  // namespace cst

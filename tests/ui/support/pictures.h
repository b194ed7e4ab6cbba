#pragma once

#include <QImage>
#include <QString>

namespace cst::test {

/// Fonts are packaged, so only the rounding of a library may differ: so many of 1,000 pixels may
/// be off.
inline constexpr double kMostOff = 1;

/// Of 1,000 pixels, how many look otherwise.
double difference(const QImage& a, const QImage& b);

/// Compares with tests/golden/pictures/NAME.png. "" = it looks as it did; else what is wrong, and
/// where the picture lies. CST_REWRITE_GOLDENS=1 writes it anew: look at it.
QString differenceFromGolden(const QImage& picture, const QString& name);

}  // namespace cst::test

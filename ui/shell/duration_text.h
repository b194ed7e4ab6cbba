#pragma once

#include <QString>

namespace cst {

/// A duration as people read it: two significant digits, the unit chosen by size (`480 ns`,
/// `1.2 µs`, `34 ms`, `1.5 s`, `2.5 min`). Zero is `0 ns`; below a nanosecond is `<1 ns`.
QString durationText(double microseconds);

/// All four digits of it, for places where there is room: `1.234 ms`.
QString exactDurationText(double microseconds);

}  // namespace cst

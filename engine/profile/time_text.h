#pragma once

#include <string>

namespace cst {

// Times as people read them, in the unit of their size: `480 ns`, `1.2 µs`, `34 ms`, `1.5 s`,
// `2.5 min`, `3.1 h`. Zero, and less, is `0 ns`; what is below a nanosecond `<1 ns`. The same in
// every locale.

/// Two digits that count, in labels and in tables.
std::string shortTime(double us);
/// Three, in sentences: `312 ns`, `12.3 µs`.
std::string shownTime(double us);
/// Four, where there is room: `1.234 ms`.
std::string exactTime(double us);

/// `82 %`, `3.1 %` of a share 0 … 1.
std::string shownShare(double share);

/// With so many digits behind the point.
std::string fixedText(double value, int decimals);
/// The same without zeros at its end, as files of pictures have numbers: `12.5`, `3`, `0`.
std::string shortFixedText(double value, int decimals);

}  // namespace cst

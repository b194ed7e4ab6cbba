#pragma once

#include <string>

namespace cst {

/// `312 ns`, `12.3 µs`, `4.56 ms`: three digits, as people read times.
std::string shownTime(double us);
/// `82 %`, `3.1 %` of a share 0 … 1.
std::string shownShare(double share);

}  // namespace cst

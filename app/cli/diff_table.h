#pragma once

#include "engine/profile/comparison.h"

#include <string>

namespace cst {

/// `12.3 us`, `4.56 ms`: three digits, as people read times.
std::string shownTime(double us);
/// `+20 %`, `-3.1 %`: what a ratio after / before means.
std::string shownChange(double ratio);

/// The comparison for people: the whole run, then what changed, the largest change first, what is
/// the same as one line, and why nothing can be said where nothing can.
std::string diffTable(const Comparison& comparison, bool colours);

}  // namespace cst

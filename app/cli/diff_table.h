#pragma once

#include "engine/profile/comparison.h"

#include <string>

namespace cst {

/// `+20 %`, `-3.1 %`, `12.0×`: what a ratio after / before means.
std::string shownChange(double ratio);

/// The comparison for people: the whole run, then what changed, the largest change first, what is
/// the same as one line, and why nothing can be said where nothing can.
std::string diffTable(const Comparison& comparison, Recorded how, bool colours);

}  // namespace cst

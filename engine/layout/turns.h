#pragma once

namespace cst {

/// Shortest reach of a curve at its ends, px at 100 %.
inline constexpr float kLeastReach = 12;

/// Is this piece of a line level, and against the flow? The line turns into it and out of it; all
/// else of it leaves a point with the flow and comes to the next one so. `along` is x where the
/// picture flows to the right, y where it flows down; `across` is the other one.
template <class Number>
constexpr bool runsBack(Number fromAlong, Number fromAcross, Number toAlong, Number toAcross) {
    return fromAcross == toAcross && toAlong < fromAlong;
}

}  // namespace cst

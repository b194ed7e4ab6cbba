#pragma once

#include "engine/layout/boxes_across.h"

namespace cst {

/// A way for a line that ends left of where it begins, as one to a pinned box may: out of its box
/// to the right, up or down to a height that is free, back along it, and into the other box from
/// its left. Of all such ways one of those that lead least aside. `clear`: how far it keeps above
/// and below boxes. `route` is empty before, and still is where the answer is false: there is none
/// near by. Cost: O(boxes beside it), for some fifty heights at most.
bool findWayBack(LayoutPoint begin, LayoutPoint end, float clear, const BoxesAcross& boxes,
                 LayoutRoute& route);

}  // namespace cst

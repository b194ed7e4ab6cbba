#pragma once

#include <vector>

namespace cst {

/// What nearly all nodes did together from one recording to another: the machine, not any of them.
/// As logarithms of factors; both 0 = nothing.
struct Crowd {
    double low = 0;   // not above 0: got faster by that much
    double high = 0;  // not below 0: got slower
};

/// In: what each node changed, as logarithms, in any order, and by how much they differ for no
/// reason of theirs (BetweenRecordings::spread). Reasons: crowd.cpp.
Crowd crowdOf(std::vector<double> changes, double spread);

}  // namespace cst

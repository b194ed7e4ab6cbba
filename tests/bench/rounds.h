#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

namespace cst::bench {

/// What measuring one row gave, in the row's unit.
struct Measured {
    double ours = 0;   // median
    double p99 = -1;   // -1 = not measured
    std::string peer;  // its name; "" = the row has none
    double peerValue = -1;
    std::map<std::string, double> others;  // figures that goals speak of beside `ours`
};

/// Median and 99th percentile; the values are sorted on the way. Not empty.
double median(std::vector<double>& values);
double percentile99(std::vector<double>& values);

/// One of the things that a row measures beside each other.
struct Side {
    std::function<double(int round)> figure;  // does it once and says what that gave
    int counted = 0;                          // rounds that count
    std::vector<double> figures = {};         // of these, in order
};

/// Measures all sides by turns, so that what disturbs the machine disturbs all of them. The first
/// `warmUp` rounds of each side do not count; there is at least one (checked).
void takeTurns(int warmUp, std::initializer_list<Side*> sides);

/// Rounds that did not count, of all calls of takeTurns() so far. A row whose measuring adds none
/// is refused (see rows.h), so no row comes by its figures in another way.
uint64_t warmUpRounds();

/// Median and p99 of one side alone, and of two by turns.
template <class Ours>
Measured inTurn(int warmUp, int rounds, const Ours& ours) {
    Side side{ours, rounds};
    takeTurns(warmUp, {&side});
    Measured measured;
    measured.p99 = percentile99(side.figures);
    measured.ours = median(side.figures);
    return measured;
}
template <class Ours, class Peer>
Measured byTurns(int warmUp, int rounds, const Ours& ours, const Peer& peer) {
    Side mine{ours, rounds};
    Side theirs{peer, rounds};
    takeTurns(warmUp, {&mine, &theirs});
    Measured measured;
    measured.p99 = percentile99(mine.figures);
    measured.ours = median(mine.figures);
    measured.peerValue = median(theirs.figures);
    return measured;
}

}  // namespace cst::bench

#pragma once

#include "engine/base/result.h"

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

/// One row of the performance table.
struct Row {
    std::string name;
    Result<Measured> (*measure)(const std::string& binFolder);
};

/// All rows there are, in the order of the table.
std::vector<Row> allRows();

/// Median and 99th percentile; the values are sorted on the way. Not empty.
double median(std::vector<double>& values);
double percentile99(std::vector<double>& values);

/// Measures both by turns, so that what disturbs the machine disturbs both; `ours` and `peer` give
/// the figure of one round each. The first rounds warm the machine and do not count.
template <class Ours, class Peer>
Measured byTurns(int warmUp, int rounds, const Ours& ours, const Peer& peer) {
    std::vector<double> mine;
    std::vector<double> theirs;
    for (int round = 0; round < warmUp + rounds; ++round) {
        const double one = ours(round);
        const double other = peer(round);
        if (round >= warmUp) {
            mine.push_back(one);
            theirs.push_back(other);
        }
    }
    Measured measured;
    measured.p99 = percentile99(mine);
    measured.ours = median(mine);
    measured.peerValue = median(theirs);
    return measured;
}

// One function a file of rows, named like it.
std::vector<Row> compileRows();
std::vector<Row> engineRows();
std::vector<Row> jsonRows();
std::vector<Row> lambdaRows();
std::vector<Row> registryRows();
std::vector<Row> startRows();
std::vector<Row> valueRows();

}  // namespace cst::bench

#include "tests/bench/rounds.h"

#include "engine/base/check.h"

#include <algorithm>

namespace cst::bench {
namespace {

uint64_t warmUps = 0;  // rows are measured one after the other, on one thread

}  // namespace

double median(std::vector<double>& values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

double percentile99(std::vector<double>& values) {
    std::sort(values.begin(), values.end());
    return values[(values.size() * 99 + 99) / 100 - 1];
}

void takeTurns(int warmUp, std::initializer_list<Side*> sides) {
    CST_CHECK(warmUp > 0, "a row warms up before it counts");
    int rounds = 0;
    for (Side* side : sides) {
        side->figures.reserve(static_cast<std::size_t>(side->counted));
        rounds = std::max(rounds, side->counted);
    }
    for (int round = 0; round < warmUp + rounds; ++round) {
        for (Side* side : sides) {
            if (round >= warmUp + side->counted) {
                continue;
            }
            const double figure = side->figure(round);
            if (round < warmUp) {
                ++warmUps;
            } else {
                side->figures.push_back(figure);
            }
        }
    }
}

uint64_t warmUpRounds() {
    return warmUps;
}

}  // namespace cst::bench

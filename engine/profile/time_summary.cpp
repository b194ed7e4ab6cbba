#include "engine/profile/time_summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cst {
namespace {

/// The least of them that this share does not exceed.
double nearestRank(const std::vector<float>& sorted, double share) {
    const double rank = std::ceil(share * static_cast<double>(sorted.size()) - 1e-9);
    return sorted[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

}  // namespace

TimeSummary summaryOf(std::vector<float> timesUs, std::size_t mostLast) {
    TimeSummary summary;
    if (timesUs.empty()) {
        return summary;
    }
    const std::size_t last = std::min(timesUs.size(), mostLast);
    summary.lastUs.assign(timesUs.end() - static_cast<std::ptrdiff_t>(last), timesUs.end());
    summary.count = timesUs.size();
    summary.meanUs =
        std::accumulate(timesUs.begin(), timesUs.end(), 0.0) / static_cast<double>(timesUs.size());
    std::sort(timesUs.begin(), timesUs.end());
    summary.minUs = timesUs.front();
    summary.maxUs = timesUs.back();
    summary.p50Us = nearestRank(timesUs, 0.50);
    summary.p95Us = nearestRank(timesUs, 0.95);
    summary.p99Us = nearestRank(timesUs, 0.99);
    return summary;
}

}  // namespace cst

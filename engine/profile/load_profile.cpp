// Drift: the median of each bucket is one reading, so that short waves and outliers do not count.
// Is there a trend? Mann and Kendall: of all pairs of readings, how many rise, less those that
// fall; that does not ask for any distribution. How large is it? Theil and Sen: the median slope of
// all pairs. Readings that follow each other are alike (a neighbour that comes and goes), which
// makes chance look like a trend: the variance is widened by their autocorrelation (Hamed, Rao
// 1998, with the first lag alone, as of a process that forgets at a constant rate). It is that of
// what is left without the trend, or without a step where that explains more. And what is below 5 %
// is no drift for anybody. Where did it change? Pettitt 1979: the place that best parts the
// readings into low and high ones.

#include "engine/profile/load_profile.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cst {
namespace {

constexpr std::size_t kLeastReadings = 10;
constexpr double kLeastDrift = 0.05;
constexpr double kSureDrift = 2.81;  // two-sided, one chance in two hundred

struct Ended {
    int64_t atNs;
    int64_t tookNs;
    bool failed;
};

std::vector<Ended> byEnd(std::span<const LoadRun> runs) {
    std::vector<Ended> ended;
    for (const LoadRun& run : runs) {
        const int64_t start = std::max<int64_t>(run.startNs, 0);
        const int64_t took = std::clamp<int64_t>(run.tookNs, 0, INT64_MAX - start);
        ended.push_back({start + took, took, run.failed});
    }
    std::sort(ended.begin(), ended.end(),
              [](const Ended& a, const Ended& b) { return a.atNs < b.atNs; });
    return ended;
}

/// Nearest rank.
double percentile(const std::vector<int64_t>& inOrder, double share) {
    if (inOrder.empty()) {
        return 0;
    }
    const double rank = std::max(1.0, std::ceil(share * static_cast<double>(inOrder.size())));
    return static_cast<double>(inOrder[static_cast<std::size_t>(rank) - 1]) / 1000;
}

LoadBucket bucketOf(int64_t startNs, int64_t endNs, std::span<const Ended> runs) {
    LoadBucket bucket;
    bucket.startNs = startNs;
    bucket.endNs = endNs;
    bucket.ended = runs.size();
    std::vector<int64_t> took;
    for (const Ended& run : runs) {
        bucket.failed += run.failed ? 1 : 0;
        took.push_back(run.tookNs);
    }
    std::sort(took.begin(), took.end());
    bucket.p50Us = percentile(took, 0.5);
    bucket.p95Us = percentile(took, 0.95);
    bucket.p99Us = percentile(took, 0.99);
    bucket.maxUs = percentile(took, 1);
    if (endNs > startNs) {
        bucket.perSecond =
            static_cast<double>(runs.size()) * 1e9 / static_cast<double>(endNs - startNs);
    }
    return bucket;
}

std::vector<LoadBucket> bucketsOf(const std::vector<Ended>& runs, std::size_t most) {
    const std::size_t count = std::clamp<std::size_t>(runs.size() / LoadBucket::kLeastRuns, 1,
                                                      std::max<std::size_t>(most, 1));
    const int64_t wholeNs = runs.back().atNs;
    std::vector<LoadBucket> buckets;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto edge = [&](std::size_t at) {
            return at == count
                       ? wholeNs
                       : static_cast<int64_t>(static_cast<double>(wholeNs) *
                                              static_cast<double>(at) / static_cast<double>(count));
        };
        std::size_t end = begin;
        while (end < runs.size() && (i + 1 == count || runs[end].atNs < edge(i + 1))) {
            ++end;
        }
        buckets.push_back(
            bucketOf(edge(i), edge(i + 1), std::span(runs).subspan(begin, end - begin)));
        begin = end;
    }
    return buckets;
}

/// The medians of the buckets in which runs ended, as logarithms, and when they were.
struct Readings {
    std::vector<double> at;
    std::vector<double> level;
    std::vector<int64_t> startNs;
};

Readings readingsOf(std::span<const LoadBucket> buckets) {
    Readings readings;
    for (const LoadBucket& bucket : buckets) {
        if (bucket.ended > 0) {
            readings.at.push_back(static_cast<double>(bucket.startNs + bucket.endNs) / 2);
            readings.level.push_back(std::log(std::max(bucket.p50Us, 0.001)));
            readings.startNs.push_back(bucket.startNs);
        }
    }
    return readings;
}

double middleOf(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double theilSen(const Readings& readings) {
    std::vector<double> slopes;
    for (std::size_t i = 0; i < readings.at.size(); ++i) {
        for (std::size_t j = i + 1; j < readings.at.size(); ++j) {
            slopes.push_back((readings.level[j] - readings.level[i]) /
                             (readings.at[j] - readings.at[i]));
        }
    }
    return middleOf(std::move(slopes));
}

int signOf(double value) {
    return value > 0 ? 1 : value < 0 ? -1 : 0;
}

double mannKendall(const std::vector<double>& level) {
    double s = 0;
    for (std::size_t i = 0; i < level.size(); ++i) {
        for (std::size_t j = i + 1; j < level.size(); ++j) {
            s += signOf(level[j] - level[i]);
        }
    }
    return s;
}

/// The first reading of the new level.
std::size_t pettitt(const std::vector<double>& level) {
    double sum = 0;
    double most = -1;
    std::size_t place = 0;
    for (std::size_t t = 0; t + 1 < level.size(); ++t) {
        for (const double other : level) {
            sum += signOf(level[t] - other);
        }
        if (std::abs(sum) > most) {
            most = std::abs(sum);
            place = t + 1;
        }
    }
    return place;
}

/// What is left of the readings once a trend is taken away, and once a step is.
std::vector<double> withoutTrend(const Readings& readings, double slope) {
    std::vector<double> rest;
    for (std::size_t i = 0; i < readings.at.size(); ++i) {
        rest.push_back(readings.level[i] - slope * readings.at[i]);
    }
    return rest;
}

std::vector<double> withoutStep(const std::vector<double>& level, std::size_t place) {
    const auto step = level.begin() + static_cast<std::ptrdiff_t>(place);
    const double before = middleOf({level.begin(), step});
    const double after = middleOf({step, level.end()});
    std::vector<double> rest;
    for (std::size_t i = 0; i < level.size(); ++i) {
        rest.push_back(level[i] - (i < place ? before : after));
    }
    return rest;
}

/// By how much neighbours are alike; never below 0. A few far ones, as beside a step, are drawn in.
double alikeness(std::vector<double> rest) {
    const double middle = middleOf(rest);
    std::vector<double> off;
    for (const double each : rest) {
        off.push_back(std::abs(each - middle));
    }
    const double most = 3.7 * middleOf(off);  // 2.5 standard deviations, of normal ones
    for (double& each : rest) {
        each = std::clamp(each, middle - most, middle + most);
    }
    const double mean =
        std::accumulate(rest.begin(), rest.end(), 0.0) / static_cast<double>(rest.size());
    double all = 0;
    double neighbours = 0;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        all += (rest[i] - mean) * (rest[i] - mean);
        neighbours += i == 0 ? 0 : (rest[i] - mean) * (rest[i - 1] - mean);
    }
    // The estimate is too small by about (1 + 3·itself) / n (Kendall 1954).
    const auto count = static_cast<double>(rest.size());
    const double measured = all == 0 ? 0 : neighbours / all;
    return std::clamp((measured * count + 1) / (count - 3), 0.0, 0.95);
}

/// Many runs may have ended all at once, with nothing before and behind that.
std::string whyNot(std::span<const LoadBucket> buckets, std::size_t readings) {
    uint64_t ended = 0;
    for (const LoadBucket& bucket : buckets) {
        ended += bucket.ended;
    }
    if (ended < kLeastReadings * LoadBucket::kLeastRuns) {
        return "too few runs: " + std::to_string(kLeastReadings * LoadBucket::kLeastRuns) +
               " are needed";
    }
    return "runs ended in " + std::to_string(readings) + " of " + std::to_string(buckets.size()) +
           " stretches of its time only, " + std::to_string(kLeastReadings) + " are needed";
}

}  // namespace

LoadDrift loadDrift(std::span<const LoadBucket> buckets) {
    LoadDrift drift;
    const Readings readings = readingsOf(buckets);
    if (readings.at.size() < kLeastReadings) {
        drift.reason = whyNot(buckets, readings.at.size());
        return drift;
    }
    const double slope = theilSen(readings);
    drift.change = std::expm1(slope * static_cast<double>(buckets.back().endNs));
    const auto n = static_cast<double>(readings.at.size());
    const std::size_t step = pettitt(readings.level);
    const double alike = std::min(alikeness(withoutTrend(readings, slope)),
                                  alikeness(withoutStep(readings.level, step)));
    const double variance = n * (n - 1) * (2 * n + 5) / 18 * (1 + alike) / (1 - alike);
    const double s = mannKendall(readings.level);
    const bool isSure = std::abs(s) - 1 > kSureDrift * std::sqrt(variance);
    if (isSure && std::abs(drift.change) >= kLeastDrift && signOf(s) == signOf(slope)) {
        drift.kind = slope > 0 ? LoadDrift::Kind::Slower : LoadDrift::Kind::Faster;
        drift.sinceNs = readings.startNs[step];
    }
    return drift;
}

LoadProfile loadProfile(std::span<const LoadRun> runs, std::size_t buckets) {
    LoadProfile profile;
    if (runs.empty()) {
        profile.drift.reason = "nothing ran";
        return profile;
    }
    const std::vector<Ended> ended = byEnd(runs);
    profile.buckets = bucketsOf(ended, buckets);
    profile.whole = bucketOf(0, ended.back().atNs, ended);
    double sumNs = 0;
    for (const Ended& run : ended) {
        sumNs += static_cast<double>(run.tookNs);
    }
    if (ended.back().atNs > 0) {
        profile.meanConcurrency = sumNs / static_cast<double>(ended.back().atNs);
    }
    profile.drift = loadDrift(profile.buckets);
    return profile;
}

}  // namespace cst

#include "engine/profile/node_statistics.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

// What a node took over its runs, against sorting all that it took.

using cst::LogHistogram;
using cst::NodeSample;
using cst::NodeStatistics;

class NodeStatisticsTest : public QObject {
    Q_OBJECT

private slots:
    void percentilesOfTheLastRunsAreThoseOfSorting_data();
    void percentilesOfTheLastRunsAreThoseOfSorting();
    void percentilesOfAllRunsAreWithinTheErrorOfTheHistogram_data();
    void percentilesOfAllRunsAreWithinTheErrorOfTheHistogram();
    void countMeanAndEndsAreOfAllRuns();
    void theLastRunsStandInOrder();
    void earlierStatisticsDoNotChange();
    void twoThatGoOnFromTheSameOnesDoNotMix();
    void theHistogramCountsEachTimeBetweenItsBounds();
    void attemptsAreAddedUp();
    void joinedOnesAreThoseOfAllRuns_data();
    void joinedOnesAreThoseOfAllRuns();
};

namespace {

NodeSample took(double us) {
    return {.runUs = us};
}

double nearestRank(std::vector<float> values, double share) {
    std::sort(values.begin(), values.end());
    const double rank = std::max(1.0, std::ceil(share * static_cast<double>(values.size())));
    return values[static_cast<std::size_t>(rank) - 1];
}

/// Times of a node over so many runs, and its statistics.
struct Runs {
    explicit Runs(int count, unsigned seed = 1) {
        std::mt19937 random(seed);
        std::lognormal_distribution<float> distribution(3, 2);
        for (int i = 0; i < count; ++i) add(distribution(random));
    }
    void add(float us) {
        times.push_back(us);
        statistics = NodeStatistics::with(statistics, took(us));
    }
    std::vector<float> last() const {
        const auto count =
            static_cast<std::ptrdiff_t>(std::min(times.size(), NodeStatistics::kLast));
        return {times.end() - count, times.end()};
    }
    std::vector<float> times;
    NodeStatistics::Pointer statistics;
};

void addCounts() {
    QTest::addColumn<int>("runs");
    for (const int runs : {1, 2, 3, 7, 8, 9, 20, 127, 128, 129, 255, 256, 257, 1000}) {
        QTest::addRow("%d runs", runs) << runs;
    }
}

constexpr double kShares[] = {0.0, 0.1, 0.5, 0.9, 0.95, 0.99, 1.0};

}  // namespace

void NodeStatisticsTest::percentilesOfTheLastRunsAreThoseOfSorting_data() {
    addCounts();
}

void NodeStatisticsTest::percentilesOfTheLastRunsAreThoseOfSorting() {
    QFETCH(int, runs);
    const Runs made(runs);
    for (const double share : kShares) {
        QCOMPARE(made.statistics->percentileUs(share), nearestRank(made.last(), share));
    }
}

void NodeStatisticsTest::percentilesOfAllRunsAreWithinTheErrorOfTheHistogram_data() {
    addCounts();
}

void NodeStatisticsTest::percentilesOfAllRunsAreWithinTheErrorOfTheHistogram() {
    QFETCH(int, runs);
    for (unsigned seed = 1; seed <= 20; ++seed) {
        const Runs made(runs, seed);
        for (const double share : kShares) {
            const double exact = nearestRank(made.times, share);
            const double got = made.statistics->percentileOfAllUs(share);
            QVERIFY2(got <= exact * LogHistogram::kError && got >= exact / LogHistogram::kError,
                     qPrintable(QString("%1 for %2").arg(got).arg(exact)));
        }
    }
}

void NodeStatisticsTest::countMeanAndEndsAreOfAllRuns() {
    const Runs made(300);
    double sum = 0;
    for (const float us : made.times) sum += us;
    QCOMPARE(made.statistics->count(), uint64_t{300});
    QVERIFY(std::abs(made.statistics->meanUs() - sum / 300) < 1e-9 * sum);
    const auto [least, most] = std::minmax_element(made.times.begin(), made.times.end());
    QCOMPARE(made.statistics->minUs(), double{*least});
    QCOMPARE(made.statistics->maxUs(), double{*most});
}

void NodeStatisticsTest::theLastRunsStandInOrder() {
    Runs made(0);
    for (int run = 1; run <= 1000; ++run) {
        made.add(static_cast<float>(run));
        const auto last = made.statistics->lastUs();
        QCOMPARE(std::vector<float>(last.begin(), last.end()), made.last());
    }
}

void NodeStatisticsTest::earlierStatisticsDoNotChange() {
    Runs made(0);
    std::vector<NodeStatistics::Pointer> all;
    for (int run = 1; run <= 600; ++run) {
        made.add(static_cast<float>(run));
        all.push_back(made.statistics);
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        QCOMPARE(all[i]->count(), uint64_t{i + 1});
        QCOMPARE(all[i]->lastUs().size(), std::min(i + 1, NodeStatistics::kLast));
        QCOMPARE(all[i]->lastUs().back(), static_cast<float>(i + 1));
        QCOMPARE(all[i]->lastUs().front(),
                 static_cast<float>(i + 2 - std::min(i + 1, NodeStatistics::kLast)));
        QCOMPARE(all[i]->maxUs(), static_cast<double>(i + 1));
    }
}

void NodeStatisticsTest::twoThatGoOnFromTheSameOnesDoNotMix() {
    const Runs made(5);
    const auto one = NodeStatistics::with(made.statistics, took(1));
    const auto two = NodeStatistics::with(made.statistics, took(2));
    QCOMPARE(one->lastUs().back(), 1.0F);
    QCOMPARE(two->lastUs().back(), 2.0F);
    QCOMPARE(two->count(), uint64_t{6});
}

void NodeStatisticsTest::theHistogramCountsEachTimeBetweenItsBounds() {
    LogHistogram histogram;
    const std::vector<double> times{0, 0.0005, 0.001, 1, 1.5, 12, 1e6, 3.6e9, 1e15};
    for (const double us : times) histogram.add(us);
    uint64_t count = 0;
    for (std::size_t i = 0; i < histogram.counts().size(); ++i) {
        const double from = histogram.boundUs(i), to = histogram.boundUs(i + 1);
        QVERIFY(to > from && to < from * LogHistogram::kError * LogHistogram::kError);
        count += histogram.counts()[i];
    }
    QCOMPARE(count, uint64_t{times.size()});
    QCOMPARE(histogram.counts().front(), 3U);  // what is shorter than a nanosecond counts as one
    QCOMPARE(histogram.counts().back(), 1U);   // what is longer than all buckets in the last one
    LogHistogram few;
    for (const double us : {100.0, 101.0, 120.0}) few.add(us);
    QVERIFY(few.counts().size() <= 4);  // what lies between them, and no more
}

void NodeStatisticsTest::attemptsAreAddedUp() {
    const auto one = NodeStatistics::with(nullptr, {.runUs = 1, .attempts = 3});
    const auto two = NodeStatistics::with(one, {.runUs = 2, .waitUs = 5, .bytes = 7});
    QCOMPARE(one->attempts(), uint64_t{3});
    QCOMPARE(two->attempts(), uint64_t{4});
    QCOMPARE(two->latest().bytes, uint64_t{7});
    QCOMPARE(two->maxUs(), 7.0);  // run and wait
    const auto held = NodeStatistics::with(one, {.runUs = 2, .waitUs = 5, .heldUs = 4});
    QCOMPARE(held->maxUs(), 3.0);  // what held it back before is no part of what it took
    QCOMPARE(NodeStatistics::with(one, {.runUs = 2})->latest().cpuUs, -1.0);
    const auto measured = NodeStatistics::with(one, {.runUs = 2, .cpuUs = 1.5});
    QCOMPARE(NodeStatistics::with(measured, {.runUs = 2})->latest().cpuUs, 1.5);
}

void NodeStatisticsTest::joinedOnesAreThoseOfAllRuns_data() {
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("newer");
    for (const int before : {1, 100, 300}) {
        for (const int newer : {1, 127, 128, 300}) {
            QTest::addRow("%d and %d", before, newer) << before << newer;
        }
    }
}

void NodeStatisticsTest::joinedOnesAreThoseOfAllRuns() {
    QFETCH(int, before);
    QFETCH(int, newer);
    Runs all(before);
    const Runs later(newer, 2);
    const auto joined = NodeStatistics::joined(*all.statistics, *later.statistics);
    for (const float us : later.times) all.add(us);
    const NodeStatistics& expected = *all.statistics;
    QCOMPARE(joined->count(), expected.count());
    QCOMPARE(joined->attempts(), expected.attempts());
    QCOMPARE(joined->sumUs(), expected.sumUs());
    QCOMPARE(joined->minUs(), expected.minUs());
    QCOMPARE(joined->maxUs(), expected.maxUs());
    QCOMPARE(joined->histogram().firstBucket(), expected.histogram().firstBucket());
    QCOMPARE(joined->histogram().counts(), expected.histogram().counts());
    const auto last = joined->lastUs();
    QCOMPARE(std::vector<float>(last.begin(), last.end()), all.last());
}

QTEST_APPLESS_MAIN(NodeStatisticsTest)
#include "tst_node_statistics.moc"

#include "engine/profile/load_profile.h"
#include "engine/profile/load_series.h"
#include "engine/profile/run_log.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

using namespace cst;

namespace {

constexpr int64_t kMs = 1'000'000;

/// By how much longer a run takes than 1 ms, at that part of the load's time.
using Level = std::function<double(std::mt19937_64&, double done)>;

/// Runs one behind the other.
std::vector<LoadRun> load(std::mt19937_64& random, std::size_t count, const Level& level) {
    std::vector<LoadRun> runs;
    int64_t now = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double factor = level(random, static_cast<double>(i) / static_cast<double>(count));
        const auto took = static_cast<int64_t>(static_cast<double>(kMs) * factor);
        runs.push_back({now, took, false});
        now += took;
    }
    return runs;
}

double noise(std::mt19937_64& random, double spread) {
    const double factor = std::exp(std::normal_distribution<double>(0, spread)(random));
    return random() % 50 == 0 ? factor * 5 : factor;  // with outliers
}

struct Marks {
    int slower = 0;
    int faster = 0;
};
Marks marksOf(unsigned seed, std::size_t runs, const std::function<Level()>& level) {
    std::mt19937_64 random(seed);
    Marks marks;
    for (int trial = 0; trial < 200; ++trial) {
        const LoadDrift::Kind kind = loadProfile(load(random, runs, level())).drift.kind;
        marks.slower += kind == LoadDrift::Kind::Slower ? 1 : 0;
        marks.faster += kind == LoadDrift::Kind::Faster ? 1 : 0;
    }
    return marks;
}

}  // namespace

class TestLoadProfile : public QObject {
    Q_OBJECT

private slots:
    void throughputAndLatencyAreThoseOfTheRunsThatEnded() {
        std::vector<LoadRun> runs;
        for (int64_t i = 0; i < 100; ++i) {
            runs.push_back({i * 10 * kMs, (i < 50 ? 10 : 5) * kMs, i == 99});
        }
        std::reverse(runs.begin(), runs.end());
        const LoadProfile profile = loadProfile(runs, 4);
        QCOMPARE(profile.buckets.size(), 4U);
        QCOMPARE(profile.whole.ended, 100U);
        QCOMPARE(profile.whole.failed, 1U);
        QCOMPARE(profile.whole.endNs, 995 * kMs);
        QVERIFY(std::abs(profile.whole.perSecond - 100 / 0.995) < 1e-9);
        QCOMPARE(profile.whole.p50Us, 5000.0);
        QCOMPARE(profile.whole.p99Us, 10000.0);
        QCOMPARE(profile.buckets.front().p50Us, 10000.0);
        QCOMPARE(profile.buckets.back().maxUs, 5000.0);
        QVERIFY(std::abs(profile.meanConcurrency - 750.0 / 995) < 1e-9);
    }

    void percentilesAreNearestRanks() {
        std::vector<LoadRun> runs;
        for (int64_t i = 1; i <= 200; ++i) {
            runs.push_back({0, i * kMs, false});
        }
        const LoadBucket whole = loadProfile(runs, 1).whole;
        QCOMPARE(whole.p50Us, 100'000.0);
        QCOMPARE(whole.p95Us, 190'000.0);
        QCOMPARE(whole.p99Us, 198'000.0);
        QCOMPARE(whole.maxUs, 200'000.0);
    }

    void bucketsCoverTheTimeAndHoldEachRunOnce() {
        std::mt19937_64 random(4);
        for (int round = 0; round < 200; ++round) {
            std::vector<LoadRun> runs;
            for (std::size_t i = 1 + random() % 500; i > 0; --i) {
                runs.push_back({static_cast<int64_t>(random() % 1000),
                                static_cast<int64_t>(random() % 100), random() % 9 == 0});
            }
            const LoadProfile profile = loadProfile(runs, 1 + random() % 30);
            uint64_t ended = 0;
            uint64_t failed = 0;
            int64_t at = 0;
            for (const LoadBucket& bucket : profile.buckets) {
                QCOMPARE(bucket.startNs, at);
                at = bucket.endNs;
                ended += bucket.ended;
                failed += bucket.failed;
                QVERIFY(bucket.p50Us <= bucket.p95Us && bucket.p95Us <= bucket.p99Us &&
                        bucket.p99Us <= bucket.maxUs);
            }
            QCOMPARE(at, profile.whole.endNs);
            QCOMPARE(ended, runs.size());
            QCOMPARE(failed, profile.whole.failed);
            QVERIFY(profile.buckets.size() <= std::max<std::size_t>(1, runs.size() / 10));
        }
    }

    void noiseIsNoDrift_data() {
        QTest::addColumn<int>("runs");
        QTest::newRow("100 runs") << 100;
        QTest::newRow("1,000 runs") << 1000;
        QTest::newRow("3,000 runs") << 3000;
    }
    void noiseIsNoDrift() {
        QFETCH(int, runs);
        const Marks marks = marksOf(1, static_cast<std::size_t>(runs), [] {
            return [](std::mt19937_64& random, double) { return noise(random, 0.3); };
        });
        QVERIFY2(marks.slower + marks.faster <= 4,
                 qPrintable(QString::number(marks.slower + marks.faster)));
    }

    void aNeighbourThatComesAndGoesIsNoDrift() {
        const Marks marks = marksOf(2, 1000, [] {
            double level = 0;
            return [level](std::mt19937_64& random, double) mutable {
                level = 0.97 * level + std::normal_distribution<double>(0, 0.03)(random);
                return std::exp(level) * noise(random, 0.05);
            };
        });
        QVERIFY2(marks.slower + marks.faster <= 6,
                 qPrintable(QString::number(marks.slower + marks.faster)));
    }

    void whatGetsSlowerIsMarked() {
        const Marks marks = marksOf(3, 1000, [] {
            return [](std::mt19937_64& random, double done) {
                return (1 + 0.3 * done) * noise(random, 0.15);
            };
        });
        QVERIFY2(marks.slower >= 190, qPrintable(QString::number(marks.slower)));
        QCOMPARE(marks.faster, 0);
    }

    void whatGetsFasterIsMarked() {
        const Marks marks = marksOf(4, 1000, [] {
            return [](std::mt19937_64& random, double done) {
                return (1 - 0.3 * done) * noise(random, 0.15);
            };
        });
        QVERIFY2(marks.faster >= 190, qPrintable(QString::number(marks.faster)));
        QCOMPARE(marks.slower, 0);
    }

    void aStepIsMarkedWhereItIs() {
        std::mt19937_64 random(5);
        const LoadProfile profile =
            loadProfile(load(random, 2000, [](std::mt19937_64& from, double done) {
                return (done < 0.5 ? 1.0 : 1.6) * noise(from, 0.1);
            }));
        QCOMPARE(profile.drift.kind, LoadDrift::Kind::Slower);
        QVERIFY(profile.drift.change > 0.2);
        const double at =
            static_cast<double>(profile.drift.sinceNs) / static_cast<double>(profile.whole.endNs);
        const double step = 1 / 2.6;  // half of the runs take that part of the time
        QVERIFY2(std::abs(at - step) < 0.05, qPrintable(QString::number(at)));
    }

    void aSmallTrendIsNotMarked() {
        std::mt19937_64 random(6);
        const LoadProfile profile =
            loadProfile(load(random, 5000, [](std::mt19937_64& from, double done) {
                return (1 + 0.02 * done) * noise(from, 0.01);
            }));
        QCOMPARE(profile.drift.kind, LoadDrift::Kind::None);
        QVERIFY(std::abs(profile.drift.change - 0.02) < 0.005);
    }

    void fewRunsTellNothing() {
        std::mt19937_64 random(7);
        const auto steep = [](std::mt19937_64&, double done) { return 1 + done; };
        const LoadProfile profile = loadProfile(load(random, 99, steep));
        QCOMPARE(profile.drift.kind, LoadDrift::Kind::None);
        QCOMPARE(profile.drift.reason, "too few runs: 100 are needed");
        QVERIFY(loadProfile(load(random, 200, steep)).drift.reason.empty());
    }

    /// 1,870 runs are not too few; but if one comes late, all the others ended at once.
    void manyRunsThatAllEndAtOnceTellNothingEither() {
        std::vector<LoadRun> runs(1869, {0, 3 * kMs, false});
        runs.push_back({0, 900 * kMs, false});
        const LoadProfile profile = loadProfile(runs);
        QCOMPARE(profile.drift.kind, LoadDrift::Kind::None);
        QCOMPARE(profile.drift.reason,
                 "runs ended in 2 of 60 stretches of its time only, 10 are needed");
    }

    void aLogOfRunsKnowsWhoseRecordsAreOverwritten() {
        constexpr uint64_t kRing = RecordRing::kRecords;
        RunLog log;
        log.add({1, 0, 10, 0, false, false}, {0, 0});
        log.add({2, 0, 10, 1, false, false}, {10, 1});
        log.add({3, 0, 10, 0, true, false}, {20, 5});
        const auto whole = [&](const Recorder::Position& now) {
            std::string numbers;
            for (const LoggedRun& run : log.newest(now)) {
                if (run.isWhole) numbers += std::to_string(run.run);
            }
            return numbers;
        };
        QCOMPARE(whole({30, 9}), std::string("123"));
        QCOMPARE(whole({kRing, 9}), std::string("23"));
        QCOMPARE(whole({kRing, kRing + 4}), std::string("3"));
        QCOMPARE(whole({kRing + 19, 9}), std::string("3"));
        QCOMPARE(whole({kRing + 20, 9}), std::string());
        QCOMPARE(whole({30, 9, kRing}), std::string());  // a ring that is new since
    }

    void aLogOfRunsIsBounded() {
        RunLog log;
        const uint64_t count = RunLog::kMostRuns + 1000;
        for (uint64_t run = 1; run <= count; ++run) {
            log.add({run, run, run + 1, 0, false, false}, {run});
        }
        const std::vector<LoggedRun> runs = log.newest({count});
        QCOMPARE(log.ended(), count);
        QCOMPARE(runs.size(), RunLog::kMostRuns);
        QCOMPARE(runs.front().run, uint64_t{1001});
        QCOMPARE(runs.back().run, count);
        const auto whole = std::count_if(runs.begin(), runs.end(),
                                         [](const LoggedRun& run) { return run.isWhole; });
        QCOMPARE(static_cast<std::size_t>(whole), RunLog::kMostPlaces);
    }

    void aSeriesTellsWhatAllRunsTell_data() {
        QTest::addColumn<int>("runs");
        QTest::addColumn<double>("factor");  // of 1 ms
        QTest::newRow("a few") << 7 << 1.0;
        QTest::newRow("half a second") << 500 << 1.0;
        QTest::newRow("five minutes") << 300'000 << 1.0;
        QTest::newRow("less than a slice each") << 20'000 << 0.002;
        QTest::newRow("minutes each") << 300 << 180'000.0;
    }
    void aSeriesTellsWhatAllRunsTell() {
        QFETCH(int, runs);
        QFETCH(double, factor);
        std::mt19937_64 random(8);
        std::vector<LoadRun> all =
            load(random, static_cast<std::size_t>(runs), [&](std::mt19937_64& from, double done) {
                return factor * (done < 0.5 ? 1.0 : 1.6) * noise(from, 0.1);
            });
        LoadSeries series;
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i].failed = i % 10 == 3;
            series.add(all[i]);
        }
        const LoadProfile exact = loadProfile(all);
        const LoadProfile told = series.profile();
        const auto isAbout = [](double a, double b) { return std::abs(a - b) <= 0.005 * b; };
        QCOMPARE(told.whole.ended, exact.whole.ended);
        QCOMPARE(told.whole.failed, exact.whole.failed);
        QCOMPARE(told.whole.endNs, exact.whole.endNs);
        QCOMPARE(told.whole.maxUs, exact.whole.maxUs);
        QVERIFY(isAbout(told.whole.p50Us, exact.whole.p50Us));
        QVERIFY(isAbout(told.whole.p95Us, exact.whole.p95Us));
        QVERIFY(isAbout(told.whole.p99Us, exact.whole.p99Us));
        QVERIFY(isAbout(told.whole.perSecond, exact.whole.perSecond));
        QVERIFY(isAbout(told.meanConcurrency, exact.meanConcurrency));
        QCOMPARE(told.drift.kind, exact.drift.kind);
        QCOMPARE(told.drift.reason, exact.drift.reason);
        QVERIFY(told.buckets.size() + 5 >= exact.buckets.size());
        int64_t at = 0;
        uint64_t ended = 0;
        for (const LoadBucket& bucket : told.buckets) {
            QCOMPARE(bucket.startNs, at);
            at = bucket.endNs;
            ended += bucket.ended;
        }
        QCOMPARE(at, told.whole.endNs);
        QCOMPARE(ended, told.whole.ended);
    }

    void barsHoldEachTimeOnce() {
        std::mt19937_64 random(9);
        FineHistogram times;
        QVERIFY(times.bars(10).empty());
        QCOMPARE(times.percentileNs(0.5), int64_t{0});
        for (int i = 0; i < 10'000; ++i) times.add(static_cast<int64_t>(random() % 1'000'000));
        const std::vector<FineHistogram::Bar> bars = times.bars(40);
        QVERIFY(!bars.empty() && bars.size() <= 40);
        uint64_t count = 0;
        for (std::size_t i = 0; i < bars.size(); ++i) {
            QVERIFY(bars[i].fromNs < bars[i].toNs);
            QVERIFY(i == 0 || bars[i].fromNs == bars[i - 1].toNs);
            count += bars[i].count;
        }
        QCOMPARE(count, uint64_t{10'000});
        QVERIFY(bars.front().fromNs <= times.minNs() && bars.back().toNs > times.maxNs());
        FineHistogram one;
        one.add(5'000'000);
        QCOMPARE(one.bars(40).size(), std::size_t{1});
        QCOMPARE(one.percentileNs(0.99), int64_t{5'000'000});
    }

    void oddRunsAreNoHarm() {
        QCOMPARE(loadProfile({}).drift.reason, "nothing ran");
        const LoadProfile profile =
            loadProfile(std::vector<LoadRun>{{-5, -5, false}, {0, 0, true}, {3, INT64_MAX, false}});
        QCOMPARE(profile.whole.ended, 3U);
        QVERIFY(std::isfinite(profile.whole.perSecond));
        QCOMPARE(loadProfile(std::vector<LoadRun>(500), 0).buckets.size(), 1U);
    }
};

QTEST_APPLESS_MAIN(TestLoadProfile)
#include "tst_load_profile.moc"

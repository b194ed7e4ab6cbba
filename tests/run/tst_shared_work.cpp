#include "engine/run/shared_work.h"

#include <QTest>

#include <array>
#include <atomic>
#include <latch>
#include <numeric>
#include <vector>

using cst::doTogether;
using cst::Executor;
using cst::Job;
using cst::WorkForce;

class SharedWorkTest : public QObject {
    Q_OBJECT

private slots:
    void everyPieceIsDoneOnceAndBehindAllOfLowerLayers_data();
    void everyPieceIsDoneOnceAndBehindAllOfLowerLayers();
    void noHandDoesTwoPiecesAtATime();
    void aWorkerThatIsBusyElsewhereIsNotWaitedFor();
    void workThatIsGivenUpStops();
    void noWorkIsDoneAtOnce();
};

void SharedWorkTest::everyPieceIsDoneOnceAndBehindAllOfLowerLayers_data() {
    QTest::addColumn<unsigned>("hands");
    for (const unsigned hands : {1U, 2U, 8U}) {
        QTest::addRow("%u hands", hands) << hands;
    }
}

void SharedWorkTest::everyPieceIsDoneOnceAndBehindAllOfLowerLayers() {
    QFETCH(unsigned, hands);
    Executor executor(8);
    const std::array<uint32_t, 5> layerEnds{1, 40, 40, 41, 200};
    for (int round = 0; round < 50; ++round) {
        std::vector<int> done(layerEnds.back(), 0);  // not atomic: layers put them in order
        std::atomic<int> early{0};
        const auto work = [&](unsigned, uint32_t piece) {
            uint32_t begin = 0;
            for (const uint32_t end : layerEnds) {
                begin = end <= piece ? end : begin;
            }
            if (std::accumulate(done.begin(), done.begin() + begin, 0) != static_cast<int>(begin)) {
                ++early;
            }
            ++done[piece];
        };
        QVERIFY(doTogether({&executor, hands}, {layerEnds, work, {}}));
        QCOMPARE(early.load(), 0);
        QCOMPARE(std::count(done.begin(), done.end(), 1), std::ptrdiff_t{layerEnds.back()});
    }
}

void SharedWorkTest::noHandDoesTwoPiecesAtATime() {
    Executor executor(8);
    const std::array<uint32_t, 1> layerEnds{500};
    std::array<std::atomic<int>, 4> inside{};
    std::atomic<int> wrong{0};
    QVERIFY(doTogether({&executor, 4}, {layerEnds,
                                        [&](unsigned hand, uint32_t) {
                                            wrong += hand >= 4 || inside[hand]++ != 0 ? 1 : 0;
                                            --inside[hand % 4];
                                        },
                                        {}}));
    QCOMPARE(wrong.load(), 0);
}

void SharedWorkTest::aWorkerThatIsBusyElsewhereIsNotWaitedFor() {
    struct Busy : Job {
        explicit Busy(std::latch& until) : until_(until) {}
        void run() override { until_.wait(); }
        std::latch& until_;
    };
    std::latch end(1);
    Executor executor(2);
    executor.submit(std::make_unique<Busy>(end));
    executor.submit(std::make_unique<Busy>(end));
    const std::array<uint32_t, 1> layerEnds{10};
    int done = 0;
    QVERIFY(doTogether({&executor, 2}, {layerEnds, [&](unsigned, uint32_t) { ++done; }, {}}));
    QCOMPARE(done, 10);
    end.count_down();
    executor.drain();  // the helper comes too late, and finds nothing
    QCOMPARE(done, 10);
}

void SharedWorkTest::workThatIsGivenUpStops() {
    Executor executor(2);
    const std::array<uint32_t, 2> layerEnds{10, 20};
    std::atomic<int> done{0};
    const auto work = [&](unsigned, uint32_t) { ++done; };
    int questions = 0;
    QVERIFY(!doTogether({}, {layerEnds, work, [&] { return ++questions == 3; }}));
    QCOMPARE(done.load(), 2);
    QVERIFY(!doTogether({&executor, 2}, {layerEnds, work, [] { return true; }}));
    const int then = done;
    executor.drain();
    QCOMPARE(done.load(), then);
}

void SharedWorkTest::noWorkIsDoneAtOnce() {
    Executor executor(2);
    QVERIFY(doTogether({&executor, 2}, {{}, [](unsigned, uint32_t) {}, {}}));
}

QTEST_GUILESS_MAIN(SharedWorkTest)
#include "tst_shared_work.moc"

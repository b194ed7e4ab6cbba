#include "engine/run/priority_queue.h"

#include <QTest>

// In which order ready calls are taken, on a clock of one nanosecond a tick.

class PriorityQueueTest : public QObject {
    Q_OBJECT

private slots:
    void theHighestPriorityComesFirstAndEqualOnesInOrder();
    void whoWaitsGainsTenForEachFiveSeconds_data();
    void whoWaitsGainsTenForEachFiveSeconds();
    void nobodyRisesAboveTheHighest();
    void itKnowsWhatIsLeftToDo();
};

namespace {

constexpr cst::Ticks kSecond = 1'000'000'000;

}  // namespace

void PriorityQueueTest::theHighestPriorityComesFirstAndEqualOnesInOrder() {
    cst::PriorityQueue queue(1.0);
    const std::array<uint8_t, 6> priorities{50, 0, 80, 50, 100, 80};
    for (uint32_t i = 0; i < priorities.size(); ++i) {
        queue.push(i, priorities[i], 0, 1);
    }
    QVector<uint32_t> order;
    while (!queue.empty()) {
        order << queue.pop(0).step;
    }
    QCOMPARE(order, (QVector<uint32_t>{4, 2, 5, 0, 3, 1}));
}

void PriorityQueueTest::whoWaitsGainsTenForEachFiveSeconds_data() {
    QTest::addColumn<double>("seconds");
    QTest::addColumn<uint32_t>("first");
    QTest::newRow("at once") << 0.0 << 1U;
    QTest::newRow("14.9 s: 20 + 20 < 50") << 14.9 << 1U;
    QTest::newRow("15 s: equal to 50, and it came first") << 15.0 << 0U;
    QTest::newRow("20 s: 60") << 20.0 << 0U;
}

void PriorityQueueTest::whoWaitsGainsTenForEachFiveSeconds() {
    QFETCH(double, seconds);
    QFETCH(uint32_t, first);
    cst::PriorityQueue queue(1.0);
    const auto now = static_cast<cst::Ticks>(seconds * static_cast<double>(kSecond));
    queue.push(0, 20, 0, 1);
    queue.push(1, 50, now, 1);
    QCOMPARE(queue.pop(now).step, first);
}

void PriorityQueueTest::nobodyRisesAboveTheHighest() {
    cst::PriorityQueue queue(1.0);
    queue.push(0, 100, 0, 1);
    queue.push(1, 50, 0, 1);
    QCOMPARE(queue.pop(100 * kSecond).step, 0U);
}

void PriorityQueueTest::itKnowsWhatIsLeftToDo() {
    cst::PriorityQueue queue(1.0);
    queue.push(0, 10, 0, 100);
    queue.push(1, 90, 0, 7);
    QCOMPARE(queue.cost(), uint64_t{107});
    queue.pop(0);
    QCOMPARE(queue.cost(), uint64_t{100});
    queue.clear();
    QVERIFY(queue.empty());
    QCOMPARE(queue.cost(), uint64_t{0});
}

QTEST_APPLESS_MAIN(PriorityQueueTest)
#include "tst_priority_queue.moc"

#include "engine/profile/recorder.h"

#include <QTest>

#include <atomic>
#include <thread>

// The rings that hold the newest records of what ran, and the clock that they are stamped with.

using cst::AttemptRecord;
using cst::Recorder;
using cst::RecordKind;
using cst::RecordRing;

class RecorderTest : public QObject {
    Q_OBJECT

private slots:
    void aRecordComesOutAsItWentIn();
    void aFullRingKeepsTheNewestAndCountsWhatIsLost();
    void aReaderNeverSeesARecordHalfWritten();
    void whoRunsNodesAtOneTimeHasARingOfItsOwn();
    void ticksAgreeWithTheSteadyClock();
    void theCostOfRecordingIsMeasured();
};

namespace {

AttemptRecord numbered(uint64_t n) {
    AttemptRecord record;
    record.ready = n;
    record.start = n + 1;
    record.finish = n + 2;
    record.wait = n + 3;
    record.run = n;
    record.cpuNs = static_cast<int64_t>(n);
    record.bytes = n;
    record.node = static_cast<uint32_t>(n);
    record.attempt = 2;
    record.worker = 7;
    record.end = RecordKind::Failed;
    return record;
}

bool isWhole(const AttemptRecord& record) {
    const uint64_t n = record.ready;
    return record.start == n + 1 && record.finish == n + 2 && record.wait == n + 3 &&
           record.run == n && record.cpuNs == static_cast<int64_t>(n) && record.bytes == n &&
           record.node == static_cast<uint32_t>(n) && record.attempt == 2 && record.worker == 7 &&
           record.end == RecordKind::Failed;
}

}  // namespace

void RecorderTest::aRecordComesOutAsItWentIn() {
    RecordRing ring;
    ring.add(numbered(41));
    std::vector<AttemptRecord> out;
    uint64_t lost = 0;
    QCOMPARE(ring.readFrom(0, out, lost), uint64_t{1});
    QCOMPARE(out.size(), std::size_t{1});
    QVERIFY(isWhole(out[0]));
    QCOMPARE(out[0].ready, uint64_t{41});
    QCOMPARE(lost, uint64_t{0});
}

void RecorderTest::aFullRingKeepsTheNewestAndCountsWhatIsLost() {
    RecordRing ring;
    const uint64_t count = RecordRing::kRecords + 100;
    for (uint64_t n = 0; n < count; ++n) {
        ring.add(numbered(n));
    }
    std::vector<AttemptRecord> out;
    uint64_t lost = 0;
    QCOMPARE(ring.readFrom(0, out, lost), count);
    // The oldest one might just be overwritten by the next: it is given up.
    QCOMPARE(lost, uint64_t{101});
    QCOMPARE(out.size(), RecordRing::kRecords - 1);
    QCOMPARE(out.front().ready, uint64_t{101});
    QCOMPARE(out.back().ready, count - 1);
}

void RecorderTest::aReaderNeverSeesARecordHalfWritten() {
    RecordRing ring;
    std::atomic<bool> stop{false};
    std::thread writer([&] {
        for (uint64_t n = 0; !stop.load(std::memory_order_relaxed); ++n) {
            ring.add(numbered(n));
        }
    });
    uint64_t from = 0;
    uint64_t lost = 0;
    uint64_t seen = 0;
    uint64_t broken = 0;
    while (seen < 200'000) {
        std::vector<AttemptRecord> out;
        from = ring.readFrom(from, out, lost);
        uint64_t last = 0;
        for (const AttemptRecord& record : out) {
            broken += isWhole(record) && (last == 0 || record.ready == last + 1) ? 0 : 1;
            last = record.ready;
        }
        seen += out.size();
    }
    stop.store(true);
    writer.join();
    QCOMPARE(broken, uint64_t{0});
    QVERIFY(seen + lost >= from);
}

void RecorderTest::whoRunsNodesAtOneTimeHasARingOfItsOwn() {
    Recorder recorder;
    {
        Recorder::Lease first(recorder);
        Recorder::Lease second(recorder);
        QVERIFY(&first.ring() != &second.ring());
        first.ring().add(numbered(1));
        second.ring().add(numbered(2));
    }
    Recorder::Lease again(recorder);
    again.ring().add(numbered(3));
    QCOMPARE(recorder.newest().size(), std::size_t{3});
    QCOMPARE(recorder.written(), uint64_t{3});
}

void RecorderTest::ticksAgreeWithTheSteadyClock() {
    const auto start = std::chrono::steady_clock::now();
    const cst::Ticks begin = cst::ticks::now();
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    const cst::Ticks end = cst::ticks::now();
    const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(
                        std::chrono::steady_clock::now() - start)
                        .count();
    const int64_t got = cst::ticks::toNs(begin, end, cst::ticks::nanoseconds());
    QVERIFY2(got <= ns && got >= 29'000'000, qPrintable(QString::number(got)));
    QCOMPARE(cst::ticks::toNs(end, begin, 1.0), int64_t{0});
}

void RecorderTest::theCostOfRecordingIsMeasured() {
    Recorder recorder;
    const double cost = recorder.costNs();
    QVERIFY(cost > 0.5);
    QCOMPARE(recorder.costNs(), cost);  // measured once
    QCOMPARE(recorder.written(), uint64_t{0});
}

QTEST_APPLESS_MAIN(RecorderTest)
#include "tst_recorder.moc"

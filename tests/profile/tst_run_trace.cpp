#include "engine/profile/recorder.h"
#include "engine/profile/run_trace.h"
#include "engine/profile/studio_lane.h"

#include <QTest>

// How the records of a run become lanes. A tick is a nanosecond here, and the run lasts 100 … 1100.

using namespace cst;

namespace {

AttemptRecord record(uint32_t node, RecordKind end, Ticks start, Ticks finish, uint8_t worker = 0) {
    AttemptRecord made;
    made.node = node;
    made.end = end;
    made.ready = made.start = start;
    made.finish = finish;
    made.worker = worker;
    made.run = 1;
    made.attempt = 1;
    return made;
}

RecordedTimes runOf(std::vector<AttemptRecord> records) {
    RecordedTimes run;
    run.start = 100;
    run.end = 1100;
    run.records = std::move(records);
    run.describe = [](uint32_t node) {
        return TraceNode{"n" + std::to_string(node), "", node + 1};
    };
    return run;
}

const TraceLane& lane(const Trace& trace, const std::string& name) {
    for (const TraceLane& lane : trace.lanes) {
        if (lane.name == name) return lane;
    }
    qFatal("no such lane");
}

/// `n1 10-20 failed 2` for each span of a row: name, place, kind, attempt.
std::string row(const Trace& trace, const std::string& name, std::size_t number = 0) {
    std::string text;
    const TraceLane& of = lane(trace, name);
    if (number >= of.rows.size()) return "none";
    for (const Span& span : of.rows[number]) {
        text += (text.empty() ? "" : ", ") + trace.labels[span.label] + " " +
                std::to_string(span.startNs) + "-" + std::to_string(span.endNs) + " " +
                spanKindName(span.kind) + " " + std::to_string(span.attempt);
    }
    return text;
}

}  // namespace

class RunTraceTest : public QObject {
    Q_OBJECT

private slots:
    void anAttemptStandsInTheLaneOfItsWorker() {
        const auto trace = traceOfRun(runOf({record(1, RecordKind::Completed, 110, 120, 0),
                                             record(2, RecordKind::Failed, 115, 150, 1)}));
        QCOMPARE(row(*trace, "worker 1"), std::string("n1 10-20 completed 1"));
        QCOMPARE(row(*trace, "worker 2"), std::string("n2 15-50 failed 1"));
        QCOMPARE(workNs(*trace), int64_t{45});
        QCOMPARE(trace->nodes.at(0).line, 2U);
    }
    void workersThatHadNothingToDoHaveLanes() {
        RecordedTimes run = runOf({record(1, RecordKind::Completed, 110, 120, UINT8_MAX)});
        run.workers = 3;
        const auto trace = traceOfRun(run);
        QCOMPARE(row(*trace, "calling thread"), std::string("n1 10-20 completed 1"));
        QCOMPARE(row(*trace, "worker 1"), std::string("none"));
        QCOMPARE(row(*trace, "worker 2"), std::string("none"));
        QCOMPARE(trace->lanes.size(), std::size_t{5});
    }
    void whatWaitedIsOnNoWorker() {
        AttemptRecord whole = record(1, RecordKind::TimedOut, 110, 400, 1);
        whole.wait = 250;
        AttemptRecord last = record(1, RecordKind::Worked, 390, 400, 1);
        last.ready = 380;
        const auto trace =
            traceOfRun(runOf({record(1, RecordKind::Worked, 110, 130, 0),
                              record(1, RecordKind::CallWait, 130, 380, 0), last, whole}));
        QCOMPARE(row(*trace, "worker 1"), std::string("n1 10-30 timed out 1"));
        QCOMPARE(row(*trace, "worker 2"), std::string("n1 290-300 timed out 1"));
        QCOMPARE(row(*trace, "waiting"),
                 std::string("n1 30-280 waiting for its module 1, n1 280-290 queue 1"));
    }
    void aStretchThatHoldsOneAttemptIsThatAttempt() {
        AttemptRecord attempt = record(1, RecordKind::Failed, 112, 118);
        attempt.attempt = 2;
        const auto trace = traceOfRun(runOf({attempt, record(1, RecordKind::Worked, 110, 120)}));
        QCOMPARE(row(*trace, "worker 1"), std::string("n1 10-20 failed 2"));
        QCOMPARE(row(*trace, "worker 1", 1), std::string("none"));
    }
    void attemptsOfOneStretchLieWithinIt() {
        AttemptRecord second = record(1, RecordKind::Completed, 115, 119);
        second.attempt = 2;
        const auto trace = traceOfRun(runOf({record(1, RecordKind::Failed, 111, 114), second,
                                             record(1, RecordKind::Worked, 110, 120),
                                             record(2, RecordKind::Completed, 120, 130)}));
        QCOMPARE(row(*trace, "worker 1"),
                 std::string("n1 10-20 completed 0, n2 20-30 completed 1"));
        QCOMPARE(row(*trace, "worker 1", 1),
                 std::string("n1 11-14 failed 1, n1 15-19 completed 2"));
        QCOMPARE(workNs(*trace), int64_t{20});
    }
    void whatComesBehindTheLastAttemptIsNone() {
        AttemptRecord second = record(1, RecordKind::Failed, 140, 145);
        second.attempt = 2;
        AttemptRecord again = record(1, RecordKind::Worked, 139, 146);
        again.attempt = 2;
        AttemptRecord behind = record(1, RecordKind::Worked, 150, 160);
        behind.attempt = 0;
        const auto trace =
            traceOfRun(runOf({record(1, RecordKind::Worked, 110, 120),
                              record(1, RecordKind::Failed, 111, 119), again, second, behind}));
        QCOMPARE(row(*trace, "worker 1"),
                 std::string("n1 10-20 failed 1, n1 39-46 failed 2, n1 50-60 completed 0"));
    }
    void eachKindOfWaitHasItsOwn() {
        const auto trace = traceOfRun(runOf({record(1, RecordKind::ThrottleWait, 100, 110),
                                             record(1, RecordKind::PermitWait, 110, 120),
                                             record(1, RecordKind::RetryDelay, 120, 130),
                                             record(1, RecordKind::CacheWait, 130, 140),
                                             record(1, RecordKind::CacheHit, 140, 141)}));
        QCOMPARE(row(*trace, "waiting"),
                 std::string("n1 0-10 throttle 1, n1 10-20 permit 1, n1 20-30 retry delay 1, "
                             "n1 30-40 cache 1"));
        QCOMPARE(sumNs(*trace, SpanKind::Permit), int64_t{10});
    }
    void whatTheStudioDidMeanwhileHasALane() {
        RecordedTimes run = runOf({record(1, RecordKind::Completed, 110, 120)});
        run.before = {{"parse", 40}};
        const auto trace = traceOfRun(run);
        QCOMPARE(trace->beginTicks, uint64_t{60});
        const std::vector<StudioSpan> done{{10, 70, "paint window"},  // begun before
                                           {310, 340, "paint graph"},
                                           {300, 350, "paint window"},
                                           {1090, 1300, "paint window"},  // and not ended
                                           {2000, 2001, "paint graph"}};
        const auto joined = withStudio(trace, done, 1);
        QCOMPARE(row(*joined, "studio"),
                 std::string("paint window 0-10 paint 0, paint window 240-290 paint 0, "
                             "paint window 1030-1040 paint 0"));
        QCOMPARE(row(*joined, "studio", 1), std::string("paint graph 250-280 paint 0"));
        QCOMPARE(row(*joined, "worker 1"), row(*trace, "worker 1"));
        QCOMPARE(joined->endNs, trace->endNs);
        QCOMPARE(joined->lanes.size(), trace->lanes.size() + 1);
    }
    void aTraceStaysAsItIsWhereTheStudioDidNothing() {
        const auto trace = traceOfRun(runOf({record(1, RecordKind::Completed, 110, 120)}));
        const std::vector<StudioSpan> before{{10, 50, "paint window"}};
        QCOMPARE(withStudio(trace, before, 1), trace);
        QCOMPARE(withStudio(trace, {}, 1), trace);
        Trace several = *trace;
        several.beginTicks = 0;
        const auto ofSeveral = std::make_shared<const Trace>(several);
        const std::vector<StudioSpan> meanwhile{{110, 150, "paint window"}};
        QCOMPARE(withStudio(ofSeveral, meanwhile, 1), ofSeveral);
    }
    void whatLiesOutsideOfTheRunIsCutOff() {
        const auto trace = traceOfRun(runOf({record(1, RecordKind::Worked, 50, 120),
                                             record(2, RecordKind::Worked, 1090, 5000),
                                             record(3, RecordKind::Worked, 2000, 3000)}));
        QCOMPARE(row(*trace, "worker 1"),
                 std::string("n1 0-20 completed 1, n2 990-1000 completed 1"));
    }
    void phasesStandOneBehindTheOther() {
        RecordedTimes run = runOf({record(1, RecordKind::Completed, 110, 120)});
        run.run = 7;
        run.before = {{"parse", 30}, {"decode", 20}};
        run.after = {{"encode", 5}};
        const auto trace = traceOfRun(run);
        QCOMPARE(row(*trace, "phases"), std::string("run 7 0-1055 phase 0"));
        QCOMPARE(row(*trace, "phases", 1),
                 std::string("parse 0-30 phase 0, decode 30-50 phase 0, run 50-1050 phase 0, "
                             "encode 1050-1055 phase 0"));
        QCOMPARE(row(*trace, "worker 1"), std::string("n1 60-70 completed 1"));
        QCOMPARE(trace->endNs, int64_t{1055});
    }
    void whatWasOverwrittenIsCounted() {
        Recorder recorder;
        Recorder::Position from;
        {
            Recorder::Lease lease(recorder);
            lease.ring().add(record(1, RecordKind::Completed, 110, 120));
            from = recorder.position();
            for (std::size_t i = 0; i < RecordRing::kRecords + 10; ++i) {
                AttemptRecord next = record(2, RecordKind::Completed, 110, 120);
                next.run = 1 + i % 2;
                lease.ring().add(next);
            }
        }
        uint64_t lost = 0;
        const std::vector<AttemptRecord> found = recorder.ofRun(2, from, lost);
        QVERIFY(lost >= 10 && lost <= 11);
        QVERIFY(std::all_of(found.begin(), found.end(), [](const auto& r) { return r.run == 2; }));
        QVERIFY(found.size() >= RecordRing::kRecords / 2 - 1);
        RecordedTimes run = runOf(found);
        run.lost = lost;
        QCOMPARE(traceOfRun(run)->lost, lost);
    }
};

QTEST_APPLESS_MAIN(RunTraceTest)
#include "tst_run_trace.moc"

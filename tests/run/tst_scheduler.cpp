#include "engine/run/run.h"
#include "engine/run/timers.h"
#include "tests/support/plan_shapes.h"

#include <QTest>

#include <algorithm>
#include <set>
#include <thread>

// Which step runs where and when, on plans of every shape; what a run leases and gives back.

using cst::Run;
using cst::RunRef;
using cst::StepState;

class SchedulerTest : public QObject {
    Q_OBJECT

private slots:
    void everyShapeGivesTheSameAtAnyThreadCount_data();
    void everyShapeGivesTheSameAtAnyThreadCount();
    void randomGraphsEndInTheStateOfASerialRun();
    void sixtyFourRunsOfOnePlanAtOnceAgree();
    void sixtyFourRunsOfManyPlansAtOnceAgree();
    void pooledRunsEqualThoseThatAreNot();
    void theStateOfARunComesFromThePoolOnceItIsWarm();
    void thePoolIsBounded();
    void aRunOutlivesItsProgramsOwner();
    void cheapPlansRunWhereTheyAreStarted();
    void aLargeFanOutIsSharedAmongTheWorkers();
    void stepsCheaperThanCountingThemDownStayTogether();
    void whatOtherStepsWaitForInARowGoesFirst();
    void aStopIsSeenBeforeTheNextNode();
    void costsAreLearnedFromTheRecorder();
    void aStepThatTurnsOutToBeShortIsNotMeasuredForGood();
    void everyNodeIsRecordedOnce();
};

namespace {

class SilentLog : public cst::LogSink {
public:
    void line(std::string_view) override {}
};

struct Scene {
    explicit Scene(unsigned workers) : executor(workers) {}
    std::shared_ptr<const cst::Program> program(const std::shared_ptr<const cst::Plan>& plan) {
        return std::make_shared<const cst::Program>(plan, shapes.registry(), shapes.types());
    }
    RunRef started(const std::shared_ptr<const cst::Program>& program, int64_t input,
                   Run::Where where = Run::Where::Workers, bool pooled = true) {
        RunRef run = Run::lease(
            program,
            {&shapes.registry(), &shapes.types(), &executor, &timers, &calls, &log, &recorder},
            nullptr, pooled);
        run->setInput(0, cst::Value::ofInt(input));
        run->start({std::chrono::nanoseconds(0), where, 1});
        return run;
    }
    RunRef done(const std::shared_ptr<const cst::Program>& program, int64_t input,
                Run::Where where = Run::Where::Workers, bool pooled = true) {
        RunRef run = started(program, input, where, pooled);
        run->wait();
        return run;
    }

    cst::PlanShapes shapes;
    cst::TimerThread timers;
    cst::CallServices calls{timers};
    SilentLog log;
    cst::Recorder recorder;
    cst::Executor executor;
};

/// How many steps completed with the value that went in; every module hands on what it gets.
uint32_t completed(const Run& run, int64_t input) {
    uint32_t count = 0;
    for (uint32_t step = 0; step < run.program().size(); ++step) {
        const cst::Value* value = run.value(step);
        count += value != nullptr && value->asInt() == input ? 1 : 0;
    }
    return count;
}

using Make = std::shared_ptr<const cst::Plan> (*)(cst::PlanShapes&);

}  // namespace

Q_DECLARE_METATYPE(Make)

void SchedulerTest::everyShapeGivesTheSameAtAnyThreadCount_data() {
    QTest::addColumn<Make>("make");
    const auto row = [](const char* name, Make make) { QTest::newRow(name) << make; };
    row("chain", [](cst::PlanShapes& s) { return s.chain(500); });
    row("layers", [](cst::PlanShapes& s) { return s.layers(500, 10); });
    row("branches", [](cst::PlanShapes& s) { return s.branches(20, 20); });
    row("wide", [](cst::PlanShapes& s) { return s.wide(500); });
    row("wide and slow",
        [](cst::PlanShapes& s) { return s.independent(200, cst::PlanShapes::Body::Work8); });
}

void SchedulerTest::everyShapeGivesTheSameAtAnyThreadCount() {
    QFETCH(Make, make);
    for (const unsigned workers : {1U, 2U, 8U}) {
        Scene scene(workers);
        const auto program = scene.program(make(scene.shapes));
        for (const Run::Where where : {Run::Where::Here, Run::Where::Workers}) {
            for (int64_t input = 1; input < 20; ++input) {
                const RunRef run = scene.done(program, input, where);
                QCOMPARE(completed(*run, input), program->size());
            }
        }
    }
}

void SchedulerTest::randomGraphsEndInTheStateOfASerialRun() {
    Scene serial(1);
    Scene parallel(8);
    for (uint32_t seed = 0; seed < 100; ++seed) {
        const auto one = serial.program(serial.shapes.random(60, seed));
        const auto other = parallel.program(parallel.shapes.random(60, seed));
        const RunRef expected = serial.done(one, seed, Run::Where::Here);
        const RunRef run = parallel.done(other, seed);
        for (uint32_t step = 0; step < one->size(); ++step) {
            QVERIFY(run->state(step) == expected->state(step));
            QCOMPARE(run->value(step)->asInt(), expected->value(step)->asInt());
        }
    }
}

void SchedulerTest::sixtyFourRunsOfOnePlanAtOnceAgree() {
    Scene scene(4);
    const auto program = scene.program(scene.shapes.layers(300, 10));
    for (int round = 0; round < 5; ++round) {
        std::vector<RunRef> runs;
        for (int64_t i = 0; i < 64; ++i) {
            runs.push_back(scene.started(program, i));
        }
        for (int64_t i = 0; i < 64; ++i) {
            const RunRef& run = runs[static_cast<std::size_t>(i)];
            run->wait();
            QCOMPARE(completed(*run, i), program->size());
        }
    }
}

void SchedulerTest::sixtyFourRunsOfManyPlansAtOnceAgree() {
    Scene scene(4);
    std::vector<RunRef> runs;
    for (uint32_t i = 0; i < 64; ++i) {
        runs.push_back(scene.started(scene.program(scene.shapes.random(100, i)), i));
    }
    for (uint32_t i = 0; i < 64; ++i) {
        runs[i]->wait();
        QCOMPARE(completed(*runs[i], i), runs[i]->program().size());
    }
}

void SchedulerTest::pooledRunsEqualThoseThatAreNot() {
    Scene scene(4);
    const auto program = scene.program(scene.shapes.random(100, 3));
    std::vector<RunRef> runs;
    for (int64_t i = 0; i < 32; ++i) {
        runs.push_back(scene.started(program, i, Run::Where::Workers, i % 2 == 0));
    }
    for (int64_t i = 0; i < 32; ++i) {
        runs[static_cast<std::size_t>(i)]->wait();
        QCOMPARE(completed(*runs[static_cast<std::size_t>(i)], i), program->size());
    }
}

void SchedulerTest::theStateOfARunComesFromThePoolOnceItIsWarm() {
    Scene scene(2);
    const auto program = scene.program(scene.shapes.chain(10));
    for (int64_t i = 0; i < 100; ++i) {
        scene.done(program, i, Run::Where::Here);
    }
    QCOMPARE(program->pool().leases(), uint64_t{100});
    QCOMPARE(program->pool().hits(), uint64_t{99});
}

void SchedulerTest::thePoolIsBounded() {
    Scene scene(2);
    const auto program = scene.program(scene.shapes.chain(10));
    for (int round = 0; round < 2; ++round) {
        std::vector<RunRef> runs;
        for (int64_t i = 0; i < 200; ++i) {
            runs.push_back(scene.done(program, i, Run::Where::Here));
        }
    }
    QCOMPARE(program->pool().hits(), uint64_t{cst::RunPool::kMaxIdle});
}

void SchedulerTest::aRunOutlivesItsProgramsOwner() {
    Scene scene(2);
    RunRef run;
    {
        const auto program = scene.program(scene.shapes.random(50, 1));
        run = scene.started(program, 4);
    }
    run->wait();
    QCOMPARE(completed(*run, 4), run->program().size());
}

void SchedulerTest::cheapPlansRunWhereTheyAreStarted() {
    Scene scene(2);
    const auto program = scene.program(scene.shapes.chain(50));
    for (int64_t i = 0; i < 10; ++i) {
        const RunRef run = scene.started(program, i, Run::Where::Here);
        QVERIFY(run->ended());  // nobody has waited
    }
}

void SchedulerTest::aLargeFanOutIsSharedAmongTheWorkers() {
    Scene scene(2);
    const auto program =
        scene.program(scene.shapes.independent(2000, cst::PlanShapes::Body::Work10));
    scene.done(program, 1);  // what nodes take is known from here on
    std::set<uint8_t> workers;
    for (int i = 0; i < 20 && workers.size() < 2; ++i) {
        const uint64_t before = scene.recorder.written();
        scene.done(program, 2);
        QCOMPARE(scene.recorder.written() - before, uint64_t{2001});
        for (const cst::AttemptRecord& record : scene.recorder.newest()) {
            workers.insert(record.worker);
        }
    }
    QCOMPARE(workers.size(), std::size_t{2});
}

/// 1,000 steps of 100 ns are worth waking a worker in all, but not worth its interference.
void SchedulerTest::stepsCheaperThanCountingThemDownStayTogether() {
    Scene scene(2);
    const auto program = scene.program(scene.shapes.independent(1000, cst::PlanShapes::Body::Pass));
    const auto ticks = static_cast<cst::Ticks>(100 / cst::ticks::nanoseconds());
    for (uint32_t step = 0; step < program->size(); ++step) {
        program->learn(step, ticks);
    }
    QVERIFY(1000 * ticks > program->handOutTicks());
    scene.done(program, 1, Run::Where::Here);
    // One ring, so one worker: the second one's records would begin earlier again.
    const std::vector<cst::AttemptRecord> records = scene.recorder.newest();
    QCOMPARE(records.size(), std::size_t{1001});
    QVERIFY(std::is_sorted(records.begin(), records.end(),
                           [](const auto& a, const auto& b) { return a.finish < b.finish; }));
}

/// Records of the newest run of one ring are in the order in which its steps ended.
void SchedulerTest::whatOtherStepsWaitForInARowGoesFirst() {
    Scene scene(1);
    // Input → 1; then a leaf (2) and the head (3) of a chain of five, written after it.
    const auto plan = scene.shapes.leafBesideChain(5);
    const auto program = scene.program(plan);
    scene.done(program, 1, Run::Where::Here);
    std::vector<uint32_t> order;
    for (const cst::AttemptRecord& record : scene.recorder.newest()) {
        order.push_back(record.node);
    }
    QCOMPARE(order, (std::vector<uint32_t>{1, 3, 4, 5, 6, 7, 2}));
}

void SchedulerTest::aStopIsSeenBeforeTheNextNode() {
    Scene scene(1);
    const auto program = scene.program(scene.shapes.chain(20'000, cst::PlanShapes::Body::Work10));
    const RunRef run = scene.started(program, 1);
    while (run->state(program->stepOf(5)) != StepState::Completed) {
        std::this_thread::yield();
    }
    run->cancel();
    run->wait();
    QVERIFY(run->cancelled());
    QVERIFY(run->state(program->stepOf(5)) == StepState::Completed);
    QVERIFY(run->state(program->stepOf(20'000)) == StepState::Cancelled);
    uint32_t finished = 0;
    for (uint32_t step = 1; step < program->size(); ++step) {
        finished += run->state(step) == StepState::Completed ? 1 : 0;
        QVERIFY(cst::isFinal(run->state(step)));
    }
    QCOMPARE(scene.recorder.written(), uint64_t{finished});  // what was stopped did not begin
}

void SchedulerTest::costsAreLearnedFromTheRecorder() {
    Scene scene(1);
    const auto program = scene.program(scene.shapes.chain(3, cst::PlanShapes::Body::Work10));
    QCOMPARE(program->predicted(1), 0U);
    for (int64_t i = 0; i < 40; ++i) {
        scene.done(program, i, Run::Where::Here);
    }
    const double us = program->predicted(1) * cst::ticks::nanoseconds() / 1000;
    QVERIFY2(us > 1 && us < 1000, qPrintable(QString::number(us)));
}

void SchedulerTest::aStepThatTurnsOutToBeShortIsNotMeasuredForGood() {
    Scene scene(1);
    const auto program = scene.program(scene.shapes.chain(1, cst::PlanShapes::Body::Pass));
    const cst::Ticks least = program->measuredTicks(), shorter = least - least / 8;
    program->learn(1, least + least / 8);  // as the first time may well
    for (int i = 0; i < 100 && program->predicted(1) >= least; ++i) {
        program->learn(1, shorter);
        program->learnMeasured(1, shorter);
    }
    QVERIFY(program->predicted(1) < least);
    const uint32_t known = program->predicted(1);
    program->learnMeasured(1, least + 1);
    QCOMPARE(program->predicted(1), known);  // of the others learn() has the say
}

void SchedulerTest::everyNodeIsRecordedOnce() {
    Scene scene(2);
    const auto program = scene.program(scene.shapes.random(200, 5));
    const RunRef run = scene.done(program, 1);
    std::vector<uint32_t> times(program->plan().size());
    for (const cst::AttemptRecord& record : scene.recorder.newest()) {
        ++times.at(record.node);
        QVERIFY(record.ready <= record.start && record.start <= record.finish);
        QVERIFY(record.end == cst::RecordKind::Completed);
        QCOMPARE(record.run, uint64_t{1});
    }
    QCOMPARE(times[0], 0U);  // an input is given, not run
    QVERIFY(std::all_of(times.begin() + 1, times.end(), [](uint32_t n) { return n == 1; }));
}

QTEST_APPLESS_MAIN(SchedulerTest)
#include "tst_scheduler.moc"

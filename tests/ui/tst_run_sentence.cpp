#include "engine/history/history_line.h"
#include "engine/history/kept_runs.h"
#include "engine/session/run_path.h"
#include "engine/session/run_profile.h"
#include "tests/ui/support/snapshots.h"
#include "ui/shell/main_window_status.h"

#include <QTest>

using namespace cst;
using namespace cst::test;

class RunSentenceTest : public QObject {
    Q_OBJECT

private slots:
    void onlyWhatCameToAnEndCountsAsDone();
    void oneErrorIsOneError_data();
    void oneErrorIsOneError();
    void aRunTakesAsLongInEveryPlace();
    void whatDoesNotCompileIsNotTheSlowest();
};

void RunSentenceTest::onlyWhatCameToAnEndCountsAsDone() {
    auto run = runOf(textAnalysis().finish());  // of eight nodes
    run->status = RunStatus::Cancelled;
    for (NodeRun& node : run->nodes) node.status = NodeStatus::Cancelled;
    complete(*run, "in:note", 1);
    nodeRun(*run, "clean").status = NodeStatus::Failed;
    nodeRun(*run, "normalized").status = NodeStatus::UpstreamFailed;
    nodeRun(*run, "words").status = NodeStatus::Skipped;
    QVERIFY2(runSentence(*run).contains("2 of 8 nodes done"), qPrintable(runSentence(*run)));
}

void RunSentenceTest::oneErrorIsOneError_data() {
    QTest::addColumn<int>("errors");
    QTest::addColumn<QString>("words");
    QTest::newRow("one") << 1 << "(1 error)";
    QTest::newRow("two") << 2 << "(2 errors)";
}

void RunSentenceTest::oneErrorIsOneError() {
    QFETCH(int, errors);
    QFETCH(QString, words);
    auto snapshot = std::make_shared<Snapshot>(*textAnalysis().finish());
    snapshot->errorCount = static_cast<std::size_t>(errors);
    auto run = runOf(snapshot);
    run->status = RunStatus::Completed;
    QVERIFY2(runSentence(*run).contains(words), qPrintable(runSentence(*run)));
}

/// Status line, history and profile: the whole run, without what was compiled before it.
void RunSentenceTest::aRunTakesAsLongInEveryPlace() {
    auto run = runOf(textAnalysis().finish());
    run->status = RunStatus::Completed;
    run->times = {.compileUs = 1e6, .optimiseUs = 2e6, .inputUs = 1000, .runUs = 2000};
    run->times.outputUs = 4000;
    run->times.totalUs = 3'007'000;
    run->pool = {1, 0};
    QCOMPARE(runSentence(*run), "completed in 7.0 ms");
    QVERIFY2(runCosts(*run).startsWith(
                 "inputs 1.0 ms, run 2.0 ms, outputs 4.0 ms; before that made ready in 2.0 s\n"),
             qPrintable(runCosts(*run)));
    auto record = std::make_shared<RunRecord>();
    record->run = run;
    QCOMPARE(profileOf(*record).total.p50Us, 7000.0);
    QCOMPARE(lineOf(*keptRunOf(record)).tookUs, 7000.0);
    run->errors = {{"R004", "division by zero", "clean", "", 1, {}}};
    for (const RunStatus status : {RunStatus::Failed, RunStatus::Invalid}) {
        run->status = status;
        QCOMPARE(runSentence(*run), "failed in 7.0 ms: R004 division by zero at `clean`");
    }
}

void RunSentenceTest::whatDoesNotCompileIsNotTheSlowest() {
    SnapshotBuilder build = textAnalysis();
    build.ghost(build.finish()->graph->byKey("clean"));
    auto run = runOf(build.finish());
    complete(*run, "clean", 16);  // of before
    QCOMPARE(slowestNode(*run), -1);
    complete(*run, "words", 0);
    QCOMPARE(slowestNode(*run), -1);
    complete(*run, "words", 2);
    QCOMPARE(slowestNode(*run), static_cast<int>(run->compiled->graph->byKey("words").index));
}

QTEST_MAIN(RunSentenceTest)
#include "tst_run_sentence.moc"

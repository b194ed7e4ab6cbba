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

void RunSentenceTest::whatDoesNotCompileIsNotTheSlowest() {
    SnapshotBuilder build = textAnalysis();
    build.ghost(build.finish()->graph->byKey("clean"));
    auto run = runOf(build.finish());
    complete(*run, "clean", 16);  // of before
    QCOMPARE(slowestOf(*run), -1);
    complete(*run, "words", 0);
    QCOMPARE(slowestOf(*run), -1);
    complete(*run, "words", 2);
    QCOMPARE(slowestOf(*run), static_cast<int>(run->compiled->graph->byKey("words").index));
}

QTEST_MAIN(RunSentenceTest)
#include "tst_run_sentence.moc"

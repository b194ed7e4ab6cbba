#include "tests/ui/support/snapshots.h"
#include "ui/graph/node_badge.h"
#include "ui/graph/node_tip.h"
#include "ui/shell/duration_text.h"

#include <QTest>

using namespace cst;
using namespace cst::test;
using namespace std::chrono_literals;

class GraphBadgesTest : public QObject {
    Q_OBJECT

private slots:
    void aDurationHasTwoDigitsAndAUnitOfItsSize_data();
    void aDurationHasTwoDigitsAndAUnitOfItsSize();
    void aStateIsSaidInWords_data();
    void aStateIsSaidInWords();
    void aWaitSaysForWhat();
    void aFailureNamesItsRootAndABlockedNodeItsInput();
    void fewerWordsStillNameTheRoot();
    void whatDoesNotCompileIsNotCalledSkipped();
    void anInputThatTookNoTimeShowsNoTime();
    void whatTheOptimiserTookOverSaysSo();
    void whatIsFusedNamesWhoWorkedItOutAndItsTime();
    void aResultStaysWithItsNodeWhenTheKeyChanges();
    void aNodeThatIsAnotherExpressionNowIsStale();
    void whatCameOfOtherInputsIsStale();
    void theTimeOfARunningNodeCountsOnBetweenTwoSnapshots();
    void aResultOfAnEarlierRunSaysWhatItTook();
    void theTipSaysWhyANodeRan_data();
    void theTipSaysWhyANodeRan();
};

void GraphBadgesTest::aDurationHasTwoDigitsAndAUnitOfItsSize_data() {
    QTest::addColumn<double>("us");
    QTest::addColumn<QString>("text");
    QTest::newRow("zero") << 0.0 << "0 ns";
    QTest::newRow("less than nothing") << -1.0 << "0 ns";
    QTest::newRow("too short to tell") << 0.0004 << "<1 ns";
    QTest::newRow("one nanosecond") << 0.001 << "1 ns";
    QTest::newRow("hundreds of nanoseconds") << 0.48 << "480 ns";
    QTest::newRow("rounded to two digits") << 0.456 << "460 ns";
    QTest::newRow("rounded up into the next unit") << 0.9996 << "1.0 µs";
    QTest::newRow("microseconds") << 1.24 << "1.2 µs";
    QTest::newRow("tens of microseconds") << 34.4 << "34 µs";
    QTest::newRow("hundreds of microseconds") << 345.0 << "350 µs";
    QTest::newRow("milliseconds") << 34000.0 << "34 ms";
    QTest::newRow("seconds") << 1.5e6 << "1.5 s";
    QTest::newRow("most of a minute") << 59.4e6 << "59 s";
    QTest::newRow("minutes") << 90e6 << "1.5 min";
    QTest::newRow("hours") << 9000e6 << "2.5 h";
}

void GraphBadgesTest::aDurationHasTwoDigitsAndAUnitOfItsSize() {
    QFETCH(double, us);
    QTEST(durationText(us), "text");
}

void GraphBadgesTest::aStateIsSaidInWords_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("text");
    const auto row = [](NodeStatus status, const char* text) {
        QTest::newRow(text) << static_cast<int>(status) << text;
    };
    row(NodeStatus::Queued, "queued");
    row(NodeStatus::Running, "1.2 ms");
    row(NodeStatus::Waiting, "in call 1.2 ms");
    row(NodeStatus::Failed, "failed");
    row(NodeStatus::Skipped, "skipped");
    row(NodeStatus::Cancelled, "cancelled");
    row(NodeStatus::TimedOut, "timed out");
}

void GraphBadgesTest::aStateIsSaidInWords() {
    QFETCH(int, status);
    auto run = runOf(textAnalysis().finish());
    nodeRun(*run, "clean").status = static_cast<NodeStatus>(status);
    RunBadges badges;
    badges.setRun(run, {});
    const NodeBadge badge = badges.badgesFor(*run->compiled)[1];
    QTEST(badgeText(badge, 1200, *run), "text");
}

void GraphBadgesTest::aWaitSaysForWhat() {
    auto run = runOf(textAnalysis().finish());
    RunBadges badges;
    const auto said = [&](NodeStatus status, RecordKind kind) {
        nodeRun(*run, "clean").status = status;
        nodeRun(*run, "clean").waitsFor = kind;
        badges.setRun(run, {});
        return badgeText(badges.badgesFor(*run->compiled)[1], 1200, *run);
    };
    QCOMPARE(said(NodeStatus::Queued, RecordKind::ThrottleWait),
             QStringLiteral("waits for a token 1.2 ms"));
    QCOMPARE(said(NodeStatus::Queued, RecordKind::PermitWait),
             QStringLiteral("waits for a permit 1.2 ms"));
    QCOMPARE(said(NodeStatus::Waiting, RecordKind::RetryDelay),
             QStringLiteral("retry delay 1.2 ms"));
    QCOMPARE(said(NodeStatus::Waiting, RecordKind::CacheWait),
             QStringLiteral("waits for an equal call 1.2 ms"));
}

void GraphBadgesTest::aFailureNamesItsRootAndABlockedNodeItsInput() {
    auto run = runOf(textAnalysis().finish());
    run->errors.push_back({"R001", "no such host", "clean", "", 1, {}});
    nodeRun(*run, "normalized").status = NodeStatus::UpstreamFailed;
    nodeRun(*run, "normalized").error = 0;
    nodeRun(*run, "clean").status = NodeStatus::Blocked;
    nodeRun(*run, "clean").blockedBy = "note";
    RunBadges badges;
    badges.setRun(run, {});
    const auto all = badges.badgesFor(*run->compiled);
    QCOMPARE(badgeText(all[2], 0, *run), QStringLiteral("upstream failed: clean"));
    QCOMPARE(badgeText(all[1], 0, *run), QStringLiteral("blocked: input note"));
}

void GraphBadgesTest::fewerWordsStillNameTheRoot() {
    auto run = runOf(textAnalysis().finish());
    run->errors.push_back({"R001", "no such host", "clean", "", 1, {}});
    nodeRun(*run, "normalized").status = NodeStatus::UpstreamFailed;
    nodeRun(*run, "normalized").error = 0;
    nodeRun(*run, "clean").status = NodeStatus::Blocked;
    nodeRun(*run, "clean").blockedBy = "note";
    RunBadges badges;
    badges.setRun(run, {});
    const auto all = badges.badgesFor(*run->compiled);
    QCOMPARE(badgeTexts(all[2], 0, *run),
             QStringList({"upstream failed: clean", "upstream: clean", "clean"}));
    QCOMPARE(badgeTexts(all[1], 0, *run),
             QStringList({"blocked: input note", "needs note", "note"}));
}

void GraphBadgesTest::whatDoesNotCompileIsNotCalledSkipped() {
    SnapshotBuilder build = textAnalysis();
    const SnapshotPtr whole = build.finish();
    build.row(whole->graph->byKey("words")).broken = true;
    auto run = runOf(build.finish());
    nodeRun(*run, "words").status = nodeRun(*run, "long").status = NodeStatus::Skipped;
    RunBadges badges;
    badges.setRun(run, {});
    const auto all = badges.badgesFor(*run->compiled);
    const auto textOf = [&](const char* key) {
        return badgeText(all[run->compiled->graph->byKey(key).index], 0, *run);
    };
    QCOMPARE(textOf("words"), QStringLiteral("does not compile"));
    QCOMPARE(textOf("long"), QStringLiteral("skipped"));
}

void GraphBadgesTest::anInputThatTookNoTimeShowsNoTime() {
    auto run = runOf(textAnalysis().finish());
    complete(*run, "in:note", 0);
    RunBadges badges;
    badges.setRun(run, {});
    const NodeBadge badge = badges.badgesFor(*run->compiled)[0];
    QVERIFY(badge.shown);
    QCOMPARE(badgeText(badge, badge.timeUs, *run), QString());
}

void GraphBadgesTest::whatTheOptimiserTookOverSaysSo() {
    auto run = runOf(textAnalysis().finish());
    complete(*run, "clean", 0);
    nodeRun(*run, "clean").folded = true;
    complete(*run, "normalized", 0);
    nodeRun(*run, "normalized").sharedWith = 1;
    RunBadges badges;
    badges.setRun(run, {});
    const auto all = badges.badgesFor(*run->compiled);
    QCOMPARE(badgeText(all[1], 0, *run), QStringLiteral("constant"));
    QCOMPARE(badgeText(all[2], 0, *run), QStringLiteral("shared"));
}

void GraphBadgesTest::whatIsFusedNamesWhoWorkedItOutAndItsTime() {
    auto run = runOf(textAnalysis().finish());
    complete(*run, "clean", 0);
    complete(*run, "normalized", 5.1);
    const uint32_t owner = run->compiled->graph->byKey("normalized").index;
    nodeRun(*run, "clean").fusedInto = static_cast<int32_t>(owner);
    RunBadges badges;
    badges.setRun(run, {});
    const NodeBadge badge = badges.badgesFor(*run->compiled)[1];
    QCOMPARE(
        badgeTexts(badge, badge.timeUs, *run),
        QStringList({QStringLiteral("in normalized · 5.1 µs"), QStringLiteral("in normalized")}));
}

void GraphBadgesTest::aResultStaysWithItsNodeWhenTheKeyChanges() {
    auto run = runOf(textAnalysis().finish());
    complete(*run, "clean", 12);
    RunBadges badges;
    badges.setRun(run, {});

    SnapshotBuilder renamed;
    const NodeId note = renamed.input("note", types::kString);
    const NodeId trimmed = renamed.call("trimmed", "Trim", {note});
    renamed.identity(trimmed, "clean");
    const auto now = badges.badgesFor(*renamed.finish(2));
    QVERIFY(now[1].shown);
    QVERIFY(!now[1].stale);
    QCOMPARE(now[1].timeUs, 12.0);
}

void GraphBadgesTest::aNodeThatIsAnotherExpressionNowIsStale() {
    auto run = runOf(textAnalysis().finish());
    complete(*run, "clean", 12);
    RunBadges badges;
    badges.setRun(run, {});

    SnapshotBuilder changed;
    const NodeId note = changed.input("note", types::kString);
    changed.call("clean", "Uppercase", {note});
    QVERIFY(badges.badgesFor(*changed.finish(2))[1].stale);
}

void GraphBadgesTest::whatCameOfOtherInputsIsStale() {
    SnapshotBuilder text;
    const NodeId note = text.input("note", types::kString);
    text.call("clean", "Uppercase", {note});
    text.call("apart", "Uppercase", {});
    const SnapshotPtr snapshot = text.finish();
    auto run = runOf(snapshot);
    for (const char* key : {"in:note", "clean", "apart"}) complete(*run, key, 12);
    RunBadges badges;
    badges.setRun(run, {});
    const auto stale = [&] {
        std::vector<bool> each;
        for (const NodeBadge& badge : badges.badgesFor(*snapshot)) each.push_back(badge.stale);
        return each;
    };
    QCOMPARE(stale(), (std::vector<bool>{false, false, false}));
    badges.setInputsChanged(true);
    QCOMPARE(stale(), (std::vector<bool>{true, true, false}));
}

void GraphBadgesTest::theTimeOfARunningNodeCountsOnBetweenTwoSnapshots() {
    const RunBadges::Clock::time_point start{1h};
    auto run = runOf(textAnalysis().finish());
    nodeRun(*run, "clean").status = NodeStatus::Running;
    RunBadges badges;
    badges.setRun(run, start);
    badges.setRun(run, start + 2s);  // a later snapshot of the same run
    const NodeBadge badge = badges.badgesFor(*run->compiled)[1];
    QCOMPARE(badges.timeUs(badge, start + 5s), 5e6);
}

void GraphBadgesTest::aResultOfAnEarlierRunSaysWhatItTook() {
    const SnapshotPtr snapshot = textAnalysis().finish();
    const std::shared_ptr<RunSnapshot> run = runOf(snapshot);
    run->status = RunStatus::Completed;
    NodeRun& words = nodeRun(*run, "words");
    words.status = NodeStatus::Cached;
    words.wasUs = 12'000;
    RunBadges badges;
    badges.setRun(run, RunBadges::Clock::now());
    const uint32_t node = snapshot->graph->byKey("words").index;
    const NodeBadge badge = badges.badgesFor(*snapshot)[node];
    QCOMPARE(badgeText(badge, 0, *run), QString("cached, was 12 ms"));
    const QStringList shorter{"cached, was 12 ms", "was 12 ms", ""};
    QCOMPARE(badgeTexts(badge, 0, *run), shorter);
    words.status = NodeStatus::Stale;
    QCOMPARE(badgeText(badges.badgesFor(*snapshot)[node], 0, *run), QString("stale: run"));
}

void GraphBadgesTest::theTipSaysWhyANodeRan_data() {
    QTest::addColumn<int>("because");
    QTest::addColumn<QString>("of");
    QTest::addColumn<QString>("text");
    const auto row = [](RanBecause because, const char* of, const char* text) {
        QTest::newRow(text) << static_cast<int>(because) << of << text;
    };
    row(RanBecause::FirstRun, "", "ran for the first time");
    row(RanBecause::TextChanged, "", "ran because its text changed");
    row(RanBecause::LiteralChanged, "", "ran because a literal changed");
    row(RanBecause::InputChanged, "limit", "ran because input limit changed");
    row(RanBecause::UpstreamChanged, "total", "ran because total changed, upstream");
    row(RanBecause::Evicted, "", "ran because its earlier result had to make room");
    row(RanBecause::NotKept, "", "ran because its earlier result was not kept");
    row(RanBecause::Effect, "", "ran because it has effects");
    row(RanBecause::Afresh, "", "ran because everything was to run afresh");
}

void GraphBadgesTest::theTipSaysWhyANodeRan() {
    QFETCH(int, because);
    QFETCH(QString, of);
    QFETCH(QString, text);
    const SnapshotPtr snapshot = textAnalysis().finish();
    const std::shared_ptr<RunSnapshot> run = runOf(snapshot);
    complete(*run, "words", 3);
    nodeRun(*run, "words").because = static_cast<RanBecause>(because);
    nodeRun(*run, "words").becauseOf = of.toStdString();
    RunBadges badges;
    badges.setRun(run, RunBadges::Clock::now());
    const uint32_t node = snapshot->graph->byKey("words").index;
    const Theme theme;
    const QString tip =
        nodeTip(*snapshot, node, badges.badgesFor(*snapshot)[node], 3, run.get(), theme);
    QVERIFY2(tip.contains(text), qPrintable(tip));
}

QTEST_APPLESS_MAIN(GraphBadgesTest)
#include "tst_graph_badges.moc"

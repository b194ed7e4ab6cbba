#include "tests/ui/support/snapshots.h"
#include "ui/graph/node_badge.h"
#include "ui/graph/node_tip.h"
#include "ui/shell/duration_text.h"

#include <QTest>
#include <QTextDocumentFragment>

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
    void aFailureTellsWhatItTookAndNotWhatIsFusedIntoIt();
    void aGhostHasNoResultOfItsOwn();
    void aResultStaysWithItsNodeWhenTheKeyChanges();
    void aNodeThatIsAnotherExpressionNowIsStale();
    void whatCameOfOtherInputsIsStale();
    void theTimeOfARunningNodeCountsOnBetweenTwoSnapshots();
    void aResultOfAnEarlierRunSaysWhatItTook();
    void aGuardThatStayedClosedSaysSo();
    void anArmSaysWhetherItWasTaken();
    void aBranchSaysWhichCaseItTook();
    void untilItHasChosenNothingIsCalledNotTaken();
    void theTipsTellTheSizeOfEachValue();
    void theTipSaysWhyANodeRan_data();
    void theTipSaysWhyANodeRan();
};

namespace {

/// `p = a when big` and `q = if big then a else b`, which have run with that value of `big`.
std::shared_ptr<RunSnapshot> guardAndArms(bool big) {
    SnapshotBuilder build;
    const NodeId a = build.call("a", "Trim", {});
    const NodeId b = build.call("b", "Uppercase", {});
    const NodeId isBig = build.node(NodeKind::Inline, "big", ">", {}, types::kBoolean);
    const NodeId p = build.node(NodeKind::Control, "p", "when", {isBig}, types::kString);
    build.conditional(a, p, "value");
    const NodeId q = build.node(NodeKind::Control, "q", "if", {isBig}, types::kString);
    build.conditional(a, q, "then");
    build.conditional(b, q, "else");
    auto run = runOf(build.finish());
    complete(*run, "big", 1, big ? "true" : "false");
    complete(*run, "p", 4.8, big ? "\"x\"" : "null");
    complete(*run, "q", 1.5, "\"x\"");
    if (big) nodeRun(*run, "p").askedFor = {1};
    nodeRun(*run, "q").askedFor = {big ? 1U : 2U};
    return run;
}

/// What the tips of all conditional edges to a node say of them, in order of the operands.
QStringList waysTo(const RunSnapshot& run, const std::string& key) {
    RunBadges badges;
    badges.setRun(std::make_shared<RunSnapshot>(run), {});
    const Snapshot& snapshot = *run.compiled;
    const auto all = badges.badgesFor(snapshot);
    const Theme theme;
    QStringList ways;
    for (const GraphEdge& edge : snapshot.graph->edges) {
        if (edge.to != snapshot.graph->byKey(key) || edge.kind == EdgeKind::Strict) continue;
        const QString tip =
            edgeTip(snapshot, edge, all[edge.from.index], all[edge.to.index], 0, &run, theme);
        ways += QTextDocumentFragment::fromHtml(tip).toPlainText().section(QChar('\n'), 2, 2);
    }
    return ways;
}

QString tipOf(const RunSnapshot& run, const std::string& key) {
    RunBadges badges;
    badges.setRun(std::make_shared<RunSnapshot>(run), {});
    const uint32_t node = run.compiled->graph->byKey(key).index;
    const Theme theme;
    return nodeTip(*run.compiled, node, badges.badgesFor(*run.compiled)[node], 1, &run, theme);
}

QStringList wordsOf(const RunSnapshot& run, const std::string& key) {
    RunBadges badges;
    badges.setRun(std::make_shared<RunSnapshot>(run), {});
    const NodeBadge badge = badges.badgesFor(*run.compiled)[run.compiled->graph->byKey(key).index];
    return badgeTexts(badge, badge.timeUs, run);
}

}  // namespace

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
    row(NodeStatus::Failed, "failed · 1.2 ms");
    row(NodeStatus::Skipped, "skipped");
    row(NodeStatus::Cancelled, "cancelled");
    row(NodeStatus::TimedOut, "timed out · 1.2 ms");
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

void GraphBadgesTest::aFailureTellsWhatItTookAndNotWhatIsFusedIntoIt() {
    auto run = runOf(textAnalysis().finish());
    complete(*run, "clean", 0);
    NodeRun& retry = nodeRun(*run, "normalized");
    retry.status = NodeStatus::Failed;
    retry.attempts = 4;
    retry.waitUs = 3e6;
    const uint32_t owner = run->compiled->graph->byKey("normalized").index;
    nodeRun(*run, "clean").fusedInto = static_cast<int32_t>(owner);
    QCOMPARE(wordsOf(*run, "clean"), QStringList({"in normalized"}));
    QVERIFY(tipOf(*run, "clean").contains("worked out inside of normalized"));
    QCOMPARE(wordsOf(*run, "normalized"),
             QStringList({QStringLiteral("failed · 3.0 s"), "failed"}));
    retry.status = NodeStatus::TimedOut;
    QCOMPARE(wordsOf(*run, "normalized").first(), QStringLiteral("timed out · 3.0 s"));
    // One that failed within another one has no time of its own.
    nodeRun(*run, "clean").status = NodeStatus::Failed;
    QCOMPARE(wordsOf(*run, "clean"), QStringList({"failed"}));
}

void GraphBadgesTest::aGhostHasNoResultOfItsOwn() {
    SnapshotBuilder build = textAnalysis();
    build.ghost(build.finish()->graph->byKey("clean"));
    auto run = runOf(build.finish());
    complete(*run, "clean", 16);
    QCOMPARE(wordsOf(*run, "clean"), QStringList({QStringLiteral("was 16 µs")}));
    nodeRun(*run, "clean").status = NodeStatus::Cached;
    nodeRun(*run, "clean").runUs = 0;
    nodeRun(*run, "clean").wasUs = 12;
    QCOMPARE(wordsOf(*run, "clean"), QStringList({QStringLiteral("was 12 µs")}));
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

void GraphBadgesTest::aGuardThatStayedClosedSaysSo() {
    const auto closed = guardAndArms(false), open = guardAndArms(true);
    QCOMPARE(wordsOf(*closed, "p"), QStringList({QStringLiteral("closed · 4.8 µs"), "closed"}));
    QCOMPARE(wordsOf(*open, "p"), QStringList({QStringLiteral("4.8 µs")}));
    QVERIFY(tipOf(*closed, "p").contains("closed, as big is false"));
    QVERIFY(tipOf(*open, "p").contains("taken: a, as big is true"));
    QCOMPARE(waysTo(*closed, "p"), QStringList({"not taken: big is false"}));
    QCOMPARE(waysTo(*open, "p"), QStringList({"taken: big is true"}));
}

void GraphBadgesTest::anArmSaysWhetherItWasTaken() {
    const auto run = guardAndArms(false);
    QCOMPARE(waysTo(*run, "q"), QStringList({"not taken: big is false", "taken: big is false"}));
    QVERIFY(tipOf(*run, "q").contains("taken: b (else), as big is false"));
    QCOMPARE(wordsOf(*run, "q"), QStringList({QStringLiteral("1.5 µs")}));
}

void GraphBadgesTest::aBranchSaysWhichCaseItTook() {
    SnapshotBuilder build;
    std::vector<NodeId> conditions, values;
    for (const char* name : {"low", "middle", "high"}) {
        conditions.push_back(build.node(NodeKind::Inline, name, "<", {}, types::kBoolean));
        values.push_back(build.call(std::string(name) + "Text", "Trim", {}));
    }
    const NodeId r = build.node(NodeKind::Control, "r", "branch", {conditions[0]}, types::kString);
    build.conditional(values[0], r, "cases.0.value");
    build.conditional(conditions[1], r, "cases.1.cond");
    build.conditional(values[1], r, "cases.1.value");
    build.conditional(conditions[2], r, "cases.2.cond");
    build.conditional(values[2], r, "cases.2.value");
    SnapshotPtr snapshot = build.finish();
    const auto changed = std::make_shared<Snapshot>(*snapshot);
    const auto graph = std::make_shared<Graph>(*snapshot->graph);
    graph->edges[0].portName = "cases.0.cond";
    changed->graph = graph;
    auto run = runOf(changed);
    complete(*run, "low", 1, "false");
    complete(*run, "middle", 1, "true");
    complete(*run, "r", 1, "\"x\"");
    nodeRun(*run, "r").askedFor = {2, 3};
    QCOMPARE(waysTo(*run, "r"),
             QStringList({"not taken: low is false", "taken", "taken: middle is true",
                          "not taken: an earlier case was", "not taken: an earlier case was"}));
    QVERIFY(tipOf(*run, "r").contains("taken: middleText (case 2), as middle is true"));
}

void GraphBadgesTest::untilItHasChosenNothingIsCalledNotTaken() {
    const auto run = guardAndArms(false);
    nodeRun(*run, "q").askedFor.clear();
    nodeRun(*run, "q").status = NodeStatus::Running;
    const QStringList open{"only if needed", "only if needed"};
    QCOMPARE(waysTo(*run, "q"), open);
    nodeRun(*run, "q").status = NodeStatus::Cached;  // a result of before: nobody asked again
    nodeRun(*run, "big").preview.clear();
    QCOMPARE(waysTo(*run, "q"), open);
    QVERIFY(!tipOf(*run, "q").contains("taken"));
}

void GraphBadgesTest::theTipsTellTheSizeOfEachValue() {
    const auto run = guardAndArms(true);
    complete(*run, "a", 1, "\"x\"");
    NodeRun& text = nodeRun(*run, "a");
    text.elements = 1;
    text.bytes = 16;
    nodeRun(*run, "big").bytes = 16;
    QVERIFY2(tipOf(*run, "a").contains("1 character · 16 B"), qPrintable(tipOf(*run, "a")));
    text.elements = 37;
    text.bytes = 65;
    RunBadges badges;
    badges.setRun(run, {});
    const auto all = badges.badgesFor(*run->compiled);
    QStringList tips;
    for (const GraphEdge& edge : run->compiled->graph->edges) {
        tips << edgeTip(*run->compiled, edge, all[edge.from.index], all[edge.to.index], 0,
                        run.get(), Theme());
    }
    QCOMPARE(tips.filter("37 characters · 65 B").size(), 2);
    QVERIFY2(tipOf(*run, "big").contains(">16 B<"), qPrintable(tipOf(*run, "big")));
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

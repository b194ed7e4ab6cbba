#include "tests/ui/support/snapshots.h"
#include "ui/graph/edge_legend.h"
#include "ui/graph/graph_view.h"
#include "ui/graph/heat_legend.h"
#include "ui/graph/profile_tip.h"
#include "ui/graph/run_pill.h"

#include <QAccessible>
#include <QTest>

#include <cmath>
#include <memory>
#include <random>

// Where the time goes, on the canvas: what nodes took over their runs, heat and the critical path.

using namespace cst;
using namespace cst::test;

class GraphProfileTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void heatHasTheSameScaleInEveryRun_data();
    void heatHasTheSameScaleInEveryRun();
    void eachHeatIsFoundAgainByItsWord();
    void aSlowNodeIsHotterAndAQuickOneStaysAsItWas();
    void heatIsSeenFromAfar();
    void whatFailedIsHotAsWell_data();
    void whatFailedIsHotAsWell();
    void whatCameBehindTheRunHasNoHeat();
    void whatWasCachedKeepsTheHeatOfItsLastRun();
    void theLegendSaysWhatTheColoursStandFor();
    void heatMayBeOfTheSelectionOnly();
    void withoutHeatAndPathThereIsNoLegend();
    void legendsTakeAFifthOfTheCanvasAtMost_data();
    void legendsTakeAFifthOfTheCanvasAtMost();
    void aPressUnfoldsALegendAndFoldsItAgain();
    void aFoldedLegendSaysTheSameToAScreenReader();
    void theCriticalPathIsDrawnBroader();
    void theLegendTellsThePathFromTheWholeRun();
    void thePathOfARunThatStillGoesIsNotKnown();
    void aNodeShowsItsMedianOnceItHasRunTwice();
    void medianAndBadgeHaveRoomBesideEachOther();
    void theTipTellsPercentilesSlackAndWhatTheRunWouldTake();
    void aRunComparedWithItselfIsGreyInEveryNode();
    void thePlantedSlowerNodeIsTheOneThatIsColoured();
    void aFasterNodeHasTheOtherColourAndSign();
    void whatCannotBeToldAndWhatIsNewHaveNoColour();
    void aComparisonStandsInForTheHeatUntilItEnds();
    void aGreaterChangeHasAStrongerColourUpToTheEndOfTheScale();

private:
    void compare(const Profile& before, const Profile& after);
    QPoint above(const std::string& key) const;
    QColor pixel(QPoint at) const;
    QColor bodyOf(const std::string& key) const { return pixel(above(key)); }
    int wideness(const std::string& from, const std::string& to, Role role) const;
    QStringList legend() const { return view_->findChild<HeatLegend*>()->lines(); }
    void show(HeatMetric heat, bool ofSelectionOnly = false, bool showsPath = false);

    std::unique_ptr<Theme> theme_;
    std::unique_ptr<GraphView> view_;
};

namespace {

/// It ran in so many runs, and took that long in each.
void ran(RunSnapshot& run, const std::string& key, double us, int runs = 1) {
    complete(run, key, us);
    NodeRun& node = nodeRun(run, key);
    for (int i = 0; i < runs; ++i) {
        node.statistics = NodeStatistics::with(node.statistics, {.runUs = us});
    }
}

bool isOther(const QImage& before, const QImage& after, const QRect& area) {
    for (int y = area.top(); y <= area.bottom(); ++y)
        for (int x = area.left(); x <= area.right(); ++x)
            if (before.pixel(x, y) != after.pixel(x, y)) return true;
    return false;
}

/// note → clean → normalized → words, of which `normalized` is the slow one.
std::shared_ptr<RunSnapshot> slowInTheMiddle(uint64_t number = 1) {
    auto run = runOf(textAnalysis().finish(), number);
    run->status = RunStatus::Completed;
    run->times.runUs = 600'000;
    nodeRun(*run, "in:note").status = NodeStatus::Completed;
    nodeRun(*run, "out:words").status = NodeStatus::Completed;
    ran(*run, "clean", 2);
    ran(*run, "normalized", 500'000);
    ran(*run, "words", 30);
    return run;
}

/// What the nodes of a snapshot took in 64 runs; one may be slower or faster by a factor.
Profile profileOf(const Snapshot& snapshot, unsigned seed, const std::string& other = {},
                  double factor = 1, std::size_t runs = 64) {
    std::mt19937 random(seed);
    std::normal_distribution<double> noise(0, 0.03);
    Profile profile;
    for (const GraphNode& node : snapshot.graph->nodes.rows()) {
        if (node.kind != NodeKind::Call) continue;
        ProfileNode& row = profile.nodes.emplace_back();
        row.key = node.key;
        row.times.count = runs;
        for (std::size_t i = 0; i < runs; ++i) {
            row.times.lastUs.push_back(static_cast<float>((row.key == other ? factor : 1) * 100 *
                                                          std::exp(noise(random))));
        }
    }
    return profile;
}

}  // namespace

void GraphProfileTest::init() {
    view_.reset();
    theme_ = std::make_unique<Theme>();
    theme_->choose(Theme::Choice::Dark);
    view_ = std::make_unique<GraphView>(*theme_);
    view_->resize(1400, 600);
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
}

void GraphProfileTest::show(HeatMetric heat, bool ofSelectionOnly, bool showsPath) {
    view_->showProfile({heat, ofSelectionOnly, showsPath});
}

/// A place of a node's body that no text and no badge covers.
QPoint GraphProfileTest::above(const std::string& key) const {
    const QRect box = view_->nodeRect(key);
    return {box.center().x(), box.top() + 3};
}

QColor GraphProfileTest::pixel(QPoint at) const {
    return view_->grab().toImage().pixelColor(at);
}

/// Pixels of that colour on a line down through the middle of the edge between two nodes.
int GraphProfileTest::wideness(const std::string& from, const std::string& to, Role role) const {
    const QRect a = view_->nodeRect(from), b = view_->nodeRect(to);
    const int x = (a.right() + b.left()) / 2 - 4;
    const QImage image = view_->grab().toImage();
    int count = 0;
    for (int y = std::min(a.top(), b.top()); y < std::max(a.bottom(), b.bottom()); ++y) {
        count += image.pixelColor(x, y) == theme_->color(role) ? 1 : 0;
    }
    return count;
}

void GraphProfileTest::heatHasTheSameScaleInEveryRun_data() {
    QTest::addColumn<int>("metric");
    QTest::addColumn<double>("value");
    QTest::addColumn<double>("level");
    const auto row = [](const char* name, HeatMetric metric, double value, double level) {
        QTest::newRow(name) << static_cast<int>(metric) << value << level;
    };
    row("nothing", HeatMetric::RunTime, 0, 0);
    row("less than the scale", HeatMetric::RunTime, 0.2, 0);
    row("a microsecond", HeatMetric::RunTime, 1, 0);
    row("a millisecond", HeatMetric::RunTime, 1e3, 0.5);
    row("a second", HeatMetric::Wait, 1e6, 1);
    row("a minute", HeatMetric::Wait, 60e6, 1);
    row("one call", HeatMetric::Calls, 1, 0);
    row("a thousand calls", HeatMetric::Calls, 1000, 1);
    row("a hundred calls", HeatMetric::Calls, 100, 2.0 / 3);
    row("64 KiB", HeatMetric::Bytes, 64 << 10, 0.5);
}

void GraphProfileTest::heatHasTheSameScaleInEveryRun() {
    QFETCH(int, metric);
    QFETCH(double, value);
    QFETCH(double, level);
    const double got = heatLevel(static_cast<HeatMetric>(metric), value);
    QVERIFY2(std::abs(got - level) < 1e-9, qPrintable(QString::number(got)));
}

void GraphProfileTest::eachHeatIsFoundAgainByItsWord() {
    QStringList names;
    for (const HeatMetric metric : kHeatMetrics) {
        QCOMPARE(heatOf(QLatin1String(heatWord(metric))), metric);
        QVERIFY(!names.contains(heatName(metric)));
        names << heatName(metric);
    }
    QCOMPARE(heatOf(QString("what is none")), HeatMetric::Off);
}

void GraphProfileTest::aSlowNodeIsHotterAndAQuickOneStaysAsItWas() {
    const auto run = slowInTheMiddle();
    view_->showSnapshot(run->compiled);
    view_->showRun(run);
    const QColor before = bodyOf("normalized");
    show(HeatMetric::RunTime);
    const QColor slow = bodyOf("normalized"), quick = bodyOf("clean");
    QVERIFY(slow != before);
    QCOMPARE(slow, heatColor(*theme_, heatLevel(HeatMetric::RunTime, 500'000)));
    QCOMPARE(quick, heatColor(*theme_, heatLevel(HeatMetric::RunTime, 2)));
    const auto next = slowInTheMiddle(2);
    ran(*next, "normalized", 3);  // now nothing is slow
    view_->showRun(next);
    QCOMPARE(bodyOf("clean"), quick);
    QCOMPARE(bodyOf("normalized"), heatColor(*theme_, heatLevel(HeatMetric::RunTime, 3)));
}

void GraphProfileTest::heatIsSeenFromAfar() {
    const auto run = slowInTheMiddle();
    nodeRun(*run, "normalized").status = NodeStatus::Cached;
    view_->showSnapshot(run->compiled);
    view_->showRun(run);
    show(HeatMetric::RunTime);
    while (view_->zoom() > 0.3) QTest::keyClick(view_.get(), Qt::Key_Minus);
    QCOMPARE(pixel(view_->nodeRect("normalized").center()),
             heatColor(*theme_, heatLevel(HeatMetric::RunTime, 500'000)));
}

void GraphProfileTest::whatFailedIsHotAsWell_data() {
    QTest::addColumn<int>("status");
    QTest::newRow("failed") << static_cast<int>(NodeStatus::Failed);
    QTest::newRow("timed out") << static_cast<int>(NodeStatus::TimedOut);
}

void GraphProfileTest::whatFailedIsHotAsWell() {
    QFETCH(int, status);
    const auto run = slowInTheMiddle();
    NodeRun& failed = nodeRun(*run, "words");
    failed = {};
    failed.status = static_cast<NodeStatus>(status);
    failed.attempts = 4;
    failed.waitUs = 3e6;
    view_->showSnapshot(run->compiled);
    view_->showRun(run);
    const QColor cold = bodyOf("words");
    show(HeatMetric::RunTime);
    QCOMPARE(legend().last(), QString("3 nodes: 3.5 s"));
    QCOMPARE(bodyOf("words"), heatColor(*theme_, heatLevel(HeatMetric::RunTime, 3e6)));
    show(HeatMetric::Calls);
    QCOMPARE(legend().last(), QString("3 nodes: 6 calls"));
    show(HeatMetric::Bytes);  // it has no value that would take any
    QCOMPARE(bodyOf("words"), cold);
}

/// The first node of the run failed, and what has no badge is not taken for it.
void GraphProfileTest::whatCameBehindTheRunHasNoHeat() {
    SnapshotBuilder build;
    build.call("slow", "Fetch", {});
    const auto run = runOf(build.finish());
    run->status = RunStatus::Failed;
    NodeRun& failed = nodeRun(*run, "slow");
    failed.status = NodeStatus::Failed;
    failed.attempts = 1;
    failed.waitUs = 3e6;
    SnapshotBuilder later;
    later.call("slow", "Fetch", {});
    later.call("added", "Fetch", {});
    view_->showSnapshot(later.finish(2));
    view_->showRun(run);
    show(HeatMetric::RunTime);
    QCOMPARE(legend().last(), QString("1 node: 3.0 s"));
}

void GraphProfileTest::whatWasCachedKeepsTheHeatOfItsLastRun() {
    const auto run = slowInTheMiddle();
    NodeRun& cached = nodeRun(*run, "normalized");
    cached.status = NodeStatus::Cached;
    cached.runUs = 0;
    cached.wasUs = 500'000;
    view_->showSnapshot(run->compiled);
    view_->showRun(run);
    show(HeatMetric::RunTime);
    QCOMPARE(bodyOf("normalized"), heatColor(*theme_, heatLevel(HeatMetric::RunTime, 500'000)));
}

void GraphProfileTest::theLegendSaysWhatTheColoursStandFor() {
    const auto run = slowInTheMiddle();
    view_->showSnapshot(run->compiled);
    show(HeatMetric::RunTime);
    QCOMPARE(legend().last(), QString("not measured yet: run it"));
    view_->showRun(run);
    QCOMPARE(legend(),
             QStringList({"Heat: run time", "1.0 µs – 1.0 ms – 1.0 s", "3 nodes: 500 ms"}));
    show(HeatMetric::Calls);
    QCOMPARE(legend(), QStringList({"Heat: calls in all runs", "1 call – 32 calls – 1000 calls",
                                    "3 nodes: 3 calls"}));
    const auto* widget = view_->findChild<HeatLegend*>();
    QVERIFY(widget->isVisible());
    QVERIFY(view_->rect().contains(widget->geometry()));
    QVERIFY(widget->accessibleName().contains("Heat: calls"));
}

void GraphProfileTest::heatMayBeOfTheSelectionOnly() {
    const auto run = slowInTheMiddle();
    view_->showSnapshot(run->compiled);
    view_->showRun(run);
    show(HeatMetric::RunTime, true);
    const QColor hot = bodyOf("normalized");
    QCOMPARE(legend().last(), QString("3 nodes: 500 ms"));  // nothing is selected: all
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, view_->nodeRect("clean").center());
    QCOMPARE(legend().last(), QString("of the selection: 2.0 µs, 0 % of all"));
    QVERIFY(bodyOf("normalized") != hot);
    QTest::mouseClick(view_.get(), Qt::LeftButton, Qt::ControlModifier,
                      view_->nodeRect("normalized").center());
    QCOMPARE(bodyOf("normalized"), hot);
    QCOMPARE(legend().last(), QString("of the selection: 500 ms, 100 % of all"));
}

void GraphProfileTest::withoutHeatAndPathThereIsNoLegend() {
    const auto run = slowInTheMiddle();
    view_->showSnapshot(run->compiled);
    view_->showRun(run);
    QVERIFY(!view_->findChild<HeatLegend*>()->isVisible());
    show(HeatMetric::Wait);
    QVERIFY(view_->findChild<HeatLegend*>()->isVisible());
    show(HeatMetric::Off);
    QVERIFY(!view_->findChild<HeatLegend*>()->isVisible());
}

void GraphProfileTest::legendsTakeAFifthOfTheCanvasAtMost_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("isFolded");
    QTest::newRow("narrow") << QSize(400, 500) << true;
    QTest::newRow("low") << QSize(700, 220) << true;
    QTest::newRow("narrow and low") << QSize(340, 260) << true;
    QTest::newRow("of a large window") << QSize(900, 800) << false;
}

void GraphProfileTest::legendsTakeAFifthOfTheCanvasAtMost() {
    QFETCH(QSize, size);
    QFETCH(bool, isFolded);
    const auto run = slowInTheMiddle();
    view_->showSnapshot(run->compiled);
    view_->showRun(run);
    show(HeatMetric::RunTime, false, true);
    view_->resize(size);
    int area = 0;
    for (const FoldingLegend* legend : view_->findChildren<FoldingLegend*>()) {
        QVERIFY(legend->isVisible());
        QVERIFY(view_->rect().contains(legend->geometry()));
        QVERIFY(!legend->geometry().intersects(
            view_->findChild<QWidget*>(QStringLiteral("zoomBar"))->geometry()));
        area += legend->width() * legend->height();
    }
    QVERIFY2(area * 5 <= size.width() * size.height(), qPrintable(QString::number(area)));
    QCOMPARE(view_->findChild<HeatLegend*>()->isFolded(), isFolded);
}

void GraphProfileTest::aPressUnfoldsALegendAndFoldsItAgain() {
    const auto run = slowInTheMiddle();
    view_->showSnapshot(run->compiled);
    view_->showRun(run);
    show(HeatMetric::RunTime, false, true);
    view_->resize(400, 300);
    for (FoldingLegend* legend : view_->findChildren<FoldingLegend*>()) {
        const QSize folded = legend->size();
        QTest::mouseClick(legend, Qt::LeftButton);
        QVERIFY(!legend->isFolded());
        QCOMPARE(legend->size(), legend->wholeSize());
        QVERIFY(view_->rect().contains(legend->geometry()));
        QTest::keyClick(legend, Qt::Key_Space);  // as long as the keys are there
        QVERIFY(legend->isFolded());
        QCOMPARE(legend->size(), folded);
        QTest::mouseClick(legend, Qt::LeftButton);
        view_->resize(1400, 800);  // there is room for all
        QVERIFY(!legend->isFolded());
        view_->resize(400, 300);
        QVERIFY(legend->isFolded());
    }
}

void GraphProfileTest::aFoldedLegendSaysTheSameToAScreenReader() {
    const auto run = slowInTheMiddle();
    view_->showSnapshot(run->compiled);
    view_->showRun(run);
    show(HeatMetric::RunTime, false, true);
    QStringList names;
    for (const QWidget* legend : view_->findChildren<FoldingLegend*>())
        names << legend->accessibleName();
    view_->resize(400, 300);
    for (const QWidget* legend : view_->findChildren<FoldingLegend*>()) {
        QVERIFY(legend->isVisible());
        QAccessibleInterface* read =
            QAccessible::queryAccessibleInterface(const_cast<QWidget*>(legend));
        QCOMPARE(read->text(QAccessible::Name), names.takeFirst());
    }
}

void GraphProfileTest::theCriticalPathIsDrawnBroader() {
    const auto run = slowInTheMiddle();
    view_->showSnapshot(run->compiled);
    view_->showRun(run);
    QCOMPARE(wideness("clean", "normalized", Role::CriticalPath), 0);
    show(HeatMetric::Off, false, true);
    QVERIFY(wideness("clean", "normalized", Role::CriticalPath) >= 3);
    QVERIFY(wideness("normalized", "words", Role::CriticalPath) >= 3);
    QCOMPARE(legend(), QStringList({"critical path: 500 ms of 600 ms wall time"}));
    const GraphProfile& profile = view_->profile();
    const auto index = [&](const char* key) { return run->compiled->graph->byKey(key).index; };
    for (const char* key : {"in:note", "clean", "normalized", "words"}) {
        QVERIFY2(profile.isOnPath(index(key)), key);
    }
    QVERIFY(!profile.isOnPath(index("summary")));  // it did not run
}

/// Its nodes ran for a part of the time that the status line tells.
void GraphProfileTest::theLegendTellsThePathFromTheWholeRun() {
    const auto run = slowInTheMiddle();
    run->times.inputUs = 40'000;
    run->times.outputUs = 60'000;
    view_->showSnapshot(run->compiled);
    view_->showRun(run);
    show(HeatMetric::Off, false, true);
    QCOMPARE(legend(), QStringList({"critical path: 500 ms of 600 ms wall time",
                                    "with inputs and outputs the run took 700 ms"}));
    const auto* shown = view_->findChild<HeatLegend*>();
    QCOMPARE(shown->size(), shown->sizeHint());
    const int alone = shown->height();
    show(HeatMetric::RunTime, false, true);
    QVERIFY(shown->height() > 2 * alone);  // all of it has room
}

void GraphProfileTest::thePathOfARunThatStillGoesIsNotKnown() {
    const auto run = slowInTheMiddle();
    view_->showSnapshot(run->compiled);
    view_->showRun(run);
    show(HeatMetric::Off, false, true);
    const auto next = runOf(run->compiled, 2);
    next->status = RunStatus::Running;
    view_->showRun(next);
    QCOMPARE(legend(), QStringList({"critical path: known when the run has ended"}));
    QCOMPARE(wideness("clean", "normalized", Role::CriticalPath), 0);
}

void GraphProfileTest::aNodeShowsItsMedianOnceItHasRunTwice() {
    NodeStatistics::Pointer statistics;
    QCOMPARE(runPillText({statistics.get()}), QString());
    statistics = NodeStatistics::with(nullptr, {.runUs = 1200});
    QCOMPARE(runPillText({statistics.get()}), QString());  // its badge tells it
    QCOMPARE(runPillText({statistics.get(), HeatMetric::RunTime}), QString());
    QCOMPARE(runPillText({statistics.get(), HeatMetric::Calls}), QString("1 call"));
    QCOMPARE(runPillText({statistics.get(), HeatMetric::Bytes}), QString());  // not measured
    statistics = NodeStatistics::with(statistics, {.runUs = 400, .waitUs = 100, .bytes = 3000});
    QCOMPARE(runPillText({statistics.get()}), QString("p50 500 µs"));
    QCOMPARE(runPillText({statistics.get(), HeatMetric::RunTime}), QString("p50 500 µs"));
    QCOMPARE(runPillText({statistics.get(), HeatMetric::Wait}), QString("wait 100 µs"));
    QCOMPARE(runPillText({statistics.get(), HeatMetric::Calls}), QString("2 calls"));
    QCOMPARE(runPillText({statistics.get(), HeatMetric::Bytes}), QString("3.0 KB"));
}

/// At the left end of the lower edge, on the canvas below the node.
void GraphProfileTest::medianAndBadgeHaveRoomBesideEachOther() {
    const SnapshotPtr snapshot = layered(12, 6).finish();
    const auto run = runOf(snapshot);
    run->status = RunStatus::Completed;
    double us = 1;
    for (const GraphNode& node : snapshot->graph->nodes.rows()) {
        ran(*run, std::string(node.key), us *= 1.07, 2);  // many texts that are all different
    }
    view_->showSnapshot(snapshot);
    view_->zoomToActual();
    const QImage before = view_->grab().toImage();
    view_->showRun(run);
    const QImage after = view_->grab().toImage();
    int seen = 0;
    for (const GraphNode& node : snapshot->graph->nodes.rows()) {
        const QRect box = view_->nodeRect(std::string(node.key));
        const QRect left(box.left() + 8, box.bottom() + 2, 40, 4);
        if (!view_->rect().contains(left) || box.width() < 150) continue;
        if (view_->childAt(left.center()) != nullptr) continue;  // below the map or a legend
        ++seen;
        QVERIFY2(isOther(before, after, left), std::string(node.key).c_str());
    }
    QVERIFY(seen > 5);
}

void GraphProfileTest::theTipTellsPercentilesSlackAndWhatTheRunWouldTake() {
    const auto run = slowInTheMiddle();
    ran(*run, "words", 30, 19);
    ran(*run, "long", 7);
    nodeRun(*run, "long").statistics = NodeStatistics::with(nullptr, {.runUs = 7, .bytes = 3000});
    view_->showSnapshot(run->compiled);
    view_->showRun(run);
    RunBadges badges;
    badges.setRun(run, {});
    const auto all = badges.badgesFor(*run->compiled);
    const auto tip = [&](const char* key) {
        return profileTip(all[run->compiled->graph->byKey(key).index], view_->profile(), *theme_);
    };
    QVERIFY2(tip("words").contains("20 runs: p50 30.00 µs · p95 30.00 µs"),
             qPrintable(tip("words")));
    QVERIFY2(tip("normalized").contains("on the critical path of 500.0 ms"),
             qPrintable(tip("normalized")));
    QVERIFY2(tip("normalized").contains("it would be 39.00 µs if this took no time"),
             qPrintable(tip("normalized")));
    QCOMPARE(tip("in:note"), QString());
    QVERIFY2(tip("long").contains("its value takes about 3.0 KB"), qPrintable(tip("long")));
    nodeRun(*run, "long").bytes = 2900;  // what the tip says beside the value
    QVERIFY2(!tip("long").contains("KB"), qPrintable(tip("long")));
}

void GraphProfileTest::compare(const Profile& before, const Profile& after) {
    view_->showChange(std::make_shared<const GraphChange>(
        std::make_shared<const Comparison>(compareProfiles(before, after)), "a → b"));
}

void GraphProfileTest::aRunComparedWithItselfIsGreyInEveryNode() {
    const SnapshotPtr snapshot = layered(6, 5).finish();
    view_->showSnapshot(snapshot);
    int grey = 0;
    constexpr int kTrials = 40;
    for (unsigned trial = 0; trial < kTrials; ++trial) {
        compare(profileOf(*snapshot, 2 * trial), profileOf(*snapshot, 2 * trial + 1));
        bool isGrey = true;
        for (uint32_t node = 0; node < snapshot->graph->nodes.rows().size(); ++node) {
            const auto color = view_->profile().color(*theme_, node);
            isGrey = isGrey && (!color || *color == changeColor(*theme_, 0));
        }
        grey += isGrey ? 1 : 0;
    }
    QVERIFY2(grey >= kTrials - 1, qPrintable(QString::number(grey)));
}

void GraphProfileTest::thePlantedSlowerNodeIsTheOneThatIsColoured() {
    const SnapshotPtr snapshot = layered(6, 5).finish();
    view_->showSnapshot(snapshot);
    std::vector<std::string> calls;
    for (const ProfileNode& node : profileOf(*snapshot, 0).nodes) calls.push_back(node.key);
    int right = 0;
    constexpr int kTrials = 40;
    for (unsigned trial = 0; trial < kTrials; ++trial) {
        const std::string& slow = calls[trial % calls.size()];
        compare(profileOf(*snapshot, 2 * trial), profileOf(*snapshot, 2 * trial + 1, slow, 1.2));
        bool isRight = true;
        for (uint32_t node = 0; node < snapshot->graph->nodes.rows().size(); ++node) {
            const ComparedTime* change = view_->profile().change(node);
            const bool isColoured = change != nullptr && changeLevel(*change) > 0;
            const bool isSlow = snapshot->graph->nodes[NodeId(node)].key == slow;
            isRight = isRight && isColoured == isSlow && !(change && changeLevel(*change) < 0);
        }
        right += isRight ? 1 : 0;
    }
    QVERIFY2(right >= kTrials - 2, qPrintable(QString::number(right)));
}

void GraphProfileTest::aFasterNodeHasTheOtherColourAndSign() {
    const auto run = slowInTheMiddle();
    view_->showSnapshot(run->compiled);
    view_->showRun(run);
    compare(profileOf(*run->compiled, 1), profileOf(*run->compiled, 2, "clean", 0.2));
    QCOMPARE(bodyOf("clean"), changeColor(*theme_, -1));
    QCOMPARE(bodyOf("normalized"), changeColor(*theme_, 0));
    const auto node = run->compiled->graph->byKey("clean").index;
    QVERIFY(nodeChangeText(*view_->profile().change(node)).startsWith("▼ −8"));
    QVERIFY(changeTip(view_->profile().change(node), *theme_).contains("(faster)"));
    QCOMPARE(legend().first(), "Change: a → b");
    QVERIFY(legend().contains("0 slower, 1 faster, 3 within the noise") ||
            legend().contains("0 slower, 1 faster, 2 within the noise"));
}

void GraphProfileTest::whatCannotBeToldAndWhatIsNewHaveNoColour() {
    const auto run = slowInTheMiddle();
    view_->showSnapshot(run->compiled);
    view_->showRun(run);
    const auto node = run->compiled->graph->byKey("clean").index;
    compare(profileOf(*run->compiled, 1, {}, 1, 2), profileOf(*run->compiled, 2, {}, 1, 2));
    QVERIFY(view_->profile().change(node) == nullptr);
    Profile before = profileOf(*run->compiled, 1);
    before.nodes.erase(before.nodes.begin());
    compare(before, profileOf(*run->compiled, 2));
    QVERIFY(!view_->profile().color(*theme_, node));
    QCOMPARE(nodeChangeText(*view_->profile().change(node)), "+ new");
}

void GraphProfileTest::aComparisonStandsInForTheHeatUntilItEnds() {
    const auto run = slowInTheMiddle();
    view_->showSnapshot(run->compiled);
    view_->showRun(run);
    show(HeatMetric::RunTime);
    const QColor hot = bodyOf("normalized");
    compare(profileOf(*run->compiled, 1), profileOf(*run->compiled, 1));
    QCOMPARE(bodyOf("normalized"), changeColor(*theme_, 0));
    view_->showChange(nullptr);
    QCOMPARE(bodyOf("normalized"), hot);
    QVERIFY(legend().first().startsWith("Heat"));
}

void GraphProfileTest::aGreaterChangeHasAStrongerColourUpToTheEndOfTheScale() {
    ComparedTime time;
    time.verdict = ChangeVerdict::Slower;
    double last = 0;
    for (const double factor : {1.06, 1.5, 2.0, 4.0}) {
        time.change = factor;
        QVERIFY(changeLevel(time) > last);
        last = changeLevel(time);
    }
    QCOMPARE(last, 1.0);
    time.change = 40;
    QCOMPARE(changeLevel(time), 1.0);
    time.verdict = ChangeVerdict::Same;
    QCOMPARE(changeLevel(time), 0.0);
}

QTEST_MAIN(GraphProfileTest)
#include "tst_graph_profile.moc"

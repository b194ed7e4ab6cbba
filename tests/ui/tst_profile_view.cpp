#include "tests/support/traces.h"
#include "tests/ui/support/snapshots.h"
#include "ui/profiler/node_table.h"
#include "ui/profiler/profile_findings.h"
#include "ui/profiler/profile_flame.h"
#include "ui/profiler/profile_tree.h"
#include "ui/profiler/profile_tree_model.h"
#include "ui/profiler/profile_view.h"
#include "ui/shell/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace cst;
using namespace cst::test;

// The table of a run under mouse and keys.

class ProfileViewTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void withoutARunItSaysHowToGetOne();
    void theNodeThatTookMostStandsFirst();
    void numbersAreThoseOfAllRunsAndOfThisOne();
    void percentilesAreThoseOfTheRuns();
    void whatWasNotMeasuredSaysWhy();
    void whatANodeWaitedForIsToldByKind();
    void cachedAndFusedNodesSaySo();
    void theCriticalOnesAreMarkedAndTheOthersTellTheirSlack();
    void aClickOnATitleSorts();
    void whatHasNoNumberGoesLastInBothDirections();
    void equalOnesStayInTheOrderOfTheText();
    void theFilterTakesWordsOfNamesModulesAndStates_data();
    void theFilterTakesWordsOfNamesModulesAndStates();
    void aNodeThatFailedShowsWhatItTook();
    void lettersInTheTableGoToTheFilter();
    void controlAndFGoesToTheFilter();
    void aFilterThatFindsNothingSaysSo();
    void aClickChoosesTheNode();
    void enterChoosesTheNodeOfTheRow();
    void homeAndEndGoToTheFirstAndTheLastRow();
    void theChosenRowStaysChosenWhenItsPlaceChanges();
    void theHeadTellsTheRunInOneLine();
    void aFindingLeadsToItsNode();
    void moreFindingsUnfold();
    void copyGivesRowsSeparatedByTabs();
    void theNewestOfSeveralRunsIsShown();
    void tenThousandRowsAreSortedAndFiltered();
    void theFlameIsAsWideAsItsTime();
    void aClickInTheFlameChoosesAndADoubleClickZooms();
    void whereNothingRanTimesOfBeforeAreInOrder();
    void aRunOfTheDiskTellsWorkAndSizes();
    void whatAnOldFileLacksIsToldAsLacking();
    void timesThatAreLostAreTold();
    void theFlameIsWalkedByKeys();
    void anotherMeasureHasOtherWidths();
    void theTreeHasTheBoxesOfTheFlame();
    void theTreeIsUnfoldedDownTheHeaviestPath();
    void theTreeStaysAsItWasUnfolded();
    void theTreeIsWalkedByKeys();
    void aClickInTheTreeChoosesTheNode();
    void aNodeThatIsChosenElsewhereIsUnfoldedInTheTree();
    void theTreeIsCopiedWithItsNesting();
    void theFilterKeepsWhatTheNodesLieIn();
    void aTreeWithoutTimeSaysSo();
    void aNewRunLeavesTheTableAtItsTop();
    void aRowThatSomebodyChoseStaysInSight();
    void whereSomebodyScrolledToStaysInSight();

private:
    void show(const std::shared_ptr<RunSnapshot>& run,
              std::shared_ptr<const Trace> trace = std::make_shared<const Trace>());
    void showKept(const KeptRunPtr& run);
    ProfileFlame& showFlame() {
        QTest::mouseClick(part<QToolButton>("profileFlameButton"), Qt::LeftButton);
        QTest::qWait(0);  // until it has its size
        return *view_->flame();
    }
    ProfileTree& showTree() {
        QTest::mouseClick(part<QToolButton>("profileTreeButton"), Qt::LeftButton);
        QTest::qWait(0);
        return *view_->tree();
    }
    /// The rows that are unfolded, from the top: `  name|share|total|self|nodes`.
    QStringList treeRows();
    QModelIndex treeRow(const QString& name);
    void clickTree(const QString& name);
    NodeTable& table() { return *view_->table(); }
    QStringList names() const;
    QString cell(const QString& key, ProfileColumn column) const;
    QString tip(const QString& key, ProfileColumn column) const;
    void clickTitle(ProfileColumn column);
    void clickRow(int row, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    QLineEdit& filter() { return *view_->findChild<QLineEdit*>("profileFilter"); }
    template <class T>
    T* part(const char* name) {
        return view_->findChild<T*>(QLatin1String(name));
    }

    std::unique_ptr<Theme> theme_;
    std::unique_ptr<ProfileView> view_;
};

namespace {

/// It did its work in this run, and took these times in this one and those before.
void ran(RunSnapshot& run, const std::string& key, std::initializer_list<double> us) {
    complete(run, key, *(us.end() - 1));
    NodeRun& node = nodeRun(run, key);
    for (const double one : us) {
        node.statistics = NodeStatistics::with(node.statistics, {.runUs = one});
    }
}

/// note → clean → normalized → words → long, of which `normalized` is the slow one.
std::shared_ptr<RunSnapshot> slowInTheMiddle(uint64_t number = 1) {
    auto run = runOf(textAnalysis().finish(), number);
    run->status = RunStatus::Completed;
    run->times.runUs = 600'000;
    run->times.recordingUs = 5;
    nodeRun(*run, "in:note").status = NodeStatus::Completed;
    nodeRun(*run, "out:words").status = NodeStatus::Completed;
    ran(*run, "clean", {2});
    ran(*run, "normalized", {100'000, 300'000, 400'000});
    ran(*run, "words", {30});
    NodeRun& slow = nodeRun(*run, "normalized");
    slow.waitUs = 100'000;
    slow.waits = {.throttleUs = 60'000, .ioUs = 40'000};
    slow.cpuUs = 250'000;
    slow.queueUs = 12;
    return run;
}

/// Two chains side by side: a → b and the quicker c.
std::shared_ptr<RunSnapshot> twoChains() {
    SnapshotBuilder build;
    const NodeId in = build.input("x", types::kInt);
    const NodeId a = build.call("a", "add", {in}, types::kInt);
    build.call("b", "add", {a}, types::kInt);
    build.call("c", "multiply", {in}, types::kInt);
    auto run = runOf(build.finish());
    run->status = RunStatus::Completed;
    run->times.runUs = 110;
    nodeRun(*run, "in:x").status = NodeStatus::Completed;
    ran(*run, "a", {60});
    ran(*run, "b", {40});
    ran(*run, "c", {30});
    return run;
}

}  // namespace

void ProfileViewTest::init() {
    theme_ = std::make_unique<Theme>();
    theme_->choose(Theme::Choice::Dark);
    view_ = std::make_unique<ProfileView>(*theme_);
    view_->resize(1280, 480);
    view_->show();
    view_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(view_.get()));
}

void ProfileViewTest::cleanup() {
    view_.reset();
    theme_.reset();
}

void ProfileViewTest::show(const std::shared_ptr<RunSnapshot>& run,
                           std::shared_ptr<const Trace> trace) {
    auto record = std::make_shared<RunRecord>();
    record->run = run;
    record->trace = std::move(trace);
    record->threads = 2;
    QSignalSpy shown(view_.get(), &ProfileView::runShown);
    view_->showRun(record);
    QTRY_VERIFY(!shown.empty());
    table().setFocus();
}

void ProfileViewTest::showKept(const KeptRunPtr& run) {
    QSignalSpy shown(view_.get(), &ProfileView::runShown);
    view_->showKept(run, false);
    QTRY_VERIFY(!shown.empty());
}

QStringList ProfileViewTest::names() const {
    QStringList names;
    const ProfileModel& model = view_->model();
    for (int row = 0; row < model.rowCount(); ++row) {
        names.append(QString::fromStdString(model.row(row).key));
    }
    return names;
}

QString ProfileViewTest::cell(const QString& key, ProfileColumn column) const {
    const ProfileModel& model = view_->model();
    return model.index(model.rowOf(key), static_cast<int>(column)).data().toString();
}

QString ProfileViewTest::tip(const QString& key, ProfileColumn column) const {
    const ProfileModel& model = view_->model();
    return model.index(model.rowOf(key), static_cast<int>(column)).data(Qt::ToolTipRole).toString();
}

void ProfileViewTest::clickTitle(ProfileColumn column) {
    QHeaderView* header = table().header();
    const int at = header->sectionViewportPosition(static_cast<int>(column));
    QTest::mouseClick(
        header->viewport(), Qt::LeftButton, Qt::NoModifier,
        {at + header->sectionSize(static_cast<int>(column)) / 2, header->height() / 2});
}

void ProfileViewTest::clickRow(int row, Qt::KeyboardModifiers modifiers) {
    const QRect area = table().visualRect(view_->model().index(row, 0));
    QTest::mouseClick(table().viewport(), Qt::LeftButton, modifiers,
                      {area.left() + 20, area.center().y()});
}

void ProfileViewTest::withoutARunItSaysHowToGetOne() {
    const QImage empty = table().viewport()->grab().toImage();
    QVERIFY(!filter().isVisible());
    QVERIFY(!table().header()->isVisible());
    show(slowInTheMiddle());
    QVERIFY(filter().isVisible());
    view_->showRun(nullptr);
    QCOMPARE(view_->model().rowCount(), 0);
    QVERIFY(!filter().isVisible());
    // Something is written there.
    QVERIFY(std::any_of(empty.constBits(), empty.constBits() + empty.sizeInBytes(),
                        [&](uchar byte) { return byte != empty.constBits()[0]; }));
}

void ProfileViewTest::theNodeThatTookMostStandsFirst() {
    show(slowInTheMiddle());
    QCOMPARE(names(), QStringList({"normalized", "words", "clean"}));
}

void ProfileViewTest::numbersAreThoseOfAllRunsAndOfThisOne() {
    show(slowInTheMiddle());
    const QString key = QStringLiteral("normalized");
    QCOMPARE(cell(key, ProfileColumn::P50), QStringLiteral("300 ms"));
    QCOMPARE(cell(key, ProfileColumn::Max), QStringLiteral("400 ms"));
    QCOMPARE(cell(key, ProfileColumn::Mean), QStringLiteral("270 ms"));
    QCOMPARE(cell(key, ProfileColumn::Runs), QStringLiteral("3"));
    QCOMPARE(cell(key, ProfileColumn::Cpu), QStringLiteral("250 ms"));
    QCOMPARE(cell(key, ProfileColumn::Wait), QStringLiteral("100 ms"));
    QCOMPARE(cell(key, ProfileColumn::Queue), QStringLiteral("12 µs"));
    QCOMPARE(cell(key, ProfileColumn::Share), QStringLiteral("100 %"));
    const QString all = tip(key, ProfileColumn::Node);
    QVERIFY2(all.contains("wall 440.0 ms · CPU 250.0 ms · wait 100.0 ms · saved by cache 0 ns"),
             qPrintable(all));
}

void ProfileViewTest::percentilesAreThoseOfTheRuns() {
    auto run = slowInTheMiddle();
    NodeRun& node = nodeRun(*run, "words");
    node.statistics = nullptr;
    for (int us = 100; us >= 1; --us) {
        node.statistics = NodeStatistics::with(node.statistics, {.runUs = us * 10.0});
    }
    show(run);
    const QString key = QStringLiteral("words");
    QCOMPARE(cell(key, ProfileColumn::P50), QStringLiteral("500 µs"));
    QCOMPARE(cell(key, ProfileColumn::P95), QStringLiteral("950 µs"));
    QCOMPARE(cell(key, ProfileColumn::P99), QStringLiteral("990 µs"));
    QCOMPARE(cell(key, ProfileColumn::Max), QStringLiteral("1.0 ms"));
}

void ProfileViewTest::whatWasNotMeasuredSaysWhy() {
    show(slowInTheMiddle());
    QCOMPARE(cell("clean", ProfileColumn::Cpu), QStringLiteral("–"));
    QVERIFY(tip("clean", ProfileColumn::Cpu).contains("20 µs or more"));
}

void ProfileViewTest::whatANodeWaitedForIsToldByKind() {
    show(slowInTheMiddle());
    QCOMPARE(cell("normalized", ProfileColumn::Wait), QStringLiteral("100 ms"));
    QVERIFY2(tip("normalized", ProfileColumn::Wait).contains("waited for: throttle 60.00 ms, I/O"),
             qPrintable(tip("normalized", ProfileColumn::Wait)));
    QVERIFY(!tip("words", ProfileColumn::Wait).contains("waited for"));
}

void ProfileViewTest::whereNothingRanTimesOfBeforeAreInOrder() {
    auto run = slowInTheMiddle();
    for (const char* key : {"clean", "normalized", "words"}) {
        NodeRun& node = nodeRun(*run, key);
        node.status = NodeStatus::Cached;
        node.wasUs = 1;
    }
    show(run);
    QCOMPARE(names(), QStringList({"normalized", "words", "clean"}));
    const QString head = part<QLabel>("profileFacts")->text().replace(QChar(QChar::Nbsp), ' ');
    QVERIFY2(head.contains("no node ran this time: p50 to Mean are from earlier runs"),
             qPrintable(head));
    clickTitle(ProfileColumn::Share);  // nothing to sort by, either way
    QCOMPARE(names(), QStringList({"normalized", "words", "clean"}));
}

namespace {

/// Numbers of one run as a file has them.
KeptRunPtr keptNumbers(double workUs, int64_t bytes) {
    auto profile = std::make_shared<Profile>();
    profile->runs = 1;
    profile->threads = 2;
    profile->workUs = workUs;
    profile->phases.push_back({"run", {1, 100, 100, 100, 100, 100, 100, {100}}});
    ProfileNode& node = profile->nodes.emplace_back(ProfileNode{"a"});
    node.times = {1, 90, 90, 90, 90, 90, 90, {90}};
    node.share = 1;
    node.bytesOut = bytes;
    auto run = std::make_shared<KeptRun>();
    run->profile = profile;
    return run;
}

}  // namespace

void ProfileViewTest::aRunOfTheDiskTellsWorkAndSizes() {
    showKept(keptNumbers(150, 2048));
    QString head = part<QLabel>("profileFacts")->text().replace(QChar(QChar::Nbsp), ' ');
    QVERIFY2(head.startsWith("Run: 100 µs · work 150 µs on 2 workers, 75 % efficient"),
             qPrintable(head));
    QVERIFY2(!head.contains("recording"), qPrintable(head));  // nobody measured it
    QVERIFY(cell("a", ProfileColumn::Bytes) != QStringLiteral("–"));
}

void ProfileViewTest::whatAnOldFileLacksIsToldAsLacking() {
    showKept(keptNumbers(-1, -1));
    const QString head = part<QLabel>("profileFacts")->text().replace(QChar(QChar::Nbsp), ' ');
    QVERIFY2(head.contains("work –"), qPrintable(head));
    QVERIFY(part<QLabel>("profileFacts")->toolTip().contains("Work: not kept with these numbers"));
    QCOMPARE(cell("a", ProfileColumn::Bytes), QStringLiteral("–"));
    QVERIFY(tip("a", ProfileColumn::Bytes).contains("was not kept with this run"));
}

void ProfileViewTest::timesThatAreLostAreTold() {
    auto* note = part<QLabel>("profileLost");
    QVERIFY(!note->isVisible());
    view_->showLost("statistics.json.damaged", "no JSON");
    QVERIFY(note->isVisible());
    QVERIFY2(note->text().contains("begin anew") &&
                 note->text().contains("statistics.json.damaged"),
             qPrintable(note->text()));
    QCOMPARE(note->toolTip(), QStringLiteral("no JSON"));
    QSignalSpy asked(view_.get(), &ProfileView::logAsked);
    note->setFocus(Qt::TabFocusReason);
    QTest::keyClick(note, Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    view_->showLost({}, {});
    QVERIFY(!note->isVisible());
}

void ProfileViewTest::cachedAndFusedNodesSaySo() {
    auto run = slowInTheMiddle();
    NodeRun& cached = nodeRun(*run, "normalized");
    cached.status = NodeStatus::Cached;
    cached.wasUs = 400'000;
    NodeRun& fused = nodeRun(*run, "long");
    fused.status = NodeStatus::Completed;
    fused.fusedInto = static_cast<int32_t>(run->compiled->graph->byKey("words").index);
    show(run);
    QCOMPARE(cell("normalized", ProfileColumn::Share), QStringLiteral("cached"));
    QCOMPARE(cell("normalized", ProfileColumn::Saved), QStringLiteral("400 ms"));
    QCOMPARE(cell("normalized", ProfileColumn::Wait), QStringLiteral("–"));
    QCOMPARE(cell("long", ProfileColumn::Share), QStringLiteral("in words"));
    QCOMPARE(cell("long", ProfileColumn::P50), QStringLiteral("–"));
    QVERIFY(tip("long", ProfileColumn::P50).contains("words works it out on the way"));
}

void ProfileViewTest::theCriticalOnesAreMarkedAndTheOthersTellTheirSlack() {
    show(twoChains());
    QCOMPARE(cell("a", ProfileColumn::Critical), QStringLiteral("critical"));
    QCOMPARE(cell("b", ProfileColumn::Critical), QStringLiteral("critical"));
    QCOMPARE(cell("c", ProfileColumn::Critical), QStringLiteral("slack 70 µs"));
    // Without `a` the chain takes 40 µs, and so does what is left of 110 µs.
    const QString without = tip("a", ProfileColumn::Critical);
    QVERIFY2(without.contains("would be 50.00 µs without it"), qPrintable(without));
    QTest::mouseClick(&filter(), Qt::LeftButton);
    QTest::keyClicks(&filter(), "critical");
    QCOMPARE(names(), QStringList({"a", "b"}));
}

void ProfileViewTest::aClickOnATitleSorts() {
    show(twoChains());
    clickTitle(ProfileColumn::Max);
    QCOMPARE(names(), QStringList({"a", "b", "c"}));
    clickTitle(ProfileColumn::Max);
    QCOMPARE(names(), QStringList({"c", "b", "a"}));
    clickTitle(ProfileColumn::Node);
    QCOMPARE(names(), QStringList({"a", "b", "c"}));
    clickTitle(ProfileColumn::Critical);
    QCOMPARE(names(), QStringList({"a", "b", "c"}));
}

void ProfileViewTest::whatHasNoNumberGoesLastInBothDirections() {
    show(slowInTheMiddle());  // `normalized` alone has processor time; then by p50
    clickTitle(ProfileColumn::Cpu);
    QCOMPARE(names(), QStringList({"normalized", "words", "clean"}));
    clickTitle(ProfileColumn::Cpu);
    QCOMPARE(names(), QStringList({"normalized", "words", "clean"}));
}

void ProfileViewTest::equalOnesStayInTheOrderOfTheText() {
    show(slowInTheMiddle());
    clickTitle(ProfileColumn::Queue);
    QCOMPARE(names(), QStringList({"normalized", "clean", "words"}));
    clickTitle(ProfileColumn::Queue);
    QCOMPARE(names(), QStringList({"clean", "words", "normalized"}));
}

void ProfileViewTest::theFilterTakesWordsOfNamesModulesAndStates_data() {
    QTest::addColumn<QString>("words");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("a part of a name") << "nor" << QStringList({"normalized"});
    QTest::newRow("what it does, in small letters") << "trim" << QStringList({"clean"});
    QTest::newRow("two words, both of them") << "w count" << QStringList({"words"});
    QTest::newRow("failed") << "failed" << QStringList({"words"});
    QTest::newRow("nothing is called so") << "zzz" << QStringList();
}

void ProfileViewTest::theFilterTakesWordsOfNamesModulesAndStates() {
    QFETCH(QString, words);
    QFETCH(QStringList, found);
    auto run = slowInTheMiddle();
    nodeRun(*run, "words").status = NodeStatus::Failed;
    show(run);
    QTest::mouseClick(&filter(), Qt::LeftButton);
    QTest::keyClicks(&filter(), words);
    QCOMPARE(names(), found);
    QTest::keyClick(&filter(), Qt::Key_Escape);
    QCOMPARE(names().size(), 3);
    QVERIFY(table().hasFocus());
}

/// Statistics are of runs that a node completed: one that never did has only its time of this run.
void ProfileViewTest::aNodeThatFailedShowsWhatItTook() {
    auto run = slowInTheMiddle();
    run->status = RunStatus::Failed;
    nodeRun(*run, "words").status = NodeStatus::Failed;
    nodeRun(*run, "words").statistics = nullptr;
    nodeRun(*run, "normalized").status = NodeStatus::TimedOut;
    show(run);
    QCOMPARE(cell("words", ProfileColumn::P50), "(30 µs)");
    QVERIFY(cell("words", ProfileColumn::Share).endsWith(" %"));
    for (const ProfileColumn column :
         {ProfileColumn::Spread, ProfileColumn::P95, ProfileColumn::Max, ProfileColumn::Mean,
          ProfileColumn::Runs}) {
        QCOMPARE(cell("words", column), "–");
        QVERIFY2(
            tip("words", column)
                .contains("In this run it took 30.00 µs (failed), in brackets below p50: p50 to "
                          "Runs are of runs that it completed, and there is none yet."),
            qPrintable(tip("words", column)));
    }
    QCOMPARE(cell("normalized", ProfileColumn::P50), "300 ms");  // of those that it completed
    QVERIFY2(tip("normalized", ProfileColumn::P50).contains("which does not count: p50 to Runs"),
             qPrintable(tip("normalized", ProfileColumn::P50)));
    QVERIFY(!tip("clean", ProfileColumn::P50).contains("In this run it took"));
    clickTitle(ProfileColumn::P50);
    QCOMPARE(names(), QStringList({"normalized", "words", "clean"}));
}

void ProfileViewTest::lettersInTheTableGoToTheFilter() {
    show(slowInTheMiddle());
    QTest::keyClick(&table(), Qt::Key_C);
    QVERIFY(filter().hasFocus());
    QTest::keyClicks(&filter(), "lean");
    QCOMPARE(names(), QStringList({"clean"}));
    QTest::keyClick(&filter(), Qt::Key_Return);
    QVERIFY(table().hasFocus());
    QCOMPARE(table().node(), QStringLiteral("clean"));
}

void ProfileViewTest::controlAndFGoesToTheFilter() {
    show(slowInTheMiddle());
    QTest::keyClick(&table(), Qt::Key_F, Qt::ControlModifier);
    QVERIFY(filter().hasFocus());
    QVERIFY(filter().text().isEmpty());
}

void ProfileViewTest::aFilterThatFindsNothingSaysSo() {
    show(slowInTheMiddle());
    QTest::keyClick(&table(), Qt::Key_Z);
    const QImage some = table().viewport()->grab().toImage();
    QTest::keyClicks(&filter(), "zz");
    QCOMPARE(view_->model().rowCount(), 0);
    QVERIFY(table().header()->isVisible());
    QVERIFY(std::any_of(some.constBits(), some.constBits() + some.sizeInBytes(),
                        [&](uchar byte) { return byte != some.constBits()[0]; }));
}

void ProfileViewTest::aClickChoosesTheNode() {
    show(slowInTheMiddle());
    QSignalSpy chosen(view_.get(), &ProfileView::nodeActivated);
    clickRow(1);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].toString(), QStringLiteral("words"));
    clickRow(2, Qt::ControlModifier);  // to copy it
    QCOMPARE(chosen.size(), 1);
}

void ProfileViewTest::enterChoosesTheNodeOfTheRow() {
    show(slowInTheMiddle());
    QSignalSpy chosen(view_.get(), &ProfileView::nodeActivated);
    QTest::keyClick(&table(), Qt::Key_Home);
    QTest::keyClick(&table(), Qt::Key_Down);
    QVERIFY(chosen.empty());
    QTest::keyClick(&table(), Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].toString(), QStringLiteral("words"));
}

void ProfileViewTest::homeAndEndGoToTheFirstAndTheLastRow() {
    show(slowInTheMiddle());
    QTest::keyClick(&table(), Qt::Key_End);
    QCOMPARE(table().node(), QStringLiteral("clean"));
    QTest::keyClick(&table(), Qt::Key_Home);
    QCOMPARE(table().node(), QStringLiteral("normalized"));
}

void ProfileViewTest::theChosenRowStaysChosenWhenItsPlaceChanges() {
    show(slowInTheMiddle());
    clickRow(1);
    clickTitle(ProfileColumn::Node);
    QCOMPARE(table().node(), QStringLiteral("words"));
    QTest::keyClick(&table(), Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(&filter(), "clean");
    QCOMPARE(table().node(), QString());
    QTest::keyClick(&filter(), Qt::Key_Escape);
    QCOMPARE(table().node(), QStringLiteral("words"));
    show(slowInTheMiddle(2));
    QCOMPARE(table().node(), QStringLiteral("words"));
}

void ProfileViewTest::theHeadTellsTheRunInOneLine() {
    TraceBuilder trace;
    const uint32_t worker = trace.lane("worker 1", LaneKind::Worker);
    trace.lane("worker 2", LaneKind::Worker);
    const uint32_t waiting = trace.lane("waiting", LaneKind::Waiting);
    const auto add = [&](uint32_t lane, int64_t from, int64_t to, SpanKind kind) {
        trace.add(lane, 0, from, to, kind, "a");
        trace.last().run = 1;
    };
    add(waiting, 0, 10'000, SpanKind::Queue);
    add(worker, 10'000, 110'000, SpanKind::Completed);
    show(twoChains(), trace.finish());
    // A line breaks behind the dots only.
    QString head = part<QLabel>("profileFacts")->text().replace(QChar(QChar::Nbsp), ' ');
    QCOMPARE(head, QStringLiteral("Run 1: 110 µs · critical path 100 µs (91 %) · work 100 µs on 2 "
                                  "workers, 45 % efficient · scheduling 10 µs queued, 10 µs of it "
                                  "handing over · recording 0 ns"));
    auto run = twoChains();
    run->times.inputUs = 90;
    run->times.outputUs = 800;
    show(run, trace.finish());
    head = part<QLabel>("profileFacts")->text().replace(QChar(QChar::Nbsp), ' ');
    QVERIFY2(head.startsWith("Run 1: 110 µs, with inputs and outputs 1.0 ms · critical path 100 "
                             "µs (91 %)"),
             qPrintable(head));
}

void ProfileViewTest::aFindingLeadsToItsNode() {
    show(slowInTheMiddle());
    QSignalSpy chosen(view_.get(), &ProfileView::nodeActivated);
    auto* finding = part<QLabel>("profileFinding0");
    QVERIFY(finding && finding->isVisible());
    QVERIFY(finding->toolTip().contains("make `normalized` faster"));
    finding->setFocus();
    QTest::keyClick(finding, Qt::Key_Tab);  // to its link
    if (chosen.empty()) finding->setFocus(Qt::TabFocusReason);
    QTest::keyClick(finding, Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].toString(), QStringLiteral("normalized"));
    QCOMPARE(table().node(), QStringLiteral("normalized"));
}

void ProfileViewTest::moreFindingsUnfold() {
    auto run = slowInTheMiddle();
    run->times.inputUs = 500'000;
    run->times.outputUs = 500'000;
    run->times.recordingUs = 100'000;
    show(run);
    const auto shown = [&] {
        int count = 0;
        for (int i = 0; i < 6; ++i) {
            auto* line = part<QLabel>(qPrintable(QStringLiteral("profileFinding%1").arg(i)));
            count += line && line->isVisible() ? 1 : 0;
        }
        return count;
    };
    const int all = static_cast<int>(view_->model().report()->findings.size());
    QVERIFY(all >= 3);
    view_->resize(1280, 200);
    QTRY_COMPARE(shown(), 1);
    auto* first = part<QLabel>("profileFinding0");
    // Nobody takes them for nodes: `2 nodes … · s · 2 more`.
    QVERIFY2(first->text().contains(QStringLiteral(">show %1 more reasons<").arg(all - 1)),
             qPrintable(first->text()));
    first->setFocus(Qt::TabFocusReason);
    QTest::keyClick(first, Qt::Key_Backtab);  // the last link of the line
    first->setFocus(Qt::BacktabFocusReason);
    QTest::keyClick(first, Qt::Key_Return);
    QTRY_COMPARE(shown(), all);
}

void ProfileViewTest::copyGivesRowsSeparatedByTabs() {
    show(slowInTheMiddle());
    clickRow(0);
    clickRow(2, Qt::ControlModifier);
    QTest::keyClick(&table(), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QApplication::clipboard()->text().trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].startsWith("Node\tShare\tCritical\t"));
    QVERIFY(lines[1].startsWith("normalized\t100 %\tcritical\t100 ms to 400 ms\t300 ms\t"));
    QVERIFY(lines[2].startsWith("clean\t"));
    QCOMPARE(lines[2].count('\t'), static_cast<int>(ProfileColumn::Count) - 1);
}

void ProfileViewTest::theNewestOfSeveralRunsIsShown() {
    QSignalSpy shown(view_.get(), &ProfileView::runShown);
    for (uint64_t number = 1; number <= 5; ++number) {
        auto record = std::make_shared<RunRecord>();
        record->run = slowInTheMiddle(number);
        record->threads = 2;
        view_->showRun(record);
    }
    QTRY_VERIFY(view_->model().report() && view_->model().report()->record->run->run == 5);
    QCOMPARE(shown.size(), 1);
}

void ProfileViewTest::tenThousandRowsAreSortedAndFiltered() {
    auto run = runOf(layered(101, 100).finish());
    run->status = RunStatus::Completed;
    run->times.runUs = 1e6;
    const auto& nodes = run->compiled->graph->nodes;
    for (uint32_t i = 0; i < nodes.size(); ++i) {
        run->nodes[i].status = NodeStatus::Completed;
        if (nodes[NodeId(i)].kind != NodeKind::Input) {
            ran(*run, std::string(nodes[NodeId(i)].key), {double((i * 7919) % 10'007)});
        }
    }
    show(run);
    QCOMPARE(view_->model().rowCount(), 10'000);
    clickTitle(ProfileColumn::Max);
    for (int row = 1; row < 10'000; ++row) {
        QVERIFY(view_->model().row(row - 1).maxUs >= view_->model().row(row).maxUs);
    }
    QTest::keyClick(&table(), Qt::Key_End);
    QVERIFY(table().visualRect(table().currentIndex()).isValid());
    QTest::keyClick(&table(), Qt::Key_V);
    QTest::keyClicks(&filter(), "100_9");
    QCOMPARE(view_->model().rowCount(), 11);  // v100_9, v100_90 … v100_99
}

void ProfileViewTest::theFlameIsAsWideAsItsTime() {
    show(twoChains());  // 60, 40 and 30 µs
    ProfileFlame& flame = showFlame();
    QVERIFY(flame.isVisible() && !table().isVisible());
    QVERIFY(flame.hasFocus());
    QTRY_VERIFY(std::abs(flame.rectOf("a").width() - flame.width() * 60 / 130) <= 1);
    QVERIFY(std::abs(flame.rectOf("b").width() - flame.width() * 40 / 130) <= 1);
    QVERIFY(std::abs(flame.rectOf("c").width() - flame.width() * 30 / 130) <= 1);
    QCOMPARE(flame.rectOf("b").left(), flame.rectOf("a").right() + 1);
    QCOMPARE(flame.rectOf("b").top(), flame.rectOf("a").top());
}

void ProfileViewTest::aClickInTheFlameChoosesAndADoubleClickZooms() {
    show(twoChains());
    ProfileFlame& flame = showFlame();
    QSignalSpy chosen(view_.get(), &ProfileView::nodeActivated);
    QTest::mouseClick(&flame, Qt::LeftButton, Qt::NoModifier, flame.rectOf("b").center());
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].toString(), QStringLiteral("b"));
    QTest::mouseDClick(&flame, Qt::LeftButton, Qt::NoModifier, flame.rectOf("c").center());
    QCOMPARE(flame.zoomed(), QStringLiteral("c"));
    QCOMPARE(flame.rectOf("c").width(), flame.width());
    QVERIFY(flame.rectOf("a").isNull());
    flame.setFocus();
    QTest::keyClick(&flame, Qt::Key_Escape);
    QCOMPARE(flame.zoomed(), QString());
    QVERIFY(!flame.rectOf("a").isNull());
}

void ProfileViewTest::theFlameIsWalkedByKeys() {
    show(twoChains());
    ProfileFlame& flame = showFlame();
    flame.setFocus();
    QTest::keyClick(&flame, Qt::Key_Down);  // all of it
    QTest::keyClick(&flame, Qt::Key_Down);
    QCOMPARE(flame.node(), QStringLiteral("a"));  // the largest stands first
    QTest::keyClick(&flame, Qt::Key_Right);
    QCOMPARE(flame.node(), QStringLiteral("b"));
    QTest::keyClick(&flame, Qt::Key_Left);
    QCOMPARE(flame.node(), QStringLiteral("a"));
    QTest::keyClick(&flame, Qt::Key_Return);
    QCOMPARE(flame.zoomed(), QStringLiteral("a"));
    QTest::keyClick(&flame, Qt::Key_Backspace);
    QCOMPARE(flame.zoomed(), QString());
}

void ProfileViewTest::anotherMeasureHasOtherWidths() {
    show(slowInTheMiddle());  // `normalized` alone has processor time
    ProfileFlame& flame = showFlame();
    QTRY_VERIFY(!flame.rectOf("words").isNull() || !flame.rectOf("clean").isNull());
    auto* measure = part<QComboBox>("profileMeasure");
    measure->setFocus();
    QTest::keyClick(measure, Qt::Key_Down);
    QCOMPARE(flame.rectOf("normalized").width(), flame.width());
    QVERIFY(flame.rectOf("words").isNull());
}

namespace {

/// Of numbers that were kept: two groups, in the larger one a node with parts, and a node outside.
KeptRunPtr keptGroups() {
    auto profile = std::make_shared<Profile>();
    profile->runs = 1;
    profile->threads = 2;
    const auto add = [&](const char* key, double us, const char* group) {
        ProfileNode& node = profile->nodes.emplace_back();
        node.key = key;
        node.label = "made up";
        node.group = group;
        node.times = {1, us, us, us, us, us, us, {static_cast<float>(us)}};
    };
    add("total", 10, "prices");
    add("total/args.0", 30, "prices");
    add("rate", 20, "prices");
    add("sum", 25, "bills");
    add("alone", 15, "");
    auto run = std::make_shared<KeptRun>();
    run->profile = profile;
    return run;
}

/// Two hundred nodes, of which `v1_0` is the quickest.
std::shared_ptr<RunSnapshot> manyNodes(uint64_t number) {
    auto run = runOf(layered(3, 100).finish(), number);
    run->status = RunStatus::Completed;
    run->times.runUs = 1e6;
    const auto& nodes = run->compiled->graph->nodes;
    double us = 0;
    for (uint32_t i = 0; i < nodes.size(); ++i) {
        run->nodes[i].status = NodeStatus::Completed;
        if (nodes[NodeId(i)].kind != NodeKind::Input) {
            ran(*run, std::string(nodes[NodeId(i)].key), {++us});
        }
    }
    return run;
}

}  // namespace

QModelIndex ProfileViewTest::treeRow(const QString& name) {
    ProfileTree& tree = *view_->tree();
    QModelIndex row = tree.model()->index(0, 0);
    while (row.isValid() && row.data().toString() != name) row = tree.indexBelow(row);
    return row;
}

QStringList ProfileViewTest::treeRows() {
    ProfileTree& tree = *view_->tree();
    QStringList rows;
    for (QModelIndex row = tree.model()->index(0, 0); row.isValid(); row = tree.indexBelow(row)) {
        QStringList cells;
        for (int i = 0; i < tree.model()->columnCount(); ++i) {
            cells.append(row.siblingAtColumn(i).data().toString());
        }
        int depth = 0;
        for (QModelIndex in = row.parent(); in.isValid(); in = in.parent()) ++depth;
        rows.append(QString(2 * depth, ' ') + cells.join('|'));
    }
    return rows;
}

void ProfileViewTest::clickTree(const QString& name) {
    const QRect area = view_->tree()->visualRect(treeRow(name));
    QTest::mouseClick(view_->tree()->viewport(), Qt::LeftButton, Qt::NoModifier,
                      {area.left() + 20, area.center().y()});
}

void ProfileViewTest::theTreeHasTheBoxesOfTheFlame() {
    showKept(keptGroups());
    ProfileTree& tree = showTree();
    QVERIFY(tree.isVisible() && !table().isVisible() && !view_->flame()->isVisible());
    QVERIFY(tree.hasFocus());
    QTest::keyClick(&tree, Qt::Key_Home);
    QTest::keyClick(&tree, Qt::Key_Down);
    QTest::keyClick(&tree, Qt::Key_Down);
    QTest::keyClick(&tree, Qt::Key_Down);
    QTest::keyClick(&tree, Qt::Key_Down);
    QTest::keyClick(&tree, Qt::Key_Return);  // on a group: unfolds it
    QCOMPARE(treeRows(), QStringList({"prices|60 %|60 µs|–|3", "  total|40 %|40 µs|10 µs|2",
                                      "    total/args.0|30 %|30 µs|30 µs|1",
                                      "  rate|20 %|20 µs|20 µs|1", "bills|25 %|25 µs|–|1",
                                      "  sum|25 %|25 µs|25 µs|1", "alone|15 %|15 µs|15 µs|1"}));
    QVERIFY(treeRow("bills").data(Qt::AccessibleTextRole).toString() == "group bills");
}

void ProfileViewTest::theTreeIsUnfoldedDownTheHeaviestPath() {
    showKept(keptGroups());
    showTree();
    QCOMPARE(treeRows().size(), 6);  // all but what lies in `bills`
    QVERIFY(treeRow("total/args.0").isValid());
    QVERIFY(!treeRow("sum").isValid());
}

void ProfileViewTest::theTreeStaysAsItWasUnfolded() {
    showKept(keptGroups());
    ProfileTree& tree = showTree();
    QTest::keyClick(&tree, Qt::Key_Home);
    QTest::keyClick(&tree, Qt::Key_Left);
    QCOMPARE(treeRows(), QStringList({"prices|60 %|60 µs|–|3", "bills|25 %|25 µs|–|1",
                                      "alone|15 %|15 µs|15 µs|1"}));
    showKept(keptGroups());
    QCOMPARE(treeRows().size(), 3);
    // The row of a group is found again as well.
    QCOMPARE(tree.currentIndex().data().toString(), QStringLiteral("prices"));
}

void ProfileViewTest::theTreeIsWalkedByKeys() {
    showKept(keptGroups());
    ProfileTree& tree = showTree();
    QSignalSpy chosen(view_.get(), &ProfileView::nodeActivated);
    QTest::keyClick(&tree, Qt::Key_Home);
    QTest::keyClick(&tree, Qt::Key_Minus);
    QCOMPARE(treeRows().size(), 3);
    QTest::keyClick(&tree, Qt::Key_Asterisk);
    QCOMPARE(treeRows().size(), 6);
    QTest::keyClick(&tree, Qt::Key_Down);
    QCOMPARE(tree.node(), QStringLiteral("total"));
    QVERIFY(chosen.empty());
    QTest::keyClick(&tree, Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].toString(), QStringLiteral("total"));
    QTest::keyClick(&tree, Qt::Key_End);
    QCOMPARE(tree.node(), QStringLiteral("alone"));
}

void ProfileViewTest::aClickInTheTreeChoosesTheNode() {
    showKept(keptGroups());
    ProfileTree& tree = showTree();
    QSignalSpy chosen(view_.get(), &ProfileView::nodeActivated);
    clickTree("rate");
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].toString(), QStringLiteral("rate"));
    clickTree("bills");
    QCOMPARE(chosen.size(), 1);  // a group is no node
    QCOMPARE(tree.node(), QString());
    const QRect area = tree.visualRect(treeRow("bills"));
    QTest::mouseDClick(tree.viewport(), Qt::LeftButton, Qt::NoModifier,
                       {area.left() + 20, area.center().y()});
    QVERIFY(treeRow("sum").isValid());
}

void ProfileViewTest::aNodeThatIsChosenElsewhereIsUnfoldedInTheTree() {
    showKept(keptGroups());
    ProfileTree& tree = showTree();
    view_->setSelectedNode("sum");
    QCOMPARE(tree.node(), QStringLiteral("sum"));
    QVERIFY(tree.viewport()->rect().intersects(tree.visualRect(tree.currentIndex())));
}

void ProfileViewTest::theTreeIsCopiedWithItsNesting() {
    showKept(keptGroups());
    ProfileTree& tree = showTree();
    QTest::keyClick(&tree, Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QApplication::clipboard()->text().split('\n');
    QCOMPARE(lines[0], QStringLiteral("Group or node\tShare\tTotal\tSelf\tNodes"));
    QCOMPARE(lines[1], QStringLiteral("prices\t60 %\t60 µs\t–\t3"));
    QCOMPARE(lines[2], QStringLiteral("  total\t40 %\t40 µs\t10 µs\t2"));
    QCOMPARE(lines.size(), 8);
    clickTree("rate");
    QTest::keyClick(&tree, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text().count('\n'), 2);
}

void ProfileViewTest::theFilterKeepsWhatTheNodesLieIn() {
    ProfileTree& tree = *view_->tree();
    // Through all that becomes of the rows below.
    const QAbstractItemModelTester rows(tree.model());
    showKept(keptGroups());
    showTree();
    QTest::keyClick(&tree, Qt::Key_S);
    QVERIFY(filter().hasFocus());
    QTest::keyClicks(&filter(), "um");
    QCOMPARE(treeRows(), QStringList({"bills|25 %|25 µs|–|1", "  sum|25 %|25 µs|25 µs|1"}));
    QTest::keyClicks(&filter(), "zz");
    QVERIFY(treeRows().isEmpty());
    QTest::keyClick(&filter(), Qt::Key_Escape);
    QVERIFY(tree.hasFocus());
    QVERIFY(!treeRow("sum").isValid());  // folded, as it was
    QCOMPARE(treeRows().size(), 6);
}

void ProfileViewTest::aTreeWithoutTimeSaysSo() {
    showKept(keptGroups());  // nobody measured processor time
    ProfileTree& tree = showTree();
    auto* measure = part<QComboBox>("profileMeasure");
    measure->setFocus();
    QTest::keyClick(measure, Qt::Key_Down);
    QVERIFY(treeRows().isEmpty());
    QVERIFY(!tree.header()->isVisible());
    const QImage empty = tree.viewport()->grab().toImage();
    QVERIFY(std::any_of(empty.constBits(), empty.constBits() + empty.sizeInBytes(),
                        [&](uchar byte) { return byte != empty.constBits()[0]; }));
}

void ProfileViewTest::aNewRunLeavesTheTableAtItsTop() {
    view_->setSelectedNode("v1_0");  // at the cursor of the text, before there are rows
    show(manyNodes(1));
    view_->setSelectedNode("v1_0");  // and behind, as the window tells it
    QCOMPARE(table().node(), QStringLiteral("v1_0"));
    QVERIFY(table().selectionModel()->isSelected(table().currentIndex()));
    QCOMPARE(table().verticalScrollBar()->value(), 0);
    show(manyNodes(2));
    QCOMPARE(table().verticalScrollBar()->value(), 0);
    view_->setSelectedNode("v1_1");  // somebody goes there
    QVERIFY(table().verticalScrollBar()->value() > 0);
}

void ProfileViewTest::aRowThatSomebodyChoseStaysInSight() {
    show(manyNodes(1));
    clickRow(2);
    const QString key = table().node();
    auto run = manyNodes(2);
    ran(*run, key.toStdString(), {0.5});  // now the quickest
    show(run);
    QCOMPARE(table().node(), key);
    QVERIFY(table().viewport()->rect().intersects(table().visualRect(table().currentIndex())));
    QVERIFY(table().verticalScrollBar()->value() > 0);
}

void ProfileViewTest::whereSomebodyScrolledToStaysInSight() {
    show(manyNodes(1));
    clickRow(2);
    QTest::keyClick(&table(), Qt::Key_PageDown);
    QTest::keyClick(&table(), Qt::Key_PageDown);
    QTest::keyClick(&table(), Qt::Key_PageDown);
    const int scrolled = table().verticalScrollBar()->value();
    QVERIFY(scrolled > 0);
    show(manyNodes(2));
    QCOMPARE(table().verticalScrollBar()->value(), scrolled);
}

QTEST_MAIN(ProfileViewTest)
#include "tst_profile_view.moc"

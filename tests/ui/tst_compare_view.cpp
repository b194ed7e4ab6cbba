#include "tests/ui/support/snapshots.h"
#include "ui/profiler/compare_delegate.h"
#include "ui/profiler/compare_view.h"
#include "ui/profiler/node_table.h"
#include "ui/shell/change_text.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include <cmath>
#include <memory>
#include <random>

using namespace cst;
using namespace cst::test;

// What changed from one run to another, under mouse and keys.

class CompareViewTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void withoutRunsItSaysHowToGetSome();
    void theSlowerNodeStandsFirstWithSignAndWord();
    void theSentenceTellsNodesAndTheWholeRun();
    void theSameAgainIsNoDifference();
    void tooFewRunsSayWhatToDo();
    void ofOneRunEachTheNumbersStandSideBySide();
    void newAndGoneNodesAreTold();
    void whatOnlyDidNotRunSaysSo();
    void onlyWhatChangedCanBeShown();
    void theFilterTakesVerdicts();
    void aClickOnATitleSortsBelowTheWholeRun();
    void aClickAndEnterChooseTheNode();
    void controlAndCCopiesTheTable();
    void withoutAChoiceItIsComparedWithWhatIsGiven();
    void whatSomebodyChoseStaysChosen();
    void swapTurnsTheAnswerAround();
    void onlyTheLastComparisonIsShown();
    void outputsThatDifferAreShown();
    void equalOutputsAreTold();
    void theBandHasTheSameScaleInEveryRow();
    void changesAreWrittenAsPeopleReadThem_data();
    void changesAreWrittenAsPeopleReadThem();

private:
    void compare(const KeptRunPtr& before, const KeptRunPtr& after);
    /// The second one is what the first is compared with unless somebody chooses.
    void choose(std::vector<KeptRunPtr> choices);
    QStringList names() const;
    QString cell(const QString& key, CompareColumn column) const;
    QString text(const char* label) const { return part<QLabel>(label)->text(); }
    void clickRow(int row);
    void click(const char* button) { QTest::mouseClick(part<QToolButton>(button), Qt::LeftButton); }
    template <class T>
    T* part(const char* name) const {
        return view_->findChild<T*>(QLatin1String(name));
    }

    std::unique_ptr<Theme> theme_;
    std::unique_ptr<CompareView> view_;
};

namespace {

/// Runs that differ from each other by a twentieth or so.
TimeSummary times(double us, std::mt19937& random, std::size_t runs = 64) {
    TimeSummary summary;
    summary.count = runs;
    std::normal_distribution<double> noise(0, 0.02);
    for (std::size_t i = 0; i < runs; ++i) {
        summary.lastUs.push_back(static_cast<float>(us * std::exp(noise(random))));
    }
    summary.p50Us = us;
    return summary;
}

/// Ten nodes of 100 µs each; one may be slower by a factor.
std::shared_ptr<Profile> tenNodes(unsigned seed, const std::string& slow = {}, double factor = 1,
                                  std::size_t runs = 64) {
    std::mt19937 random(seed);
    auto profile = std::make_shared<Profile>();
    profile->runs = runs;
    profile->threads = 2;
    double whole = 0;
    for (int i = 0; i < 10; ++i) {
        ProfileNode& node = profile->nodes.emplace_back();
        node.key = "n" + std::to_string(i);
        node.module = "stdlib.math.add";
        const double us = 100 * (node.key == slow ? factor : 1);
        whole += us;
        node.times = times(us, random, runs);
    }
    profile->total = times(whole, random, runs);
    return profile;
}

KeptRunPtr kept(std::shared_ptr<const Profile> profile, const std::string& id,
                KeptRun::Kind kind = KeptRun::Kind::Version) {
    auto run = std::make_shared<KeptRun>();
    run->kind = kind;
    run->id = id;
    run->profile = std::move(profile);
    return run;
}

/// Has outputs as well.
KeptRunPtr withOutputs(const std::string& id,
                       const std::vector<std::pair<std::string, std::string>>& outputs) {
    auto run = runOf(textAnalysis().finish());
    run->outputs.clear();
    for (const auto& [name, json] : outputs) {
        OutputValue value;
        value.name = name;
        value.ready = true;
        value.json = json;
        run->outputs.push_back(std::move(value));
    }
    auto record = std::make_shared<RunRecord>();
    record->run = run;
    auto made = std::make_shared<KeptRun>(*kept(tenNodes(1), id));
    made->record = record;
    return made;
}

}  // namespace

void CompareViewTest::init() {
    theme_ = std::make_unique<Theme>();
    theme_->choose(Theme::Choice::Dark);
    view_ = std::make_unique<CompareView>(*theme_);
    view_->resize(1280, 400);
    view_->show();
    view_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(view_.get()));
}

void CompareViewTest::cleanup() {
    view_.reset();
    theme_.reset();
}

void CompareViewTest::compare(const KeptRunPtr& before, const KeptRunPtr& after) {
    QSignalSpy shown(view_.get(), &CompareView::comparisonShown);
    view_->compare(before, after);
    QTRY_VERIFY(!shown.empty());
    view_->table()->setFocus();
}

void CompareViewTest::choose(std::vector<KeptRunPtr> choices) {
    QSignalSpy shown(view_.get(), &CompareView::comparisonShown);
    const KeptRunPtr before =
        choices[1]->kind == KeptRun::Kind::Version ? choices[1] : KeptRunPtr();
    view_->setChoices(std::move(choices), before);
    QTRY_VERIFY(!shown.empty());
}

QStringList CompareViewTest::names() const {
    QStringList names;
    for (int row = 0; row < view_->model().rowCount(); ++row) {
        names << QString::fromStdString(view_->model().row(row).time.key);
    }
    return names;
}

QString CompareViewTest::cell(const QString& key, CompareColumn column) const {
    const CompareModel& model = view_->model();
    return model.index(model.rowOf(key), static_cast<int>(column)).data().toString();
}

void CompareViewTest::clickRow(int row) {
    const QRect area = view_->table()->visualRect(view_->model().index(row, 0));
    QTest::mouseClick(view_->table()->viewport(), Qt::LeftButton, Qt::NoModifier,
                      {area.left() + 20, area.center().y()});
}

void CompareViewTest::withoutRunsItSaysHowToGetSome() {
    QVERIFY(!view_->table()->header()->isVisible());
    QVERIFY(!part<QLineEdit>("compareFilter")->isVisible());
    const QImage none = view_->table()->viewport()->grab().toImage();
    QVERIFY(none.colorCount() == 0 && none != none.mirrored());  // something is written there
}

void CompareViewTest::theSlowerNodeStandsFirstWithSignAndWord() {
    compare(kept(tenNodes(1), "a"), kept(tenNodes(2, "n4", 1.5), "b"));
    QCOMPARE(names().mid(0, 2), QStringList({"", "n4"}));
    QCOMPARE(cell("n4", CompareColumn::Verdict), "▲ slower");
    QVERIFY(cell("n4", CompareColumn::Change).startsWith("+"));
    QCOMPARE(cell("n5", CompareColumn::Verdict), "= same");
    QVERIFY(cell("n5", CompareColumn::Noise).contains(" to "));
    QCOMPARE(view_->model().report()->slower, std::size_t(1));
}

void CompareViewTest::theSentenceTellsNodesAndTheWholeRun() {
    compare(kept(tenNodes(1), "a"), kept(tenNodes(2, "n4", 4), "b"));
    QVERIFY2(text("compareSentence").startsWith("1 of 10 nodes slower. The whole run is slower (+"),
             qPrintable(text("compareSentence")));
    QVERIFY(text("compareSentence").contains("beyond the noise of −"));
}

void CompareViewTest::theSameAgainIsNoDifference() {
    compare(kept(tenNodes(1), "a"), kept(tenNodes(1), "b"));
    QVERIFY2(text("compareSentence").startsWith("10 nodes: no difference beyond the noise. "),
             qPrintable(text("compareSentence")));
    QVERIFY(text("compareSentence").contains("The whole run is the same"));
}

void CompareViewTest::tooFewRunsSayWhatToDo() {
    compare(kept(tenNodes(1, {}, 1, 2), "a"), kept(tenNodes(2, {}, 1, 2), "b"));
    QVERIFY2(text("compareSentence")
                 .startsWith("No verdict of 2 runs before and 2 runs after. The whole run took "),
             qPrintable(text("compareSentence")));
    QVERIFY2(text("compareNotes").contains("Too few runs to tell (2 before, 2 after)"),
             qPrintable(text("compareNotes")));
    QVERIFY(text("compareNotes").contains("Run Afresh (Ctrl+Shift+F5)"));
    QCOMPARE(cell("n1", CompareColumn::Verdict), "? not known");
    const QString tip = view_->model().index(1, 0).data(Qt::ToolTipRole).toString();
    QVERIFY2(tip.contains("No verdict: too few runs"), qPrintable(tip));
}

void CompareViewTest::ofOneRunEachTheNumbersStandSideBySide() {
    auto before = tenNodes(1, {}, 1, 1), after = tenNodes(2, "n4", 2, 1);
    before->sourceHash = "a";
    after->sourceHash = "b";
    for (const auto& profile : {before, after}) {
        profile->total.lastUs = {1000};
        for (ProfileNode& node : profile->nodes) {
            node.times.lastUs = {static_cast<float>(node.times.p50Us)};
        }
    }
    // Worked out before, and taken from there.
    after->nodes[3].times = {};
    after->nodes[3].savedUs = 100;
    after->total = {};
    compare(kept(before, "a"), kept(after, "b"));
    QVERIFY2(text("compareSentence")
                 .startsWith("One run each: no verdict. The whole run took 1.0 "
                             "ms before; after, it is not known."),
             qPrintable(text("compareSentence")));
    QCOMPARE(cell("n4", CompareColumn::Before), "100 µs");
    QCOMPARE(cell("n4", CompareColumn::After), "200 µs");
    QVERIFY(cell("n4", CompareColumn::Change).startsWith("+"));
    QCOMPARE(cell("n3", CompareColumn::After), "(100 µs)");
    QVERIFY2(text("compareNotes").contains("To get a verdict, run both texts some more times"),
             qPrintable(text("compareNotes")));
    QVERIFY(text("compareNotes").contains("Load (F7)"));
    QVERIFY(text("compareNotes").contains("Times in brackets"));
    const int row = view_->model().rowOf("n3");
    const QString tip = view_->model().index(row, 0).data(Qt::ToolTipRole).toString();
    QVERIFY2(tip.contains("its result was there already. It took 100.0 µs"), qPrintable(tip));
}

void CompareViewTest::newAndGoneNodesAreTold() {
    auto before = tenNodes(1), after = tenNodes(2);
    before->nodes[3].key = "old";
    after->nodes[3].key = "fresh";
    compare(kept(before, "a"), kept(after, "b"));
    QCOMPARE(cell("old", CompareColumn::Verdict), "− gone");
    QCOMPARE(cell("fresh", CompareColumn::Verdict), "+ new");
    QVERIFY2(text("compareSentence").contains("1 new, 1 gone"),
             qPrintable(text("compareSentence")));
    QCOMPARE(names().mid(0, 3), QStringList({"", "fresh", "old"}));
}

void CompareViewTest::whatOnlyDidNotRunSaysSo() {
    auto before = tenNodes(1), after = tenNodes(2);
    before->nodes[3].key = "then";
    after->nodes[3].key = "else";
    before->idle = {{"else", IdleWhy::NotRun}};
    after->idle = {{"then", IdleWhy::Part}};
    compare(kept(before, "a"), kept(after, "b"));
    QCOMPARE(cell("else", CompareColumn::Verdict), "? not known");
    QCOMPARE(cell("else", CompareColumn::Before), "did not run");
    QVERIFY(cell("else", CompareColumn::After).endsWith("µs"));
    QCOMPARE(cell("then", CompareColumn::After), "in another");
    QVERIFY2(text("compareSentence")
                 .contains("9 nodes: no difference beyond the noise, 2 took "
                           "time on one side only. "),
             qPrintable(text("compareSentence")));
    const int row = view_->model().rowOf("else");
    const QString tip = view_->model().index(row, 0).data(Qt::ToolTipRole).toString();
    QVERIFY2(tip.endsWith("No verdict: did not run before."), qPrintable(tip));
}

void CompareViewTest::onlyWhatChangedCanBeShown() {
    compare(kept(tenNodes(1), "a"), kept(tenNodes(2, "n4", 1.5), "b"));
    QCOMPARE(names().size(), 11);
    click("compareOnlyChanged");
    QCOMPARE(names(), QStringList({"", "n4"}));
    click("compareOnlyChanged");
    QCOMPARE(names().size(), 11);
}

void CompareViewTest::theFilterTakesVerdicts() {
    compare(kept(tenNodes(1), "a"), kept(tenNodes(2, "n4", 0.5), "b"));
    QTest::keyClick(view_->table(), Qt::Key_F, Qt::ControlModifier);
    auto* filter = part<QLineEdit>("compareFilter");
    QVERIFY(filter->hasFocus());
    QTest::keyClicks(filter, "faster");
    QCOMPARE(names(), QStringList({"", "n4"}));
    QTest::keyClick(filter, Qt::Key_Escape);
    QCOMPARE(names().size(), 11);
    QVERIFY(view_->table()->hasFocus());
}

void CompareViewTest::aClickOnATitleSortsBelowTheWholeRun() {
    compare(kept(tenNodes(1), "a"), kept(tenNodes(2, "n4", 0.5), "b"));
    QHeaderView* header = view_->table()->header();
    const auto click = [&](CompareColumn column) {
        const int at = header->sectionViewportPosition(static_cast<int>(column));
        QTest::mouseClick(
            header->viewport(), Qt::LeftButton, Qt::NoModifier,
            {at + header->sectionSize(static_cast<int>(column)) / 2, header->height() / 2});
    };
    click(CompareColumn::Node);
    QCOMPARE(names().mid(0, 2), QStringList({"", "n0"}));
    click(CompareColumn::Node);
    QCOMPARE(names().mid(0, 2), QStringList({"", "n9"}));
    click(CompareColumn::After);
    QCOMPARE(names().first(), "");
    QCOMPARE(names().last(), "n4");
}

void CompareViewTest::aClickAndEnterChooseTheNode() {
    compare(kept(tenNodes(1), "a"), kept(tenNodes(2, "n4", 1.5), "b"));
    QSignalSpy chosen(view_.get(), &CompareView::nodeActivated);
    clickRow(1);
    QCOMPARE(chosen.takeFirst().at(0).toString(), "n4");
    QTest::keyClick(view_->table(), Qt::Key_Down);
    QTest::keyClick(view_->table(), Qt::Key_Return);
    QCOMPARE(chosen.takeFirst().at(0).toString(), names().at(2));
    clickRow(0);  // the whole run is no node
    QVERIFY(chosen.empty());
}

void CompareViewTest::controlAndCCopiesTheTable() {
    compare(kept(tenNodes(1), "a"), kept(tenNodes(2, "n4", 1.5), "b"));
    QTest::keyClick(view_->table(), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QApplication::clipboard()->text().split('\n');
    QVERIFY(lines[0].startsWith("Node\tVerdict\tChange"));
    QVERIFY2(lines[2].startsWith("n4\t▲ slower\t+"), qPrintable(lines[2]));
}

void CompareViewTest::withoutAChoiceItIsComparedWithWhatIsGiven() {
    const auto single = kept(tenNodes(3), "run:1", KeptRun::Kind::Run);
    choose({kept(tenNodes(1), "new"), single});
    QVERIFY(!view_->model().report());  // one run says next to nothing
    choose({kept(tenNodes(1), "new"), kept(tenNodes(2), "old"), single});
    QTRY_VERIFY(view_->model().report());
    QCOMPARE(view_->model().report()->before->id, "old");
    QCOMPARE(view_->model().report()->after->id, "new");
}

void CompareViewTest::whatSomebodyChoseStaysChosen() {
    choose({kept(tenNodes(1), "c"), kept(tenNodes(2), "b"), kept(tenNodes(3), "a")});
    QTRY_VERIFY(view_->model().report());
    auto* before = part<QComboBox>("compareBefore");
    before->setFocus();
    QTest::keyClick(before, Qt::Key_Down);
    QTRY_COMPARE(view_->model().report()->before->id, "a");
    const auto again = kept(tenNodes(4), "a");
    choose({kept(tenNodes(5), "d"), kept(tenNodes(1), "c"), again});
    QTRY_COMPARE(view_->model().report()->before, again);
    QCOMPARE(view_->model().report()->after->id, "c");
}

void CompareViewTest::swapTurnsTheAnswerAround() {
    compare(kept(tenNodes(1), "a"), kept(tenNodes(2, "n4", 2), "b"));
    QCOMPARE(cell("n4", CompareColumn::Verdict), "▲ slower");
    click("compareSwap");
    QTRY_COMPARE(cell("n4", CompareColumn::Verdict), "▼ faster");
}

void CompareViewTest::onlyTheLastComparisonIsShown() {
    QSignalSpy shown(view_.get(), &CompareView::comparisonShown);
    const auto a = kept(tenNodes(1), "a"), b = kept(tenNodes(2), "b"), c = kept(tenNodes(3), "c");
    view_->compare(a, b);
    view_->compare(b, c);
    view_->compare(c, a);
    QTRY_VERIFY(view_->model().report());
    QCOMPARE(view_->model().report()->before, c);
    QCOMPARE(view_->model().report()->after, a);
    QCOMPARE(shown.size(), 1);
}

void CompareViewTest::outputsThatDifferAreShown() {
    std::string is(5000, 'x'), was = is;
    was[4000] = 'y';
    compare(withOutputs("a", {{"same", "1"}, {"other", was}, {"old", "2"}}),
            withOutputs("b", {{"same", "1"}, {"other", is}, {"fresh", "3"}}));
    QVERIFY2(text("compareSentence").endsWith("3 of 4 outputs differ."),
             qPrintable(text("compareSentence")));
    click("compareOutputsButton");
    auto* list = part<QTreeWidget>("compareOutputs");
    QVERIFY(list->isVisible());
    QCOMPARE(list->topLevelItemCount(), 3);
    QCOMPARE(list->topLevelItem(0)->text(0), "other");
    QVERIFY(list->topLevelItem(0)->text(1).contains('y'));  // what differs is in sight
    QVERIFY(list->topLevelItem(0)->text(1).size() < 500);
    QCOMPARE(list->topLevelItem(1)->text(1), "none");
    QCOMPARE(list->topLevelItem(2)->text(2), "none");
}

void CompareViewTest::equalOutputsAreTold() {
    compare(withOutputs("a", {{"x", "1"}, {"y", "2"}}), withOutputs("b", {{"x", "1"}, {"y", "2"}}));
    QVERIFY(text("compareSentence").endsWith("All 2 outputs are the same."));
    QVERIFY(!part<QToolButton>("compareOutputsButton")->isVisible());
}

void CompareViewTest::theBandHasTheSameScaleInEveryRow() {
    QCOMPARE(CompareDelegate::placeOf(1), 0.5);
    QCOMPARE(CompareDelegate::placeOf(2), 1.0);
    QCOMPARE(CompareDelegate::placeOf(0.5), 0.0);
    QCOMPARE(CompareDelegate::placeOf(50), 1.0);
    QCOMPARE(CompareDelegate::placeOf(0), 0.0);
}

void CompareViewTest::changesAreWrittenAsPeopleReadThem_data() {
    QTest::addColumn<double>("change");
    QTest::addColumn<QString>("text");
    QTest::newRow("slower") << 1.234 << "+23 %";
    QTest::newRow("a little") << 1.023 << "+2.3 %";
    QTest::newRow("faster") << 0.6 << "−40 %";
    QTest::newRow("none") << 1.0 << "0 %";
    QTest::newRow("next to none") << 0.99999 << "0 %";
    QTest::newRow("many times") << 12.0 << "12.0×";
    QTest::newRow("very many times") << 120.0 << "120×";
}

void CompareViewTest::changesAreWrittenAsPeopleReadThem() {
    QFETCH(double, change);
    QFETCH(QString, text);
    QCOMPARE(changeText(change), text);
}

QTEST_MAIN(CompareViewTest)
#include "tst_compare_view.moc"

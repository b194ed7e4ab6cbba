#include "engine/value/column.h"
#include "engine/value/objects.h"
#include "tests/ui/support/snapshots.h"
#include "ui/results/inspector_facts.h"
#include "ui/results/inspector_view.h"
#include "ui/results/value_table_model.h"
#include "ui/results/value_tree_model.h"
#include "ui/results/value_view.h"
#include "ui/shell/theme.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

#include <memory>

using namespace cst;
using namespace cst::test;

// The inspector alone, on values made by hand: what it shows, what it asks for, what it reads.

class ResultsInspectorTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void withoutANodeItSaysHowToChooseOne();
    void beforeARunItSaysWhatToDo();
    void aNodeSaysWhatItIsAndWhatBecameOfIt();
    void aValueIsAskedForOnceAndOnlyIfSomebodyLooks();
    void aNodeWithoutAValueSaysWhy_data();
    void aNodeWithoutAValueSaysWhy();
    void theAnswerAboutAnotherNodeIsNotShown();
    void aMillionRowsOpenAtOnceAndOnlyWhatIsInSightIsRead();
    void aMillionRowsStandInGroupsInTheTree();
    void theSameValueOfAnotherRunStaysWhereItIs();
    void theTabThatWasChosenStaysChosen();
    void theTextIsAskedForWhenItIsLookedAt();
    void copyTakesTheWholeAndTheKeyThePart();
    void aDeclarationThatBrokeKeepsItsLastValue();
    void aChangedTextIsTold();
    void anEdgeIsCalledByBothItsEnds();
    void numbersHaveASmallHistogram();
    void theModelsAreWellBehaved_data();
    void theModelsAreWellBehaved();

private:
    void makeSnapshot(const std::string& label = "load");
    std::shared_ptr<RunSnapshot> finished(uint64_t number = 1);
    NodeIdentity node(const char* key) const {
        return snapshot_->shown[snapshot_->graph->byKey(key).index].identity;
    }
    NodeValuePtr answer(const char* key, TypeId type, Value value, uint64_t run = 1);
    NodeValuePtr rows(int64_t count, uint64_t run = 1);
    template <class T>
    T* find(const char* name) const {
        return view_->findChild<T*>(QString::fromUtf8(name));
    }
    QString words() const {
        const auto* label = find<QLabel>("inspectorWords");
        return label->isVisible() ? label->text() : QString();
    }
    QString facts() const { return find<InspectorFacts>("inspectorFacts")->text(); }
    QTableView* table() const { return find<QTableView>("inspectorTable"); }
    QTreeView* tree() const { return find<QTreeView>("inspectorTree"); }
    void clickTab(int tab) const {
        auto* tabs = find<QTabBar>("inspectorTabs");
        QTest::mouseClick(tabs, Qt::LeftButton, Qt::NoModifier, tabs->tabRect(tab).center());
    }

    std::unique_ptr<Theme> theme_;
    std::unique_ptr<InspectorView> view_;
    std::unique_ptr<SnapshotBuilder> build_;
    SnapshotPtr snapshot_;
    TypeId rowsType_;
};

void ResultsInspectorTest::init() {
    theme_ = std::make_unique<Theme>();
    view_ = std::make_unique<InspectorView>(*theme_);
    view_->resize(900, 300);
    makeSnapshot();
    view_->show();
    view_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(view_.get()));
}

void ResultsInspectorTest::cleanup() {
    view_.reset();
    theme_.reset();
}

/// A node `rows`, a list of records, that comes of `source` and goes to `count`.
void ResultsInspectorTest::makeSnapshot(const std::string& label) {
    build_ = std::make_unique<SnapshotBuilder>();
    TypeTable& types = build_->types();
    rowsType_ = types.list(types.record({{"id", types::kInt}, {"name", types::kString}}));
    const NodeId source = build_->input("source", types::kString);
    const NodeId rows = build_->call("rows", label, {source}, rowsType_);
    build_->call("count", "list-length", {rows}, types::kInt);
    build_->output("count");
    snapshot_ = build_->finish();
}

std::shared_ptr<RunSnapshot> ResultsInspectorTest::finished(uint64_t number) {
    auto run = runOf(snapshot_, number);
    run->status = RunStatus::Completed;
    for (const char* key : {"in:source", "rows", "count"}) complete(*run, key, 1200);
    return run;
}

NodeValuePtr ResultsInspectorTest::answer(const char* key, TypeId type, Value value, uint64_t run) {
    auto answer = std::make_shared<NodeValue>();
    answer->node = node(key);
    answer->run = run;
    answer->compiled = snapshot_;
    answer->type = type;
    answer->value = std::move(value);
    answer->bytes = 1'000'000;
    return answer;
}

NodeValuePtr ResultsInspectorTest::rows(int64_t count, uint64_t run) {
    ColumnBuilder builder(build_->types(), build_->types().element(rowsType_));
    for (int64_t i = 0; i < count; ++i) {
        builder.child(0).appendInt(i);
        builder.child(1).appendText("name " + std::to_string(i));
        builder.closeRecord();
    }
    return answer("rows", rowsType_, makeList(builder.finish()), run);
}

void ResultsInspectorTest::withoutANodeItSaysHowToChooseOne() {
    view_->showSnapshot(snapshot_);
    QVERIFY(words().contains("Choose a node or an edge"));
    QVERIFY(!find<InspectorFacts>("inspectorFacts")->isVisible());
}

void ResultsInspectorTest::beforeARunItSaysWhatToDo() {
    view_->showSnapshot(snapshot_);
    view_->showNode(node("rows"));
    QVERIFY(words().contains("Ctrl+Return"));
    QVERIFY(facts().contains("List<{ id: Int, name: String }>"));
}

void ResultsInspectorTest::aNodeSaysWhatItIsAndWhatBecameOfIt() {
    view_->showSnapshot(snapshot_);
    auto run = finished();
    nodeRun(*run, "rows").because = RanBecause::InputChanged;
    nodeRun(*run, "rows").becauseOf = "source";
    view_->showRun(run);
    view_->showNode(node("rows"));
    view_->showValue(rows(3));
    QCOMPARE(facts(), QString("rows\nList<{ id: Int, name: String }>\n"
                              "stdlib.string.load · line 2\n3 records × 2 fields · 1.0 MB\n✓ done\n"
                              "run 1.200 ms · queued 0 ns · ready at 0 ns\n"
                              "ran because input source changed"));
}

void ResultsInspectorTest::aValueIsAskedForOnceAndOnlyIfSomebodyLooks() {
    const QSignalSpy asked(view_.get(), &InspectorView::valueWanted);
    view_->hide();
    view_->showSnapshot(snapshot_);
    view_->showRun(finished());
    view_->showNode(node("rows"));
    QCOMPARE(asked.size(), 0);
    view_->show();
    QCOMPARE(asked.size(), 1);
    view_->showRun(finished());
    view_->showSnapshot(snapshot_);
    QCOMPARE(asked.size(), 1);
    view_->showValue(rows(3));
    view_->showRun(finished());
    QCOMPARE(asked.size(), 1);
    view_->showRun(finished(2));
    QCOMPARE(asked.size(), 2);
}

void ResultsInspectorTest::aNodeWithoutAValueSaysWhy_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("why");
    const auto row = [](NodeStatus status, const char* why) {
        QTest::newRow(nodeStatusName(status)) << static_cast<int>(status) << QString(why);
    };
    row(NodeStatus::Skipped, "no output needs it");
    row(NodeStatus::Failed, "It failed: R001 bad");
    row(NodeStatus::TimedOut, "It failed: R001 bad");
    row(NodeStatus::UpstreamFailed, "It needs `source`, which failed: R001 bad");
    row(NodeStatus::Blocked, "Input `source` has no value");
    row(NodeStatus::Cancelled, "stopped before");
    row(NodeStatus::Stale, "has effects");
    row(NodeStatus::Completed, "Time Every Node");
}

void ResultsInspectorTest::aNodeWithoutAValueSaysWhy() {
    QFETCH(int, status);
    QFETCH(QString, why);
    auto run = finished();
    NodeRun& node = nodeRun(*run, "rows");
    node.status = static_cast<NodeStatus>(status);
    run->errors.push_back({"R001", "bad", "source", "", 1, {}});
    const bool failed = node.status == NodeStatus::Failed || node.status == NodeStatus::TimedOut ||
                        node.status == NodeStatus::UpstreamFailed;
    if (failed) node.error = 0;
    if (node.status == NodeStatus::Blocked) {
        node.blockedBy = "source";
        run->missing = {"source"};
    }
    view_->showSnapshot(snapshot_);
    view_->showRun(run);
    view_->showNode(this->node("rows"));
    if (node.status == NodeStatus::Completed) {  // and yet there is none
        auto none = std::make_shared<NodeValue>(*rows(1));
        none->value.reset();
        view_->showValue(none);
    }
    QVERIFY2(words().contains(why), qPrintable(words()));
}

void ResultsInspectorTest::theAnswerAboutAnotherNodeIsNotShown() {
    view_->showSnapshot(snapshot_);
    view_->showRun(finished(2));
    view_->showNode(node("count"));
    view_->showValue(rows(3, 2));
    QVERIFY(!view_->value());
    view_->showNode(node("rows"));
    view_->showValue(rows(3, 1));  // of a run that was overtaken
    QVERIFY(!view_->value());
    view_->showValue(rows(3, 2));
    QVERIFY(view_->value());
}

void ResultsInspectorTest::aMillionRowsOpenAtOnceAndOnlyWhatIsInSightIsRead() {
    view_->showSnapshot(snapshot_);
    view_->showRun(finished());
    view_->showNode(node("rows"));
    view_->showValue(rows(1'000'000));
    QVERIFY(table()->isVisible());
    QCOMPARE(table()->model()->rowCount(), 1'000'000);
    QVERIFY(facts().contains("1,000,000 records × 2 fields"));
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(table()->currentIndex().row(), 999'999);
    QTRY_COMPARE(table()->rowAt(table()->viewport()->height() - 4), 999'999);
    QCOMPARE(table()->currentIndex().data().toString(), QString("name 999999"));
    for (int i = 0; i < 50; ++i) QTest::keyClick(table(), Qt::Key_PageUp);
    QTest::keyClick(table(), Qt::Key_Home, Qt::ControlModifier);
    QTRY_COMPARE(table()->rowAt(1), 0);
    const auto* model = qobject_cast<const ValueTableModel*>(table()->model());
    QVERIFY2(model->textsMade() < 10'000, qPrintable(QString::number(model->textsMade())));
}

void ResultsInspectorTest::aMillionRowsStandInGroupsInTheTree() {
    view_->showSnapshot(snapshot_);
    view_->showRun(finished());
    view_->showNode(node("rows"));
    view_->showValue(rows(1'000'000));
    clickTab(1);
    QVERIFY(tree()->isVisible());
    QAbstractItemModel* const model = tree()->model();
    const QModelIndex root = model->index(0, 0);
    QCOMPARE(root.data().toString(), QString("rows"));
    QCOMPARE(model->rowCount(root), 1000);
    const QModelIndex last = model->index(999, 0, root);
    QCOMPARE(last.data().toString(), QString("[999000 … 999999]"));
    tree()->setFocus();
    QTest::keyClick(tree(), Qt::Key_End);
    QTest::keyClick(tree(), Qt::Key_Right);
    QTest::keyClick(tree(), Qt::Key_End);
    QCOMPARE(tree()->currentIndex().siblingAtColumn(0).data().toString(), QString("[999999]"));
    QCOMPARE(tree()->currentIndex().siblingAtColumn(1).data().toString(),
             QString("{id: 999999, name: \"name 999999\"}"));
    QTest::keyClick(tree(), Qt::Key_Right);
    QTest::keyClick(tree(), Qt::Key_Down);
    QCOMPARE(tree()->currentIndex().siblingAtColumn(0).data().toString(), QString("id"));
    const auto* counted = qobject_cast<const ValueTreeModel*>(model);
    QVERIFY2(counted->textsMade() < 10'000, qPrintable(QString::number(counted->textsMade())));
}

void ResultsInspectorTest::theSameValueOfAnotherRunStaysWhereItIs() {
    view_->showSnapshot(snapshot_);
    view_->showRun(finished());
    view_->showNode(node("rows"));
    const NodeValuePtr value = rows(5'000);
    view_->showValue(value);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_End, Qt::ControlModifier);
    auto again = std::make_shared<NodeValue>(*value);
    again->run = 2;
    view_->showRun(finished(2));
    view_->showValue(again);
    QCOMPARE(view_->value()->run, uint64_t{2});
    QCOMPARE(table()->currentIndex().row(), 4'999);
}

void ResultsInspectorTest::theTabThatWasChosenStaysChosen() {
    view_->showSnapshot(snapshot_);
    view_->showRun(finished());
    view_->showNode(node("rows"));
    view_->showValue(rows(5));
    clickTab(1);
    view_->showNode(node("count"));
    view_->showValue(answer("count", types::kInt, Value::ofInt(5)));
    QVERIFY(tree()->isVisible());
    QVERIFY(!find<QTabBar>("inspectorTabs")->isTabEnabled(0));  // a number is no table
    view_->showNode(node("rows"));
    view_->showValue(rows(5));
    QVERIFY(tree()->isVisible());
}

void ResultsInspectorTest::theTextIsAskedForWhenItIsLookedAt() {
    const QSignalSpy asked(view_.get(), &InspectorView::textWanted);
    view_->showSnapshot(snapshot_);
    view_->showRun(finished());
    view_->showNode(node("rows"));
    view_->showValue(rows(5));
    QCOMPARE(asked.size(), 0);
    clickTab(2);
    QCOMPARE(asked.size(), 1);
    view_->showText(view_->value(), "[1, 2", true);
    const QString text = find<ValueView>("inspectorText")->toPlainText();
    QVERIFY(text.startsWith("[1, 2"));
    QVERIFY(text.contains("cut here: 1.0 MB in all"));
}

void ResultsInspectorTest::copyTakesTheWholeAndTheKeyThePart() {
    std::vector<std::pair<std::string, std::string>> copied;
    connect(view_.get(), &InspectorView::copyWanted, view_.get(),
            [&](const NodeValuePtr& of, TypeId type, const Value& part) {
                std::string line;
                ValuePart(*of->compiled->types, type, part).appendShort(line, 100);
                copied.emplace_back(of->compiled->types->text(type), line);
            });
    view_->showSnapshot(snapshot_);
    view_->showRun(finished());
    view_->showNode(node("rows"));
    view_->showValue(rows(2));
    QTest::mouseClick(find<QToolButton>("inspectorCopy"), Qt::LeftButton);
    QCOMPARE(copied.size(), std::size_t{1});
    QCOMPARE(copied[0].second,
             std::string(R"([{id: 0, name: "name 0"}, {id: 1, name: "name 1"}])"));
    clickTab(1);
    tree()->setFocus();
    QTest::keyClick(tree(), Qt::Key_End);
    QTest::keyClick(tree(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(copied.size(), std::size_t{2});
    QCOMPARE(copied[1].second, std::string(R"({id: 1, name: "name 1"})"));
}

void ResultsInspectorTest::aDeclarationThatBrokeKeepsItsLastValue() {
    view_->showSnapshot(snapshot_);
    view_->showRun(finished());
    view_->showNode(node("rows"));
    view_->showValue(rows(3));
    build_->ghost(snapshot_->graph->byKey("rows"));
    snapshot_ = build_->finish(2);
    view_->showSnapshot(snapshot_);
    view_->showRun(finished(2));
    auto none = std::make_shared<NodeValue>(*rows(1, 2));
    none->value.reset();
    view_->showValue(none);
    QCOMPARE(table()->model()->rowCount(), 3);
    QVERIFY(table()->isVisible());
    QVERIFY2(facts().contains("does not compile now"), qPrintable(facts()));
}

void ResultsInspectorTest::aChangedTextIsTold() {
    view_->showSnapshot(snapshot_);
    view_->showRun(finished());
    view_->showNode(node("rows"));
    view_->showValue(rows(3));
    QVERIFY(!facts().contains("run again"));
    makeSnapshot("load-more");
    view_->showSnapshot(snapshot_);
    QVERIFY(table()->isVisible());
    QVERIFY(facts().contains("The text has changed since this run"));
}

void ResultsInspectorTest::anEdgeIsCalledByBothItsEnds() {
    view_->showSnapshot(snapshot_);
    view_->showRun(finished());
    view_->showNode(node("rows"), InspectorView::Way{node("count"), 0});
    QVERIFY2(facts().startsWith("rows → count.args.0\n"), qPrintable(facts()));
}

void ResultsInspectorTest::numbersHaveASmallHistogram() {
    view_->showSnapshot(snapshot_);
    view_->showRun(finished());
    view_->showNode(node("count"));
    auto numbers = std::make_shared<NodeValue>(*answer("count", types::kInt, Value::ofInt(5)));
    numbers->spread = NumberSpread{1, 9, {3, 0, 5}, 2, true};
    view_->showValue(numbers);
    auto* bars = find<QWidget>("inspectorSpread");
    QVERIFY(bars->isVisible());
    QCOMPARE(bars->accessibleName(),
             QString("Numbers from 1 to 9, 2 are not finite (of a sample)"));
    const QImage picture = bars->grab().toImage();
    const int third = bars->width() / 3, above = bars->height() / 6;
    const QColor accent = theme_->color(Role::Accent);
    QVERIFY(picture.pixelColor(third / 2, above) != accent);  // three of five
    QVERIFY(picture.pixelColor(third / 2, bars->height() / 2 - 2) == accent);
    QVERIFY(picture.pixelColor(third + third / 2, bars->height() / 2) != accent);
    QCOMPARE(picture.pixelColor(2 * third + third / 2, 2), accent);
    view_->showNode(node("rows"));
    QVERIFY(!bars->isVisible());
}

void ResultsInspectorTest::theModelsAreWellBehaved_data() {
    QTest::addColumn<int>("rows");
    QTest::newRow("none") << 0;
    QTest::newRow("some") << 3;
    QTest::newRow("groups") << 2'500;
}

void ResultsInspectorTest::theModelsAreWellBehaved() {
    QFETCH(int, rows);
    ValueTableModel table;
    ValueTreeModel tree;
    const QAbstractItemModelTester tableTester(&table);
    const QAbstractItemModelTester treeTester(&tree);
    const NodeValuePtr value = this->rows(rows);
    table.showValue(value);
    tree.showValue(value, "rows");
    QCOMPARE(table.rowCount(), rows);
    QCOMPARE(table.columnCount(), 2);
    QCOMPARE(tree.rowCount(tree.index(0, 0)), rows > 1000 ? 3 : rows);
    table.showValue(nullptr);
    tree.showValue(nullptr, {});
    QCOMPARE(table.rowCount(), 0);
    QCOMPARE(tree.rowCount(), 0);
}

QTEST_MAIN(ResultsInspectorTest)
#include "tst_results_inspector.moc"

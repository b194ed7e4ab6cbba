#include "tests/ui/support/snapshots.h"
#include "ui/results/outputs_model.h"
#include "ui/results/outputs_view.h"
#include "ui/results/value_view.h"
#include "ui/shell/theme.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QListView>
#include <QListWidget>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace cst;
using namespace cst::test;

class ResultsOutputsTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void beforeARunItSaysWhatToDo();
    void withoutOutputsItSaysHowToGetOne();
    void theValueOfTheFirstOutputIsShown();
    void arrowKeysShowTheOtherOutputs();
    void theChosenOutputStaysChosen();
    void anOutputWithoutAValueSaysWhy();
    void copyTakesTheWholeValue();
    void aLongValueComesInBitByBit();
    void aVeryLongLineIsCutForTheEyeOnly();
    void theSameValueAgainDoesNotScroll();

    void rootFailuresStandAboveTheOutputs();
    void manyFailuresLeaveRoomForTheOutputs();
    void aFailureLeadsToItsText();
    void warningsAndMissingInputsAreTold();
    void anOutputThatLacksAnInputHasNotFailed();
    void aMetExpectationIsGreen();
    void anUnmetExpectationShowsBothValues();
    void anExpectationOfNoOutputIsTold();
    void aChangedTextMakesTheValueStale();
    void theModelIsWellBehaved();

private:
    std::shared_ptr<RunSnapshot> finished(const char* words = "4", const char* summary = "\"ok\"");
    template <class T>
    T* find(const char* name) const {
        return view_->findChild<T*>(QString::fromUtf8(name));
    }
    QString value() const { return find<ValueView>("outputValue")->toPlainText(); }

    std::unique_ptr<Theme> theme_;
    std::unique_ptr<OutputsView> view_;
};

void ResultsOutputsTest::init() {
    theme_ = std::make_unique<Theme>();
    view_ = std::make_unique<OutputsView>(*theme_);
    view_->resize(800, 300);
    view_->show();
    view_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(view_.get()));
}

void ResultsOutputsTest::cleanup() {
    view_.reset();
    theme_.reset();
}

/// A completed run of the text analysis, whose outputs are words and summary.
std::shared_ptr<RunSnapshot> ResultsOutputsTest::finished(const char* words, const char* summary) {
    auto run = runOf(textAnalysis().finish());
    run->status = RunStatus::Completed;
    run->outputs[0].ready = run->outputs[1].ready = true;
    run->outputs[0].json = words;
    run->outputs[1].json = summary;
    return run;
}

void ResultsOutputsTest::beforeARunItSaysWhatToDo() {
    view_->showSnapshot(textAnalysis().finish());
    QVERIFY(find<QLabel>("outputsHint")->isVisible());
    QVERIFY(find<QLabel>("outputsHint")->text().contains("Ctrl+Return"));
}

void ResultsOutputsTest::withoutOutputsItSaysHowToGetOne() {
    SnapshotBuilder build;
    build.input("x", types::kInt);
    view_->showSnapshot(build.finish());
    QVERIFY(find<QLabel>("outputsHint")->text().contains("out NAME"));
}

void ResultsOutputsTest::theValueOfTheFirstOutputIsShown() {
    view_->showRun(finished());
    QCOMPARE(value(), QStringLiteral("4"));
    QCOMPARE(find<QLabel>("outputHeading")->text(), QStringLiteral("words : Int"));
    QCOMPARE(view_->outputText("summary"), QStringLiteral("\"ok\""));
    QCOMPARE(view_->outputText("no such output"), QString());
}

void ResultsOutputsTest::arrowKeysShowTheOtherOutputs() {
    view_->showRun(finished());
    QTest::keyClick(find<QListView>("outputsList"), Qt::Key_Down);
    QCOMPARE(value(), QStringLiteral("\"ok\""));
}

void ResultsOutputsTest::theChosenOutputStaysChosen() {
    view_->showRun(finished());
    QTest::keyClick(find<QListView>("outputsList"), Qt::Key_Down);
    auto other = finished();
    other->run = 2;
    std::swap(other->outputs[0], other->outputs[1]);  // the `out` lines changed places
    view_->showRun(other);
    QCOMPARE(value(), QStringLiteral("\"ok\""));
    view_->showRun(finished("5", "\"better\""));
    QCOMPARE(value(), QStringLiteral("\"better\""));
}

void ResultsOutputsTest::anOutputWithoutAValueSaysWhy() {
    auto run = finished();
    run->status = RunStatus::Failed;
    run->outputs[0].ready = false;
    run->outputs[0].pendingReason = "failed: clean";
    view_->showRun(run);
    QCOMPARE(value(), QStringLiteral("No value: failed: clean"));
    QCOMPARE(view_->outputText("words"), QStringLiteral("failed: clean"));
    QVERIFY(!find<QToolButton>("copyOutput")->isEnabled());
}

void ResultsOutputsTest::copyTakesTheWholeValue() {
    view_->showRun(finished("[1, 2]"));
    QTest::mouseClick(find<QToolButton>("copyOutput"), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("[1, 2]"));
}

void ResultsOutputsTest::aLongValueComesInBitByBit() {
    std::string json = "[\n";
    while (json.size() < 1'000'000) json += "  {\"id\": 12345, \"name\": \"somebody\"},\n";
    json += "  null\n]";
    view_->showRun(finished(json.c_str()));
    QVERIFY(value().startsWith("[\n"));
    QVERIFY(value().size() < 100'000);
    QTRY_VERIFY(find<ValueView>("outputValue")->isComplete());
    QCOMPARE(value(), QString::fromStdString(json));
}

void ResultsOutputsTest::aVeryLongLineIsCutForTheEyeOnly() {
    const std::string json = "\"" + std::string(500'000, 'x') + "\"";
    view_->showRun(finished(json.c_str()));
    QTRY_VERIFY(find<ValueView>("outputValue")->isComplete());
    QVERIFY(value().size() < 11'000);
    QVERIFY(value().contains("more characters"));
    QTest::mouseClick(find<QToolButton>("copyOutput"), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromStdString(json));
}

void ResultsOutputsTest::theSameValueAgainDoesNotScroll() {
    std::string json;
    for (int i = 0; i < 300; ++i) json += "1\n";
    view_->showRun(finished(json.c_str()));
    auto* shown = find<ValueView>("outputValue");
    QTest::keyClick(shown, Qt::Key_End, Qt::ControlModifier);
    const int line = shown->textCursor().blockNumber();
    QVERIFY(line > 100);
    view_->showRun(finished(json.c_str()));
    QCOMPARE(shown->textCursor().blockNumber(), line);
}

void ResultsOutputsTest::rootFailuresStandAboveTheOutputs() {
    auto run = finished();
    run->status = RunStatus::Failed;
    run->errors.push_back({"R004", "division by zero", "words", "", 1, {3, 9}});
    run->errors.push_back({"R007", "expected `Int`", "", "orders[3].total", 0, {}});
    view_->showRun(run);
    QCOMPARE(view_->noticeText(), QStringLiteral("R004 in `words`: division by zero\n"
                                                 "R007 at `orders[3].total`: expected `Int`"));
    QVERIFY(find<QListWidget>("outputsNotice")->isVisible());
    view_->showRun(finished());
    QVERIFY(!find<QListWidget>("outputsNotice")->isVisible());
}

void ResultsOutputsTest::manyFailuresLeaveRoomForTheOutputs() {
    view_->resize(800, 170);  // the panel of a small window
    auto run = finished();
    run->status = RunStatus::Failed;
    for (int i = 0; i < 6; ++i)
        run->errors.push_back({"R004", "division by zero", "words", "", 1, {}});
    view_->showRun(run);
    const auto* list = find<QListView>("outputsList");
    QTRY_VERIFY2(list->height() > 85, qPrintable(QString::number(list->height())));
}

void ResultsOutputsTest::aFailureLeadsToItsText() {
    auto run = finished();
    run->errors.push_back({"R004", "division by zero", "words", "", 1, {3, 9}});
    view_->showRun(run);
    QSignalSpy asked(view_.get(), &OutputsView::sourceRequested);
    auto* list = find<QListWidget>("outputsNotice");
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked[0][0].value<SourceRange>(), (SourceRange{3, 9}));
}

void ResultsOutputsTest::warningsAndMissingInputsAreTold() {
    auto run = finished();
    run->status = RunStatus::Suspended;
    run->warnings.push_back({"R008", "no input is named `ordr`", "ordr"});
    run->missing = {"note", "limit"};
    view_->showRun(run);
    QCOMPARE(view_->noticeText(),
             QStringLiteral("R008: no input is named `ordr`\n"
                            "Missing: note, limit. Fill in the inputs and run again."));
    auto kept = std::make_shared<RunSnapshot>(*run);
    kept->canResume = true;
    view_->showRun(kept);
    QVERIFY(view_->noticeText().contains("resume (Ctrl+Alt+Return)"));
}

void ResultsOutputsTest::anOutputThatLacksAnInputHasNotFailed() {
    auto run = finished();
    run->status = RunStatus::Suspended;
    run->outputs[0].ready = false;
    run->outputs[0].pendingReason = "missing input: note";
    view_->showRun(run);
    const QModelIndex first = find<QListView>("outputsList")->model()->index(0, 0);
    QCOMPARE(first.data(OutputsModel::MarkRole).toString(), QStringLiteral("?"));
    QVERIFY(first.data(Qt::AccessibleTextRole).toString().contains("needs an input"));
}

void ResultsOutputsTest::aMetExpectationIsGreen() {
    auto run = finished();
    run->expectations.push_back({"rush hour", "words", true, "4", "4"});
    view_->showRun(run);
    QCOMPARE(find<QLabel>("outputExpectation")->text(),
             QStringLiteral("✓ as sample “rush hour” expects"));
    QCOMPARE(view_->noticeText(),
             QStringLiteral("✓ Sample “rush hour”: 1 of 1 outputs as expected"));
    const QModelIndex first = find<QListView>("outputsList")->model()->index(0, 0);
    QCOMPARE(first.data(OutputsModel::MarkRole).toString(), QStringLiteral("✓"));
}

void ResultsOutputsTest::anUnmetExpectationShowsBothValues() {
    auto run = finished();
    run->expectations.push_back({"rush hour", "words", false, "5", "4"});
    run->expectations.push_back({"rush hour", "summary", true, "\"ok\"", "\"ok\""});
    view_->showRun(run);
    QCOMPARE(find<QLabel>("outputExpectation")->text(),
             QStringLiteral("✗ sample “rush hour” expects 5, got 4"));
    QCOMPARE(view_->noticeText(),
             QStringLiteral("✗ Sample “rush hour”: 1 of 2 outputs as expected"));
    const QModelIndex first = find<QListView>("outputsList")->model()->index(0, 0);
    QCOMPARE(first.data(OutputsModel::MarkRole).toString(), QStringLiteral("✗"));
}

void ResultsOutputsTest::anExpectationOfNoOutputIsTold() {
    auto run = finished();
    run->expectations.push_back({"rush hour", "sum", false, "5", "null"});
    view_->showRun(run);
    QVERIFY(view_->noticeText().contains("expects `sum`, which is no output"));
}

void ResultsOutputsTest::aChangedTextMakesTheValueStale() {
    auto run = finished();
    view_->showRun(run);
    view_->showSnapshot(run->compiled);
    QVERIFY(!find<QLabel>("outputStale")->isVisible());
    view_->showSnapshot(textAnalysis().finish(2));  // another revision that says the same
    QVERIFY(!find<QLabel>("outputStale")->isVisible());
    SnapshotBuilder other = textAnalysis();
    other.row(run->compiled->graph->byKey("out:words")).structure = hashBytes("something else");
    view_->showSnapshot(other.finish(3));
    QVERIFY(find<QLabel>("outputStale")->isVisible());
}

void ResultsOutputsTest::theModelIsWellBehaved() {
    OutputsModel model(*theme_);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.showRun(finished());
    QCOMPARE(model.rowCount(), 2);
    model.showRun(finished("5"));
    model.showRun(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

QTEST_MAIN(ResultsOutputsTest)
#include "tst_results_outputs.moc"

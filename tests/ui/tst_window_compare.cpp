// Comparing, baselines and budgets in the whole window.

#include "engine/profile/profile_file.h"
#include "tests/ui/support/studio.h"
#include "ui/graph/heat_legend.h"
#include "ui/profiler/compare_view.h"
#include "ui/profiler/compare_words.h"
#include "ui/profiler/history_view.h"
#include "ui/profiler/node_table.h"
#include "ui/profiler/profile_view.h"
#include "ui/shell/banner.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/main_window_compare.h"
#include "ui/shell/problems_model.h"
#include "ui/shell/session_bridge.h"

#include <QApplication>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QRegularExpression>
#include <QToolButton>

#include <cmath>

using namespace cst;
using cst::test::Studio;

class WindowCompareTest : public QObject {
    Q_OBJECT

private slots:
    void twoVersionsAreComparedByThemselves();
    void theHistoryTellsTheSameOfAText();
    void aHiddenPanelGathersNothing();
    void theGraphHasItsColoursWhileThePanelIsOpen();
    void aRowLeadsToItsNodeAndItsText();
    void aBaselineIsKeptAndComparedWith();
    void aBaselineTakesOnlyRunsThatWorkedEverythingOut();
    void lettersInTheTableFilterIt();
    void withoutABaselineItSaysHowToGetOne();
    void aBaselineThatCannotBeReadSaysWhere();
    void whatIsNotSavedHasNoBaseline();
    void whatOthersKeepCanBeChosenToo();
    void bothTextsAreMeasuredInTurnsByAClick();
    void measuringStopsByAClickAndWhatWasComparedStays();
    void whatWasMeasuredBeforeTheStopIsCompared();
    void escapeStopsMeasuring();
    void anotherDocumentEndsMeasuring();
    void aTextThatDoesNotCompileIsTold();
    void aRunThatFailsIsTold();
    void whatCannotBeMeasuredSaysWhy_data();
    void whatCannotBeMeasuredSaysWhy();
    void theKeyMeasuresWhatIsSeen();
    void aThirdTextTakesThePlaceOfWhatWasMeasured();
    void aBrokenBudgetWarns();
    void aBudgetThatIsKeptSaysNothing();
    void aBudgetOnDiskIsReadWhenItChanges();
    void aMalformedBudgetSaysWhere();
    void aBudgetIsSetFromTheProfile();

    /// A new file, and the same changed: each has run once.
    void runTwoTexts(Studio& studio) {
        studio.press(Qt::Key_N, Qt::ControlModifier);
        studio.pressPaste(kText);
        runAfresh(studio);
        changeText(studio);
        runAfresh(studio);
    }

private:
    static CompareView& compare(Studio& studio) { return *studio.find<CompareView>("compare"); }
    static QString banner(Studio& studio) { return studio.find<Banner>("windowBanner")->text(); }
    static QString legend(Studio& studio) {
        return studio.find<HeatLegend>("heatLegend")->lines().join("|");
    }
    static QStringList problems(Studio& studio) {
        QStringList rows;
        auto* model = studio.window().findChild<ProblemsModel*>();
        for (int row = 0; row < model->rowCount(); ++row) rows << model->problem(row).message;
        return rows;
    }
    /// Everything anew, and waits for it.
    static void runAfresh(Studio& studio);
    static void showCompare(Studio& studio) {
        studio.press(Qt::Key_C, Qt::ControlModifier | Qt::AltModifier);
        EVENTUALLY(compare(studio).isVisible());
    }
    static void changeText(Studio& studio) {
        studio.typeInEditor("twice = multiply(count, 2)\n");
        EVENTUALLY(studio.graph().shownSnapshot()->graph->byKey("twice").hasValue());
    }
    static void openFile(Studio& studio) {
        EVENTUALLY(studio.editor().bytes() == kText.toStdString());
        EVENTUALLY(studio.graph().nodeCount() > 0);
    }

    /// Two texts have run, and are compared: one node takes so many times as long in the second.
    static void compareSlower(Studio& studio, int before, int after);  // in a new document
    static void runSlower(Studio& studio, int before, int after);
    static void measure(Studio& studio) {
        studio.pressMouse(studio.find<QToolButton>("measureBoth"));
    }
    static bool isMeasured(Studio& studio) {
        const CompareReportPtr& report = compare(studio).model().report();
        return report && report->isInTurns;
    }

    static const QByteArray kText;
};

const QByteArray WindowCompareTest::kText = "@example(\"  some words to count  \")\n"
                                            "in note: String\n"
                                            "clean = trim(note)\n"
                                            "words = split(clean, \" \")\n"
                                            "count = list-length(words)\n"
                                            "out count\n"
                                            "out words\n";

void WindowCompareTest::runAfresh(Studio& studio) {
    const WindowCompare& runs = *studio.window().findChild<WindowCompare*>();
    const std::size_t before = runs.runs().all().size();
    studio.press(Qt::Key_F5, Qt::ControlModifier | Qt::ShiftModifier);
    EVENTUALLY(runs.runs().all().size() > before);
}

void WindowCompareTest::twoVersionsAreComparedByThemselves() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.pressPaste(kText);
    EVENTUALLY(studio.editor().bytes() == kText.toStdString());
    for (int i = 0; i < 3; ++i) runAfresh(studio);
    showCompare(studio);
    EVENTUALLY(compare(studio).choices().size() == 4);  // the version and its runs
    QVERIFY(!compare(studio).model().report());
    changeText(studio);
    runAfresh(studio);
    EVENTUALLY(compare(studio).model().report());
    const CompareReport& report = *compare(studio).model().report();
    QCOMPARE(report.before->profile->runs, uint64_t(3));
    QCOMPARE(report.after->profile->runs, uint64_t(1));
    QCOMPARE(report.outputs, CompareReport::Outputs::Same);
    QCOMPARE(report.outputCount, std::size_t(2));
    // Of so few runs there is no verdict; the numbers stand side by side all the same.
    QVERIFY2(
        studio.label("compareSentence").startsWith("No verdict of 3 runs before and 1 run after."),
        qPrintable(studio.label("compareSentence")));
    QVERIFY(studio.label("compareNotes").contains("To get a verdict, press Measure Both"));
}

void WindowCompareTest::theHistoryTellsTheSameOfAText() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.pressPaste(kText);
    EVENTUALLY(studio.editor().bytes() == kText.toStdString());
    for (int i = 0; i < 3; ++i) runAfresh(studio);
    const WindowCompare& runs = *studio.window().findChild<WindowCompare*>();
    studio.press(Qt::Key_Return, Qt::ControlModifier);  // finds its results there
    EVENTUALLY(runs.runs().all().size() == 4);
    showCompare(studio);
    EVENTUALLY(compare(studio).choices().size() == 5);
    const KeptRunPtr text = compare(studio).choices()[0];
    QCOMPARE(text->profile->runs, uint64_t(4));
    QCOMPARE(text->profile->total.count, uint64_t(3));
    const QString took = durationText(text->profile->total.p50Us);
    // As many runs as the sentence speaks of, and whose the time is.
    QVERIFY2(keptRunText(*text).endsWith(" · 4 runs · 3 of them worked everything out: " + took),
             qPrintable(keptRunText(*text)));

    studio.press(Qt::Key_0, Qt::AltModifier);
    const HistoryModel& model = studio.find<HistoryView>("history")->model();
    EVENTUALLY(model.rowCount(model.index(0, 0)) == 4);
    QCOMPARE(model.index(0, HistoryModel::Took).data().toString(), took);
    QCOMPARE(model.index(0, HistoryModel::Outcome).data().toString(), "median of 3 runs");
}

void WindowCompareTest::aHiddenPanelGathersNothing() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.pressPaste(kText);
    EVENTUALLY(studio.editor().bytes() == kText.toStdString());
    for (int i = 0; i < 3; ++i) runAfresh(studio);
    QVERIFY(compare(studio).choices().empty());
    showCompare(studio);
    EVENTUALLY(!compare(studio).choices().empty());
}

void WindowCompareTest::theGraphHasItsColoursWhileThePanelIsOpen() {
    Studio studio;
    runTwoTexts(studio);
    QVERIFY(legend(studio).isEmpty());
    showCompare(studio);
    EVENTUALLY(legend(studio).startsWith("Change: "));
    studio.press(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    EVENTUALLY(legend(studio).isEmpty());
    studio.press(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    EVENTUALLY(legend(studio).startsWith("Change: "));
    studio.press(Qt::Key_2, Qt::AltModifier);  // another panel
    EVENTUALLY(legend(studio).isEmpty());
    studio.press(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);  // asks for it again
    EVENTUALLY(legend(studio).startsWith("Change: "));
    QVERIFY(compare(studio).isVisible());
}

void WindowCompareTest::aRowLeadsToItsNodeAndItsText() {
    Studio studio;
    runTwoTexts(studio);
    showCompare(studio);
    EVENTUALLY(compare(studio).model().rowCount() > 3);
    EVENTUALLY(!studio.graph().isMoving());
    NodeTable& table = *compare(studio).table();
    const int row = compare(studio).model().rowOf("words");
    QTest::mouseClick(table.viewport(), Qt::LeftButton, Qt::NoModifier,
                      table.visualRect(compare(studio).model().index(row, 0)).center());
    EVENTUALLY(studio.graph().selectedKey() == "words");
    EVENTUALLY(studio.editor().selection().begin < studio.editor().selection().end);
}

void WindowCompareTest::aBaselineIsKeptAndComparedWith() {
    Studio studio;
    studio.restart({.file = studio.write("x.cst", kText)});
    openFile(studio);
    runAfresh(studio);
    studio.press(Qt::Key_K, Qt::ControlModifier | Qt::AltModifier);
    EVENTUALLY(banner(studio).startsWith("Kept as baseline: x.baseline.json"));
    QVERIFY(studio.read("x.baseline.json").contains("constellation-profile"));
    runAfresh(studio);
    studio.press(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    EVENTUALLY(compare(studio).model().report());
    QCOMPARE(compare(studio).model().report()->before->kind, KeptRun::Kind::Baseline);
    QCOMPARE(compare(studio).model().report()->after->kind, KeptRun::Kind::Version);
    QVERIFY(compare(studio).isVisible());
}

void WindowCompareTest::aBaselineTakesOnlyRunsThatWorkedEverythingOut() {
    Studio studio;
    studio.restart({.file = studio.write("x.cst", kText)});
    openFile(studio);
    runAfresh(studio);
    changeText(studio);
    const WindowCompare& runs = *studio.window().findChild<WindowCompare*>();
    const auto hasRunAsked = [&] {
        const auto all = runs.runs().all();
        return !all.empty() && !all.back()->run->isLive && all.size() > 1 &&
               all.back()->sourceHash != all.front()->sourceHash;
    };
    studio.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(hasRunAsked());
    studio.press(Qt::Key_K, Qt::ControlModifier | Qt::AltModifier);
    EVENTUALLY(banner(studio).startsWith("Not kept: no run of this text worked everything out"));
    QVERIFY(studio.read("x.baseline.json").isEmpty());
    studio.pressMouse(studio.find<QPushButton>("keepAfresh"));
    EVENTUALLY(banner(studio).startsWith("Kept as baseline: x.baseline.json, of 1 run."));
    const auto saved = readProfile(studio.read("x.baseline.json").toStdString());
    QVERIFY(saved.ok());
    for (const ProfileNode& node : saved->nodes) QVERIFY2(node.times.count > 0, node.key.c_str());
    QVERIFY(saved->total.count > 0);
}

void WindowCompareTest::lettersInTheTableFilterIt() {
    Studio studio;
    runTwoTexts(studio);
    showCompare(studio);
    EVENTUALLY(compare(studio).model().rowCount() > 3);
    compare(studio).table()->setFocus();
    studio.type("words");
    QCOMPARE(studio.find<QLineEdit>("compareFilter")->text(), "words");
    QVERIFY(compare(studio).model().rowOf("words") > 0);
    QVERIFY(compare(studio).model().rowOf("count") < 0);
}

void WindowCompareTest::withoutABaselineItSaysHowToGetOne() {
    Studio studio;
    studio.restart({.file = studio.write("x.cst", kText)});
    openFile(studio);
    runAfresh(studio);
    studio.press(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    EVENTUALLY(banner(studio).startsWith("There is no x.baseline.json yet: Keep as Baseline"));
}

void WindowCompareTest::aBaselineThatCannotBeReadSaysWhere() {
    Studio studio;
    studio.write(
        "x.baseline.json",
        R"({"format":"constellation-profile","version":1,"nodes":[{"key":3,"count":1,"p50Us":1,"lastUs":[1]}]})");
    studio.restart({.file = studio.write("x.cst", kText)});
    openFile(studio);
    runAfresh(studio);
    studio.press(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    EVENTUALLY(banner(studio).startsWith("x.baseline.json cannot be read: nodes[0].key: "));
}

void WindowCompareTest::whatIsNotSavedHasNoBaseline() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.pressPaste(kText);
    runAfresh(studio);
    studio.press(Qt::Key_K, Qt::ControlModifier | Qt::AltModifier);
    EVENTUALLY(banner(studio).startsWith("Save the pipeline first (Ctrl+S)"));
}

void WindowCompareTest::whatOthersKeepCanBeChosenToo() {
    Studio studio;
    WindowCompare& window = *studio.window().findChild<WindowCompare*>();
    auto load = std::make_shared<KeptRun>();
    load->kind = KeptRun::Kind::Load;
    load->id = "load:1";
    load->profile = std::make_shared<const Profile>();
    auto file = std::make_shared<KeptRun>(*load);
    file->kind = KeptRun::Kind::File;
    file->id = "file:1";
    window.addChoices({load});
    window.compare(load, file);
    EVENTUALLY(compare(studio).model().report());
    QCOMPARE(compare(studio).model().report()->before->id, "load:1");
    QCOMPARE(compare(studio).model().report()->after->id, "file:1");
}

namespace {

/// A sum over so many numbers, beside another one; too many to be worked out while it compiles.
QByteArray sums(int numbers) {
    return "steady = SumList(map(Range(1, 20000), (x) => x * x))\n"
           "planted = SumList(map(Range(2, " +
           QByteArray::number(numbers) +
           "), (x) => x * x + 1))\n"
           "out steady\n"
           "out planted\n";
}

KeptRunPtr fileOf(const std::string& name, const std::string& source) {
    auto profile = std::make_shared<Profile>();
    profile->source = source;
    auto file = std::make_shared<KeptRun>();
    file->kind = KeptRun::Kind::File;
    file->id = name;
    file->title = name;
    file->profile = std::move(profile);
    return file;
}

}  // namespace

void WindowCompareTest::compareSlower(Studio& studio, int before, int after) {
    studio.press(Qt::Key_N, Qt::ControlModifier);
    runSlower(studio, before, after);
}

void WindowCompareTest::runSlower(Studio& studio, int before, int after) {
    for (const int numbers : {before, after}) {
        studio.pressMouse(studio.editor().textArea());
        studio.press(Qt::Key_A, Qt::ControlModifier);
        studio.pressPaste(sums(numbers));
        EVENTUALLY(studio.editor().bytes() == sums(numbers).toStdString());
        runAfresh(studio);
    }
    showCompare(studio);
    EVENTUALLY(compare(studio).model().report());
}

void WindowCompareTest::bothTextsAreMeasuredInTurnsByAClick() {
    Studio studio;
    compareSlower(studio, 20'000, 60'000);
    QVERIFY(!isMeasured(studio));
    QVERIFY(studio.label("compareNotes").contains("press Measure Both (Ctrl+Alt+M)"));
    QVERIFY(studio.find<QToolButton>("measureBoth")->toolTip().startsWith("Run both texts"));
    measure(studio);
    EVENTUALLY(isMeasured(studio));
    const CompareReport& report = *compare(studio).model().report();
    QCOMPARE(report.before->profile->runs, uint64_t(60));
    QCOMPARE(report.after->profile->runs, uint64_t(60));
    for (const ComparedTime& node : report.comparison->nodes) {
        const bool isPlanted = node.key.find("planted") != std::string::npos;
        if (node.verdict == ChangeVerdict::Slower) QVERIFY2(isPlanted, node.key.c_str());
    }
    QVERIFY(report.slower > 0);
    QCOMPARE(report.comparison->total.verdict, ChangeVerdict::Slower);
    QVERIFY2(studio.label("compareSentence").startsWith("Measured in turns, 60 runs of each. "),
             qPrintable(studio.label("compareSentence")));
    QVERIFY(studio.label("compareSentence").endsWith("1 of 2 outputs differ."));
    QVERIFY(!studio.find<QLabel>("measureState")->isVisible());
    QVERIFY(
        studio.find<QComboBox>("compareAfter")->currentText().contains(" · in turns · 60 runs"));
    EVENTUALLY(legend(studio).contains(", in turns"));
    // Once more, of the same two texts, in their place.
    const std::size_t choices = compare(studio).choices().size();
    const KeptRunPtr before = report.before;
    measure(studio);
    EVENTUALLY(isMeasured(studio) && compare(studio).model().report()->before != before);
    QCOMPARE(compare(studio).choices().size(), choices);
}

void WindowCompareTest::measuringStopsByAClickAndWhatWasComparedStays() {
    Studio studio;
    compareSlower(studio, 200'000, 300'000);
    const CompareReportPtr before = compare(studio).model().report();
    auto* button = studio.find<QToolButton>("measureBoth");
    QCOMPARE(button->text(), "Measure Both");
    measure(studio);
    EVENTUALLY(studio.label("measureState").endsWith("warming up…"));
    QCOMPARE(button->text(), "Stop");
    measure(studio);
    EVENTUALLY(studio.label("measureState").startsWith("Stopped "));
    QCOMPARE(button->text(), "Measure Both");
    QCOMPARE(compare(studio).model().report(), before);
}

void WindowCompareTest::whatWasMeasuredBeforeTheStopIsCompared() {
    Studio studio;
    compareSlower(studio, 200'000, 600'000);
    measure(studio);
    static const QRegularExpression kDone(" turns: (\\d+) of 60 runs of each\\.$");
    const auto done = [&] {
        return kDone.match(studio.label("measureState")).captured(1).toUInt();
    };
    EVENTUALLY(done() >= 20);
    measure(studio);
    EVENTUALLY(isMeasured(studio));
    const CompareReport& report = *compare(studio).model().report();
    const uint64_t runs = report.before->profile->runs;
    QVERIFY(runs >= 20 && runs < 60);
    QCOMPARE(report.after->profile->runs, runs);
    QCOMPARE(studio.label("measureState"),
             QString("Stopped after %1 of 60 runs of each: compared by these.").arg(runs));
    QVERIFY2(studio.label("compareSentence")
                 .startsWith(QString("Measured in turns, %1 runs of each. ").arg(runs)),
             qPrintable(studio.label("compareSentence")));
    QVERIFY(std::isfinite(report.comparison->total.noiseHigh));  // it is judged by these
}

void WindowCompareTest::escapeStopsMeasuring() {
    Studio studio;
    compareSlower(studio, 200'000, 300'000);
    measure(studio);
    EVENTUALLY(studio.label("measureState").endsWith("of 60 runs of each."));
    studio.press(Qt::Key_Escape);
    EVENTUALLY(studio.label("measureState").startsWith("Stopped after "));
}

void WindowCompareTest::anotherDocumentEndsMeasuring() {
    Studio studio;
    compareSlower(studio, 200'000, 300'000);
    measure(studio);
    EVENTUALLY(studio.label("measureState").endsWith("of 60 runs of each."));
    PairSnapshotPtr told;
    connect(studio.window().findChild<SessionBridge*>(), &SessionBridge::pairChanged, this,
            [&](const PairSnapshotPtr& pair) { told = pair; });
    studio.press(Qt::Key_N, Qt::ControlModifier);
    EVENTUALLY(studio.window().findChild<QMessageBox*>("unsavedDialog"));
    for (QAbstractButton* button : studio.find<QMessageBox>("unsavedDialog")->buttons()) {
        if (button->text() == "Discard") studio.pressMouse(button);
    }
    EVENTUALLY(studio.label("measureState").isEmpty());
    QCOMPARE(studio.find<QToolButton>("measureBoth")->text(), "Measure Both");
    EVENTUALLY(studio.editor().bytes().empty());
    EVENTUALLY(told && told->state == PairSnapshot::State::Stopped);
    // What is measured there is another measurement.
    runSlower(studio, 20'000, 60'000);
    measure(studio);
    EVENTUALLY(isMeasured(studio));
    QCOMPARE(compare(studio).model().report()->before->profile->source, sums(20'000).toStdString());
}

void WindowCompareTest::aTextThatDoesNotCompileIsTold() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.pressPaste(kText);
    runAfresh(studio);
    showCompare(studio);
    EVENTUALLY(!compare(studio).choices().empty());
    WindowCompare& window = *studio.window().findChild<WindowCompare*>();
    const KeptRunPtr now = compare(studio).choices().front();
    window.compare(fileOf("old.json", "a = 1\nb = nothing\nout b\n"), now);
    EVENTUALLY(compare(studio).model().report());
    const CompareReportPtr before = compare(studio).model().report();
    measure(studio);
    EVENTUALLY(studio.label("measureState").startsWith("Not measured: "));
    QVERIFY2(studio.label("measureState").contains("“File” (before) does not compile, line 2: "),
             qPrintable(studio.label("measureState")));
    QVERIFY(studio.label("measureState").contains("`nothing`"));
    QCOMPARE(compare(studio).model().report(), before);
}

void WindowCompareTest::aRunThatFailsIsTold() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.pressPaste(kText);
    runAfresh(studio);
    showCompare(studio);
    EVENTUALLY(!compare(studio).choices().empty());
    WindowCompare& window = *studio.window().findChild<WindowCompare*>();
    const KeptRunPtr now = compare(studio).choices().front();
    window.compare(now,
                   fileOf("new.json",
                          "in note: String\nbad = divide(1, 0 * list-length(split(note, \" \")))\n"
                          "out bad\n"));
    EVENTUALLY(compare(studio).model().report());
    measure(studio);
    EVENTUALLY(studio.label("measureState").startsWith("Not measured: "));
    QVERIFY2(studio.label("measureState")
                 .startsWith("Not measured: a run of “File” (after) did not complete: bad: "),
             qPrintable(studio.label("measureState")));
}

void WindowCompareTest::whatCannotBeMeasuredSaysWhy_data() {
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("why");
    QTest::newRow("text not known") << "a = 1\n"
                                    << ""
                                    << "Cannot be measured: the text of “File” is not known.";
    QTest::newRow("same text") << "a = 1\n"
                               << "a = 1\n"
                               << "Nothing to measure: both are of the same text.";
    QTest::newRow("two texts") << "a = 1\n"
                               << "a = 2\n"
                               << "";
}

void WindowCompareTest::whatCannotBeMeasuredSaysWhy() {
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, why);
    Studio studio;
    auto* button = studio.find<QToolButton>("measureBoth");
    QVERIFY(!button->isEnabled());
    QCOMPARE(button->toolTip(), "Choose two texts to measure: one before, one after.");
    studio.window().findChild<WindowCompare*>()->compare(fileOf("a", before.toStdString()),
                                                         fileOf("b", after.toStdString()));
    EVENTUALLY(compare(studio).model().report());
    QCOMPARE(button->isEnabled(), why.isEmpty());
    if (why.isEmpty()) return;
    QCOMPARE(button->toolTip(), why);
    studio.press(Qt::Key_M, Qt::ControlModifier | Qt::AltModifier);  // says it where it is seen
    QCOMPARE(studio.label("measureState"), why);
}

void WindowCompareTest::theKeyMeasuresWhatIsSeen() {
    Studio studio;
    compareSlower(studio, 20'000, 60'000);
    studio.press(Qt::Key_2, Qt::AltModifier);  // another panel
    EVENTUALLY(!compare(studio).isVisible());
    studio.press(Qt::Key_M, Qt::ControlModifier | Qt::AltModifier);
    EVENTUALLY(compare(studio).isVisible());
    QVERIFY(studio.label("measureState").isEmpty());
    studio.press(Qt::Key_M, Qt::ControlModifier | Qt::AltModifier);
    EVENTUALLY(isMeasured(studio));
}

void WindowCompareTest::aThirdTextTakesThePlaceOfWhatWasMeasured() {
    Studio studio;
    compareSlower(studio, 20'000, 60'000);
    measure(studio);
    EVENTUALLY(isMeasured(studio));
    runAfresh(studio);  // of the same text: it stands
    const auto isTold = [&](uint64_t runs) {
        const KeptRunPtr& newest = compare(studio).choices().front();
        return newest->kind == KeptRun::Kind::Version && newest->profile->runs == runs;
    };
    EVENTUALLY(isTold(2));
    QVERIFY(isMeasured(studio));
    studio.typeInEditor("third = 3\nout third\n");
    runAfresh(studio);
    EVENTUALLY(isTold(1));
    EVENTUALLY(!isMeasured(studio));
    EVENTUALLY(compare(studio).model().report()->after == compare(studio).choices().front());
}

void WindowCompareTest::aBrokenBudgetWarns() {
    Studio studio;
    studio.write("x.budget.json",
                 R"({"version":1,"total":{"p95Us":1e9},"nodes":{"words":{"p95Us":0.0001}}})");
    studio.restart({.file = studio.write("x.cst", kText)});
    openFile(studio);
    QVERIFY(problems(studio).isEmpty());  // nothing ran yet
    runAfresh(studio);
    EVENTUALLY(problems(studio).size() == 1);
    QVERIFY2(problems(studio)[0].startsWith("over budget: `words` takes "),
             qPrintable(problems(studio)[0]));
    EVENTUALLY(banner(studio).startsWith("Over budget: `words`"));
    QCOMPARE(studio.problemsTab(), "Problems 1");
    studio.pressMouse(studio.find<QPushButton>("budgetNode"));
    EVENTUALLY(studio.graph().selectedKey() == "words");
    studio.press(Qt::Key_9, Qt::AltModifier);
    const ProfileModel& rows = studio.find<ProfileView>("profile")->model();
    EVENTUALLY(rows.rowCount() > 0);
    const QModelIndex row = rows.index(rows.rowOf("words"), 0);
    QVERIFY(row.data(Qt::ToolTipRole).toString().startsWith("over budget: `words`"));
}

void WindowCompareTest::aBudgetThatIsKeptSaysNothing() {
    Studio studio;
    studio.write("x.budget.json", R"({"version":1,"total":{"p95Us":1e9}})");
    studio.restart({.file = studio.write("x.cst", kText)});
    openFile(studio);
    runAfresh(studio);
    runAfresh(studio);
    QVERIFY(problems(studio).isEmpty());
    QVERIFY(!studio.find<Banner>("windowBanner")->isVisible());
}

void WindowCompareTest::aBudgetOnDiskIsReadWhenItChanges() {
    Studio studio;
    studio.restart({.file = studio.write("x.cst", kText)});
    openFile(studio);
    runAfresh(studio);
    studio.write("x.budget.json", R"({"version":1,"total":{"p95Us":0.0001}})");
    EVENTUALLY(problems(studio).size() == 1);
    QVERIFY(problems(studio)[0].startsWith("over budget: the whole run"));
    studio.write("x.budget.json", R"({"version":1,"total":{"p95Us":1000000000}})");
    EVENTUALLY(problems(studio).isEmpty());
    studio.write("x.budget.json", R"({"version":1,"nodes":{"wrods":{"p95Us":1}}})");
    EVENTUALLY(problems(studio).size() == 1);
    QVERIFY2(problems(studio)[0].contains("did you mean `words`?"),
             qPrintable(problems(studio)[0]));
    QFile::remove(studio.folder() + "/x.budget.json");
    EVENTUALLY(problems(studio).isEmpty());
}

void WindowCompareTest::aMalformedBudgetSaysWhere() {
    Studio studio;
    studio.write("x.budget.json", R"({"version":1,"total":{"p90Us":1}})");
    studio.restart({.file = studio.write("x.cst", kText)});
    openFile(studio);
    EVENTUALLY(problems(studio).size() == 1);
    QVERIFY2(problems(studio)[0].startsWith(
                 "x.budget.json cannot be read: `total.p90Us`: there is no measure `p90Us`"),
             qPrintable(problems(studio)[0]));
    // Nothing is written over it.
    studio.press(Qt::Key_G, Qt::ControlModifier | Qt::AltModifier | Qt::ShiftModifier);
    EVENTUALLY(banner(studio).startsWith("The budget file cannot be read"));
}

void WindowCompareTest::aBudgetIsSetFromTheProfile() {
    Studio studio;
    studio.restart({.file = studio.write("x.cst", kText)});
    openFile(studio);
    runAfresh(studio);
    studio.press(Qt::Key_9, Qt::AltModifier);
    ProfileView& profile = *studio.find<ProfileView>("profile");
    EVENTUALLY(profile.model().rowCount() > 0);
    NodeTable& table = *profile.table();
    const QPoint at =
        table.visualRect(profile.model().index(profile.model().rowOf("words"), 0)).center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, table.viewport()->mapToGlobal(at));
    QApplication::sendEvent(table.viewport(), &event);
    EVENTUALLY(studio.window().findChild<QMenu*>("budgetMenu"));
    studio.press(Qt::Key_Down);
    studio.press(Qt::Key_Return);
    EVENTUALLY(studio.window().findChild<QDialog*>("budgetDialog"));
    auto* time = studio.find<QLineEdit>("budgetTime");
    EVENTUALLY(time->hasFocus());
    QVERIFY(!time->text().isEmpty());  // a quarter more than it takes
    auto* save = studio.find<QDialog>("budgetDialog")
                     ->findChild<QDialogButtonBox*>()
                     ->button(QDialogButtonBox::Save);
    QVERIFY(save->isEnabled());
    QCOMPARE(save->text().remove('&'), "Save");
    const auto hint = [&] { return studio.find<QLabel>("budgetHint")->text(); };
    QVERIFY2(hint().startsWith("Kept as it is: it takes "), qPrintable(hint()));
    QVERIFY(studio.find<QLabel>("budgetNow")->text().endsWith(" run") ||
            studio.find<QLabel>("budgetNow")->text().endsWith(" runs"));
    studio.type("12");            // over what is there
    QVERIFY(!save->isEnabled());  // of what?
    studio.type(" ns");
    QVERIFY(save->isEnabled());
    // Nothing takes as little: it says so while one types.
    QVERIFY2(hint().startsWith("Broken as it is: it takes "), qPrintable(hint()));
    QCOMPARE(save->text().remove('&'), "Save Anyway");
    studio.press(Qt::Key_Return);
    EVENTUALLY(studio.read("x.budget.json").contains("\"words\""));
    QCOMPARE(studio.read("x.budget.json"),
             QByteArray("{\n  \"version\": 1,\n  \"nodes\": {\n    \"words\": {\n"
                        "      \"p95Us\": 0.012\n    }\n  }\n}\n"));
    EVENTUALLY(problems(studio).size() == 1);
}

QTEST_MAIN(WindowCompareTest)
#include "tst_window_compare.moc"

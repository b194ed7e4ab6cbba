// The history in the whole window: runs come into it, stay with the file, and can be shown again.

#include "tests/ui/support/studio.h"
#include "ui/profiler/history_tree.h"
#include "ui/profiler/history_view.h"
#include "ui/profiler/past_run_note.h"
#include "ui/profiler/profile_view.h"
#include "ui/profiler/text_compare.h"
#include "ui/profiler/timeline_view.h"
#include "ui/shell/log_view.h"
#include "ui/shell/main_window_history.h"

#include <QDir>
#include <QDirIterator>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QToolButton>

using namespace cst;
using cst::test::Studio;

namespace {

const QByteArray kText = "@example(\"  some words to count  \")\n"
                         "in note: String\n"
                         "words = split(trim(note), \" \")\n"
                         "count = list-length(words)\n"
                         "out count\n";

}  // namespace

class WindowHistoryTest : public QObject {
    Q_OBJECT

private slots:
    void withoutARunItSaysHowToGetOne();
    void runsAreListedByTheTextThatRan();
    void aRunWithoutWhatDoesNotCompileSaysSo();
    void runsAreThereAgainInTheNextProcess();
    void liveRunsAreListedWhenAskedFor();
    void aTextSpeaksOfLiveRunsThatAreNotListed();
    void returnOpensARunInProfileAndTimeline();
    void aRunThatIsAskedForTakesThePlaceOfAnOldOne();
    void aRunOfAnotherProcessOpensAsNumbers();
    void theTextOfARunComesBackAsOneStep();
    void textsStandSideBySideAndDifferencesAreCounted();
    void twoRunsAreHandedOverTheOlderOneFirst();
    void aVersionIsHandedOverAsAllItsRuns();
    void aBaselineIsHandedOver();
    void deleteAsksForMoreThanOne();
    void altAndZeroShowsIt();
    void whatCannotBeReadIsToldInThePanels();

private:
    static HistoryView& history(Studio& studio) { return *studio.find<HistoryView>("history"); }
    static WindowHistory& runs(Studio& studio) {
        return *studio.window().findChild<WindowHistory*>();
    }
    static HistoryTree& tree(Studio& studio) { return *history(studio).tree(); }
    static void clickTab(Studio& studio, const QString& name);
    static void show(Studio& studio) { clickTab(studio, QStringLiteral("History")); }
    static int runsOf(Studio& studio, int version = 0) {
        const HistoryModel& model = history(studio).model();
        return model.rowCount(model.index(version, 0));
    }
    static QString cell(Studio& studio, int version, int run, int column) {
        const HistoryModel& model = history(studio).model();
        const QModelIndex parent = model.index(version, 0);
        return (run < 0 ? model.index(version, column) : model.index(run, column, parent))
            .data()
            .toString();
    }
    /// `run` -1 = the version.
    static void click(Studio& studio, int version, int run,
                      Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    static void press(Studio& studio, const char* button) {
        QTest::mouseClick(studio.find<QToolButton>(button), Qt::LeftButton);
    }
    /// Runs, and waits until that run is listed; the history is shown.
    static void run(Studio& studio, int versions, int runsOfNewest);
    /// A run of kText, then one of another text.
    static void runTwoTexts(Studio& studio);
    static MainWindow::Options file(const QString& path) { return {.file = path}; }
};

void WindowHistoryTest::clickTab(Studio& studio, const QString& name) {
    QTabBar* bar = studio.tabs().tabBar();
    for (int tab = 0; tab < bar->count(); ++tab) {
        if (bar->tabText(tab) == name) {
            QTest::mouseClick(bar, Qt::LeftButton, Qt::NoModifier, bar->tabRect(tab).center());
        }
    }
}

void WindowHistoryTest::click(Studio& studio, int version, int run,
                              Qt::KeyboardModifiers modifiers) {
    const HistoryModel& model = history(studio).model();
    const QModelIndex parent = model.index(version, 0);
    const QRect area = tree(studio).visualRect(run < 0 ? parent : model.index(run, 0, parent));
    QTest::mouseClick(tree(studio).viewport(), Qt::LeftButton, modifiers, area.center());
}

void WindowHistoryTest::run(Studio& studio, int versions, int runsOfNewest) {
    show(studio);
    studio.press(Qt::Key_F5, Qt::ControlModifier | Qt::ShiftModifier);  // afresh
    EVENTUALLY(history(studio).model().rowCount() == versions);
    EVENTUALLY(runsOf(studio) == runsOfNewest);
}

void WindowHistoryTest::runTwoTexts(Studio& studio) {
    EVENTUALLY(studio.editor().bytes() == kText.toStdString());
    run(studio, 1, 1);
    studio.typeInEditor("# more\nout words\n");
    run(studio, 2, 1);
}

void WindowHistoryTest::withoutARunItSaysHowToGetOne() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    show(studio);
    QVERIFY(tree(studio).isVisible());
    EVENTUALLY(history(studio).model().rowCount() == 0);
    QVERIFY(!studio.find<QToolButton>("historyOpen")->isEnabled());
}

void WindowHistoryTest::runsAreListedByTheTextThatRan() {
    Studio studio;
    const QString path = studio.write("a.cst", kText);
    studio.restart(file(path));
    runTwoTexts(studio);
    run(studio, 2, 2);
    QCOMPARE(runsOf(studio, 0), 2);
    QCOMPARE(runsOf(studio, 1), 1);
    QVERIFY(cell(studio, 0, -1, HistoryModel::When).contains("as it is now"));
    QVERIFY(!cell(studio, 1, -1, HistoryModel::When).contains("as it is now"));
    QCOMPARE(cell(studio, 1, 0, HistoryModel::Outcome), QStringLiteral("completed"));
    QVERIFY(!cell(studio, 1, 0, HistoryModel::Took).isEmpty());
    // Back at the text of before: that one is marked.
    studio.editor().setFocus();
    while (studio.editor().bytes() != kText.toStdString()) {
        studio.press(Qt::Key_Z, Qt::ControlModifier);
    }
    EVENTUALLY(cell(studio, 1, -1, HistoryModel::When).contains("as it is now"));
    QVERIFY(QDir(studio.folder() + "/.constellation/history").exists());
}

void WindowHistoryTest::aRunWithoutWhatDoesNotCompileSaysSo() {
    Studio studio;
    const QString path = studio.write("a.cst", kText + "bad = nobody(words)\n");
    studio.restart(file(path));
    run(studio, 1, 1);
    QCOMPARE(cell(studio, 0, 0, HistoryModel::Outcome),
             QStringLiteral("completed, 1 statement left out"));
}

void WindowHistoryTest::runsAreThereAgainInTheNextProcess() {
    Studio studio;
    const QString path = studio.write("a.cst", kText);
    studio.restart(file(path));
    EVENTUALLY(studio.editor().bytes() == kText.toStdString());
    run(studio, 1, 1);
    run(studio, 1, 2);
    studio.restart(file(path));
    show(studio);
    EVENTUALLY(history(studio).model().rowCount() == 1);
    EVENTUALLY(runsOf(studio) == 2);
    EVENTUALLY(cell(studio, 0, -1, HistoryModel::When).contains("as it is now"));
}

void WindowHistoryTest::liveRunsAreListedWhenAskedFor() {
    Studio studio({}, true);
    const QString path = studio.write("a.cst", kText);
    studio.restart(file(path));
    EVENTUALLY(studio.editor().bytes() == kText.toStdString());
    show(studio);
    auto* live = studio.find<QToolButton>("historyLive");
    EVENTUALLY(live->text().contains("(1)"));
    QCOMPARE(history(studio).model().rowCount(), 0);
    QTest::mouseClick(live, Qt::LeftButton);
    QCOMPARE(history(studio).model().rowCount(), 1);
    QVERIFY(cell(studio, 0, 0, HistoryModel::When).contains("live"));
    QVERIFY(!QDir(studio.folder() + "/.constellation/history").exists());
}

void WindowHistoryTest::aTextSpeaksOfLiveRunsThatAreNotListed() {
    Studio studio({}, true);
    const QString path = studio.write("a.cst", kText);
    studio.restart(file(path));
    EVENTUALLY(studio.editor().bytes() == kText.toStdString());
    show(studio);
    auto* live = studio.find<QToolButton>("historyLive");
    EVENTUALLY(live->text().contains("(1)"));
    run(studio, 1, 1);
    EVENTUALLY(cell(studio, 0, -1, HistoryModel::Outcome) == "median of 2 runs, 1 live");
    QCOMPARE(cell(studio, 0, -1, HistoryModel::When),
             "The text as it is now, 1 run, and 1 live not listed");
    QTest::mouseClick(live, Qt::LeftButton);
    QCOMPARE(cell(studio, 0, -1, HistoryModel::When), "The text as it is now, 2 runs");
    QCOMPARE(cell(studio, 0, -1, HistoryModel::Outcome), "median of 2 runs");
    // Without the other one.
    click(studio, 0, 0);
    studio.press(Qt::Key_Delete);
    EVENTUALLY(runsOf(studio) == 1);
    QCOMPARE(cell(studio, 0, -1, HistoryModel::Outcome), "1 run");
}

void WindowHistoryTest::returnOpensARunInProfileAndTimeline() {
    Studio studio;
    const QString path = studio.write("a.cst", kText);
    studio.restart(file(path));
    runTwoTexts(studio);
    click(studio, 1, 0);
    studio.press(Qt::Key_Return);
    auto* profile = studio.find<ProfileView>("profile");
    EVENTUALLY(profile->isVisible());
    auto* note = profile->findChild<PastRunNote*>();
    EVENTUALLY(note->isVisible());
    QVERIFY(note->text().contains("The text has changed since."));
    const auto source = [&] { return profile->model().report()->profile.source; };
    EVENTUALLY(profile->model().report() && source() == kText.toStdString());
    clickTab(studio, QStringLiteral("Timeline"));
    auto* timeline = studio.find<TimelineView>("timeline");
    EVENTUALLY(timeline->findChild<PastRunNote*>()->isVisible());
    // The way back.
    timeline->findChild<PastRunNote*>()->setFocus(Qt::TabFocusReason);
    studio.press(Qt::Key_Tab);
    clickTab(studio, QStringLiteral("Profile"));
    note->setFocus(Qt::TabFocusReason);
    studio.press(Qt::Key_Return);
    EVENTUALLY(!note->isVisible());
    EVENTUALLY(source() != kText.toStdString());
}

void WindowHistoryTest::aRunThatIsAskedForTakesThePlaceOfAnOldOne() {
    Studio studio;
    const QString path = studio.write("a.cst", kText);
    studio.restart(file(path));
    runTwoTexts(studio);
    click(studio, 1, 0);
    studio.press(Qt::Key_Return);
    auto* profile = studio.find<ProfileView>("profile");
    EVENTUALLY(profile->isVisible());
    auto* note = profile->findChild<PastRunNote*>();
    EVENTUALLY(note->isVisible());
    studio.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(!note->isVisible());
    EVENTUALLY(profile->model().report() &&
               profile->model().report()->profile.source != kText.toStdString());
}

void WindowHistoryTest::aRunOfAnotherProcessOpensAsNumbers() {
    Studio studio;
    const QString path = studio.write("a.cst", kText);
    studio.restart(file(path));
    EVENTUALLY(studio.editor().bytes() == kText.toStdString());
    run(studio, 1, 1);
    studio.restart(file(path));
    show(studio);
    EVENTUALLY(history(studio).model().rowCount() == 1);
    click(studio, 0, 0);
    studio.press(Qt::Key_Return);
    auto* profile = studio.find<ProfileView>("profile");
    EVENTUALLY(profile->model().report() && !profile->model().report()->record);
    QVERIFY(profile->model().rowCount() > 0);
    QVERIFY(!studio.label("profileFacts").isEmpty());
    QVERIFY(!profile->findChild<PastRunNote*>()->text().contains("changed"));
}

void WindowHistoryTest::theTextOfARunComesBackAsOneStep() {
    Studio studio;
    const QString path = studio.write("a.cst", kText);
    studio.restart(file(path));
    runTwoTexts(studio);
    const std::string now = studio.editor().bytes();
    click(studio, 1, 0);
    press(studio, "historyText");
    EVENTUALLY(studio.window().findChild<TextCompare*>());
    auto* put = studio.find<QPushButton>("textPut");
    EVENTUALLY(put->isEnabled());
    QTest::mouseClick(put, Qt::LeftButton);
    EVENTUALLY(studio.editor().bytes() == kText.toStdString());
    studio.window().activateWindow();
    EVENTUALLY(Studio::hasFocus(studio.editor()));
    studio.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(studio.editor().bytes(), now);
}

void WindowHistoryTest::textsStandSideBySideAndDifferencesAreCounted() {
    const ComparedRows rows = textRows("a\nb\nc\nd\n", "a\nB\nB2\nc\n");
    QCOMPARE(rows.before.size(), rows.after.size());
    QCOMPARE(rows.taken, 2);
    QCOMPARE(rows.added, 2);
    QCOMPARE(rows.differences, (std::vector{1, 4}));
    QCOMPARE(rows.before[2].number, 0);
    QCOMPARE(rows.after[2].text, QStringLiteral("B2"));
    Theme theme;
    theme.choose(Theme::Choice::Dark);
    TextCompare compare(theme, nullptr);
    compare.showTexts(QStringLiteral("run"), rows, true);
    compare.show();
    compare.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&compare));
    QCOMPARE(compare.difference(), 0);
    QTest::keyClick(&compare, Qt::Key_F8);
    QCOMPARE(compare.difference(), 1);
    QTest::keyClick(&compare, Qt::Key_F8, Qt::ShiftModifier);
    QCOMPARE(compare.difference(), 0);
    QVERIFY(compare.findChild<QLabel*>("textDifferences")->text().contains("1 of 2"));
}

void WindowHistoryTest::twoRunsAreHandedOverTheOlderOneFirst() {
    Studio studio;
    const QString path = studio.write("a.cst", kText);
    studio.restart(file(path));
    runTwoTexts(studio);
    QSignalSpy asked(&runs(studio), &WindowHistory::compareAsked);
    click(studio, 0, 0);
    click(studio, 1, 0, Qt::ControlModifier);
    studio.press(Qt::Key_C);
    EVENTUALLY(asked.count() == 1);
    QCOMPARE(asked[0][0].value<KeptRunPtr>()->profile->source, kText.toStdString());
    QVERIFY(asked[0][1].value<KeptRunPtr>()->profile->source != kText.toStdString());
    // One alone is compared with the newest.
    click(studio, 1, 0);
    press(studio, "historyCompare");
    EVENTUALLY(asked.count() == 2);
    QCOMPARE(asked[1][0].value<KeptRunPtr>(), asked[0][0].value<KeptRunPtr>());
}

void WindowHistoryTest::aVersionIsHandedOverAsAllItsRuns() {
    Studio studio;
    const QString path = studio.write("a.cst", kText);
    studio.restart(file(path));
    EVENTUALLY(studio.editor().bytes() == kText.toStdString());
    run(studio, 1, 1);
    run(studio, 1, 2);
    studio.typeInEditor("# more\n");
    run(studio, 2, 1);
    QSignalSpy asked(&runs(studio), &WindowHistory::compareAsked);
    click(studio, 1, -1);
    press(studio, "historyCompare");
    EVENTUALLY(asked.count() == 1);
    const auto before = asked[0][0].value<KeptRunPtr>();
    QCOMPARE(before->kind, KeptRun::Kind::Version);
    QCOMPARE(before->profile->runs, uint64_t{2});
    QCOMPARE(before->profile->total.lastUs.size(), std::size_t{2});
    QCOMPARE(asked[0][1].value<KeptRunPtr>()->profile->runs, uint64_t{1});
}

void WindowHistoryTest::aBaselineIsHandedOver() {
    Studio studio;
    const QString path = studio.write("a.cst", kText);
    studio.restart(file(path));
    EVENTUALLY(studio.editor().bytes() == kText.toStdString());
    run(studio, 1, 1);
    QSignalSpy asked(&runs(studio), &WindowHistory::baselineAsked);
    click(studio, 0, 0);
    studio.press(Qt::Key_B);
    EVENTUALLY(asked.count() == 1);
}

void WindowHistoryTest::deleteAsksForMoreThanOne() {
    Studio studio;
    const QString path = studio.write("a.cst", kText);
    studio.restart(file(path));
    runTwoTexts(studio);
    run(studio, 2, 2);
    click(studio, 1, 0);
    studio.press(Qt::Key_Delete);
    EVENTUALLY(history(studio).model().rowCount() == 1);
    click(studio, 0, -1);
    studio.press(Qt::Key_Delete);
    EVENTUALLY(studio.window().findChild<QMessageBox*>("deleteRunsDialog"));
    QCOMPARE(runsOf(studio), 2);
    for (QAbstractButton* button : studio.find<QMessageBox>("deleteRunsDialog")->buttons()) {
        if (button->text() == "Delete") studio.pressMouse(button);
    }
    EVENTUALLY(history(studio).model().rowCount() == 0);
    studio.restart(file(path));
    show(studio);
    QDir folder(studio.folder() + "/.constellation/history");
    QCOMPARE(QDir(folder.filePath(folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0)))
                 .entryList(QDir::Files),
             QStringList());
}

void WindowHistoryTest::altAndZeroShowsIt() {
    Studio studio;
    studio.press(Qt::Key_0, Qt::AltModifier);
    EVENTUALLY(history(studio).isVisible());
    QVERIFY(Studio::hasFocus(tree(studio)));
}

void WindowHistoryTest::whatCannotBeReadIsToldInThePanels() {
    Studio studio;
    const QString path = studio.write("a.cst", kText);
    studio.restart(file(path));
    runTwoTexts(studio);
    studio.restart();  // of another one, so that nobody writes there
    QString run;
    QDirIterator files(studio.folder(), QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString one = files.next();
        const bool isRun = one.endsWith(".run") && run.isEmpty();
        if (!isRun && !one.contains("/statistics")) continue;
        if (isRun) run = QFileInfo(one).fileName();
        QFile file(one);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("{");
    }
    QVERIFY(!run.isEmpty());
    studio.restart(file(path));
    show(studio);
    auto* note = studio.find<QLabel>("historyDamaged");
    EVENTUALLY(note->isVisible());
    QVERIFY2(note->text().contains("1 kept run could not be read and is left out: " + run),
             qPrintable(note->text()));
    clickTab(studio, QStringLiteral("Profile"));
    EVENTUALLY(studio.find<QLabel>("profileLost")->isVisible());
    QVERIFY2(studio.label("profileLost").contains(".damaged"),
             qPrintable(studio.label("profileLost")));
    show(studio);
    note->setFocus(Qt::TabFocusReason);
    studio.press(Qt::Key_Return);
    auto* log = studio.window().findChild<LogView*>();
    EVENTUALLY(log->isVisible());
    QVERIFY2(log->toPlainText().contains(run), qPrintable(log->toPlainText()));
    QVERIFY(log->toPlainText().contains("begin anew"));
}

QTEST_MAIN(WindowHistoryTest)
#include "tst_window_history.moc"

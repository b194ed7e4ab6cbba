// The profile in the whole window: runs come into it, and it stays in step with graph, text and
// timeline.

#include "tests/ui/support/studio.h"
#include "ui/profiler/node_table.h"
#include "ui/profiler/profile_flame.h"
#include "ui/profiler/profile_tree.h"
#include "ui/profiler/profile_view.h"
#include "ui/profiler/timeline_view.h"

#include <QApplication>
#include <QClipboard>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QTabBar>

using namespace cst;
using cst::test::Studio;

class WindowProfileTableTest : public QObject {
    Q_OBJECT

private slots:
    void theSlowestNodeOfFanOutIsTwoClicksAway();
    void aNodeChosenInTheGraphChoosesItsRow();
    void theCursorOfTheTextChoosesItsRow();
    void aRunLeavesTheTableAtItsTopWhereverTheCursorIs();
    void altAndNineShowsIt();
    void theTreeHasAKeyAndStandsInTheCommands();
    void theTreeIsInStepWithGraphAndText();
    void controlAndFInTheTableDoesNotLookInTheText();
    void controlAndCInTheTableCopiesRows();
    void anotherDocumentHasNoRunYet();

private:
    static ProfileView& profile(Studio& studio) { return *studio.find<ProfileView>("profile"); }
    static NodeTable& table(Studio& studio) { return *profile(studio).table(); }
    static void clickTab(Studio& studio, const QString& name);
    static void clickRow(Studio& studio, int row);
    static void open(Studio& studio, const QByteArray& text) {
        studio.press(Qt::Key_N, Qt::ControlModifier);
        studio.pressPaste(text);
        EVENTUALLY(studio.editor().bytes() == text.toStdString());
    }
    /// Runs, looks at the profile, and waits until it is there.
    static void run(Studio& studio);
};

namespace {

const QByteArray kText = "@example(\"  some words to count  \")\n"
                         "in note: String\n"
                         "clean = trim(note)\n"
                         "words = split(clean, \" \")\n"
                         "count = list-length(words)\n"
                         "out count\n"
                         "out words\n";

}  // namespace

void WindowProfileTableTest::clickTab(Studio& studio, const QString& name) {
    QTabBar* bar = studio.tabs().tabBar();
    for (int tab = 0; tab < bar->count(); ++tab) {
        if (bar->tabText(tab) == name) {
            QTest::mouseClick(bar, Qt::LeftButton, Qt::NoModifier, bar->tabRect(tab).center());
        }
    }
}

void WindowProfileTableTest::clickRow(Studio& studio, int row) {
    const QRect area = table(studio).visualRect(profile(studio).model().index(row, 0));
    QTest::mouseClick(table(studio).viewport(), Qt::LeftButton, Qt::NoModifier,
                      {area.left() + 20, area.center().y()});
}

void WindowProfileTableTest::run(Studio& studio) {
    clickTab(studio, QStringLiteral("Profile"));
    EVENTUALLY(profile(studio).isVisible());
    studio.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(profile(studio).model().rowCount() > 0);
}

void WindowProfileTableTest::theSlowestNodeOfFanOutIsTwoClicksAway() {
    Studio studio({.file = cst::test::samplePath("fan-out.cst"), .runsAtOnce = true});
    EVENTUALLY(studio.label("statusRun").contains("completed"));
    EVENTUALLY(!studio.graph().isMoving());

    clickTab(studio, QStringLiteral("Profile"));
    QVERIFY(profile(studio).isVisible());
    EVENTUALLY(profile(studio).model().rowCount() > 0);
    clickRow(studio, 0);

    // Two or three calls of a second each: the one that took longest.
    const RunSnapshot& run = *profile(studio).model().report()->record->run;
    const auto took = [&](const std::string& key) {
        return run.nodes[run.compiled->graph->byKey(key).index].shownUs();
    };
    const std::string chosen = studio.graph().selectedKey();
    QVERIFY(!chosen.empty());
    for (const char* slow : {"tariff", "weather", "risk", "customer"}) {
        QVERIFY2(took(chosen) >= took(slow), slow);
    }
    QVERIFY(took(chosen) > 900'000);
    EVENTUALLY(studio.editor().selection().begin < studio.editor().selection().end);
    QVERIFY(Studio::hasFocus(table(studio)));
    clickTab(studio, QStringLiteral("Timeline"));
    EVENTUALLY(studio.find<TimelineView>("timeline")->canvas()->node().toStdString() == chosen);
}

void WindowProfileTableTest::aNodeChosenInTheGraphChoosesItsRow() {
    Studio studio;
    open(studio, kText);
    run(studio);
    EVENTUALLY(!studio.graph().isMoving());
    QTest::mouseClick(&studio.graph(), Qt::LeftButton, Qt::NoModifier,
                      studio.graph().nodeRect("words").center());
    QCOMPARE(table(studio).node(), QStringLiteral("words"));
}

void WindowProfileTableTest::theCursorOfTheTextChoosesItsRow() {
    Studio studio;
    open(studio, kText);
    run(studio);
    studio.editor().setFocus();
    studio.press(Qt::Key_Home, Qt::ControlModifier);
    for (int line = 0; line < 2; ++line) studio.press(Qt::Key_Down);
    EVENTUALLY(table(studio).node() == QStringLiteral("clean"));  // told when it is drawn
}

void WindowProfileTableTest::aRunLeavesTheTableAtItsTopWhereverTheCursorIs() {
    QByteArray text = "@example(\"some words\")\nin note: String\nquick = trim(note)\n"
                      "@example(2)\nin x: Int\n";
    for (int i = 0; i < 40; ++i) {
        const QByteArray name = "sum" + QByteArray::number(i);
        text += name + " = SumList(map(Range(1, " + QByteArray::number(3000 + i) +
                "), (y) => y * x))\nout " + name + "\n";
    }
    text += "out quick\n";
    Studio studio;
    open(studio, text);
    studio.editor().setFocus();
    studio.press(Qt::Key_Home, Qt::ControlModifier);
    studio.press(Qt::Key_Down);
    studio.press(Qt::Key_Down);
    studio.press(Qt::Key_End);
    run(studio);
    EVENTUALLY(table(studio).node() == QStringLiteral("quick"));
    const auto top = [&] { return table(studio).verticalScrollBar()->value(); };
    QVERIFY(table(studio).verticalScrollBar()->maximum() > 0);
    QCOMPARE(top(), 0);
    // Every key press is a run where runs are live; here one that is asked for.
    const auto shown = [&] { return profile(studio).model().report()->record->run->run; };
    const uint64_t before = shown();
    studio.press(Qt::Key_F5, Qt::ControlModifier | Qt::ShiftModifier);
    EVENTUALLY(shown() > before);
    QCOMPARE(table(studio).node(), QStringLiteral("quick"));
    QCOMPARE(top(), 0);
}

void WindowProfileTableTest::theTreeHasAKeyAndStandsInTheCommands() {
    Studio studio;
    open(studio, kText);
    run(studio);
    studio.press(Qt::Key_F9, Qt::ShiftModifier);
    EVENTUALLY(Studio::hasFocus(*profile(studio).tree()));
    studio.press(Qt::Key_F9);
    EVENTUALLY(Studio::hasFocus(*profile(studio).flame()));
    studio.press(Qt::Key_F9, Qt::ControlModifier);
    EVENTUALLY(Studio::hasFocus(table(studio)));
    studio.press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    EVENTUALLY(QApplication::focusWidget() && QApplication::focusWidget()->inherits("QLineEdit"));
    studio.type("as tree\n");
    EVENTUALLY(Studio::hasFocus(*profile(studio).tree()));
}

void WindowProfileTableTest::theTreeIsInStepWithGraphAndText() {
    Studio studio;
    open(studio, kText);
    run(studio);
    EVENTUALLY(!studio.graph().isMoving());
    studio.press(Qt::Key_F9, Qt::ShiftModifier);
    ProfileTree& tree = *profile(studio).tree();
    EVENTUALLY(tree.isVisible());
    QTest::mouseClick(&studio.graph(), Qt::LeftButton, Qt::NoModifier,
                      studio.graph().nodeRect("words").center());
    QCOMPARE(tree.node(), QStringLiteral("words"));
    QModelIndex row = tree.model()->index(0, 0);
    while (row.isValid() && row.data().toString() != "clean") row = tree.indexBelow(row);
    QVERIFY(row.isValid());
    QTest::mouseClick(tree.viewport(), Qt::LeftButton, Qt::NoModifier,
                      tree.visualRect(row).center());
    QCOMPARE(studio.graph().selectedKey(), std::string("clean"));
    EVENTUALLY(studio.editor().selection().begin < studio.editor().selection().end);
}

void WindowProfileTableTest::altAndNineShowsIt() {
    Studio studio;
    studio.press(Qt::Key_9, Qt::AltModifier);
    EVENTUALLY(profile(studio).isVisible());
    QVERIFY(Studio::hasFocus(table(studio)));
}

void WindowProfileTableTest::controlAndFInTheTableDoesNotLookInTheText() {
    Studio studio;
    open(studio, kText);
    run(studio);
    clickRow(studio, 0);
    studio.press(Qt::Key_F, Qt::ControlModifier);
    QVERIFY(studio.find<QWidget>("profileFilter")->hasFocus());
}

void WindowProfileTableTest::controlAndCInTheTableCopiesRows() {
    Studio studio;
    open(studio, kText);
    run(studio);
    clickRow(studio, 0);
    studio.press(Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QApplication::clipboard()->text().startsWith("Node\tShare\t"));
}

void WindowProfileTableTest::anotherDocumentHasNoRunYet() {
    Studio studio;
    open(studio, kText);
    run(studio);
    studio.press(Qt::Key_N, Qt::ControlModifier);
    EVENTUALLY(studio.window().findChild<QMessageBox*>("unsavedDialog"));
    for (QAbstractButton* button : studio.find<QMessageBox>("unsavedDialog")->buttons()) {
        if (button->text() == "Discard") studio.pressMouse(button);
    }
    EVENTUALLY(profile(studio).model().rowCount() == 0);
}

QTEST_MAIN(WindowProfileTableTest)
#include "tst_window_profile_table.moc"

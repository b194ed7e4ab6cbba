// Runs of a part, runs that go on, limits that runs suggest, and the engine at work. Keys and mouse
// only.

#include "tests/ui/support/studio.h"
#include "ui/graph/edge_legend.h"
#include "ui/profiler/engine_view.h"

#include <QAction>
#include <QMenu>
#include <QPlainTextEdit>
#include <QToolButton>

using namespace cst;
using cst::test::Studio;

class WindowRunsTest : public QObject {
    Q_OBJECT

private slots:
    void aNodeIsRunAloneWithWhatItNeeds();
    void whatIsThereIsShownWhileTheRestGoesOn();
    void aRunThatFailedIsGoneOnFrom();
    void aLimitIsSuggestedAfterTenRunsAndTakenAtAKey();
    void theLimitOfTheFolderStopsCalls();
    void theEnginePanelShowsWhatGoesOn();
    void badgesTellOfCachesAndFallbacks();
    void whatAConditionDidNotAskForIsToldApart_data();
    void whatAConditionDidNotAskForIsToldApart();
};

namespace {

QString logOf(Studio& studio) {
    return studio.find<QPlainTextEdit>("log")->toPlainText();
}

void open(Studio& studio, const QByteArray& text) {
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.type(text);
}

void run(Studio& studio) {
    studio.pressMouse(studio.find<QToolButton>("runButton"));
    EVENTUALLY(!studio.find<QToolButton>("stopButton")->isEnabled());
}

QAction* actionCalled(Studio& studio, const QString& beginning) {
    for (QAction* action : studio.window().findChildren<QAction*>()) {
        if (action->text().remove('&').startsWith(beginning)) return action;
    }
    qFatal("no action is called %s", qPrintable(beginning));
}

/// In the menu of limits, as it stands open.
void chooseLimit(Studio& studio, int row) {
    auto* menu = studio.find<QMenu>("limitMenu");
    menu->popup(studio.window().mapToGlobal(QPoint(100, 100)));
    EVENTUALLY(menu->isVisible());
    for (int i = 0; i <= row; ++i) QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Return);
    EVENTUALLY(!menu->isVisible());
}

}  // namespace

void WindowRunsTest::aNodeIsRunAloneWithWhatItNeeds() {
    Studio studio;
    open(studio, "a = log(\"one\")\nb = concat(a, \"!\")\nc = log(\"two\")\nout b\nout c\n");
    studio.press(Qt::Key_Home, Qt::ControlModifier);
    studio.press(Qt::Key_Down);
    EVENTUALLY(studio.graph().litKey() == "b");
    studio.press(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    EVENTUALLY(studio.label("statusRun").contains("to b: completed"));
    QCOMPARE(studio.outputs().outputText("b"), QString("\"one!\""));
    QVERIFY(studio.outputs().outputText("c").contains("only `b` was asked for"));
    EVENTUALLY(logOf(studio).contains("one"));
    QVERIFY(!logOf(studio).contains("two"));
}

void WindowRunsTest::whatIsThereIsShownWhileTheRestGoesOn() {
    Studio studio;
    open(studio, "in n: Int\na = QuickCheck(\"x\")\nslow = AlwaysFailsService(\"x\") with "
                 "retry: 1, delay: 1h\nzero = AlwaysFailsService(\"y\")\nofZero = trim(zero)\n"
                 "needs = n + 1\nout a\nout slow\nout ofZero\nout needs\n");
    studio.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(studio.outputs().outputText("a").startsWith('"'));
    EVENTUALLY(studio.outputs().outputText("ofZero").startsWith("failed: zero"));
    QCOMPARE(studio.outputs().outputText("slow"), QString("waiting"));
    QCOMPARE(studio.outputs().outputText("needs"), QString("missing input: n"));
    QCOMPARE(studio.problemsTab(), QString("Problems 2"));
    QCOMPARE(studio.graph().badgeText("ofZero"), QString("upstream failed: zero"));
    QCOMPARE(studio.graph().badgeText("needs"), QString("blocked: input n"));
    EVENTUALLY(studio.graph().badgeText("slow").startsWith("retrying 1, in delay "));
    QVERIFY(studio.find<QToolButton>("stopButton")->isEnabled());
    studio.press(Qt::Key_Escape);
    EVENTUALLY(studio.label("statusRun").contains("stopped"));
}

void WindowRunsTest::aRunThatFailedIsGoneOnFrom() {
    Studio studio;
    open(studio, "a = log(\"once\")\nb = FlakyService(a)\nout b\n");
    QVERIFY(!actionCalled(studio, "Resume")->isEnabled());
    run(studio);
    EVENTUALLY(studio.label("statusRun").contains("failed"));
    // Two of three calls fail: it is gone on from until one does not.
    for (int i = 0; i < 3 && studio.label("statusRun").contains("failed"); ++i) {
        EVENTUALLY(actionCalled(studio, "Resume")->isEnabled());
        studio.press(Qt::Key_Return, Qt::ControlModifier | Qt::AltModifier);
        EVENTUALLY(studio.label("statusRun").contains("resumed"));
        EVENTUALLY(!studio.find<QToolButton>("stopButton")->isEnabled());
    }
    QCOMPARE(studio.outputs().outputText("b"), QString("\"Success for: once\""));
    QCOMPARE(logOf(studio).count("once"), 1);
    QVERIFY(!actionCalled(studio, "Resume")->isEnabled());
}

void WindowRunsTest::aLimitIsSuggestedAfterTenRunsAndTakenAtAKey() {
    Studio studio;
    const QByteArray text = "a = QuickCheck(\"x\")\nout a\n";
    open(studio, text);
    QAction* const limit = actionCalled(studio, "Set Suggested Limit");
    for (int i = 0; i < 10; ++i) {
        QVERIFY(!limit->text().contains("ms"));
        if (i == 7) {  // too early: it says why, and changes nothing
            studio.press(Qt::Key_Home, Qt::ControlModifier);
            EVENTUALLY(studio.graph().litKey() == "a");
            studio.press(Qt::Key_L, Qt::ControlModifier | Qt::AltModifier);
            EVENTUALLY(studio.label("statusRun").contains("no limit to suggest yet: `a`"));
            QCOMPARE(QByteArray::fromStdString(studio.editor().bytes()), text);
        }
        run(studio);
    }
    studio.press(Qt::Key_Home, Qt::ControlModifier);
    EVENTUALLY(limit->text().contains("ms"));
    studio.press(Qt::Key_L, Qt::ControlModifier | Qt::AltModifier);
    const QString edited = QString::fromStdString(studio.editor().bytes());
    QVERIFY2(edited.startsWith("a = QuickCheck(\"x\") with timeout: "), qPrintable(edited));
    EVENTUALLY(studio.problemsTab() == "Problems");
    studio.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(QByteArray::fromStdString(studio.editor().bytes()), text);
}

void WindowRunsTest::theLimitOfTheFolderStopsCalls() {
    Studio studio;
    open(studio, "a = SlowQuery(\"x\")\nb = SlowQuery(\"y\") with timeout: 20s\nout a\nout b\n");
    chooseLimit(studio, 1);
    run(studio);
    EVENTUALLY(studio.label("statusRun").contains("R002"));
    EVENTUALLY(studio.outputs().outputText("b") == "\"Result for: y\"");
    chooseLimit(studio, 0);
    run(studio);
    EVENTUALLY(studio.label("statusRun").contains("completed"));
}

void WindowRunsTest::theEnginePanelShowsWhatGoesOn() {
    Studio studio;
    open(studio, "a = SlowApiCall(\"1\") with concurrency: 1\n"
                 "b = SlowApiCall(\"2\") with concurrency: 1\n"
                 "c = QuickCheck(\"x\") with cache: 1min\nout a\nout b\nout c\n");
    studio.press(Qt::Key_5, Qt::AltModifier);
    const auto* panel = studio.find<EngineView>("engine");
    EVENTUALLY(panel->valueOf("Workers").toInt() > 0);
    studio.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(panel->valueOf("For a permit") == "1" && panel->valueOf("In a call") == "1");
    EVENTUALLY(panel->valueOf("Run").endsWith("ended"));
    EVENTUALLY(panel->valueOf("For a permit") == "0");
    QCOMPARE(panel->valueOf("Done"), QString("9 of 9"));  // as the status bar counts
    QCOMPARE(panel->valueOf("Results kept"), QString("1"));
    QCOMPARE(panel->valueOf("Timers set"), QString("0"));
}

void WindowRunsTest::badgesTellOfCachesAndFallbacks() {
    Studio studio;
    open(studio, "a = QuickCheck(\"x\") with cache: 1min\n"
                 "b = AlwaysFailsService(\"x\") with fallback: \"B\"\n"
                 "c = AlwaysFailsService(\"x\") with on_error: skip\nout a\nout b\nout c\n");
    run(studio);
    EVENTUALLY(studio.graph().badgeText("b") == "fell back");
    QCOMPARE(studio.graph().badgeText("c"), QString("zero value"));
    EVENTUALLY(studio.label("statusRun").contains("completed"));
    run(studio);
    EVENTUALLY(studio.graph().badgeText("a").startsWith("cached, was"));
}

void WindowRunsTest::whatAConditionDidNotAskForIsToldApart_data() {
    QTest::addColumn<QByteArray>("first");
    QTest::newRow("known before the run") << QByteArray("n = 1\n");
    QTest::newRow("known in the run") << QByteArray("@example(1)\nin n: Int\n");
}

void WindowRunsTest::whatAConditionDidNotAskForIsToldApart() {
    QFETCH(QByteArray, first);
    Studio studio;
    open(studio, first + "big = n > 3\na = Trim(\" x \")\nb = Uppercase(\"y\")\np = a when big\n"
                         "q = if (big) a else b\nr = if (n > 3) a else b\nt = n when n < 3\n"
                         "out p\nout q\nout r\nout t\n");
    run(studio);
    EVENTUALLY(studio.graph().badgeText("p").startsWith("closed"));
    QVERIFY(!studio.graph().badgeText("t").startsWith("closed"));
    const auto tipOf = [&](const char* key) {
        const auto node = studio.graph().nodeAtPlace(studio.graph().nodeRect(key).center());
        return node ? studio.graph().tipOf(*node) : QString();
    };
    for (const auto& [key, words] : {std::pair("p", "closed, as big is false"),
                                     {"q", "taken: b (else), as big is false"},
                                     {"r", "taken: b (else), as n &gt; 3 is false"},
                                     {"t", "taken: n, as n &lt; 3 is true"}}) {
        QVERIFY2(tipOf(key).contains(words), qPrintable(tipOf(key)));
    }
    EVENTUALLY(studio.find<EdgeLegend>("edgeLegend")->words().contains("not taken"));
}

QTEST_MAIN(WindowRunsTest)
#include "tst_window_runs.moc"

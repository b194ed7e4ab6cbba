// Live mode: what somebody sees who only types.

#include "tests/ui/support/studio.h"

#include <QLineEdit>
#include <QTabBar>
#include <QToolButton>

using namespace cst;
using cst::test::Studio;

class WindowLiveTest : public QObject {
    Q_OBJECT

private slots:
    void aTextRunsWhileItIsTyped();
    void whatDidNotChangeSaysWhatItTook();
    void effectsWaitForARunAndSaySo();
    void anInputThatIsChangedRunsAtOnce();
    void anInputThatCannotBeReadRunsNothing();
    void theButtonSwitchesItOffAndItIsRemembered();
    void afreshWorksEverythingOutAgain();
    void anotherFileRunsOnItsOwnInputs();
};

namespace {

void open(Studio& studio, const QByteArray& text) {
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.type(text);
}

/// The field of input x, all of it selected.
void chooseInput(Studio& studio) {
    studio.pressMouse(studio.tabs().tabBar(), studio.tabs().tabBar()->tabRect(0).center());
    QLineEdit* field = nullptr;
    const auto find = [&] { return field = studio.window().findChild<QLineEdit*>("in:x"); };
    if (!QTest::qWaitFor([&] { return find() && field->isVisible(); }, 20'000)) {
        qFatal("the form has no field for x");
    }
    studio.pressMouse(field);
    studio.press(Qt::Key_A, Qt::ControlModifier);
}

QString output(Studio& studio, const char* name) {
    return studio.outputs().outputText(name);
}

}  // namespace

void WindowLiveTest::aTextRunsWhileItIsTyped() {
    Studio studio({}, true);
    open(studio, "a = 2 * 3\nout a");
    EVENTUALLY(output(studio, "a") == "6");
    EVENTUALLY(studio.label("statusRun").contains("live, completed in"));
    studio.press(Qt::Key_Up);
    studio.press(Qt::Key_End);
    studio.type("1");
    EVENTUALLY(output(studio, "a") == "62");
    studio.press(Qt::Key_Backspace);
    studio.type("+");  // broken: what is left runs
    EVENTUALLY(studio.problemsTab() == "Problems 1");
    studio.type(" 4");
    EVENTUALLY(output(studio, "a") == "10");
}

void WindowLiveTest::whatDidNotChangeSaysWhatItTook() {
    Studio studio({}, true);
    open(studio, "a = Uppercase(\"text\")\nb = Lowercase(\"TEXT\")\nout a\nout b\n");
    EVENTUALLY(output(studio, "b") == "\"text\"");
    studio.type("c = Trim(\" x \")\nout c\n");
    EVENTUALLY(output(studio, "c") == "\"x\"");
    EVENTUALLY(studio.graph().badgeText("a").startsWith("cached, was "));
    QVERIFY(studio.label("statusRun").contains("known before"));
}

void WindowLiveTest::effectsWaitForARunAndSaySo() {
    Studio studio({}, true);
    open(studio, "a = log(\"text\")\nb = Uppercase(a)\nc = 4\nout b\nout c\n");
    EVENTUALLY(studio.graph().badgeText("b") == "stale: run");
    EVENTUALLY(output(studio, "b").startsWith("stale"));
    QVERIFY(studio.label("statusRun").contains("stale: Ctrl+Return runs effects"));
    studio.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(output(studio, "b") == "\"TEXT\"");
    studio.type("d = 5\nout d\n");
    EVENTUALLY(output(studio, "d") == "5");
    QCOMPARE(output(studio, "b"), QString("\"TEXT\""));  // nothing changed above it
    EVENTUALLY(studio.graph().badgeText("a").startsWith("cached, was "));
}

void WindowLiveTest::anInputThatIsChangedRunsAtOnce() {
    Studio studio({}, true);
    open(studio, "@example(3)\nin x: Int\na = x * 2\nout a\n");
    chooseInput(studio);
    studio.type("21");
    EVENTUALLY(output(studio, "a") == "42");
}

void WindowLiveTest::anInputThatCannotBeReadRunsNothing() {
    Studio studio({}, true);
    open(studio, "@example(3)\nin x: Int\na = x * 2\nout a\n");
    chooseInput(studio);
    studio.type("7");
    EVENTUALLY(output(studio, "a") == "14");
    studio.type("x");
    EVENTUALLY(studio.label("statusRun").contains("changed since"));
    studio.press(Qt::Key_Backspace);
    studio.type("0");
    EVENTUALLY(output(studio, "a") == "140");
}

void WindowLiveTest::theButtonSwitchesItOffAndItIsRemembered() {
    Studio studio({}, true);
    auto* const live = studio.find<QToolButton>("liveButton");
    QVERIFY(live->isChecked());
    open(studio, "a = 1\nout a\n");
    EVENTUALLY(output(studio, "a") == "1");
    studio.press(Qt::Key_L, Qt::ControlModifier);
    QVERIFY(!live->isChecked());
    studio.press(Qt::Key_Home, Qt::ControlModifier);
    studio.press(Qt::Key_End);
    studio.type("2");
    EVENTUALLY(studio.label("statusRun").contains("changed since: run again"));
    QCOMPARE(output(studio, "a"), QString("1"));
    studio.restart();
    QVERIFY(!studio.find<QToolButton>("liveButton")->isChecked());
    studio.press(Qt::Key_L, Qt::ControlModifier);
    EVENTUALLY(studio.label("statusRun").contains("live, completed"));
}

void WindowLiveTest::afreshWorksEverythingOutAgain() {
    Studio studio({}, true);
    open(studio, "a = Uppercase(\"text\")\nout a\n");
    EVENTUALLY(output(studio, "a") == "\"TEXT\"");
    studio.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(studio.graph().badgeText("a").startsWith("cached, was "));
    studio.press(Qt::Key_F5, Qt::ControlModifier | Qt::ShiftModifier);
    EVENTUALLY(!studio.graph().badgeText("a").startsWith("cached"));
    EVENTUALLY(studio.label("statusRun").contains("completed in"));
}

void WindowLiveTest::anotherFileRunsOnItsOwnInputs() {
    Studio studio({}, true);
    const QString one = studio.write("one.cst", "@example(1)\nin x: Int\na = x + 100\nout a\n");
    const QString two = studio.write("two.cst", "@example(2)\nin x: Int\na = x + 200\nout a\n");
    MainWindow::Options options;
    options.file = one;
    studio.restart(options);
    EVENTUALLY(output(studio, "a") == "101");
    options.file = two;
    studio.restart(options);
    EVENTUALLY(output(studio, "a") == "202");
}

QTEST_MAIN(WindowLiveTest)
#include "tst_window_live.moc"

// The panes of the window and how one leads to another. Keys and mouse only.

#include "tests/ui/support/studio.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QTabBar>
#include <QToolButton>

#include <algorithm>
#include <random>

using namespace cst;
using cst::test::samplePath;
using cst::test::Studio;

namespace {

const QByteArray kSum = "@example(2)\nin a: Int\nb = a + 40\nout b\n";

/// What has less room than its text needs.
QStringList cutOff(const QWidget& window) {
    QStringList found;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        const bool isControl =
            qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QTabBar*>(widget) ||
            qobject_cast<const QMenuBar*>(widget) || qobject_cast<const QLabel*>(widget);
        if (!isControl || !widget->isVisible() || widget->visibleRegion().isEmpty()) continue;
        const QSize needed = widget->minimumSizeHint();
        if (needed.expandedTo(widget->size()) == widget->size()) continue;
        found.append(QString("%1 %2 needs %3x%4 and has %5x%6")
                         .arg(widget->metaObject()->className(), widget->objectName())
                         .arg(needed.width())
                         .arg(needed.height())
                         .arg(widget->width())
                         .arg(widget->height()));
    }
    return found;
}

}  // namespace

class WindowPanesTest : public QObject {
    Q_OBJECT

private slots:
    void noTwoCommandsShareAKey();
    void aNewDocumentSaysWhatItIsNot();
    void aPipelineWithAnErrorRunsAsFarAsItCompiles();
    void theStopButtonStopsTheSample();
    void theListOfProblemsLeadsToThem();
    void aFailureOfARunIsAProblemToo();
    void theCursorLightsItsNode();
    void namedSamplesAreMetOrNot();
    void theThemeChangesAtOnceAndIsKept();
    void everyNodeIsTimedOnRequestAndThatIsKept();
    void whatARunCostBesideItsNodesIsInTheTip();
    void nothingIsCutOffInAnyTab();
    void f6GoesFromPaneToPane();
    void aFieldThatWasEmptiedHasNoValue();
    void anOptionalThatIsTickedNeedsAValue();
    void allOfALargeGraphFits();
    void findCountsAndGoesRound();
    void linesAreCommentedAndBack();
    void anyKeysAreSurvived();
};

void WindowPanesTest::aNewDocumentSaysWhatItIsNot() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    EVENTUALLY(studio.graph().nodeCount() == 0);
    QVERIFY(studio.label("statusRun").contains("not run yet"));
    QVERIFY(studio.editor().bytes().empty());
    EVENTUALLY(studio.problemsTab() == "Problems");  // there is nothing yet to be wrong
}

void WindowPanesTest::aPipelineWithAnErrorRunsAsFarAsItCompiles() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.type(kSum + "c = missing\nout c\n");
    EVENTUALLY(studio.problemsTab() == "Problems 1");
    studio.pressMouse(studio.find<QToolButton>("runButton"));
    EVENTUALLY(studio.outputs().outputText("b") == "42");
    EVENTUALLY(studio.label("statusRun").contains("1 error"));
}

void WindowPanesTest::theStopButtonStopsTheSample() {
    Studio studio({.file = samplePath("fan-out.cst"), .runsAtOnce = true});
    EVENTUALLY(studio.label("statusRun").contains("running:"));
    auto* stop = studio.find<QToolButton>("stopButton");
    QVERIFY(stop->isEnabled());
    studio.pressMouse(stop);
    QTRY_VERIFY_WITH_TIMEOUT(studio.label("statusRun").contains("stopped"), 1'000);
    QVERIFY(!stop->isEnabled());
}

void WindowPanesTest::theListOfProblemsLeadsToThem() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.type("b = one\nc = two\nout b\nout c\n");
    EVENTUALLY(studio.problemsTab() == "Problems 2");
    studio.press(Qt::Key_F8);  // from the end of the text around to the first
    QCOMPARE(studio.editor().cursorPosition().line, 1U);
    studio.press(Qt::Key_F8);
    QCOMPARE(studio.editor().cursorPosition().line, 2U);
    studio.press(Qt::Key_F8, Qt::ShiftModifier);
    QCOMPARE(studio.editor().cursorPosition().line, 1U);

    studio.press(Qt::Key_3, Qt::AltModifier);  // the tab of the problems
    auto* list = studio.find<QListView>("problems");
    const QPoint second = list->visualRect(list->model()->index(1, 0)).center();
    studio.pressMouse(list->viewport(), second);
    QTest::mouseDClick(list->viewport(), Qt::LeftButton, Qt::NoModifier, second);
    QCOMPARE(studio.editor().cursorPosition().line, 2U);
    QVERIFY(studio.hasFocus(studio.editor()));
}

void WindowPanesTest::aFailureOfARunIsAProblemToo() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.type("@example(0)\nin a: Int\nb = 1 / a\nout b\n");
    studio.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(studio.label("statusRun").contains(": R004"));
    QVERIFY(studio.label("statusRun").contains("`b`"));
    QCOMPARE(studio.problemsTab(), QString("Problems 1"));
    studio.press(Qt::Key_F8);
    QCOMPARE(studio.editor().cursorPosition().line, 3U);
}

void WindowPanesTest::theCursorLightsItsNode() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.type(kSum);
    EVENTUALLY(studio.graph().nodeCount() > 2);
    studio.press(Qt::Key_Up);
    studio.press(Qt::Key_Up);  // the line of b
    studio.press(Qt::Key_End);
    studio.press(Qt::Key_Left);
    EVENTUALLY(QString::fromStdString(studio.graph().litKey()).startsWith("b"));
    QCOMPARE(studio.label("statusCursor"), QString("Ln 3, Col 10"));
}

void WindowPanesTest::namedSamplesAreMetOrNot() {
    Studio studio({.file = samplePath("order-enrichment.cst")});
    EVENTUALLY(studio.graph().nodeCount() > 20);
    QWidget* box = nullptr;
    for (QWidget* child : studio.find<QWidget>("samples")->findChildren<QWidget*>()) {
        if (!box && (child->focusPolicy() & Qt::TabFocus)) box = child;
    }
    QVERIFY(box);
    QTest::keyClick(box, Qt::Key_Down);  // from the examples to the first sample
    studio.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(studio.label("statusRun").contains("expectations met"));
}

void WindowPanesTest::theThemeChangesAtOnceAndIsKept() {
    Studio studio;
    EVENTUALLY(studio.graph().nodeCount() > 20);
    QVERIFY(studio.theme().isDark());
    const auto lightness = [&] {
        return studio.editor().grab().toImage().pixelColor(300, 300).lightness();
    };
    const int before = lightness();
    studio.pressMouse(studio.find<QToolButton>("themeButton"));
    QVERIFY(!studio.theme().isDark());
    EVENTUALLY(lightness() > before + 100);
    QCOMPARE(studio.settings().theme(), Theme::Choice::Light);
}

void WindowPanesTest::everyNodeIsTimedOnRequestAndThatIsKept() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.type("@example(2)\nin a: Int\nb = abs(a * 2 + 1)\nout b\n");
    const auto badge = [&] { return studio.graph().badgeText("b/args.0"); };
    const auto runAgain = [&] {
        studio.press(Qt::Key_Return, Qt::ControlModifier);
        EVENTUALLY(studio.outputs().outputText("b") == "5");
    };
    runAgain();
    EVENTUALLY(badge().startsWith("in b"));

    studio.press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    runAgain();
    EVENTUALLY(!badge().isEmpty() && !badge().startsWith("in b"));
    QVERIFY(studio.settings().timesEveryNode());

    studio.restart();
    auto* menu = studio.find<QMenu>("runMenu");
    studio.pressMouse(
        menu->parentWidget(),
        qobject_cast<QMenuBar*>(menu->parentWidget())->actionGeometry(menu->menuAction()).center());
    const auto actions = menu->actions();
    const auto every = std::find_if(actions.begin(), actions.end(), [](const QAction* action) {
        return action->text().contains("Every");
    });
    QVERIFY((*every)->isChecked());
    studio.pressMouse(menu, menu->actionGeometry(*every).center());
    QVERIFY(!studio.settings().timesEveryNode());
}

void WindowPanesTest::whatARunCostBesideItsNodesIsInTheTip() {
    Studio studio;
    EVENTUALLY(studio.label("statusRun").contains("completed"));
    const auto tip = [&] { return studio.find<QLabel>("statusRun")->toolTip(); };
    QVERIFY2(tip().contains("recording took "), qPrintable(tip()));
    QVERIFY2(tip().contains("0 of 1 runs found their memory ready"), qPrintable(tip()));
    studio.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(tip().contains(" of 2 runs"));
}

void WindowPanesTest::nothingIsCutOffInAnyTab() {
    Studio studio;
    EVENTUALLY(studio.label("statusRun").contains("completed"));
    for (int tab = 0; tab < studio.tabs().count(); ++tab) {
        QTabBar* bar = studio.tabs().tabBar();
        QTest::mouseClick(bar, Qt::LeftButton, Qt::NoModifier, bar->tabRect(tab).center());
        QCOMPARE(studio.tabs().currentIndex(), tab);
        // A text that has just changed gets its room in the next turn of the event loop.
        QTRY_COMPARE_WITH_TIMEOUT(cutOff(studio.window()), QStringList(), 20'000);
    }
}

void WindowPanesTest::f6GoesFromPaneToPane() {
    Studio studio;
    studio.pressMouse(studio.editor().textArea());
    QVERIFY(studio.hasFocus(studio.editor()));
    studio.press(Qt::Key_F6);
    QVERIFY(studio.hasFocus(studio.graph()));
    studio.press(Qt::Key_F6);
    QVERIFY(studio.hasFocus(studio.tabs()));
    studio.press(Qt::Key_F6);
    QVERIFY(studio.hasFocus(studio.editor()));
    studio.press(Qt::Key_F6, Qt::ShiftModifier);
    QVERIFY(studio.hasFocus(studio.tabs()));
    EVENTUALLY(studio.label("statusRun").contains("completed"));
    studio.press(Qt::Key_2, Qt::AltModifier);
    QVERIFY(studio.find<QListView>("outputsList")->hasFocus());
}

void WindowPanesTest::aFieldThatWasEmptiedHasNoValue() {
    Studio studio;
    studio.restart({.file = studio.write("a.cst", kSum)});
    EVENTUALLY(studio.window().findChild<QLineEdit*>("in:a") != nullptr);
    EVENTUALLY(studio.find<QLineEdit>("in:a")->text() == "2");
    studio.press(Qt::Key_1, Qt::AltModifier);
    studio.pressMouse(studio.find<QLineEdit>("in:a"));
    studio.press(Qt::Key_A, Qt::ControlModifier);
    studio.press(Qt::Key_Backspace);
    studio.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(studio.label("statusRun").contains("missing input: a"));
}

void WindowPanesTest::anOptionalThatIsTickedNeedsAValue() {
    Studio studio;
    studio.restart({.file = studio.write("a.cst", "in o: Optional<Int>\na = o ?? 7\nout a\n")});
    EVENTUALLY(studio.window().findChild<QCheckBox*>("in:o.given") != nullptr);
    studio.press(Qt::Key_1, Qt::AltModifier);
    auto* tick = studio.find<QCheckBox>("in:o.given");
    studio.pressMouse(tick, {8, tick->height() / 2});
    QVERIFY(tick->isChecked());
    studio.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(studio.label("statusRun").contains("not run: an input"));
    QVERIFY(studio.label("fault:o").contains("untick"));
    studio.pressMouse(studio.find<QLineEdit>("in:o"));
    studio.type("5");
    EVENTUALLY(studio.label("statusRun").contains("not run yet"));  // nothing is wrong any more
    studio.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(studio.outputs().outputText("a") == "5");
}

void WindowPanesTest::allOfALargeGraphFits() {
    QByteArray text("in v0: Int\n");
    for (int i = 1; i <= 1000; ++i) {
        text += QString("v%1 = max(v%2, %1)\n").arg(i).arg(i - 1).toUtf8();
    }
    Studio studio;
    studio.restart({.file = studio.write("a.cst", text + "out v1000\n")});
    EVENTUALLY(!studio.graph().nodeRect("out:v1000").isEmpty());
    studio.press(Qt::Key_0, Qt::ControlModifier);
    const QRect view = studio.graph().rect();
    EVENTUALLY(view.contains(studio.graph().nodeRect("out:v1000")) &&
               view.contains(studio.graph().nodeRect("in:v0")));
    EVENTUALLY(studio.find<QToolButton>("zoomPercent")->text().startsWith("0."));
}

void WindowPanesTest::findCountsAndGoesRound() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.type("one two\nONE two\none\n");
    studio.press(Qt::Key_F, Qt::ControlModifier);
    studio.type("one");
    QCOMPARE(studio.label("findCount"), QString("1 of 3"));
    studio.press(Qt::Key_Return);
    QCOMPARE(studio.label("findCount"), QString("2 of 3"));
    QCOMPARE(studio.editor().cursorPosition().line, 2U);
    studio.press(Qt::Key_F3);
    studio.press(Qt::Key_F3);
    QCOMPARE(studio.label("findCount"), QString("1 of 3"));
    studio.press(Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(studio.label("findCount"), QString("3 of 3"));
    studio.press(Qt::Key_Escape);
    QVERIFY(studio.hasFocus(studio.editor()));
    QVERIFY(!studio.find<QLineEdit>("findEdit")->isVisible());
}

void WindowPanesTest::linesAreCommentedAndBack() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.type("in a: Int\nout a");
    studio.press(Qt::Key_A, Qt::ControlModifier);
    studio.press(Qt::Key_Slash, Qt::ControlModifier);
    QCOMPARE(studio.editor().bytes(), std::string("# in a: Int\n# out a"));
    studio.press(Qt::Key_Slash, Qt::ControlModifier);
    QCOMPARE(studio.editor().bytes(), std::string("in a: Int\nout a"));
    studio.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(studio.editor().bytes(), std::string("# in a: Int\n# out a"));
}

void WindowPanesTest::anyKeysAreSurvived() {
    static constexpr Qt::Key kKeys[] = {Qt::Key_Backspace, Qt::Key_Delete, Qt::Key_Up,
                                        Qt::Key_Down,      Qt::Key_Left,   Qt::Key_Return,
                                        Qt::Key_Home,      Qt::Key_End,    Qt::Key_Tab};
    std::mt19937 random(7);
    Studio studio({.file = samplePath("text-analysis.cst")});
    EVENTUALLY(studio.graph().nodeCount() > 5);
    studio.pressMouse(studio.editor().textArea());
    for (int i = 0; i < 300; ++i) {
        if (random() % 3 == 0) {
            studio.press(kKeys[random() % std::size(kKeys)]);
        } else {
            studio.type(QByteArray(1, static_cast<char>(' ' + random() % 95)));
        }
        if (i % 10 == 0) QCoreApplication::processEvents();
    }
    studio.press(Qt::Key_End, Qt::ControlModifier);
    studio.type("\nlast");
    QVERIFY(QByteArray::fromStdString(studio.editor().bytes()).endsWith("last"));
    EVENTUALLY(studio.problemsTab() != "Problems");
}

void WindowPanesTest::noTwoCommandsShareAKey() {
    Studio studio;
    QHash<QKeySequence, QString> taken;
    for (const QAction* action : studio.window().findChildren<QAction*>()) {
        for (const QKeySequence& key : action->shortcuts()) {
            if (key.isEmpty()) continue;
            QVERIFY2(!taken.contains(key),
                     qPrintable(key.toString() + ": " + action->text() + ", " + taken.value(key)));
            taken.insert(key, action->text());
        }
    }
    QVERIFY(taken.size() > 20);
}

QTEST_MAIN(WindowPanesTest)
#include "tst_window_panes.moc"

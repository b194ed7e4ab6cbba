// Gestures in the graph and on names, by keys and mouse in the whole window: each is one edit of
// the text, one step of undo, or is refused in words.

#include "tests/ui/support/studio.h"
#include "ui/shell/banner.h"
#include "ui/shell/main_window_gestures.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QRandomGenerator>
#include <QToolButton>
#include <QTreeWidget>

using namespace cst;
using namespace cst::test;

namespace {

const QByteArray kScores = "in note: String\n"
                           "in price: Int\n"
                           "clean = Trim(note)   # no blanks\n"
                           "words = WordCount(clean)\n"
                           "# twice as dear\n"
                           "double = multiply(price, 2)\n"
                           "score = add(words, double)\n"
                           "isDear = double > 80\n"
                           "out score\n"
                           "out isDear\n";

/// A studio with a text of its own that is compiled and shown.
class Desk : public Studio {
public:
    explicit Desk(const QByteArray& text = kScores, bool live = false) : Studio({}, live) {
        MainWindow::Options wanted;
        wanted.file = write("pipeline.cst", text);
        restart(wanted);
        if (!QTest::qWaitFor([&] { return bytes() == text && isThere("out:"); }, 20'000)) {
            qFatal("the text is not shown");
        }
        settle();
    }

    QByteArray bytes() { return QByteArray::fromStdString(editor().bytes()); }
    bool isThere(const char* key) {
        return key == std::string("out:") ? graph().nodeCount() > 0
                                          : !graph().nodeRect(key).isEmpty();
    }
    /// Nothing moves any more, so that a place stays the place of its node.
    void settle() {
        if (!QTest::qWaitFor([&] { return !graph().isMoving(); }, 20'000)) {
            qFatal("the graph does not come to rest");
        }
    }
    QPoint middle(const char* key) { return graph().nodeRect(key).center(); }
    void clickNode(const char* key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        window().activateWindow();
        QTest::mouseClick(&graph(), Qt::LeftButton, modifiers, middle(key));
    }
    /// In the text, by the mouse: behind the n-th occurrence of a word.
    void clickText(const QByteArray& word, int occurrence = 0) {
        qsizetype at = -1;
        for (int i = 0; i <= occurrence; ++i) at = bytes().indexOf(word, at + 1);
        const QPoint place = editor().pointOf(static_cast<uint32_t>(at)) + QPoint(2, 0);
        QTest::mouseClick(editor().textArea(), Qt::LeftButton, Qt::NoModifier, place);
    }
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::mousePress(&graph(), Qt::LeftButton, modifiers, from);
        QTest::mouseMove(&graph(), (from + to) / 2);
        QTest::mouseMove(&graph(), to);
        QTest::mouseRelease(&graph(), Qt::LeftButton, modifiers, to);
    }
    bool isIdle() { return find<WindowGestures>("gestures")->isIdle(); }
    /// The window manager does this where there is one.
    void bringToFront() {
        window().activateWindow();
        if (!QTest::qWaitForWindowActive(&window(), 20'000)) qFatal("the window is not active");
    }
    void pressUndo() { press(Qt::Key_Z, Qt::ControlModifier); }

    QLineEdit* nameLine() { return find<QLineEdit>("nameLine"); }
    bool isNaming() { return nameLine()->isVisible() && nameLine()->hasFocus(); }
    QLineEdit* choiceLine() { return find<QLineEdit>("choiceLine"); }
    bool isChoosing() { return choiceLine()->isVisible() && choiceLine()->hasFocus(); }
    QStringList choices() {
        QStringList titles;
        const auto* list = find<QListWidget>("choiceList");
        for (int row = 0; row < list->count(); ++row) titles.append(list->item(row)->text());
        return titles;
    }
    QString notice() { return find<Banner>("graphNotice")->text(); }
    QMessageBox* question() {
        for (auto* box : window().findChildren<QMessageBox*>(QStringLiteral("deleteQuestion"))) {
            if (box->isVisible()) return box;
        }
        return nullptr;
    }
    QMenu* menu() {
        for (auto* menu : window().findChildren<QMenu*>(QStringLiteral("graphMenu"))) {
            if (menu->isVisible()) return menu;
        }
        return nullptr;
    }
    std::vector<std::string> selected() {
        std::vector<std::string> keys;
        for (const NodeIdentity node : graph().selectedNodes()) {
            keys.push_back(graph().keyOf(node));
        }
        return keys;
    }
};

using Keys = std::vector<std::string>;

}  // namespace

class WindowGesturesTest : public QObject {
    Q_OBJECT

private slots:
    void renamingInTheTextRenamesEveryUse();
    void renamingInTheGraphRenamesEveryUse();
    void aNameThatDoesNotGoIsRefusedBelowTheField();
    void escapeLeavesTheNameAsItIs();
    void whereThereIsNoNameThatIsSaid();
    void theDefinitionAndTheUsesAreFound();

    void controlAndAClickChooseSeveralNodes();
    void shiftAndADragChooseWhatIsInTheRectangle();
    void whoGoesOnInTheTextHasChosenNothingMore();
    void controlAChoosesAllAndEscapeNone();
    void shiftAltAndTheArrowsChooseMore();
    void whatTheSelectionNeedsAndWhatUsesItIsMarkedInBoth();
    void theNodeBelowThePointerGlowsInTheText();
    void theNameBelowThePointerGlowsInTheGraph();
    void copyingInTheGraphCopiesNames();

    void deletingWhatNobodyUsesAsksNothing();
    void deletingAsksFirstIfItIsUsed_data();
    void deletingAsksFirstIfItIsUsed();
    void deletingInsideOfAStatementAsksFirstToo();
    void deleteInTheTextIsAKeyOfTheText();
    void duplicatesAreChosen();
    void aGuardWrapsTheValueAndTellsWhatItBreaks();
    void aFoldedGroupIsGuardedWhole();

    void aValueIsDrawnFromTheDotToANamedPort();
    void droppingOnANodeTakesThePortThatIsMeant();
    void aCircleIsRefusedInWords();
    void escapeEndsTheDraggingOfALine();
    void draggingANodeItselfConnectsNothing();
    void theKeysConnectWhatIsChosen();
    void anEdgeIsChosenByAClickAndDisconnectedByDelete();
    void theKeysDisconnectAPort();

    void aCallIsAddedByItsName();
    void aCallTakesTheNodesThatAreChosen();
    void aCallThatCannotTakeWhatIsChosenSaysSo();
    void aDoubleClickOnTheCanvasAddsACall();
    void theModulesAreSearchedAndAdded();
    void aFunctionIsDroppedOnTheGraph();
    void aFunctionThatIsDroppedOnANodeTakesItsValue();
    void theMenuOfANodeShowsTheKeys();
    void theMenusOfEdgesAndOfTheCanvas();

    void gesturesThatComeAtOnceAreAllDone();
    void whatIsTypedMeanwhileIsNotOverwritten();
    void aHundredGesturesAreUndoneToTheByte();
    void nothingThatIsKnownRunsAgainAfterUndo();
};

// ---- names -----------------------------------------------------------------------------------

void WindowGesturesTest::renamingInTheTextRenamesEveryUse() {
    Desk desk;
    desk.clickText("double", 2);  // a use
    desk.press(Qt::Key_F2);
    EVENTUALLY(desk.isNaming());
    QCOMPARE(desk.nameLine()->selectedText(), QString("double"));
    desk.type("twice\n");
    EVENTUALLY(!desk.nameLine()->isVisible());
    QCOMPARE(desk.bytes(), QByteArray(kScores).replace("double", "twice"));
    QVERIFY(desk.hasFocus(desk.editor()));
    desk.pressUndo();
    QCOMPARE(desk.bytes(), kScores);
}

void WindowGesturesTest::renamingInTheGraphRenamesEveryUse() {
    Desk desk;
    desk.clickNode("double");
    desk.press(Qt::Key_F2);
    EVENTUALLY(desk.isNaming());
    const QRect field =
        QRect(desk.nameLine()->mapTo(&desk.window(), QPoint()), desk.nameLine()->size());
    QVERIFY(field.contains(desk.graph().mapTo(&desk.window(), desk.middle("double"))));
    desk.type("twice\n");
    EVENTUALLY(!desk.nameLine()->isVisible());
    QCOMPARE(desk.bytes(), QByteArray(kScores).replace("double", "twice"));
    EVENTUALLY(desk.selected() == Keys{"twice"});
    QVERIFY(desk.graph().hasFocus());
    desk.pressUndo();
    QCOMPARE(desk.bytes(), kScores);
    EVENTUALLY(desk.selected() == Keys{"double"});
}

void WindowGesturesTest::aNameThatDoesNotGoIsRefusedBelowTheField() {
    Desk desk;
    desk.clickNode("double");
    desk.press(Qt::Key_F2);
    EVENTUALLY(desk.isNaming());
    desk.type("words\n");
    EVENTUALLY(desk.label("nameProblem").contains("`words` is taken"));
    QVERIFY(desk.find<QLabel>("nameProblem")->isVisible());
    QVERIFY(desk.isNaming());
    QCOMPARE(desk.bytes(), kScores);
    desk.type("2\n");  // goes on in the field: `words2`
    EVENTUALLY(!desk.nameLine()->isVisible());
    QCOMPARE(desk.bytes(), QByteArray(kScores).replace("double", "words2"));
}

void WindowGesturesTest::escapeLeavesTheNameAsItIs() {
    Desk desk;
    desk.clickNode("double");
    desk.press(Qt::Key_F2);
    EVENTUALLY(desk.isNaming());
    desk.type("twice");
    desk.press(Qt::Key_Escape);
    QVERIFY(!desk.nameLine()->isVisible());
    QVERIFY(desk.graph().hasFocus());
    QCOMPARE(desk.selected(), Keys{"double"});
    QCOMPARE(desk.bytes(), kScores);
}

void WindowGesturesTest::whereThereIsNoNameThatIsSaid() {
    Desk desk;
    desk.clickText("# no");
    desk.press(Qt::Key_F2);
    EVENTUALLY(desk.notice().contains("no name here"));
    QVERIFY(!desk.nameLine()->isVisible());
}

void WindowGesturesTest::theDefinitionAndTheUsesAreFound() {
    Desk desk;
    desk.clickText("double", 2);
    desk.press(Qt::Key_F12);
    const auto defined = static_cast<uint32_t>(kScores.indexOf("double"));
    EVENTUALLY(desk.editor().selection() == (SourceRange{defined, defined + 6}));
    desk.press(Qt::Key_F12, Qt::ShiftModifier);
    EVENTUALLY(desk.isChoosing());
    QCOMPARE(desk.choices(), QStringList({"6:", "7:", "8:"}));
    QCOMPARE(desk.editor().markedUses().size(), std::size_t{3});
    desk.press(Qt::Key_Down);
    desk.press(Qt::Key_Return);
    const auto used = static_cast<uint32_t>(kScores.indexOf("double", defined + 1));
    EVENTUALLY(desk.editor().selection() == (SourceRange{used, used + 6}));
    QVERIFY(desk.hasFocus(desk.editor()));
    QCOMPARE(desk.editor().markedUses().size(), std::size_t{3});
    desk.press(Qt::Key_Home, Qt::ControlModifier);
    EVENTUALLY(desk.editor().markedUses().empty());
}

// ---- what is chosen --------------------------------------------------------------------------

void WindowGesturesTest::controlAndAClickChooseSeveralNodes() {
    Desk desk;
    desk.clickNode("clean");
    desk.clickNode("double", Qt::ControlModifier);
    QCOMPARE(desk.selected(), (Keys{"clean", "double"}));
    const auto at = static_cast<uint32_t>(kScores.indexOf("Trim"));
    QCOMPARE(desk.editor().selection().begin, at);  // the text of the first one is shown
    desk.clickNode("clean", Qt::ControlModifier);
    QCOMPARE(desk.selected(), Keys{"double"});
    desk.clickNode("words");
    QCOMPARE(desk.selected(), Keys{"words"});
}

void WindowGesturesTest::shiftAndADragChooseWhatIsInTheRectangle() {
    Desk desk;
    const QRect two = desk.graph().nodeRect("in:note") | desk.graph().nodeRect("in:price");
    desk.drag(two.topLeft() - QPoint(5, 5), two.bottomRight() - QPoint(5, 5), Qt::ShiftModifier);
    QVERIFY(desk.selected().size() >= 2);
    const Keys chosen = desk.selected();
    QVERIFY(std::count(chosen.begin(), chosen.end(), "in:note") == 1);
    QVERIFY(std::count(chosen.begin(), chosen.end(), "in:price") == 1);
    QVERIFY(std::count(chosen.begin(), chosen.end(), "score") == 0);
    // The text shows them too, each whole.
    const std::string text = desk.editor().bytes();
    std::string marked;
    for (const SourceRange range : desk.editor().markedChosen()) {
        marked += text.substr(range.begin, range.length()) + "\n";
    }
    QVERIFY2(marked.find("in note") != std::string::npos, marked.c_str());
    QVERIFY2(marked.find("in price") != std::string::npos, marked.c_str());
    QVERIFY2(marked.find("score =") == std::string::npos, marked.c_str());
    desk.press(Qt::Key_Escape);
    QVERIFY(desk.editor().markedChosen().empty());
}

void WindowGesturesTest::whoGoesOnInTheTextHasChosenNothingMore() {
    Desk desk;
    desk.clickNode("clean");
    QCOMPARE(desk.selected(), Keys{"clean"});
    EVENTUALLY(desk.graph().litKey() == "clean");  // the text has followed
    desk.pressMouse(desk.editor().textArea());
    desk.press(Qt::Key_Home, Qt::ControlModifier);
    EVENTUALLY(desk.selected() == Keys());
}

void WindowGesturesTest::controlAChoosesAllAndEscapeNone() {
    Desk desk;
    desk.clickNode("clean");
    desk.press(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(desk.selected().size(), desk.graph().nodeCount());
    desk.press(Qt::Key_Escape);
    QCOMPARE(desk.selected(), Keys());
}

void WindowGesturesTest::shiftAltAndTheArrowsChooseMore() {
    Desk desk;
    desk.clickNode("clean");
    desk.press(Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(desk.selected(), (Keys{"clean", "words"}));
    desk.press(Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(desk.selected(), Keys{"score"});
}

void WindowGesturesTest::whatTheSelectionNeedsAndWhatUsesItIsMarkedInBoth() {
    Desk desk;
    desk.clickNode("words");
    QCOMPARE(desk.editor().neededLines(), (std::vector<uint32_t>{1, 3}));
    QCOMPARE(desk.editor().userLines(), (std::vector<uint32_t>{7, 9}));
    QCOMPARE(desk.graph().relations().needed, 2);
    QCOMPARE(desk.graph().relations().users, 2);
    desk.press(Qt::Key_Escape);
    QVERIFY(desk.editor().neededLines().empty());
    QVERIFY(desk.editor().userLines().empty());
}

void WindowGesturesTest::theNodeBelowThePointerGlowsInTheText() {
    Desk desk;
    QTest::mouseMove(&desk.graph(), QPoint(3, 3));
    QTest::mouseMove(&desk.graph(), desk.middle("words"));
    const auto at = static_cast<uint32_t>(kScores.indexOf("WordCount"));
    EVENTUALLY(desk.editor().glowing() == (SourceRange{at, at + 16}));
    QTest::mouseMove(&desk.graph(), QPoint(3, 3));
    EVENTUALLY(!desk.editor().glowing());
}

void WindowGesturesTest::theNameBelowThePointerGlowsInTheGraph() {
    Desk desk;
    const auto use = static_cast<uint32_t>(kScores.indexOf("clean)"));
    QTest::mouseMove(desk.editor().textArea(), QPoint(2, 2));
    QTest::mouseMove(desk.editor().textArea(), desk.editor().pointOf(use + 2));
    EVENTUALLY(desk.graph().hoveredKey() == "clean");
    QTest::mouseMove(desk.editor().textArea(), QPoint(2, 2));
    EVENTUALLY(desk.graph().hoveredKey().empty());
}

void WindowGesturesTest::copyingInTheGraphCopiesNames() {
    Desk desk;
    desk.clickNode("clean");
    desk.clickNode("in:price", Qt::ControlModifier);
    desk.press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QString("clean\nprice"));
}

// ---- delete, duplicate, guard ----------------------------------------------------------------

void WindowGesturesTest::deletingWhatNobodyUsesAsksNothing() {
    Desk desk;
    desk.clickNode("out:isDear");
    desk.press(Qt::Key_Delete);
    EVENTUALLY(desk.bytes() == QByteArray(kScores).replace("out isDear\n", ""));
    QVERIFY(!desk.question());
    desk.pressUndo();
    QCOMPARE(desk.bytes(), kScores);
}

void WindowGesturesTest::deletingAsksFirstIfItIsUsed_data() {
    QTest::addColumn<QString>("button");
    QTest::addColumn<QByteArray>("left");
    QByteArray only = kScores;
    only.replace("clean = Trim(note)   # no blanks\n", "");
    QByteArray all = only;
    all.replace("words = WordCount(clean)\n", "");
    all.replace("score = add(words, double)\n", "");
    all.replace("out score\n", "");
    QTest::newRow("only this") << "deleteOnly" << only;
    QTest::newRow("with all that uses it") << "deleteUsers" << all;
    QTest::newRow("not at all") << "" << kScores;
}

void WindowGesturesTest::deletingAsksFirstIfItIsUsed() {
    QFETCH(QString, button);
    QFETCH(QByteArray, left);
    Desk desk;
    desk.clickNode("clean");
    desk.press(Qt::Key_Delete);
    EVENTUALLY(desk.question());
    QVERIFY(desk.question()->informativeText().contains("`clean` is used by `words` in line 4"));
    QCOMPARE(desk.bytes(), kScores);
    if (button.isEmpty()) {
        QTest::keyClick(desk.question(), Qt::Key_Escape);
    } else {
        QTest::mouseClick(desk.question()->findChild<QPushButton*>(button), Qt::LeftButton);
    }
    EVENTUALLY(!desk.question());
    EVENTUALLY(desk.bytes() == left);
    if (left != kScores) {
        EVENTUALLY(!desk.isThere("clean") || button == "deleteOnly");
        desk.bringToFront();
        desk.pressUndo();
    }
    QCOMPARE(desk.bytes(), kScores);
}

void WindowGesturesTest::deletingInsideOfAStatementAsksFirstToo() {
    QByteArray text = kScores;
    text.replace("words = WordCount(clean)", "words = WordCount(Uppercase(clean))");
    Desk desk(text);
    desk.clickNode("words/args.0");
    desk.press(Qt::Key_Delete);
    EVENTUALLY(desk.question());
    QVERIFY(desk.question()->informativeText().startsWith(
        "`Uppercase` is used by `words` in line 4: `\"\"` will stand in its place\n"));
    QVERIFY(desk.question()->informativeText().contains("`words`, `score`, `out score`"));
    QCOMPARE(desk.bytes(), text);
    QTest::mouseClick(desk.question()->findChild<QPushButton*>("deleteOnly"), Qt::LeftButton);
    EVENTUALLY(desk.bytes() == QByteArray(text).replace("Uppercase(clean)", "\"\""));
    desk.bringToFront();
    desk.pressUndo();
    QCOMPARE(desk.bytes(), text);
}

void WindowGesturesTest::deleteInTheTextIsAKeyOfTheText() {
    Desk desk;
    desk.clickText("clean");
    desk.press(Qt::Key_Home);
    desk.press(Qt::Key_Delete);
    QCOMPARE(desk.bytes(), QByteArray(kScores).replace("clean = Trim", "lean = Trim"));
}

void WindowGesturesTest::duplicatesAreChosen() {
    Desk desk;
    desk.clickNode("clean");
    desk.clickNode("words", Qt::ControlModifier);
    desk.press(Qt::Key_D, Qt::ControlModifier);
    EVENTUALLY(desk.bytes() != kScores);
    QVERIFY(desk.bytes().contains("Trim(note)\n"));
    EVENTUALLY(desk.selected().size() == 2 && desk.selected() != (Keys{"clean", "words"}));
    desk.pressUndo();
    QCOMPARE(desk.bytes(), kScores);
}

void WindowGesturesTest::aGuardWrapsTheValueAndTellsWhatItBreaks() {
    Desk desk;
    desk.clickNode("words");
    desk.press(Qt::Key_G, Qt::ControlModifier);
    EVENTUALLY(desk.bytes().contains("words = WordCount(clean) when true"));
    QCOMPARE(desk.editor().selection().length(), 4U);  // of `true`, to be typed over
    EVENTUALLY(desk.notice().contains("does not fit any more"));
    desk.pressUndo();
    QCOMPARE(desk.bytes(), kScores);
    EVENTUALLY(desk.notice().isEmpty());
}

void WindowGesturesTest::aFoldedGroupIsGuardedWhole() {
    Desk desk("in x: Int\n\n# === part ===\nbig = x > 1\nsum = x + 1\nout sum\ntwice = sum * 2\n"
              "out big\nout twice\n");
    desk.clickNode("sum");
    desk.press(Qt::Key_F);
    EVENTUALLY(desk.isThere("group:part"));
    desk.settle();
    desk.clickNode("group:part");
    desk.press(Qt::Key_G, Qt::ControlModifier);
    EVENTUALLY(
        desk.bytes().contains("condition = true\n# === part ===\nbig = x > 1 when condition\n"));
    QVERIFY(desk.bytes().contains("twice = sum * 2 when condition\n"));
    EVENTUALLY(desk.notice().contains("`sum` is not guarded"));
}

// ---- connect, disconnect ---------------------------------------------------------------------

void WindowGesturesTest::aValueIsDrawnFromTheDotToANamedPort() {
    Desk desk;
    const QPoint dot = desk.graph().portPoint("words");
    QTest::mouseMove(&desk.graph(), dot);
    QCOMPARE(desk.graph().cursor().shape(), Qt::CrossCursor);
    QTest::mousePress(&desk.graph(), Qt::LeftButton, Qt::NoModifier, dot);
    QTest::mouseMove(&desk.graph(), desk.middle("double"));
    EVENTUALLY(desk.graph().offeredPorts() == QStringList({"a", "b"}));
    const QPoint second = desk.graph().offeredPortRect(1).center();
    QTest::mouseMove(&desk.graph(), second);
    QTest::mouseRelease(&desk.graph(), Qt::LeftButton, Qt::NoModifier, second);
    EVENTUALLY(desk.bytes().contains("double = multiply(price, words)"));
    QVERIFY(desk.graph().offeredPorts().isEmpty());
    desk.pressUndo();
    QCOMPARE(desk.bytes(), kScores);
}

void WindowGesturesTest::droppingOnANodeTakesThePortThatIsMeant() {
    Desk desk;
    // The second argument is a literal: nobody has connected it yet.
    desk.drag(desk.graph().portPoint("words"), desk.middle("double"));
    EVENTUALLY(desk.bytes().contains("double = multiply(price, words)"));
}

void WindowGesturesTest::aCircleIsRefusedInWords() {
    Desk desk;
    desk.drag(desk.graph().portPoint("score"), desk.middle("double"));
    EVENTUALLY(desk.notice().contains("circle"));
    QCOMPARE(desk.bytes(), kScores);
    const QRect notice = desk.find<Banner>("graphNotice")->geometry();
    QVERIFY(notice.width() > 100 && notice.height() > 10);
    // Who looks it up in the text has it before them; who goes on in the graph has read it.
    desk.clickNode("score");
    desk.drag(desk.graph().portPoint("score"), desk.middle("double"));
    EVENTUALLY(desk.notice().contains("circle"));
    desk.clickText("clean");
    EVENTUALLY(desk.selected().empty());
    QVERIFY(desk.notice().contains("circle"));
    desk.clickNode("words");
    EVENTUALLY(desk.notice().isEmpty());
}

void WindowGesturesTest::escapeEndsTheDraggingOfALine() {
    Desk desk;
    const QPoint dot = desk.graph().portPoint("words");
    desk.clickNode("words");
    QTest::mousePress(&desk.graph(), Qt::LeftButton, Qt::NoModifier, dot);
    QTest::mouseMove(&desk.graph(), desk.middle("double"));
    EVENTUALLY(!desk.graph().offeredPorts().isEmpty());
    desk.press(Qt::Key_Escape);
    QVERIFY(desk.graph().offeredPorts().isEmpty());
    QTest::mouseRelease(&desk.graph(), Qt::LeftButton, Qt::NoModifier, desk.middle("double"));
    QCOMPARE(desk.selected(), Keys{"words"});
    desk.press(Qt::Key_F2);
    EVENTUALLY(desk.isNaming());  // whatever was asked before would have come by now
    QCOMPARE(desk.bytes(), kScores);
}

void WindowGesturesTest::draggingANodeItselfConnectsNothing() {
    Desk desk;
    desk.drag(desk.middle("words"), desk.middle("double"));
    QVERIFY(desk.graph().offeredPorts().isEmpty());
    desk.press(Qt::Key_F2);
    EVENTUALLY(desk.isNaming());
    QCOMPARE(desk.bytes(), kScores);
}

void WindowGesturesTest::theKeysConnectWhatIsChosen() {
    Desk desk;
    desk.clickNode("words");
    desk.clickNode("double", Qt::ControlModifier);
    desk.press(Qt::Key_C);
    EVENTUALLY(desk.isChoosing());
    QCOMPARE(desk.choices(), QStringList({"a", "b"}));
    desk.press(Qt::Key_Down);
    desk.press(Qt::Key_Return);
    EVENTUALLY(desk.bytes().contains("double = multiply(price, words)"));
    desk.pressUndo();
    QCOMPARE(desk.bytes(), kScores);
}

void WindowGesturesTest::anEdgeIsChosenByAClickAndDisconnectedByDelete() {
    Desk desk;
    const QPoint middle =
        (desk.graph().portPoint("in:note") +
         QPoint(desk.graph().nodeRect("clean").left(), desk.middle("clean").y())) /
        2;
    QTest::mouseClick(&desk.graph(), Qt::LeftButton, Qt::NoModifier, middle);
    QVERIFY(desk.graph().selectedEdge());
    QCOMPARE(desk.selected(), Keys());
    desk.press(Qt::Key_Delete);
    EVENTUALLY(desk.bytes().contains("clean = Trim(\"\")   # no blanks"));
    desk.pressUndo();
    QCOMPARE(desk.bytes(), kScores);
}

void WindowGesturesTest::theKeysDisconnectAPort() {
    Desk desk;
    desk.clickNode("score");
    desk.press(Qt::Key_C, Qt::ShiftModifier);
    EVENTUALLY(desk.isChoosing());
    desk.type("b\n");
    EVENTUALLY(desk.bytes().contains("score = add(words, 0)"));
    desk.pressUndo();
    QCOMPARE(desk.bytes(), kScores);
}

// ---- add a call ------------------------------------------------------------------------------

void WindowGesturesTest::aCallIsAddedByItsName() {
    Desk desk;
    QTest::mouseClick(&desk.graph(), Qt::LeftButton, Qt::NoModifier, QPoint(5, 5));
    desk.press(Qt::Key_A);
    EVENTUALLY(desk.isChoosing());
    desk.type("upperc");
    QCOMPARE(desk.choices().value(0), QString("Uppercase"));
    desk.press(Qt::Key_Return);
    EVENTUALLY(desk.bytes().contains("= Uppercase("));
    EVENTUALLY(desk.selected().size() == 1 && desk.selected()[0].starts_with("upper"));
    QVERIFY(desk.graph().hasFocus());
    desk.pressUndo();
    QCOMPARE(desk.bytes(), kScores);
}

void WindowGesturesTest::aCallTakesTheNodesThatAreChosen() {
    Desk desk;
    desk.clickNode("clean");
    desk.press(Qt::Key_Insert);
    EVENTUALLY(desk.isChoosing());
    desk.type("upperc\n");
    EVENTUALLY(desk.bytes().contains("= Uppercase(clean)\n"));
}

void WindowGesturesTest::aCallThatCannotTakeWhatIsChosenSaysSo() {
    Desk desk;
    desk.clickNode("words");  // an Int
    desk.press(Qt::Key_Insert);
    EVENTUALLY(desk.isChoosing());
    desk.type("t");
    // Offered first is what can take it, behind it the others, both in the order of their names.
    const QStringList offered = desk.choices();
    QVERIFY(offered.contains("Trim") && offered.contains("to-float"));
    QVERIFY(offered.indexOf("to-float") < offered.indexOf("Trim"));
    desk.type("rim\n");
    EVENTUALLY(desk.bytes().contains("= Trim("));
    EVENTUALLY(desk.notice().contains("takes no value of the type of `words`"));
}

namespace {

void dropUppercase(Desk& desk, QPoint at) {
    QMimeData mime;
    mime.setData("application/x-constellation-function", "Uppercase");
    QDragEnterEvent entered(at, Qt::CopyAction, &mime, Qt::LeftButton, {});
    QApplication::sendEvent(&desk.graph(), &entered);
    QVERIFY(entered.isAccepted());
    QDropEvent dropped(at, Qt::CopyAction, &mime, Qt::LeftButton, {});
    QApplication::sendEvent(&desk.graph(), &dropped);
}

/// The view may have moved a little to show the whole node.
bool isNear(Desk& desk, const char* key, QPoint at) {
    const QRect box = desk.graph().nodeRect(key);
    return !box.isNull() && (box.topLeft() - at).manhattanLength() < 80;
}

}  // namespace

void WindowGesturesTest::aDoubleClickOnTheCanvasAddsACall() {
    Desk desk;
    desk.clickNode("clean");
    QTest::mouseClick(&desk.graph(), Qt::LeftButton, Qt::NoModifier, QPoint(5, 5));
    QTest::mouseDClick(&desk.graph(), Qt::LeftButton, Qt::NoModifier, QPoint(5, 5));
    EVENTUALLY(desk.isChoosing());
    desk.type("upperc\n");
    EVENTUALLY(desk.bytes().contains("= Uppercase(clean)\n"));
    EVENTUALLY(isNear(desk, "uppercase", {5, 5}));
    desk.pressUndo();
    QCOMPARE(desk.bytes(), kScores);
}

void WindowGesturesTest::theModulesAreSearchedAndAdded() {
    Desk desk;
    desk.press(Qt::Key_6, Qt::AltModifier);
    auto* line = desk.find<QLineEdit>("modulesLine");
    EVENTUALLY(line->isVisible() && line->hasFocus());
    const auto* tree = desk.find<QTreeWidget>("modulesTree");
    QVERIFY(tree->topLevelItemCount() > 1);
    QVERIFY(tree->topLevelItem(0)->childCount() > 0);  // of a namespace
    desk.type("upperc");
    QCOMPARE(tree->topLevelItem(0)->text(0), QString("Uppercase"));
    desk.press(Qt::Key_Return);
    EVENTUALLY(desk.bytes().contains("= Uppercase("));
    desk.pressUndo();
    QCOMPARE(desk.bytes(), kScores);
}

void WindowGesturesTest::aFunctionIsDroppedOnTheGraph() {
    Desk desk;
    desk.clickNode("clean");
    dropUppercase(desk, {20, 20});
    EVENTUALLY(desk.bytes().contains("= Uppercase(clean)\n"));
    EVENTUALLY(isNear(desk, "uppercase", {20, 20}));
    desk.pressUndo();
    QCOMPARE(desk.bytes(), kScores);
}

void WindowGesturesTest::aFunctionThatIsDroppedOnANodeTakesItsValue() {
    Desk desk;
    dropUppercase(desk, desk.middle("clean"));
    EVENTUALLY(desk.bytes().contains("= Uppercase(clean)\n"));
    desk.pressUndo();
    QCOMPARE(desk.bytes(), kScores);
}

void WindowGesturesTest::theMenuOfANodeShowsTheKeys() {
    Desk desk;
    const QPoint at = desk.middle("clean");
    QContextMenuEvent asked(QContextMenuEvent::Mouse, at, desk.graph().mapToGlobal(at));
    QApplication::sendEvent(&desk.graph(), &asked);
    EVENTUALLY(desk.menu());
    QCOMPARE(desk.selected(), Keys{"clean"});
    QStringList keys;
    for (const QAction* action : desk.menu()->actions()) {
        if (!action->shortcut().isEmpty()) keys.append(action->shortcut().toString());
    }
    for (const char* key : {"F2", "Ctrl+Shift+Return", "Ctrl+D", "Ctrl+G", "Del", "Shift+F12"}) {
        QVERIFY2(keys.contains(key), key);
    }
    for (const QAction* action : desk.menu()->actions()) {
        if (action->text().contains("icate")) {
            QTest::mouseClick(desk.menu(), Qt::LeftButton, Qt::NoModifier,
                              desk.menu()->actionGeometry(const_cast<QAction*>(action)).center());
            break;
        }
    }
    EVENTUALLY(desk.bytes() != kScores);
    desk.bringToFront();
    desk.pressUndo();
    QCOMPARE(desk.bytes(), kScores);
}

void WindowGesturesTest::theMenusOfEdgesAndOfTheCanvas() {
    Desk desk;
    const auto textsAt = [&](QPoint at) {
        QContextMenuEvent asked(QContextMenuEvent::Mouse, at, desk.graph().mapToGlobal(at));
        QApplication::sendEvent(&desk.graph(), &asked);
        QStringList texts;
        if (!QTest::qWaitFor([&] { return desk.menu() != nullptr; }, 20'000)) return texts;
        for (const QAction* action : desk.menu()->actions()) {
            texts.append(QString(action->text()).remove('&'));
        }
        desk.press(Qt::Key_Escape);
        desk.bringToFront();
        return texts;
    };
    QCOMPARE(textsAt({5, 5}), QStringList({"Add Call…", "Select All", "Fit Graph"}));
    const QPoint edge = (desk.graph().portPoint("in:note") +
                         QPoint(desk.graph().nodeRect("clean").left(), desk.middle("clean").y())) /
                        2;
    QCOMPARE(textsAt(edge), QStringList({"Inspect Value", "Disconnect"}));
}

// ---- all of them -----------------------------------------------------------------------------

void WindowGesturesTest::gesturesThatComeAtOnceAreAllDone() {
    Desk desk;
    desk.clickNode("clean");
    for (int i = 0; i < 3; ++i) desk.press(Qt::Key_D, Qt::ControlModifier);  // nothing in between
    EVENTUALLY(desk.bytes().count("Trim(note)") == 4);
    for (int i = 0; i < 3; ++i) desk.pressUndo();
    QCOMPARE(desk.bytes(), kScores);
}

void WindowGesturesTest::whatIsTypedMeanwhileIsNotOverwritten() {
    Desk desk;
    desk.clickNode("clean");
    desk.press(Qt::Key_D, Qt::ControlModifier);
    desk.clickText("score");  // and types, before the answer can be there
    desk.type("x");
    const QByteArray typed = QByteArray(kScores).replace("\nscore", "\nxscore");
    EVENTUALLY(desk.isIdle());
    // Either it was about the text before, or what was typed came in time to be in what it edits.
    if (desk.bytes() == typed) {
        QVERIFY(desk.notice().contains("changed meanwhile"));
    } else {
        QCOMPARE(desk.bytes(),
                 QByteArray(typed).replace("# no blanks\n", "# no blanks\nclean2 = Trim(note)\n"));
    }
}

void WindowGesturesTest::aHundredGesturesAreUndoneToTheByte() {
    Desk desk;
    QRandomGenerator random(7);
    const std::vector<const char*> keys{"in:note", "in:price",  "clean",
                                        "words",   "double",    "score",
                                        "isDear",  "out:score", "double/args.1"};
    const auto any = [&] { return keys[random.bounded(static_cast<quint32>(keys.size()))]; };
    int done = 0;
    for (int i = 0; i < 200; ++i) {
        desk.clickNode(any());
        const quint32 what = random.bounded(6U);
        if (random.bounded(2U) == 0 || what == 4) desk.clickNode(any(), Qt::ControlModifier);
        const auto isSettled = [&] {
            return desk.bytes() != kScores || !desk.notice().isEmpty() || desk.question();
        };
        switch (what) {
        case 0: desk.press(Qt::Key_D, Qt::ControlModifier); break;
        case 1: desk.press(Qt::Key_G, Qt::ControlModifier); break;
        case 2:
            desk.press(Qt::Key_Delete);
            EVENTUALLY(isSettled());
            if (desk.question()) {
                const char* button = random.bounded(2U) == 0 ? "deleteOnly" : "deleteUsers";
                QTest::mouseClick(desk.question()->findChild<QPushButton*>(button), Qt::LeftButton);
                EVENTUALLY(!desk.question());
            }
            break;
        case 3:
            desk.press(Qt::Key_A);
            EVENTUALLY(desk.isChoosing());
            desk.type(random.bounded(2U) == 0 ? "Uppercase\n" : "add\n");
            break;
        case 4:
            desk.drag(desk.graph().portPoint(any()), desk.middle(any()));
            // A line to itself, or to where it starts, asks for nothing.
            desk.press(Qt::Key_G, Qt::ControlModifier);
            break;
        default: {
            desk.press(Qt::Key_F2);
            EVENTUALLY(desk.isNaming() || isSettled());
            if (!desk.isNaming()) break;
            desk.type("renamed\n");
            EVENTUALLY(isSettled() || desk.find<QLabel>("nameProblem")->isVisible());
            if (desk.isNaming()) desk.press(Qt::Key_Escape);
            if (desk.bytes() == kScores) continue;
        }
        }
        EVENTUALLY(isSettled());
        desk.bringToFront();
        EVENTUALLY(desk.isIdle());
        done += desk.bytes() != kScores ? 1 : 0;
        for (int undone = 0; undone < 2 && desk.bytes() != kScores; ++undone) desk.pressUndo();
        QCOMPARE(desk.bytes(), kScores);
        EVENTUALLY(desk.isThere("isDear") && desk.isThere("double/args.1"));
        desk.settle();
        // What was refused is not taken for the next refusal.
        QTest::keyClick(&desk.graph(), Qt::Key_Escape);
        if (!desk.notice().isEmpty()) {
            QTest::mouseClick(desk.find<Banner>("graphNotice")->findChild<QToolButton*>(),
                              Qt::LeftButton);
        }
    }
    QVERIFY2(done > 80, qPrintable(QString::number(done)));
}

void WindowGesturesTest::nothingThatIsKnownRunsAgainAfterUndo() {
    QByteArray text = kScores;
    text.replace("in note", "@example(\"a b\")\nin note")
        .replace("in price", "@example(50)\nin price");
    Desk desk(text, true);
    EVENTUALLY(desk.outputs().outputText("score") == "102");
    desk.clickNode("double");
    desk.press(Qt::Key_Delete);
    EVENTUALLY(desk.question());
    QTest::mouseClick(desk.question()->findChild<QPushButton*>("deleteUsers"), Qt::LeftButton);
    EVENTUALLY(!desk.isThere("double") && !desk.isThere("score"));
    desk.bringToFront();
    desk.pressUndo();
    QCOMPARE(desk.bytes(), text);
    EVENTUALLY(desk.outputs().outputText("score") == "102");
    for (const char* key : {"clean", "words", "double", "score", "isDear"}) {
        EVENTUALLY(desk.graph().badgeText(key).startsWith("cached, was "));
    }
}

QTEST_MAIN(WindowGesturesTest)
#include "tst_window_gestures.moc"

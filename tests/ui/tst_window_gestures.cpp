// Gestures in the graph and on names, by keys and mouse in the whole window: each is one edit of
// the text, one step of undo, or is refused in words.

#include "tests/ui/support/studio.h"
#include "ui/shell/banner.h"

#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QRandomGenerator>
#include <QToolButton>

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
    void undo() { press(Qt::Key_Z, Qt::ControlModifier); }

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
    void controlAChoosesAllAndEscapeNone();
    void shiftAltAndTheArrowsChooseMore();
    void whatTheSelectionNeedsAndWhatUsesItIsMarkedInBoth();
    void theNodeBelowThePointerGlowsInTheText();
    void theNameBelowThePointerGlowsInTheGraph();
    void copyingInTheGraphCopiesNames();
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
    desk.undo();
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
    desk.undo();
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

QTEST_MAIN(WindowGesturesTest)
#include "tst_window_gestures.moc"

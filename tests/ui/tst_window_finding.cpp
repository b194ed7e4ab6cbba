// Finding nodes, back and forward, commands and files by name: keys and mouse in the whole window.

#include "tests/ui/support/studio.h"
#include "ui/shell/banner.h"

#include <QAction>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QTreeWidget>

using namespace cst;
using namespace cst::test;

namespace {

constexpr auto kCtrl = Qt::ControlModifier;
constexpr auto kCtrlShift = Qt::ControlModifier | Qt::ShiftModifier;
constexpr auto kCtrlAlt = Qt::ControlModifier | Qt::AltModifier;

const QByteArray kBill = "@example(0)\n"
                         "in pieces: Int\n"
                         "@example(\"tea\")\n"
                         "in article: String\n"
                         "subtotal = pieces * 4\n"
                         "total = abs(subtotal)\n"
                         "each = 100 / pieces\n"
                         "label = Uppercase(article)\n"
                         "out total\n"
                         "out each\n"
                         "out label\n";

class Desk : public Studio {
public:
    explicit Desk(const QByteArray& text = kBill) {
        restart({.file = write("bill.cst", text)});
        if (!QTest::qWaitFor([&] { return !graph().nodeRect("out:label").isEmpty(); }, 20'000)) {
            qFatal("the text is not shown");
        }
        settle();
    }
    void settle() {
        if (!QTest::qWaitFor([&] { return !graph().isMoving(); }, 20'000)) {
            qFatal("the graph does not come to rest");
        }
    }
    void clickNode(const char* key) {
        window().activateWindow();
        QTest::mouseClick(&graph(), Qt::LeftButton, {}, graph().nodeRect(key).center());
    }
    void find(const QByteArray& words) {
        press(Qt::Key_G, kCtrlShift);
        press(Qt::Key_A, kCtrl);
        type(words);
    }
    QString count() { return label("findNodeCount"); }
    QString selected() { return QString::fromStdString(graph().selectedKey()); }
    QLineEdit& findEdit() { return *Studio::find<QLineEdit>("findNodeEdit"); }
    QListWidget& list() { return *Studio::find<QListWidget>("paletteList"); }
    QWidget& palette() { return *Studio::find<QWidget>("palettePopup"); }
    QStringList titles() {
        QStringList titles;
        for (int i = 0; i < list().count(); ++i) titles.append(list().item(i)->text());
        return titles;
    }
    /// How much of what is behind a node is covered: 0 = as it is drawn.
    QColor colourOf(const char* key) {
        const QRect box = graph().nodeRect(key);
        return graph().grab().toImage().pixelColor(box.left() + box.width() / 2, box.top() + 3);
    }
};

}  // namespace

class WindowFindingTest : public QObject {
    Q_OBJECT

private slots:
    void wordsLightNodesAndCountThem();
    void enterGoesFromOneToTheNext();
    void escapeGivesTheFocusBackToTheGraph();
    void whatFailedIsFoundByItsState();
    void aValueIsFoundAfterTheRun();
    void theTextFollowsWhatIsFound();
    void aNodeThatIsFoundComesIntoSight();
    void aNodeInAFoldedGroupIsFoundThere();
    void f3BelongsToTheNodesWhileTheyAreLookedFor();
    void backAndForwardLeadThroughClicksAndFinds();
    void theMouseHasButtonsForBackAndForward();
    void aJumpInTheTextIsAPlaceToo();
    void backLeavesOutWhatIsDeleted();
    void backAndForwardAreOffWithNowhereToGo();
    void thePaletteHasEveryCommandOfTheMenus();
    void aCommandIsRunByItsWords();
    void aCommandOfTheGraphIsAboutTheGraph();
    void aCommandThatCannotBeDoneSaysSo();
    void aFileIsOpenedByItsName();
    void thePageOfKeysIsSearched();
};

void WindowFindingTest::wordsLightNodesAndCountThem() {
    Desk desk;
    const QColor label = desk.colourOf("label"), total = desk.colourOf("total");
    desk.find("total");
    QVERIFY(desk.findEdit().hasFocus());
    QCOMPARE(desk.count(), QString("1 of 3"));  // total, subtotal, out total
    QCOMPARE(desk.selected(), QString("total"));
    EVENTUALLY(desk.colourOf("label") != label);  // behind the veil
    QCOMPARE(desk.colourOf("total"), total);
    desk.type("x");
    QCOMPARE(desk.count(), QString("not found"));
    EVENTUALLY(desk.colourOf("label") == label);
}

void WindowFindingTest::enterGoesFromOneToTheNext() {
    Desk desk;
    desk.find("name:total");
    QCOMPARE(desk.selected(), QString("total"));
    desk.press(Qt::Key_Return);
    QCOMPARE(desk.count(), QString("2 of 3"));
    QCOMPARE(desk.selected(), QString("out:total"));
    desk.press(Qt::Key_Return);
    QCOMPARE(desk.selected(), QString("subtotal"));
    desk.press(Qt::Key_Return);
    QCOMPARE(desk.count(), QString("1 of 3"));
    desk.press(Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(desk.selected(), QString("subtotal"));
    QVERIFY(desk.findEdit().hasFocus());
}

void WindowFindingTest::escapeGivesTheFocusBackToTheGraph() {
    Desk desk;
    desk.pressMouse(desk.editor().textArea());
    const QColor label = desk.colourOf("label");
    desk.find("total");
    desk.press(Qt::Key_Escape);
    QVERIFY(!desk.findEdit().isVisible());
    QVERIFY(desk.graph().hasFocus());
    QCOMPARE(desk.selected(), QString("total"));
    EVENTUALLY(desk.colourOf("label") == label);
    desk.press(Qt::Key_Right, Qt::AltModifier);  // and from there on
    QCOMPARE(desk.selected(), QString("out:total"));
}

void WindowFindingTest::whatFailedIsFoundByItsState() {
    Desk desk;
    desk.find("state:failed");
    QCOMPARE(desk.count(), QString("not found"));
    desk.press(Qt::Key_Return, kCtrl);  // runs: nothing can be divided by 0 pieces
    EVENTUALLY(desk.count() == "2 found");
    desk.press(Qt::Key_Return);
    QCOMPARE(desk.selected(), QString("each"));
}

void WindowFindingTest::aValueIsFoundAfterTheRun() {
    Desk desk;
    desk.press(Qt::Key_Return, kCtrl);
    EVENTUALLY(desk.outputs().outputText("label").contains("TEA"));
    desk.find("value:TEA");
    EVENTUALLY(desk.count() == "1 of 3");  // what goes in, what comes of it, what goes out
}

void WindowFindingTest::theTextFollowsWhatIsFound() {
    Desk desk;
    desk.find("each");
    EVENTUALLY(desk.editor().cursorPosition().line == 7U);
    EVENTUALLY(desk.graph().litKey() == "each");
}

void WindowFindingTest::aNodeThatIsFoundComesIntoSight() {
    QByteArray text = "in label: Int\n";
    for (int i = 1; i <= 200; ++i) {
        text += QString("v%1 = max(%2, %1)\n").arg(i).arg(i == 1 ? "label" : "v1").toUtf8();
    }
    Desk desk(text + "out label\n");
    desk.press(Qt::Key_0, kCtrl);  // all of it: far too small to be read
    desk.settle();
    QVERIFY(desk.graph().zoom() < 0.3);
    desk.find("v199");
    desk.press(Qt::Key_Return);
    EVENTUALLY(!desk.graph().isMoving());
    QVERIFY(desk.graph().zoom() > 0.5);
    const QRect node = desk.graph().nodeRect("v199");
    QVERIFY(desk.graph().rect().contains(node));
    const QWidget* bar = desk.findEdit().parentWidget();
    QVERIFY(!bar->geometry().intersects(node));
}

void WindowFindingTest::aNodeInAFoldedGroupIsFoundThere() {
    Desk desk("in x: Int\n"
              "# === first ===\n"
              "a1 = abs(x)\n"
              "a2 = abs(a1)\n"
              "# === second ===\n"
              "b1 = abs(a2)\n"
              "label = abs(b1)\n"
              "out label\n");
    desk.pressMouse(&desk.graph());
    desk.press(Qt::Key_F, Qt::ShiftModifier);
    EVENTUALLY(!desk.graph().nodeRect("group:second").isEmpty());
    desk.settle();
    const auto line = [&] { return desk.editor().cursorPosition().line; };
    desk.find("module:abs");
    QCOMPARE(desk.count(), QString("1 of 4 in the group first"));
    QCOMPARE(desk.selected(), QString("group:first"));
    EVENTUALLY(line() == 3U);  // its own line, not that of the header
    desk.press(Qt::Key_Return);
    QCOMPARE(desk.count(), QString("2 of 4 in the group first"));
    EVENTUALLY(line() == 4U);
    QCOMPARE(desk.selected(), QString("group:first"));
    desk.press(Qt::Key_Return);
    QCOMPARE(desk.count(), QString("3 of 4 in the group second"));
    EVENTUALLY(line() == 6U);
    EVENTUALLY(desk.graph().litKey() == "group:second");
    QCOMPARE(desk.selected(), QString("group:second"));
    desk.find("second");  // the group itself
    QCOMPARE(desk.count(), QString("1 of 1"));
    EVENTUALLY(line() == 5U);
}

void WindowFindingTest::f3BelongsToTheNodesWhileTheyAreLookedFor() {
    Desk desk;
    desk.find("name:total");
    desk.press(Qt::Key_F3);
    QCOMPARE(desk.selected(), QString("out:total"));
    desk.press(Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(desk.selected(), QString("total"));
}

void WindowFindingTest::backAndForwardLeadThroughClicksAndFinds() {
    Desk desk;
    desk.clickNode("label");
    desk.clickNode("each");
    desk.find("subtotal");  // letter by letter, one place
    desk.press(Qt::Key_Escape);
    QCOMPARE(desk.selected(), QString("subtotal"));
    desk.press(Qt::Key_Left, kCtrlAlt);
    QCOMPARE(desk.selected(), QString("each"));
    desk.press(Qt::Key_Left, kCtrlAlt);
    QCOMPARE(desk.selected(), QString("label"));
    desk.press(Qt::Key_Right, kCtrlAlt);
    desk.press(Qt::Key_Right, kCtrlAlt);
    QCOMPARE(desk.selected(), QString("subtotal"));
    EVENTUALLY(desk.editor().cursorPosition().line == 5U);
}

void WindowFindingTest::theMouseHasButtonsForBackAndForward() {
    Desk desk;
    desk.clickNode("label");
    desk.clickNode("each");
    QTest::mouseClick(&desk.graph(), Qt::BackButton, {}, {20, 20});
    QCOMPARE(desk.selected(), QString("label"));
    QTest::mouseClick(desk.editor().textArea(), Qt::ForwardButton, {}, {20, 20});
    QCOMPARE(desk.selected(), QString("each"));
}

void WindowFindingTest::aJumpInTheTextIsAPlaceToo() {
    Desk desk;
    desk.pressMouse(desk.editor().textArea());
    desk.press(Qt::Key_Home, kCtrl);
    for (int line = 0; line < 5; ++line) desk.press(Qt::Key_Down);
    desk.press(Qt::Key_End);
    desk.press(Qt::Key_Left);  // in `subtotal` of `total = abs(subtotal)`
    EVENTUALLY(desk.graph().litKey() == "total");
    desk.press(Qt::Key_F12);
    EVENTUALLY(desk.editor().cursorPosition().line == 5U);
    desk.press(Qt::Key_Left, kCtrlAlt);
    EVENTUALLY(desk.editor().cursorPosition().line == 6U);
    QCOMPARE(desk.selected(), QString("total"));
    desk.press(Qt::Key_Right, kCtrlAlt);
    QCOMPARE(desk.selected(), QString("subtotal"));
}

void WindowFindingTest::backLeavesOutWhatIsDeleted() {
    Desk desk;
    desk.clickNode("total");
    desk.clickNode("out:label");
    desk.clickNode("each");
    desk.clickNode("out:label");
    desk.press(Qt::Key_Delete);
    EVENTUALLY(desk.graph().nodeRect("out:label").isEmpty());
    desk.press(Qt::Key_Left, kCtrlAlt);
    QCOMPARE(desk.selected(), QString("each"));
    desk.press(Qt::Key_Left, kCtrlAlt);
    QCOMPARE(desk.selected(), QString("total"));
}

void WindowFindingTest::backAndForwardAreOffWithNowhereToGo() {
    Desk desk;
    const auto isOn = [&](const char* name) {
        for (const QAction* action : desk.Studio::find<QMenu>("viewMenu")->actions()) {
            if (action->text().remove('&') == name) return action->isEnabled();
        }
        qFatal("no such command");
    };
    QVERIFY(!isOn("Go Back") && !isOn("Go Forward"));
    desk.clickNode("total");
    desk.clickNode("each");
    QVERIFY(isOn("Go Back") && !isOn("Go Forward"));
    desk.press(Qt::Key_Left, kCtrlAlt);
    QVERIFY(isOn("Go Forward"));
    desk.press(Qt::Key_N, kCtrl);
    EVENTUALLY(desk.graph().nodeCount() == 0);
    QVERIFY(!isOn("Go Back") && !isOn("Go Forward"));
}

void WindowFindingTest::thePaletteHasEveryCommandOfTheMenus() {
    Desk desk;
    desk.press(Qt::Key_P, kCtrlShift);
    const QStringList titles = desk.titles();
    int commands = 0;
    for (const QAction* action : desk.window().findChildren<QAction*>()) {
        if (action->shortcut().isEmpty()) continue;
        ++commands;
        const QString name = action->text().remove('&');
        QVERIFY2(titles.contains(name) || titles.contains("✓ " + name), qPrintable(name));
    }
    QVERIFY(commands > 40);
    desk.type("theme dark");
    QVERIFY(desk.titles().contains("✓ Dark"));
    desk.press(Qt::Key_Escape);
    QVERIFY(!desk.palette().isVisible());
}

void WindowFindingTest::aCommandIsRunByItsWords() {
    Desk desk;
    QVERIFY(desk.theme().isDark());
    desk.press(Qt::Key_P, kCtrlShift);
    desk.type("light dark");
    QCOMPARE(desk.titles().value(0), QString("Switch Between Light and Dark"));
    QVERIFY(desk.list().item(0)->data(Qt::UserRole).toString().contains("Ctrl+Shift+L"));
    desk.press(Qt::Key_Return);
    QVERIFY(!desk.theme().isDark());
    QVERIFY(desk.hasFocus(desk.editor()));
}

void WindowFindingTest::aCommandOfTheGraphIsAboutTheGraph() {
    Desk desk;
    desk.clickNode("label");
    desk.press(Qt::Key_P, kCtrlShift);
    desk.type("duplicate");
    desk.press(Qt::Key_Return);
    EVENTUALLY(!desk.graph().nodeRect("label2").isEmpty() ||
               desk.editor().bytes().find("Uppercase") != desk.editor().bytes().rfind("Uppercase"));
}

void WindowFindingTest::aCommandThatCannotBeDoneSaysSo() {
    Desk desk;
    desk.press(Qt::Key_P, kCtrlShift);
    desk.type("go forward");
    QCOMPARE(desk.titles(), QStringList{"Go Forward"});
    desk.press(Qt::Key_Return);
    QVERIFY(desk.Studio::find<Banner>("windowBanner")->text().contains("Go Forward"));
}

void WindowFindingTest::aFileIsOpenedByItsName() {
    Desk desk;
    desk.press(Qt::Key_P, kCtrl);
    QVERIFY(desk.titles().contains("bill.cst"));
    desk.type("text-ana");
    QCOMPARE(desk.titles(), QStringList{"text-analysis"});
    desk.press(Qt::Key_Return);
    EVENTUALLY(desk.window().windowTitle().startsWith("text-analysis.cst"));
    EVENTUALLY(desk.graph().nodeRect("out:label").isEmpty());
    desk.press(Qt::Key_P, kCtrl);
    desk.type("bill");
    desk.press(Qt::Key_Return);
    EVENTUALLY(!desk.graph().nodeRect("out:label").isEmpty());
}

void WindowFindingTest::thePageOfKeysIsSearched() {
    Desk desk;
    desk.press(Qt::Key_F1);
    EVENTUALLY(QApplication::activeModalWidget() != nullptr);
    auto* table = desk.Studio::find<QTreeWidget>("keysTable");
    const auto shown = [&] {
        QStringList rows;
        for (int i = 0; i < table->topLevelItemCount(); ++i) {
            const QTreeWidgetItem* row = table->topLevelItem(i);
            if (!row->isHidden()) rows.append(row->text(0) + ": " + row->text(1));
        }
        return rows;
    };
    QVERIFY(shown().size() > 50);
    QVERIFY(shown().contains("Walk along the edges: Alt+arrows"));
    EVENTUALLY(desk.Studio::find<QLineEdit>("keysLine")->hasFocus());
    desk.type("find node");
    QCOMPARE(shown(), QStringList{"Find Node…: Ctrl+Shift+G"});
    desk.press(Qt::Key_Escape);
    EVENTUALLY(!QApplication::activeModalWidget());
}

QTEST_MAIN(WindowFindingTest)
#include "tst_window_finding.moc"

// The list that Ctrl+Space opens, by keys and mouse in the whole window.

#include "tests/ui/support/studio.h"

#include <QListView>
#include <QToolButton>
#include <QToolTip>

#include <cstdlib>

using namespace cst;
using namespace cst::test;

namespace {

/// A studio with a text in which the cursor stands at `|`.
class Desk : public Studio {
public:
    explicit Desk(const std::string& marked) {
        press(Qt::Key_N, Qt::ControlModifier);
        pressMouse(editor().textArea());
        const std::size_t cursor = marked.find('|');
        type(QByteArray::fromStdString(marked.substr(0, cursor) + marked.substr(cursor + 1)));
        for (std::size_t i = cursor + 1; i < marked.size(); ++i) {
            press(Qt::Key_Left);
        }
    }

    /// The one on the screen; null if there is none.
    QListView* list() {
        for (auto* one : window().findChildren<QListView*>(QStringLiteral("completionList"))) {
            if (one->isVisible()) return one;
        }
        return nullptr;
    }
    bool isOpen() { return list() != nullptr; }
    QStringList offered() {
        QStringList names;
        for (int row = 0; isOpen() && row < list()->model()->rowCount(); ++row) {
            names.append(list()->model()->index(row, 0).data().toString());
        }
        return names;
    }
    void pressComplete() { press(Qt::Key_Space, Qt::ControlModifier); }
    std::string text() { return editor().bytes(); }
};

}  // namespace

class WindowCompletionTest : public QObject {
    Q_OBJECT

private slots:
    void controlSpaceOffersWhatFitsBelowTheWord();
    void nothingIsOfferedUnasked();
    void enterAndTabReplaceTheWholeWord_data();
    void enterAndTabReplaceTheWholeWord();
    void oneUndoTakesItBack();
    void typingNarrowsAndBackspaceWidens();
    void keysThatComeAtOnceAreNotLost();
    void theArrowsChoose();
    void aClickTakesARow();
    void escapeClosesTheListAndLeavesTheText();
    void theListGoesWhenTheCursorLeavesTheWord_data();
    void theListGoesWhenTheCursorLeavesTheWord();
    void whereNothingFitsThatIsSaid();
    void theListIsInTheColoursOfTheTheme();
};

void WindowCompletionTest::controlSpaceOffersWhatFitsBelowTheWord() {
    Desk desk("in fill: Int\nx = fil|");
    desk.pressComplete();
    EVENTUALLY(desk.isOpen());
    QCOMPARE(desk.offered().mid(0, 2), QStringList({"fill", "filter"}));
    const QPoint word = desk.editor().textArea()->mapTo(&desk.window(), desk.editor().pointOf(17));
    const QRect list = desk.list()->geometry();
    QVERIFY(list.top() > word.y() && list.top() < word.y() + 30);
    QVERIFY(std::abs(list.left() - word.x()) < 20);
    QVERIFY(desk.hasFocus(desk.editor()));
}

void WindowCompletionTest::nothingIsOfferedUnasked() {
    Desk desk("in fill: Int\nx = fil|");
    EVENTUALLY(desk.problemsTab() != "Problems");  // it is compiled
    QVERIFY(!desk.isOpen());
}

void WindowCompletionTest::enterAndTabReplaceTheWholeWord_data() {
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("Enter at the end")
        << Qt::Key_Return << QByteArray("x = filt|") << QByteArray("x = filter");
    QTest::newRow("Tab at the end")
        << Qt::Key_Tab << QByteArray("x = filt|") << QByteArray("x = filter");
    QTest::newRow("in the middle")
        << Qt::Key_Return << QByteArray("x = filt|er-xy(a)") << QByteArray("x = filter(a)");
    QTest::newRow("before an arrow")
        << Qt::Key_Return << QByteArray("x = filt|->") << QByteArray("x = filter->");
    QTest::newRow("a namespace") << Qt::Key_Return << QByteArray("use stdlib.ma|h")
                                 << QByteArray("use stdlib.math");
}

void WindowCompletionTest::enterAndTabReplaceTheWholeWord() {
    QFETCH(Qt::Key, key);
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    Desk desk(before.toStdString());
    desk.pressComplete();
    EVENTUALLY(desk.isOpen());
    desk.press(key);
    QVERIFY(!desk.isOpen());
    QCOMPARE(desk.text(), after.toStdString());
    desk.type("!");  // the cursor stands behind it
    QVERIFY(desk.text().find("r!") != std::string::npos ||
            desk.text().find("h!") != std::string::npos);
}

void WindowCompletionTest::oneUndoTakesItBack() {
    Desk desk("x = filt|");
    desk.pressComplete();
    EVENTUALLY(desk.isOpen());
    desk.press(Qt::Key_Return);
    desk.type("(");
    desk.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(desk.text(), std::string("x = filter"));
    desk.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(desk.text(), std::string("x = filt"));
}

void WindowCompletionTest::typingNarrowsAndBackspaceWidens() {
    Desk desk("x = le|");
    desk.pressComplete();
    EVENTUALLY(desk.isOpen());
    const QStringList wide = desk.offered();
    desk.type("ngt");
    EVENTUALLY(desk.offered().value(0) == "list-length");
    QVERIFY(desk.offered().size() < wide.size());
    for (int i = 0; i < 3; ++i) {
        desk.press(Qt::Key_Backspace);
    }
    EVENTUALLY(desk.offered() == wide);
}

void WindowCompletionTest::keysThatComeAtOnceAreNotLost() {
    Desk desk("x = |");
    desk.pressComplete();
    EVENTUALLY(desk.isOpen());
    desk.type("filt\n");  // nothing is painted between them
    QCOMPARE(desk.text(), std::string("x = filter"));
}

void WindowCompletionTest::theArrowsChoose() {
    Desk desk("x = list-|");
    desk.pressComplete();
    EVENTUALLY(desk.isOpen());
    const QStringList names = desk.offered();
    desk.press(Qt::Key_Down);
    desk.press(Qt::Key_Down);
    desk.press(Qt::Key_Up);
    QCOMPARE(desk.list()->currentIndex().data().toString(), names.at(1));
    desk.press(Qt::Key_Up);
    desk.press(Qt::Key_Up);  // round to the last one
    QCOMPARE(desk.list()->currentIndex().data().toString(), names.back());
    desk.press(Qt::Key_PageUp);
    desk.press(Qt::Key_Return);
    QVERIFY(desk.text() != "x = " + names.back().toStdString());
    QVERIFY(names.contains(QString::fromStdString(desk.text().substr(4))));
}

void WindowCompletionTest::aClickTakesARow() {
    Desk desk("x = list-|");
    desk.pressComplete();
    EVENTUALLY(desk.isOpen());
    const QString name = desk.offered().at(2);
    QListView* list = desk.list();
    QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::NoModifier,
                      list->visualRect(list->model()->index(2, 0)).center());
    QCOMPARE(desk.text(), "x = " + name.toStdString());
    QVERIFY(!desk.isOpen());
    QVERIFY(desk.hasFocus(desk.editor()));
}

void WindowCompletionTest::escapeClosesTheListAndLeavesTheText() {
    // A run goes on: the first Escape is for the list alone.
    Desk desk("@example(\"a\")\nin a: String\nx = SlowApiCall(a)\nout x|");
    desk.press(Qt::Key_Return, Qt::ControlModifier);
    EVENTUALLY(desk.find<QToolButton>("stopButton")->isEnabled());
    desk.pressComplete();
    EVENTUALLY(desk.isOpen());
    const std::string before = desk.text();
    desk.press(Qt::Key_Escape);
    QVERIFY(!desk.isOpen());
    QCOMPARE(desk.text(), before);
    EVENTUALLY(!desk.find<QToolButton>("stopButton")->isEnabled());
    QVERIFY(!desk.label("statusRun").contains("stopped"));
}

void WindowCompletionTest::theListGoesWhenTheCursorLeavesTheWord_data() {
    QTest::addColumn<Qt::Key>("key");
    QTest::newRow("a blank") << Qt::Key_Space;
    QTest::newRow("a bracket") << Qt::Key_ParenLeft;
    QTest::newRow("Home") << Qt::Key_Home;
    QTest::newRow("Left") << Qt::Key_Left;
    QTest::newRow("another pane") << Qt::Key_F6;
}

void WindowCompletionTest::theListGoesWhenTheCursorLeavesTheWord() {
    QFETCH(Qt::Key, key);
    Desk desk("x = list-|");
    desk.pressComplete();
    EVENTUALLY(desk.isOpen());
    desk.press(key);
    EVENTUALLY(!desk.isOpen());
}

void WindowCompletionTest::whereNothingFitsThatIsSaid() {
    Desk desk("# a comment|");
    desk.pressComplete();
    EVENTUALLY(QToolTip::text() == "Nothing to complete here");
    QVERIFY(!desk.isOpen());
}

void WindowCompletionTest::theListIsInTheColoursOfTheTheme() {
    Desk desk("x = list-|");
    desk.pressComplete();
    EVENTUALLY(desk.isOpen());
    const auto backgroundOf = [&](int row) {
        QListView* list = desk.list();
        const QRect place = list->visualRect(list->model()->index(row, 0));
        return list->viewport()->grab().toImage().pixelColor(place.left() + 2, place.top() + 2);
    };
    QCOMPARE(backgroundOf(0), desk.theme().color(Role::Selection));
    QCOMPARE(backgroundOf(1), desk.theme().color(Role::Raised));
    const QColor dark = backgroundOf(1);
    desk.press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    EVENTUALLY(desk.isOpen() && backgroundOf(1) == desk.theme().color(Role::Raised));
    QVERIFY(backgroundOf(1) != dark);
    QCOMPARE(backgroundOf(0), desk.theme().color(Role::Selection));
}

QTEST_MAIN(WindowCompletionTest)
#include "tst_window_completion.moc"

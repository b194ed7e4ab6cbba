// The editor with the real engine behind it, and nothing else.

#include "ui/editor/code_editor.h"
#include "ui/shell/caret_rest.h"
#include "ui/shell/session_bridge.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <Qsci/qsciscintillabase.h>
#include <QStyleHints>
#include <QTest>
#include <QToolTip>

#include <chrono>

using namespace cst;

namespace {

// The machine may be busy: what takes milliseconds gets seconds.
#define EVENTUALLY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 20'000)

/// An editor on the screen whose text is compiled, as the window does it.
struct Desk {
    explicit Desk(const std::string& text) : editor(theme) {
        QObject::connect(&editor, &CodeEditor::edited, &editor, [this] {
            ++edits;
            compile();
        });
        QObject::connect(&bridge, &SessionBridge::snapshotChanged, &editor,
                         [this](const SnapshotPtr& snapshot) {
                             if (snapshot->revision == revision) {
                                 editor.showSnapshot(snapshot);
                                 shown = snapshot->revision;
                             }
                         });
        editor.resize(700, 400);
        editor.open(text, false);
        editor.show();
        editor.activateWindow();
        if (!QTest::qWaitForWindowActive(&editor, 20'000)) qFatal("not active");
        QTest::mouseClick(editor.textArea(), Qt::LeftButton);
        press(Qt::Key_End, Qt::ControlModifier);
        compile();
    }

    void compile() {
        revision = bridge.setText(1, editor.bytes());  // not a gesture: what the window does
    }
    bool isShown() const { return shown == revision; }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    void type(const char* text) { QTest::keyClicks(QApplication::focusWidget(), text); }
    std::string marked(std::size_t at) const {
        const SourceRange range = editor.squiggles().at(at).range;
        return editor.bytes().substr(range.begin, range.length());
    }

    Theme theme;
    CodeEditor editor;
    SessionBridge bridge;
    Revision revision = 0;
    Revision shown = 0;
    int edits = 0;
};

}  // namespace

class EditorTest : public QObject {
    Q_OBJECT

private slots:
    void aWrongNameIsMarked();
    void warningsAreMarkedOtherwise();
    void anErrorUnderTheCursorWaitsForTheTypingToSettle();
    void hoveringAMarkSaysWhatIsWrong();
    void changesOfOneTurnAreToldOnce();
    void enterKeepsTheIndentation();
    void whatIsCopiedIsPastedByteForByte();
    void keywordsAndNamesLookDifferent();
    void editsOfOneGestureAreOneStepOfUndo();
    void aGestureLeavesTheBeginsOfLinesInView();
    void theCaretStandsStillWhileNobodyTypes();
};

void EditorTest::aWrongNameIsMarked() {
    Desk desk("in a: Int\nout a\nx = ");
    desk.type("nothing + 1");
    desk.press(Qt::Key_Home, Qt::ControlModifier);
    EVENTUALLY(desk.isShown() && !desk.editor.squiggles().empty());
    QVERIFY(desk.editor.squiggles().front().severity == Severity::Error ||
            desk.editor.squiggles().back().severity == Severity::Error);
    bool found = false;
    for (std::size_t i = 0; i < desk.editor.squiggles().size(); ++i) {
        found = found || desk.marked(i) == "nothing";
    }
    QVERIFY(found);
}

void EditorTest::warningsAreMarkedOtherwise() {
    Desk desk("in unused: Int\nin a: Int\nout a\n");  // W105
    EVENTUALLY(desk.editor.squiggles().size() == 1);
    QCOMPARE(desk.editor.squiggles().front().severity, Severity::Warning);
}

void EditorTest::anErrorUnderTheCursorWaitsForTheTypingToSettle() {
    Desk desk("in a: Int\nout a\nx = a\nout x\ny = ");
    EVENTUALLY(desk.isShown());
    desk.type("nothin");
    const auto hasMark = [&] {
        for (std::size_t i = 0; i < desk.editor.squiggles().size(); ++i) {
            if (desk.marked(i) == "nothin") return true;
        }
        return false;
    };
    EVENTUALLY(desk.isShown());
    EVENTUALLY(hasMark());  // without another key
}

void EditorTest::hoveringAMarkSaysWhatIsWrong() {
    Desk desk("x = nothing\nout x\n");
    EVENTUALLY(desk.editor.squiggles().size() == 1);
    const QPoint place = desk.editor.pointOf(desk.editor.squiggles().front().range.begin + 2);
    QTest::mouseMove(desk.editor.textArea(), QPoint(2, 2));
    QTest::mouseMove(desk.editor.textArea(), place);
    EVENTUALLY(QToolTip::text().contains("E001"));
    QVERIFY(QToolTip::text().contains("nothing"));
}

void EditorTest::changesOfOneTurnAreToldOnce() {
    Desk desk("");
    const int before = desk.edits;
    desk.type("abc");  // three keys, no event loop between them
    QCOMPARE(desk.edits, before);
    EVENTUALLY(desk.edits > before);
    EVENTUALLY(desk.isShown());
    QCOMPARE(desk.edits, before + 1);
}

void EditorTest::editsOfOneGestureAreOneStepOfUndo() {
    const std::string text = "a = 1\nb = a + a\nout b";
    Desk desk(text);
    desk.type("c");
    QVERIFY(desk.editor.apply(
        {{{0, 1}, "first"}, {{10, 11}, "first"}, {{14, 15}, "first"}, {{20, 21}, ""}}, {0, 5}));
    QCOMPARE(desk.editor.bytes(), std::string("first = 1\nb = first + first\nout c"));
    QCOMPARE(desk.editor.selection(), (SourceRange{0, 5}));
    desk.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(desk.editor.bytes(), text + "c");
    desk.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(desk.editor.bytes(), text);
}

void EditorTest::aGestureLeavesTheBeginsOfLinesInView() {
    const std::string shortLine = "b = 12345678901234567890123456789012345\n";
    const std::string longLine = "a = \"" + std::string(200, 'x') + "\"";
    Desk desk(shortLine + longLine);
    const auto begin = [&] { return desk.editor.pointOf(0).x(); };
    QVERIFY(begin() < 0);  // the cursor stands at the end of the long line
    // Of what is changed both ends can be seen from here too, were it not for the other lines.
    QVERIFY(desk.editor.apply({{{36, 39}, "6"}}, {36, 37}));
    QVERIFY(begin() > 0);
    // What cannot be seen from the begin of the line is seen all the same, and comes back.
    QVERIFY(desk.editor.apply({{{10, 12}, std::string(150, '1')}}, {159, 160}));
    QVERIFY(begin() < 0);
    desk.editor.undo();  // not a gesture: what the window does
    QVERIFY(begin() > 0);
}

void EditorTest::enterKeepsTheIndentation() {
    Desk desk("x = {\n    a: 1,");
    desk.press(Qt::Key_Return);
    desk.type("b: 2");
    QCOMPARE(desk.editor.bytes(), std::string("x = {\n    a: 1,\n    b: 2"));
}

void EditorTest::whatIsCopiedIsPastedByteForByte() {
    const std::string bytes = "# \xff\xc3\x28 é\n";
    Desk desk(bytes);
    desk.press(Qt::Key_A, Qt::ControlModifier);
    desk.press(Qt::Key_C, Qt::ControlModifier);
    desk.press(Qt::Key_End, Qt::ControlModifier);
    desk.press(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(desk.editor.bytes(), bytes + bytes);
}

void EditorTest::keywordsAndNamesLookDifferent() {
    Desk desk("in a: Int\nout a\n");
    EVENTUALLY(desk.isShown());
    const QImage picture = desk.editor.textArea()->grab().toImage();
    // Somewhere in the first word there is the pure colour of its role.
    const auto has = [&](uint32_t begin, uint32_t end, Role role) {
        const QPoint from = desk.editor.pointOf(begin), to = desk.editor.pointOf(end);
        for (int x = from.x(); x < to.x(); ++x) {
            for (int y = from.y() - 8; y < from.y() + 8; ++y) {
                const QColor color = picture.pixelColor(x, y), wanted = desk.theme.color(role);
                if (std::abs(color.red() - wanted.red()) +
                        std::abs(color.green() - wanted.green()) +
                        std::abs(color.blue() - wanted.blue()) <
                    60) {
                    return true;
                }
            }
        }
        return false;
    };
    QVERIFY(has(0, 2, Role::SyntaxKeyword));
    QVERIFY(has(6, 9, Role::SyntaxType));
    QVERIFY(!has(6, 9, Role::SyntaxKeyword));
}

/// Else a window that nobody touches repaints for ever.
void EditorTest::theCaretStandsStillWhileNobodyTypes() {
    Desk desk("out 1\n");
    auto* text = desk.editor.findChild<QsciScintillaBase*>(QStringLiteral("editorText"));
    const auto blinks = [text] {
        return text->SendScintilla(QsciScintillaBase::SCI_GETCARETPERIOD) > 0;
    };
    QVERIFY(blinks());
    CaretRest carets(std::chrono::milliseconds(20));
    EVENTUALLY(!blinks());
    QCOMPARE(QApplication::cursorFlashTime(), 0);  // those of fields
    bool hasBlinked = false;
    QObject::connect(QGuiApplication::styleHints(), &QStyleHints::cursorFlashTimeChanged, text,
                     [&] { hasBlinked = hasBlinked || blinks(); });
    desk.type("x");
    EVENTUALLY(hasBlinked);
}

QTEST_MAIN(EditorTest)
#include "tst_editor.moc"

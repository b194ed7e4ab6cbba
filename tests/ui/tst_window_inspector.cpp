// Values on edges and nodes in the whole window: clicks, keys and the mouse at rest.

#include "tests/ui/support/studio.h"
#include "ui/results/inspector_facts.h"
#include "ui/results/inspector_view.h"

#include <QAbstractItemModel>
#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QTableView>
#include <QToolButton>
#include <QToolTip>

using namespace cst;
using cst::test::Studio;

class WindowInspectorTest : public QObject {
    Q_OBJECT

private slots:
    void aClickOnAnEdgeShowsItsValue();
    void aLineThatLeavesAFoldedGroupShowsTheValueWithin();
    void theCursorOfTheTextLeadsTheInspector();
    void aMillionRowsAreScrolledToTheirEndByKeys();
    void aFailedNodeSaysWhyItHasNoValue();
    void aValueStaysWhenTheTextChanges();
    void anotherDocumentHasNoValuesYet();
    void theWholeValueIsCopiedAsJson();
    void restingOnAnEdgeTellsWhatTravelsThere();
    void restingOnAVariableTellsItsValue();

private:
    static void open(Studio& studio, const QByteArray& text) {
        studio.press(Qt::Key_N, Qt::ControlModifier);
        studio.pressPaste(text);
        EVENTUALLY(studio.editor().bytes() == text.toStdString());
    }
    static void run(Studio& studio) {
        studio.press(Qt::Key_Return, Qt::ControlModifier);
        EVENTUALLY(studio.label("statusRun").contains("completed") ||
                   studio.label("statusRun").contains("failed"));
    }
    static QString facts(Studio& studio) {
        return studio.find<InspectorFacts>("inspectorFacts")->text();
    }
    static QAbstractItemModel* table(Studio& studio) {
        return studio.find<QTableView>("inspectorTable")->model();
    }
    static QPoint onEdge(Studio& studio, const char* from, const char* to) {
        const QRect box = studio.graph().nodeRect(to);
        return (studio.graph().portPoint(from) + QPoint(box.left(), box.center().y())) / 2;
    }
    static void restAt(QWidget& widget, QPoint at) {
        QTest::mouseMove(&widget, at);
        QHelpEvent help(QEvent::ToolTip, at, widget.mapToGlobal(at));
        QApplication::sendEvent(&widget, &help);
    }
};

namespace {

const QByteArray kScores = "@example([{id: 1, score: 0.5}, {id: 2, score: 0.25}])\n"
                           "in rows: List<{id: Int, score: Float}>\n"
                           "good = filter(rows, (r) => r.score > 0.3)\n"
                           "count = list-length(good)\n"
                           "out count\n";

}  // namespace

void WindowInspectorTest::aClickOnAnEdgeShowsItsValue() {
    Studio studio;
    open(studio, kScores);
    run(studio);
    EVENTUALLY(!studio.graph().isMoving());
    QTest::mouseClick(&studio.graph(), Qt::LeftButton, Qt::NoModifier,
                      onEdge(studio, "in:rows", "good"));
    QVERIFY(studio.graph().selectedEdge());
    EVENTUALLY(studio.find<InspectorView>("inspector")->isVisible());
    EVENTUALLY(table(studio)->rowCount() == 2);
    QVERIFY2(facts(studio).startsWith("rows → good"), qPrintable(facts(studio)));
    QVERIFY(facts(studio).contains("2 records × 2 fields"));
    QCOMPARE(table(studio)->index(1, 1).data().toString(), QString("0.25"));
}

void WindowInspectorTest::aLineThatLeavesAFoldedGroupShowsTheValueWithin() {
    Studio studio;
    open(studio, "@example(\"a b\")\nin text: String\n# === read ===\nlow = Lowercase(text)\n"
                 "many = WordCount(low)\n# === use ===\nmore = many + 40\nout more\n");
    run(studio);
    EVENTUALLY(!studio.graph().nodeRect("low").isNull() && !studio.graph().isMoving());
    studio.pressMouse(&studio.graph(), studio.graph().nodeRect("low").center());
    studio.press(Qt::Key_F);
    EVENTUALLY(!studio.graph().nodeRect("group:read").isNull() && !studio.graph().isMoving());
    const QRect group = studio.graph().nodeRect("group:read");
    const QRect more = studio.graph().nodeRect("more");
    const QPoint line =
        (QPoint(group.right(), group.center().y()) + QPoint(more.left(), more.center().y())) / 2;
    restAt(studio.graph(), line);
    EVENTUALLY(QToolTip::text().contains("many"));
    QVERIFY2(QToolTip::text().contains("2"), qPrintable(QToolTip::text()));
    QTest::mouseClick(&studio.graph(), Qt::LeftButton, Qt::NoModifier, line);
    QVERIFY(studio.graph().selectedEdge());
    EVENTUALLY(facts(studio).startsWith("many → more"));
}

void WindowInspectorTest::theCursorOfTheTextLeadsTheInspector() {
    Studio studio;
    open(studio, kScores);
    run(studio);
    studio.press(Qt::Key_7, Qt::AltModifier);
    EVENTUALLY(studio.find<InspectorView>("inspector")->isVisible());
    studio.pressMouse(studio.editor().textArea());
    studio.press(Qt::Key_Home, Qt::ControlModifier);
    studio.press(Qt::Key_Down);
    studio.press(Qt::Key_Down);
    EVENTUALLY(facts(studio).startsWith("good\n"));
    EVENTUALLY(table(studio)->rowCount() == 1);
    // What is chosen in the graph comes first there; the text leads again when its cursor moves.
    QTest::mouseClick(&studio.graph(), Qt::LeftButton, Qt::NoModifier,
                      studio.graph().nodeRect("in:rows").center());
    EVENTUALLY(facts(studio).startsWith("rows\n"));
    EVENTUALLY(table(studio)->rowCount() == 2);
}

void WindowInspectorTest::aMillionRowsAreScrolledToTheirEndByKeys() {
    Studio studio;
    QByteArray text = "@example(7)\nin n: Int\nx0 = [{id: n, name: \"seven\"}]\n";
    for (int i = 1; i <= 20; ++i) {
        text += QString("x%1 = list-concat(x%2, x%2)\n").arg(i).arg(i - 1).toUtf8();
    }
    text += "count = list-length(x20)\nout count\n";
    open(studio, text);
    run(studio);
    EVENTUALLY(studio.outputs().outputText("count") == "1048576");
    studio.pressMouse(studio.editor().textArea());
    studio.press(Qt::Key_End, Qt::ControlModifier);
    for (int i = 0; i < 3; ++i) studio.press(Qt::Key_Up);
    studio.press(Qt::Key_7, Qt::AltModifier);
    EVENTUALLY(facts(studio).startsWith("x20\n"));
    EVENTUALLY(facts(studio).contains("1,048,576 records × 2 fields"));
    EVENTUALLY(table(studio)->rowCount() == 1'048'576);
    auto* view = studio.find<QTableView>("inspectorTable");
    EVENTUALLY(view->isVisible());
    studio.pressMouse(view->viewport(), QPoint(20, 10));
    studio.press(Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(view->currentIndex().row(), 1'048'575);
    EVENTUALLY(view->visualRect(view->currentIndex()).bottom() <= view->viewport()->height());
    QCOMPARE(view->currentIndex().data().toString(), QString("seven"));
}

void WindowInspectorTest::aFailedNodeSaysWhyItHasNoValue() {
    Studio studio;
    open(studio, "@example([])\nin list: List<Int>\nfirst = list-first(list)\nmore = first + 1\n"
                 "out more\n");
    run(studio);
    studio.press(Qt::Key_7, Qt::AltModifier);
    studio.pressMouse(studio.editor().textArea());
    studio.press(Qt::Key_Home, Qt::ControlModifier);
    studio.press(Qt::Key_Down);
    studio.press(Qt::Key_Down);
    EVENTUALLY(facts(studio).startsWith("first\n"));
    EVENTUALLY(studio.label("inspectorWords").startsWith("It failed: R"));
    QVERIFY(studio.find<QLabel>("inspectorWords")->isVisible());
    studio.press(Qt::Key_Down);
    EVENTUALLY(studio.label("inspectorWords").startsWith("It needs `first`, which failed: R"));
}

void WindowInspectorTest::aValueStaysWhenTheTextChanges() {
    Studio studio;
    open(studio, kScores);
    run(studio);
    studio.press(Qt::Key_7, Qt::AltModifier);
    QTest::mouseClick(&studio.graph(), Qt::LeftButton, Qt::NoModifier,
                      studio.graph().nodeRect("good").center());
    EVENTUALLY(table(studio)->rowCount() == 1);
    studio.typeInEditor("\nother = 1 + 1\nout other\n");
    EVENTUALLY(studio.graph().nodeRect("other").isValid());
    QTest::mouseClick(&studio.graph(), Qt::LeftButton, Qt::NoModifier,
                      studio.graph().nodeRect("good").center());
    EVENTUALLY(facts(studio).startsWith("good\n"));
    EVENTUALLY(table(studio)->rowCount() == 1);
    QVERIFY(studio.find<QTableView>("inspectorTable")->isVisible());
    // The node is renamed: it is still the same.
    studio.press(Qt::Key_F2);
    studio.type("best\n");
    EVENTUALLY(studio.editor().bytes().find("best = filter") != std::string::npos);
    EVENTUALLY(facts(studio).startsWith("best\n"));
    QCOMPARE(table(studio)->rowCount(), 1);
}

void WindowInspectorTest::anotherDocumentHasNoValuesYet() {
    Studio studio;
    MainWindow::Options options;
    options.file = studio.write("scores.cst", kScores);  // saved: nobody has to be asked about it
    studio.restart(options);
    EVENTUALLY(studio.graph().nodeCount() == 4);
    run(studio);
    studio.press(Qt::Key_7, Qt::AltModifier);
    EVENTUALLY(studio.find<InspectorView>("inspector")->value());
    open(studio, "a = 1 + 1\nout a\n");
    QVERIFY(!studio.find<InspectorView>("inspector")->value());
    studio.press(Qt::Key_Home, Qt::ControlModifier);
    EVENTUALLY(facts(studio).startsWith("a\n"));
    QVERIFY(!studio.find<InspectorView>("inspector")->value());
    QVERIFY(studio.label("inspectorWords").contains("Nothing has run yet"));
}

void WindowInspectorTest::theWholeValueIsCopiedAsJson() {
    Studio studio;
    open(studio, kScores);
    run(studio);
    studio.press(Qt::Key_7, Qt::AltModifier);
    QTest::mouseClick(&studio.graph(), Qt::LeftButton, Qt::NoModifier,
                      studio.graph().nodeRect("good").center());
    EVENTUALLY(table(studio)->rowCount() == 1);
    studio.pressMouse(studio.find<QToolButton>("inspectorCopy"));
    EVENTUALLY(studio.label("inspectorTold") == "Copied 25 B");
    QCOMPARE(QGuiApplication::clipboard()->text(), QString("[{\"id\": 1, \"score\": 0.5}]"));
}

void WindowInspectorTest::restingOnAnEdgeTellsWhatTravelsThere() {
    Studio studio;
    open(studio, kScores);
    run(studio);
    EVENTUALLY(!studio.graph().isMoving());
    restAt(studio.graph(), onEdge(studio, "in:rows", "good"));
    EVENTUALLY(QToolTip::isVisible());
    const QString tip = QToolTip::text();
    QVERIFY2(tip.contains("rows → good"), qPrintable(tip));
    QVERIFY(tip.contains("List&lt;{ id: Int, score: Float }&gt;"));
    QVERIFY(tip.contains("2 records × 2 fields"));
    QVERIFY(tip.contains("0.25"));
    QToolTip::hideText();
}

void WindowInspectorTest::restingOnAVariableTellsItsValue() {
    Studio studio;
    open(studio, kScores);
    run(studio);
    const auto at = static_cast<uint32_t>(kScores.indexOf("good)"));
    QWidget* area = studio.editor().textArea();
    QTest::mouseMove(area, QPoint(2, 2));
    QTest::mouseMove(area, studio.editor().pointOf(at) + QPoint(6, 4));
    EVENTUALLY(QToolTip::isVisible());
    QVERIFY2(QToolTip::text().contains("1 record × 2 fields"), qPrintable(QToolTip::text()));
    QToolTip::hideText();
}

QTEST_MAIN(WindowInspectorTest)
#include "tst_window_inspector.moc"

#include "tests/ui/support/studio.h"

#include <QFile>

// Nodes that a person puts somewhere, in the window.

using cst::test::Studio;

class WindowPictureTest : public QObject {
    Q_OBJECT

private slots:
    void aDraggedNodeStaysWhereItIsDropped();
    void undoAndRedoMoveItToo();
    void escapeLetsGoOfANode();
    void whatWasDraggedIsSavedBesideThePipeline();
    void placesAreThereWhenTheFileIsOpenedAgain();
    void tidyingPutsAllInOrder();
    void tidyingWithoutPinsLeavesNothingToSave();
    void withoutPinsThereIsNoFile();
    void placesThatCannotBeWrittenAreToldAndTheTextIsSaved();
};

namespace {

const QByteArray kText = "in x: Int\na = max(x, 1)\nb = a + 2\nout b\n";

/// Somebody drags a node by its middle, in a few steps. Where its middle should be then.
QPoint drag(Studio& studio, const std::string& key, QPoint way, bool drops = true) {
    cst::GraphView& graph = studio.graph();
    const QPoint from = graph.nodeRect(key).center();
    QTest::mousePress(&graph, Qt::LeftButton, {}, from);
    for (int step = 1; step <= 4; ++step) QTest::mouseMove(&graph, from + way * step / 4);
    if (drops) QTest::mouseRelease(&graph, Qt::LeftButton, {}, from + way);
    return from + way;
}

bool isNear(QPoint a, QPoint b) {
    return (a - b).manhattanLength() <= 3;
}

void open(Studio& studio, const QByteArray& text, const QByteArray& places = {}) {
    if (!places.isEmpty()) studio.write("p.layout", places);
    cst::MainWindow::Options options;
    options.file = studio.write("p.cst", text);
    studio.restart(options);
    EVENTUALLY(studio.graph().nodeCount() == 6);
}

/// Until what moves has come to rest.
bool comesToRest(Studio& studio, const std::string& key, QPoint at) {
    return QTest::qWaitFor([&] { return isNear(studio.graph().nodeRect(key).center(), at); },
                           20'000);
}

}  // namespace

void WindowPictureTest::aDraggedNodeStaysWhereItIsDropped() {
    Studio studio;
    open(studio, kText);
    const QRect other = studio.graph().nodeRect("in:x");
    const QPoint dropped = drag(studio, "b", {-60, 150});
    QVERIFY(isNear(studio.graph().nodeRect("b").center(), dropped));
    QVERIFY(studio.editor().isModified());
    studio.typeInEditor("# more\n");
    QVERIFY(comesToRest(studio, "b", dropped));
    QCOMPARE(studio.graph().nodeRect("in:x"), other);
}

void WindowPictureTest::undoAndRedoMoveItToo() {
    Studio studio;
    open(studio, kText);
    const QPoint before = studio.graph().nodeRect("b").center();
    const QPoint dropped = drag(studio, "b", {-60, 150});
    studio.press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(comesToRest(studio, "b", before));
    studio.press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(comesToRest(studio, "b", dropped));
    studio.press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(comesToRest(studio, "b", before));
    QCOMPARE(QByteArray::fromStdString(studio.editor().bytes()), kText);
}

void WindowPictureTest::escapeLetsGoOfANode() {
    Studio studio;
    open(studio, kText);
    const QPoint before = studio.graph().nodeRect("b").center();
    drag(studio, "b", {-60, 150}, false);
    studio.press(Qt::Key_Escape);
    QVERIFY(isNear(studio.graph().nodeRect("b").center(), before));
    QTest::mouseRelease(&studio.graph(), Qt::LeftButton, {}, before);
    QVERIFY(!studio.editor().isModified());
}

void WindowPictureTest::whatWasDraggedIsSavedBesideThePipeline() {
    Studio studio;
    open(studio, kText);
    drag(studio, "b", {-60, 150});
    drag(studio, "a", {0, -120});
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(QFile::exists(studio.folder() + "/p.layout"));
    const QList<QByteArray> lines = studio.read("p.layout").trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines[0], QByteArray("# constellation layout 1"));
    QVERIFY(lines[1].startsWith("a\t"));
    QVERIFY(lines[2].startsWith("b\t"));
    QCOMPARE(studio.read("p.cst"), kText);
}

void WindowPictureTest::placesAreThereWhenTheFileIsOpenedAgain() {
    Studio studio;
    open(studio, kText, "a 40 300\n");
    const QPoint offset = studio.graph().nodeRect("a").topLeft();
    open(studio, kText, "a 40 400\n");
    studio.press(Qt::Key_1, Qt::ControlModifier);
    const QRect input = studio.graph().nodeRect("in:x"), pinned = studio.graph().nodeRect("a");
    QVERIFY(pinned.top() > input.bottom() + 200);
    QVERIFY(offset != pinned.topLeft());
    QVERIFY(!studio.editor().isModified());
}

void WindowPictureTest::tidyingPutsAllInOrder() {
    Studio studio;
    open(studio, kText);
    const QPoint before = studio.graph().nodeRect("b").center();
    drag(studio, "b", {-60, 150});
    studio.press(Qt::Key_T, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(comesToRest(studio, "b", before));
    studio.press(Qt::Key_Z, Qt::ControlModifier);  // one step: it is pinned again
    QVERIFY(comesToRest(studio, "b", before + QPoint(-60, 150)));
}

void WindowPictureTest::tidyingWithoutPinsLeavesNothingToSave() {
    Studio studio;
    open(studio, kText, "a 40 300\n");
    const auto isMarked = [&] {
        return studio.editor().isModified() || studio.window().isWindowModified();
    };
    const auto tidySelection = [&](const char* key) {
        QTest::mouseClick(&studio.graph(), Qt::LeftButton, {},
                          studio.graph().nodeRect(key).center());
        studio.press(Qt::Key_T, Qt::ControlModifier | Qt::AltModifier | Qt::ShiftModifier);
    };
    tidySelection("b");  // not pinned
    EVENTUALLY(!isMarked());
    studio.press(Qt::Key_Z, Qt::ControlModifier);
    EVENTUALLY(!isMarked());
    studio.press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    EVENTUALLY(!isMarked());
    tidySelection("a");  // it has a place in the file, and loses it
    QVERIFY(isMarked());
    studio.press(Qt::Key_Z, Qt::ControlModifier);
    EVENTUALLY(!isMarked());
}

void WindowPictureTest::withoutPinsThereIsNoFile() {
    Studio studio;
    open(studio, kText, "b 300 400\n");
    drag(studio, "a", {0, 60});
    studio.press(Qt::Key_T, Qt::ControlModifier | Qt::AltModifier);
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(!QFile::exists(studio.folder() + "/p.layout"));
}

void WindowPictureTest::placesThatCannotBeWrittenAreToldAndTheTextIsSaved() {
    Studio studio;
    open(studio, kText);
    studio.write("p.layout/in the way", "x");  // a folder that is not empty
    drag(studio, "a", {0, 60});
    studio.typeInEditor("# more\n");
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(studio.find<QWidget>("windowBanner")
                   ->findChild<QLabel*>("bannerText")
                   ->text()
                   .contains("not where you have put its nodes"));
    QVERIFY(studio.read("p.cst").contains("# more\n"));
    QVERIFY(!studio.editor().isModified());
}

QTEST_MAIN(WindowPictureTest)
#include "tst_window_picture.moc"

// A studio that ended without being asked to, and the next one. Keys and mouse only; what is a
// crash to the journal is here a window that is gone without having been closed.

#include "engine/session/file_io.h"
#include "tests/ui/support/studio.h"
#include "ui/shell/banner.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>

using namespace cst;
using cst::test::Studio;

namespace {

const QByteArray kSum = "@example(2)\nin a: Int\nb = a + 40\nout b\n";

QByteArray bytes(Studio& studio) {
    return QByteArray::fromStdString(studio.editor().bytes());
}

QString banner(Studio& studio) {
    return studio.find<Banner>("windowBanner")->text();
}

int sampleCount(Studio& studio) {
    return studio.find<QWidget>("samples")->findChild<QComboBox*>()->count();
}

void pressWay(Studio& studio, const char* name) {
    studio.pressMouse(studio.find<QPushButton>(name));
}

/// All journals of this test, wherever they lie.
QStringList journals(const Studio& studio) {
    QStringList found;
    for (const char* folder : {"/.constellation/journal", "/config/journal"}) {
        found += QDir(studio.folder() + folder).entryList({"*.journal"}, QDir::Files);
    }
    found.removeDuplicates();  // a link has the name of what it leads to
    return found;
}

/// Places of nodes in the only journal.
PinnedPlaces keptPlaces(const Studio& studio) {
    for (const char* folder : {"/.constellation/journal", "/config/journal"}) {
        for (const QString& name : QDir(studio.folder() + folder).entryList({"*.journal"})) {
            const auto read =
                decodeJournal(readFile(QDir(studio.folder() + folder).filePath(name).toStdString(),
                                       kMaxJournalBytes)
                                  .value());
            if (read.ok() && read->places) return *read->places;
        }
    }
    return {};
}

/// Drags a node, and waits until its place is on the disk: what comes then may be a crash. Where
/// it stands, from another one.
QPoint dragAway(Studio& studio, const std::string& node, const std::string& other) {
    GraphView& graph = studio.graph();
    const QPoint from = graph.nodeRect(node).center(), way(30, 120);
    QTest::mousePress(&graph, Qt::LeftButton, {}, from);
    for (int step = 1; step <= 4; ++step) QTest::mouseMove(&graph, from + way * step / 4);
    QTest::mouseRelease(&graph, Qt::LeftButton, {}, from + way);
    const bool isKept = QTest::qWaitFor([&] { return keptPlaces(studio).contains(node); }, 20'000);
    return isKept ? graph.nodeRect(node).center() - graph.nodeRect(other).center() : QPoint();
}

bool standsThere(Studio& studio, const std::string& node, const std::string& other, QPoint from) {
    const QPoint now =
        studio.graph().nodeRect(node).center() - studio.graph().nodeRect(other).center();
    return (now - from).manhattanLength() <= 3;
}

/// A studio that shows this file.
void openFile(Studio& studio, const QString& name, const QByteArray& content) {
    const QString path = studio.write(name, content);
    studio.restart({.file = path});
    EVENTUALLY(studio.window().windowTitle().contains(name));
    EVENTUALLY(bytes(studio) == content);
}

}  // namespace

class WindowRestoreTest : public QObject {
    Q_OBJECT

private slots:
    void theTextComesBackAndItIsSaidSo();
    void anyBytesComeBack();
    void aPipelineThatWasNeverSavedComesBack();
    void aSampleComesBackWithItsInputs();
    void aFileThatIsOpenedByHandBringsItsTextBack();
    void keepKeepsTheTextUntilItIsSaved();
    void discardShowsTheFileAndUndoTheTextAgain();
    void aRestoredTextSurvivesTheNextCrashToo();
    void closingAsksAboutARestoredText();
    void whatSomebodyElseWroteMeanwhileIsToldAndNotOverwritten();
    void aFileThatIsGoneComesBack();
    void afterSavingOrDiscardingNothingComesBack();
    void whatWasTypedAfterSavingComesBackAlone();
    void aSecondTextThatWasLeftAsksForAWindow();
    void aTextOfAnotherFileDoesNotReplaceTheOneAskedFor();
    void aTextWithALongLineComesBackAsAPreview();
    void aJournalThatCannotBeReadIsTold();
    void withoutRestoringNothingIsTouched();
    void whereNothingCanBeKeptItIsSaid();
    void nodesThatWereMovedStandThereAgain();
    void nodesOfAPipelineThatWasNeverSavedStandThereAgain();
    void discardPutsMovedNodesBack();
};

void WindowRestoreTest::theTextComesBackAndItIsSaidSo() {
    Studio studio;
    openFile(studio, "x.cst", kSum);
    studio.typeInEditor("# more");
    QCOMPARE(bytes(studio), kSum + "# more");
    studio.restart();
    EVENTUALLY(bytes(studio) == kSum + "# more");
    QCOMPARE(banner(studio), QString("Restored after a crash. Not saved yet: line 5."));
    QCOMPARE(QByteArray(studio.editor().bytes().substr(studio.editor().cursorOffset()).c_str()),
             QByteArray());  // the cursor stands where the typing ended
    QVERIFY(studio.window().windowTitle().contains("x.cst"));
    QVERIFY(studio.window().isWindowModified());
    QCOMPARE(studio.read("x.cst"), kSum);
    EVENTUALLY(studio.graph().nodeCount() > 0);
}

void WindowRestoreTest::anyBytesComeBack() {
    Studio studio;
    const QByteArray odd("# \xff\xfe \xc3\x28\0\r\rin a: Int\r\n\n\r", 25);
    openFile(studio, "x.cst", odd);
    studio.typeInEditor("#");
    studio.restart();
    EVENTUALLY(bytes(studio) == odd + "#");
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(studio.read("x.cst") == odd + "#");
}

void WindowRestoreTest::aPipelineThatWasNeverSavedComesBack() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.type("out a");
    studio.restart();
    EVENTUALLY(bytes(studio) == "out a");
    QVERIFY(banner(studio).contains("never saved"));
    QVERIFY(studio.window().windowTitle().contains("untitled.cst"));
    QVERIFY(studio.window().isWindowModified());
    pressWay(studio, "discardRestored");
    EVENTUALLY(bytes(studio).isEmpty());
    EVENTUALLY(journals(studio).isEmpty());
    studio.press(Qt::Key_Z, Qt::ControlModifier);
    EVENTUALLY(bytes(studio) == "out a");
}

void WindowRestoreTest::aSampleComesBackWithItsInputs() {
    Studio studio;
    EVENTUALLY(studio.graph().nodeCount() > 0);
    const QByteArray sample = bytes(studio);
    const int inputs = sampleCount(studio);
    QVERIFY(inputs > 1);
    studio.typeInEditor("# more");
    studio.restart();
    EVENTUALLY(bytes(studio) == sample + "# more");
    QCOMPARE(sampleCount(studio), inputs);
    pressWay(studio, "discardRestored");
    EVENTUALLY(bytes(studio) == sample);
    QVERIFY(!studio.window().isWindowModified());
}

void WindowRestoreTest::aFileThatIsOpenedByHandBringsItsTextBack() {
    Studio studio;
    openFile(studio, "x.cst", kSum);
    studio.typeInEditor("# more");
    studio.restart({.file = {}, .restores = false});
    EVENTUALLY(studio.window().windowTitle().contains("order-enrichment"));
    QVERIFY(banner(studio).isEmpty());
    studio.press(Qt::Key_O, Qt::ControlModifier);
    EVENTUALLY(qobject_cast<QFileDialog*>(QApplication::activeModalWidget()));
    EVENTUALLY(
        QApplication::activeModalWidget()->findChild<QLineEdit*>("fileNameEdit")->hasFocus());
    studio.type(studio.folder().toUtf8() + "/x.cst");
    studio.press(Qt::Key_Return);
    EVENTUALLY(bytes(studio) == kSum + "# more");
    QVERIFY(banner(studio).contains("Restored"));
}

void WindowRestoreTest::keepKeepsTheTextUntilItIsSaved() {
    Studio studio;
    openFile(studio, "x.cst", kSum);
    studio.typeInEditor("# more");
    studio.restart();
    EVENTUALLY(bytes(studio) == kSum + "# more");
    pressWay(studio, "keepRestored");
    EVENTUALLY(banner(studio).isEmpty());
    QCOMPARE(bytes(studio), kSum + "# more");
    QVERIFY(studio.window().isWindowModified());
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(studio.read("x.cst") == kSum + "# more");
    EVENTUALLY(!studio.window().isWindowModified());
    EVENTUALLY(journals(studio).isEmpty());
}

void WindowRestoreTest::discardShowsTheFileAndUndoTheTextAgain() {
    Studio studio;
    openFile(studio, "x.cst", kSum);
    studio.typeInEditor("# more");
    studio.restart();
    EVENTUALLY(bytes(studio) == kSum + "# more");
    pressWay(studio, "discardRestored");
    EVENTUALLY(bytes(studio) == kSum);
    QVERIFY(banner(studio).contains("Undo brings"));
    QVERIFY(!studio.window().isWindowModified());
    EVENTUALLY(journals(studio).isEmpty());
    studio.press(Qt::Key_Z, Qt::ControlModifier);
    EVENTUALLY(bytes(studio) == kSum + "# more");
    QVERIFY(studio.window().isWindowModified());
    EVENTUALLY(!journals(studio).isEmpty());
}

void WindowRestoreTest::aRestoredTextSurvivesTheNextCrashToo() {
    Studio studio;
    openFile(studio, "x.cst", kSum);
    studio.typeInEditor("1");
    QByteArray expected = kSum + "1";
    for (const char key : {'2', '3', '4'}) {
        studio.restart();
        EVENTUALLY(bytes(studio) == expected);
        studio.restart();  // nothing typed meanwhile
        EVENTUALLY(bytes(studio) == expected);
        studio.typeInEditor(QByteArray(1, key));
        expected += key;
        QCOMPARE(journals(studio).size(), qsizetype(1));
    }
}

void WindowRestoreTest::closingAsksAboutARestoredText() {
    Studio studio;
    openFile(studio, "x.cst", kSum);
    studio.typeInEditor("# more");
    studio.restart();
    EVENTUALLY(bytes(studio) == kSum + "# more");
    studio.press(Qt::Key_Q, Qt::ControlModifier);
    EVENTUALLY(qobject_cast<QMessageBox*>(QApplication::activeModalWidget()));
    QTest::keyClick(QApplication::activeModalWidget(), Qt::Key_Escape);
    EVENTUALLY(!QApplication::activeModalWidget());
    QVERIFY(studio.window().isVisible());
}

void WindowRestoreTest::whatSomebodyElseWroteMeanwhileIsToldAndNotOverwritten() {
    Studio studio;
    openFile(studio, "x.cst", kSum);
    studio.typeInEditor("# mine");
    EVENTUALLY(!journals(studio).isEmpty());
    studio.write("x.cst", "# theirs\n" + kSum);
    studio.restart();
    EVENTUALLY(bytes(studio) == kSum + "# mine");
    QVERIFY(banner(studio).contains("Another program has changed the file"));
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(qobject_cast<QMessageBox*>(QApplication::activeModalWidget()));
    QTest::keyClick(QApplication::activeModalWidget(), Qt::Key_Escape);
    EVENTUALLY(!QApplication::activeModalWidget());
    QCOMPARE(studio.read("x.cst"), "# theirs\n" + kSum);
}

void WindowRestoreTest::aFileThatIsGoneComesBack() {
    Studio studio;
    openFile(studio, "x.cst", kSum);
    studio.typeInEditor("# more");
    EVENTUALLY(!journals(studio).isEmpty());
    QVERIFY(QFile::remove(studio.folder() + "/x.cst"));
    studio.restart();
    EVENTUALLY(bytes(studio) == kSum + "# more");
    QVERIFY(banner(studio).contains("gone"));
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(studio.read("x.cst") == kSum + "# more");
}

void WindowRestoreTest::afterSavingOrDiscardingNothingComesBack() {
    Studio studio;
    openFile(studio, "x.cst", kSum);
    studio.typeInEditor("#");
    EVENTUALLY(!journals(studio).isEmpty());
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(studio.read("x.cst") == kSum + "#");
    EVENTUALLY(journals(studio).isEmpty());
    studio.typeInEditor("never kept");
    studio.press(Qt::Key_Q, Qt::ControlModifier);
    EVENTUALLY(qobject_cast<QMessageBox*>(QApplication::activeModalWidget()));
    for (QAbstractButton* button :
         qobject_cast<QMessageBox*>(QApplication::activeModalWidget())->buttons()) {
        if (button->text().remove('&') == "Discard") {
            QTest::mouseClick(button, Qt::LeftButton);
            break;
        }
    }
    EVENTUALLY(!studio.window().isVisible());
    EVENTUALLY(journals(studio).isEmpty());
    QVERIFY(!QDir(studio.folder()).exists(".constellation"));
    studio.restart();
    EVENTUALLY(bytes(studio) == kSum + "#");
    QVERIFY(!studio.window().isWindowModified());
    QVERIFY(banner(studio).isEmpty());
}

void WindowRestoreTest::whatWasTypedAfterSavingComesBackAlone() {
    Studio studio;
    openFile(studio, "x.cst", kSum);
    studio.typeInEditor("# saved\n");
    studio.press(Qt::Key_S, Qt::ControlModifier);
    studio.type("# typed");
    EVENTUALLY(studio.read("x.cst") == kSum + "# saved\n");
    studio.restart();
    EVENTUALLY(bytes(studio) == kSum + "# saved\n# typed");
    QCOMPARE(banner(studio), QString("Restored after a crash. Not saved yet: line 6."));
}

void WindowRestoreTest::aSecondTextThatWasLeftAsksForAWindow() {
    Studio studio;
    openFile(studio, "x.cst", kSum);
    studio.typeInEditor("# in x");
    studio.restart({.file = {}, .restores = false});
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.typeInEditor("never saved");
    studio.restart();
    EVENTUALLY(bytes(studio) == "never saved");  // the newest
    EVENTUALLY(studio.windowsNeeded().size() == 1);
    MainWindow::Options more;
    more.left = studio.windowsNeeded()[0];
    more.looksForLeft = false;
    QCOMPARE(more.left->path(), studio.folder().toStdString() + "/x.cst");
    studio.restart(more);
    EVENTUALLY(bytes(studio) == kSum + "# in x");
}

void WindowRestoreTest::aTextOfAnotherFileDoesNotReplaceTheOneAskedFor() {
    Studio studio;
    openFile(studio, "x.cst", kSum);
    studio.typeInEditor("# more");
    const QString other = studio.write("y.cst", "in y: Int\nout y\n");
    studio.restart({.file = other});
    EVENTUALLY(studio.window().windowTitle().contains("y.cst"));
    EVENTUALLY(studio.windowsNeeded().size() == 1);
    QCOMPARE(bytes(studio), QByteArray("in y: Int\nout y\n"));
    studio.restart();  // nobody took it, so it is still there
    EVENTUALLY(studio.windowsNeeded().size() == 1);
    QCOMPARE(studio.windowsNeeded()[0]->content.text, (kSum + "# more").toStdString());
}

void WindowRestoreTest::aTextWithALongLineComesBackAsAPreview() {
    Studio studio;
    openFile(studio, "x.cst", kSum);
    studio.typeInEditor("# ");
    const QByteArray line(30'000, 'z');
    studio.pressPaste(line);
    EVENTUALLY(bytes(studio) == kSum + "# " + line);
    studio.restart();
    EVENTUALLY(bytes(studio) == kSum + "# " + line);
    QVERIFY(studio.find<Banner>("editorBanner")->text().contains("preview"));
    QVERIFY(banner(studio).contains("Restored"));
    QVERIFY(studio.window().isWindowModified());
    pressWay(studio, "discardRestored");
    EVENTUALLY(bytes(studio) == kSum);
    EVENTUALLY(!studio.window().isWindowModified());
    EVENTUALLY(journals(studio).isEmpty());
}

void WindowRestoreTest::aJournalThatCannotBeReadIsTold() {
    Studio studio;
    studio.write("config/journal/new-1.journal", "no journal at all");
    studio.restart();
    EVENTUALLY(banner(studio).contains("cannot be read"));
    QVERIFY(banner(studio).contains("new-1.journal.unreadable"));
    EVENTUALLY(studio.graph().nodeCount() > 0);
}

void WindowRestoreTest::withoutRestoringNothingIsTouched() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.type("out a");
    studio.restart({.file = {}, .restores = false});
    EVENTUALLY(studio.graph().nodeCount() > 0);
    QVERIFY(banner(studio).isEmpty());
    studio.restart();
    EVENTUALLY(bytes(studio) == "out a");
}

void WindowRestoreTest::whereNothingCanBeKeptItIsSaid() {
    Studio studio;
    studio.write("config/journal", "a file in the way");
    studio.restart();
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.type("out a");
    EVENTUALLY(banner(studio).contains("would not survive a crash"));
    QCOMPARE(bytes(studio), QByteArray("out a"));
    QVERIFY(QFile::remove(studio.folder() + "/config/journal"));
    EVENTUALLY(banner(studio).isEmpty());
    studio.restart();
    EVENTUALLY(bytes(studio) == "out a");
}

void WindowRestoreTest::nodesThatWereMovedStandThereAgain() {
    Studio studio;
    openFile(studio, "x.cst", kSum);
    EVENTUALLY(!studio.graph().nodeRect("b").isNull() && !studio.graph().isMoving());
    const QPoint way = dragAway(studio, "b", "in:a");
    QVERIFY(!way.isNull());
    studio.restart();
    EVENTUALLY(banner(studio) == "Restored after a crash. Not saved yet: where nodes were put.");
    EVENTUALLY(standsThere(studio, "b", "in:a", way));
    QVERIFY(studio.window().isWindowModified());
    QVERIFY(!QFile::exists(studio.folder() + "/x.layout"));
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(studio.read("x.layout").startsWith("# constellation layout 1\nb\t"));
    EVENTUALLY(journals(studio).isEmpty());
    studio.restart();
    EVENTUALLY(standsThere(studio, "b", "in:a", way));
    QVERIFY(banner(studio).isEmpty());
}

void WindowRestoreTest::nodesOfAPipelineThatWasNeverSavedStandThereAgain() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.type("in a: Int\nb = a + 40\nout b\n");
    EVENTUALLY(!studio.graph().nodeRect("b").isNull() && !studio.graph().isMoving());
    const QPoint way = dragAway(studio, "b", "in:a");
    QVERIFY(!way.isNull());
    studio.typeInEditor("# more");
    studio.restart();
    EVENTUALLY(bytes(studio).endsWith("# more"));
    EVENTUALLY(standsThere(studio, "b", "in:a", way));
}

void WindowRestoreTest::discardPutsMovedNodesBack() {
    Studio studio;
    openFile(studio, "x.cst", kSum);
    EVENTUALLY(!studio.graph().nodeRect("b").isNull() && !studio.graph().isMoving());
    const QPoint before =
        studio.graph().nodeRect("b").center() - studio.graph().nodeRect("in:a").center();
    const QPoint way = dragAway(studio, "b", "in:a");
    studio.restart();
    EVENTUALLY(standsThere(studio, "b", "in:a", way));
    pressWay(studio, "discardRestored");
    EVENTUALLY(standsThere(studio, "b", "in:a", before));
    QVERIFY(!studio.window().isWindowModified());
    EVENTUALLY(journals(studio).isEmpty());
}

QTEST_MAIN(WindowRestoreTest)
#include "tst_window_restore.moc"

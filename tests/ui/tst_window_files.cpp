// What happens to files, and to what is not in a file yet. Keys and mouse only.

#include "tests/ui/support/studio.h"
#include "ui/profiler/engine_view.h"
#include "ui/shell/banner.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>

using namespace cst;
using cst::test::Studio;

namespace {

const QByteArray kSum = "@example(2)\nin a: Int\nb = a + 40\nout b\n";

/// The dialog that is open now.
template <class Dialog>
Dialog* dialog() {
    return qobject_cast<Dialog*>(QApplication::activeModalWidget());
}

/// Is a file dialog open that waits for the name?
bool asksForAFile() {
    auto* open = dialog<QFileDialog>();
    return open && open->findChild<QLineEdit*>("fileNameEdit")->hasFocus();
}

QString bannerText(Studio& studio, const char* name) {
    return studio.find<Banner>(name)->text();
}

/// Chooses a file in the menu; nothing of it has arrived when this returns.
void openRecent(Studio& studio, int index) {
    studio.press(Qt::Key_F, Qt::AltModifier);
    EVENTUALLY(studio.find<QMenu>("fileMenu")->isVisible());
    QTest::keyClick(studio.find<QMenu>("fileMenu"), Qt::Key_R);
    auto* recent = studio.find<QMenu>("recentMenu");
    EVENTUALLY(recent->isVisible());
    studio.pressMouse(recent, recent->actionGeometry(recent->actions().at(index)).center());
}

QByteArray bytes(Studio& studio) {
    return QByteArray::fromStdString(studio.editor().bytes());
}

void press(QMessageBox* box, const QString& answer) {
    for (QAbstractButton* button : box->buttons()) {
        if (button->text().remove('&') == answer) {
            QTest::mouseClick(button, Qt::LeftButton);
            return;
        }
    }
    qFatal("no button %s", qPrintable(answer));
}

}  // namespace

class WindowFilesTest : public QObject {
    Q_OBJECT

private slots:
    void aFileIsSavedByteForByte_data();
    void aFileIsSavedByteForByte();
    void aFileIsChosenInADialog();
    void aNewFileIsSavedUnderANameOfItsOwn();
    void aFileThatCannotBeReadIsSaidSo();
    void aFileThatCannotBeWrittenKeepsItsMark();
    void changesAreNotLostWithoutAQuestion();
    void whatSomebodyElseWroteIsNotOverwrittenUnasked();
    void savingTwiceInARowAsksNothing();
    void closingRightAfterSavingSavesFirst();
    void whatIsTypedWhileAFileIsReadIsNotLost();
    void aFileThatIsReadIsNotShownOverANewOne();
    void aPreviewIsSavedAsItWas();
    void aPastedLongLineIsKept_data();
    void aPastedLongLineIsKept();
    void recentFilesAreInTheMenu();
    void aFileThatIsOpenedAgainIsFoundAsItWas();
    void aFileThatWasOpenBeforeIsReadFromDiskAndTheEngineTabSaysSo();
    void theLastFileComesBack();
};

void WindowFilesTest::aFileIsSavedByteForByte_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("plain") << kSum;
    QTest::newRow("CRLF") << QByteArray("in a: Int\r\nout a\r\n");
    QTest::newRow("mixed line ends") << QByteArray("a\rb\nc\r\nd\n\r");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("invalid UTF-8") << QByteArray("# \xff\xfe \xc3\x28 \xed\xa0\x80\nout a\n");
    QTest::newRow("NUL") << QByteArray("a\0b\0\nc", 6);
    QTest::newRow("BOM") << QByteArray("\xef\xbb\xbfin a: Int\nout a\n");
}

void WindowFilesTest::aFileIsSavedByteForByte() {
    QFETCH(QByteArray, content);
    Studio studio({.file = {}, .restores = false});
    const QString path = studio.write("x.cst", content);
    studio.restart({.file = path});
    EVENTUALLY(studio.window().windowTitle().contains("x.cst"));
    QCOMPARE(bytes(studio), content);
    studio.typeInEditor("#");
    QVERIFY(studio.window().isWindowModified());
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(studio.read("x.cst") == content + "#");
    EVENTUALLY(!studio.window().isWindowModified());
}

void WindowFilesTest::aFileIsChosenInADialog() {
    Studio studio;
    const QString path = studio.write("chosen.cst", kSum);
    studio.press(Qt::Key_O, Qt::ControlModifier);
    EVENTUALLY(asksForAFile());
    studio.type(path.toUtf8());
    studio.press(Qt::Key_Return);
    EVENTUALLY(studio.window().windowTitle().contains("chosen.cst"));
    QCOMPARE(bytes(studio), kSum);
}

void WindowFilesTest::aNewFileIsSavedUnderANameOfItsOwn() {
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    QVERIFY(bytes(studio).isEmpty());
    studio.type("out a");
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(asksForAFile());
    studio.press(Qt::Key_A, Qt::ControlModifier);
    studio.type(studio.folder().toUtf8() + "/mine.cst");
    studio.press(Qt::Key_Return);
    EVENTUALLY(studio.read("mine.cst") == "out a");
    EVENTUALLY(studio.window().windowTitle().contains("mine.cst"));
    QVERIFY(!studio.window().isWindowModified());
}

void WindowFilesTest::aFileThatCannotBeReadIsSaidSo() {
    Studio studio({.file = "/no/such/place/x.cst"});
    EVENTUALLY(bannerText(studio, "windowBanner").contains("/no/such/place/x.cst"));
    QVERIFY(studio.settings().recentFiles().isEmpty());
    EVENTUALLY(studio.graph().nodeCount() > 0);  // the sample instead
}

void WindowFilesTest::aFileThatCannotBeWrittenKeepsItsMark() {
    Studio studio;
    const QString path = studio.write("gone/x.cst", kSum);
    studio.restart({.file = path});
    EVENTUALLY(studio.window().windowTitle().contains("x.cst"));
    studio.typeInEditor("#");
    QVERIFY(QDir(studio.folder() + "/gone").removeRecursively());
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(bannerText(studio, "windowBanner").contains("could not be saved"));
    QVERIFY(studio.window().isWindowModified());

    QVERIFY(QDir().mkpath(studio.folder() + "/gone"));
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(studio.read("gone/x.cst") == kSum + "#");
    EVENTUALLY(!studio.window().isWindowModified());
}

void WindowFilesTest::changesAreNotLostWithoutAQuestion() {
    Studio studio;
    const QString path = studio.write("x.cst", kSum);
    studio.restart({.file = path});
    EVENTUALLY(studio.window().windowTitle().contains("x.cst"));
    studio.typeInEditor("#");

    studio.press(Qt::Key_Q, Qt::ControlModifier);
    EVENTUALLY(dialog<QMessageBox>());
    QTest::keyClick(dialog<QMessageBox>(), Qt::Key_Escape);
    EVENTUALLY(!QApplication::activeModalWidget());
    QVERIFY(studio.window().isVisible());
    QCOMPARE(bytes(studio), kSum + "#");

    studio.typeInEditor("#");
    studio.press(Qt::Key_N, Qt::ControlModifier);
    EVENTUALLY(dialog<QMessageBox>());
    press(dialog<QMessageBox>(), "Save");
    EVENTUALLY(bytes(studio).isEmpty());
    QCOMPARE(studio.read("x.cst"), kSum + "##");

    studio.typeInEditor("never kept");
    studio.press(Qt::Key_Q, Qt::ControlModifier);
    EVENTUALLY(dialog<QMessageBox>());
    press(dialog<QMessageBox>(), "Discard");
    EVENTUALLY(!studio.window().isVisible());
}

void WindowFilesTest::whatSomebodyElseWroteIsNotOverwrittenUnasked() {
    Studio studio;
    const QString path = studio.write("x.cst", kSum);
    studio.restart({.file = path});
    EVENTUALLY(studio.window().windowTitle().contains("x.cst"));
    studio.write("x.cst", kSum + "# theirs\n");
    studio.typeInEditor("# mine");
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(dialog<QMessageBox>());
    QTest::keyClick(dialog<QMessageBox>(), Qt::Key_Escape);
    EVENTUALLY(!QApplication::activeModalWidget());
    QCOMPARE(studio.read("x.cst"), kSum + "# theirs\n");
    QVERIFY(studio.window().isWindowModified());

    studio.typeInEditor("!");
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(dialog<QMessageBox>());
    press(dialog<QMessageBox>(), "Overwrite");
    EVENTUALLY(studio.read("x.cst") == kSum + "# mine!");
    EVENTUALLY(!studio.window().isWindowModified());

    studio.write("x.cst", kSum + "# theirs again\n");
    studio.typeInEditor("?");
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(dialog<QMessageBox>());
    press(dialog<QMessageBox>(), "Reload");
    EVENTUALLY(bytes(studio) == kSum + "# theirs again\n");
}

void WindowFilesTest::savingTwiceInARowAsksNothing() {
    Studio studio;
    const QString path = studio.write("x.cst", kSum);
    studio.restart({.file = path});
    EVENTUALLY(studio.window().windowTitle().contains("x.cst"));
    QByteArray expected = kSum;
    for (int i = 0; i < 20; ++i) {
        studio.typeInEditor("#");
        studio.press(Qt::Key_S, Qt::ControlModifier);
        studio.type("!");
        studio.press(Qt::Key_S, Qt::ControlModifier);
        expected += "#!";
    }
    EVENTUALLY(studio.read("x.cst") == expected);
    EVENTUALLY(!studio.window().isWindowModified());
    QVERIFY(!QApplication::activeModalWidget());
}

void WindowFilesTest::closingRightAfterSavingSavesFirst() {
    Studio studio;
    const QString path = studio.write("x.cst", kSum);
    studio.restart({.file = path});
    EVENTUALLY(studio.window().windowTitle().contains("x.cst"));
    studio.typeInEditor("#");
    studio.press(Qt::Key_S, Qt::ControlModifier);
    studio.press(Qt::Key_Q, Qt::ControlModifier);
    EVENTUALLY(!studio.window().isVisible());
    QCOMPARE(studio.read("x.cst"), kSum + "#");
}

void WindowFilesTest::whatIsTypedWhileAFileIsReadIsNotLost() {
    Studio studio;
    const QString path = studio.write("x.cst", kSum);
    studio.restart({.file = path});
    EVENTUALLY(studio.window().windowTitle().contains("x.cst"));
    openRecent(studio, 0);
    studio.type("#");  // nothing has arrived yet
    EVENTUALLY(dialog<QMessageBox>());
    QTest::keyClick(dialog<QMessageBox>(), Qt::Key_Escape);
    EVENTUALLY(!QApplication::activeModalWidget());
    QCOMPARE(bytes(studio), "#" + kSum);

    studio.pressMouse(studio.editor().textArea());
    openRecent(studio, 0);
    EVENTUALLY(dialog<QMessageBox>());
    press(dialog<QMessageBox>(), "Discard");  // is answer enough: the file comes unasked
    EVENTUALLY(bytes(studio) == kSum);
    QVERIFY(!QApplication::activeModalWidget());
}

void WindowFilesTest::aFileThatIsReadIsNotShownOverANewOne() {
    Studio studio;
    const QString path = studio.write("x.cst", kSum);
    studio.restart({.file = path});
    EVENTUALLY(studio.window().windowTitle().contains("x.cst"));
    openRecent(studio, 0);
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.typeInEditor("out b");
    EVENTUALLY(!studio.editor().squiggles().empty());  // what was asked for before is here too
    QVERIFY(!QApplication::activeModalWidget());
    QCOMPARE(bytes(studio), QByteArray("out b"));
}

void WindowFilesTest::aPreviewIsSavedAsItWas() {
    Studio studio;
    const QByteArray content = "in a: Int\n# " + QByteArray(30'000, 'x') + "\nout a\n";
    const QString path = studio.write("long.cst", content);
    studio.restart({.file = path});
    EVENTUALLY(bannerText(studio, "editorBanner").contains("preview"));
    QVERIFY(bannerText(studio, "editorBanner").contains("line 2"));
    EVENTUALLY(studio.graph().nodeCount() == 2);
    studio.typeInEditor("y");
    QVERIFY(!studio.window().isWindowModified());
    QVERIFY(QFile::remove(path));
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(studio.read("long.cst") == content);
}

void WindowFilesTest::aPastedLongLineIsKept_data() {
    QTest::addColumn<int>("length");
    QTest::newRow("25 KB") << 25'000;
    QTest::newRow("10 MB") << 10'000'000;
}

void WindowFilesTest::aPastedLongLineIsKept() {
    QFETCH(int, length);
    Studio studio;
    studio.press(Qt::Key_N, Qt::ControlModifier);
    studio.type("in a: Int\nout a\n# ");
    EVENTUALLY(studio.graph().nodeCount() == 2);
    const QByteArray before = bytes(studio), line(length, 'z');
    studio.pressPaste(line);
    EVENTUALLY(bytes(studio) == before + line);
    EVENTUALLY(!bannerText(studio, "editorBanner").isEmpty());
    QVERIFY(studio.window().isWindowModified());
    studio.press(Qt::Key_Z, Qt::ControlModifier);
    EVENTUALLY(bytes(studio) == before);
    EVENTUALLY(bannerText(studio, "editorBanner").isEmpty());
}

void WindowFilesTest::recentFilesAreInTheMenu() {
    Studio studio;
    const QString first = studio.write("first.cst", "out a");
    const QString second = studio.write("second.cst", "out b");
    studio.restart({.file = first});
    EVENTUALLY(studio.window().windowTitle().contains("first.cst"));
    studio.restart({.file = second});
    EVENTUALLY(studio.window().windowTitle().contains("second.cst"));
    QCOMPARE(studio.settings().recentFiles(), QStringList({second, first}));

    openRecent(studio, 1);
    QCOMPARE(studio.find<QMenu>("recentMenu")->actions().size(), qsizetype(2));
    EVENTUALLY(studio.window().windowTitle().contains("first.cst"));
}

void WindowFilesTest::aFileThatIsOpenedAgainIsFoundAsItWas() {
    Studio studio;
    studio.restart({.file = studio.write("one.cst", "in a: Int\nout a\n")});
    EVENTUALLY(studio.window().windowTitle().contains("one.cst"));
    studio.restart({.file = studio.write("two.cst", "in b: Int\nout b\n")});
    EVENTUALLY(studio.window().windowTitle().contains("two.cst"));
    openRecent(studio, 1);
    EVENTUALLY(studio.window().windowTitle().contains("one.cst"));
    studio.pressMouse(studio.editor().textArea());  // the menu has taken the keys away
    openRecent(studio, 1);
    EVENTUALLY(studio.window().windowTitle().contains("two.cst"));
    studio.pressMouse(studio.editor().textArea());
    studio.press(Qt::Key_5, Qt::AltModifier);
    const auto* panel = studio.find<EngineView>("engine");
    EVENTUALLY(panel->valueOf("Found again") == "1");
    const QString before = panel->valueOf("New");
    studio.typeInEditor("#");
    EVENTUALLY(panel->valueOf("Only moved") == "1");  // its compiler is the one that it had
    QCOMPARE(panel->valueOf("New"), before);
    QVERIFY2(panel->valueOf("Texts kept").contains("KiB"),
             qPrintable(panel->valueOf("Texts kept")));
    studio.press(Qt::Key_S, Qt::ControlModifier);
    EVENTUALLY(!studio.window().isWindowModified());
}

void WindowFilesTest::aFileThatWasOpenBeforeIsReadFromDiskAndTheEngineTabSaysSo() {
    Studio studio;
    const QByteArray comments = QByteArray("# a text that is worth a file\n").repeated(200);
    const QString path = studio.write("large.cst", comments + "in a: Int\nout a\n");
    studio.restart({.file = path});
    EVENTUALLY(studio.window().windowTitle().contains("large.cst"));
    studio.pressMouse(studio.editor().textArea());
    studio.press(Qt::Key_5, Qt::AltModifier);
    EVENTUALLY(studio.find<EngineView>("engine")->valueOf("Files kept").startsWith("1, "));
    QCOMPARE(studio.find<EngineView>("engine")->valueOf("Read from disk"), QString("0"));
    studio.restart({.file = path});
    EVENTUALLY(studio.window().windowTitle().contains("large.cst"));
    studio.pressMouse(studio.editor().textArea());
    studio.press(Qt::Key_5, Qt::AltModifier);
    EVENTUALLY(studio.find<EngineView>("engine")->valueOf("Read from disk") == "1");
    QVERIFY(!studio.find<QLabel>("filesTrouble")->isVisibleTo(studio.find<EngineView>("engine")));
}

void WindowFilesTest::theLastFileComesBack() {
    Studio studio;
    const QString path = studio.write("again.cst", kSum);
    studio.restart({.file = path});
    EVENTUALLY(studio.window().windowTitle().contains("again.cst"));
    studio.press(Qt::Key_Q, Qt::ControlModifier);
    EVENTUALLY(!studio.window().isVisible());
    studio.restart();
    EVENTUALLY(studio.window().windowTitle().contains("again.cst"));
    studio.restart({.restores = false});
    EVENTUALLY(studio.window().windowTitle().contains("order-enrichment.cst"));
}

QTEST_MAIN(WindowFilesTest)
#include "tst_window_files.moc"

#include "engine/session/file_io.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

class FileIoTest : public QObject {
    Q_OBJECT

private slots:
    void anyBytesComeBackAsTheyWereWritten();
    void savingLeavesNoTemporaryFileBehind();
    void savingKeepsPermissionsAndLinks();
    void aFileThatCannotBeReadIsAnErrorWithItsName_data();
    void aFileThatCannotBeReadIsAnErrorWithItsName();
    void aFailedSaveLeavesTheOldContent();

private:
    QTemporaryDir folder_;
    std::string path(const char* name) const { return folder_.filePath(name).toStdString(); }
};

void FileIoTest::anyBytesComeBackAsTheyWereWritten() {
    std::string bytes("a\0b\xff\r\n\xc3", 7);
    QVERIFY(cst::writeFile(path("bytes"), bytes).ok());
    const auto read = cst::readFile(path("bytes"), 100);
    QVERIFY(read.ok());
    QCOMPARE(*read, bytes);
}

void FileIoTest::savingLeavesNoTemporaryFileBehind() {
    QTemporaryDir folder;
    QVERIFY(cst::writeFile(folder.filePath("one").toStdString(), "1").ok());
    QVERIFY(cst::writeFile(folder.filePath("one").toStdString(), "2").ok());
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{"one"});
}

void FileIoTest::savingKeepsPermissionsAndLinks() {
    QVERIFY(cst::writeFile(path("target"), "old").ok());
    const QString target = folder_.filePath("target");
    QVERIFY(QFile::setPermissions(target, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    const auto before = QFile::permissions(target);
    QVERIFY(QFile::link("target", folder_.filePath("link")));
    QVERIFY(cst::writeFile(path("link"), "new").ok());
    QVERIFY(QFileInfo(folder_.filePath("link")).isSymLink());
    QCOMPARE(*cst::readFile(path("target"), 100), std::string("new"));
    QCOMPARE(QFile::permissions(target), before);
}

void FileIoTest::aFileThatCannotBeReadIsAnErrorWithItsName_data() {
    QTest::addColumn<std::string>("name");
    QTest::addRow("missing") << path("nowhere");
    QTest::addRow("a folder") << folder_.path().toStdString();
    QTest::addRow("a device") << std::string("/dev/zero");
}

void FileIoTest::aFileThatCannotBeReadIsAnErrorWithItsName() {
    QFETCH(std::string, name);
    const auto read = cst::readFile(name, 100);
    QVERIFY(!read.ok());
    QVERIFY(read.error().message.find(name) != std::string::npos);
}

void FileIoTest::aFailedSaveLeavesTheOldContent() {
    QVERIFY(!cst::writeFile(path("no/such/folder/file"), "x").ok());
    QVERIFY(!cst::writeFile("/proc/version", "x").ok());
    QVERIFY(cst::writeFile(path("big"), std::string(200, 'x')).ok());
    QVERIFY(!cst::readFile(path("big"), 100).ok());
}

QTEST_GUILESS_MAIN(FileIoTest)
#include "tst_file_io.moc"

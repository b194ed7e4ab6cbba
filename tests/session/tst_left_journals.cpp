#include "engine/session/journal_file.h"
#include "engine/session/journal_place.h"
#include "engine/session/left_journal.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>

// What a studio that died has left behind is found, once, by one; the rest of the world is left in
// peace.

using namespace cst;

class LeftJournalsTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void aJournalBesideItsFileIsFoundByTheFileAndByTheIndex();
    void aJournalInTheStateFolderIsFoundByItsFile();
    void aLinkToTheFileLeadsToItsJournal();
    void aFolderThatWasMovedTakesItsJournalsAlong();
    void aLivingJournalIsLeftAlone();
    void whatIsOnTheDiskAnywayIsNotLeft();
    void theNewestComesFirst();
    void exceptedDocumentsAreLeftForOthers();
    void whatCannotBeReadIsSetAsideAndToldOnce_data();
    void whatCannotBeReadIsSetAsideAndToldOnce();
    void oddThingsInTheFolderStopNothing();
    void linksToNothingAreSweptWhenTheyAreOld();

private:
    std::string path(const QString& name) const { return folder_->filePath(name).toStdString(); }
    std::string state() const { return path("state"); }
    void writeAt(const QString& name, const QByteArray& bytes) const {
        QVERIFY(QDir().mkpath(QFileInfo(folder_->filePath(name)).path()));
        QFile file(folder_->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), qint64(bytes.size()));
    }
    /// The journal of a writer that is dead; place 1 = the state folder.
    std::string leave(const std::string& document, const std::string& text, std::size_t place = 0,
                      const std::string& base = "base") const {
        const std::vector<std::string> paths = JournalPlaces(state(), document).newPaths();
        const std::string& journal = paths[document.empty() ? 0 : place];
        linkJournal(state(), journal);
        const auto file =
            JournalFile::write(journal, {document, "x.cst", {}, hashBytes(base)}, text);
        return file.ok() ? journal : file.error().message;
    }
    std::vector<std::string> textsOf(const LeftJournals& left) const {
        std::vector<std::string> texts;
        for (const LeftJournalPtr& each : left.found) texts.push_back(each->content.text);
        return texts;
    }
    using Texts = std::vector<std::string>;

    std::unique_ptr<QTemporaryDir> folder_;
};

void LeftJournalsTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    writeAt("x.cst", "base");
}

void LeftJournalsTest::aJournalBesideItsFileIsFoundByTheFileAndByTheIndex() {
    leave(path("x.cst"), "typed");
    QCOMPARE(textsOf(findLeftJournalsOf(state(), path("x.cst"))), Texts{"typed"});
    QCOMPARE(textsOf(findLeftJournals(state())), Texts{"typed"});
    QVERIFY(findLeftJournalsOf(state(), path("y.cst")).found.empty());
    QVERIFY(findLeftJournalsOf(state(), path("state/x.cst")).found.empty());
    leave({}, "never saved", 0, "");
    QCOMPARE(findLeftJournals(state()).found.size(), std::size_t{2});
    QCOMPARE(findLeftJournalsOf(state(), path("x.cst")).found.size(), std::size_t{1});
}

void LeftJournalsTest::aJournalInTheStateFolderIsFoundByItsFile() {
    leave(path("x.cst"), "typed", 1);
    QCOMPARE(textsOf(findLeftJournalsOf(state(), path("x.cst"))), Texts{"typed"});
    writeAt("other/x.cst", "base");
    QVERIFY(findLeftJournalsOf(state(), path("other/x.cst")).found.empty());
    QCOMPARE(findLeftJournals(state()).found[0]->path(), path("x.cst"));
}

void LeftJournalsTest::aLinkToTheFileLeadsToItsJournal() {
    QVERIFY(QFile::link(folder_->filePath("x.cst"), folder_->filePath("link.cst")));
    leave(path("link.cst"), "typed");
    QVERIFY(QFileInfo::exists(folder_->filePath(".constellation/journal")));
    QCOMPARE(textsOf(findLeftJournalsOf(state(), path("x.cst"))), Texts{"typed"});
    QCOMPARE(findLeftJournals(state()).found[0]->path(), path("link.cst"));
}

void LeftJournalsTest::aFolderThatWasMovedTakesItsJournalsAlong() {
    writeAt("before/x.cst", "base");
    leave(path("before/x.cst"), "typed");
    QVERIFY(QDir(folder_->path()).rename("before", "after"));
    QVERIFY(findLeftJournals(state()).found.empty());
    const LeftJournals left = findLeftJournalsOf(state(), path("after/x.cst"));
    QCOMPARE(textsOf(left), Texts{"typed"});
    QCOMPARE(left.found[0]->path(), path("after/x.cst"));
}

void LeftJournalsTest::aLivingJournalIsLeftAlone() {
    const std::string journal = JournalPlaces(state(), path("x.cst")).newPaths()[0];
    linkJournal(state(), journal);
    {
        auto alive = JournalFile::write(journal, {path("x.cst"), "x.cst", {}, {}}, "typed");
        QVERIFY(alive.ok());
        const LeftJournals left = findLeftJournals(state());
        QVERIFY(left.found.empty());
        QVERIFY(left.notes.empty());
        QVERIFY(findLeftJournalsOf(state(), path("x.cst")).found.empty());
    }
    const LeftJournals mine = findLeftJournals(state());
    QCOMPARE(mine.found.size(), std::size_t{1});
    QVERIFY(findLeftJournals(state()).found.empty());  // somebody has it already
}

void LeftJournalsTest::whatIsOnTheDiskAnywayIsNotLeft() {
    const std::string saved = leave(path("x.cst"), "base", 0, "older");
    const std::string undone = leave({}, "never changed", 0, "never changed");
    const LeftJournals left = findLeftJournals(state());
    QVERIFY(left.found.empty());
    QVERIFY(left.notes.empty());
    QVERIFY(!fileExists(saved));
    QVERIFY(!fileExists(undone));
    QVERIFY(QDir(QString::fromStdString(state())).isEmpty());
    QVERIFY(!QFileInfo::exists(folder_->filePath(".constellation")));
}

void LeftJournalsTest::theNewestComesFirst() {
    const std::string times[] = {leave(path("x.cst"), "old"), leave(path("x.cst"), "newest"),
                                 leave(path("x.cst"), "older")};
    const int64_t seconds[] = {200, 300, 100};
    for (int i = 0; i < 3; ++i) {
        const timespec both[2] = {{seconds[i], 0}, {seconds[i], 0}};
        QCOMPARE(::utimensat(AT_FDCWD, times[i].c_str(), both, 0), 0);
    }
    const Texts expected{"newest", "old", "older"};
    QCOMPARE(textsOf(findLeftJournalsOf(state(), path("x.cst"))), expected);
    QCOMPARE(textsOf(findLeftJournals(state())), expected);
}

void LeftJournalsTest::exceptedDocumentsAreLeftForOthers() {
    leave(path("x.cst"), "typed");
    QVERIFY(findLeftJournals(state(), {path("x.cst")}).found.empty());
    writeAt("other/x.cst", "base");
    QCOMPARE(findLeftJournals(state(), {path("other/x.cst")}).found.size(), std::size_t{1});
    QCOMPARE(findLeftJournals(state(), {path("y.cst")}).found.size(), std::size_t{1});
    leave(path("x.cst"), "where nothing can be written", 1);
    leave({}, "never saved", 0, "");
    QCOMPARE(textsOf(findLeftJournals(state(), {path("x.cst"), ""})), Texts{"never saved"});
}

void LeftJournalsTest::whatCannotBeReadIsSetAsideAndToldOnce_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("foreign") << QByteArray("in a: Int\n");
    QTest::newRow("another version") << QByteArray("CSTJOURN\x07\0\0\0", 12);
    QTest::newRow("cut short") << QByteArray("CSTJOURN\x01\0\0\0\x40", 13);
    QTest::newRow("zeros") << QByteArray(5000, '\0');
}

void LeftJournalsTest::whatCannotBeReadIsSetAsideAndToldOnce() {
    QFETCH(QByteArray, bytes);
    const std::string journal = leave(path("x.cst"), "typed");
    writeAt(QDir(folder_->path()).relativeFilePath(QString::fromStdString(journal)), bytes);
    const LeftJournals left = findLeftJournals(state());
    QVERIFY(left.found.empty());
    QCOMPARE(left.notes.size(), std::size_t{1});
    QVERIFY(left.notes[0].find(journal + ".unreadable") != std::string::npos);
    QVERIFY(fileExists(journal + ".unreadable"));
    QVERIFY(findLeftJournals(state()).notes.empty());
    QVERIFY(findLeftJournalsOf(state(), path("x.cst")).notes.empty());
}

void LeftJournalsTest::oddThingsInTheFolderStopNothing() {
    leave(path("x.cst"), "typed");
    QDir folder(folder_->filePath("state"));
    QVERIFY(folder.mkpath("folder.journal"));
    QVERIFY(QFile::link("/dev/zero", folder.filePath("device.journal")));
    QVERIFY(QFile::link("circle.journal", folder.filePath("circle.journal")));
    QCOMPARE(::mkfifo(path("state/pipe.journal").c_str(), 0600), 0);
    writeAt("state/notes.txt", "mine");
    QCOMPARE(textsOf(findLeftJournals(state())), Texts{"typed"});
    QVERIFY(findLeftJournals("/no/such/folder").found.empty());
    QVERIFY(findLeftJournals("").found.empty());
}

void LeftJournalsTest::linksToNothingAreSweptWhenTheyAreOld() {
    const std::string journal = leave(path("x.cst"), "typed");
    const QString link =
        folder_->filePath("state/" + QFileInfo(QString::fromStdString(journal)).fileName());
    QVERIFY(QFile::remove(QString::fromStdString(journal)));
    QVERIFY(QFileInfo(link).isSymLink());
    findLeftJournals(state());
    QVERIFY(QFileInfo(link).isSymLink());  // its journal may be on the way
    const timespec old[2] = {{1000, 0}, {1000, 0}};
    QCOMPARE(::utimensat(AT_FDCWD, link.toStdString().c_str(), old, AT_SYMLINK_NOFOLLOW), 0);
    findLeftJournals(state());
    QVERIFY(!QFileInfo(link).isSymLink());
}

QTEST_GUILESS_MAIN(LeftJournalsTest)
#include "tst_left_journals.moc"

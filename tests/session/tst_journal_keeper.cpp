#include "engine/session/file_io.h"
#include "engine/session/journal_keeper.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <mutex>
#include <sys/resource.h>

// One open document: what lies on the disk while its text is in no file, and what lies there after.

using namespace cst;

#define EVENTUALLY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 20'000)

namespace {

const std::string kBase = "in a: Int\n";

class Recorder : public JournalKeeper::Observer {
public:
    void journalTrouble(std::string why) override {
        const std::lock_guard lock(mutex_);
        troubles_.push_back(std::move(why));
    }
    void journalsFound(LeftJournals left) override {
        const std::lock_guard lock(mutex_);
        left_ = std::move(left);
        ++answers_;
    }
    std::vector<std::string> troubles() const {
        const std::lock_guard lock(mutex_);
        return troubles_;
    }
    int answers() const {
        const std::lock_guard lock(mutex_);
        return answers_;
    }
    std::size_t found() const {
        const std::lock_guard lock(mutex_);
        return left_.found.size();
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> troubles_;  // guarded by mutex_, like all below
    LeftJournals left_;
    int answers_ = 0;
};

}  // namespace

class JournalKeeperTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void anUnchangedTextLeavesNothingOnTheDisk();
    void everyTextIsSoonOnTheDisk();
    void aDeadKeeperLeavesTheLastText();
    void onceSavedOrClosedNothingIsLeft();
    void whatIsTypedAfterASaveIsKept();
    void savedUnderAnotherNameTheJournalMovesThere();
    void aDocumentThatWasNeverSavedIsKeptInTheStateFolder();
    void aDeletedFolderOfTheDocumentIsNotMadeAnew();
    void whereTheFolderCannotBeWrittenTheStateFolderServes();
    void twoKeepersOfOneFileDoNotDisturbEachOther();
    void aJournalStaysBounded();
    void aDeletedJournalIsWrittenAnew();
    void whatADeadKeeperLeftIsTakenOver();
    void withoutAnyFolderItSaysSoOnceAndTriesAgain();
    void onAFullDiskItSaysSoAndNothingIsLost();
    void placesThatNoFileHasAreKept();
    void placesThatAreBesideThePipelineAreNot();
    void placesAreKeptUntilTheyAreSaved();

private:
    JournalStart file(const QString& name = "x.cst") const {
        const std::string path = folder_->filePath(name).toStdString();
        return {path, name.toStdString(), {}, hashBytes(kBase)};
    }
    std::string state() const { return folder_->filePath("state/journal").toStdString(); }
    JournalKeeper::Options options() const {
        return {state(), std::chrono::milliseconds(1), std::chrono::milliseconds(1)};
    }
    QString beside() const { return folder_->filePath(".constellation/journal"); }
    static QStringList in(const QString& folder) {
        return QDir(folder).entryList(QDir::Files | QDir::Hidden | QDir::System);
    }
    /// The text in the only journal of the folder; "" = none.
    static std::string textIn(const QString& folder) {
        const auto content = contentIn(folder);
        return content ? content->text : std::string();
    }
    /// A line for each place in the only journal of the folder; "-" = it says nothing of them.
    static std::string placesIn(const QString& folder) {
        const auto content = contentIn(folder);
        return content && content->places ? printPlaces(*content->places) : "-";
    }
    static std::optional<JournalContent> contentIn(const QString& folder) {
        const QStringList names = in(folder).filter(QRegularExpression("\\.journal$"));
        if (names.size() != 1) return {};
        const auto bytes =
            readFile(QDir(folder).filePath(names[0]).toStdString(), kMaxJournalBytes);
        if (!bytes.ok()) return {};
        auto content = decodeJournal(*bytes);
        if (!content.ok()) return {};
        return std::move(*content);
    }

    std::unique_ptr<QTemporaryDir> folder_;
    Recorder recorder_;
};

void JournalKeeperTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
}

void JournalKeeperTest::anUnchangedTextLeavesNothingOnTheDisk() {
    {
        JournalKeeper keeper(options(), recorder_);
        keeper.open(file());
        keeper.setText(kBase);
    }
    QVERIFY(!QFileInfo::exists(folder_->filePath(".constellation")));
    QVERIFY(!QFileInfo::exists(folder_->filePath("state")));
}

void JournalKeeperTest::everyTextIsSoonOnTheDisk() {
    JournalKeeper keeper(options(), recorder_);
    keeper.open(file());
    std::string text = kBase;
    for (int i = 0; i < 50; ++i) {
        text.insert(static_cast<std::size_t>(i) % text.size(), 1, static_cast<char>('a' + i % 26));
        keeper.setText(text);
        EVENTUALLY(textIn(beside()) == text);
    }
    QCOMPARE(in(QString::fromStdString(state())), in(beside()));  // the link has the same name
    const auto mode = QFile::permissions(beside() + "/" + in(beside())[0]);
    QVERIFY(!(mode & (QFile::ReadGroup | QFile::ReadOther)));
}

void JournalKeeperTest::aDeadKeeperLeavesTheLastText() {
    {
        JournalKeeper keeper({state(), std::chrono::hours(1)}, recorder_);
        keeper.open(file());
        keeper.setText(kBase + "1");
        EVENTUALLY(textIn(beside()) == kBase + "1");
        keeper.setText(kBase + "12");  // its time has not come
    }
    QCOMPARE(textIn(beside()), kBase + "12");
}

void JournalKeeperTest::onceSavedOrClosedNothingIsLeft() {
    JournalKeeper keeper(options(), recorder_);
    const auto isGone = [&] {
        return !QFileInfo::exists(folder_->filePath(".constellation")) &&
               !QFileInfo::exists(QString::fromStdString(state()));
    };
    for (const bool saves : {true, false}) {
        keeper.open(file());
        keeper.setText(kBase + "1");
        EVENTUALLY(textIn(beside()) == kBase + "1");
        if (saves) {
            JournalStart now = file();
            now.base = hashBytes(kBase + "1");
            keeper.saving(now.base, [] {});
            keeper.saved(now);
        } else {
            keeper.close();
        }
        EVENTUALLY(isGone());
    }
    keeper.open(file());
    keeper.setText(kBase + "1");
    EVENTUALLY(textIn(beside()) == kBase + "1");
    keeper.open(file("y.cst"));
    EVENTUALLY(isGone());
    keeper.close();
    keeper.setText("nobody asked for this to be kept");
    keeper.find({});
    EVENTUALLY(recorder_.answers() > 0);
    QVERIFY(isGone());
}

void JournalKeeperTest::whatIsTypedAfterASaveIsKept() {
    JournalKeeper keeper(options(), recorder_);
    keeper.open(file());
    keeper.setText(kBase + "1");
    JournalStart now = file();
    now.base = hashBytes(kBase + "1");
    keeper.saving(now.base, [] {});
    keeper.setText(kBase + "12");
    keeper.saved(now);
    EVENTUALLY(textIn(beside()) == kBase + "12");
    keeper.setText(kBase + "123");
    EVENTUALLY(textIn(beside()) == kBase + "123");
}

void JournalKeeperTest::savedUnderAnotherNameTheJournalMovesThere() {
    QVERIFY(QDir(folder_->path()).mkpath("other"));
    JournalKeeper keeper(options(), recorder_);
    keeper.open(file());
    keeper.setText(kBase + "1");
    EVENTUALLY(textIn(beside()) == kBase + "1");
    JournalStart there = file("other/y.cst");
    there.base = hashBytes("what was saved");
    keeper.saved(there);
    EVENTUALLY(textIn(folder_->filePath("other/.constellation/journal")) == kBase + "1");
    EVENTUALLY(!QFileInfo::exists(folder_->filePath(".constellation")));
    QCOMPARE(in(QString::fromStdString(state())).size(), qsizetype(1));
}

void JournalKeeperTest::aDocumentThatWasNeverSavedIsKeptInTheStateFolder() {
    JournalKeeper keeper(options(), recorder_);
    keeper.open({{}, "untitled.cst", {}, hashBytes("")});
    keeper.setText("out a");
    EVENTUALLY(textIn(QString::fromStdString(state())) == "out a");
    keeper.close();
    EVENTUALLY(in(QString::fromStdString(state())).isEmpty());
}

void JournalKeeperTest::aDeletedFolderOfTheDocumentIsNotMadeAnew() {
    QVERIFY(QDir(folder_->path()).mkpath("other"));
    JournalKeeper keeper(options(), recorder_);
    keeper.open(file("other/x.cst"));
    keeper.setText("one");
    EVENTUALLY(textIn(folder_->filePath("other/.constellation/journal")) == "one");
    QVERIFY(QDir(folder_->filePath("other")).removeRecursively());
    keeper.setText("two");
    EVENTUALLY(textIn(QString::fromStdString(state())) == "two");
    QVERIFY(!QFileInfo::exists(folder_->filePath("other")));
}

void JournalKeeperTest::whereTheFolderCannotBeWrittenTheStateFolderServes() {
    // Not even root writes where a file stands in the place of a folder.
    QFile inTheWay(folder_->filePath(".constellation"));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    JournalKeeper keeper(options(), recorder_);
    keeper.open(file());
    keeper.setText(kBase + "1");
    EVENTUALLY(textIn(QString::fromStdString(state())) == kBase + "1");
    QVERIFY(
        QFileInfo(QString::fromStdString(state()) + "/" + in(QString::fromStdString(state()))[0])
            .isFile());
    QVERIFY(recorder_.troubles().empty());
}

void JournalKeeperTest::twoKeepersOfOneFileDoNotDisturbEachOther() {
    JournalKeeper one(options(), recorder_);
    JournalKeeper other(options(), recorder_);
    one.open(file());
    other.open(file());
    one.setText("one");
    other.setText("other");
    EVENTUALLY(in(beside()).size() == 2);
    QVERIFY(findLeftJournals(state()).found.empty());  // both live
    one.close();
    EVENTUALLY(textIn(beside()) == "other");
}

void JournalKeeperTest::aJournalStaysBounded() {
    JournalKeeper keeper(options(), recorder_);
    keeper.open(file());
    qint64 largest = 0;
    for (int i = 0; i < 60; ++i) {
        const std::string text(200'000, static_cast<char>('a' + i % 26));
        keeper.setText(text);
        EVENTUALLY(textIn(beside()) == text);
        largest = std::max(largest, QFileInfo(beside() + "/" + in(beside())[0]).size());
    }
    QVERIFY(largest > 1'000'000);  // it does hold edits
    QVERIFY(largest < 2'000'000);
    QCOMPARE(in(beside()).size(), qsizetype(1));
}

void JournalKeeperTest::aDeletedJournalIsWrittenAnew() {
    JournalKeeper keeper(options(), recorder_);
    keeper.open(file());
    keeper.setText("one");
    EVENTUALLY(textIn(beside()) == "one");
    QVERIFY(QDir(folder_->filePath(".constellation")).removeRecursively());
    keeper.setText("two");
    EVENTUALLY(textIn(beside()) == "two");
}

void JournalKeeperTest::whatADeadKeeperLeftIsTakenOver() {
    {
        JournalKeeper keeper(options(), recorder_);
        keeper.open(file());
        keeper.setText("what was typed");
    }
    const QStringList names = in(beside());
    JournalKeeper keeper(options(), recorder_);
    keeper.find({});
    EVENTUALLY(recorder_.found() == 1);
    LeftJournals left = findLeftJournals(state());
    QVERIFY(left.found.empty());  // the recorder has it
    recorder_.journalsFound({});
    left = findLeftJournals(state());
    QCOMPARE(left.found.size(), std::size_t{1});
    keeper.open(file(), left.found[0]);
    left = {};
    keeper.setText("what was typed, and more");
    EVENTUALLY(textIn(beside()) == "what was typed, and more");
    QCOMPARE(in(beside()), names);                     // in the same place
    QVERIFY(findLeftJournals(state()).found.empty());  // and alive again
}

void JournalKeeperTest::withoutAnyFolderItSaysSoOnceAndTriesAgain() {
    QFile inTheWay(folder_->filePath("state"));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    Recorder recorder;
    JournalKeeper keeper(options(), recorder);
    keeper.open({{}, "untitled.cst", {}, hashBytes("")});
    keeper.setText("out a");
    EVENTUALLY(recorder.troubles().size() == 1);
    QVERIFY(QString::fromStdString(recorder.troubles()[0]).contains("Not a directory"));
    keeper.setText("out ab");
    keeper.find({});
    EVENTUALLY(recorder.answers() == 1);
    QCOMPARE(recorder.troubles().size(), std::size_t{1});
    QVERIFY(inTheWay.remove());
    EVENTUALLY(textIn(QString::fromStdString(state())) == "out ab");
    EVENTUALLY(recorder.troubles().size() == 2);
    QCOMPARE(recorder.troubles()[1], std::string());
}

void JournalKeeperTest::onAFullDiskItSaysSoAndNothingIsLost() {
    // The largest file that this process may write stands for a disk that is full.
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    Recorder recorder;
    JournalKeeper keeper(options(), recorder);
    keeper.open(file());
    keeper.setText("one");
    EVENTUALLY(textIn(beside()) == "one");
    const rlimit full{300, before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &full), 0);
    keeper.setText(std::string(1000, 'x'));
    EVENTUALLY(recorder.troubles().size() == 1);
    const std::string onDisk = textIn(beside());
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    QCOMPARE(onDisk, std::string("one"));  // what was there still is
    // Wherever there was room first: the state folder has it, or a link to it.
    EVENTUALLY(textIn(QString::fromStdString(state())) == std::string(1000, 'x'));
    EVENTUALLY(recorder.troubles().size() == 2);
}

void JournalKeeperTest::placesThatNoFileHasAreKept() {
    std::string left;
    {
        JournalKeeper keeper(options(), recorder_);
        keeper.open(file());
        keeper.setText(kBase);
        keeper.setPlaces([] { return PinnedPlaces{{"in:a", {1, 2}}}; });
        EVENTUALLY(placesIn(beside()) == "in:a\t1\t2\n");
        QCOMPARE(textIn(beside()), kBase);  // it is as on the disk all the same
        keeper.setText(kBase + "1");
        keeper.setPlaces([] { return PinnedPlaces{{"in:a", {1, 3}}}; });
        EVENTUALLY(placesIn(beside()) == "in:a\t1\t3\n" && textIn(beside()) == kBase + "1");
    }
    QFile x(folder_->filePath("x.cst"));
    QVERIFY(x.open(QIODevice::WriteOnly) && x.write((kBase + "1").c_str()) > 0);
    x.close();
    LeftJournals found = findLeftJournals(state());  // for the sake of the places alone
    QCOMPARE(found.found.size(), std::size_t{1});
    JournalKeeper keeper(options(), recorder_);
    keeper.open(file(), found.found[0]);
    found = {};
    keeper.setText(kBase + "12");
    EVENTUALLY(textIn(beside()) == kBase + "12");
    QCOMPARE(placesIn(beside()), std::string("in:a\t1\t3\n"));
}

void JournalKeeperTest::placesThatAreBesideThePipelineAreNot() {
    const PinnedPlaces places{{"in:a", {1, 2}}};
    QVERIFY(savePlaces(file().path, places).ok());
    JournalKeeper keeper(options(), recorder_);
    keeper.open(file());
    keeper.setText(kBase);
    keeper.setPlaces([=] { return places; });
    const int answers = recorder_.answers();
    keeper.find({});
    EVENTUALLY(recorder_.answers() > answers);
    QVERIFY(!QFileInfo::exists(folder_->filePath(".constellation")));
    keeper.setPlaces([] { return PinnedPlaces(); });  // tidied
    EVENTUALLY(placesIn(beside()).empty());
    keeper.setPlaces([=] { return places; });  // and taken back
    EVENTUALLY(!QFileInfo::exists(folder_->filePath(".constellation")));
}

void JournalKeeperTest::placesAreKeptUntilTheyAreSaved() {
    const PinnedPlaces places{{"in:a", {1, 2}}};
    JournalKeeper keeper(options(), recorder_);
    keeper.open(file());
    keeper.setText(kBase + "1");
    keeper.setPlaces([=] { return places; });
    EVENTUALLY(placesIn(beside()) == "in:a\t1\t2\n");
    JournalStart now = file();
    now.base = hashBytes(kBase + "1");
    keeper.saved(now);  // the text alone: what is shown was not compiled yet
    keeper.setText(kBase + "1");
    EVENTUALLY(contentIn(beside()) && !contentIn(beside())->hasChanges());
    QCOMPARE(placesIn(beside()), std::string("in:a\t1\t2\n"));
    QVERIFY(savePlaces(now.path, places).ok());
    keeper.saved(now);
    EVENTUALLY(!QFileInfo::exists(folder_->filePath(".constellation")));
}

QTEST_GUILESS_MAIN(JournalKeeperTest)
#include "tst_journal_keeper.moc"

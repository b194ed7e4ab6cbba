#include "engine/session/compiled_files.h"
#include "engine/session/document_compiler.h"
#include "engine/session/engine.h"
#include "engine/session/session.h"
#include "tests/support/random_source.h"
#include "tests/support/snapshot_text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fcntl.h>
#include <latch>
#include <numeric>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

// Compiled texts outlive the process, and whatever lies where they should lie is never more than a
// reason to compile.

using namespace cst;
using cst::test::RandomSource;
using cst::test::snapshotText;

namespace {

SourceTextPtr source(const std::string& text) {
    return std::make_shared<const SourceText>(text);
}

const std::string kPipeline = R"(use stdlib.collection
type Order = { id: Int, price: Float }
@example([{ id: 1, price: 2.5 }])
in orders: List<Order>
large = filter(orders, (o) => o.price > 2.0)
names = map(large, (o) => "order ${o.id}")
out names
)";

std::string numbered(int i) {
    const std::string n = std::to_string(i);
    return "in x: { a: Int, f" + n + ": Float }\nv" + n + " = x.f" + n + " * " + n + "\nout v" + n +
           "\nout nobody" + n + "\n";
}

uint64_t missesOf(const CompiledFilesUse& use, FileMiss why) {
    return use.misses[static_cast<std::size_t>(why)];
}

uint64_t missesOf(const CompiledFilesUse& use) {
    return std::accumulate(use.misses.begin(), use.misses.end(), uint64_t{0});
}

/// A folder and a key of one's own, where every text is worth a file.
class Place {
public:
    Place() : root_(QDir::tempPath() + "/tst_compiled_files-XXXXXX") {}
    explicit Place(const QString& root) : given_(root) {}

    QString root() const { return given_.isEmpty() ? root_.path() : given_; }
    QString folder() const { return root() + "/cache/compiled"; }
    QString keyPath() const { return root() + "/state/key"; }
    static CompiledFiles::Limits limits() {
        CompiledFiles::Limits limits;
        limits.fromTextBytes = 0;
        return limits;
    }
    std::shared_ptr<CompiledFiles> files(const CompiledFiles::Limits& limits = Place::limits(),
                                         const std::string& build = buildId()) const {
        return std::make_shared<CompiledFiles>(
            CompiledFiles::Place{folder().toStdString(), keyPath().toStdString(), build}, limits);
    }
    QStringList names() const { return QDir(folder()).entryList(QDir::Files); }
    QString onlyPath() const { return folder() + "/" + names().value(0); }

private:
    QString given_;
    QTemporaryDir root_;
};

/// A process that compiles: what it finds and leaves.
struct Start {
    explicit Start(std::shared_ptr<CompiledFiles> kept, std::function<void(Registry&)> modules = {})
        : files(std::move(kept)), engine(1, {.addModules = std::move(modules), .files = files}) {}

    std::shared_ptr<Snapshot> compile(const std::string& text) {
        return engine.compile(source(text), 1, false);
    }
    void compileAndKeep(const std::string& text) { engine.keep(*compile(text)); }
    std::shared_ptr<Snapshot> find(const std::string& text) {
        return files->find(source(text), engine.types(),
                           {std::shared_ptr<const void>(), &engine.registry()});
    }
    CompiledFilesUse use() const { return files->use(); }

    std::shared_ptr<CompiledFiles> files;
    Engine engine;
};

std::string alone(const std::string& text) {
    Engine engine(1);
    return snapshotText(*engine.compile(source(text), 1, false));
}

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(bytes), bytes.size());
}

void makeOld(const QString& path, std::chrono::seconds age) {
    timespec times[2] = {};
    times[0].tv_sec = times[1].tv_sec = ::time(nullptr) - age.count();
    QCOMPARE(::utimensat(AT_FDCWD, path.toLocal8Bit().constData(), times, 0), 0);
}

void addThing(Registry& registry) {
    ModuleDescriptor descriptor;
    descriptor.signature.nameSpace = "test";
    descriptor.signature.name = "thing";
    descriptor.signature.result = types::kInt;
    registry.add(std::move(descriptor));
}

}  // namespace

class CompiledFilesTest : public QObject {
    Q_OBJECT

private slots:
    void whatOneProcessCompiledTheNextOneReads();
    void aTextWithErrorsIsKeptToo();
    void whatWasReadIsNotWrittenAgain();
    void whatIsKeptInMemoryIsNotLookedForOnDisk();
    void textsThatAreTooSmallAreNeitherWrittenNorLookedFor();
    void withoutFilesNothingIsWritten();
    void everyoneButTheOwnerIsKeptOut();
    void aFileForOtherModulesIsAMissAndReplaced();
    void aFileOfAnotherBuildIsAMissAndReplaced();
    void aProgramWithoutABuildIdKeepsNothing();
    void programsThatDifferHaveFilesOfTheirOwn();
    void aFileWithAnotherKeyIsAMissAndReplaced();
    void aFileOfAnotherTextUnderItsNameIsAMiss();
    void oneChangedByteAnywhereIsAMiss();
    void aFileThatIsCutShortOrLongerIsAMiss();
    void aDamagedFileIsReplaced();
    void whatIsNoFileIsAMiss_data();
    void whatIsNoFileIsAMiss();
    void aFolderThatCannotBeWrittenIsOnlyNoted_data();
    void aFolderThatCannotBeWrittenIsOnlyNoted();
    void aFolderThatIsDeletedComesBack();
    void aKeyThatCannotBeReliedOnIsReplaced_data();
    void aKeyThatCannotBeReliedOnIsReplaced();
    void withoutAPlaceForTheKeyNothingIsKept();
    void threadsThatStartAtOnceAgreeOnAKey();
    void theLeastRecentlyUsedGoWhenThereAreTooMany();
    void whatWasNotUsedForLongGoes();
    void twoEnginesAtOnceOnOneFolder();
    void aSessionKeepsWhatIsOpenedAndSavedButNotWhatIsTyped();
    void aDocumentReadFromDiskGoesOnAsAnyOther();
    // Last: under ThreadSanitizer no thread may start after QProcess has forked.
    void twoProcessesAtOnceOnOneFolder();
};

void CompiledFilesTest::whatOneProcessCompiledTheNextOneReads() {
    const Place place;
    Start first(place.files());
    first.compileAndKeep(kPipeline);
    QCOMPARE(first.use().written, 1U);
    QCOMPARE(missesOf(first.use(), FileMiss::NotThere), 1U);
    Start next(place.files());
    const auto again = next.compile(kPipeline);
    QCOMPARE(next.use().hits, 1U);
    QCOMPARE(missesOf(next.use()), 0U);
    const CompileUse use = next.engine.compiled().use();
    QCOMPARE(use.loaded, 1U);
    QCOMPARE(std::accumulate(use.misses.begin(), use.misses.end(), uint64_t{0}), 0U);
    QCOMPARE(snapshotText(*again), alone(kPipeline));
    QVERIFY(next.use().note.empty());
}

void CompiledFilesTest::aTextWithErrorsIsKeptToo() {
    const Place place;
    const std::string text = "in x: Int\na = x + \"b\n\nout nobody\n";
    Start(place.files()).compileAndKeep(text);
    Start next(place.files());
    const auto again = next.compile(text);
    QCOMPARE(next.use().hits, 1U);
    QVERIFY(again->errorCount > 0);
    QCOMPARE(snapshotText(*again), alone(text));
}

void CompiledFilesTest::whatWasReadIsNotWrittenAgain() {
    const Place place;
    Start first(place.files());
    first.compileAndKeep(kPipeline);
    first.compileAndKeep(kPipeline);
    QCOMPARE(first.use().written, 1U);
    Start next(place.files());
    next.compileAndKeep(kPipeline);
    QCOMPARE(next.use().written, 0U);
}

void CompiledFilesTest::whatIsKeptInMemoryIsNotLookedForOnDisk() {
    const Place place;
    Start start(place.files());
    start.compile(kPipeline);
    start.compile(kPipeline);
    QCOMPARE(missesOf(start.use()), 1U);
    QCOMPARE(start.engine.compiled().use().hits, 1U);
}

void CompiledFilesTest::textsThatAreTooSmallAreNeitherWrittenNorLookedFor() {
    const Place place;
    CompiledFiles::Limits limits = Place::limits();
    limits.fromTextBytes = kPipeline.size() + 1;
    Start small(place.files(limits));
    small.compileAndKeep(kPipeline);
    QCOMPARE(missesOf(small.use()), 0U);
    QVERIFY(place.names().isEmpty());
    limits.fromTextBytes = kPipeline.size();
    Start(place.files(limits)).compileAndKeep(kPipeline);
    QCOMPARE(place.names().size(), 1);
}

void CompiledFilesTest::withoutFilesNothingIsWritten() {
    Start start(nullptr);
    start.compileAndKeep(kPipeline);
    QVERIFY(!start.engine.load().files.isOn);
}

void CompiledFilesTest::everyoneButTheOwnerIsKeptOut() {
    const Place place;
    Start(place.files()).compileAndKeep(kPipeline);
    const auto modeOf = [](const QString& path) {
        struct stat about {};
        return ::stat(path.toLocal8Bit().constData(), &about) == 0 ? about.st_mode & 0777U : 0U;
    };
    QCOMPARE(modeOf(place.keyPath()), 0600U);
    QCOMPARE(modeOf(place.onlyPath()), 0600U);
    QCOMPARE(modeOf(place.folder()), 0700U);
    QCOMPARE(modeOf(place.root() + "/state"), 0700U);
    QVERIFY(!bytesOf(place.onlyPath()).contains(bytesOf(place.keyPath())));
}

void CompiledFilesTest::aFileForOtherModulesIsAMissAndReplaced() {
    const Place place;
    const std::string text = "a = test.thing() + 1\nout a\n";
    Start(place.files()).compileAndKeep(text);
    Start other(place.files(), addThing);
    QCOMPARE(other.compile(text)->errorCount, std::size_t{0});
    QCOMPARE(missesOf(other.use(), FileMiss::OtherModules), 1U);
    other.compileAndKeep(text);
    QCOMPARE(place.names().size(), 1);
    Start again(place.files(), addThing);
    QCOMPARE(again.compile(text)->errorCount, std::size_t{0});
    QCOMPARE(again.use().hits, 1U);
}

void CompiledFilesTest::aFileOfAnotherBuildIsAMissAndReplaced() {
    const Place place;
    Start(place.files()).compileAndKeep(kPipeline);
    const QString path = place.onlyPath();
    QVERIFY(QFile::rename(path, path + ".aside"));
    Start(place.files(Place::limits(), "another")).compileAndKeep(kPipeline);
    const QStringList names = place.names().filter(QRegularExpression("compiled$"));
    QVERIFY(QFile::rename(place.folder() + "/" + names.value(0), path));
    Start start(place.files());
    QCOMPARE(snapshotText(*start.compile(kPipeline)), alone(kPipeline));
    QCOMPARE(missesOf(start.use(), FileMiss::OtherBuild), 1U);
    start.compileAndKeep(kPipeline);
    QCOMPARE(bytesOf(path), bytesOf(path + ".aside"));
}

void CompiledFilesTest::aProgramWithoutABuildIdKeepsNothing() {
    const Place place;
    Start start(place.files(Place::limits(), ""));
    start.compileAndKeep(kPipeline);
    QVERIFY(!start.use().isOn);
    QVERIFY(place.names().isEmpty());
    QCOMPARE(buildId().size(), std::size_t{20});  // this one has one
}

void CompiledFilesTest::programsThatDifferHaveFilesOfTheirOwn() {
    const Place place;
    for (int i = 0; i < 2; ++i) {
        for (const char* const build : {"one", "two"}) {
            Start start(place.files(Place::limits(), build));
            start.compileAndKeep(kPipeline);
            QCOMPARE(start.use().hits, i == 0 ? 0U : 1U);
        }
    }
    QCOMPARE(place.names().size(), 2);
}

void CompiledFilesTest::aFileWithAnotherKeyIsAMissAndReplaced() {
    const Place place;
    Start(place.files()).compileAndKeep(kPipeline);
    QVERIFY(QFile::remove(place.keyPath()));
    Start start(place.files());
    start.compileAndKeep(kPipeline);
    QCOMPARE(missesOf(start.use(), FileMiss::OtherKey), 1U);
    QVERIFY(!start.use().note.empty());
    Start next(place.files());
    QVERIFY(next.find(kPipeline));
}

void CompiledFilesTest::aFileOfAnotherTextUnderItsNameIsAMiss() {
    const Place place;
    Start start(place.files());
    start.compileAndKeep(kPipeline);
    const QByteArray bytes = bytesOf(place.onlyPath());
    const QString first = place.onlyPath();
    start.compileAndKeep(numbered(1));
    for (const QString& name : place.names()) {
        write(place.folder() + "/" + name, bytes);  // as if their hashes were the same
    }
    QVERIFY(!start.find(numbered(1)));
    QVERIFY(start.find(kPipeline));
}

void CompiledFilesTest::oneChangedByteAnywhereIsAMiss() {
    const Place place;
    Start start(place.files());
    start.compileAndKeep(kPipeline);
    const QByteArray bytes = bytesOf(place.onlyPath());
    RandomSource random(1);
    uint64_t changed = 0;
    for (int at = 0; at < bytes.size(); ++at) {
        QByteArray other = bytes;
        other[at] = static_cast<char>(other[at] ^ static_cast<char>(1U << random.below(8)));
        write(place.onlyPath(), other);
        QVERIFY(!start.find(kPipeline));
        ++changed;
    }
    QCOMPARE(missesOf(start.use()), changed + 1);
    QVERIFY(missesOf(start.use(), FileMiss::Damaged) > changed / 2);
    write(place.onlyPath(), bytes);
    QVERIFY(start.find(kPipeline));
}

void CompiledFilesTest::aFileThatIsCutShortOrLongerIsAMiss() {
    const Place place;
    Start start(place.files());
    start.compileAndKeep(kPipeline);
    const QByteArray bytes = bytesOf(place.onlyPath());
    for (int size = 0; size < bytes.size(); ++size) {
        write(place.onlyPath(), bytes.left(size));
        QVERIFY(!start.find(kPipeline));
    }
    write(place.onlyPath(), bytes + '\0');
    QVERIFY(!start.find(kPipeline));
}

void CompiledFilesTest::aDamagedFileIsReplaced() {
    const Place place;
    Start(place.files()).compileAndKeep(kPipeline);
    const QByteArray bytes = bytesOf(place.onlyPath());
    write(place.onlyPath(), bytes.left(bytes.size() / 2));
    Start start(place.files());
    const auto snapshot = start.compile(kPipeline);
    QCOMPARE(snapshotText(*snapshot), alone(kPipeline));
    QCOMPARE(missesOf(start.use(), FileMiss::Damaged), 1U);
    QVERIFY(!start.use().note.empty());
    start.engine.keep(*snapshot);
    QCOMPARE(bytesOf(place.onlyPath()), bytes);
}

void CompiledFilesTest::whatIsNoFileIsAMiss_data() {
    QTest::addColumn<int>("kind");
    QTest::newRow("a folder") << S_IFDIR;
    QTest::newRow("a pipe that nobody writes to") << S_IFIFO;
    QTest::newRow("a link") << S_IFLNK;
}

void CompiledFilesTest::whatIsNoFileIsAMiss() {
    QFETCH(int, kind);
    const Place place;
    Start(place.files()).compileAndKeep(kPipeline);
    const QString path = place.onlyPath();
    QVERIFY(QFile::rename(path, place.root() + "/aside"));
    const QByteArray name = path.toLocal8Bit();
    QCOMPARE(kind == S_IFDIR ? ::mkdir(name.constData(), 0700)
             : kind == S_IFIFO
                 ? ::mkfifo(name.constData(), 0600)
                 : ::symlink((place.root() + "/aside").toLocal8Bit().constData(), name.constData()),
             0);
    Start start(place.files());
    QCOMPARE(snapshotText(*start.compile(kPipeline)), alone(kPipeline));
    QCOMPARE(start.use().hits, 0U);
    start.compileAndKeep(kPipeline);  // a folder stays in the way
    QCOMPARE(start.use().written, kind == S_IFDIR ? 0U : 1U);
}

void CompiledFilesTest::aFolderThatCannotBeWrittenIsOnlyNoted_data() {
    QTest::addColumn<QString>("folder");
    QTest::newRow("it is a file") << "FILE";
    QTest::newRow("it lies in a file") << "FILE/compiled";
    QTest::newRow("nobody can make it") << "/proc/constellation";
    QTest::newRow("nobody can write there") << "/proc/self";
}

void CompiledFilesTest::aFolderThatCannotBeWrittenIsOnlyNoted() {
    QFETCH(QString, folder);
    const Place place;
    write(place.root() + "/file", "x");
    folder.replace("FILE", place.root() + "/file");
    Start start(std::make_shared<CompiledFiles>(
        CompiledFiles::Place{folder.toStdString(), place.keyPath().toStdString()},
        Place::limits()));
    const auto snapshot = start.compile(kPipeline);
    start.engine.keep(*snapshot);
    QCOMPARE(snapshotText(*snapshot), alone(kPipeline));
    QCOMPARE(start.use().written, 0U);
    QVERIFY(QString::fromStdString(start.use().note).contains("cannot write to"));
    QCOMPARE(bytesOf(place.root() + "/file"), QByteArray("x"));
}

void CompiledFilesTest::aFolderThatIsDeletedComesBack() {
    const Place place;
    Start start(place.files());
    start.compileAndKeep(kPipeline);
    QVERIFY(QDir(place.folder()).removeRecursively());
    start.compileAndKeep(numbered(1));
    QCOMPARE(start.use().written, 2U);
    QCOMPARE(place.names().size(), 1);
}

void CompiledFilesTest::aKeyThatCannotBeReliedOnIsReplaced_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("mode");
    QTest::addColumn<QString>("note");
    QTest::newRow("it is too short") << QByteArray(31, 'k') << 0600 << "another size";
    QTest::newRow("it is too long") << QByteArray(33, 'k') << 0600 << "another size";
    QTest::newRow("it is empty") << QByteArray() << 0600 << "another size";
    QTest::newRow("the group could read it") << QByteArray(32, 'k') << 0640 << "others could read";
    QTest::newRow("all could write it") << QByteArray(32, 'k') << 0602 << "others could read";
}

void CompiledFilesTest::aKeyThatCannotBeReliedOnIsReplaced() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, mode);
    QFETCH(QString, note);
    const Place place;
    QVERIFY(QDir().mkpath(place.root() + "/state"));
    write(place.keyPath(), bytes);
    QCOMPARE(::chmod(place.keyPath().toLocal8Bit().constData(), static_cast<mode_t>(mode)), 0);
    Start start(place.files());
    start.compileAndKeep(kPipeline);
    QVERIFY(QString::fromStdString(start.use().note).contains(note));
    QCOMPARE(bytesOf(place.keyPath()).size(), 32);
    QVERIFY(bytesOf(place.keyPath()) != bytes);
    QVERIFY(Start(place.files()).find(kPipeline));
}

void CompiledFilesTest::withoutAPlaceForTheKeyNothingIsKept() {
    const Place place;
    const CompiledFiles::Place where{place.folder().toStdString(), "/proc/constellation/key"};
    Start start(std::make_shared<CompiledFiles>(where, Place::limits()));
    start.compileAndKeep(kPipeline);
    QVERIFY(place.names().isEmpty());
    QVERIFY(QString::fromStdString(start.use().note).contains("cannot keep a key"));
}

void CompiledFilesTest::threadsThatStartAtOnceAgreeOnAKey() {
    const Place place;
    std::array<SecretKey, 8> found{};
    std::latch arrived(found.size());
    std::vector<std::thread> threads;
    for (SecretKey& key : found) {
        threads.emplace_back([&] {
            arrived.arrive_and_wait();
            const Result<UserKey> made = userKey(place.keyPath().toStdString());
            key = made.ok() ? made->bytes : SecretKey{};
        });
    }
    for (std::thread& thread : threads) thread.join();
    QVERIFY(found.front() != SecretKey{});
    QVERIFY(std::all_of(found.begin(), found.end(),
                        [&](const SecretKey& key) { return key == found.front(); }));
}

void CompiledFilesTest::theLeastRecentlyUsedGoWhenThereAreTooMany() {
    const Place place;
    Start(place.files()).compileAndKeep(numbered(0));
    const auto size = static_cast<std::size_t>(bytesOf(place.onlyPath()).size());
    CompiledFiles::Limits limits = Place::limits();
    limits.bytes = 10 * size + size / 2;
    Start start(place.files(limits));
    QStringList known = place.names();
    makeOld(place.onlyPath(), std::chrono::hours(20));
    for (int i = 1; i < 10; ++i) {
        start.compileAndKeep(numbered(i));
        for (const QString& name : place.names()) {
            if (!known.contains(name)) {
                makeOld(place.folder() + "/" + name, std::chrono::hours(20 - i));
                known.append(name);
            }
        }
    }
    QVERIFY(start.find(numbered(0)));  // the oldest of all is used again
    start.compileAndKeep(numbered(10));
    QVERIFY(start.use().evictions > 0);
    QVERIFY(start.use().bytes <= limits.bytes);
    QVERIFY(start.find(numbered(0)));
    QVERIFY(start.find(numbered(10)));
    QVERIFY(!start.find(numbered(1)));
}

void CompiledFilesTest::whatWasNotUsedForLongGoes() {
    const Place place;
    Start(place.files()).compileAndKeep(kPipeline);
    makeOld(place.onlyPath(), std::chrono::hours(31 * 24));
    Start start(place.files());
    start.compileAndKeep(numbered(1));
    QCOMPARE(place.names().size(), 1);
    QVERIFY(!start.find(kPipeline));
    QCOMPARE(start.use().evictions, 1U);
}

void CompiledFilesTest::twoEnginesAtOnceOnOneFolder() {
    constexpr int kTexts = 40;
    const Place place;
    std::latch arrived(2);
    std::vector<std::thread> threads;
    std::atomic<int> wrong = 0;
    for (int t = 0; t < 2; ++t) {
        threads.emplace_back([&] {
            Start start(place.files());
            arrived.arrive_and_wait();
            for (int i = 0; i < kTexts; ++i) {
                const auto snapshot = start.compile(numbered(i));
                start.engine.keep(*snapshot);
                wrong += snapshotText(*snapshot) == alone(numbered(i)) ? 0 : 1;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    QCOMPARE(wrong.load(), 0);
    Start next(place.files());
    for (int i = 0; i < kTexts; ++i) {
        QVERIFY(next.find(numbered(i)));
    }
    QCOMPARE(place.names().size(), kTexts);
}

namespace {

constexpr int kChildTexts = 40;

/// What the other process of the test below does.
int compileInChild(const QString& root) {
    const Place place(root);
    Start start(place.files());
    for (int i = 0; i < kChildTexts; ++i) {
        const auto snapshot = start.compile(numbered(i));
        start.engine.keep(*snapshot);
        if (snapshotText(*snapshot) != alone(numbered(i))) {
            return 1;
        }
    }
    return start.use().note.empty() ? 0 : 2;
}

}  // namespace

void CompiledFilesTest::twoProcessesAtOnceOnOneFolder() {
    const Place place;
    std::array<QProcess, 2> processes;
    for (QProcess& process : processes) {
        process.start(QCoreApplication::applicationFilePath(), {"--child", place.root()});
    }
    for (QProcess& process : processes) {
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
    }
    Start next(place.files());
    for (int i = 0; i < kChildTexts; ++i) {
        QVERIFY(next.find(numbered(i)));
    }
    QCOMPARE(place.names().size(), kChildTexts);
}

namespace {

class Listener : public Session::Observer {
public:
    void snapshotReady(SnapshotPtr snapshot) override {
        const std::lock_guard lock(mutex_);
        last_ = std::move(snapshot);
    }
    SnapshotPtr shown(Revision revision) const {
        const std::lock_guard lock(mutex_);
        return last_ && last_->revision == revision ? last_ : nullptr;
    }

private:
    mutable std::mutex mutex_;
    SnapshotPtr last_;
};

}  // namespace

void CompiledFilesTest::aSessionKeepsWhatIsOpenedAndSavedButNotWhatIsTyped() {
    const Place place;
    const auto files = place.files();
    Listener listener;
    const std::string typed = kPipeline + "a = 1\n";
    const std::string saved = kPipeline + "a = 12\n";
    {
        Session session({.workers = 1, .files = files}, listener);
        session.setText(1, kPipeline);
        QTRY_COMPARE(files->use().written, 1U);
        const Revision revision = session.setText(1, typed);
        QTRY_VERIFY(listener.shown(revision));
        session.setText(1, saved);
        session.save((place.root() + "/saved.cst").toStdString(), saved, 1);
        QTRY_COMPARE(files->use().written, 2U);
    }
    Start next(place.files());
    QVERIFY(next.find(kPipeline));
    QVERIFY(next.find(saved));
    QVERIFY(!next.find(typed));
}

void CompiledFilesTest::aDocumentReadFromDiskGoesOnAsAnyOther() {
    const Place place;
    Start(place.files()).compileAndKeep(kPipeline);
    const auto files = place.files();
    Listener listener;
    Session session({.workers = 1, .files = files}, listener);
    const Revision opened = session.setText(1, kPipeline);
    QTRY_VERIFY(listener.shown(opened));
    QCOMPARE(files->use().hits, 1U);
    const SnapshotPtr first = listener.shown(opened);
    QCOMPARE(snapshotText(*first), alone(kPipeline));
    const std::string edited = "# a comment\n" + kPipeline + "n = 1\nout n\n";
    const Revision revision = session.setText(1, edited);
    QTRY_VERIFY(listener.shown(revision));
    const SnapshotPtr second = listener.shown(revision);
    QCOMPARE(snapshotText(*second), alone(edited));
    QCOMPARE(second->delta.removed.size(), std::size_t{0});  // the nodes are those that were read
    QCOMPARE(second->delta.changed.size(), std::size_t{0});
}

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.value(1) == "--child") {
        return compileInChild(words.value(2));
    }
    CompiledFilesTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_compiled_files.moc"

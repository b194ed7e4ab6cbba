#include "engine/run/blocking_pool.h"
#include "engine/run/call_cache.h"
#include "engine/run/disk_cache.h"
#include "tests/support/option_scene.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <random>
#include <sys/mount.h>
#include <thread>

// What calls of all runs share: the caches of calls, and threads that may block.

using cst::CallCache;
using cst::DiskCache;
using cst::Value;
using std::chrono::nanoseconds;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

class CallServicesTest : public QObject {
    Q_OBJECT

private slots:
    void theLeastRecentlyUsedResultsGoFirst();
    void resultsThatTakeTooMuchMemoryGo();
    void resultsOnDiskOutliveTheProcess();
    void aDamagedFileIsAsIfItWereNotThere();
    void aFileOfAnotherTypeKeyOrTimeIsNotRead();
    void whatHasExpiredIsRemoved();
    void theOldestFilesGoWhenThereAreTooMany();
    void aFullDiskKeepsNothingAndSaysSo();
    void callsUseTheDiskAcrossEngines();
    void blockingWorkHasThreadsOfItsOwnUpToALimit();
    void aBlockingCallIsTimedFromItsTurn();
    void aBlockingCallThatHangsHoldsNobodyUp();
    void aModuleThatBlocksAWorkerIsTimedOutAllTheSame();
};

namespace {

struct Types {
    cst::TypeTable table;
    cst::TypeId text = cst::types::kString;
};

std::vector<fs::path> filesIn(const std::string& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
    return files;
}

class SleepJob : public cst::Job {
public:
    SleepJob(std::atomic<int>& running, std::atomic<int>& most, std::atomic<int>& done)
        : running_(running), most_(most), done_(done) {}
    void run() override {
        const int now = ++running_;
        for (int most = most_; now > most && !most_.compare_exchange_weak(most, now);) {
        }
        std::this_thread::sleep_for(5ms);
        --running_;
        ++done_;
    }

private:
    std::atomic<int>& running_;
    std::atomic<int>& most_;
    std::atomic<int>& done_;
};

}  // namespace

void CallServicesTest::theLeastRecentlyUsedResultsGoFirst() {
    CallCache cache;
    for (std::size_t i = 0; i < CallCache::kMaxEntries; ++i) {
        cache.store("k" + std::to_string(i), Value::ofInt(1), 8, 0ns, 1h);
    }
    QVERIFY(cache.find("k0", 0ns));  // used: k1 is the oldest now
    cache.store("new", Value::ofInt(2), 8, 0ns, 1h);
    QVERIFY(cache.find("k0", 0ns));
    QVERIFY(!cache.find("k1", 0ns));
    QVERIFY(cache.find("new", 0ns));
    QCOMPARE(cache.use().entries, uint64_t{CallCache::kMaxEntries});
    QCOMPARE(cache.use().evictions, uint64_t{1});
    QCOMPARE(cache.use().hits, uint64_t{3});
    QCOMPARE(cache.use().misses, uint64_t{1});
}

void CallServicesTest::resultsThatTakeTooMuchMemoryGo() {
    CallCache cache;
    constexpr std::size_t kThird = CallCache::kMaxBytes / 3;
    for (const char* key : {"a", "b", "c"}) cache.store(key, Value::ofInt(1), kThird, 0ns, 1h);
    QVERIFY(!cache.find("a", 0ns));
    QVERIFY(cache.find("c", 0ns));
    QVERIFY(cache.use().bytes <= CallCache::kMaxBytes);
    cache.store("huge", Value::ofInt(1), CallCache::kMaxBytes + 1, 0ns, 1h);
    QVERIFY(!cache.find("huge", 0ns));
    QVERIFY(cache.find("c", 0ns));
}

void CallServicesTest::resultsOnDiskOutliveTheProcess() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("a/b").toStdString();
    Types types;
    QVERIFY(DiskCache(path)
                .store("key", types.table, types.text, Value::ofText("a longer text than fits"), 5s,
                       10s)
                .ok());
    DiskCache again(path);
    const std::optional<Value> found = again.find("key", types.table, types.text, 15s);
    QVERIFY(found);
    QCOMPARE(std::string(found->asText()), std::string("a longer text than fits"));
    QVERIFY(!again.find("key", types.table, types.text, 15s + 1ns));
    QVERIFY(!again.find("other", types.table, types.text, 5s));
    QCOMPARE(again.use().hits, uint64_t{1});
    QCOMPARE(again.use().misses, uint64_t{2});
}

/// Every byte changed, every length cut.
void CallServicesTest::aDamagedFileIsAsIfItWereNotThere() {
    const QTemporaryDir folder;
    Types types;
    DiskCache cache(folder.path().toStdString());
    QVERIFY(cache.store("key", types.table, types.text, Value::ofText("value"), 0s, 1h).ok());
    const fs::path file = filesIn(cache.folder()).at(0);
    std::ifstream in(file, std::ios::binary);
    const std::string good((std::istreambuf_iterator<char>(in)), {});
    const auto isFound = [&](const std::string& bytes) {
        std::ofstream(file, std::ios::binary) << bytes;
        return cache.find("key", types.table, types.text, 0s).has_value();
    };
    QVERIFY(isFound(good));
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 0x40);
        QVERIFY2(!isFound(bad), std::to_string(i).c_str());
        QVERIFY2(!isFound(good.substr(0, i)), std::to_string(i).c_str());
    }
    QVERIFY(cache.store("key", types.table, types.text, Value::ofText("new"), 0s, 1h).ok());
    QCOMPARE(std::string(cache.find("key", types.table, types.text, 0s)->asText()),
             std::string("new"));
    QCOMPARE(filesIn(cache.folder()).size(), std::size_t{1});
}

void CallServicesTest::aFileOfAnotherTypeKeyOrTimeIsNotRead() {
    const QTemporaryDir folder;
    Types types;
    DiskCache cache(folder.path().toStdString());
    QVERIFY(cache.store("key", types.table, cst::types::kInt, Value::ofInt(7), 0s, 1h).ok());
    QVERIFY(!cache.find("key", types.table, types.text, 0s));
    QVERIFY(cache.find("key", types.table, cst::types::kInt, 0s));
    // Two keys with one hash would share a file: the key in it decides.
    QVERIFY(cache.store("key2", types.table, cst::types::kInt, Value::ofInt(8), 0s, 1h).ok());
    const std::vector<fs::path> files = filesIn(cache.folder());
    fs::rename(files[0], files[0].string() + "x");
    fs::rename(files[1], files[0]);
    fs::rename(files[0].string() + "x", files[1]);
    QVERIFY(!cache.find("key", types.table, cst::types::kInt, 0s));
}

void CallServicesTest::whatHasExpiredIsRemoved() {
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString();
    Types types;
    const auto store = [&](DiskCache& cache, const std::string& key, std::chrono::nanoseconds now,
                           std::chrono::nanoseconds keepFor) {
        return cache.store(key, types.table, types.text, Value::ofText("v"), now, keepFor).ok();
    };
    {
        DiskCache cache(path);
        for (int i = 0; i < 50; ++i) {
            QVERIFY(store(cache, std::to_string(i), 0s, 1s));
        }
        QVERIFY(store(cache, "long", 0s, 1h));
        QCOMPARE(filesIn(path).size(), std::size_t{51});
        QVERIFY(!cache.find("7", types.table, types.text, 2s));  // asked for
        QCOMPARE(filesIn(path).size(), std::size_t{50});
    }
    DiskCache next(path);
    QVERIFY(store(next, "new", 2s, 1s));
    QCOMPARE(filesIn(path).size(), std::size_t{2});
    QCOMPARE(next.use().entries, uint64_t{2});
    QVERIFY(next.find("long", types.table, types.text, 2s));
    // One that goes on for long looks again.
    for (int i = 0; i < 1100; ++i) {
        QVERIFY(store(next, "same", 10s, 1h));
    }
    QCOMPARE(filesIn(path).size(), std::size_t{2});  // `long` and `same`
}

void CallServicesTest::theOldestFilesGoWhenThereAreTooMany() {
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString();
    Types types;
    for (std::size_t i = 0; i < DiskCache::kMaxEntries; ++i) {
        std::ofstream(path + "/" + std::to_string(i) + ".call") << "x";
    }
    DiskCache cache(path);
    QVERIFY(cache.store("key", types.table, types.text, Value::ofText("v"), 0s, 1h).ok());
    QVERIFY(filesIn(path).size() <= DiskCache::kMaxEntries / 10 * 9);
    QVERIFY(cache.find("key", types.table, types.text, 0s));
    QVERIFY(cache.use().evictions > 0);
}

/// A disk of 64 KB.
void CallServicesTest::aFullDiskKeepsNothingAndSaysSo() {
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString();
    if (::mount("none", path.c_str(), "tmpfs", 0, "size=64k") != 0) {
        QSKIP("a small disk can be made by root only");
    }
    Types types;
    DiskCache cache(path);
    const Value large = Value::ofText(std::string(40'000, 'x'));
    QVERIFY(cache.store("a", types.table, types.text, large, 0s, 1h).ok());
    const cst::Status full = cache.store("b", types.table, types.text, large, 0s, 1h);
    const std::size_t files = filesIn(path).size();
    const bool isKept = cache.find("a", types.table, types.text, 0s).has_value();
    ::umount(path.c_str());
    QVERIFY(!full.ok());
    QVERIFY(QString::fromStdString(full.error().message).contains("No space left"));
    QCOMPARE(files, std::size_t{1});
    QVERIFY(isKept);
}

void CallServicesTest::callsUseTheDiskAcrossEngines() {
    const QTemporaryDir folder;
    const std::string text =
        "a = Scripted(\"A: ok\") with cache: 1h, cache_backend: \"disk\"\nout a\n";
    cst::PipelineRun::Options options;
    options.cacheFolder = folder.filePath("calls").toStdString();
    options.textOfOutputs = true;
    for (const char* status : {"completed", "cached", "cached"}) {
        auto script = std::make_shared<cst::test::ScriptLog>();
        cst::Engine engine(
            2, {[&](cst::Registry& registry) { addScriptedModules(registry, script); }, nullptr});
        cst::test::RecordingLog log;
        const cst::SnapshotPtr snapshot = compiled(engine, text);
        QCOMPARE(snapshot->errorCount, 0U);
        QVERIFY(snapshot->diagnostics.empty());  // "disk" is known
        cst::PipelineRun run(engine, snapshot, bindInputs(engine, *snapshot), 0, options, log,
                             nullptr);
        run.start();
        run.wait();
        const cst::RunSnapshot report = run.report();
        QCOMPARE(cst::nodeStatusName(cst::test::nodeRun(report, "a").status), status);
        QCOMPARE(report.outputs[0].json, std::string("\"A 1\""));
    }
}

void CallServicesTest::blockingWorkHasThreadsOfItsOwnUpToALimit() {
    std::atomic<int> running{0};
    std::atomic<int> most{0};
    std::atomic<int> done{0};
    {
        cst::BlockingPool pool(4);
        for (int i = 0; i < 40; ++i) pool.submit(std::make_unique<SleepJob>(running, most, done));
        QVERIFY(pool.load().threads <= 4);
    }
    QCOMPARE(done.load(), 40);
    QVERIFY(most.load() <= 4);
}

/// 64 threads, 65 calls of 1 s with a limit of 1.9 s: the last one waits for its turn first.
void CallServicesTest::aBlockingCallIsTimedFromItsTurn() {
    auto script = std::make_shared<cst::test::ScriptLog>();
    cst::Engine engine(
        2, {[&](cst::Registry& registry) { addScriptedModules(registry, script); }, nullptr});
    std::string text;
    for (std::size_t i = 0; i < cst::BlockingPool::kMaxThreads + 1; ++i) {
        const std::string name = "v" + std::to_string(i);
        text +=
            name + " = Sleeper(\"" + name + " @1000\") with timeout: 1900ms\nout " + name + "\n";
    }
    cst::test::RecordingLog log;
    const cst::SnapshotPtr snapshot = compiled(engine, text);
    cst::PipelineRun run(engine, snapshot, bindInputs(engine, *snapshot), 0, {}, log, nullptr);
    run.start();
    run.wait();
    QCOMPARE(run.report().status, cst::RunStatus::Completed);
}

void CallServicesTest::aBlockingCallThatHangsHoldsNobodyUp() {
    auto script = std::make_shared<cst::test::ScriptLog>();
    cst::Engine engine(
        1, {[&](cst::Registry& registry) { addScriptedModules(registry, script); }, nullptr});
    cst::test::RecordingLog log;
    const cst::SnapshotPtr snapshot =
        compiled(engine, "a = Sleeper(\"@1500\") with timeout: 20ms, fallback: \"late\"\n"
                         "b = Sleeper(\"@1500\") with timeout: 20ms, retry: 1\n"
                         "c = Sleeper(\"throw\") with on_error: skip\nout a\nout b\nout c\n");
    cst::PipelineRun run(engine, snapshot, bindInputs(engine, *snapshot), 0, {}, log, nullptr);
    run.start();
    run.wait();
    const cst::RunSnapshot report = run.report();
    using cst::test::nodeRun;
    QCOMPARE(nodeRun(report, "a").status, cst::NodeStatus::FellBack);
    QCOMPARE(nodeRun(report, "a").recovered->code, std::string("R002"));
    QCOMPARE(nodeRun(report, "b").status, cst::NodeStatus::TimedOut);
    QCOMPARE(nodeRun(report, "c").status, cst::NodeStatus::Zeroed);
    QVERIFY(engine.calls().blocking().load().busy > 0);  // they still sleep
}

/// Against the rules: it sleeps where others have to work.
void CallServicesTest::aModuleThatBlocksAWorkerIsTimedOutAllTheSame() {
    auto script = std::make_shared<cst::test::ScriptLog>();
    cst::Engine engine(
        2, {[&](cst::Registry& registry) { addScriptedModules(registry, script); }, nullptr});
    cst::test::RecordingLog log;
    const cst::SnapshotPtr snapshot =
        compiled(engine, "a = Scripted(\"sleep@1500\") with timeout: 20ms, on_error: skip\n"
                         "b = concat(a, \"b\")\nout b\n");
    cst::PipelineRun run(engine, snapshot, bindInputs(engine, *snapshot), 0, {}, log, nullptr);
    run.start();
    run.wait();
    QCOMPARE(cst::test::nodeRun(run.report(), "a").status, cst::NodeStatus::Zeroed);
    QVERIFY(engine.executor().load().busy > 0);  // it still sleeps
}

QTEST_GUILESS_MAIN(CallServicesTest)
#include "tst_call_services.moc"

#include "engine/profile/statistics_file.h"
#include "engine/session/file_io.h"
#include "engine/session/project_folder.h"
#include "engine/session/session.h"
#include "tests/support/gated_modules.h"

#include <QTemporaryDir>
#include <QTest>

#include <future>
#include <mutex>
#include <random>

// What nodes took over their runs survives the process.

using namespace cst;

namespace {

/// Keeps a session from all that it does aside, until it is opened or gone.
class ClosedSide {
public:
    explicit ClosedSide(Session& session) {
        session.aside([opened = opened_.get_future().share()] { opened.wait(); });
    }
    void open() { opened_.set_value(); }

private:
    std::promise<void> opened_;
};

/// A session with one document that is kept at `path`.
class Scene : public Session::Observer {
public:
    explicit Scene(const std::string& path) : session(options(), *this) {
        session.setText(1, "");
        session.keepStatistics(1, path);
        waitForTheFile();
    }
    /// The file is read aside, and what is done there next comes behind it. It is asked for at the
    /// end of the turn of the engine thread that answers the second question, or before.
    void waitForTheFile() {
        for (int turn = 0; turn < 3; ++turn) {
            bool isAnswered = false;
            session.consult([&](const SnapshotPtr&) { set(isAnswered); });
            wait([&] { return isAnswered; });
        }
        bool isRead = false;
        session.aside([&] { set(isRead); });
        wait([&] { return isRead; });
    }
    void set(bool& flag) {
        const std::lock_guard lock(mutex);
        flag = true;
    }
    void runChanged(RunSnapshotPtr run) override {
        const std::lock_guard lock(mutex);
        newest = std::move(run);
    }
    void logLines(std::vector<std::string> lines) override {
        const std::lock_guard lock(mutex);
        log.insert(log.end(), lines.begin(), lines.end());
    }
    void statisticsLost(std::string, std::string file, std::string) override {
        const std::lock_guard lock(mutex);
        lost.push_back(std::move(file));
    }
    static Session::Options options() {
        auto gates = std::make_shared<test::Gates>();
        gates->openAll();
        Session::Options options;
        options.workers = 2;
        options.addModules = [gates](Registry& registry) {
            test::addGatedModules(registry, gates);
        };
        return options;
    }
    template <class Condition>
    void wait(Condition condition) {
        const auto holds = [&] {
            const std::lock_guard lock(mutex);
            return condition();
        };
        if (!QTest::qWaitFor(holds, 20'000)) qFatal("it does not come");
    }
    RunSnapshotPtr run(const std::string& text) {
        Session::RunRequest request;
        request.afresh = true;
        request.everyNode = true;
        session.setText(1, text);
        session.run(request);
        ++asked;
        wait([&] { return newest && newest->run == asked && newest->finished(); });
        const std::lock_guard lock(mutex);
        return newest;
    }

    std::mutex mutex;
    RunSnapshotPtr newest;
    std::vector<std::string> log;
    std::vector<std::string> lost;  // where they are now
    uint64_t asked = 0;
    Session session;  // last: it calls while the rest is there
};

NodeStatistics::Pointer statisticsOf(const RunSnapshotPtr& run, std::string_view key) {
    return run->nodes[run->compiled->graph->byKey(key).index].statistics;
}

uint64_t counted(const RunSnapshotPtr& run, std::string_view key) {
    const auto statistics = statisticsOf(run, key);
    return statistics ? statistics->count() : 0;
}

const std::string kChain = "a = Counted(1)\nb = Counted(a)\nc = Counted(b)\nout c\n";

NodeStatistics::Pointer randomStatistics(std::mt19937& random) {
    NodeStatistics::Pointer statistics;
    const auto runs = static_cast<unsigned>(1 + random() % 200);
    for (unsigned i = 0; i < runs; ++i) {
        NodeSample sample;
        sample.runUs = std::exp(static_cast<double>(random() % 2'000) / 100) / 1000;
        sample.waitUs = random() % 3 == 0 ? static_cast<double>(random() % 1'000) : 0;
        sample.cpuUs = random() % 2 == 0 ? -1 : sample.runUs;
        sample.bytes = random();
        sample.heldUs = sample.waitUs / 2;
        statistics = NodeStatistics::with(statistics, sample);
    }
    return statistics;
}

}  // namespace

class KeptStatisticsTest : public QObject {
    Q_OBJECT

private slots:
    void nodesGoOnInTheNextProcess();
    void aNodeWhoseMeaningChangedBeginsAnewAndNoOther();
    void runsBeforeTheFileIsReadAreNotLost();
    void whatStillWaitsToBeWrittenIsWrittenAtTheEnd();
    void nodesThatAreGoneForAWhileAreKept();
    void anotherDocumentIsWrittenWhenItIsLeft();
    void whatIsDueIsWrittenThoughNothingHappensAnyMore();
    void aDamagedFileIsToldAndReplaced();
    void aDocumentWithoutAFileLeavesNone();
    void whatIsWrittenIsReadAgain();
    void anyBytesAreReadWithoutHarm();
    void whatContradictsItselfIsRefused_data();
    void whatContradictsItselfIsRefused();

private:
    static std::string pipeline(const QTemporaryDir& folder) {
        return folder.filePath("a.cst").toStdString();
    }
    static std::string file(const QTemporaryDir& folder) {
        return projectPath(pipeline(folder), "statistics") + ".json";
    }
    /// Of the first node; 0 = there is no file.
    static uint64_t savedRuns(const QTemporaryDir& folder) {
        const auto bytes = readFile(file(folder), kMaxStatisticsBytes);
        const auto saved = bytes.ok() ? readStatistics(*bytes)
                                      : Result<std::vector<SavedStatistics>>(bytes.error());
        return saved.ok() && !saved->empty() ? saved->front().statistics->count() : 0;
    }
};

void KeptStatisticsTest::nodesGoOnInTheNextProcess() {
    const QTemporaryDir folder;
    std::vector<float> last;
    {
        Scene scene(pipeline(folder));
        scene.run(kChain);
        scene.run(kChain);
        const auto before = statisticsOf(scene.run(kChain), "b");
        last.assign(before->lastUs().begin(), before->lastUs().end());
        QCOMPARE(last.size(), std::size_t{3});
    }
    Scene scene(pipeline(folder));
    const RunSnapshotPtr run = scene.run(kChain);
    QCOMPARE(counted(run, "a"), uint64_t{4});
    QCOMPARE(counted(run, "b"), uint64_t{4});
    const auto now = statisticsOf(run, "b");
    QVERIFY(std::equal(last.begin(), last.end(), now->lastUs().begin()));
    QCOMPARE(now->attempts(), uint64_t{4});
}

void KeptStatisticsTest::aNodeWhoseMeaningChangedBeginsAnewAndNoOther() {
    const QTemporaryDir folder;
    {
        Scene scene(pipeline(folder));
        scene.run(kChain);
        scene.run(kChain);
    }
    Scene scene(pipeline(folder));
    const RunSnapshotPtr run =
        scene.run("a = Counted(1)\nb = Counted(a) with retry: 1\nc = Counted(b)\nout c\n");
    QCOMPARE(counted(run, "a"), uint64_t{3});
    QCOMPARE(counted(run, "b"), uint64_t{1});
    QCOMPARE(counted(run, "c"), uint64_t{3});
}

void KeptStatisticsTest::runsBeforeTheFileIsReadAreNotLost() {
    const QTemporaryDir folder;
    {
        Scene scene(pipeline(folder));
        scene.run(kChain);
    }
    Scene scene("");
    ClosedSide side(scene.session);
    scene.session.keepStatistics(1, pipeline(folder));
    const uint64_t runs = NodeStatistics::kLast + 10;  // more than are kept one by one
    for (uint64_t i = 1; i <= runs; ++i) {
        QCOMPARE(counted(scene.run(kChain), "b"), i);
    }
    side.open();
    scene.waitForTheFile();
    QCOMPARE(counted(scene.run(kChain), "b"), 1 + runs + 1);
}

void KeptStatisticsTest::whatStillWaitsToBeWrittenIsWrittenAtTheEnd() {
    const QTemporaryDir folder;
    auto scene = std::make_unique<Scene>(pipeline(folder));
    ClosedSide side(scene->session);
    scene->run(kChain);
    const auto opening = std::async(std::launch::async, [&] {
        static_cast<void>(QTest::qWaitFor([&] { return savedRuns(folder) == 1; }, 20'000));
        side.open();
    });
    scene.reset();
    QCOMPARE(savedRuns(folder), uint64_t{1});
}

void KeptStatisticsTest::nodesThatAreGoneForAWhileAreKept() {
    const QTemporaryDir folder;
    {
        Scene scene(pipeline(folder));
        scene.run(kChain);
    }
    {
        Scene scene(pipeline(folder));
        scene.run("a = Counted(1)\nout a\n");
    }
    Scene scene(pipeline(folder));
    const RunSnapshotPtr run = scene.run(kChain);
    QCOMPARE(counted(run, "a"), uint64_t{3});
    QCOMPARE(counted(run, "c"), uint64_t{2});
}

void KeptStatisticsTest::anotherDocumentIsWrittenWhenItIsLeft() {
    const QTemporaryDir folder;
    Scene scene(pipeline(folder));
    scene.run(kChain);
    scene.run(kChain);  // the first one was written at once, this one is due
    scene.session.setText(2, "a = 1\nout a\n");
    QVERIFY(QTest::qWaitFor([&] { return savedRuns(folder) == 2; }, 20'000));
}

/// Ten seconds later.
void KeptStatisticsTest::whatIsDueIsWrittenThoughNothingHappensAnyMore() {
    const QTemporaryDir folder;
    Scene scene(pipeline(folder));
    scene.run(kChain);
    scene.run(kChain);
    QVERIFY(QTest::qWaitFor([&] { return savedRuns(folder) == 2; }, 40'000));
}

void KeptStatisticsTest::aDamagedFileIsToldAndReplaced() {
    const QTemporaryDir folder;
    makeProjectFolders(file(folder));
    QVERIFY(writeFile(file(folder), "{\"format\":\"constellation-statistics\",\"nodes\":[{").ok());
    {
        Scene scene(pipeline(folder));
        QCOMPARE(counted(scene.run(kChain), "a"), uint64_t{1});
        scene.wait([&] { return !scene.log.empty(); });
        QVERIFY(scene.log.front().find("begin anew") != std::string::npos);
        scene.wait([&] { return !scene.lost.empty(); });
        QCOMPARE(scene.lost.front(), file(folder) + ".damaged");
    }
    const Result<std::string> aside = readFile(file(folder) + ".damaged", kMaxStatisticsBytes);
    QVERIFY(aside.ok() && aside->starts_with("{\"format\""));
    Scene scene(pipeline(folder));
    QCOMPARE(counted(scene.run(kChain), "a"), uint64_t{2});
}

void KeptStatisticsTest::aDocumentWithoutAFileLeavesNone() {
    const QTemporaryDir folder;
    {
        Scene scene("");
        scene.run(kChain);
    }
    Scene scene(pipeline(folder));
    QCOMPARE(counted(scene.run(kChain), "a"), uint64_t{1});
}

void KeptStatisticsTest::whatIsWrittenIsReadAgain() {
    std::mt19937 random(1);
    std::vector<SavedStatistics> nodes;
    for (int i = 0; i < 50; ++i) {
        nodes.push_back({"n" + std::to_string(i) + "/\"args\".0",
                         {random(), random()},
                         randomStatistics(random)});
    }
    const std::string json = statisticsJson(nodes);
    const auto read = readStatistics(json);
    QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
    QCOMPARE(statisticsJson(*read), json);
    const NodeStatistics& before = *nodes[7].statistics;
    const NodeStatistics& after = *(*read)[7].statistics;
    QVERIFY((*read)[7].own == nodes[7].own);
    QCOMPARE(after.count(), before.count());
    QCOMPARE(after.meanUs(), before.meanUs());
    QCOMPARE(after.percentileUs(0.95), before.percentileUs(0.95));
    QCOMPARE(after.percentileOfAllUs(0.5), before.percentileOfAllUs(0.5));
    QCOMPARE(after.latest().cpuUs, before.latest().cpuUs);
    QCOMPARE(after.latest().bytes, before.latest().bytes);
}

void KeptStatisticsTest::anyBytesAreReadWithoutHarm() {
    std::mt19937 random(2);
    const std::string good = statisticsJson(
        {{"a", {1, 2}, randomStatistics(random)}, {"b", {3, 4}, randomStatistics(random)}});
    for (int round = 0; round < 3'000; ++round) {
        std::string bytes = good;
        for (unsigned i = 0; i <= random() % 3; ++i) {
            bytes[random() % bytes.size()] = "0123456789[]{},.\"e-n"[random() % 20];
        }
        const auto read = readStatistics(bytes);
        if (!read.ok()) continue;
        for (const SavedStatistics& each : *read) {
            const NodeStatistics& one = *each.statistics;
            QVERIFY(one.percentileUs(0.99) >= 0);
            QVERIFY(one.percentileOfAllUs(0.5) <= one.maxUs());
            QVERIFY(NodeStatistics::with(each.statistics, {.runUs = 1})->count() ==
                    one.count() + 1);
        }
    }
}

void KeptStatisticsTest::whatContradictsItselfIsRefused_data() {
    QTest::addColumn<QString>("piece");
    QTest::addColumn<QString>("instead");
    QTest::newRow("no runs") << R"("counts":[1])"
                             << R"("counts":[0])";
    QTest::newRow("no counts") << R"("counts":[1])"
                               << R"("counts":[])";
    QTest::newRow("fewer runs than times") << R"("lastUs":[1])"
                                           << R"("lastUs":[1,2])";
    QTest::newRow("no times") << R"("lastUs":[1])"
                              << R"("lastUs":[])";
    QTest::newRow("a bucket that is none") << R"("firstBucket":79)"
                                           << R"("firstBucket":384)";
    QTest::newRow("the shortest is the longest") << R"("minUs":1)"
                                                 << R"("minUs":2)";
    QTest::newRow("a negative time") << R"("lastUs":[1])"
                                     << R"("lastUs":[-1])";
    QTest::newRow("no hash") << R"("own":"00)"
                             << R"("own":"0x)";
    QTest::newRow("no key") << R"("key":"a")"
                            << R"("key":"")";
    QTest::newRow("another version") << R"("version":1)"
                                     << R"("version":2)";
    QTest::newRow("no list") << R"("nodes":[)"
                             << R"("else":[)";
}

void KeptStatisticsTest::whatContradictsItselfIsRefused() {
    QFETCH(QString, piece);
    QFETCH(QString, instead);
    std::string json = statisticsJson({{"a", {1, 2}, NodeStatistics::with(nullptr, {.runUs = 1})}});
    QVERIFY(readStatistics(json).ok());
    const std::size_t at = json.find(piece.toStdString());
    QVERIFY2(at != std::string::npos, json.c_str());
    QVERIFY(!readStatistics(
                 json.replace(at, static_cast<std::size_t>(piece.size()), instead.toStdString()))
                 .ok());
}

QTEST_GUILESS_MAIN(KeptStatisticsTest)
#include "tst_kept_statistics.moc"

#include "engine/history/history_file.h"
#include "engine/history/history_folder.h"
#include "engine/history/kept_runs.h"
#include "engine/history/run_history.h"
#include "engine/profile/comparison.h"
#include "engine/profile/time_summary.h"
#include "engine/session/ended_run.h"
#include "engine/session/file_io.h"
#include "engine/session/kept_runs.h"
#include "engine/session/pipeline_run.h"
#include "engine/session/run_profile.h"
#include "tests/support/compile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <random>
#include <set>

// What stays of runs: in memory, on the disk, and put together.

using namespace cst;

namespace {

class SilentLog : public LogSink {
public:
    void line(std::string_view) override {}
};

/// Real runs on the real clock.
class Scene {
public:
    RunRecordPtr record(const std::string& text) {
        const SnapshotPtr snapshot = ::compiled(engine, text);
        PipelineRun::Options options;
        options.number = ++number;
        options.allowErrors = true;
        InputBinder binder = bindInputs(engine, *snapshot);
        binder.useExamples();
        PipelineRun run(engine, snapshot, std::move(binder), 0, options, log, nullptr);
        run.start();
        run.wait();
        return recordOf(*run.takeRecords(std::make_shared<RunSnapshot>(run.report()), true));
    }
    KeptRunPtr run(const std::string& text) { return keptRunOf(record(text)); }

    SilentLog log;
    Engine engine{2};
    uint64_t number = 0;
};

const std::string kText = "@example(\"  some words to count  \")\nin note: String\n"
                          "words = split(trim(note), \" \")\ncount = list-length(words)\n"
                          "out count\nout words\n";

/// The same run as if it had not done everything.
RunRecordPtr partOf(const RunRecord& record, const QByteArray& part) {
    auto run = std::make_shared<RunSnapshot>(*record.run);
    const auto worked = std::find_if(run->nodes.begin(), run->nodes.end(),
                                     [](const NodeRun& node) { return node.attempts > 0; });
    worked->wasUs = part == "reused" ? 0 : -1;  // so quick was it
    worked->kept = part == "kept";
    if (part == "stale") worked->status = NodeStatus::Stale;
    if (part == "cached") worked->status = NodeStatus::Cached;
    if (part == "target") run->target = "count";
    if (part == "failed") run->status = RunStatus::Failed;
    auto made = std::make_shared<RunRecord>(record);
    made->run = std::move(run);
    return made;
}

/// A run of `text` by hand, that began then.
KeptRunPtr madeRun(int64_t startedAtMs, KeptRun::Kind kind = KeptRun::Kind::Run,
                   const std::string& text = "a = 1\n", std::size_t extraNodes = 0) {
    auto profile = std::make_shared<Profile>();
    profile->source = text;
    profile->sourceHash = hashBytes(text).hex();
    profile->runs = 1;
    profile->total = summaryOf({10}, 1);
    profile->nodes.resize(1 + extraNodes);
    for (std::size_t i = 0; i < profile->nodes.size(); ++i) {
        profile->nodes[i].key = "node" + std::to_string(i);
        profile->nodes[i].times = summaryOf({5}, 1);
    }
    auto run = std::make_shared<KeptRun>();
    run->kind = kind;
    run->id = newRunId(startedAtMs);
    run->startedAtMs = startedAtMs;
    run->profile = std::move(profile);
    return run;
}

std::vector<std::string> idsOf(const std::vector<HistoryLine>& lines) {
    std::vector<std::string> ids;
    for (const HistoryLine& line : lines) {
        ids.push_back(line.id);
    }
    return ids;
}

}  // namespace

class HistoryTest : public QObject {
    Q_OBJECT

private slots:
    void aKeptRunHasItsNumbersAndNoLargeValues();
    void whatIsWrittenIsReadAgain();
    void theListTellsWhatTheRunsAre();
    void aDamagedFileIsNamedAndLosesNoOther_data();
    void aDamagedFileIsNamedAndLosesNoOther();
    void anyBytesAreReadWithoutHarm();
    void theOldestFilesGo();
    void aRemovedRunIsGone();
    void aDocumentThatWasNeverSavedHasNoFolder();
    void aFolderThatCannotBeWrittenIsAnError();
    void namesOfRunsLeadOutOfNoFolder();
    void runsOfOneTextArePutTogetherAsOneProfileOfThemAll();
    void aRunWithoutWhatDoesNotCompileSaysHowMuchThatIs_data();
    void aRunWithoutWhatDoesNotCompileSaysHowMuchThatIs();
    void whatFoundItsResultsThereDoesNotCountAsTheWhole();
    void compareAndHistoryTellTheSameOfOneText_data();
    void compareAndHistoryTellTheSameOfOneText();
    void ofPartsAloneNobodyKnowsTheWhole();
    void liveRunsDoNotPushOutTheOthers();
    void tooManyBytesLoseRecordsFirst();
    void whatIsOnTheDiskStaysInTheList();
    void allOfATextIsWhatCompletedAndIsNoLoad();

private:
    std::string document(const QTemporaryDir& folder) {
        return folder.filePath("a.cst").toStdString();
    }
};

void HistoryTest::aKeptRunHasItsNumbersAndNoLargeValues() {
    Scene scene;
    const RunRecordPtr record = scene.record(kText);
    const KeptRunPtr run = keptRunOf(record);
    QCOMPARE(run->profile->source, kText);
    QCOMPARE(run->profile->sourceHash, record->sourceHash);
    QCOMPARE(run->profile->runs, uint64_t{1});
    QVERIFY(!run->profile->nodes.empty());
    QVERIFY(run->profile->total.p50Us > 0);
    QCOMPARE(run->record->run->outputs.size(), std::size_t{2});
    QCOMPARE(run->record->run->outputs[0].json, record->run->outputs[0].json);
    QCOMPARE(run->record->trace, record->trace);
    QCOMPARE(lineOf(*run).outcome, RunStatus::Completed);
    QVERIFY(bytesOf(*numbersOf(*run)) < bytesOf(*run));
}

void HistoryTest::whatIsWrittenIsReadAgain() {
    const QTemporaryDir folder;
    Scene scene;
    const KeptRunPtr run = scene.run(kText);
    const HistoryFolder history(document(folder));
    QVERIFY(history.keep(*run).ok());
    const Result<KeptRunPtr> read = HistoryFolder(document(folder)).read(run->id);
    QVERIFY(read.ok());
    QCOMPARE((*read)->id, run->id);
    QCOMPARE((*read)->kind, KeptRun::Kind::Run);
    QCOMPARE((*read)->startedAtMs, run->startedAtMs);
    QCOMPARE((*read)->profile->source, kText);
    QCOMPARE((*read)->profile->nodes.size(), run->profile->nodes.size());
    QCOMPARE((*read)->profile->total.p50Us, run->profile->total.p50Us);
    QVERIFY(run->profile->workUs > 0);
    QVERIFY(std::abs((*read)->profile->workUs - run->profile->workUs) < 0.01);
    const auto isSized = [](const ProfileNode& node) { return node.bytesOut > 0; };
    QVERIFY(std::any_of(run->profile->nodes.begin(), run->profile->nodes.end(), isSized));
    for (std::size_t i = 0; i < run->profile->nodes.size(); ++i) {
        QCOMPARE((*read)->profile->nodes[i].bytesIn, run->profile->nodes[i].bytesIn);
        QCOMPARE((*read)->profile->nodes[i].bytesOut, run->profile->nodes[i].bytesOut);
    }
    QVERIFY(!(*read)->record);
}

void HistoryTest::theListTellsWhatTheRunsAre() {
    const QTemporaryDir folder;
    const HistoryFolder history(document(folder));
    auto load = std::make_shared<KeptRun>(*madeRun(2'000, KeptRun::Kind::Load));
    load->title = "rush hour \"quoted\" Grüße";
    const KeptRunPtr run = madeRun(1'000);
    QVERIFY(history.keep(*load).ok());
    QVERIFY(history.keep(*run).ok());
    const HistoryFolder::Listed listed = history.list();
    QVERIFY(listed.damaged.empty());
    QCOMPARE(idsOf(listed.lines), (std::vector{load->id, run->id}));
    const HistoryLine& line = listed.lines.front();
    QCOMPARE(line.kind, KeptRun::Kind::Load);
    QCOMPARE(line.title, load->title);
    QCOMPARE(line.startedAtMs, int64_t{2'000});
    QCOMPARE(line.sourceHash, load->profile->sourceHash);
    QCOMPARE(line.tookUs, 10.0);
    QCOMPARE(line.nodes, uint64_t{1});
    QVERIFY(line.isOnDisk);
}

void HistoryTest::aDamagedFileIsNamedAndLosesNoOther_data() {
    QTest::addColumn<QByteArray>("bytes");
    const std::string good = historyBytes(lineOf(*madeRun(5)), *madeRun(5)->profile);
    const QByteArray all = QByteArray::fromStdString(good);
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut") << all.left(40);
    QTest::newRow("another run's") << all;
    QTest::newRow("noise") << QByteArray("\xff\x00{[\n", 5);
    QTest::newRow("another format") << QByteArray(all).replace("constellation-run", "else");
    QTest::newRow("a way out") << QByteArray("{\"format\":\"constellation-run\",\"version\":1,"
                                             "\"id\":\"../../etc\"}\n");
    QTest::newRow("a line without an end") << QByteArray(100'000, '{');
}

void HistoryTest::aDamagedFileIsNamedAndLosesNoOther() {
    QFETCH(QByteArray, bytes);
    const QTemporaryDir folder;
    const HistoryFolder history(document(folder));
    const KeptRunPtr good = madeRun(1'000);
    QVERIFY(history.keep(*good).ok());
    const std::string damaged = newRunId(2'000);
    QVERIFY(writeFile(history.path() + "/" + damaged + ".run", bytes.toStdString()).ok());
    const HistoryFolder::Listed listed = history.list();
    QCOMPARE(idsOf(listed.lines), std::vector{good->id});
    QCOMPARE(listed.damaged.size(), std::size_t{1});
    QVERIFY(listed.damaged.front().file.find(damaged) != std::string::npos);
    QVERIFY(history.read(good->id).ok());
}

void HistoryTest::anyBytesAreReadWithoutHarm() {
    const std::string good = historyBytes(lineOf(*madeRun(5)), *madeRun(5)->profile);
    QVERIFY(readHistoryRun(good).ok());
    std::mt19937 random(3);
    for (int round = 0; round < 3'000; ++round) {
        std::string bytes = good;
        for (unsigned i = 0; i <= random() % 4; ++i) {
            bytes[random() % bytes.size()] = static_cast<char>(random());
        }
        bytes.resize(random() % 5 == 0 ? random() % bytes.size() : bytes.size());
        const Result<KeptRunPtr> read = readHistoryRun(bytes);
        QVERIFY(!read.ok() || isRunId((*read)->id));
    }
}

void HistoryTest::theOldestFilesGo() {
    const QTemporaryDir folder;
    const HistoryFolder history(document(folder));
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < HistoryFolder::kMostRuns + 3; ++i) {
        const KeptRunPtr run = madeRun(static_cast<int64_t>(1'000 + i));
        QVERIFY(history.keep(*run).ok());
        ids.insert(ids.begin(), run->id);
    }
    ids.resize(HistoryFolder::kMostRuns);
    QCOMPARE(idsOf(history.list().lines), ids);
}

void HistoryTest::aRemovedRunIsGone() {
    const QTemporaryDir folder;
    const HistoryFolder history(document(folder));
    const KeptRunPtr run = madeRun(1'000);
    QVERIFY(history.keep(*run).ok());
    QVERIFY(history.remove(run->id).ok());
    QVERIFY(history.remove(run->id).ok());  // somebody else was quicker
    QVERIFY(history.list().lines.empty());
    QVERIFY(!history.read(run->id).ok());
}

void HistoryTest::aDocumentThatWasNeverSavedHasNoFolder() {
    const HistoryFolder history("");
    QVERIFY(history.keep(*madeRun(1)).ok());
    QVERIFY(history.list().lines.empty());
    QVERIFY(history.path().empty());
}

void HistoryTest::aFolderThatCannotBeWrittenIsAnError() {
    const QTemporaryDir folder;
    QVERIFY(writeFile(folder.filePath(".constellation").toStdString(), "a file").ok());
    const HistoryFolder history(document(folder));
    QVERIFY(!history.keep(*madeRun(1)).ok());
    QVERIFY(history.list().lines.empty());
    // The folder of a pipeline that was deleted does not come back.
    const HistoryFolder gone(folder.filePath("gone/a.cst").toStdString());
    QVERIFY(!gone.keep(*madeRun(1)).ok());
    QVERIFY(!QDir(folder.filePath("gone")).exists());
}

void HistoryTest::namesOfRunsLeadOutOfNoFolder() {
    std::set<std::string> ids;
    for (int i = 0; i < 100; ++i) {
        ids.insert(newRunId(1'764'460'800'000));
    }
    QCOMPARE(ids.size(), std::size_t{100});
    QVERIFY(std::all_of(ids.begin(), ids.end(), isRunId));
    QVERIFY(newRunId(-1) > newRunId(0));
    for (const char* id : {"", "../../a", "0123456789ab/01234567", "0123456789AB-01234567"}) {
        QVERIFY2(!isRunId(id), id);
    }
}

/// What ProfileBuilder makes of the same runs is what they come to together.
void HistoryTest::runsOfOneTextArePutTogetherAsOneProfileOfThemAll() {
    Scene scene;
    std::vector<KeptRunPtr> runs;
    const RunRecordPtr first = scene.record(kText);
    ProfileBuilder builder(first->run->compiled, first->threads);
    for (int i = 0; i < 9; ++i) {
        const RunRecordPtr record = i == 0 ? first : scene.record(kText);
        builder.add(*record->run, 0);
        runs.push_back(keptRunOf(record));
    }
    const Profile all = builder.profile();
    const KeptRunPtr merged = mergedVersion(runs);
    QCOMPARE(merged->kind, KeptRun::Kind::Version);
    QCOMPARE(merged->profile->runs, uint64_t{9});
    QCOMPARE(merged->profile->sourceHash, all.sourceHash);
    QCOMPARE(merged->profile->source, kText);
    QCOMPARE(merged->profile->total.lastUs, all.total.lastUs);
    QCOMPARE(merged->profile->total.p50Us, all.total.p50Us);
    QCOMPARE(merged->profile->nodes.size(), all.nodes.size());
    for (std::size_t i = 0; i < all.nodes.size(); ++i) {
        const ProfileNode& one = merged->profile->nodes[i];
        const ProfileNode& other = all.nodes[i];
        QCOMPARE(one.key, other.key);
        QCOMPARE(one.times.count, other.times.count);
        QCOMPARE(one.times.lastUs, other.times.lastUs);
        QCOMPARE(one.times.p95Us, other.times.p95Us);
        QCOMPARE(one.times.maxUs, other.times.maxUs);
        QVERIFY(std::abs(one.times.meanUs - other.times.meanUs) <= 1e-6 * other.times.meanUs);
        QVERIFY(std::abs(one.share - other.share) < 1e-6);
        QVERIFY(std::abs(one.waitUs - other.waitUs) < 1e-6);
        QCOMPARE(one.critical, other.critical);
    }
}

void HistoryTest::aRunWithoutWhatDoesNotCompileSaysHowMuchThatIs_data() {
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<quint64>("leftOut");
    QTest::addRow("nothing") << QByteArray() << quint64{0};
    QTest::addRow("a call") << QByteArray("bad = nobody(words)\n") << quint64{1};
    QTest::addRow("one that is shown")
        << QByteArray("bad = nobody(words)\nout bad\n") << quint64{1};
    QTest::addRow("a call within a call")
        << QByteArray("bad = list-length(split(nobody(note), \" \"))\n") << quint64{1};
    QTest::addRow("two") << QByteArray("bad = nobody(words)\nworse = bad + missing\n")
                         << quint64{2};
    QTest::addRow("an output") << QByteArray("out nobody\n") << quint64{1};
}

void HistoryTest::aRunWithoutWhatDoesNotCompileSaysHowMuchThatIs() {
    QFETCH(QByteArray, more);
    QFETCH(quint64, leftOut);
    Scene scene;
    KeptRun run = *scene.run(kText + more.toStdString());
    run.id = newRunId(1);
    const HistoryLine line = lineOf(run);
    QVERIFY(line.outcome == RunStatus::Completed);
    QCOMPARE(line.leftOut, uint64_t{leftOut});
    const auto read = readHistoryLine(historyBytes(line, *run.profile));
    QVERIFY(read.ok());
    QCOMPARE(read->leftOut, uint64_t{leftOut});
}

void HistoryTest::whatFoundItsResultsThereDoesNotCountAsTheWhole() {
    auto quick = std::make_shared<Profile>(*madeRun(1)->profile);
    quick->total = summaryOf({1}, 1);
    quick->nodes[0].times = {};
    quick->nodes[0].savedUs = 5;
    auto found = std::make_shared<KeptRun>(*madeRun(1));
    found->profile = quick;
    const KeptRunPtr merged = mergedVersion({madeRun(2), found});
    QCOMPARE(merged->profile->total.lastUs, std::vector<float>{10});
    QCOMPARE(merged->profile->nodes[0].times.count, uint64_t{1});
    QCOMPARE(merged->profile->nodes[0].savedUs, 5.0);
    QCOMPARE(merged->startedAtMs, int64_t{2});
    QVERIFY(!merged->profile->isPart);
    // Of such runs alone nobody knows what the whole takes.
    QCOMPARE(mergedVersion({found})->profile->total.count, uint64_t{0});
    QVERIFY(mergedVersion({found})->profile->isPart);
}

/// Compare puts records together, the history what is left of them, its list the lines of it.
void HistoryTest::compareAndHistoryTellTheSameOfOneText_data() {
    QTest::addColumn<QByteArray>("part");
    for (const char* part : {"reused", "kept", "stale", "cached", "target", "failed"}) {
        QTest::newRow(part) << QByteArray(part);
    }
}

void HistoryTest::compareAndHistoryTellTheSameOfOneText() {
    QFETCH(QByteArray, part);
    Scene scene;
    std::vector<RunRecordPtr> records;
    for (int i = 0; i < 7; ++i) {
        const RunRecordPtr record = scene.record(kText);
        records.push_back(i % 3 == 1 ? partOf(*record, part) : record);
    }
    const QTemporaryDir folder;
    const HistoryFolder disk(document(folder));
    std::vector<KeptRunPtr> kept, read;
    std::vector<HistoryLine> lines;
    for (const RunRecordPtr& record : records) {
        kept.push_back(keptRunOf(record));
        lines.push_back(lineOf(*kept.back()));
        QVERIFY(disk.keep(*kept.back()).ok());
        read.push_back(*disk.read(kept.back()->id));
    }
    const Profile compared = *keptVersion(records)->profile;
    QCOMPARE(compared.total.count, uint64_t{5});
    QVERIFY(compared.total.p50Us > 0);
    const Profile merged = *mergedVersion(kept)->profile;
    QCOMPARE(merged.runs, compared.runs);
    QCOMPARE(merged.total.lastUs, compared.total.lastUs);
    QCOMPARE(merged.total.p50Us, compared.total.p50Us);
    QCOMPARE(merged.workUs, compared.workUs);
    QCOMPARE(merged.nodes.size(), compared.nodes.size());
    for (std::size_t i = 0; i < merged.nodes.size(); ++i) {
        QCOMPARE(merged.nodes[i].key, compared.nodes[i].key);
        QCOMPARE(merged.nodes[i].times.lastUs, compared.nodes[i].times.lastUs);
    }
    for (const std::vector<HistoryLine>& told : {lines, disk.list().lines}) {
        QCOMPARE(timesOf(told).count, compared.total.count);
        QCOMPARE(timesOf(told).p50Us, compared.total.p50Us);
    }
    QCOMPARE(mergedVersion(read)->profile->total.count, compared.total.count);
    QVERIFY(std::abs(mergedVersion(read)->profile->total.p50Us - compared.total.p50Us) < 0.01);
}

void HistoryTest::ofPartsAloneNobodyKnowsTheWhole() {
    Scene scene;
    const RunRecordPtr part = partOf(*scene.record(kText), "reused");
    const KeptRunPtr one = keptRunOf(part);
    QVERIFY(lineOf(*one).tookUs > 0);  // what that run took is known all the same
    QVERIFY(one->profile->isPart);
    for (const KeptRunPtr& version : {keptVersion({part}), mergedVersion({one})}) {
        QVERIFY(version->profile->isPart);
        QCOMPARE(version->profile->total.count, uint64_t{0});
        QVERIFY(version->profile->phases.empty());
        for (const ProfileNode& node : version->profile->nodes) QVERIFY(!node.critical);
    }
    QCOMPARE(timesOf({lineOf(*one)}).count, uint64_t{0});
    // Also where it is compared by itself.
    const Comparison comparison = compareProfiles(*one->profile, *scene.run(kText)->profile);
    QVERIFY(!comparison.total.beforeUs && comparison.total.afterUs);
}

void HistoryTest::liveRunsDoNotPushOutTheOthers() {
    RunHistory history;
    const KeptRunPtr asked = madeRun(1);
    history.add(asked, false);
    for (int i = 0; i < 1'000; ++i) {
        history.add(madeRun(100 + i, KeptRun::Kind::Live), false);
    }
    QCOMPARE(history.kept(asked->id), asked);
    QCOMPARE(history.lines().size(), RunHistory::kMostLive + 1);
    QCOMPARE(history.lines().front().startedAtMs, int64_t{1'099});
}

void HistoryTest::tooManyBytesLoseRecordsFirst() {
    Scene scene;
    const auto record = std::make_shared<RunRecord>(*scene.record(kText));
    auto large = std::make_shared<RunSnapshot>(*record->run);
    large->outputs[0].json = std::string(RunHistory::kMostBytes / 4, ' ');
    record->run = large;
    RunHistory history;
    std::vector<KeptRunPtr> runs;
    for (int i = 0; i < 6; ++i) {
        auto run = std::make_shared<KeptRun>(*madeRun(1'000 + i));
        run->record = record;
        runs.push_back(run);
        history.add(run, false);
    }
    QVERIFY(history.kept(runs.back()->id)->record);
    QVERIFY(!history.kept(runs.front()->id)->record);
    QCOMPARE(history.kept(runs.front()->id)->profile, runs.front()->profile);
    QCOMPARE(history.lines().size(), std::size_t{6});
}

void HistoryTest::whatIsOnTheDiskStaysInTheList() {
    RunHistory history;
    HistoryLine old = lineOf(*madeRun(5));
    old.isOnDisk = true;
    const KeptRunPtr run = madeRun(10);
    history.add(run, false);
    history.setListed({old});
    QCOMPARE(idsOf(history.lines()), (std::vector{run->id, old.id}));
    QVERIFY(!history.kept(old.id));
    history.setOnDisk(run->id);
    QVERIFY(history.line(run->id)->isOnDisk);
    history.leaveDisk();
    QCOMPARE(idsOf(history.lines()), std::vector{run->id});
    QVERIFY(!history.line(run->id)->isOnDisk);
    history.remove(run->id);
    QVERIFY(history.lines().empty());
}

void HistoryTest::allOfATextIsWhatCompletedAndIsNoLoad() {
    RunHistory history;
    const KeptRunPtr asked = madeRun(1), live = madeRun(2, KeptRun::Kind::Live);
    const std::string hash = asked->profile->sourceHash;
    history.add(live, false);
    history.add(asked, false);
    history.add(madeRun(3, KeptRun::Kind::Load), false);
    history.add(madeRun(4, KeptRun::Kind::Run, "another"), false);
    QCOMPARE(history.completedOf(hash), (std::vector{live->id, asked->id}));
    QVERIFY(history.completedOf("none").empty());
}

QTEST_APPLESS_MAIN(HistoryTest)
#include "tst_history.moc"

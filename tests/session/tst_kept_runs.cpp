#include "engine/session/kept_runs.h"
#include "engine/session/profile_files.h"
#include "engine/session/recent_runs.h"
#include "tests/ui/support/snapshots.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

// What two of can be compared of the runs of a document, and what is kept beside a pipeline.

using namespace cst;
using namespace cst::test;

namespace {

/// note → clean → normalized → words → long; all of them worked in it, unless said otherwise.
std::shared_ptr<RunSnapshot> ran(uint64_t number, double us) {
    auto run = runOf(textAnalysis().finish(), number);
    run->status = RunStatus::Completed;
    run->times.runUs = 10 * us;
    for (const char* key : {"clean", "normalized", "words"}) complete(*run, key, us);
    return run;
}

RunRecordPtr recordOf(std::shared_ptr<RunSnapshot> run, const std::string& hash = "one") {
    auto record = std::make_shared<RunRecord>();
    record->run = std::move(run);
    record->trace = std::make_shared<const Trace>();
    record->sourceHash = hash;
    record->startedAtMs = 1000;
    record->threads = 2;
    return record;
}

const ProfileNode* nodeOf(const KeptRun& kept, const std::string& key) {
    for (const ProfileNode& node : kept.profile->nodes) {
        if (node.key == key) return &node;
    }
    return nullptr;
}

QStringList idsOf(const std::vector<KeptRunPtr>& kept) {
    QStringList ids;
    for (const KeptRunPtr& one : kept) ids << QString::fromStdString(one->id);
    return ids;
}

}  // namespace

class KeptRunsTest : public QObject {
    Q_OBJECT

private slots:
    void runsOfOneTextAreOneVersion() {
        const auto kept = keptRunsOf(
            {recordOf(ran(1, 5), "old"), recordOf(ran(2, 7), "new"), recordOf(ran(3, 9), "old")});
        QCOMPARE(idsOf(kept),
                 QStringList({"version:old", "version:new", "run:3", "run:2", "run:1"}));
        QCOMPARE(kept[0]->profile->runs, uint64_t(2));
        QCOMPARE(nodeOf(*kept[0], "clean")->times.lastUs, (std::vector<float>{5, 9}));
        QCOMPARE(kept[0]->profile->total.count, uint64_t(2));
    }

    void aRunThatTookResultsFromBeforeSaysNothingOfTheWhole() {
        auto cached = ran(2, 5);
        nodeRun(*cached, "clean") = {};
        nodeRun(*cached, "clean").status = NodeStatus::Cached;
        nodeRun(*cached, "clean").wasUs = 5;
        const auto kept = keptRunsOf({recordOf(ran(1, 5)), recordOf(cached)});
        QCOMPARE(nodeOf(*kept[0], "clean")->times.count, uint64_t(1));
        QCOMPARE(nodeOf(*kept[0], "words")->times.count, uint64_t(2));
        QCOMPARE(kept[0]->profile->total.count, uint64_t(1));
        QCOMPARE(kept[1]->id, "run:2");
        QCOMPARE(kept[1]->profile->total.count, uint64_t(0));
    }

    void nodesThatTookNoTimeAreToldWithTheReason() {
        auto first = ran(1, 5), last = ran(2, 5);
        nodeRun(*last, "clean").status = NodeStatus::Skipped;
        nodeRun(*last, "clean").attempts = 0;
        const auto told = [](const KeptRun& kept) {
            QStringList idle;
            for (const IdleNode& node : kept.profile->idle) {
                idle << QString::fromStdString(node.key) + ' ' +
                            QString::number(static_cast<int>(node.why));
            }
            return idle;
        };
        const auto kept = keptRunsOf({recordOf(first), recordOf(last)});
        QVERIFY(!told(*kept[0]).contains("clean 0"));  // in one of the two it ran
        QVERIFY(told(*kept[1]).contains("clean 0"));
        QVERIFY(!told(*kept[2]).contains("clean 0"));
        for (const IdleNode& node : kept[0]->profile->idle) {
            QVERIFY(!node.key.starts_with("in:") && !node.key.starts_with("out:"));
        }
        nodeRun(*last, "clean").status = NodeStatus::Completed;
        nodeRun(*last, "clean").fusedInto = 1;
        QVERIFY(told(*keptRunsOf({recordOf(last)})[0]).contains("clean 1"));
        nodeRun(*last, "clean").fusedInto = -1;
        nodeRun(*last, "clean").folded = true;
        QVERIFY(told(*keptRunsOf({recordOf(last)})[0]).contains("clean 2"));
    }

    void whatDidNotCompleteIsLeftOut() {
        auto failed = ran(1, 5);
        failed->status = RunStatus::Failed;
        QVERIFY(keptRunsOf({recordOf(failed)}).empty());
        QVERIFY(keptRunsOf({}).empty());
    }

    void withoutItsValuesARunTellsTheSameTimes() {
        auto run = ran(1, 5);
        run->outputs.push_back({});
        const RunRecordPtr record = recordOf(run);
        const RunRecordPtr light = withoutValues(*record);
        QVERIFY(hasValues(*record) && !hasValues(*light));
        QVERIFY(light->run->outputs.empty());
        const auto full = keptRunsOf({record}), less = keptRunsOf({light});
        QVERIFY(full[0]->record && !less[0]->record);
        QCOMPARE(nodeOf(*less[0], "words")->times.p50Us, nodeOf(*full[0], "words")->times.p50Us);
        QCOMPARE(less[0]->profile->total.p50Us, full[0]->profile->total.p50Us);
    }

    void recentRunsAreBounded() {
        RecentRuns runs;
        auto live = ran(1, 5);
        live->isLive = true;
        runs.add(recordOf(ran(2, 5), "asked"));
        for (std::size_t i = 0; i < 100; ++i) runs.add(recordOf(live, "live"));
        QCOMPARE(runs.ofText("live").size(), RecentRuns::kLive);
        QCOMPARE(runs.ofText("asked").size(), std::size_t(1));  // key presses push nothing out
        for (std::size_t i = 0; i < 300; ++i) runs.add(recordOf(ran(3, 5), "asked"));
        QCOMPARE(runs.ofText("asked").size(), RecentRuns::kAsked);
    }

    /// The last other text that somebody asked to run; else one that stood; never a moment of
    /// typing.
    void theNewestTextIsComparedWithWhatPeopleRan() {
        RecentRuns runs;
        uint64_t number = 0;
        const auto add = [&](const std::string& text, int64_t atMs, bool isLive) {
            auto run = ran(++number, 5);
            run->isLive = isLive;
            auto record = std::make_shared<RunRecord>(*recordOf(run, text));
            record->startedAtMs = atMs;
            runs.add(record);
        };
        add("opened", 0, true);
        QCOMPARE(runs.textBefore(), "");
        add("typed", 10'000, true);
        QCOMPARE(runs.textBefore(), "opened");  // it stood for ten seconds
        for (int i = 0; i < 40; ++i) {
            add("typed" + std::to_string(i), 10'100 + i * 100, true);
        }
        QCOMPARE(runs.textBefore(), "opened");  // however much was typed since
        QCOMPARE(runs.all().size(), RecentRuns::kLive);
        add("asked", 20'000, false);
        add("changed", 20'100, true);
        QCOMPARE(runs.textBefore(), "asked");
        add("changed", 29'000, false);
        add("changed", 29'100, false);
        QCOMPARE(runs.textBefore(), "asked");
        add("more", 40'000, true);
        QCOMPARE(runs.textBefore(), "changed");
    }

    void onlyTheNewestKeepTheirValues() {
        RecentRuns runs;
        for (uint64_t i = 0; i < 10; ++i) runs.add(recordOf(ran(i, 5)));
        for (const RunRecordPtr& run : runs.heavy()) runs.replace(run, withoutValues(*run));
        QVERIFY(runs.heavy().empty());
        const auto all = runs.all();
        for (std::size_t i = 0; i < all.size(); ++i) {
            QCOMPARE(hasValues(*all[i]), i + RecentRuns::kWithValues >= all.size());
            QCOMPARE(all[i]->run->run, uint64_t(i));
        }
    }

    void filesStandBesideThePipeline() {
        QCOMPARE(baselinePathFor("/a/b.cst"), "/a/b.baseline.json");
        QCOMPARE(budgetPathFor("/a/b.cst"), "/a/b.budget.json");
        QCOMPARE(budgetPathFor("/a/b"), "/a/b.budget.json");
    }

    void aBaselineIsReadAgain() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("x.baseline.json").toStdString();
        const Result<KeptRunPtr> none = readBaseline(path);
        QVERIFY(none.ok() && !*none);
        const KeptRunPtr kept = keptRunsOf({recordOf(ran(1, 5))})[0];
        QVERIFY(writeBaseline(path, *kept->profile).ok());
        const Result<KeptRunPtr> read = readBaseline(path);
        QVERIFY(read.ok());
        QCOMPARE((*read)->kind, KeptRun::Kind::Baseline);
        QCOMPARE((*read)->title, "x.baseline.json");
        QCOMPARE(nodeOf(**read, "words")->times.lastUs, nodeOf(*kept, "words")->times.lastUs);
    }

    void aBrokenBaselineSaysWhere() {
        const QTemporaryDir folder;
        QFile file(folder.filePath("x.baseline.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            R"({"format":"constellation-profile","version":1,"nodes":[{"key":3,"count":1,"p50Us":1,"lastUs":[1]}]})");
        file.close();
        const Result<KeptRunPtr> read = readBaseline(file.fileName().toStdString());
        QVERIFY(!read.ok());
        QCOMPARE(read.error().path, "nodes[0].key");
    }

    void aBudgetIsWrittenAndReadAgain() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("x.budget.json").toStdString();
        const auto none = readBudgetFile(path);
        QVERIFY(none.ok() && !*none);
        QVERIFY(writeBudgetFile(path, {{{"", "p95Us", 5000}, {"a\"b", "p50Us", 1.5}}}).ok());
        const auto read = readBudgetFile(path);
        QVERIFY(read.ok() && *read);
        QCOMPARE((*read)->limits.size(), std::size_t(2));
        QCOMPARE((*read)->limits[1].key, "a\"b");
        QCOMPARE((*read)->limits[1].limitUs, 1.5);
    }
};

QTEST_APPLESS_MAIN(KeptRunsTest)
#include "tst_kept_runs.moc"

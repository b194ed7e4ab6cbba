#include "engine/profile/time_summary.h"
#include "engine/session/ended_run.h"
#include "engine/session/pipeline_run.h"
#include "engine/session/run_profile.h"
#include "engine/session/session.h"
#include "tests/support/compile.h"
#include "tests/support/fake_call.h"
#include "tests/support/scripted_modules.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

// What is recorded of real runs: where their time went, worker by worker and wait by wait.

using namespace cst;

namespace {

/// A run on real threads and the real clock.
class Scene {
public:
    explicit Scene(unsigned workers)
        : engine(workers,
                 {.addModules = [this](Registry& r) { test::addScriptedModules(r, script); }}) {}
    ~Scene() {
        const std::lock_guard lock(script->mutex);
        script->kept.clear();
    }
    RunRecordPtr run(const std::string& text, Run::Where where = Run::Where::Workers) {
        const SnapshotPtr snapshot = ::compiled(engine, text);
        PipelineRun::Options options;
        options.number = ++number;
        options.where = where;
        options.allowErrors = true;
        PipelineRun run(engine, snapshot, bindInputs(engine, *snapshot), 0, options, log, nullptr);
        run.start();
        run.wait();
        return recordOf(*run.takeRecords(std::make_shared<RunSnapshot>(run.report()), true));
    }

    std::shared_ptr<test::ScriptLog> script = std::make_shared<test::ScriptLog>();
    test::RecordingLog log;
    Engine engine;
    uint64_t number = 0;
};

struct Placed {
    Span span;
    std::string lane;
};

std::string keyOf(const Trace& trace, const Span& span) {
    return span.node == Span::kNone ? "" : trace.nodes[span.node].key;
}

/// Of a node, in the order of time; what holds a worker only from the outermost rows.
std::vector<Placed> spansOf(const Trace& trace, const std::string& key, bool (*of)(SpanKind)) {
    std::vector<Placed> found;
    for (const TraceLane& lane : trace.lanes) {
        const std::size_t rows = lane.kind == LaneKind::Worker ? 1 : lane.rows.size();
        for (std::size_t row = 0; row < std::min(rows, lane.rows.size()); ++row) {
            for (const Span& span : lane.rows[row]) {
                if (keyOf(trace, span) == key && of(span.kind)) found.push_back({span, lane.name});
            }
        }
    }
    std::sort(found.begin(), found.end(),
              [](const Placed& a, const Placed& b) { return a.span.startNs < b.span.startNs; });
    return found;
}

int64_t sum(const std::vector<Placed>& spans) {
    int64_t ns = 0;
    for (const Placed& placed : spans) ns += placed.span.endNs - placed.span.startNs;
    return ns;
}

/// Of all nodes, whoever was at it or waited: so much of the run is told.
int64_t covered(const Trace& trace) {
    std::vector<std::pair<int64_t, int64_t>> all;
    for (const TraceLane& lane : trace.lanes) {
        for (const auto& row : lane.rows) {
            for (const Span& span : row) {
                if (span.node != Span::kNone) all.emplace_back(span.startNs, span.endNs);
            }
        }
    }
    std::sort(all.begin(), all.end());
    int64_t ns = 0;
    int64_t end = 0;
    for (const auto& [from, to] : all) {
        ns += std::max<int64_t>(0, to - std::max(from, end));
        end = std::max(end, to);
    }
    return ns;
}

const NodeRun& rowOf(const RunRecord& record, std::string_view key) {
    const NodeId node = record.run->compiled->graph->byKey(key);
    if (!node.hasValue()) qFatal("no such node");
    return record.run->nodes[node.index];
}

bool isIo(SpanKind kind) {
    return kind == SpanKind::Io;
}
template <SpanKind kKind>
bool is(SpanKind kind) {
    return kind == kKind;
}

void verifyRows(const Trace& trace) {
    for (const TraceLane& lane : trace.lanes) {
        for (const auto& row : lane.rows) {
            for (std::size_t i = 0; i < row.size(); ++i) {
                QVERIFY(row[i].startNs <= row[i].endNs && row[i].endNs <= trace.endNs);
                QVERIFY2(i == 0 || row[i - 1].endNs <= row[i].startNs, lane.name.c_str());
            }
        }
    }
}

void verifyApart(const std::vector<Placed>& work, const std::vector<Placed>& waits) {
    for (const Placed& at : work) {
        for (const Placed& wait : waits) {
            QVERIFY2(at.span.endNs <= wait.span.startNs || wait.span.endNs <= at.span.startNs,
                     "it waited, and held a worker");
        }
    }
}

constexpr int kTries = 8;

/// 2 %, and what reading the clock twice may differ by.
bool isAbout(double ns, double us) {
    return std::abs(ns / 1000 - us) <= 0.02 * us + 5;
}

}  // namespace

class RunRecordsTest : public QObject {
    Q_OBJECT

private slots:
    void whatNodesTookIsWhatTheirLanesShow_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<unsigned>("workers");
        const auto row = [](const char* name, unsigned workers, const char* text) {
            QTest::newRow(name) << QString(text) << workers;
        };
        row("workers that sleep", 1,
            "a = Scripted(\"sleep@4\")\nb = Step(\"sleep@3\", a)\nout b\n");
        row("waiting", 2, "a = Scripted(\"ok@8\")\nb = Step(\"ok@5\", a)\nout b\n");
        row("blocking", 2, "a = Sleeper(\"@8\")\nb = Step(\"sleep@3\", a)\nout b\n");
        row("both, side by side", 2,
            "a = Scripted(\"sleep@9\")\nb = Scripted(\"ok@12\")\nout a\nout b\n");
        row("options", 2,
            "a = Scripted(\"fail@2 fail@2 ok@3\") with retry: 2, delay: 4ms\n"
            "b = Step(\"sleep@3\", a) with timeout: 1s\nout b\n");
    }
    /// Run and wait of a node are told twice: by its row in the report and by its spans.
    void whatNodesTookIsWhatTheirLanesShow() {
        QFETCH(QString, text);
        QFETCH(unsigned, workers);
        Scene scene(workers);
        for (const Run::Where where : {Run::Where::Workers, Run::Where::Here}) {
            // A thread may be interrupted between two readings of the clock, but not each time.
            std::string untold = "?";
            for (int i = 0; i < kTries && !untold.empty(); ++i) {
                const RunRecordPtr record = scene.run(text.toStdString(), where);
                verifyRows(*record->trace);
                QVERIFY(record->run->status == RunStatus::Completed);
                QCOMPARE(record->trace->lost, uint64_t{0});
                untold.clear();
                for (const char* key : {"a", "b"}) {
                    const NodeRun& row = rowOf(*record, key);
                    const auto work = spansOf(*record->trace, key, isWork);
                    const auto waits = spansOf(*record->trace, key, isWait);
                    verifyApart(work, waits);
                    const auto all = static_cast<double>(sum(work) + sum(waits));
                    const bool isTold = isAbout(all, row.queueUs + row.runUs + row.waitUs) &&
                                        isAbout(static_cast<double>(sum(work)), row.runUs);
                    if (!isTold) untold += key;
                }
            }
            QVERIFY2(untold.empty(), untold.c_str());
        }
    }
    /// What follows on each other leaves no gap: who was not at it waited, and says for what.
    void theSpansOfAChainAccountForTheWholeRun() {
        Scene scene(2);
        double told = 0, wallNs = 1;
        for (int i = 0; i < kTries && told < 0.98 * wallNs; ++i) {
            const RunRecordPtr record = scene.run(
                "a = Scripted(\"sleep@5\")\nb = Step(\"ok@10\", a)\n"
                "c = Step(\"fail ok@5\", b) with retry: 1, delay: 5ms\nd = Step(\"sleep@5\", c)\n"
                "out d\n");
            wallNs = record->run->times.runUs * 1000;
            QVERIFY(wallNs >= 30e6);
            told = static_cast<double>(covered(*record->trace));
            QVERIFY(told <= wallNs + 1000);
        }
        QVERIFY2(told >= 0.98 * wallNs, qPrintable(QString::number(told / wallNs)));
    }
    void aNodeThatWaitsIsOnAWorkerOnlyToBeginAndToEnd() {
        Scene scene(1);
        const RunRecordPtr record = scene.run("a = Scripted(\"ok@30\")\nout a\n");
        const auto work = spansOf(*record->trace, "a", isWork);
        const auto waits = spansOf(*record->trace, "a", isIo);
        QCOMPARE(work.size(), std::size_t{2});
        QCOMPARE(waits.size(), std::size_t{1});
        QVERIFY(sum(waits) >= 15'000'000);
        QVERIFY(work[0].span.endNs <= waits[0].span.startNs);
        QVERIFY(work[1].span.startNs >= waits[0].span.endNs);
        QCOMPARE(waits[0].lane, std::string("waiting"));
    }
    void everyAttemptAndEveryDelayIsThere() {
        Scene scene(2);
        const RunRecordPtr record = scene.run(
            "a = Scripted(\"fail sleep@2 ok@2\") with retry: 2, delay: 3ms\n"
            "b = Scripted(\"fail fail@2 ok@2\") with retry: 2, delay: 3ms\nout a\nout b\n");
        std::map<int, SpanKind> ends;
        for (const Placed& at : spansOf(*record->trace, "b", isWork)) {
            if (at.span.attempt > 0) ends[at.span.attempt] = at.span.kind;
        }
        QVERIFY(ends == (std::map<int, SpanKind>{{1, SpanKind::Failed},
                                                 {2, SpanKind::Failed},
                                                 {3, SpanKind::Completed}}));
        QCOMPARE(spansOf(*record->trace, "b", is<SpanKind::RetryDelay>).size(), std::size_t{2});
        // Less than twice 3 ms if it is interrupted between setting a timer and reading the clock.
        QVERIFY(sum(spansOf(*record->trace, "b", is<SpanKind::RetryDelay>)) >= 2'000'000);
        QCOMPARE(spansOf(*record->trace, "a", is<SpanKind::RetryDelay>).size(), std::size_t{1});
    }
    void eachFailedAttemptIsThereOnceAndTheFallbackIsNone() {
        Scene scene(2);
        const RunRecordPtr record =
            scene.run("a = Scripted(\"fail\") with retry: 2, delay: 1ms, fallback: \"x\"\n"
                      "b = Scripted(\"fail fail ok\") with retry: 2, delay: 1ms\nout a\nout b\n");
        const auto failed = [&](const std::string& key) {
            std::vector<int> attempts;
            for (const Placed& at : spansOf(*record->trace, key, is<SpanKind::Failed>)) {
                attempts.push_back(at.span.attempt);
            }
            return attempts;
        };
        QCOMPARE(failed("a"), (std::vector<int>{1, 2, 3}));
        QCOMPARE(failed("b"), (std::vector<int>{1, 2}));
        for (const char* key : {"a", "b"}) {
            QCOMPARE(spansOf(*record->trace, key, isWork).back().span.kind, SpanKind::Completed);
        }
    }
    void throttlesAndPermitsAreWaitedForInTheirOwnName() {
        Scene scene(2);
        int64_t permitNs = 0, throttleNs = 0;
        // One may have ended before the other comes to its gate, but not each time.
        for (int i = 0; i < kTries && (permitNs == 0 || throttleNs == 0); ++i) {
            const RunRecordPtr record = scene.run("a = Scripted(\"A: ok@4\") with concurrency: 1\n"
                                                  "b = Scripted(\"B: ok@4\") with concurrency: 1\n"
                                                  "c = Other(\"C: ok\") with throttle: 1/20ms\n"
                                                  "d = Other(\"D: ok\") with throttle: 1/20ms\n"
                                                  "out a\nout b\nout c\nout d\n");
            QVERIFY2(record->run->status == RunStatus::Completed,
                     record->run->compiled->diagnostics.empty() ? "" : "it does not compile");
            permitNs = std::max(permitNs, sumNs(*record->trace, SpanKind::Permit));
            throttleNs = std::max(throttleNs, sumNs(*record->trace, SpanKind::Throttle));
        }
        QVERIFY(permitNs > 0);
        QVERIFY(throttleNs > 0);
    }
    /// Queue is only what a worker is waited for. What each wait was for is told by the row of the
    /// node, in its profile and by its spans, with the same numbers.
    void whatANodeWaitedForIsToldByKind() {
        Scene scene(2);
        std::string untold = "?";
        // A thread may be interrupted between two readings of the clock, but not each time.
        for (int i = 0; i < kTries && !untold.empty(); ++i) {
            const RunRecordPtr record = scene.run(
                "a = Scripted(\"A: ok@20\") with concurrency: 1\n"
                "b = Scripted(\"B: ok@20\") with concurrency: 1\n"
                "c = Other(\"C: fail ok@3\") with throttle: 1/20ms, retry: 1, delay: 4ms\n"
                "d = Other(\"D: ok@3\") with throttle: 1/20ms\n"
                "out a\nout b\nout c\nout d\n");
            QVERIFY(record->run->status == RunStatus::Completed);
            const Profile profile = profileOf(*record);
            untold.clear();
            double heldUs = 0;
            for (const std::string key : {"a", "b", "c", "d"}) {
                const NodeRun& row = rowOf(*record, key.c_str());
                const NodeWaits& waits = row.waits;
                const auto told = [&](auto kind) {
                    return static_cast<double>(sum(spansOf(*record->trace, key, kind)));
                };
                const double sumUs = waits.heldUs() + waits.retryUs + waits.cacheUs + waits.ioUs;
                const bool isTold =
                    isAbout(told(is<SpanKind::Throttle>), waits.throttleUs) &&
                    isAbout(told(is<SpanKind::Permit>), waits.permitUs) &&
                    isAbout(told(is<SpanKind::RetryDelay>), waits.retryUs) &&
                    // (Behind I/O what goes by until a worker is at it counts
                    // with that.)
                    isAbout(told(is<SpanKind::Queue>) + told(isIo), row.queueUs + waits.ioUs);
                if (!isTold) untold += key;
                QVERIFY(std::abs(sumUs - row.waitUs) < 0.01);
                QVERIFY(std::abs(row.shownUs() - (row.runUs + row.waitUs - waits.heldUs())) < 0.01);
                const auto node = std::find_if(profile.nodes.begin(), profile.nodes.end(),
                                               [&](const auto& each) { return each.key == key; });
                QVERIFY(node != profile.nodes.end() && node->waits);
                QVERIFY(std::abs(node->waits->throttleUs - waits.throttleUs) < 0.01);
                QVERIFY(std::abs(node->waitUs - row.waitUs) < 0.01);
                heldUs += waits.heldUs();
            }
            // (a and b may come to their gate one after the other.)
            if (heldUs == 0) untold += "held";
        }
        QVERIFY2(untold.empty(), untold.c_str());
    }
    void anAttemptThatIsCutOffIsToldOfItsWorker() {
        Scene scene(2);
        const RunRecordPtr record =
            scene.run("a = Scripted(\"sleep@60\") with timeout: 10ms, on_error: skip\nout a\n");
        const auto work = spansOf(*record->trace, "a", is<SpanKind::TimedOut>);
        QVERIFY(!work.empty());
        QVERIFY(sum(work) >= 9'000'000);
        verifyRows(*record->trace);
    }
    void aHigherOrderFunctionShowsOnAllThatWorkOnIt() {
        Scene scene(2);
        std::set<std::string> lanes;
        for (int i = 0; i < 20 && lanes.size() < 2; ++i) {  // the other one may come late
            const RunRecordPtr record = scene.run(
                "a = map([\"A: sleep@20\", \"B: sleep@20\", \"C: sleep@20\", \"D: sleep@20\"], "
                "(s) => Scripted(s))\nout a\n");
            const auto work = spansOf(*record->trace, "a", isWork);
            QVERIFY(sum(work) >= 80'000'000);
            QVERIFY(rowOf(*record, "a").runUs >= 19'000);  // it was worked on, not waited for
            verifyRows(*record->trace);
            for (const Placed& at : work) lanes.insert(at.lane);
        }
        QVERIFY(lanes == (std::set<std::string>{"worker 1", "worker 2"}));
    }
    void theCallerOfARunIsAWorkerOfItsOwn() {
        Scene scene(2);
        const RunRecordPtr record =
            scene.run("a = Scripted(\"sleep@2\")\nout a\n", Run::Where::Here);
        QCOMPARE(spansOf(*record->trace, "a", isWork).at(0).lane, std::string("calling thread"));
        const RunRecordPtr other = scene.run("a = Scripted(\"sleep@2\")\nout a\n");
        QVERIFY(spansOf(*other->trace, "a", isWork).at(0).lane.starts_with("worker "));
    }
    void onlyTheRunItselfIsInItsRecord() {
        Scene scene(2);
        scene.run("a = Scripted(\"sleep@1\")\nb = Step(\"sleep@1\", a)\nout b\n");
        const RunRecordPtr record = scene.run("c = Scripted(\"sleep@1\")\nout c\n");
        QCOMPARE(record->trace->nodes.size(), std::size_t{1});
        QCOMPARE(record->trace->nodes[0].key, std::string("c"));
        QVERIFY(record->startedAtMs > 1'700'000'000'000);
        QCOMPARE(record->threads, 2U);
    }
    void processorTimeIsNeverMoreThanTheCoresHad() {
        Scene scene(2);
        std::string text = "list = Range(1, 200000)\n";
        for (int i = 0; i < 8; ++i) {
            const std::string n = std::to_string(i);
            text += 'a' + n;
            text += " = SumList(map(list, (x) => x * " + n + "))\nout a" + n;
            text += '\n';
        }
        for (int i = 0; i < 3; ++i) {
            const RunRecordPtr record = scene.run(text);
            double cpuUs = 0;
            int measured = 0;
            for (const NodeRun& row : record->run->nodes) {
                if (row.cpuUs < 0) continue;
                ++measured;
                cpuUs += row.cpuUs;
                QVERIFY(row.cpuUs <= row.runUs + 1);
            }
            QVERIFY(i == 0 || measured > 0);
            QVERIFY(cpuUs <= 2 * record->run->times.runUs);
            QVERIFY(static_cast<double>(workNs(*record->trace)) <=
                    2 * record->run->times.runUs * 1000 + 2000);
        }
    }
    void aSessionHandsOutARecordOfEachRunThatHasEnded();
    void aProfileTellsWhatItsRunsTook();
    void percentilesAreThoseOfTheNearestRank();
};

namespace {

class Listener : public Session::Observer {
public:
    Listener() : session(options(), *this) {}
    static Session::Options options() {
        Session::Options options;
        options.workers = 2;
        return options;
    }
    void runRecorded(RunRecordPtr record) override {
        const std::lock_guard lock(mutex);
        records.push_back(std::move(record));
    }
    std::vector<RunRecordPtr> wait(std::size_t count) {
        const auto isThere = [&] {
            const std::lock_guard lock(mutex);
            return records.size() >= count;
        };
        if (!QTest::qWaitFor(isThere, 20'000)) qFatal("no record");
        const std::lock_guard lock(mutex);
        return records;
    }
    std::mutex mutex;
    std::vector<RunRecordPtr> records;
    Session session;  // last: it calls while the rest is there
};

bool hasPhase(const Trace& trace, std::string_view name) {
    for (const TraceLane& lane : trace.lanes) {
        for (const auto& row : lane.rows) {
            for (const Span& span : row) {
                if (lane.kind == LaneKind::Phases && trace.labels[span.label] == name) return true;
            }
        }
    }
    return false;
}

}  // namespace

void RunRecordsTest::aSessionHandsOutARecordOfEachRunThatHasEnded() {
    Listener listener;
    const std::string good = "in n: Int\na = Range(1, n)\nb = SumList(a)\nout b\n";
    Session::RunRequest request;
    request.inputsJson = R"({"n": 5})";
    request.afresh = true;
    listener.session.setText(3, good);
    listener.session.run(request);
    listener.wait(1);
    listener.session.run(request);
    const std::vector<RunRecordPtr> asked = listener.wait(2);
    QVERIFY(asked[0]->run->finished());
    QCOMPARE(asked[0]->run->run, uint64_t{1});
    QCOMPARE(asked[1]->run->run, uint64_t{2});
    QCOMPARE(asked[0]->document, uint64_t{3});
    QCOMPARE(asked[0]->sourceHash, hashBytes(good).hex());
    QVERIFY(!spansOf(*asked[0]->trace, "b", isWork).empty());
    QVERIFY(hasPhase(*asked[0]->trace, "check"));
    QVERIFY(!hasPhase(*asked[1]->trace, "check"));  // the text was compiled before
    listener.session.setLive(request);
    request.inputsJson = R"({"n": 6})";
    listener.session.setLive(request);
    const std::vector<RunRecordPtr> live = listener.wait(3);
    QVERIFY(live.back()->run->isLive);
    QVERIFY(live.back()->trace != nullptr);
}

void RunRecordsTest::aProfileTellsWhatItsRunsTook() {
    Scene scene(2);
    const std::string text =
        "a = Scripted(\"sleep@6\")\nb = Scripted(\"ok@2\")\nc = Step(\"ok\", a)\nout b\nout c\n";
    std::optional<ProfileBuilder> builder;
    std::vector<double> took;
    for (int i = 0; i < 5; ++i) {
        const RunRecordPtr record = scene.run(text);
        if (!builder) {
            builder.emplace(record->run->compiled, 2);
        }
        builder->addCompile(record->run->compiled->times);
        builder->add(*record->run, workNs(*record->trace));
        took.push_back(rowOf(*record, "a").shownUs());
    }
    std::sort(took.begin(), took.end());
    const Profile profile = builder->profile();
    QCOMPARE(profile.runs, uint64_t{5});
    QCOMPARE(profile.threads, 2U);
    QCOMPARE(profile.sourceHash, hashBytes(text).hex());
    QCOMPARE(profile.nodes.size(), std::size_t{3});
    const ProfileNode& a = profile.nodes[0];
    const ProfileNode& b = profile.nodes[1];
    QCOMPARE(a.key, std::string("a"));
    QCOMPARE(a.times.count, uint64_t{5});
    QVERIFY(std::abs(a.times.p50Us - took[2]) < 1 && std::abs(a.times.maxUs - took[4]) < 1);
    QCOMPARE(a.waitUs, 0.0);  // it held its worker
    QVERIFY((a.critical && a.slackUs < 0.01) || (b.critical && b.slackUs < 0.01));
    QVERIFY(b.waitUs > 0 && b.times.maxUs >= b.waitUs);
    QVERIFY(profile.total.p50Us >= 6000);
    double shares = 0;
    for (const ProfileNode& node : profile.nodes) {
        shares += node.share;
    }
    QVERIFY(std::abs(shares - 1) < 1e-6);
    QVERIFY(profile.overheadPercent > 0 && profile.overheadPercent < 2);
    QCOMPARE(profile.phases.size(), std::size_t{6});
    QVERIFY(builder->efficiency() > 0 && builder->efficiency() <= 1);
    QVERIFY(builder->medianPathUs() >= 6000);
}

void RunRecordsTest::percentilesAreThoseOfTheNearestRank() {
    std::vector<float> times;
    for (int i = 200; i >= 1; --i) {
        times.push_back(static_cast<float>(i));
    }
    const TimeSummary all = summaryOf(times, 128);
    QCOMPARE(all.p50Us, 100.0);
    QCOMPARE(all.p95Us, 190.0);
    QCOMPARE(all.p99Us, 198.0);
    QCOMPARE(all.meanUs, 100.5);
    QCOMPARE(all.lastUs.size(), std::size_t{128});
    QCOMPARE(all.lastUs.back(), 1.0F);
    QCOMPARE(summaryOf({3}, 128).p99Us, 3.0);
    QCOMPARE(summaryOf({}, 128).count, uint64_t{0});
}

QTEST_GUILESS_MAIN(RunRecordsTest)
#include "tst_run_records.moc"

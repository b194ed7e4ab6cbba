#include "engine/session/run_path.h"
#include "engine/session/run_profile.h"
#include "engine/session/session.h"
#include "engine/value/whole_value.h"
#include "tests/support/gated_modules.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <mutex>
#include <optional>

// What the nodes of a document took over its runs, and which of them decided how long one took.

using cst::NodeRun;
using cst::RunSnapshotPtr;

class NodeTimesTest : public QObject {
    Q_OBJECT

private slots:
    void eachRunThatDoesTheWorkCounts();
    void whatWasKnownDoesNotCount();
    void aReportSaysWhatWasKnownAtItsTime();
    void aChangeOfMeaningResetsThatNodeAndNoOther();
    void aRenameOrAnotherValueToWorkOnResetsNothing();
    void whatDidNoWorkOfItsOwnHasNone_data();
    void whatDidNoWorkOfItsOwnHasNone();
    void whatAnotherValueStandsInForCounts_data();
    void whatAnotherValueStandsInForCounts();
    void valuesThatAreKeptTellTheirBytes();
    void textsTellTheirCharactersAndOneSize();
    void aStepThatWorksTellsItsProcessorTimeAndWaitingTakesNone();
    void theChainThatTookLongestDecides();
    void anArmThatWasNotTakenIsNotWaitedFor();
    void whatIsSharedIsChargedOnce();
    void whatWasKnownBeforeTheRunTakesNoTime();
    void whatWaitsForAPlaceWaitsForWhoGaveItBack();
    void whatNobodyMadeRoomForIsNotHeldByAnybody();
    void whatAThrottleKeepsBackIsOnThePath();
    void whatAThrottleKeepsBackWaitsForNobodyElseMeanwhile();
    void whatWaitsForAWorkerIsKeptBackBehindThat();
    void onePermitMakesAChainOfItsCalls();
    void ofSomeThatTookAsLongTheOneThatDecidedIsTheSlowest();
};

namespace {

class Scene : public cst::Session::Observer {
public:
    Scene() : session(options(), *this) {}
    void runChanged(RunSnapshotPtr run) override {
        const std::lock_guard lock(mutex);
        newest = std::move(run);
    }
    static cst::Session::Options options() {
        auto gates = std::make_shared<cst::test::Gates>();
        gates->openAll();
        cst::Session::Options options;
        options.workers = 2;
        options.addModules = [gates](cst::Registry& registry) {
            cst::test::addGatedModules(registry, gates);
        };
        return options;
    }
    RunSnapshotPtr run(const std::string& text, bool afresh = true,
                       const std::string& inputs = "{}") {
        cst::Session::RunRequest request;
        request.afresh = afresh;
        request.inputsJson = inputs;
        session.setText(1, text);
        session.run(request);
        ++asked;
        const auto hasEnded = [&] {
            const std::lock_guard lock(mutex);
            return newest && newest->run == asked && newest->finished();
        };
        if (!QTest::qWaitFor(hasEnded, 20'000)) qFatal("the run does not end");
        const std::lock_guard lock(mutex);
        return newest;
    }

    std::mutex mutex;
    RunSnapshotPtr newest;
    uint64_t asked = 0;
    cst::Session session;  // last: it calls while the rest is there
};

uint32_t indexOf(const cst::RunSnapshot& run, std::string_view key) {
    const cst::NodeId id = run.compiled->graph->byKey(key);
    if (!id.hasValue()) qFatal("no such node");
    return id.index;
}

/// Runs that did the work of a node.
uint64_t counted(const RunSnapshotPtr& run, std::string_view key) {
    const auto& statistics = run->nodes[indexOf(*run, key)].statistics;
    return statistics ? statistics->count() : 0;
}

/// That run, if the nodes that did work had taken just so long.
cst::RunSnapshot withTimes(const RunSnapshotPtr& run,
                           const std::vector<std::pair<std::string, double>>& runUs) {
    cst::RunSnapshot copy = *run;
    for (NodeRun& node : copy.nodes) node.runUs = node.waitUs = node.readyUs = node.queueUs = 0;
    for (const auto& [key, us] : runUs) {
        const uint32_t node = indexOf(copy, key);
        if (!hasOwnTime(copy, node)) qFatal("%s did no work", key.c_str());
        copy.nodes[node].runUs = us;
    }
    return copy;
}

QStringList keysOn(const cst::CriticalPath& path, const cst::RunSnapshot& run) {
    QStringList keys;
    for (const uint32_t node : path.nodes) {
        const std::string_view key = run.compiled->graph->nodes[cst::NodeId(node)].key;
        keys << QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size()));
    }
    return keys;
}

/// Of those only what did work of its own.
QStringList workOn(const cst::CriticalPath& path, const cst::RunSnapshot& run) {
    cst::CriticalPath work;
    std::copy_if(path.nodes.begin(), path.nodes.end(), std::back_inserter(work.nodes),
                 [&](uint32_t node) { return hasOwnTime(run, node); });
    return keysOn(work, run);
}

/// That run, if its nodes had been ready at once and had stood in a queue before their time.
struct Stood {
    std::string key;
    double queueUs = 0, runUs = 0;
};
cst::RunSnapshot inQueue(const RunSnapshotPtr& run, const std::vector<Stood>& rows) {
    std::vector<std::pair<std::string, double>> times;
    for (const Stood& row : rows) times.emplace_back(row.key, row.runUs);
    cst::RunSnapshot copy = withTimes(run, times);
    for (const Stood& row : rows) copy.nodes[indexOf(copy, row.key)].queueUs = row.queueUs;
    return copy;
}

/// d was kept back by its throttle from one time to another.
cst::RunSnapshot keptBack(const RunSnapshotPtr& run, const std::vector<Stood>& rows, int64_t fromNs,
                          int64_t toNs) {
    cst::RunSnapshot timed = inQueue(run, rows);
    const double heldUs = static_cast<double>(toNs - fromNs) / 1000;
    NodeRun& d = timed.nodes[indexOf(timed, "d")];
    d.queueUs -= heldUs;
    d.waitUs = d.waits.throttleUs = heldUs;
    d.events = {{cst::RecordKind::ThrottleWait, 1, fromNs, toNs},
                {cst::RecordKind::Completed, 1, 0, 1}};
    return timed;
}

constexpr const char* kFour =
    "a = Counted(1)\nb = Counted(2)\nc = Counted(3)\nd = Counted(4)\nout a\nout b\nout c\nout d";

constexpr const char* kChain = "a = Counted(1)\nb = Counted(a)\nout b";

}  // namespace

void NodeTimesTest::eachRunThatDoesTheWorkCounts() {
    Scene scene;
    RunSnapshotPtr run;
    for (uint64_t i = 1; i <= 3; ++i) {
        run = scene.run(kChain);
        QCOMPARE(counted(run, "a"), i);
        QCOMPARE(counted(run, "b"), i);
    }
    const NodeRun& b = run->nodes[indexOf(*run, "b")];
    QCOMPARE(b.statistics->lastUs().back(), static_cast<float>(b.shownUs()));
    QCOMPARE(b.statistics->latest().runUs, b.runUs);
}

void NodeTimesTest::whatWasKnownDoesNotCount() {
    Scene scene;
    scene.run(kChain, false);
    const RunSnapshotPtr again = scene.run(kChain, false);
    QCOMPARE(again->nodes[indexOf(*again, "b")].status, cst::NodeStatus::Cached);
    QCOMPARE(counted(again, "a"), uint64_t{1});
    QCOMPARE(counted(again, "b"), uint64_t{1});
    QCOMPARE(counted(scene.run(kChain), "b"), uint64_t{2});
}

void NodeTimesTest::aReportSaysWhatWasKnownAtItsTime() {
    Scene scene;
    const RunSnapshotPtr first = scene.run(kChain);
    for (int i = 0; i < 130; ++i) scene.run(kChain);
    QCOMPARE(counted(first, "a"), uint64_t{1});
    QCOMPARE(counted(scene.run(kChain), "a"), uint64_t{132});
}

void NodeTimesTest::aChangeOfMeaningResetsThatNodeAndNoOther() {
    Scene scene;
    const std::string c = "\nc = Counted(b)\nout c";
    scene.run("a = Counted(1)\nb = Counted(a)" + c);
    scene.run("a = Counted(1)\nb = Counted(a)" + c);
    const RunSnapshotPtr other = scene.run("a = Counted(1)\nb = Gate(a)" + c);
    QCOMPARE(counted(other, "a"), uint64_t{3});
    QCOMPARE(counted(other, "b"), uint64_t{1});
    QCOMPARE(counted(other, "c"), uint64_t{3});
    const RunSnapshotPtr options = scene.run("a = Counted(1) with retry: 1\nb = Gate(a)" + c);
    QCOMPARE(counted(options, "a"), uint64_t{1});
    QCOMPARE(counted(options, "b"), uint64_t{2});
    QCOMPARE(counted(options, "c"), uint64_t{4});
}

void NodeTimesTest::aRenameOrAnotherValueToWorkOnResetsNothing() {
    Scene scene;
    scene.run("in n: Int\na = Counted(n)\nb = Counted(a)\nout b", true, R"({"n": 1})");
    scene.run("in n: Int\na = Counted(n)\nb = Counted(a)\nout b", true, R"({"n": 2})");
    const RunSnapshotPtr renamed =
        scene.run("in n: Int\nfirst = Counted(n)\nb = Counted(first)\nout b", true, R"({"n": 2})");
    QCOMPARE(counted(renamed, "first"), uint64_t{3});
    QCOMPARE(counted(renamed, "b"), uint64_t{3});
    const RunSnapshotPtr before =
        scene.run("in n: Int\nfirst = Gate(n)\nb = Counted(first)\nout b", true, R"({"n": 2})");
    QCOMPARE(counted(before, "b"), uint64_t{4});
}

void NodeTimesTest::whatDidNoWorkOfItsOwnHasNone_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("key");
    QTest::newRow("an input") << "in n: Int\na = Counted(n)\nout a"
                              << "in:n";
    QTest::newRow("an output") << "in n: Int\na = Counted(n)\nout a"
                               << "out:a";
    QTest::newRow("a constant") << "in n: Int\nk = 1 + 2\na = Counted(k)\nout a"
                                << "k";
    QTest::newRow("an arm that was not taken")
        << "in n: Int\na = Counted(1)\nb = Counted(2)\nx = if (n > 0) a else b\nout x"
        << "b";
    QTest::newRow("the same once more") << "in n: Int\na = Counted(n)\nb = Counted(n)\nout a\nout b"
                                        << "b";
    QTest::newRow("a part of another") << "in n: Int\nsum = n + 1\na = Counted(sum)\nout a"
                                       << "sum";
    QTest::newRow("a call that failed") << "in n: Int\na = Failing(n)\nout a"
                                        << "a";
}

void NodeTimesTest::whatDidNoWorkOfItsOwnHasNone() {
    QFETCH(QString, text);
    QFETCH(QString, key);
    Scene scene;
    const RunSnapshotPtr run = scene.run(text.toStdString(), true, R"({"n": 3})");
    QCOMPARE(counted(run, key.toStdString()), uint64_t{0});
}

void NodeTimesTest::whatAnotherValueStandsInForCounts_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("a fallback") << "in n: Int\na = Failing(n) with retry: 2, fallback: 7\nout a";
    QTest::newRow("a zero") << "in n: Int\na = Failing(n) with on_error: skip\nout a";
}

/// As a profile of the same runs counts them.
void NodeTimesTest::whatAnotherValueStandsInForCounts() {
    QFETCH(QString, text);
    Scene scene;
    RunSnapshotPtr run;
    std::optional<cst::ProfileBuilder> builder;
    for (int i = 0; i < 3; ++i) {
        run = scene.run(text.toStdString(), true, R"({"n": 3})");
        QCOMPARE(run->status, cst::RunStatus::Completed);
        if (!builder) builder.emplace(run->compiled, 2);
        builder->add(*run, 0);
    }
    const cst::Profile profile = builder->profile();
    QCOMPARE(profile.nodes.front().key, std::string("a"));
    QCOMPARE(profile.nodes.front().times.count, uint64_t{3});
    QCOMPARE(counted(run, "a"), uint64_t{3});
}

void NodeTimesTest::valuesThatAreKeptTellTheirBytes() {
    Scene scene;
    const RunSnapshotPtr run = scene.run(
        "in n: Int\na = Counted(n)\nlong = range(1, 1000)\nout a\nout long", true, R"({"n": 3})");
    const auto bytes = [&](const char* key) { return run->nodes[indexOf(*run, key)].keptBytes; };
    QVERIFY(bytes("a") >= 8 && bytes("a") <= 16);
    QVERIFY(bytes("long") == 0 || bytes("long") >= 8000);
}

void NodeTimesTest::textsTellTheirCharactersAndOneSize() {
    Scene scene;
    const RunSnapshotPtr run = scene.run("in s: String\nt = Trim(s)\nout t", true,
                                         R"({"s": "zw\u00f6lf ganz gro\u00dfe Worte "})");
    const NodeRun& t = run->nodes[indexOf(*run, "t")];
    QCOMPARE(t.elements, int64_t{22});
    QCOMPARE(t.bytes, static_cast<int64_t>(cst::readWhole(run->outputs.front().value)));
    QCOMPARE(t.statistics->latest().bytes, static_cast<uint64_t>(t.bytes));
}

void NodeTimesTest::aStepThatWorksTellsItsProcessorTimeAndWaitingTakesNone() {
    Scene scene;
    const RunSnapshotPtr run =
        scene.run("a = Counted(1)\nwaits = QuickCheck(\"x\")\nout a\nout waits");
    const NodeRun& a = run->nodes[indexOf(*run, "a")];
    QVERIFY(a.cpuUs >= 0 && a.cpuUs <= a.shownUs() + 1);
    QCOMPARE(a.statistics->latest().cpuUs, a.cpuUs);
    const NodeRun& waits = run->nodes[indexOf(*run, "waits")];
    QVERIFY(waits.waitUs > 5000);
    QVERIFY(waits.cpuUs < waits.waitUs / 2);
    QCOMPARE(run->nodes[indexOf(*run, "out:a")].cpuUs, -1.0);
}

void NodeTimesTest::theChainThatTookLongestDecides() {
    Scene scene;
    const RunSnapshotPtr run = scene.run("in n: Int\na = Counted(n)\nb = Counted(a)\nc = Gate(a)\n"
                                         "d = Counted(b)\nout d\nout c",
                                         true, R"({"n": 3})");
    const auto timed = withTimes(run, {{"a", 1}, {"b", 20}, {"c", 15}, {"d", 2}});
    const cst::CriticalPath path = criticalPathOf(timed);
    QCOMPARE(path.totalNs, int64_t{23'000});
    QCOMPARE(keysOn(path, timed), QStringList({"in:n", "a", "b", "d", "out:d"}));
    QCOMPARE(path.slackNs[indexOf(timed, "c")], int64_t{7'000});
    QCOMPARE(path.withoutNs[indexOf(timed, "b")], int64_t{16'000});
    QCOMPARE(path.withoutNs[indexOf(timed, "c")], int64_t{23'000});
}

/// `other` has run, because it is an output; the choice did not wait for it.
void NodeTimesTest::anArmThatWasNotTakenIsNotWaitedFor() {
    Scene scene;
    const RunSnapshotPtr run =
        scene.run("in n: Int\ntaken = Counted(n)\nother = Gate(n)\n"
                  "x = if (n > 0) taken else other\nlast = Counted(x)\nout last\nout other",
                  true, R"({"n": 3})");
    const auto timed = withTimes(run, {{"taken", 20}, {"other", 100}, {"last", 10}});
    const cst::CriticalPath path = criticalPathOf(timed);
    QCOMPARE(path.totalNs, int64_t{100'000});
    QCOMPARE(path.slackNs[indexOf(timed, "taken")], int64_t{70'000});
    QCOMPARE(path.slackNs[indexOf(timed, "last")], int64_t{70'000});
    const RunSnapshotPtr reverse =
        scene.run("in n: Int\ntaken = Counted(n)\nother = Gate(n)\n"
                  "x = if (n < 0) taken else other\nlast = Counted(x)\nout last\nout other",
                  true, R"({"n": 3})");
    QCOMPARE(criticalPathOf(withTimes(reverse, {{"other", 100}, {"last", 10}})).totalNs,
             int64_t{110'000});
}

void NodeTimesTest::whatIsSharedIsChargedOnce() {
    Scene scene;
    const RunSnapshotPtr run =
        scene.run("in n: Int\na = Counted(n)\nb = Counted(n)\nc = Gate(b)\nout a\nout c", true,
                  R"({"n": 3})");
    QVERIFY(run->nodes[indexOf(*run, "b")].sharedWith >= 0);
    const auto timed = withTimes(run, {{"a", 5}, {"c", 2}});
    const cst::CriticalPath path = criticalPathOf(timed);
    QCOMPARE(path.totalNs, int64_t{7'000});
    QCOMPARE(keysOn(path, timed), QStringList({"in:n", "a", "b", "c", "out:c"}));
}

void NodeTimesTest::whatWasKnownBeforeTheRunTakesNoTime() {
    Scene scene;
    scene.run(kChain, false);
    const RunSnapshotPtr again = scene.run(kChain, false);
    const cst::CriticalPath path = criticalPathOf(*again);
    QCOMPARE(path.totalNs, int64_t{0});
    QVERIFY(path.nodes.empty());
}

/// Two workers: c begins where a ends, d where b does.
void NodeTimesTest::whatWaitsForAPlaceWaitsForWhoGaveItBack() {
    Scene scene;
    const auto timed = inQueue(
        scene.run(kFour), {{"a", 0, 1000}, {"b", 2, 1600}, {"c", 1003, 2000}, {"d", 1604, 700}});
    const cst::CriticalPath path = criticalPathOf(timed);
    QCOMPARE(path.totalNs, int64_t{3'000'000});
    QCOMPARE(workOn(path, timed), QStringList({"a", "c"}));
    QCOMPARE(path.withoutNs[indexOf(timed, "a")], int64_t{2'300'000});
    QCOMPARE(path.slackNs[indexOf(timed, "b")], int64_t{700'000});
}

/// The machine was elsewhere: when d began nobody had ended for long.
void NodeTimesTest::whatNobodyMadeRoomForIsNotHeldByAnybody() {
    Scene scene;
    const auto timed =
        inQueue(scene.run(kFour), {{"a", 0, 1000}, {"b", 0, 900}, {"c", 0, 100}, {"d", 5000, 700}});
    QVERIFY(cst::madeRoomIn(timed).empty());
    QCOMPARE(criticalPathOf(timed).totalNs, int64_t{1'000'000});
}

void NodeTimesTest::whatAThrottleKeepsBackIsOnThePath() {
    Scene scene;
    const auto timed =
        keptBack(scene.run(kFour), {{"a", 0, 1000}, {"b", 0, 100}, {"c", 0, 100}, {"d", 5000, 700}},
                 0, 4'990'000);
    const cst::CriticalPath path = criticalPathOf(timed);
    QCOMPARE(path.totalNs, int64_t{5'690'000});
    QCOMPARE(workOn(path, timed), QStringList({"d"}));
    QCOMPARE(path.withoutNs[indexOf(timed, "d")], int64_t{4'990'000});
    QCOMPARE(path.slackNs[indexOf(timed, "a")], int64_t{4'690'000});
    QCOMPARE(path.slackNs.size(), timed.nodes.size());
}

/// a ends just as the throttle lets d go: d waited for one of them at a time, not for a and then
/// for its throttle.
void NodeTimesTest::whatAThrottleKeepsBackWaitsForNobodyElseMeanwhile() {
    Scene scene;
    const auto timed =
        keptBack(scene.run(kFour), {{"a", 0, 5000}, {"b", 0, 100}, {"c", 0, 100}, {"d", 5015, 700}},
                 0, 4'990'000);
    const cst::CriticalPath path = criticalPathOf(timed);
    QCOMPARE(path.totalNs, int64_t{5'700'000});
    QCOMPARE(workOn(path, timed), QStringList({"a", "d"}));
    QCOMPARE(path.withoutNs[indexOf(timed, "a")], int64_t{5'690'000});
}

/// Before its throttle looked at it, d waited for the worker that a held.
void NodeTimesTest::whatWaitsForAWorkerIsKeptBackBehindThat() {
    Scene scene;
    const auto timed =
        keptBack(scene.run(kFour), {{"a", 0, 1000}, {"b", 0, 100}, {"c", 0, 100}, {"d", 3005, 700}},
                 1'002'000, 3'002'000);
    const cst::CriticalPath path = criticalPathOf(timed);
    QCOMPARE(path.totalNs, int64_t{3'700'000});
    QCOMPARE(workOn(path, timed), QStringList({"a", "d"}));
}

/// Real calls: whichever goes first, each of the others begins when the one before it ends.
void NodeTimesTest::onePermitMakesAChainOfItsCalls() {
    Scene scene;
    const RunSnapshotPtr run =
        scene.run("a = ResourceIntensiveTask(\"a\") with concurrency: 1\n"
                  "b = ResourceIntensiveTask(\"b\") with concurrency: 1\n"
                  "c = ResourceIntensiveTask(\"c\") with concurrency: 1\nout a\nout b\nout c");
    const cst::CriticalPath path = criticalPathOf(*run);
    QCOMPARE(workOn(path, *run).size(), 3);
    const auto isAbout = [](int64_t ns, double us) {
        return std::abs(static_cast<double>(ns) / 1000 - us) < 1;
    };
    double allUs = 0;
    for (const char* key : {"a", "b", "c"}) allUs += run->nodes[indexOf(*run, key)].shownUs();
    QVERIFY(isAbout(path.totalNs, allUs));
    for (const char* key : {"a", "b", "c"}) {
        const uint32_t node = indexOf(*run, key);
        QCOMPARE(path.slackNs[node], int64_t{0});
        QVERIFY(isAbout(path.withoutNs[node], allUs - run->nodes[node].shownUs()));
    }
}

void NodeTimesTest::ofSomeThatTookAsLongTheOneThatDecidedIsTheSlowest() {
    Scene scene;
    const RunSnapshotPtr run = scene.run("in n: Int\nin m: Int\na = Counted(n)\nb = Counted(m)\n"
                                         "c = Gate(b)\nout a\nout c",
                                         true, R"({"n": 3, "m": 4})");
    const auto slowest = [&](double a, double b, double c) {
        const auto timed = withTimes(run, {{"a", a}, {"b", b}, {"c", c}});
        const int node = slowestNode(timed);
        return node < 0 ? ""
                        : std::string(
                              timed.compiled->graph->nodes[cst::NodeId(static_cast<uint32_t>(node))]
                                  .key);
    };
    QCOMPARE(slowest(100, 95, 30), "b");  // a has slack
    QCOMPARE(slowest(100, 80, 30), "a");
    QCOMPARE(slowest(100, 95, 1), "a");
    QCOMPARE(slowest(10, 20, 30), "c");
    const RunSnapshotPtr idle = scene.run("in n: Int\nout n", true, R"({"n": 3})");
    QCOMPARE(slowestNode(*idle), -1);
}

QTEST_GUILESS_MAIN(NodeTimesTest)
#include "tst_node_times.moc"

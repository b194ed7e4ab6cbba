// Each rule on a run of which it is true, and on one of which it is not.

#include "engine/profile/explain.h"
#include "engine/profile/time_text.h"
#include "engine/profile/trace_shares.h"

#include <QTest>

#include <algorithm>

using namespace cst;

namespace {

/// A run of 1 ms that is written down span by span, in us.
class Scene {
public:
    explicit Scene(uint32_t workers, double runUs = 1000) {
        profile.total.count = 1;
        profile.total.p50Us = runUs;
        for (uint32_t i = 0; i < workers; ++i) {
            trace.lanes.push_back({"worker", LaneKind::Worker, {{}}});
        }
        trace.lanes.push_back({"waiting", LaneKind::Waiting, {}});
        Span run;
        run.endNs = ns(runUs);
        run.run = 1;
        trace.lanes.push_back({"phases", LaneKind::Phases, {{run}}});
    }
    Scene& node(const std::string& key, double us, bool critical = false) {
        ProfileNode& made = profile.nodes.emplace_back();
        made.key = key;
        made.times.count = 1;
        made.times.p50Us = us;
        made.critical = critical;
        trace.nodes.push_back({key, "", 0});
        return *this;
    }
    Scene& work(uint32_t worker, double from, double to, uint32_t node = 0) {
        trace.lanes[worker].rows[0].push_back(span(from, to, node, SpanKind::Completed));
        return *this;
    }
    Scene& wait(SpanKind kind, double from, double to, uint32_t node = 0) {
        trace.lanes[trace.lanes.size() - 2].rows.push_back({span(from, to, node, kind)});
        return *this;
    }
    Scene& phase(const char* name, double us) {
        profile.phases.push_back({name, {1, us, us, us, us, us, us, {}}});
        return *this;
    }
    std::vector<Finding> explained() const { return explain(profile, trace); }
    bool says(FindingKind kind) const {
        const std::vector<Finding> found = explained();
        return std::any_of(found.begin(), found.end(),
                           [&](const Finding& each) { return each.kind == kind; });
    }

    Profile profile;
    Trace trace;

private:
    static int64_t ns(double us) { return static_cast<int64_t>(us * 1000); }
    static Span span(double from, double to, uint32_t node, SpanKind kind) {
        Span made;
        made.startNs = ns(from);
        made.endNs = ns(to);
        made.node = node;
        made.run = 1;
        made.kind = kind;
        return made;
    }
};

/// So many pieces of work of one length, spread over two workers and 1 ms.
Scene pieces(int count, double us) {
    Scene scene(2);
    scene.node("a", us);
    for (int i = 0; i < count; ++i) {
        const double at = 1000.0 * i / count;
        scene.work(static_cast<uint32_t>(i % 2), at, at + us);
    }
    return scene;
}

QString told(const Finding& finding) {
    return QString::fromStdString(finding.finding + " | " + finding.evidence + " | " +
                                  finding.advice);
}

}  // namespace

class TestExplain : public QObject {
    Q_OBJECT

private slots:
    void aChainThatTakesMostOfTheRunIsNamed() {
        Scene scene(4);
        scene.node("load", 100, true).node("fetch", 700, true).node("side", 50);
        scene.work(0, 0, 100, 0).work(0, 100, 800, 1).work(1, 100, 150, 2);
        scene.profile.nodes[1].withoutUs = 300;
        const std::vector<Finding> found = scene.explained();
        QCOMPARE(found.size(), 1U);
        QCOMPARE(found[0].kind, FindingKind::CriticalPath);
        QCOMPARE(found[0].node, "fetch");
        QCOMPARE(told(found[0]),
                 "2 nodes, one behind the other, take 80 % of the run | 800 µs of 1.00 ms; the "
                 "longest is `fetch` with 700 µs | more workers do not help: make `fetch` faster "
                 "(without it the whole run would take 300 µs), or let the chain wait for less");
    }

    void whatComputedForAMomentOnlyIsNotBlamed() {
        Scene scene(4);
        scene.node("load", 50, true).node("fetch", 850, true).work(0, 0, 900, 1);
        for (ProfileNode& node : scene.profile.nodes) {
            node.times.meanUs = node.times.p50Us;
            node.cpuUs = node.key == "fetch" ? 40 : 45;
        }
        const std::vector<Finding> found = scene.explained();
        QCOMPARE(found.size(), 2U);
        QCOMPARE(found[0].kind, FindingKind::CriticalPath);
        QCOMPARE(found[0].advice,
                 "measure once more before you change it: it computed for only 40.0 µs of 850 µs");
        QCOMPARE(found[1].kind, FindingKind::Elsewhere);
        QCOMPARE(found[1].node, "fetch");
        QCOMPARE(found[1].finding,
                 "nodes held workers for 900 µs and computed for 85.0 µs of them");
        QVERIFY(told(found[1]).contains("`fetch` held one for 850 µs, its own work took 40.0 µs"));
    }

    void waitingIsNoTimeInWhichTheMachineWasElsewhere() {
        Scene scene(4);
        scene.node("call", 900).work(0, 0, 100, 0);
        scene.profile.nodes[0].times.meanUs = 900;
        scene.profile.nodes[0].waitUs = 840;
        scene.profile.nodes[0].cpuUs = 55;
        QVERIFY(!scene.says(FindingKind::Elsewhere));
        scene.profile.nodes[0].waitUs = 0;
        QVERIFY(scene.says(FindingKind::Elsewhere));
        scene.profile.nodes[0].cpuUs = -1;  // not measured
        QVERIFY(!scene.says(FindingKind::Elsewhere));
    }

    void ofARunOfMicrosecondsThereIsNothingToMend() {
        Scene scene(2, 38);
        scene.node("load", 4, true).node("fetch", 31, true).work(0, 0, 35);
        const std::vector<Finding> found = scene.explained();
        QCOMPARE(found.size(), 1U);
        QCOMPARE(found[0].kind, FindingKind::Trivial);
        QCOMPARE(
            told(found[0]),
            "nothing here is worth mending: the whole run takes 38.0 µs | 2 nodes did work; the "
            "longest is `fetch` with 31.0 µs; nobody would feel it if one of them took no "
            "time | ");
    }

    void aShortChainIsNot() {
        Scene scene(4);
        scene.node("load", 100, true).node("side", 50);
        scene.work(0, 0, 100, 0);
        QVERIFY(!scene.says(FindingKind::CriticalPath));
    }

    void aChainIsNotToBlameWhereAllWorkersAreBusy() {
        Scene scene(2);
        scene.node("a", 900, true).work(0, 0, 950).work(1, 0, 950);
        QVERIFY(!scene.says(FindingKind::CriticalPath));
    }

    void workersThatAreFullAreTold() {
        Scene scene(2);
        scene.node("a", 400).node("b", 100);
        scene.profile.nodes[0].share = 0.8;
        scene.work(0, 0, 900).work(1, 0, 800).wait(SpanKind::Queue, 100, 700, 1);
        const std::vector<Finding> found = scene.explained();
        QCOMPARE(found.size(), 1U);
        QCOMPARE(found[0].kind, FindingKind::WorkersFull);
        QCOMPARE(found[0].share, 0.6);
        QCOMPARE(
            told(found[0]),
            "no worker was free for 60 % of the run, and nodes waited for one | 2 workers were "
            "busy for 85 % of the time; ready nodes waited for 600 µs in all | try more "
            "workers (--threads) if the machine has more cores; else make `a` cheaper, it "
            "takes 80 % of the work");
    }

    void workersAreNotFullWhereNothingWaitsOrOneIsFree() {
        Scene busy(2);
        busy.node("a", 400).work(0, 0, 900).work(1, 0, 900);
        QVERIFY(!busy.says(FindingKind::WorkersFull));
        Scene oneFree(2);
        oneFree.node("a", 400).work(0, 0, 900).wait(SpanKind::Queue, 0, 900);
        QVERIFY(!oneFree.says(FindingKind::WorkersFull));
    }

    void waitsWithNothingElseGoingOnAreTold_data() {
        QTest::addColumn<int>("wait");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("word");
        const auto row = [](const char* name, SpanKind wait, FindingKind kind, const char* word) {
            QTest::newRow(name) << static_cast<int>(wait) << static_cast<int>(kind) << word;
        };
        row("a service", SpanKind::Io, FindingKind::Service, "programs, services or timers");
        row("a throttle", SpanKind::Throttle, FindingKind::Throttle, "a throttle");
        row("a permit", SpanKind::Permit, FindingKind::Permit, "a permit");
        row("another try", SpanKind::RetryDelay, FindingKind::Retries, "another try");
        row("an equal call", SpanKind::Cache, FindingKind::CacheWait, "an equal call");
    }
    void waitsWithNothingElseGoingOnAreTold() {
        QFETCH(int, wait);
        QFETCH(int, kind);
        QFETCH(QString, word);
        const auto waiting = static_cast<SpanKind>(wait);
        Scene scene(2);
        scene.node("a", 100).node("b", 100);
        scene.work(0, 0, 300, 0).wait(waiting, 200, 700, 1).wait(waiting, 600, 800, 0);
        const std::vector<Finding> found = scene.explained();
        QCOMPARE(found.size(), 1U);
        QCOMPARE(found[0].kind, static_cast<FindingKind>(kind));
        QCOMPARE(found[0].share, 0.5);  // 300 … 800
        QCOMPARE(found[0].node, "b");
        QVERIFY2(told(found[0]).contains(word), qPrintable(told(found[0])));
        QVERIFY(told(found[0]).contains("500 µs without work on any worker; `b` waited longest"));

        Scene covered(2);
        covered.node("a", 100).node("b", 100);
        covered.work(0, 0, 300, 0).work(1, 300, 800, 0).wait(waiting, 200, 700, 1);
        QVERIFY(!covered.says(static_cast<FindingKind>(kind)));
        Scene brief(2);
        brief.node("a", 100).work(0, 0, 300).wait(waiting, 300, 390);
        QVERIFY(!brief.says(static_cast<FindingKind>(kind)));
    }

    void readingAndWritingAreTold() {
        Scene scene(1);
        scene.phase("decode", 300).phase("run", 100).phase("encode", 600);
        const std::vector<Finding> found = scene.explained();
        QCOMPARE(found.size(), 2U);
        QCOMPARE(found[0].kind, FindingKind::Encode);
        QCOMPARE(found[0].finding, "writing the outputs takes 60 % of the run");
        QCOMPARE(found[1].finding, "reading the inputs takes 30 % of the run");
        QCOMPARE(found[1].evidence, "300 µs of 1.00 ms");
        Scene small(1);
        small.phase("decode", 200).phase("run", 700).phase("encode", 100);
        QVERIFY(small.explained().empty());
    }

    void withoutATotalTheRunCounts() {
        Scene scene(1);
        scene.profile.total = {};
        scene.phase("decode", 300).phase("run", 100);
        QCOMPARE(scene.explained().size(), 1U);
        QCOMPARE(scene.explained()[0].evidence, "300 µs of 400 µs");
    }

    void nodesThatAreTooSmallAreTold() {
        const std::vector<Finding> found = pieces(200, 0.4).explained();
        QCOMPARE(found.size(), 1U);
        QCOMPARE(found[0].kind, FindingKind::SmallNodes);
        QVERIFY(found[0].evidence.find("200 pieces of work, half of them below 400 ns") == 0);
    }

    void largeNodesAFewAndThoseOfOneWorkerAreNot() {
        QVERIFY(!pieces(100, 5).says(FindingKind::SmallNodes));
        QVERIFY(!pieces(20, 0.4).says(FindingKind::SmallNodes));
        Scene alone(1);
        alone.node("a", 0.4);
        for (int i = 0; i < 200; ++i) {
            alone.work(0, 5.0 * i, 5.0 * i + 0.4);
        }
        QVERIFY(!alone.says(FindingKind::SmallNodes));
    }

    void recordingThatCostsIsTold() {
        Scene scene(1);
        scene.profile.overheadPercent = 3;
        QCOMPARE(scene.explained().at(0).finding, "recording itself takes 3.0 % of the run");
        scene.profile.overheadPercent = 1.5;
        QVERIFY(scene.explained().empty());
    }

    void theLargestShareStandsFirst() {
        Scene scene(2);
        scene.node("a", 700, true).work(0, 0, 100);
        scene.wait(SpanKind::Io, 100, 800).phase("encode", 300);
        std::vector<double> shares;
        for (const Finding& finding : scene.explained()) {
            shares.push_back(finding.share);
        }
        QCOMPARE(shares.size(), 3U);
        QVERIFY(std::is_sorted(shares.rbegin(), shares.rend()));
    }

    void nothingStandsOutInNothing() { QVERIFY(explain({}, {}).empty()); }

    void runsAtTheSameTimeCountOnce() {
        Scene scene(2);
        scene.node("a", 1).work(0, 0, 500).work(1, 250, 750);
        scene.trace.lanes[1].rows[0][0].run = 2;
        const TraceShares shares = sharesOf(scene.trace);
        QCOMPARE(shares.wallNs, 1'000'000);
        QCOMPARE(shares.workNs, 1'000'000);
        QCOMPARE(shares.idleNs, 250'000);
        QCOMPARE(shares.efficiency(), 0.5);
    }

    void timesAreWrittenAsPeopleReadThem() {
        QCOMPARE(shownTime(0), "0 ns");
        QCOMPARE(shownTime(0.312), "312 ns");
        QCOMPARE(shownTime(0.9999), "1.00 µs");
        QCOMPARE(shownTime(12.34), "12.3 µs");
        QCOMPARE(shownTime(999.7), "1.00 ms");
        QCOMPARE(shownTime(45'600), "45.6 ms");
        QCOMPARE(shownTime(12'340'000), "12.3 s");
        QCOMPARE(shownTime(75e6), "1.25 min");
        QCOMPARE(shortTime(345), "350 µs");
        QCOMPARE(exactTime(1234.5), "1.235 ms");
        QCOMPARE(fixedText(-0.05, 1), "-0.1");
        QCOMPARE(fixedText(1e300, 2).size(), std::size_t{304});
        QCOMPARE(shownShare(0.031), "3.1 %");
        QCOMPARE(shownShare(0.82), "82 %");
    }
};

QTEST_APPLESS_MAIN(TestExplain)
#include "tst_explain.moc"

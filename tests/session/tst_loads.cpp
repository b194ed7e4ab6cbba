#include "engine/profile/comparison.h"
#include "engine/session/load_work.h"
#include "engine/session/paired_runs.h"
#include "engine/session/session.h"
#include "tests/support/compile.h"
#include "tests/support/gated_modules.h"
#include "tests/support/scripted_modules.h"

#include <QTest>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

// Loads: the same runs again and again, so many at once, and what they come to; and two texts that
// are run in turns.

using namespace cst;
using State = LoadSnapshot::State;
using namespace std::chrono_literals;

namespace {

#if defined(CST_SANITIZED)
constexpr double kWithin = 0.1;  // each call of the recorder takes twenty times as long
#else
constexpr double kWithin = 0.02;
#endif

/// What calls of `Slow(us)` really took, by argument. Thread safe.
struct Clocks {
    std::mutex mutex;
    std::map<int64_t, std::vector<double>> tookUs;
};

/// Holds its worker for that long, and tells how long that was.
class Slow : public Module {
public:
    explicit Slow(std::shared_ptr<Clocks> clocks) : clocks_(std::move(clocks)) {}
    CallOutcome call(CallContext& context) override {
        const int64_t us = context.argument(0).asInt();
        const auto start = std::chrono::steady_clock::now();
        std::this_thread::sleep_for(std::chrono::microseconds(us));
        const std::chrono::duration<double, std::micro> took =
            std::chrono::steady_clock::now() - start;
        const std::lock_guard lock(clocks_->mutex);
        clocks_->tookUs[us].push_back(took.count());
        return Value::ofInt(us);
    }

private:
    std::shared_ptr<Clocks> clocks_;
};

/// Modules whose calls are counted and clocked.
struct Modules {
    void addTo(Registry& registry) {
        test::addScriptedModules(registry, script);
        test::addGatedModules(registry, gates);
        Pack pack(registry, "", "test");
        FunctionShape shape{{types::kInt}, types::kInt};
        shape.pure = false;
        pack.add({"Slow", {"us"}, "Takes that long.", "Slow(5)"}, shape,
                 std::make_unique<Slow>(clocks));
    }
    ~Modules() {
        const std::lock_guard lock(script->mutex);
        script->kept.clear();
    }
    std::shared_ptr<test::ScriptLog> script = std::make_shared<test::ScriptLog>();
    std::shared_ptr<test::Gates> gates = std::make_shared<test::Gates>();
    std::shared_ptr<Clocks> clocks = std::make_shared<Clocks>();
};

/// Loads on an engine, without a session.
struct Bench {
    explicit Bench(unsigned workers = 2)
        : engine(workers, {.addModules = [this](Registry& r) { modules.addTo(r); }}) {}
    std::unique_ptr<LoadWork> load(const std::string& text, LoadRequest request,
                                   const std::string& inputs = "{}") {
        const SnapshotPtr snapshot = ::compiled(engine, text);
        InputBinder binder = bindInputs(engine, *snapshot);
        binder.useObject(inputs);
        LoadWork::Parts parts;
        parts.request = std::move(request);
        parts.ended = [this] { ++ends; };
        return std::make_unique<LoadWork>(engine, snapshot, std::move(binder), std::move(parts));
    }
    PairedRuns::Side side(const std::string& text) {
        const SnapshotPtr snapshot = ::compiled(engine, text);
        InputBinder binder = bindInputs(engine, *snapshot);
        binder.useObject("{}");
        return {snapshot, std::move(binder)};
    }
    LoadSnapshot run(const std::string& text, LoadRequest request) {
        const auto work = load(text, std::move(request));
        work->start();
        work->wait();
        LoadSnapshot last = work->report();
        last.trace = work->trace();
        last.profile = work->profile();
        return last;
    }
    Modules modules;
    std::atomic<int> ends{0};
    Engine engine;  // last: its workers use the rest
};

LoadRequest request(uint64_t runs, unsigned atOnce = 1, uint64_t warmUps = 0) {
    LoadRequest request;
    request.runs = runs;
    request.atOnce = atOnce;
    request.warmUps = warmUps;
    return request;
}

double sum(const std::vector<double>& times) {
    double sum = 0;
    for (const double time : times) sum += time;
    return sum;
}

/// The least of them that this share does not exceed.
double percentile(std::vector<double> times, double share) {
    std::sort(times.begin(), times.end());
    const double rank = std::ceil(share * static_cast<double>(times.size()));
    return times[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

const ProfileNode* rowOf(const Profile& profile, const std::string& key) {
    for (const ProfileNode& node : profile.nodes) {
        if (node.key == key) return &node;
    }
    return nullptr;
}

/// Each span of a trace, with the lane that it lies in.
void eachSpan(const Trace& trace, const std::function<void(const TraceLane&, const Span&)>& then) {
    for (const TraceLane& lane : trace.lanes) {
        for (const std::vector<Span>& row : lane.rows) {
            for (const Span& span : row) then(lane, span);
        }
    }
}

/// What each run took, by its number.
std::map<uint32_t, Span> runsOf(const Trace& trace) {
    std::map<uint32_t, Span> runs;
    eachSpan(trace, [&](const TraceLane& lane, const Span& span) {
        if (lane.kind == LaneKind::Phases) runs[span.run] = span;
    });
    return runs;
}

/// How often each node did work, by the number of the run.
std::map<uint32_t, std::map<std::string, int>> workOf(const Trace& trace) {
    std::map<uint32_t, std::map<std::string, int>> work;
    eachSpan(trace, [&](const TraceLane& lane, const Span& span) {
        if (lane.kind == LaneKind::Worker) ++work[span.run][trace.nodes[span.node].key];
    });
    return work;
}

/// A session and all that it says of its load.
class Studio : public Session::Observer {
public:
    Studio() : session(options(modules), *this) {}
    static Session::Options options(Modules& modules) {
        Session::Options options;
        options.workers = 2;
        options.addModules = [&modules](Registry& registry) { modules.addTo(registry); };
        return options;
    }
    void loadChanged(LoadSnapshotPtr load) override {
        const std::lock_guard lock(mutex);
        loads.push_back(std::move(load));
    }
    void pairChanged(PairSnapshotPtr pair) override {
        const std::lock_guard lock(mutex);
        pairs.push_back(std::move(pair));
    }
    /// What the measurement with that token came to; null = it goes on.
    PairSnapshotPtr pairEnd(uint64_t token = 1) {
        const std::lock_guard lock(mutex);
        for (const PairSnapshotPtr& pair : pairs) {
            if (pair->token == token && pair->finished()) return pair;
        }
        return nullptr;
    }
    void measure(const std::string& before, const std::string& after, uint64_t token = 1) {
        PairRequest request;
        request.token = token;
        request.before = before;
        request.after = after;
        session.measurePair(std::move(request));
    }
    void runChanged(RunSnapshotPtr run) override {
        const std::lock_guard lock(mutex);
        runs.push_back(std::move(run));
    }
    LoadSnapshotPtr last() {
        const std::lock_guard lock(mutex);
        return loads.empty() ? nullptr : loads.back();
    }
    LoadSnapshotPtr end(uint64_t number = 1) {
        const LoadSnapshotPtr load = last();
        return load && load->load == number && load->finished() ? load : nullptr;
    }
    RunSnapshotPtr lastRun() {
        const std::lock_guard lock(mutex);
        return runs.empty() ? nullptr : runs.back();
    }
    Modules modules;
    std::mutex mutex;
    std::vector<LoadSnapshotPtr> loads;
    std::vector<PairSnapshotPtr> pairs;
    std::vector<RunSnapshotPtr> runs;
    Session session;  // last: it calls while the rest is there
};

#define EVENTUALLY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 20'000)

}  // namespace

class LoadsTest : public QObject {
    Q_OBJECT

private slots:
    void eachRunDoesAllOfItsWork_data() {
        QTest::addColumn<unsigned>("workers");
        QTest::addColumn<unsigned>("atOnce");
        QTest::addColumn<int>("runs");
        QTest::addColumn<int>("warmUps");
        QTest::newRow("one after the other") << 2U << 1U << 40 << 0;
        QTest::newRow("one worker") << 1U << 1U << 40 << 5;
        QTest::newRow("some at once") << 2U << 4U << 200 << 7;
        QTest::newRow("more at once than runs") << 2U << 64U << 10 << 3;
        QTest::newRow("many") << 2U << 8U << 1500 << 100;
    }
    void eachRunDoesAllOfItsWork() {
        QFETCH(unsigned, workers);
        QFETCH(unsigned, atOnce);
        QFETCH(int, runs);
        QFETCH(int, warmUps);
        Bench bench(workers);
        const LoadSnapshot load =
            bench.run("a = Counted(1)\nb = Scripted(\"ok\") with cache: 1h\nout a\nout b\n",
                      request(static_cast<uint64_t>(runs), atOnce, static_cast<uint64_t>(warmUps)));
        QCOMPARE(load.state, State::Done);
        QCOMPARE(load.numbers.whole.ended, static_cast<uint64_t>(runs));
        QCOMPARE(load.numbers.whole.failed, uint64_t{0});
        QCOMPARE(load.warmUpsEnded, static_cast<uint64_t>(warmUps));
        QCOMPARE(load.underWay, uint64_t{0});
        QCOMPARE(bench.modules.gates->calls("Counted", 1), runs + warmUps);
        QCOMPARE(bench.modules.script->attemptsOf("ok"), runs + warmUps);
        QCOMPARE(bench.ends.load(), 1);
        QVERIFY(load.profile);
        QCOMPARE(load.profile->runs, static_cast<uint64_t>(runs));
        QVERIFY(rowOf(*load.profile, "a") && rowOf(*load.profile, "b"));
        QCOMPARE(rowOf(*load.profile, "b")->times.count, static_cast<uint64_t>(runs));
        QCOMPARE(rowOf(*load.profile, "b")->times.lastUs.size(),
                 static_cast<std::size_t>(std::min(runs, 128)));
        QVERIFY(load.numbers.meanConcurrency <= atOnce + 0.01);
        QVERIFY(load.numbers.meanConcurrency > 0);
    }

    /// Its modules know what they took. A thread may be interrupted between two readings of the
    /// clock, but not each time: each of the numbers has to be right once.
    void timesAreThoseOfTheModulesWithinTwoPercent() {
        std::map<QString, QString> off;  // by what it is
        for (int i = 0; i < 12 && (i == 0 || !off.empty()); ++i) {
            Bench bench;
            const LoadSnapshot load =
                bench.run("a = Slow(2000)\nb = Slow(a + 3000)\nout b\n", request(40, 2));
            QCOMPARE(load.state, State::Done);
            const auto compare = [&](const QString& what, double told, double real) {
                if (std::abs(told - real) <= kWithin * real) {
                    off[what].clear();
                } else if (i == 0 || !off[what].isEmpty()) {
                    off[what] = QStringLiteral("%1: %2 for %3; ").arg(what).arg(told).arg(real);
                }
            };
            double all = 0;
            for (const auto& [key, us] : {std::pair("a", int64_t{2000}), {"b", int64_t{5000}}}) {
                const TimeSummary& told = rowOf(*load.profile, key)->times;
                const std::vector<double>& real = bench.modules.clocks->tookUs[us];
                const QString of = QLatin1String(key);
                compare(of + " mean", told.meanUs, sum(real) / static_cast<double>(real.size()));
                compare(of + " p50", told.p50Us, percentile(real, 0.5));
                compare(of + " p95", told.p95Us, percentile(real, 0.95));
                // One of forty calls is interrupted nearly always.
                QVERIFY(told.maxUs >= (1 - kWithin) * percentile(real, 1));
                all += sum(real);
            }
            QVERIFY(load.profile->total.meanUs * 40 >= (1 - kWithin) * all);
            compare("concurrency", load.numbers.meanConcurrency, 2);
            compare("throughput", load.numbers.whole.perSecond,
                    40e9 / static_cast<double>(load.numbers.whole.endNs));
            QVERIFY(rowOf(*load.profile, "a")->critical && rowOf(*load.profile, "b")->critical);
            QVERIFY(rowOf(*load.profile, "b")->share > rowOf(*load.profile, "a")->share);
            std::erase_if(off, [](const auto& one) { return one.second.isEmpty(); });
        }
        QString all;
        for (const auto& [what, words] : off) all += words;
        QVERIFY2(all.isEmpty(), qPrintable(all));
    }

    void asManyAreUnderWayAsAskedForAndNoMore() {
        Bench bench;
        // Eight wait at once on two workers. They may end one by one, but not each time.
        for (int i = 0; i < 8 && bench.modules.script->mostRunning < 8; ++i) {
            bench.run("a = Scripted(\"ok@5\")\nout a\n", request(32, 8));
        }
        QCOMPARE(bench.modules.script->mostRunning, 8);
    }

    void warmUpsAreOverBeforeTheFirstRunThatCounts() {
        Bench bench;
        const auto work =
            bench.load("a = Scripted(\"X: hang hang ok@1\")\nout a\n", request(4, 4, 2));
        work->start();
        const auto hanging = [&] {
            const std::lock_guard lock(bench.modules.script->mutex);
            return bench.modules.script->kept.size();
        };
        EVENTUALLY(hanging() == 2);
        QCOMPARE(work->report().state, State::WarmingUp);
        QCOMPARE(work->report().underWay, uint64_t{2});
        std::vector<Completion> kept;
        {
            const std::lock_guard lock(bench.modules.script->mutex);
            kept.swap(bench.modules.script->kept);
        }
        kept[0].finish(Value::ofText("one"));
        EVENTUALLY(work->report().warmUpsEnded == 1);
        QCOMPARE(bench.modules.script->attemptsOf("X: hang hang ok@1"), 2);
        kept[1].finish(Value::ofText("two"));
        work->wait();
        QCOMPARE(work->report().numbers.whole.ended, uint64_t{4});
    }

    void itsTraceHoldsEachNodeOfEachRun_data() {
        QTest::addColumn<unsigned>("atOnce");
        QTest::newRow("one after the other") << 1U;
        QTest::newRow("some at once") << 8U;
    }
    void itsTraceHoldsEachNodeOfEachRun() {
        QFETCH(unsigned, atOnce);
        Bench bench;
        const LoadSnapshot load =
            bench.run("a = Slow(300)\nb = Slow(a + 200)\nout b\n", request(60, atOnce, 7));
        QVERIFY(load.trace);
        QCOMPARE(load.trace->runs.ended, uint64_t{60});
        QCOMPARE(load.trace->runs.shown, uint64_t{60});
        QCOMPARE(load.trace->runs.whole, uint64_t{60});
        QCOMPARE(load.trace->lost, uint64_t{0});
        const auto runs = runsOf(*load.trace);
        const auto work = workOf(*load.trace);
        QCOMPARE(runs.size(), std::size_t{60});
        QCOMPARE(runs.begin()->first, 1U);  // warm-ups are none of them
        QCOMPARE(runs.rbegin()->first, 60U);
        QCOMPARE(work.size(), std::size_t{60});
        for (const auto& [run, nodes] : work) {
            QCOMPARE(nodes.at("a"), 1);
            QCOMPARE(nodes.at("b"), 1);
        }
        // A node works while its run goes on, and in a lane one run is behind the other.
        eachSpan(*load.trace, [&](const TraceLane& lane, const Span& span) {
            const Span& run = runs.at(span.run);
            QVERIFY(span.startNs >= run.startNs && span.endNs <= run.endNs + 1);
            if (lane.kind == LaneKind::Phases) QCOMPARE(lane.rows.size(), std::size_t{1});
        });
    }

    void itsTraceTellsWhatItTookAndWhichRunWasSlowest() {
        Bench bench;
        const LoadSnapshot load =
            bench.run("a = Scripted(\"X: ok ok ok ok@60 ok ok\")\nout a\n", request(40));
        const auto runs = runsOf(*load.trace);
        const Span& slowest = runs.at(load.trace->runs.slowest);
        for (const auto& [number, run] : runs) {
            QVERIFY(run.endNs - run.startNs <= slowest.endNs - slowest.startNs);
        }
        QVERIFY(slowest.endNs - slowest.startNs >= 60'000'000);
        // What a tick takes is measured anew each time it is asked: the younger the process, the
        // less sure (ticks::nanoseconds).
        const double tookNs = static_cast<double>(slowest.endNs - slowest.startNs);
        QVERIFY(std::abs(tookNs / (load.numbers.whole.maxUs * 1000) - 1) < 0.001);
    }

    /// Each ring of the recorder holds 16,384 records: of 30,000 runs the first ones are gone.
    void ofManyRunsTheNewestAndTheSlowestAreWhole() {
        Bench bench;
        const LoadSnapshot load =
            bench.run("a = Scripted(\"X: ok ok ok@60 ok\")\nb = Counted(1)\nout a\nout b\n",
                      request(30'000, 2));
        const TracedRuns& told = load.trace->runs;
        QCOMPARE(told.ended, uint64_t{30'000});
        QCOMPARE(told.shown, uint64_t{30'000});
        const auto runs = runsOf(*load.trace);
        const auto work = workOf(*load.trace);
        QCOMPARE(runs.size(), std::size_t{30'000});
        QCOMPARE(work.size(), static_cast<std::size_t>(told.whole));
        QVERIFY(told.whole > 4000 && told.whole < 30'000);
        QVERIFY(work.contains(told.slowest));
        QVERIFY(work.contains(30'000));
        for (const auto& [run, nodes] : work) {
            // Others wrote over what the slowest one did first, while it went: that is told.
            if (run == told.slowest && load.trace->lost > 0) continue;
            QCOMPARE(nodes.at("b"), 1);  // nothing is lacking
            QVERIFY(nodes.contains("a"));
        }
        // They are the newest. Added, not taken away: that would fall below zero.
        QVERIFY(std::next(work.begin())->first + 2 * told.whole > 30'000);
    }

    void aRunThatFailedStandsOutInItsTrace() {
        Bench bench;
        const LoadSnapshot load =
            bench.run("a = Scripted(\"X: ok fail ok\")\nout a\n", request(10));
        const auto runs = runsOf(*load.trace);
        QVERIFY(runs.at(2).kind == SpanKind::Failed);
        QVERIFY(runs.at(3).kind == SpanKind::Phase);
    }

    void twoTextsRunInTurns() {
        Bench bench;
        PairedRuns runs(bench.engine, bench.side("a = Slow(300)\nout a\n"),
                        bench.side("a = Slow(900)\nout a\n"), {.runs = 10, .warmUps = 2});
        std::vector<uint64_t> told;
        QVERIFY(runs.run([&](uint64_t done, uint64_t of) {
            told.push_back(done);
            QCOMPARE(of, uint64_t{10});
        }) == PairedRuns::End::Done);
        QCOMPARE(told.size(), std::size_t{10});
        QCOMPARE(bench.modules.clocks->tookUs[300].size(), std::size_t{12});
        QCOMPARE(bench.modules.clocks->tookUs[900].size(), std::size_t{12});
        QCOMPARE(runs.before().runs, uint64_t{10});
        QCOMPARE(runs.after().runs, uint64_t{10});
        QVERIFY(runs.before().total.p50Us >= 300 && runs.after().total.p50Us >= 900);
    }

    void turnsEndWhereSomebodyStopsThem() {
        Bench bench;
        PairedRuns runs(bench.engine, bench.side("a = Scripted(\"hang\")\nout a\n"),
                        bench.side("a = Scripted(\"hang\")\nout a\n"), {});
        PairedRuns::End end = PairedRuns::End::Done;
        std::thread other([&] { end = runs.run([](uint64_t, uint64_t) {}); });
        const auto hasBegun = [&] { return bench.modules.script->attemptsOf("hang") > 0; };
        while (!hasBegun()) std::this_thread::sleep_for(1ms);
        runs.stop();
        other.join();
        QVERIFY(end == PairedRuns::End::Stopped);
        runs.stop();  // once more does no harm
    }

    void turnsTellWhichSideFailed() {
        Bench bench;
        for (const bool isBefore : {true, false}) {
            const auto good = bench.side("a = Slow(1)\nout a\n");
            const auto bad = bench.side("a = Scripted(\"X: fail\")\nout a\n");
            PairedRuns runs(bench.engine, isBefore ? bad : good, isBefore ? good : bad, {});
            QVERIFY(runs.run([](uint64_t, uint64_t) {}) == PairedRuns::End::Failed);
            QVERIFY(runs.failed());
            QCOMPARE(runs.failed()->status, RunStatus::Failed);
            QCOMPARE(runs.isBeforeFailed(), isBefore);
        }
    }

    void stopMeansStop() {
        Bench bench;
        const auto work = bench.load("a = Scripted(\"hang\")\nout a\n", request(0, 16));
        work->start();
        EVENTUALLY(work->report().underWay == 16);
        work->stop();
        work->wait();
        const LoadSnapshot load = work->report();
        QCOMPARE(load.state, State::Stopped);
        QCOMPARE(load.numbers.whole.ended, uint64_t{0});
        QVERIFY(!work->profile());
        QCOMPARE(bench.ends.load(), 1);
    }

    void stoppingInTheMiddleKeepsWhatHasEnded() {
        Bench bench;
        const auto work = bench.load("a = Slow(1000)\nb = Counted(a)\nout b\n", request(0, 4, 3));
        work->start();
        EVENTUALLY(work->report().numbers.whole.ended >= 20);
        work->stop();
        work->wait();
        const LoadSnapshot load = work->report();
        QCOMPARE(load.state, State::Stopped);
        QVERIFY(load.numbers.whole.ended >= 20);
        QVERIFY(load.cut <= 4);
        QCOMPARE(work->profile()->runs, load.numbers.whole.ended);
        QCOMPARE(work->trace()->runs.ended, load.numbers.whole.ended);
        const int calls = bench.modules.gates->calls("Counted", 1000);
        QVERIFY(calls <= static_cast<int>(load.numbers.whole.ended) + 3 + 4);
        QCOMPARE(bench.modules.gates->calls("Counted", 1000), calls);
    }

    void stoppingAnywhereEndsIt() {
        for (int i = 0; i < 24; ++i) {
            Bench bench;
            const auto work = bench.load("a = Counted(1)\nb = Scripted(\"ok@1\")\nout a\nout b\n",
                                         request(0, 8, static_cast<uint64_t>(i % 3) * 8));
            work->start();
            for (int yields = 0; yields < i * 25; ++yields) std::this_thread::yield();
            work->stop();
            work->wait();
            QCOMPARE(work->report().state, State::Stopped);
        }
    }

    void aLoadForATimeEndsBehindIt() {
        Bench bench;
        LoadRequest forTime = request(0, 2);
        forTime.time = 60ms;
        const LoadSnapshot load = bench.run("a = Slow(500)\nout a\n", forTime);
        QCOMPARE(load.state, State::Done);
        QVERIFY(load.elapsedNs >= 60'000'000);
        QVERIFY(load.numbers.whole.ended > 2);
        QCOMPARE(load.numbers.whole.ended,
                 static_cast<uint64_t>(bench.modules.clocks->tookUs[500].size()));
    }

    void failuresAreCountedAndTheFirstIsNamed() {
        Bench bench;
        const LoadSnapshot load =
            bench.run("a = Scripted(\"X: ok fail ok fail fail ok\")\nout a\n", request(10));
        QCOMPARE(load.state, State::Done);
        QCOMPARE(load.numbers.whole.ended, uint64_t{10});
        QCOMPARE(load.numbers.whole.failed, uint64_t{3});
        QVERIFY(load.firstError);
        QCOMPARE(load.firstError->node, std::string("a"));
        QVERIFY(load.firstError->message.find("no: attempt 2") != std::string::npos);
        QCOMPARE(load.profile->runs, uint64_t{7});
    }

    void aRunThatTakesTooLongHasFailed() {
        Bench bench;
        LoadRequest limited = request(3, 3);
        limited.run.timeout = 5ms;
        const LoadSnapshot load = bench.run("a = Scripted(\"hang\")\nout a\n", limited);
        QCOMPARE(load.state, State::Done);
        QCOMPARE(load.numbers.whole.failed, uint64_t{3});
        QVERIFY(load.firstError->message.find("time") != std::string::npos);
        QVERIFY(!load.profile);
    }

    void whatCannotRunIsRefused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("why");
        QTest::newRow("an input is missing") << "in x: Int\na = Counted(x)\nout a\n"
                                             << "x";
        QTest::newRow("it does not compile") << "a = Counted(nothing)\nout a\n"
                                             << "nothing";
    }
    void whatCannotRunIsRefused() {
        QFETCH(QString, text);
        QFETCH(QString, why);
        Bench bench;
        const LoadSnapshot load = bench.run(text.toStdString(), request(10));
        QCOMPARE(load.state, State::Refused);
        QCOMPARE(load.refused.size(), std::size_t{1});
        QVERIFY(QString::fromStdString(load.refused[0].message).contains(why));
        QCOMPARE(bench.modules.gates->allCalls("Counted"), 0);
        QVERIFY(!load.profile);
    }

    void aSessionTellsHowFarItIsAndWhatItCameTo() {
        Studio studio;
        studio.session.setText(1, "a = Slow(2000)\nout a\n");
        studio.session.startLoad(request(150, 2));
        EVENTUALLY(studio.end());
        const LoadSnapshotPtr end = studio.end();
        QCOMPARE(end->state, State::Done);
        QCOMPARE(end->document, uint64_t{1});
        QCOMPARE(end->numbers.whole.ended, uint64_t{150});
        QVERIFY(end->profile && !end->latencies.empty());
        QCOMPARE(end->otherRuns, uint64_t{0});
        const std::lock_guard lock(studio.mutex);
        QVERIFY(studio.loads.size() >= 3);
        for (std::size_t i = 0; i + 1 < studio.loads.size(); ++i) {
            const LoadSnapshot& told = *studio.loads[i];
            QVERIFY(!told.finished());
            QVERIFY(told.underWay <= 2);
            QVERIFY(told.numbers.whole.ended <= studio.loads[i + 1]->numbers.whole.ended);
        }
    }

    void liveRunsWaitAndTheLoadGoesOnWithItsText() {
        Studio studio;
        studio.session.setText(1, "a = Gate(1)\nout a\n");
        studio.session.startLoad(request(2));
        EVENTUALLY(studio.last() && studio.last()->underWay == 1);
        studio.session.setLive(RunRequest{});
        const Revision second = studio.session.setText(1, "a = Counted(7)\nout a\n");
        EVENTUALLY(studio.last()->liveWaits);
        QCOMPARE(studio.modules.gates->calls("Counted", 7), 0);
        studio.modules.gates->openAll();
        EVENTUALLY(studio.end());
        QCOMPARE(studio.end()->numbers.whole.ended, uint64_t{2});
        QVERIFY(studio.end()->compiled->revision < second);
        EVENTUALLY(studio.lastRun() && studio.lastRun()->finished() &&
                   studio.lastRun()->compiled->revision == second);
        QCOMPARE(studio.modules.gates->calls("Counted", 7), 1);
    }

    void aLiveRunThatGoesMakesRoomAndBeginsAgain() {
        Studio studio;
        studio.session.setLive(RunRequest{});
        studio.session.setText(1, "a = Gate(1)\nb = Counted(3)\nout a\nout b\n");
        EVENTUALLY(!studio.modules.gates->waiting().empty());
        studio.session.startLoad(request(2));
        EVENTUALLY(studio.last() && studio.last()->liveWaits);
        studio.modules.gates->openAll();
        EVENTUALLY(studio.end());
        EVENTUALLY(studio.lastRun() && studio.lastRun()->status == RunStatus::Completed);
        QVERIFY(studio.lastRun()->isLive);
    }

    void aLoadSaysThatLiveRunsWaitOnlyIfTheyDo() {
        Studio studio;
        studio.session.setText(1, "a = Gate(1)\nout a\n");
        studio.session.startLoad(request(0));
        EVENTUALLY(studio.last() && studio.last()->underWay == 1);
        studio.session.setLive(RunRequest{});
        studio.session.setText(1, "a = Gate(1)\nb = Counted(7)\nout a\nout b\n");
        EVENTUALLY(studio.last()->liveWaits);
        studio.session.startLoad(request(2));  // in the place of the first one
        EVENTUALLY(studio.last()->load == 2);
        QVERIFY(studio.last()->liveWaits);
        studio.modules.gates->openAll();
        EVENTUALLY(studio.end(2));
        EVENTUALLY(studio.lastRun() && studio.lastRun()->status == RunStatus::Completed);
        studio.session.startLoad(request(2));
        EVENTUALLY(studio.end(3));
        const std::lock_guard lock(studio.mutex);
        QVERIFY(std::none_of(studio.loads.begin(), studio.loads.end(),
                             [](const auto& load) { return load->load == 3 && load->liveWaits; }));
    }

    void aRunThatSomebodyAsksForGoesBesideAndIsCounted() {
        Studio studio;
        studio.session.setText(1, "a = Gate(1)\nout a\n");
        studio.session.startLoad(request(1));
        EVENTUALLY(studio.last() && studio.last()->underWay == 1);
        studio.session.setText(1, "a = Counted(7)\nout a\n");
        studio.session.run({});
        EVENTUALLY(studio.lastRun() && studio.lastRun()->finished());
        EVENTUALLY(studio.last()->otherRuns == 1);
        QVERIFY(!studio.last()->finished());
        studio.modules.gates->openAll();
        EVENTUALLY(studio.end());
        QCOMPARE(studio.end()->state, State::Done);
    }

    void stopStopsTheLoadToo() {
        Studio studio;
        studio.session.setText(1, "a = Gate(1)\nout a\n");
        studio.session.startLoad(request(0, 4));
        EVENTUALLY(studio.last() && studio.last()->underWay == 4);
        studio.session.stop();
        EVENTUALLY(studio.end());
        QCOMPARE(studio.end()->state, State::Stopped);
    }

    void anotherLoadTakesThePlaceOfTheOneBefore() {
        Studio studio;
        studio.session.setText(1, "a = Gate(1)\nout a\n");
        studio.session.startLoad(request(0, 4));
        EVENTUALLY(studio.last() && studio.last()->underWay == 4);
        studio.session.setText(1, "a = Counted(1)\nout a\n");
        studio.session.startLoad(request(25, 2));
        EVENTUALLY(studio.end(2));
        QCOMPARE(studio.end(2)->numbers.whole.ended, uint64_t{25});
        const std::lock_guard lock(studio.mutex);
        QVERIFY(std::any_of(studio.loads.begin(), studio.loads.end(), [](const auto& load) {
            return load->load == 1 && load->state == State::Stopped;
        }));
    }

    void endingASessionInTheMiddleDoesNotHang() {
        for (const char* text : {"a = Gate(1)\nout a\n", "a = Counted(1)\nout a\n"}) {
            Studio studio;
            studio.session.setText(1, text);
            studio.session.startLoad(request(0, 8));
            EVENTUALLY(studio.last() && studio.last()->underWay > 0);
        }
    }

    void aSessionMeasuresTwoTextsInTurns() {
        Studio studio;
        studio.session.setText(7, "a = Slow(1)\nout a\n");
        // Whatever else the machine does, one of them takes longer.
        studio.measure("a = Slow(200)\nout a\n", "a = Slow(20000)\nout a\n");
        EVENTUALLY(studio.pairEnd());
        const PairSnapshotPtr end = studio.pairEnd();
        QCOMPARE(end->state, PairSnapshot::State::Done);
        QCOMPARE(end->document, uint64_t{7});
        QCOMPARE(end->done, uint64_t{60});
        QCOMPARE(end->share, 1.0);
        QCOMPARE(end->before->runs, uint64_t{60});
        QCOMPARE(end->after->runs, uint64_t{60});
        QCOMPARE(end->before->source, "a = Slow(200)\nout a\n");
        const Comparison compared = compareProfiles(*end->before, *end->after, Recorded::InTurns);
        QCOMPARE(compared.nodes.front().key, "a");
        QCOMPARE(compared.nodes.front().verdict, ChangeVerdict::Slower);
        const std::lock_guard lock(studio.mutex);
        QVERIFY(studio.pairs.size() >= 2);
        for (std::size_t i = 0; i + 1 < studio.pairs.size(); ++i) {
            QVERIFY(!studio.pairs[i]->finished());
            QVERIFY(studio.pairs[i]->done <= studio.pairs[i + 1]->done);
        }
    }

    void whatCannotBeMeasuredSaysWhichAndWhy_data() {
        using End = PairSnapshot::State;
        QTest::addColumn<QString>("bad");
        QTest::addColumn<End>("state");
        QTest::addColumn<QString>("why");
        QTest::addColumn<uint32_t>("line");
        QTest::addColumn<QString>("node");
        QTest::newRow("errors") << "b = 1\na = Slow(c)\nout a\n"
                                << End::NotCompiled << "c" << 2U << "";
        QTest::newRow("missing") << "in n: Int\na = Slow(n)\nout a\n"
                                 << End::NoInputs << "its input `n` has no value" << 0U << "";
        QTest::newRow("failing") << "a = Scripted(\"X: fail\")\nout a\n"
                                 << End::RunFailed << "attempt" << 0U << "a";
    }
    void whatCannotBeMeasuredSaysWhichAndWhy() {
        QFETCH(QString, bad);
        QFETCH(PairSnapshot::State, state);
        QFETCH(QString, why);
        QFETCH(uint32_t, line);
        QFETCH(QString, node);
        Studio studio;
        const std::string good = "a = Slow(1)\nout a\n";
        studio.session.setText(1, good);
        uint64_t token = 0;
        for (const bool isBefore : {true, false}) {
            const std::string text = bad.toStdString();
            studio.measure(isBefore ? text : good, isBefore ? good : text, ++token);
            EVENTUALLY(studio.pairEnd(token));
            const PairSnapshotPtr end = studio.pairEnd(token);
            QCOMPARE(end->state, state);
            QCOMPARE(end->fault.isBefore, isBefore);
            QCOMPARE(end->fault.line, line);
            QCOMPARE(QString::fromStdString(end->fault.node), node);
            QVERIFY2(end->fault.message.find(why.toStdString()) != std::string::npos,
                     end->fault.message.c_str());
            QVERIFY(!end->before && !end->after);
        }
    }

    /// An input that only the other text has takes its example; one of now that somebody has
    /// emptied has no value.
    void inputsAreThoseOfTheTextOfNow() {
        Studio studio;
        const std::string now = "@example(9)\nin n: Int\na = Counted(n)\nout a\n";
        const std::string old = "@example(5)\nin m: Int\na = Counted(m)\nout a\n";
        studio.session.setText(1, now);
        PairRequest request;
        request.token = 1;
        request.before = old;
        request.after = now;
        request.run.useExamples = false;
        request.run.inputsJson = R"({"n":3})";
        studio.session.measurePair(request);
        EVENTUALLY(studio.pairEnd(1));
        QCOMPARE(studio.pairEnd(1)->state, PairSnapshot::State::Done);
        QCOMPARE(studio.modules.gates->calls("Counted", 5), 65);
        QCOMPARE(studio.modules.gates->calls("Counted", 3), 65);
        request.token = 2;
        request.run.inputsJson = "{}";
        studio.session.measurePair(request);
        EVENTUALLY(studio.pairEnd(2));
        QCOMPARE(studio.pairEnd(2)->state, PairSnapshot::State::NoInputs);
        QVERIFY(!studio.pairEnd(2)->fault.isBefore);
        QCOMPARE(studio.modules.gates->calls("Counted", 9), 0);
    }

    void liveRunsWaitForTheEndOfTurns() {
        std::atomic<bool> isCompiled = false;
        Studio studio;
        studio.session.setText(1, "a = Gate(1)\nout a\n");
        studio.measure("a = Gate(1)\nout a\n", "a = Counted(1)\nout a\n");
        EVENTUALLY(!studio.modules.gates->waiting().empty());
        studio.session.setLive(RunRequest{});
        studio.session.setText(1, "a = Counted(7)\nout a\n");
        studio.session.consult([&](const SnapshotPtr&) { isCompiled = true; });
        EVENTUALLY(isCompiled.load());
        QCOMPARE(studio.modules.gates->calls("Counted", 7), 0);
        studio.modules.gates->openAll();
        EVENTUALLY(studio.pairEnd());
        QCOMPARE(studio.pairEnd()->state, PairSnapshot::State::Done);
        QVERIFY(studio.pairEnd()->liveWaits);
        EVENTUALLY(studio.lastRun() && studio.lastRun()->finished());
        QCOMPARE(studio.modules.gates->calls("Counted", 7), 1);
        studio.session.startLoad(request(2));  // for which none waits any more
        EVENTUALLY(studio.end());
        QVERIFY(!studio.end()->liveWaits);
    }

    void whatStopsTurns_data() {
        QTest::addColumn<QString>("how");
        for (const char* how : {"stop", "stopPair", "load", "pair"}) QTest::newRow(how) << how;
    }
    void whatStopsTurns() {
        QFETCH(QString, how);
        Studio studio;
        const std::string waits = "a = Gate(1)\nout a\n", goes = "a = Counted(1)\nout a\n";
        studio.session.setText(1, goes);
        studio.measure(waits, goes);
        EVENTUALLY(!studio.modules.gates->waiting().empty());
        if (how == "stop") studio.session.stop();
        if (how == "stopPair") studio.session.stopPair();
        if (how == "load") studio.session.startLoad(request(10));
        if (how == "pair") studio.measure(goes, "b = Counted(1)\nout b\n", 2);
        EVENTUALLY(studio.pairEnd());
        QCOMPARE(studio.pairEnd()->state, PairSnapshot::State::Stopped);
        QVERIFY(!studio.pairEnd()->before && !studio.pairEnd()->after);
        if (how == "load") EVENTUALLY(studio.end() && studio.end()->state == State::Done);
        if (how == "pair") {
            EVENTUALLY(studio.pairEnd(2));
            QCOMPARE(studio.pairEnd(2)->state, PairSnapshot::State::Done);
        }
    }

    /// Half a pair is none: the k-th runs stand beside each other.
    void stoppedTurnsKeepThePairsThatHaveEnded() {
        Studio studio;
        studio.session.setText(1, "a = Slow(1)\nout a\n");
        studio.measure("a = Slow(5000)\nout a\n", "a = Slow(15000)\nout a\n");
        const auto done = [&] {
            const std::lock_guard lock(studio.mutex);
            return studio.pairs.empty() ? 0 : studio.pairs.back()->done;
        };
        EVENTUALLY(done() >= 20);
        studio.session.stopPair();
        EVENTUALLY(studio.pairEnd());
        const PairSnapshotPtr end = studio.pairEnd();
        QCOMPARE(end->state, PairSnapshot::State::Stopped);
        QCOMPARE(end->least, uint64_t{13});
        QVERIFY(end->before && end->after && end->ranBefore && end->ranAfter);
        QVERIFY(end->done >= 20 && end->done < end->of);
        for (const auto& side : {end->before, end->after}) {
            QCOMPARE(side->runs, end->done);
            QCOMPARE(side->nodes.front().times.lastUs.size(), std::size_t{end->done});
        }
        const Comparison compared = compareProfiles(*end->before, *end->after, Recorded::InTurns);
        const ComparedTime& node = compared.nodes.front();
        QVERIFY2(std::isfinite(node.noiseHigh), node.reason.c_str());  // it is judged by these
    }

    void turnsThatNeverBeganAreToldToo() {
        Studio studio;
        const std::string waits = "a = Gate(1)\nout a\n", goes = "a = Counted(1)\nout a\n";
        studio.session.setText(1, goes);
        studio.measure(waits, goes, 1);
        EVENTUALLY(!studio.modules.gates->waiting().empty());
        studio.measure(goes, waits, 2);
        studio.measure(waits, goes, 3);
        studio.session.stopPair();
        for (const uint64_t token : {1U, 3U}) {  // the second was overtaken before it was heard of
            EVENTUALLY(studio.pairEnd(token));
            QCOMPARE(studio.pairEnd(token)->state, PairSnapshot::State::Stopped);
        }
    }

    void turnsStopALoad() {
        Studio studio;
        studio.session.setText(1, "a = Gate(1)\nout a\n");
        studio.session.startLoad(request(0));
        EVENTUALLY(studio.last() && studio.last()->underWay == 1);
        studio.measure("a = Counted(1)\nout a\n", "a = Counted(2)\nout a\n");
        EVENTUALLY(studio.end() && studio.end()->state == State::Stopped);
        EVENTUALLY(studio.pairEnd() && studio.pairEnd()->state == PairSnapshot::State::Done);
    }

    void endingASessionInTheMiddleOfTurnsDoesNotHang() {
        for (const char* text : {"a = Gate(1)\nout a\n", "a = Slow(5000)\nout a\n"}) {
            Studio studio;
            studio.session.setText(1, text);
            studio.measure(text, "a = Slow(1)\nout a\n");
            const auto hasBegun = [&] {
                const std::lock_guard lock(studio.mutex);
                return !studio.pairs.empty();
            };
            EVENTUALLY(hasBegun());
        }
    }
};

QTEST_GUILESS_MAIN(LoadsTest)
#include "tst_loads.moc"

#include "engine/session/pipeline_run.h"
#include "tests/support/compile.h"

#include <QTest>

#include <algorithm>
#include <mutex>
#include <thread>

// Runs of whole texts: what is computed, what is left out, what fails and whom it takes along.
// Each case runs with one worker and with several: the results must not differ.

using cst::NodeStatus;
using cst::RunStatus;

class RunTest : public QObject {
    Q_OBJECT

private slots:
    void callsOfHigherPriorityRunFirst_data();
    void callsOfHigherPriorityRunFirst();
    void prioritiesLoseNoStepOnManyWorkers();
    void aTextGivesTheOutputsOfTheLanguageReference_data();
    void aTextGivesTheOutputsOfTheLanguageReference();
    void whatIsNotNeededIsSkipped_data();
    void whatIsNotNeededIsSkipped();
    void aFailureTakesItsConsumersAndNobodyElse();
    void aFailureReachesItsConsumersBeforeSlowerOperandsEnd();
    void twoFailingOperandsAreBothRootErrors();
    void aMissingInputBlocksOnlyWhatNeedsIt();
    void callsThatWaitHoldNoWorker();
    void waitingIsNotChargedAsRunning();
    void stoppingARunEndsItAtOnceAndKeepsWhatFinished();
    void theLimitOfARunEndsItAsTimedOut();
    void demoModulesWithOptionsTakeTheTimeThatTheySay();
    void aLimitThatReadingTheInputsUsedUpLetsNothingRun();
    void effectsInsideALambdaKeepTheOrderOfTheElements();
    void theFirstFailingElementFailsTheNode();
    void manyRunsOfOnePlanAtOnceAgree();
    void thePoolIsSwitchedOffByRequestAndCountsItsHits();
    void aWrongInputIsReportedWithItsPathAndNothingRuns();
    void anUnknownInputIsAWarning();
    void aValueThatSharesItsPartsIsShownQuickly();
};

namespace {

class Log : public cst::LogSink {
public:
    void line(std::string_view text) override {
        const std::lock_guard lock(mutex);
        lines.emplace_back(text);
    }
    std::mutex mutex;
    std::vector<std::string> lines;
};

struct Case {
    explicit Case(unsigned workers, std::string text)
        : engine(workers), snapshot(compiled(engine, std::move(text))) {}

    std::unique_ptr<cst::PipelineRun> prepared(const std::string& inputs,
                                               cst::PipelineRun::Options options = {}) {
        cst::InputBinder binder(*engine.types(), snapshot->inputs);
        binder.useExamples();
        binder.useObject(inputs);
        options.textOfOutputs = true;
        return std::make_unique<cst::PipelineRun>(engine, snapshot, std::move(binder), 0,
                                                  std::move(options), log, nullptr);
    }
    cst::RunSnapshot run(const std::string& inputs, cst::PipelineRun::Options options = {}) {
        const auto pipeline = prepared(inputs, std::move(options));
        pipeline->start();
        pipeline->wait();
        return pipeline->report();
    }

    Log log;
    cst::Engine engine;
    cst::SnapshotPtr snapshot;
};

QString outputs(const cst::RunSnapshot& run) {
    QStringList list;
    for (const cst::OutputValue& output : run.outputs) {
        list << QString::fromStdString(
            output.name + "=" + (output.ready ? output.json : "<" + output.pendingReason + ">"));
    }
    return list.join(' ');
}

QString statusOf(const cst::RunSnapshot& run, const std::string& key) {
    const cst::NodeId node = run.compiled->graph->byKey(key);
    return node.hasValue() ? cst::nodeStatusName(run.nodes[node.index].status) : "no such node";
}

const cst::NodeRun& nodeOf(const cst::RunSnapshot& run, const std::string& key) {
    return run.nodes.at(run.compiled->graph->byKey(key).index);
}

}  // namespace

void RunTest::aTextGivesTheOutputsOfTheLanguageReference_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("inputs");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* text, const char* inputs, const char* expected) {
        QTest::addRow("%s", text) << std::string(text) << std::string(inputs) << QString(expected);
    };
    row("in x: Int\na = x / 2 * 3 - 1\nout a", R"({"x": 7})", "a=8");
    row("in x: Int\na = x + 0.5\nout a", R"({"x": 1})", "a=1.5");
    row("a = \"${1 + 1} ${[1.0]}\"\nout a", "{}", "a=\"2 [1.0]\"");
    row("in o: Optional<Int>\na = o ?? 7\nout a", "{}", "a=7");
    row("in o: Optional<Int>\na = o ?? 7\nout a", R"({"o": 3})", "a=3");
    row("in n: Int\na = branch { n > 10 -> \"big\", n > 5 -> \"mid\", otherwise -> \"low\" }\nout "
        "a",
        R"({"n": 7})", "a=\"mid\"");
    row("in xs: List<{ p: Float, q: Int }>\na = map(xs, (x) => x.p * x.q)\nout a",
        R"({"xs": [{"p": 1.5, "q": 2}, {"q": 3, "p": 2}]})", "a=[3.0, 6.0]");
    row("a = sortBy(filter([3, 1, 2], (x) => x > 1), (x) => -x)\nout a", "{}", "a=[3, 2]");
    row("a = [{ a: 1 }, { a: 2 }] + { b: true }\nout a", "{}",
        "a=[{\"a\": 1, \"b\": true}, {\"a\": 2, \"b\": true}]");
    row("a = all([2, 4], (x) => modulo(x, 2) == 0) and not any([1], (x) => x > 1)\nout a", "{}",
        "a=true");
    row("in u: Int | { f: String }\na = match u { is Int -> \"n${u}\", { f } -> f }\nout a",
        R"({"u": {"f": "x"}})", "a=\"x\"");
    // A literal on either side takes the form of the other side.
    row("a = [1] == [1.0]\nout a", "{}", "a=true");
    row("a = [1.0] == [1]\nout a", "{}", "a=true");
    row("a = { p: 1 } != { p: 1.5 }\nout a", "{}", "a=true");
    row("a = [[1]] == [[1.0]]\nout a", "{}", "a=true");
    row("a = (if (true) [1] else []) == [1.0]\nout a", "{}", "a=true");
    row("a = map([1], (k) => [k, 1] == [1.0, 1.0])\nout a", "{}", "a=[true]");
    row("in o: Optional<Int>\na = [1] == [o ?? 2.5]\nout a", "{}", "a=false");
    row("a = list-contains([], 3)\nout a", "{}", "a=false");
    // What widens may stand in parentheses, and in a branch that is always taken.
    row("in x: Int\na = to-int(((x)))\nout a", R"({"x": 7})", "a=7");
    row("in o: Optional<Int | String>\na = o ?? (5)\nout a", "{}",
        "a={\"tag\": \"Int\", \"value\": 5}");
    row("in o: Optional<{ a: Int, b: String }>\na = o ?? branch { otherwise -> { b: \"x\", a: 1 } "
        "+ { c: 2 } }\nout a",
        "{}", "a={\"a\": 1, \"b\": \"x\"}");
    // Each right side of `??` has a type of its own, which the whole converts.
    const char* const unions = "in u: Optional<Optional<Boolean> | String>\n"
                               "in p: Optional<Boolean>\nq = (true when true) when (p ?? true)\n";
    const char* const tagged = "a={\"tag\": \"Optional<Boolean>\", \"value\": true}";
    row((unions + std::string("a = u ?? p ?? q ?? (false when true)\nout a")).c_str(),
        R"({"p": true})", tagged);
    row((unions + std::string("b = map([u], (x) => x ?? p ?? q ?? (false when true))\n"
                              "a = list-first(b)\nout a"))
            .c_str(),
        R"({"p": true})", tagged);
    row("in c: Boolean\np = (5 when c) when true\nr = p ?? ((6 when true) when true)\n"
        "a = r ?? (7 when true)\nout a",
        R"({"c": false})", "a=null");
    // A call with an option, in a lambda over constants and in an example.
    row("@example(match (divide(1, 0) with on_error: wrap) "
        "{ { value } -> \"${value}\", { error } -> error.kind })\nin x: String\n"
        "a = map([\"b\"], (y) => match (split(y, x) with on_error: wrap) "
        "{ { value } -> value, { error } -> [error.module] })\nout x\nout a",
        "{}", "x=\"division-by-zero\" a=[[\"b\"]]");
    row("a = map([1, 0], (y) => match (divide(1, y) with on_error: wrap) "
        "{ { value } -> \"${value}\", { error } -> error.module })\nout a",
        "{}", "a=[\"1\", \"stdlib.math.divide\"]");
    // An example may give T for Optional<T> at any depth.
    row("@example([1, 2]) in xs: List<Optional<Int>>\n@example({ r: [3] }) in r: "
        "{ r: List<Optional<Int>> }\na = xs\nb = r\nout a\nout b",
        "{}", "a=[1, 2] b={\"r\": [3]}");
    row("@example([if (true) true else 0.5] when false ?? [1, 2.5]) "
        "in xs: List<Boolean | Float>\na = list-length(xs)\nout a",
        "{}", "a=2");
    // A constant of a union whose fields do not stand in the order of its tag.
    row("a = list-first([{ z: 1, a: [2] }, 3])\nout a", "{}",
        "a={\"tag\": \"{ a: List<Int>, z: Int }\", \"value\": {\"z\": 1, \"a\": [2]}}");
    // T is known from the list, so the parts of a literal are converted to it.
    row("a = list-contains([{ f: 1.0 }], { f: 1 })\nout a", "{}", "a=true");
    row("in x: Int\na = list-concat([{ p: x, q: 1 }], [{ q: 2, p: 3 }])\nout a", R"({"x": 0})",
        "a=[{\"p\": 0, \"q\": 1}, {\"p\": 3, \"q\": 2}]");
    row("r = AlwaysFailsService(\"x\") with on_error: wrap\n"
        "a = match r { { value } -> value, { error } -> error.kind }\nout a",
        "{}", "a=\"module\"");
}

void RunTest::aTextGivesTheOutputsOfTheLanguageReference() {
    QFETCH(std::string, text);
    QFETCH(std::string, inputs);
    QFETCH(QString, expected);
    for (const unsigned workers : {1U, 3U}) {
        Case scene(workers, text);
        const cst::RunSnapshot run = scene.run(inputs);
        QCOMPARE(outputs(run), expected);
        QVERIFY(run.status == RunStatus::Completed);
    }
}

void RunTest::whatIsNotNeededIsSkipped_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("skipped");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* text, const char* skipped, const char* expected) {
        QTest::addRow("%s", text) << std::string(text) << std::string(skipped) << QString(expected);
    };
    row("f = 1 / 0\na = if (true) 1 else f\nout a", "f", "a=1");
    row("a = true or 1 / 0 > 1\nout a", "a/args.1", "a=true");
    row("a = false and 1 / 0 > 1\nout a", "a/args.1", "a=false");
    row("g = 1 / 0\na = (g when false) ?? 5\nout a", "g", "a=5");
    row("a = (5 when true) ?? 1 / 0\nout a", "a/args.1", "a=5");
    row("a = branch { true -> 1, 1 / 0 > 1 -> 2, otherwise -> 3 }\nout a", "a/cases.1.cond", "a=1");
    row("in c: Boolean\na = if (c) AlwaysFailsService(\"x\") else \"y\"\nout a", "a/then",
        "a=\"y\"");
    row("v = AlwaysFailsService(\"x\") with lazy\na = 1\nout a", "v", "a=1");
}

void RunTest::whatIsNotNeededIsSkipped() {
    QFETCH(std::string, text);
    QFETCH(std::string, skipped);
    QFETCH(QString, expected);
    for (const unsigned workers : {1U, 3U}) {
        Case scene(workers, text);
        const cst::RunSnapshot run = scene.run(R"({"c": false})");
        QCOMPARE(outputs(run), expected);
        QCOMPARE(statusOf(run, skipped), QString("skipped"));
    }
}

void RunTest::aFailureTakesItsConsumersAndNobodyElse() {
    for (const unsigned workers : {1U, 3U}) {
        Case scene(workers, "a = AlwaysFailsService(\"k\")\nb = trim(a)\nc = concat(b, \"x\")\n"
                            "d = RateLimitedApi(\"q\")\nout c\nout d");
        const cst::RunSnapshot run = scene.run("{}");
        QVERIFY(run.status == RunStatus::Failed);
        QCOMPARE(
            outputs(run),
            QString("c=<failed: a: Service failed for: k> d=\"Rate-limited response for: q\""));
        QCOMPARE(statusOf(run, "a"), QString("failed"));
        QCOMPARE(statusOf(run, "c"), QString("upstream-failed"));
        QCOMPARE(run.errors.size(), std::size_t{1});
        QCOMPARE(run.errors[0].node, std::string("a"));
        QCOMPARE(nodeOf(run, "c").error, 0);
    }
}

void RunTest::aFailureReachesItsConsumersBeforeSlowerOperandsEnd() {
    Case scene(2, "a = AlwaysFailsService(\"k\")\nb = ExpensiveCompute(\"slow\")\n"
                  "c = concat(a, b)\nout c");
    const auto run = scene.prepared("{}");
    run->start();
    QTRY_COMPARE(statusOf(run->report(), "c"), QString("upstream-failed"));
    QTRY_COMPARE(statusOf(run->report(), "b"), QString("waiting"));
    run->stop();
    run->wait();
}

void RunTest::twoFailingOperandsAreBothRootErrors() {
    Case scene(3, "in z: Int\na = concat(to-string(1 / z), AlwaysFailsService(\"k\"))\nout a");
    const cst::RunSnapshot run = scene.run(R"({"z": 0})");
    QCOMPARE(run.errors.size(), std::size_t{2});
    QCOMPARE(run.errors[0].code, std::string("R004"));
    QCOMPARE(run.errors[1].code, std::string("R001"));
}

void RunTest::aMissingInputBlocksOnlyWhatNeedsIt() {
    for (const unsigned workers : {1U, 3U}) {
        Case scene(workers, "in x: Int\nin y: Int\na = x + 1\nb = a + y\nout a\nout b");
        const cst::RunSnapshot run = scene.run(R"({"x": 1})");
        QVERIFY(run.status == RunStatus::Suspended);
        QCOMPARE(outputs(run), QString("a=2 b=<missing input: y>"));
        QCOMPARE(run.missing, std::vector<std::string>{"y"});
        QCOMPARE(statusOf(run, "b"), QString("blocked"));
        QCOMPARE(nodeOf(run, "b").blockedBy, std::string("y"));
    }
}

void RunTest::callsThatWaitHoldNoWorker() {
    std::string text = "xs = [";
    for (int i = 0; i < 50; ++i) {
        text += std::string(i == 0 ? "" : ", ") + "SlowQuery(\"" + std::to_string(i) + "\")";
    }
    Case scene(1, text + "]\nn = list-length(xs)\nout n");
    const cst::RunSnapshot run = scene.run("{}");
    QCOMPARE(outputs(run), QString("n=50"));
    // 50 calls of 500 ms one after the other would be 25 s.
    QVERIFY2(run.times.runUs < 5e6, std::to_string(run.times.runUs).c_str());
}

void RunTest::waitingIsNotChargedAsRunning() {
    Case scene(2, "a = ResourceIntensiveTask(\"x\")\nout a");
    const cst::RunSnapshot run = scene.run("{}");
    const cst::NodeRun& node = nodeOf(run, "a");
    QVERIFY(node.waitUs >= 190e3);
    QVERIFY(node.runUs < 100e3);
    QVERIFY(node.queueUs >= 0 && node.readyUs >= 0);
}

void RunTest::stoppingARunEndsItAtOnceAndKeepsWhatFinished() {
    Case scene(2, "quick = QuickCheck(\"x\")\nslow = ExpensiveCompute(\"x\")\nafter = trim(slow)\n"
                  "out quick\nout after");
    const auto run = scene.prepared("{}");
    run->start();
    QTRY_COMPARE(statusOf(run->report(), "quick"), QString("completed"));
    run->stop();
    run->wait();
    const cst::RunSnapshot report = run->report();
    QVERIFY(report.status == RunStatus::Cancelled);
    QVERIFY(report.times.runUs < 1.9e6);
    QCOMPARE(outputs(report), QString("quick=\"valid\" after=<cancelled>"));
    QCOMPARE(statusOf(report, "slow"), QString("cancelled"));
}

void RunTest::aLimitThatReadingTheInputsUsedUpLetsNothingRun() {
    Case one(1, "in x: Int\na = log(\"ran\")\nout a\n");
    for (const double bindUs : {4999.0, 5000.0, 9e9}) {
        cst::InputBinder binder(*one.engine.types(), one.snapshot->inputs);
        binder.useObject("{\"x\": 1}");
        cst::PipelineRun::Options options;
        options.limit = std::chrono::milliseconds(bindUs < 5000 ? 1'000'000 : 5);
        cst::PipelineRun run(one.engine, one.snapshot, std::move(binder), bindUs,
                             std::move(options), one.log, nullptr);
        run.start();
        run.wait();
        const bool isInTime = bindUs < 5000;
        QVERIFY(run.report().status == (isInTime ? RunStatus::Completed : RunStatus::TimedOut));
        QCOMPARE(one.log.lines.size(), std::size_t{1});  // of the first
    }
}

/// All of language §8 on the real clock, once: nothing happens before its time.
void RunTest::demoModulesWithOptionsTakeTheTimeThatTheySay() {
    Case scene(
        2, "query = SlowQuery(\"q\") with timeout: 20s\n"
           "api = SlowApiCall(\"e\") with timeout: 50ms, fallback: \"late\"\n"
           "compute = ExpensiveCompute(\"d\") with cache: 1min\n"
           "again = ExpensiveCompute(\"d\") with cache: 1min\n"
           "flaky = FlakyService(\"f\") with retry: 2, delay: 20ms, backoff: exponential\n"
           "first = TimeoutProneService(\"t\") with timeout: 100ms, on_error: skip\n"
           "limited = map([\"1\", \"2\", \"3\"], (r) => RateLimitedApi(r) with throttle: 2/200ms)\n"
           "one = ResourceIntensiveTask(\"1\") with concurrency: 1\n"
           "two = ResourceIntensiveTask(\"2\") with concurrency: 1\n"
           "check = QuickCheck(\"complex\")\n"
           "deep = DeepAnalysis(check) with timeout: 30s\n"
           "down = AlwaysFailsService(\"r\") with retry: 1, on_error: log\n"
           "out query\nout api\nout compute\nout again\nout flaky\nout first\nout limited\n"
           "out one\nout two\nout deep\nout down");
    QCOMPARE(scene.snapshot->errorCount, 0U);
    const cst::RunSnapshot run = scene.run("{}");
    QCOMPARE(
        outputs(run),
        QString("query=\"Result for: q\" api=\"late\" compute=\"Computed: D\" "
                "again=\"Computed: D\" flaky=\"Success for: f\" first=\"\" "
                "limited=[\n  \"Rate-limited response for: 1\",\n  \"Rate-limited response for: "
                "2\",\n  \"Rate-limited response for: 3\"\n] one=\"Completed: 1\" "
                "two=\"Completed: 2\" deep=\"Deep analysis of: needs-deep-analysis\" down=\"\""));
    const auto waited = [&](const char* key) {
        const cst::NodeRun& node = nodeOf(run, key);
        // However long a worker is held up on the way, nothing ends before its time.
        return (node.queueUs + node.waitUs + node.runUs) / 1000;
    };
    QVERIFY(waited("query") >= 500 && waited("api") >= 50 && waited("compute") >= 2000);
    QVERIFY(waited("flaky") >= 60 && waited("first") >= 100 && waited("limited") >= 50);
    QVERIFY(std::max(waited("one"), waited("two")) >= 400 && waited("deep") >= 1500);
    QCOMPARE(statusOf(run, "api"), QString("fell-back"));
    QCOMPARE(statusOf(run, "first"), QString("zeroed"));
    QCOMPARE(nodeOf(run, "flaky").attempts, uint16_t{3});
    const bool isOneCached =
        (statusOf(run, "compute") == "cached") != (statusOf(run, "again") == "cached");
    QVERIFY(isOneCached);
}

void RunTest::theLimitOfARunEndsItAsTimedOut() {
    Case scene(2, "slow = ExpensiveCompute(\"x\")\nout slow");
    cst::PipelineRun::Options options;
    options.limit = std::chrono::milliseconds(50);
    const cst::RunSnapshot run = scene.run("{}", options);
    QVERIFY(run.status == RunStatus::TimedOut);
    QVERIFY(run.times.runUs < 1.5e6);
}

void RunTest::effectsInsideALambdaKeepTheOrderOfTheElements() {
    for (const unsigned workers : {1U, 3U}) {
        Case scene(workers,
                   "in xs: List<String>\na = map(xs, (x) => { x: x, r: QuickCheck(x) })\n"
                   "b = filter(xs, (x) => QuickCheck(x) == \"valid\")\n"
                   "c = any(xs, (x) => QuickCheck(x) != \"valid\")\n"
                   "d = map(xs, (x) => map(xs, (y) => QuickCheck(\"${x}${y}\") == \"valid\"))\n"
                   "out a\nout b\nout c\nout d");
        const cst::RunSnapshot run = scene.run(R"({"xs": ["p", "complex", "q"]})");
        QCOMPARE(outputs(run),
                 QString("a=[\n  {\"x\": \"p\", \"r\": \"valid\"},\n"
                         "  {\"x\": \"complex\", \"r\": \"needs-deep-analysis\"},\n"
                         "  {\"x\": \"q\", \"r\": \"valid\"}\n] b=[\"p\", \"q\"] c=true "
                         "d=[[true, false, true], [false, false, false], [true, false, true]]"));
    }
}

void RunTest::theFirstFailingElementFailsTheNode() {
    Case scene(3, "in xs: List<Int>\na = map(xs, (x) => concat(QuickCheck(\"v\"), "
                  "to-string(10 / x)))\nout a");
    const cst::RunSnapshot run = scene.run(R"({"xs": [1, 0, 2, 0]})");
    QVERIFY(run.status == RunStatus::Failed);
    QCOMPARE(run.errors.at(0).code, std::string("R004"));
}

void RunTest::manyRunsOfOnePlanAtOnceAgree() {
    Case scene(3, "in xs: List<Int>\nin k: Int\na = map(xs, (x) => x * k)\nb = list-sum(a)\n"
                  "c = if (b > 10) \"big ${b}\" else \"small ${b}\"\nout c");
    std::vector<std::unique_ptr<cst::PipelineRun>> runs;
    for (int i = 0; i < 64; ++i) {
        runs.push_back(scene.prepared(R"({"xs": [1, 2, 3], "k": )" + std::to_string(i) + "}"));
    }
    for (const auto& run : runs) {
        run->start();
    }
    for (int i = 0; i < 64; ++i) {
        runs[static_cast<std::size_t>(i)]->wait();
        const int sum = 6 * i;
        QCOMPARE(outputs(runs[static_cast<std::size_t>(i)]->report()),
                 QString("c=\"%1 %2\"").arg(sum > 10 ? "big" : "small").arg(sum));
    }
}

void RunTest::thePoolIsSwitchedOffByRequestAndCountsItsHits() {
    Case test(1, "in x: Int\na = max(x, 3) * 2\nout a");
    // In place: a worker may still hold its run for a moment after it has ended.
    cst::PipelineRun::Options with;
    with.where = cst::Run::Where::Here;
    cst::PipelineRun::Options without = with;
    without.pools = false;
    const cst::RunSnapshot unpooled = test.run(R"({"x": 5})", without);
    QCOMPARE(unpooled.pool.leases, uint64_t{0});
    for (uint64_t run = 1; run <= 3; ++run) {
        const cst::RunSnapshot pooled = test.run(R"({"x": 5})", with);
        QCOMPARE(outputs(pooled), outputs(unpooled));
        QCOMPARE(pooled.pool.leases, run);
        QCOMPARE(pooled.pool.hits, run - 1);  // the first one finds it empty
    }
}

void RunTest::aWrongInputIsReportedWithItsPathAndNothingRuns() {
    Case scene(2, "in r: { a: Int, b: List<Float> }\na = AlwaysFailsService(\"x\")\nout r\nout a");
    const cst::RunSnapshot run = scene.run(R"({"r": {"a": "1", "b": [1, true]}})");
    QVERIFY(run.status == RunStatus::BadInput);
    QCOMPARE(run.errors.size(), std::size_t{2});
    QCOMPARE(run.errors[0].path, std::string("r.a"));
    QCOMPARE(run.errors[1].path, std::string("r.b[1]"));
    QCOMPARE(nodeOf(run, "a").attempts, uint16_t{0});
}

void RunTest::anUnknownInputIsAWarning() {
    Case scene(2, "in x: Int\nout x");
    const cst::RunSnapshot run = scene.run(R"({"x": 1, "y": 2})");
    QVERIFY(run.status == RunStatus::Completed);
    QCOMPARE(run.warnings.at(0).code, std::string("R008"));
    QCOMPARE(run.warnings.at(0).name, std::string("y"));
}

void RunTest::aValueThatSharesItsPartsIsShownQuickly() {
    // 40 doublings: written out, the last one would not fit into the machine.
    std::string text = "in s: String\nx0 = { a: s, b: s }\n";
    std::string fields;
    for (int i = 1; i <= 40; ++i) {
        const std::string before = "x" + std::to_string(i - 1);
        text += "x" + std::to_string(i) + " = { a: " + before + ", b: " + before + " }\n";
        fields += ".a";
    }
    Case scene(1, text + "y = x40" + fields + ".b\nout y");
    const cst::RunSnapshot report = scene.run(R"({"s": "q"})");
    QCOMPARE(outputs(report), QString("y=\"q\""));
    QCOMPARE(report.nodes[scene.snapshot->graph->byKey("x40").index].preview, std::string("{…}"));
    QCOMPARE(report.nodes[scene.snapshot->graph->byKey("x1").index].preview,
             std::string(R"({"a":{"a":"q","b":"q"},"b":{"a":"q","b":"q"}})"));
}

void RunTest::callsOfHigherPriorityRunFirst_data() {
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QStringList>("order");
    QTest::newRow("levels") << QStringList{"low", "critical", "background", "normal", "high"}
                            << QStringList{"1", "4", "3", "0", "2"};
    QTest::newRow("numbers stay within 0 and 100, equal ones keep their order")
        << QStringList{"-5", "51", "100", "9999999999999", "0", "normal"}
        << QStringList{"2", "3", "1", "5", "0", "4"};
}

/// With one worker: what is logged first ran first.
void RunTest::callsOfHigherPriorityRunFirst() {
    QFETCH(QStringList, options);
    QFETCH(QStringList, order);
    std::string text;
    for (int i = 0; i < options.size(); ++i) {
        const std::string number = std::to_string(i);
        text += "v" + number + " = log(\"" + number +
                "\") with priority: " + options[i].toStdString() + "\n";
    }
    Case one(1, text + "out v0\n");
    QCOMPARE(one.snapshot->errorCount, 0U);
    one.run("{}");
    QStringList ran;
    for (const std::string& line : one.log.lines) {
        ran << QString::fromStdString(line).right(1);
    }
    QCOMPARE(ran, order);
}

void RunTest::prioritiesLoseNoStepOnManyWorkers() {
    std::string text = "in x: Int\nv0 = x\n";
    for (int i = 1; i <= 300; ++i) {
        const std::string before = std::to_string(i / 3);
        text += "v" + std::to_string(i) + " = if (v" + before + " >= 0) add(v" + before +
                ", 1) with priority: " + std::to_string(i * 37 % 101) + " else 0\n";
    }
    text += "out v300\n";
    Case many(4, text);
    QCOMPARE(many.snapshot->errorCount, 0U);
    for (int i = 0; i < 50; ++i) {
        const cst::RunSnapshot run = many.run("{\"x\":" + std::to_string(i) + "}");
        QCOMPARE(run.status, cst::RunStatus::Completed);
        QCOMPARE(outputs(run), QString("v300=%1").arg(i + 6));
    }
}

QTEST_GUILESS_MAIN(RunTest)
#include "tst_run.moc"

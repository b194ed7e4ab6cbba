#include "engine/session/pipeline_run.h"
#include "engine/value/objects.h"
#include "tests/support/compile.h"

#include <QTest>

// Runs with operations fused into their consumers against runs that keep every node: the same
// values, ends and errors, and any fused node's value can be had again.

using cst::NodeStatus;
using cst::RunStatus;

class FusedRunsTest : public QObject {
    Q_OBJECT

private slots:
    void fusedAndUnfusedRunsTellTheSame_data();
    void fusedAndUnfusedRunsTellTheSame();
    void everyNodeOfTheSourceIsVisitedOnRequest_data();
    void everyNodeOfTheSourceIsVisitedOnRequest();
    void onlyCallsAreSteps();
    void aRunLooksNothingUp();
    void aFusedNodeSaysWhereItWasWorkedOut();
    void aRunThatKeepsEverythingTimesEveryNode();
    void aChoiceThatIsFusedDoesNotRunTheOtherArm();
};

namespace {

class Log : public cst::LogSink {
public:
    void line(std::string_view) override {}
};

cst::RunSnapshot ranWith(cst::Engine& engine, const cst::SnapshotPtr& snapshot,
                         const std::string& inputs, bool fuses, bool optimises = false) {
    cst::InputBinder binder(*engine.types(), snapshot->inputs);
    binder.useObject(inputs);
    cst::PipelineRun::Options options;
    options.optimises = optimises;
    options.fuses = fuses;
    Log log;
    cst::PipelineRun run(engine, snapshot, std::move(binder), 0, options, log, nullptr);
    run.start();
    run.wait();
    return run.report();
}

QString told(const cst::RunSnapshot& run) {
    QStringList lines;
    for (std::size_t i = 0; i < run.nodes.size(); ++i) {
        const cst::NodeRun& node = run.nodes[i];
        const std::string_view key = run.compiled->graph->nodes[cst::NodeId(i)].key;
        lines << QString::fromUtf8(key.data(), static_cast<int>(key.size())) + " " +
                     cst::nodeStatusName(node.status) + " " +
                     QString::fromStdString(node.preview + " " + node.blockedBy) +
                     (node.error < 0 ? QString()
                                     : QString::fromStdString(
                                           run.errors[static_cast<std::size_t>(node.error)].node));
    }
    for (const cst::RunError& error : run.errors) {
        lines << QString::fromStdString(error.code + " " + error.node + " " + error.message);
    }
    return QString(cst::runStatusName(run.status)) + "\n" + lines.join('\n');
}

}  // namespace

void FusedRunsTest::fusedAndUnfusedRunsTellTheSame_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("inputs");
    const auto row = [](const char* name, const char* text, const char* inputs) {
        QTest::newRow(name) << std::string(text) << std::string(inputs);
    };
    row("a chain", "in x: Int\na = abs(x * 2 + 1 - x)\nout a", R"({"x": 3})");
    row("a failure inside", "in x: Int\na = abs(1 / x + 2)\nb = x + 1\nout a\nout b",
        R"({"x": 0})");
    row("two failures inside", "in x: Int\na = abs((1 / x) + (2 / x))\nout a", R"({"x": 0})");
    row("a missing input", "in x: Int\nin y: Int\na = abs(x * 2 + y)\nb = x + 1\nout a\nout b",
        R"({"x": 3})");
    row("a missing input in an arm that is chosen",
        "in c: Boolean\nin y: Int\na = abs(if (c) y + 1 else 2)\nout a", R"({"c": true})");
    row("a missing input in the other arm",
        "in c: Boolean\nin y: Int\na = abs(if (c) y + 1 else 2)\nout a", R"({"c": false})");
    row("a failure in the other arm", "in x: Int\na = abs(if (x == 0) 1 else 1 / x)\nout a",
        R"({"x": 0})");
    row("an operand that failed elsewhere",
        "in x: Int\nbad = AlwaysFailsService(\"k\")\na = concat(bad, \"v ${x * 2}\")\nout a",
        R"({"x": 4})");
    row("records, lists and texts",
        "in r: { a: Int, b: Float }\nm = r + { c: \"x\" }\nl = [m.a, 2, m.a + 1]\n"
        "t = \"${m.c} ${l} ${m[a, b]}\"\nout t",
        R"({"r": {"a": 1, "b": 2.5}})");
    row("matches",
        "in u: Int | { f: String }\na = abs(match u { is Int -> u + 1, { f } -> 5 })\nout a",
        R"({"u": {"f": "x"}})");
    row("optionals", "in o: Optional<Int>\na = abs((o ?? 3) + 1)\nb = (a when a > 2) ?? 0\nout b",
        "{}");
}

void FusedRunsTest::fusedAndUnfusedRunsTellTheSame() {
    QFETCH(std::string, text);
    QFETCH(std::string, inputs);
    for (const unsigned workers : {1U, 3U}) {
        cst::Engine engine(workers);
        const cst::SnapshotPtr snapshot = compiled(engine, text);
        QCOMPARE(snapshot->errorCount, 0U);
        const cst::RunSnapshot fused = ranWith(engine, snapshot, inputs, true);
        const cst::RunSnapshot unfused = ranWith(engine, snapshot, inputs, false);
        QCOMPARE(told(fused), told(unfused));
    }
}

void FusedRunsTest::everyNodeOfTheSourceIsVisitedOnRequest_data() {
    fusedAndUnfusedRunsTellTheSame_data();
}

/// As `run --every-node` and the studio's Time Every Node ask for it: with the optimiser on.
void FusedRunsTest::everyNodeOfTheSourceIsVisitedOnRequest() {
    QFETCH(std::string, text);
    QFETCH(std::string, inputs);
    cst::Engine engine(1);
    const cst::SnapshotPtr snapshot = compiled(engine, text);
    const cst::RunSnapshot every = ranWith(engine, snapshot, inputs, false, true);
    const cst::RunSnapshot fused = ranWith(engine, snapshot, inputs, true, true);
    QCOMPARE(told(every), told(fused));
    uint32_t visited = 0;
    for (std::size_t i = 0; i < every.nodes.size(); ++i) {
        const cst::GraphNode& shown = snapshot->graph->nodes.rows()[i];
        const cst::NodeRun& node = every.nodes[i];
        const bool worked =
            shown.kind != cst::NodeKind::Input && shown.kind != cst::NodeKind::Literal &&
            shown.kind != cst::NodeKind::Output && !node.folded && node.sharedWith < 0;
        const bool came = node.status == NodeStatus::Completed || node.status == NodeStatus::Failed;
        QCOMPARE(node.fusedInto, -1);
        if (worked && came) {
            const QByteArray key(shown.key.data(), static_cast<int>(shown.key.size()));
            QVERIFY2(node.attempts == 1 && node.runUs > 0, key.constData());
            QVERIFY2(!node.preview.empty() || node.error >= 0, key.constData());
            ++visited;
        }
    }
    QVERIFY(visited > 0 || every.status != RunStatus::Completed);
}

void FusedRunsTest::onlyCallsAreSteps() {
    cst::Engine engine(1);
    const auto snapshot =
        compiled(engine, "in x: Int\nin y: Int\na = abs(x * 2 + 1)\nb = max(a + 1, y * y + 3)\n"
                         "c = abs(if (b > 3) b - 1 else x)\nout c");
    const cst::Program program(snapshot->plan, engine.registry(), *engine.types());
    QStringList steps;
    for (const cst::Step& step : program.steps) {
        if (step.kind != cst::Step::Kind::Input && step.kind != cst::Step::Kind::Literal) {
            steps << QString::fromStdString(
                std::string(snapshot->graph->nodes[snapshot->plan->graphNode[step.node]].key));
        }
    }
    QCOMPARE(steps, (QStringList{"a", "b", "c"}));
}

void FusedRunsTest::aRunLooksNothingUp() {
    cst::Engine engine(1);
    const cst::SnapshotPtr snapshot =
        compiled(engine, "in x: Int\na = max(abs(x), 3)\nb = map([x, a], (e) => add(abs(e), a))\n"
                         "c = map([\"k\"], (k) => RateLimitedApi(k))\nout b\nout c");
    QCOMPARE(snapshot->errorCount, 0U);
    const auto program =
        std::make_shared<const cst::Program>(snapshot->plan, engine.registry(), *engine.types());
    Log log;
    const cst::RunRef run = cst::Run::lease(program, engine.runServices(log), nullptr);
    run->setInput(0, cst::Value::ofInt(-5));
    const uint64_t before = engine.registry().lookUps();
    run->start({});
    run->wait();
    QCOMPARE(engine.registry().lookUps() - before, uint64_t{0});
    QCOMPARE(run->value(program->stepOf(snapshot->plan->outputs[0].node))->asList().size, 2U);
    QVERIFY(run->value(program->stepOf(snapshot->plan->outputs[1].node)) != nullptr);
}

void FusedRunsTest::aFusedNodeSaysWhereItWasWorkedOut() {
    cst::Engine engine(1);
    const cst::SnapshotPtr snapshot = compiled(engine, "in x: Int\na = abs(x * 2 + 1)\nout a");
    const cst::RunSnapshot run = ranWith(engine, snapshot, R"({"x": 3})", true);
    const uint32_t sum = snapshot->graph->byKey("a/args.0").index;
    QCOMPARE(run.nodes[sum].fusedInto, static_cast<int32_t>(snapshot->graph->byKey("a").index));
    QCOMPARE(run.nodes[sum].preview, std::string("7"));
    QVERIFY(run.nodes[sum].status == NodeStatus::Completed);
}

void FusedRunsTest::aRunThatKeepsEverythingTimesEveryNode() {
    cst::Engine engine(1);
    const cst::SnapshotPtr snapshot = compiled(engine, "in x: Int\na = abs(x * 2 + 1)\nout a");
    const cst::RunSnapshot run = ranWith(engine, snapshot, R"({"x": 3})", false);
    for (const char* key : {"a", "a/args.0", "a/args.0/args.0"}) {
        const cst::NodeRun& node = run.nodes[snapshot->graph->byKey(key).index];
        QCOMPARE(node.fusedInto, -1);
        QVERIFY(node.attempts == 1 && node.runUs > 0);
    }
}

void FusedRunsTest::aChoiceThatIsFusedDoesNotRunTheOtherArm() {
    cst::Engine engine(1);
    const cst::SnapshotPtr snapshot =
        compiled(engine, "in x: Int\na = abs(if (x > 0) x else 1 / x)\nout a");
    const cst::RunSnapshot run = ranWith(engine, snapshot, R"({"x": 3})", true);
    QVERIFY(run.status == RunStatus::Completed);
    const cst::NodeRun& other = run.nodes[snapshot->graph->byKey("a/args.0/else").index];
    QVERIFY(other.status == NodeStatus::Skipped);
    QCOMPARE(other.attempts, uint16_t{0});
}

QTEST_APPLESS_MAIN(FusedRunsTest)
#include "tst_fused_runs.moc"

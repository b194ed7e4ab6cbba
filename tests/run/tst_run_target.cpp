#include "engine/session/pipeline_run.h"
#include "engine/session/run_target.h"
#include "tests/support/compile.h"
#include "tests/support/random_program.h"

#include <QTest>

#include <algorithm>
#include <mutex>

// One node alone: its value, what it needs, and nothing else.

using namespace cst;

class RunTargetTest : public QObject {
    Q_OBJECT

private slots:
    void aNodeHasTheValueThatItHasInARunOfAll();
    void nothingElseRuns_data();
    void nothingElseRuns();
    void inputsThatItDoesNotNeedMayBeMissing();
    void aMissingInputThatItNeedsSuspends();
    void outputsThatAreNotReachedSayWhy();
    void inputsAndOutputsAreNodesToo();
    void aKeyThatNoNodeHasIsRefused();
    void keysNearAreSuggested();
    void onlyReachedOutputsAreJudged();
};

namespace {

class Log : public LogSink {
public:
    void line(std::string_view text) override {
        const std::lock_guard lock(mutex);
        lines << QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    }
    std::mutex mutex;
    QStringList lines;
};

struct Case {
    explicit Case(std::string text) : snapshot(compiled(engine, std::move(text))) {}

    RunSnapshot run(const std::string& inputs, PipelineRun::Options options = {}) {
        InputBinder binder(*engine.types(), snapshot->inputs);
        binder.useObject(inputs);
        options.textOfOutputs = true;
        log.lines.clear();
        PipelineRun pipeline(engine, snapshot, std::move(binder), 0, std::move(options), log,
                             nullptr);
        pipeline.start();
        pipeline.wait();
        return pipeline.report();
    }
    RunSnapshot runTo(const std::string& key, const std::string& inputs) {
        PipelineRun::Options options;
        options.target = key;
        return run(inputs, options);
    }

    Log log;
    Engine engine{2};
    SnapshotPtr snapshot;
};

QString outputs(const RunSnapshot& run) {
    QStringList list;
    for (const OutputValue& output : run.outputs) {
        list << QString::fromStdString(
            output.name + "=" + (output.ready ? output.json : "<" + output.pendingReason + ">"));
    }
    return list.join(' ');
}

QString ran(const RunSnapshot& run) {
    QStringList keys;
    for (std::size_t i = 0; i < run.nodes.size(); ++i) {
        const GraphNode& node = run.compiled->graph->nodes.rows()[i];
        if (run.nodes[i].status != NodeStatus::Skipped && node.kind != NodeKind::Output) {
            keys << QString::fromUtf8(node.key.data(), static_cast<qsizetype>(node.key.size()));
        }
    }
    return keys.join(' ');
}

}  // namespace

void RunTargetTest::aNodeHasTheValueThatItHasInARunOfAll() {
    int compared = 0;
    int failed = 0;
    for (uint64_t seed = 1; seed <= 60; ++seed) {
        const test::RandomProgram program = test::randomProgram({seed, 10, false});
        Case pipeline(program.text());
        if (pipeline.snapshot->errorCount > 0) {
            continue;
        }
        PipelineRun::Options plain;
        plain.optimises = false;
        plain.fuses = false;
        const RunSnapshot whole = pipeline.run(program.inputs, plain);
        for (std::size_t i = 0; i < whole.nodes.size(); ++i) {
            const GraphNode& node = whole.compiled->graph->nodes.rows()[i];
            const NodeStatus expected = whole.nodes[i].status;
            if (node.kind == NodeKind::Output || expected == NodeStatus::Skipped) {
                continue;
            }
            const RunSnapshot run = pipeline.runTo(std::string(node.key), program.inputs);
            const std::string where = std::string(node.key) + " in\n" + program.text();
            const OutputValue& target = run.outputs.at(0);
            QVERIFY2(target.name == node.key, where.c_str());
            QVERIFY2(run.nodes[i].status == expected, where.c_str());
            QVERIFY2(run.nodes[i].preview == whole.nodes[i].preview, where.c_str());
            QVERIFY2(target.ready == (expected == NodeStatus::Completed), where.c_str());
            const bool isDone = run.status == RunStatus::Completed;
            QVERIFY2(isDone == target.ready, where.c_str());
            ++compared;
            failed += target.ready ? 0 : 1;
        }
    }
    QVERIFY(compared > 1000);
    qInfo("%d nodes, %d of them without a value", compared, failed);
}

void RunTargetTest::nothingElseRuns_data() {
    QTest::addColumn<std::string>("key");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("logged");
    const auto row = [](const char* key, const char* expected, const char* logged) {
        QTest::addRow("%s", key) << std::string(key) << QString(expected) << QString(logged);
    };
    row("a", "in:x a a/args.1", "");
    row("b", "in:x a a/args.1 b b/args.1", "");
    row("l", "in:x l l/args.0 l/args.0/args.0", "[constellation-lang] l 1");
    row("b/args.1", "b/args.1", "");
    row("out:b", "in:x a a/args.1 b b/args.1", "");
    row("c", "in:x c c/cond c/cond/args.1 c/else", "");
    row("in:x", "in:x", "");
}

void RunTargetTest::nothingElseRuns() {
    QFETCH(std::string, key);
    QFETCH(QString, expected);
    QFETCH(QString, logged);
    Case pipeline("in x: Int\nin y: Int\na = add(x, 1)\nb = add(a, 2)\n"
                  "l = stdlib.debug.log(\"l ${x}\")\n_m = stdlib.debug.log(\"m\")\n"
                  "c = if (x > 5) y else 3\nout b\nout l\nout c");
    const RunSnapshot run = pipeline.runTo(key, R"({"x": 1})");
    QCOMPARE(run.target, key);
    QCOMPARE(run.status, RunStatus::Completed);
    QStringList wanted = expected.split(' ');
    QStringList got = ran(run).split(' ');
    // How an operand's literal is keyed is not the point here.
    const auto isNested = [](const QString& one) { return one.contains('/'); };
    if (!isNested(QString::fromStdString(key))) {
        wanted.erase(std::remove_if(wanted.begin(), wanted.end(), isNested), wanted.end());
        got.erase(std::remove_if(got.begin(), got.end(), isNested), got.end());
    }
    QCOMPARE(got.join(' '), wanted.join(' '));
    QCOMPARE(pipeline.log.lines.join('\n'), logged);
}

void RunTargetTest::inputsThatItDoesNotNeedMayBeMissing() {
    Case pipeline("in x: Int\nin y: Int\na = add(x, 1)\nb = if (x > 5) y else a\nout a\nout b");
    const RunSnapshot run = pipeline.runTo("b", R"({"x": 1})");
    QCOMPARE(run.status, RunStatus::Completed);
    QVERIFY(run.missing.empty());
    QCOMPARE(outputs(run), QStringLiteral("b=2 a=2"));
    // Of all of it the same input is missed.
    QCOMPARE(pipeline.run(R"({"x": 1})").status, RunStatus::Suspended);
}

void RunTargetTest::aMissingInputThatItNeedsSuspends() {
    Case pipeline("in x: Int\nin y: Int\nin z: Int\na = add(x, 1)\nb = add(a, y)\nout b");
    const RunSnapshot run = pipeline.runTo("b", R"({"x": 1})");
    QCOMPARE(run.status, RunStatus::Suspended);
    QCOMPARE(run.missing, std::vector<std::string>{"y"});
    QCOMPARE(outputs(run), QStringLiteral("b=<missing input: y>"));
    QVERIFY(run.canResume);
}

void RunTargetTest::outputsThatAreNotReachedSayWhy() {
    Case pipeline("in x: Int\na = add(x, 1)\nb = add(x, 2)\nout a\nout b");
    const RunSnapshot run = pipeline.runTo("a", R"({"x": 1})");
    QCOMPARE(outputs(run), QStringLiteral("a=2 b=<not run: only `a` was asked for>"));
}

void RunTargetTest::inputsAndOutputsAreNodesToo() {
    Case pipeline("in x: { a: Int, b: Int }\na = x.a\nout a");
    const char* const inputs = R"({"x": {"a": 1, "b": 2}})";
    QCOMPARE(outputs(pipeline.runTo("in:x", inputs)),
             QStringLiteral("in:x={\"a\": 1, \"b\": 2} a=<not run: only `in:x` was asked for>"));
    QCOMPARE(outputs(pipeline.runTo("out:a", inputs)), QStringLiteral("a=1"));
}

void RunTargetTest::aKeyThatNoNodeHasIsRefused() {
    Case pipeline("a = 1\nbroken = nothing\nout a");
    for (const char* key : {"b", "broken"}) {
        PipelineRun::Options options;
        options.target = key;
        options.allowErrors = true;
        const RunSnapshot run = pipeline.run("{}", options);
        QCOMPARE(run.status, RunStatus::BadInput);
        QVERIFY(run.errors.at(0).message.find(key) != std::string::npos);
    }
}

void RunTargetTest::keysNearAreSuggested() {
    Case pipeline("total = 1\nother = 2\nout total");
    QCOMPARE(keysNear(*pipeline.snapshot, "totl"), std::vector<std::string>{"total"});
    QVERIFY(keysNear(*pipeline.snapshot, "nothing-like-it").empty());
}

void RunTargetTest::onlyReachedOutputsAreJudged() {
    Case pipeline("in x: Int\na = add(x, 1)\nb = add(x, 2)\nout a\nout b");
    PipelineRun::Options options;
    options.target = "a";
    options.expect = {{"a", "2"}, {"b", "3"}};
    const RunSnapshot run = pipeline.run(R"({"x": 1})", options);
    QCOMPARE(run.expectations.size(), std::size_t{1});
    QVERIFY(run.expectations[0].ok);
}

QTEST_GUILESS_MAIN(RunTargetTest)
#include "tst_run_target.moc"

#include "engine/session/pipeline_run.h"
#include "tests/support/compile.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <mutex>

// An optimised run says of every node of the source what the run of the source itself says.

class OptimisedRunsTest : public QObject {
    Q_OBJECT

private slots:
    void aTextRunsTheSameWithAndWithout_data();
    void aTextRunsTheSameWithAndWithout();
    void theConformanceCasesRunTheSameWithAndWithout_data();
    void theConformanceCasesRunTheSameWithAndWithout();
    void foldedAndSharedNodesSaySo();
};

namespace {

const QString kCases = QStringLiteral(CST_SOURCE_DIR "/tests/cases");

class Log : public cst::LogSink {
public:
    void line(std::string_view text) override {
        const std::lock_guard lock(mutex);
        lines << QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    }
    std::mutex mutex;
    QStringList lines;
};

cst::RunSnapshot run(cst::Engine& engine, const cst::SnapshotPtr& snapshot,
                     const std::string& inputs, bool optimises, Log& log) {
    cst::InputBinder binder(*engine.types(), snapshot->inputs);
    binder.useExamples();
    binder.useObject(inputs);
    cst::PipelineRun::Options options;
    options.optimises = optimises;
    options.textOfOutputs = true;
    options.usesCaches = false;  // both shall do the work
    cst::PipelineRun pipeline(engine, snapshot, std::move(binder), 0, options, log, nullptr);
    pipeline.start();
    pipeline.wait();
    return pipeline.report();
}

/// All of a run but its times, one fact a line.
QString facts(const cst::RunSnapshot& run, Log& log) {
    QStringList lines;
    lines << cst::runStatusName(run.status);
    for (const cst::OutputValue& output : run.outputs) {
        lines << QString::fromStdString(
            "out " + output.name + " " +
            (output.ready ? output.json : "<" + output.pendingReason + ">"));
    }
    for (std::size_t i = 0; i < run.nodes.size(); ++i) {
        const cst::GraphNode& node = run.compiled->graph->nodes.rows()[i];
        const cst::NodeRun& row = run.nodes[i];
        std::string line =
            std::string(node.key) + " " + cst::nodeStatusName(row.status) + " " + row.preview;
        if (row.error >= 0) {
            line += " because of " + run.errors[static_cast<std::size_t>(row.error)].node;
        }
        lines << QString::fromStdString(line + " " + row.blockedBy);
    }
    for (const cst::RunError& error : run.errors) {
        lines << QString::fromStdString(error.code + " " + error.node + " " + error.message);
    }
    log.lines.sort();  // effects that do not depend on each other have no order
    return (lines + log.lines).join('\n');
}

void compareRuns(const std::string& text, const std::string& inputs) {
    cst::Engine engine(2);
    const cst::SnapshotPtr snapshot = compiled(engine, text);
    Log plainLog;
    const QString plain = facts(run(engine, snapshot, inputs, false, plainLog), plainLog);
    Log optimisedLog;
    const QString optimised =
        facts(run(engine, snapshot, inputs, true, optimisedLog), optimisedLog);
    QCOMPARE(optimised, plain);
}

/// Modules that wait for seconds or remember the calls before.
bool isSlowOrMoody(const QString& text) {
    for (const char* name : {"Slow", "Expensive", "Flaky", "TimeoutProne", "RateLimited",
                             "ResourceIntensive", "DeepAnalysis"}) {
        if (text.contains(name)) {
            return true;
        }
    }
    return false;
}

}  // namespace

void OptimisedRunsTest::aTextRunsTheSameWithAndWithout_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("inputs");
    const auto row = [](const char* text, const char* inputs = "{}") {
        QTest::addRow("%s", text) << std::string(text) << std::string(inputs);
    };
    row("a = 1 / 0\nb = 1 / 0\nc = a + b\nd = b + 1\nout c\nout d");
    row("in x: Int\na = x / 0\nb = x / 0\nc = if (x > 0) a else b\nout c", R"({"x": 1})");
    row("in x: Int\na = x + 1\nb = if (x > 5) x + 1 else 0\nout a\nout b", R"({"x": 1})");
    row("in x: Int\na = if (x > 5) x * 2 else 0\nb = if (x < 5) x * 2 else 1\nout a\nout b",
        R"({"x": 1})");
    row("in x: Int\na = if (true) x / 0 else 1\nb = a + 1\nout b", R"({"x": 1})");
    row("in x: Int\nin y: Int\na = if (false) y else x\nb = a * 2\nout b", R"({"y": 1})");
    row("in y: Int\na = (1 when true) ?? y\nout a");
    row("a = if (false) stdlib.debug.log(\"no\") else stdlib.debug.log(\"yes\")\nout a");
    row("a = stdlib.debug.log(\"x\")\nb = stdlib.debug.log(\"x\")\nout a");
    row("in c: Boolean\na = true and c and false and c\nout a", R"({"c": true})");
    row("in c: Boolean\na = c or true or 1 / 0 > 1\nout a", R"({"c": false})");
    row("in n: Int\na = branch { false -> 1, n > 3 -> 1 / 0, true -> 7, otherwise -> n }\nout a",
        R"({"n": 2})");
    row("a = (1 when false) ?? (2.5 when true) ?? 3.5\nout a");
    row("in o: Optional<Int>\na = (1 when false) ?? o ?? (2 when true) ?? 3\nout a");
    row("type U = Int | String\nin u: U\na = match u { is Int -> u / 0, _ -> 1 }\n"
        "b = match u { is Int -> u / 0, _ -> 1 }\nout a\nout b",
        R"({"u": 5})");
    row("a = if (true) 1 else 0.5\nb = a / 2\nout b");
    row("a = bad(1)\nb = if (true) 2 else a\nout b\nc = if (false) 2 else a\nout c");
    row("in xs: List<Int>\na = map(xs, (x) => 10 / x)\nb = map(xs, (y) => 10 / y)\nout a\nout b",
        R"({"xs": [1, 0]})");
}
void OptimisedRunsTest::aTextRunsTheSameWithAndWithout() {
    QFETCH(std::string, text);
    QFETCH(std::string, inputs);
    compareRuns(text, inputs);
}

void OptimisedRunsTest::theConformanceCasesRunTheSameWithAndWithout_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("inputs");
    for (const QString& name : QDir(kCases).entryList({"*.json"})) {
        QFile file(kCases + "/" + name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray cases = QJsonDocument::fromJson(file.readAll()).array();
        QVERIFY(!cases.isEmpty());
        for (const QJsonValue& value : cases) {
            const QString source = value["source"].toString();
            if (value["command"].toString("run") != "run" || value["args"].isArray() ||
                isSlowOrMoody(source)) {
                continue;
            }
            QByteArray inputs = value["inputs_raw"].toString().toUtf8();
            if (inputs.isEmpty()) {
                inputs = QJsonDocument(value["inputs"].toObject()).toJson();
            }
            QTest::addRow("%s", qPrintable(value["name"].toString()))
                << source.toStdString() << inputs.toStdString();
        }
    }
}
void OptimisedRunsTest::theConformanceCasesRunTheSameWithAndWithout() {
    QFETCH(std::string, text);
    QFETCH(std::string, inputs);
    compareRuns(text, inputs);
}

void OptimisedRunsTest::foldedAndSharedNodesSaySo() {
    cst::Engine engine(1);
    const cst::SnapshotPtr snapshot =
        compiled(engine, "in x: Int\nin c: Boolean\na = 2 * 3\nb = if (c) x + 1 else 0\n"
                         "d = x + 1\ne = x + 1\nout a\nout b\nout d\nout e");
    Log log;
    const cst::RunSnapshot report = run(engine, snapshot, R"({"x": 1, "c": false})", true, log);
    const auto nodeOf = [&](const char* key) {
        return static_cast<int32_t>(snapshot->graph->byKey(key).index);
    };
    const auto rowOf = [&](const char* key) {
        return report.nodes[static_cast<std::size_t>(nodeOf(key))];
    };
    QVERIFY(rowOf("a").folded);
    QCOMPARE(rowOf("a").attempts, uint16_t{0});
    QCOMPARE(rowOf("a").preview, std::string("6"));
    QVERIFY(!rowOf("a/args.0").folded);  // a literal is what it is
    QCOMPARE(rowOf("b/then").status, cst::NodeStatus::Skipped);
    // The first of them in the plan stands in an arm that was not taken, so the next one owns it.
    QCOMPARE(rowOf("d").sharedWith, -1);
    QCOMPARE(rowOf("d").attempts, uint16_t{1});
    QCOMPARE(rowOf("e").sharedWith, nodeOf("d"));
    QCOMPARE(rowOf("e").attempts, uint16_t{0});
}

QTEST_GUILESS_MAIN(OptimisedRunsTest)
#include "tst_optimised_runs.moc"

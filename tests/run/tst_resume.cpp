#include "engine/session/pipeline_run.h"
#include "engine/session/saved_state.h"
#include "tests/support/compile.h"
#include "tests/support/random_program.h"
#include "tests/support/random_source.h"

#include <nlohmann/json.hpp>
#include <QTest>

#include <algorithm>
#include <mutex>

// Runs that go on from where another one stopped: together they do what one undisturbed run does,
// and no effect twice.

using namespace cst;

class ResumeTest : public QObject {
    Q_OBJECT

private slots:
    void randomProgramsComeToTheSameInStages_data();
    void randomProgramsComeToTheSameInStages();
    void effectsHappenOnceOverAllRuns();
    void aChoiceThatWasMadeIsNotMadeAgain();
    void whatAChoiceAwaitsMayBeDoneBeforeIt();
    void aKeptNodeHasNoTimesAndSaysSo();
    void aKeptNodeStillSaysWhatStandsInForItsValue();
    void whatFailedIsTriedAgain();
    void whatWasStoppedGoesOn();
    void aStateMayComeFromARunThatFusedOtherwise();
    void whatOneNodeDidNotNeedIsNotLost();
    void anInputMayNotChange();
    void anInputThatWasNoneStaysNone();
    void anUnknownInputIsAnError();
    void examplesFillOnlyWhatIsLeft();
    void aRunThatIsRefusedLosesNothing();
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

struct Stages {
    Stages(unsigned workers, std::string text)
        : engine(workers), snapshot(compiled(engine, std::move(text))) {}

    /// A run with these inputs more than the ones before had. Its state goes through bytes.
    RunSnapshot run(const std::string& inputs, PipelineRun::Options options = {},
                    bool examples = false) {
        auto pipeline = prepared(inputs, std::move(options), examples);
        pipeline->start();
        pipeline->wait();
        return finished(*pipeline);
    }
    std::unique_ptr<PipelineRun>
    prepared(const std::string& inputs, PipelineRun::Options options = {}, bool examples = false) {
        InputBinder binder(*engine.types(), snapshot->inputs);
        binder.useObject(inputs);
        if (state) {
            binder.useState(*state);
        }
        if (examples) {
            binder.useExamples();
        }
        options.resumes = state;
        options.textOfOutputs = true;
        return std::make_unique<PipelineRun>(engine, snapshot, std::move(binder), 0,
                                             std::move(options), log, nullptr);
    }
    RunSnapshot finished(const PipelineRun& pipeline) {
        if (const auto left = pipeline.state()) {
            Result<SavedState> read = decodeState(*snapshot, encodeState(*snapshot, *left));
            state = read.ok() ? std::make_shared<const SavedState>(std::move(*read)) : nullptr;
        }
        return pipeline.report();
    }

    Log log;
    Engine engine;
    SnapshotPtr snapshot;
    std::shared_ptr<const SavedState> state;
};

/// All of a run but its times and who did the work, one fact a line.
QString facts(const RunSnapshot& run) {
    QStringList lines{runStatusName(run.status)};
    for (const OutputValue& output : run.outputs) {
        lines << QString::fromStdString(
            "out " + output.name + " " +
            (output.ready ? output.json : "<" + output.pendingReason + ">"));
    }
    for (std::size_t i = 0; i < run.nodes.size(); ++i) {
        const GraphNode& node = run.compiled->graph->nodes.rows()[i];
        lines << QString::fromStdString(std::string(node.key) + " " +
                                        nodeStatusName(run.nodes[i].status) + " " +
                                        run.nodes[i].preview + " " + run.nodes[i].blockedBy);
    }
    for (const RunError& error : run.errors) {
        lines << QString::fromStdString(error.code + " " + error.node + " " + error.message);
    }
    return lines.join('\n');
}

/// The first line that is not the same in both.
QString difference(const QString& a, const QString& b) {
    const QStringList left = a.split('\n');
    const QStringList right = b.split('\n');
    for (qsizetype i = 0; i < std::max(left.size(), right.size()); ++i) {
        if (left.value(i) != right.value(i)) {
            return left.value(i) + "\nundisturbed: " + right.value(i);
        }
    }
    return {};
}

QStringList sorted(QStringList lines) {
    lines.sort();
    return lines;
}

const NodeRun& nodeOf(const RunSnapshot& run, std::string_view key) {
    return run.nodes.at(run.compiled->graph->byKey(key).index);
}

QString output(const RunSnapshot& run, const std::string& name) {
    for (const OutputValue& each : run.outputs) {
        if (each.name == name) {
            return QString::fromStdString(each.ready ? each.json : each.pendingReason);
        }
    }
    return QStringLiteral("no such output");
}

}  // namespace

void ResumeTest::randomProgramsComeToTheSameInStages_data() {
    QTest::addColumn<unsigned>("workers");
    QTest::addColumn<bool>("fuses");
    QTest::addRow("one worker") << 1U << true;
    QTest::addRow("three workers") << 3U << true;
    QTest::addRow("every node") << 3U << false;
}

void ResumeTest::randomProgramsComeToTheSameInStages() {
    QFETCH(unsigned, workers);
    QFETCH(bool, fuses);
    int suspended = 0;
    int logged = 0;
    for (uint64_t seed = 1; seed <= 300; ++seed) {
        const test::RandomProgram program = test::randomProgram({seed, 14, false});
        // Not Qt's: it loses the sign of zero.
        const nlohmann::ordered_json inputs = nlohmann::ordered_json::parse(program.inputs);
        if (inputs.empty()) {
            continue;
        }
        Stages undisturbed(workers, program.text());
        if (undisturbed.snapshot->errorCount > 0) {
            continue;
        }
        PipelineRun::Options options;
        options.fuses = fuses;
        const RunSnapshot whole = undisturbed.run(program.inputs, options);
        if (whole.status == RunStatus::BadInput) {
            continue;
        }
        Stages staged(workers, program.text());
        test::RandomSource random(seed);
        std::vector<std::string> names;
        nlohmann::ordered_json some = nlohmann::ordered_json::object();
        for (const InputInfo& input : staged.snapshot->inputs) {
            if (inputs.contains(input.name) && input.required) {
                names.push_back(input.name);
            } else if (inputs.contains(input.name)) {
                some[input.name] = inputs[input.name];  // not to give it is to give None
            }
        }
        random.shuffle(names);
        RunSnapshot last;
        while (true) {
            for (std::size_t n = std::min(names.size(), random.below(3)); n > 0; --n) {
                some[names.back()] = inputs[names.back()];
                names.pop_back();
            }
            last = staged.run(some.dump(), options);
            if (names.empty() || !staged.state) {
                break;
            }
            suspended += last.status == RunStatus::Suspended ? 1 : 0;
            some = nlohmann::ordered_json::object();
        }
        QVERIFY(staged.state);
        const std::string where =
            "seed " + std::to_string(seed) + "\n" + program.text() + "\n" + program.inputs;
        const QString statuses = QString("%1, undisturbed %2 ")
                                     .arg(runStatusName(last.status), runStatusName(whole.status));
        QVERIFY2(last.status == whole.status, (statuses.toStdString() + where).c_str());
        const QString apart = difference(facts(last), facts(whole));
        QVERIFY2(apart.isEmpty(), (apart.toStdString() + "\n" + where).c_str());
        if (whole.status != RunStatus::Failed) {
            QVERIFY2(sorted(staged.log.lines) == sorted(undisturbed.log.lines), where.c_str());
            logged += static_cast<int>(staged.log.lines.size());
        }
    }
    QVERIFY(suspended > 100);
    qInfo("%d runs were suspended, %d lines logged", suspended, logged);
}

void ResumeTest::effectsHappenOnceOverAllRuns() {
    Stages stages(2, "in x: Int\nin y: Int\nin z: Int\n"
                     "_a = stdlib.debug.log(\"a ${x}\")\n"
                     "_b = stdlib.debug.log(\"b ${x + y}\")\n"
                     "_c = map([1, 2], (i) => stdlib.debug.log(\"c${i} ${y}\"))\n"
                     "_d = stdlib.debug.log(\"d ${z}\")\n"
                     "_e = stdlib.debug.log(\"e\")\n"
                     "all = x + y + z\nout all");
    RunSnapshot run = stages.run("{}");
    QCOMPARE(run.status, RunStatus::Suspended);
    QCOMPARE(run.resumptions, 0U);
    QCOMPARE(stages.log.lines.size(), 1);
    run = stages.run(R"({"x": 1})");
    QCOMPARE(run.status, RunStatus::Suspended);
    QCOMPARE(run.resumptions, 1U);
    QCOMPARE(stages.log.lines.size(), 2);
    run = stages.run("{}");  // nothing more: nothing happens
    QCOMPARE(stages.log.lines.size(), 2);
    run = stages.run(R"({"y": 2})");
    QCOMPARE(stages.log.lines.size(), 5);
    run = stages.run(R"({"z": 3})");
    QCOMPARE(run.status, RunStatus::Completed);
    QCOMPARE(run.resumptions, 4U);
    QCOMPARE(output(run, "all"), QStringLiteral("6"));
    QCOMPARE(stages.log.lines.size(), 6);
    QCOMPARE(stages.log.lines.removeDuplicates(), 0);
}

void ResumeTest::aChoiceThatWasMadeIsNotMadeAgain() {
    Stages stages(2, "in x: Int\nin y: Int\n"
                     "c = if (x > 0) stdlib.debug.log(\"yes\") else stdlib.debug.log(\"no\")\n"
                     "d = \"${c} ${y}\"\nout c\nout d");
    stages.run(R"({"x": 1})");
    const RunSnapshot run = stages.run(R"({"y": 2})");
    QCOMPARE(run.status, RunStatus::Completed);
    QCOMPARE(output(run, "d"), QStringLiteral("\"yes 2\""));
    QCOMPARE(stages.log.lines.size(), 1);
    QVERIFY(nodeOf(run, "c").kept);
    QCOMPARE(nodeOf(run, "c/else").status, NodeStatus::Skipped);
}

void ResumeTest::whatAChoiceAwaitsMayBeDoneBeforeIt() {
    Stages stages(2, "in x: Int\nin y: Int\n"
                     "c = if (x + y > 0) stdlib.debug.log(\"yes\") else stdlib.debug.log(\"no\")\n"
                     "d = \"${c}!\"\nout c\nout d");
    const NodeId shown = stages.snapshot->graph->byKey("c/then");
    const std::vector<NodeId>& all = stages.snapshot->plan->graphNode;
    const auto node = std::find(all.begin(), all.end(), shown) - all.begin();
    for (const char* inputs : {R"({"x": 1, "y": 1})", R"({"x": -1, "y": -1})"}) {
        // A run that was stopped between the arm and the choice leaves this.
        stages.state = std::make_shared<const SavedState>(
            SavedState{structureOf(*stages.snapshot),
                       0,
                       {},
                       {{static_cast<uint32_t>(node), Value::ofText("before")}}});
        stages.log.lines.clear();
        const RunSnapshot run = stages.run(inputs);
        const bool isTaken = inputs[6] != '-';
        QCOMPARE(run.status, RunStatus::Completed);
        QCOMPARE(output(run, "d"),
                 isTaken ? QStringLiteral("\"before!\"") : QStringLiteral("\"no!\""));
        QCOMPARE(stages.log.lines.size(), isTaken ? 0 : 1);
    }
}

void ResumeTest::aKeptNodeHasNoTimesAndSaysSo() {
    Stages stages(1, "in x: Int\nin y: Int\na = add(x, 1)\nb = add(a, y)\nout a\nout b");
    const RunSnapshot first = stages.run(R"({"x": 1})");
    QVERIFY(first.canResume);
    QVERIFY(!nodeOf(first, "a").kept);
    const RunSnapshot run = stages.run(R"({"y": 2})");
    QVERIFY(!run.canResume);
    const NodeRun& a = nodeOf(run, "a");
    QVERIFY(a.kept);
    QCOMPARE(a.status, NodeStatus::Completed);
    QCOMPARE(a.attempts, uint16_t{0});
    QCOMPARE(a.runUs, 0.0);
    QCOMPARE(a.readyUs, 0.0);
    QCOMPARE(a.preview, std::string("2"));
    QVERIFY(!nodeOf(run, "b").kept);
    QCOMPARE(nodeOf(run, "b").attempts, uint16_t{1});
}

void ResumeTest::aKeptNodeStillSaysWhatStandsInForItsValue() {
    Stages stages(1, "in x: Int\nin y: Int\n"
                     "f = AlwaysFailsService(\"a\") with retry: 1, fallback: \"F\"\n"
                     "z = AlwaysFailsService(\"b\") with on_error: skip\n"
                     "b = \"${f}${z}${x}${y}\"\nout b\nout f\nout z");
    const RunSnapshot first = stages.run("{}");
    QCOMPARE(nodeOf(first, "f").status, NodeStatus::FellBack);
    for (const char* inputs : {R"({"x": 1})", R"({"y": 2})"}) {  // over two files
        const RunSnapshot run = stages.run(inputs);
        QCOMPARE(nodeOf(run, "f").status, NodeStatus::FellBack);
        QCOMPARE(nodeOf(run, "z").status, NodeStatus::Zeroed);
        for (const char* key : {"f", "z"}) {
            QVERIFY(nodeOf(run, key).kept);
            QVERIFY(nodeOf(run, key).recovered.has_value());
            QCOMPARE(nodeOf(run, key).recovered->message, nodeOf(first, key).recovered->message);
            QCOMPARE(nodeOf(run, key).recovered->attempts, nodeOf(first, key).recovered->attempts);
            QCOMPARE(nodeOf(run, key).recovered->node, std::string(key));
        }
    }
}

void ResumeTest::whatFailedIsTriedAgain() {
    Stages stages(2, "in x: Int\n_l = stdlib.debug.log(\"once\")\n"
                     "a = FlakyService(\"resume\")\nb = x + 1\nout a\nout b");
    RunSnapshot run = stages.run(R"({"x": 1})");
    QCOMPARE(run.status, RunStatus::Failed);
    int runs = 1;
    while (run.status == RunStatus::Failed && runs < 10) {
        QVERIFY(run.canResume);
        QCOMPARE(nodeOf(run, "a").status, NodeStatus::Failed);
        QCOMPARE(nodeOf(run, "a").attempts, uint16_t{1});
        run = stages.run("{}");
        ++runs;
    }
    QCOMPARE(run.status, RunStatus::Completed);
    QVERIFY(runs > 1);
    QCOMPARE(stages.log.lines.size(), 1);
}

void ResumeTest::whatWasStoppedGoesOn() {
    Stages stages(2, "in x: Int\n_l = stdlib.debug.log(\"once\")\n"
                     "a = SlowQuery(\"q\")\nb = x + 1\nout a\nout b");
    const auto pipeline = stages.prepared(R"({"x": 1})");
    pipeline->start();
    while (nodeOf(pipeline->report(), "_l").status != NodeStatus::Completed) {
        QTest::qWait(1);
    }
    pipeline->stop();
    pipeline->wait();
    QCOMPARE(stages.finished(*pipeline).status, RunStatus::Cancelled);
    const RunSnapshot run = stages.run("{}");
    QCOMPARE(run.status, RunStatus::Completed);
    QVERIFY(nodeOf(run, "_l").kept);
    QVERIFY(!nodeOf(run, "a").kept);
    QCOMPARE(stages.log.lines.size(), 1);
}

void ResumeTest::aStateMayComeFromARunThatFusedOtherwise() {
    const std::string text = "in x: Int\nin y: Int\na = add(x + 1, x * 2)\n"
                             "b = if (a > 3) add(a, 1) else a\nc = b + y\nout c\nout b";
    for (const bool fusesFirst : {false, true}) {
        Stages stages(1, text);
        PipelineRun::Options options;
        options.fuses = fusesFirst;
        stages.run(R"({"x": 1})", options);
        options.fuses = !fusesFirst;
        const RunSnapshot run = stages.run(R"({"y": 2})", options);
        QCOMPARE(run.status, RunStatus::Completed);
        QCOMPARE(output(run, "c"), QStringLiteral("7"));
        QVERIFY(nodeOf(run, "a").kept);
    }
}

void ResumeTest::whatOneNodeDidNotNeedIsNotLost() {
    Stages stages(1, "in x: Int\nin y: Int\na = stdlib.debug.log(\"a ${x}\")\n"
                     "b = add(x, 1)\nc = \"${a} ${b} ${y}\"\nout c");
    stages.run(R"({"x": 1})");
    PipelineRun::Options options;
    options.target = "b";
    const RunSnapshot one = stages.run("{}", options);
    QCOMPARE(one.status, RunStatus::Completed);
    QCOMPARE(output(one, "b"), QStringLiteral("2"));
    const RunSnapshot run = stages.run(R"({"y": 2})");
    QCOMPARE(output(run, "c"), QStringLiteral("\"a 1 2 2\""));
    QCOMPARE(stages.log.lines.size(), 1);
}

void ResumeTest::anInputMayNotChange() {
    Stages stages(1, "in x: Int\nin y: Int\na = add(x, y)\nout a");
    stages.run(R"({"x": 1})");
    const RunSnapshot same = stages.run(R"({"x": 1})");
    QCOMPARE(same.status, RunStatus::Suspended);
    const RunSnapshot run = stages.run(R"({"x": 2, "y": 1})");
    QCOMPARE(run.status, RunStatus::BadInput);
    QCOMPARE(run.errors.size(), std::size_t{1});
    QCOMPARE(run.errors[0].code, std::string("R014"));
    QCOMPARE(run.errors[0].path, std::string("x"));
}

void ResumeTest::anInputThatWasNoneStaysNone() {
    Stages stages(1, "in o: Optional<Int>\nin y: Int\na = o ?? 7\nb = a + y\nout a\nout b");
    stages.run("{}");
    const RunSnapshot refused = stages.run(R"({"o": 1, "y": 2})");
    QCOMPARE(refused.status, RunStatus::BadInput);
    QCOMPARE(refused.errors.at(0).code, std::string("R014"));
    QVERIFY(refused.errors.at(0).message.find("None") != std::string::npos);
    const RunSnapshot run = stages.run(R"({"o": null, "y": 2})");
    QCOMPARE(run.status, RunStatus::Completed);
    QCOMPARE(output(run, "b"), QStringLiteral("9"));
}

void ResumeTest::anUnknownInputIsAnError() {
    Stages stages(1, "in x: Int\nin y: Int\na = add(x, y)\nout a");
    stages.run(R"({"x": 1, "z": 1})");
    const RunSnapshot run = stages.run(R"({"y": 2, "z": 1})");
    QCOMPARE(run.status, RunStatus::BadInput);
    QCOMPARE(run.errors[0].code, std::string("R008"));
    QCOMPARE(run.errors[0].path, std::string("z"));
    QVERIFY(run.warnings.empty());
}

void ResumeTest::examplesFillOnlyWhatIsLeft() {
    Stages stages(1, "@example(100)\nin x: Int\n@example(10)\nin y: Int\nin z: Int\n"
                     "a = x + y + z\nout a");
    stages.run(R"({"x": 1})");
    const RunSnapshot run = stages.run(R"({"z": 1000})", {}, true);
    QCOMPARE(run.status, RunStatus::Completed);
    QCOMPARE(output(run, "a"), QStringLiteral("1011"));
}

void ResumeTest::aRunThatIsRefusedLosesNothing() {
    Stages stages(1, "in x: Int\nin y: Int\n_l = stdlib.debug.log(\"${x}\")\na = x + y\nout a");
    stages.run(R"({"x": 1})");
    const RunSnapshot refused = stages.run(R"({"y": "no"})");
    QCOMPARE(refused.status, RunStatus::BadInput);
    QVERIFY(refused.canResume);
    const RunSnapshot run = stages.run(R"({"y": 2})");
    QCOMPARE(output(run, "a"), QStringLiteral("3"));
    QCOMPARE(stages.log.lines.size(), 1);
}

QTEST_GUILESS_MAIN(ResumeTest)
#include "tst_resume.moc"

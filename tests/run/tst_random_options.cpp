#include "tests/run/option_model.h"
#include "tests/support/option_scene.h"

#include <QTest>

#include <filesystem>

// Random pipelines of calls that fail, hang and are stopped, with random options, on a virtual
// clock: each node ends as the model (option_model.h) says, and nothing is left behind.
// CST_SEED=n begins with that seed; CST_SOAK=1 does ten times as many.

using cst::test::ModelPipeline;
using cst::test::ModelReport;
using cst::test::OptionScene;

class RandomOptionsTest : public QObject {
    Q_OBJECT

private slots:
    void theModelKnowsWhatTheLanguageSays();
    void nodesEndAsTheModelSays_data();
    void nodesEndAsTheModelSays();
    void nothingIsLeftBehind();
};

namespace {

std::string statesOf(const ModelReport& report) {
    std::string text = report.status;
    for (const cst::test::ModelEnd& end : report.nodes) {
        text += " " + end.status;
    }
    return text;
}

std::string statesOf(const cst::RunSnapshot& run) {
    std::string text = cst::runStatusName(run.status);
    for (std::size_t i = 0;; ++i) {
        const cst::NodeId node = run.compiled->graph->byKey("v" + std::to_string(i));
        if (!node.hasValue()) return text;
        text += std::string(" ") + cst::nodeStatusName(run.nodes[node.index].status);
    }
}

/// "" if they agree, and nothing waits any more.
std::string difference(const ModelPipeline& pipeline, unsigned workers,
                       std::optional<int64_t> stopMs) {
    OptionScene scene(workers);
    cst::PipelineRun::Options options;
    options.fuses = !stopMs;  // what is worked out inside of its consumer is stopped with it
    const std::unique_ptr<cst::PipelineRun> run = scene.prepared(pipeline.text(), options);
    if (scene.snapshot->errorCount > 0) return "it does not compile";
    run->start();
    if (stopMs) {
        scene.pass(std::chrono::milliseconds(*stopMs) + std::chrono::microseconds(500));
        run->stop();
        scene.engine.executor().drain();
    } else {
        scene.finish(*run);
    }
    if (!run->ended()) return "it never ends";
    const std::string expected = statesOf(simulate(pipeline, stopMs));
    const std::string got = statesOf(run->report());
    if (got != expected) return got + "\ninstead of\n" + expected;
    const cst::CallServices::Load load = scene.engine.calls().load();
    if (scene.clock.waiting() + load.throttled + load.permitWaits > 0)
        return "something still waits";
    return "";
}

}  // namespace

void RandomOptionsTest::theModelKnowsWhatTheLanguageSays() {
    ModelPipeline pipeline;
    cst::test::ModelNode fails;
    fails.script = {{cst::test::ModelNode::Word::What::Fail, 3}};
    fails.retries = 2;
    fails.delayMs = 20;
    fails.doubles = true;
    cst::test::ModelNode needs;
    needs.needs = {0};
    needs.script = {{}};
    pipeline.nodes = {fails, needs};
    const ModelReport report = simulate(pipeline, std::nullopt);
    QCOMPARE(statesOf(report), std::string("failed failed upstream-failed"));
    QCOMPARE(report.endMs, int64_t{3 + 20 + 3 + 40 + 3});
    QCOMPARE(statesOf(simulate(pipeline, 10)), std::string("cancelled cancelled cancelled"));
}

void RandomOptionsTest::nodesEndAsTheModelSays_data() {
    QTest::addColumn<unsigned>("workers");
    QTest::addColumn<bool>("stopped");
    QTest::newRow("1 worker") << 1U << false;
    QTest::newRow("3 workers") << 3U << false;
    QTest::newRow("1 worker, stopped") << 1U << true;
    QTest::newRow("3 workers, stopped") << 3U << true;
}

void RandomOptionsTest::nodesEndAsTheModelSays() {
    QFETCH(unsigned, workers);
    QFETCH(bool, stopped);
    const int first = std::max(1, qEnvironmentVariableIntValue("CST_SEED"));
    const int count = qEnvironmentVariableIntValue("CST_SOAK") > 0 ? 3000 : 300;
    for (int seed = first; seed < first + count; ++seed) {
        ModelPipeline pipeline = cst::test::randomPipeline(static_cast<uint64_t>(seed), stopped);
        const auto stopOf = [&](const ModelPipeline& of) -> std::optional<int64_t> {
            const int64_t end = simulate(of, std::nullopt).endMs;
            return stopped ? std::optional<int64_t>(end * (seed % 11) / 10) : std::nullopt;
        };
        const std::string found = difference(pipeline, workers, stopOf(pipeline));
        if (found.empty()) continue;
        // The shortest beginning that still differs.
        while (pipeline.nodes.size() > 1) {
            ModelPipeline shorter = pipeline;
            shorter.nodes.pop_back();
            if (difference(shorter, workers, stopOf(shorter)).empty()) break;
            pipeline = std::move(shorter);
        }
        QFAIL(("seed " + std::to_string(seed) + "\n" + pipeline.text() + "stopped at " +
               std::to_string(stopOf(pipeline).value_or(-1)) + "\n" +
               difference(pipeline, workers, stopOf(pipeline)))
                  .c_str());
    }
}

void RandomOptionsTest::nothingIsLeftBehind() {
    const auto count = [](const char* folder) {
        const std::filesystem::directory_iterator entries(folder);
        return std::distance(begin(entries), end(entries));
    };
    const auto runSome = [] {
        for (uint64_t seed = 1; seed <= 20; ++seed) {
            QCOMPARE(difference(cst::test::randomPipeline(seed, true), 2, 30), std::string());
        }
    };
    runSome();  // workers of the process stay
    const auto threads = count("/proc/self/task");
    const auto descriptors = count("/proc/self/fd");
    runSome();
    QCOMPARE(count("/proc/self/fd"), descriptors);
    QVERIFY(count("/proc/self/task") <= threads);
}

QTEST_GUILESS_MAIN(RandomOptionsTest)
#include "tst_random_options.moc"

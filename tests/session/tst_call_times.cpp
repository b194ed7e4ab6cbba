#include "engine/session/call_timeouts.h"
#include "engine/session/call_times.h"
#include "engine/session/timeout_edit.h"
#include "engine/syntax/literals.h"
#include "tests/support/option_scene.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

// Limits of calls: what past runs suggest, how the text takes it, and those of the settings.

using cst::CallTimes;

class CallTimesTest : public QObject {
    Q_OBJECT

private slots:
    void theSuggestionIsTwiceTheP99_data();
    void theSuggestionIsTwiceTheP99();
    void nothingIsSuggestedBeforeTenRunsNorForPureCalls();
    void timeoutsAreCounted();
    void theTextTakesTheLimit_data();
    void theTextTakesTheLimit();
    void presetsAndDurationsAreLimits();
    void aPresetStopsCallsThatHaveNoLimitOfTheirOwn();
};

void CallTimesTest::theSuggestionIsTwiceTheP99_data() {
    QTest::addColumn<double>("scale");
    for (const double scale : {0.2, 1.0, 7.0, 60.0, 900.0, 40'000.0}) {
        QTest::addRow("%g ms", scale) << scale;
    }
}

/// Log-normal times, whose 99th percentile is known.
void CallTimesTest::theSuggestionIsTwiceTheP99() {
    QFETCH(double, scale);
    std::mt19937 random(7);
    std::lognormal_distribution<double> distribution(std::log(scale), 0.4);
    for (int round = 0; round < 100; ++round) {
        std::vector<double> ms(10 + random() % 119);
        for (double& value : ms) value = distribution(random);
        std::vector<double> sorted = ms;
        std::sort(sorted.begin(), sorted.end());
        const auto rank =
            static_cast<std::size_t>(std::ceil(0.99 * static_cast<double>(ms.size())));
        const double want = std::max(1.0, 2 * sorted[rank - 1]);
        const std::string text = CallTimes::suggestion(ms);
        const auto got = static_cast<double>(*cst::durationMs(text));
        // Whole milliseconds are all that the language has.
        QVERIFY2(got >= want - 1e-6 && got <= std::max(want * 1.05, std::ceil(want)),
                 (text + " for " + std::to_string(want)).c_str());
    }
}

void CallTimesTest::nothingIsSuggestedBeforeTenRunsNorForPureCalls() {
    cst::test::OptionScene scene;
    const std::string text = "a = Scripted(\"A: ok@20\")\nb = Scripted(\"B: ok@7\") with retry: 1\n"
                             "c = trim(a)\nout a\nout b\nout c";
    CallTimes times;
    cst::SnapshotPtr identified;
    for (int run = 1; run <= 12; ++run) {
        cst::RunSnapshot report = scene.run(text);
        auto snapshot = std::make_shared<cst::Snapshot>(*report.compiled);
        for (std::size_t i = 0; i < snapshot->shown.size(); ++i) {
            snapshot->shown[i].identity = cst::NodeIdentity(i);
        }
        report.compiled = snapshot;
        times.add(report);
        using cst::test::nodeRun;
        QCOMPARE(nodeRun(report, "b").timedRuns, static_cast<uint32_t>(run));
        QCOMPARE(nodeRun(report, "b").suggestedTimeout, std::string(run < 10 ? "" : "14ms"));
        QCOMPARE(nodeRun(report, "c").suggestedTimeout, std::string());
        QCOMPARE(nodeRun(report, "a").timedRuns, static_cast<uint32_t>(run));
    }
}

void CallTimesTest::timeoutsAreCounted() {
    cst::test::OptionScene scene;
    CallTimes times;
    cst::RunSnapshot report = scene.run(
        "a = Scripted(\"A: ok@20 ok@20 ok@20 ok@5\") with timeout: 10ms, retry: 5\nout a");
    auto snapshot = std::make_shared<cst::Snapshot>(*report.compiled);
    for (std::size_t i = 0; i < snapshot->shown.size(); ++i) {
        snapshot->shown[i].identity = cst::NodeIdentity(i);
    }
    report.compiled = snapshot;
    times.add(report);
    QCOMPARE(cst::test::nodeRun(report, "a").timeoutShare, 0.75);
}

void CallTimesTest::theTextTakesTheLimit_data() {
    QTest::addColumn<std::string>("before");
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("after");
    const auto row = [](const char* name, const char* before, const char* key, const char* after) {
        QTest::newRow(name) << std::string(before) << std::string(key) << std::string(after);
    };
    row("without options", "a = SlowQuery(\"x\")\nout a", "a",
        "a = SlowQuery(\"x\") with timeout: 1s\nout a");
    row("with others", "a = SlowQuery(\"x\") with retry: 2\nout a", "a",
        "a = SlowQuery(\"x\") with timeout: 1s, retry: 2\nout a");
    row("with one already", "a = SlowQuery(\"x\") with retry: 2, timeout: 5ms, lazy\nout a", "a",
        "a = SlowQuery(\"x\") with retry: 2, timeout: 1s, lazy\nout a");
    row("inside of another call", "a = trim(SlowQuery(\"x\"))\nout a", "a/args.0",
        "a = trim(SlowQuery(\"x\") with timeout: 1s)\nout a");
    row("that has a fallback", "a = SlowQuery(\"x\") with fallback: SlowQuery(\"y\")\nout a", "a",
        "a = SlowQuery(\"x\") with timeout: 1s, fallback: SlowQuery(\"y\")\nout a");
    row("that is a fallback", "a = SlowQuery(\"x\") with fallback: SlowQuery(\"y\")\nout a",
        "a/fallback",
        "a = SlowQuery(\"x\") with fallback: SlowQuery(\"y\") with timeout: 1s\nout a");
    row("that is no call", "a = 1 + 2\nout a", "a", "");
}

void CallTimesTest::theTextTakesTheLimit() {
    QFETCH(std::string, before);
    QFETCH(std::string, key);
    QFETCH(std::string, after);
    cst::Engine engine(1);
    const cst::SnapshotPtr snapshot = compiled(engine, before);
    const cst::NodeId node = snapshot->graph->byKey(key);
    QVERIFY(node.hasValue());
    const std::optional<cst::TextEdit> edit =
        cst::timeoutEdit(*snapshot->text, snapshot->graph->nodes[node], "1s");
    QCOMPARE(edit.has_value(), !after.empty());
    if (edit) {
        std::string text = before;
        text.replace(edit->range.begin, edit->range.end - edit->range.begin, edit->text);
        QCOMPARE(text, after);
        const cst::SnapshotPtr changed = compiled(engine, text);
        QCOMPARE(changed->errorCount, 0U);
        QVERIFY(changed->graph->byKey(key).hasValue());
    }
}

void CallTimesTest::presetsAndDurationsAreLimits() {
    using namespace std::chrono_literals;
    QVERIFY(cst::callTimeout("none") == 0ns);
    QVERIFY(cst::callTimeout("fast") == 100ms);
    QVERIFY(cst::callTimeout("batch") == 5min);
    QVERIFY(cst::callTimeout("250ms") == 250ms);
    for (const char* bad : {"", "0ms", "5", "ms", "-5s", "quick", "5 s", "99999999999999999min"}) {
        QVERIFY2(!cst::callTimeout(bad), bad);
    }
}

void CallTimesTest::aPresetStopsCallsThatHaveNoLimitOfTheirOwn() {
    cst::test::OptionScene scene;
    cst::PipelineRun::Options options;
    options.callTimeout = std::chrono::milliseconds(15);
    const cst::RunSnapshot run = scene.run("a = Scripted(\"A: ok@20\")\n"
                                           "b = Scripted(\"B: ok@20\") with timeout: 1s\n"
                                           "c = Limited(\"C: ok@20\")\n"
                                           "d = Scripted(\"D: ok@10\")\nout a\nout b\nout c\nout d",
                                           options);
    using cst::test::nodeRun;
    QCOMPARE(nodeRun(run, "a").status, cst::NodeStatus::TimedOut);
    QCOMPARE(nodeRun(run, "b").status, cst::NodeStatus::Completed);
    QCOMPARE(nodeRun(run, "c").status, cst::NodeStatus::Completed);
    QCOMPARE(nodeRun(run, "d").status, cst::NodeStatus::Completed);
    QVERIFY(QString::fromStdString(run.errors[0].message).contains("15ms"));
}

QTEST_GUILESS_MAIN(CallTimesTest)
#include "tst_call_times.moc"

#include "tests/support/option_scene.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

// Options of calls (language §6.2), event by event on a virtual clock: what is attempted, what is
// waited for, what is decided, and when.

using cst::NodeStatus;
using cst::RunStatus;
using cst::test::eventsText;
using cst::test::nodeRun;
using cst::test::OptionScene;

namespace {

std::string described(const cst::RunSnapshot& run, const std::string& key) {
    const cst::NodeRun& node = nodeRun(run, key);
    std::string text = key + " " + cst::nodeStatusName(node.status);
    text += node.preview.empty() ? "" : " " + node.preview;
    if (!node.events.empty()) {
        text += ": " + eventsText(node);
    }
    return text;
}

std::string described(const cst::RunSnapshot& run) {
    std::string text;
    for (const cst::OutputInfo& output : run.compiled->outputs) {
        text += (text.empty() ? "" : "\n") + described(run, output.name);
    }
    return text;
}

struct OptionUnderTest {
    const char* name;
    const char* text;
};
constexpr std::array kOptions{
    OptionUnderTest{"retry", "retry: 2"},
    OptionUnderTest{"delay", "delay: 10ms"},
    OptionUnderTest{"backoff", "backoff: exponential"},
    OptionUnderTest{"timeout", "timeout: 15ms"},
    OptionUnderTest{"fallback", "fallback: \"plan B\""},
    OptionUnderTest{"cache", "cache: 1min"},
    OptionUnderTest{"cache_backend", "cache_backend: \"other\""},
    OptionUnderTest{"throttle", "throttle: 2/100ms"},
    OptionUnderTest{"concurrency", "concurrency: 1"},
    OptionUnderTest{"on_error: skip", "on_error: skip"},
    OptionUnderTest{"on_error: wrap", "on_error: wrap"},
    OptionUnderTest{"lazy", "lazy"},
    OptionUnderTest{"priority", "priority: high"},
};

}  // namespace

class CallOptionsTest : public QObject {
    Q_OBJECT

private slots:
    void everyOptionAndEveryPairOfThemHappensAsTheTableSays();
    void callsGoOnAsTheirOptionsSay_data();
    void callsGoOnAsTheirOptionsSay();
    void aFailureThatIsLoggedSaysSo();
    void throttlesAndPermitsAreThoseOfTheEngine();
    void aResultStaysInTheCacheForItsTime();
    void equalCallsOfTwoRunsAreMadeOnce();
    void equalCallsAreMadeOnceWhateverTheirOtherOptions_data();
    void equalCallsAreMadeOnceWhateverTheirOtherOptions();
    void aCallGoesOnByItselfWhenTheOneItWaitedForIsStopped();
    void aStopReachesWhateverACallWaitsIn_data();
    void aStopReachesWhateverACallWaitsIn();
    void faultsOfAModuleAreErrorsOfItsNode_data();
    void faultsOfAModuleAreErrorsOfItsNode();
    void anAttemptThatHasTimedOutMayAnswerAndNobodyCares();
};

/// Two calls that fail once and take 20 ms the second time, and one that is equal to the first.
void CallOptionsTest::everyOptionAndEveryPairOfThemHappensAsTheTableSays() {
    std::string all;
    const auto add = [&](const std::string& options) {
        OptionScene scene;
        const std::string with = " with " + options + "\n";
        const std::string text =
            "a = Scripted(\"A: fail@5 ok@20\")" + with + "b = Scripted(\"B: fail@5 ok@20\")" +
            with + "c = Scripted(\"A: fail@5 ok@20\")" + with + "out a\nout b\nout c\n";
        const cst::RunSnapshot run = scene.run(text);
        all += options + "\n";
        std::string lines = described(run);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (i == 0 || lines[i - 1] == '\n') {
                lines.insert(i, "  ");
            }
        }
        all += lines + "\n  run " + cst::runStatusName(run.status) + " after " +
               cst::test::msText(scene.clock.now().count()) +
               ", timers left: " + std::to_string(scene.clock.waiting()) + "\n";
    };
    for (std::size_t i = 0; i < kOptions.size(); ++i) {
        add(kOptions[i].text);
    }
    for (std::size_t i = 0; i < kOptions.size(); ++i) {
        for (std::size_t j = i + 1; j < kOptions.size(); ++j) {
            const bool isTwice = std::string(kOptions[i].name).starts_with("on_error") &&
                                 std::string(kOptions[j].name).starts_with("on_error");
            if (!isTwice) {
                add(std::string(kOptions[i].text) + ", " + kOptions[j].text);
            }
        }
    }
    const std::filesystem::path golden =
        std::filesystem::path(CST_SOURCE_DIR) / "tests/run/call_options.expected";
    if (qEnvironmentVariableIsSet("CST_REWRITE_GOLDENS")) {
        std::ofstream(golden) << all;
    }
    std::ifstream file(golden);
    std::stringstream expected;
    expected << file.rdbuf();
    QCOMPARE(QString::fromStdString(all).split('\n'),
             QString::fromStdString(expected.str()).split('\n'));
}

void CallOptionsTest::callsGoOnAsTheirOptionsSay_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const char* text, const char* expected) {
        QTest::newRow(name) << std::string(text) << std::string(expected);
    };
    row("a fixed delay stays", "a = Scripted(\"fail\") with retry: 3, delay: 1min\nout a",
        "a failed: failed 1 at 0, retry delay 2 at 0-60000, failed 2 at 60000, retry delay 3 at "
        "60000-120000, failed 3 at 120000, retry delay 4 at 120000-180000, failed 4 at 180000");
    row("a linear delay grows by itself",
        "a = Scripted(\"fail\") with retry: 3, delay: 10ms, backoff: linear\nout a",
        "a failed: failed 1 at 0, retry delay 2 at 0-10, failed 2 at 10, retry delay 3 at 10-30, "
        "failed 3 at 30, retry delay 4 at 30-60, failed 4 at 60");
    row("an exponential delay doubles up to 30 s",
        "a = Scripted(\"fail\") with retry: 4, delay: 10s, backoff: exponential\nout a",
        "a failed: failed 1 at 0, retry delay 2 at 0-10000, failed 2 at 10000, retry delay 3 at "
        "10000-30000, failed 3 at 30000, retry delay 4 at 30000-60000, failed 4 at 60000, retry "
        "delay 5 at 60000-90000, failed 5 at 90000");
    row("a growing delay that begins above 30 s stays what it is",
        "a = Scripted(\"fail\") with retry: 2, delay: 40s, backoff: exponential\nout a",
        "a failed: failed 1 at 0, retry delay 2 at 0-40000, failed 2 at 40000, retry delay 3 at "
        "40000-80000, failed 3 at 80000");
    row("a limit is that of each attempt, not of what it waits for",
        "a = Scripted(\"A: ok@20\") with concurrency: 1, timeout: 25ms\n"
        "b = Scripted(\"B: ok@20\") with concurrency: 1, timeout: 25ms\nout a\nout b",
        "a completed \"A 1\": completed 1 at 0-20\n"
        "b completed \"B 1\": permit wait 1 at 0-20, completed 1 at 20-40");
    row("what stands before a call in the graph is none of its time",
        "a = Scripted(\"A: ok@8000\")\nb = Step(\"B: ok@99\", a) with timeout: 100ms\nout b",
        "b completed \"B 1\": completed 1 at 8000-8099");
    row("a limit is kept to the moment", "a = Scripted(\"A: hang\") with timeout: 100ms\nout a",
        "a timed-out: timed out 1 at 0-100");
    row("a module's own limit counts where the text has none",
        "a = Limited(\"A: ok@40\")\nb = Limited(\"B: ok@40\") with timeout: 1s\nout a\nout b",
        "a timed-out: timed out 1 at 0-30\nb completed \"B 1\": completed 1 at 0-40");
    row("a fallback is worked out after the last failure only",
        "f = Other(\"F: ok@7\") with lazy\n"
        "a = Scripted(\"fail@5\") with retry: 1, fallback: f\n"
        "b = Scripted(\"B: ok\") with fallback: Other(\"never\")\nout a\nout b",
        "a fell-back \"F 1\": failed 1 at 0-5, failed 2 at 5-10, fell back 2 at 17\n"
        "b completed \"B 1\": completed 1 at 0");
    row("a fallback has options of its own",
        "a = Scripted(\"fail\") with fallback: Other(\"F: fail ok\") with retry: 1, delay: 3ms\n"
        "out a",
        "a fell-back \"F 2\": failed 1 at 0, fell back 1 at 3");
    row("what a failed fallback leaves is given to on_error",
        "a = Scripted(\"fail\") with fallback: Other(\"fail\"), on_error: skip\nout a",
        "a zeroed \"\": failed 1 at 0, zero value 1 at 0");
    row("a failing argument is none of the options' business",
        "a = Scripted(Other(\"fail\")) with retry: 3, fallback: \"x\", on_error: skip\nout a",
        "a upstream-failed");
    row("a call inside of a lambda has its options too",
        "a = map([\"A: fail ok\", \"B: ok\", \"fail\"], (s) => Scripted(s) with retry: 1, "
        "fallback: \"none\")\nout a",
        "a completed [\"A 2\",\"B 1\",\"none\"]: failed 1 at 0, completed 2 at 0, completed 1 at "
        "0, "
        "failed 1 at 0, failed 2 at 0");
    row("fallbacks nest inside of a lambda",
        "a = map([\"fail\"], (s) => Scripted(s) with fallback: Other(s) with fallback: \"both\")\n"
        "b = map([\"fail\"], (s) => Scripted(s) with on_error: skip, fallback: Other(s))\n"
        "out a\nout b",
        "a completed [\"both\"]: failed 1 at 0, failed 1 at 0\n"
        "b completed [\"\"]: failed 1 at 0");
    row("a lazy call that two others need is made once",
        "l = Scripted(\"L: ok@5\") with lazy\na = concat(l, \"!\")\nb = concat(l, \"?\")\n"
        "out a\nout b",
        "a completed \"L 1!\"\nb completed \"L 1?\"");
    row("a pure function is mended as well",
        "a = divide(1, 0) with on_error: skip\nb = list-first([1]) with fallback: 7\n"
        "c = divide(1, 0) with fallback: 9\nout a\nout b\nout c",
        "a zeroed 0: failed 1 at 0, zero value 1 at 0\nb completed 1\n"
        "c fell-back 9: failed 1 at 0, fell back 1 at 0");
}

void CallOptionsTest::callsGoOnAsTheirOptionsSay() {
    QFETCH(std::string, text);
    QFETCH(std::string, expected);
    OptionScene scene;
    const cst::RunSnapshot run = scene.run(text);
    QCOMPARE(scene.snapshot->errorCount, 0U);
    QCOMPARE(QString::fromStdString(described(run)), QString::fromStdString(expected));
    QCOMPARE(scene.clock.waiting(), 0U);
}

void CallOptionsTest::aFailureThatIsLoggedSaysSo() {
    OptionScene scene;
    const cst::RunSnapshot run =
        scene.run("a = Scripted(\"fail\") with on_error: log\n"
                  "b = Scripted(\"b: fail\") with retry: 1, on_error: log, fallback: \"x\"\n"
                  "c = Scripted(\"c: fail\") with retry: 1\nout a\nout b\nout c");
    QCOMPARE(run.status, RunStatus::Failed);
    std::sort(scene.log.lines.begin(), scene.log.lines.end());
    const std::string warning = "[constellation-lang] warning: Scripted failed, its ";
    QCOMPARE(scene.log.lines.size(), 2U);
    QCOMPARE(scene.log.lines[0], warning + "fallback is used: failed 2 times: 1. no: attempt 1 "
                                           "(R001); 2. no: attempt 2 (R001) (R003)");
    QCOMPARE(scene.log.lines[1], warning + "zero value is used: no: attempt 1 (R001)");
    QCOMPARE(run.errors.size(), 1U);
    QCOMPARE(run.errors[0].code, std::string("R003"));
    QCOMPARE(run.errors[0].node, std::string("c"));
    QCOMPARE(run.errors[0].attempts, 2U);
    QCOMPARE(nodeRun(run, "b").recovered->code, std::string("R003"));
}

void CallOptionsTest::throttlesAndPermitsAreThoseOfTheEngine() {
    OptionScene scene;
    const std::string text = "a = Scripted(\"A: ok@10\") with throttle: 1/50ms\n"
                             "b = Scripted(\"B: ok@10\") with concurrency: 1\nout a\nout b";
    const auto first = scene.prepared(text);
    const auto second = scene.prepared(text);
    first->start();
    second->start();
    scene.finish(*first);
    scene.finish(*second);
    QCOMPARE(described(first->report()), std::string("a completed \"A 1\": completed 1 at 0-10\n"
                                                     "b completed \"B 1\": completed 1 at 0-10"));
    QCOMPARE(described(second->report()),
             std::string("a completed \"A 2\": throttle wait 1 at 0-50, completed 1 at 50-60\n"
                         "b completed \"B 2\": permit wait 1 at 0-10, completed 1 at 10-20"));
    // Another rate, and another module, are other throttles.
    const cst::RunSnapshot others =
        scene.run("a = Scripted(\"A: ok\") with throttle: 1/51ms\n"
                  "b = Other(\"B: ok\") with throttle: 1/50ms\nout a\nout b");
    QCOMPARE(described(others, "a"), std::string("a completed \"A 1\": completed 1 at 0"));
    QCOMPARE(described(others, "b"), std::string("b completed \"B 1\": completed 1 at 0"));
}

void CallOptionsTest::aResultStaysInTheCacheForItsTime() {
    OptionScene scene;
    const std::string text = "a = Scripted(\"A: ok\") with cache: 1min\nout a";
    const std::string other =
        "a = Scripted(\"A: ok\") with cache: 1min, cache_backend: \"b\"\nout a";
    const auto value = [&](const std::string& of) { return described(scene.run(of)); };
    QCOMPARE(value(text), std::string("a completed \"A 1\": completed 1 at 0"));
    QCOMPARE(value(text), std::string("a cached \"A 1\": cache hit at 0"));
    QCOMPARE(value("x = Scripted(\"A: ok\") with cache: 1h\nout x"),
             std::string("x cached \"A 1\": cache hit at 0"));
    QCOMPARE(value(other), std::string("a completed \"A 2\": completed 1 at 0"));
    scene.pass(std::chrono::minutes(1));
    QCOMPARE(value(text), std::string("a cached \"A 1\": cache hit at 0"));
    scene.pass(std::chrono::nanoseconds(1));
    QCOMPARE(value(text), std::string("a completed \"A 3\": completed 1 at 0"));
    cst::PipelineRun::Options without;
    without.usesCaches = false;
    QCOMPARE(described(scene.run(text, without)),
             std::string("a completed \"A 4\": completed 1 at 0"));
    // Neither failures nor what stands in for them are kept.
    const std::string failing = "a = Scripted(\"fail\") with cache: 1h, fallback: \"f\"\nout a";
    QCOMPARE(value(failing), std::string("a fell-back \"f\": failed 1 at 0, fell back 1 at 0"));
    QCOMPARE(value(failing), std::string("a fell-back \"f\": failed 1 at 0, fell back 1 at 0"));
}

void CallOptionsTest::equalCallsOfTwoRunsAreMadeOnce() {
    OptionScene scene;
    const std::string text = "a = Scripted(\"A: ok@10\") with cache: 1min\nout a";
    const auto first = scene.prepared(text);
    const auto second = scene.prepared(text);
    first->start();
    second->start();
    scene.finish(*first);
    scene.finish(*second);
    QCOMPARE(described(first->report()), std::string("a completed \"A 1\": completed 1 at 0-10"));
    QCOMPARE(described(second->report()),
             std::string("a cached \"A 1\": cache wait at 0-10, cache hit at 10"));
    QCOMPARE(scene.script->attemptsOf("A: ok@10"), 1);
}

void CallOptionsTest::equalCallsAreMadeOnceWhateverTheirOtherOptions_data() {
    QTest::addColumn<std::string>("argument");
    QTest::addColumn<std::string>("options");  // of the second call; the first has none
    QTest::addColumn<std::string>("second");
    QTest::addColumn<int>("attempts");
    const auto row = [](const char* argument, const char* options, const char* second, int made) {
        QTest::newRow(options) << std::string(argument) << std::string(options)
                               << std::string(second) << made;
    };
    const char* const shared = "cached \"A 1\": cache wait at 0-10, cache hit at 10";
    for (const char* options :
         {"cache: 1h, timeout: 1s", "cache: 1min, retry: 2, delay: 1s", "cache: 1h, throttle: 1/1h",
          "cache: 1h, concurrency: 1", "cache: 1h, cache_backend: \"other\"",
          "cache: 1h, priority: low"}) {
        row("A: ok@10", options, shared, 1);
    }
    // A limit is for what the call itself takes, not for what it waits for.
    row("A: ok@10", "cache: 1h, timeout: 4ms", shared, 1);
    row("A: fail@10 ok@20", "cache: 1h, timeout: 4ms",
        "timed-out: cache wait at 0-10, timed out 1 at 10-14", 2);
    row("A: fail@10 ok@20", "cache: 1h, timeout: 100ms",
        "completed \"A 2\": cache wait at 0-10, completed 1 at 10-30", 2);
    row("A: fail@10 fail@20 ok@5", "cache: 1h, retry: 1",
        "completed \"A 3\": cache wait at 0-10, failed 1 at 10-30, completed 2 "
        "at 30-35",
        3);
    row("A: fail@10", "cache: 1min", "failed: cache wait at 0-10", 1);  // as the first would
}

void CallOptionsTest::equalCallsAreMadeOnceWhateverTheirOtherOptions() {
    QFETCH(std::string, argument);
    QFETCH(std::string, options);
    QFETCH(std::string, second);
    QFETCH(int, attempts);
    OptionScene scene;
    const auto leads = scene.prepared("a = Scripted(\"" + argument + "\") with cache: 1h\nout a");
    leads->start();
    const auto follows =
        scene.prepared("a = Scripted(\"" + argument + "\") with " + options + "\nout a");
    QCOMPARE(scene.snapshot->errorCount, 0U);
    follows->start();
    scene.finish(*leads);
    scene.finish(*follows);
    QCOMPARE(QString::fromStdString(described(follows->report())),
             QString::fromStdString("a " + second));
    QCOMPARE(scene.script->attemptsOf(argument), attempts);
    QCOMPARE(scene.clock.waiting(), std::size_t{0});  // no timer is left behind
}

void CallOptionsTest::aCallGoesOnByItselfWhenTheOneItWaitedForIsStopped() {
    OptionScene scene;
    const std::string text = "a = Scripted(\"A: ok@10\") with cache: 1min\nout a";
    const auto first = scene.prepared(text);
    const auto second = scene.prepared(text);
    first->start();
    scene.pass(std::chrono::milliseconds(1));
    second->start();
    scene.pass(std::chrono::milliseconds(4));
    first->stop();
    scene.finish(*first);
    scene.finish(*second);
    QCOMPARE(first->report().status, RunStatus::Cancelled);
    QCOMPARE(described(second->report()),
             std::string("a completed \"A 2\": cache wait at 0-4, completed 1 at 4-14"));
}

void CallOptionsTest::aStopReachesWhateverACallWaitsIn_data() {
    QTest::addColumn<std::string>("options");
    QTest::addColumn<std::string>("argument");
    QTest::newRow("an answer") << std::string("retry: 1") << std::string("ok@100");
    QTest::newRow("an answer with a limit") << std::string("timeout: 1s") << std::string("ok@100");
    QTest::newRow("an answer that never comes") << std::string("retry: 1") << std::string("hang");
    QTest::newRow("a delay") << std::string("retry: 1, delay: 1min") << std::string("fail");
    QTest::newRow("a token") << std::string("throttle: 1/1h") << std::string("ok@100");
    QTest::newRow("a permit") << std::string("concurrency: 1") << std::string("ok@100");
    QTest::newRow("an equal call") << std::string("cache: 1min") << std::string("ok@100");
    QTest::newRow("a fallback") << std::string("fallback: Other(\"ok@100\")")
                                << std::string("fail");
    QTest::newRow("an attempt that is deaf") << std::string("retry: 1") << std::string("late@100");
}

void CallOptionsTest::aStopReachesWhateverACallWaitsIn() {
    QFETCH(std::string, options);
    QFETCH(std::string, argument);
    OptionScene scene;
    const std::string call = "Scripted(\"" + argument + "\") with " + options + "\n";
    const auto run = scene.prepared("a = " + call + "b = " + call + "out a\nout b");
    QCOMPARE(scene.snapshot->errorCount, 0U);
    run->start();
    scene.pass(std::chrono::milliseconds(1));
    QVERIFY(!run->ended());
    run->stop();
    scene.engine.executor().drain();
    QVERIFY(run->ended());  // and no time has passed
    const cst::RunSnapshot report = run->report();
    QCOMPARE(report.status, RunStatus::Cancelled);
    QCOMPARE(nodeRun(report, "a").status, NodeStatus::Cancelled);
    QCOMPARE(nodeRun(report, "b").status, NodeStatus::Cancelled);
    const cst::CallServices::Load load = scene.engine.calls().load();
    QCOMPARE(load.throttled, 0U);
    QCOMPARE(load.permitWaits, 0U);
    scene.pass(std::chrono::seconds(1));
    QCOMPARE(scene.clock.waiting(), 0U);
    // What it held was given back.
    const cst::RunSnapshot next = scene.run("a = Scripted(\"A: ok@1\") with concurrency: 1\nout a");
    QCOMPARE(described(next), std::string("a completed \"A 1\": completed 1 at 0-1"));
}

void CallOptionsTest::faultsOfAModuleAreErrorsOfItsNode_data() {
    QTest::addColumn<std::string>("argument");
    QTest::addColumn<QString>("error");
    QTest::newRow("throws") << std::string("throw") << "R001 thrown";
    QTest::newRow("has no memory")
        << std::string("memory") << "R001 there is not enough memory for the result";
    QTest::newRow("returns another type")
        << std::string("wrong") << "R001 the module returned something else than String";
    QTest::newRow("drops its completion")
        << std::string("drop") << "R001 the module gave up without an answer";
    QTest::newRow("says it waits and does not")
        << std::string("silent") << "R001 the module neither ended nor took a completion";
    QTest::newRow("never ends") << std::string("hang") << "R002 timed out";
    QTest::newRow("answers twice") << std::string("twice") << "";
}

/// Without options (where it is stopped by nobody else, by the limit of the run), and with them.
void CallOptionsTest::faultsOfAModuleAreErrorsOfItsNode() {
    QFETCH(std::string, argument);
    QFETCH(QString, error);
    for (const std::string options :
         {"", " with retry: 1", " with timeout: 1s", " with cache: 1s"}) {
        OptionScene scene;
        cst::PipelineRun::Options limited;
        limited.limit = std::chrono::seconds(5);
        const cst::RunSnapshot run = scene.run("a = Scripted(\"" + argument + "\")" + options +
                                                   "\nb = trim(a)\nc = 1 + 1\n"
                                                   "out b\nout c",
                                               limited);
        const bool isEndless = argument == "hang" && options != " with timeout: 1s";
        const QString message =
            run.errors.empty()
                ? QString()
                : QString::fromStdString(run.errors[0].code + " " + run.errors[0].message);
        if (isEndless) {
            QCOMPARE(run.status, RunStatus::TimedOut);
        } else if (error.isEmpty()) {
            QCOMPARE(run.status, RunStatus::Completed);
        } else if (options == " with retry: 1") {
            QVERIFY2(message.startsWith("R003 failed 2 times: 1. " + error.mid(5) + " (R001)"),
                     qPrintable(message));
        } else {
            QVERIFY2(message.startsWith(error), qPrintable(message));
        }
        QCOMPARE(run.outputs[1].json, std::string("2"));
        QCOMPARE(scene.clock.waiting(), 0U);
    }
}

void CallOptionsTest::anAttemptThatHasTimedOutMayAnswerAndNobodyCares() {
    OptionScene scene;
    const cst::RunSnapshot run =
        scene.run("a = Scripted(\"A: late@20 ok@5\") with timeout: 10ms, retry: 1\nout a");
    QCOMPARE(described(run),
             std::string("a completed \"A 2\": timed out 1 at 0-10, completed 2 at 10-15"));
    scene.pass(std::chrono::seconds(1));
    QCOMPARE(scene.clock.waiting(), 0U);
}

QTEST_GUILESS_MAIN(CallOptionsTest)
#include "tst_call_options.moc"

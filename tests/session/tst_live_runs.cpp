#include "engine/session/session.h"
#include "tests/support/gated_modules.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <mutex>

// Live mode: each text runs at once, what is known is not worked out again, what nobody wants any
// more stops, and effects are done only when somebody asks.

using cst::NodeRun;
using cst::NodeStatus;
using cst::RanBecause;
using cst::RunSnapshotPtr;
using cst::test::Gates;

class LiveRunsTest : public QObject {
    Q_OBJECT

private slots:
    void eachTextRunsAtOnceAndOnlyWhatChanged();
    void newInputsRunAtOnceAndOnlyWhatNeedsThem();
    void theSameInputsAgainAreNoNews();
    void whatIsNoInputAnyMoreIsNotComplainedOf();
    void liveModeOffRunsNothing();
    void effectsAreHeldUntilSomebodyRuns();
    void theLastResultOfAnEffectServesWhileItIsCalledWithTheSame();
    void anEffectOfAnArmThatIsNotTakenHoldsNothing();
    void fiftyKeyPressesLeaveNothingObsoleteRunning();
    void aStepThatIsStillWantedGoesOnAcrossEdits();
    void aRunThatWasAskedForComesFirstAndLiveFollows();
    void aRunThatWasAskedForTakesWhatALiveRunIsJustAt();
    void stoppingStopsWhatOlderTextsLeft();
    void whatSwitchingOffStoppedRunsWhenItIsOnAgain();
    void aFailureIsNotTriedAgainUntilItsInputsChange();
    void aNewTextOfAnotherDocumentKnowsThePureResults();
    void whatNothingNeedsYetRunsToo();
    void aBrokenStatementKeepsItsLastResult();
    void aGhostKeepsItsResultWhenSomebodyRunsAndNamesTheCause();
    void aStaleExpectationIsNeitherMetNorMissed();
    void afterARunThatWasStoppedTheChangedTextRuns();
    void endingASessionDuringLiveRunsDoesNotHang();
};

namespace {

class Scene : public cst::Session::Observer {
public:
    Scene() : session(options(gates), *this) {}
    void snapshotReady(cst::SnapshotPtr snapshot) override { revision = snapshot->revision; }
    void runChanged(RunSnapshotPtr run) override {
        const std::lock_guard lock(mutex);
        runs.push_back(std::move(run));
    }

    static cst::Session::Options options(const std::shared_ptr<Gates>& gates) {
        cst::Session::Options options;
        options.workers = 2;
        options.addModules = [gates](cst::Registry& registry) {
            cst::test::addGatedModules(registry, gates);
        };
        return options;
    }
    RunSnapshotPtr last() const {
        const std::lock_guard lock(mutex);
        return runs.empty() ? nullptr : runs.back();
    }
    /// The end of a run of that text, or null.
    RunSnapshotPtr endOf(cst::Revision text) const {
        const RunSnapshotPtr run = last();
        return run && run->finished() && run->compiled->revision == text ? run : nullptr;
    }
    std::size_t runCount() const {
        const std::lock_guard lock(mutex);
        return runs.size();
    }

    std::shared_ptr<Gates> gates = std::make_shared<Gates>();
    mutable std::mutex mutex;
    std::vector<RunSnapshotPtr> runs;
    std::atomic<cst::Revision> revision{0};
    cst::Session session;  // last: it calls while the rest is there
};

const NodeRun& node(const RunSnapshotPtr& run, std::string_view key) {
    const cst::NodeId id = run->compiled->graph->byKey(key);
    Q_ASSERT(id.hasValue());
    return run->nodes[id.index];
}

bool wasReused(const RunSnapshotPtr& run, std::string_view key) {
    const NodeRun& row = node(run, key);
    return row.status == NodeStatus::Cached && row.wasUs >= 0 && row.attempts == 0;
}

std::string output(const RunSnapshotPtr& run, std::string_view name) {
    if (!run) {
        return "<no run>";
    }
    for (const cst::OutputValue& output : run->outputs) {
        if (output.name == name) {
            return output.ready ? output.json : "<" + output.pendingReason + ">";
        }
    }
    return "<none>";
}

std::vector<int64_t> sorted(std::vector<int64_t> numbers) {
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

}  // namespace

void LiveRunsTest::eachTextRunsAtOnceAndOnlyWhatChanged() {
    Scene scene;
    scene.session.setLive(cst::RunRequest{});
    cst::Revision text = scene.session.setText(
        1, "@example(5)\nin x: Int\na = Counted(x)\nb = Counted(a)\nc = Counted(7)\nout b\nout c");
    QTRY_VERIFY(scene.endOf(text));
    QCOMPARE(output(scene.last(), "b"), std::string("7"));
    QCOMPARE(node(scene.last(), "b").because, RanBecause::FirstRun);
    QVERIFY(scene.last()->isLive);

    text = scene.session.setText(
        1, "@example(5)\nin x: Int\na = Counted(x)\nb = Counted(a)\nc = Counted(8)\nout b\nout c");
    QTRY_VERIFY(scene.endOf(text));
    QVERIFY(wasReused(scene.last(), "a"));
    QVERIFY(wasReused(scene.last(), "b"));
    QCOMPARE(output(scene.last(), "c"), std::string("9"));
    QCOMPARE(node(scene.last(), "c").status, NodeStatus::Completed);
    QCOMPARE(node(scene.last(), "c").because, RanBecause::LiteralChanged);
    QCOMPARE(node(scene.last(), "a").wasRun, 1U);
    QCOMPARE(scene.gates->calls("Counted", 5), 1);

    // A comment, another order, another name: the same nodes, and nothing to do.
    text =
        scene.session.setText(1, "# why\n@example(5)\nin x: Int\nd = Counted(8)\nb2 = Counted(x)\n"
                                 "b = Counted(b2)\nout b\nout d");
    QTRY_VERIFY(scene.endOf(text));
    QCOMPARE(output(scene.last(), "d"), std::string("9"));
    QCOMPARE(scene.gates->allCalls("Counted"), 4);
    // What was there before is known, too.
    text = scene.session.setText(
        1, "@example(5)\nin x: Int\na = Counted(x)\nb = Counted(a)\nc = Counted(7)\nout b\nout c");
    QTRY_VERIFY(scene.endOf(text));
    QCOMPARE(scene.gates->allCalls("Counted"), 4);
}

void LiveRunsTest::newInputsRunAtOnceAndOnlyWhatNeedsThem() {
    Scene scene;
    cst::RunRequest request;
    request.inputsJson = R"({"x": 1, "y": 2})";
    scene.session.setLive(request);
    const cst::Revision text = scene.session.setText(
        1, "in x: Int\nin y: Int\na = Counted(x)\nb = Counted(y)\nc = Counted(a)\nout b\nout c");
    QTRY_VERIFY(scene.endOf(text));
    request.inputsJson = R"({"x": 10, "y": 2})";
    scene.session.setLive(request);
    QTRY_COMPARE(output(scene.last(), "c"), std::string("12"));
    QTRY_VERIFY(scene.endOf(text));
    QVERIFY(wasReused(scene.last(), "b"));
    QCOMPARE(node(scene.last(), "a").because, RanBecause::InputChanged);
    QCOMPARE(node(scene.last(), "a").becauseOf, std::string("x"));
    QCOMPARE(node(scene.last(), "c").because, RanBecause::InputChanged);
    QCOMPARE(scene.gates->calls("Counted", 2), 2);  // y, and the first a
}

void LiveRunsTest::theSameInputsAgainAreNoNews() {
    Scene scene;
    scene.session.setLive(cst::RunRequest{});
    const cst::Revision text = scene.session.setText(1, "a = Counted(1)\nout a");
    QTRY_VERIFY(scene.endOf(text));
    const uint64_t number = scene.last()->run;
    scene.session.setLive(cst::RunRequest{});
    scene.session.run({});
    QTRY_VERIFY(scene.endOf(text) && scene.last()->run > number);
    QCOMPARE(scene.last()->run, number + 1);
}

/// The text changes before who gives the inputs knows of it.
void LiveRunsTest::whatIsNoInputAnyMoreIsNotComplainedOf() {
    Scene scene;
    cst::RunRequest request;
    request.inputsJson = R"({"x": 1, "gone": 2})";
    scene.session.setLive(request);
    const cst::Revision text = scene.session.setText(1, "in x: Int\na = Counted(x)\nout a");
    QTRY_VERIFY(scene.endOf(text));
    QCOMPARE(scene.last()->warnings.size(), std::size_t{1});
    request.inputsJson = R"({"x": 1})";
    scene.session.setLive(request);
    QTRY_VERIFY(scene.last()->run == 2 && scene.last()->finished());
    QVERIFY(scene.last()->warnings.empty());
}

void LiveRunsTest::liveModeOffRunsNothing() {
    Scene scene;
    scene.session.setLive(cst::RunRequest{});
    scene.session.setLive(std::nullopt);
    const cst::Revision text = scene.session.setText(1, "a = Counted(1)\nout a");
    scene.session.run({});  // what would have run before this one has
    QTRY_VERIFY(scene.endOf(text));
    QCOMPARE(scene.last()->run, 1U);
    QVERIFY(!scene.last()->isLive);
}

void LiveRunsTest::effectsAreHeldUntilSomebodyRuns() {
    Scene scene;
    scene.session.setLive(cst::RunRequest{});
    const cst::Revision text =
        scene.session.setText(1, "a = Effect(1)\nb = Counted(a)\nc = Counted(5)\nout b\nout c");
    QTRY_VERIFY(scene.endOf(text));
    QCOMPARE(node(scene.last(), "a").status, NodeStatus::Stale);
    QCOMPARE(node(scene.last(), "b").status, NodeStatus::Stale);
    QCOMPARE(output(scene.last(), "b"), std::string("<stale: a run brings it up to date>"));
    QCOMPARE(output(scene.last(), "c"), std::string("6"));
    QCOMPARE(scene.gates->allCalls("Effect"), 0);
    QVERIFY(scene.last()->errors.empty());
    QVERIFY(!scene.last()->canResume);
}

void LiveRunsTest::theLastResultOfAnEffectServesWhileItIsCalledWithTheSame() {
    Scene scene;
    const auto write = [&](const std::string& argument, const std::string& more) {
        return scene.session.setText(1, "a = Effect(" + argument +
                                            ")\nb = Counted(a)\nc = Counted(" + more +
                                            ")\nout b\nout c");
    };
    scene.session.setLive(cst::RunRequest{});
    cst::Revision text = write("1", "50");
    QTRY_VERIFY(scene.endOf(text));
    scene.gates->setEffect(100);
    scene.session.run({});
    QTRY_VERIFY(scene.last()->finished() && !scene.last()->isLive);
    QCOMPARE(output(scene.last(), "b"), std::string("102"));
    QCOMPARE(node(scene.last(), "a").because, RanBecause::Effect);

    text = write("1", "51");  // something else changes
    QTRY_VERIFY(scene.endOf(text));
    QVERIFY(wasReused(scene.last(), "a"));
    QCOMPARE(output(scene.last(), "b"), std::string("102"));
    QCOMPARE(output(scene.last(), "c"), std::string("52"));
    QCOMPARE(scene.gates->calls("Counted", 101), 1);

    text = write("2", "51");
    QTRY_VERIFY(scene.endOf(text));
    QCOMPARE(node(scene.last(), "b").status, NodeStatus::Stale);

    text = write("1", "51");  // undo
    QTRY_VERIFY(scene.endOf(text));
    QCOMPARE(output(scene.last(), "b"), std::string("102"));

    // It comes to the same again: what stands below it has nothing to do.
    scene.session.run({});
    QTRY_VERIFY(scene.last()->finished() && !scene.last()->isLive);
    QVERIFY(wasReused(scene.last(), "b"));
    QCOMPARE(scene.gates->calls("Effect", 1), 2);
    // To something else: it has.
    scene.gates->setEffect(200);
    const uint64_t before = scene.last()->run;
    scene.session.run({});
    QTRY_VERIFY(scene.last()->finished() && scene.last()->run > before);
    QCOMPARE(output(scene.last(), "b"), std::string("202"));
    QCOMPARE(node(scene.last(), "b").because, RanBecause::UpstreamChanged);
    QCOMPARE(node(scene.last(), "b").becauseOf, std::string("a"));
    text = write("1", "52");
    QTRY_VERIFY(scene.endOf(text));
    QCOMPARE(output(scene.last(), "b"), std::string("202"));
}

void LiveRunsTest::anEffectOfAnArmThatIsNotTakenHoldsNothing() {
    Scene scene;
    cst::RunRequest request;
    request.inputsJson = R"({"asks": false})";
    scene.session.setLive(request);
    const cst::Revision text = scene.session.setText(
        1, "in asks: Boolean\na = if (asks) Effect(1) else Counted(1)\nb = Counted(a)\nout b");
    QTRY_VERIFY(scene.endOf(text));
    QCOMPARE(output(scene.last(), "b"), std::string("3"));
    request.inputsJson = R"({"asks": true})";
    scene.session.setLive(request);
    QTRY_COMPARE(output(scene.last(), "b"), std::string("<stale: a run brings it up to date>"));
    request.inputsJson = R"({"asks": false})";
    scene.session.setLive(request);
    QTRY_COMPARE(output(scene.last(), "b"), std::string("3"));
    QCOMPARE(scene.gates->allCalls("Counted"), 2);
}

void LiveRunsTest::fiftyKeyPressesLeaveNothingObsoleteRunning() {
    Scene scene;
    scene.session.setLive(cst::RunRequest{});
    for (int i = 1; i <= 50; ++i) {
        scene.session.setText(1, "a = Gate(" + std::to_string(i) + ")\nb = Counted(a)\nout b");
        if (i % 5 == 0) {
            // Somebody who types slower sees it begin.
            const std::vector<int64_t> now{i};
            QTRY_COMPARE(scene.gates->waiting(), now);
        }
    }
    const std::vector<int64_t> last{50};
    QTRY_COMPARE(scene.gates->waiting(), last);
    scene.gates->open(50);
    QTRY_COMPARE(output(scene.last(), "b"), std::string("51"));
    QCOMPARE(scene.gates->calls("Gate", 50), 1);
}

void LiveRunsTest::aStepThatIsStillWantedGoesOnAcrossEdits() {
    Scene scene;
    scene.session.setLive(cst::RunRequest{});
    cst::Revision text = 0;
    for (int i = 1; i <= 50; ++i) {
        text = scene.session.setText(1, "slow = Gate(1000)\nother = Gate(" + std::to_string(i) +
                                            ")\nquick = Counted(" + std::to_string(i) +
                                            ")\nsum = slow + other\nout sum\nout quick");
        if (i % 10 == 0) {
            QTRY_COMPARE(output(scene.last(), "quick"), std::to_string(i + 1));
            const std::vector<int64_t> both{i, 1000};
            QTRY_COMPARE(sorted(scene.gates->waiting()), both);
        }
    }
    scene.gates->open(50);
    scene.gates->open(1000);
    QTRY_VERIFY(scene.endOf(text));
    QCOMPARE(output(scene.last(), "sum"), std::string("1050"));
    QCOMPARE(scene.gates->calls("Gate", 1000), 1);
    QVERIFY(wasReused(scene.last(), "slow"));
    QVERIFY(scene.gates->waiting().empty());
}

void LiveRunsTest::aRunThatWasAskedForComesFirstAndLiveFollows() {
    Scene scene;
    scene.session.setText(1, "a = Gate(1)\nb = Effect(a)\nout b");
    scene.session.run({});
    QTRY_COMPARE(scene.gates->calls("Gate", 1), 1);
    scene.session.setLive(cst::RunRequest{});
    const cst::Revision text = scene.session.setText(1, "a = Gate(1)\nb = Effect(a)\nc = 4\nout c");
    QTRY_COMPARE(scene.revision.load(), text);
    QVERIFY(!scene.last()->isLive);
    scene.gates->open(1);
    QTRY_VERIFY(scene.endOf(text));
    QVERIFY(scene.last()->isLive);
    QCOMPARE(scene.gates->calls("Effect", 1), 1);
    QCOMPARE(output(scene.last(), "c"), std::string("4"));
    const std::lock_guard lock(scene.mutex);
    const auto asked = std::find_if(scene.runs.begin(), scene.runs.end(), [](const auto& run) {
        return run->finished() && !run->isLive;
    });
    QVERIFY(asked != scene.runs.end());
    QCOMPARE(output(*asked, "b"), std::string("1"));
}

void LiveRunsTest::aRunThatWasAskedForTakesWhatALiveRunIsJustAt() {
    Scene scene;
    scene.session.setLive(cst::RunRequest{});
    scene.session.setText(1, "a = Gate(1)\nb = Effect(a)\nout b");
    QTRY_COMPARE(scene.gates->calls("Gate", 1), 1);
    scene.session.run({});
    QTRY_VERIFY(scene.last() && !scene.last()->isLive);
    scene.gates->open(1);
    QTRY_COMPARE(output(scene.last(), "b"), std::string("1"));
    QCOMPARE(scene.gates->calls("Gate", 1), 1);
}

void LiveRunsTest::stoppingStopsWhatOlderTextsLeft() {
    Scene scene;
    scene.session.setLive(cst::RunRequest{});
    scene.session.setText(1, "a = Gate(1)\nout a");
    QTRY_COMPARE(scene.gates->calls("Gate", 1), 1);
    const cst::Revision text = scene.session.setText(1, "a = Gate(1)\nb = a + 1\nout b");
    QTRY_VERIFY(scene.last() && scene.last()->compiled->revision == text);
    scene.session.stop();
    QTRY_VERIFY(scene.gates->waiting().empty());
    QTRY_VERIFY(scene.endOf(text));
    QCOMPARE(scene.last()->status, cst::RunStatus::Cancelled);
    QCOMPARE(scene.gates->calls("Gate", 1), 1);
}

void LiveRunsTest::whatSwitchingOffStoppedRunsWhenItIsOnAgain() {
    Scene scene;
    scene.session.setLive(cst::RunRequest{});
    const cst::Revision text = scene.session.setText(1, "a = Gate(1)\nout a");
    QTRY_COMPARE(scene.gates->calls("Gate", 1), 1);
    scene.session.setLive(std::nullopt);  // an input that is half typed
    QTRY_VERIFY(scene.endOf(text));
    scene.session.setLive(cst::RunRequest{});
    QTRY_COMPARE(scene.gates->calls("Gate", 1), 2);
    scene.gates->open(1);
    QTRY_COMPARE(output(scene.last(), "a"), std::string("1"));
}

void LiveRunsTest::aFailureIsNotTriedAgainUntilItsInputsChange() {
    Scene scene;
    scene.session.setLive(cst::RunRequest{});
    cst::Revision text = scene.session.setText(1, "a = Failing(1)\nout a");
    QTRY_VERIFY(scene.endOf(text));
    text = scene.session.setText(1, "a = Failing(1)\nb = Counted(1)\nout a\nout b");
    QTRY_VERIFY(scene.endOf(text));
    QCOMPARE(node(scene.last(), "a").status, NodeStatus::Failed);
    QCOMPARE(scene.last()->errors.size(), std::size_t{1});
    QCOMPARE(scene.last()->errors[0].message, std::string("no"));
    QCOMPARE(scene.gates->calls("Failing", 1), 1);
    text = scene.session.setText(1, "a = Failing(2)\nout a");
    QTRY_VERIFY(scene.endOf(text));
    QCOMPARE(scene.gates->calls("Failing", 2), 1);
}

void LiveRunsTest::aNewTextOfAnotherDocumentKnowsThePureResults() {
    Scene scene;
    scene.session.setLive(cst::RunRequest{});
    cst::Revision text = scene.session.setText(1, "a = Counted(1)\nb = Effect(1)\nout a\nout b");
    QTRY_VERIFY(scene.endOf(text));
    scene.session.run({});
    QTRY_VERIFY(scene.last()->finished() && !scene.last()->isLive);
    text = scene.session.setText(2, "z = Counted(1)\nb = Effect(1)\nout z\nout b");
    QTRY_VERIFY(scene.endOf(text));
    QVERIFY(wasReused(scene.last(), "z"));
    QCOMPARE(node(scene.last(), "b").status, NodeStatus::Stale);  // that was another node's call
}

void LiveRunsTest::whatNothingNeedsYetRunsToo() {
    Scene scene;
    scene.session.setLive(cst::RunRequest{});
    cst::Revision text =
        scene.session.setText(1, "a = Counted(1)\nb = Counted(a)\nc = Counted(9)\nout b");
    QTRY_VERIFY(scene.endOf(text));
    QCOMPARE(node(scene.last(), "c").status, NodeStatus::Completed);
    text = scene.session.setText(1, "a = Counted(1)\nb = Counted(a +)\nc = Counted(9)\nout b");
    QTRY_VERIFY(scene.endOf(text));
    QVERIFY(wasReused(scene.last(), "a"));
    QVERIFY(wasReused(scene.last(), "c"));
    // A run that was asked for does what is needed.
    scene.session.run({});
    QTRY_VERIFY(scene.last()->finished() && !scene.last()->isLive);
    QCOMPARE(node(scene.last(), "c").status, NodeStatus::Skipped);
}

void LiveRunsTest::aBrokenStatementKeepsItsLastResult() {
    Scene scene;
    scene.session.setLive(cst::RunRequest{});
    cst::Revision text = scene.session.setText(1, "a = Counted(1)\nb = Counted(a)\nout b");
    QTRY_VERIFY(scene.endOf(text));
    for (const char* broken :
         {"a = Counted(1)\nb = Counted(a +\nout b", "a = Counted(1)\nb = Counted(a + )\nout b"}) {
        text = scene.session.setText(1, broken);
        QTRY_VERIFY(scene.endOf(text));
        QCOMPARE(node(scene.last(), "b").preview, std::string("3"));
        QVERIFY(cst::isDone(node(scene.last(), "b").status));
    }
}

void LiveRunsTest::aGhostKeepsItsResultWhenSomebodyRunsAndNamesTheCause() {
    Scene scene;
    const std::string rest = "b = a * 2\nc = b + 1\nd = Range(1, c)\nout c\nout d\n";
    scene.session.setLive(cst::RunRequest{.inputsJson = R"({"x": 3})"});
    const cst::Revision good = scene.session.setText(1, "in x: Int\na = x + 1\n" + rest);
    QTRY_VERIFY(scene.endOf(good));
    const std::string was = node(scene.last(), "b").preview;
    QCOMPARE(was, std::string("8"));
    // Only `a` has an error: what is made of it has no type any more.
    const cst::Revision broken = scene.session.setText(1, "in x: Int\na = yx + 1\n" + rest);
    QTRY_VERIFY(scene.endOf(broken));
    const std::size_t before = scene.runCount();
    scene.session.run({.inputsJson = R"({"x": 3})"});
    QTRY_VERIFY(scene.runCount() > before && scene.endOf(broken) && !scene.last()->isLive);
    for (const char* key : {"a", "b", "c"}) {
        QVERIFY2(cst::isDone(node(scene.last(), key).status), key);
    }
    QCOMPARE(node(scene.last(), "b").preview, was);
    QCOMPARE(node(scene.last(), "b").blockedBy, std::string("a"));
    QCOMPARE(node(scene.last(), "c").blockedBy, std::string("a"));
    QCOMPARE(node(scene.last(), "a").blockedBy, std::string("a"));
    QCOMPARE(output(scene.last(), "c"), std::string("<`a` does not compile>"));
}

void LiveRunsTest::aStaleExpectationIsNeitherMetNorMissed() {
    Scene scene;
    cst::RunRequest request;
    request.sample = "one";
    request.expect = {{"a", "2"}, {"b", "5"}};
    scene.session.setLive(request);
    const cst::Revision text =
        scene.session.setText(1, "a = Counted(1)\nb = Effect(5)\nout a\nout b");
    QTRY_VERIFY(scene.endOf(text));
    const std::vector<cst::Expectation>& rows = scene.last()->expectations;
    QCOMPARE(rows.size(), std::size_t{2});
    QVERIFY(rows[0].ok && !rows[0].stale);
    QVERIFY(!rows[1].ok && rows[1].stale);
}

void LiveRunsTest::afterARunThatWasStoppedTheChangedTextRuns() {
    Scene scene;
    scene.session.setLive(cst::RunRequest{});
    scene.session.setText(1, "a = Gate(1)\nb = Effect(a)\nout b");
    scene.session.run({});
    QTRY_VERIFY(scene.last() && !scene.last()->isLive);
    const cst::Revision text = scene.session.setText(1, "c = Counted(4)\nout c");
    QTRY_COMPARE(scene.revision.load(), text);
    scene.session.stop();
    QTRY_VERIFY(scene.endOf(text));
    QCOMPARE(output(scene.last(), "c"), std::string("5"));
}

void LiveRunsTest::endingASessionDuringLiveRunsDoesNotHang() {
    const auto gates = [] {
        Scene scene;
        scene.session.setLive(cst::RunRequest{});
        for (int i = 0; i < 20; ++i) {
            scene.session.setText(1, "s = Gate(0)\na = Gate(" + std::to_string(i % 3) +
                                         ")\nout a\nout s");
            if (i % 4 == 0) {
                [&] { QTRY_VERIFY(scene.gates->calls("Gate", 0) > 0); }();
            }
        }
        return scene.gates;
    }();
    QVERIFY(gates->waiting().empty());
}

QTEST_GUILESS_MAIN(LiveRunsTest)
#include "tst_live_runs.moc"

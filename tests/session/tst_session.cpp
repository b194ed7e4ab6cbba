#include "engine/session/damaged_places.h"
#include "engine/session/file_io.h"
#include "engine/session/session.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>

// The door to the user interface: texts in, snapshots and runs out, nothing blocks.

class SessionTest : public QObject {
    Q_OBJECT

private slots:
    void theNewestTextWinsAndRevisionsNeverGoBack();
    void aRunUsesTheNewestTextAndItsExamples();
    void aPipelineWithErrorsRunsAsFarAsItCompiled();
    void progressIsPublishedWhileARunGoes();
    void outputsAreToldAsTheyComeWhateverTheProgressIsTold();
    void aFloodOfEventsEndsInTheRightState();
    void whoWatchesTheEngineHearsOfIt();
    void stoppingEndsTheRunAndSaysSo();
    void aRunThatIsStoppedBeforeItBeganStillSaysSo();
    void aNewRunStopsTheOldOne();
    void everyEndCarriesItsOutputsAndItsLog();
    void whatIsLoggedArrivesBeforeTheEndOfItsRun();
    void expectationsOfASampleAreJudged();
    void filesAreLoadedWithTheirSamplesAndSaved();
    void aFileThatSomebodyElseChangedIsNotOverwrittenUnasked();
    void anotherDocumentStartsWithFreshIdentities();
    void documentsThatAlternateAreCompiledOnceAndKeepTheirIdentities();
    void aNodeThatWasGoneIsItselfAgainInADocumentThatComesBack();
    void aDocumentThatWasShownLongAgoIsForgotten();
    void aQuestionIsPutToTheTextThatWasSetBeforeIt();
    void endingASessionDuringARunDoesNotHang();
    void aLargePictureComesAfterItsText();
    void damagedPlacesAreToldOfAndKept();
    void aPersonsPlacesComeWithTheTextAndAreSaved();
};

namespace {

/// Keeps what it hears; read under the lock.
class Recorder : public cst::Session::Observer {
public:
    void snapshotReady(cst::SnapshotPtr snapshot) override {
        const std::lock_guard lock(mutex);
        snapshots.push_back(std::move(snapshot));
    }
    void runChanged(cst::RunSnapshotPtr run) override {
        const std::lock_guard lock(mutex);
        runs.push_back(std::move(run));
        linesAtLastRun = lines.size();
    }
    void logLines(std::vector<std::string> more) override {
        const std::lock_guard lock(mutex);
        ++logCalls;
        lines.insert(lines.end(), more.begin(), more.end());
    }
    void engineChanged(cst::EngineLoad load) override {
        if (load.calls.permitWaits == 1 && load.executor.workers == 2) sawPermitWait = true;
        const std::lock_guard lock(mutex);
        lastLoad = load;
    }
    void fileLoaded(LoadedFile file) override {
        const std::lock_guard lock(mutex);
        loaded = std::move(file);
    }
    void fileSaved(SavedFile file) override {
        const std::lock_guard lock(mutex);
        saved = std::move(file);
    }

    cst::RunSnapshotPtr lastRun() const {
        const std::lock_guard lock(mutex);
        return runs.empty() ? nullptr : runs.back();
    }
    bool finished(uint64_t run) const {
        const cst::RunSnapshotPtr last = lastRun();
        return last && last->run == run && last->finished();
    }
    cst::SnapshotPtr lastSnapshot() const {
        const std::lock_guard lock(mutex);
        return snapshots.empty() ? nullptr : snapshots.back();
    }
    bool shows(cst::Revision revision) const {
        const cst::SnapshotPtr last = lastSnapshot();
        return last && last->revision == revision;
    }

    bool hasLoad() const {
        const std::lock_guard lock(mutex);
        return lastLoad.has_value();
    }
    cst::FileStamp stampOfSave() const {
        const std::lock_guard lock(mutex);
        return saved.stamp;
    }
    bool isOverwriteRefused() const {
        const std::lock_guard lock(mutex);
        return saved.isOverwriteRefused;
    }
    uint64_t lastSaved() const {
        const std::lock_guard lock(mutex);
        return saved.status.ok() ? saved.token : 0;
    }
    bool hasLoaded() const {
        const std::lock_guard lock(mutex);
        return loaded.has_value();
    }

    mutable std::mutex mutex;
    std::vector<cst::SnapshotPtr> snapshots;
    std::vector<cst::RunSnapshotPtr> runs;
    std::vector<std::string> lines;
    std::size_t linesAtLastRun = 0;
    std::size_t logCalls = 0;
    std::optional<LoadedFile> loaded;
    SavedFile saved;
    std::atomic<bool> sawPermitWait{false};
    std::optional<cst::EngineLoad> lastLoad;
};

cst::Session::Options twoWorkers() {
    cst::Session::Options options;
    options.workers = 2;
    return options;
}

}  // namespace

void SessionTest::theNewestTextWinsAndRevisionsNeverGoBack() {
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    cst::Revision last = 0;
    for (int i = 0; i < 500; ++i) {
        last = session.setText(1, "a = " + std::to_string(i) + "\nout a");
    }
    QTRY_VERIFY(recorder.shows(last));
    const std::lock_guard lock(recorder.mutex);
    QVERIFY(std::is_sorted(recorder.snapshots.begin(), recorder.snapshots.end(),
                           [](const auto& a, const auto& b) { return a->revision < b->revision; }));
    QCOMPARE(std::string(recorder.snapshots.back()->text->bytes()), std::string("a = 499\nout a"));
}

void SessionTest::aRunUsesTheNewestTextAndItsExamples() {
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    session.setText(1, "a = 1\nout a");
    session.setText(1, "@example(20)\nin x: Int\na = x + 1\nout a");
    session.run({});
    QTRY_VERIFY(recorder.finished(1));
    QCOMPARE(recorder.lastRun()->outputs.at(0).json, std::string("21"));
}

void SessionTest::aPipelineWithErrorsRunsAsFarAsItCompiled() {
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    session.setText(1, "a = 1 + true\nb = 2\nc = a\nout b\nout c");
    session.run({});
    QTRY_VERIFY(recorder.finished(1));
    const cst::RunSnapshotPtr run = recorder.lastRun();
    QCOMPARE(run->outputs.at(0).json, std::string("2"));
    QVERIFY(!run->outputs.at(1).ready);
    QVERIFY(!run->outputs.at(1).pendingReason.empty());
}

void SessionTest::progressIsPublishedWhileARunGoes() {
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    session.setText(1, "a = ResourceIntensiveTask(\"x\")\nb = 1\nout a\nout b");
    session.run({});
    QTRY_VERIFY(recorder.finished(1));
    const std::lock_guard lock(recorder.mutex);
    const bool sawWaiting =
        std::any_of(recorder.runs.begin(), recorder.runs.end(), [](const auto& run) {
            return !run->finished() &&
                   std::any_of(run->nodes.begin(), run->nodes.end(), [](const auto& node) {
                       return node.status == cst::NodeStatus::Waiting;
                   });
        });
    QVERIFY(sawWaiting);
    const bool sawEarlyOutput =
        std::any_of(recorder.runs.begin(), recorder.runs.end(),
                    [](const auto& run) { return !run->finished() && run->outputs.at(1).ready; });
    QVERIFY(sawEarlyOutput);
}

/// Progress is told once an hour: an output does not wait for that.
void SessionTest::outputsAreToldAsTheyComeWhateverTheProgressIsTold() {
    Recorder recorder;
    cst::Session::Options options = twoWorkers();
    options.publishEvery = std::chrono::hours(1);
    cst::Session session(options, recorder);
    session.setText(1, "a = QuickCheck(\"x\")\nb = SlowQuery(\"x\")\nc = SlowApiCall(\"x\")\n"
                       "out a\nout b\nout c");
    session.run({});
    QTRY_VERIFY(recorder.finished(1));
    const std::lock_guard lock(recorder.mutex);
    const auto saw = [&](bool a, bool b, bool c) {
        return std::any_of(recorder.runs.begin(), recorder.runs.end(), [&](const auto& run) {
            return !run->finished() && run->outputs.at(0).ready == a &&
                   run->outputs.at(1).ready == b && run->outputs.at(2).ready == c;
        });
    };
    QVERIFY(saw(true, false, false));
    QVERIFY(saw(true, true, false));
}

void SessionTest::aFloodOfEventsEndsInTheRightState() {
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    session.setText(1, "a = map(Range(1, 100000), (x) => stdlib.debug.log(\"${x}\"))\n"
                       "n = list-length(a)\nout n");
    session.run({});
    QTRY_VERIFY_WITH_TIMEOUT(recorder.finished(1), 60'000);
    const std::lock_guard lock(recorder.mutex);
    QCOMPARE(recorder.lines.size(), std::size_t{100'000});
    QCOMPARE(recorder.runs.back()->status, cst::RunStatus::Completed);
    QCOMPARE(recorder.runs.back()->outputs.at(0).json, std::string("100000"));
    // Told together: a call for each would be a hundred thousand.
    QVERIFY2(recorder.logCalls < 10'000, std::to_string(recorder.logCalls).c_str());
}

void SessionTest::whoWatchesTheEngineHearsOfIt() {
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    session.setText(1, "a = SlowApiCall(\"1\") with concurrency: 1\n"
                       "b = SlowApiCall(\"2\") with concurrency: 1\nout a\nout b");
    session.run({});
    QTRY_VERIFY(recorder.finished(1));
    QVERIFY(!recorder.sawPermitWait);  // nobody has asked
    session.watchEngine(true);
    session.run({});
    QTRY_VERIFY(recorder.sawPermitWait);
    QTRY_VERIFY(recorder.finished(2));
}

void SessionTest::stoppingEndsTheRunAndSaysSo() {
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    session.setText(1, "a = ExpensiveCompute(\"x\")\nout a");
    session.run({});
    QTRY_VERIFY(recorder.lastRun() != nullptr);
    session.stop();
    QTRY_VERIFY(recorder.finished(1));
    QVERIFY(recorder.lastRun()->status == cst::RunStatus::Cancelled);
    QVERIFY(recorder.lastRun()->times.runUs < 1.9e6);
}

void SessionTest::aRunThatIsStoppedBeforeItBeganStillSaysSo() {
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    session.setText(1, "a = ExpensiveCompute(\"x\")\nout a");
    session.run({});
    session.stop();
    QTRY_VERIFY(recorder.finished(1));
    QVERIFY(recorder.lastRun()->status == cst::RunStatus::Cancelled);
}

void SessionTest::aNewRunStopsTheOldOne() {
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    session.setText(1, "a = ExpensiveCompute(\"x\")\nout a");
    session.run({});
    QTRY_VERIFY(recorder.lastRun() != nullptr);
    session.setText(1, "a = 5\nout a");
    session.run({});
    QTRY_VERIFY(recorder.finished(2));
    QCOMPARE(recorder.lastRun()->outputs.at(0).json, std::string("5"));
}

void SessionTest::everyEndCarriesItsOutputsAndItsLog() {
    Recorder recorder;
    cst::Session::Options options = twoWorkers();
    options.publishEvery = std::chrono::milliseconds(0);  // so that many runs end during a report
    cst::Session session(options, recorder);
    session.setText(1, "a = stdlib.debug.log(\"hello\")\nout a");
    for (uint64_t run = 1; run <= 40; ++run) {
        session.run({});
        QTRY_VERIFY(recorder.finished(run));
        const std::lock_guard lock(recorder.mutex);
        QCOMPARE(recorder.runs.back()->outputs.at(0).json, std::string("\"hello\""));
        QCOMPARE(recorder.linesAtLastRun, std::size_t{run});
    }
}

void SessionTest::whatIsLoggedArrivesBeforeTheEndOfItsRun() {
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    session.setText(1, "a = stdlib.debug.log(\"hello\")\nout a");
    session.run({});
    QTRY_VERIFY(recorder.finished(1));
    const std::lock_guard lock(recorder.mutex);
    QCOMPARE(recorder.lines, std::vector<std::string>{"[constellation-lang] hello"});
    QCOMPARE(recorder.linesAtLastRun, std::size_t{1});
}

void SessionTest::expectationsOfASampleAreJudged() {
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    session.setText(1, "in x: Int\na = x * 2\nb = x\nout a\nout b");
    cst::Session::RunRequest request;
    request.inputsJson = R"({"x": 4})";
    request.sample = "four";
    request.expect = {{"a", "8"}, {"b", "5"}};
    session.run(request);
    QTRY_VERIFY(recorder.finished(1));
    const auto& expectations = recorder.lastRun()->expectations;
    QCOMPARE(expectations.size(), std::size_t{2});
    QVERIFY(expectations[0].ok);
    QVERIFY(!expectations[1].ok);
    QCOMPARE(expectations[1].got, std::string("4"));
}

void SessionTest::filesAreLoadedWithTheirSamplesAndSaved() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("p.cst").toStdString();
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    session.save(path, "a = 1\r\nout a", 7);
    session.save(cst::samplesPathFor(path), R"({"version":1,"samples":[{"name":"s"}]})", 8);
    QTRY_COMPARE(recorder.lastSaved(), uint64_t{8});
    session.load(path);
    QTRY_VERIFY(recorder.hasLoaded());
    const std::lock_guard lock(recorder.mutex);
    QCOMPARE(*recorder.loaded->bytes, std::string("a = 1\r\nout a"));
    QCOMPARE(recorder.loaded->samples->samples.at(0).name, std::string("s"));
}

void SessionTest::aFileThatSomebodyElseChangedIsNotOverwrittenUnasked() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("p.cst").toStdString();
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    session.save(path, "a = 1", 1);
    QTRY_COMPARE(recorder.lastSaved(), uint64_t{1});
    const cst::FileStamp ours = recorder.stampOfSave();
    session.save(path, "a = 2", 2, ours);
    session.save(path, "a = 3", 3, ours);  // asked for before the stamp of the second was known
    QTRY_COMPARE(recorder.lastSaved(), uint64_t{3});
    QVERIFY(cst::writeFile(path, "a = 22").ok());
    session.save(path, "a = 333", 4, ours);
    QTRY_VERIFY(recorder.isOverwriteRefused());
    session.load(path);
    QTRY_VERIFY(recorder.hasLoaded());
    const std::lock_guard lock(recorder.mutex);
    QCOMPARE(*recorder.loaded->bytes, std::string("a = 22"));
    QCOMPARE(recorder.loaded->stamp, recorder.saved.stamp);
}

void SessionTest::anotherDocumentStartsWithFreshIdentities() {
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    cst::Revision revision = session.setText(1, "a = 1\nb = 2\nout a\nout b");
    QTRY_VERIFY(recorder.shows(revision));
    revision = session.setText(2, "c = \"x\"\nout c");
    QTRY_VERIFY(recorder.shows(revision));
    QCOMPARE(recorder.lastSnapshot()->shown.at(0).identity, cst::NodeIdentity(0U));
}

namespace {

/// True when its snapshot is there.
bool show(cst::Session& session, Recorder& recorder, uint64_t document, std::string text) {
    const cst::Revision revision = session.setText(document, std::move(text));
    return QTest::qWaitFor([&] { return recorder.shows(revision); });
}

std::vector<uint32_t> identitiesOf(const cst::Snapshot& snapshot) {
    std::vector<uint32_t> identities;
    for (const cst::ShownNode& node : snapshot.shown) identities.push_back(node.identity.index);
    return identities;
}

}  // namespace

void SessionTest::documentsThatAlternateAreCompiledOnceAndKeepTheirIdentities() {
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    QVERIFY(show(session, recorder, 1, "b = 1\nout b"));
    const std::string one = "a = 0\nb = 1\nout b";  // the new node has the last identity
    QVERIFY(show(session, recorder, 1, one));
    const std::vector<uint32_t> identities = identitiesOf(*recorder.lastSnapshot());
    for (int i = 0; i < 50; ++i) {
        QVERIFY(show(session, recorder, 2, "c = \"x\"\nout c"));
        QVERIFY(show(session, recorder, 1, one));
        QCOMPARE(identitiesOf(*recorder.lastSnapshot()), identities);
        // Another document's picture was shown before.
        QCOMPARE(recorder.lastSnapshot()->delta.added.size(), identities.size());
    }
    session.watchEngine(true);
    QTRY_VERIFY(recorder.hasLoad());
    const std::lock_guard lock(recorder.mutex);
    const cst::CompileUse use = recorder.lastLoad->compiled;
    QCOMPARE(use.hits, 99U);
    QCOMPARE(use.misses.at(static_cast<std::size_t>(cst::CompileMiss::New)), 2U);
    QCOMPARE(use.misses.at(static_cast<std::size_t>(cst::CompileMiss::Edited)), 1U);
    QCOMPARE(recorder.lastLoad->documents, std::size_t{2});
}

void SessionTest::aNodeThatWasGoneIsItselfAgainInADocumentThatComesBack() {
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    QVERIFY(show(session, recorder, 1, "a = 1\nb = 2\nout b"));
    const uint32_t b = recorder.lastSnapshot()->shown.at(1).identity.index;
    QVERIFY(show(session, recorder, 1, "a = 1\n# b = 2\nout a"));
    QVERIFY(show(session, recorder, 2, "out nobody"));
    QVERIFY(show(session, recorder, 1, "c = 3\nb = 2\nout b"));
    QCOMPARE(recorder.lastSnapshot()->shown.at(1).identity.index, b);
}

void SessionTest::aDocumentThatWasShownLongAgoIsForgotten() {
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    QVERIFY(show(session, recorder, 1, "b = 1\nout b"));
    QVERIFY(show(session, recorder, 1, "a = 0\nb = 1\nout b"));
    const std::vector<uint32_t> identities = identitiesOf(*recorder.lastSnapshot());
    for (uint64_t document = 2; document < 30; ++document) {
        QVERIFY(show(session, recorder, document, "c = " + std::to_string(document) + "\nout c"));
    }
    session.watchEngine(true);
    QTRY_VERIFY(recorder.hasLoad());
    {
        const std::lock_guard lock(recorder.mutex);
        QVERIFY(recorder.lastLoad->documents < 29);
    }
    QVERIFY(show(session, recorder, 1, "a = 0\nb = 1\nout b"));
    QVERIFY(identitiesOf(*recorder.lastSnapshot()) != identities);  // counted afresh
}

void SessionTest::aQuestionIsPutToTheTextThatWasSetBeforeIt() {
    Recorder recorder;
    cst::Session session(twoWorkers(), recorder);
    std::atomic<int> answers = 0;
    std::atomic<bool> areInOrder = true;
    const auto ask = [&](cst::Revision revision) {
        session.consult([&, revision](const cst::SnapshotPtr& newest) {
            areInOrder =
                areInOrder && newest->revision >= revision && newest == recorder.lastSnapshot();
            ++answers;
        });
    };
    ask(0);  // there is no text yet: it waits for one
    for (int i = 0; i < 200; ++i) {
        ask(session.setText(1, "a = " + std::to_string(i) + "\nout a"));
    }
    QTRY_COMPARE(answers.load(), 201);
    QVERIFY(areInOrder);
}

void SessionTest::endingASessionDuringARunDoesNotHang() {
    Recorder recorder;
    {
        cst::Session session(twoWorkers(), recorder);
        session.setText(1, "a = ExpensiveCompute(\"x\")\nout a");
        session.run({});
        QTRY_VERIFY(recorder.lastRun() != nullptr);
    }
    // Whoever gets here did not hang; and nothing is heard after the end.
    const std::size_t heard = recorder.runs.size();
    QTest::qWait(50);
    QCOMPARE(recorder.runs.size(), heard);
}

void SessionTest::aLargePictureComesAfterItsText() {
    std::string text = "in x: Int\nv0 = x + 1\n";
    for (int i = 1; i < 1'200; ++i) {
        text += "v" + std::to_string(i) + " = v" + std::to_string(i - 1) + " + v" +
                std::to_string(i / 2) + "\n";
    }
    Recorder recorder;
    cst::Session session({}, recorder);
    session.setText(1, text);
    QTRY_VERIFY_WITH_TIMEOUT(recorder.lastSnapshot() && recorder.lastSnapshot()->layout, 20'000);
    const std::lock_guard lock(recorder.mutex);
    QCOMPARE(recorder.snapshots.size(), std::size_t{2});
    const cst::Snapshot &first = *recorder.snapshots[0], &second = *recorder.snapshots[1];
    QVERIFY(!first.layout);
    QCOMPARE(first.revision, second.revision);
    QCOMPARE(second.layout->boxes.size(), second.graph->nodes.size());
}

void SessionTest::damagedPlacesAreToldOfAndKept() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("p.cst").toStdString();
    const std::string places = "a 1 2\nb 12 twelve\n";
    QVERIFY(cst::writeFile(path, "a = 1\nb = 2\nout b\n").ok());
    QVERIFY(cst::writeFile(folder.filePath("p.layout").toStdString(), places).ok());
    Recorder recorder;
    cst::Session session({}, recorder);
    session.load(path);
    const auto told = [&] {
        const std::lock_guard lock(recorder.mutex);
        return recorder.lines.empty() ? QString() : QString::fromStdString(recorder.lines.front());
    };
    QTRY_VERIFY2_WITH_TIMEOUT(told().contains("1 line of the places of nodes"), qPrintable(told()),
                              20'000);
    QVERIFY2(told().contains("p.layout.unreadable"), qPrintable(told()));
    const auto isKept = [&](const char* name, const std::string& text) {
        const auto kept = cst::readFile(folder.filePath(name).toStdString(), 1000);
        return kept.ok() && *kept == text;
    };
    QVERIFY(isKept("p.layout.unreadable", places));

    // Damage of another day is kept beside it, once.
    const std::string others = "a one 2\n";
    QVERIFY(cst::writeFile(folder.filePath("p.layout").toStdString(), others).ok());
    for (int i = 0; i < 2; ++i) {
        QVERIFY(cst::keepDamagedPlaces(path).find("p.layout.unreadable-2.") != std::string::npos);
    }
    QVERIFY(isKept("p.layout.unreadable", places) && isKept("p.layout.unreadable-2", others));
    QVERIFY(!cst::fileExists(folder.filePath("p.layout.unreadable-3").toStdString()));
}

void SessionTest::aPersonsPlacesComeWithTheTextAndAreSaved() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("p.cst").toStdString();
    const std::string text = "in x: Int\na = x + 1\nb = a * 2\nout b\n";
    Recorder recorder;
    cst::Session session({}, recorder);
    session.setText(1, "out", cst::PinnedPlaces{{"a", {200, 300}}});
    session.setText(1, text);  // the places are those of the document, whichever text is read
    const auto placeOf = [&](std::string_view key) {
        const cst::SnapshotPtr newest = recorder.lastSnapshot();
        const cst::NodeId node = newest ? newest->graph->byKey(key) : cst::NodeId();
        return node.hasValue() ? newest->layout->boxes[node.index].topLeft : cst::LayoutPoint();
    };
    QTRY_VERIFY_WITH_TIMEOUT((placeOf("a") == cst::LayoutPoint{200, 300}), 20'000);
    const cst::SnapshotPtr before = recorder.lastSnapshot();
    const cst::NodeIdentity b = before->shown[before->graph->byKey("b").index].identity;
    session.arrange(7, {.pins = {{b, {1, 2}}}});  // another document: nothing happens
    session.arrange(1, {.pins = {{b, {500, 50}}}});
    session.save(path, text, 1);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(folder.filePath("p.layout")), 20'000);
    QCOMPARE(cst::printPlaces(cst::loadPlaces(path).places),
             std::string("a\t200\t300\nb\t500\t50\n"));
    QCOMPARE(placeOf("b"), (cst::LayoutPoint{500, 50}));
    QCOMPARE(recorder.lastSnapshot()->revision, before->revision);
}

QTEST_GUILESS_MAIN(SessionTest)
#include "tst_session.moc"

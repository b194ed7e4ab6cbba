#include "engine/json/encode.h"
#include "engine/session/optimised_once.h"
#include "engine/session/pipeline_run.h"
#include "engine/session/session.h"
#include "engine/value/lazy.h"
#include "engine/value/objects.h"
#include "tests/support/compile.h"

#include <QTest>

#include <semaphore>
#include <thread>

// What a pipeline does not read of its inputs is checked before the run and never decoded.

class UnreadInputsTest : public QObject {
    Q_OBJECT

private slots:
    void whatNoNodeReadsIsNeverDecoded_data();
    void whatNoNodeReadsIsNeverDecoded();
    void whatNoNodeReadsStaysAsBytes();
    void aWrongValueInAnUnreadFieldIsStillReported();
    void runsOfOneSnapshotShareOneDecoder();
    void theStudioShowsInputsWithoutReadingLargeOnes();
    void smallInputsAreShownInFull();
};

namespace {

const std::string kOrder =
    "in order: {id: Int, customer: {name: String, notes: List<String>}, lines: List<Int>}\n";

class Log : public cst::LogSink {
public:
    void line(std::string_view) override {}
};

std::string orderJson(std::size_t notes, const std::string& lastNote = "\"last\"") {
    std::string json = R"({"order": {"id": 7, "lines": [1, 2, 3], "customer": {"notes": [)";
    for (std::size_t i = 0; i < notes; ++i) {
        json += "\"a note that nobody reads\", ";
    }
    return json + lastNote + R"(], "name": "Ada"}}})";
}

struct Case {
    explicit Case(const std::string& text, unsigned workers = 2)
        : engine(workers), snapshot(compiled(engine, kOrder + text)) {}

    cst::RunSnapshot run(const std::string& inputs, cst::PipelineRun::Options options = {}) {
        cst::InputBinder binder = cst::bindInputs(engine, *snapshot);
        binder.useExamples();
        binder.useObject(inputs);
        cst::PipelineRun run(engine, snapshot, std::move(binder), 0, options, log, nullptr);
        run.start();
        run.wait();
        return run.report();
    }
    std::shared_ptr<const cst::InputDecoder> decoder() const {
        return snapshot->optimised->decoder(engine.registry(), *engine.types(), snapshot->inputs);
    }
    std::string outputs(const cst::RunSnapshot& run) const {
        std::string text;
        for (const cst::OutputValue& output : run.outputs) {
            text += (text.empty() ? "" : " ") + output.name + "=";
            if (output.ready) cst::encodeValue(text, *engine.types(), output.type, output.value);
        }
        return text;
    }

    Log log;
    cst::Engine engine;
    cst::SnapshotPtr snapshot;
};

constexpr std::size_t kManyNotes = 5000;

}  // namespace

void UnreadInputsTest::whatNoNodeReadsIsNeverDecoded_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("outputs");
    QTest::addColumn<uint64_t>("lateDecodes");
    const auto row = [](const char* text, const char* outputs, uint64_t late) {
        QTest::newRow(text) << std::string(text) << std::string(outputs) << late;
    };
    row("a = order.id\nb = order.customer.name\nout a\nout b", "a=7 b=\"Ada\"", 0);
    row("a = order[id, lines]\nout a", "a={\"id\":7,\"lines\":[1,2,3]}", 0);
    row("a = 1\nout a", "a=1", 0);
    row("a = list-length(order.customer.notes)\nout a", "a=5001", 0);
    row("a = order + {id: 8}\nb = a.id\nout b", "b=8", 0);
    row("a = map(order.lines, (x) => x + order.id)\nout a", "a=[8,9,10]", 0);
}

void UnreadInputsTest::whatNoNodeReadsIsNeverDecoded() {
    QFETCH(std::string, text);
    for (const bool fuses : {true, false}) {
        Case c(text);
        QCOMPARE(c.snapshot->errorCount, std::size_t{0});
        cst::PipelineRun::Options options;
        options.fuses = fuses;
        for (int i = 0; i < 2; ++i) {
            const cst::RunSnapshot run = c.run(orderJson(kManyNotes), options);
            QCOMPARE(run.status, cst::RunStatus::Completed);
            QTEST(c.outputs(run), "outputs");
        }
        QTEST(c.decoder()->lateDecodes(), "lateDecodes");
    }
}

void UnreadInputsTest::whatNoNodeReadsStaysAsBytes() {
    Case c("a = order.id\nb = order.customer.name\nout a\nout b");
    cst::InputBinder binder = cst::bindInputs(c.engine, *c.snapshot);
    binder.useObject(orderJson(kManyNotes));
    const auto order = binder.values[0].asRecord().fields();
    const auto customer = order[1].asRecord().fields();
    QVERIFY(cst::lazyOf(customer[1]) != nullptr);
    QVERIFY(cst::lazyOf(order[2]) != nullptr);
    QVERIFY(cst::lazyOf(order[1]) == nullptr);
    QCOMPARE(customer[0].asText(), std::string_view("Ada"));
}

void UnreadInputsTest::aWrongValueInAnUnreadFieldIsStillReported() {
    for (const std::size_t notes : {std::size_t{2}, kManyNotes}) {
        Case c("a = order.id\nout a");
        const cst::RunSnapshot run = c.run(orderJson(notes, "5"));
        QCOMPARE(run.status, cst::RunStatus::BadInput);
        QCOMPARE(run.errors.size(), std::size_t{1});
        QCOMPARE(run.errors[0].code, std::string("R007"));
        QCOMPARE(run.errors[0].path, "order.customer.notes[" + std::to_string(notes) + "]");
        QVERIFY(!run.outputs[0].ready);
    }
}

void UnreadInputsTest::runsOfOneSnapshotShareOneDecoder() {
    Case c("a = order.id\nout a");
    std::vector<const cst::InputDecoder*> seen(4);
    std::vector<std::thread> threads;
    for (const cst::InputDecoder*& one : seen) {
        threads.emplace_back([&] { one = c.decoder().get(); });
    }
    for (std::thread& thread : threads) thread.join();
    QVERIFY(seen[0] != nullptr);
    QCOMPARE(seen, std::vector<const cst::InputDecoder*>(4, seen[0]));
}

namespace {

/// Waits for the end of the only run.
class LastRun : public cst::Session::Observer {
public:
    void runChanged(cst::RunSnapshotPtr run) override {
        if (run->finished()) {
            last = std::move(run);
            ended.release();
        }
    }
    cst::RunSnapshotPtr last;
    std::binary_semaphore ended{0};
};

cst::RunSnapshotPtr runInSession(const std::string& text, const std::string& inputs) {
    LastRun observer;
    cst::Session session({}, observer);
    session.setText(1, text);
    cst::Session::RunRequest request;
    request.inputsJson = inputs;
    session.run(std::move(request));
    observer.ended.acquire();
    return observer.last;
}

std::string previewOf(const cst::RunSnapshot& run, const std::string& key) {
    return run.nodes[run.compiled->graph->byKey(key).index].preview;
}

}  // namespace

void UnreadInputsTest::theStudioShowsInputsWithoutReadingLargeOnes() {
    const std::string text = kOrder + "in more: List<String>\na = order.id\nout a";
    std::string inputs = orderJson(kManyNotes);
    inputs.back() = ',';
    const cst::RunSnapshotPtr run = runInSession(
        text, inputs + "\"more\": [\"" + std::string(cst::PipelineRun::kPreviewRoom, 'x') + "\"]}");
    QCOMPARE(run->status, cst::RunStatus::Completed);
    QCOMPARE(previewOf(*run, "in:order"), std::string("{…}"));
    QCOMPARE(previewOf(*run, "in:more"), std::string("[…]"));
    QCOMPARE(previewOf(*run, "a"), std::string("7"));
    const auto decoder = run->compiled->optimised->decoder(
        cst::Engine(1).registry(), *run->compiled->types, run->compiled->inputs);
    QCOMPARE(decoder->lateDecodes(), uint64_t{0});
}

void UnreadInputsTest::smallInputsAreShownInFull() {
    const cst::RunSnapshotPtr run = runInSession(kOrder + "a = order.id\nout a", orderJson(1));
    QCOMPARE(previewOf(*run, "in:order"),
             std::string(R"({"id":7,"customer":{"name":"Ada","notes":["a note that nobody reads",)"
                         R"("last"]},"lines":[1,2,3]})"));
}

QTEST_APPLESS_MAIN(UnreadInputsTest)
#include "tst_unread_inputs.moc"

#include "engine/session/compiled_file.h"
#include "engine/session/document_compiler.h"
#include "engine/session/engine.h"
#include "engine/session/pipeline_run.h"
#include "engine/session/result_keys.h"
#include "engine/session/saved_state.h"
#include "tests/support/corpus.h"
#include "tests/support/random_source.h"
#include "tests/support/snapshot_text.h"

#include <QTest>

// What is read from the bytes of a compiled text is what was compiled: it is written again to the
// same bytes, says the same and does the same, in an engine whose types have other numbers too.
// Every field of every row is in compiled_form.h, or that file does not compile.

using namespace cst;
using cst::test::corpus;
using cst::test::RandomSource;
using cst::test::snapshotText;

namespace {

SourceTextPtr source(const std::string& text) {
    return std::make_shared<const SourceText>(text);
}

std::shared_ptr<const Registry> registryOf(const Engine& engine) {
    return {std::shared_ptr<const void>(), &engine.registry()};  // the engine outlives it
}

std::string written(const CompiledParts& parts, const Engine& engine) {
    std::string bytes;
    encodeParts(bytes, parts, *engine.types());
    return bytes;
}

std::optional<CompiledParts> read(std::string_view bytes, const Engine& engine, uint32_t textSize) {
    return decodeParts(std::make_shared<const std::string>(bytes), 0, *engine.types(),
                       engine.registry().signatures().size(), textSize);
}

/// All that comes of a run but its times.
std::string runText(Engine& engine, const SnapshotPtr& snapshot) {
    class Log : public LogSink {
        void line(std::string_view) override {}
    } log;
    InputBinder binder = bindInputs(engine, *snapshot);
    binder.useExamples();
    PipelineRun::Options options;
    options.allowErrors = true;
    options.where = Run::Where::Here;
    PipelineRun run(engine, snapshot, std::move(binder), 0, options, log, nullptr);
    run.start();
    run.wait();
    const RunSnapshot report = run.report();
    std::string text = std::to_string(static_cast<int>(report.status)) + "\n";
    for (const OutputValue& output : report.outputs) {
        text += output.name + " " + output.json + output.pendingReason + "\n";
    }
    for (const RunError& error : report.errors) {
        text += error.code + " " + error.node + " " + error.message + "\n";
    }
    for (const NodeRun& node : report.nodes) {
        text += std::to_string(static_cast<int>(node.status)) + " " + node.preview + "\n";
    }
    return text;
}

/// A bit of everything that a plan may hold.
const std::string kRich = R"(use stdlib.list
use stdlib.collection
use stdlib.math as m
type Order = { id: Int, prices: List<Float>, note: Optional<String> }
@example([{ id: 1, prices: [2.5], note: "a note that is longer than fourteen bytes" }])
in orders: List<Order>
@example(3)
in limit: Int
in who: String | Int
notes = map(orders, (o) => { id: o.id, t: "order ${o.id}: ${o.note ?? "no note at all in here"}" })
big = filter(notes, (n) => n.id < limit and n.id != 7)
kind = match who { is String -> "text", is Int -> "number" }
slow = m.add(limit, 2) with retry: 2, delay: 10ms, timeout: 1s, cache: 1min, fallback: 5
lenient = map(orders, (o) => m.add(o.id, 1) with on_error: log)
choice = if (limit > 2) 1.5 else 2
both = { a: limit, b: [[1, 2], [3]] } + { c: slow }
out big
out kind
out lenient
out choice
out both
)";

}  // namespace

class CompiledFileTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsReadSaysAndDoesTheSameAsWhatWasCompiled();
    void aTextOfNothingIsKeptToo();
    void itsNodesHaveTheSameKeys();
    void aDocumentGoesOnFromWhatWasRead();
    void whatIsCutShortIsNotRead();
    void whatIsLongerIsNotRead();
    void changedBytesAreReadWithinTheirBoundsOrNotAtAll();
    void numbersOfOtherFunctionsAreNotRead();
};

void CompiledFileTest::whatIsReadSaysAndDoesTheSameAsWhatWasCompiled() {
    Engine engine(1);
    Engine next(1);
    next.types()->map(types::kString, next.types()->list(types::kBoolean));  // its ids are others
    std::vector<std::string> texts = corpus();
    QVERIFY(texts.size() > 100);
    texts.push_back(kRich);
    for (const std::string& text : texts) {
        const SourceTextPtr bytes = source(text);
        const auto compiled = engine.compile(bytes, 1, false);
        const std::string file = written(partsOf(*compiled), engine);
        std::optional<CompiledParts> parts = read(file, next, bytes->size());
        QVERIFY2(parts, text.c_str());
        QCOMPARE(written(*read(file, engine, bytes->size()), engine), file);
        const auto again = snapshotOf(std::move(*parts), bytes, next.types(), registryOf(next));
        QCOMPARE(snapshotText(*again), snapshotText(*compiled));
        QCOMPARE(again->counts.blocks, compiled->counts.blocks);
        QVERIFY2(structureOf(*again) == structureOf(*compiled), text.c_str());
        if (compiled->plan->pools.callOptions.empty()) {  // others take their time
            QCOMPARE(runText(next, again), runText(engine, compiled));
        }
    }
}

void CompiledFileTest::aTextOfNothingIsKeptToo() {
    Engine engine(1);
    const auto compiled = engine.compile(source(""), 1, false);
    QVERIFY(read(written(partsOf(*compiled), engine), engine, 0));
}

void CompiledFileTest::itsNodesHaveTheSameKeys() {
    Engine engine(1);
    const auto compiled = engine.compile(source(kRich), 1, false);
    const auto parts = read(written(partsOf(*compiled), engine), engine, compiled->text->size());
    QVERIFY(parts);
    const std::vector<std::optional<Hash128>> inputs(compiled->plan->inputs.size(), Hash128{1, 2});
    ResultKeys before(compiled->plan, *engine.types(), inputs);
    ResultKeys after(parts->plan, *engine.types(), inputs);
    QVERIFY(parts->plan->size() > 20);
    for (uint32_t node = 0; node < parts->plan->size(); ++node) {
        QVERIFY(after.own(node) == before.own(node));
        QVERIFY(after.of(node) == before.of(node));
    }
}

void CompiledFileTest::aDocumentGoesOnFromWhatWasRead() {
    Engine engine(1);
    const auto compiled = engine.compile(source(kRich), 1, false);
    Engine next(1);
    auto parts = read(written(partsOf(*compiled), engine), next, compiled->text->size());
    QVERIFY(parts);
    const auto again =
        snapshotOf(std::move(*parts), compiled->text, next.types(), registryOf(next));
    const std::string edited = kRich + "more = limit + 1\nout more\n";
    const auto compiler = next.documentCompiler();
    QCOMPARE(snapshotText(*next.compileNext(*compiler, source(edited), 2)),
             snapshotText(*engine.compile(source(edited), 1, false)));
}

void CompiledFileTest::whatIsCutShortIsNotRead() {
    Engine engine(1);
    const auto compiled = engine.compile(source(kRich), 1, false);
    const std::string file = written(partsOf(*compiled), engine);
    for (std::size_t size = 0; size < file.size(); ++size) {
        QVERIFY(!read(std::string_view(file).substr(0, size), engine, compiled->text->size()));
    }
}

void CompiledFileTest::whatIsLongerIsNotRead() {
    Engine engine(1);
    const auto compiled = engine.compile(source(kRich), 1, false);
    const std::string file = written(partsOf(*compiled), engine);
    QVERIFY(!read(file + '\0', engine, compiled->text->size()));
}

// Nobody reads such bytes but in here: their tag does not fit. They may come to anything but harm.
void CompiledFileTest::changedBytesAreReadWithinTheirBoundsOrNotAtAll() {
    Engine engine(1);
    const auto compiled = engine.compile(source(kRich), 1, false);
    const std::string file = written(partsOf(*compiled), engine);
    int refused = 0;
    const auto look = [&](const std::string& changed) {
        const auto parts = read(changed, engine, compiled->text->size());
        refused += parts ? 0 : 1;
        if (parts) {
            for (const GraphNode& node : parts->graph->nodes) {
                compiled->text->slice(node.range);
                engine.types()->text(node.type);
            }
        }
    };
    for (std::size_t at = 0; at < file.size(); ++at) {
        for (const unsigned bits : {0x01U, 0x80U, 0xFFU}) {
            std::string changed = file;
            changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ bits);
            look(changed);
        }
    }
    RandomSource random(1);
    for (int i = 0; i < 5000; ++i) {
        std::string changed = file;
        for (uint64_t flips = 1 + random.below(8); flips > 0; --flips) {
            changed[random.below(changed.size())] = static_cast<char>(random.below(256));
        }
        if (random.percent(20)) {
            changed.erase(random.below(changed.size()), 1 + random.below(100));
        }
        look(changed);
    }
    QVERIFY(refused > 5000);
}

void CompiledFileTest::numbersOfOtherFunctionsAreNotRead() {
    Engine engine(1);
    const auto compiled = engine.compile(source(kRich), 1, false);
    const auto bytes = std::make_shared<const std::string>(written(partsOf(*compiled), engine));
    QVERIFY(!decodeParts(bytes, 0, *engine.types(), 1, compiled->text->size()));
}

QTEST_GUILESS_MAIN(CompiledFileTest)
#include "tst_compiled_file.moc"

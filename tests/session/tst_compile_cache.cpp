#include "engine/session/compile_cache.h"
#include "engine/session/document_compiler.h"
#include "engine/session/engine.h"
#include "engine/session/open_documents.h"
#include "tests/support/snapshot_text.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <atomic>
#include <latch>
#include <numeric>
#include <optional>
#include <set>
#include <thread>

// Texts that were compiled before are found again, and only where they mean the same.

using namespace cst;
using cst::test::snapshotText;

class CompileCacheTest : public QObject {
    Q_OBJECT

private slots:
    void aTextThatIsAskedForAgainIsNotCompiledAgain();
    void whatIsKeptIsNotWhatItsReadersChange();
    void aTextWithErrorsIsKeptToo();
    void textsOfTwoDocumentsAreCompiledOnce();
    void twoDocumentsThatAlternateMissTwice();
    void aTextThatComesBackIsFoundAndTheNextOneIsRightToo();
    void aCommentOrABlankLineBuildsNothingAndErrorsStandOnTheirLines();
    void eightThreadsThatMissTogetherCompileOnce();
    void eightThreadsCompileManyTextsAtOnceAndEachOnce();
    void aCompileThatIsGivenUpIsDoneByTheNextThatAsks();
    void whoeverWaitsForACompileThatIsGivenUpDoesIt();
    void anEmptyTextIsNewAndNotMoved();
    void anotherRegistryNeverHits();
    void anEngineOfItsOwnNeverHitsEvenWithTheSameModules();
    void theLeastRecentlyUsedGoesWhenRoomIsNeeded();
    void whatIsLargerThanAllRoomIsNotKept();
    void whatNobodyAsksForGoesWithTime();
    void documentsThatTakeTooMuchRoomAreForgottenButNeverTheLast();
};

namespace {

SourceTextPtr source(const std::string& text) {
    return std::make_shared<const SourceText>(text);
}

uint64_t missesOf(const CompileUse& use) {
    return std::accumulate(use.misses.begin(), use.misses.end(), uint64_t{0});
}

uint64_t missesOf(const CompileUse& use, CompileMiss why) {
    return use.misses[static_cast<std::size_t>(why)];
}

/// What the text is by itself: nothing is found again.
std::string alone(Engine& engine, const std::string& text) {
    return snapshotText(*engine.documentCompiler()->compile(source(text), 1));
}

const std::string kPipeline = "in x: Int\na = x + 1\nout a\n";

}  // namespace

void CompileCacheTest::aTextThatIsAskedForAgainIsNotCompiledAgain() {
    Engine engine(1);
    const auto first = engine.compile(source(kPipeline), 1, false);
    const auto again = engine.compile(source(kPipeline), 7, false);
    QCOMPARE(engine.compiled().use().hits, 1U);
    QCOMPARE(missesOf(engine.compiled().use()), 1U);
    QCOMPARE(again->revision, Revision{7});
    QCOMPARE(first->revision, Revision{1});
    QCOMPARE(again->counts.parsed + again->counts.checked, 0U);
    QCOMPARE(snapshotText(*again), snapshotText(*first));
    QCOMPARE(again->plan.get().get(), first->plan.get().get());  // with all that runs share
}

void CompileCacheTest::whatIsKeptIsNotWhatItsReadersChange() {
    Engine engine(1);
    const auto first = engine.compile(source("a = nobody\n"), 1, false);
    const std::string text = snapshotText(*first);
    first->diagnostics.clear();
    first->graph = std::make_shared<const Graph>();
    QCOMPARE(snapshotText(*engine.compile(source("a = nobody\n"), 2, false)), text);
}

void CompileCacheTest::aTextWithErrorsIsKeptToo() {
    Engine engine(1);
    const std::string text = "in x: Int\na = x + \"b\n\nout nobody\n";
    const auto first = engine.compile(source(text), 1, false);
    QVERIFY(first->errorCount > 0);
    const auto again = engine.compile(source(text), 2, false);
    QCOMPARE(engine.compiled().use().hits, 1U);
    QCOMPARE(snapshotText(*again), snapshotText(*first));
}

void CompileCacheTest::textsOfTwoDocumentsAreCompiledOnce() {
    Engine engine(1);
    const auto one = engine.documentCompiler();
    const auto two = engine.documentCompiler();
    engine.compileNext(*one, source(kPipeline), 1);
    engine.compileNext(*two, source(kPipeline), 2);
    QCOMPARE(engine.compiled().use().hits, 1U);
    QVERIFY(two->isNew());
    // It begins with its next text.
    const std::string edited = kPipeline + "b = a\nout b\n";
    QCOMPARE(snapshotText(*engine.compileNext(*two, source(edited), 3)), alone(engine, edited));
    QCOMPARE(missesOf(engine.compiled().use(), CompileMiss::New), 2U);
}

void CompileCacheTest::twoDocumentsThatAlternateMissTwice() {
    Engine engine(1);
    const auto one = engine.documentCompiler();
    const auto two = engine.documentCompiler();
    const std::string other = "in y: String\nout y\n";
    for (int i = 0; i < 100; ++i) {
        engine.compileNext(*one, source(kPipeline), 1);
        engine.compileNext(*two, source(other), 1);
    }
    const CompileUse use = engine.compiled().use();
    QCOMPARE(missesOf(use), 2U);
    QCOMPARE(use.hits, 198U);
    QCOMPARE(use.entries, 2U);
}

void CompileCacheTest::aTextThatComesBackIsFoundAndTheNextOneIsRightToo() {
    Engine engine(1);
    const auto compiler = engine.documentCompiler();
    const std::vector<std::string> texts = {kPipeline, "in x: Int\nb = x + 2\na = b\nout a\n",
                                            kPipeline, "in x: Int\nb = x + 2\na = b\nout a\n",
                                            "in x: Float\na = x + 1\nout a\nout nobody\n"};
    for (const std::string& text : texts) {
        const auto snapshot = engine.compileNext(*compiler, source(text), 1);
        QCOMPARE(snapshotText(*snapshot), alone(engine, text));
    }
    const CompileUse use = engine.compiled().use();
    QCOMPARE(use.hits, 2U);
    QCOMPARE(missesOf(use, CompileMiss::New), 1U);
    QCOMPARE(missesOf(use, CompileMiss::Edited), 2U);
}

void CompileCacheTest::aCommentOrABlankLineBuildsNothingAndErrorsStandOnTheirLines() {
    Engine engine(1);
    const auto compiler = engine.documentCompiler();
    engine.compileNext(*compiler, source("in x: Int\na = x + 1\nout a\nout nobody\n"), 1);
    const std::string moved = "# why\n\nin x: Int\n\na = x + 1   # how\nout a\n\n\nout nobody\n";
    const auto snapshot = engine.compileNext(*compiler, source(moved), 2);
    QCOMPARE(snapshot->counts.edited, 0U);
    QCOMPARE(snapshot->counts.checked, 1U);  // the error, for what it suggests
    QCOMPARE(snapshot->text->line(snapshot->diagnostics.back().range.begin), 9U);
    QCOMPARE(snapshotText(*snapshot), alone(engine, moved));
    const CompileUse use = engine.compiled().use();
    QCOMPARE(use.moved, 1U);
    QCOMPARE(missesOf(use), 1U);
}

void CompileCacheTest::eightThreadsThatMissTogetherCompileOnce() {
    CompileCache cache;
    const auto types = std::make_shared<const TypeTable>();
    const CompileCache::Key key{source(kPipeline), hashBytes(kPipeline), {}, types};
    std::atomic<int> compiles = 0;
    std::latch arrived(8);
    std::vector<std::thread> threads;
    std::vector<std::shared_ptr<Snapshot>> found(8);
    for (std::size_t i = 0; i < found.size(); ++i) {
        threads.emplace_back([&, i] {
            arrived.arrive_and_wait();
            found[i] = cache.get(key, CompileMiss::New, [&] {
                ++compiles;
                auto snapshot = std::make_shared<Snapshot>();
                snapshot->text = key.text;
                snapshot->counts.edited = 1;
                return snapshot;
            });
        });
    }
    for (std::thread& thread : threads) thread.join();
    QCOMPARE(compiles.load(), 1);
    QVERIFY(std::none_of(found.begin(), found.end(), [](const auto& f) { return f == nullptr; }));
    QCOMPARE(std::set<std::shared_ptr<Snapshot>>(found.begin(), found.end()).size(), 8U);
    QCOMPARE(missesOf(cache.use()), 1U);
    QCOMPARE(cache.use().hits + cache.use().shared, 7U);
}

void CompileCacheTest::eightThreadsCompileManyTextsAtOnceAndEachOnce() {
    constexpr int kTexts = 50;
    const auto text = [](int i) {
        const std::string n = std::to_string(i);
        return "in x: { a: Int, f" + n + ": Float }\nv" + n + " = x.f" + n + " * " + n +
               "\nw = map([1, 2], (i) => i + " + n + ")\nout v" + n + "\nout w\nout nobody" + n +
               "\nout W\n";
    };
    Engine engine(1);
    std::latch arrived(8);
    std::vector<std::thread> threads;
    std::array<std::vector<std::string>, 8> found;
    for (std::size_t t = 0; t < found.size(); ++t) {
        threads.emplace_back([&, t] {
            arrived.arrive_and_wait();
            for (int i = 0; i < kTexts; ++i) {
                const auto snapshot = engine.compile(source(text(i)), 1, false);
                found[t].push_back(snapshotText(*snapshot));
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    QCOMPARE(missesOf(engine.compiled().use()), uint64_t{kTexts});
    QCOMPARE(engine.compiled().use().hits + engine.compiled().use().shared, uint64_t{7 * kTexts});
    for (int i = 0; i < kTexts; ++i) {
        const std::string expected = alone(engine, text(i));
        for (const auto& texts : found) {
            QCOMPARE(texts[static_cast<std::size_t>(i)], expected);
        }
    }
}

void CompileCacheTest::aCompileThatIsGivenUpIsDoneByTheNextThatAsks() {
    Engine engine(1);
    const auto compiler = engine.documentCompiler();
    QVERIFY(!engine.compileNext(*compiler, source(kPipeline), 1, [] { return true; }));
    QCOMPARE(engine.compiled().use().entries, 0U);
    QCOMPARE(missesOf(engine.compiled().use()), 0U);
    const auto snapshot = engine.compileNext(*compiler, source(kPipeline), 2);
    QCOMPARE(snapshotText(*snapshot), alone(engine, kPipeline));
    QCOMPARE(missesOf(engine.compiled().use()), 1U);  // not `moved`: nothing had been built
}

void CompileCacheTest::whoeverWaitsForACompileThatIsGivenUpDoesIt() {
    CompileCache cache;
    const CompileCache::Key key{source(kPipeline), hashBytes(kPipeline), {}, nullptr};
    std::latch begun(1);
    std::thread giver([&] {
        cache.get(key, CompileMiss::New, [&]() -> std::shared_ptr<Snapshot> {
            begun.count_down();
            return nullptr;
        });
    });
    begun.wait();  // it is giving up, or has
    const auto made = cache.get(key, CompileMiss::New, [&] {
        auto snapshot = std::make_shared<Snapshot>();
        snapshot->text = key.text;
        return snapshot;
    });
    giver.join();
    QVERIFY(made != nullptr);
    QCOMPARE(cache.use().entries, 1U);
}

void CompileCacheTest::anEmptyTextIsNewAndNotMoved() {
    Engine engine(1);
    engine.compileNext(*engine.documentCompiler(), source(""), 1);
    QCOMPARE(engine.compiled().use().moved, 0U);
    QCOMPARE(missesOf(engine.compiled().use(), CompileMiss::New), 1U);
}

namespace {

std::unique_ptr<Engine> engineWith(const std::shared_ptr<CompileCache>& cache,
                                   std::optional<TypeId> result) {
    Engine::Parts parts;
    parts.compiled = cache;
    parts.addModules = [&](Registry& registry) {
        if (result) {
            ModuleDescriptor descriptor;
            descriptor.signature.nameSpace = "test";
            descriptor.signature.name = "thing";
            descriptor.signature.result = *result;
            registry.add(std::move(descriptor));
        }
    };
    return std::make_unique<Engine>(1, parts);
}

}  // namespace

void CompileCacheTest::anotherRegistryNeverHits() {
    const auto cache = std::make_shared<CompileCache>();
    const std::string text = "a = thing() + 1\nout a\n";
    const auto withInt = engineWith(cache, types::kInt);
    QCOMPARE(withInt->compile(source(text), 1, false)->errorCount, std::size_t{0});
    const auto withString = engineWith(cache, types::kString);
    QVERIFY(withString->compile(source(text), 1, false)->errorCount > 0);
    const auto without = engineWith(cache, std::nullopt);
    QVERIFY(without->compile(source(text), 1, false)->errorCount > 0);
    QCOMPARE(cache->use().hits, 0U);
    QCOMPARE(missesOf(cache->use(), CompileMiss::New), 1U);
    QCOMPARE(missesOf(cache->use(), CompileMiss::OtherModules), 2U);
    // Each finds its own again.
    QCOMPARE(withInt->compile(source(text), 1, false)->errorCount, std::size_t{0});
    QVERIFY(withString->compile(source(text), 1, false)->errorCount > 0);
    QCOMPARE(cache->use().hits, 2U);
}

void CompileCacheTest::anEngineOfItsOwnNeverHitsEvenWithTheSameModules() {
    const auto cache = std::make_shared<CompileCache>();
    const auto one = engineWith(cache, types::kInt);
    const auto two = engineWith(cache, types::kInt);
    QCOMPARE(one->registry().fingerprint(), two->registry().fingerprint());
    one->types()->list(one->types()->list(types::kInt));  // from here on their ids differ
    const std::string text = "in x: List<List<Float>>\nout x\n";
    one->compile(source(text), 1, false);
    const auto snapshot = two->compile(source(text), 1, false);
    QCOMPARE(snapshot->types.get(), two->types().get());
    QCOMPARE(two->types()->text(snapshot->inputs.at(0).type), std::string("List<List<Float>>"));
}

void CompileCacheTest::theLeastRecentlyUsedGoesWhenRoomIsNeeded() {
    CompileCache::Limits limits;
    limits.bytes = 300'000;
    Engine::Parts parts;
    parts.compiled = std::make_shared<CompileCache>(limits);
    Engine engine(1, parts);
    const auto text = [](int i) {
        return kPipeline + "# " + std::to_string(i) + std::string(1500, '.') + "\n";
    };
    engine.compile(source(text(0)), 1, false);
    engine.compile(source(text(1)), 1, false);
    engine.compile(source(text(0)), 1, false);  // now 1 is the oldest
    engine.compile(source(text(2)), 1, false);
    engine.compile(source(text(3)), 1, false);
    CompileUse use = engine.compiled().use();
    QCOMPARE(use.entries, 3U);
    QCOMPARE(use.evictions, 1U);
    QVERIFY(use.bytes <= limits.bytes);
    engine.compile(source(text(0)), 1, false);
    QCOMPARE(engine.compiled().use().hits, 2U);
    engine.compile(source(text(1)), 1, false);
    use = engine.compiled().use();
    QCOMPARE(missesOf(use, CompileMiss::New), 4U);
    QCOMPARE(missesOf(use, CompileMiss::Evicted), 1U);
}

void CompileCacheTest::whatIsLargerThanAllRoomIsNotKept() {
    CompileCache::Limits limits;
    limits.bytes = 10'000;
    Engine::Parts parts;
    parts.compiled = std::make_shared<CompileCache>(limits);
    Engine engine(1, parts);
    engine.compile(source(kPipeline), 1, false);
    const std::string large = kPipeline + "#" + std::string(1000, '.');
    QCOMPARE(engine.compile(source(large), 1, false)->errorCount, std::size_t{0});
    QCOMPARE(engine.compiled().use().entries, 1U);
    QCOMPARE(engine.compiled().use().evictions, 0U);  // nobody had to make room in vain
}

void CompileCacheTest::whatNobodyAsksForGoesWithTime() {
    std::chrono::nanoseconds now{0};
    CompileCache::Limits limits;
    limits.age = std::chrono::minutes(10);
    limits.now = [&] { return now; };
    Engine::Parts parts;
    parts.compiled = std::make_shared<CompileCache>(limits);
    Engine engine(1, parts);
    engine.compile(source(kPipeline), 1, false);
    now += std::chrono::minutes(10);
    engine.compile(source(kPipeline), 1, false);
    QCOMPARE(engine.compiled().use().hits, 1U);  // and it is young again
    now += std::chrono::minutes(10);
    engine.compile(source("out a\n"), 1, false);
    QCOMPARE(engine.compiled().use().entries, 2U);
    now += std::chrono::minutes(1);
    engine.compile(source("out b\n"), 1, false);
    QCOMPARE(engine.compiled().use().entries, 2U);
    engine.compile(source(kPipeline), 1, false);
    const CompileUse use = engine.compiled().use();
    QCOMPARE(use.evictions, 1U);
    QCOMPARE(missesOf(use, CompileMiss::TooOld), 1U);
}

void CompileCacheTest::documentsThatTakeTooMuchRoomAreForgottenButNeverTheLast() {
    Engine engine(1);
    OpenDocuments documents;
    const auto show = [&](uint64_t number, std::size_t bytes) {
        const std::shared_ptr<Document> document = documents.open(number, engine);
        const std::string text = kPipeline + "#" + std::string(bytes, '.');
        document->last = engine.compileNext(*document->compiler, source(text), 1);
        documents.weigh(*document);
        return document;
    };
    const auto first = show(1, 200'000);
    const auto second = show(2, 200'000);
    QCOMPARE(documents.size(), std::size_t{2});
    QCOMPARE(show(1, 200'001), first);
    show(3, 200'000);
    QCOMPARE(documents.size(), std::size_t{2});
    QCOMPARE(show(1, 200'000), first);  // shown later than 2, which is gone
    QVERIFY(show(2, 200'000) != second);
    show(4, 2'000'000);
    QCOMPARE(documents.size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(CompileCacheTest)
#include "tst_compile_cache.moc"

#include "engine/session/session.h"
#include "engine/value/lazy.h"
#include "engine/value/objects.h"
#include "engine/value/value_part.h"

#include <QTest>

#include <condition_variable>
#include <mutex>
#include <optional>

// What a node came to, asked for from outside: any node, as long as somebody wants to look at it.

using namespace cst;

class InspectTest : public QObject {
    Q_OBJECT

private slots:
    void everyNodeHasItsValueAfterARun_data();
    void everyNodeHasItsValueAfterARun();
    void whatCameToNothingHasNone_data();
    void whatCameToNothingHasNone();
    void beforeARunAndOfAnotherDocumentThereIsNone();
    void aValueOutlivesItsRun();
    void valuesAreLookedIntoWhileOtherRunsGo();
    void whatNobodyHasReadIsReadForWhoeverLooks();
    void aNodeIsAskedForWhileItsRunGoes();
    void whatIsDoneAsideComesInOrder();
    void aSessionEndsWithQuestionsOpen();
    void aLongValueIsWrittenOutInPart();
};

namespace {

/// A session of two workers, and what it says.
class Scene : public Session::Observer {
public:
    void snapshotReady(SnapshotPtr snapshot) override {
        change([&] { snapshot_ = std::move(snapshot); });
    }
    void runChanged(RunSnapshotPtr run) override {
        change([&] { run_ = std::move(run); });
    }

    SnapshotPtr show(const std::string& text) {
        const Revision revision = session.setText(1, text);
        until([&] { return snapshot_ && snapshot_->revision == revision; });
        return snapshot_;
    }
    RunSnapshotPtr run(Session::RunRequest request = {}) {
        const uint64_t number = ++runs_;
        session.run(std::move(request));
        until([&] { return run_ && run_->run == number && run_->finished(); });
        return run_;
    }
    NodeIdentity identity(std::string_view key) {
        return snapshot_->shown[snapshot_->graph->byKey(key).index].identity;
    }
    NodeValuePtr ask(std::string_view key, uint64_t document = 1) {
        NodeValuePtr answer;
        session.inspect(document, identity(key),
                        [&](NodeValuePtr value) { change([&] { answer = std::move(value); }); });
        until([&] { return answer != nullptr; });
        return answer;
    }
    void begin(Session::RunRequest request = {}) {
        ++runs_;
        session.run(std::move(request));
        until([&] { return run_ && run_->run == runs_; });
    }
    template <class Change>
    void change(Change change) {
        {
            const std::lock_guard lock(mutex_);
            change();
        }
        changed_.notify_all();
    }
    template <class Condition>
    void until(Condition condition) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, condition);
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    SnapshotPtr snapshot_;  // guarded by mutex_; the test's thread reads them behind until()
    RunSnapshotPtr run_;
    uint64_t runs_ = 0;

public:
    Session session{{.workers = 2, .resultBytes = 1U << 20U, .addModules = {}, .files = {}}, *this};
};

std::string lineOf(const NodeValue& value) {
    std::string text;
    if (value.value) {
        ValuePart(*value.compiled->types, value.type, *value.value).appendShort(text, 100);
    }
    return text;
}

}  // namespace

void InspectTest::everyNodeHasItsValueAfterARun_data() {
    QTest::addColumn<bool>("everyNode");
    QTest::newRow("fused") << false;
    QTest::newRow("every node by itself") << true;
}

void InspectTest::everyNodeHasItsValueAfterARun() {
    QFETCH(bool, everyNode);
    Scene scene;
    scene.show(
        "@example(3)\nin n: Int\nsum = n + 4\nwords = concat(\"n is \", to-string(sum * 2))\n"
        "both = {a: sum, b: words}\nk = 1 + 2\nout both\nout k\n");
    Session::RunRequest request;
    request.everyNode = everyNode;
    QCOMPARE(scene.run(request)->status, RunStatus::Completed);
    const std::pair<const char*, const char*> values[] = {{"in:n", "3"},
                                                          {"sum", "7"},
                                                          {"words", "\"n is 14\""},
                                                          {"both", R"({a: 7, b: "n is 14"})"},
                                                          {"k", "3"},
                                                          {"out:both", R"({a: 7, b: "n is 14"})"}};
    for (const auto& [key, line] : values) {
        const NodeValuePtr value = scene.ask(key);
        QCOMPARE(value->run, uint64_t{1});
        QVERIFY2(value->value, key);
        QCOMPARE(lineOf(*value), std::string(line));
        QVERIFY(value->bytes >= sizeof(Value));
    }
}

void InspectTest::whatCameToNothingHasNone_data() {
    QTest::addColumn<std::string>("text");
    QTest::newRow("failed") << std::string("a = list-first([1][0:0])\nout a\n");
    QTest::newRow("an input without a value") << std::string("in a: Int\nb = a + 1\nout b\n");
    QTest::newRow("no output needs it") << std::string("a = trim(\" x\")\nb = 1\nout b\n");
    QTest::newRow("does not compile") << std::string("a = nothing + 1\nb = 1\nout b\n");
}

void InspectTest::whatCameToNothingHasNone() {
    QFETCH(std::string, text);
    Scene scene;
    const SnapshotPtr shown = scene.show(text);
    scene.run();
    const bool isInput = shown->graph->byKey("in:a").hasValue();
    const NodeValuePtr value = scene.ask(isInput ? "in:a" : "a");
    QCOMPARE(value->run, uint64_t{1});
    QVERIFY(!value->value);
}

void InspectTest::beforeARunAndOfAnotherDocumentThereIsNone() {
    Scene scene;
    scene.show("a = 1\nout a\n");
    QCOMPARE(scene.ask("a")->run, uint64_t{0});
    scene.run();
    QCOMPARE(scene.ask("a", 2)->run, uint64_t{0});
    QVERIFY(scene.ask("a")->value);
}

void InspectTest::aValueOutlivesItsRun() {
    Scene scene;
    scene.show("@example(1)\nin n: Int\nwords = concat(\"a text that is on the heap: \", "
               "to-string(n))\nout words\n");
    scene.run();
    const NodeValuePtr first = scene.ask("words");
    for (int i = 2; i < 6; ++i) {
        Session::RunRequest request;
        request.inputsJson = "{\"n\": " + std::to_string(i) + "}";
        scene.run(request);
    }
    QCOMPARE(lineOf(*first), std::string("\"a text that is on the heap: 1\""));
    QCOMPARE(lineOf(*scene.ask("words")), std::string("\"a text that is on the heap: 5\""));
}

void InspectTest::valuesAreLookedIntoWhileOtherRunsGo() {
    Scene scene;
    scene.show("@example(1)\nin n: Int\nlist = [n, n + 1, n + 2]\nmore = map(list, (x) => x * 2)\n"
               "sum = list-sum(more) + 1\nout sum\n");
    scene.run();
    for (int i = 0; i < 200; ++i) {
        Session::RunRequest request;
        request.inputsJson = "{\"n\": " + std::to_string(i) + "}";
        scene.begin(request);
        const NodeValuePtr value = scene.ask(i % 2 == 0 ? "list" : "sum");
        if (!value->value) continue;  // the run has not got there
        const std::string line = lineOf(*value);
        QVERIFY2(line.size() > 1, line.c_str());
    }
}

void InspectTest::whatNobodyHasReadIsReadForWhoeverLooks() {
    Scene scene;
    scene.show("in order: {id: Int, notes: List<String>}\na = order.id\nout a\n");
    Session::RunRequest request;
    std::string notes;
    for (int i = 0; i < 5000; ++i) notes += (i > 0 ? "," : "") + std::string("\"a long note\"");
    request.inputsJson = R"({"order": {"id": 7, "notes": [)" + notes + "]}}";
    scene.run(request);
    const NodeValuePtr value = scene.ask("in:order");
    QVERIFY(value->value);
    const ValuePart part(*value->compiled->types, value->type, *value->value);
    QCOMPARE(part.at(1).size(), 5000U);
    QVERIFY(value->bytes > 5000 * 11);
}

void InspectTest::aNodeIsAskedForWhileItsRunGoes() {
    Scene scene;
    scene.show("a = QuickCheck(\"x\")\nslow = AlwaysFailsService(a) with retry: 1, delay: 1h\n"
               "out a\nout slow\n");
    scene.begin();
    while (!scene.ask("a")->value) {
    }
    QVERIFY(!scene.ask("slow")->value);
    scene.session.stop();
}

void InspectTest::whatIsDoneAsideComesInOrder() {
    Scene scene;
    std::vector<int> done;
    for (int i = 0; i < 100; ++i) {
        scene.session.aside([&, i] { scene.change([&] { done.push_back(i); }); });
    }
    scene.until([&] { return done.size() == 100; });
    for (int i = 0; i < 100; ++i) QCOMPARE(done[static_cast<std::size_t>(i)], i);
}

void InspectTest::aSessionEndsWithQuestionsOpen() {
    for (int i = 0; i < 20; ++i) {
        Scene scene;
        scene.show("@example(1)\nin n: Int\na = n + 1\nout a\n");
        scene.begin();
        for (int j = 0; j < 20; ++j) {
            scene.session.inspect(1, scene.identity("a"), [](const NodeValuePtr&) {});
        }
    }
}

void InspectTest::aLongValueIsWrittenOutInPart() {
    Scene scene;
    scene.show("a = split(\"one,two,three\", \",\")\nout a\n");
    scene.run();
    const NodeValuePtr value = scene.ask("a");
    const TypeTable& types = *value->compiled->types;
    const WrittenValue whole = writtenOut(types, value->type, *value->value, 1000);
    QCOMPARE(whole.json, std::string(R"(["one", "two", "three"])"));
    QVERIFY(!whole.isCut);
    const WrittenValue part = writtenOut(types, value->type, *value->value, 7);
    QCOMPARE(part.json, std::string(R"(["one",)"));
    QVERIFY(part.isCut);
}

QTEST_GUILESS_MAIN(InspectTest)
#include "tst_inspect.moc"

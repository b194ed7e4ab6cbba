#include "engine/base/name_table.h"
#include "engine/check/check_whole.h"
#include "engine/check/checked_tree.h"
#include "engine/json/decode.h"
#include "engine/json/encode.h"
#include "engine/plan/apply.h"
#include "engine/plan/link.h"
#include "engine/plan/lower.h"
#include "engine/plan/optimise.h"
#include "engine/run/program.h"
#include "engine/run/run.h"
#include "engine/session/constant_host.h"
#include "engine/session/engine.h"
#include "engine/session/optimised_once.h"
#include "engine/session/session.h"
#include "engine/syntax/parser.h"
#include "engine/value/column.h"
#include "tests/bench/rows.h"
#include "tests/support/allocation_count.h"
#include "tests/support/compile.h"
#include "tests/types/aborts.h"

#include <QTest>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <semaphore>
#include <sstream>
#include <type_traits>

// The small things that make the large ones fast, one test each. What is counted is heap
// allocations, calls and addresses, never time.

using namespace cst;

class QuickWinsTest : public QObject {
    Q_OBJECT

private slots:
    void a_everyBenchmarkWarmsUpBeforeItCounts();
    void b_namesAreInternedToDenseIds();
    void c_logArgumentsAreOnlyWorkedOutWhenSomebodyListens();
    void d_containersAreReserved_data();
    void d_containersAreReserved();
    void e_noPatternIsCompiledAtRunTime();
    void f_idsAreDistinctTypesThatCostNothing();
    void g_scalarsTakeTheDirectPath();
    void h_registrationIsBatched();
    void h_notificationIsBatched();
    void i_valuesAreMovedAndViewedNotCopied();
    void j_everyPhaseHasATimer();
};

namespace {

class Log : public LogSink {
public:
    bool wantsLines() const override { return wants; }
    void line(std::string_view text) override {
        ++lines;
        bytes += text.size();
    }
    bool wants = false;
    int lines = 0;
    std::size_t bytes = 0;
};

/// A text that is run again and again on the same input.
struct Scene {
    Scene(const std::string& text, Value value)
        : snapshot(compiled(engine, text)),
          program(snapshot->optimised->get(engine.registry(), *engine.types()).program),
          input(std::move(value)) {}
    RunRef run() {
        RunRef run = Run::lease(program, engine.runServices(log), nullptr);
        run->setInput(0, input);
        run->start({std::chrono::nanoseconds(0), Run::Where::Here, 1});
        run->wait();
        return run;
    }
    const Value& output(const RunRef& run) const {
        return *run->value(program->stepOf(program->plan().outputs[0].node));
    }
    /// Heap allocations of ten runs, once memory has been taken.
    uint64_t warmAllocations() {
        for (int i = 0; i < 20; ++i) run();
        const uint64_t before = allocationCount();
        for (int i = 0; i < 10; ++i) run();
        return allocationCount() - before;
    }

    Log log;
    Engine engine{1};
    SnapshotPtr snapshot;
    std::shared_ptr<const Program> program;
    Value input;
};

std::string readFile(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

/// Files below a folder of the project that hold one of the words.
QStringList filesWith(const char* folder, const std::vector<std::string>& words) {
    QStringList found;
    const std::filesystem::path root = std::filesystem::path(CST_SOURCE_DIR) / folder;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        const std::string extension = entry.path().extension().string();
        if (extension != ".cpp" && extension != ".h") continue;
        const std::string text = readFile(entry.path());
        for (const std::string& word : words) {
            if (text.find(word) != std::string::npos) {
                found << QString::fromStdString(entry.path().filename().string() + ": " + word);
            }
        }
    }
    return found;
}

}  // namespace

// --- a ---

void QuickWinsTest::a_everyBenchmarkWarmsUpBeforeItCounts() {
    static std::vector<int> done;
    const bench::Row warm{"warm", [](const std::string&) -> Result<bench::Measured> {
                              bench::Measured row = bench::inTurn(3, 5, [](int round) {
                                  done.push_back(round);
                                  return round < 3 ? 1000.0 : round;
                              });
                              return row;
                          }};
    const Result<bench::Measured> figures = bench::measureRow(warm, "");
    QVERIFY(figures.ok());
    QCOMPARE(done.size(), std::size_t{8});
    QCOMPARE(figures->ours, 5.0);  // of 3, 4, 5, 6, 7: the first three did not count
    QCOMPARE(figures->p99, 7.0);

    // A row that comes by its figures in another way is refused; nobody asks rows directly.
    const bench::Row cold{
        "cold", [](const std::string&) -> Result<bench::Measured> { return bench::Measured{1.0}; }};
    QVERIFY(!bench::measureRow(cold, "").ok());
    QVERIFY(test::aborts([] { bench::inTurn(0, 5, [](int) { return 1.0; }); }));
    QCOMPARE(filesWith("tests/bench", {".measure("}), QStringList{"rows.h: .measure("});
}

// --- b ---

void QuickWinsTest::b_namesAreInternedToDenseIds() {
    NameTable names;
    std::vector<std::string> texts;
    for (uint32_t i = 0; i < 1000; ++i) {
        texts.push_back("warehouse.orders.a-rather-long-name-" + std::to_string(i));
        QCOMPARE(names.intern(texts.back()).index, i);
    }
    const uint64_t before = allocationCount();
    bool areSame = true;
    for (uint32_t i = 0; i < 1000; ++i) {
        const NameId again = names.intern(texts[i]);
        areSame = areSame && again.index == i && names.find(texts[i]) == again;
    }
    QVERIFY(areSame);
    QCOMPARE(allocationCount() - before, uint64_t{0});
    QCOMPARE(names.size(), std::size_t{1000});

    // What a compiler asks by name it asks once: a run asks for nothing, by name or by id.
    Scene scene("in x: Int\na = max(abs(x), 3)\nb = map([x, a], (e) => add(e, a))\nout b",
                Value::ofInt(-5));
    const uint64_t lookUps = scene.engine.registry().lookUps();
    scene.run();
    QCOMPARE(scene.engine.registry().lookUps() - lookUps, uint64_t{0});
    compiled(scene.engine, "a = abs(3)\nout a");
    QVERIFY(scene.engine.registry().lookUps() > lookUps);
}

// --- c ---

void QuickWinsTest::c_logArgumentsAreOnlyWorkedOutWhenSomebodyListens() {
    Scene scene("in x: String\na = stdlib.debug.log(x)\nout a",
                Value::ofText(std::string(1'000'000, 'x')));
    QCOMPARE(scene.snapshot->errorCount, 0U);
    QCOMPARE(scene.warmAllocations(), uint64_t{0});
    QCOMPARE(scene.log.lines, 0);
    scene.log.wants = true;
    QVERIFY(scene.warmAllocations() > 0);
    QCOMPARE(scene.log.lines, 30);
    QVERIFY(scene.log.bytes > 30'000'000);

    // Likewise what a message would say of a place that turns out to be right.
    std::string right = "in x: Int\nv0 = x\n";
    for (int i = 1; i <= 100; ++i) {
        right += "v" + std::to_string(i) + " = add(v" + std::to_string(i - 1) + ", 1)\n";
    }
    const auto allocationsOfCheck = [&](const std::string& text) {
        const auto tree =
            std::make_shared<SyntaxTree>(parse(std::make_shared<const SourceText>(text)));
        WholeCheck whole(tree, scene.engine.registry().signatures(), *scene.engine.types());
        const uint64_t before = allocationCount();
        whole.check();
        return allocationCount() - before;
    };
    const uint64_t ofRight = allocationsOfCheck(right + "out v100\n");
    QVERIFY(ofRight < 200);  // the names of the bindings, not two texts an argument
    QVERIFY(allocationsOfCheck(right + "w = add(v1, \"text\")\nout v100\nout w\n") > ofRight + 4);
}

// --- d ---

namespace {

std::string callsText(uint32_t calls) {
    std::string text = "in x: Int\nv0 = x\n";
    for (uint32_t i = 1; i <= calls; ++i) {
        text += "v" + std::to_string(i) + " = add(v" + std::to_string(i - 1) + ", " +
                std::to_string(i % 7) + ")\n";
    }
    return text + "out v" + std::to_string(calls) + "\n";
}

/// Heap allocations of one phase of making `calls` calls ready.
struct Phases {
    explicit Phases(uint32_t calls) {
        Engine engine(1);
        TypeTable& types = *engine.types();
        const auto source = std::make_shared<const SourceText>(callsText(calls));
        uint64_t before = allocationCount();
        const auto lap = [&] {
            const uint64_t now = allocationCount();
            return now - std::exchange(before, now);
        };
        const auto tree = std::make_shared<SyntaxTree>(parse(source));
        parsing = lap();
        WholeCheck whole(tree, engine.registry().signatures(), types);
        const CheckedTree& checked = whole.check();
        checking = lap();
        PartDraft draft;
        const PlanPart part = lower(checked, engine.registry().signatures(), types, draft);
        const PlacedPart placed{&part};
        const Lowered lowered = link({&placed, 1}, whole.symbols(), nullptr);
        lowering = lap();
        ConstantHost host(engine.registry(), types, lowered.plan->pools);
        lap();
        const OptimisedPlan optimised =
            optimise(lowered.plan, engine.registry().signatures(), types, host);
        optimising = lap();
        const Program program(optimised.plan, engine.registry(), types);
        making = lap();
    }
    uint64_t parsing = 0;
    uint64_t checking = 0;
    uint64_t lowering = 0;
    uint64_t optimising = 0;
    uint64_t making = 0;
};

/// The same of records that are read and written.
struct Documents {
    explicit Documents(uint32_t records) {
        TypeTable types;
        const TypeId type = types.list(types.record(
            {{"id", types::kInt}, {"name", types::kString}, {"marks", types.list(types::kFloat)}}));
        std::string json = "[";
        for (uint32_t i = 0; i < records; ++i) {
            json += std::string(i == 0 ? "" : ",") + "{\"id\":" + std::to_string(i) +
                    ",\"name\":\"a name of some length " + std::to_string(i) +
                    "\",\"marks\":[1.5,2.5,3.5]}";
        }
        json += "]";
        uint64_t before = allocationCount();
        const DecodedValue decoded = decodeValue(types, {"x", type, {}}, json, JsonLimits{});
        decoding = allocationCount() - before;
        std::string out;
        before = allocationCount();
        encodeValue(out, types, type, decoded.value);
        encoding = allocationCount() - before;
        isRight = decoded.errors.empty() && out.size() > json.size() - 10;
    }
    uint64_t decoding = 0;
    uint64_t encoding = 0;
    bool isRight = false;
};

}  // namespace

/// Allocations that each more of them costs. A container that was not reserved, or one made anew
/// for each, costs one or more.
void QuickWinsTest::d_containersAreReserved_data() {
    QTest::addColumn<double>("each");
    QTest::addColumn<double>("limit");
    constexpr double kMore = 9000;
    const auto row = [](const char* name, uint64_t few, uint64_t many, double limit) {
        QTest::newRow(name) << static_cast<double>(many - few) / kMore << limit;
    };
    const Phases few(1000);
    const Phases many(10'000);
    row("parsing a call", few.parsing, many.parsing, 0.01);
    row("checking a call: its name's place in the scope", few.checking, many.checking, 1.01);
    row("lowering a call: the list of its operands", few.lowering, many.lowering, 1.01);
    row("optimising a call: its place among equals", few.optimising, many.optimising, 1.01);
    row("making a call ready to run", few.making, many.making, 0.01);
    const Documents small(1000);
    const Documents large(10'000);
    QVERIFY(small.isRight && large.isRight);
    row("reading a record", small.decoding, large.decoding, 0.01);
    row("writing a record", small.encoding, large.encoding, 0.01);
}

void QuickWinsTest::d_containersAreReserved() {
    QFETCH(double, each);
    QFETCH(double, limit);
    QVERIFY2(each <= limit, qPrintable(QString::number(each)));
}

// --- e ---

void QuickWinsTest::e_noPatternIsCompiledAtRunTime() {
    const std::vector<std::string> patterns{"regex", "regcomp", "QRegExp", "RegularExpression"};
    for (const char* folder : {"engine", "ui", "app"}) {
        QCOMPARE(filesWith(folder, patterns), QStringList());
    }
    QVERIFY(!filesWith("tests/reference", patterns).isEmpty());  // it would see them
}

// --- f ---

namespace {

template <class A, class B>
constexpr bool areApart() {
    return !std::is_convertible_v<A, B> && !std::is_constructible_v<A, B> &&
           !std::is_assignable_v<A&, B>;
}

template <class... Ids>
constexpr bool allApart() {
    const auto others = []<class A>(A) {
        return ((std::is_same_v<A, Ids> || areApart<A, Ids>()) && ...);
    };
    return (others(Ids()) && ...);
}

template <class... Ids>
constexpr bool allAreNumbersInMemory() {
    return ((sizeof(Ids) == sizeof(uint32_t) && std::is_trivially_copyable_v<Ids> &&
             !std::is_convertible_v<uint32_t, Ids> && !std::is_convertible_v<Ids, uint32_t>)&&...);
}

}  // namespace

void QuickWinsTest::f_idsAreDistinctTypesThatCostNothing() {
    QVERIFY((allApart<NodeId, TypeId, FunctionId, NameId, SyntaxId, BindingId, NodeIdentity>()));
    QVERIFY((allAreNumbersInMemory<NodeId, TypeId, FunctionId, NameId, SyntaxId, BindingId,
                                   NodeIdentity>()));
    QVERIFY((!allApart<NodeId, uint32_t>()));  // it would see what converts
}

// --- g ---

void QuickWinsTest::g_scalarsTakeTheDirectPath() {
    const Value a = Value::ofInt(7);
    const Value b = Value::ofInt(2);
    const auto operand = [&](std::size_t i) -> const Value& { return i == 0 ? a : b; };
    const uint64_t before = allocationCount();
    for (auto op = Op::AddInt; op <= Op::NegateFloat;
         op = static_cast<Op>(static_cast<uint8_t>(op) + 1)) {
        Value out;
        const bool canFail = op == Op::DivideInt;
        QCOMPARE(applyScalar(op, operand, out), !canFail);
        QVERIFY(!out.isObject());
    }
    QCOMPARE(allocationCount() - before, uint64_t{0});
    static_assert(sizeof(Value) == 16);

    std::string text = "in x: Int\nf0 = x * 0.5\nv0 = x\n";
    for (int i = 1; i <= 50; ++i) {
        const std::string n = std::to_string(i);
        const std::string last = std::to_string(i - 1);
        text += "v" + n + " = max(v" + last + " * 3 - x, 2)\n";
        text += "f" + n + " = if (v" + n + " > 4 and not (f" + last + " < 0.1)) f" + last +
                " * 0.5 else -f" + last + "\n";
    }
    Scene scene(text + "out f50\n", Value::ofInt(9));
    QCOMPARE(scene.snapshot->errorCount, 0U);
    QCOMPARE(scene.warmAllocations(), uint64_t{0});
    QVERIFY(!scene.output(scene.run()).isObject());
}

// --- h ---

namespace {

std::vector<ModuleDescriptor> fiveHundred() {
    std::vector<ModuleDescriptor> all;
    for (int i = 0; i < 500; ++i) {
        ModuleDescriptor& descriptor = all.emplace_back();
        descriptor.signature.name = "validate-" + std::to_string(i);
        descriptor.signature.nameSpace = "warehouse.orders" + std::to_string(i % 8);
        descriptor.signature.result = types::kString;
    }
    return all;
}

/// Counts what it hears; its first snapshot waits to be let go.
class Listener : public Session::Observer {
public:
    void snapshotReady(SnapshotPtr snapshot) override {
        if (holdsFirst && ++snapshots == 1) {
            firstHeld.release();
            letGo.acquire();
        }
        const std::lock_guard lock(mutex);
        shown = snapshot->revision;
    }
    void runChanged(RunSnapshotPtr run) override {
        const std::lock_guard lock(mutex);
        ++reports;
        last = std::move(run);
    }
    void logLines(std::vector<std::string> more) override {
        const std::lock_guard lock(mutex);
        ++logCalls;
        lines += more.size();
    }
    bool isShown(Revision revision) const {
        const std::lock_guard lock(mutex);
        return shown == revision;
    }
    bool isFinished() const {
        const std::lock_guard lock(mutex);
        return last && last->finished();
    }

    bool holdsFirst = false;
    std::atomic<int> snapshots = 0;
    std::binary_semaphore firstHeld{0};
    std::binary_semaphore letGo{0};
    mutable std::mutex mutex;
    Revision shown = 0;
    int reports = 0;
    int logCalls = 0;
    std::size_t lines = 0;
    RunSnapshotPtr last;
};

}  // namespace

void QuickWinsTest::h_registrationIsBatched() {
    TypeTable types;
    const auto allocationsOf = [&](const auto& registering) {
        Registry registry(types);
        std::vector<ModuleDescriptor> modules = fiveHundred();
        const uint64_t before = allocationCount();
        registering(registry, std::move(modules));
        const uint64_t took = allocationCount() - before;
        return registry.signatures().size() == 500 ? took : UINT64_MAX;
    };
    const uint64_t atOnce = allocationsOf(
        [](Registry& registry, auto modules) { registry.addAll(std::move(modules)); });
    const uint64_t oneByOne = allocationsOf([](Registry& registry, auto modules) {
        for (ModuleDescriptor& module : modules) registry.add(std::move(module));
    });
    // The list of those that share a simple name is each name's own; all indexes grow once.
    QVERIFY2(atOnce <= 500 + 30, qPrintable(QString::number(atOnce)));
    QVERIFY2(atOnce + 40 <= oneByOne, qPrintable(QString::number(oneByOne)));
}

void QuickWinsTest::h_notificationIsBatched() {
    {
        Listener listener;
        listener.holdsFirst = true;
        Session session({2, std::chrono::milliseconds(16)}, listener);
        session.setText(1, "a = 0\nout a");
        listener.firstHeld.acquire();
        Revision last = 0;
        for (int i = 1; i <= 1000; ++i) {
            last = session.setText(1, "a = " + std::to_string(i) + "\nout a");
        }
        listener.letGo.release();
        QTRY_VERIFY(listener.isShown(last));
        QCOMPARE(listener.snapshots.load(), 2);  // what was typed meanwhile is one
    }
    Listener listener;
    Session session({2, std::chrono::hours(1)}, listener);
    // It waits for long enough that whoever tells of everything at once would do so many times.
    std::string text = "slow = SlowQuery(\"x\")\nout slow\n";
    for (int i = 0; i < 1000; ++i) {
        const std::string name = "said" + std::to_string(i);
        text += name + " = stdlib.debug.log(\"" + name + "\")\nout " + name + "\n";
    }
    session.setText(1, text);
    session.run({});
    QTRY_VERIFY(listener.isFinished());
    const std::lock_guard lock(listener.mutex);
    QCOMPARE(listener.lines, std::size_t{1000});
    // 1,001 outputs and as many lines: told a few at a time, at most every 4 ms.
    QVERIFY2(listener.reports <= 100, qPrintable(QString::number(listener.reports)));
    QVERIFY2(listener.logCalls <= 100, qPrintable(QString::number(listener.logCalls)));
}

// --- i ---

void QuickWinsTest::i_valuesAreMovedAndViewedNotCopied() {
    const std::string passOn =
        "a = stdlib.identity(x)\nb = stdlib.identity(a)\nc = stdlib.identity(b)\nout c";
    std::vector<int64_t> numbers(100'000, 7);
    const int64_t* const data = numbers.data();
    Scene list("in x: List<Int>\n" + passOn,
               makeList(Ref<Column>::adopt(new Column(IntRows{std::move(numbers)}))));
    QCOMPARE(list.warmAllocations(), uint64_t{0});
    QCOMPARE(intsOf(list.output(list.run()).asList()).data(), data);  // through three modules

    Scene text("in x: String\n" + passOn, Value::ofText("more than fourteen bytes of text"));
    QCOMPARE(text.warmAllocations(), uint64_t{0});
    QCOMPARE(static_cast<const void*>(text.output(text.run()).asText().data()),
             static_cast<const void*>(text.input.asText().data()));

    Value value = text.input;
    const uint32_t owners = value.object()->refs.load();
    const Value moved = std::move(value);
    QCOMPARE(moved.object()->refs.load(), owners);
    QVERIFY(!value.isObject());

    std::string bytes = "in somewhat: Int\nout somewhat\n";
    const char* const first = bytes.data();
    const SourceText source(std::move(bytes));
    QCOMPARE(static_cast<const void*>(source.bytes().data()), static_cast<const void*>(first));
    QCOMPARE(static_cast<const void*>(source.lineText(2).data()),
             static_cast<const void*>(first + 17));
}

// --- j ---

void QuickWinsTest::j_everyPhaseHasATimer() {
    Listener listener;
    Session session({2, std::chrono::milliseconds(16)}, listener);
    Session::RunRequest request;
    request.inputsJson = R"({"x": [1, 2, 3, 4]})";
    const auto start = std::chrono::steady_clock::now();
    session.setText(1, "in x: List<Int>\ny = map(x, (e) => e * 2 + 1)\nz = list-sum(y) + 3 * 4\n"
                       "out y\nout z");
    session.run(request);
    QTRY_VERIFY(listener.isFinished());
    const auto end = std::chrono::steady_clock::now();
    const double wallUs = std::chrono::duration<double, std::micro>(end - start).count();

    const RunTimes& times = listener.last->times;
    const PhaseTimes& compiling = listener.last->compiled->times;
    for (const int64_t ns : {compiling.parse, compiling.check, compiling.plan, compiling.layout}) {
        QVERIFY(ns > 0);
    }
    double sum = 0;
    for (const double us :
         {times.compileUs, times.optimiseUs, times.inputUs, times.runUs, times.outputUs}) {
        QVERIFY(us > 0);
        sum += us;
    }
    QVERIFY(times.recordingUs > 0);
    QCOMPARE(static_cast<double>(compiling.parse + compiling.check + compiling.plan) / 1000,
             times.compileUs);
    QVERIFY(sum <= times.totalUs * (1 + 1e-9));
    QVERIFY(times.totalUs <= wallUs);  // each is there once, and none is counted while waiting
}

QTEST_GUILESS_MAIN(QuickWinsTest)
#include "tst_quick_wins.moc"

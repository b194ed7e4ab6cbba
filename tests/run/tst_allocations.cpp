#include "engine/run/run.h"
#include "engine/session/engine.h"
#include "engine/session/inputs.h"
#include "engine/session/optimised_once.h"
#include "tests/support/allocation_count.h"
#include "tests/support/compile.h"
#include "tests/support/plan_shapes.h"

#include <QTest>

#include <cstdlib>
#include <fstream>
#include <thread>
#include <unistd.h>

// What a warm run takes from the heap: nothing.

class AllocationsTest : public QObject {
    Q_OBJECT

private slots:
    void theCounterSeesMallocAndNewOfEveryThread();
    void aWarmScalarRunAllocatesNothing_data();
    void aWarmScalarRunAllocatesNothing();
    void lambdasAllocateTheirResultsAndNothingElse_data();
    void lambdasAllocateTheirResultsAndNothingElse();
    void aHundredThousandRunsDoNotGrow();
};

namespace {

class SilentLog : public cst::LogSink {
public:
    void line(std::string_view) override {}
};

struct Scene {
    explicit Scene(const std::string& text)
        : engine(2),
          snapshot(compiled(engine, text)),
          program(snapshot->optimised->get(engine.registry(), *engine.types()).program) {}
    bool run() {
        const cst::RunRef run = cst::Run::lease(program, engine.runServices(log), nullptr);
        for (uint32_t i = 0; i < program->plan().inputs.size(); ++i) {
            run->setInput(i, cst::Value::ofInt(7));
        }
        run->start({std::chrono::nanoseconds(0), cst::Run::Where::Here, 1});
        run->wait();
        return run->value(program->stepOf(program->plan().outputs[0].node)) != nullptr;
    }

    SilentLog log;
    cst::Engine engine;
    cst::SnapshotPtr snapshot;
    std::shared_ptr<const cst::Program> program;
};

std::string chainOf50() {
    std::string text = "in x: Int\nv0 = x\n";
    for (int i = 1; i <= 50; ++i) {
        const std::string last = "v" + std::to_string(i - 1);
        text += "v" + std::to_string(i) + " = " +
                (i % 2 == 0 ? "add(" + last + ", 3)" : "abs(" + last + " * 2 - x)") + "\n";
    }
    return text + "out v50\n";
}

}  // namespace

void AllocationsTest::theCounterSeesMallocAndNewOfEveryThread() {
    const uint64_t before = cst::allocationCount();
    std::thread other([] {
        void* volatile block = std::malloc(100);
        std::free(block);
        delete new std::vector<int>(10);
    });
    other.join();
    QVERIFY(cst::allocationCount() - before >= 3);
}

void AllocationsTest::aWarmScalarRunAllocatesNothing_data() {
    QTest::addColumn<std::string>("text");
    QTest::newRow("a chain of 50 calls and operations") << chainOf50();
    QTest::newRow("fifty side by side") << [] {
        std::string text = "in x: Int\nin y: Int\n";
        for (int i = 0; i < 50; ++i) {
            text += "v" + std::to_string(i) + " = add(x, y + " + std::to_string(i) + ")\n";
            text += "out v" + std::to_string(i) + "\n";
        }
        return text;
    }();
    QTest::newRow("choices") << std::string(
        "in x: Int\nin y: Int\nbig = x > 3 and y < 100\n"
        "a = if (big) x * 2 else y\nb = branch { a > 100 -> 1, a > 10 -> 2, otherwise -> 3 }\n"
        "c = (b when big) ?? 7\nout c\n");
}

void AllocationsTest::aWarmScalarRunAllocatesNothing() {
    QFETCH(std::string, text);
    Scene scene(text);
    QCOMPARE(scene.snapshot->errorCount, 0U);
    for (int i = 0; i < 50; ++i) {
        QVERIFY(scene.run());
    }
    // Where the machine is busy a node may be interrupted and look long; a run that is handed out
    // for that, for the first time, makes a list for the other worker. It is warm with it.
    uint64_t allocated = 1;
    for (int round = 0; round < 5 && allocated > 0; ++round) {
        const uint64_t before = cst::allocationCount();
        for (int i = 0; i < 100; ++i) {
            scene.run();
        }
        allocated = cst::allocationCount() - before;
    }
    QCOMPARE(allocated, uint64_t{0});
}

/// A list is an object, a column and its rows; what was needed to find them comes from the run.
void AllocationsTest::lambdasAllocateTheirResultsAndNothingElse_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<uint64_t>("most");
    std::string in = "in x: Int\nlist = [x";
    for (int i = 1; i < 100; ++i) {
        in += ", x + " + std::to_string(i);
    }
    in += "]\n";
    QTest::newRow("the list itself") << in + "out list\n" << uint64_t{3};
    QTest::newRow("filter") << in + "a = filter(list, (e) => e > 50)\nout a\n" << uint64_t{6};
    QTest::newRow("map") << in + "a = map(list, (e) => e * x + 2)\nout a\n" << uint64_t{6};
    QTest::newRow("sortBy") << in + "a = sortBy(list, (e) => 0 - e)\nout a\n" << uint64_t{6};
    QTest::newRow("all") << in + "a = all(list, (e) => e >= x)\nout a\n" << uint64_t{3};
    QTest::newRow("of lambdas in lambdas, only those of the outer ones")
        << in + "few = [9, 11, 13]\na = filter(list, (e) => any(few, (f) => f == e))\nout a\n"
        << uint64_t{6};
}

void AllocationsTest::lambdasAllocateTheirResultsAndNothingElse() {
    QFETCH(std::string, text);
    QFETCH(uint64_t, most);
    Scene scene(text);
    QCOMPARE(scene.snapshot->errorCount, 0U);
    for (int i = 0; i < 10; ++i) {
        QVERIFY(scene.run());
    }
    const uint64_t before = cst::allocationCount();
    constexpr uint64_t kRuns = 100;
    for (uint64_t i = 0; i < kRuns; ++i) {
        scene.run();
    }
    const uint64_t each = (cst::allocationCount() - before) / kRuns;
    QVERIFY2(each <= most, std::to_string(each).c_str());
}

void AllocationsTest::aHundredThousandRunsDoNotGrow() {
    const auto residentBytes = [] {
        std::ifstream file("/proc/self/statm");
        int64_t total = 0;
        int64_t resident = 0;
        file >> total >> resident;
        return resident * ::sysconf(_SC_PAGESIZE);
    };
    Scene scene(chainOf50());
    for (int i = 0; i < 1000; ++i) {
        scene.run();
    }
    const int64_t before = residentBytes();
    for (int i = 0; i < 100'000; ++i) {
        scene.run();
    }
    QVERIFY(residentBytes() - before < 1'000'000);
}

QTEST_APPLESS_MAIN(AllocationsTest)
#include "tst_allocations.moc"

// What a run costs beside its nodes: allocations, state, submitting, recording, inline operations.

#include "tests/bench/engine_cost_rows.h"

#include "engine/json/decode.h"
#include "engine/session/engine.h"
#include "engine/session/inputs.h"
#include "engine/session/optimised_once.h"
#include "tests/bench/shape_run.h"
#include "tests/support/allocation_count.h"

#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <malloc.h>
#include <semaphore>
#include <thread>
#include <unistd.h>

namespace cst::bench {
namespace {

using Clock = std::chrono::steady_clock;

double microsecondsOf(const auto& work) {
    const auto start = Clock::now();
    work();
    return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

/// A text made ready to run again and again on one input document.
class TextRunner {
public:
    TextRunner(const std::string& text, const std::string& inputsJson)
        : engine_(2),
          snapshot_(engine_.compile(std::make_shared<const SourceText>(text), 1, false)),
          program_(snapshot_->optimised->get(engine_.registry(), *engine_.types()).program),
          binder_(*engine_.types(), snapshot_->inputs) {
        binder_.useObject(inputsJson);
    }
    bool isGood() const { return snapshot_->errorCount == 0 && binder_.errors.empty(); }
    const Plan& plan() const { return program_->plan(); }
    /// True: its first output got a value.
    bool run() {
        const RunServices services = engine_.runServices(log_);
        const RunRef run = Run::lease(program_, services, nullptr);
        for (uint32_t i = 0; i < binder_.values.size(); ++i) {
            run->setInput(i, binder_.values[i]);
        }
        run->start({std::chrono::nanoseconds(0), Run::Where::Here, 1});
        run->wait();
        return run->value(program_->stepOf(plan().outputs[0].node)) != nullptr;
    }

private:
    SilentLog log_;
    Engine engine_;
    SnapshotPtr snapshot_;
    std::shared_ptr<const Program> program_;
    InputBinder binder_;
};

Result<Measured> measureWarm10(const std::string&) {
    TextRunner runner("in a: Int\nin b: Float\nin name: String\n"
                      "sum = add(a, 3)\ntwice = multiply(sum, 2)\nbig = max(twice, 10)\n"
                      "price = b * twice\nlabel = concat(name, \"!\")\ntrimmed = trim(label)\n"
                      "size = string-length(trimmed)\nall = add(size, big)\n"
                      "out all\nout price\n",
                      R"({"a": 4, "b": 2.5, "name": "orders"})");
    bool good = runner.isGood();
    const Measured measured = inTurn(
        1000, 5000, [&](int) { return microsecondsOf([&] { good = runner.run() && good; }); });
    if (!good) {
        return Error{"bench", "the pipeline has no value", ""};
    }
    return measured;
}

Result<Measured> measureAllocations(const std::string&) {
    ShapeRunner runner(2);
    const auto program = runner.program(runner.shapes.chain(50));
    bool isRight = true;
    Side runs{[&](int i) {
                  const uint64_t before = allocationCount();
                  isRight = runner.run(program, i) == i && isRight;
                  return static_cast<double>(allocationCount() - before);
              },
              1000};
    takeTurns(100, {&runs});
    if (!isRight) {
        return Error{"bench", "a run gave another value than went in", ""};
    }
    Measured measured;
    measured.ours = std::ranges::max(runs.figures);
    return measured;
}

double residentMb() {
    std::ifstream file("/proc/self/statm");
    double total = 0;
    double resident = 0;
    file >> total >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

Result<Measured> measureSustained(const std::string&) {
    ShapeRunner runner(2);
    const auto program = runner.program(runner.shapes.chain(50));
    constexpr int kWarmUp = 1000;
    constexpr int kRuns = 100'000;
    constexpr std::size_t kBatch = 1000;
    double before = 0;
    const auto run = [&](int round) {
        if (round == kWarmUp) {
            before = residentMb();
        }
        return microsecondsOf([&] { runner.run(program, 5); });
    };
    Side runs{run, kRuns};
    runs.figures.assign(kRuns, 1.0);  // its pages are there
    runs.figures.clear();
    takeTurns(kWarmUp, {&runs});
    Measured measured;
    measured.others["grownMb"] = residentMb() - before;
    // The same of each 1,000 in a row; whatever else the machine did falls into some of these only.
    std::vector<double> ofBatches;
    for (std::size_t first = 0; first < runs.figures.size(); first += kBatch) {
        const auto begin = runs.figures.begin() + static_cast<std::ptrdiff_t>(first);
        std::vector<double> batch(begin, begin + kBatch);
        const double p99 = percentile99(batch);
        ofBatches.push_back(p99 / median(batch));
    }
    measured.others["p99OverP50of1000"] = median(ofBatches);
    measured.p99 = percentile99(runs.figures);
    measured.others["p50Us"] = median(runs.figures);
    measured.ours = measured.p99 / measured.others["p50Us"];
    return measured;
}

/// The same bodies on two plain threads, half each.
double twoThreadsUs(uint32_t nodes, int64_t input) {
    return microsecondsOf([&] {
        const auto half = [&](uint32_t count) {
            int64_t sum = 0;
            for (uint32_t i = 0; i < count; ++i) {
                sum += PlanShapes::work8us(input) == 0 ? 0 : input;
            }
            volatile int64_t kept = sum;
            (void)kept;
        };
        std::thread other(half, nodes / 2);
        half(nodes - nodes / 2);
        other.join();
    });
}

Result<Measured> measureSpeedup(const std::string&) {
    constexpr uint32_t kNodes = 1000;
    ShapeRunner runner(2);
    const auto program = runner.program(runner.shapes.independent(kNodes, PlanShapes::Body::Work8));
    bool isRight = true;
    const Measured both = byTurns(
        5, 40,
        [&](int i) {
            int64_t got = 0;
            const double us = microsecondsOf([&] { got = runner.run(program, i); });
            isRight = isRight && got == i;
            return us;
        },
        [&](int i) { return twoThreadsUs(kNodes, i); });
    if (!isRight) {
        return Error{"bench", "a run gave another value than went in", ""};
    }
    Measured measured;
    measured.peer = "two plain threads";
    measured.peerValue = 1;
    measured.ours = both.peerValue / both.ours;
    measured.others["oursUs"] = both.ours;
    return measured;
}

/// Says when it was called, and wakes whoever waits.
class MomentModule final : public Module {
public:
    CallOutcome call(CallContext& context) override {
        at = Clock::now();
        called.release();
        return context.argument(0);
    }
    Clock::time_point at;
    std::binary_semaphore called{0};
};

Result<Measured> measureSubmit(const std::string&) {
    TypeTable types;
    Registry registry(types);
    auto owned = std::make_unique<MomentModule>();
    MomentModule& moment = *owned;
    ModuleDescriptor descriptor;
    descriptor.signature.name = "moment";
    descriptor.signature.parameters = {{"a", types::kInt}};
    descriptor.signature.result = types::kInt;
    descriptor.isSound = true;
    descriptor.module = std::move(owned);
    const FunctionId function = registry.add(std::move(descriptor));

    auto plan = std::make_shared<Plan>();
    Operation input;
    input.op = Op::Input;
    input.type = types::kInt;
    input.payload = 0;
    Operation call;
    call.op = Op::Call;
    call.type = call.operandType = types::kInt;
    call.function = function;
    call.operandCount = call.numberCount = 1;
    plan->pools.operands.push_back({0, kNoIndex});
    plan->pools.numbers.push_back(types::kInt.index);
    plan->nodes = {input, call};
    plan->graphNode = {NodeId(0U), NodeId(1U)};
    plan->inputs.push_back({"x", types::kInt, 0});
    plan->outputs.push_back({"y", types::kInt, 1});
    plan->roots = {1};
    const auto program =
        std::make_shared<const Program>(std::shared_ptr<const Plan>(plan), registry, types);

    TimerThread timers;
    CallServices calls(timers);
    SilentLog log;
    Recorder recorder;
    Executor executor(2);
    const RunServices services{&registry, &types, &executor, &timers, &calls, &log, &recorder};
    tbb::task_arena arena(2, 0);
    const auto since = [&](Clock::time_point start) {
        return std::chrono::duration<double, std::micro>(moment.at - start).count();
    };
    const auto ours = [&](int i) {
        // Long enough for the workers to fall asleep; the submitter blocks, it does not spin.
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        const RunRef run = Run::lease(program, services, nullptr);
        run->setInput(0, Value::ofInt(i));
        const auto start = Clock::now();
        run->start({});
        moment.called.acquire();
        const double us = since(start);
        run->wait();
        return us;
    };
    const auto peer = [&](int) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        const auto start = Clock::now();
        arena.enqueue([&] {
            moment.at = Clock::now();
            moment.called.release();
        });
        moment.called.acquire();
        return since(start);
    };
    Measured measured = byTurns(30, 300, ours, peer);
    measured.peer = "tbb::task_arena::enqueue";
    return measured;
}

Result<Measured> measureInline20(const std::string&) {
    std::string chained = "x";
    for (int i = 0; i < 20; ++i) {
        chained = "(" + chained + (i % 3 == 0 ? " + y)" : i % 3 == 1 ? " * 3)" : " - y)");
    }
    const std::string inputs = R"({"x": 5, "y": 7})";
    const std::string head = "in x: Int\nin y: Int\n";
    TextRunner with(head + "a = abs(" + chained + ")\nout a\n", inputs);
    TextRunner without(head + "a = abs(x)\nb = y\nout a\n", inputs);
    bool good = with.isGood() && without.isGood();
    const auto timed = [&](TextRunner& runner) {
        return microsecondsOf([&] { good = runner.run() && good; });
    };
    const Measured both = byTurns(
        1000, 4000, [&](int) { return timed(with); }, [&](int) { return timed(without); });
    if (!good) {
        return Error{"bench", "the pipeline has no value", ""};
    }
    Measured measured;
    measured.ours = both.ours - both.peerValue;
    return measured;
}

Result<Measured> measureRunMemory(const std::string&) {
    ShapeRunner runner(2);
    const auto program = runner.program(runner.shapes.chain(20));
    std::vector<RunRef> kept;  // so that each run finds the pool empty and makes its state
    kept.reserve(16);
    return inTurn(1, 15, [&](int) {
        const auto before = ::mallinfo2();
        kept.push_back(Run::lease(program, runner.services(), nullptr));
        const RunRef& run = kept.back();
        run->setInput(0, Value::ofInt(1));
        run->start({std::chrono::nanoseconds(0), Run::Where::Here, 1});
        run->wait();
        const auto after = ::mallinfo2();
        return static_cast<double>(after.uordblks + after.hblkhd) -
               static_cast<double>(before.uordblks + before.hblkhd);
    });
}

Result<Measured> measurePoolOff(const std::string&) {
    ShapeRunner runner(2);
    const auto program = runner.program(runner.shapes.chain(50));
    Measured measured = byTurns(
        1000, 5000, [&](int i) { return microsecondsOf([&] { runner.run(program, i); }); },
        [&](int i) {
            return microsecondsOf([&] { runner.run(program, i, Run::Where::Here, true, false); });
        });
    measured.peer = "without the pool";
    return measured;
}

Result<Measured> measureRecordingOverhead(const std::string&) {
    ShapeRunner runner(2);
    const auto program = runner.program(runner.shapes.chain(100, PlanShapes::Body::Work10));
    Measured measured = byTurns(
        30, 300, [&](int i) { return microsecondsOf([&] { runner.run(program, i); }); },
        [&](int i) {
            return microsecondsOf([&] { runner.run(program, i, Run::Where::Here, false); });
        });
    measured.peer = "recorder off";
    return measured;
}

Result<Measured> measureRecorder(const std::string&) {
    const auto ring = std::make_unique<RecordRing>();
    constexpr uint32_t kEach = 1000;
    uint64_t sum = 0;
    const auto recordAll = [&](int) {
        return 1000 / double{kEach} * microsecondsOf([&] {
                   AttemptRecord record;
                   record.start = ticks::now();
                   for (uint32_t i = 0; i < kEach; ++i) {
                       record.node = i;
                       record.finish = ticks::now();
                       ring->add(record);
                       record.ready = record.start = record.finish;
                   }
               });
    };
    const auto readClock = [&](int) {
        return 1000 / double{kEach} * microsecondsOf([&] {
                   for (uint32_t i = 0; i < kEach; ++i) {
                       const auto begin = Clock::now();
                       sum += static_cast<uint64_t>((Clock::now() - begin).count());
                   }
               });
    };
    Measured measured = byTurns(50, 350, recordAll, readClock);
    volatile uint64_t kept = sum;
    (void)kept;
    measured.peer = "two readings of steady_clock";
    return measured;
}

}  // namespace

std::vector<Row> engineCostRows() {
    return {{"engine/warm-10", measureWarm10},
            {"engine/allocations-50", measureAllocations},
            {"engine/sustained", measureSustained},
            {"engine/speedup-8us", measureSpeedup},
            {"engine/submit", measureSubmit},
            {"engine/inline-20", measureInline20},
            {"engine/run-memory", measureRunMemory},
            {"engine/pool-off", measurePoolOff},
            {"engine/recording-overhead", measureRecordingOverhead},
            {"engine/recorder", measureRecorder}};
}

}  // namespace cst::bench

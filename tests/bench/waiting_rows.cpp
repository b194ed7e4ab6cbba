// Runs whose calls wait: on threads that may block, on timers, and for somebody to stop them.

#include "engine/modules/native.h"
#include "engine/session/pipeline_run.h"
#include "engine/session/session.h"
#include "tests/bench/rows.h"
#include "tests/bench/shape_run.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <malloc.h>
#include <mutex>
#include <thread>

namespace cst::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

/// Blocks its thread for 100 ms, as a library would that knows no better.
class Blocking100 : public BlockingModule {
public:
    CallResult block(CallContext& context) override {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        return context.argument(0);
    }
};

/// Answers after so many milliseconds as its argument says, on the timer.
class After : public Module {
public:
    CallOutcome call(CallContext& context) override {
        context.timers->after(std::chrono::milliseconds(context.argument(0).asInt()),
                              std::make_unique<Answer>(context.completion(), context.argument(0)),
                              context.stopToken());
        return Pending{};
    }

private:
    class Answer : public TimerTask {
    public:
        Answer(Completion completion, Value value)
            : completion_(std::move(completion)), value_(std::move(value)) {}
        void fire() override { completion_.finish(std::move(value_)); }

    private:
        Completion completion_;
        Value value_;
    };
};

void addWaitingModules(Registry& registry) {
    Pack pack(registry, "", "bench");
    FunctionShape shape{{types::kInt}, types::kInt};
    shape.pure = false;
    pack.add({"Block", {"x"}, "Blocks for 100 ms.", "Block(1)"}, shape,
             std::make_unique<Blocking100>());
    pack.add({"After", {"ms"}, "Answers later.", "After(1)"}, shape, std::make_unique<After>());
    registry.vouch();
}

/// Runs of one text.
class WaitingRunner {
public:
    explicit WaitingRunner(const std::string& text)
        : engine_(2, {addWaitingModules, nullptr}),
          snapshot_(engine_.compile(std::make_shared<const SourceText>(text), 1, false)) {}
    bool isGood() const { return snapshot_->errorCount == 0; }
    std::unique_ptr<PipelineRun> started(RunObserver* observer = nullptr) {
        auto run =
            std::make_unique<PipelineRun>(engine_, snapshot_, bindInputs(engine_, *snapshot_), 0,
                                          PipelineRun::Options{}, log_, observer);
        run->start();
        return run;
    }

private:
    SilentLog log_;
    Engine engine_;
    SnapshotPtr snapshot_;
};

/// `count` calls side by side, each an output.
std::string sideBySide(int count, const std::string& call) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += "v" + std::to_string(i) + " = " + call + "\nout v" + std::to_string(i) + "\n";
    }
    return text;
}

Result<Measured> measureBlocking50(const std::string&) {
    WaitingRunner runner(sideBySide(50, "Block(1)"));
    bool good = runner.isGood();
    const Measured measured = inTurn(3, 30, [&](int) {
        const auto start = Clock::now();
        const auto run = runner.started();
        run->wait();
        const double ms = Milliseconds(Clock::now() - start).count();
        good = good && run->report().status == RunStatus::Completed;
        return ms;
    });
    return good ? Result<Measured>(measured) : Error{"bench", "the run did not complete", ""};
}

/// When each output of the newest run was seen first by the observer of a session.
class FirstSeen : public Session::Observer {
public:
    void runChanged(RunSnapshotPtr run) override {
        const auto now = Clock::now();
        const std::lock_guard lock(mutex_);
        seen_.resize(run->outputs.size());
        for (std::size_t i = 0; i < run->outputs.size(); ++i) {
            if (run->outputs[i].ready && seen_[i] == Clock::time_point()) {
                seen_[i] = now;
            }
        }
        hasEnded_ = run->finished();
        wake_.notify_one();
    }
    std::vector<Clock::time_point> ofNext(Session& session) {
        {
            const std::lock_guard lock(mutex_);
            hasEnded_ = false;
            seen_.clear();
        }
        session.run({});
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return hasEnded_; });
        return seen_;
    }

private:
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Clock::time_point> seen_;
    bool hasEnded_ = false;
};

/// Outputs due 10, 50 and 500 ms after the run was asked for: how much later they were seen. The
/// demo modules of the language, so that the session is that of the product.
Result<Measured> measureStream(const std::string&) {
    FirstSeen seen;
    Session session({2}, seen);
    session.setText(1, "a = QuickCheck(\"x\")\nb = RateLimitedApi(\"x\")\nc = SlowQuery(\"x\")\n"
                       "out a\nout b\nout c\n");
    bool good = true;
    std::vector<double> late;
    Measured measured = inTurn(2, 20, [&](int) {
        const auto start = Clock::now();
        const std::vector<Clock::time_point> at = seen.ofNext(session);
        good = good && at.size() == 3;
        double worst = 0;
        constexpr double kDueMs[] = {10, 50, 500};
        for (std::size_t i = 0; i < at.size(); ++i) {
            good = good && at[i] != Clock::time_point();
            const double ms = Milliseconds(at[i] - start).count() - kDueMs[i];
            late.push_back(ms);
            worst = std::max(worst, ms);
        }
        return worst;
    });
    if (!good) {
        return Error{"bench", "an output was never seen", ""};
    }
    std::sort(late.begin(), late.end());
    measured.ours = late[late.size() * 95 / 100];
    return measured;
}

/// Waiting calls, calls on the workers, and long lambdas: how long after stop() the run has ended.
Result<Measured> measureStop(const std::string&) {
    WaitingRunner waiting(sideBySide(100, "After(60000) with retry: 2"));
    WaitingRunner working("xs = Range(1, 5000000)\n"
                          "a = sortBy(map(xs, (x) => x * 7 - x / 3), (x) => 0 - x)\n"
                          "b = filter(xs, (x) => any([x, x + 1], (y) => y == 0))\nout a\nout b\n");
    bool good = waiting.isGood() && working.isGood();
    Measured measured = inTurn(4, 60, [&](int round) {
        const auto run = (round % 2 == 0 ? waiting : working).started();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        const auto start = Clock::now();
        run->stop();
        run->wait();
        const double ms = Milliseconds(Clock::now() - start).count();
        good = good && run->report().status == RunStatus::Cancelled;
        return ms;
    });
    measured.ours = measured.p99;  // of 60: stricter than the 95th
    return good ? Result<Measured>(measured)
                : Error{"bench", "a run was over before it was stopped", ""};
}

std::size_t threadCount() {
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

double heapBytes() {
    const auto info = ::mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
}

/// What 1,000 calls add to a run that has begun and has only one to wait for.
Result<Measured> measureWaiting1000(const std::string&) {
    WaitingRunner few(sideBySide(1, "After(60000)"));
    WaitingRunner many(sideBySide(1000, "After(60000)"));
    if (!few.isGood() || !many.isGood()) {
        return Error{"bench", "the text does not compile", ""};
    }
    double threads = 0;
    const auto waits = [](WaitingRunner& runner) {
        auto run = runner.started();
        while (true) {
            const RunSnapshot report = run->report();
            const bool allWait =
                std::all_of(report.outputs.begin(), report.outputs.end(), [&](const auto& output) {
                    const NodeId node = report.compiled->graph->byKey(output.name);
                    return report.nodes[node.index].status == NodeStatus::Waiting;
                });
            if (allWait) {
                return run;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    };
    waits(many)->stop();  // its workers and its timer thread are there from now on
    Measured measured = inTurn(1, 15, [&](int) {
        const auto one = waits(few);
        const double before = heapBytes();
        const std::size_t threadsBefore = threadCount();
        const auto run = waits(many);
        threads = std::max(threads,
                           static_cast<double>(threadCount()) - static_cast<double>(threadsBefore));
        const double mb = (heapBytes() - before) / 1e6;
        run->stop();
        run->wait();
        one->stop();
        one->wait();
        return mb;
    });
    measured.others["threads"] = threads;
    return measured;
}

}  // namespace

std::vector<Row> waitingRows() {
    return {{"engine/blocking-50", measureBlocking50},
            {"engine/stream", measureStream},
            {"engine/stop", measureStop},
            {"engine/waiting-1000", measureWaiting1000}};
}

}  // namespace cst::bench

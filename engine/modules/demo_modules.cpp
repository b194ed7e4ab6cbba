#include "engine/modules/library.h"
#include "engine/modules/native.h"
#include "engine/value/kernels.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

// The resilience demo modules of language §8: they stand in for services that are slow or fail.
// All are String → String and count as effects, so nothing folds, merges or caches them.
//
// None of them sleeps. A slow one takes the right to end its attempt (context.completion()), puts
// its ready answer on the timer and returns Pending: a thousand slow calls hold no worker. When
// the attempt is stopped, the timer drops the task, and with it the answer.
//
// Two have a memory. It is that of the registered module, which a process has once: what the
// reference calls "process-wide".

namespace cst {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

constexpr nanoseconds kSlowQueryDelay = 500ms;
constexpr nanoseconds kSlowApiCallDelay = 1s;
constexpr nanoseconds kExpensiveComputeDelay = 2s;
constexpr nanoseconds kTimeoutProneFirstDelay = 3s;
constexpr nanoseconds kTimeoutProneLaterDelay = 100ms;
constexpr nanoseconds kRateLimitedApiDelay = 50ms;
constexpr nanoseconds kResourceIntensiveTaskDelay = 200ms;
constexpr nanoseconds kQuickCheckDelay = 10ms;
constexpr nanoseconds kDeepAnalysisDelay = 1500ms;

/// FlakyService succeeds on every call whose number is a multiple of this.
constexpr uint64_t kFlakySuccessEvery = 3;

/// Ends an attempt with an answer that was ready all along.
class AnswerTask final : public TimerTask {
public:
    AnswerTask(Completion completion, Value answer)
        : completion_(std::move(completion)), answer_(std::move(answer)) {}
    void fire() override { completion_.finish(std::move(answer_)); }

private:
    Completion completion_;
    Value answer_;
};

CallOutcome answerAfter(CallContext& context, nanoseconds delay, std::string_view answer) {
    context.timers->after(delay,
                          std::make_unique<AnswerTask>(context.completion(), Value::ofText(answer)),
                          context.stopToken());
    return Pending{};
}

std::string prefixed(std::string_view prefix, std::string_view text) {
    std::string answer(prefix);
    answer += text;
    return answer;
}

/// Takes its time and then says something about its argument.
class SlowModule final : public Module {
public:
    using Answer = std::string (*)(std::string_view argument);
    SlowModule(nanoseconds delay, Answer answer) : delay_(delay), answer_(answer) {}
    CallOutcome call(CallContext& context) override {
        return answerAfter(context, delay_, answer_(context.argument(0).asText()));
    }

private:
    nanoseconds delay_;
    Answer answer_;
};

/// Slow on its first call, as if it had to warm up.
class TimeoutProneService final : public Module {
public:
    CallOutcome call(CallContext& context) override {
        const bool first = !called_.exchange(true, std::memory_order_relaxed);
        return answerAfter(context, first ? kTimeoutProneFirstDelay : kTimeoutProneLaterDelay,
                           prefixed("Response for: ", context.argument(0).asText()));
    }

private:
    std::atomic<bool> called_ = false;
};

/// Fails two calls of three, so that a retry can be seen to help.
class FlakyService final : public Module {
public:
    CallOutcome call(CallContext& context) override {
        const uint64_t number = 1 + calls_.fetch_add(1, std::memory_order_relaxed);
        if (number % kFlakySuccessEvery == 0) {
            return Value::ofText(prefixed("Success for: ", context.argument(0).asText()));
        }
        return Error{
            "R001", "Service temporarily unavailable (attempt " + std::to_string(number) + ")", ""};
    }

private:
    std::atomic<uint64_t> calls_ = 0;
};

CallOutcome alwaysFails(CallContext& context) {
    return Error{"R001", prefixed("Service failed for: ", context.argument(0).asText()), ""};
}

/// Looks for an ASCII word in lower case, whatever case the text writes it in.
bool mentions(std::string_view text, std::string_view word) {
    const auto sameLetter = [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
    };
    return std::search(text.begin(), text.end(), word.begin(), word.end(), sameLetter) !=
           text.end();
}

std::string quickCheck(std::string_view data) {
    return mentions(data, "complex") ? "needs-deep-analysis" : "valid";
}

std::string computed(std::string_view data) {
    return prefixed("Computed: ", uppercase(data).asText());
}

/// Registers a demo module: one text in, one text out, effectful.
void addDemo(Pack& demo, FunctionText text, std::unique_ptr<Module> module) {
    FunctionShape shape{{types::kString}, types::kString};
    shape.pure = false;
    demo.add(std::move(text), std::move(shape), std::move(module));
}

void addSlow(Pack& demo, FunctionText text, nanoseconds delay, SlowModule::Answer answer) {
    addDemo(demo, std::move(text), std::make_unique<SlowModule>(delay, answer));
}

void addServices(Pack& demo) {
    addSlow(demo,
            {"SlowQuery",
             {"query"},
             "Demo of a slow database: answers `Result for: …` after 500 ms.",
             "SlowQuery(\"orders of May\")"},
            kSlowQueryDelay, [](std::string_view q) { return prefixed("Result for: ", q); });
    addSlow(demo,
            {"SlowApiCall",
             {"endpoint"},
             "Demo of a slow service: answers `API response from: …` after 1 s.",
             "SlowApiCall(\"/users/7\")"},
            kSlowApiCallDelay,
            [](std::string_view e) { return prefixed("API response from: ", e); });
    addSlow(
        demo,
        {"RateLimitedApi",
         {"request"},
         "Demo of a service to call with `throttle`: answers `Rate-limited response for: …` after "
         "50 ms.",
         "RateLimitedApi(\"page 1\") with throttle: 5/1s"},
        kRateLimitedApiDelay,
        [](std::string_view r) { return prefixed("Rate-limited response for: ", r); });
    addDemo(demo,
            {"FlakyService",
             {"request"},
             "Demo of an unreliable service: of all calls in this process only every third answers "
             "`Success for: …`, the others fail with R001.",
             "FlakyService(\"job 7\") with retry: 2"},
            std::make_unique<FlakyService>());
    addDemo(demo,
            {"TimeoutProneService",
             {"request"},
             "Demo of a service with a slow start: the first call in this process takes 3 s, all "
             "later ones 100 ms; answers `Response for: …`.",
             "TimeoutProneService(\"job 7\") with timeout: 500ms, retry: 1"},
            std::make_unique<TimeoutProneService>());
    addDemo(demo,
            {"AlwaysFailsService",
             {"request"},
             "Demo of a service that is down: every call fails with R001, `Service failed for: …`.",
             "AlwaysFailsService(\"job 7\") with fallback: \"none\""},
            std::make_unique<ContextModule>(alwaysFails));
}

void addWork(Pack& demo) {
    addSlow(demo,
            {"ExpensiveCompute",
             {"data"},
             "Demo of a long computation: answers `Computed: …` in capital letters after 2 s.",
             "ExpensiveCompute(\"model\") with cache: 5min"},
            kExpensiveComputeDelay, computed);
    addSlow(demo,
            {"ResourceIntensiveTask",
             {"task"},
             "Demo of a task to call with `concurrency`: answers `Completed: …` after 200 ms.",
             "ResourceIntensiveTask(\"resize\") with concurrency: 2"},
            kResourceIntensiveTaskDelay,
            [](std::string_view t) { return prefixed("Completed: ", t); });
    addSlow(demo,
            {"QuickCheck",
             {"data"},
             "Demo of a fast check: `needs-deep-analysis` when the text mentions `complex` in "
             "whatever case, else `valid`, after 10 ms.",
             "QuickCheck(\"a complex case\")"},
            kQuickCheckDelay, quickCheck);
    addSlow(demo,
            {"DeepAnalysis",
             {"data"},
             "Demo of a slow analysis: answers `Deep analysis of: …` after 1.5 s.",
             "DeepAnalysis(\"a complex case\")"},
            kDeepAnalysisDelay,
            [](std::string_view d) { return prefixed("Deep analysis of: ", d); });
}

}  // namespace

void addDemoModules(Registry& registry) {
    Pack demo(registry, "", "demo");
    addServices(demo);
    addWork(demo);
}

}  // namespace cst

#include "tests/support/scripted_modules.h"

#include <chrono>
#include <new>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace cst::test {
namespace {

struct Act {
    std::string word;
    std::chrono::milliseconds after{0};
    int number = 0;  // of the attempt, from 1
    std::string name;
};

class Later : public TimerTask {
public:
    Later(std::shared_ptr<ScriptLog> log, Completion completion, CallResult result)
        : log_(std::move(log)), completion_(std::move(completion)), result_(std::move(result)) {}
    void fire() override {
        {
            const std::lock_guard lock(log_->mutex);
            --log_->running;
        }
        completion_.finish(std::move(result_));
    }

private:
    std::shared_ptr<ScriptLog> log_;
    Completion completion_;
    CallResult result_;
};

class ScriptedModule : public Module {
public:
    explicit ScriptedModule(std::shared_ptr<ScriptLog> log) : log_(std::move(log)) {}
    CallOutcome call(CallContext& context) override {
        const Act act = next(std::string(context.argument(0).asText()));
        const CallResult good = Value::ofText(act.name + " " + std::to_string(act.number));
        const CallResult bad = Error{"", "no: attempt " + std::to_string(act.number), ""};
        if (act.word == "throw") throw std::runtime_error("thrown");
        if (act.word == "memory") throw std::bad_alloc();
        if (act.word == "wrong") return Value::ofInt(1);
        if (act.word == "silent") return Pending{};
        if (act.word == "drop") {
            const Completion dropped = context.completion();
            return Pending{};
        }
        if (act.word == "twice") {
            Completion completion = context.completion();
            completion.finish(good);
            completion.finish(bad);
            return Pending{};
        }
        if (act.word == "hang") {
            const std::lock_guard lock(log_->mutex);
            log_->kept.push_back(context.completion());
            return Pending{};
        }
        if (act.word == "sleep") {
            std::this_thread::sleep_for(act.after);
            return CallOutcome(*good);
        }
        const CallResult& result = act.word == "fail" ? bad : good;
        if (act.after.count() == 0) {
            return result.ok() ? CallOutcome(*result) : CallOutcome(result.error());
        }
        {
            const std::lock_guard lock(log_->mutex);
            log_->mostRunning = std::max(log_->mostRunning, ++log_->running);
        }
        context.timers->after(act.after,
                              std::make_unique<Later>(log_, context.completion(), result),
                              act.word == "late" ? std::stop_token() : context.stopToken());
        return Pending{};
    }

    Act next(const std::string& argument) {
        const std::lock_guard lock(log_->mutex);
        Act act;
        act.number = ++log_->calls[argument];
        std::istringstream words(argument);
        std::string word;
        for (int i = 0; words >> word;) {
            if (word.back() == ':') {
                act.name = word.substr(0, word.size() - 1);
            } else if (i++ < act.number) {
                act.word = word;
            }
        }
        if (const std::size_t at = act.word.find('@'); at != std::string::npos) {
            act.after = std::chrono::milliseconds(std::stoi(act.word.substr(at + 1)));
            act.word.resize(at);
        }
        return act;
    }

private:
    std::shared_ptr<ScriptLog> log_;
};

class Sleeper : public BlockingModule {
public:
    CallResult block(CallContext& context) override {
        const std::string text(context.argument(0).asText());
        const std::size_t at = text.find('@');
        std::this_thread::sleep_for(std::chrono::milliseconds(
            at == std::string::npos ? 0 : std::stoi(text.substr(at + 1))));
        if (text.find("throw") != std::string::npos) throw std::runtime_error("thrown");
        return Value::ofText("slept " + text);
    }
};

}  // namespace

void addScriptedModules(Registry& registry, std::shared_ptr<ScriptLog> log) {
    Pack pack(registry, "", "test");
    FunctionShape shape{{types::kString}, types::kString};
    shape.pure = false;
    for (const char* name : {"Scripted", "Other"}) {
        pack.add({name, {"s"}, "As its argument says.", std::string(name) + "(\"ok\")"}, shape,
                 std::make_unique<ScriptedModule>(log));
    }
    pack.add({"Sleeper", {"s"}, "Sleeps as long as its argument says.", "Sleeper(\"@10\")"}, shape,
             std::make_unique<Sleeper>());
    FunctionShape after{{types::kString, types::kString}, types::kString};
    after.pure = false;
    pack.add({"Step", {"s", "after"}, "As `s` says, when `after` is there.", "Step(\"ok\", \"\")"},
             after, std::make_unique<ScriptedModule>(log));
    shape.defaultTimeout = std::chrono::milliseconds(30);
    pack.add({"Limited", {"s"}, "As its argument says, for 30 ms.", "Limited(\"ok\")"}, shape,
             std::make_unique<ScriptedModule>(log));
}

}  // namespace cst::test

#include "tests/support/gated_modules.h"

#include "engine/modules/native.h"

#include <functional>
#include <optional>
#include <stop_token>

namespace cst::test {

/// Ends a call whose run wants it no more.
class Gates::StopWatch {
public:
    StopWatch(std::stop_token token, std::function<void()> stop)
        : callback_(std::move(token), std::move(stop)) {}

private:
    std::stop_callback<std::function<void()>> callback_;
};

class Gates::Counted : public Module {
public:
    explicit Counted(std::shared_ptr<Gates> gates) : gates_(std::move(gates)) {}
    CallOutcome call(CallContext& context) override {
        gates_->count("Counted", context.argument(0).asInt());
        return Value::ofInt(context.argument(0).asInt() + 1);
    }

private:
    std::shared_ptr<Gates> gates_;
};

class Gates::Failing : public Module {
public:
    explicit Failing(std::shared_ptr<Gates> gates) : gates_(std::move(gates)) {}
    CallOutcome call(CallContext& context) override {
        gates_->count("Failing", context.argument(0).asInt());
        return Error{"", "no", ""};
    }

private:
    std::shared_ptr<Gates> gates_;
};

class Gates::Effect : public Module {
public:
    explicit Effect(std::shared_ptr<Gates> gates) : gates_(std::move(gates)) {}
    CallOutcome call(CallContext& context) override {
        gates_->count("Effect", context.argument(0).asInt());
        const std::lock_guard lock(gates_->mutex_);
        return Value::ofInt(context.argument(0).asInt() + gates_->effect_);
    }

private:
    std::shared_ptr<Gates> gates_;
};

class Gates::Gate : public Module {
public:
    explicit Gate(std::shared_ptr<Gates> gates) : gates_(std::move(gates)) {}
    CallOutcome call(CallContext& context) override {
        const int64_t n = context.argument(0).asInt();
        gates_->count("Gate", n);
        Completion completion = context.completion();
        const std::stop_token token = context.stopToken();
        uint64_t number = 0;
        {
            const std::lock_guard lock(gates_->mutex_);
            if (gates_->isAllOpen_ || gates_->open_[n]) {
                completion.finish(Value::ofInt(n));
                return Pending{};
            }
            number = gates_->next_++;
            gates_->waiting_[number] = {n, std::make_unique<Completion>(std::move(completion)),
                                        nullptr};
        }
        // May run at once, so without the lock.
        auto stop = std::make_shared<StopWatch>(
            token, [gates = gates_.get(), number] { gates->leave(number, true); });
        const std::lock_guard lock(gates_->mutex_);
        if (const auto waiting = gates_->waiting_.find(number); waiting != gates_->waiting_.end()) {
            waiting->second.stop = std::move(stop);
        }
        return Pending{};
    }

private:
    std::shared_ptr<Gates> gates_;
};

void Gates::count(const std::string& name, int64_t n) {
    const std::lock_guard lock(mutex_);
    ++calls_[name][n];
}

void Gates::leave(uint64_t number, bool isStopped) {
    std::unique_ptr<Completion> completion;
    int64_t n = 0;
    std::shared_ptr<StopWatch> stop;  // must not go inside of its own callback's lock
    {
        const std::lock_guard lock(mutex_);
        const auto found = waiting_.find(number);
        if (found == waiting_.end()) {
            return;
        }
        n = found->second.n;
        completion = std::move(found->second.completion);
        stop = std::move(found->second.stop);
        waiting_.erase(found);
    }
    if (isStopped) {
        completion->finish(Error{"R010", "cancelled", ""});
    } else {
        completion->finish(Value::ofInt(n));
    }
}

void Gates::open(int64_t n) {
    std::vector<uint64_t> numbers;
    {
        const std::lock_guard lock(mutex_);
        open_[n] = true;
        for (const auto& [number, waiting] : waiting_) {
            if (waiting.n == n) {
                numbers.push_back(number);
            }
        }
    }
    for (const uint64_t number : numbers) {
        leave(number, false);
    }
}

void Gates::openAll() {
    for (const int64_t n : waiting()) {
        open(n);
    }
    const std::lock_guard lock(mutex_);
    isAllOpen_ = true;
}

void Gates::setEffect(int64_t value) {
    const std::lock_guard lock(mutex_);
    effect_ = value;
}

int Gates::calls(const std::string& name, int64_t n) {
    const std::lock_guard lock(mutex_);
    return calls_[name][n];
}

int Gates::allCalls(const std::string& name) {
    const std::lock_guard lock(mutex_);
    int sum = 0;
    for (const auto& [n, count] : calls_[name]) {
        sum += count;
    }
    return sum;
}

std::vector<int64_t> Gates::waiting() {
    const std::lock_guard lock(mutex_);
    std::vector<int64_t> all;
    for (const auto& [number, waiting] : waiting_) {
        all.push_back(waiting.n);
    }
    return all;
}

void addGatedModules(Registry& registry, std::shared_ptr<Gates> gates) {
    Pack pack(registry, "", "test");
    FunctionShape shape{{types::kInt}, types::kInt};
    pack.add({"Counted", {"n"}, "One more, and counts.", "Counted(1)"}, shape,
             std::make_unique<Gates::Counted>(gates));
    pack.add({"Gate", {"n"}, "The same, once its gate is open.", "Gate(1)"}, shape,
             std::make_unique<Gates::Gate>(gates));
    pack.add({"Failing", {"n"}, "Fails.", "Failing(1)"}, shape,
             std::make_unique<Gates::Failing>(gates));
    shape.pure = false;
    pack.add({"Effect", {"n"}, "Has effects.", "Effect(1)"}, shape,
             std::make_unique<Gates::Effect>(gates));
}

}  // namespace cst::test

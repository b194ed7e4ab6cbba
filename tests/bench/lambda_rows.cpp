// Rows of lambdas over long lists, beside the plain loop over the same columns. Both sides read
// the same memory and make a result of their own; freeing it is not measured.

#include "engine/plan/interpret.h"
#include "engine/plan/plan.h"
#include "engine/session/engine.h"
#include "engine/value/column.h"
#include "engine/value/kernels.h"
#include "tests/bench/plain_loops.h"
#include "tests/bench/rows.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <random>

namespace cst::bench {
namespace {

constexpr uint32_t kElements = 1'000'000;
constexpr int kRounds = 60;
constexpr int kWarmUp = 10;

class NoCalls : public LambdaHost {
public:
    Scratch& scratch() override { return scratch_; }
    CallOutcome call(const Operation&, std::span<const Value* const>) override {
        return Error{"E900", "no module here", ""};
    }
    CallOutcome effectfulHigherOrder(const Operation&, std::span<const Value* const>) override {
        return Error{"E900", "no effects here", ""};
    }

private:
    Scratch scratch_;
};

/// The one higher-order call of a text, ready to be done again and again.
class HigherOrderCall {
public:
    explicit HigherOrderCall(const std::string& text)
        : engine_(1),
          snapshot_(engine_.compile(std::make_shared<const SourceText>(text), 1, false)) {
        for (const Operation& node : snapshot_->plan->nodes) {
            operation_ = node.op == Op::HigherOrder ? &node : operation_;
        }
    }
    bool isReady() const { return snapshot_->errorCount == 0 && operation_ != nullptr; }

    CallOutcome operator()(const std::vector<Value>& operands) {
        std::vector<const Value*> pointers;
        for (const Value& operand : operands) {
            pointers.push_back(&operand);
        }
        return applyHigherOrder(*engine_.types(), snapshot_->plan->pools, *operation_, pointers,
                                host_);
    }

private:
    Engine engine_;
    std::shared_ptr<Snapshot> snapshot_;
    const Operation* operation_ = nullptr;
    NoCalls host_;
};

/// Elements a second of both sides, by turns. `plain` gives something that owns its result;
/// `agree` compares it with ours, once.
template <class Plain, class Agree>
Result<Measured> besideThePlainLoop(const std::string& text, const std::vector<Value>& operands,
                                    const Plain& plain, const Agree& agree) {
    HigherOrderCall call(text);
    if (!call.isReady()) {
        return Error{"", "the workload does not compile", ""};
    }
    using Clock = std::chrono::steady_clock;
    const auto perSecond = [](Clock::duration time) {
        return kElements / std::chrono::duration<double>(time).count();
    };
    CallOutcome outcome = Pending{};
    bool good = true;
    Measured measured = byTurns(
        kWarmUp, kRounds,
        [&](int) {
            const auto start = Clock::now();
            outcome = call(operands);
            return perSecond(Clock::now() - start);
        },
        [&](int round) {
            const auto start = Clock::now();
            const auto result = plain();
            const auto end = Clock::now();
            const auto* value = outcome.value();
            good = good && value != nullptr && (round > 0 || agree(value->asList(), result));
            outcome = Pending{};  // freed outside of the time, like the plain result
            return perSecond(end - start);
        });
    if (!good) {
        return Error{"", "the lambda and the plain loop do not agree", ""};
    }
    measured.p99 = -1;
    measured.peer = "plain -O3 loop";
    return measured;
}

std::vector<double> randomFloats(uint32_t seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> between(0, 1);
    std::vector<double> numbers(kElements);
    std::generate(numbers.begin(), numbers.end(), [&] { return between(random); });
    return numbers;
}

std::vector<int64_t> randomInts(uint32_t seed) {
    std::mt19937_64 random(seed);
    std::uniform_int_distribution<int64_t> between(0, 99);
    std::vector<int64_t> numbers(kElements);
    std::generate(numbers.begin(), numbers.end(), [&] { return between(random); });
    return numbers;
}

template <class Rows>
Ref<Column> columnOf(Rows rows) {
    return Ref<Column>::adopt(new Column(std::move(rows)));
}

bool sameFloats(const ListObject& list, const Doubles& other) {
    return std::ranges::equal(floatsOf(list), std::span(other.data.get(), other.size));
}

Result<Measured> measureMap(const std::string&) {
    const std::vector<double> xs = randomFloats(1);
    const std::vector<Value> operands{makeList(columnOf(FloatRows{xs})), Value::ofFloat(1.5),
                                      Value::ofFloat(-0.25)};
    return besideThePlainLoop(
        "in xs: List<Float>\nin a: Float\nin b: Float\n"
        "ys = map(xs, (x) => x * a + b)\nout ys",
        operands, [&] { return plainMap(xs, 1.5, -0.25); }, sameFloats);
}

Result<Measured> measureFilter(const std::string&) {
    const std::vector<double> xs = randomFloats(2);
    const std::vector<Value> operands{makeList(columnOf(FloatRows{xs})), Value::ofFloat(0.5)};
    return besideThePlainLoop(
        "in xs: List<Float>\nin least: Float\n"
        "ys = filter(xs, (x) => x > least)\nout ys",
        operands, [&] { return plainFilter(xs, 0.5); }, sameFloats);
}

bool sameOrders(const ListObject& list, const Orders& other) {
    const auto field = [&](uint32_t index) { return fieldOfList(list, index); };
    const Value id = field(0);
    const Value price = field(1);
    const Value quantity = field(2);
    const Value weight = field(3);
    return std::ranges::equal(intsOf(id.asList()), std::span(other.id.get(), other.size)) &&
           std::ranges::equal(floatsOf(price.asList()), std::span(other.price.get(), other.size)) &&
           std::ranges::equal(intsOf(quantity.asList()),
                              std::span(other.quantity.get(), other.size)) &&
           std::ranges::equal(floatsOf(weight.asList()), std::span(other.weight.get(), other.size));
}

/// About half of the records are kept, and all of their columns with them.
Result<Measured> measureRecords(const std::string&) {
    std::vector<int64_t> ids(kElements);
    std::iota(ids.begin(), ids.end(), 0);
    const OrderColumns orders{ids, randomFloats(3), randomInts(4), randomFloats(5)};
    RecordRows rows;
    rows.size = kElements;
    rows.fields = {columnOf(IntRows{orders.id}), columnOf(FloatRows{orders.price}),
                   columnOf(IntRows{orders.quantity}), columnOf(FloatRows{orders.weight})};
    const std::vector<Value> operands{makeList(columnOf(std::move(rows))), Value::ofFloat(0.3),
                                      Value::ofInt(70)};
    return besideThePlainLoop(
        "in orders: List<{ id: Int, price: Float, quantity: Int, weight: Float }>\n"
        "in least: Float\nin most: Int\n"
        "kept = filter(orders, (o) => o.price > least and o.quantity < most)\nout kept",
        operands, [&] { return plainFilter(orders, 0.3, 70); }, sameOrders);
}

}  // namespace

std::vector<Row> lambdaRows() {
    return {{"lambda/map-1M", measureMap},
            {"lambda/filter-1M", measureFilter},
            {"lambda/records-1M", measureRecords}};
}

}  // namespace cst::bench

#include "tests/support/lambda_call.h"

#include <QTest>

#include <atomic>
#include <cstdlib>
#include <new>
#include <thread>

// Lambdas in blocks of elements: the rules one by one. tests/reference/tst_random_lambdas.cpp
// compares random ones with the reference interpreter.

namespace {
std::atomic<uint64_t> allocations = 0;
}

// The sanitizers have an operator new of their own.
#if defined(CST_SANITIZED)
constexpr bool kCountsAllocations = false;
#else
constexpr bool kCountsAllocations = true;

void* operator new(std::size_t bytes) {
    ++allocations;
    if (void* memory = std::malloc(bytes)) {
        return memory;
    }
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
#endif

using cst::CallOutcome;
using cst::Engine;
using cst::Value;
using cst::test::LambdaCall;

class LambdaBlocksTest : public QObject {
    Q_OBJECT

private slots:
    void blocksAndElementsGiveTheSame_data();
    void blocksAndElementsGiveTheSame();
    void anArmThatIsNotTakenDoesNotFail_data();
    void anArmThatIsNotTakenDoesNotFail();
    void theFirstElementThatDecidesOrFailsCounts_data();
    void theFirstElementThatDecidesOrFailsCounts();
    void otherLambdasGoElementByElement_data();
    void otherLambdasGoElementByElement();
    void noBlockBehindTheDecidingOneIsEvaluated();
    void aStopIsSeenBetweenBlocks();
    void aFieldOfEveryElementIsTheColumnItself();
    void severalThreadsMakeOneForm();
    void aShortListAllocatesNothingForAnElement_data();
    void aShortListAllocatesNothingForAnElement();

private:
    Engine engine_{1};
};

namespace {

constexpr const char* kOrder = "{ n: Int, price: Float, name: String, left: Optional<Int> }";

std::string textOf(const std::string& element, const std::string& call) {
    return "in xs: List<" + element + ">\nin k: Int\nin f: Float\nin s: String\n" +
           "in o: Optional<Int>\nys = " + call + "\nout ys";
}

std::string inputsOf(const std::string& list) {
    return "{\"xs\": " + list + R"(, "k": 3, "f": 0.5, "s": "b", "o": null})";
}

/// Rows of text, list and expected result.
void addColumns() {
    QTest::addColumn<std::string>("element");
    QTest::addColumn<std::string>("call");
    QTest::addColumn<std::string>("list");
    QTest::addColumn<std::string>("expected");
}

void addRow(const char* name, const std::string& element, const std::string& call,
            const std::string& list, const std::string& expected) {
    QTest::newRow(name) << element << call << list << expected;
}

/// Both forms of the call that the row describes, compared with what it expects.
void checkRow(Engine& engine) {
    QFETCH(std::string, element);
    QFETCH(std::string, call);
    QFETCH(std::string, list);
    QFETCH(std::string, expected);
    LambdaCall lambda(engine, textOf(element, call));
    QCOMPARE(lambda.problem(), std::string());
    lambda.setInputs(inputsOf(list));
    QCOMPARE(lambda.problem(), std::string());
    QCOMPARE(lambda.text(lambda.byElement()), expected);
    QVERIFY(lambda.program() != nullptr);
    QCOMPARE(lambda.text(lambda.byBlocks()), expected);
}

/// `count` integers, each `value` but for one.
std::string ints(int count, int value, int at, int other) {
    std::string list = "[";
    for (int i = 0; i < count; ++i) {
        list += (i == 0 ? "" : ",") + std::to_string(i == at ? other : value);
    }
    return list + "]";
}

/// Counts how often it is asked, and says stop from then on.
class CountingHost : public cst::LambdaHost {
public:
    explicit CountingHost(int stopAt) : stopAt_(stopAt) {}
    cst::Scratch& scratch() override { return scratch_; }
    CallOutcome call(const cst::Operation&, std::span<const Value* const>) override {
        return Value();
    }
    CallOutcome effectfulHigherOrder(const cst::Operation&,
                                     std::span<const Value* const>) override {
        return Value();
    }
    bool stopRequested() const override { return ++asked == stopAt_; }
    mutable int asked = 0;
    cst::Scratch scratch_;

private:
    int stopAt_;
};

}  // namespace

void LambdaBlocksTest::blocksAndElementsGiveTheSame_data() {
    addColumns();
    addRow("integers wrap around", "Int", "map(xs, (x) => x * 2 + 1)",
           "[9223372036854775807, -9223372036854775808]", "[-1,1]");
    addRow("division truncates", "Int", "map(xs, (x) => x / -(2))", "[7, -7, -9223372036854775808]",
           "[-3,3,4611686018427387904]");
    addRow("the smallest integer by -1", "Int", "map(xs, (x) => x / (k - 4))",
           "[-9223372036854775808, 5]", "[-9223372036854775808,-5]");
    addRow("floats follow IEEE", "Float", "map(xs, (x) => x / 0.0)", "[1.0, -1.0, 0.0]",
           R"(["Infinity","-Infinity","NaN"])");
    addRow("nothing compares with NaN", "Float", "filter(xs, (x) => x / x == x / x)",
           "[1.0, 0.0, 2.0]", "[1.0,2.0]");
    addRow("-0.0 is kept", "Float", "map(xs, (x) => -x)", "[0.0, -0.0]", "[-0.0,0.0]");
    addRow("Int becomes Float", "Int", "map(xs, (x) => x * f + k)", "[1, 2]", "[3.5,4.0]");
    addRow("arms of two types", "Int", "map(xs, (x) => if (x > k) x else f)", "[1, 5]",
           "[0.5,5.0]");
    addRow("texts by code point", "String", "filter(xs, (x) => x > s)", R"(["a", "ba", "ä"])",
           R"(["ba","ä"])");
    addRow("texts are moved", "String", "map(xs, (x) => if (x == s) \"same\" else x)",
           R"(["a", "b"])", R"(["a","same"])");
    addRow("Optionals", "Optional<Int>", "map(xs, (x) => x ?? k)", "[1, null, 2]", "[1,3,2]");
    addRow("None equals None", "Optional<Int>", "filter(xs, (x) => x == o)", "[1, null, 0]",
           "[null]");
    addRow("None is made", "Int", "map(xs, (x) => x when x > k)", "[1, 5]", "[null,5]");
    addRow("None of a Float", "Int", "map(xs, (x) => (x when x > k) ?? f)", "[1, 5]", "[0.5,5.0]");
    addRow("fields", kOrder, "filter(xs, (x) => x.price * x.n > 2.0 and x.name != s)",
           R"([{"n": 3, "price": 1.5, "name": "a"}, {"n": 1, "price": 1.5, "name": "a"},
               {"n": 3, "price": 1.5, "name": "b"}])",
           R"([{"n":3,"price":1.5,"name":"a","left":null}])");
    addRow("records are made", kOrder, "map(xs, (x) => { a: x.n + 1, b: { c: s, d: x.left } })",
           R"([{"n": 3, "price": 1.5, "name": "a", "left": 2}])",
           R"([{"a":4,"b":{"c":"b","d":2}}])");
    addRow("records are merged", kOrder, "map(xs, (x) => x[n, name] + { n: f })",
           R"([{"n": 3, "price": 1.5, "name": "a"}])", R"([{"n":0.5,"name":"a"}])");
    addRow("the same for all", "Int", "map(xs, (x) => s)", "[1, 2]", R"(["b","b"])");
    addRow("branch", "Int", "map(xs, (x) => branch { x < 2 -> 1, x < k -> 2, otherwise -> 4 })",
           "[1, 2, 3]", "[1,2,4]");
    addRow("keys", "{ name: String }", "sortBy(xs, (x) => x.name)",
           R"([{"name": "b"}, {"name": "a"}])", R"([{"name":"a"},{"name":"b"}])");
    addRow("NaN comes last", "Float", "sortBy(xs, (x) => -(x / x) * x)", "[0.0, 1.0, 2.0, -1.0]",
           "[2.0,1.0,-1.0,0.0]");
    addRow("equal keys keep their order", "Float", "sortBy(xs, (x) => x * 0.0)", "[3.0, -1.0, 2.0]",
           "[3.0,-1.0,2.0]");
}

void LambdaBlocksTest::blocksAndElementsGiveTheSame() {
    checkRow(engine_);
}

void LambdaBlocksTest::anArmThatIsNotTakenDoesNotFail_data() {
    addColumns();
    addRow("if", "Int", "map(xs, (x) => if (x == 0) 0 else 6 / x)", "[2, 0, 3]", "[3,0,2]");
    addRow("and", "Int", "filter(xs, (x) => x != 0 and 6 / x > 2)", "[2, 0, 3]", "[2]");
    addRow("or", "Int", "filter(xs, (x) => x == 0 or 6 / x > 2)", "[2, 0, 3]", "[2,0]");
    addRow("when", "Int", "map(xs, (x) => 6 / x when x != 0)", "[2, 0, 3]", "[3,null,2]");
    addRow("??", "Optional<Int>", "map(xs, (x) => x ?? 1 / (k - 3 + (x ?? 1)))", "[0, null]",
           "[0,1]");
    addRow("branch", "Int",
           "map(xs, (x) => branch { x == 0 -> 9, 6 / x > 2 -> x, otherwise -> -(x) })", "[2, 0, 3]",
           "[2,9,-3]");
    addRow("nested", "Int",
           "map(xs, (x) => if (x < 5) (if (x == 0) 0 else 6 / x) else 6 / (x - 4))", "[4, 0, 5, 3]",
           "[1,0,6,2]");
    addRow("the arm that is taken does", "Int", "map(xs, (x) => if (x > 0) 0 else 6 / x)",
           "[2, 0, 3]", "R004");
}

void LambdaBlocksTest::anArmThatIsNotTakenDoesNotFail() {
    checkRow(engine_);
}

void LambdaBlocksTest::theFirstElementThatDecidesOrFailsCounts_data() {
    addColumns();
    const std::string any = "any(xs, (x) => 6 / x > 5)";
    const std::string all = "all(xs, (x) => 6 / x < 5)";
    addRow("any: error behind", "Int", any, "[2, 1, 0]", "true");
    addRow("any: error before", "Int", any, "[2, 0, 1]", "R004");
    addRow("all: error behind", "Int", all, "[2, 1, 0]", "false");
    addRow("all: error before", "Int", all, "[2, 0, 1]", "R004");
    addRow("any: error in a later block", "Int", any, ints(3000, 1, 2999, 0), "true");
    addRow("all: error in a later block", "Int", all, ints(3000, 2, 2999, 0), "R004");
    addRow("all: decided in a later block", "Int", all, ints(3000, 2, 2500, 1), "false");
    addRow("map: the last element", "Int", "map(xs, (x) => 6 / x)", ints(1025, 1, 1024, 0), "R004");
    // Lanes behind the failed one still wait at labels when all good ones have arrived.
    addRow("lanes that are left over", "Int",
           "all(xs, (x) => if (x == 0) (if (1 / x > 0) false else false) else "
           "(if (x > 5) false else (if (true) (if (x > 6) false else x > 0) else false)))",
           "[1, 0]", "R004");
    // The first division fails for the second element, the second one for the first.
    addRow("an earlier element fails later", "Int", "any(xs, (x) => 6 / (x - 2) > 6 / (x - 1))",
           "[1, 2]", "R004");
    addRow("a later element fails earlier", "Int", "any(xs, (x) => 6 / (x - 3) < 6 / (x - 1))",
           "[2, 3, 1]", "true");
}

void LambdaBlocksTest::theFirstElementThatDecidesOrFailsCounts() {
    checkRow(engine_);
}

void LambdaBlocksTest::otherLambdasGoElementByElement_data() {
    addColumns();
    addRow("a call", "Int", "map(xs, (x) => modulo(x, 2))", "[-1, 2]", "[-1,0]");
    addRow("a higher-order call", "Int", "map(xs, (x) => any([1, 2], (y) => y == x))", "[1, 3]",
           "[true,false]");
    addRow("a text is made", "Int", "map(xs, (x) => \"${x}!\")", "[1]", R"(["1!"])");
    addRow("a list is made", "Int", "map(xs, (x) => [x, k])", "[1]", "[[1,3]]");
    addRow("match", "Int | String", "map(xs, (x) => match x { is Int -> 1, is String -> 2 })",
           R"([1, "a"])", "[1,2]");
    addRow("a record that depends on a condition", "Int",
           "map(xs, (x) => if (x > k) { a: 1 } else { a: x })", "[1, 5]", R"([{"a":1},{"a":1}])");
    addRow("an Optional of an Optional", "Optional<Int>", "map(xs, (x) => x when k > 2)",
           "[1, null]", "[1,null]");
}

void LambdaBlocksTest::otherLambdasGoElementByElement() {
    QFETCH(std::string, element);
    QFETCH(std::string, call);
    QFETCH(std::string, list);
    QFETCH(std::string, expected);
    LambdaCall lambda(engine_, textOf(element, call));
    QCOMPARE(lambda.problem(), std::string());
    lambda.setInputs(inputsOf(list));
    QCOMPARE(lambda.problem(), std::string());
    QVERIFY(lambda.program() == nullptr);
    QCOMPARE(lambda.text(lambda.asChosen()), expected);
}

void LambdaBlocksTest::noBlockBehindTheDecidingOneIsEvaluated() {
    LambdaCall lambda(engine_, textOf("Int", "any(xs, (x) => x == 7)"));
    lambda.setInputs(inputsOf(ints(5000, 1, 100, 7)));
    CountingHost host(-1);
    QCOMPARE(lambda.text(lambda.byBlocks(&host)), std::string("true"));
    QCOMPARE(host.asked, 2);  // the first block has 64 elements
}

void LambdaBlocksTest::aStopIsSeenBetweenBlocks() {
    LambdaCall lambda(engine_, textOf("Int", "map(xs, (x) => x + 1)"));
    lambda.setInputs(inputsOf(ints(5000, 1, 0, 1)));
    CountingHost host(3);
    QCOMPARE(lambda.text(lambda.byBlocks(&host)), std::string("R010"));
    QCOMPARE(host.asked, 3);
    CountingHost other(3);
    QCOMPARE(lambda.text(lambda.byElement(&other)), std::string("R010"));
    QCOMPARE(other.asked, 3);
}

void LambdaBlocksTest::aFieldOfEveryElementIsTheColumnItself() {
    LambdaCall lambda(engine_, textOf(kOrder, "map(xs, (x) => { a: x.price, b: x.n + 1 })"));
    lambda.setInputs(inputsOf(R"([{"n": 3, "price": 1.5, "name": "a"}])"));
    const CallOutcome first = lambda.byBlocks();
    const CallOutcome second = lambda.byBlocks();
    const auto fieldOf = [](const CallOutcome& outcome, std::size_t index) {
        const cst::ListObject& list = outcome.value()->asList();
        return std::get<cst::RecordRows>(list.column->rows).fields[index].get();
    };
    QCOMPARE(fieldOf(first, 0), fieldOf(second, 0));
    QVERIFY(fieldOf(first, 1) != fieldOf(second, 1));
}

void LambdaBlocksTest::severalThreadsMakeOneForm() {
    LambdaCall lambda(engine_, textOf("Int", "map(xs, (x) => x + 1)"));
    std::array<const cst::BlockProgram*, 4> made{};
    {
        std::vector<std::jthread> threads;
        for (auto& program : made) {
            threads.emplace_back([&] { program = lambda.program(); });
        }
    }
    QVERIFY(made[0] != nullptr);
    QVERIFY(std::ranges::all_of(made, [&](const auto* program) { return program == made[0]; }));
}

void LambdaBlocksTest::aShortListAllocatesNothingForAnElement_data() {
    QTest::addColumn<std::string>("call");
    QTest::newRow("all") << std::string("all(xs, (x) => x.price < 9.0 and x.n + k > 0)");
    QTest::newRow("any") << std::string("any(xs, (x) => (x.left ?? k) < 0)");
    QTest::newRow("map") << std::string("map(xs, (x) => x.price * x.n)");
    QTest::newRow("filter") << std::string("filter(xs, (x) => if (x.n > k) true else false)");
}

void LambdaBlocksTest::aShortListAllocatesNothingForAnElement() {
    if (!kCountsAllocations) QSKIP("counts allocations in uninstrumented builds only");
    QFETCH(std::string, call);
    LambdaCall lambda(engine_, textOf(kOrder, call));
    QCOMPARE(lambda.problem(), std::string());
    std::string list = "[";
    for (int i = 0; i < 12; ++i) {
        list += std::string(i == 0 ? "" : ", ") + R"({"n": 1, "price": 1.5, "name": "abc"})";
    }
    const auto allocationsFor = [&](uint32_t elements) {
        lambda.setInputs(inputsOf(list + "]"));
        lambda.cutList(0, elements);
        lambda.byElement();
        const uint64_t before = allocations;
        const CallOutcome outcome = lambda.byElement();
        return allocations - before;
    };
    QCOMPARE(allocationsFor(12), allocationsFor(3));
}

QTEST_GUILESS_MAIN(LambdaBlocksTest)
#include "tst_lambda_blocks.moc"

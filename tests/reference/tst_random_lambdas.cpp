#include "tests/reference/reference.h"
#include "tests/reference/unsupported.h"
#include "tests/support/lambda_call.h"
#include "tests/support/random_lambda.h"

#include <QTest>

#include <chrono>

// Random lambdas over random lists: in blocks, element by element, and as the reference
// interpreter says. CST_SOAK=1 goes on for 90 seconds a row, CST_SEED=n begins with that seed.

using cst::reference::Json;
using cst::reference::Reference;
using cst::test::LambdaCall;
using cst::test::RandomLambda;

class RandomLambdaTest : public QObject {
    Q_OBJECT

private slots:
    void allFormsOfALambdaAgree_data();
    void allFormsOfALambdaAgree();
};

namespace {

/// JSON or the code of the error, in the words of the reference.
std::string expected(const std::string& text, const std::string& inputs) {
    const cst::reference::Report report = Reference().run(text, Json::parse(inputs));
    const cst::reference::OutputReport& output = report.outputs.at(0);
    return output.json.empty() ? output.failures.begin()->code : output.json;
}

std::string inItsWords(const std::string& text) {
    return text.starts_with("R0") ? text : Json::parse(text).dump();
}

}  // namespace

void RandomLambdaTest::allFormsOfALambdaAgree_data() {
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("count");
    const auto row = [](const char* name, int length, int first, int count) {
        QTest::newRow(name) << length << first << count;
    };
    row("no elements", 0, 1, 50);
    row("1 element", 1, 1, 500);
    row("5 elements", 5, 1, 4000);
    row("100 elements", 100, 1, 1500);
    row("1023 elements", 1023, 1, 100);
    row("1024 elements", 1024, 1, 100);
    row("1025 elements", 1025, 1, 100);
    row("5000 elements", 5000, 1, 40);
    row("lanes left over behind one that failed", 5, 168321, 1);
}

void RandomLambdaTest::allFormsOfALambdaAgree() {
    QFETCH(int, length);
    QFETCH(int, first);
    QFETCH(int, count);
    cst::Engine engine(1);
    const bool isSoak = qEnvironmentVariableIntValue("CST_SOAK") > 0;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(90);
    if (qEnvironmentVariableIsSet("CST_SEED")) first = qEnvironmentVariableIntValue("CST_SEED");
    int inBlocks = 0;
    int failed = 0;
    int ran = 0;
    for (int i = 0; isSoak ? std::chrono::steady_clock::now() < end : i < count; ++i) {
        RandomLambda random(static_cast<uint64_t>(first + i));
        const std::string text = random.text();
        const std::string inputs = random.inputs(static_cast<std::size_t>(length));
        const std::string story = "seed " + std::to_string(first + i) + "\n" + text + inputs;
        std::string wanted;
        try {
            wanted = expected(text, inputs);
        } catch (const cst::reference::Invalid&) {
            continue;  // an `if` can push a type where none fits
        }
        LambdaCall call(engine, text);
        QVERIFY2(call.problem().empty(), (call.problem() + "\n" + story).c_str());
        call.setInputs(inputs);
        QVERIFY2(call.problem().empty(), (call.problem() + "\n" + story).c_str());
        const cst::CallOutcome byElement = call.byElement();
        ++ran;
        failed += wanted == "R004" ? 1 : 0;
        const std::string got = inItsWords(call.text(byElement));
        QVERIFY2(got == wanted, (got + "\ninstead of\n" + wanted + "\n" + story).c_str());
        if (length == 0 || call.program() == nullptr) continue;
        ++inBlocks;
        const cst::CallOutcome byBlocks = call.byBlocks();
        QVERIFY2(call.same(byElement, byBlocks),
                 ("blocks give " + call.text(byBlocks) + "\ninstead of " + wanted + "\n" + story)
                     .c_str());
        // A part of a longer column.
        const auto begin = static_cast<uint32_t>(length / 3);
        call.cutList(begin, std::max(1U, static_cast<uint32_t>(length) / 2));
        QVERIFY2(call.same(call.byElement(), call.byBlocks()), ("a part of\n" + story).c_str());
    }
    qInfo("%d ran, %d of them in blocks, %d divided by zero", ran, inBlocks, failed);
    QVERIFY(length == 0 || inBlocks * 10 >= ran * 9);
    QVERIFY(length == 0 || failed > 0);
}

QTEST_GUILESS_MAIN(RandomLambdaTest)
#include "tst_random_lambdas.moc"

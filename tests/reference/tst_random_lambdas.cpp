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
    QTest::addColumn<int>("count");
    for (const auto& [length, count] : std::vector<std::pair<int, int>>{{0, 50},
                                                                        {1, 500},
                                                                        {5, 4000},
                                                                        {100, 1500},
                                                                        {1023, 100},
                                                                        {1024, 100},
                                                                        {1025, 100},
                                                                        {5000, 40}}) {
        QTest::addRow("%d elements", length) << length << count;
    }
}

void RandomLambdaTest::allFormsOfALambdaAgree() {
    QFETCH(int, length);
    QFETCH(int, count);
    cst::Engine engine(1);
    const bool isSoak = qEnvironmentVariableIntValue("CST_SOAK") > 0;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(90);
    const int first = std::max(1, qEnvironmentVariableIntValue("CST_SEED"));
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

#include "engine/run/attempt.h"
#include "tests/support/fake_call.h"

#include <QTest>

#include <functional>
#include <new>
#include <stdexcept>
#include <string>

// A module that throws fails its own call and nothing else.

using cst::CallOutcome;

class AttemptTest : public QObject {
    Q_OBJECT

private slots:
    void whatAModuleThrowsBecomesItsError_data();
    void whatAModuleThrowsBecomesItsError();
    void whatAModuleReturnsIsHandedOn();
};

namespace {

class FakeModule : public cst::Module {
public:
    explicit FakeModule(std::function<CallOutcome()> body) : body_(std::move(body)) {}
    CallOutcome call(cst::CallContext&) override { return body_(); }

private:
    std::function<CallOutcome()> body_;
};

CallOutcome outcomeOf(std::function<CallOutcome()> body) {
    const cst::TypeTable types;
    cst::test::FakeCall call(types, {}, cst::types::kInt);
    FakeModule module(std::move(body));
    return cst::attempt(module, call);
}

using Body = CallOutcome (*)();

}  // namespace

Q_DECLARE_METATYPE(Body)

void AttemptTest::whatAModuleThrowsBecomesItsError_data() {
    QTest::addColumn<Body>("body");
    QTest::addColumn<std::string>("message");
    QTest::newRow("an exception") << Body([]() -> CallOutcome {
        throw std::runtime_error("no such table");
    }) << std::string("no such table");
    QTest::newRow("no memory") << Body([]() -> CallOutcome { throw std::bad_alloc(); })
                               << std::string("there is not enough memory for the result");
    QTest::newRow("something else")
        << Body([]() -> CallOutcome { throw 7; })
        << std::string("the module threw something that is no exception");
}

void AttemptTest::whatAModuleThrowsBecomesItsError() {
    QFETCH(Body, body);
    QFETCH(std::string, message);
    const CallOutcome outcome = outcomeOf(body);
    QVERIFY(outcome.error() != nullptr);
    QCOMPARE(outcome.error()->code, std::string("R001"));
    QCOMPARE(outcome.error()->message, message);
}

void AttemptTest::whatAModuleReturnsIsHandedOn() {
    QCOMPARE(outcomeOf([] { return cst::Value::ofInt(3); }).value()->asInt(), int64_t{3});
    QVERIFY(outcomeOf([] { return cst::Pending(); }).isPending());
    QCOMPARE(outcomeOf([] {
                 return cst::Error{"R005", "empty", ""};
             })
                 .error()
                 ->code,
             std::string("R005"));
}

QTEST_APPLESS_MAIN(AttemptTest)
#include "tst_attempt.moc"

#include "tests/modules/library_fixture.h"

#include <QTest>

#include <chrono>
#include <set>
#include <string>

using namespace cst;
using namespace cst::test;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

namespace {

/// Language §8: what a slow module says, and when.
struct SlowRow {
    const char* function;
    const char* argument;
    nanoseconds delay;
    const char* answer;
};

constexpr SlowRow kSlow[] = {
    {"SlowQuery", "K é", 500ms, "Result for: K é"},
    {"SlowApiCall", "/users", 1s, "API response from: /users"},
    {"ExpensiveCompute", "k é", 2s, "Computed: K É"},
    {"RateLimitedApi", "page 1", 50ms, "Rate-limited response for: page 1"},
    {"ResourceIntensiveTask", "resize", 200ms, "Completed: resize"},
    {"QuickCheck", "A Complex case", 10ms, "needs-deep-analysis"},
    {"QuickCheck", "COMPLEX", 10ms, "needs-deep-analysis"},
    {"QuickCheck", "complete", 10ms, "valid"},
    {"QuickCheck", "", 10ms, "valid"},
    {"DeepAnalysis", "d", 1500ms, "Deep analysis of: d"},
    {"TimeoutProneService", "first", 3s, "Response for: first"},
};

FakeCall callOf(LibraryFixture& library, const char* function, const char* argument) {
    return library.prepare(function, Json::array({argument}));
}

/// What a call that ends at once comes to.
std::string endOf(LibraryFixture& library, const char* function, const char* argument) {
    FakeCall call = callOf(library, function, argument);
    return library.shown(call, library.run(function, call));
}

/// How long a slow call takes by the virtual clock; -1 ns if it never ends.
nanoseconds durationOf(LibraryFixture& library, const char* function) {
    FakeCall call = callOf(library, function, "x");
    library.run(function, call);
    for (nanoseconds at = 0ms; at < 10s; at += 10ms) {
        if (call.later() != nullptr) return at;
        call.clock.advance(10ms);
    }
    return nanoseconds(-1);
}

void addSlowRows() {
    QTest::addColumn<const SlowRow*>("row");
    for (const SlowRow& row : kSlow) {
        QTest::addRow("%s of '%s'", row.function, row.argument) << &row;
    }
}

}  // namespace

class DemoModulesTest : public QObject {
    Q_OBJECT

private slots:
    void aSlowModuleAnswersAfterExactlyItsDelay_data() { addSlowRows(); }
    void aSlowModuleAnswersAfterExactlyItsDelay();
    void aStoppedCallIsDroppedAndNeverAnswers_data() { addSlowRows(); }
    void aStoppedCallIsDroppedAndNeverAnswers();
    void callsOfOneModuleWaitSideBySide();

    void timeoutProneServiceIsSlowOnItsFirstCallOnly();
    void aStoppedFirstCallWasTheFirstCall();
    void flakyServiceSucceedsOnEveryThirdCall();
    void theMemoryOfAModuleIsThatOfItsRegistry();
    void alwaysFailsServiceNamesItsRequest();
    void everyDemoModuleStandsInATest();
};

void DemoModulesTest::aSlowModuleAnswersAfterExactlyItsDelay() {
    QFETCH(const SlowRow*, row);
    LibraryFixture library;
    FakeCall call = callOf(library, row->function, row->argument);

    QCOMPARE(library.shown(call, library.run(row->function, call)), "pending");
    call.clock.advance(row->delay - 1ns);
    QVERIFY(call.later() == nullptr);

    call.clock.advance(1ns);
    QVERIFY(call.later() != nullptr && call.later()->ok());
    QCOMPARE(std::string(call.later()->value().asText()), row->answer);
    QCOMPARE(call.clock.waiting(), std::size_t{0});
}

void DemoModulesTest::aStoppedCallIsDroppedAndNeverAnswers() {
    QFETCH(const SlowRow*, row);
    LibraryFixture library;
    FakeCall call = callOf(library, row->function, row->argument);
    library.run(row->function, call);

    call.stopSource.request_stop();

    QCOMPARE(call.clock.waiting(), std::size_t{0});
    call.clock.advance(10s);
    QVERIFY(call.later() == nullptr || !call.later()->ok());  // that it was dropped is no answer
}

void DemoModulesTest::callsOfOneModuleWaitSideBySide() {
    LibraryFixture library;
    FakeCall early = callOf(library, "SlowQuery", "early");
    FakeCall late = callOf(library, "SlowQuery", "late");
    late.timers = &early.clock;

    library.run("SlowQuery", early);
    early.clock.advance(100ms);
    library.run("SlowQuery", late);
    early.clock.advance(400ms);

    QVERIFY(early.later() != nullptr);
    QVERIFY(late.later() == nullptr);
    early.clock.advance(100ms);
    QCOMPARE(std::string(late.later()->value().asText()), "Result for: late");
}

void DemoModulesTest::timeoutProneServiceIsSlowOnItsFirstCallOnly() {
    LibraryFixture library;

    QCOMPARE(durationOf(library, "TimeoutProneService"), nanoseconds(3s));
    QCOMPARE(durationOf(library, "TimeoutProneService"), nanoseconds(100ms));
    QCOMPARE(durationOf(library, "TimeoutProneService"), nanoseconds(100ms));
}

void DemoModulesTest::aStoppedFirstCallWasTheFirstCall() {
    LibraryFixture library;
    FakeCall first = callOf(library, "TimeoutProneService", "x");
    library.run("TimeoutProneService", first);
    first.stopSource.request_stop();

    QCOMPARE(durationOf(library, "TimeoutProneService"), nanoseconds(100ms));
}

void DemoModulesTest::flakyServiceSucceedsOnEveryThirdCall() {
    LibraryFixture library;
    const auto next = [&] { return endOf(library, "FlakyService", "r"); };

    QCOMPARE(next(), "R001: Service temporarily unavailable (attempt 1)");
    QCOMPARE(next(), "R001: Service temporarily unavailable (attempt 2)");
    QCOMPARE(next(), "\"Success for: r\"");
    QCOMPARE(next(), "R001: Service temporarily unavailable (attempt 4)");
    QCOMPARE(next(), "R001: Service temporarily unavailable (attempt 5)");
    QCOMPARE(next(), "\"Success for: r\"");
}

void DemoModulesTest::theMemoryOfAModuleIsThatOfItsRegistry() {
    LibraryFixture one;
    LibraryFixture other;
    endOf(one, "FlakyService", "r");
    durationOf(one, "TimeoutProneService");

    QCOMPARE(endOf(other, "FlakyService", "r"),
             "R001: Service temporarily unavailable (attempt 1)");
    QCOMPARE(durationOf(other, "TimeoutProneService"), nanoseconds(3s));
}

void DemoModulesTest::alwaysFailsServiceNamesItsRequest() {
    LibraryFixture library;

    QCOMPARE(endOf(library, "AlwaysFailsService", "job 7"), "R001: Service failed for: job 7");
    QCOMPARE(endOf(library, "AlwaysFailsService", ""), "R001: Service failed for: ");
}

void DemoModulesTest::everyDemoModuleStandsInATest() {
    std::set<std::string> tested = {"TimeoutProneService", "FlakyService", "AlwaysFailsService"};
    for (const SlowRow& row : kSlow) tested.insert(row.function);

    LibraryFixture library;
    std::set<std::string> registered;
    for (const Signature& signature : library.registry.signatures().all()) {
        if (signature.nameSpace.empty() && !signature.pure) registered.insert(signature.name);
    }

    QCOMPARE(registered, tested);
}

QTEST_APPLESS_MAIN(DemoModulesTest)
#include "tst_demo_modules.moc"

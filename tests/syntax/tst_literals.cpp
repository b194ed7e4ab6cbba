#include "engine/syntax/literals.h"
#include "engine/syntax/tree.h"

#include <QTest>

#include <limits>

namespace {

constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

}  // namespace

class LiteralsTest : public QObject {
    Q_OBJECT

private slots:
    void integersReachToBothEndsOfInt64();
    void durationsAreMilliseconds();
    void durationsOutOfRangeHaveNoValue();
    void escapesBecomeWhatTheyStandFor();
};

void LiteralsTest::integersReachToBothEndsOfInt64() {
    QVERIFY(cst::intValue("0") == 0);
    QVERIFY(cst::intValue("9223372036854775807") == kMax);
    QVERIFY(!cst::intValue("9223372036854775808"));
    QVERIFY(cst::floatValue("1.7976931348623157e308") == 1.7976931348623157e308);
    QVERIFY(!cst::floatValue("1.8e308"));
    QVERIFY(!cst::floatValue("1.0e99999999999999999999"));
    QVERIFY(!cst::floatValue("0.001e400"));
    std::string large(400, '9');
    large += ".5";
    QVERIFY(!cst::floatValue(large));
    QVERIFY(cst::floatValue("1.0e-400") == 0.0);
    QVERIFY(cst::floatValue("0.0e999") == 0.0);
    std::string small = "0.";
    small.append(400, '0');
    small += '1';
    QVERIFY(cst::floatValue(small) == 0.0);
    QVERIFY(cst::intValue("9223372036854775808", true) == kMin);
    QVERIFY(!cst::intValue("9223372036854775809", true));
    QVERIFY(!cst::intValue("99999999999999999999999999"));
    QVERIFY(cst::intValue("5", true) == -5);
}

void LiteralsTest::durationsAreMilliseconds() {
    QVERIFY(cst::durationMs("250ms") == 250);
    QVERIFY(cst::durationMs("5s") == 5000);
    QVERIFY(cst::durationMs("2min") == 120'000);
    QVERIFY(cst::durationMs("1h") == 3'600'000);
    QVERIFY(cst::durationMs("1d") == 86'400'000);
    QVERIFY(cst::durationMs("0s") == 0);
}

void LiteralsTest::durationsOutOfRangeHaveNoValue() {
    QVERIFY(cst::durationMs("9223372036854775807ms") == kMax);
    QVERIFY(!cst::durationMs("9223372036854775808ms"));
    QVERIFY(cst::durationMs("106751991167d") == 106751991167 * 86'400'000);
    QVERIFY(!cst::durationMs("106751991168d"));
    QVERIFY(!cst::durationMs("5"));
    QVERIFY(!cst::durationMs("5sec"));
}

void LiteralsTest::escapesBecomeWhatTheyStandFor() {
    QCOMPARE(cst::unescape(R"(a\nb\tc\rd\\e\"f\$g)"), std::string("a\nb\tc\rd\\e\"f$g"));
    QCOMPARE(cst::unescape(R"(\\n)"), std::string(R"(\n)"));
    QCOMPARE(cst::unescape(R"(\q)"), std::string(R"(\q)"));
    QCOMPARE(cst::unescape("a\\"), std::string("a\\"));
}

QTEST_APPLESS_MAIN(LiteralsTest)
#include "tst_literals.moc"

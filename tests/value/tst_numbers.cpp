#include "engine/value/kernels.h"

#include <QTest>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

using namespace cst;

namespace {

constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace

class NumbersTest : public QObject {
    Q_OBJECT

private slots:
    void integersWrapAround();
    void divisionTruncatesTowardsZero_data();
    void divisionTruncatesTowardsZero();
    void quotientAndRemainderMakeTheDividend();
    void roundingIsExactAndHalvesGoUp_data();
    void roundingIsExactAndHalvesGoUp();
    void truncationGoesTowardsZeroAndSaturates_data();
    void truncationGoesTowardsZeroAndSaturates();
    void floatsArePrintedAsJavaDoes_data();
    void floatsArePrintedAsJavaDoes();
    void printedFloatsReadBackAsTheSameNumber();
};

void NumbersTest::integersWrapAround() {
    QCOMPARE(wrapAdd(kMax, 1), kMin);
    QCOMPARE(wrapAdd(kMin, -1), kMax);
    QCOMPARE(wrapSubtract(kMin, 1), kMax);
    QCOMPARE(wrapSubtract(0, kMin), kMin);
    QCOMPARE(wrapMultiply(kMax, 2), int64_t{-2});
    QCOMPARE(wrapMultiply(kMax, kMax), int64_t{1});
    QCOMPARE(wrapMultiply(kMin, -1), kMin);
    QCOMPARE(wrapNegate(kMin), kMin);
    QCOMPARE(wrapNegate(5), int64_t{-5});
}

void NumbersTest::divisionTruncatesTowardsZero_data() {
    QTest::addColumn<qint64>("a");
    QTest::addColumn<qint64>("b");
    QTest::addColumn<qint64>("quotient");
    QTest::addColumn<qint64>("rest");
    const auto row = [](qint64 a, qint64 b, qint64 quotient, qint64 rest) {
        QTest::addRow("%lld / %lld", a, b) << a << b << quotient << rest;
    };
    row(7, 3, 2, 1);
    row(-7, 3, -2, -1);
    row(7, -3, -2, 1);
    row(-7, -3, 2, -1);
    row(-10, 3, -3, -1);
    row(5, -1, -5, 0);
    row(kMin, -1, kMin, 0);
    row(kMin, 1, kMin, 0);
    row(kMax, kMin, 0, kMax);
    row(kMin, kMax, -1, -1);
}

void NumbersTest::divisionTruncatesTowardsZero() {
    QFETCH(qint64, a);
    QFETCH(qint64, b);
    QTEST(qint64{truncatingDivide(a, b)}, "quotient");
    QTEST(qint64{cst::remainder(a, b)}, "rest");
}

void NumbersTest::quotientAndRemainderMakeTheDividend() {
    std::mt19937_64 random(51);
    for (int i = 0; i < 10000; ++i) {
        const auto a = static_cast<int64_t>(random());
        const auto b = static_cast<int64_t>(random() >> (random() % 60)) * (i % 2 == 0 ? 1 : -1);
        if (b == 0) continue;
        QCOMPARE(wrapAdd(wrapMultiply(truncatingDivide(a, b), b), cst::remainder(a, b)), a);
    }
}

void NumbersTest::roundingIsExactAndHalvesGoUp_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<qint64>("rounded");
    const auto row = [](double value, qint64 rounded) {
        QTest::addRow("%.17g", value) << value << rounded;
    };
    row(3.5, 4);
    row(2.5, 3);
    row(2.4, 2);
    row(-2.5, -2);
    row(-2.7, -3);
    row(-0.5, 0);
    row(0.5, 1);
    row(-0.0, 0);
    row(std::nextafter(0.5, 0.0), 0);
    row(std::nextafter(-0.5, -1.0), -1);
    row(-5e-324, 0);
    row(1e15, 1'000'000'000'000'000);
    row(4503599627370497.5, 4503599627370498);  // 2^52 + 1.5
    row(4503599627370497.0, 4503599627370497);
    row(9007199254740991.0, 9007199254740991);  // 2^53 - 1
    row(-4503599627370497.0, -4503599627370497);
    row(0x1p63, kMax);
    row(std::nextafter(0x1p63, 0.0), 9223372036854774784);
    row(-0x1p63, kMin);
    row(1e300, kMax);
    row(-1e300, kMin);
    row(kInfinity, kMax);
    row(-kInfinity, kMin);
    row(kNaN, 0);
}

void NumbersTest::roundingIsExactAndHalvesGoUp() {
    QFETCH(double, value);
    QTEST(qint64{roundHalfUp(value)}, "rounded");
}

void NumbersTest::truncationGoesTowardsZeroAndSaturates_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<qint64>("truncated");
    const auto row = [](double value, qint64 truncated) {
        QTest::addRow("%.17g", value) << value << truncated;
    };
    row(3.9, 3);
    row(-3.7, -3);
    row(-0.9, 0);
    row(9007199254740993.0, 9007199254740992);
    row(0x1p63, kMax);
    row(-0x1p63, kMin);
    row(-1e19, kMin);
    row(kInfinity, kMax);
    row(-kInfinity, kMin);
    row(kNaN, 0);
}

void NumbersTest::truncationGoesTowardsZeroAndSaturates() {
    QFETCH(double, value);
    QTEST(qint64{truncateToInt(value)}, "truncated");
}

// Printed by OpenJDK 17, but for the last rows, where it does not find the shortest digits.
void NumbersTest::floatsArePrintedAsJavaDoes_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](double value, const char* text) {
        QTest::newRow(text) << value << QByteArray(text);
    };
    row(0.0, "0.0");
    row(-0.0, "-0.0");
    row(1.0, "1.0");
    row(100.0, "100.0");
    row(0.5, "0.5");
    row(-2.5, "-2.5");
    row(0.001, "0.001");
    row(0.0015, "0.0015");
    row(0.012, "0.012");
    row(0.0009999, "9.999E-4");
    row(1.5e-4, "1.5E-4");
    row(1e-5, "1.0E-5");
    row(-1e-10, "-1.0E-10");
    row(1e6, "1000000.0");
    row(1234567.0, "1234567.0");
    row(999999.9999999999, "999999.9999999999");
    row(9999999.0, "9999999.0");
    row(9999999.5, "9999999.5");
    row(1e7, "1.0E7");
    row(12345678.9, "1.23456789E7");
    row(123456.789, "123456.789");
    row(0.1 + 0.2, "0.30000000000000004");
    row(1.0 / 3.0, "0.3333333333333333");
    row(3.141592653589793, "3.141592653589793");
    row(1e16, "1.0E16");
    row(123456789012345680.0, "1.2345678901234568E17");
    row(9007199254740993.0, "9.007199254740992E15");
    row(1e100, "1.0E100");
    row(std::numeric_limits<double>::max(), "1.7976931348623157E308");
    row(std::numeric_limits<double>::min(), "2.2250738585072014E-308");
    row(kNaN, "NaN");
    row(kInfinity, "Infinity");
    row(-kInfinity, "-Infinity");
    row(5e-324, "5.0E-324");  // Java: 4.9E-324, language §14
    row(1e23, "1.0E23");      // OpenJDK 17: 9.999999999999999E22
    row(2e-3, "0.002");
}

void NumbersTest::floatsArePrintedAsJavaDoes() {
    QFETCH(double, value);
    std::string text = "=";
    appendFloatText(text, value);
    QTEST(QByteArray::fromStdString(text.substr(1)), "text");
}

void NumbersTest::printedFloatsReadBackAsTheSameNumber() {
    std::mt19937_64 random(52);
    for (int i = 0; i < 50000; ++i) {
        const uint64_t bits = random();
        double value = 0;
        std::memcpy(&value, &bits, sizeof value);
        if (!std::isfinite(value)) continue;
        if (i % 2 == 0) value = static_cast<double>(static_cast<int64_t>(bits) >> 40) / 1000.0;
        std::string text;
        appendFloatText(text, value);
        QCOMPARE(std::strtod(text.c_str(), nullptr), value);
        const std::size_t point = text.find('.');
        QVERIFY(point != std::string::npos && std::isdigit(text[point - 1]) != 0 &&
                std::isdigit(text[point + 1]) != 0);
    }
}

QTEST_APPLESS_MAIN(NumbersTest)
#include "tst_numbers.moc"

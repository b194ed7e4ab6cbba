#include "engine/json/scalar_text.h"

#include <QTest>

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

// Scalars as JSON against the standard library. Seeds are fixed; CST_SOAK=1 tries a hundred times
// as many numbers.

class ScalarTextTest : public QObject {
    Q_OBJECT

private slots:
    void integersAreAsToCharsWritesThem();
    void floatsAreAsToCharsWritesThem_data();
    void floatsAreAsToCharsWritesThem();
    void shortDecimalsAndTheirNeighboursAreTheShortest();
    void everyMantissaOfAFloatIsTheShortest();
    void whatMayNotBeCopiedIsFoundAtItsPlace();
};

namespace {

int times(int few) {
    return qEnvironmentVariableIsSet("CST_SOAK") ? few * 100 : few;
}

std::string ours(double value) {
    char text[cst::kNumberBytes];
    return {text, cst::writeFloat(text, value)};
}

/// As language §11.2 says, slowly: whole numbers below 1e15 in full, always a fraction or exponent,
/// no digit that reading back does not need.
std::string expected(double value) {
    char text[400];
    const bool isInFull = std::fabs(value) < 1e15 && value == std::trunc(value) &&
                          !(value == 0 && std::signbit(value));
    char* const end =
        isInFull ? std::to_chars(text, text + sizeof text, value, std::chars_format::fixed).ptr
        : std::fabs(value) >= 0x1p54
            ? std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr
            : std::to_chars(text, text + sizeof text, value).ptr;
    std::string all(text, end);
    return all.find_first_of(".e") == std::string::npos ? all + ".0" : all;
}

/// The differences, counted: QCOMPARE on each of millions would take most of the time.
class Differences {
public:
    void check(double value) {
        if (std::isfinite(value) && ours(value) != expected(value)) {
            if (count++ == 0) first = ours(value) + " instead of " + expected(value);
        }
    }
    std::size_t count = 0;
    std::string first;
};

double unit(std::mt19937_64& random) {
    return static_cast<double>(random() >> 11) * 0x1p-53;
}

}  // namespace

void ScalarTextTest::integersAreAsToCharsWritesThem() {
    std::mt19937_64 random(1);
    std::vector<int64_t> values = {0, std::numeric_limits<int64_t>::min(),
                                   std::numeric_limits<int64_t>::max()};
    for (int64_t power = 1; power < 1'000'000'000'000'000'000; power *= 10) {
        for (const int64_t off : {-1, 0, 1}) {
            values.push_back(power + off);
            values.push_back(-power - off);
        }
    }
    for (int64_t i = 0; i < 20'000; ++i) values.push_back(i);
    for (int i = 0; i < times(100'000); ++i) {
        values.push_back(static_cast<int64_t>(random()) >> (random() % 64));
    }
    for (const int64_t value : values) {
        char text[cst::kNumberBytes];
        const std::string got(text, cst::writeInt(text, value));
        if (got != std::to_string(value)) QCOMPARE(got, std::to_string(value));
    }
}

void ScalarTextTest::floatsAreAsToCharsWritesThem_data() {
    QTest::addColumn<int>("lowest");  // binary exponents
    QTest::addColumn<int>("highest");
    QTest::newRow("all") << -1074 << 1023;
    QTest::newRow("around where the short way ends") << -40 << -20;
    QTest::newRow("below one") << -20 << 0;
    QTest::newRow("above one") << 0 << 60;
}

void ScalarTextTest::floatsAreAsToCharsWritesThem() {
    QFETCH(int, lowest);
    QFETCH(int, highest);
    std::mt19937_64 random(2);
    Differences differences;
    for (int exponent = lowest; exponent <= highest; ++exponent) {
        const double power = std::ldexp(1.0, exponent);
        for (const double near : {power, std::nextafter(power, 0), std::nextafter(power, 1e308),
                                  power * 1.5, power * 1.25}) {
            differences.check(near);
            differences.check(-near);
        }
    }
    for (int i = 0; i < times(100'000); ++i) {
        const auto span = static_cast<uint64_t>(highest - lowest);
        const int exponent = lowest + static_cast<int>(random() % span);
        differences.check(std::ldexp(1 + unit(random), exponent));
        differences.check(-std::ldexp(1 + unit(random), exponent));
    }
    QVERIFY2(differences.count == 0, differences.first.c_str());
}

void ScalarTextTest::shortDecimalsAndTheirNeighboursAreTheShortest() {
    std::mt19937_64 random(3);
    Differences differences;
    for (int i = 0; i < times(50'000); ++i) {
        const double digits = static_cast<double>(random() >> (14 + random() % 50));
        const double value = digits / std::pow(10.0, static_cast<double>(random() % 23));
        differences.check(value);
        double above = value;
        double below = value;
        for (int step = 0; step < 3; ++step) {
            differences.check(above = std::nextafter(above, 1e308));
            differences.check(below = std::nextafter(below, -1e308));
        }
    }
    for (int i = 0; i < 200'000; ++i) differences.check(i / 100.0);
    QVERIFY2(differences.count == 0, differences.first.c_str());
}

/// All numbers of 24 bits in [0.25, 0.5) and [12, 16), or every 61st of them: their digits are
/// long, and half of those behind the last bit lie halfway.
void ScalarTextTest::everyMantissaOfAFloatIsTheShortest() {
    Differences differences;
    const uint32_t step = qEnvironmentVariableIsSet("CST_SOAK") ? 1 : 61;
    for (const float from : {0.25F, 12.0F}) {
        const auto first = std::bit_cast<uint32_t>(from);
        for (uint32_t bits = first; bits < first + (1U << 22); bits += step) {
            differences.check(std::bit_cast<float>(bits));
            differences.check(static_cast<double>(std::bit_cast<float>(bits)) * 0x1p22);
        }
    }
    QVERIFY2(differences.count == 0, differences.first.c_str());
}

void ScalarTextTest::whatMayNotBeCopiedIsFoundAtItsPlace() {
    for (unsigned c = 0; c < 256; ++c) {
        const bool isSpecial = c < 0x20 || c == '"' || c == '\\' || c >= 0x80;
        QCOMPARE(cst::isPlain(static_cast<char>(c)), !isSpecial);
        for (std::size_t at = 0; at < 16; ++at) {
            std::string text(16, 'x');
            text[at] = static_cast<char>(c);
            char copy[16];
            QCOMPARE(cst::copySixteen(copy, text.data()), isSpecial ? at : 16);
            QCOMPARE(std::string(copy, at), text.substr(0, at));
        }
    }
}

QTEST_APPLESS_MAIN(ScalarTextTest)
#include "tst_scalar_text.moc"

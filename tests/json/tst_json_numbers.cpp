#include "tests/json/json_fixture.h"

#include <QTest>

#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

/// Numbers in every way they can be written.
class JsonNumbersTest : public QObject {
    Q_OBJECT

private slots:
    void anIntegralNumberIsAnIntExactly_data();
    void anIntegralNumberIsAnIntExactly();
    void whatIsNoIntIsRefused_data();
    void whatIsNoIntIsRefused();
    void aFloatIsTheNearestDouble_data();
    void aFloatIsTheNearestDouble();
    void randomDigitsAgreeWithFromChars();
    void whatIsWrittenUnlikeANumberIsMalformed_data();
    void whatIsWrittenUnlikeANumberIsMalformed();
};

void JsonNumbersTest::anIntegralNumberIsAnIntExactly_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<qlonglong>("value");
    const auto row = [](const char* json, int64_t value) {
        QTest::newRow(json) << QByteArray(json) << qlonglong{value};
    };
    constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
    constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
    row("0", 0);
    row("-0", 0);
    row("-0.0", 0);
    row("0e99999999999999999999", 0);
    row("0.000e-5", 0);
    row("5.0", 5);
    row("-5.000", -5);
    row("1e3", 1000);
    row("1E+3", 1000);
    row("100e-2", 1);
    row("1.5e1", 15);
    row("0.0005e4", 5);
    row("123456789012345678e1", 1234567890123456780);
    row("9007199254740993", 9007199254740993);  // 2^53 + 1: a double would lose it
    row("9007199254740993.0", 9007199254740993);
    row("9223372036854775807", kMax);
    row("-9223372036854775808", kMin);
    row("9223372036854775807.000", kMax);
    row("-9.223372036854775808e18", kMin);
    row("9223372036854775807000e-3", kMax);
    row("0.9223372036854775807e19", kMax);
    row("1000000000000000000000000000000e-30", 1);
    row("12345678", 12345678);
    row("1234567890123456", 1234567890123456);
}

void JsonNumbersTest::anIntegralNumberIsAnIntExactly() {
    QFETCH(QByteArray, json);
    QFETCH(qlonglong, value);
    Json x;
    QCOMPARE(x.result("Int", Json::view(json)), QByteArray::number(value));
    QCOMPARE(x.result("List<Int>", ("[" + json + "]").toStdString()),
             "[" + QByteArray::number(value) + "]");
}

void JsonNumbersTest::whatIsNoIntIsRefused_data() {
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char* json, const char* reason) {
        QTest::newRow(json) << QByteArray(reason);
    };
    row("0.5", "which is not integral");
    row("1e-1", "which is not integral");
    row("9007199254740992.5", "which is not integral");
    row("0.00000000000000000000000000001", "which is not integral");
    row("1e-999999999999999999999", "which is not integral");
    row("9223372036854775808", "which is out of range");
    row("-9223372036854775809", "which is out of range");
    row("18446744073709551616", "which is out of range");
    row("18446744073709551621", "which is out of range");  // 5 where it wraps around
    row("1e19", "which is out of range");
    row("1e999999999999999999999", "which is out of range");
    row("99999999999999999999999", "which is out of range");
}

void JsonNumbersTest::whatIsNoIntIsRefused() {
    QFETCH(QByteArray, reason);
    Json x;
    const QByteArray result = x.result("Int", QTest::currentDataTag());
    QVERIFY2(result.startsWith("x: expected `Int`") && result.endsWith(reason), result);
}

void JsonNumbersTest::aFloatIsTheNearestDouble_data() {
    QTest::addColumn<double>("value");
    const auto row = [](const char* json, double value) { QTest::newRow(json) << value; };
    row("0", 0.0);
    row("-0", -0.0);
    row("-0.0e5", -0.0);
    row("3", 3.0);
    row("0.1", 0.1);
    row("1e22", 1e22);
    row("1e23", 1e23);
    row("123456789012345678901234567890", 123456789012345678901234567890.0);
    row("0.12345678901234567890123", 0.12345678901234567890123);
    row("0.1234567890123456789012345678901234567890", 0.12345678901234567890);
    row("9007199254740993", 9007199254740992.0);  // halfway: to even
    row("9007199254740992.999999999999999999999999", 9007199254740993.0);
    row("1.7976931348623157e308", std::numeric_limits<double>::max());
    row("2.2250738585072011e-308", 2.2250738585072011e-308);
    row("2.2250738585072014e-308", 2.2250738585072014e-308);
    row("5e-324", 5e-324);
    row("4.9e-324", 5e-324);
    row("1e-324", 0.0);
    row("1e-400", 0.0);
    row("-1e-400", -0.0);
    row("1e-99999999999999999999", 0.0);
    row("0e99999999999999999999", 0.0);
    row("12345678.12345678", 12345678.12345678);
}

void JsonNumbersTest::aFloatIsTheNearestDouble() {
    QFETCH(double, value);
    Json x;
    const cst::DecodedValue decoded = x.decode("Float", QTest::currentDataTag());
    QVERIFY(decoded.errors.empty());
    const double result = decoded.value.asFloat();
    QVERIFY(std::memcmp(&result, &value, sizeof value) == 0);
}

void JsonNumbersTest::randomDigitsAgreeWithFromChars() {
    std::mt19937_64 random(7);
    const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    Json x;
    for (int i = 0; i < 50000; ++i) {
        std::string text = below(2) == 0 ? "-" : "";
        text += below(3) == 0 ? "0" : std::to_string(1 + below(9));
        for (int n = text.back() == '0' ? 0 : below(22); n > 0; --n)
            text += std::to_string(below(10));
        if (below(3) != 0) {
            text += '.';
            for (int n = 1 + below(25); n > 0; --n) text += std::to_string(below(10));
        }
        if (below(3) == 0) text += "e" + std::to_string(below(700) - 350);
        double expected = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), expected);
        const cst::DecodedValue decoded = x.decode("Float", text);
        if (error == std::errc::result_out_of_range) continue;  // neither 0 nor infinity is agreed
        QVERIFY2(decoded.errors.empty(), text.c_str());
        QVERIFY2(decoded.value.asFloat() == expected, text.c_str());
    }
}

void JsonNumbersTest::whatIsWrittenUnlikeANumberIsMalformed_data() {
    QTest::addColumn<QByteArray>("json");
    for (const char* json :
         {"01",  "-01",      "00",        "1.",   ".5",    "-.5",   "+1",    "-",
          "--1", "1e",       "1e+",       "1.e5", "1.5.5", "0x10",  "1_000", "1,5",
          "NaN", "Infinity", "-Infinity", "1a",   "1\"",   "1e5.5", "١"}) {
        QTest::newRow(json) << QByteArray(json);
    }
    QTest::newRow("NUL") << QByteArray("1\0", 2);
    QTest::newRow("form feed") << QByteArray("1\f");
}

void JsonNumbersTest::whatIsWrittenUnlikeANumberIsMalformed() {
    QFETCH(QByteArray, json);
    Json x;
    const auto isMalformed = [&](const char* type, const QByteArray& document) {
        return x.result(type, Json::view(document)).contains(": malformed JSON at line 1, column ");
    };
    QVERIFY(isMalformed("Float", json));
    QVERIFY(isMalformed("Int", json));
    QVERIFY(isMalformed("String", json));
    QVERIFY(isMalformed("{}", "{\"unknown\":" + json + "}"));
    if (!json.contains(',')) QVERIFY(isMalformed("List<Float>", "[" + json + "]"));
}

QTEST_APPLESS_MAIN(JsonNumbersTest)
#include "tst_json_numbers.moc"

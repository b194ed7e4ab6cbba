#include "engine/value/column.h"
#include "engine/value/objects.h"
#include "tests/json/json_fixture.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>

/// How values become JSON: language §11.2. What decoding gives back as it came is in
/// tst_json_decode; here is what JSON cannot bring in, and how it looks.
class JsonEncodeTest : public QObject {
    Q_OBJECT

private slots:
    void aFloatHasFractionOrExponent_data();
    void aFloatHasFractionOrExponent();
    void randomFloatsRoundTrip();
    void textIsEscaped_data();
    void textIsEscaped();
    void invalidBytesBecomeReplacementCharacters();
    void fieldsComeInDeclaredOrder();
    void nestedNonesLookAlike();
    void slicesOfColumnsAreWritten();
    void shortThingsStayOnOneLine();
    void longThingsAreBrokenAtTheirOuterBrackets();
    void prettyTextFitsTheWidthAndMeansTheSame();
    void aTextOfManyPiecesIsMeasuredInCodePoints();
};

void JsonEncodeTest::aFloatHasFractionOrExponent_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char* json, double value) {
        QTest::newRow(json) << value << QByteArray(json);
    };
    row("3.0", 3.0);
    row("0.0", 0.0);
    row("-0.0", -0.0);
    row("-2.5", -2.5);
    row("0.1", 0.1);
    row("1000000.0", 1e6);
    row("123456789012345.0", 123456789012345.0);
    row("999999999999999.0", 999999999999999.0);
    row("1e+15", 1e15);
    row("1e+300", 1e300);
    row("1e-07", 1e-7);
    row("5e-324", 5e-324);
    row("1.7976931348623157e+308", std::numeric_limits<double>::max());
    row("9007199254740993.0", 9007199254740993.0);
    row("1.2345678901234568e+20", 123456789012345680000.0);
    row("-4.289305879150052e+18", -4289305879150051840.0);
    row("\"NaN\"", std::nan(""));
    row("\"Infinity\"", std::numeric_limits<double>::infinity());
    row("\"-Infinity\"", -std::numeric_limits<double>::infinity());
}

void JsonEncodeTest::aFloatHasFractionOrExponent() {
    QFETCH(double, value);
    QFETCH(QByteArray, json);
    std::string out = "[";
    cst::encodeFloat(out, value);
    if (value == 9007199254740993.0) json = "9007199254740992.0";
    QCOMPARE(QByteArray::fromStdString(out), "[" + json);
}

void JsonEncodeTest::randomFloatsRoundTrip() {
    std::mt19937_64 random(3);
    Json x;
    for (int i = 0; i < 20000; ++i) {
        const uint64_t bits = random();
        double value = 0;
        std::memcpy(&value, &bits, sizeof value);
        if (i % 2 == 0)
            value = static_cast<double>(static_cast<int64_t>(bits) >> (bits % 60)) / 100;
        if (!std::isfinite(value)) continue;
        std::string out;
        cst::encodeFloat(out, value);
        QVERIFY2(out.find_first_of(".eE") != std::string::npos, out.c_str());
        QVERIFY2(x.decode("Float", out).value.asFloat() == value, out.c_str());
    }
}

void JsonEncodeTest::textIsEscaped_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("plain") << QByteArray("abc /<>&'") << QByteArray("\"abc /<>&'\"");
    QTest::newRow("empty") << QByteArray("") << QByteArray("\"\"");
    QTest::newRow("quotes") << QByteArray("a\"b\\") << QByteArray(R"("a\"b\\")");
    QTest::newRow("short escapes") << QByteArray("\b\f\n\r\t") << QByteArray(R"("\b\f\n\r\t")");
    QTest::newRow("control characters")
        << QByteArray("\0\x01\x1f", 3) << QByteArray(R"("\u0000\u0001\u001f")");
    QTest::newRow("UTF-8") << QByteArray("é€😀\u2028\x7f") << QByteArray("\"é€😀\u2028\x7f\"");
}

void JsonEncodeTest::textIsEscaped() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, json);
    std::string out;
    cst::encodeText(out, Json::view(text));
    QCOMPARE(QByteArray::fromStdString(out), json);
    Json x;
    QCOMPARE(x.decode("String", out).value.asText(), Json::view(text));
}

void JsonEncodeTest::invalidBytesBecomeReplacementCharacters() {
    std::string out;
    cst::encodeText(out, "a\xff\xc3(\xe2\x82");
    QCOMPARE(QByteArray::fromStdString(out), QByteArray("\"a\uFFFD\uFFFD(\uFFFD\uFFFD\""));
}

void JsonEncodeTest::fieldsComeInDeclaredOrder() {
    Json x;
    QCOMPARE(x.result("{ z: Int, a: Int }", R"({"a":1,"z":2})"), QByteArray(R"({"z":2,"a":1})"));
    QCOMPARE(x.result("List<{ z: Int, a: Int }>", R"([{"a":1,"z":2}])"),
             QByteArray(R"([{"z":2,"a":1}])"));
}

void JsonEncodeTest::nestedNonesLookAlike() {
    Json x;
    const cst::TypeId type = x.type("Optional<Optional<Int>>");
    QCOMPARE(x.encode(type, cst::Value::none(2)), QByteArray("null"));
    QCOMPARE(x.encode(type, cst::Value::none(1)), QByteArray("null"));
    QCOMPARE(x.encode(type, cst::Value::ofInt(5)), QByteArray("5"));
    // What comes in as null is the outer None.
    QCOMPARE(x.decode("Optional<Optional<Int>>", "null").value.absent(), 2U);
}

void JsonEncodeTest::slicesOfColumnsAreWritten() {
    Json x;
    const cst::Value all = x.decode("List<List<String>>", R"([["a"],["b","c"],[],["d"]])").value;
    const cst::Value slice = cst::makeList(all.asList().column, 1, 2);
    QCOMPARE(x.encode(x.type("List<List<String>>"), slice), QByteArray(R"([["b","c"],[]])"));
}

void JsonEncodeTest::shortThingsStayOnOneLine() {
    Json x;
    const cst::TypeId type = x.type("{ a: List<Int>, b: Map<String, Int>, c: {} }");
    const cst::Value value =
        cst::decodeValue(x.types, {"x", type, {}}, R"({"a":[1,2],"b":{"k:,":1},"c":{}})", {}).value;
    QCOMPARE(QByteArray::fromStdString(cst::prettyValue(x.types, type, value)),
             QByteArray(R"({"a": [1, 2], "b": {"k:,": 1}, "c": {}})"));
}

void JsonEncodeTest::longThingsAreBrokenAtTheirOuterBrackets() {
    Json x;
    const cst::TypeId type = x.type("{ a: List<Int>, b: List<{ id: Int, tags: List<String> }> }");
    const char* json = R"({"a":[1,2,3],"b":[{"id":1,"tags":["x","y"]},{"id":2,"tags":[]}]})";
    const cst::Value value = cst::decodeValue(x.types, {"x", type, {}}, json, {}).value;
    QCOMPARE(QByteArray::fromStdString(cst::prettyValue(x.types, type, value, 32)),
             QByteArray("{\n"
                        "  \"a\": [1, 2, 3],\n"
                        "  \"b\": [\n"
                        "    {\n"
                        "      \"id\": 1,\n"
                        "      \"tags\": [\"x\", \"y\"]\n"
                        "    },\n"
                        "    {\"id\": 2, \"tags\": []}\n"
                        "  ]\n"
                        "}"));
}

void JsonEncodeTest::prettyTextFitsTheWidthAndMeansTheSame() {
    Json x;
    const cst::TypeId type = x.type("List<{ name: String, n: List<Float>, m: Map<Int, Boolean> }>");
    const char* json = R"([{"name":"é\"€,[","n":[1,2.5,-3e300],"m":[[1,true],[2,false]]},
                           {"name":"","n":[],"m":[]}])";
    const cst::Value value = cst::decodeValue(x.types, {"x", type, {}}, json, {}).value;
    for (const std::size_t width : {0U, 1U, 20U, 30U, 50U, 80U, 500U}) {
        const std::string text = cst::prettyValue(x.types, type, value, width);
        QCOMPARE(x.result("List<{ name: String, n: List<Float>, m: Map<Int, Boolean> }>", text),
                 x.encode(type, value));
        for (const QByteArray& line : QByteArray::fromStdString(text).split('\n')) {
            const bool isBroken = !line.contains(", ");
            QVERIFY2(isBroken || QString::fromUtf8(line).size() <= static_cast<qsizetype>(width),
                     line);
        }
    }
}

void JsonEncodeTest::aTextOfManyPiecesIsMeasuredInCodePoints() {
    Json x;
    const cst::TypeId type = x.type("List<String>");
    const QByteArray text = "\"x" + QByteArray("é").repeated(20'000) + "\"";
    const cst::Value value =
        cst::decodeValue(x.types, {"x", type, {}}, ("[" + text + "]").toStdString(), {}).value;
    const auto pretty = [&](std::size_t width) {
        return QByteArray::fromStdString(cst::prettyValue(x.types, type, value, width));
    };
    QVERIFY(pretty(20'005) == "[" + text + "]");
    QVERIFY(pretty(20'004) == "[\n  " + text + "\n]");
}

QTEST_APPLESS_MAIN(JsonEncodeTest)
#include "tst_json_encode.moc"

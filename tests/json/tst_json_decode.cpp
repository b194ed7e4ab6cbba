#include "engine/value/column.h"
#include "tests/json/json_fixture.h"

#include <QTest>

/// What JSON values become by type: language §11.1, but for unions (tst_json_unions) and numbers
/// in detail (tst_json_numbers).
class JsonDecodeTest : public QObject {
    Q_OBJECT

private slots:
    void aValueThatFitsItsTypeIsTaken_data();
    void aValueThatFitsItsTypeIsTaken();
    void aValueThatDoesNotFitIsNamedWithItsPath_data();
    void aValueThatDoesNotFitIsNamedWithItsPath();
    void ofEqualKeysTheLastCounts_data();
    void ofEqualKeysTheLastCounts();
    void allErrorsAreReportedInDocumentOrder();
    void ofMoreThanAHundredErrorsTheRestIsCounted();
    void errorsOfValuesThatDoNotCountAreNotReported();
    void theOrderOfKeysDoesNotMatter();
    void keysMayBeEscaped();
    void listsOfRecordsBecomeColumns();
    void aRecordOfManyFieldsIsRead();
    void longTextsAreShortenedInMessages();
};

void JsonDecodeTest::aValueThatFitsItsTypeIsTaken_data() {
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char* name, const char* type, const char* json, const char* value) {
        QTest::newRow(name) << QByteArray(type) << QByteArray(json) << QByteArray(value);
    };
    row("String", "String", R"("text")", R"("text")");
    row("empty String", "String", R"("")", R"("")");
    row("String of 14 bytes", "String", R"("12345678901234")", R"("12345678901234")");
    row("String of 15 bytes", "String", R"("123456789012345")", R"("123456789012345")");
    row("escapes", "String", R"("\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC")",
        "\"\\\"\\\\/\\b\\f\\n\\r\\tAé€\"");
    row("surrogate pair", "String", R"("\ud83d\ude00")", "\"😀\"");
    row("escaped NUL", "String", R"("a\u0000b")", R"("a\u0000b")");
    row("raw UTF-8", "String", "\"é€😀\"", "\"é€😀\"");
    row("DEL is no control character here", "String", "\"\x7f\"", "\"\x7f\"");
    row("Int", "Int", "5", "5");
    row("Int from an integral fraction", "Int", "5.0", "5");
    row("Int from an exponent", "Int", "1e3", "1000");
    row("Float", "Float", "2.5", "2.5");
    row("Float from an integer", "Float", "3", "3.0");
    row("true", "Boolean", "true", "true");
    row("false", "Boolean", "false", "false");
    row("blanks around", "Int", " \t\r\n 5 \n", "5");
    row("empty List", "List<Int>", "[]", "[]");
    row("empty List with a blank", "List<Int>", "[ ]", "[]");
    row("List of Int", "List<Int>", "[1, 2,3 ]", "[1,2,3]");
    row("List of Float", "List<Float>", "[1,2.5]", "[1.0,2.5]");
    row("List of Boolean", "List<Boolean>", "[true,false]", "[true,false]");
    row("List of String", "List<String>", R"(["a","","\n"])", R"(["a","","\n"])");
    row("List of List", "List<List<Int>>", "[[1],[],[2,3]]", "[[1],[],[2,3]]");
    row("List of Nothing", "List<Nothing>", "[]", "[]");
    row("Record", "{ a: Int, b: String }", R"({"a":1,"b":"s"})", R"({"a":1,"b":"s"})");
    row("empty Record", "{}", "{}", "{}");
    row("List of empty Records", "List<{}>", R"([{},{"a":1}])", "[{},{}]");
    row("unknown keys", "{ a: Int }", R"({"x":[1,{"y":null}],"a":1,"":"","z":{}})", R"({"a":1})");
    row("nested Record", "{ a: { b: { c: Int } } }", R"({"a":{"b":{"c":1}}})",
        R"({"a":{"b":{"c":1}}})");
    row("absent Optional", "{ a: Optional<Int> }", "{}", R"({"a":null})");
    row("absent Optional in a List", "List<{ a: Optional<Int>, b: Int }>",
        R"([{"b":1},{"b":2,"a":3},{"a":null,"b":4}])",
        R"([{"a":null,"b":1},{"a":3,"b":2},{"a":null,"b":4}])");
    row("None", "Optional<Int>", "null", "null");
    row("Some", "Optional<Int>", "5", "5");
    row("Optionals in a List", "List<Optional<String>>", R"(["a",null])", R"(["a",null])");
    row("Optional Record", "Optional<{ a: Int }>", R"({"a":1})", R"({"a":1})");
    row("Optional List", "List<Optional<List<Int>>>", "[[1],null,[]]", "[[1],null,[]]");
    row("Map from an object", "Map<String, Int>", R"({"b":1,"a":2})", R"({"b":1,"a":2})");
    row("Map from pairs", "Map<String, Int>", R"([["b",1],["a",2]])", R"({"b":1,"a":2})");
    row("empty Map from an object", "Map<String, Int>", "{}", "{}");
    row("empty Map from an array", "Map<String, Int>", "[]", "{}");
    row("Map with Int keys", "Map<Int, String>", R"([[1,"x"],[2,"y"]])", R"([[1,"x"],[2,"y"]])");
    row("Map with Record keys", "Map<{ a: Int }, Int>", R"([[{"a":1},2]])", R"([[{"a":1},2]])");
    row("Map of Maps", "Map<String, Map<String, Int>>", R"({"a":{"b":1}})", R"({"a":{"b":1}})");
    row("List of Maps", "List<Map<String, Int>>", R"([{"a":1},{}])", R"([{"a":1},{}])");
    row("empty key", "Map<String, Int>", R"({"":1})", R"({"":1})");
}

void JsonDecodeTest::aValueThatFitsItsTypeIsTaken() {
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, value);
    Json x;
    QCOMPARE(x.result(Json::view(type), Json::view(json)), value);
}

void JsonDecodeTest::aValueThatDoesNotFitIsNamedWithItsPath_data() {
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("error");
    const auto row = [](const char* name, const char* type, const char* json, const char* error) {
        QTest::newRow(name) << QByteArray(type) << QByteArray(json) << QByteArray(error);
    };
    row("number for String", "String", "5", "x: expected `String`, found the number 5");
    row("null for String", "String", "null", "x: expected `String`, found null");
    row("fraction for Int", "Int", "5.5",
        "x: expected `Int`, found the number 5.5, which is not integral");
    row("string for Int", "Int", R"("5")", "x: expected `Int`, found the string \"5\"");
    row("boolean for Int", "Int", "true", "x: expected `Int`, found true");
    row("string for Float", "Float", R"("NaN")", "x: expected `Float`, found the string \"NaN\"");
    row("too large for Float", "Float", "1e999",
        "x: expected `Float`, found the number 1e999, which is out of range");
    row("0 for Boolean", "Boolean", "0", "x: expected `Boolean`, found the number 0");
    row("1 for Boolean", "Boolean", "1", "x: expected `Boolean`, found the number 1");
    row("string for Boolean", "Boolean", R"("true")",
        "x: expected `Boolean`, found the string \"true\"");
    row("null for List", "List<Int>", "null", "x: expected `List<Int>`, found null");
    row("object for List", "List<Int>", R"({"x":1})", "x: expected `List<Int>`, found an object");
    row("element", "List<List<Int>>", "[[1],[2,null]]", "x[1][1]: expected `Int`, found null");
    row("element of Nothing", "List<Nothing>", "[1]",
        "x[0]: expected `Nothing`, found the number 1");
    row("array for Record", "{ a: Int }", "[]", "x: expected `{ a: Int }`, found an array");
    row("null for Record", "{ a: Int }", "null", "x: expected `{ a: Int }`, found null");
    row("missing field", "{ a: Int, b: String }", R"({"a":1})",
        "x.b: expected `String`, found no field of this name");
    row("missing field in a List", "List<{ a: Int }>", R"([{"a":1},{}])",
        "x[1].a: expected `Int`, found no field of this name");
    row("null for a field", "{ a: Int }", R"({"a":null})", "x.a: expected `Int`, found null");
    row("inside Optional", "Optional<List<Int>>", R"(["s"])",
        "x[0]: expected `Int`, found the string \"s\"");
    row("not even Optional", "Optional<Int>", R"("s")",
        "x: expected `Optional<Int>`, found the string \"s\"");
    row("scalar for Map", "Map<String, Int>", "5",
        "x: expected `Map<String, Int>`, found the number 5");
    row("object for Map with Int keys", "Map<Int, Int>", R"({"1":1})",
        "x: expected `Map<Int, Int>`, found an object");
    row("entry", "Map<String, Int>", R"({"a b":"s"})",
        "x[\"a b\"]: expected `Int`, found the string \"s\"");
    row("entry with an escaped key", "Map<String, Int>", R"({"\u0061\n":"s"})",
        "x[\"a\\n\"]: expected `Int`, found the string \"s\"");
    row("entry of pairs", "Map<String, Int>", R"([["k","s"]])",
        "x[\"k\"]: expected `Int`, found the string \"s\"");
    row("entry with another key", "Map<Int, Int>", R"([[5,"s"]])",
        "x[0][1]: expected `Int`, found the string \"s\"");
    row("key of pairs", "Map<Int, Int>", R"([["s",1]])",
        "x[0][0]: expected `Int`, found the string \"s\"");
    row("no pair", "Map<Int, Int>", "[5]",
        "x[0]: expected a pair `[key, value]`, found the number 5");
    row("empty pair", "Map<Int, Int>", "[[]]",
        "x[0]: expected a pair `[key, value]`, found an array of less than two elements");
    row("half a pair", "Map<Int, Int>", "[[1]]",
        "x[0]: expected a pair `[key, value]`, found an array of less than two elements");
    row("triple", "Map<Int, Int>", "[[1,2,3,4]]",
        "x[0]: expected a pair `[key, value]`, found an array of more than two elements");
    row("deep inside", "{ m: Map<String, List<{ a: Int }>> }", R"({"m":{"k":[{"a":1},{"a":"s"}]}})",
        "x.m[\"k\"][1].a: expected `Int`, found the string \"s\"");
}

void JsonDecodeTest::aValueThatDoesNotFitIsNamedWithItsPath() {
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, error);
    Json x;
    QCOMPARE(x.result(Json::view(type), Json::view(json)), error);
    QCOMPARE(x.decode(Json::view(type), Json::view(json)).errors[0].code, std::string("R007"));
}

void JsonDecodeTest::ofEqualKeysTheLastCounts_data() {
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char* name, const char* type, const char* json, const char* value) {
        QTest::newRow(name) << QByteArray(type) << QByteArray(json) << QByteArray(value);
    };
    row("Record", "{ a: Int, b: Int }", R"({"a":1,"b":2,"a":3})", R"({"a":3,"b":2})");
    row("Record in a List", "List<{ a: Int, b: Int }>",
        R"([{"a":0,"b":0},{"a":1,"b":2,"a":3,"a":4},{"b":9,"a":8}])",
        R"([{"a":0,"b":0},{"a":4,"b":2},{"a":8,"b":9}])");
    row("Record in a Record in a List", "List<{ r: { l: List<Int> } }>",
        R"([{"r":{"l":[1]},"r":{"l":[2],"l":[3,4]}}])", R"([{"r":{"l":[3,4]}}])");
    row("Optional field", "List<{ a: Optional<Int> }>", R"([{"a":1,"a":null},{"a":null,"a":2}])",
        R"([{"a":null},{"a":2}])");
    row("one key escaped", "{ a: Int }", R"({"a":1,"\u0061":2})", R"({"a":2})");
    row("Map from an object", "Map<String, Int>", R"({"p":1,"q":2,"p":9})", R"({"p":9,"q":2})");
    row("Map from pairs", "Map<String, Int>", R"([["p",1],["q",2],["p",9]])", R"({"p":9,"q":2})");
    row("Map with Int keys", "Map<Int, Int>", "[[1,1],[2,2],[1.0,3]]", "[[1,3],[2,2]]");
    row("both zeros", "Map<Float, Int>", "[[0.0,1],[-0.0,2]]", "[[0.0,2]]");
    row("Record keys", "Map<{ a: Int, b: Int }, Int>", R"([[{"a":1,"b":2},1],[{"b":2,"a":1},2]])",
        R"([[{"a":1,"b":2},2]])");
    row("List keys", "Map<List<String>, Int>", R"([[["a"],1],[["a","b"],2],[["a"],3]])",
        R"([[["a"],3],[["a","b"],2]])");
    row("Map keys in another order", "Map<Map<String, Int>, Int>",
        R"([[{"a":1,"b":2},1],[{"b":2,"a":1},2]])", R"([[{"a":1,"b":2},2]])");
    row("Map in a List", "List<Map<String, List<Int>>>", R"([{"a":[1],"a":[2,3]},{"a":[4]}])",
        R"([{"a":[2,3]},{"a":[4]}])");
    row("union", "List<{ u: Int | String }>", R"([{"u":1,"u":"s"}])",
        R"([{"u":{"tag":"String","value":"s"}}])");
    row("tag", "Int | String", R"({"tag":"Int","value":1,"tag":"String","value":"s"})",
        R"({"tag":"String","value":"s"})");
    row("in what is tried", "{ a: Int } | { a: String, b: Int }", R"({"a":"s","b":1,"a":2})",
        R"({"tag":"{ a: Int }","value":{"a":2}})");
    row("in what is tried and would not fit", "{ a: Int, b: Int } | { b: Int }",
        R"({"a":"s","b":1,"a":2})", R"({"tag":"{ a: Int, b: Int }","value":{"a":2,"b":1}})");
    row("in a Map that is tried", "List<Int> | Map<String, Int>", R"([["a","s"],["a",1]])",
        R"({"tag":"Map<String, Int>","value":{"a":1}})");
}

void JsonDecodeTest::ofEqualKeysTheLastCounts() {
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, value);
    Json x;
    QCOMPARE(x.result(Json::view(type), Json::view(json)), value);
}

void JsonDecodeTest::allErrorsAreReportedInDocumentOrder() {
    Json x;
    const QByteArray errors = x.result("{ a: Int, b: List<{ c: Int, d: String }>, e: Boolean }",
                                       R"({"b":[{"c":"s"},{"d":1,"c":2},5],"a":[]})");
    QCOMPARE(errors, QByteArray("x.b[0].c: expected `Int`, found the string \"s\"\n"
                                "x.b[0].d: expected `String`, found no field of this name\n"
                                "x.b[1].d: expected `String`, found the number 1\n"
                                "x.b[2]: expected `{ c: Int, d: String }`, found the number 5\n"
                                "x.a: expected `Int`, found an array\n"
                                "x.e: expected `Boolean`, found no field of this name"));
}

void JsonDecodeTest::ofMoreThanAHundredErrorsTheRestIsCounted() {
    std::string json = "[";
    for (int i = 0; i < 250; ++i) json += "true,";
    json += "true]";
    Json x;
    const cst::DecodedValue decoded = x.decode("List<Int>", json);
    QCOMPARE(decoded.errors.size(), std::size_t{101});
    QCOMPARE(decoded.errors[99].path, std::string("x[99]"));
    QCOMPARE(decoded.errors[100].message, std::string("… and 151 more values that do not fit"));
}

void JsonDecodeTest::errorsOfValuesThatDoNotCountAreNotReported() {
    Json x;
    QCOMPARE(x.result("{ a: Int }", R"({"a":"no","a":1})"), QByteArray(R"({"a":1})"));
    QCOMPARE(x.result("Map<String, Int>", R"({"a":"no","b":"no","a":1})"),
             QByteArray("x[\"b\"]: expected `Int`, found the string \"no\""));
}

void JsonDecodeTest::theOrderOfKeysDoesNotMatter() {
    Json x;
    QCOMPARE(x.result("List<{ a: Int, b: Int, c: Int }>",
                      R"([{"c":3,"a":1,"b":2},{"z":0,"b":2,"c":3,"a":1},{"a":1,"b":2,"c":3}])"),
             QByteArray(R"([{"a":1,"b":2,"c":3},{"a":1,"b":2,"c":3},{"a":1,"b":2,"c":3}])"));
}

void JsonDecodeTest::keysMayBeEscaped() {
    Json x;
    QCOMPARE(x.result("{ ab: Int }", R"({"\u0061b":1})"), QByteArray(R"({"ab":1})"));
    QCOMPARE(x.result("{ ab: Int }", R"({"ab\u0000":1})"),
             QByteArray("x.ab: expected `Int`, found no field of this name"));
}

void JsonDecodeTest::listsOfRecordsBecomeColumns() {
    Json x;
    const cst::Value value = x.decode("List<{ n: Float, tags: List<String> }>",
                                      R"([{"n":1,"tags":["a","b"]},{"n":2.5,"tags":[]}])")
                                 .value;
    const auto& records = std::get<cst::RecordRows>(value.asList().column->rows);
    const auto& numbers = std::get<cst::FloatRows>(records.fields[0]->rows);
    QCOMPARE(numbers.data, (std::vector<double>{1.0, 2.5}));
    const auto& tags = std::get<cst::ListRows>(records.fields[1]->rows);
    QCOMPARE(std::get<cst::TextRows>(tags.child->rows).chars, std::string("ab"));
}

void JsonDecodeTest::aRecordOfManyFieldsIsRead() {
    Json x;
    std::string type = "List<{ ";
    std::string forwards = "{";
    std::string backwards = "{";
    for (int i = 0; i < 150; ++i) {
        const std::string n = std::to_string(i);
        const std::string m = std::to_string(149 - i);
        type += (i == 0 ? "field" : ", field") + n + ": Int";
        forwards += (i == 0 ? "\"field" : ",\"field") + n + "\":" + n;
        backwards += (i == 0 ? "\"field" : ",\"field") + m + "\":" + m;
    }
    type += " }>";
    const std::string json = "[" + forwards + "}," + backwards + "}]";
    const std::string expected = "[" + forwards + "}," + forwards + "}]";
    QCOMPARE(x.result(type, json), QByteArray::fromStdString(expected));
    QCOMPARE(x.result(type, "[" + forwards + ",\"field149\":7}]").right(8),
             QByteArray("149\":7}]"));
}

void JsonDecodeTest::longTextsAreShortenedInMessages() {
    Json x;
    const std::string text = "\"" + std::string(36, 'a') + "éb" + std::string(100000, 'b') + "\"";
    QCOMPARE(x.result("Int", text),
             QByteArray("x: expected `Int`, found the string \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                        "éb…\""));
}

QTEST_APPLESS_MAIN(JsonDecodeTest)
#include "tst_json_decode.moc"

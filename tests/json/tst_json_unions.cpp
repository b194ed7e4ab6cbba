#include "tests/json/json_fixture.h"

#include <QTest>

/// Unions: tagged, untagged, and what is neither (language §11.1, §14).
class JsonUnionsTest : public QObject {
    Q_OBJECT

private slots:
    void aMemberIsChosen_data();
    void aMemberIsChosen();
    void whatFitsNoMemberOrSeveralIsAnError_data();
    void whatFitsNoMemberOrSeveralIsAnError();
    void declaredNamesAreTags();
    void unionsInUnionsAreTriedToTheBottom();
};

void JsonUnionsTest::aMemberIsChosen_data() {
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char* name, const char* type, const char* json, const char* value) {
        QTest::newRow(name) << QByteArray(type) << QByteArray(json) << QByteArray(value);
    };
    row("tagged", "Int | String", R"({"tag":"Int","value":5})", R"({"tag":"Int","value":5})");
    row("tagged, value first", "Int | String", R"({"value":5,"tag":"Int"})",
        R"({"tag":"Int","value":5})");
    row("tagged, more keys", "Int | String", R"({"n":0,"tag":"Int","value":5,"m":[]})",
        R"({"tag":"Int","value":5})");
    row("record tag has sorted fields", "Int | { b: Int, a: Int }",
        R"({"tag":"{ a: Int, b: Int }","value":{"a":1,"b":2}})",
        R"({"tag":"{ a: Int, b: Int }","value":{"b":2,"a":1}})");
    row("escaped tag", "Int | String", R"({"t\u0061g":"I\u006et","value":5})",
        R"({"tag":"Int","value":5})");
    row("String", "Int | String", R"("s")", R"({"tag":"String","value":"s"})");
    row("Boolean", "Boolean | String", "true", R"({"tag":"Boolean","value":true})");
    row("List", "Int | List<Int>", "[1]", R"({"tag":"List<Int>","value":[1]})");
    row("integral number for Float", "Float | String", "3", R"({"tag":"Float","value":3.0})");
    row("Int before Float", "Int | Float", "4", R"({"tag":"Int","value":4})");
    row("integral fraction is an Int", "Int | Float", "4.0", R"({"tag":"Int","value":4})");
    row("fraction is a Float", "Int | Float", "4.5", R"({"tag":"Float","value":4.5})");
    row("too large for Int is a Float", "Int | Float", "1e30", R"({"tag":"Float","value":1e+30})");
    row("only record that fits", "{ a: Int } | { b: Int }", R"({"b":1})",
        R"({"tag":"{ b: Int }","value":{"b":1}})");
    row("largest record that fits", "{ a: Int } | { a: Int, b: Int }", R"({"a":1,"b":2,"c":3})",
        R"({"tag":"{ a: Int, b: Int }","value":{"a":1,"b":2}})");
    row("smaller record where the larger one does not fit", "{ a: Int } | { a: Int, b: Int }",
        R"({"a":1,"b":"s"})", R"({"tag":"{ a: Int }","value":{"a":1}})");
    row("absent Optionals count as fields", "{ a: Int } | { a: Int, b: Optional<Int> }",
        R"({"a":1})", R"({"tag":"{ a: Int, b: Optional<Int> }","value":{"a":1,"b":null}})");
    row("record before Map", "{ a: Int } | Map<String, Int>", R"({"a":1})",
        R"({"tag":"{ a: Int }","value":{"a":1}})");
    row("Map where no record fits", "{ a: Int } | Map<String, Int>", R"({"b":1})",
        R"({"tag":"Map<String, Int>","value":{"b":1}})");
    row("record called tag and value", "Int | { tag: String, value: Boolean }",
        R"({"tag":"other","value":true})",
        R"({"tag":"{ tag: String, value: Boolean }","value":{"tag":"other","value":true}})");
    row("tag that is no string", "Int | { tag: Int, value: Int }", R"({"tag":1,"value":2})",
        R"({"tag":"{ tag: Int, value: Int }","value":{"tag":1,"value":2}})");
    row("a valid tag wins over a record that fits", "Int | { tag: String, value: Int }",
        R"({"tag":"Int","value":2})", R"({"tag":"Int","value":2})");
    row("null for an Optional member", "Optional<Int> | String", "null",
        R"({"tag":"Optional<Int>","value":null})");
    row("null outside", "Optional<Int | String>", "null", "null");
    row("List of unions", "List<Int | String>", R"([1,"s",{"tag":"String","value":"t"}])",
        R"([{"tag":"Int","value":1},{"tag":"String","value":"s"},{"tag":"String","value":"t"}])");
    row("union in a union's record", "{ u: Int | String } | Int", R"({"u":"s"})",
        R"({"tag":"{ u: Int | String }","value":{"u":{"tag":"String","value":"s"}}})");
    row("Lists told apart by their elements", "List<Int> | List<String>", R"(["s"])",
        R"({"tag":"List<String>","value":["s"]})");
}

void JsonUnionsTest::aMemberIsChosen() {
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, value);
    Json x;
    QCOMPARE(x.result(Json::view(type), Json::view(json)), value);
}

void JsonUnionsTest::whatFitsNoMemberOrSeveralIsAnError_data() {
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("error");
    const auto row = [](const char* name, const char* type, const char* json, const char* error) {
        QTest::newRow(name) << QByteArray(type) << QByteArray(json) << QByteArray(error);
    };
    row("array", "Int | String", "[1]", "x: expected `Int | String`, found an array");
    row("null", "Int | String", "null", "x: expected `Int | String`, found null");
    row("fraction", "Int | String", "5.5", "x: expected `Int | String`, found the number 5.5");
    row("unknown tag", "Int | String", R"({"tag":"Boolean","value":5})",
        "x: expected `Int | String`, found an object");
    row("tag without value", "Int | String", R"({"tag":"Int"})",
        "x: expected `Int | String`, found an object");
    row("value of another type than the tag says", "Int | String", R"({"tag":"Int","value":"s"})",
        "x.value: expected `Int`, found the string \"s\"");
    row("inside the only member that may fit", "Int | { a: Int, b: Int }", R"({"a":"s"})",
        "x.a: expected `Int`, found the string \"s\"\n"
        "x.b: expected `Int`, found no field of this name");
    row("no record fits", "{ a: Int } | { b: Int }", R"({"c":1})",
        "x: expected `{ a: Int } | { b: Int }`, found an object");
    row("two records with as many fields fit", "{ a: Int } | { b: Int }", R"({"a":1,"b":2})",
        "x: expected `{ a: Int } | { b: Int }`, found an object, which fits both `{ a: Int }` and "
        "`{ b: Int }`: write {\"tag\": …, \"value\": …}");
    row("empty array fits both", "List<Int> | List<String>", "[]",
        "x: expected `List<Int> | List<String>`, found an array, which fits both `List<Int>` and "
        "`List<String>`: write {\"tag\": …, \"value\": …}");
    row("in a list", "List<Int | String>", "[1,true,null]",
        "x[1]: expected `Int | String`, found true\nx[2]: expected `Int | String`, found null");
}

void JsonUnionsTest::whatFitsNoMemberOrSeveralIsAnError() {
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, error);
    Json x;
    QCOMPARE(x.result(Json::view(type), Json::view(json)), error);
}

void JsonUnionsTest::declaredNamesAreTags() {
    Json x;
    x.aliases = {{"Order", x.type("{ id: Int }")}, {"Other", x.type("{ other: Int }")}};
    QCOMPARE(x.result("Int | { id: Int }", R"({"tag":"Order","value":{"id":1}})"),
             QByteArray(R"({"tag":"{ id: Int }","value":{"id":1}})"));
    QCOMPARE(x.result("List<Int | { id: Int }>", R"([{"tag":"Order","value":{"id":1}}])"),
             QByteArray(R"([{"tag":"{ id: Int }","value":{"id":1}}])"));
    QCOMPARE(x.result("Int | String", R"({"tag":"Other","value":{"other":1}})"),
             QByteArray("x: expected `Int | String`, found an object"));
}

void JsonUnionsTest::unionsInUnionsAreTriedToTheBottom() {
    Json x;
    cst::TypeId type = cst::types::kInt;
    std::string good = "1";
    std::string bad = "true";
    for (int level = 0; level < 8; ++level) {
        const cst::TypeId members[] = {
            x.types.record({{"x", type}, {"y", x.types.optional(cst::types::kInt)}}),
            x.types.record({{"x", type}}),
        };
        type = x.types.unionOf(members);
        good = "{\"x\":" + good + "}";
        bad = "{\"x\":" + bad + "}";
    }
    QVERIFY(cst::decodeValue(x.types, {"x", type, {}}, good, {}).errors.empty());
    QCOMPARE(cst::decodeValue(x.types, {"x", type, {}}, bad, {}).errors.size(), std::size_t{1});
}

QTEST_APPLESS_MAIN(JsonUnionsTest)
#include "tst_json_unions.moc"

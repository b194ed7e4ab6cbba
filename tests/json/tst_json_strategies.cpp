#include "engine/value/binary.h"
#include "engine/value/kernels.h"
#include "engine/value/lazy.h"
#include "tests/json/json_fixture.h"
#include "tests/json/random_values.h"

#include <QTest>

#include <thread>

/// However a document is decoded (all at once, window by window, late) and stored, the values are
/// the same; and whatever is too much of it is refused.
class JsonStrategiesTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsTooMuchOrBrokenIsRefusedWithItsPath_data();
    void whatIsTooMuchOrBrokenIsRefusedWithItsPath();
    void whatIsJustWithinTheLimitsIsTaken();
    void randomValuesAreTheSameThroughEveryStrategy();
    void readingOneOf1000LazyRecordsMakesOne();
    void unreadValuesAreCheckedInTheFirstPass();
    void unreadPathsThatLeadNowhereChangeNothing();
    void unreadValuesOutliveTheirDecoderAndDocument();
    void manyThreadsDecodeAnUnreadValueOnce();
    void smallDocumentsHaveNothingUnread();
    void textGoesToTheSinkInPieces();
    void aSinkThatWantsNoMoreEndsTheText();
};

namespace {

/// What is unread is left unread however small its document is.
cst::JsonLimits lazyAtAnySize() {
    cst::JsonLimits limits;
    limits.unreadFrom = 0;
    return limits;
}

}  // namespace

void JsonStrategiesTest::whatIsTooMuchOrBrokenIsRefusedWithItsPath_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char* name, const QByteArray& json, const QByteArray& path,
                        const QByteArray& message) {
        QTest::newRow(name) << json << path << message;
    };
    const QByteArray start =
        R"({"orders": [{"total": 1.5, "tags": ["a"]}, {"total": 2.5, "tags": )";
    row("depth 51 with a limit of 50", start + QByteArray(48, '[') + QByteArray(48, ']') + "}]}",
        "orders[1].tags" + QByteArray("[0]").repeated(47), "nested more than 50 levels deep");
    row("more bytes than the limit", QByteArray(1001, ' '), "",
        "the document has 1001 bytes, the limit is 1000 bytes");
    row("more elements than the limit",
        start + "[" + QByteArray("\"x\",").repeated(30) + "\"\"]}]}", "orders[1].tags[17]",
        "the document has more than 20 list elements and map entries");
    row("more entries than the limit",
        R"({"counts": {"k": [1,2,3,4,5,6,7,8,9,10], )"
        R"("l": [1,2,3,4,5,6,7,8,9]}})",
        "counts[\"l\"][8]", "the document has more than 20");
    row("invalid UTF-8", start + "[\"\xFF\"]}]}", "orders[1].tags[0]", "is not UTF-8");
    row("a truncated document", start + "[\"a\"", "orders[1].tags", "found the end");
}

void JsonStrategiesTest::whatIsTooMuchOrBrokenIsRefusedWithItsPath() {
    QFETCH(QByteArray, json);
    Json x;
    const std::vector<cst::JsonField> fields = {
        {"orders", x.type("List<{ total: Float, tags: List<String> }>"), {}},
        {"counts", x.type("Map<String, List<Int>>"), {}}};
    cst::JsonLimits limits;
    limits.maxBytes = 1000;
    limits.maxDepth = 50;
    limits.maxElements = 20;
    for (const std::size_t window : {std::size_t{1}, std::size_t{64}, limits.windowBytes}) {
        limits.windowBytes = window;
        const auto decoded = cst::decodeInputs(x.types, fields, Json::view(json), limits);
        QCOMPARE(decoded.errors.size(), std::size_t{1});
        QCOMPARE(decoded.errors[0].code, std::string("R007"));
        QTEST(QByteArray::fromStdString(decoded.errors[0].path), "path");
        QFETCH(QByteArray, message);
        QVERIFY2(QByteArray::fromStdString(decoded.errors[0].message).contains(message),
                 decoded.errors[0].message.c_str());
        QVERIFY(!decoded.given[0] && !decoded.given[1]);
    }
}

void JsonStrategiesTest::whatIsJustWithinTheLimitsIsTaken() {
    Json x;
    x.limits.maxElements = 5;
    x.limits.maxDepth = 2;
    x.limits.maxBytes = 17;
    QCOMPARE(x.result("List<List<Int>>", "[[1,2],[3]]      "), QByteArray("[[1,2],[3]]"));
}

void JsonStrategiesTest::randomValuesAreTheSameThroughEveryStrategy() {
    for (uint32_t seed = 0; seed < 1500; ++seed) {
        Json x;
        RandomValues random(x.types, seed);
        const cst::TypeId inner = random.type(3);
        const cst::TypeId type = x.types.record({{"a", inner}, {"b", x.types.list(inner)}});
        std::vector<cst::Value> parts = {random.value(inner), random.value(x.types.list(inner))};
        const cst::Value value = cst::makeRecord(parts);
        const QByteArray json = x.encode(type, value);
        const QByteArray input = "{\"x\":" + json + "}";
        const auto check = [&](const cst::Value& got, const char* how) {
            const QByteArray said = how + (": " + json);
            QVERIFY2(cst::equals(x.types, type, value, got), said.constData());
            QCOMPARE(x.encode(type, got), json);
        };
        cst::JsonLimits streaming = lazyAtAnySize();
        streaming.windowBytes = 1 + seed % 40;
        const std::vector<std::vector<std::string>> allUnread[] = {
            {}, {{}}, {{"a"}}, {{"b"}}, {{"b"}, {"a"}, {}}};
        for (const auto& unread : allUnread) {
            for (const cst::JsonLimits& limits : {lazyAtAnySize(), streaming}) {
                const cst::JsonField field{"x", type, {}, unread};
                const auto decoded =
                    cst::decodeInputs(x.types, {&field, 1}, Json::view(input), limits);
                QVERIFY(decoded.errors.empty());
                check(decoded.values[0], unread.empty() ? "at once" : "late");
            }
        }
        std::string binary;
        cst::encodeBinary(binary, x.types, type, value);
        const auto back = cst::decodeBinary(x.types, type, binary);
        QVERIFY2(back.ok(), back.ok() ? "" : back.error().message.c_str());
        check(*back, "binary");
    }
}

void JsonStrategiesTest::readingOneOf1000LazyRecordsMakesOne() {
    Json x;
    std::vector<cst::FieldType> fields;
    std::vector<std::vector<std::string>> unread;
    std::string json;
    for (int i = 0; i < 1000; ++i) {
        const std::string name = "r" + std::to_string(i);
        fields.push_back({name, x.type("{ id: Int, tags: List<String> }")});
        unread.push_back({name});
        json += (i == 0 ? R"({"x": {")" : R"(, ")") + name + R"(": { "id": )" + std::to_string(i) +
                R"(, "tags": ["a", "b"] })";
    }
    const cst::TypeId type = x.types.record(fields);
    const cst::InputDecoder decoder(x.types, {{"x", type, {}, unread}});
    const auto decoded = decoder.decode(json + "}}", lazyAtAnySize());
    QVERIFY(decoded.errors.empty());
    QCOMPARE(decoder.lateDecodes(), uint64_t{0});
    const cst::Value& one = decoded.values[0].asRecord().fields()[500];
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(one.asRecord().fields()[0].asInt(), int64_t{500});
        QCOMPARE(decoder.lateDecodes(), uint64_t{1});
    }
}

void JsonStrategiesTest::unreadValuesAreCheckedInTheFirstPass() {
    Json x;
    const cst::JsonField field{
        "x", x.type("{ a: Int, notes: List<{ text: String }> }"), {}, {{"notes"}}};
    const auto errors = [&](std::string_view json) {
        return Json::text(cst::decodeInputs(x.types, {&field, 1}, json, lazyAtAnySize()).errors);
    };
    QCOMPARE(errors(R"({"x": {"a": true, "notes": [{"text": "t"}, {"text": 5}, {}]}})"),
             QByteArray("x.a: expected `Int`, found true\n"
                        "x.notes[1].text: expected `String`, found the number 5\n"
                        "x.notes[2].text: expected `String`, found no field of this name"));
    QVERIFY(errors(R"({"x": {"a": 1, "notes": [{"text": "\q"}]}})").contains("malformed escape"));
    QVERIFY(errors(R"({"x": {"a": 1}})").contains("x.notes: expected"));
    QCOMPARE(errors(R"({"x": {"a": 1, "notes": [{"text": "a", "text": "b"}]}})"), QByteArray());
}

void JsonStrategiesTest::unreadPathsThatLeadNowhereChangeNothing() {
    Json x;
    const cst::TypeId type =
        x.type("{ a: Int, l: List<{ b: { c: Int } }>, o: Optional<List<Int>> }");
    const cst::InputDecoder decoder(
        x.types, {{"x", type, {}, {{"a"}, {"zzz"}, {"l", "b"}, {"a", "b"}, {"o"}, {"o", "b"}}}});
    const QByteArray json = R"({"a":1,"l":[{"b":{"c":2}}],"o":[3]})";
    const auto decoded = decoder.decode(("{\"x\":" + json + "}").toStdString(), lazyAtAnySize());
    QCOMPARE(x.encode(type, decoded.values[0]), json);
    QCOMPARE(decoder.lateDecodes(), uint64_t{0});
}

void JsonStrategiesTest::unreadValuesOutliveTheirDecoderAndDocument() {
    Json x;
    const cst::JsonField field{"x", x.type("List<{ a: Int }>"), {}, {{}}};
    cst::Value value;
    {
        const std::string json = R"({"x" : [ {"a": 1, "a": 2} , { "a" : 3 } ] })";
        value = cst::decodeInputs(x.types, {&field, 1}, json, lazyAtAnySize()).values[0];
    }
    const cst::Value copy = value;
    QCOMPARE(x.encode(field.type, copy), QByteArray(R"([{"a":2},{"a":3}])"));
    QVERIFY(&copy.asList() == &value.asList());
}

void JsonStrategiesTest::manyThreadsDecodeAnUnreadValueOnce() {
    Json x;
    const cst::InputDecoder decoder(x.types, {{"x", x.type("List<Int>"), {}, {{}}}});
    const auto decoded = decoder.decode(R"({"x": [1, 2, 3]})", lazyAtAnySize());
    std::vector<std::thread> threads;
    std::vector<uint32_t> sizes(4);
    for (uint32_t& size : sizes) {
        threads.emplace_back([&] { size = decoded.values[0].asList().size; });
    }
    for (std::thread& thread : threads) thread.join();
    QVERIFY(sizes == std::vector<uint32_t>(4, 3));
    QCOMPARE(decoder.lateDecodes(), uint64_t{1});
}

void JsonStrategiesTest::smallDocumentsHaveNothingUnread() {
    Json x;
    const cst::InputDecoder decoder(x.types, {{"x", x.type("List<Int>"), {}, {{}}}});
    const std::string json = R"({"x": [1, 2, 3]})";
    const auto isUnread = [&](std::size_t from) {
        cst::JsonLimits limits;
        limits.unreadFrom = from;
        return cst::lazyOf(decoder.decode(json, limits).values[0]) != nullptr &&
               cst::lazyOf(decoder.decodeOne(0, "[4]", limits).value) == nullptr;
    };
    QVERIFY(!isUnread(json.size() + 1));
    QVERIFY(isUnread(json.size()));
    QVERIFY(cst::lazyOf(decoder.decode(json, {}).values[0]) == nullptr);
    QCOMPARE(decoder.lateDecodes(), uint64_t{0});
}

void JsonStrategiesTest::textGoesToTheSinkInPieces() {
    Json x;
    const cst::TypeId type = x.type("List<{ id: Int, text: String }>");
    cst::ColumnBuilder rows(x.types, x.types.element(type));
    for (int i = 0; i < 5000; ++i) {
        rows.child(0).appendInt(i);
        rows.child(1).appendText(
            std::string(static_cast<std::size_t>(i % 97), i % 5 == 0 ? '"' : 'x') + "é€\n");
        rows.closeRecord();
    }
    rows.child(0).appendInt(1);
    rows.child(1).appendText(std::string(100000, 'y'));
    rows.closeRecord();
    const cst::Value list = cst::makeList(rows.finish());
    std::string text;
    std::size_t longest = 0;
    QVERIFY(cst::encodeValue(
        [&](std::string_view piece) {
            text += piece;
            longest = std::max(longest, piece.size());
            return true;
        },
        x.types, type, list));
    QVERIFY(longest <= cst::Pieces::kBytes);
    QCOMPARE(QByteArray::fromStdString(text), x.encode(type, list));
    const auto again = cst::decodeValue(x.types, {"x", type, {}}, text, {});
    QVERIFY(cst::equals(x.types, type, again.value, list));
}

void JsonStrategiesTest::aSinkThatWantsNoMoreEndsTheText() {
    Json x;
    std::string json = "[1";
    for (int i = 0; i < 100000; ++i) json += ",1";
    const cst::TypeId type = x.type("List<Int>");
    const auto ones = cst::decodeValue(x.types, {"x", type, {}}, json + "]", {});
    int pieces = 0;
    QVERIFY(!cst::encodeValue([&](std::string_view) { return ++pieces < 3; }, x.types, type,
                              ones.value));
    QCOMPARE(pieces, 3);
}

QTEST_APPLESS_MAIN(JsonStrategiesTest)
#include "tst_json_strategies.moc"

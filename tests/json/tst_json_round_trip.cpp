#include "tests/json/json_fixture.h"
#include "tests/json/random_values.h"

#include <QTest>

/// What was written is read back equal, whatever the type.
class JsonRoundTripTest : public QObject {
    Q_OBJECT

private slots:
    void randomValuesRoundTrip();
    void listsOfRandomValuesRoundTrip();
    void shuffledKeysMakeNoDifference();
    void valuesOfAnotherTypeNeverCrash();
    void bigListsRoundTrip();

private:
    /// Empty, or what went wrong.
    static QByteArray roundTrip(Json& x, cst::TypeId type, const cst::Value& value) {
        const QByteArray json = x.encode(type, value);
        const auto back = cst::decodeValue(x.types, {"x", type, {}}, Json::view(json), {});
        const QByteArray type8 = QByteArray::fromStdString(x.types.text(type));
        if (!back.errors.empty()) return type8 + ": " + json + ": " + Json::text(back.errors);
        if (!cst::equals(x.types, type, value, back.value)) return type8 + ": " + json;
        if (x.encode(type, back.value) != json) return type8 + ", encoded again: " + json;
        return {};
    }
};

void JsonRoundTripTest::randomValuesRoundTrip() {
    for (uint32_t seed = 0; seed < 3000; ++seed) {
        Json x;
        RandomValues random(x.types, seed);
        const cst::TypeId type = random.type(3);
        QCOMPARE(roundTrip(x, type, random.value(type)), QByteArray());
    }
}

void JsonRoundTripTest::listsOfRandomValuesRoundTrip() {
    for (uint32_t seed = 0; seed < 300; ++seed) {
        Json x;
        RandomValues random(x.types, seed);
        const cst::TypeId type = x.types.list(x.types.list(random.type(2)));
        for (int i = 0; i < 5; ++i) QCOMPARE(roundTrip(x, type, random.value(type)), QByteArray());
    }
}

void JsonRoundTripTest::shuffledKeysMakeNoDifference() {
    std::mt19937 random(5);
    Json x;
    const std::string_view type =
        "List<{ a: Int, b: String, c: Optional<Int>, d: List<Float>, e: Boolean, f: Int, g: Int, "
        "h: Int, i: Int, j: { k: Int } }>";
    std::vector<std::string> members = {
        R"("a":1)", R"("b":"s")", R"("c":3)", R"("d":[1.0,2.5])", R"("e":true)",
        R"("f":6)", R"("g":7)",   R"("h":8)", R"("i":9)",         R"("j":{"k":10})"};
    const auto object = [&] {
        std::string out;
        for (const std::string& member : members) out += (out.empty() ? "{" : ",") + member;
        return out + "}";
    };
    const std::string inOrder = object();
    members.push_back(R"("unknown":[{"a":0}])");
    std::string json;
    std::string expected;
    for (int i = 0; i < 500; ++i) {
        std::shuffle(members.begin(), members.end(), random);
        json += (i == 0 ? "[" : ",") + object();
        expected += (i == 0 ? "[" : ",") + inOrder;
    }
    QCOMPARE(x.result(type, json + "]").toStdString(), expected + "]");
}

// A value of one type, read as another: some errors or none, and never a crash.
void JsonRoundTripTest::valuesOfAnotherTypeNeverCrash() {
    for (uint32_t seed = 0; seed < 1000; ++seed) {
        Json x;
        RandomValues random(x.types, seed);
        const cst::TypeId written = random.type(3);
        const cst::TypeId read = random.type(3);
        const QByteArray json = x.encode(written, random.value(written));
        const auto decoded = cst::decodeValue(x.types, {"x", read, {}}, Json::view(json), {});
        for (const cst::Error& error : decoded.errors) {
            QCOMPARE(error.code, std::string("R007"));
            QVERIFY(error.path.starts_with("x"));
            QVERIFY(!error.message.starts_with("malformed"));
        }
        if (decoded.errors.empty()) QCOMPARE(roundTrip(x, read, decoded.value), QByteArray());
    }
}

void JsonRoundTripTest::bigListsRoundTrip() {
    Json x;
    std::string json = "[";
    for (int i = 0; i < 50000; ++i) {
        json += i == 0 ? "" : ",";
        json += R"({"id":)" + std::to_string(i) + R"(,"v":)" + std::to_string(i) + R"(.5,"t":["a)" +
                std::to_string(i % 7) + R"("]})";
    }
    json += "]";
    QCOMPARE(x.result("List<{ id: Int, v: Float, t: List<String> }>", json).toStdString(), json);
}

QTEST_APPLESS_MAIN(JsonRoundTripTest)
#include "tst_json_round_trip.moc"

#include "tests/json/json_fixture.h"

#include <QTest>

/// Documents that hold the named inputs of a pipeline.
class JsonInputsTest : public QObject {
    Q_OBJECT

private slots:
    void everyInputIsDecodedByItsOwnType();
    void whatIsMissingIsNotGiven();
    void nullIsAValueOnlyForOptionals();
    void unknownKeysAreListedOnceInDocumentOrder();
    void theLastOfTwoEqualKeysCounts();
    void pathsBeginWithTheInput();
    void everythingButAnObjectIsRefused_data();
    void everythingButAnObjectIsRefused();
    void aMalformedDocumentGivesNothing();
    void oneDecoderReadsManyDocuments();

private:
    cst::DecodedInputs decode(const char* json) {
        return cst::decodeInputs(x_.types, fields_, json, {});
    }
    QByteArray given(const cst::DecodedInputs& inputs, std::size_t i) {
        return inputs.given[i] ? x_.encode(fields_[i].type, inputs.values[i]) : "not given";
    }

    Json x_;
    std::vector<cst::JsonField> fields_ = {
        {"n", x_.type("Int"), {}},
        {"orders", x_.type("List<{ total: Float }>"), {}},
        {"note", x_.type("Optional<String>"), {}},
    };
};

void JsonInputsTest::everyInputIsDecodedByItsOwnType() {
    const auto inputs = decode(R"({"note":"hi","orders":[{"total":2}],"n":5.0})");
    QCOMPARE(Json::text(inputs.errors), QByteArray());
    QCOMPARE(given(inputs, 0), QByteArray("5"));
    QCOMPARE(given(inputs, 1), QByteArray(R"([{"total":2.0}])"));
    QCOMPARE(given(inputs, 2), QByteArray(R"("hi")"));
}

void JsonInputsTest::whatIsMissingIsNotGiven() {
    const auto inputs = decode(R"({"n":1})");
    QVERIFY(inputs.errors.empty());
    QCOMPARE(inputs.given, (std::vector<bool>{true, false, false}));
    QCOMPARE(decode("{}").given, (std::vector<bool>{false, false, false}));
}

void JsonInputsTest::nullIsAValueOnlyForOptionals() {
    QCOMPARE(Json::text(decode(R"({"n":null})").errors),
             QByteArray("n: expected `Int`, found null"));
    const auto inputs = decode(R"({"note":null})");
    QVERIFY(inputs.errors.empty());
    QCOMPARE(given(inputs, 2), QByteArray("null"));
}

void JsonInputsTest::unknownKeysAreListedOnceInDocumentOrder() {
    const auto inputs = decode(R"({"z":[1,{}],"n":1,"\u0061":"s","z":2})");
    QVERIFY(inputs.errors.empty());
    QCOMPARE(inputs.unknown, (std::vector<std::string>{"z", "a"}));
}

void JsonInputsTest::theLastOfTwoEqualKeysCounts() {
    const auto inputs = decode(R"({"n":"no","u":1,"n":2,"note":"a","note":"b"})");
    QCOMPARE(Json::text(inputs.errors), QByteArray());
    QCOMPARE(given(inputs, 0), QByteArray("2"));
    QCOMPARE(given(inputs, 2), QByteArray(R"("b")"));
    QCOMPARE(inputs.unknown, (std::vector<std::string>{"u"}));
}

void JsonInputsTest::pathsBeginWithTheInput() {
    const auto inputs = decode(R"({"orders":[{"total":1},{"total":"s"},{}],"n":0.5})");
    QCOMPARE(Json::text(inputs.errors),
             QByteArray("orders[1].total: expected `Float`, found the string \"s\"\n"
                        "orders[2].total: expected `Float`, found no field of this name\n"
                        "n: expected `Int`, found the number 0.5, which is not integral"));
}

void JsonInputsTest::everythingButAnObjectIsRefused_data() {
    QTest::addColumn<QByteArray>("what");
    QTest::newRow("[]") << QByteArray("an array");
    QTest::newRow("[{\"n\":1}]") << QByteArray("an array");
    QTest::newRow("5") << QByteArray("a number");
    QTest::newRow("\"n\"") << QByteArray("a string");
    QTest::newRow("null") << QByteArray("null");
    QTest::newRow(" true ") << QByteArray("a boolean");
}

void JsonInputsTest::everythingButAnObjectIsRefused() {
    QFETCH(QByteArray, what);
    QCOMPARE(Json::text(decode(QTest::currentDataTag()).errors),
             ": expected an object with one key per input, found " + what);
}

void JsonInputsTest::aMalformedDocumentGivesNothing() {
    for (const char* json :
         {R"({"n":"no","note":"a")", "", "[1,", R"({"n":1}{"n":2})", R"({"n":1,"u":{"k":01}})"}) {
        const auto inputs = decode(json);
        QCOMPARE(inputs.errors.size(), std::size_t{1});
        QVERIFY2(inputs.errors[0].message.starts_with("malformed JSON at line 1, column "), json);
        QCOMPARE(inputs.given, (std::vector<bool>{false, false, false}));
        QVERIFY(inputs.unknown.empty());
    }
    QCOMPARE(
        Json::text(decode("{\"n\":1,\n \"orders\":[{\"total\":1},{\"total\":tru}]}").errors),
        QByteArray("orders[1].total: malformed JSON at line 2, column 33: unknown word `tru`"));
}

void JsonInputsTest::oneDecoderReadsManyDocuments() {
    const cst::InputDecoder decoder(x_.types, fields_);
    for (int i = 0; i < 3; ++i) {
        const auto good = decoder.decode(R"({"n":1})", {});
        QCOMPARE(given(good, 0), QByteArray("1"));
        QVERIFY(!decoder.decode(R"({"n":"s"})", {}).errors.empty());
        QVERIFY(!decoder.decode("{", {}).errors.empty());
    }
}

QTEST_APPLESS_MAIN(JsonInputsTest)
#include "tst_json_inputs.moc"

#include "engine/json/fault.h"
#include "tests/json/json_fixture.h"

#include <QTest>

#include <random>

/// What is no JSON, too large or too deep; and that nothing of it does harm.
class JsonDocumentTest : public QObject {
    Q_OBJECT

private slots:
    void aMalformedDocumentIsRefusedWithItsPlace_data();
    void aMalformedDocumentIsRefusedWithItsPlace();
    void whatIsSkippedIsCheckedToo_data();
    void whatIsSkippedIsCheckedToo();
    void aDocumentCutAnywhereIsMalformed();
    void aDocumentThatIsTooLargeIsRefused();
    void aDocumentThatIsTooDeepIsRefused();
    void deepDocumentsDoNotExhaustTheStack();
    void randomChangesNeverConfuseTheDecoder();
    void theSizeOfTheWindowMakesNoDifference();
    void documentsOfManyWindowsAreRead();
    void faultsInLaterWindowsAreFound();
};

constexpr const char* kType =
    "{ id: Int, price: Float, ok: Boolean, tags: List<String>, m: Map<String, Int>, "
    "pairs: Map<Int, String>, u: Int | String | List<Int> | { a: Int }, "
    "rows: List<{ x: Float, y: Optional<Int>, z: List<List<Int>> }> }";
constexpr const char* kSample =
    R"({"id":17,"price":-2.5e-3,"ok":true,"tags":["a","b\n\u00e9\ud83d\ude00",""],)"
    R"( "m":{"k":1,"l":2}, "pairs" : [[1,"x"],[2,"y"]],"u":{"tag":"Int","value":5},)"
    R"("unknown":[null,{"deep":[false,1.5,"t"]},-0],)"
    "\n"
    R"("rows":[{"x":1,"y":null,"z":[[1,2],[]]},{"z":[],"x":2.25,"y":4},{"x":0,"z":[[0]]}]})";

void JsonDocumentTest::aMalformedDocumentIsRefusedWithItsPlace_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("what");
    const auto row = [](const char* name, QByteArray json, const char* path, const char* what) {
        QTest::newRow(name) << json << QByteArray(path) << QByteArray(what);
    };
    row("empty", "", "x", "line 1, column 1: expected a value, found the end of the document");
    row("blank", " \n\t ", "x",
        "line 2, column 3: expected a value, found the end of the document");
    row("trailing value", "[1] 2", "x",
        "line 1, column 5: expected the end of the document, found `2`");
    row("trailing bracket", "[1]]", "x",
        "line 1, column 4: expected the end of the document, found `]`");
    row("trailing comma", "[1],", "x",
        "line 1, column 4: expected the end of the document, found `,`");
    row("two scalars", "1 2", "x", "line 1, column 3: expected the end of the document, found `2`");
    row("comma before the end", "[1,]", "x[1]", "line 1, column 4: expected a value, found `]`");
    row("comma at the start", "[,1]", "x[0]", "line 1, column 2: expected a value, found `,`");
    row("two commas", "[1,,2]", "x[1]", "line 1, column 4: expected a value, found `,`");
    row("no comma", "[1 2]", "x", "line 1, column 4: expected `,` or `]`, found `2`");
    row("wrong bracket", "[1}", "x", "line 1, column 3: expected `,` or `]`, found `}`");
    row("open array", "[[1]", "x",
        "line 1, column 5: expected `,` or `]`, found the end of the document");
    row("open object", "{\"a\":{}", "x",
        "line 1, column 8: expected `,` or `}`, found the end of the document");
    row("key without quotes", "{a:1}", "x",
        "line 1, column 2: expected a key in quotes, found `a`");
    row("number as key", "{1:1}", "x", "line 1, column 2: expected a key in quotes, found `1`");
    row("no colon", "{\"a\" 1}", "x.a", "line 1, column 6: expected `:`, found `1`");
    row("no value", "{\"a\":}", "x.a", "line 1, column 6: expected a value, found `}`");
    row("comma before the end of an object", "{\"a\":1,}", "x",
        "line 1, column 8: expected a key in quotes, found `}`");
    row("single quotes", "['a']", "x[0]", "line 1, column 2: expected a value, found `'`");
    row("comment", "[1 /* one */]", "x", "line 1, column 4: expected `,` or `]`, found `/`");
    row("unknown word", "[nul]", "x[0]", "line 1, column 2: unknown word `nul`");
    row("word with a tail", "[truest]", "x[0]", "line 1, column 2: unknown word `truest`");
    row("capital word", "[True]", "x[0]", "line 1, column 2: expected a value, found `T`");
    row("word cut by the end", "tru", "x", "line 1, column 1: unknown word `tru`");
    row("text behind a string", "[\"a\"b]", "x",
        "line 1, column 5: expected `,` or `]`, found `b`");
    row("two strings", "[\"a\"\"b\"]", "x", "line 1, column 5: expected `,` or `]`, found `\"`");
    row("open string", "[\"abc", "x[0]", "line 1, column 2: this string has no closing quote");
    row("string that ends in a backslash", "[\"abc\\", "x[0]",
        "line 1, column 2: this string has no closing quote");
    row("unknown escape", "[\"a\\q\"]", "x[0]", "line 1, column 4: malformed escape `\\q`");
    row("short escape", "[\"\\u12\"]", "x[0]", "line 1, column 3: malformed escape `\\u12`");
    row("escape without digits", "[\"\\uxyzw\"]", "x[0]",
        "line 1, column 3: malformed escape `\\uxyzw`");
    row("high surrogate alone", "[\"\\ud800\"]", "x[0]",
        "line 1, column 3: malformed escape `\\ud800`");
    row("low surrogate alone", "[\"\\udc00\"]", "x[0]",
        "line 1, column 3: malformed escape `\\udc00`");
    row("two high surrogates", "[\"\\ud800\\ud800\"]", "x[0]",
        "line 1, column 3: malformed escape `\\ud800`");
    row("high surrogate and a letter", "[\"\\ud800\\u0041\"]", "x[0]",
        "line 1, column 3: malformed escape `\\ud800`");
    row("bad escape in a key", "{\"a\\z\":1}", "x", "line 1, column 4: malformed escape `\\z`");
    row("raw line break in a string", "[\"a\nb\"]", "x[0]",
        "line 1, column 4: a string holds a raw control character, byte 0x0A");
    row("raw NUL in a string", QByteArray("[\"a\0b\"]", 7), "x[0]",
        "line 1, column 4: a string holds a raw control character, byte 0x00");
    row("NUL between tokens", QByteArray("[1,\0 2]", 7), "x[1]",
        "line 1, column 4: expected a value, found byte 0x00");
    row("form feed between tokens", "[1,\f2]", "x[1]",
        "line 1, column 4: expected a value, found byte 0x0C");
    row("byte order mark", "\xEF\xBB\xBF[]", "x",
        "line 1, column 1: expected a value, found `\xEF\xBB\xBF`");
    row("invalid byte in a string", "[\"é\xff\"]", "x[0]",
        "line 1, column 4: byte 0xFF is not UTF-8");
    row("overlong form", "[\"\xc0\xaf\"]", "x[0]", "line 1, column 3: byte 0xC0 is not UTF-8");
    row("surrogate in UTF-8", "[\"\xed\xa0\x80\"]", "x[0]",
        "line 1, column 3: byte 0xED is not UTF-8");
    row("beyond Unicode", "[\"\xf4\x90\x80\x80\"]", "x[0]",
        "line 1, column 3: byte 0xF4 is not UTF-8");
    row("cut character", "[\"\xe2\x82\"]", "x[0]", "line 1, column 3: byte 0xE2 is not UTF-8");
    row("invalid byte between tokens", "[1\xff]", "x[0]",
        "line 1, column 2: malformed number `1\uFFFD`");
    row("on the second line", "[1,\r\n  é]", "x[1]",
        "line 2, column 3: expected a value, found `é`");
    row("column counts code points", "[\"é😀\",x]", "x[1]",
        "line 1, column 7: expected a value, found `x`");
}

void JsonDocumentTest::aMalformedDocumentIsRefusedWithItsPlace() {
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, what);
    Json x;
    const QByteArray expected = path + ": malformed JSON at " + what;
    for (const char* type : {"List<Int>", "{ a: Int }", "Int", "String", "{ a: Int } | List<Float>",
                             "Optional<List<String>>"}) {
        QCOMPARE(x.result(type, Json::view(json)), expected);
    }
}

void JsonDocumentTest::whatIsSkippedIsCheckedToo_data() {
    QTest::addColumn<QByteArray>("json");
    for (const char* bad :
         {"01", "tru", "nulll", "\"\\x\"", "\"\\ud800\"", "[1,]", "{\"k\":}", "{\"k\"}",
          "{\"\\y\":1}", "[1 2]", "[", "{", "]", "1.e1", "-", "\x01"}) {
        QTest::newRow(bad) << QByteArray(bad);
    }
}

void JsonDocumentTest::whatIsSkippedIsCheckedToo() {
    QFETCH(QByteArray, json);
    Json x;
    const auto isMalformed = [&](const char* type, const QByteArray& document) {
        const QByteArray result = x.result(type, Json::view(document));
        return result.contains(": malformed JSON at line 1, column ") && !result.contains('\n');
    };
    // Under an unknown key, where the type does not fit, under a key that stands twice, and where
    // members of a union are tried.
    QVERIFY(isMalformed("{}", "{\"k\":" + json + "}"));
    QVERIFY(isMalformed("{ a: Int }", "{\"k\":[{\"l\":" + json + "}],\"a\":1}"));
    QVERIFY(isMalformed("List<Int>", "[\"s\"," + json + "]"));
    QVERIFY(isMalformed("Int", "[" + json + "]"));
    QVERIFY(isMalformed("{ a: String }", "{\"a\":" + json + ",\"a\":\"s\"}"));
    QVERIFY(isMalformed("Map<String, String>", "{\"a\":" + json + ",\"a\":\"s\"}"));
    QVERIFY(isMalformed("{ a: Int } | { b: Int }", "{\"a\":1,\"c\":" + json + "}"));
    QVERIFY(isMalformed("Map<Int, Int>", "[[1,2," + json + "]]"));
}

void JsonDocumentTest::aDocumentCutAnywhereIsMalformed() {
    Json x;
    const std::string sample = kSample;
    QVERIFY(x.decode(kType, sample).errors.empty());
    for (std::size_t size = 0; size < sample.size(); ++size) {
        // A copy of its own, so that the address sanitizer sees a read beyond the end.
        const std::vector<char> cut(sample.begin(), sample.begin() + static_cast<long>(size));
        const auto decoded = x.decode(kType, {cut.data(), cut.size()});
        QCOMPARE(decoded.errors.size(), std::size_t{1});
        QVERIFY(decoded.errors[0].message.starts_with("malformed JSON at line "));
    }
}

void JsonDocumentTest::aDocumentThatIsTooLargeIsRefused() {
    Json x;
    x.limits.maxBytes = 7;
    QCOMPARE(x.result("List<Int>", "[1,2,3]"), QByteArray("[1,2,3]"));
    QCOMPARE(x.result("List<Int>", "[1,2,3] "),
             QByteArray("x: the document has 8 bytes, the limit is 7 bytes"));
}

void JsonDocumentTest::aDocumentThatIsTooDeepIsRefused() {
    Json x;
    x.limits.maxDepth = 50;
    const auto nested = [](int depth, const char* inner) {
        std::string open(static_cast<std::size_t>(depth), '[');
        return open + inner + std::string(open.size(), ']');
    };
    QCOMPARE(x.result("Int", nested(50, "")), QByteArray("x: expected `Int`, found an array"));
    QVERIFY(x.result("Int", nested(51, "")).endsWith("column 51: nested more than 50 levels deep"));
    QVERIFY(x.result("{}", "{\"k\":" + nested(50, "1") + "}")
                .endsWith("column 55: nested more than 50 levels deep"));
    QCOMPARE(x.result("{}", "{\"k\":" + nested(49, "1") + "}"), QByteArray("{}"));

    std::string type = "Int";
    for (int i = 0; i < 51; ++i) type = "List<" + type + ">";
    QVERIFY(x.result(type, nested(51, "1")).endsWith("nested more than 50 levels deep"));
    QCOMPARE(x.result(type, nested(50, "")).toStdString(), nested(50, ""));
    x.limits.maxDepth = 51;
    QCOMPARE(x.result(type, nested(51, "1")).toStdString(), nested(51, "1"));
    x.limits.maxDepth = 0;
    QCOMPARE(x.result("Int", "1"), QByteArray("1"));
    QVERIFY(x.result("List<Int>", "[]").endsWith("nested more than 0 levels deep"));
}

void JsonDocumentTest::deepDocumentsDoNotExhaustTheStack() {
    Json x;
    x.limits.maxDepth = 2000000;
    const std::string open(1000000, '[');
    const std::string close(1000000, ']');
    QCOMPARE(x.result("{}", "{\"k\":" + open + close + "}"), QByteArray("{}"));
    QVERIFY(x.result("{}", "{\"k\":" + open).contains("malformed JSON"));
    x.limits = {};
    QVERIFY(x.result("{}", "{\"k\":" + open + close).contains("nested more than 256 levels deep"));
}

void JsonDocumentTest::randomChangesNeverConfuseTheDecoder() {
    std::mt19937 random(11);
    const auto below = [&](std::size_t n) { return random() % n; };
    constexpr std::string_view kBytes = "{}[],:\"\\ \n0123456789.-+eEtfnu\x01\xff\xc3\xa9\x00";
    Json x;
    const cst::JsonField field{"x", x.type(kType), {}};
    int malformed = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string json = kSample;
        for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
            const std::size_t at = below(json.size());
            switch (below(4)) {
            case 0: json.erase(at, 1 + below(3)); break;
            case 1: json.insert(at, 1, kBytes[below(kBytes.size())]); break;
            case 2: json.insert(at, json.substr(below(json.size()), below(12))); break;
            default: json[at] = kBytes[below(kBytes.size())];
            }
        }
        cst::JsonLimits limits;
        limits.windowBytes = i % 2 == 0 ? limits.windowBytes : 1 + below(80);
        const auto decoded = cst::decodeValue(x.types, field, json, limits);
        const auto fault = cst::findFault(json, 256, {});
        const bool refused =
            !decoded.errors.empty() && decoded.errors[0].message.starts_with("malformed JSON at ");
        QVERIFY2(refused == fault.has_value(), json.c_str());
        malformed += refused ? 1 : 0;
    }
    QVERIFY(malformed > 5000 && malformed < 19000);  // else the changes test nothing
}

void JsonDocumentTest::theSizeOfTheWindowMakesNoDifference() {
    Json x;
    const QByteArray expected = x.result(kType, kSample);
    const char* type =
        "List<{ a: Int, u: String | List<{ b: Int }> | { c: Int } | { c: Int, d: Int } }>";
    const char* json =
        R"([{"a":"s","u":[{"b":1},{"b":2,"b":3}],"a":1},{"u":{"c":1,"x":"\\\"","d":2},"a":2},)"
        R"({"a":3,"u":{"tag":"String","value":"\u00e9\"é€😀\\"}}, {"u":{"c":5},"a":4}])";
    const QByteArray other = x.result(type, json);
    QVERIFY2(other.startsWith('['), other);
    for (std::size_t bytes = 0; bytes < 200; ++bytes) {
        x.limits.windowBytes = bytes;
        QCOMPARE(x.result(kType, kSample), expected);
        QCOMPARE(x.result(type, json), other);
    }
}

void JsonDocumentTest::documentsOfManyWindowsAreRead() {
    Json x;
    const std::vector<std::string> longTexts = {std::string(300000, 'a'), std::string(150000, '\\'),
                                                std::string(150000, '"')};
    const std::vector<std::string> texts = {"short", "", "é€😀", "[1,\"2\"]"};
    std::string json = "[";
    std::string compact = "[";
    for (std::size_t i = 0; i < 60000; ++i) {
        const std::string& text =
            i % 20000 == 0 ? longTexts[i / 20000] : texts[i * 7 % texts.size()];
        cst::encodeText(json += i == 0 ? "" : ", ", text);
        cst::encodeText(compact += i == 0 ? "" : ",", text);
    }
    json.append(400000, ' ');
    json += ']';
    QVERIFY(x.result("List<String>", json).toStdString() == compact + "]");
    QCOMPARE(x.result("{}", "{\"k\":" + json + "}"), QByteArray("{}"));
}

void JsonDocumentTest::faultsInLaterWindowsAreFound() {
    Json x;
    std::string good = "[";
    for (int i = 0; i < 40000; ++i) good += "\"text " + std::to_string(i) + "\", 1.5, ";
    const std::size_t middle = good.size();
    good += "true, \"the end\"]";
    for (const char* bad :
         {"01", "\"\\x\"", "\"\xff\"", "\"\n\"", "tru", "\"open", "1 2", "]", "}"}) {
        std::string json = good;
        json.replace(middle, 4, bad);
        for (const char* type : {"List<String | Float>", "Int", "List<Int>"}) {
            QVERIFY2(x.result(type, json).contains("malformed JSON at line"), bad);
        }
    }
    QVERIFY(x.result("Int", good + " 1").contains("expected the end of the document, found `1`"));
    QVERIFY(
        x.result("Int", good.substr(0, good.size() - 1)).contains("found the end of the document"));
}

QTEST_APPLESS_MAIN(JsonDocumentTest)
#include "tst_json_document.moc"

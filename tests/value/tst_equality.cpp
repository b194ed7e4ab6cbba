#include "engine/value/column.h"
#include "engine/value/kernels.h"
#include "tests/types/read_type.h"
#include "tests/value/literal.h"
#include "tests/value/random_value.h"

#include <QTest>

#include <cmath>

using namespace cst;
using test::readType;
using test::readValue;

class EqualityTest : public QObject {
    Q_OBJECT

private slots:
    void equalValuesAreEqual_data();
    void equalValuesAreEqual();
    void differentValuesAreNot_data();
    void differentValuesAreNot();
    void equalityAgreesWithWhatValuesShow();
    void mapsIgnoreTheOrderOfEntries();
    void keysAreOrdered_data();
    void keysAreOrdered();
    void valuesHaveAText_data();
    void valuesHaveAText();

private:
    static void addPairColumns() {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("a");
        QTest::addColumn<QByteArray>("b");
    }
    static void pair(const char* type, const char* a, const char* b) {
        QTest::addRow("%s: %s, %s", type, a, b)
            << QByteArray(type) << QByteArray(a) << QByteArray(b);
    }
    static bool equal(const QByteArray& type, const QByteArray& a, const QByteArray& b) {
        TypeTable types;
        const TypeId id = readType(types, type.toStdString());
        const Value left = readValue(types, id, a.toStdString());
        const Value right = readValue(types, id, b.toStdString());
        const bool result = equals(types, id, left, right);
        // The same as elements of a list, where they are rows of columns.
        ColumnBuilder builder(types, id);
        builder.append(left);
        builder.append(right);
        const Value both = makeList(builder.finish());
        const Value first = makeList(both.asList().column, 0, 1);
        const Value second = makeList(both.asList().column, 1, 1);
        CST_CHECK(equals(types, types.list(id), first, second) == result, "rows differ");
        CST_CHECK(equals(types, id, right, left) == result, "not symmetric");
        return result;
    }
};

void EqualityTest::equalValuesAreEqual_data() {
    addPairColumns();
    pair("Int", "5", "5");
    pair("Float", "0.0", "-0.0");
    pair("Float", "inf", "inf");
    pair("String", "\"a text of more than 14 bytes\"", "\"a text of more than 14 bytes\"");
    pair("List<List<Int>>", "[[1], []]", "[[1], []]");
    pair("{ a: Int, b: List<String> }", "{1, [\"x\"]}", "{1, [\"x\"]}");
    pair("Optional<Int>", "none", "none");
    pair("Optional<Optional<Int>>", "some none", "some none");
    pair("Map<String, Int>", "{\"a\" = 1, \"b\" = 2}", "{\"b\" = 2, \"a\" = 1}");
    pair("Map<{ k: Int }, Int>", "{{1} = 1, {2} = 2}", "{{2} = 2, {1} = 1}");
    pair("Int | String", "@Int 5", "@Int 5");
    pair("{}", "{}", "{}");
}

void EqualityTest::equalValuesAreEqual() {
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    QVERIFY(equal(type, a, b));
}

void EqualityTest::differentValuesAreNot_data() {
    addPairColumns();
    pair("Int", "5", "6");
    pair("Float", "nan", "nan");
    pair("List<Float>", "[1, nan]", "[1, nan]");
    pair("String", "\"a\"", "\"A\"");
    pair("String", "\"a text of more than 14 bytes\"", "\"a text of more than 14 BYTES\"");
    pair("Boolean", "true", "false");
    pair("List<Int>", "[1, 2]", "[2, 1]");
    pair("List<Int>", "[1, 2]", "[1]");
    pair("List<Int>", "[]", "[1]");
    pair("List<String>", "[\"ab\", \"c\"]", "[\"a\", \"bc\"]");
    pair("{ a: Int, b: Int }", "{1, 2}", "{2, 1}");
    pair("Optional<Int>", "none", "some 0");
    pair("Optional<Optional<Int>>", "none", "some none");
    pair("Optional<Optional<Int>>", "some some 1", "some none");
    pair("Map<String, Int>", "{\"a\" = 1}", "{\"a\" = 2}");
    pair("Map<String, Int>", "{\"a\" = 1}", "{\"b\" = 1}");
    pair("Map<String, Int>", "{\"a\" = 1}", "{}");
    pair("Map<Float, Int>", "{nan = 1}", "{nan = 1}");
    pair("Int | String", "@Int 5", "@String \"5\"");
    pair("Int | String", "@Int 5", "@Int 6");
    pair("{ a: Int } | { b: Int }", "@{ a: Int } {1}", "@{ b: Int } {1}");
}

void EqualityTest::differentValuesAreNot() {
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    QVERIFY(!equal(type, a, b));
}

void EqualityTest::equalityAgreesWithWhatValuesShow() {
    TypeTable types;
    test::RandomType random(types, 61);
    int equalOnes = 0;
    for (int round = 0; round < 4000; ++round) {
        const TypeId type = random.next(2);
        const Value a = test::randomValue(random, types, type);
        const Value b = test::randomValue(random, types, type);
        std::string left = test::showValue(types, type, a);
        std::string right = test::showValue(types, type, b);
        for (std::string* shown : {&left, &right}) {  // -0.0 == 0.0
            *shown = replaceAll(*shown, "-0x0p", "0x0p");
        }
        QVERIFY(equals(types, type, a, a));
        QCOMPARE(equals(types, type, a, b), left == right);
        equalOnes += left == right ? 1 : 0;
    }
    QVERIFY(equalOnes > 100);
}

void EqualityTest::mapsIgnoreTheOrderOfEntries() {
    TypeTable types;
    const TypeId type = readType(types, "Map<Int, Int>");
    ColumnBuilder up(types, types::kInt);
    ColumnBuilder down(types, types::kInt);
    for (int i = 0; i < 100; ++i) {
        up.appendInt(i);
        down.appendInt(99 - i);
    }
    const Ref<Column> rising = up.finish();
    const Ref<Column> falling = down.finish();
    QVERIFY(equals(types, type, makeMap(rising, rising), makeMap(falling, falling)));
    QVERIFY(!equals(types, type, makeMap(rising, rising), makeMap(falling, rising)));
}

void EqualityTest::keysAreOrdered_data() {
    addPairColumns();
    QTest::addColumn<int>("order");
    const auto row = [](const char* type, const char* a, const char* b, int order) {
        QTest::addRow("%s: %s, %s", type, a, b)
            << QByteArray(type) << QByteArray(a) << QByteArray(b) << order;
    };
    row("Int", "-1", "1", -1);
    row("Int", "9223372036854775807", "-9223372036854775808", 1);
    row("Int", "3", "3", 0);
    row("Float", "1.5", "2", -1);
    row("Float", "-0.0", "0.0", 0);
    row("Float", "nan", "inf", 1);
    row("Float", "-inf", "nan", -1);
    row("Float", "nan", "nan", 0);
    row("String", "\"a\"", "\"b\"", -1);
    row("String", "\"B\"", "\"a\"", -1);
    row("String", "\"a\"", "\"ab\"", -1);
    row("String", "\"\"", "\"\"", 0);
    row("String", "\"z\"", "\"ä\"", -1);
    row("String", "\"\uFF5E\"", "\"\U0001F389\"", -1);  // by code point, not by UTF-16 unit
}

void EqualityTest::keysAreOrdered() {
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    QFETCH(int, order);
    TypeTable types;
    const TypeId id = readType(types, type.toStdString());
    const Value left = readValue(types, id, a.toStdString());
    const Value right = readValue(types, id, b.toStdString());
    QCOMPARE(compareKeys(types, id, left, right), order);
    QCOMPARE(compareKeys(types, id, right, left), -order);
}

void EqualityTest::valuesHaveAText_data() {
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* type, const char* value, const char* text) {
        QTest::addRow("%s: %s", type, value)
            << QByteArray(type) << QByteArray(value) << QByteArray(text);
    };
    row("String", "\"x y\"", "x y");
    row("Int", "-9223372036854775808", "-9223372036854775808");
    row("Float", "100", "100.0");
    row("Boolean", "true", "true");
    row("Optional<Int>", "none", "");
    row("Optional<Int>", "some 4", "4");
    row("Optional<Optional<Int>>", "some none", "");
    row("List<Int>", "[1, 2]", "[1, 2]");
    row("List<String>", "[\"a\", \"\"]", "[a, ]");
    row("List<Optional<Float>>", "[some 1, none]", "[1.0, ]");
    row("List<Boolean>", "[true]", "[true]");
    row("List<List<Int>>", "[[], [1]]", "[[], [1]]");
    row("{ a: Int, b: String }", "{1, \"x\"}", "{a: 1, b: x}");
    row("{ z: Int, a: { c: Int } }", "{1, {2}}", "{z: 1, a: {c: 2}}");
    row("{}", "{}", "{}");
    row("List<{ a: Int, b: Int | String }>", "[{1, @Int 2}, {3, @String \"x\"}]",
        "[{a: 1, b: 2}, {a: 3, b: x}]");
    row("Map<String, Int>", "{\"b\" = 1, \"a\" = 2}", "{b: 1, a: 2}");
    row("Map<Int, List<Int>>", "{}", "{}");
    row("Int | Float", "@Float 2", "2.0");
}

void EqualityTest::valuesHaveAText() {
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, value);
    TypeTable types;
    const TypeId id = readType(types, type.toStdString());
    std::string text = "=";
    appendText(text, types, id, readValue(types, id, value.toStdString()));
    QTEST(QByteArray::fromStdString(text.substr(1)), "text");
}

QTEST_APPLESS_MAIN(EqualityTest)
#include "tst_equality.moc"

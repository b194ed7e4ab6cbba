#include "engine/value/column.h"
#include "engine/value/lazy.h"
#include "engine/value/objects.h"
#include "engine/value/value_part.h"
#include "engine/value/whole_value.h"
#include "tests/types/read_type.h"
#include "tests/value/literal.h"

#include <QTest>

using namespace cst;
using test::readValue;

// Looking around in a value: what is in it, how it is called, how it reads on one line.

class ValuePartTest : public QObject {
    Q_OBJECT

private slots:
    void everyValueReadsOnOneLine_data();
    void everyValueReadsOnOneLine();
    void partsAreNamedAndTyped_data();
    void partsAreNamedAndTyped();
    void whatIsTooLongIsCutAtACharacter();
    void whatStandsTooDeepIsAnEllipsis();
    void aTextAloneHasNoQuotes();
    void aRowOfAColumnBecomesAValueOfItsOwn();
    void aMillionRowsAreReachedWithoutReadingThem();
    void readingTheWholeReadsWhatNobodyHasRead();
    void sharedPartsAreMeasuredOnce();
    void ofAColumnOnlyTheRowsThatAreLookedAtCount();
    void aListOfObjectsIsNotMeasuredInPassing();

private:
    TypeId type(const std::string& text) { return test::readType(types_, text); }
    static std::string line(const ValuePart& part, std::size_t most = 200) {
        std::string text;
        part.appendShort(text, most);
        return text;
    }

    TypeTable types_;
};

void ValuePartTest::everyValueReadsOnOneLine_data() {
    QTest::addColumn<std::string>("type");
    QTest::addColumn<std::string>("value");
    QTest::addColumn<std::string>("line");
    const auto row = [](const char* type, const char* value, const char* line) {
        QTest::addRow("%s %s", type, value)
            << std::string(type) << std::string(value) << std::string(line);
    };
    row("Int", "-5", "-5");
    row("Float", "1.5", "1.5");
    row("Boolean", "true", "true");
    row("String", "\"a\tb\\c\n\"", R"("a\tb\\c\n")");
    row("Optional<Int>", "none", "null");
    row("Optional<Int>", "some 5", "5");
    row("List<Int>", "[]", "[]");
    row("List<Optional<Int>>", "[some 1, none]", "[1, null]");
    row("{ a: Int, b: String }", R"({1, "x"})", R"({a: 1, b: "x"})");
    row("List<{ a: Int, b: String }>", R"([{1, "x"}, {2, "y"}])",
        R"([{a: 1, b: "x"}, {a: 2, b: "y"}])");
    row("Map<String, Int>", R"({"k" = 1, "l" = 2})", R"({"k": 1, "l": 2})");
    row("Map<Int, Boolean>", "{7 = true}", "{7: true}");
    row("Int | String", "@Int 5", "5");
    row("List<Int | String>", R"([@Int 5, @String "x"])", R"([5, "x"])");
    row("Optional<Int | String>", R"(some @String "x")", R"("x")");
}

void ValuePartTest::everyValueReadsOnOneLine() {
    QFETCH(std::string, type);
    QFETCH(std::string, value);
    const Value read = readValue(types_, this->type(type), value);
    QTEST(line({types_, this->type(type), read}), "line");
}

void ValuePartTest::partsAreNamedAndTyped_data() {
    QTest::addColumn<std::string>("type");
    QTest::addColumn<std::string>("value");
    QTest::addColumn<int>("size");
    QTest::addColumn<std::string>("lastName");
    QTest::addColumn<std::string>("lastType");
    QTest::addColumn<std::string>("lastLine");
    const auto row = [](const char* type, const char* value, int size, const char* name = "",
                        const char* last = "", const char* line = "") {
        QTest::addRow("%s %s", type, value)
            << std::string(type) << std::string(value) << size << std::string(name)
            << std::string(last) << std::string(line);
    };
    row("Int", "5", 0);
    row("Optional<List<Int>>", "none", 0);
    row("Optional<List<Int>>", "some [7, 8]", 2, "[1]", "Int", "8");
    row("{ a: Int, rest: Optional<String> }", R"({1, some "x"})", 2, "rest", "String", "\"x\"");
    row("{ a: Int, rest: Optional<String> }", "{1, none}", 2, "rest", "Optional<String>", "null");
    row("List<List<Int>>", "[[1], [2, 3]]", 2, "[1]", "List<Int>", "[2, 3]");
    row("Map<String, List<Int>>", R"({"k" = [1, 2]})", 1, "\"k\"", "List<Int>", "[1, 2]");
    row("List<Int | String>", R"([@String "x", @Int 5])", 2, "[1]", "Int", "5");
}

void ValuePartTest::partsAreNamedAndTyped() {
    QFETCH(std::string, type);
    QFETCH(std::string, value);
    QFETCH(int, size);
    const Value read = readValue(types_, this->type(type), value);
    const ValuePart part(types_, this->type(type), read);
    QCOMPARE(static_cast<int>(part.size()), size);
    if (size == 0) return;
    const ValuePart last = part.at(part.size() - 1);
    QTEST(part.nameAt(part.size() - 1), "lastName");
    QTEST(types_.text(last.innerType()), "lastType");
    QTEST(line(last), "lastLine");
}

void ValuePartTest::whatIsTooLongIsCutAtACharacter() {
    const TypeId texts = types_.list(types::kString);
    const Value read = readValue(types_, texts, R"(["ääää", "b", "c"])");
    QCOMPARE(line({types_, texts, read}, 5), std::string("[\"ää…\", …]"));
    const Value text = Value::ofText(std::string(100'000, 'x'));
    QVERIFY(line({types_, types::kString, text}, 10).size() < 20);
}

void ValuePartTest::whatStandsTooDeepIsAnEllipsis() {
    std::string name = "Int", value = "1";
    for (int i = 0; i < 10; ++i) {
        name = "List<" + name + ">";
        value = "[" + value + "]";
    }
    const Value read = readValue(types_, type(name), value);
    QCOMPARE(line({types_, type(name), read}), std::string("[[[[[[[…]]]]]]]"));
}

void ValuePartTest::aTextAloneHasNoQuotes() {
    std::string plain;
    const Value text = Value::ofText("two\nlines");
    ValuePart(types_, types::kString, text).appendPlain(plain, 100);
    QCOMPARE(plain, std::string("two\nlines"));
}

void ValuePartTest::aRowOfAColumnBecomesAValueOfItsOwn() {
    const TypeId list = type("List<{ a: Int, b: List<Int> }>");
    const Value read = readValue(types_, list, "[{1, [2, 3]}, {4, []}]");
    const ValuePart first = ValuePart(types_, list, read).at(0);
    QCOMPARE(test::showValue(types_, first.type(), first.value()), std::string("{1, [2, 3]}"));
}

void ValuePartTest::aMillionRowsAreReachedWithoutReadingThem() {
    ColumnBuilder builder(types_, types::kInt);
    for (int64_t i = 0; i < 1'000'000; ++i) builder.appendInt(i);
    const TypeId list = types_.list(types::kInt);
    const Value value = makeList(builder.finish());
    const ValuePart part(types_, list, value);
    QCOMPARE(part.size(), 1'000'000U);
    QCOMPARE(line(part.at(999'999)), std::string("999999"));
    QCOMPARE(line(part, 6), std::string("[0, 1, …]"));
    QCOMPARE(sizeOfRows(value.asList()), int64_t{8'000'000 + sizeof(ListObject)});
}

void ValuePartTest::readingTheWholeReadsWhatNobodyHasRead() {
    int made = 0;
    std::vector<Value> fields{makeLazy(
        [&] {
            ++made;
            return readValue(types_, type("List<Int>"), "[1, 2, 3]");
        },
        9, {})};
    const Value record = makeRecord(fields);
    const std::size_t bytes = readWhole(record);
    QCOMPARE(made, 1);
    QVERIFY(bytes >= 3 * sizeof(int64_t));
    QCOMPARE(line({types_, type("{ a: List<Int> }"), record}), std::string("{a: [1, 2, 3]}"));
    QCOMPARE(made, 1);
}

void ValuePartTest::sharedPartsAreMeasuredOnce() {
    Value whole = readValue(types_, type("List<Int>"), "[1, 2, 3]");
    const std::size_t one = readWhole(whole);
    for (int i = 0; i < 60; ++i) {  // 2^60 parts, if each were looked at each time it comes
        std::vector<Value> fields{whole, whole};
        whole = makeRecord(fields);
    }
    QVERIFY(readWhole(whole) < one + 60 * 100);
}

void ValuePartTest::ofAColumnOnlyTheRowsThatAreLookedAtCount() {
    const Value all = readValue(types_, type("List<String>"), R"(["long text", "b", "c"])");
    const Value last = makeList(all.asList().column, 1, 2);
    QCOMPARE(readWhole(last), sizeof(Value) + sizeof(ListObject) + 2 * sizeof(uint64_t) + 2);
    QCOMPARE(sizeOfRows(last.asList()), int64_t{sizeof(ListObject) + 2 * sizeof(uint64_t) + 2});
}

void ValuePartTest::aListOfObjectsIsNotMeasuredInPassing() {
    const Value maps = readValue(types_, type("List<Map<String, Int>>"), R"([{"k" = 1}])");
    QCOMPARE(sizeOfRows(maps.asList()), int64_t{-1});
}

QTEST_APPLESS_MAIN(ValuePartTest)
#include "tst_value_part.moc"

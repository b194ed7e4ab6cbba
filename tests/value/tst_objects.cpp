#include "engine/value/column.h"
#include "engine/value/kernels.h"
#include "engine/value/objects.h"
#include "tests/types/read_type.h"
#include "tests/value/literal.h"

#include <QTest>

#include <thread>

using namespace cst;

class ObjectsTest : public QObject {
    Q_OBJECT

private slots:
    void aDefaultValueReadsAsZeroAndEmpty();
    void textsOfUpTo14BytesStandInPlace_data();
    void textsOfUpTo14BytesStandInPlace();
    void noneKnowsItsDepth();
    void copiesShareTheObject();
    void theLastCopyFreesTheObject();
    void assigningAValueToItselfKeepsIt();
    void aRecordHoldsItsSlotsInOrder();
    void slotsAreMovedIntoARecord();
    void aRecordMayHaveNoFields();
    void aTaggedValueKnowsItsMember();
    void aListIsARangeOfItsColumn();
    void deepValuesAreFreed();
    void threadsCopyAndDropTheSameValue();
    void zeroValuesAreThoseOfTheLanguage_data();
    void zeroValuesAreThoseOfTheLanguage();
};

void ObjectsTest::aDefaultValueReadsAsZeroAndEmpty() {
    const Value value;
    QCOMPARE(value.asInt(), int64_t{0});
    QCOMPARE(value.asFloat(), 0.0);
    QVERIFY(value.asText().empty() && value.absent() == 0 && !value.isObject());
}

void ObjectsTest::textsOfUpTo14BytesStandInPlace_data() {
    QTest::addColumn<int>("bytes");
    QTest::addColumn<bool>("onTheHeap");
    QTest::newRow("empty") << 0 << false;
    QTest::newRow("one") << 1 << false;
    QTest::newRow("just fits") << 14 << false;
    QTest::newRow("one too many") << 15 << true;
    QTest::newRow("long") << 5000 << true;
}

void ObjectsTest::textsOfUpTo14BytesStandInPlace() {
    QFETCH(int, bytes);
    QFETCH(bool, onTheHeap);
    std::string text(static_cast<std::size_t>(bytes), 'x');
    if (!text.empty()) text.back() = '\0';
    const Value value = Value::ofText(text);
    QCOMPARE(value.isObject(), onTheHeap);
    QVERIFY(value.asText() == text);
    QVERIFY(Value(value).asText() == text);
    QCOMPARE(value.absent(), 0U);
}

void ObjectsTest::noneKnowsItsDepth() {
    const Value none = Value::none(2);
    QVERIFY(none.isNone(2) && !none.isNone(1) && none.absent() == 2);
    QVERIFY(!Value::ofInt(0).isNone(1));
    QVERIFY(!Value::ofText("14 bytes long!").isNone(1));
}

void ObjectsTest::copiesShareTheObject() {
    const Value value = Value::ofText(std::string(100, 'x'));
    const Value copy = value;  // NOLINT: the copy is what is tested
    QVERIFY(copy.object() == value.object());
    QCOMPARE(value.object()->refs.load(), 2U);
}

void ObjectsTest::theLastCopyFreesTheObject() {
    const Value list = makeList(Ref<Column>::adopt(new Column(IntRows{{1, 2, 3}})));
    const Column* column = list.asList().column.get();
    {
        std::vector<Value> parts = {list, Value::ofInt(1)};
        const Value record = makeRecord(parts);
        const Value tagged = makeTagged(types::kInt, record);
        QCOMPARE(list.object()->refs.load(), 2U);
    }
    QCOMPARE(list.object()->refs.load(), 1U);
    QCOMPARE(column->refs.load(), 1U);
}

void ObjectsTest::assigningAValueToItselfKeepsIt() {
    Value value = Value::ofText(std::string(100, 'x'));
    const Value& alias = value;
    value = alias;
    QCOMPARE(value.asText().size(), std::size_t{100});
    Value moved = std::move(value);
    value = std::move(moved);
    QCOMPARE(value.asText().size(), std::size_t{100});
    QCOMPARE(value.object()->refs.load(), 1U);
}

void ObjectsTest::aRecordHoldsItsSlotsInOrder() {
    std::vector<Value> parts = {Value::ofInt(1), Value::ofText("b"), Value::none(1)};
    const Value record = makeRecord(parts);
    const std::span<const Value> found = record.asRecord().fields();
    QCOMPARE(found.size(), std::size_t{3});
    QCOMPARE(reinterpret_cast<uintptr_t>(found.data()) % alignof(Value), uintptr_t{0});
    QCOMPARE(found[0].asInt(), int64_t{1});
    QVERIFY(found[1].asText() == "b" && found[2].isNone(1));
}

void ObjectsTest::slotsAreMovedIntoARecord() {
    std::vector<Value> parts = {Value::ofText(std::string(100, 'x'))};
    const Value record = makeRecord(parts);
    QCOMPARE(record.asRecord().fields()[0].object()->refs.load(), 1U);
    QVERIFY(!parts[0].isObject());
}

void ObjectsTest::aRecordMayHaveNoFields() {
    QVERIFY(makeRecord({}).asRecord().fields().empty());
}

void ObjectsTest::aTaggedValueKnowsItsMember() {
    const Value value = makeTagged(types::kInt, Value::ofInt(7));
    QVERIFY(value.asTagged().tag == types::kInt);
    QCOMPARE(value.asTagged().value.asInt(), int64_t{7});
}

void ObjectsTest::aListIsARangeOfItsColumn() {
    const auto column = Ref<Column>::adopt(new Column(IntRows{{1, 2, 3, 4}}));
    const Value all = makeList(column);
    const Value part = makeList(column, 1, 2);
    QCOMPARE(all.asList().size, 4U);
    QCOMPARE(elementAt(part.asList(), 1).asInt(), int64_t{3});
    QCOMPARE(intsOf(part.asList()).data(), intsOf(all.asList()).data() + 1);
}

void ObjectsTest::deepValuesAreFreed() {
    Value value = Value::ofInt(1);
    for (int i = 0; i < 1024; ++i) {  // as deep as text can nest
        std::vector<Value> parts = {std::move(value)};
        value = makeTagged(types::kInt, makeRecord(parts));
    }
    QVERIFY(value.isObject());
}

void ObjectsTest::threadsCopyAndDropTheSameValue() {
    const Value value = Value::ofText(std::string(100, 'x'));
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&value] {
                std::vector<Value> copies;
                for (int i = 0; i < 5000; ++i) copies.push_back(value);
                CST_CHECK(copies.back().asText().size() == 100, "a copy is whole");
            });
        }
    }
    QCOMPARE(value.object()->refs.load(), 1U);
}

void ObjectsTest::zeroValuesAreThoseOfTheLanguage_data() {
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("zero");
    const auto row = [](const char* type, const char* zero) {
        QTest::newRow(type) << QByteArray(type) << QByteArray(zero);
    };
    row("String", "\"\"");
    row("Int", "0");
    row("Float", "0x0p+0");
    row("Boolean", "false");
    row("List<{ a: Int }>", "[]");
    row("Map<String, Int>", "{}");
    row("Optional<Optional<Int>>", "none");
    row("{ b: Int, a: { c: String, d: Optional<Int> } }", "{0, {\"\", none}}");
    row("String | Float", "@Float 0x0p+0");
    row("{ z: Int } | { c: Int, a: Boolean }", "@{ a: Boolean, c: Int } {0, false}");
    row("{}", "{}");
}

void ObjectsTest::zeroValuesAreThoseOfTheLanguage() {
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, zero);
    TypeTable types;
    const TypeId id = test::readType(types, type.toStdString());
    const Value value = zeroValue(types, id);
    QVERIFY(test::isWellFormed(types, id, value));
    QCOMPARE(QByteArray::fromStdString(test::showValue(types, id, value)), zero);
}

QTEST_APPLESS_MAIN(ObjectsTest)
#include "tst_objects.moc"

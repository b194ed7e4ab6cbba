#include "engine/types/type_table.h"
#include "tests/types/random_type.h"
#include "tests/types/read_type.h"

#include <QTest>

#include <latch>
#include <thread>

using namespace cst;
using test::readType;

class TypeTableTest : public QObject {
    Q_OBJECT

private slots:
    void scalarsHaveFixedIds();
    void aTypeIsPrintedAsItIsWritten_data();
    void aTypeIsPrintedAsItIsWritten();
    void equalStructureIsTheSameId();
    void fieldOrderMakesAnotherIdButTheSameType_data();
    void fieldOrderMakesAnotherIdButTheSameType();
    void differentTypesAreNotTheSame_data();
    void differentTypesAreNotTheSame();
    void aUnionTagSortsFieldsOfNestedRecordsToo();
    void unionsFlattenAndDropDuplicates();
    void aUnionOfOneMemberIsThatMember();
    void aUnionWithAnErrorIsAnError();
    void optionalsKnowHowDeepTheyAre();
    void anOptionalOf255LevelsIsItsOwnOptional();
    void typesKnowHowDeepTheyAre();
    void fieldsAreFoundByName();
    void moreParametersThanNamesAreNumbered();
    void theTextOfAHugeTypeIsCut();
    void aReferenceToARowStaysGoodWhileTheTableGrows();
    void printedTypesReadBackAsTheSameId();
    void threadsThatInternTheSameTypesGetTheSameIds();
};

void TypeTableTest::scalarsHaveFixedIds() {
    const TypeTable types;
    QCOMPARE(types.size(), std::size_t{6});
    QVERIFY(types.kind(types::kError) == TypeKind::Error);
    QVERIFY(types.kind(types::kNothing) == TypeKind::Nothing);
    QVERIFY(types.kind(types::kString) == TypeKind::String);
    QVERIFY(types.kind(types::kInt) == TypeKind::Int);
    QVERIFY(types.kind(types::kFloat) == TypeKind::Float);
    QVERIFY(types.kind(types::kBoolean) == TypeKind::Boolean);
}

void TypeTableTest::aTypeIsPrintedAsItIsWritten_data() {
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QByteArray>("printed");
    QTest::addColumn<QByteArray>("tag");
    const auto row = [](const char* written, const char* printed = nullptr,
                        const char* tag = nullptr) {
        QTest::newRow(written) << QByteArray(written)
                               << QByteArray(printed != nullptr ? printed : written)
                               << QByteArray(tag != nullptr       ? tag
                                             : printed != nullptr ? printed
                                                                  : written);
    };
    row("Int");
    row("List<Nothing>");
    row("{}");
    row("{ a: Int, b: List<String> }");
    row("{ b: Int, a: { d: Int, c: Int } }", nullptr, "{ a: { c: Int, d: Int }, b: Int }");
    row("Optional<Optional<Int>>");
    row("Map<String, List<Float>>");
    row("String | Int", "Int | String");
    row("List<String | Boolean>", "List<Boolean | String>");
    row("{ z: Int, a: Int } | Int", "Int | { z: Int, a: Int }", "Int | { a: Int, z: Int }");
    // Sorted by the tag: `{ a…` stands before `{ b…`, although it is written `{ c…`.
    row("{ b: Int } | { c: Int, a: Int }", "{ c: Int, a: Int } | { b: Int }",
        "{ a: Int, c: Int } | { b: Int }");
    row("(Int, { b: Int, a: Int }) => Boolean", nullptr, "(Int, { a: Int, b: Int }) => Boolean");
    row("() => Int");
    row("(List<T>, (T) => U) => List<U>");
    row("(T) => K");
}

void TypeTableTest::aTypeIsPrintedAsItIsWritten() {
    QFETCH(QByteArray, written);
    QFETCH(QByteArray, printed);
    QFETCH(QByteArray, tag);
    TypeTable types;
    const TypeId type = readType(types, written.toStdString());
    QCOMPARE(QByteArray::fromStdString(types.text(type)), printed);
    QCOMPARE(QByteArray::fromStdString(types.tag(type)), tag);
}

void TypeTableTest::equalStructureIsTheSameId() {
    TypeTable types;
    const TypeId first = readType(types, "Map<String, { a: List<Int | String>, b: Optional<T> }>");
    const std::size_t before = types.size();
    QVERIFY(readType(types, "Map<String, { a: List<String | Int>, b: Optional<T> }>") == first);
    QCOMPARE(types.size(), before);
}

void TypeTableTest::fieldOrderMakesAnotherIdButTheSameType_data() {
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    QTest::newRow("record") << QByteArray("{ a: Int, b: Int }") << QByteArray("{ b: Int, a: Int }");
    QTest::newRow("nested record")
        << QByteArray("{ r: { a: Int, b: Int } }") << QByteArray("{ r: { b: Int, a: Int } }");
    QTest::newRow("list") << QByteArray("List<{ a: Int, b: Int }>")
                          << QByteArray("List<{ b: Int, a: Int }>");
    QTest::newRow("optional") << QByteArray("Optional<{ a: Int, b: Int }>")
                              << QByteArray("Optional<{ b: Int, a: Int }>");
    QTest::newRow("map") << QByteArray("Map<{ a: Int, b: Int }, { c: Int, d: Int }>")
                         << QByteArray("Map<{ b: Int, a: Int }, { d: Int, c: Int }>");
    QTest::newRow("union") << QByteArray("Int | { a: Int, b: Int }")
                           << QByteArray("{ b: Int, a: Int } | Int");
    QTest::newRow("function") << QByteArray("({ a: Int, b: Int }) => { c: Int, d: Int }")
                              << QByteArray("({ b: Int, a: Int }) => { d: Int, c: Int }");
}

void TypeTableTest::fieldOrderMakesAnotherIdButTheSameType() {
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    TypeTable types;
    const TypeId a = readType(types, one.toStdString());
    const TypeId b = readType(types, other.toStdString());
    QVERIFY(a != b);
    QVERIFY(types.same(a, b));
    QVERIFY(types.canonical(types.canonical(a)) == types.canonical(a));
    QCOMPARE(types.tag(a), types.tag(b));
}

void TypeTableTest::differentTypesAreNotTheSame_data() {
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    const auto row = [](const char* one, const char* other) {
        QTest::newRow(one) << QByteArray(one) << QByteArray(other);
    };
    row("Int", "Float");
    row("List<Int>", "Optional<Int>");
    row("{ a: Int }", "{ a: Float }");
    row("{ a: Int }", "{ b: Int }");
    row("{ ab: Int }", "{ a: Int, b: Int }");
    row("{}", "() => Int");
    row("Map<Int, String>", "Map<String, Int>");
    row("Int | String", "Int | String | Boolean");
    row("(Int) => Int", "(Int, Int) => Int");
    row("T", "U");
    row("Optional<Int>", "Optional<Optional<Int>>");
}

void TypeTableTest::differentTypesAreNotTheSame() {
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    TypeTable types;
    QVERIFY(!types.same(readType(types, one.toStdString()), readType(types, other.toStdString())));
}

void TypeTableTest::aUnionTagSortsFieldsOfNestedRecordsToo() {
    TypeTable types;
    const TypeId type = readType(types, "List<{ z: Map<String, { y: Int, x: Int }>, a: Int }>");
    QCOMPARE(types.tag(type), std::string("List<{ a: Int, z: Map<String, { x: Int, y: Int }> }>"));
}

void TypeTableTest::unionsFlattenAndDropDuplicates() {
    TypeTable types;
    const TypeId type =
        readType(types, "(Int | String) | { a: Int, b: Int } | (String | { b: Int, a: Int })");
    QCOMPARE(types.text(type), std::string("Int | String | { a: Int, b: Int }"));
    QCOMPARE(types[type].args.size(), std::size_t{3});
}

void TypeTableTest::aUnionOfOneMemberIsThatMember() {
    TypeTable types;
    QVERIFY(readType(types, "Int | Int") == types::kInt);
    QVERIFY(readType(types, "Nothing | Int") == types::kInt);
    QVERIFY(types.unionOf({}) == types::kNothing);
}

void TypeTableTest::aUnionWithAnErrorIsAnError() {
    TypeTable types;
    QVERIFY(readType(types, "Int | ? | String") == types::kError);
}

void TypeTableTest::optionalsKnowHowDeepTheyAre() {
    TypeTable types;
    QCOMPARE(types[types::kInt].optionalDepth, 0U);
    QCOMPARE(types[readType(types, "Optional<Int>")].optionalDepth, 1U);
    QCOMPARE(types[readType(types, "Optional<Optional<List<Optional<Int>>>>")].optionalDepth, 2U);
}

void TypeTableTest::anOptionalOf255LevelsIsItsOwnOptional() {
    TypeTable types;
    TypeId type = types::kInt;
    for (int i = 0; i < 300; ++i) type = types.optional(type);
    QCOMPARE(types[type].optionalDepth, 255U);
    QVERIFY(types.optional(type) == type);
}

void TypeTableTest::typesKnowHowDeepTheyAre() {
    TypeTable types;
    QCOMPARE(types[types::kInt].depth, 1U);
    QCOMPARE(types[readType(types, "{}")].depth, 1U);
    QCOMPARE(types[readType(types, "{ a: Int, b: List<List<Int>>, c: Int }")].depth, 4U);
}

void TypeTableTest::fieldsAreFoundByName() {
    TypeTable types;
    const TypeRow* record = types.record(readType(types, "{ b: Int, a: String }"));
    QVERIFY(record != nullptr);
    QCOMPARE(TypeTable::fieldIndex(*record, "a"), 1);
    QCOMPARE(TypeTable::fieldIndex(*record, "c"), -1);
    QVERIFY(types.record(types::kInt) == nullptr);

    std::vector<FieldType> fields;
    for (int i = 0; i < 300; ++i) {
        fields.push_back({"f" + std::to_string(i * 7 % 300), types::kInt});
    }
    const TypeRow* wide = types.record(types.record(fields));
    for (int i = 0; i < 300; ++i) {
        QCOMPARE(TypeTable::fieldIndex(*wide, fields[static_cast<std::size_t>(i)].name), i);
    }
    QCOMPARE(TypeTable::fieldIndex(*wide, "f"), -1);
    QCOMPARE(TypeTable::fieldIndex(*wide, "f300"), -1);
}

void TypeTableTest::moreParametersThanNamesAreNumbered() {
    TypeTable types;
    QCOMPARE(types.text(types.parameter(2)), std::string("K"));
    QCOMPARE(types.text(types.parameter(3)), std::string("T3"));
}

void TypeTableTest::theTextOfAHugeTypeIsCut() {
    TypeTable types;
    TypeId type = types::kInt;
    // 2^40 Ints if it were written out.
    for (int i = 0; i < 40; ++i) type = types.record({{"b", type}, {"a", type}});
    QVERIFY(types.text(type).size() < 40000);
    QVERIFY(types.text(type).ends_with("…"));
    QCOMPARE(types[type].depth, 41U);
}

void TypeTableTest::aReferenceToARowStaysGoodWhileTheTableGrows() {
    TypeTable types;
    const TypeId id = readType(types, "{ a: Int }");
    const TypeRow& row = types[id];
    for (int i = 0; i < 5000; ++i) types.record({{"f" + std::to_string(i), types::kInt}});
    QVERIFY(&types[id] == &row);
    QCOMPARE(row.text, std::string("{ a: Int }"));
}

void TypeTableTest::printedTypesReadBackAsTheSameId() {
    TypeTable types;
    test::RandomType random(types, 7);
    for (int i = 0; i < 2000; ++i) {
        const TypeId type = random.next();
        const TypeId again = readType(types, types.text(type));
        QVERIFY2(again == type, types.text(type).c_str());
        QVERIFY2(types.same(readType(types, types.tag(type)), type), types.tag(type).c_str());
    }
}

void TypeTableTest::threadsThatInternTheSameTypesGetTheSameIds() {
    constexpr std::size_t kThreads = 4;
    constexpr int kTypes = 1500;
    TypeTable types;
    std::vector<std::vector<TypeId>> made(kThreads);
    std::latch start(kThreads);
    {
        std::vector<std::jthread> threads;
        for (std::size_t t = 0; t < kThreads; ++t) {
            threads.emplace_back([&, t] {
                test::RandomType random(types, 11);  // the same types in each thread
                start.arrive_and_wait();
                for (int i = 0; i < kTypes; ++i) {
                    made[t].push_back(random.next());
                    CST_CHECK(!types.text(made[t].back()).empty(), "a row is complete");
                }
            });
        }
    }
    for (std::size_t t = 1; t < kThreads; ++t) QVERIFY(made[t] == made[0]);
    TypeTable alone;
    test::RandomType random(alone, 11);
    for (int i = 0; i < kTypes; ++i) {
        QCOMPARE(alone.text(random.next()), types.text(made[0][static_cast<std::size_t>(i)]));
    }
    QCOMPARE(alone.size(), types.size());
}

QTEST_APPLESS_MAIN(TypeTableTest)
#include "tst_type_table.moc"

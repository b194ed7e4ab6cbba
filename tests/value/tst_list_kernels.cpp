#include "engine/value/kernels.h"
#include "tests/types/read_type.h"
#include "tests/value/literal.h"
#include "tests/value/random_value.h"

#include <QTest>

#include <numeric>

using namespace cst;
using test::readType;
using test::readValue;
using test::showValue;

class ListKernelsTest : public QObject {
    Q_OBJECT

private slots:
    void aFieldOfAListIsItsOwnColumn();
    void aProjectionSharesTheColumns();
    void listsAreJoinedEndToEnd();
    void joiningWithAnEmptyListSharesTheOther();
    void rowsAreGatheredInTheOrderGiven();
    void aRunOfMostRowsSharesTheColumn();
    void aFewRowsDoNotKeepALongColumnAlive();
    void gatheringNothingGivesAnEmptyListOfTheType();
};

void ListKernelsTest::aFieldOfAListIsItsOwnColumn() {
    TypeTable types;
    const TypeId type = readType(types, "List<{ a: Int, b: { c: String } }>");
    const Value list = readValue(types, type, R"([{1, {"x"}}, {2, {"y"}}, {3, {"z"}}])");
    const Value part = makeList(list.asList().column, 1, 2);
    const Value field = fieldOfList(part.asList(), 0);
    const auto& records = std::get<RecordRows>(list.asList().column->rows);
    QCOMPARE(field.asList().column.get(), records.fields[0].get());
    QCOMPARE(intsOf(field.asList()).data(),
             std::get<IntRows>(records.fields[0]->rows).data.data() + 1);
    const Value inner = fieldOfList(fieldOfList(part.asList(), 1).asList(), 0);
    QCOMPARE(showValue(types, readType(types, "List<String>"), inner),
             std::string(R"(["y", "z"])"));
}

void ListKernelsTest::aProjectionSharesTheColumns() {
    TypeTable types;
    const TypeId type = readType(types, "List<{ a: Int, b: String, c: Float }>");
    const Value list = readValue(types, type, R"([{1, "x", 0.5}, {2, "y", 1.5}])");
    const Value part = makeList(list.asList().column, 1, 1);
    const std::vector<uint32_t> indexes = {2, 0};
    const Value picked = projectList(part.asList(), indexes);
    QCOMPARE(std::get<RecordRows>(picked.asList().column->rows).fields[0].get(),
             std::get<RecordRows>(list.asList().column->rows).fields[2].get());
    QCOMPARE(showValue(types, readType(types, "List<{ c: Float, a: Int }>"), picked),
             std::string("[{0x1.8p+0, 2}]"));
}

void ListKernelsTest::listsAreJoinedEndToEnd() {
    TypeTable types;
    test::RandomType random(types, 81);
    for (int round = 0; round < 1000; ++round) {
        const TypeId element = random.next(2);
        const TypeId type = types.list(element);
        const Value a = test::randomValue(random, types, type);
        const Value b = test::randomValue(random, types, type);
        const Value both = concatLists(types, element, a.asList(), b.asList());
        QVERIFY(test::isWellFormed(types, type, both));
        QCOMPARE(both.asList().size, a.asList().size + b.asList().size);
        for (uint32_t i = 0; i < both.asList().size; ++i) {
            const Value expected = i < a.asList().size ? elementAt(a.asList(), i)
                                                       : elementAt(b.asList(), i - a.asList().size);
            QCOMPARE(showValue(types, element, elementAt(both.asList(), i)),
                     showValue(types, element, expected));
        }
    }
}

void ListKernelsTest::joiningWithAnEmptyListSharesTheOther() {
    TypeTable types;
    const TypeId type = readType(types, "List<Int>");
    const Value empty = readValue(types, type, "[]");
    const Value list = readValue(types, type, "[1, 2]");
    QVERIFY(concatLists(types, types::kInt, list.asList(), empty.asList()).object() ==
            list.object());
    QVERIFY(concatLists(types, types::kInt, empty.asList(), list.asList()).object() ==
            list.object());
}

void ListKernelsTest::rowsAreGatheredInTheOrderGiven() {
    TypeTable types;
    test::RandomType random(types, 82);
    for (int round = 0; round < 2000; ++round) {
        const TypeId element = random.next();
        const TypeId type = types.list(element);
        const Value list = test::randomValue(random, types, type);
        std::vector<uint32_t> positions;
        for (uint32_t i = list.asList().size > 0 ? random.below(5) : 0; i > 0; --i) {
            positions.push_back(random.below(list.asList().size));
        }
        const Value rows = gather(types, element, list.asList(), positions);
        QVERIFY(test::isWellFormed(types, type, rows));
        QCOMPARE(rows.asList().size, positions.size());
        for (uint32_t i = 0; i < positions.size(); ++i) {
            QCOMPARE(showValue(types, element, elementAt(rows.asList(), i)),
                     showValue(types, element, elementAt(list.asList(), positions[i])));
        }
    }
}

void ListKernelsTest::aRunOfMostRowsSharesTheColumn() {
    TypeTable types;
    const Value list = readValue(types, readType(types, "List<Int>"), "[1, 2, 3, 4]");
    const std::vector<uint32_t> positions = {1, 2, 3};
    const Value rows = gather(types, types::kInt, list.asList(), positions);
    QCOMPARE(rows.asList().column.get(), list.asList().column.get());
    QCOMPARE(rows.asList().begin, 1U);
}

void ListKernelsTest::aFewRowsDoNotKeepALongColumnAlive() {
    TypeTable types;
    const Value list = makeList(zeroColumn(types, types::kInt, 1000));
    std::vector<uint32_t> positions(10);
    std::iota(positions.begin(), positions.end(), 5U);
    const Value rows = gather(types, types::kInt, list.asList(), positions);
    QCOMPARE(rows.asList().column->size(), 10U);
}

void ListKernelsTest::gatheringNothingGivesAnEmptyListOfTheType() {
    TypeTable types;
    const Value list = readValue(types, readType(types, "List<Float>"), "[1.5]");
    const Value rows = gather(types, types::kFloat, list.asList(), {});
    QVERIFY(rows.asList().size == 0);
    QVERIFY(std::holds_alternative<FloatRows>(rows.asList().column->rows));
}

QTEST_APPLESS_MAIN(ListKernelsTest)
#include "tst_list_kernels.moc"

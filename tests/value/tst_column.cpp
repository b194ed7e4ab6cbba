#include "engine/value/column.h"
#include "engine/value/kernels.h"
#include "tests/types/aborts.h"
#include "tests/types/read_type.h"
#include "tests/value/literal.h"
#include "tests/value/random_value.h"

#include <QTest>

using namespace cst;
using test::randomValue;
using test::readType;
using test::showValue;

namespace {

/// Builds the same row as append(), from the scalars upwards, as the JSON decoder does.
void appendByParts(ColumnBuilder& builder, const TypeTable& types, TypeId type,
                   const Value& value) {
    const TypeRow& row = types[type];
    switch (row.kind) {
    case TypeKind::Int: builder.appendInt(value.asInt()); return;
    case TypeKind::Float: builder.appendFloat(value.asFloat()); return;
    case TypeKind::Boolean: builder.appendBool(value.asBool()); return;
    case TypeKind::String: builder.appendText(value.asText()); return;
    case TypeKind::List:
        for (uint32_t i = 0; i < value.asList().size; ++i) {
            appendByParts(builder.child(0), types, row.args[0], elementAt(value.asList(), i));
        }
        builder.closeList();
        return;
    case TypeKind::Record:
        for (std::size_t i = 0; i < row.fields.size(); ++i) {
            appendByParts(builder.child(i), types, row.fields[i].type,
                          value.asRecord().fields()[i]);
        }
        builder.closeRecord();
        return;
    case TypeKind::Optional:
        if (value.absent() != 0) {
            builder.appendNone(value.absent());
        } else {
            appendByParts(builder.child(0), types, builder.child(0).type(), value);
            builder.closeSome();
        }
        return;
    default: builder.append(value); return;
    }
}

}  // namespace

class ColumnTest : public QObject {
    Q_OBJECT

private slots:
    void whatGoesIntoAColumnComesOut();
    void rowsBuiltFromTheirPartsAreTheSame();
    void rowsCopiedFromAnotherColumnAreTheSame();
    void zeroRowsHoldZeroValues();
    void aBuilderIsEmptyAfterFinish();
    void aColumnOfNothingFitsWhereNoRowIsTaken();
    void moreThan32BitsOfRowsAreRefused();
    void aFloatTakesEightBytes();
    void aListOfVectorsTakesItsFloats();
    void recordsAreStoredByField();
    void reservedColumnsAreNotCopied();
};

void ColumnTest::whatGoesIntoAColumnComesOut() {
    TypeTable types;
    test::RandomType random(types, 41);
    for (int round = 0; round < 2000; ++round) {
        const TypeId type = random.next();
        ColumnBuilder builder(types, type);
        std::vector<Value> values;
        for (uint32_t i = random.below(6); i > 0; --i) {
            values.push_back(randomValue(random, types, type));
            builder.append(values.back());
        }
        QCOMPARE(builder.size(), values.size());
        const Value list = makeList(builder.finish());
        QVERIFY(test::isWellFormed(types, types.list(type), list));
        QCOMPARE(list.asList().size, values.size());
        for (uint32_t i = 0; i < values.size(); ++i) {
            const Value row = elementAt(list.asList(), i);
            QCOMPARE(showValue(types, type, row), showValue(types, type, values[i]));
            QVERIFY(equals(types, type, row, values[i]));
        }
    }
}

void ColumnTest::rowsBuiltFromTheirPartsAreTheSame() {
    TypeTable types;
    test::RandomType random(types, 42);
    for (int round = 0; round < 2000; ++round) {
        const TypeId type = random.next();
        const TypeId listType = types.list(type);
        const Value list = randomValue(random, types, listType);
        ColumnBuilder builder(types, type);
        for (uint32_t i = 0; i < list.asList().size; ++i) {
            appendByParts(builder, types, type, elementAt(list.asList(), i));
        }
        const Value again = makeList(builder.finish());
        QVERIFY(test::isWellFormed(types, listType, again));
        QCOMPARE(showValue(types, listType, again), showValue(types, listType, list));
    }
}

void ColumnTest::rowsCopiedFromAnotherColumnAreTheSame() {
    TypeTable types;
    test::RandomType random(types, 43);
    for (int round = 0; round < 2000; ++round) {
        const TypeId type = random.next();
        const Value first = randomValue(random, types, types.list(type));
        const Value second = randomValue(random, types, types.list(type));
        ColumnBuilder builder(types, type);
        std::vector<std::string> expected;
        for (const Value* value : {&first, &second, &first}) {
            const ListObject& list = value->asList();
            builder.appendRows(*list.column, list.begin, list.size);
            for (uint32_t i = 0; i < list.size; ++i) {
                expected.push_back(showValue(types, type, elementAt(list, i)));
            }
        }
        const Value all = makeList(builder.finish());
        QVERIFY(test::isWellFormed(types, types.list(type), all));
        QCOMPARE(all.asList().size, expected.size());
        for (uint32_t i = 0; i < expected.size(); ++i) {
            QCOMPARE(showValue(types, type, elementAt(all.asList(), i)), expected[i]);
        }
    }
}

void ColumnTest::zeroRowsHoldZeroValues() {
    TypeTable types;
    test::RandomType random(types, 44);
    for (int round = 0; round < 500; ++round) {
        const TypeId type = random.next();
        const Ref<Column> column = zeroColumn(types, type, 3);
        QCOMPARE(column->size(), 3U);
        QCOMPARE(showValue(types, type, column->at(2)),
                 showValue(types, type, zeroValue(types, type)));
    }
}

void ColumnTest::aBuilderIsEmptyAfterFinish() {
    TypeTable types;
    const TypeId type = readType(types, "{ a: List<Optional<String>>, b: Int }");
    ColumnBuilder builder(types, type);
    builder.append(test::readValue(types, type, R"({[some "x", none], 1})"));
    const Ref<Column> first = builder.finish();
    QCOMPARE(builder.size(), 0U);
    builder.append(test::readValue(types, type, R"({[none], 2})"));
    const Ref<Column> second = builder.finish();
    QCOMPARE(showValue(types, type, first->at(0)), std::string(R"({[some "x", none], 1})"));
    QCOMPARE(showValue(types, type, second->at(0)), std::string(R"({[none], 2})"));
}

void ColumnTest::aColumnOfNothingFitsWhereNoRowIsTaken() {
    TypeTable types;
    const Value none = makeList(emptyColumn(types, types::kNothing));
    ColumnBuilder builder(types, readType(types, "List<Int>"));
    builder.append(none);
    QCOMPARE(builder.finish()->at(0).asList().size, 0U);
    QVERIFY(intsOf(none.asList()).empty() && floatsOf(none.asList()).empty());
}

void ColumnTest::moreThan32BitsOfRowsAreRefused() {
    TypeTable types;
    // Records without fields: rows that take no memory.
    const TypeId type = readType(types, "{}");
    RecordRows rows;
    rows.size = UINT32_MAX - 1;
    const auto full = Ref<Column>::adopt(new Column(rows));
    ColumnBuilder builder(types, type);
    builder.appendRows(*full, 0, full->size());
    QCOMPARE(builder.size(), UINT32_MAX - 1);
    QVERIFY(test::aborts([&] { builder.closeRecord(); }));
    QVERIFY(test::aborts([&] { builder.appendRows(*full, 5, 1); }));
}

void ColumnTest::aFloatTakesEightBytes() {
    TypeTable types;
    ColumnBuilder builder(types, types::kFloat);
    for (int i = 0; i < 10000; ++i) builder.appendFloat(i);
    QVERIFY(builder.finish()->bytes() <= 81000);
}

void ColumnTest::aListOfVectorsTakesItsFloats() {
    TypeTable types;
    ColumnBuilder builder(types, readType(types, "List<Float>"));
    for (int i = 0; i < 1000; ++i) {
        for (int k = 0; k < 1536; ++k) builder.child(0).appendFloat(k);
        builder.closeList();
    }
    QVERIFY(builder.finish()->bytes() <= 12'400'000);
}

void ColumnTest::recordsAreStoredByField() {
    TypeTable types;
    const TypeId type =
        readType(types, "{ id: Int, price: Float, stock: Boolean, name: String, rank: Int }");
    ColumnBuilder builder(types, type);
    std::size_t chars = 0;
    for (int i = 0; i < 10000; ++i) {
        const std::string name = "item number " + std::to_string(i);
        chars += name.size();
        builder.child(0).appendInt(i);
        builder.child(1).appendFloat(i * 0.5);
        builder.child(2).appendBool(i % 2 == 0);
        builder.child(3).appendText(name);
        builder.child(4).appendInt(-i);
        builder.closeRecord();
    }
    const Ref<Column> column = builder.finish();
    QCOMPARE(column->size(), 10000U);
    QVERIFY(column->bytes() <= 500'000 + chars + chars / 50);
}

void ColumnTest::reservedColumnsAreNotCopied() {
    TypeTable types;
    ColumnBuilder builder(types, types::kInt);
    builder.reserve(1000);
    builder.appendInt(1);
    for (int i = 1; i < 1000; ++i) builder.appendInt(i);
    const Ref<Column> column = builder.finish();
    QCOMPARE(std::get<IntRows>(column->rows).data.capacity(), std::size_t{1000});
}

QTEST_APPLESS_MAIN(ColumnTest)
#include "tst_column.moc"

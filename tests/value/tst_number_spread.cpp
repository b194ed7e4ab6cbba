#include "engine/value/column.h"
#include "engine/value/number_spread.h"
#include "engine/value/objects.h"
#include "tests/types/read_type.h"
#include "tests/value/literal.h"

#include <QTest>

#include <numeric>

using namespace cst;

class NumberSpreadTest : public QObject {
    Q_OBJECT

private slots:
    void numbersStandInTheirBars_data();
    void numbersStandInTheirBars();
    void whatIsNoNumberHasNoSpread_data();
    void whatIsNoNumberHasNoSpread();
    void aFloatListHasEqualBars();
    void numbersWithoutAPlaceAreCounted();
    void ofAVeryLongListSomeAreLookedAt();
};

void NumberSpreadTest::numbersStandInTheirBars_data() {
    QTest::addColumn<std::string>("list");
    QTest::addColumn<double>("least");
    QTest::addColumn<double>("most");
    QTest::addColumn<std::vector<uint32_t>>("counts");
    const auto row = [](const char* list, double least, double most,
                        const std::vector<uint32_t>& counts) {
        QTest::newRow(list) << std::string(list) << least << most << counts;
    };
    row("[5]", 5, 5, {1});
    row("[5, 5, 5]", 5, 5, {3});
    row("[1, 2, 2, 4]", 1, 4, {1, 2, 0, 1});
    row("[-1, 0]", -1, 0, {1, 1});
}

void NumberSpreadTest::numbersStandInTheirBars() {
    QFETCH(std::string, list);
    TypeTable types;
    const TypeId type = types.list(types::kInt);
    const auto spread = spreadOf(types, type, test::readValue(types, type, list));
    QVERIFY(spread);
    QTEST(spread->least, "least");
    QTEST(spread->most, "most");
    QTEST(spread->counts, "counts");
    QVERIFY(!spread->isSample);
}

void NumberSpreadTest::whatIsNoNumberHasNoSpread_data() {
    QTest::addColumn<std::string>("type");
    QTest::addColumn<std::string>("value");
    QTest::newRow("empty") << std::string("List<Int>") << std::string("[]");
    QTest::newRow("texts") << std::string("List<String>") << std::string("[\"a\"]");
    QTest::newRow("a number") << std::string("Int") << std::string("1");
    QTest::newRow("not finite") << std::string("List<Float>") << std::string("[nan, inf]");
}

void NumberSpreadTest::whatIsNoNumberHasNoSpread() {
    QFETCH(std::string, type);
    QFETCH(std::string, value);
    TypeTable types;
    const TypeId id = test::readType(types, type);
    QVERIFY(!spreadOf(types, id, test::readValue(types, id, value)));
}

void NumberSpreadTest::aFloatListHasEqualBars() {
    TypeTable types;
    ColumnBuilder builder(types, types::kFloat);
    for (int i = 0; i < 3200; ++i) builder.appendFloat(i + 0.5);
    const auto spread = spreadOf(types, types.list(types::kFloat), makeList(builder.finish()));
    QCOMPARE(spread->counts, std::vector<uint32_t>(NumberSpread::kMostBars, 100));
}

void NumberSpreadTest::numbersWithoutAPlaceAreCounted() {
    TypeTable types;
    const TypeId type = types.list(types::kFloat);
    const auto spread =
        spreadOf(types, type, test::readValue(types, type, "[nan, -1.7e308, 1.7e308, inf]"));
    QCOMPARE(spread->notFinite, 2U);
    QCOMPARE(spread->counts.front(), 1U);
    QCOMPARE(spread->counts.back(), 1U);
}

void NumberSpreadTest::ofAVeryLongListSomeAreLookedAt() {
    TypeTable types;
    ColumnBuilder builder(types, types::kInt);
    const uint32_t size = NumberSpread::kMostNumbers + 2;
    builder.reserve(size);
    for (uint32_t i = 0; i < size; ++i) builder.appendInt(i % 10);
    const auto spread = spreadOf(types, types.list(types::kInt), makeList(builder.finish()));
    QVERIFY(spread->isSample);
    const uint32_t seen = std::accumulate(spread->counts.begin(), spread->counts.end(), 0U);
    QCOMPARE(seen, size / 2);
}

QTEST_APPLESS_MAIN(NumberSpreadTest)
#include "tst_number_spread.moc"

#include "engine/base/id.h"

#include <QTest>

#include <string>
#include <type_traits>
#include <unordered_set>

namespace {

using NodeId = cst::Id<struct NodeTag>;
using TypeId = cst::Id<struct TypeTag>;

// An id is a name, not a number, and belongs to one table.
static_assert(!std::is_convertible_v<NodeId, TypeId>);
static_assert(!std::is_constructible_v<TypeId, NodeId>);
static_assert(!std::is_convertible_v<uint32_t, NodeId>);
static_assert(!std::is_convertible_v<NodeId, uint32_t>);
static_assert(sizeof(NodeId) == sizeof(uint32_t));

}  // namespace

class IdTest : public QObject {
    Q_OBJECT

private slots:
    void anIdWithoutARowHasNoValue();
    void idsCompareByTheirRow();
    void idsAreKeysOfHashTables();
    void rowsKeepTheirIdWhenMoreAreAdded();
    void rowsComeInTheOrderOfTheirIds();
};

void IdTest::anIdWithoutARowHasNoValue() {
    QVERIFY(!NodeId().hasValue());
    QVERIFY(NodeId(0U).hasValue());
}

void IdTest::idsCompareByTheirRow() {
    QVERIFY(NodeId(1U) < NodeId(2U));
    QVERIFY(NodeId(2U) == NodeId(std::size_t{2}));
    QVERIFY(NodeId() != NodeId(0U));
}

void IdTest::idsAreKeysOfHashTables() {
    const std::unordered_set<NodeId> ids = {NodeId(3U), NodeId(4U), NodeId(3U)};
    QCOMPARE(ids.size(), std::size_t{2});
    QVERIFY(ids.contains(NodeId(4U)));
}

void IdTest::rowsKeepTheirIdWhenMoreAreAdded() {
    cst::Table<NodeId, std::string> names;
    const NodeId first = names.add("first");
    for (int i = 0; i < 1000; ++i) {
        names.add("later");
    }
    QCOMPARE(names[first], std::string("first"));
    QCOMPARE(names.size(), std::size_t{1001});
}

void IdTest::rowsComeInTheOrderOfTheirIds() {
    cst::Table<NodeId, int> squares;
    for (int i = 0; i < 10; ++i) {
        squares.add(i * i);
    }
    uint32_t next = 0;
    for (const int square : squares) {
        QCOMPARE(square, squares[NodeId(next)]);
        ++next;
    }
    QCOMPARE(next, 10U);
}

QTEST_APPLESS_MAIN(IdTest)
#include "tst_id.moc"

#include "engine/types/relations.h"
#include "tests/types/random_type.h"
#include "tests/types/read_type.h"

#include <QTest>

#include <algorithm>

using namespace cst;
using test::readType;

class JoinTest : public QObject {
    Q_OBJECT

private slots:
    void theJoinIsWhatTheLanguageSays_data();
    void theJoinIsWhatTheLanguageSays();
    void newUnionsAreTold_data();
    void newUnionsAreTold();
    void theOrderOfOperandsDoesNotMatter();
    void anOperandGivenTwiceDoesNotMatter();
    void everyOperandFitsIntoTheJoin();
    void anUpperBoundAmongTheOperandsIsTheJoin();
    void theFirstOfTwoEqualTypesGivesTheFieldOrder();
    void recordsAndListsOfThemMerge_data();
    void recordsAndListsOfThemMerge();
    void errorsMergeSilently();
};

void JoinTest::theJoinIsWhatTheLanguageSays_data() {
    QTest::addColumn<QByteArrayList>("operands");
    QTest::addColumn<QByteArray>("joined");
    const auto row = [](std::initializer_list<const char*> operands, const char* joined) {
        QByteArrayList list;
        for (const char* operand : operands) list << operand;
        QTest::addRow("%s", list.join(" ∨ ").constData()) << list << QByteArray(joined);
    };
    row({}, "Nothing");
    row({"Int"}, "Int");
    row({"Nothing", "Int"}, "Int");
    row({"Nothing", "Nothing"}, "Nothing");
    row({"?", "Int"}, "?");
    row({"Int", "String", "?"}, "?");
    // Rule 1.
    row({"{ a: Int, b: String }", "{ a: Int }"}, "{ a: Int }");
    row({"List<Nothing>", "List<Int>"}, "List<Int>");
    row({"{ p: { x: Int, y: Int } }", "{ p: { x: Int } }"}, "{ p: { x: Int } }");
    row({"List<{ a: Int, b: Int }>", "List<{ b: Int }>"}, "List<{ b: Int }>");
    row({"Map<String, { a: Int, b: Int }>", "Map<String, { a: Int }>"}, "Map<String, { a: Int }>");
    row({"Int | String", "Int"}, "Int | String");
    row({"Int | String", "Boolean | Int | String"}, "Boolean | Int | String");
    row({"List<Int>", "List<?>"}, "List<Int>");
    // Rule 2.
    row({"Int", "Float"}, "Float");
    row({"Int", "Float", "Int"}, "Float");
    row({"Int", "String", "Float"}, "Float | String");
    row({"Int", "Float | String"}, "Float | Int | String");
    row({"Float", "Int | String"}, "Float | Int | String");
    row({"Int", "Float", "Int | String"}, "Float | Int | String");
    row({"List<Int>", "List<Float>"}, "List<Float> | List<Int>");
    row({"{ a: Int }", "{ a: Float }"}, "{ a: Float } | { a: Int }");
    // Rule 3.
    row({"Optional<Int>", "Int"}, "Optional<Int>");
    row({"Optional<Int>", "Float"}, "Optional<Float>");
    row({"Optional<Float>", "Int"}, "Optional<Float>");
    row({"Optional<Int>", "Optional<Float>"}, "Optional<Float>");
    row({"Optional<Int>", "Optional<Optional<Int>>"}, "Optional<Optional<Int>>");
    row({"Optional<Optional<Int>>", "Int"}, "Optional<Optional<Int>>");
    row({"Optional<Nothing>", "Int"}, "Optional<Int>");
    row({"Optional<Nothing>", "Int | String"}, "Optional<Int | String>");
    row({"Optional<Int>", "Int | String"}, "Optional<Int | String>");
    row({"Optional<Int | String>", "Int"}, "Optional<Int | String>");
    row({"Optional<{ a: Int, b: Int }>", "{ a: Int }"}, "Optional<{ a: Int }>");
    row({"Optional<Int>", "String"}, "Optional<Int> | String");
    row({"Optional<Int>", "Optional<String>"}, "Optional<Int> | Optional<String>");
    row({"Int", "Optional<Int>", "String"}, "Int | Optional<Int> | String");
    row({"Optional<Int>", "Float", "String"}, "Float | Optional<Int> | String");
    row({"Optional<Optional<Int>>", "Optional<String>"},
        "Optional<Optional<Int>> | Optional<String>");
    // Rule 4.
    row({"Int", "String"}, "Int | String");
    row({"String", "Int", "Boolean"}, "Boolean | Int | String");
    row({"List<Int>", "List<String>"}, "List<Int> | List<String>");
    row({"List<Nothing>", "List<Int>", "List<String>"}, "List<Int> | List<String>");
    row({"{ a: Int, b: Int }", "{ a: Int, c: Int }"}, "{ a: Int, b: Int } | { a: Int, c: Int }");
    row({"{ a: Int, b: Int } | String", "{ a: Int }"}, "String | { a: Int }");
    row({"{ a: Int } | { a: Int, b: Int } | String", "{ a: Int, b: Int }"},
        "String | { a: Int } | { a: Int, b: Int }");
    row({"Map<String, Int>", "Map<Int, Int>"}, "Map<Int, Int> | Map<String, Int>");
}

void JoinTest::theJoinIsWhatTheLanguageSays() {
    QFETCH(QByteArrayList, operands);
    QFETCH(QByteArray, joined);
    TypeTable types;
    std::vector<TypeId> ids;
    for (const QByteArray& operand : operands)
        ids.push_back(readType(types, operand.toStdString()));
    std::sort(ids.begin(), ids.end());
    do {
        QCOMPARE(QByteArray::fromStdString(types.text(join(types, ids))), joined);
    } while (std::next_permutation(ids.begin(), ids.end()));
}

void JoinTest::newUnionsAreTold_data() {
    QTest::addColumn<QByteArrayList>("operands");
    QTest::addColumn<bool>("isNew");
    QTest::newRow("two scalars") << QByteArrayList{"Int", "String"} << true;
    QTest::newRow("a wider union") << QByteArrayList{"Int | String", "Boolean"} << true;
    QTest::newRow("a narrower member")
        << QByteArrayList{"{ a: Int, b: Int } | String", "{ a: Int }"} << true;
    QTest::newRow("a union and its member") << QByteArrayList{"Int | String", "Int"} << false;
    QTest::newRow("the same union twice")
        << QByteArrayList{"Int | { a: Int, b: Int }", "{ b: Int, a: Int } | Int"} << false;
    QTest::newRow("widening") << QByteArrayList{"Int", "Float"} << false;
    QTest::newRow("an Optional of a union")
        << QByteArrayList{"Optional<Nothing>", "Int | String"} << false;
}

void JoinTest::newUnionsAreTold() {
    QFETCH(QByteArrayList, operands);
    QFETCH(bool, isNew);
    TypeTable types;
    std::vector<TypeId> ids;
    for (const QByteArray& operand : operands)
        ids.push_back(readType(types, operand.toStdString()));
    QCOMPARE(joinMakesNewUnion(types, ids, join(types, ids)), isNew);
}

void JoinTest::theOrderOfOperandsDoesNotMatter() {
    TypeTable types;
    test::RandomType random(types, 31);
    for (int round = 0; round < 3000; ++round) {
        std::vector<TypeId> operands;
        for (uint32_t i = random.below(4) + 1; i > 0; --i) operands.push_back(random.next(2));
        const TypeId joined = join(types, operands);
        for (int shuffle = 0; shuffle < 4; ++shuffle) {
            std::shuffle(operands.begin(), operands.end(), random.engine());
            const TypeId again = join(types, operands);
            QVERIFY2(types.same(again, joined), types.text(joined).c_str());
        }
    }
}

void JoinTest::anOperandGivenTwiceDoesNotMatter() {
    TypeTable types;
    test::RandomType random(types, 32);
    for (int round = 0; round < 2000; ++round) {
        const TypeId a = random.next(2);
        const TypeId b = random.next(2);
        const TypeId joined = join(types, std::vector{a, b});
        QVERIFY(join(types, std::vector{a}) == a);
        QVERIFY(types.same(join(types, std::vector{a, b, a, b}), joined));
        QVERIFY(types.same(join(types, std::vector{a, types::kNothing, b}), joined));
    }
}

void JoinTest::everyOperandFitsIntoTheJoin() {
    TypeTable types;
    test::RandomType random(types, 33);
    // Subtyping, and the two steps that only a join may take: Int to Float and into an Optional.
    const auto fits = [&](const auto& self, TypeId from, TypeId to) -> bool {
        if (isCoercible(types, from, to)) return true;
        const TypeRow& target = types[to];
        if (target.kind == TypeKind::Optional) {
            const bool optional = types.kind(from) == TypeKind::Optional;
            return self(self, optional ? types.element(from) : from, target.args[0]);
        }
        return from == types::kInt && target.kind == TypeKind::Union &&
               isSubtype(types, types::kFloat, to);
    };
    for (int round = 0; round < 3000; ++round) {
        std::vector<TypeId> operands;
        for (uint32_t i = random.below(3) + 1; i > 0; --i) operands.push_back(random.next(2));
        const TypeId joined = join(types, operands);
        for (const TypeId operand : operands) {
            QVERIFY2(fits(fits, operand, joined),
                     (types.text(operand) + " into " + types.text(joined)).c_str());
        }
    }
}

void JoinTest::anUpperBoundAmongTheOperandsIsTheJoin() {
    TypeTable types;
    test::RandomType random(types, 34);
    for (int round = 0; round < 5000; ++round) {
        const TypeId a = random.next(2);
        const TypeId b = random.next(2);
        if (isSubtype(types, a, b)) QVERIFY(types.same(join(types, std::vector{a, b}), b));
    }
}

void JoinTest::theFirstOfTwoEqualTypesGivesTheFieldOrder() {
    TypeTable types;
    const TypeId ab = readType(types, "{ a: Int, b: Int }");
    const TypeId ba = readType(types, "{ b: Int, a: Int }");
    QVERIFY(join(types, std::vector{ba, ab}) == ba);
    QVERIFY(join(types, std::vector{ab, ba}) == ab);
    // Also where one of them stands in an Optional, whose tag comes first.
    const TypeId optional = types.optional(ab);
    QVERIFY(join(types, std::vector{ba, optional}) == types.optional(ba));
}

void JoinTest::recordsAndListsOfThemMerge_data() {
    QTest::addColumn<QByteArray>("left");
    QTest::addColumn<QByteArray>("right");
    QTest::addColumn<QByteArray>("merged");  // empty = they do not
    const auto row = [](const char* left, const char* right, const char* merged) {
        QTest::addRow("%s + %s", left, right)
            << QByteArray(left) << QByteArray(right) << QByteArray(merged);
    };
    row("{ a: Int, b: Int }", "{ b: String, c: Boolean }", "{ a: Int, b: String, c: Boolean }");
    row("{ z: Int }", "{ a: Int }", "{ z: Int, a: Int }");
    row("{}", "{ a: Int }", "{ a: Int }");
    row("{ r: { a: Int } }", "{ r: { b: Int } }", "{ r: { b: Int } }");
    row("List<{ a: Int }>", "List<{ b: Int }>", "List<{ a: Int, b: Int }>");
    row("List<{ a: Int }>", "{ a: String, k: Int }", "List<{ a: String, k: Int }>");
    row("{ s: String, k: Int }", "List<{ id: Int, s: Int }>", "List<{ s: Int, k: Int, id: Int }>");
    row("Int", "{ a: Int }", "");
    row("{ a: Int }", "String", "");
    row("List<Int>", "{ a: Int }", "");
    row("List<List<{ a: Int }>>", "{ a: Int }", "");
    row("Optional<{ a: Int }>", "{ a: Int }", "");
    row("Int", "?", "");
}

void JoinTest::recordsAndListsOfThemMerge() {
    QFETCH(QByteArray, left);
    QFETCH(QByteArray, right);
    QFETCH(QByteArray, merged);
    TypeTable types;
    const MergedType result = mergedType(types, readType(types, left.toStdString()),
                                         readType(types, right.toStdString()));
    QCOMPARE(result.merges, !merged.isEmpty());
    if (result.merges) QCOMPARE(QByteArray::fromStdString(types.text(result.type)), merged);
}

void JoinTest::errorsMergeSilently() {
    TypeTable types;
    const MergedType result = mergedType(types, types::kError, readType(types, "{ a: Int }"));
    QVERIFY(result.merges && result.type == types::kError);
    QVERIFY(isMergeable(types, readType(types, "List<{}>")));
    QVERIFY(!isMergeable(types, readType(types, "List<Int>")));
}

QTEST_APPLESS_MAIN(JoinTest)
#include "tst_join.moc"

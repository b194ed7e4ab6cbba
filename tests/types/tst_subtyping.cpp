#include "engine/types/relations.h"
#include "tests/types/random_type.h"
#include "tests/types/read_type.h"

#include <QTest>

using namespace cst;
using test::readType;

namespace {

struct Pair {
    const char* sub;
    const char* super;
};

// The order is that of the rules in language §3.3.
constexpr Pair kSubtypes[] = {
    {"Int", "Int"},
    {"{ a: Int, b: Int }", "{ b: Int, a: Int }"},
    {"Nothing", "Int"},
    {"Nothing", "{ a: Int } | String"},
    {"List<Nothing>", "List<Int>"},
    {"List<{ a: Int, b: Int }>", "List<{ a: Int }>"},
    {"Optional<Nothing>", "Optional<Int>"},
    {"Optional<{ a: Int, b: Int }>", "Optional<{ a: Int }>"},
    {"Map<String, { a: Int, b: Int }>", "Map<String, { a: Int }>"},
    {"Map<{ a: Int, b: Int }, Int>", "Map<{ b: Int, a: Int }, Int>"},
    {"{ a: Int }", "{}"},
    {"{ a: Int, b: String, c: Int }", "{ c: Int, a: Int }"},
    {"{ a: { x: Int, y: Int } }", "{ a: { x: Int } }"},
    {"{ a: Int }", "{ a: Int | String }"},
    {"Int | String", "Boolean | Int | String"},
    {"Int | String | Boolean", "Boolean | Int | String"},
    {"{ a: Int, b: Int } | { a: Int, c: Int }", "{ a: Int }"},
    {"{ a: Int, b: Int } | String", "String | { a: Int }"},
    {"Int", "Int | String"},
    {"{ a: Int, b: Int }", "{ a: Int } | String"},
    {"List<Int>", "List<Int | String>"},
    {"List<Int> | List<String>", "List<Int | String>"},
    {"(Int | String) => Int", "(Int) => Int | String"},
    {"({ a: Int }) => { a: Int, b: Int }", "({ a: Int, c: Int }) => { b: Int }"},
    {"?", "Int"},
    {"Int", "?"},
    {"List<?>", "List<Int>"},
    {"{ a: Int }", "{ a: ? }"},
    {"Map<?, Int>", "Map<String, Int>"},
    {"T", "T"},
};

constexpr Pair kNoSubtypes[] = {
    {"Int", "Float"},
    {"Float", "Int"},
    {"Int", "Optional<Int>"},
    {"Optional<Int>", "Int"},
    {"Optional<Int>", "Optional<Optional<Int>>"},
    {"Int", "Nothing"},
    {"List<Int>", "List<Nothing>"},
    {"List<Int>", "List<Float>"},
    {"List<Int>", "Int"},
    {"Map<{ a: Int, b: Int }, Int>", "Map<{ a: Int }, Int>"},
    {"Map<Nothing, Int>", "Map<String, Int>"},
    {"{ a: Int }", "{ a: Int, b: Int }"},
    {"{ a: Int }", "{ a: Float }"},
    {"{}", "{ a: Int }"},
    {"Int | String", "Int"},
    {"Int | String", "Int | Boolean"},
    {"List<Int | String>", "List<Int> | List<String>"},
    {"Int", "Float | String"},
    {"(Int) => Int", "(Int | String) => Int"},
    {"(Int) => Int", "(Int, Int) => Int"},
    {"(Int) => Int | String", "(Int) => Int"},
    {"T", "U"},
    {"T", "Int"},
};

}  // namespace

class SubtypingTest : public QObject {
    Q_OBJECT

private slots:
    void subtypesAreRecognised_data() { addRows(kSubtypes); }
    void subtypesAreRecognised();
    void othersAreNot_data() { addRows(kNoSubtypes); }
    void othersAreNot();
    void onlyIntWidensAndOnlyAtTheTop();
    void subtypingIsAPartialOrder();
    void unionsAreTheirMembersAndMore();
    void numbersAreIntAndFloat();
    void functionsAreFoundHoweverDeep();
    void parametersAreFilledIn();

private:
    template <std::size_t n>
    static void addRows(const Pair (&pairs)[n]) {
        QTest::addColumn<QByteArray>("sub");
        QTest::addColumn<QByteArray>("super");
        for (const Pair& pair : pairs) {
            QTest::addRow("%s <: %s", pair.sub, pair.super)
                << QByteArray(pair.sub) << QByteArray(pair.super);
        }
    }
};

void SubtypingTest::subtypesAreRecognised() {
    QFETCH(QByteArray, sub);
    QFETCH(QByteArray, super);
    TypeTable types;
    const TypeId from = readType(types, sub.toStdString());
    const TypeId to = readType(types, super.toStdString());
    QVERIFY(isSubtype(types, from, to));
    QVERIFY(isCoercible(types, from, to));
}

void SubtypingTest::othersAreNot() {
    QFETCH(QByteArray, sub);
    QFETCH(QByteArray, super);
    TypeTable types;
    QVERIFY(!isSubtype(types, readType(types, sub.toStdString()),
                       readType(types, super.toStdString())));
}

void SubtypingTest::onlyIntWidensAndOnlyAtTheTop() {
    TypeTable types;
    const auto coercible = [&](const char* from, const char* to) {
        return isCoercible(types, readType(types, from), readType(types, to));
    };
    QVERIFY(coercible("Int", "Float"));
    QVERIFY(!coercible("Float", "Int"));
    QVERIFY(!coercible("List<Int>", "List<Float>"));
    QVERIFY(!coercible("Optional<Int>", "Optional<Float>"));
    QVERIFY(!coercible("{ a: Int }", "{ a: Float }"));
    QVERIFY(!coercible("Int", "Float | String"));
    QVERIFY(!coercible("Int", "Optional<Int>"));
}

void SubtypingTest::subtypingIsAPartialOrder() {
    TypeTable types;
    test::RandomType random(types, 21);
    std::vector<TypeId> some;
    for (int i = 0; i < 150; ++i) some.push_back(random.next(2));
    for (const TypeId a : some) {
        QVERIFY(isSubtype(types, a, a));
        for (const TypeId b : some) {
            if (!isSubtype(types, a, b)) continue;
            for (const TypeId c : some) {
                QVERIFY(!isSubtype(types, b, c) || isSubtype(types, a, c));
            }
        }
    }
}

void SubtypingTest::unionsAreTheirMembersAndMore() {
    TypeTable types;
    test::RandomType random(types, 22);
    for (int i = 0; i < 1000; ++i) {
        const TypeId a = random.next(2);
        const TypeId b = random.next(2);
        const TypeId both = types.unionOf(std::vector{a, b});
        const TypeId c = random.next(2);
        QVERIFY(isSubtype(types, a, both) && isSubtype(types, b, both));
        QCOMPARE(isSubtype(types, both, c), isSubtype(types, a, c) && isSubtype(types, b, c));
    }
}

void SubtypingTest::numbersAreIntAndFloat() {
    TypeTable types;
    QVERIFY(isNumeric(types, types::kInt) && isNumeric(types, types::kFloat));
    QVERIFY(!isNumeric(types, types::kBoolean) &&
            !isNumeric(types, readType(types, "Int | Float")));
}

void SubtypingTest::functionsAreFoundHoweverDeep() {
    TypeTable types;
    QVERIFY(containsFunction(types, readType(types, "() => Int")));
    QVERIFY(containsFunction(types, readType(types, "{ a: Map<String, List<(Int) => Int>> }")));
    QVERIFY(!containsFunction(types, readType(types, "{ a: Map<String, List<Int>> }")));
}

void SubtypingTest::parametersAreFilledIn() {
    TypeTable types;
    const std::vector<TypeId> arguments = {types::kInt, TypeId(), readType(types, "Int | String")};
    const TypeId filled = substitute(
        types, readType(types, "{ b: List<T>, a: (Map<K, T>) => Optional<U> }"), arguments);
    QCOMPARE(types.text(filled),
             std::string("{ b: List<Int>, a: (Map<Int | String, Int>) => Optional<U> }"));
    QVERIFY(substitute(types, readType(types, "T | K"), arguments) == arguments[2]);
    QVERIFY(substitute(types, types.parameter(9), arguments) == types.parameter(9));
}

QTEST_APPLESS_MAIN(SubtypingTest)
#include "tst_subtyping.moc"

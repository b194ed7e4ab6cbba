#include "engine/types/relations.h"
#include "engine/value/column.h"
#include "engine/value/kernels.h"
#include "tests/types/read_type.h"
#include "tests/value/literal.h"
#include "tests/value/random_value.h"

#include <QTest>

using namespace cst;
using test::isWellFormed;
using test::readType;
using test::readValue;
using test::showValue;

namespace {

/// Does `b` of type `to` mean what `a` of type `from` means? Written from the language (§3.4,
/// §3.5), value by value, to judge convert(), which goes by columns.
bool meansTheSame(const TypeTable& types, TypeId from, const Value& a, TypeId to, const Value& b) {
    const TypeRow& f = types[from];
    const TypeRow& t = types[to];
    if (f.kind == TypeKind::Union) {
        for (const TypeId member : f.args) {
            if (types.canonical(member) == a.asTagged().tag) {
                return meansTheSame(types, member, a.asTagged().value, to, b);
            }
        }
        return false;
    }
    if (t.kind == TypeKind::Union) {
        std::vector<TypeId> fitting;
        for (const TypeId member : t.args) {
            if (types.same(member, from)) fitting.insert(fitting.begin(), member);
            if (isSubtype(types, from, member)) fitting.push_back(member);
        }
        if (fitting.empty()) fitting.push_back(types::kFloat);  // an Int at a join
        return types.canonical(fitting[0]) == b.asTagged().tag &&
               meansTheSame(types, from, a, fitting[0], b.asTagged().value);
    }
    if (t.kind == TypeKind::Optional) {
        if (f.kind != TypeKind::Optional) {
            return !b.isNone(t.optionalDepth) && meansTheSame(types, from, a, t.args[0], b);
        }
        if (a.isNone(f.optionalDepth)) return b.isNone(t.optionalDepth);
        return !b.isNone(t.optionalDepth) && meansTheSame(types, f.args[0], a, t.args[0], b);
    }
    if (f.kind == TypeKind::List) {
        if (a.asList().size != b.asList().size) return false;
        for (uint32_t i = 0; i < a.asList().size; ++i) {
            if (!meansTheSame(types, f.args[0], elementAt(a.asList(), i), t.args[0],
                              elementAt(b.asList(), i))) {
                return false;
            }
        }
        return true;
    }
    if (f.kind == TypeKind::Map) {
        if (a.asMap().size != b.asMap().size) return false;
        for (uint32_t i = 0; i < a.asMap().size; ++i) {
            if (!meansTheSame(types, f.args[0], a.asMap().keys->at(i), t.args[0],
                              b.asMap().keys->at(i)) ||
                !meansTheSame(types, f.args[1], a.asMap().values->at(i), t.args[1],
                              b.asMap().values->at(i))) {
                return false;
            }
        }
        return true;
    }
    if (f.kind == TypeKind::Record) {
        for (std::size_t i = 0; i < t.fields.size(); ++i) {
            const auto k = static_cast<std::size_t>(TypeTable::fieldIndex(f, t.fields[i].name));
            if (!meansTheSame(types, f.fields[k].type, a.asRecord().fields()[k], t.fields[i].type,
                              b.asRecord().fields()[i])) {
                return false;
            }
        }
        return true;
    }
    if (from == types::kInt && to == types::kFloat) {
        return b.asFloat() == static_cast<double>(a.asInt());
    }
    return showValue(types, from, a) == showValue(types, to, b);
}

/// A random supertype: fields left out and moved, members and levels added.
TypeId widened(test::RandomType& random, TypeTable& types, TypeId type) {
    const TypeRow& row = types[type];
    TypeId wider = type;
    switch (row.kind) {
    case TypeKind::List: wider = types.list(widened(random, types, row.args[0])); break;
    case TypeKind::Optional: wider = types.optional(widened(random, types, row.args[0])); break;
    case TypeKind::Map: wider = types.map(row.args[0], widened(random, types, row.args[1])); break;
    case TypeKind::Record: {
        std::vector<FieldType> fields;
        for (const FieldType& field : row.fields) {
            if (random.below(4) == 0) continue;
            fields.push_back({field.name, widened(random, types, field.type)});
        }
        std::shuffle(fields.begin(), fields.end(), random.engine());
        wider = types.record(std::move(fields));
        break;
    }
    case TypeKind::Union: {
        std::vector<TypeId> members;
        for (const TypeId member : row.args) members.push_back(widened(random, types, member));
        wider = types.unionOf(members);
        break;
    }
    default: break;
    }
    if (random.below(4) > 0) return wider;
    return types.unionOf(std::vector{wider, random.next(1)});
}

}  // namespace

class ConvertTest : public QObject {
    Q_OBJECT

private slots:
    void aValueTakesTheFormOfItsNewType_data();
    void aValueTakesTheFormOfItsNewType();
    void whatIsInFormAlreadyNeedsNoConversion_data();
    void whatIsInFormAlreadyNeedsNoConversion();
    void aSubtypeConvertsToItsSupertype();
    void operandsConvertToTheirJoin();
    void listsConvertAsTheirElementsDo();
    void convertingAListOfRecordsPicksItsColumns();
    void convertingAShortRangeTouchesOnlyItsRows();
    void theEmptyListBecomesOneOfTheRightType();
};

void ConvertTest::aValueTakesTheFormOfItsNewType_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("converted");
    const auto row = [](const char* from, const char* value, const char* to,
                        const char* converted) {
        QTest::addRow("%s of %s to %s", value, from, to)
            << QByteArray(from) << QByteArray(value) << QByteArray(to) << QByteArray(converted);
    };
    // Int to Float.
    row("Int", "3", "Float", "0x1.8p+1");
    row("Int", "9007199254740993", "Float", "0x1p+53");
    row("Int", "-9223372036854775808", "Float", "-0x1p+63");
    row("Optional<Int>", "some 3", "Optional<Float>", "some 0x1.8p+1");
    row("Optional<Int>", "none", "Optional<Float>", "none");
    row("Int", "3", "Optional<Float>", "some 0x1.8p+1");
    row("Int", "3", "Float | String", "@Float 0x1.8p+1");
    row("Int", "3", "Float | Int", "@Int 3");
    // Records.
    row("{ a: Int, b: String }", "{1, \"x\"}", "{ b: String, a: Int }", "{\"x\", 1}");
    row("{ a: Int, b: String }", "{1, \"x\"}", "{ b: String }", "{\"x\"}");
    row("{ a: Int }", "{1}", "{}", "{}");
    row("{ p: { x: Int, y: Int }, q: Int }", "{{1, 2}, 3}", "{ p: { y: Int } }", "{{2}}");
    row("{ a: Int }", "{1}", "{ a: Int | String }", "{@Int 1}");
    // Lists and maps.
    row("List<{ a: Int, b: Int }>", "[{1, 2}, {3, 4}]", "List<{ b: Int, a: Int }>",
        "[{2, 1}, {4, 3}]");
    row("List<List<{ a: Int, b: Int }>>", "[[{1, 2}], [], [{3, 4}, {5, 6}]]",
        "List<List<{ b: Int }>>", "[[{2}], [], [{4}, {6}]]");
    row("List<Int>", "[1, 2]", "List<Int | String>", "[@Int 1, @Int 2]");
    row("List<Optional<{ a: Int, b: Int }>>", "[none, some {1, 2}]", "List<Optional<{ b: Int }>>",
        "[none, some {2}]");
    row("List<Nothing>", "[]", "List<{ a: List<Int> }>", "[]");
    row("Map<{ a: Int, b: Int }, { c: Int, d: Int }>", "{{1, 2} = {3, 4}}",
        "Map<{ b: Int, a: Int }, { d: Int }>", "{{2, 1} = {4}}");
    // Optionals, level by level from the outside.
    row("Int", "3", "Optional<Int>", "some 3");
    row("Int", "3", "Optional<Optional<Int>>", "some some 3");
    row("Optional<Int>", "none", "Optional<Optional<Int>>", "none");
    row("Optional<Int>", "some 3", "Optional<Optional<Int>>", "some some 3");
    row("Optional<Optional<Int>>", "some none", "Optional<Optional<Float>>", "some none");
    row("Optional<Nothing>", "none", "Optional<Optional<Int>>", "none");
    row("Optional<{ a: Optional<Int>, b: Int }>", "some {none, 1}",
        "Optional<{ a: Optional<Int> }>", "some {none}");
    row("Int | String", "@Int 1", "Optional<Int | String>", "some @Int 1");
    row("Optional<{ a: Int, b: Int }> | Optional<{ a: Int, c: Int }>",
        "@Optional<{ a: Int, c: Int }> none", "Optional<{ a: Int }>", "none");
    row("List<Optional<Optional<Boolean>>>", "[some some true, some none, none]",
        "List<Optional<Optional<Boolean> | String>>",
        "[some @Optional<Boolean> some true, some @Optional<Boolean> none, none]");
    row("List<Optional<Nothing>>", "[none]", "List<Optional<Optional<Int>>>", "[none]");
    row("List<Optional<Int>>", "[none, some 1]", "List<Optional<Optional<Int>>>",
        "[none, some some 1]");
    row("List<Optional<Optional<{ a: Int, b: Int }> | Optional<{ a: Int, c: Int }>>>",
        "[none, some @Optional<{ a: Int, b: Int }> none, "
        "some @Optional<{ a: Int, c: Int }> some {1, 2}]",
        "List<Optional<Optional<{ a: Int }>>>", "[none, some none, some some {1}]");
    row("List<Optional<{ a: Int, b: Int }> | Optional<{ a: Int, c: Int }>>",
        "[@Optional<{ a: Int, b: Int }> none, @Optional<{ a: Int, c: Int }> some {1, 2}]",
        "List<Optional<Optional<{ a: Int }>>>", "[some none, some some {1}]");
    // Into unions: exact member first, else the first in order.
    row("Int", "1", "Boolean | Int", "@Int 1");
    row("{ a: Int, b: Int }", "{1, 2}", "{ a: Int } | { a: Int, b: Int }",
        "@{ a: Int, b: Int } {1, 2}");
    row("{ b: Int, a: Int }", "{1, 2}", "{ a: Int } | { a: Int, b: Int }",
        "@{ a: Int, b: Int } {2, 1}");
    row("{ a: Int, b: Int, c: Int }", "{1, 2, 3}", "{ b: Int } | { a: Int, c: Int } | String",
        "@{ a: Int, c: Int } {1, 3}");
    row("List<Nothing>", "[]", "List<Int> | List<String>", "@List<Int> []");
    // Union to union, and out of one.
    row("Int | String", "@String \"x\"", "Boolean | Int | String", "@String \"x\"");
    row("{ a: Int, b: Int } | String", "@{ a: Int, b: Int } {1, 2}", "{ a: Int } | String",
        "@{ a: Int } {1}");
    row("{ a: Int, b: Int } | Int", "@{ a: Int, b: Int } {1, 2}", "{ b: Int, a: Int } | Int",
        "@{ a: Int, b: Int } {2, 1}");
    row("{ a: Int, b: Int } | { a: Int, c: Int }", "@{ a: Int, c: Int } {1, 2}", "{ a: Int }",
        "{1}");
    row("List<{ a: Int } | Int>", "[@Int 1, @{ a: Int } {2}]", "List<Int | String | {}>",
        "[@Int 1, @{} {}]");
}

void ConvertTest::aValueTakesTheFormOfItsNewType() {
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, to);
    QFETCH(QByteArray, converted);
    TypeTable types;
    const TypeId source = readType(types, from.toStdString());
    const TypeId target = readType(types, to.toStdString());
    const Value before = readValue(types, source, value.toStdString());
    const Value after = convert(types, before, source, target);
    QVERIFY(isWellFormed(types, target, after));
    QCOMPARE(QByteArray::fromStdString(showValue(types, target, after)), converted);
}

void ConvertTest::whatIsInFormAlreadyNeedsNoConversion_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<bool>("needed");
    const auto row = [](const char* from, const char* to, bool needed) {
        QTest::addRow("%s to %s", from, to) << QByteArray(from) << QByteArray(to) << needed;
    };
    row("Int", "Int", false);
    row("Int", "Float", true);
    row("Nothing", "Int", false);
    row("Nothing", "Optional<Int>", false);
    row("?", "Int", false);
    row("Int", "?", false);
    row("{ a: Int, b: Int }", "{ b: Int, a: Int }", true);
    row("{ a: Int, b: Int }", "{ a: Int }", true);
    row("{ a: { b: Int, c: Int } }", "{ a: { b: Int } }", true);
    row("List<Nothing>", "List<Int>", true);
    row("List<Int>", "List<Int | String>", true);
    row("List<List<{ a: Int, b: Int }>>", "List<List<{ b: Int, a: Int }>>", true);
    row("Int", "Optional<Int>", false);
    row("Int", "Optional<Optional<Int>>", false);
    row("Int | String", "Optional<Int | String>", false);
    row("{ a: Int, b: Int }", "Optional<{ a: Int }>", true);
    row("Optional<Int>", "Optional<Optional<Int>>", true);
    row("Optional<Nothing>", "Optional<Int>", false);
    row("List<Optional<Nothing>>", "List<Optional<Int>>", true);
    row("Int | String", "Boolean | Int | String", false);
    row("Int | { a: Int, b: Int }", "Int | { b: Int, a: Int }", true);
    row("Int | { a: Int, b: Int }", "Int | { a: Int }", true);
    row("Int", "Int | String", true);
    row("{ a: Int, b: Int } | { a: Int, c: Int }", "{ a: Int }", true);
    row("Map<String, Int>", "Map<String, Int | String>", true);
    row("Map<String, Nothing>", "Map<String, Int>", true);
    row("{ f: Int | String }", "{ f: Boolean | Int | String }", false);
    row("List<Int | String>", "List<Boolean | Int | String>", false);
}

void ConvertTest::whatIsInFormAlreadyNeedsNoConversion() {
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    TypeTable types;
    QTEST(needsConversion(types, readType(types, from.toStdString()),
                          readType(types, to.toStdString())),
          "needed");
}

void ConvertTest::aSubtypeConvertsToItsSupertype() {
    TypeTable types;
    test::RandomType random(types, 71);
    int changed = 0;
    for (int round = 0; round < 5000; ++round) {
        const TypeId from = random.next();
        const TypeId to = widened(random, types, from);
        QVERIFY(isSubtype(types, from, to));
        const Value value = test::randomValue(random, types, from);
        const Value after = convert(types, value, from, to);
        const std::string what =
            showValue(types, from, value) + " of " + types.text(from) + " to " + types.text(to);
        QVERIFY2(isWellFormed(types, to, after), what.c_str());
        QVERIFY2(meansTheSame(types, from, value, to, after), what.c_str());
        changed += needsConversion(types, from, to) ? 1 : 0;
    }
    QVERIFY(changed > 1000 && changed < 4900);
}

void ConvertTest::operandsConvertToTheirJoin() {
    TypeTable types;
    test::RandomType random(types, 72);
    for (int round = 0; round < 3000; ++round) {
        const std::vector<TypeId> operands = {random.next(2), random.next(2), random.next(1)};
        const TypeId joined = join(types, operands);
        for (const TypeId from : operands) {
            const Value value = test::randomValue(random, types, from);
            const Value after = convert(types, value, from, joined);
            const std::string what = showValue(types, from, value) + " of " + types.text(from) +
                                     " to " + types.text(joined);
            QVERIFY2(isWellFormed(types, joined, after), what.c_str());
            QVERIFY2(meansTheSame(types, from, value, joined, after), what.c_str());
        }
    }
}

void ConvertTest::listsConvertAsTheirElementsDo() {
    TypeTable types;
    test::RandomType random(types, 73);
    for (int round = 0; round < 4000; ++round) {
        const TypeId from = random.next(2);
        const TypeId to = round % 2 == 0 ? widened(random, types, from)
                                         : join(types, std::vector{from, random.next(2)});
        const TypeId listFrom = types.list(from);
        const TypeId listTo = types.list(to);
        const Value list = test::randomValue(random, types, listFrom);
        const Value after = convert(types, list, listFrom, listTo);
        QVERIFY(isWellFormed(types, listTo, after));
        QCOMPARE(after.asList().size, list.asList().size);
        for (uint32_t i = 0; i < list.asList().size; ++i) {
            const Value element = convert(types, elementAt(list.asList(), i), from, to);
            QCOMPARE(showValue(types, to, elementAt(after.asList(), i)),
                     showValue(types, to, element));
        }
    }
}

void ConvertTest::convertingAListOfRecordsPicksItsColumns() {
    TypeTable types;
    const TypeId from = readType(types, "List<{ a: Int, r: { x: Int, y: Float }, b: String }>");
    const TypeId to = readType(types, "List<{ b: String, r: { y: Float } }>");
    const Value all =
        readValue(types, from, R"([{1, {2, 3}, "p"}, {4, {5, 6}, "q"}, {7, {8, 9}, "r"}])");
    const Value part = makeList(all.asList().column, 1, 1);
    const Value after = convert(types, part, from, to);
    const auto& before = std::get<RecordRows>(all.asList().column->rows);
    const auto& picked = std::get<RecordRows>(after.asList().column->rows);
    QCOMPARE(picked.fields[0].get(), before.fields[2].get());
    QCOMPARE(std::get<RecordRows>(picked.fields[1]->rows).fields[0].get(),
             std::get<RecordRows>(before.fields[1]->rows).fields[1].get());
    QCOMPARE(showValue(types, to, after), std::string(R"([{"q", {0x1.8p+2}}])"));
}

void ConvertTest::convertingAShortRangeTouchesOnlyItsRows() {
    TypeTable types;
    ColumnBuilder builder(types, types::kInt);
    for (int i = 0; i < 1000; ++i) builder.appendInt(i);
    const Value part = makeList(builder.finish(), 500, 2);
    const TypeId to = readType(types, "List<Int | String>");
    const Value after = convert(types, part, types.list(types::kInt), to);
    QCOMPARE(after.asList().column->size(), 2U);
    QCOMPARE(showValue(types, to, after), std::string("[@Int 500, @Int 501]"));
}

void ConvertTest::theEmptyListBecomesOneOfTheRightType() {
    TypeTable types;
    const Value empty = makeList(emptyColumn(types, types::kNothing));
    const Value after =
        convert(types, empty, types.list(types::kNothing), types.list(types::kFloat));
    QVERIFY(std::holds_alternative<FloatRows>(after.asList().column->rows));
}

QTEST_APPLESS_MAIN(ConvertTest)
#include "tst_convert.moc"

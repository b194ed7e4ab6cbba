#include "engine/value/objects.h"
#include "tests/modules/library_fixture.h"

#include <QTest>

#include <set>
#include <string>

using namespace cst;
using namespace cst::test;

namespace {

// Language §7 line by line, with the clarifications of §14.

constexpr CallRow kMath[] = {
    {"a sum", "stdlib.math.add", "[2, 3]", "5"},
    {"a sum wraps around", "stdlib.math.add", "[9223372036854775807, 1]", "-9223372036854775808"},
    {"a difference", "stdlib.math.subtract", "[3, 7]", "-4"},
    {"a difference wraps around", "stdlib.math.subtract", "[-9223372036854775808, 1]",
     "9223372036854775807"},
    {"a product", "stdlib.math.multiply", "[-6, 7]", "-42"},
    {"a product wraps around", "stdlib.math.multiply", "[4611686018427387904, 4]", "0"},
    {"a quotient", "stdlib.math.divide", "[7, 3]", "2"},
    {"a negative quotient is cut towards zero", "stdlib.math.divide", "[-10, 3]", "-3"},
    {"the smallest Int divided by -1 wraps around", "stdlib.math.divide",
     "[-9223372036854775808, -1]", "-9223372036854775808"},
    {"division by zero fails", "stdlib.math.divide", "[7, 0]",
     "R004: division by zero: `divide(7, 0)`"},
    {"a remainder", "stdlib.math.modulo", "[7, 3]", "1"},
    {"a remainder has the sign of the dividend", "stdlib.math.modulo", "[-7, 3]", "-1"},
    {"a negative divisor does not change the remainder", "stdlib.math.modulo", "[7, -3]", "1"},
    {"the remainder by -1 is 0 even of the smallest Int", "stdlib.math.modulo",
     "[-9223372036854775808, -1]", "0"},
    {"the remainder by zero fails", "stdlib.math.modulo", "[-5, 0]",
     "R004: division by zero: `modulo(-5, 0)`"},
    {"the larger", "stdlib.math.max", "[3, 5]", "5"},
    {"the larger of negatives", "stdlib.math.max", "[-3, -5]", "-3"},
    {"the smaller", "stdlib.math.min", "[3, 5]", "3"},
    {"the smaller of equals", "stdlib.math.min", "[4, 4]", "4"},
    {"distance from zero", "stdlib.math.abs", "[-5]", "5"},
    {"a positive Int stays", "stdlib.math.abs", "[5]", "5"},
    {"the smallest Int has no positive twin", "stdlib.math.abs", "[-9223372036854775808]",
     "-9223372036854775808"},
    {"the other sign", "stdlib.math.negate", "[5]", "-5"},
    {"negating the smallest Int wraps around", "stdlib.math.negate", "[-9223372036854775808]",
     "-9223372036854775808"},
    {"halves round up", "stdlib.math.round", "[3.5]", "4"},
    {"negative halves round up too", "stdlib.math.round", "[-2.5]", "-2"},
    {"to the nearest", "stdlib.math.round", "[-2.7]", "-3"},
    {"just below a half rounds down", "stdlib.math.round", "[0.49999999999999994]", "0"},
    {"above 2^52 there is nothing to round", "stdlib.math.round", "[4503599627370497.0]",
     "4503599627370497"},
    {"NaN rounds to 0", "stdlib.math.round", "[\"NaN\"]", "0"},
    {"infinity rounds to the largest Int", "stdlib.math.round", "[\"Infinity\"]",
     "9223372036854775807"},
    {"-1e300 rounds to the smallest Int", "stdlib.math.round", "[-1.0e300]",
     "-9223372036854775808"},
};

constexpr CallRow kString[] = {
    {"one behind the other", "stdlib.string.concat", R"(["note", "book"])", R"("notebook")"},
    {"nothing behind nothing", "stdlib.string.concat", R"(["", ""])", R"("")"},
    {"a result longer than a value holds in place", "stdlib.string.concat",
     R"(["0123456789", "0123456789"])", R"("01234567890123456789")"},
    {"the length of no text", "stdlib.string.string-length", R"([""])", "0"},
    {"length counts code points, not bytes", "stdlib.string.string-length", R"(["héllo €"])", "7"},
    {"a code point beyond the BMP counts once", "stdlib.string.string-length", R"(["a😀"])", "2"},
    {"a combining accent counts", "stdlib.string.string-length", "[\"e\\u0301\"]", "2"},
    {"join puts the separator between", "stdlib.string.join", R"([["a", "b", "c"], ", "])",
     R"("a, b, c")"},
    {"join of one", "stdlib.string.join", R"([["a"], ", "])", R"("a")"},
    {"join of none", "stdlib.string.join", R"([[], ", "])", R"("")"},
    {"join keeps empty texts", "stdlib.string.join", R"([["", "", ""], "-"])", R"("--")"},
    {"split keeps empty pieces", "stdlib.string.split", R"(["a,,b,", ","])",
     R"(["a", "", "b", ""])"},
    {"split of an empty text", "stdlib.string.split", R"(["", ","])", R"([""])"},
    {"split where nothing is found", "stdlib.string.split", R"(["abc", ";"])", R"(["abc"])"},
    {"split at an empty delimiter", "stdlib.string.split", R"(["abc", ""])", R"(["abc"])"},
    {"split of an empty text at an empty delimiter", "stdlib.string.split", R"(["", ""])",
     R"([""])"},
    {"split at a longer delimiter", "stdlib.string.split", R"(["a--b-c", "--"])",
     R"(["a", "b-c"])"},
    {"split of the delimiter itself", "stdlib.string.split", R"([",", ","])", R"(["", ""])"},
    {"split takes a dot literally", "stdlib.string.split", R"(["a.b", "."])", R"(["a", "b"])"},
    {"split goes from left to right", "stdlib.string.split", R"(["aaa", "aa"])", R"(["", "a"])"},
    {"split at more than ASCII", "stdlib.string.split", R"(["1€2€3", "€"])", R"(["1", "2", "3"])"},
    {"contains", "stdlib.string.contains", R"(["notebook", "book"])", "true"},
    {"contains tells cases apart", "stdlib.string.contains", R"(["notebook", "Book"])", "false"},
    {"every text contains the empty one", "stdlib.string.contains", R"(["", ""])", "true"},
    {"a short text contains no longer one", "stdlib.string.contains", R"(["a", "aa"])", "false"},
    {"trim strips control characters", "stdlib.string.trim", "[\" \\t\\r\\n\\u0000 a b \\u001f\"]",
     R"("a b")"},
    {"trim leaves a no-break space", "stdlib.string.trim", "[\"\\u00a0a\"]", "\"\\u00a0a\""},
    {"trim of blanks only", "stdlib.string.trim", R"(["  \n "])", R"("")"},
    {"replace of all occurrences", "stdlib.string.replace", R"(["one two one", "one", "1"])",
     R"("1 two 1")"},
    {"replace does not look at what it wrote", "stdlib.string.replace", R"(["aaa", "a", "aa"])",
     R"("aaaaaa")"},
    {"replace goes from left to right", "stdlib.string.replace", R"(["aaa", "aa", "b"])",
     R"("ba")"},
    {"replace of nothing", "stdlib.string.replace", R"(["abc", "", "x"])", R"("abc")"},
    {"replace takes its pattern literally", "stdlib.string.replace", R"(["a+b.c", "+", "$1"])",
     R"("a$1b.c")"},
    {"replace by nothing", "stdlib.string.replace", R"(["a-b-c", "-", ""])", R"("abc")"},
};

constexpr CallRow kList[] = {
    {"length", "stdlib.list.list-length", "[[3, 1, 2]]", "3"},
    {"length of texts", "stdlib.list.list-length", R"([["a", "b"]])", "2"},
    {"length of none", "stdlib.list.list-length", "[[]]", "0"},
    {"first", "stdlib.list.list-first", "[[3, 1, 2]]", "3"},
    {"first of records", "stdlib.list.list-first", R"([[{"k": 1, "s": "a"}, {"k": 2, "s": "b"}]])",
     R"({"k": 1, "s": "a"})"},
    {"first of lists", "stdlib.list.list-first", "[[[1, 2], [3]]]", "[1, 2]"},
    {"first of none fails", "stdlib.list.list-first", "[[]]",
     "R005: `list-first` of an empty list"},
    {"last", "stdlib.list.list-last", R"([["p", "q"]])", R"("q")"},
    {"last of Floats", "stdlib.list.list-last", "[[0.5, 1.5]]", "1.5"},
    {"last of none fails", "stdlib.list.list-last", "[[]]", "R005: `list-last` of an empty list"},
    {"an empty list is empty", "stdlib.list.list-is-empty", "[[]]", "true"},
    {"a list of one is not empty", "stdlib.list.list-is-empty", "[[false]]", "false"},
    {"sum of Ints", "stdlib.list.list-sum", "[[3, 1, 2]]", "6"},
    {"sum of none is the Int 0", "stdlib.list.list-sum", "[[]]", "0"},
    {"sum of Ints wraps around", "stdlib.list.list-sum", "[[9223372036854775807, 2]]",
     "-9223372036854775807"},
    {"sum of Floats", "stdlib.list.list-sum", "[[0.5, 0.25]]", "0.75"},
    {"sum of Floats goes from left to right", "stdlib.list.list-sum", "[[1.0e16, 1.0, -1.0e16]]",
     "0.0"},
    {"sum of Floats starts at 0.0", "stdlib.list.list-sum", "[[-0.0, -0.0]]", "0.0"},
    {"concat", "stdlib.list.list-concat", "[[3, 1], [9]]", "[3, 1, 9]"},
    {"concat with none", "stdlib.list.list-concat", R"([["a"], []])", R"(["a"])"},
    {"concat of none with some", "stdlib.list.list-concat", R"([[], ["a"]])", R"(["a"])"},
    {"concat of none with none", "stdlib.list.list-concat", "[[], []]", "[]"},
    {"concat of records", "stdlib.list.list-concat", R"([[{"k": 1}], [{"k": 2}]])",
     R"([{"k": 1}, {"k": 2}])"},
    {"contains an Int", "stdlib.list.list-contains", "[[1, 7], 7]", "true"},
    {"does not contain an Int", "stdlib.list.list-contains", "[[1, 7], 8]", "false"},
    {"contains a Float", "stdlib.list.list-contains", "[[0.5, 1.5], 1.5]", "true"},
    {"0.0 and -0.0 are equal", "stdlib.list.list-contains", "[[0.0], -0.0]", "true"},
    {"contains a text", "stdlib.list.list-contains", R"([["u", "v"], "v"])", "true"},
    {"texts are compared whole", "stdlib.list.list-contains", R"([["uv"], "v"])", "false"},
    {"contains a Boolean", "stdlib.list.list-contains", "[[true, true], false]", "false"},
    {"contains a record", "stdlib.list.list-contains",
     R"([[{"k": 1, "s": "a"}, {"k": 2, "s": "b"}], {"k": 2, "s": "b"}])", "true"},
    {"a record that differs in one field is another", "stdlib.list.list-contains",
     R"([[{"k": 1, "s": "a"}], {"k": 1, "s": "b"}])", "false"},
    {"contains a list", "stdlib.list.list-contains", "[[[1, 2], [3]], [3]]", "true"},
    {"contains None", "stdlib.list.list-contains", "[[1, null], null]", "true"},
    {"an empty list contains nothing", "stdlib.list.list-contains", "[[], 3]", "false"},
    {"reverse", "stdlib.list.list-reverse", "[[1, 2, 3]]", "[3, 2, 1]"},
    {"reverse of texts", "stdlib.list.list-reverse", R"([["p", "", "qq"]])", R"(["qq", "", "p"])"},
    {"reverse of records", "stdlib.list.list-reverse", R"([[{"k": [1]}, {"k": []}]])",
     R"([{"k": []}, {"k": [1]}])"},
    {"reverse of none", "stdlib.list.list-reverse", "[[]]", "[]"},
};

constexpr CallRow kBoolAndCompare[] = {
    {"both are true", "stdlib.bool.and", "[true, true]", "true"},
    {"only one is true", "stdlib.bool.and", "[true, false]", "false"},
    {"one is true", "stdlib.bool.or", "[false, true]", "true"},
    {"none is true", "stdlib.bool.or", "[false, false]", "false"},
    {"not true", "stdlib.bool.not", "[true]", "false"},
    {"not false", "stdlib.bool.not", "[false]", "true"},
    {"equal Ints", "stdlib.compare.eq-int", "[2, 2]", "true"},
    {"different Ints", "stdlib.compare.eq-int", "[2, -2]", "false"},
    {"equal texts", "stdlib.compare.eq-string", R"(["a", "a"])", "true"},
    {"another case is another text", "stdlib.compare.eq-string", R"(["a", "A"])", "false"},
    {"texts are not normalised", "stdlib.compare.eq-string", R"(["\u00e9", "e\u0301"])", "false"},
    {"greater", "stdlib.compare.gt", "[2, 1]", "true"},
    {"equal is not greater", "stdlib.compare.gt", "[1, 1]", "false"},
    {"less", "stdlib.compare.lt", "[-2, 1]", "true"},
    {"equal is not less", "stdlib.compare.lt", "[1, 1]", "false"},
    {"equal is at least", "stdlib.compare.gte", "[1, 1]", "true"},
    {"less is not at least", "stdlib.compare.gte", "[0, 1]", "false"},
    {"equal is at most", "stdlib.compare.lte", "[1, 1]", "true"},
    {"greater is not at most", "stdlib.compare.lte", "[2, 1]", "false"},
};

constexpr CallRow kConvert[] = {
    {"text of an Int", "stdlib.convert.to-string", "[-42]", R"("-42")"},
    {"text of a Float always has a point", "stdlib.convert.to-string", "[3.0]", R"("3.0")"},
    {"text of a large Float", "stdlib.convert.to-string", "[1.0e7]", R"("1.0E7")"},
    {"text of a Boolean", "stdlib.convert.to-string", "[true]", R"("true")"},
    {"text of a text is itself", "stdlib.convert.to-string", R"(["s"])", R"("s")"},
    {"text of a list", "stdlib.convert.to-string", R"([["a", "b"]])", R"("[a, b]")"},
    {"text of a record", "stdlib.convert.to-string", R"([{"b": 1, "a": "x"}])",
     R"("{b: 1, a: x}")"},
    {"text of None", "stdlib.convert.to-string", "[null]", R"("")"},
    {"a Float loses its fraction", "stdlib.convert.to-int", "[3.7]", "3"},
    {"cut towards zero", "stdlib.convert.to-int", "[-3.7]", "-3"},
    {"the Int of NaN", "stdlib.convert.to-int", "[\"NaN\"]", "0"},
    {"the Int of infinity", "stdlib.convert.to-int", "[\"Infinity\"]", "9223372036854775807"},
    {"the Int of minus infinity", "stdlib.convert.to-int", "[\"-Infinity\"]",
     "-9223372036854775808"},
    {"the Int of 2^63", "stdlib.convert.to-int", "[9223372036854775808.0]", "9223372036854775807"},
    {"the Float of an Int", "stdlib.convert.to-float", "[3]", "3.0"},
    {"above 2^53 the nearest Float", "stdlib.convert.to-float", "[9007199254740993]",
     "9007199254740992.0"},
    {"identity of a text", "stdlib.identity", R"(["i"])", R"("i")"},
    {"identity of a record", "stdlib.identity", R"([{"a": [1]}])", R"({"a": [1]})"},
    {"log returns its message", "stdlib.debug.log", R"(["loaded"])", R"("loaded")"},
};

}  // namespace

class StdlibTest : public QObject {
    Q_OBJECT

private slots:
    void mathFollowsTheLanguage_data() { addRows(kMath); }
    void mathFollowsTheLanguage() { checkRow(library_); }
    void stringsFollowTheLanguage_data() { addRows(kString); }
    void stringsFollowTheLanguage() { checkRow(library_); }
    void listsFollowTheLanguage_data() { addRows(kList); }
    void listsFollowTheLanguage() { checkRow(library_); }
    void boolAndCompareFollowTheLanguage_data() { addRows(kBoolAndCompare); }
    void boolAndCompareFollowTheLanguage() { checkRow(library_); }
    void conversionsFollowTheLanguage_data() { addRows(kConvert); }
    void conversionsFollowTheLanguage() { checkRow(library_); }

    void everyFunctionButTheIntrinsicsStandsInATable();
    void aNaNIsInNoList();
    void listFunctionsSeeOnlyTheRowsOfTheirList_data();
    void listFunctionsSeeOnlyTheRowsOfTheirList();
    void concatWithAnEmptyListSharesTheOther();
    void logWritesOneLineToTheLog();
    void aTextOfMoreThanOneGiBFailsBeforeItIsMade_data();
    void aTextOfMoreThanOneGiBFailsBeforeItIsMade();

private:
    LibraryFixture library_;  // for the tables: no function in them remembers a call
};

void StdlibTest::everyFunctionButTheIntrinsicsStandsInATable() {
    std::set<std::string> tested;
    const auto note = [&](std::span<const CallRow> rows) {
        for (const CallRow& row : rows) tested.insert(row.function);
    };
    note(kMath), note(kString), note(kList), note(kBoolAndCompare), note(kConvert);

    LibraryFixture library;
    for (const Signature& signature : library.registry.signatures().all()) {
        if (signature.nameSpace.empty() || signature.intrinsic != Intrinsic::None) continue;
        QVERIFY2(tested.contains(signature.qualifiedName()), signature.qualifiedName().c_str());
    }
}

void StdlibTest::aNaNIsInNoList() {
    LibraryFixture library;
    const TypeId floats = library.types.list(types::kFloat);
    FakeCall call(library.types,
                  {{floats, valueOfJson(library.types, floats, Json::parse(R"(["NaN"])"))},
                   {types::kFloat, valueOfJson(library.types, types::kFloat, "NaN")}},
                  types::kBoolean);

    QCOMPARE(library.shown(call, library.run("stdlib.list.list-contains", call)), "false");
}

// A list may look at the middle of a column that others share.
void StdlibTest::listFunctionsSeeOnlyTheRowsOfTheirList_data() {
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("function");
    QTest::addColumn<QString>("expected");
    QTest::newRow("length") << "[9, 2, 3, 9]"
                            << "list-length"
                            << "2";
    QTest::newRow("first") << "[9, 2, 3, 9]"
                           << "list-first"
                           << "2";
    QTest::newRow("last") << "[9, 2, 3, 9]"
                          << "list-last"
                          << "3";
    QTest::newRow("sum of Ints") << "[9, 2, 3, 9]"
                                 << "list-sum"
                                 << "5";
    QTest::newRow("sum of Floats") << "[9.0, 2.0, 3.0, 9.0]"
                                   << "list-sum"
                                   << "5.0";
    QTest::newRow("reverse") << "[9, 2, 3, 9]"
                             << "list-reverse"
                             << "[3,2]";
    QTest::newRow("reverse of texts") << R"(["z", "b", "c", "z"])"
                                      << "list-reverse"
                                      << R"(["c","b"])";
}

void StdlibTest::listFunctionsSeeOnlyTheRowsOfTheirList() {
    QFETCH(QString, column);
    QFETCH(QString, function);
    QFETCH(QString, expected);
    LibraryFixture library;
    const std::string name = "stdlib.list." + function.toStdString();
    const FakeCall whole = library.prepare(name, Json::array({Json::parse(column.toStdString())}));
    const TypeId list = whole.argumentType(0);
    FakeCall call(library.types, {{list, makeList(whole.argument(0).asList().column, 1, 2)}},
                  whole.resultType());

    QCOMPARE(library.shown(call, library.run(name, call)), expected.toStdString());
}

void StdlibTest::concatWithAnEmptyListSharesTheOther() {
    LibraryFixture library;
    FakeCall call = library.prepare("stdlib.list.list-concat", Json::parse("[[1, 2], []]"));

    const CallOutcome outcome = library.run("stdlib.list.list-concat", call);

    QCOMPARE(outcome.value()->asList().column.get(), call.argument(0).asList().column.get());
}

void StdlibTest::logWritesOneLineToTheLog() {
    LibraryFixture library;
    FakeCall call = library.prepare("stdlib.debug.log", Json::parse(R"(["loaded"])"));

    library.run("stdlib.debug.log", call);

    QCOMPARE(call.logged.lines, std::vector<std::string>{"[constellation-lang] loaded"});
}

void StdlibTest::aTextOfMoreThanOneGiBFailsBeforeItIsMade_data() {
    QTest::addColumn<QString>("function");
    QTest::newRow("join") << "stdlib.string.join";
    QTest::newRow("replace") << "stdlib.string.replace";
    QTest::newRow("Replace") << "Replace";
}

void StdlibTest::aTextOfMoreThanOneGiBFailsBeforeItIsMade() {
    QFETCH(QString, function);
    LibraryFixture library;
    constexpr std::size_t kMany = 40'000;  // squared it is 1.6e9, more than 2^30
    const std::string wide(kMany, 'x');
    const Json arguments = function.endsWith("join")
                               ? Json::array({std::vector<std::string>(kMany, "y"), wide})
                               : Json::array({std::string(kMany, 'y'), "y", wide});
    const std::string name = function.toStdString();
    FakeCall call = library.prepare(name, arguments);

    const CallOutcome outcome = library.run(name, call);

    const std::string simpleName = name.substr(name.rfind('.') + 1);
    QCOMPARE(library.shown(call, outcome),
             "R001: `" + simpleName + "` would make a text of more than 1 GiB");
}

QTEST_APPLESS_MAIN(StdlibTest)
#include "tst_stdlib.moc"

#include "tests/modules/library_fixture.h"

#include <QTest>

#include <algorithm>
#include <set>
#include <string>

using namespace cst;
using namespace cst::test;

namespace {

// The text and data modules of language §8 line by line, with the clarifications of §14.

constexpr CallRow kText[] = {
    {"capital letters", "Uppercase", R"(["Hello 1"])", R"("HELLO 1")"},
    {"capital letters beyond ASCII", "Uppercase", R"(["é ß ﬁ"])", R"("É SS FI")"},
    {"no capital letters of no text", "Uppercase", R"([""])", R"("")"},
    {"small letters", "Lowercase", R"(["Hello 1"])", R"("hello 1")"},
    {"small letters beyond ASCII", "Lowercase", R"(["ÀÉ"])", R"("àé")"},
    {"a sigma at the end of a word", "Lowercase", R"(["ΟΔΟΣ"])", R"("οδος")"},
    {"the root locale has dotted i", "Lowercase", R"(["TITLE"])", R"("title")"},
    {"trim", "Trim", R"(["\t hello \n"])", R"("hello")"},
    {"replace", "Replace", R"(["one two one", "one", "1"])", R"("1 two 1")"},
    {"replace of nothing", "Replace", R"(["abc", "", "x"])", R"("abc")"},
    {"replace takes a plus literally", "Replace", R"(["a+b", "+", "-"])", R"("a-b")"},
    {"words of no text", "WordCount", R"([""])", "0"},
    {"words of blanks", "WordCount", R"([" \t\n "])", "0"},
    {"words between runs of blanks", "WordCount", R"(["  two  words "])", "2"},
    {"all ASCII blanks part words", "WordCount", "[\"a\\tb\\nc\\u000bd\\fe\\rf g\"]", "7"},
    {"a no-break space parts no words", "WordCount", "[\"a\\u00a0b\"]", "1"},
    {"length in code points", "TextLength", R"(["héllo 😀"])", "7"},
    {"contains", "Contains", R"(["Hello", "ell"])", "true"},
    {"contains tells cases apart", "Contains", R"(["Hello", "ELL"])", "false"},
    {"every text contains the empty one", "Contains", R"(["x", ""])", "true"},
    {"lines", "SplitLines", R"(["a\nb\nc"])", R"(["a", "b", "c"])"},
    {"empty lines at the end are dropped", "SplitLines", R"(["a\n\nb\n\n"])", R"(["a", "", "b"])"},
    {"an empty text is one line", "SplitLines", R"([""])", R"([""])"},
    {"a line feed alone is no line", "SplitLines", R"(["\n"])", "[]"},
    {"a carriage return stays", "SplitLines", R"(["a\r\nb"])", R"(["a\r", "b"])"},
    {"an empty line at the start stays", "SplitLines", R"(["\na"])", R"(["", "a"])"},
    {"split takes a dot literally", "Split", R"(["a.b.", "."])", R"(["a", "b"])"},
    {"split of the delimiter itself", "Split", R"([",", ","])", "[]"},
    {"split of an empty text", "Split", R"(["", ","])", R"([""])"},
    {"split at an empty delimiter", "Split", R"(["text", ""])", R"(["text"])"},
    {"split where nothing is found", "Split", R"(["text", ";"])", R"(["text"])"},
    {"split keeps empty pieces before the end", "Split", R"([",,a,,b,,", ","])",
     R"(["", "", "a", "", "b"])"},
};

constexpr CallRow kData[] = {
    {"sum", "SumList", "[[1, 2, 3]]", "6"},
    {"sum of none", "SumList", "[[]]", "0"},
    {"sum wraps around", "SumList", "[[9223372036854775807, 1]]", "-9223372036854775808"},
    {"average", "Average", "[[1, 2]]", "1.5"},
    {"average of none", "Average", "[[]]", "0.0"},
    {"average is no whole number", "Average", "[[1, 1, 2]]", "1.3333333333333333"},
    {"average of a sum that wrapped", "Average", "[[9223372036854775807, 1]]",
     "-4.611686018427388e18"},
    {"the largest", "Max", "[[-5, -2, -9]]", "-2"},
    {"the largest of none", "Max", "[[]]", "0"},
    {"the smallest", "Min", "[[5, 2, 9]]", "2"},
    {"the smallest of none", "Min", "[[]]", "0"},
    {"strictly greater", "FilterGreaterThan", "[[5, 4, 9, 3], 4]", "[5, 9]"},
    {"none is greater", "FilterGreaterThan", "[[1], 1]", "[]"},
    {"greater of none", "FilterGreaterThan", "[[], 1]", "[]"},
    {"each times a number", "MultiplyEach", "[[1, -2, 3], 10]", "[10, -20, 30]"},
    {"each product wraps around", "MultiplyEach", "[[4611686018427387904], 2]",
     "[-9223372036854775808]"},
    {"none times a number", "MultiplyEach", "[[], 10]", "[]"},
    {"a range holds both ends", "Range", "[1, 5]", "[1, 2, 3, 4, 5]"},
    {"a range of one", "Range", "[-3, -3]", "[-3]"},
    {"a range backwards is empty", "Range", "[3, 1]", "[]"},
    {"a range across zero", "Range", "[-1, 1]", "[-1, 0, 1]"},
    {"a range up to the largest Int", "Range", "[9223372036854775806, 9223372036854775807]",
     "[9223372036854775806, 9223372036854775807]"},
    {"a range of 10,000,001", "Range", "[1, 10000001]",
     "R001: `Range(1, 10000001)` would have more than 10,000,000 elements"},
    {"a range of all Ints", "Range", "[-9223372036854775808, 9223372036854775807]",
     "R001: `Range(-9223372036854775808, 9223372036854775807)` would have more than 10,000,000 "
     "elements"},
    {"no comma below a thousand", "FormatNumber", "[999]", R"("999")"},
    {"a comma", "FormatNumber", "[1000]", R"("1,000")"},
    {"two commas", "FormatNumber", "[1234567]", R"("1,234,567")"},
    {"a small negative number", "FormatNumber", "[-5]", R"("-5")"},
    {"no comma behind the sign", "FormatNumber", "[-123456]", R"("-123,456")"},
    {"zero", "FormatNumber", "[0]", R"("0")"},
    {"the smallest Int", "FormatNumber", "[-9223372036854775808]",
     R"("-9,223,372,036,854,775,808")"},
};

}  // namespace

class DomainModulesTest : public QObject {
    Q_OBJECT

private slots:
    void textModulesFollowTheLanguage_data() { addRows(kText); }
    void textModulesFollowTheLanguage() { checkRow(library_); }
    void dataModulesFollowTheLanguage_data() { addRows(kData); }
    void dataModulesFollowTheLanguage() { checkRow(library_); }

    void everyTextAndDataModuleStandsInATable();
    void aRangeMayHaveTenMillionElements();

private:
    LibraryFixture library_;  // for the tables: no function in them remembers a call
};

void DomainModulesTest::everyTextAndDataModuleStandsInATable() {
    std::set<std::string> tested;
    for (const CallRow& row : kText) tested.insert(row.function);
    for (const CallRow& row : kData) tested.insert(row.function);

    LibraryFixture library;
    for (const Signature& signature : library.registry.signatures().all()) {
        if (!signature.nameSpace.empty() || !signature.pure) continue;
        QVERIFY2(tested.contains(signature.name), signature.name.c_str());
    }
}

void DomainModulesTest::aRangeMayHaveTenMillionElements() {
    LibraryFixture library;
    FakeCall call = library.prepare("Range", Json::parse("[-1, 9999998]"));

    const CallOutcome outcome = library.run("Range", call);

    const ListObject& list = outcome.value()->asList();
    QCOMPARE(list.size, 10'000'000U);
    QCOMPARE(intsOf(list).front(), -1);
    QCOMPARE(intsOf(list).back(), 9'999'998);
}

QTEST_APPLESS_MAIN(DomainModulesTest)
#include "tst_domain_modules.moc"

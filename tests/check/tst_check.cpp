#include "tests/support/compile.h"
#include "tests/support/marked.h"

#include <QTest>

#include <algorithm>
#include <random>

// What the checker says about wrong texts, where, and what it says about right ones: nothing.

using cst::Diagnostic;

class CheckTest : public QObject {
    Q_OBJECT

private slots:
    void aMistakeIsReportedAtTheExpressionThatIsWrong_data();
    void aMistakeIsReportedAtTheExpressionThatIsWrong();
    void aMistakeIsReportedOnceAndWhatUsesItIsNot_data();
    void aMistakeIsReportedOnceAndWhatUsesItIsNot();
    void soundTextsHaveNoDiagnostics_data();
    void soundTextsHaveNoDiagnostics();
    void anExpressionHasTheTypeOfTheLanguageReference_data();
    void anExpressionHasTheTypeOfTheLanguageReference();
    void aHintHelpsTheAuthor_data();
    void aHintHelpsTheAuthor();
    void aNameThatIsNearlyRightGetsAFix();
    void diagnosticsAreOrderedByPlace();
    void operatorChainsOfAnyLengthAreChecked();
    void fallbacksNestAsDeepAsExpressions();
    void everyIndependentMistakeIsReportedOnce();
    void aNameThatComesTwiceInAWideRecordIsFound_data();
    void aNameThatComesTwiceInAWideRecordIsFound();
    void ofAThousandErrorsAllThatAreShownHaveSuggestions();

private:
    cst::Engine engine_;
};

void CheckTest::aMistakeIsReportedAtTheExpressionThatIsWrong_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<std::string>("marked");
    const auto row = [](const char* code, const char* marked) {
        QTest::addRow("%s %s", code, marked) << QString(code) << std::string(marked);
    };
    row("E001", "a = [[b]] + 1\nout a");
    row("E001", "in x: Int\nout x\nout [[y]]");
    row("E001", "in x: Int\na = [[b]]\nb = x\nout a\nout b");
    row("E002", "a = [[ad]](1, 2)\nout a");
    row("E002", "use stdlib.math\na = [[trim]](\"x\")\nb = max(1, 2)\nout a\nout b");
    row("E003", "in x: [[Strin]]\nout x");
    row("E003", "in x: [[List]]\nout x");
    row("E003", "in x: [[Map<Int>]]\nout x");
    row("E004", "use [[stdlib.maths]]\na = 1\nout a");
    row("E004", "in xs: List<Int>\na = [[xs]].map((x) => x)\nout a");
    row("E006", "in r: { a: Int }\nb = r[ [[c]]]\nout b");
    row("E007", "in r: { a: Int }\nb = r.[[c]]\nout b");
    row("E010", "in s: String\na = add([[s]], 1)\nout a");
    row("E010", "in n: Int\na = if ([[n]]) 1 else 2\nout a");
    row("E010", "in n: Int\na = n == [[\"x\"]]\nout a");
    row("E010", "in n: Int\na = true and [[n]]\nout a");
    row("E010", "in xs: List<Int>\na = filter(xs, (x) => [[x]])\nout a");
    row("E001", "@example(list-contains([1], [[nobody]]))\nin b: Boolean\nout b");
    row("E010", "@example([[\"x\"]])\nin n: Int\nout n");
    row("E012", "in x: [[{ a: Int } + Int]]\nout x");
    row("E013", "a = [[true < false]]\nout a");
    row("E014", "a = [[1 + true]]\nout a");
    row("E014", "a = [[-\"x\"]]\nout a");
    row("E015", "in o: Optional<{ a: Int }>\nb = [[o.a]]\nout b");
    row("E015", "in n: Int\nb = [[n]] ?? 1\nout b");
    row("E016", "in s: String\na = QuickCheck(s) with [[timeout: 0s]]\nout a");
    row("E017", "in s: String\na = QuickCheck(s) with fallback: [[1]]\nout a");
    row("E019", "in s: String\na = QuickCheck(s) with retry: 1, [[retry: 2]]\nout a");
    row("E030", "in x: Int\nin [[x]]: Int\nout x");
    row("E030", "a = { b: 1, [[b]]: 2 }\nout a");
    row("E030", "type [[Int]] = String\na = 1\nout a");
    row("E032", "a = [[(x) => x]]\nout a");
    row("E033", "in u: Int | String\na = [[match u { is Int -> 1 }]]\nout a");
    row("E034", "in u: Int | String\na = match u { [[is Float]] -> 1, _ -> 2 }\nout a");
    row("E035", "a = [[add(1)]]\nout a");
    row("E036", "in xs: List<Int>\na = map(xs, [[(x, y) => x]])\nout a");
    row("E036", "a = map([], [[(x) => x]])\nout a");
    row("W104", "in x: Int\n[[x]] = x + 1\nout x");
    row("W105", "in x: Int\nin [[y]]: Int\nout x");
    row("W106", "[[a]] = 1\nb = 2\nout b");
    row("W107", "in u: Int | String\na = match u { _ -> 1, [[is Int -> 2]] }\nout a");
    row("W108", "a = 1\nout a\nout [[a]]");
    row("W111", "[[use stdlib.math]]\na = 1\nout a");
}

void CheckTest::aMistakeIsReportedAtTheExpressionThatIsWrong() {
    QFETCH(QString, code);
    QFETCH(std::string, marked);
    const Marked text(marked);
    const auto snapshot = compiled(engine_, text.text());
    QCOMPARE(snapshot->diagnostics.size(), std::size_t{1});
    const Diagnostic& found = snapshot->diagnostics[0];
    QCOMPARE(QString::fromStdString(std::string(found.code()) + " " +
                                    std::string(snapshot->text->slice(found.range))),
             code + " " + QString::fromStdString(std::string(snapshot->text->slice(text.range()))));
    QCOMPARE(found.range.begin, text.range().begin);
}

void CheckTest::aMistakeIsReportedOnceAndWhatUsesItIsNot_data() {
    QTest::addColumn<std::string>("text");
    const auto row = [](const char* text) { QTest::addRow("%s", text) << std::string(text); };
    row("a = b\nc = a + 1\nd = \"${c}\"\ne = map([1], (x) => x + c)\nout d\nout e");
    row("in x: Strin\na = x.f\nb = a ?? 1\nout b");
    row("in r: { a: Int }\nx = r.b\ny = x + { c: 1 }\nz = if (x) y else y\nout z");
    row("a = nosuch(1)\nb = a and a\nc = [a, 1]\nout b\nout c");
    row("a = (1\nb = a + 1\nout b");
}

void CheckTest::aMistakeIsReportedOnceAndWhatUsesItIsNot() {
    QFETCH(std::string, text);
    QCOMPARE(compiled(engine_, text)->errorCount, std::size_t{1});
}

void CheckTest::soundTextsHaveNoDiagnostics_data() {
    QTest::addColumn<std::string>("text");
    const auto row = [](const char* text) { QTest::addRow("%s", text) << std::string(text); };
    row("in n: Int\na = n * 2.5 + 1\nout a");
    row("in o: Optional<List<Float>>\na = o ?? [1]\nout a");
    row("in xs: List<{ a: Int }>\nin r: { b: Int }\na = (xs + r).b\nout a");
    row("use stdlib.math\na = math.add(1, 2)\nout a");
    row("use stdlib.math as m\na = m.add(1, 2)\nb = 1 + 2\nout a\nout b");
    row("in u: Int | { f: String }\na = match u { is Int -> u + 1, { f } -> 0 }\nout a");
    row("_unused = 1\na = 2\nout a");
    row("@example({ a: 1, b: [1, 2.5] })\nin r: { a: Optional<Int>, b: List<Float> }\nout r");
    row("in xss: List<List<Int>>\na = map(xss, (xs) => map(xs, (x) => x + list-length(xs)))\nout "
        "a");
}

void CheckTest::soundTextsHaveNoDiagnostics() {
    QFETCH(std::string, text);
    const auto snapshot = compiled(engine_, text);
    const std::string first =
        snapshot->diagnostics.empty() ? "" : snapshot->diagnostics[0].message();
    QCOMPARE(first, std::string());
}

void CheckTest::anExpressionHasTheTypeOfTheLanguageReference_data() {
    QTest::addColumn<std::string>("expression");
    QTest::addColumn<std::string>("type");
    const auto row = [](const char* expression, const char* type) {
        QTest::addRow("%s", expression) << std::string(expression) << std::string(type);
    };
    row("1 + 2", "Int");
    row("1 + 2.0", "Float");
    row("[1, 2.5]", "List<Float>");
    row("[1, \"a\"]", "List<Int | String>");
    row("[]", "List<Nothing>");
    row("{ b: 1, a: \"x\" }", "{ b: Int, a: String }");
    row("1 when true", "Optional<Int>");
    row("(1 when true) ?? 2.5", "Float");
    row("(1 when true) ?? (2 when true)", "Optional<Int>");
    row("if (true) 1 else \"a\"", "Int | String");
    row("{ a: 1 } + { a: \"x\", b: 2 }", "{ a: String, b: Int }");
    row("[{ a: 1 }].a", "List<Int>");
    row("{ a: 1, b: 2 }[b]", "{ b: Int }");
    row("map([1], (x) => \"${x}\")", "List<String>");
    row("sortBy([{ k: 2 }], (x) => x.k)", "List<{ k: Int }>");
    row("list-first([[1]])", "List<Int>");
    row("QuickCheck(\"x\") with on_error: wrap",
        "{ error: { module: String, kind: String, message: String } } | { value: String }");
}

void CheckTest::anExpressionHasTheTypeOfTheLanguageReference() {
    QFETCH(std::string, expression);
    QFETCH(std::string, type);
    const auto snapshot = compiled(engine_, "a = " + expression + "\nout a");
    QCOMPARE(snapshot->errorCount, std::size_t{0});
    QCOMPARE(snapshot->types->text(snapshot->outputs.at(0).type), type);
}

void CheckTest::aHintHelpsTheAuthor_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("part");
    const auto row = [](const char* text, const char* part) {
        QTest::addRow("%s", text) << std::string(text) << std::string(part);
    };
    row("in total: Int\na = total-1\nout a", "spaces around `-`");
    row("in o: Optional<Int>\na = add(o, 1)\nout a", "??");
    row("in n: Int\na = concat(n, \"x\")\nout a", "to-string(n)");
    row("in xs: List<Int>\na = xs.map((x) => x)\nout a", "no method calls");
    row("a = \"x\" + \"y\"\nout a", "concat");
    row("out nothing", "declare it");
    row("in f: Float\na = add(f, 1)\nout a", "round(f)");
}

void CheckTest::aHintHelpsTheAuthor() {
    QFETCH(std::string, text);
    QFETCH(std::string, part);
    const auto snapshot = compiled(engine_, text);
    const auto error = std::find_if(snapshot->diagnostics.begin(), snapshot->diagnostics.end(),
                                    [](const Diagnostic& d) { return d.isError(); });
    QVERIFY(error != snapshot->diagnostics.end());
    QVERIFY2(error->hint.find(part) != std::string::npos, error->hint.c_str());
}

void CheckTest::aNameThatIsNearlyRightGetsAFix() {
    const auto snapshot = compiled(engine_, "in order: Int\na = ordr + 1\nout a");
    const auto error = std::find_if(snapshot->diagnostics.begin(), snapshot->diagnostics.end(),
                                    [](const Diagnostic& d) { return d.isError(); });
    QVERIFY(error != snapshot->diagnostics.end());
    QCOMPARE(error->suggestions, std::vector<std::string>{"order"});
    QCOMPARE(error->fixes.at(0).edits.at(0).text, std::string("order"));
}

void CheckTest::diagnosticsAreOrderedByPlace() {
    const auto snapshot = compiled(engine_, "a = x\nb = y\nc = z\nout a\nout b\nout c");
    QVERIFY(std::is_sorted(
        snapshot->diagnostics.begin(), snapshot->diagnostics.end(),
        [](const Diagnostic& a, const Diagnostic& b) { return a.range.begin < b.range.begin; }));
    QCOMPARE(snapshot->errorCount, std::size_t{3});
}

void CheckTest::operatorChainsOfAnyLengthAreChecked() {
    std::string text = "a = 1";
    for (int i = 0; i < 20000; ++i) {
        text += " + 1";
    }
    const auto snapshot = compiled(engine_, text + "\nout a");
    QCOMPARE(snapshot->errorCount, std::size_t{0});
}

void CheckTest::fallbacksNestAsDeepAsExpressions() {
    std::string text = "a = ";
    for (int i = 0; i < 1000; ++i) {
        text += "negate(1) with fallback: ";
    }
    const auto snapshot = compiled(engine_, text + "\"zero\"\nout a");
    QCOMPARE(snapshot->errorCount, std::size_t{1});
    QCOMPARE(std::string(snapshot->diagnostics.at(0).code()), std::string("E017"));
}

// Each mistake stands on a line of its own, in any company and any order, and the lines behind use
// what broke.
void CheckTest::everyIndependentMistakeIsReportedOnce() {
    struct Mistake {
        const char* code;
        std::string line;  // N: its number
    };
    const std::vector<Mistake> mistakes = {
        {"E020", "aN = 1 + * 2"},
        {"E020", "aN = [1, 2,]"},
        {"E020", "aN = x < y < z"},
        {"E020", "aN = match x { }"},
        {"E022", "aN = 99999999999999999999"},
        {"E023", R"(aN = "\q")"},
        {"E024", "aN = \"open"},
        {"E025", "aN = _"},
        {"E018", "aN = add(x, 1) with retri: 1"},
        {"E001", "aN = x + missing-name"},
        {"E002", "aN = unknown-function(x)"},
        {"E003", "in aN: Nowhere"},
        {"E035", "aN = add(x)"},
        {"E007", "aN = r.missing"},
        {"E010", "aN = add(x, \"text\")"},
        {"E013", "aN = true < false"},
        {"E014", "aN = 1 + true"},
        {"E027", "@nowhere(1) in aN: Int"},
        {"E030", "aN = { b: 1, b: 2 }"},
    };
    std::mt19937_64 random(7);
    for (int round = 0; round < 300; ++round) {
        std::string text = "in x: Int\nin r: { a: Int }\n";
        std::string expected;
        const std::size_t lines = 1 + random() % 20;
        for (std::size_t n = 0; n < lines; ++n) {
            const Mistake& mistake = mistakes[random() % mistakes.size()];
            const bool wrong = random() % 2 == 0;
            std::string line = wrong ? mistake.line : "aN = x + 1";
            line.replace(line.find("aN"), 2, "a" + std::to_string(n));
            text += line + "\n";
            expected += wrong ? mistake.code + std::string("@") + std::to_string(n + 3) + " " : "";
        }
        for (std::size_t n = 0; n < lines; ++n) {
            text += "out a" + std::to_string(n) + "\n";
        }
        const auto snapshot = compiled(engine_, text);
        std::string found;
        for (const Diagnostic& each : snapshot->diagnostics) {
            const std::uint32_t line = snapshot->text->line(each.range.begin);
            found +=
                each.isError() ? std::string(each.code()) + "@" + std::to_string(line) + " " : "";
        }
        QVERIFY2(found == expected, (found + "\nexpected\n" + expected + "\nin\n" + text).c_str());
    }
}

void CheckTest::aNameThatComesTwiceInAWideRecordIsFound_data() {
    QTest::addColumn<int>("fields");
    QTest::addColumn<int>("again");
    for (const int fields : {2, 15, 16, 17, 100}) {
        for (const int again : {0, fields / 2, fields - 1}) {
            QTest::addRow("%d of %d", again, fields) << fields << again;
        }
    }
}

void CheckTest::aNameThatComesTwiceInAWideRecordIsFound() {
    QFETCH(int, fields);
    QFETCH(int, again);
    const auto list = [&](const char* value) {
        std::string text = "{ ";
        for (int i = 0; i < fields; ++i) {
            text += "f" + std::to_string(i) + ": " + value + ", ";
        }
        return text;
    };
    const std::string name = "f" + std::to_string(again);
    const auto codes = [&](const std::string& text) {
        std::string all;
        const auto snapshot = compiled(engine_, text);
        for (const Diagnostic& each : snapshot->diagnostics) {
            all += each.isError() ? std::string(each.code()) + " " : "";
        }
        return all;
    };
    QCOMPARE(codes("a = " + list("1") + name + ": 1 }\nout a"), std::string("E030 "));
    QCOMPARE(codes("in a: " + list("Int") + name + ": Int }\nout a"), std::string("E030 "));
    QCOMPARE(codes("a = " + list("1") + "last: 1 }\nb = a[f0, " + name + ", f1, last]\nout b"),
             std::string());
}

void CheckTest::ofAThousandErrorsAllThatAreShownHaveSuggestions() {
    std::string text = "in order: Int\n";
    for (int i = 0; i < 1000; ++i) {
        text += "a" + std::to_string(i) + " = ordr\n";
    }
    const auto snapshot = compiled(engine_, text + "out order");
    std::size_t errors = 0;
    for (const Diagnostic& each : snapshot->diagnostics) {
        errors += each.isError() ? 1 : 0;
        QVERIFY(!each.isError() || !each.suggestions.empty());
    }
    QCOMPARE(errors, std::size_t{100});
}

QTEST_APPLESS_MAIN(CheckTest)
#include "tst_check.moc"

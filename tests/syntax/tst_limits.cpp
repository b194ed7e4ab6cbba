#include "tests/syntax/syntax_fixture.h"

#include <QTest>

#include <ctime>

// Texts nobody writes by hand. Where time matters it is that of the processor, against that of a
// hundredth of the same text: linear is 100 times, quadratic 10,000, so a busy machine cannot
// blur the two.

namespace {

constexpr uint32_t kLevels = cst::SyntaxTree::kMaxDepth;

// Sanitizers take twenty times as long, and look for other things than time.
#if defined(CST_SANITIZED)
constexpr std::size_t kBig = 1'000'000;
#else
constexpr std::size_t kBig = 10'000'000;
#endif

std::string repeated(std::string_view piece, std::size_t times) {
    std::string text;
    text.reserve(piece.size() * times);
    for (std::size_t i = 0; i < times; ++i) {
        text += piece;
    }
    return text;
}

struct Shape {
    std::string before;
    std::string opening;
    std::string inside;
    std::string closing;

    std::string nested(std::size_t levels) const {
        return before + repeated(opening, levels) + inside + repeated(closing, levels);
    }
};

/// Processor time of the best of some parses.
double parseSeconds(const cst::SourceTextPtr& text, int times) {
    double best = 1e9;
    for (int i = 0; i < times; ++i) {
        const std::clock_t begin = std::clock();
        const cst::SyntaxTree tree = cst::parse(text);
        best = std::min(best, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    }
    return best;
}

}  // namespace

class LimitsTest : public QObject {
    Q_OBJECT

private slots:
    void aThousandLevelsWorkAndOneMoreIsOneError_data();
    void aThousandLevelsWorkAndOneMoreIsOneError();
    void twentyThousandLevelsAreOneError_data();
    void twentyThousandLevelsAreOneError();
    void longChainsAreFlat_data();
    void longChainsAreFlat();
    void tallTreesAreRefused();
    void timeGrowsWithTheText_data();
    void timeGrowsWithTheText();
    void anyBytesGiveATree_data();
    void anyBytesGiveATree();
    void diagnosticsStopAtAHundred();

private:
    static void shapes();
};

void LimitsTest::shapes() {
    QTest::addColumn<Shape>("shape");
    const auto row = [](const char* name, const Shape& shape) { QTest::newRow(name) << shape; };
    row("parentheses", {"a = ", "(", "1", ")"});
    row("lists", {"a = ", "[", "1", "]"});
    row("records", {"a = ", "{ x: ", "1", "}"});
    row("calls", {"a = ", "f(", "1", ")"});
    row("negated parentheses", {"a = ", "-(", "1", ")"});
    row("sums in parentheses", {"a = ", "(1 + ", "1", ")"});
    row("else-if", {"a = ", "if (c) 1 else ", "1", ""});
    row("conditions", {"a = ", "if (", "c", ") 1 else 2"});
    row("branches", {"a = ", "branch { c -> 1, otherwise -> ", "1", "}"});
    row("matches", {"a = ", "match x { _ -> ", "1", "}"});
    row("lambdas", {"a = ", "(x) => ", "1", ""});
    row("interpolations", {"a = ", "\"${", "1", "}\""});
    row("fallbacks", {"a = ", "f(1) with fallback: ", "1", ""});
    row("examples", {"@example(", "[", "1", "]"});
    row("minus signs", {"a = ", "- ", "1", ""});
    row("nots", {"a = ", "not ", "x", ""});
    row("generic types", {"type A = ", "List<", "Int", ">"});
    row("record types", {"type A = ", "{ x: ", "Int", "}"});
    row("types in parentheses", {"type A = ", "(", "Int", ")"});
}

void LimitsTest::aThousandLevelsWorkAndOneMoreIsOneError_data() {
    shapes();
}

void LimitsTest::aThousandLevelsWorkAndOneMoreIsOneError() {
    QFETCH(Shape, shape);
    const std::string end = shape.before.starts_with('@') ? ")\nin a: Int\nb = 1" : "\nb = 1";
    const cst::SyntaxTree fits = parsed(shape.nested(kLevels) + end);
    QCOMPARE(places(fits), std::string());
    QCOMPARE(shapeProblem(fits), std::string());

    const cst::SyntaxTree tooDeep = parsed(shape.nested(kLevels + 1) + end);
    QCOMPARE(tooDeep.diagnostics.size(), std::size_t{1});
    QCOMPARE(tooDeep.diagnostics[0].message(), std::string("nested more than 1,024 levels deep"));
    QCOMPARE(shapeProblem(tooDeep), std::string());
    QCOMPARE(declaredNames(tooDeep).back(), std::string("b"));
}

void LimitsTest::twentyThousandLevelsAreOneError_data() {
    shapes();
}

void LimitsTest::twentyThousandLevelsAreOneError() {
    QFETCH(Shape, shape);
    shape.inside = shape.closing = "";
    const cst::SyntaxTree tree = parsed(shape.nested(20'000) + "\nb = 1");
    QCOMPARE(shapeProblem(tree), std::string());
    // An interpolation is a string that is not closed besides.
    QVERIFY(tree.diagnostics.size() <= 2);
    QCOMPARE(declaredNames(tree).back(), std::string("b"));
}

void LimitsTest::longChainsAreFlat_data() {
    QTest::addColumn<std::string>("link");
    QTest::addColumn<int>("childrenPerLink");
    QTest::newRow("sum") << std::string(" + x") << 2;
    QTest::newRow("product") << std::string(" / x") << 2;
    QTest::newRow("coalesce") << std::string(" ?? x") << 1;
    QTest::newRow("and") << std::string(" and x") << 1;
    QTest::newRow("or") << std::string(" or x") << 1;
}

void LimitsTest::longChainsAreFlat() {
    QFETCH(std::string, link);
    QFETCH(int, childrenPerLink);
    constexpr uint32_t kTerms = 500'000;
    const cst::SyntaxTree tree = parsed("a = x" + repeated(link, kTerms));
    QCOMPARE(places(tree), std::string());
    const cst::SyntaxNode& chain = tree[tree.child(tree.declarations[0], 0)];
    QCOMPARE(chain.childCount, kTerms * static_cast<uint32_t>(childrenPerLink) + 1);
    QCOMPARE(shapeProblem(tree), std::string());
}

// Neither field accesses nor operators nest in the text, but their nodes do.
void LimitsTest::tallTreesAreRefused() {
    const cst::SyntaxTree fields = parsed("a = x" + repeated(".y", 500'000) + "\nb = 1");
    QCOMPARE(fields.diagnostics.size(), std::size_t{1});
    QCOMPARE(shapeProblem(fields), std::string());

    const std::string level = "a ?? b when c or d and not e == f + g * -(x.y.z + ";
    const cst::SyntaxTree mixed =
        parsed("a = " + repeated(level, 1000) + "1" + repeated(")", 1000) + "\nb = 1");
    QCOMPARE(mixed.diagnostics.size(), std::size_t{1});
    QCOMPARE(shapeProblem(mixed), std::string());
    QCOMPARE(declaredNames(mixed).back(), std::string("b"));
}

void LimitsTest::timeGrowsWithTheText_data() {
    QTest::addColumn<std::string>("before");
    QTest::addColumn<std::string>("piece");
    const auto row = [](const char* name, std::string before, std::string piece) {
        QTest::newRow(name) << std::move(before) << std::move(piece);
    };
    row("terms", "a = 1", " + 1");
    row("open parentheses", "a = ", "(");
    row("mismatched brackets", "a = ", "([)]{");
    row("fields", "a = x", ".y");
    row("one name", "x", "x");
    row("hyphens", "x", "-");
    row("a comment", "#", "x");
    row("a string", "a = \"", "x\\n");
    row("open strings", "", "a = \"x\n");
    row("quotes in strings", "a = \"", "\n\\\"");
    row("interpolations", "a = ", "\"${");
    row("interpolations on lines", "a = ", "\"${\n");
    row("unknown bytes", "", "\x01$ ");
    row("broken lines", "", "a = 1 + \n");
    row("broken outputs", "", "out x + y\n");
    row("at signs", "", "@");
    row("unknown annotations", "", "@x(1) ");
    row("plain strings", "a = f() with lazy", ", cache_backend: \"a\"");
    row("unknown options", "a = f() with lazy", ", cashe: f(1)");
    row("nested unknown options", "a = ", "f() with x: (");
    row("declarations", "", "a = b + c ");
    row("semicolons", "", "a = 1; b ");
    row("single quotes", "", "a = ' ");
    row("blocks", "a = ", "if (c) { ");
    row("calls in statements", "", "f(g\n");
    row("inputs behind commas", "in a: Int", ", b: Int");
    row("equals signs for colons", "a = {x = 1", ", x = 1");
    row("fat arrows of cases", "a = branch { c => 1", ", c => 1");
    row("interpolations without an end", "", "a = \"${b c\"\n");
}

void LimitsTest::timeGrowsWithTheText() {
    QFETCH(std::string, before);
    QFETCH(std::string, piece);
    const std::size_t times = kBig / 5 / piece.size();
    const auto text = [&](std::size_t n) {
        return std::make_shared<const cst::SourceText>(before + repeated(piece, n));
    };
    const double hundredth = parseSeconds(text(times / 100), 5);
    const double whole = parseSeconds(text(times), 1);
    QVERIFY2(whole < std::max(hundredth, 1e-4) * 1500,
             qPrintable(QStringLiteral("%1 s, a hundredth %2 s").arg(whole).arg(hundredth)));
}

void LimitsTest::anyBytesGiveATree_data() {
    QTest::addColumn<std::string>("text");
    QTest::newRow("megabytes in one line") << "a = [1" + repeated(", 1", kBig / 3) + "]";
    QTest::newRow("megabytes of NUL") << std::string(kBig, '\0');
    QTest::newRow("megabytes of 0xFF") << std::string(kBig, '\xFF');
    QTest::newRow("NUL in a string") << std::string("a = \"x\0y\"", 9);
    QTest::newRow("cut in a character") << std::string("a = \"\xE6\x97");
    QTest::newRow("a mark alone") << std::string("\xEF\xBB\xBF");
    QTest::newRow("half a mark") << std::string("\xEF\xBB");
    QTest::newRow("carriage returns") << std::string("a = 1\rb = 2\r");
}

void LimitsTest::anyBytesGiveATree() {
    QFETCH(std::string, text);
    const cst::SyntaxTree tree = parsed(text);
    QCOMPARE(shapeProblem(tree), std::string());
    QVERIFY(tree.diagnostics.size() <= 2);
}

void LimitsTest::diagnosticsStopAtAHundred() {
    // Before sorting each of lexer and parser stops by itself.
    const auto text = std::make_shared<cst::SourceText>(repeated("a = \"\\q\" + * $\n", 10'000));
    QVERIFY(cst::parse(text).diagnostics.size() <= 200);
    QCOMPARE(parsed(std::string(text->bytes())).diagnostics.size(), std::size_t{100});
}

QTEST_APPLESS_MAIN(LimitsTest)
#include "tst_limits.moc"

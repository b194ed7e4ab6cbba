#include "engine/syntax/format.h"
#include "tests/support/format_problem.h"
#include "tests/support/golden.h"

#include <QTest>

#include <filesystem>

// What the form is. Every file of tests/golden/format holds a pipeline and what it is formatted to.
// What such a file cannot show well (line ends, marks, blanks) stands in tables here.

namespace fs = std::filesystem;

namespace {

std::string formatted(const std::string& text) {
    const cst::SyntaxTree tree = format_problem::parsedText(text);
    return tree.hasSyntaxError ? "does not parse" : cst::format(tree);
}

}  // namespace

class FormatTest : public QObject {
    Q_OBJECT

private slots:
    void theFormIsTheOneInTheGoldenFile_data();
    void theFormIsTheOneInTheGoldenFile();
    void everyKindOfNodeIsShownByAGolden();
    void anExpressionHasOneSpelling_data();
    void anExpressionHasOneSpelling();
    void linesEndAsTheFirstOneDoes_data();
    void linesEndAsTheFirstOneDoes();
    void aLineOfAHundredColumnsIsNotBroken();
    void columnsAreCodePoints();
};

void FormatTest::theFormIsTheOneInTheGoldenFile_data() {
    QTest::addColumn<std::string>("path");
    for (const fs::path& path : goldensIn("format")) {
        QTest::newRow(path.stem().c_str()) << path.string();
    }
}

void FormatTest::theFormIsTheOneInTheGoldenFile() {
    QFETCH(std::string, path);
    const cst::SyntaxTree tree = format_problem::parsedText(readGolden(path).input);
    QCOMPARE(tree.diagnostics.empty() ? "" : tree.diagnostics[0].message(), std::string());
    QCOMPARE(formatProblem(tree), std::string());
    QCOMPARE(goldenProblem(path, cst::format(tree)), std::string());
}

void FormatTest::everyKindOfNodeIsShownByAGolden() {
    std::vector<bool> shown(static_cast<std::size_t>(cst::SyntaxKind::ErrorExpr) + 1);
    for (const fs::path& path : goldensIn("format")) {
        const cst::SyntaxTree tree = format_problem::parsedText(readGolden(path).input);
        for (const cst::SyntaxNode& node : tree.nodes) {
            shown[static_cast<std::size_t>(node.kind)] = true;
        }
    }
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const auto kind = static_cast<cst::SyntaxKind>(i);
        const bool onlyInErrors =
            kind == cst::SyntaxKind::BrokenDecl || kind == cst::SyntaxKind::UnknownAnnotation ||
            kind == cst::SyntaxKind::TypeError || kind == cst::SyntaxKind::ErrorExpr;
        QVERIFY2(shown[i] || onlyInErrors, std::string(cst::syntaxKindName(kind)).c_str());
    }
}

void FormatTest::anExpressionHasOneSpelling_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* text, const char* expected) {
        QTest::newRow(text) << std::string(text) << std::string(expected);
    };
    row("a=1", "a = 1\n");
    row("a = 1 b = 2 out a", "a = 1\nb = 2\nout a\n");
    row("in   x :Int", "in x: Int\n");
    row("out\nx", "out x\n");
    row("type\nA=Int|String+B", "type A = Int | String + B\n");
    row("type A=Map < String ,List<Int> >", "type A = Map<String, List<Int>>\n");
    row("type A={}", "type A = {}\n");
    row("type A={a:Int,in:(B)}", "type A = { a: Int, in: (B) }\n");
    row("type A = ( Int | B )+( C )", "type A = (Int | B) + (C)\n");
    row("use a.b   as  c", "use a.b as c\n");
    row("a=1+2*3-x", "a = 1 + 2 * 3 - x\n");
    row("a = -x * - 1", "a = -x * -1\n");
    row("a = x - -1", "a = x - -1\n");
    row("a = --x", "a = - -x\n");
    row("a = -(x)", "a = -(x)\n");
    row("a = -9223372036854775808", "a = -9223372036854775808\n");
    row("a = 00.50 + 1.0e10", "a = 00.50 + 1.0e10\n");
    row("a = a-b -c", "a = a-b - c\n");
    row("a=b==c and d<e or not f!=g", "a = b == c and d < e or not f != g\n");
    row("a=b  ??c??d when e", "a = b ?? c ?? d when e\n");
    row("a = ( b )", "a = (b)\n");
    row("a = ((b))", "a = ((b))\n");
    row("a = ns.f ( x,y )", "a = ns.f(x, y)\n");
    row("a = f ()", "a = f()\n");
    row("a = b . c . in", "a = b.c.in\n");
    row("a = b{c,d}", "a = b[c, d]\n");
    row("a = b [ in ] { out }.c", "a = b[in][out].c\n");
    row("a = 1 .b", "a = 1.b\n");
    row("a = [ ]", "a = []\n");
    row("a = [1,2 ,3]", "a = [1, 2, 3]\n");
    row("a = { }", "a = {}\n");
    row("a = {b:1,type:2}", "a = { b: 1, type: 2 }\n");
    row("a = map(xs,(x:Int,y)=>x+y)", "a = map(xs, (x: Int, y) => x + y)\n");
    row("a = f(()=>1)", "a = f(() => 1)\n");
    row("a = if(b)c else d", "a = if (b) c else d\n");
    row("a = branch{b->1,otherwise->2}", "a = branch { b -> 1, otherwise -> 2 }\n");
    row("a = match b.c{{d,e}->d,is Int->1,_->2}",
        "a = match b.c { { d, e } -> d, is Int -> 1, _ -> 2 }\n");
    row("a = match(b){_->1}", "a = match (b) { _ -> 1 }\n");
    row("a = f(x)with retry:3,timeout:5s", "a = f(x) with retry: 3, timeout: 5s\n");
    row("a = f()with throttle:10 / 1s,priority:- 5,lazy",
        "a = f() with throttle: 10/1s, priority: -5, lazy\n");
    row("a = f() with window:sliding (1s ,2s),join:buffer( 1s),lazy:true",
        "a = f() with window: sliding(1s, 2s), join: buffer(1s), lazy: true\n");
    row("a = f() with cache_backend:\"x\\y\",fallback:g()with retry:1",
        "a = f() with cache_backend: \"x\\y\", fallback: g() with retry: 1\n");
    row("a = \"b${ c+1 }d\"", "a = \"b${c + 1}d\"\n");
    row("a = \"${{b:1}}\"", "a = \"${{ b: 1 }}\"\n");
    row("a = \"${\"${b}\"}\"", "a = \"${\"${b}\"}\"\n");
    row("a = \"b  \n  c \t\n\"", "a = \"b  \n  c \t\n\"\n");
    row("@example( 1 )in x:Int", "@example(1)\nin x: Int\n");
    row("@ source(\"k\",a:1)@example(2)in x:Int", "@source(\"k\", a: 1)\n@example(2)\nin x: Int\n");
    row("@sink( \"k\" ) out x", "@sink(\"k\")\nout x\n");
    row("", "");
    row("\n\n  \n", "");
    row("# only", "# only\n");
    row("\n\n# a\n\n\n\n# b\n\n", "# a\n\n# b\n");
    row("a = 1# b", "a = 1  # b\n");
    row("a = 1\t \n\n\n\nb = 2", "a = 1\n\nb = 2\n");
    row("a = 1 # b  \t\n", "a = 1  # b\n");
}

void FormatTest::anExpressionHasOneSpelling() {
    QFETCH(std::string, text);
    QFETCH(std::string, expected);
    QCOMPARE(formatted(text), expected);
    QCOMPARE(formatted(expected), expected);
}

void FormatTest::linesEndAsTheFirstOneDoes_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const char* text, const char* expected) {
        QTest::newRow(name) << std::string(text) << std::string(expected);
    };
    row("CR LF", "a = 1\r\n\r\n\r\nb = 2", "a = 1\r\n\r\nb = 2\r\n");
    row("LF, then CR LF", "a = 1\nb = 2\r\n", "a = 1\nb = 2\n");
    row("CR LF, then LF", "a = 1\r\nb = 2\n", "a = 1\r\nb = 2\r\n");
    row("behind a comment", "# a\r\nb = 2\n", "# a\r\nb = 2\r\n");
    row("not those in strings", "a = \"\r\n\"\nb = 2\n", "a = \"\r\n\"\nb = 2\n");
    row("strings are left alone", "a = 1\r\nb = \"\n\"", "a = 1\r\nb = \"\n\"\r\n");
    row("none", "a = 1", "a = 1\n");
    row("a mark stays", "\xEF\xBB\xBF\n a=1",
        "\xEF\xBB\xBF"
        "a = 1\n");
    row("a mark alone", "\xEF\xBB\xBF \n", "\xEF\xBB\xBF");
    row("a mark before a comment", "\xEF\xBB\xBF#a", "\xEF\xBB\xBF#a\n");
    row("CR alone is a blank", "a = 1\rb = 2\r", "a = 1\nb = 2\n");
}

void FormatTest::linesEndAsTheFirstOneDoes() {
    QFETCH(std::string, text);
    QFETCH(std::string, expected);
    QCOMPARE(formatted(text), expected);
    QCOMPARE(formatted(expected), expected);
}

void FormatTest::aLineOfAHundredColumnsIsNotBroken() {
    const std::string name(90, 'x');
    const std::string fits = "a = [" + name + ", 12]\n";
    QCOMPARE(fits.size(), std::size_t{101});  // with its line end
    QCOMPARE(formatted(fits), fits);
    QCOMPARE(formatted("a = [" + name + ", 123]"), "a = [\n  " + name + ",\n  123\n]\n");
}

void FormatTest::columnsAreCodePoints() {
    std::string wide;
    for (int i = 0; i < 89; ++i) {
        wide += "\xE6\x97\xA5";
    }
    const std::string fits = "a = [\"" + wide + "\", 1]\n";
    QCOMPARE(formatted(fits), fits);
}

QTEST_APPLESS_MAIN(FormatTest)
#include "tst_format.moc"

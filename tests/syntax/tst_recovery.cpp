#include "tests/support/marked.h"
#include "tests/syntax/syntax_fixture.h"

#include <QTest>

// Which diagnostics a broken text gets, where they stand, and what is left of the declarations
// around. What the trees look like is shown by the golden files (tst_trees).

class RecoveryTest : public QObject {
    Q_OBJECT

private slots:
    void anErrorStandsAtTheFirstTokenThatDoesNotFit_data();
    void anErrorStandsAtTheFirstTokenThatDoesNotFit();
    void oneRootCauseIsReportedOnce_data();
    void oneRootCauseIsReportedOnce();
    void soundTextsHaveNoDiagnostics_data();
    void soundTextsHaveNoDiagnostics();
    void aLostDeclarationStillBindsItsName_data();
    void aLostDeclarationStillBindsItsName();
    void aMessageListsWhatWouldHaveFitted_data();
    void aMessageListsWhatWouldHaveFitted();
    void aHintHelpsTheAuthor_data();
    void aHintHelpsTheAuthor();
    void applyingAFixLeavesASoundText_data();
    void applyingAFixLeavesASoundText();
    void noFixIsOfferedThatLeavesAnError_data();
    void noFixIsOfferedThatLeavesAnError();
    void aBracketWithoutAnEndIsPointedAt_data();
    void aBracketWithoutAnEndIsPointedAt();
    void unknownOptionsGetSuggestions();
};

void RecoveryTest::anErrorStandsAtTheFirstTokenThatDoesNotFit_data() {
    QTest::addColumn<std::string>("marked");
    QTest::addColumn<std::string>("code");
    const auto row = [](const char* code, const char* marked) {
        QTest::addRow("%s", marked) << std::string(marked) << std::string(code);
    };
    row("E020", "a = 1 + [[*]] 2");
    row("E020", "a = (1[[]]");
    row("E020", "a = (1 [[out]] a");
    row("E020", "a = f(x [[y]])");
    row("E020", "a = [1 [[2]]]");
    row("E020", "a = { x [[1]] }");
    row("E020", "a = { [[1]]: 2 }");
    row("E020", "a = rec[ [[]]]");
    row("E020", "a = rec{[[}]]");
    row("E020", "a = xs[ [[0]]]");
    row("E020", "a = rec[b[[:]] 1]");
    row("E020", "a = x when y [[when]] z");
    row("E020", "a = x < y [[<]] z");
    row("E020", "a = x == y [[!=]] z");
    row("E020", "a = x == [[not]] y");
    row("E020", "a = 1 + [[not]] y");
    row("E020", "a = if [[c]] 1 else 2");
    row("E020", "a = if (c) 1 [[out]] a");
    row("E020", "a = branch [[c]] -> 1");
    row("E020", "a = branch { c -> 1 [[}]]");
    row("E020", "a = branch { c -> 1, [[}]]");
    row("E020", "a = branch { [[}]]");
    row("E020", "a = branch { otherwise -> 1[[,]] c -> 2 }");
    row("E020", "a = match x { [[}]]");
    row("E020", "a = match x { [[y]] -> 1 }");
    row("E020", "a = match x { is [[1]] -> 1 }");
    row("E020", "a = match x { {[[}]] -> 1 }");
    row("E020", "a = match x { _ -> 1, [[}]]");
    row("E020", "a = [1, 2,[[]]]]");
    row("E020", "a = f(1,[[)]]");
    row("E020", "a = { x: 1,[[}]]");
    row("E020", "a = rec[x,[[]]]]");
    row("E020", "type A = { x: Int,[[}]]");
    row("E020", "type A = List<Int,[[>]]");
    row("E020", "type A = List<[[>]]");
    row("E020", "type A = [[1]]");
    row("E020", "type A = Int |[[]]");
    row("E020", "type A [[Int]]");
    row("E020", "in a [[Int]]");
    row("E020", "in [[:]] Int");
    row("E020", "in a: [[type]]");
    row("E020", "use [[1]]");
    row("E020", "use [[in]]");
    row("E020", "use a. [[b]]");
    row("E020", "use a [[.]]b");
    row("E020", "out a [[??]] b");
    row("E020", "out a[[.]]b");
    row("E020", "out a[[,]] b");
    row("E020", "out f[[(]]x)");
    row("E020", "out [[5]]");
    row("E020", "out [[\"]]a\"");
    row("E020", "out [[not]] a");
    row("E020", "out [[if]] (c) 1 else 2");
    row("E020", "out a [[5]]");
    row("E020", "a = x [[=>]] x");
    row("E020", "a = 1 + (x) [[=>]] x");
    row("E020", "a = f(x)[[(]]y)");
    row("E020", "a = x [[with]] retry: 1");
    row("E020", "a = f(x) with [[5]]");
    row("E020", "a = f(x) with [[foo]]");
    row("E020", "a = f(x) with retry [[5]]");
    row("E020", "a = f(x) with retry: [[-]]1");
    row("E020", "a = f(x) with retry: [[x]]");
    row("E020", "a = f(x) with timeout: [[5]]");
    row("E020", "a = f(x) with timeout: [[5]] s");
    row("E020", "a = f(x) with throttle: 5 [[out]] a");
    row("E020", "a = f(x) with throttle: 5 / [[1]]");
    row("E020", "a = f(x) with backoff: [[fast]]");
    row("E020", "a = f(x) with window: sliding(1s[[)]]");
    row("E020", "a = f(x) with window: count [[out]] a");
    row("E020", "a = f(x) with lazy: [[1]]");
    row("E020", "a = f(x) with cache_backend: [[x]]");
    row("E020", "a = [f(x) with retry: 1,[[]]]]");
    row("E020", "a = f(x) with retry: 1[[,]]");
    row("E020", "a = [[5s]]");
    row("E020", "a = 1[[.]]");
    row("E020", "a = [[.]]5");
    row("E020", "a = x.[[1]]");
    row("E020", "a = \"${[[}]]\"");
    row("E020", "a = \"${x [[y]]}\"");
    row("E020", "a = [[12abc]]");
    row("E020", "a = [[007]]");
    row("E020", "a = 1 / [[/]] comment");
    row("E020", "[[)]]");
    row("E020", "foo [[5]]");
    row("E020", "foo[[:]] Int");
    row("E020", "[[foo]]\nout x");
    row("E020", "a = 1 [[b]] c");
    row("E020", "@[[1]]");
    row("E020", "@example [[in]] a: Int");
    row("E020", "@example([[)]] in a: Int");
    row("E020", "@source([[x]]) in a: Int");
    row("E020", "@source(\"x\" [[y]]) in a: Int");
    row("E020", "@source(\"x\",[[)]] in a: Int");
    row("E020", "@example(1)[[]]");
    row("E022", "a = [[9223372036854775808]]");
    row("E022", "a = -([[9223372036854775808]])");
    row("E022", "a = 1 - [[9223372036854775808]]");
    row("E022", "a = -[[9223372036854775809]]");
    row("E022", "a = f(x) with retry: [[9223372036854775808]]");
    row("E022", "a = f(x) with timeout: [[106751991168d]]");
    row("E022", "a = f(x) with throttle: 1/[[9223372036854775808s]]");
    row("E022", "a = f(x) with priority: -[[9223372036854775809]]");
    row("E023", "a = \"x[[\\q]]y\"");
    row("E024", "a = [[\"]]x");
    row("E024", "a = [[\"]]x ${ y");
    row("E024", "a = [[\"]]x ${");
    row("E025", "in [[match]]: Int");
    row("E025", "in [[_]]: Int");
    row("E025", "type [[type]] = Int");
    row("E025", "out [[branch]]");
    row("E025", "out [[true]]\nb = 1");
    row("E025", "use a as [[in]]");
    row("E025", "[[as]] = 1");
    row("E025", "a = b [[as]] = 1");
    row("E025", "a = b\n[[and]] = 1");
    row("E025", "a = f(b)\n[[with]] = 1");
    row("E025", "[[in]] = 1");
    row("E025", "[[_]] = 1");
    row("E025", "a = 1 + [[_]] * b");
    row("E025", "a = ([[in]]: Int) => 1");
    row("E025", "a = ([[_]]) => 1");
    row("E025", "a = match x { {[[lazy]], b} -> 1 }");
    row("E025", "a = f(x) with [[in]]: 5");
    row("E025", "@source(\"x\", [[type]]: 1) in a: Int");
    row("E027", "[[@wrong]]\nin a: Int");
    row("E027", "[[@wrong]](1, (2)) in a: Int");
    row("E027", "[[@type]](1) in a: Int");
    row("E027", "[[@sink]](\"x\") in a: Int");
    row("E027", "[[@source]](\"x\") out a");
    row("E027", "[[@example]](1) a = 1");
    row("E027", "[[@ wrong]] in a: Int");
    row("E027", "[[@wrong]]");
    row("E018", "a = f(x) with [[timout]]: 5s");
    row("E018", "a = [f(x) with retry: 1, [[cashe]]: sliding(1s, 2s)]");
    row("E018", "a = f(x) with [[timout]]:");
    row("E018", "a = f(x) with [[timout]]:\nb = 1");
    row("E018", "a = f(x) with [[falback]]: g(y) with retry: 2");
}

void RecoveryTest::anErrorStandsAtTheFirstTokenThatDoesNotFit() {
    QFETCH(std::string, marked);
    QFETCH(std::string, code);
    const Marked text(marked);
    const cst::SyntaxTree tree = parsed(text.text());
    QCOMPARE(shapeProblem(tree), std::string());
    QCOMPARE(tree.diagnostics.size(), std::size_t{1});
    QCOMPARE(std::string(tree.diagnostics[0].code()), code);
    QCOMPARE(tree.diagnostics[0].range.begin, text.range().begin);
}

void RecoveryTest::oneRootCauseIsReportedOnce_data() {
    QTest::addColumn<std::string>("source");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const char* source, const char* expected) {
        QTest::newRow(name) << std::string(source) << std::string(expected);
    };
    row("unknown characters behind an error", "a = ( ) $ % &\nb = 1", "E020@1:7");
    row("unknown characters behind one", "a = $ b % c ; d\nb = 1", "E020@1:5");
    row("every line has its own", "a = 1;\nb = 2;\nout a;", "E020@1:6 E020@2:6 E020@3:6");
    row("an interpolation without an end", "a = \"${ (\nout b", "E024@1:5");
    row("strings in a lost declaration", "a = * \"x${ 1 + }y\" + 2\nb = 1", "E020@1:5");
    row("an error in a nested string", "a = \"${ f(\"${ * }\") }\"\nb = 1", "E020@1:15");
    row("a bracket that is never closed", "a = f(1, 2\nb = 3\nc = [4\nout b", "E020@2:1 E020@4:1");
    row("a bracket too many", "a = f(1))\nb = 2", "E020@1:9");
    row("the declaration keyword resumes", "a = (\nin b: Int\nout b", "E020@2:1");
    row("fields named like declarations do not", "type A = { x Int,\n in: Int,\n out: Int }\nout a",
        "E020@1:14");
    row("mid-line declarations are skipped", "a = * b = 2 out b\nout b", "E020@1:5");
    row("an unknown annotation without its end", "@wrong(1\nin a: Int\nout a", "E027@1:1");
    row("two words", "a b\nc = 1", "E020@1:3");
    row("prose", "this is not a pipeline\nout a", "E020@1:6");
    row("small errors and a large one", "a = _ + 9223372036854775808 + * 3",
        "E025@1:5 E022@1:9 E020@1:31");
    row("an interpolation in a string that is closed", "a = \"x ${n y\" + \"z\"\nout b",
        "E024@1:8");
    row("two assignments in one", "a = b = 1\nout a", "E020@1:7");
    row("inputs behind commas", "in a: Int, b: Int, c: Int\nout a", "E020@1:10");
    row("inputs behind commas, one of them broken", "in a: Int, b: *\nout a",
        "E020@1:10 E020@1:15");
    row("errors of unlike lines", "a = [1,]\nb = \"\\q\"\nc = 1 +\nout c",
        "E020@1:8 E023@2:6 E020@4:1");
}

void RecoveryTest::oneRootCauseIsReportedOnce() {
    QFETCH(std::string, source);
    QFETCH(std::string, expected);
    const cst::SyntaxTree tree = parsed(source);
    QCOMPARE(places(tree), expected);
    QCOMPARE(shapeProblem(tree), std::string());
}

void RecoveryTest::soundTextsHaveNoDiagnostics_data() {
    QTest::addColumn<std::string>("source");
    const auto row = [](const char* name, const char* source) {
        QTest::newRow(name) << std::string(source);
    };
    row("nothing at all", "");
    row("a comment", "# only");
    row("everything on one line", "in n: Int a = 1 b = a c = n out b out a");
    row("names of contextual words", "retry = 1 example = 2 source = 3 Int = 4 fixed = 5 ms = 6");
    row("keywords behind dots", "a = rec.type.in.out b = stdlib.bool.and(x, y)");
    row("keywords as fields",
        "type T = { in: Int, lazy: Int } a = { in: 1, is: 2 } b = a[in, is] c = a{in}");
    row("blanks around the dots of a field", "a = b . c\n . d");
    row("blanks before arguments", "a = f (1) b = x.y (2)");
    row("the smallest integer", "a = -9223372036854775808 b = - 9223372036854775808");
    row("a signed priority", "a = f(x) with priority: -9223372036854775808");
    row("a rate with blanks", "a = f(x) with throttle: 10 / 1s");
    row("annotations with blanks", "@ example ( 1 ) @example(2) in a: Int");
    row("options end before a field", "a = { b: f(x) with retry: 1, c: 2, retrry: 3 }");
    row("options end before an element", "a = [f(x) with lazy, y, 1]");
    row("options of an argument", "a = g(f(x) with retry: 1, y)");
    row("options of a case", "a = match x { {b} -> f(b) with retry: 1, _ -> 2 }");
    row("options before otherwise", "a = branch { c -> f(x) with lazy, otherwise -> 2 }");
    row("not over a comparison", "a = not x == y and not not z");
    row("a type in parentheses", "in a: (Int | String) + (T)");
    row("a function called like a keyword prefix", "a = inner(1) b = notes c = orders");
    row("a type over two lines", "type\nA = Int");
    row("a match over a field", "a = match r.kind { _ -> 1 } b = match f(x) { is A -> 1 }");
    row("a projection of a case", "a = match r { _ -> 1 }{x}");
    row("then as a name",
        "a = if (c) then else 2 b = if (c) then.x else 2 d = if (c) then(1) else 2");
    row("a record in an arm", "a = if (c) { x: 1 } else {} b = map(xs, (x) => { y: x })");
    row("a lambda for a condition",
        "a = branch { (x) => f(x) with lazy, retry: 1 -> 1, otherwise -> 2 }");
    row("a lambda in an arm of a branch", "a = branch { c -> (x) => x, otherwise -> (y) => y }");
    row("dots on the next line", "a = b\n.c b = f(x)\n .y");
    row("many fallbacks", "a = b ?? c ?? d when e ?? f");
}

void RecoveryTest::soundTextsHaveNoDiagnostics() {
    QFETCH(std::string, source);
    const cst::SyntaxTree tree = parsed(source);
    QCOMPARE(places(tree), std::string());
    QCOMPARE(shapeProblem(tree), std::string());
}

void RecoveryTest::aLostDeclarationStillBindsItsName_data() {
    QTest::addColumn<std::string>("source");
    QTest::addColumn<std::string>("names");
    const auto row = [](const char* name, const char* source, const char* names) {
        QTest::newRow(name) << std::string(source) << std::string(names);
    };
    row("an assignment", "a = *\nb = 1", "a b");
    row("an input behind a comma", "in a: Int, b: Int", "a b");
    row("an output with a value", "out a = 1\nb = 1", "a b");
    row("not a call without a name", "f(x)\nb = 1", "b");
    row("an input", "in a Int\nb = 1", "a b");
    row("a type", "type A Int\nb = 1", "A b");
    row("without its equals sign", "a 5\nb = 1", "a b");
    row("an annotated input", "@example(*) in a: Int\nb = 1", "a b");
    row("those behind it on its line", "a = * b = 2 in c: Int type D = Int\ne = 1", "a b c D e");
    row("not inside a string", "a = * \"${ b = 2 }\"\nc = 1", "a c");
    row("an output binds nothing", "out a + b\nc = 1", "c");
    row("a name to be typed", "a = rec.\nb = 1\nout a", "a b a");
    row("an operand to be typed", "a = 1 +\nb = 1\nout b", "a b b");
    row("an argument to be typed", "a = f(1,\nb = 1", "a b");
    row("a list that is never closed", "a = [\nb = 1", "a b");
    row("a projection that is never closed", "a = r{\nb = 1", "a b");
    row("a record that is never closed", "a = {\nb = 1", "a b");
    row("a case to be typed", "a = match x {\nb = 1", "a b");
    row("a type to be typed", "in a:\nb = 1", "a b");
    row("a condition to be typed", "a = if (\nb = 1", "a b");
    row("an option to be typed", "a = f(x) with\nb = 1", "a b");
    row("an option value to be typed", "a = f(x) with retry:\nb = 1", "a b");
    row("a keyword as a field in the wrong place", "a = r. .in\nb = 1", "a b");
    row("an input to be typed", "in\nb = 1", "b");
    row("an output to be typed", "out\nb = 1", "b");
}

void RecoveryTest::aLostDeclarationStillBindsItsName() {
    QFETCH(std::string, source);
    QFETCH(std::string, names);
    const cst::SyntaxTree tree = parsed(source);
    std::string found;
    for (const std::string& name : declaredNames(tree)) {
        found += found.empty() ? name : ' ' + name;
    }
    QCOMPARE(found, names);
    QCOMPARE(tree.diagnostics.size(), std::size_t{1});
}

void RecoveryTest::aMessageListsWhatWouldHaveFitted_data() {
    QTest::addColumn<std::string>("source");
    QTest::addColumn<std::string>("message");
    const auto row = [](const char* source, const char* message) {
        QTest::addRow("%s", source) << std::string(source) << std::string(message);
    };
    row("a = *", "expected an expression, found `*`");
    row("a = f(x y)", "expected an operator, `,` or `)`, found `y`");
    row("a = f(", "expected an expression or `)`, found end of file");
    row("a = { 1 }", "expected a name or `}`, found `1`");
    row("in a = 1", "expected `:`, found `=`");
    row("type A = =", "expected a type, found `=`");
    row("a = match x { 1 -> 2 }",
        "expected a pattern: `{ field, … }`, `is Type` or `_`, found `1`");
    row("a = (1.)", "expected a digit right behind the point");
    row("a = f(x) with backoff: 5", "expected `fixed`, `linear` or `exponential`, found `5`");
    row("a = f(x) with priority: x",
        "expected `critical`, `high`, `normal`, `low` or `background`, or a number, found `x`");
    row("a = 1 \"x\"", "expected a declaration or an operator, found a string");
    row("a = aVeryLongNameThatGoesOnAndOnUntilNobodyCanReadIt.5", "expected a name, found `5`");
    row("x aVeryLongNameThatGoesOnAndOnUntilNobodyCanReadIt",
        "expected `=`, found `aVeryLongNameThatGoesOnAndOnUntilNobodyC…`");
}

void RecoveryTest::aMessageListsWhatWouldHaveFitted() {
    QFETCH(std::string, source);
    QFETCH(std::string, message);
    QCOMPARE(onlyDiagnostic(source).message(), message);
}

void RecoveryTest::aHintHelpsTheAuthor_data() {
    QTest::addColumn<std::string>("source");
    QTest::addColumn<std::string>("part");
    const auto row = [](const char* source, const char* part) {
        QTest::addRow("%s", source) << std::string(source) << std::string(part);
    };
    row("a = [1,]", "remove the comma");
    row("out a ?? b", "assign it to a name first");
    row("out f(x)", "assign it to a name first");
    row("out 5", "assign it to a name first");
    row("out a, b", "one `out` for each name");
    row("a = map(xs, x => x)", "parentheses");
    row("a = x < y < z", "a < b and b < c");
    row("a = xs[0]", "no indexing");
    row("a = branch { c -> 1 }", "otherwise");
    row("a = if (c) 1", "else");
    row("a = if c 1 else 2", "parentheses");
    row("a = 1 + not x", "(not …)");
    row("a = if (x = 1) 1 else 2", "`==` compares");
    row("a = x with retry: 1", "options follow a call");
    row("a = f(x) with timeout: 5 s", "unit");
    row("a = f(x) with throttle: 5", "10/1s");
    row("a = 5s", "options only");

    row("a = x && y", "`and`");
    row("a = x || y", "`or`");
    row("a = !x", "`not`");
    row("a = 1 // x", "`#`");
    row("a = 1;", "simply follow");
    row("a = 'x'", "double quotes");
    row("a = 5 % 2", "modulo");
    row("n: Int", "in name: Type");
    row("a = xs.map(f).size()", "no method calls: write `size(xs.map(f))`");
    row("a = [1].map(f)", "write `map([1], …)`");
    row("a = stdlib . math . abs(1)", "`stdlib.math.abs(…)` without blanks");
    row("a = f(x)(y)", "");
    row("in a: List[Int]", "`List<Int>`");
    row("use stdlib . math", "`stdlib.math`");
    row("a = map(xs, (x) -> x)", "a lambda is written");
    row("in a: Int, b: Int", "one `in` for each input");
    row("a = f(x) with retry = 3", "options are written `retry: 3`");
    row("a = { x = 1 }", "fields are written `name: value`");
    row("type A = { x = Int }", "fields are written `name: Type`");
    row("in a = 3", "`in a: Type`");
    row("out a = 1", "assign first");
    row("a = f(x) with (retry: 1)", "without parentheses");
    row("f(x)", "give the result a name: `result = f(x)`");
    row("a == 3", "`name = …` gives a value a name");
    row("return 1", "`out NAME`");
    row("print(x)", "`out NAME`");
    row("a = if (c) then 1 else 2", "`if (c) a else b`");
    row("a = if (c) { x } else { y }", "without braces");
    row("a = map(xs, (x) => { x + 1 })", "without braces");
    row("a = 5 |> abs", "`abs(5)`");
    row("a = 1 + 5 |> abs", "`abs(…)`");
    row("a = f(x) with retry: 1 timeout: 2s", "separated by commas");
    row("a = f(x) with retry: 1,", "remove the comma");
    row("a = 1,\nb = 2", "remove the comma");
    row("a = 0x1F", "numbers are decimal: write `31`");
    row("a = 1_000", "without separators");
    row("a = 1e3", "`1.0e3`");
    row("a = 12abc", "units");
    row("a = 007", "leading zeros");
}

void RecoveryTest::aHintHelpsTheAuthor() {
    QFETCH(std::string, source);
    QFETCH(std::string, part);
    const cst::Diagnostic diagnostic = onlyDiagnostic(source);
    QCOMPARE(std::string(diagnostic.code()), std::string("E020"));
    QVERIFY2(diagnostic.hint.find(part) != std::string::npos, diagnostic.hint.c_str());
}

void RecoveryTest::applyingAFixLeavesASoundText_data() {
    QTest::addColumn<std::string>("source");
    QTest::addColumn<std::string>("repaired");
    const auto row = [](const char* source, const char* repaired) {
        QTest::addRow("%s", source) << std::string(source) << std::string(repaired);
    };
    row("a = [1, 2,]", "a = [1, 2]");
    row("a = f(1 , )", "a = f(1  )");
    row("a = f(x) with retry: 1,", "a = f(x) with retry: 1");
    row("a = 1,\nb = 2", "a = 1\nb = 2");
    row("out a,\nb = 1", "out a\nb = 1");
    row("out a,", "out a");
    row("a = \"${n b\"", "a = \"${n} b\"");
    row("a = \"${n\"\nout a", "a = \"${n}\"\nout a");
    row("a = stdlib . math . abs(1)", "a = stdlib.math.abs(1)");
    row("a = [1, 2].map((y) => y)", "a = map([1, 2], (y) => y)");
    row("a = f(x).size()", "a = size(f(x))");
    row("in a: List[Int]", "in a: List<Int>");
    row("in a: Map[String, List[Int]]", "in a: Map<String, List<Int>>");
    row("in a: [[Int]]", "in a: List<List<Int>>");
    row("in a: Int[][]", "in a: List<List<Int>>");
    row("use stdlib . math as m", "use stdlib.math as m");
    row("a = branch { c => 1, d => 2, otherwise => 3 }",
        "a = branch { c -> 1, d -> 2, otherwise -> 3 }");
    row("a = branch { (c) => 1, otherwise -> 2 }", "a = branch { (c) -> 1, otherwise -> 2 }");
    row("a = map(xs, (x, y) -> x)", "a = map(xs, (x, y) => x)");
    row("a = map(xs, (x: Int) -> x)", "a = map(xs, (x: Int) => x)");
    row("a = map(xs, x -> x)", "a = map(xs, (x) => x)");
    row("a = branch { c -> map(xs, x => x), otherwise -> 2 }",
        "a = branch { c -> map(xs, (x) => x), otherwise -> 2 }");
    row("in a: { x: Int, y: Int }, b: Int,\n c: Int",
        "in a: { x: Int, y: Int }\nin b: Int\nin c: Int");
    row("a = f(x) with retry = 3, timeout = 2s", "a = f(x) with retry: 3, timeout: 2s");
    row("a = { x = 1, y = { z: 2 } }", "a = { x: 1, y: { z: 2 } }");
    row("type A = { x = Int, y = Int }", "type A = { x: Int, y: Int }");
    row("out a = 1", "a = 1\nout a");
    row("@sink(\"x\")\nout a = 1", "a = 1\n@sink(\"x\")\nout a");
    row("a = f(x) with (retry: 1)", "a = f(x) with retry: 1");
    row("f(x)", "result = f(x)");
    row("f.g(x) + result", "result2 = f.g(x) + result");
    row("a == 3", "a = 3");
    row("return a", "out a");
    row("return a + 1", "result = a + 1\nout result");
    row("a = 1e-3", "a = 1.0e-3");
    row("a = 0x1F", "a = 31");
    row("a = 1_000.5", "a = 1000.5");
    row("a = 007", "a = 7");
    row("a = 00", "a = 0");
    row("a = f(x) with timeout: 05s", "a = f(x) with timeout: 5s");
    row("a = if (c) then 1 else 2", "a = if (c) 1 else 2");
    row("a = if (c) { x } else if (d) { y } else { { z: 1 } }",
        "a = if (c) x else if (d) y else { z: 1 }");
    row("a = map(xs, (x) => { x + 1 })", "a = map(xs, (x) => x + 1)");
    row("a = 5 |> stdlib.math.abs", "a = stdlib.math.abs(5)");
    row("a = f(x) with retry: 1 timeout: 2s", "a = f(x) with retry: 1, timeout: 2s");
    row("a = f(x) with retry: 1 lazy", "a = f(x) with retry: 1, lazy");
    row("a = 1;", "a = 1");
    row("a = 1; b = 2", "a = 1 b = 2");
    row("a = x && y && z", "a = x and y and z");
    row("a = x&&y", "a = x and y");
    row("a = x || y", "a = x or y");
    row("a = x and !y", "a = x and not y");
    row("// a comment\na = 1", "# a comment\na = 1");
    row("a = 1 // a comment", "a = 1 # a comment");
    row("a = f('x', 'y')", "a = f(\"x\", \"y\")");
    row("a = “x y”", "a = \"x y\"");
    row("a = \"open\nb = 1", "a = \"open\"\nb = 1");
    row("a = f([\"open])\nb = 1", "a = f([\"open\"])\nb = 1");
    row("a = { x: 1, }", "a = { x: 1 }");
    row("a = map(xs, x => x + 1)", "a = map(xs, (x) => x + 1)");
    row("out a ?? b", "result = a ?? b\nout result");
    row("out rec{result}", "result2 = rec{result}\nout result2");
    row("out if (c) 1 else 2", "result = if (c) 1 else 2\nout result");
    row("@sink(\"x\")\nout 5", "result = 5\n@sink(\"x\")\nout result");
}

void RecoveryTest::applyingAFixLeavesASoundText() {
    QFETCH(std::string, source);
    QFETCH(std::string, repaired);
    const cst::Diagnostic diagnostic = onlyDiagnostic(source);
    QCOMPARE(diagnostic.fixes.size(), std::size_t{1});
    std::string text = source;
    const std::vector<cst::TextEdit>& edits = diagnostic.fixes[0].edits;
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
        text.replace(edit->range.begin, edit->range.length(), edit->text);
    }
    QCOMPARE(text, repaired);
    QCOMPARE(places(parsed(text)), std::string());
}

void RecoveryTest::noFixIsOfferedThatLeavesAnError_data() {
    QTest::addColumn<std::string>("source");
    const auto row = [](const char* source) { QTest::addRow("%s", source) << std::string(source); };
    row("in a: { x: Int }\n = 3");
    row("a = f(\"open\nb = 1");
    row("a = 'it is ${x}'");
    row("a = it's");
    row("a = { x: 1; y: 2 }");
    row("a = !x == y");
    row("a = 5 |> f(3)");
    row("a = if (c) { x y } else z");
    row("a = map(xs, (x) => { x; y })");
    row("in a: [5]");
    row("a = f(x) with (5)");
    row("f(x) y");
    row("return");
    row("a = [1,,\nb = 2");
    row("a = if (c) { x }");
    row("out a,, b");
    row("a = 0xFFFFFFFFFFFFFFFFFF");
}

void RecoveryTest::noFixIsOfferedThatLeavesAnError() {
    QFETCH(std::string, source);
    const cst::Diagnostic diagnostic = onlyDiagnostic(source);
    QVERIFY(diagnostic.isError());
    QVERIFY(diagnostic.id != cst::DiagId::Internal);
    QVERIFY(diagnostic.fixes.empty());
}

void RecoveryTest::aBracketWithoutAnEndIsPointedAt_data() {
    QTest::addColumn<std::string>("marked");
    const auto row = [](const char* marked) { QTest::addRow("%s", marked) << std::string(marked); };
    row("a = [[(]]1 + 2\nout a");
    row("a = f([1, 2], [[[]]3\nb = 1");
    row("a = [[{]] x: 1");
    row("type A = [[{]] x: Int\nout a");
}

void RecoveryTest::aBracketWithoutAnEndIsPointedAt() {
    QFETCH(std::string, marked);
    const Marked text(marked);
    const cst::Diagnostic diagnostic = onlyDiagnostic(text.text());
    QCOMPARE(diagnostic.notes.size(), std::size_t{1});
    QCOMPARE(diagnostic.notes[0].range, text.range());
    QVERIFY(diagnostic.notes[0].message.ends_with("is opened here"));
}

void RecoveryTest::unknownOptionsGetSuggestions() {
    const auto suggested = [](const char* source) { return onlyDiagnostic(source).suggestions; };
    using Names = std::vector<std::string>;
    QCOMPARE(suggested("a = f(x) with timout: 5s"), Names{"timeout"});
    QCOMPARE(suggested("a = f(x) with Retry: 5"), Names{"retry"});
    QCOMPARE(suggested("a = f(x) with nothing-like-it: 5"), Names{});
    QCOMPARE(suggested("a = f(x) with on_error: fail"), Names{"propagate"});
    QCOMPARE(suggested("a = f(x) with backoff: exponental"), Names{"exponential"});
    QCOMPARE(suggested("@exmaple(1) in a: Int"), Names{"example"});
}

QTEST_APPLESS_MAIN(RecoveryTest)
#include "tst_recovery.moc"

#include "engine/session/graph_edits.h"
#include "engine/session/text_edits.h"
#include "tests/support/compile.h"
#include "tests/support/marked.h"

#include <QTest>

// A name is changed everywhere it is meant and nowhere else, or it is said why not.

using cst::GraphEdit;
using cst::Result;

class RenameTest : public QObject {
    Q_OBJECT

private slots:
    void aNameChangesWhereverItIsMeant_data();
    void aNameChangesWhereverItIsMeant();
    void whatWouldMeanSomethingElseIsRefused_data();
    void whatWouldMeanSomethingElseIsRefused();
    void usesAreFoundFromEachOfThem_data();
    void usesAreFoundFromEachOfThem();
    void callsOfAFunctionAreFoundWithoutADefinition();
    void nothingIsFoundWhereNoNameStands();
    void aNodeIsRenamedByWhatItIsBoundTo();
    void aNestedNodeHasNoName();

private:
    cst::Engine engine_;
};

namespace {

/// A text with `^` where the cursor stands.
struct WithCursor {
    explicit WithCursor(const QByteArray& marked) : text(marked.toStdString()) {
        cursor = static_cast<uint32_t>(text.find('^'));
        text.erase(cursor, 1);
    }
    std::string text;
    uint32_t cursor = 0;
};

}  // namespace

void RenameTest::aNameChangesWhereverItIsMeant_data() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char* name, const char* before, const char* after) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(after);
    };
    row("a variable at its declaration", "^a = 1\nb = a + a # a\nout b",
        "new = 1\nb = new + new # a\nout b");
    row("a variable at a use", "a = 1\nb = ^a + a\nout b", "new = 1\nb = new + new\nout b");
    row("with the cursor behind it", "a = 1\nb = a^\nout b", "new = 1\nb = new\nout b");
    row("an input", "in ^a: Int\nb = a\nout b", "in new: Int\nb = new\nout b");
    row("an output is called as its variable", "a = 1\nout ^a", "new = 1\nout new");
    row("in a string", "a = 1\nb = \"a ${^a}${ a }\"\nout b",
        "new = 1\nb = \"a ${new}${ new }\"\nout b");
    row("not a parameter that hides it", "^a = 1\nb = map([a], (a) => a + 1)\nout b",
        "new = 1\nb = map([new], (a) => a + 1)\nout b");
    row("what a lambda takes from outside", "^a = 1\nb = map([a], (x) => a + x)\nout b",
        "new = 1\nb = map([new], (x) => new + x)\nout b");
    row("a parameter", "a = 1\nb = map([a], (^x: Int) => a + x)\nx = 2\nout b",
        "a = 1\nb = map([a], (new: Int) => a + new)\nx = 2\nout b");
    row("a parameter to a name that it may hide", "new = 1\nb = map([new], (^x) => x + 1)\nout b",
        "new = 1\nb = map([new], (new) => new + 1)\nout b");
    row("only the first binding", "^a = 1\na = a + 1\nout a", "new = 1\na = new + 1\nout a");
    row("only the second binding", "a = 1\n^a = a + 1\nout a", "a = 1\nnew = a + 1\nout new");
    row("not a field of that name", "^a = { a: 1 }\nb = a.a\nc = a[a]\nd = a{ a }\nout b",
        "new = { a: 1 }\nb = new.a\nc = new[a]\nd = new{ a }\nout b");
    row("not what a pattern takes out",
        "^a = 1\nin r: { a: Int }\nb = match r { { a } -> a }\nc = a\nout b",
        "new = 1\nin r: { a: Int }\nb = match r { { a } -> a }\nc = new\nout b");
    row("a value that a match narrows",
        "in ^a: Int | String\nb = match a { is Int -> a + 1, is String -> 2 }\nout b",
        "in new: Int | String\nb = match new { is Int -> new + 1, is String -> 2 }\nout b");
    row("a type",
        "type ^T = { n: Int }\ntype U = List<T>\nin a: T | U\nb = match a { is T -> 1, "
        "_ -> 2 }\nc = map([1], (x: Int) => x)\nT = 3\nout T",
        "type new = { n: Int }\ntype U = List<new>\nin a: new | U\nb = match a { is new -> 1, "
        "_ -> 2 }\nc = map([1], (x: Int) => x)\nT = 3\nout T");
    row("an alias", "use stdlib.math as ^m\na = m.add(1, m.abs(2))\nm = 1\nout m",
        "use stdlib.math as new\na = new.add(1, new.abs(2))\nm = 1\nout m");
    row("an alias at a call", "use stdlib.math as m\na = ^m.add(1, 2)\nout a",
        "use stdlib.math as new\na = new.add(1, 2)\nout a");
    row("in options and examples",
        "^a = 1\n@example(a)\nin b: Int\nc = Uppercase(\"x\") with retry: 2, fallback: \"${a}\"\n"
        "out c",
        "new = 1\n@example(new)\nin b: Int\nc = Uppercase(\"x\") with retry: 2, fallback: "
        "\"${new}\"\nout c");
    row("in what cannot be read", "^a = 1\nb = f(a,, a) + r.a\nc = a\nout c",
        "new = 1\nb = f(new,, new) + r.a\nc = new\nout c");
    row("spacing, comments and line ends stay", "^a=1\r\n\r\n# a\r\nb   =  a+ \ta  # a\r\nout b",
        "new=1\r\n\r\n# a\r\nb   =  new+ \tnew  "
        "# a\r\nout b");
}

void RenameTest::aNameChangesWhereverItIsMeant() {
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    const WithCursor marked(before);
    const Result<GraphEdit> edit =
        cst::renameAt(*compiled(engine_, marked.text), marked.cursor, "new");
    QVERIFY2(edit.ok(), edit.ok() ? "" : edit.error().message.c_str());
    const std::string text = cst::appliedEdits(marked.text, edit->edits);
    QCOMPARE(QByteArray::fromStdString(text), after);
    const cst::SourceRange selected = edit->select;
    QCOMPARE(text.substr(selected.begin, selected.length()), std::string("new"));
}

void RenameTest::whatWouldMeanSomethingElseIsRefused_data() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char* test, const char* before, const char* name,
                        const char* message) {
        QTest::newRow(test) << QByteArray(before) << QByteArray(name) << QByteArray(message);
    };
    row("no name", "^a = 1\nout a", "", "a name is missing: type one");
    row("not an identifier", "^a = 1\nout a", "1a",
        "`1a` is no name: use letters, digits, `_` and `-` inside, and begin with a letter");
    row("a hyphen at its end", "^a = 1\nout a", "a-",
        "`a-` is no name: use letters, digits, `_` and `-` inside, and begin with a letter");
    row("a keyword", "^a = 1\nout a", "when",
        "`when` is a word of the language: choose another name");
    row("a variable that exists", "^a = 1\nb = 2\nout a\nout b", "b",
        "`b` is taken on line 2: choose another name");
    row("an input that exists", "in b: Int\n^a = 1\nout a\nout b", "b",
        "`b` is taken on line 1: choose another name");
    row("a parameter would catch it", "^a = 1\nb = map([2], (x) => x + a)\nout b", "x",
        "with `x` the name on line 2 would mean something else: choose another one");
    row("a parameter would catch another", "a = 1\nb = map([2], (^x) => x + a)\nout b", "a",
        "with `a` the name on line 2 would mean something else: choose another one");
    row("a type that exists", "type ^T = Int\ntype U = Int\nin a: T\nout a", "U",
        "`U` is taken on line 2: choose another name");
    row("a type of the language", "type ^T = Int\nin a: T\nout a", "List",
        "`List` is a type of the language: choose another name");
    row("an alias that is called as a function",
        "use stdlib.math\nuse stdlib.string as ^s\na = abs(1)\nb = s.trim(\"\")\nout a", "abs",
        "with `abs` the name on line 3 would mean something else: choose another one");
    row("a function", "a = ^abs(1)\nout a", "b",
        "`abs` is a function of the library: its name stays");
    row("a field of a pattern", "in r: { a: Int }\nb = match r { { ^a } -> a }\nout b", "b",
        "`a` is the name of a field that the pattern takes out: change it in the type");
    row("what is declared nowhere", "a = ^b\nout a", "c",
        "`b` is declared nowhere: declare it first");
    row("what is no name", "a = ^1\nout a", "c",
        "there is no name here: put the cursor on a variable, a parameter or a type");
}

void RenameTest::whatWouldMeanSomethingElseIsRefused() {
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, message);
    const WithCursor marked(before);
    const Result<GraphEdit> edit =
        cst::renameAt(*compiled(engine_, marked.text), marked.cursor, name.toStdString());
    QVERIFY(!edit.ok());
    QCOMPARE(QByteArray::fromStdString(edit.error().message), message);
}

void RenameTest::usesAreFoundFromEachOfThem_data() {
    // The first mark is the definition.
    QTest::addColumn<QByteArray>("marked");
    QTest::newRow("a variable") << QByteArray("[[a]] = 1\nb = [[a]] + [[a]]\nout [[a]]");
    QTest::newRow("an input") << QByteArray("in [[a]]: Int\na2 = \"${[[a]]}\"\nout [[a]]");
    QTest::newRow("a parameter") << QByteArray("x = 1\ny = map([x], ([[x]]) => [[x]] * 2)\nout y");
    QTest::newRow("a field of a pattern")
        << QByteArray("in r: { n: Int }\nn = match r { { [[n]] } -> [[n]] }\nout n");
    QTest::newRow("a type") << QByteArray(
        "type [[T]] = Int\nin a: [[T]]\nin b: List<[[T]]>\nout a");
    QTest::newRow("the second binding") << QByteArray("a = 1\n[[a]] = a + 1\nb = [[a]]\nout [[a]]");
}

void RenameTest::usesAreFoundFromEachOfThem() {
    QFETCH(QByteArray, marked);
    const Marked text(marked.toStdString());
    const auto snapshot = compiled(engine_, text.text());
    for (const cst::SourceRange from : text.ranges()) {
        const std::optional<cst::NameUses> found = cst::usesAt(*snapshot, from.end);
        QVERIFY(found);
        QCOMPARE(found->definition, text.range());
        const std::vector<cst::SourceRange> uses(text.ranges().begin() + 1, text.ranges().end());
        QVERIFY(found->uses == uses);
    }
}

void RenameTest::callsOfAFunctionAreFoundWithoutADefinition() {
    const Marked text(
        "use stdlib.math as m\na = m.[[abs]](1)\nb = stdlib.math.abs(m.[[abs]](2))\nout b");
    const auto found = cst::usesAt(*compiled(engine_, text.text()), text.range().begin);
    QVERIFY(found);
    QVERIFY(found->definition.empty());
    QVERIFY(found->uses.size() >= 2);
    QCOMPARE(found->uses.front(), text.range());
}

void RenameTest::nothingIsFoundWhereNoNameStands() {
    const WithCursor marked("a = 1 ^ # a\nout a");
    QVERIFY(!cst::usesAt(*compiled(engine_, marked.text), marked.cursor));
}

void RenameTest::aNodeIsRenamedByWhatItIsBoundTo() {
    const std::string text = "in a: Int\nb = (a + 1)\nb = b * 2\nout b";
    const auto snapshot = compiled(engine_, text);
    const auto renamed = [&](const char* key) {
        const auto edit = cst::renameNode(*snapshot, snapshot->graph->byKey(key), "c");
        return edit.ok() ? cst::appliedEdits(text, edit->edits) : edit.error().message;
    };
    QCOMPARE(renamed("in:a"), std::string("in c: Int\nb = (c + 1)\nb = b * 2\nout b"));
    QCOMPARE(renamed("b"), std::string("in a: Int\nc = (a + 1)\nb = c * 2\nout b"));
    QCOMPARE(renamed("b~2"), std::string("in a: Int\nb = (a + 1)\nc = b * 2\nout c"));
    QCOMPARE(renamed("out:b"), std::string("in a: Int\nb = (a + 1)\nc = b * 2\nout c"));
}

void RenameTest::aNestedNodeHasNoName() {
    const auto snapshot = compiled(engine_, "a = abs(abs(1))\nout a");
    const auto edit = cst::renameNode(*snapshot, snapshot->graph->byKey("a/args.0"), "c");
    QVERIFY(!edit.ok());
    QCOMPARE(edit.error().message,
             std::string("`abs` has no name: it stands inside of another step"));
}

QTEST_APPLESS_MAIN(RenameTest)
#include "tst_rename.moc"

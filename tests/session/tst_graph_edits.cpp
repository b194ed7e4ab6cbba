#include "engine/session/graph_edits.h"
#include "engine/session/text_edits.h"
#include "tests/support/compile.h"
#include "tests/support/marked.h"

#include <QTest>

#include <span>
#include <sstream>

// Each gesture on the graph is the least edit of the text that does it.
//
// A row is a text, a gesture in words with keys of nodes ("connect a b args.0"), and the text after
// it, with `[[ ]]` around what is selected; or "error: …".

using cst::GraphEdit;
using cst::NodeId;
using cst::Result;

class GraphEditsTest : public QObject {
    Q_OBJECT

private slots:
    void deletingTakesWhatBelongsToAStatementAndNoMore_data();
    void deletingTakesWhatBelongsToAStatementAndNoMore() { check(); }
    void connectingWritesANameWhereAnOperandStands_data();
    void connectingWritesANameWhereAnOperandStands() { check(); }
    void whatCannotBeConnectedSaysWhy_data();
    void whatCannotBeConnectedSaysWhy() { check(); }
    void disconnectingLeavesAValueOfTheSameType_data();
    void disconnectingLeavesAValueOfTheSameType() { check(); }
    void addingACallWiresItByType_data();
    void addingACallWiresItByType() { check(); }
    void copiesUseEachOther_data();
    void copiesUseEachOther() { check(); }
    void guardingMakesAValueOptional_data();
    void guardingMakesAValueOptional() { check(); }
    void foldedGroupsAreGuardedWhole_data();
    void foldedGroupsAreGuardedWhole() { check(); }
    void whatAGuardLeavesOpenIsNamed();
    void whatACallCannotTakeIsNamed();
    void usesThatAreLostAreReported();
    void whatWillStandInThePlaceOfANestedNodeIsReported_data();
    void whatWillStandInThePlaceOfANestedNodeIsReported();
    void whatALineWasBeforeItBrokeCannotBeEdited();
    void aNameThatFallsBackToAnEarlierBindingIsReportedSo();

private:
    static void columns() {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("gesture");
        QTest::addColumn<QByteArray>("after");
    }
    static void row(const char* name, const char* before, const char* gesture, const char* after) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(gesture) << QByteArray(after);
    }
    Result<GraphEdit> made(const cst::Snapshot& snapshot, const std::string& gesture) const;
    void check();

    cst::Engine engine_;
};

namespace {

std::vector<std::string> wordsOf(const std::string& line) {
    std::istringstream stream(line);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) {
        words.push_back(word);
    }
    return words;
}

uint32_t portOf(const cst::Snapshot& snapshot, NodeId to, const std::string& name) {
    for (const cst::GraphEdge& edge : snapshot.graph->edges) {
        if (edge.to == to && edge.portName == name) {
            return edge.port;
        }
    }
    return UINT32_MAX;
}

}  // namespace

Result<GraphEdit> GraphEditsTest::made(const cst::Snapshot& snapshot,
                                       const std::string& gesture) const {
    const std::vector<std::string> words = wordsOf(gesture);
    const auto nodesFrom = [&](std::size_t first) {
        std::vector<NodeId> nodes;
        for (std::size_t i = first; i < words.size(); ++i) {
            nodes.push_back(snapshot.graph->byKey(words[i]));
        }
        return nodes;
    };
    const std::vector<NodeId> nodes = nodesFrom(1);
    if (words[0] == "delete") {
        return removeNodes(snapshot, nodes, cst::Users::Keep);
    }
    if (words[0] == "delete-with-users") {
        return removeNodes(snapshot, nodes, cst::Users::Remove);
    }
    if (words[0] == "connect") {
        return connectNodes(snapshot, nodes[0], nodes[1], portOf(snapshot, nodes[1], words[3]));
    }
    if (words[0] == "add") {
        return addCall(snapshot, snapshot.functions->byQualifiedName(words[1]), nodesFrom(2));
    }
    if (words[0] == "duplicate") {
        return duplicateNodes(snapshot, nodes);
    }
    if (words[0] == "guard") {
        return guardNodes(snapshot, nodes);
    }
    if (words[0] == "guard-group") {  // the first N of them stand in folded groups
        const std::vector<NodeId> all = nodesFrom(2);
        return guardNodes(snapshot, all, std::span(all).first(std::stoul(words[1])));
    }
    return disconnectPort(snapshot, nodes[0], portOf(snapshot, nodes[0], words[2]));
}

void GraphEditsTest::check() {
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, gesture);
    QFETCH(QByteArray, after);
    const std::string text = before.toStdString();
    const auto snapshot = compiled(engine_, text);
    const Result<GraphEdit> edit = made(*snapshot, gesture.toStdString());
    if (after.startsWith("error: ")) {
        QVERIFY(!edit.ok());
        QCOMPARE(QByteArray::fromStdString(edit.error().message), after.mid(7));
        return;
    }
    QVERIFY2(edit.ok(), edit.ok() ? "" : edit.error().message.c_str());
    const Marked expected(after.toStdString());
    const std::string changed = cst::appliedEdits(text, edit->edits);
    QCOMPARE(QByteArray::fromStdString(changed), QByteArray::fromStdString(expected.text()));
    if (!expected.ranges().empty()) {
        QCOMPARE(edit->select.begin, expected.range().begin);
        QCOMPARE(edit->select.end, expected.range().end);
    }
    const auto undo = cst::invertedEdits(text, edit->edits);
    QCOMPARE(cst::appliedEdits(changed, undo), text);
    const auto now = compiled(engine_, changed);
    QVERIFY(now->errorCount <= snapshot->errorCount + edit->brings.size());
}

void GraphEditsTest::deletingTakesWhatBelongsToAStatementAndNoMore_data() {
    columns();
    row("a statement and its line", "a = 1\nb = 2\nout a", "delete b", "a = 1\n[[]]out a");
    row("the comment behind it", "a = 1\nb = 2 # two\nout a", "delete b", "a = 1\nout a");
    row("all of its lines", "a = 1\nb = list-sum([\n  # one\n  1,\n  2 # two\n])\nout a",
        "delete b", "a = 1\nout a");
    row("not the comment of a paragraph", "in x: Int\n\n# Both\na = 1\nb = 2\n\nout b", "delete a",
        "in x: Int\n\n# Both\nb = 2\n\nout b");
    row("the comment of a paragraph that goes", "in x: Int\n\n# Both\na = 1\nb = 2\n\nout x",
        "delete a b", "in x: Int\n\nout x");
    row("not the comment that begins the text", "# Title\na = 1\nb = 2\nout b", "delete a",
        "# Title\nb = 2\nout b");
    row("an input with its example", "@example(1)\nin a: Int\nin b: Int\nout b", "delete in:a",
        "in b: Int\nout b");
    row("an output", "a = 1\nb = 2\nout a # first\nout b", "delete out:a", "a = 1\nb = 2\nout b");
    row("an output that is there twice", "a = 1\nout a\nb = 2\nout a\nout b", "delete out:a",
        "a = 1\nb = 2\nout b");
    row("the last line, and still no line end", "a = 1\nb = 2\nout a\nout b", "delete out:b",
        "a = 1\nb = 2\nout a");
    row("in the middle of a line", "a = 1 b = 2 out a", "delete b", "a = 1 out a");
    row("at the begin of a line", "a = 1 b = 2\nout b", "delete a", "b = 2\nout b");
    row("at the end of a line", "a = 1 b = 2 # both\nout a", "delete b", "a = 1 # both\nout a");
    row("all of a line", "a = 1 b = 2 # both\nc = 3\nout c", "delete a b", "c = 3\nout c");
    row("line ends stay", "a = 1\r\nb = 2\r\nout a\r\n", "delete b", "a = 1\r\nout a\r\n");
    row("a byte-order mark stays",
        "\xEF\xBB\xBF"
        "a = 1\nb = 2\nout b",
        "delete a",
        "\xEF\xBB\xBF"
        "b = 2\nout b");
    row("with uses left", "a = 1\nb = a + 1\nout b", "delete a", "b = a + 1\nout b");
    row("with all that uses it", "in x: Int\na = x\nb = a + 1\nc = 2\nout b\nout c",
        "delete-with-users in:x", "c = 2\nout c");
    row("one binding of two", "a = 1\na = a + 1\nout a", "delete a~2", "a = 1\nout a");
    row("what is broken", "a = 1\nb = f(a)\nout a", "delete b", "a = 1\nout a");
    row("a nested call", "a = abs(abs(1)) # a\nout a", "delete a/args.0",
        "a = abs([[0]]) # a\nout a");
    row("a nested call with what uses it", "a = abs(abs(1))\nb = 2\nc = a\nout b\nout c",
        "delete-with-users a/args.0", "b = 2\nout b");
    row("an element of a list", "a = [1, abs(2), 3]\nout a", "delete a/elements.1",
        "a = [1, 3]\nout a");
    row("nothing", "a = 1\nout a", "delete", "error: nothing is selected: choose what to delete");
}

void GraphEditsTest::connectingWritesANameWhereAnOperandStands_data() {
    columns();
    row("an argument", "in a: Int\nin b: Int\nc = max( a , 0 ) # c\nout c", "connect in:b c args.1",
        "in a: Int\nin b: Int\nc = max( a , [[b]] ) # c\nout c");
    row("an operand of a sum", "in a: Int\nb = 1 + 2 * 3 - 4\nout b", "connect in:a b right",
        "in a: Int\nb = 1 + 2 * 3 - a\nout b");
    row("the left part of a chain", "in a: Int\nb = 1 + 2 - 4\nout b", "connect in:a b left",
        "in a: Int\nb = a - 4\nout b");
    row("the left of its first step", "in a: Int\nb = 1 + 2 - 4\nout b",
        "connect in:a b/step.1 left", "in a: Int\nb = a + 2 - 4\nout b");
    row("the right of its first step", "in a: Int\nb = 1 + 2 - 4\nout b",
        "connect in:a b/step.1 right", "in a: Int\nb = 1 + a - 4\nout b");
    row("what stands in parentheses", "in a: Int\nb = (1 + 2) * 3\nout b", "connect in:a b left",
        "in a: Int\nb = a * 3\nout b");
    row("beside words", "in a: Boolean\nb = not(true)and(false)\nout b",
        "connect in:a b/args.0 value", "in a: Boolean\nb = not a and(false)\nout b");
    row("before a minus", "in a: Int\nb = (1)-2\nout b", "connect in:a b left",
        "in a: Int\nb = a -2\nout b");
    row("behind a minus", "in a: Int\nin c: Int\nb = c-(2)\nout b", "connect in:a b right",
        "in a: Int\nin c: Int\nb = c- a\nout b");
    row("both sides of a comparison", "in a: Int\nb = 1 < 2\nout b", "connect in:a b right",
        "in a: Int\nb = 1 < a\nout b");
    row("a condition", "in a: Boolean\nb = if (true) 1 else 2\nout b", "connect in:a b cond",
        "in a: Boolean\nb = if (a) 1 else 2\nout b");
    row("an arm", "in a: Int\nb = if (true) 1 else 2\nout b", "connect in:a b else",
        "in a: Int\nb = if (true) 1 else a\nout b");
    row("a case of a branch",
        "in a: Int\nb = branch { true -> 1, false -> 2, otherwise -> 3 }\nout b",
        "connect in:a b cases.1.value",
        "in a: Int\nb = branch { true -> 1, false -> a, otherwise -> 3 }\nout b");
    row("a condition of a branch",
        "in a: Boolean\nb = branch { true -> 1, false -> 2, otherwise -> 3 }\nout b",
        "connect in:a b cases.1.cond",
        "in a: Boolean\nb = branch { true -> 1, a -> 2, otherwise -> 3 }\nout b");
    row("what a match looks at",
        "in a: Int | String\nin c: Int | String\nb = match a { is Int -> 1, is String -> 2 }\nout "
        "b",
        "connect in:c b scrutinee",
        "in a: Int | String\nin c: Int | String\nb = match c { is Int -> 1, is String -> 2 }\nout "
        "b");
    row("a case of a match",
        "in a: Int | String\nin c: Int\nb = match a { is Int -> 1, is String -> 2 }\nout b",
        "connect in:c b cases.1.value",
        "in a: Int | String\nin c: Int\nb = match a { is Int -> 1, is String -> c }\nout b");
    row("a guarded value", "in a: Int\nin c: Boolean\nb = 1 when c\nout b", "connect in:a b value",
        "in a: Int\nin c: Boolean\nb = a when c\nout b");
    row("a guard", "in a: Int\nin c: Boolean\nb = a when true\nout b", "connect in:c b cond",
        "in a: Int\nin c: Boolean\nb = a when c\nout b");
    row("the right of ??", "in a: Optional<Int>\nin c: Int\nb = a ?? 1\nout b",
        "connect in:c b args.1", "in a: Optional<Int>\nin c: Int\nb = a ?? c\nout b");
    row("a field of a record", "in a: Int\nb = { x: 1, y: 2 }\nout b", "connect in:a b fields.y",
        "in a: Int\nb = { x: 1, y: a }\nout b");
    row("an element of a list", "in a: Int\nb = [1,\n  2, # two\n  3]\nout b",
        "connect in:a b elements.1", "in a: Int\nb = [1,\n  a, # two\n  3]\nout b");
    row("a piece of a string", "in a: Int\nb = \"${ 1 + 2 } and ${3}\"\nout b",
        "connect in:a b parts.0", "in a: Int\nb = \"${ a } and ${3}\"\nout b");
    row("an object", "in a: { n: Int }\nb = { n: 1 }.n\nout b", "connect in:a b object",
        "in a: { n: Int }\nb = a.n\nout b");
    row("a fallback", "in a: String\nb = Uppercase(\"x\") with retry: 1, fallback: \"y\"\nout b",
        "connect in:a b fallback",
        "in a: String\nb = Uppercase(\"x\") with retry: 1, fallback: a\nout b");
    row("what a lambda takes from outside",
        "in a: Int\nin c: Int\nb = map([1], (x) => x + a * a)\nout b", "connect in:c b captures.a",
        "in a: Int\nin c: Int\nb = map([1], (x) => x + [[c]] * c)\nout b");
    row("an output", "a = 1\nb = 2\nout a # the one", "connect b out:a value",
        "a = 1\nb = 2\nout [[b]] # the one");
    row("an output that is there twice", "a = 1\nb = 2\nout a\nout a", "connect b out:a value",
        "a = 1\nb = 2\nout b");
    row("what an output shows", "a = 1\nb = abs(0)\nout a", "connect out:a b args.0",
        "a = 1\nb = abs(a)\nout a");
    row("a nested value gets a name", "a = 1 + abs(2 * 3) # a\nb = abs(0)\nout a\nout b",
        "connect a/args.1 b args.0",
        "absResult = abs(2 * 3)\na = 1 + absResult # a\nb = abs([[absResult]])\nout a\nout b");
    row("with the parentheses around it", "# a\n\n# b\na = 1 * (2 + 3)\nb = abs(0)\nout b",
        "connect a/args.1 b args.0",
        "# a\n\nvalue = 2 + 3\n# b\na = 1 * value\nb = abs(value)\nout b");
    row("a step of a chain gets a name", "a = 1 + 2 - 3\nb = abs(0)\nout b",
        "connect a/step.1 b args.0", "value = 1 + 2\na = value - 3\nb = abs(value)\nout b");
    row("in its own statement", "a = max(abs(1), 2)\nout a", "connect a/args.0 a args.1",
        "absResult = abs(1)\na = max(absResult, absResult)\nout a");
    row("from inside of what it replaces", "a = abs(max(abs(1), 2))\nout a",
        "connect a/args.0/args.0 a args.0", "absResult = abs(1)\na = abs(absResult)\nout a");
    row("a statement below is moved up",
        "in x: Int\n\n# First\na = abs(0)\n\n# Second\nb = x + 1 # one more\n\nout a",
        "connect b a args.0",
        "in x: Int\n\n# Second\nb = x + 1 # one more\n# First\na = abs(b)\n\nout a");
    row("with what it needs", "a = abs(0)\nc = 2\nd = 3\nb = c + 1\nout a\nout d",
        "connect b a args.0", "c = 2\nb = c + 1\na = abs(b)\nd = 3\nout a\nout d");
    row("an input below", "a = abs(0)\nin x: Int\nout a", "connect in:x a args.0",
        "in x: Int\na = abs(x)\nout a");
    row("a nested value below", "a = abs(0)\nc = 2\nb = 1 + abs(c)\nout a\nout b",
        "connect b/args.1 a args.0",
        "c = 2\nabsResult = abs(c)\na = abs(absResult)\nb = 1 + absResult\nout a\nout b");
    row("line ends stay", "a = 1 + abs(2)\r\nb = abs(0)\r\nout b\r\n", "connect a/args.1 b args.0",
        "absResult = abs(2)\r\na = 1 + absResult\r\nb = abs(absResult)\r\nout b\r\n");
    row("what is broken elsewhere stays", "in a: Int\nx = = 1\nb = abs(0)\nout b",
        "connect in:a b args.0", "in a: Int\nx = = 1\nb = abs(a)\nout b");
}

void GraphEditsTest::whatCannotBeConnectedSaysWhy_data() {
    columns();
    row("another type", "in a: String\nb = abs(0)\nout b", "connect in:a b args.0",
        "error: `a` is `String`, which does not fit there: expected `Int`, found `String` in "
        "argument 1 (`value`) of `abs`");
    row("a circle", "a = abs(1)\nb = abs(a)\nout b", "connect b a args.0",
        "error: this would be a circle: `b` needs `a`, so it cannot give it a value");
    row("itself", "a = abs(1)\nout a", "connect a a args.0",
        "error: this would be a circle: `a` needs `a`, so it cannot give it a value");
    row("what is hidden by another binding", "a = 1\na = a + 1\nb = abs(0)\nout b\nout a",
        "connect a b args.0",
        "error: `a` is bound again on line 2, so its value before that cannot be used below: "
        "rename one of them first");
    row("what is broken", "a = f(1)\nb = abs(0)\nout b", "connect a b args.0",
        "error: `a` does not compile: mend line 1 first");
    row("to what is broken", "a = 1\nb = abs(f(0))\nout a", "connect a b/args.0 uses",
        "error: this node is not in the text any more: choose it again");
    row("again", "a = 1\nb = abs(a)\nout b", "connect a b args.0",
        "error: `a` is connected there already");
    row("an output twice", "a = 1\nb = 2\nout a\nout b", "connect b out:a value",
        "error: `b` is an output already: delete one of them or give the value another name");
    row("what a lambda hides", "x = 1\na = 2\nb = map([1], (x) => x + a)\nout b\nout x",
        "connect x b captures.a",
        "error: `x` means something else inside of `b`: rename one of them first");
    row("what only a match knows",
        "in r: { n: Int }\na = match r { { n } -> 1 + abs(n) }\nb = abs(0)\nout a\nout b",
        "connect a/cases.0.value/args.1 b args.0",
        "error: `abs` uses `n`, which is known inside of its `match` only: use it there");
    row("what breaks as something else is broken",
        "in r: { n: Int } | String\na = match r { { n } -> r.n, _ -> 1 }\nb = abs(0)\nc = r.n\nout "
        "b"
        "\nout a",
        "connect a/cases.0.value b args.0",
        "error: `.n` means nothing outside of its statement: `String | { n: Int }` has no field "
        "`n`");
    row("what a match narrows",
        "in r: Int | String\na = match r { is Int -> 1 + abs(-r), _ -> 0 }\nb = abs(0)\nout a\nout "
        "b",
        "connect a/cases.0.value/args.1 b args.0",
        "error: `abs` means nothing outside of its statement: `-` is not defined for `Int | "
        "String`");
    row("what would be moved over a binding of its name",
        "x = 1\na = max(x, 0)\nx = x + 1\nc = x * 2\nout a\nout c", "connect c a args.1",
        "error: the statements of `c` cannot be moved above line 2 without another meaning of "
        "some name: move them in the text");
    row("what would give others its name", "x = 1\na = abs(0)\nb = x\nx = 5\nout a\nout b\nout x",
        "connect x~2 a args.0",
        "error: the statements of `x` cannot be moved above line 2 without another meaning of "
        "some name: move them in the text");
}

void GraphEditsTest::disconnectingLeavesAValueOfTheSameType_data() {
    columns();
    row("a number", "in a: Int\nb = abs(a) # b\nout b", "disconnect b args.0",
        "in a: Int\nb = abs([[0]]) # b\nout b");
    row("a text", "in a: String\nb = Uppercase(a)\nout b", "disconnect b args.0",
        "in a: String\nb = Uppercase([[\"\"]])\nout b");
    row("a list", "in a: List<Int>\nb = list-sum(a)\nout b", "disconnect b args.0",
        "in a: List<Int>\nb = list-sum([])\nout b");
    row("a list whose type matters", "in a: List<{ n: Int }>\nb = a.n\nout b",
        "disconnect b object", "in a: List<{ n: Int }>\nb = [{ n: 0 }].n\nout b");
    row("a record", "in a: { n: Int, s: String }\nb = a.n\nout b", "disconnect b object",
        "in a: { n: Int, s: String }\nb = { n: 0, s: \"\" }.n\nout b");
    row("an optional", "in a: Optional<Int>\nb = a ?? 1\nout b", "disconnect b args.0",
        "in a: Optional<Int>\nb = (0 when false) ?? 1\nout b");
    row("what has no literal is missing", "in a: Map<String, Int>\nb = [a]\nc = { m: a }\nout c",
        "disconnect c fields.m", "in a: Map<String, Int>\nb = [a]\nc = { m: [[m]] }\nout c");
    row("an element of a list goes", "in a: Int\nb = [a, 1]\nout b", "disconnect b elements.0",
        "in a: Int\nb = [1]\nout b");
    row("the last element goes with its comma", "in a: Int\nb = [1, a]\nout b",
        "disconnect b elements.1", "in a: Int\nb = [1]\nout b");
    row("an element goes with its line",
        "in a: Int\nb = [\n  1, # one\n  a, # a\n  2 # two\n]\nout b", "disconnect b elements.1",
        "in a: Int\nb = [\n  1, # one\n  2 # two\n]\nout b");
    row("the last one with its line", "in a: Int\nb = [\n  1, # one\n  a # a\n]\nout b",
        "disconnect b elements.1", "in a: Int\nb = [\n  1 # one\n]\nout b");
    row("a piece of a string goes", "in a: Int\nb = \"x ${ a } y\"\nout b", "disconnect b parts.0",
        "in a: Int\nb = \"x  y\"\nout b");
    row("an option goes", "in a: String\nb = Uppercase(a) with retry: 1, fallback: a\nout b",
        "disconnect b fallback", "in a: String\nb = Uppercase(a) with retry: 1\nout b");
    row("the only option goes with its word",
        "in a: String\nb = Uppercase(a) with fallback: a\nout b", "disconnect b fallback",
        "in a: String\nb = Uppercase(a)\nout b");
    row("an output goes", "in a: Int\nb = a + 1\nout b\nout a", "disconnect out:a value",
        "in a: Int\nb = a + 1\nout b");
    row("what a lambda takes from outside", "in a: Int\nb = map([1], (x) => x + a * a)\nout b",
        "disconnect b captures.a", "in a: Int\nb = map([1], (x) => x + 0 * 0)\nout b");
    row("what is not connected, where a list must have an element", "b = [{ n: 0 }].n\nout b",
        "disconnect b object", "error: nothing is connected here: `[{ n: 0 }]` stands for it");
    row("what is not connected", "b = abs(0)\nout b", "disconnect b args.0",
        "error: nothing is connected here: `0` stands for it");
}

void GraphEditsTest::addingACallWiresItByType_data() {
    columns();
    row("behind what is selected, which it takes",
        "in s: String\na = Uppercase(s) # up\nb = 2\nout a", "add stdlib.string.trim a",
        "in s: String\na = Uppercase(s) # up\n[[trimResult]] = trim(a)\nb = 2\nout a");
    row("before the outputs if nothing is selected", "in s: String\na = 1\n\nout a\n",
        "add Uppercase", "in s: String\na = 1\n[[uppercase]] = Uppercase(s)\n\nout a\n");
    row("behind the inputs, as a paragraph", "in s: String\nin n: Int # n\n\n# First\na = 1\nout a",
        "add Uppercase in:s",
        "in s: String\nin n: Int # n\n\nuppercase = Uppercase(s)\n\n# First\na = 1\nout a");
    row("in a text of outputs only", "# Title\nout a", "add QuickCheck",
        "# Title\nquickCheck = QuickCheck([[\"\"]])\nout a");
    row("in a text of inputs only", "in s: String", "add Uppercase",
        "in s: String\n\nuppercase = Uppercase(s)");
    row("in an empty text", "", "add Uppercase", "uppercase = Uppercase([[\"\"]])\n");
    row("in a text of comments", "# Title", "add Uppercase",
        "# Title\nuppercase = Uppercase(\"\")\n");
    row("selected values in their order", "in a: Int\nin b: Int\nc = 1\nout c",
        "add stdlib.math.max in:b in:a",
        "in a: Int\nin b: Int\nmaxResult = max(b, a)\nc = 1\nout c");
    row("not what could be one of several", "in a: Int\nin b: Int\nout a", "add stdlib.math.abs",
        "in a: Int\nin b: Int\nabsResult = abs([[0]])\nout a");
    row("nothing twice", "in a: Int\nout a", "add stdlib.math.max",
        "in a: Int\nmaxResult = max(a, [[0]])\nout a");
    row("what fits by the type of another argument",
        "in xs: List<String>\nin n: Int\nin s: String\nout n",
        "add stdlib.list.list-contains in:xs",
        "in xs: List<String>\nin n: Int\nin s: String\nlistContains = list-contains(xs, s)\nout n");
    row("a number where a wider one is wanted", "in a: Int\nout a", "add stdlib.math.round",
        "in a: Int\nroundResult = round(a)\nout a");
    row("functions of lists", "in xs: List<String>\nout xs", "add stdlib.collection.map in:xs",
        "in xs: List<String>\nmapResult = map(xs, [[(x) => x]])\nout xs");
    row("functions of lists without a list", "in n: Int\nout n", "add stdlib.collection.map",
        "in n: Int\nmapResult = map([0], (x) => x)\nout n");
    row("a name that is free", "in s: String\nuppercase = 1\nout uppercase", "add Uppercase",
        "in s: String\nuppercase = 1\nuppercase2 = Uppercase(s)\nout uppercase");
    row("the whole name where the short one means nothing",
        "use stdlib.string\nin a: Int\nb = a\nout b", "add stdlib.math.abs",
        "use stdlib.string\nin a: Int\nb = a\nabsResult = stdlib.math.abs(0)\nout b");
    row("by an alias", "use stdlib.math as m\nin a: Int\nb = \"\"\nout b", "add stdlib.math.abs",
        "use stdlib.math as m\nin a: Int\nb = \"\"\nabsResult = m.abs(a)\nout b");
    row("with a `use` where nothing else means it",
        "use stdlib.string as stdlib\nin a: Int\nb = \"\"\nout b", "add stdlib.math.abs",
        "use stdlib.string as stdlib\nuse stdlib.math\nin a: Int\nb = \"\"\n[[absResult]] = "
        "abs(a)\nout b");
    row("a function that is called as a word", "in a: Boolean\nb = a\nout b",
        "add stdlib.bool.not in:a",
        "in a: Boolean\n[[notResult]] = stdlib.bool.not(a)\nb = a\nout b");
    row("what an output shows", "in s: String\nb = \"\"\nout s\nout b", "add Uppercase out:b",
        "in s: String\nb = \"\"\nuppercase = Uppercase(b)\nout s\nout b");
    row("line ends stay", "in s: String\r\nb = 1\r\nout b\r\n", "add Uppercase",
        "in s: String\r\nb = 1\r\nuppercase = Uppercase(s)\r\nout b\r\n");
    row("on a line with others", "a = 1 b = 2 out b", "add stdlib.math.abs a",
        "a = 1\nabsResult = abs(a)\nb = 2 out b");
}

void GraphEditsTest::copiesUseEachOther_data() {
    columns();
    row("a statement", "in a: Int\nb = a + 1 # b\nc = b\nout c", "duplicate b",
        "in a: Int\nb = a + 1 # b\n[[b2]] = a + 1\nc = b\nout c");
    row("several", "in a: Int\nb = a + 1\nx = 5\nc = \"${b} ${x}\"\nout c", "duplicate b c",
        "in a: Int\nb = a + 1\nx = 5\nc = \"${b} ${x}\"\n[[b2]] = a + 1\nc2 = \"${b2} "
        "${x}\"\nout c");
    row("not what a lambda hides", "b = 1\nc = map([b], (b) => b + 1)\nout c", "duplicate c b",
        "b = 1\nc = map([b], (b) => b + 1)\nb2 = 1\nc2 = map([b2], (b) => b + 1)\nout c");
    row("an input with its example", "@example(1) # one\nin a1: Int\nout a1", "duplicate in:a1",
        "@example(1) # one\nin a1: Int\n@example(1) # one\nin [[a2]]: Int\nout a1");
    row("an output with what it shows", "a = 1\nout a", "duplicate out:a a",
        "a = 1\nout a\n[[a2]] = 1\nout a2");
    row("an output alone", "a = 1\nout a", "duplicate out:a",
        "error: an output is there once: duplicate what it shows with it");
    row("over several lines, with comments inside", "a = [ # one\n  1,\n  2\n] # two\nout a\n",
        "duplicate a", "a = [ # one\n  1,\n  2\n] # two\na2 = [ # one\n  1,\n  2\n]\nout a\n");
    row("something inside of a statement", "a = 1 + abs(2)\nout a", "duplicate a/args.1",
        "a = 1 + abs(2)\n[[absResult]] = abs(2)\nout a");
    row("two bindings of a name", "a = 1\na = a + 1\nout a", "duplicate a a~2",
        "a = 1\na = a + 1\na2 = 1\na3 = a2 + 1\nout a");
    row("over another binding", "a = 1\nb = a\nc = b + 0\na = 2\nd = 1\nout a\nout c",
        "duplicate c d", "a = 1\nb = a\nc = b + 0\na = 2\nd = 1\nc2 = b + 0\nd2 = 1\nout a\nout c");
    row("what is hidden there", "a = 1\nb = a + 1\na = 2\nd = 1\nout a\nout b", "duplicate b d",
        "error: `a` is bound again before the place of the copy: duplicate less at once, or "
        "rename one of them");
    row("what is broken", "a = f(1)\nout a", "duplicate a",
        "error: `a` does not compile: mend line 1 first");
}

void GraphEditsTest::guardingMakesAValueOptional_data() {
    columns();
    row("with nothing to go by", "in a: Int\nb = a + 1 # b\nout b", "guard b",
        "in a: Int\nb = a + 1 when [[true]] # b\nout b");
    row("by the one visible Boolean", "in a: Int\nin c: Boolean\nb = a + 1\nout b", "guard b",
        "in a: Int\nin c: Boolean\nb = a + 1 when [[c]]\nout b");
    row("not by one of two", "in d: Boolean\nin c: Boolean\nb = 1\nout b", "guard b",
        "in d: Boolean\nin c: Boolean\nb = 1 when true\nout b");
    row("by the selected Boolean", "in d: Boolean\nin c: Boolean\nb = 1\ne = \"\"\nout b\nout e",
        "guard b in:d e",
        "in d: Boolean\nin c: Boolean\nb = 1 when d\ne = \"\" when d\nout b\nout e");
    row("a Boolean itself", "in a: Int\nb = a > 1\nout b", "guard b",
        "in a: Int\nb = a > 1 when true\nout b");
    row("what binds less", "in a: Optional<Int>\nb = a ?? 1\nout b", "guard b",
        "in a: Optional<Int>\nb = (a ?? 1) when [[true]]\nout b");
    row("a guard", "b = 1 when true\nout b", "guard b", "b = (1 when true) when true\nout b");
    row("what would take it for its own", "b = if (true) 1 else 2\nout b", "guard b",
        "b = (if (true) 1 else 2) when true\nout b");
    row("at the end of a sum", "b = 1 + if (true) 1 else 2\nout b", "guard b",
        "b = (1 + if (true) 1 else 2) when true\nout b");
    row("a fallback", "b = Uppercase(\"a\") with retry: 1, fallback: \"b\"\nout b", "guard b",
        "b = (Uppercase(\"a\") with retry: 1, fallback: \"b\") when true\nout b");
    row("other options", "b = Uppercase(\"a\") with fallback: \"b\", retry: 1\nout b", "guard b",
        "b = Uppercase(\"a\") with fallback: \"b\", retry: 1 when true\nout b");
    row("parentheses that are there", "b = (1 +\n  2 # two\n)\nout b", "guard b",
        "b = (1 +\n  2 # two\n) when true\nout b");
    row("over several lines", "b = 1 +\n  2 # two\nout b", "guard b",
        "b = 1 +\n  2 when true # two\nout b");
    row("an element of a list", "b = [1, 2]\nout b", "guard b/elements.1",
        "b = [1, 2 when [[true]]]\nout b");
    row("what is compared", "b = \"${1 + 2}\" == \"\"\nout b", "guard b/left/parts.0",
        "b = \"${1 + 2 when true}\" == \"\"\nout b");
    row("an operand", "in o: Optional<Int>\nb = o ?? 2\nout b", "guard b/args.1",
        "in o: Optional<Int>\nb = o ?? (2 when [[true]])\nout b");
    row("with users that it breaks", "a = 1\nb = a + 1\nout b", "guard a",
        "a = 1 when true\nb = a + 1\nout b");
    row("an input", "in a: Int\nout a", "guard in:a",
        "error: `a` is no statement: choose what has a value of its own to guard");
    row("on a line with others", "a = (1)out a", "guard a", "a = (1) when true out a");
    row("a chain at its end", "in x: Int\na = x + 1\nb = a * 2\nc = b - 1\nout c", "guard b c",
        "in x: Int\na = x + 1\nb = a * 2\nc = b - 1 when [[true]]\nout c");
    row("a chain with a step between", "in x: Int\na = x + 1\nb = a * 2\nc = b - 1\nout c",
        "guard a c", "in x: Int\na = x + 1\nb = a * 2\nc = b - 1 when [[true]]\nout c");
    row("several ends by one name", "in x: Int\na = x + 1\nb = a * 2\nc = a - 1\nout b\nout c",
        "guard a b c",
        "in x: Int\na = x + 1\ncondition = [[true]]\nb = a * 2 when condition\n"
        "c = a - 1 when condition\nout b\nout c");
    row("what a group holds", "in x: Int\na = x + 1\nout a\nb = a * 2\nout b",
        "guard a a/args.1 out:a b b/args.1 out:b",
        "in x: Int\na = x + 1\nout a\nb = a * 2 when [[true]]\nout b");
    row("a chain that ends in a Boolean", "in x: Int\na = x + 1\nb = a > 2\nout b", "guard a b",
        "in x: Int\na = x + 1\nb = a > 2 when [[true]]\nout b");
    row("a chain by its Boolean", "in x: Int\na = x > 1\nb = x + 1\nc = b * 2\nout a\nout c",
        "guard a b c", "in x: Int\na = x > 1\nb = x + 1\nc = b * 2 when [[a]]\nout a\nout c");
    row("several that another needs", "in x: Int\na = x + 1\nb = a * 2\nc = b - 1\nout c",
        "guard a b",
        "error: `c` cannot do without what would be guarded (`-` is not defined for "
        "`Optional<Int>` and `Int`): select it too");
    row("several of which one can be guarded alone",
        "in x: Int\na = x + 1\nb = x * 2\nc = b - 1\nout a\nout c", "guard a b",
        "error: `c` cannot do without what would be guarded (`-` is not defined for "
        "`Optional<Int>` and `Int`): select it too, or guard `a` alone");
    row("several that a chain needs",
        "in x: Int\na = x + 1\nb = x * 2\nc = a - b\nd = c - 1\nout d", "guard a b",
        "error: `c` cannot do without what would be guarded (`-` is not defined for "
        "`Optional<Int>` and `Optional<Int>`): select it and `d` too");
    row("several for which no advice helps",
        "in x: Int\na = x + 1\nb = x * 2\nc = a - b\nd = c - 1\ne = d - 1\nf = e - 1\nout f",
        "guard a b",
        "error: `c` cannot do without what would be guarded (`-` is not defined for "
        "`Optional<Int>` and `Optional<Int>`)");
}

void GraphEditsTest::foldedGroupsAreGuardedWhole_data() {
    columns();
    row("its Boolean too", "in x: Int\na = x > 1\nb = x + 1\nc = b * 2\nout a\nout c",
        "guard-group 4 a b b/args.1 c",
        "in x: Int\ncondition = [[true]]\na = x > 1 when condition\nb = x + 1\n"
        "c = b * 2 when condition\nout a\nout c");
    row("by a Boolean beside it",
        "in x: Int\nin ok: Boolean\nin no: Boolean\na = x > 1\nb = x + 1\nout a\nout b",
        "guard-group 2 a b in:ok",
        "in x: Int\nin ok: Boolean\nin no: Boolean\na = x > 1 when ok\nb = x + 1 when ok\n"
        "out a\nout b");
    row("not by what needs it", "in x: Int\na = x + 1\nok = a > 2\nout a\nout ok",
        "guard-group 1 a ok",
        "error: `ok` cannot be the condition: it needs `a`, which would be guarded by it: select "
        "another Boolean, or leave `ok` out");
    row("nor may several be", "in x: Int\na = x + 1\nok = a > 2\nb = a * 2\nout ok\nout b",
        "guard a b ok",
        "error: `ok` cannot be the condition: it needs `a`, which would be guarded by it: select "
        "another Boolean, or leave `ok` out");
    row("and it is not offered", "in x: Int\na = x + 1\nok = a > 2\nb = a * 2\nout ok\nout b",
        "guard-group 2 a b",
        "in x: Int\na = x + 1\nok = a > 2\nb = a * 2 when [[true]]\nout ok\nout b");
    row("what others show too", "in x: Int\na = x + 1\nb = [a]\nout a\nout b", "guard-group 2 a b",
        "in x: Int\ncondition = [[true]]\na = x + 1 when condition\nb = [a] when condition\n"
        "out a\nout b");
}

void GraphEditsTest::whatAGuardLeavesOpenIsNamed() {
    const auto snapshot =
        compiled(engine_, "in x: Int\na = x + 1\nb = a * 2\nc = b - 1\nout a\nout c\nout b");
    const auto edit = made(*snapshot, "guard a b c");
    QVERIFY(edit.ok());
    QCOMPARE(edit->stillAsked, (std::vector<std::string>{"`a`", "`b`"}));
}

void GraphEditsTest::whatACallCannotTakeIsNamed() {
    const auto snapshot = compiled(engine_, "in n: Int\nin s: String\na = n + 1\nout a");
    const auto leftOut = [&](const char* function, std::vector<const char*> keys) {
        std::vector<NodeId> nodes;
        for (const char* key : keys) nodes.push_back(snapshot->graph->byKey(key));
        const auto edit = addCall(*snapshot, snapshot->functions->byQualifiedName(function), nodes);
        return edit.ok() ? edit->leftOut : std::vector<std::string>{edit.error().message};
    };
    QVERIFY(leftOut("Uppercase", {"in:s"}).empty());
    QCOMPARE(leftOut("Uppercase", {"a"}), std::vector<std::string>{"a"});
    QCOMPARE(leftOut("Uppercase", {"in:s", "a"}), std::vector<std::string>{"a"});
    // canTake() promises what addCall() does, for every function of the library.
    for (uint32_t i = 0; i < snapshot->functions->size(); ++i) {
        const cst::Signature& one = (*snapshot->functions)[cst::FunctionId(i)];
        const std::vector<NodeId> node{snapshot->graph->byKey("in:s")};
        const auto edit = addCall(*snapshot, cst::FunctionId(i), node);
        QVERIFY2(edit.ok(), one.name.c_str());
        QVERIFY2(edit->leftOut.empty() ==
                     canTake(*snapshot->types, one, snapshot->graph->nodes[node[0]].type),
                 one.name.c_str());
    }
}

void GraphEditsTest::usesThatAreLostAreReported() {
    const auto snapshot =
        compiled(engine_, "in x: Int\na = x + 1\nb = \"${a}\"\nc = map([1], (i) => i + a)\nout a");
    const std::vector<NodeId> nodes{snapshot->graph->byKey("a")};
    QStringList found;
    for (const cst::LostUse& use : cst::usesOf(*snapshot, nodes)) {
        const std::string_view key = snapshot->graph->nodes[use.node].key;
        found << QString("%1 in %2 on %3 (%4)")
                     .arg(use.name.c_str(), use.user.c_str())
                     .arg(use.line)
                     .arg(QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size())));
        QCOMPARE(use.earlierLine, 0U);
    }
    QCOMPARE(found, (QStringList{"a in b on 3 (b)", "a in c on 4 (c)", "a in a on 5 (out:a)"}));
}

void GraphEditsTest::whatWillStandInThePlaceOfANestedNodeIsReported_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("reported");
    QTest::newRow("an arm") << QByteArray("in y: Boolean\nb = if (y) Trim(\"a\") else \"b\"\nout b")
                            << QByteArray("b/then") << "Trim in b on 2: \"\", with it -";
    QTest::newRow("an element of a list")
        << QByteArray("b = [1, abs(2)]\nout b") << QByteArray("b/elements.1")
        << "abs in b on 1: , with it -";
    QTest::newRow("a piece of a text")
        << QByteArray("b = \"a${Trim(\"c\")}\"\nout b") << QByteArray("b/parts.0")
        << "Trim in b on 1: , with it ${Trim(\"c\")}";
    QTest::newRow("one of the options")
        << QByteArray("b = Trim(\"a\") with retry: 2, fallback: \"n\"\nout b")
        << QByteArray("b/fallback") << "\"n\" in b on 1: , with it fallback: \"n\"";
    QTest::newRow("the only option")
        << QByteArray("b = Trim(\"a\") with fallback: \"n\"\nout b") << QByteArray("b/fallback")
        << "\"n\" in b on 1: , with it with fallback: \"n\"";
    QTest::newRow("a whole statement")
        << QByteArray("b = \"\"\nout b") << QByteArray("b") << "b in b on 2: -, with it -";
}

void GraphEditsTest::whatWillStandInThePlaceOfANestedNodeIsReported() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, key);
    QFETCH(QString, reported);
    const auto snapshot = compiled(engine_, text.toStdString());
    const std::vector<NodeId> nodes{snapshot->graph->byKey(key.toStdString())};
    QVERIFY(nodes.front().hasValue());
    const std::vector<cst::LostUse> uses = cst::usesOf(*snapshot, nodes);
    QCOMPARE(uses.size(), std::size_t{1});
    const cst::LostUse& use = uses.front();
    QCOMPARE(QString("%1 in %2 on %3: %4, with it %5")
                 .arg(use.name.c_str(), use.user.c_str())
                 .arg(use.line)
                 .arg(use.instead ? use.instead->c_str() : "-",
                      use.goesWithIt.empty() ? "-" : use.goesWithIt.c_str()),
             reported);
    QCOMPARE(cst::removedWith(*snapshot, nodes).front(),
             use.instead ? std::string("b") : std::string("out b"));
}

void GraphEditsTest::whatALineWasBeforeItBrokeCannotBeEdited() {
    const auto snapshot = compiled(engine_, "a = 1\nb = abs(abs(a))\nout b");
    snapshot->shown.resize(snapshot->graph->nodes.size());
    const NodeId nested = snapshot->graph->byKey("b/args.0");
    snapshot->shown[nested.index].ghost = true;
    const auto edit = cst::connectNodes(*snapshot, snapshot->graph->byKey("a"), nested, 0);
    QVERIFY(!edit.ok());
    QCOMPARE(edit.error().message,
             std::string("`abs` is what line 2 was before it broke: mend that line first"));
}

void GraphEditsTest::aNameThatFallsBackToAnEarlierBindingIsReportedSo() {
    const auto snapshot = compiled(engine_, "a = 1\na = a + 1\nout a");
    const std::vector<NodeId> nodes{snapshot->graph->byKey("a~2")};
    const std::vector<cst::LostUse> uses = cst::usesOf(*snapshot, nodes);
    QCOMPARE(uses.size(), std::size_t{1});
    QCOMPARE(uses[0].line, 3U);
    QCOMPARE(uses[0].earlierLine, 1U);
}

QTEST_APPLESS_MAIN(GraphEditsTest)
#include "tst_graph_edits.moc"

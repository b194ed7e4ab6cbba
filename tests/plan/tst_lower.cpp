#include "engine/plan/plan.h"
#include "tests/support/compile.h"

#include <QTest>

// Texts as graphs: which nodes there are, what they are called, how they hang together.

class LowerTest : public QObject {
    Q_OBJECT

private slots:
    void everyExpressionIsANodeUnderItsKey_data();
    void everyExpressionIsANodeUnderItsKey();
    void anAliasAndParenthesesAddNoNode();
    void armsAreConditionalAndConditionsAreNot();
    void aCapturedVariableIsAnEdgeOfTheHigherOrderNode();
    void aBrokenDeclarationKeepsItsNodeAndLeavesTheOthersAlone();
    void theSameTextGivesTheSameGraph();
    void aStructureDependsOnMeaningNotOnPlaceOrName();
    void nodesStandBehindAllTheyNeed();
    void onlyEffectsOutsideOfArmsAreRoots_data();
    void onlyEffectsOutsideOfArmsAreRoots();

private:
    cst::Engine engine_;
};

namespace {

QString keys(const cst::Snapshot& snapshot) {
    QStringList list;
    for (const cst::GraphNode& node : snapshot.graph->nodes) {
        list << QString::fromStdString(std::string(node.key));
    }
    return list.join(' ');
}

QString edges(const cst::Snapshot& snapshot, const std::string& to) {
    QStringList list;
    for (const cst::GraphEdge& edge : snapshot.graph->edges) {
        if (snapshot.graph->nodes[edge.to].key == to) {
            list << QString::fromStdString(std::string(edge.portName) + "<-" +
                                           std::string(snapshot.graph->nodes[edge.from].key) + " " +
                                           cst::edgeKindName(edge.kind));
        }
    }
    return list.join(", ");
}

}  // namespace

void LowerTest::everyExpressionIsANodeUnderItsKey_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* text, const char* expected) {
        QTest::addRow("%s", text) << std::string(text) << QString(expected);
    };
    row("in x: Int\nout x", "in:x out:x");
    row("a = add(1, max(2, 3))\nout a",
        "a a/args.0 a/args.1 a/args.1/args.0 a/args.1/args.1 out:a");
    row("in x: Int\nx = x + 1\nx = x * 2\nout x", "in:x x~2 x~2/args.1 x~3 x~3/args.1 out:x");
    row("a = 1\na = a + 2\nout a", "a a~2 a~2/args.1 out:a");
    row("in c: Boolean\na = if (c) 1 else 2\nout a", "in:c a a/then a/else out:a");
    row("in c: Boolean\na = branch { c -> 1, otherwise -> 2 }\nout a",
        "in:c a a/cases.0.value a/otherwise out:a");
    row("in c: Boolean\na = 1 when c ?? 2\nout a", "in:c a a/args.0 a/args.0/value a/args.1 out:a");
    row("in x: Int\na = x + 1 - 2\nout a", "in:x a a/step.1 a/args.1 a/args.2 out:a");
    row("in r: { f: Int }\na = \"${r.f}!\"\nout a", "in:r a a/parts.0 out:a");
    row("in xs: List<Int>\na = map(xs, (x) => x + 1)\nout a", "in:xs a out:a");
    row("a = [-5]\nout a", "a a/elements.0 out:a");
}

void LowerTest::everyExpressionIsANodeUnderItsKey() {
    QFETCH(std::string, text);
    QFETCH(QString, expected);
    QCOMPARE(keys(*compiled(engine_, text)), expected);
}

void LowerTest::anAliasAndParenthesesAddNoNode() {
    const auto snapshot = compiled(engine_, "in x: Int\na = x\nb = (a)\nout b");
    QCOMPARE(keys(*snapshot), QString("in:x out:b"));
    QCOMPARE(edges(*snapshot, "out:b"), QString("value<-in:x strict"));
}

void LowerTest::armsAreConditionalAndConditionsAreNot() {
    const auto snapshot =
        compiled(engine_, "in c: Boolean\nin x: Int\na = if (c) x else 2\nb = c and x > 1\n"
                          "d = x when c\nout a\nout b\nout d");
    QCOMPARE(edges(*snapshot, "a"),
             QString("cond<-in:c strict, then<-in:x conditional, else<-a/else conditional"));
    QCOMPARE(edges(*snapshot, "b"), QString("args.0<-in:c strict, args.1<-b/args.1 conditional"));
    QCOMPARE(edges(*snapshot, "d"), QString("cond<-in:c strict, value<-in:x conditional"));
}

void LowerTest::aCapturedVariableIsAnEdgeOfTheHigherOrderNode() {
    const auto snapshot = compiled(
        engine_, "in xs: List<Int>\nin k: Int\na = map(xs, (x) => map(xs, (y) => y * k))\nout a");
    QCOMPARE(edges(*snapshot, "a"),
             QString("args.0<-in:xs strict, captures.xs<-in:xs strict, captures.k<-in:k strict"));
}

void LowerTest::aBrokenDeclarationKeepsItsNodeAndLeavesTheOthersAlone() {
    const auto snapshot =
        compiled(engine_, "in x: Int\na = x + \"s\"\nb = x * 2\nc = add(a, 1)\nout b\nout c");
    QCOMPARE(keys(*snapshot), QString("in:x a b b/args.1 c c/args.1 out:b out:c"));
    const cst::NodeId broken = snapshot->graph->byKey("a");
    QVERIFY(snapshot->graph->nodes[broken].broken);
    QVERIFY(!snapshot->graph->nodes[snapshot->graph->byKey("b")].broken);
}

void LowerTest::theSameTextGivesTheSameGraph() {
    const std::string text = "in x: Int\na = add(x, 2) * 3\nb = [a, x]\nout b";
    const auto first = compiled(engine_, text);
    cst::Engine other;
    const auto second = compiled(other, text);
    QCOMPARE(keys(*first), keys(*second));
    for (std::size_t i = 0; i < first->graph->nodes.size(); ++i) {
        QVERIFY(first->graph->nodes[cst::NodeId(i)].structure ==
                second->graph->nodes[cst::NodeId(i)].structure);
    }
}

void LowerTest::aStructureDependsOnMeaningNotOnPlaceOrName() {
    const auto structure = [&](const std::string& text, const std::string& key) {
        const auto snapshot = compiled(engine_, text);
        return snapshot->graph->nodes[snapshot->graph->byKey(key)].structure;
    };
    const cst::Hash128 before = structure("in x: Int\na = add(x, 2)\nout a", "a");
    QVERIFY(before ==
            structure("# moved\n\nin x: Int\nrenamed = add(x,  2)\nout renamed", "renamed"));
    QVERIFY(before != structure("in x: Int\na = add(x, 3)\nout a", "a"));
    QVERIFY(before != structure("in x: Int\na = max(x, 2)\nout a", "a"));
}

void LowerTest::nodesStandBehindAllTheyNeed() {
    const auto snapshot =
        compiled(engine_, "in x: Int\na = add(x, 2)\nb = if (a > 1) a else x\nc = [a, b]\nout c");
    for (uint32_t node = 0; node < snapshot->plan->size(); ++node) {
        for (const cst::Operand& operand : snapshot->plan->operands(node)) {
            QVERIFY(operand.source < node);
        }
    }
}

void LowerTest::onlyEffectsOutsideOfArmsAreRoots_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<QString>("roots");
    const auto row = [](const char* text, const char* roots) {
        QTest::addRow("%s", text) << std::string(text) << QString(roots);
    };
    row("a = QuickCheck(\"x\")\nb = 1\nout b", "a b");
    row("a = QuickCheck(\"x\") with lazy\nb = 1\nout b", "b");
    row("in c: Boolean\na = if (c) QuickCheck(\"x\") else \"y\"\nb = 1\nout b", "b");
    row("a = map([\"x\"], (s) => QuickCheck(s))\nb = 1\nout b", "a b");
    row("a = trim(\"x\")\nb = 1\nout b", "b");
}

void LowerTest::onlyEffectsOutsideOfArmsAreRoots() {
    QFETCH(std::string, text);
    QFETCH(QString, roots);
    const auto snapshot = compiled(engine_, text);
    QStringList found;
    for (const uint32_t root : snapshot->plan->roots) {
        found << QString::fromStdString(
            std::string(snapshot->graph->nodes[snapshot->plan->graphNode[root]].key));
    }
    QCOMPARE(found.join(' '), roots);
}

QTEST_APPLESS_MAIN(LowerTest)
#include "tst_lower.moc"

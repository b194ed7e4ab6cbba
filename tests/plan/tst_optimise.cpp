#include "engine/json/encode.h"
#include "engine/plan/optimise.h"
#include "engine/session/optimised_once.h"
#include "tests/support/compile.h"

#include <QTest>

// What the optimiser does to a text, node by node. That results stay the same is for
// tst_optimised_runs.

class OptimiseTest : public QObject {
    Q_OBJECT

private slots:
    void constantsAreFolded_data();
    void constantsAreFolded();
    void whatMayNotBeFoldedIsLeftToTheRun_data();
    void whatMayNotBeFoldedIsLeftToTheRun();
    void settledChoicesGiveWay_data();
    void settledChoicesGiveWay();
    void equalNodesAreShared_data();
    void equalNodesAreShared();
    void whatNobodyNeedsGoes_data();
    void whatNobodyNeedsGoes();
    void aFoldNeverGrowsBeyondItsLimit();
    void aLambdaThatLetsTextsGrowIsLeftToTheRun();
    void thePlanKeepsItsInputsAndOutputs();

private:
    cst::Engine engine_;
};

namespace {

struct Optimised {
    Optimised(cst::Engine& e, const std::string& text)
        : engine(e),
          snapshot(compiled(engine, text)),
          plan(snapshot->optimised->get(engine.registry(), *engine.types()).optimised) {}

    const cst::Graph& graph() const { return *snapshot->graph; }
    uint32_t nodeOf(const QString& key) const {
        for (uint32_t node = 0; node < plan->source->size(); ++node) {
            const cst::NodeId shown = plan->source->graphNode[node];
            if (graph().nodes[shown].key == key.toStdString()) {
                return node;
            }
        }
        return cst::kNoIndex;
    }
    /// `= 14`, `kept`, `-> b` (forwarded), `same as b`, `gone`, `? no such node`.
    QString fate(const QString& key) const {
        const uint32_t node = nodeOf(key);
        if (node == cst::kNoIndex) {
            return "? no such node";
        }
        const cst::NodeFate& fate = plan->fates[node];
        switch (fate.kind) {
        case cst::NodeFate::Kind::Removed: return "gone";
        case cst::NodeFate::Kind::Folded: {
            std::string json;
            cst::encodeValue(json, *engine.types(), plan->source->nodes[node].type,
                             plan->plan->pools.constants[fate.constant]);
            return "= " + QString::fromStdString(json);
        }
        default: break;
        }
        const cst::NodeId shown = plan->plan->graphNode[fate.node];
        const QString target = QString::fromStdString(std::string(graph().nodes[shown].key));
        if (fate.kind == cst::NodeFate::Kind::Forwarded) {
            return "-> " + target;
        }
        return target == key ? "kept" : "same as " + target;
    }
    QString fates(const QString& keys) const {
        QStringList list;
        for (const QString& key : keys.split(' ')) {
            list << key + " " + fate(key);
        }
        return list.join(", ");
    }

    cst::Engine& engine;
    cst::SnapshotPtr snapshot;
    std::shared_ptr<const cst::OptimisedPlan> plan;
};

/// A row: the text, then `key fate, key fate`.
void row(const char* text, const char* expected) {
    QTest::addRow("%s", text) << std::string(text) << QString(expected);
}

void compareFates(cst::Engine& engine) {
    QFETCH(std::string, text);
    QFETCH(QString, expected);
    const Optimised optimised(engine, text);
    QCOMPARE(optimised.snapshot->errorCount, std::size_t{0});
    QStringList keys;
    for (const QString& part : expected.split(", ")) {
        keys << part.section(' ', 0, 0);
    }
    QCOMPARE(optimised.fates(keys.join(' ')), expected);
}

void columns() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<QString>("expected");
}

}  // namespace

void OptimiseTest::constantsAreFolded_data() {
    columns();
    row("a = 6 / 2 * 7\nout a", "a/args.0 = 6, a/step.1 = 3, a = 21");
    row("a = 1 + 0.5\nout a", "a = 1.5");
    row("a = \"${1 + 1} of ${2.0}\"\nout a", "a = \"2 of 2.0\"");
    row("a = not (1 > 2)\nout a", "a = true");
    row("a = add(2, max(3, 4))\nout a", "a/args.1 = 4, a = 6");
    row("a = [1, 2.5]\nout a", "a = [1.0,2.5]");
    row("r = {a: 1, b: \"x\"}\ns = r[b]\nt = r.a\nout s\nout t",
        "r = {\"a\":1,\"b\":\"x\"}, s = {\"b\":\"x\"}, t = 1");
    row("a = {x: 1} + {y: 2}\nout a", "a = {\"x\":1,\"y\":2}");
    row("a = map([1, 2, 3], (x) => x * x)\nout a", "a = [1,4,9]");
    row("a = filter([1, 2, 3], (x) => gt(x, 1))\nout a", "a = [2,3]");
    row("xs = [{a: 1}, {a: 2}]\nout xs\nys = xs.a\nout ys", "ys = [1,2]");
}
void OptimiseTest::constantsAreFolded() {
    compareFates(engine_);
}

void OptimiseTest::whatMayNotBeFoldedIsLeftToTheRun_data() {
    columns();
    row("a = 1 / 0\nout a", "a kept");
    row("a = 1 / 0 + 1\nout a", "a/args.0 kept, a kept");
    row("a = list-first([])\nb = 1\nout b", "a gone");
    row("a = [{x: 1}] + [{y: 2}, {y: 3}]\nout a", "a kept");
    row("a = map([1, 0], (x) => 1 / x)\nout a", "a kept");
    row("a = stdlib.debug.log(\"x\")\nout a", "a kept");
    row("a = QuickCheck(\"x\")\nout a", "a kept");
    row("a = Uppercase(\"x\")\nout a", "a kept");  // pure, but not of the standard library
    row("a = map([\"x\"], (s) => Uppercase(s))\nout a", "a kept");
    row("a = add(1, 2) with on_error: wrap\nout a", "a kept");
    row("a = add(1, 2) with cache: 1s\nout a", "a kept");
    row("in x: Int\na = x * 0\nout a", "a kept");
    row("type U = Int | String\nin c: Boolean\nu = if (c) 1 else \"s\"\n"
        "a = match u { is Int -> u + 1, _ -> 0 }\nout a",
        "a kept, a/cases.0.narrowed kept");
}
void OptimiseTest::whatMayNotBeFoldedIsLeftToTheRun() {
    compareFates(engine_);
}

void OptimiseTest::settledChoicesGiveWay_data() {
    columns();
    const char* const xy = "in x: Int\nin y: Int\n";
    const auto with = [&](const char* text, const char* expected) {
        row((std::string(xy) + text).c_str(), expected);
    };
    with("a = if (1 < 2) x else y\nout a", "a -> in:x, in:y kept");
    with("a = if (false) 1 / 0 else y\nout a", "a -> in:y, a/then gone");
    with("a = if (true) x else 0.5\nout a", "a -> a");
    with("a = if (true) 1 else x\nout a", "a = 1");
    with("a = branch { false -> x, y > 1 -> 2, true -> 3, otherwise -> y }\nout a",
         "a kept, a/cases.0.cond = false");
    with("a = branch { false -> x, true -> y, otherwise -> 1 }\nout a", "a -> in:y");
    with("a = branch { false -> x, otherwise -> y }\nout a", "a -> in:y");
    with("a = x when true\nb = a ?? y\nout b", "a -> in:x, b kept");
    with("a = x when false\nb = a ?? y\nout a\nout b", "a = null, b -> in:y");
    with("a = (1 when true) ?? y\nout a", "a = 1");
    with("g = x when y > 0\na = g ?? (2 when true) ?? 3\nout a", "a kept");
    with("a = true and x > 1\nout a", "a -> a/args.1");
    with("a = x > 1 and true\nout a", "a kept");
    with("a = x > 1 and false and y > 1\nout a", "a kept, a/args.2 gone");
    with("a = false and x > 1\nout a", "a = false, a/args.1 gone");
    with("a = false or x > 1 or false\nout a", "a kept");
    with("a = x > 1 or true or y > 1\nout a", "a kept, a/args.2 gone");
    row("type T = {k: Int}\na = match {k: 3} { {k} -> k + 1 }\nout a", "a -> a/cases.0.value");
}
void OptimiseTest::settledChoicesGiveWay() {
    compareFates(engine_);
}

void OptimiseTest::equalNodesAreShared_data() {
    columns();
    row("in x: Int\na = x + 1\nb = x + 1\nout a\nout b", "a kept, b same as a");
    row("in x: Int\na = add(x, 1) * 2\nb = add(x, 1) * 3\nout a\nout b",
        "a/args.0 kept, b/args.0 same as a/args.0, a kept, b kept");
    row("in x: Float\na = x + 0.0\nb = x + -0.0\nout a\nout b", "a kept, b kept");
    row("in x: Int\na = x + 1\nb = x + 1.0\nout a\nout b", "a kept, b kept");
    row("in x: Int\na = \"${x}\"\nb = \"${x}\"\nc = \"${x} \"\nout a\nout b\nout c",
        "b same as a, c kept");
    row("in x: String\na = stdlib.debug.log(x)\nb = stdlib.debug.log(x)\nout a\nout b",
        "a kept, b kept");
    row("in x: Int\na = add(x, 1) with retry: 1\nb = add(x, 1) with retry: 1\nout a\nout b",
        "a kept, b kept");
    row("in x: String\na = Uppercase(x)\nb = if (x == \"\") Uppercase(x) else x\nout a\nout b",
        "b/then same as a");
    row("in xs: List<Int>\nin k: Int\na = map(xs, (x) => x * k)\nb = map(xs, (y) => y * k)\n"
        "c = map(xs, (x) => x + k)\nout a\nout b\nout c",
        "b same as a, c kept");
    row("in r: { a: Int, b: Int }\nx = r[a, b]\ny = r[b, a]\nz = r[a, b]\nout x\nout y\nout z",
        "x kept, y kept, z same as x");
}
void OptimiseTest::equalNodesAreShared() {
    compareFates(engine_);
}

void OptimiseTest::whatNobodyNeedsGoes_data() {
    columns();
    row("in x: Int\na = x + 1\nb = x + 2\nout b", "in:x kept, a gone, b kept");
    row("in x: Int\nin y: Int\nout x", "in:y kept");
    row("in x: String\na = stdlib.debug.log(x)\nout x", "a kept");
    row("in x: String\na = stdlib.debug.log(x) with lazy\nout x", "a gone");
    row("in c: Boolean\nin x: Int\na = x + 1\nb = if (c) a else x\nout b", "a kept");
    row("in c: Boolean\nx = \"s\"\na = if (c) stdlib.debug.log(x) else x\nout a", "a/then kept");
}
void OptimiseTest::whatNobodyNeedsGoes() {
    compareFates(engine_);
}

void OptimiseTest::aFoldNeverGrowsBeyondItsLimit() {
    // 40 doublings of a text would not fit into the machine; behind an arm that is not taken they
    // must not even be tried.
    std::string text = "in c: Boolean\na0 = \"0123456789\"\n";
    for (int i = 1; i <= 40; ++i) {
        const std::string before = "a" + std::to_string(i - 1);
        text += "a" + std::to_string(i) + " = concat(" + before + ", " + before + ")\n";
    }
    const Optimised optimised(engine_, text + "b = if (c) string-length(a40) else 0\nout b");
    QCOMPARE(optimised.fate("a5").left(3), QString("= \""));
    QCOMPARE(optimised.fate("a40"), QString("kept"));
}

void OptimiseTest::aLambdaThatLetsTextsGrowIsLeftToTheRun() {
    // A hundred letters, ten thousand, a hundred million: for an arm that may never be taken.
    std::string letters = "\"";
    letters.append(100, 'a');
    const Optimised optimised(
        engine_, "in c: Boolean\nxs = [" + letters +
                     "\"]\na = if (c) map(xs, (x) => string-length(replace(replace(x, \"a\", x), "
                     "\"a\", replace(x, \"a\", x)))) else [0]\nout a");
    QCOMPARE(optimised.fates("xs a/then").section(", ", 1), QString("a/then kept"));
}

void OptimiseTest::thePlanKeepsItsInputsAndOutputs() {
    const Optimised optimised(engine_, "in x: Int\nin y: Int\na = 1 + 1\nb = y\nout a\nout b");
    const cst::Plan& plan = *optimised.plan->plan;
    QCOMPARE(plan.inputs.size(), std::size_t{2});
    QCOMPARE(plan.outputs.size(), std::size_t{2});
    QCOMPARE(plan.nodes[plan.outputs[0].node].op, cst::Op::Literal);
    QCOMPARE(plan.outputs[1].node, plan.inputs[1].node);
    QCOMPARE(plan.size(), 3U);
    QCOMPARE(optimised.plan->source->size(), 5U);
}

QTEST_GUILESS_MAIN(OptimiseTest)
#include "tst_optimise.moc"

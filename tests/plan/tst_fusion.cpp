#include "engine/plan/fusion.h"
#include "tests/support/compile.h"

#include <QTest>

#include <algorithm>

// Which nodes are worked out inside of their consumer, and which are steps with a value to keep.

class FusionTest : public QObject {
    Q_OBJECT

private slots:
    void whatHasOneConsumerIsFusedIntoIt_data();
    void whatHasOneConsumerIsFusedIntoIt();
    void aLongChainIsCutIntoStepsThatAreNotTooDeep();
    void withoutFusionEveryNodeIsAStep();

private:
    cst::Engine engine_{1};
};

void FusionTest::whatHasOneConsumerIsFusedIntoIt_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("fused");  // key>owner
    const auto row = [](const char* name, const char* text, const QStringList& fused) {
        QTest::newRow(name) << QString(text) << fused;
    };
    row("a chain of inline operations is one step", "in x: Int\na = abs(x * 2 + 1)\nout a",
        {"a/args.0>a", "a/args.0/args.0>a"});
    row("a value with two consumers keeps its place",
        "in x: Int\na = x + 1\nb = abs(a)\nc = abs(a + 2)\nout b\nout c", {"c/args.0>c"});
    row("an output keeps its place", "in x: Int\na = x + 1\nb = a * 2\nout b", {"a>b"});
    row("an arm over what is given is fused",
        "in c: Boolean\nin x: Int\na = abs(if (c) x + 1 else 2)\nout a",
        {"a/args.0>a", "a/args.0/then>a"});
    row("an arm over what the condition needed is fused",
        "in x: Int\ns = abs(x)\na = abs(if (s > 3) s + 1 else 2)\nout a",
        {"a/args.0>a", "a/args.0/cond>a", "a/args.0/then>a"});
    row("an arm that calls is begun only when it is chosen",
        "in c: Boolean\nin x: Int\na = abs(if (c) abs(x) + 1 else x + 2)\nout a", {});
    row("the condition is fused where the arms are not",
        "in x: Int\na = if (x > 3) abs(x) else 2\nout a", {"a/cond>a"});
}

void FusionTest::whatHasOneConsumerIsFusedIntoIt() {
    QFETCH(QString, text);
    QFETCH(QStringList, fused);
    const auto snapshot = compiled(engine_, text.toStdString());
    QCOMPARE(snapshot->errorCount, 0U);
    const cst::Plan& plan = *snapshot->plan;
    const cst::Fusion fusion = cst::fuse(plan);
    const auto key = [&](uint32_t node) {
        const std::string_view name = snapshot->graph->nodes[plan.graphNode[node]].key;
        return QString::fromUtf8(name.data(), static_cast<int>(name.size()));
    };
    QStringList found;
    for (uint32_t node = 0; node < plan.size(); ++node) {
        if (!fusion.isStep(node)) {
            found << key(node) + ">" + key(fusion.owner[node]);
        }
    }
    found.sort();
    fused.sort();
    QCOMPARE(found, fused);
}

void FusionTest::aLongChainIsCutIntoStepsThatAreNotTooDeep() {
    std::string text = "in x: Int\nv0 = x\n";
    for (int i = 1; i <= 1000; ++i) {
        text += "v" + std::to_string(i) + " = v" + std::to_string(i - 1) + " + x\n";
    }
    const auto snapshot = compiled(engine_, text + "out v1000\n");
    const cst::Plan& plan = *snapshot->plan;
    const cst::Fusion fusion = cst::fuse(plan);
    std::vector<uint32_t> members(plan.size());
    for (uint32_t node = 0; node < plan.size(); ++node) {
        ++members[fusion.owner[node]];
    }
    QVERIFY(*std::max_element(members.begin(), members.end()) <= cst::Fusion::kMaxDepth);
    QVERIFY(std::count_if(members.begin(), members.end(), [](uint32_t n) { return n > 0; }) < 30);
}

void FusionTest::withoutFusionEveryNodeIsAStep() {
    const auto snapshot = compiled(engine_, "in x: Int\na = abs(x * 2 + 1)\nout a");
    const cst::Fusion fusion = cst::unfused(*snapshot->plan);
    for (uint32_t node = 0; node < snapshot->plan->size(); ++node) {
        QVERIFY(fusion.isStep(node));
    }
}

QTEST_APPLESS_MAIN(FusionTest)
#include "tst_fusion.moc"

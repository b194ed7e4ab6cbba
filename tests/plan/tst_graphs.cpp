#include "engine/session/optimised_once.h"
#include "tests/support/compile.h"
#include "tests/support/golden.h"

#include <QTest>

// Every file of tests/golden/graph holds a pipeline, the nodes that people see of it with what they
// take from others, and what the optimiser makes of each.

namespace fs = std::filesystem;

class GraphsTest : public QObject {
    Q_OBJECT

private slots:
    void theGraphIsTheOneInTheGoldenFile_data();
    void theGraphIsTheOneInTheGoldenFile();
    void everyKindOfNodeIsShownByAGolden();

private:
    cst::Engine engine_;
};

namespace {

/// ` folded`, ` gone`, ` -> x`, ` = x`; "" for a node that stays.
std::string fateOf(const cst::OptimisedPlan& optimised, const cst::Graph& graph, uint32_t node) {
    const cst::NodeFate& fate = optimised.fates[node];
    switch (fate.kind) {
    case cst::NodeFate::Kind::Removed: return " gone";
    case cst::NodeFate::Kind::Folded:
        return optimised.source->nodes[node].op == cst::Op::Literal ? "" : " folded";
    default: break;
    }
    const cst::NodeId target = optimised.plan->graphNode[fate.node];
    const std::string key(graph.nodes[target].key);
    if (fate.kind == cst::NodeFate::Kind::Forwarded) {
        return " -> " + key;
    }
    return target == optimised.source->graphNode[node] ? "" : " = " + key;
}

std::string describedGraph(const cst::Snapshot& snapshot, const cst::OptimisedPlan& optimised) {
    const cst::Graph& graph = *snapshot.graph;
    std::vector<std::string> fates(graph.nodes.size());
    for (uint32_t node = 0; node < optimised.source->size(); ++node) {
        fates[optimised.source->graphNode[node].index] = fateOf(optimised, graph, node);
    }
    std::string out;
    for (uint32_t i = 0; i < graph.nodes.size(); ++i) {
        const cst::GraphNode& node = graph.nodes[cst::NodeId(i)];
        out += std::string(node.key) + " " + cst::nodeKindName(node.kind) + " `" +
               std::string(node.label) + "` : " + snapshot.types->text(node.type) +
               (node.module.empty() ? "" : " by " + std::string(node.module)) +
               (node.effectful ? " effect" : "") + (node.broken ? " broken" : "") + fates[i] + "\n";
        for (const cst::GraphEdge& edge : graph.edges) {
            if (edge.to.index == i) {
                out += "    " + std::string(edge.portName) +
                       (edge.kind == cst::EdgeKind::Conditional ? "? " : " ") +
                       std::string(graph.nodes[edge.from].key) + "\n";
            }
        }
    }
    return out + "plan: " + std::to_string(optimised.source->size()) + " nodes, optimised " +
           std::to_string(optimised.plan->size()) + "\n";
}

}  // namespace

void GraphsTest::theGraphIsTheOneInTheGoldenFile_data() {
    QTest::addColumn<std::string>("path");
    for (const fs::path& path : goldensIn("graph")) {
        QTest::newRow(path.stem().c_str()) << path.string();
    }
}

void GraphsTest::theGraphIsTheOneInTheGoldenFile() {
    QFETCH(std::string, path);
    const auto snapshot = compiled(engine_, readGolden(path).input);
    const auto optimised = snapshot->optimised->get(engine_.registry(), *engine_.types()).optimised;
    QCOMPARE(goldenProblem(path, describedGraph(*snapshot, *optimised)), std::string());
}

void GraphsTest::everyKindOfNodeIsShownByAGolden() {
    const std::string all = allExpected("graph");
    for (const char* kind : {" input `", " literal `", " call `", " inline `", " control `",
                             " output `", " broken", " folded", " gone", " -> ", " = ", "? "}) {
        QVERIFY2(all.find(kind) != std::string::npos, kind);
    }
}

QTEST_GUILESS_MAIN(GraphsTest)
#include "tst_graphs.moc"

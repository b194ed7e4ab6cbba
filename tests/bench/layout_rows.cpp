// Rows of the layout: where the nodes of a graph stand.

#include "engine/layout/layout.h"
#include "engine/session/engine.h"
#include "tests/bench/graphviz.h"
#include "tests/bench/rows.h"
#include "tests/bench/workloads.h"

#include <chrono>
#include <random>

namespace cst::bench {
namespace {

struct Picture {
    std::vector<LayoutNode> nodes;
    std::vector<LayoutEdge> edges;
};

Picture pictureOf(const Graph& graph) {
    Picture picture;
    for (const GraphNode& node : graph.nodes) {
        picture.nodes.push_back(nodeSize(node));
    }
    for (const GraphEdge& edge : graph.edges) {
        picture.edges.push_back({edge.from.index, edge.to.index, edge.port});
    }
    return picture;
}

Result<Picture> pictureOf(const std::string& text) {
    Engine engine(1);
    const std::shared_ptr<Snapshot> snapshot =
        engine.compile(std::make_shared<const SourceText>(text), 1, false);
    if (snapshot->errorCount != 0) {
        return Error{"", "the workload does not compile: " + snapshot->diagnostics[0].message(),
                     ""};
    }
    return pictureOf(*snapshot->graph);
}

/// Two random edges into each node, from anywhere before it.
Picture randomPicture(uint32_t nodes) {
    std::mt19937 random(1);
    Picture picture;
    for (uint32_t i = 0; i < nodes; ++i) {
        picture.nodes.push_back({110, 44});
        for (uint32_t port = 0; i > 0 && port < 2; ++port) {
            picture.edges.push_back({static_cast<uint32_t>(random() % i), i, port});
        }
    }
    return picture;
}

double milliseconds(std::chrono::steady_clock::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

double timeOfLayout(const Picture& picture, Layout& layout) {
    const auto start = std::chrono::steady_clock::now();
    layout = layoutGraph(picture.nodes, picture.edges);
    return milliseconds(std::chrono::steady_clock::now() - start);
}

std::vector<DrawnEdge> drawn(const Picture& picture, const Layout& layout) {
    std::vector<DrawnEdge> edges;
    for (std::size_t i = 0; i < picture.edges.size(); ++i) {
        edges.push_back({picture.edges[i].from, picture.edges[i].to, curvesOf(layout.routes[i])});
    }
    return edges;
}

Result<Measured> measureWhole(const std::string&) {
    const Result<Picture> calls = pictureOf(callsWorkload(1000).text);
    if (!calls.ok()) {
        return calls.error();
    }
    const Picture random = randomPicture(1000);
    Layout layout, randomLayout;
    Side ours{[&](int) { return timeOfLayout(*calls, layout); }, 50};
    Side ofRandom{[&](int) { return timeOfLayout(random, randomLayout); }, 30};
    GraphvizLayout dot;
    Side theirs{[&](int) {
                    dot = layOutWithDot(calls->nodes, calls->edges);
                    return dot.milliseconds;
                },
                3};
    takeTurns(1, {&ours, &ofRandom, &theirs});
    if (dot.edges.empty()) {
        return Error{"", "dot cannot be run: install graphviz", ""};
    }
    Measured measured;
    measured.p99 = percentile99(ours.figures);
    measured.ours = median(ours.figures);
    measured.peer = "dot";
    measured.peerValue = median(theirs.figures);
    measured.others["random"] = median(ofRandom.figures);
    const auto crossings = static_cast<double>(countCurveCrossings(drawn(*calls, layout)));
    measured.others["crossings"] = crossings / static_cast<double>(countCurveCrossings(dot.edges));
    return measured;
}

}  // namespace

std::vector<Row> layoutRows() {
    return {{"layout/1000", measureWhole}};
}

}  // namespace cst::bench

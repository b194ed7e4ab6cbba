#include "engine/profile/critical_path.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <numeric>
#include <random>

// The chain that decides how long a run takes, against trying all chains.

using cst::CriticalPath;
using cst::PathEdge;

class CriticalPathTest : public QObject {
    Q_OBJECT

private slots:
    void aThousandRandomGraphsAgreeWithTryingAllChains();
    void theChainIsOneOfTheGraphAndTakesTheTotal();
    void aNodeBesideTheChainHasTheSlackThatItCanTake();
    void ofTwoLongestChainsNeitherDecidesAlone();
    void nothingThatTookTimeHasNoPath();
    void edgesInACircleAreLeftOut();
    void aLongChainIsNoProblem();
};

namespace {

struct RandomGraph {
    explicit RandomGraph(unsigned seed) {
        std::mt19937 random(seed);
        const auto count = static_cast<uint32_t>(1 + random() % 12);
        for (uint32_t node = 0; node < count; ++node) {
            took.push_back(random() % 3 == 0 ? 0 : static_cast<int64_t>(random() % 20));
        }
        // Numbers of nodes say nothing about who comes first.
        std::vector<uint32_t> order(count);
        std::iota(order.begin(), order.end(), 0);
        std::shuffle(order.begin(), order.end(), random);
        const unsigned long density = 1 + random() % 5;
        for (uint32_t to = 0; to < count; ++to) {
            for (uint32_t from = 0; from < to; ++from) {
                if (random() % density == 0) edges.push_back({order[from], order[to]});
                if (random() % 20 == 0) edges.push_back({order[from], order[to]});  // a second one
            }
        }
    }
    std::vector<int64_t> took;
    std::vector<PathEdge> edges;
};

/// The longest chain of those that satisfy `counts`, by trying all of them.
int64_t longestChain(const std::vector<int64_t>& took, const std::vector<PathEdge>& edges,
                     const std::function<bool(const std::vector<uint32_t>&)>& counts) {
    int64_t longest = 0;
    std::vector<uint32_t> chain;
    const std::function<void(uint32_t, int64_t)> goOn = [&](uint32_t node, int64_t before) {
        const int64_t length = before + took[node];
        chain.push_back(node);
        if (counts(chain)) longest = std::max(longest, length);
        for (const PathEdge& edge : edges) {
            if (edge.from == node) goOn(edge.to, length);
        }
        chain.pop_back();
    };
    for (uint32_t node = 0; node < took.size(); ++node) goOn(node, 0);
    return longest;
}

bool isAny(const std::vector<uint32_t>&) {
    return true;
}

}  // namespace

void CriticalPathTest::aThousandRandomGraphsAgreeWithTryingAllChains() {
    for (unsigned seed = 0; seed < 1000; ++seed) {
        const RandomGraph graph(seed);
        const CriticalPath path = cst::criticalPath(graph.took, graph.edges);
        const int64_t total = longestChain(graph.took, graph.edges, isAny);
        QCOMPARE(path.totalNs, total);
        for (uint32_t node = 0; node < graph.took.size(); ++node) {
            const int64_t through =
                longestChain(graph.took, graph.edges, [&](const std::vector<uint32_t>& chain) {
                    return std::find(chain.begin(), chain.end(), node) != chain.end();
                });
            QCOMPARE(path.slackNs[node], total - through);
            std::vector<int64_t> without = graph.took;
            without[node] = 0;
            QCOMPARE(path.withoutNs[node], longestChain(without, graph.edges, isAny));
        }
    }
}

void CriticalPathTest::theChainIsOneOfTheGraphAndTakesTheTotal() {
    for (unsigned seed = 0; seed < 1000; ++seed) {
        const RandomGraph graph(seed);
        const CriticalPath path = cst::criticalPath(graph.took, graph.edges);
        int64_t length = 0;
        for (std::size_t i = 0; i < path.nodes.size(); ++i) {
            length += graph.took[path.nodes[i]];
            QCOMPARE(path.slackNs[path.nodes[i]], int64_t{0});
            QVERIFY(i == 0 ||
                    std::any_of(graph.edges.begin(), graph.edges.end(), [&](const PathEdge& edge) {
                        return edge.from == path.nodes[i - 1] && edge.to == path.nodes[i];
                    }));
        }
        QCOMPARE(length, path.totalNs);
    }
}

void CriticalPathTest::aNodeBesideTheChainHasTheSlackThatItCanTake() {
    // 0 ─ 1 (10) ─ 3, and beside it 0 ─ 2 (4) ─ 3
    const CriticalPath path = cst::criticalPath(
        std::vector<int64_t>{1, 10, 4, 2}, std::vector<PathEdge>{{0, 1}, {0, 2}, {1, 3}, {2, 3}});
    QCOMPARE(path.totalNs, int64_t{13});
    QCOMPARE(path.nodes, (std::vector<uint32_t>{0, 1, 3}));
    QCOMPARE(path.slackNs, (std::vector<int64_t>{0, 0, 6, 0}));
    QCOMPARE(path.withoutNs, (std::vector<int64_t>{12, 7, 13, 11}));
}

void CriticalPathTest::ofTwoLongestChainsNeitherDecidesAlone() {
    const CriticalPath path =
        cst::criticalPath(std::vector<int64_t>{5, 5}, std::vector<PathEdge>());
    QCOMPARE(path.nodes, (std::vector<uint32_t>{0}));
    QCOMPARE(path.slackNs, (std::vector<int64_t>{0, 0}));
    QCOMPARE(path.withoutNs, (std::vector<int64_t>{5, 5}));
}

void CriticalPathTest::nothingThatTookTimeHasNoPath() {
    QVERIFY(cst::criticalPath({}, {}).nodes.empty());
    const CriticalPath path =
        cst::criticalPath(std::vector<int64_t>{0, 0}, std::vector<PathEdge>{{0, 1}});
    QCOMPARE(path.totalNs, int64_t{0});
    QVERIFY(path.nodes.empty());
    QCOMPARE(path.slackNs, (std::vector<int64_t>{0, 0}));
}

void CriticalPathTest::edgesInACircleAreLeftOut() {
    const CriticalPath path = cst::criticalPath(std::vector<int64_t>{1, 2, 4},
                                                std::vector<PathEdge>{{0, 1}, {1, 2}, {2, 1}});
    QVERIFY(path.totalNs >= 4 && path.totalNs <= 7);
}

void CriticalPathTest::aLongChainIsNoProblem() {
    constexpr uint32_t kNodes = 200'000;
    std::vector<PathEdge> edges;
    for (uint32_t node = 1; node < kNodes; ++node) edges.push_back({node - 1, node});
    const CriticalPath path = cst::criticalPath(std::vector<int64_t>(kNodes, 3), edges);
    QCOMPARE(path.totalNs, int64_t{3} * kNodes);
    QCOMPARE(path.nodes.size(), std::size_t{kNodes});
    QCOMPARE(path.withoutNs[kNodes / 2], int64_t{3} * (kNodes - 1));
}

QTEST_APPLESS_MAIN(CriticalPathTest)
#include "tst_critical_path.moc"

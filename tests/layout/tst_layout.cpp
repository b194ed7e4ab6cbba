#include "engine/layout/layout.h"

#include <QTest>

#include <algorithm>
#include <random>

// Where nodes stand and how edges run, whatever the graph.

class LayoutTest : public QObject {
    Q_OBJECT

private slots:
    void everyEdgeRunsFromLeftToRight_data();
    void everyEdgeRunsFromLeftToRight();
    void noTwoBoxesOverlap_data();
    void noTwoBoxesOverlap();
    void noRouteRunsThroughABox_data();
    void noRouteRunsThroughABox();
    void everythingLiesInsideThePicture_data();
    void everythingLiesInsideThePicture();
    void theSameGraphIsLaidOutTheSameWay_data();
    void theSameGraphIsLaidOutTheSameWay();
    void cyclesAndLoopsAreIgnored();
    void nothingIsLaidOutAsNothing();
};

namespace {

struct Shape {
    std::vector<cst::LayoutNode> nodes;
    std::vector<cst::LayoutEdge> edges;
    cst::Layout layout() const { return cst::layoutGraph(nodes, edges); }
};

/// A graph whose edges go from lower to higher numbers, the same for the same seed.
Shape randomShape(unsigned seed, uint32_t nodes, uint32_t edges) {
    std::mt19937 random(seed);
    const auto below = [&](uint32_t n) { return static_cast<uint32_t>(random() % n); };
    Shape shape;
    for (uint32_t i = 0; i < nodes; ++i) {
        shape.nodes.push_back(
            {90 + 2.0F * static_cast<float>(below(60)), below(2) ? 44.0F : 30.0F});
    }
    std::vector<uint32_t> ports(nodes, 0);
    for (uint32_t i = 0; i < edges && nodes > 1; ++i) {
        const uint32_t to = 1 + below(nodes - 1);
        shape.edges.push_back({below(to), to, ports[to]++});
    }
    return shape;
}

void shapes() {
    QTest::addColumn<unsigned>("seed");
    QTest::addColumn<unsigned>("nodes");
    QTest::addColumn<unsigned>("edges");
    QTest::newRow("one node") << 1U << 1U << 0U;
    QTest::newRow("two, one edge") << 2U << 2U << 1U;
    QTest::newRow("two, five edges") << 3U << 2U << 5U;
    QTest::newRow("no edges") << 4U << 40U << 0U;
    QTest::newRow("sparse") << 5U << 60U << 50U;
    QTest::newRow("dense") << 6U << 30U << 200U;
    QTest::newRow("many") << 7U << 400U << 800U;
    for (unsigned seed = 10; seed < 30; ++seed) {
        QTest::addRow("seed %u", seed) << seed << 2 + seed * 3 << seed * 5;
    }
}

#define SHAPE \
    QFETCH(unsigned, seed); \
    QFETCH(unsigned, nodes); \
    QFETCH(unsigned, edges); \
    const Shape shape = randomShape(seed, nodes, edges); \
    const cst::Layout layout = shape.layout()

}  // namespace

void LayoutTest::everyEdgeRunsFromLeftToRight_data() {
    shapes();
}
void LayoutTest::everyEdgeRunsFromLeftToRight() {
    SHAPE;
    QCOMPARE(layout.routes.size(), shape.edges.size());
    for (std::size_t i = 0; i < shape.edges.size(); ++i) {
        const cst::LayoutEdge& edge = shape.edges[i];
        QVERIFY(layout.layerOf[edge.from] < layout.layerOf[edge.to]);
        const std::vector<cst::LayoutPoint>& route = layout.routes[i];
        QVERIFY(route.size() >= 2);
        const cst::LayoutBox& from = layout.boxes[edge.from];
        QCOMPARE(route.front().x, from.topLeft.x + from.width);
        QCOMPARE(route.back().x, layout.boxes[edge.to].topLeft.x);
        QVERIFY(
            std::is_sorted(route.begin(), route.end(), [](auto a, auto b) { return a.x < b.x; }));
    }
}

void LayoutTest::noTwoBoxesOverlap_data() {
    shapes();
}
void LayoutTest::noTwoBoxesOverlap() {
    SHAPE;
    for (std::size_t i = 0; i < layout.boxes.size(); ++i) {
        for (std::size_t j = i + 1; j < layout.boxes.size(); ++j) {
            const cst::LayoutBox& a = layout.boxes[i];
            const cst::LayoutBox& b = layout.boxes[j];
            const bool apart =
                a.topLeft.x + a.width <= b.topLeft.x || b.topLeft.x + b.width <= a.topLeft.x ||
                a.topLeft.y + a.height <= b.topLeft.y || b.topLeft.y + b.height <= a.topLeft.y;
            QVERIFY2(apart, qPrintable(QString("%1 and %2").arg(i).arg(j)));
        }
    }
}

void LayoutTest::noRouteRunsThroughABox_data() {
    shapes();
}
void LayoutTest::noRouteRunsThroughABox() {
    SHAPE;
    // Between two points of a route the curve is level at its ends and monotone; where it passes
    // a layer it runs level, so looking at the level pieces inside of columns is enough.
    int hits = 0;
    for (std::size_t i = 0; i < layout.routes.size(); ++i) {
        for (std::size_t p = 1; p + 1 < layout.routes[i].size(); ++p) {
            const cst::LayoutPoint at = layout.routes[i][p];
            for (const cst::LayoutBox& box : layout.boxes) {
                hits += at.x > box.topLeft.x && at.x < box.topLeft.x + box.width &&
                        at.y > box.topLeft.y && at.y < box.topLeft.y + box.height;
            }
        }
    }
    QCOMPARE(hits, 0);
}

void LayoutTest::everythingLiesInsideThePicture_data() {
    shapes();
}
void LayoutTest::everythingLiesInsideThePicture() {
    SHAPE;
    for (const cst::LayoutBox& box : layout.boxes) {
        QVERIFY(box.topLeft.x >= 0 && box.topLeft.y >= 0);
        QVERIFY(box.topLeft.x + box.width <= layout.width);
        QVERIFY(box.topLeft.y + box.height <= layout.height);
    }
}

void LayoutTest::theSameGraphIsLaidOutTheSameWay_data() {
    shapes();
}
void LayoutTest::theSameGraphIsLaidOutTheSameWay() {
    SHAPE;
    const cst::Layout again = shape.layout();
    QVERIFY(again.routes == layout.routes);
    QVERIFY(again.layers == layout.layers);
}

void LayoutTest::cyclesAndLoopsAreIgnored() {
    Shape shape = randomShape(1, 3, 0);
    shape.edges = {{0, 1, 0}, {1, 2, 0}, {2, 0, 0}, {1, 1, 0}};
    const cst::Layout layout = shape.layout();
    QCOMPARE(layout.boxes.size(), std::size_t{3});
    QCOMPARE(layout.routes.size(), std::size_t{4});
}

void LayoutTest::nothingIsLaidOutAsNothing() {
    const cst::Layout layout = cst::layoutGraph(std::span<const cst::LayoutNode>(), {});
    QVERIFY(layout.boxes.empty());
    QVERIFY(layout.layers.empty());
}

QTEST_GUILESS_MAIN(LayoutTest)
#include "tst_layout.moc"

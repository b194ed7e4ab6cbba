#include "engine/layout/layout.h"
#include "tests/layout/random_shape.h"

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
    void topDownIsLeftToRightOnItsSide_data();
    void topDownIsLeftToRightOnItsSide();
    void cyclesAndLoopsAreIgnored();
    void nothingIsLaidOutAsNothing();
};

namespace {

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
        const cst::LayoutRoute& route = layout.routes[i];
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
            const bool apart = !overlap(layout.boxes[i], layout.boxes[j]);
            QVERIFY2(apart, qPrintable(QString("%1 and %2").arg(i).arg(j)));
        }
    }
}

void LayoutTest::noRouteRunsThroughABox_data() {
    shapes();
}
void LayoutTest::noRouteRunsThroughABox() {
    SHAPE;
    QCOMPARE(bendsInBoxes(layout), 0);
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

void LayoutTest::topDownIsLeftToRightOnItsSide_data() {
    shapes();
}

void LayoutTest::topDownIsLeftToRightOnItsSide() {
    QFETCH(unsigned, seed);
    QFETCH(unsigned, nodes);
    QFETCH(unsigned, edges);
    const Shape shape = randomShape(seed, nodes, edges);
    const cst::Layout layout =
        cst::layoutGraph(shape.nodes, shape.edges, {.flow = cst::LayoutFlow::TopDown});
    QCOMPARE(layout.flow, cst::LayoutFlow::TopDown);
    for (std::size_t i = 0; i < shape.nodes.size(); ++i) {
        QCOMPARE(layout.boxes[i].width, shape.nodes[i].width);
        QCOMPARE(layout.boxes[i].height, shape.nodes[i].height);
        for (std::size_t j = 0; j < i; ++j) QVERIFY(!overlap(layout.boxes[i], layout.boxes[j]));
    }
    for (std::size_t i = 0; i < shape.edges.size(); ++i) {
        const cst::LayoutBox &from = layout.boxes[shape.edges[i].from],
                             &to = layout.boxes[shape.edges[i].to];
        const auto& route = layout.routes[i];
        QCOMPARE(route.front(),
                 (cst::LayoutPoint{from.topLeft.x + from.width / 2, from.topLeft.y + from.height}));
        QCOMPARE(route.back().y, to.topLeft.y);
        QVERIFY(route.back().x >= to.topLeft.x && route.back().x <= to.topLeft.x + to.width);
        for (std::size_t p = 1; p < route.size(); ++p) QVERIFY(route[p].y >= route[p - 1].y);
    }
    QCOMPARE(bendsInBoxes(layout), 0);
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

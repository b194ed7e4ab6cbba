#include "engine/layout/layout.h"
#include "tests/layout/random_shape.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

// What moves when a graph that was laid out is another one now, and what does not.

class SteadyLayoutTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsTheSameStaysWhereItWas_data();
    void whatIsTheSameStaysWhereItWas();
    void anyEditLeavesAnOrderlyPicture_data();
    void anyEditLeavesAnOrderlyPicture();
    void whatIsTakenAwayMovesNothing_data();
    void whatIsTakenAwayMovesNothing();
    void aNewNodeTakesAGapBesideWhatItUses();
    void aNewNodeWithoutAGapPushesItsNeighboursAside();
    void onlyWhatFollowsAnInsertedNodeMovesToTheRight();
    void aWiderNodeWidensItsColumn();
    void aNewNodeWithoutLinksStandsBelowTheOneBeforeIt();
    void aPinnedNodeStaysAndTheOthersKeepAway_data();
    void aPinnedNodeStaysAndTheOthersKeepAway();
    void whatIsPinnedOverOneAnotherKeepsTheOthersAway_data();
    void whatIsPinnedOverOneAnotherKeepsTheOthersAway();
    void linesOfPinnedNodesEndAtThem();
    void aLineOfAPinnedNodeIsLedRoundTheBoxesBetween();
    void aLineIsLedRoundABoxThatIsPinnedInItsWay();
    void aLineThatGoesBackIsLedRoundTheBoxesBetween();
    void linesOfAPinnedNodeRunBehindNoBox_data();
    void linesOfAPinnedNodeRunBehindNoBox();
    void topDownStaysAsSteadily_data();
    void topDownStaysAsSteadily();
};

namespace {

using cst::Layout;
using cst::LayoutBox;

constexpr uint32_t kNew = cst::LayoutHomes::kNone;

/// A graph that is edited, and which node of the first one each node is.
struct Edited {
    Shape shape;
    std::vector<uint32_t> inBase;
    std::vector<std::optional<cst::LayoutPoint>> pins = {};

    explicit Edited(const Shape& first) : shape(first), inBase(first.nodes.size()) {
        std::iota(inBase.begin(), inBase.end(), 0U);
    }
    Layout from(const Layout& base) const {
        return cst::layoutSteadily(shape.nodes, shape.edges, {base, inBase, pins});
    }
    uint32_t add(cst::LayoutNode node) {
        shape.nodes.push_back(node);
        inBase.push_back(kNew);
        return static_cast<uint32_t>(shape.nodes.size() - 1);
    }
    void remove(uint32_t node) {
        shape.nodes.erase(shape.nodes.begin() + node);
        inBase.erase(inBase.begin() + node);
        std::erase_if(shape.edges, [&](const auto& e) { return e.from == node || e.to == node; });
        for (cst::LayoutEdge& edge : shape.edges) {
            edge.from -= edge.from > node ? 1 : 0;
            edge.to -= edge.to > node ? 1 : 0;
        }
    }
    void editAtRandom(std::mt19937& random) {
        const auto count = static_cast<uint32_t>(shape.nodes.size());
        const auto any = [&] { return static_cast<uint32_t>(random() % count); };
        const uint32_t a = any(), b = any();
        switch (random() % 5) {
        case 0: add({120, 44}); break;
        case 1: {  // a node between two others; a cycle that this makes is cut somewhere
            const uint32_t node = add({120, 44});
            shape.edges.push_back({std::min(a, b), node, 0});
            if (a != b) shape.edges.push_back({node, std::max(a, b), 9});
            break;
        }
        case 2: shape.nodes[a].width = 90 + static_cast<float>(random() % 120); break;
        case 3:
            if (a != b) shape.edges.push_back({std::min(a, b), std::max(a, b), 7});
            break;
        default:
            if (count > 2) remove(a);
        }
    }
};

void shapes() {
    QTest::addColumn<unsigned>("seed");
    QTest::addColumn<unsigned>("nodes");
    QTest::addColumn<unsigned>("edges");
    QTest::newRow("one node") << 1U << 1U << 0U;
    QTest::newRow("two, one edge") << 2U << 2U << 1U;
    QTest::newRow("no edges") << 4U << 40U << 0U;
    QTest::newRow("sparse") << 5U << 60U << 50U;
    QTest::newRow("dense") << 6U << 30U << 200U;
    QTest::newRow("many") << 7U << 300U << 600U;
    for (unsigned seed = 10; seed < 20; ++seed) {
        QTest::addRow("seed %u", seed) << seed << 2 + seed * 3 << seed * 5;
    }
}

#define SHAPE \
    QFETCH(unsigned, seed); \
    QFETCH(unsigned, nodes); \
    QFETCH(unsigned, edges); \
    const Shape shape = randomShape(seed, nodes, edges); \
    const Layout base = shape.layout()

bool isSame(const LayoutBox& a, const LayoutBox& b) {
    return a.topLeft == b.topLeft && a.width == b.width && a.height == b.height;
}

/// Columns of three: 0 1 2, then 3 4 5, each of the one on its left.
Shape grid() {
    Shape shape;
    shape.nodes.assign(6, {120, 44});
    shape.edges = {{0, 3, 0}, {1, 4, 0}, {2, 5, 0}};
    return shape;
}

float centre(const Layout& layout, uint32_t node) {
    return layout.boxes[node].topLeft.y + layout.boxes[node].height / 2;
}

/// Boxes, but those at its ends, that the line of an edge runs behind, as it is drawn.
int boxesBehind(const Layout& layout, const cst::LayoutEdge& edge, std::size_t route) {
    const auto& points = layout.routes[route];
    int count = 0;
    for (uint32_t node = 0; node < layout.boxes.size(); ++node) {
        if (node == edge.from || node == edge.to) continue;
        const LayoutBox& box = layout.boxes[node];
        bool isBehind = false;
        for (const cst::LayoutCubic& curve :
             cst::curvesOf(std::span(points.begin(), points.end()), layout.flow)) {
            for (int i = 0; i <= 100; ++i) {
                const float t = static_cast<float>(i) / 100, s = 1 - t;
                const auto at = [&](float a, float b, float c, float d) {
                    return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
                };
                const float x = at(curve.from.x, curve.control1.x, curve.control2.x, curve.to.x);
                const float y = at(curve.from.y, curve.control1.y, curve.control2.y, curve.to.y);
                isBehind =
                    isBehind || (x > box.topLeft.x + 2 && x < box.topLeft.x + box.width - 2 &&
                                 y > box.topLeft.y + 2 && y < box.topLeft.y + box.height - 2);
            }
        }
        count += isBehind ? 1 : 0;
    }
    return count;
}

}  // namespace

void SteadyLayoutTest::whatIsTheSameStaysWhereItWas_data() {
    shapes();
}
void SteadyLayoutTest::whatIsTheSameStaysWhereItWas() {
    SHAPE;
    const Layout again = Edited(shape).from(base);
    for (std::size_t i = 0; i < shape.nodes.size(); ++i) {
        QVERIFY2(isSame(again.boxes[i], base.boxes[i]), qPrintable(QString::number(i)));
    }
    QVERIFY(again.routes == base.routes);
    QVERIFY(again.layers == base.layers);
    QVERIFY(again.trunks == base.trunks);
    QVERIFY(again.columns == base.columns);
}

void SteadyLayoutTest::anyEditLeavesAnOrderlyPicture_data() {
    shapes();
}
void SteadyLayoutTest::anyEditLeavesAnOrderlyPicture() {
    SHAPE;
    std::mt19937 random(seed);
    Edited edited(shape);
    for (int edit = 0; edit < 40; ++edit) {
        edited.editAtRandom(random);
        const Layout layout = edited.from(base);
        for (std::size_t i = 0; i < layout.boxes.size(); ++i) {
            for (std::size_t k = i + 1; k < layout.boxes.size(); ++k) {
                QVERIFY2(!overlap(layout.boxes[i], layout.boxes[k]),
                         qPrintable(QString("edit %1: %2 and %3").arg(edit).arg(i).arg(k)));
            }
        }
        QCOMPARE(bendsInBoxes(layout), 0);
        for (std::size_t e = 0; e < edited.shape.edges.size(); ++e) {
            if (layout.routes[e].empty()) continue;
            QVERIFY(layout.layerOf[edited.shape.edges[e].from] <
                    layout.layerOf[edited.shape.edges[e].to]);
            QVERIFY(std::is_sorted(layout.routes[e].begin(), layout.routes[e].end(),
                                   [](auto a, auto b) { return a.x < b.x; }));
        }
        for (const LayoutBox& box : layout.boxes) {
            QVERIFY(box.topLeft.x >= layout.topLeft.x && box.topLeft.y >= layout.topLeft.y);
            QVERIFY(box.topLeft.x + box.width <= layout.topLeft.x + layout.width);
            QVERIFY(box.topLeft.y + box.height <= layout.topLeft.y + layout.height);
        }
        const Layout again = edited.from(base);
        QVERIFY(again.routes == layout.routes);
    }
}

void SteadyLayoutTest::whatIsTakenAwayMovesNothing_data() {
    shapes();
}
void SteadyLayoutTest::whatIsTakenAwayMovesNothing() {
    SHAPE;
    std::mt19937 random(seed);
    Edited edited(shape);
    while (edited.shape.nodes.size() > 1) {
        edited.remove(static_cast<uint32_t>(random() % edited.shape.nodes.size()));
        const Layout layout = edited.from(base);
        for (std::size_t i = 0; i < layout.boxes.size(); ++i) {
            QVERIFY(isSame(layout.boxes[i], base.boxes[edited.inBase[i]]));
        }
    }
}

void SteadyLayoutTest::aNewNodeTakesAGapBesideWhatItUses() {
    const Shape shape = grid();
    const Layout base = shape.layout();
    Edited edited(shape);
    edited.remove(4);  // there is room in the second column now
    const uint32_t node = edited.add({120, 44});
    edited.shape.edges.push_back({1, node, 0});
    const Layout layout = edited.from(base);
    QVERIFY(isSame(layout.boxes[node], base.boxes[4]));
}

void SteadyLayoutTest::aNewNodeWithoutAGapPushesItsNeighboursAside() {
    Shape shape;  // a column so long that there is no gap near by
    shape.nodes.assign(42, {120, 44});
    for (uint32_t i = 0; i < 21; ++i) shape.edges.push_back({i, 21 + i, 0});
    const Layout base = shape.layout();
    Edited edited(shape);
    const uint32_t node = edited.add({120, 44});
    edited.shape.edges.push_back({10, node, 0});
    const Layout layout = edited.from(base);
    QCOMPARE(layout.layerOf[node], 1U);
    QVERIFY(std::abs(centre(layout, node) - centre(layout, 10)) < 60);
    for (uint32_t i = 0; i < 42; ++i) {
        QCOMPARE(layout.boxes[i].topLeft.x, base.boxes[i].topLeft.x);
        QVERIFY(std::abs(centre(layout, i) - centre(base, i)) <= 58);
        if (i < 21) QCOMPARE(centre(layout, i), centre(base, i));
    }
}

void SteadyLayoutTest::onlyWhatFollowsAnInsertedNodeMovesToTheRight() {
    const Shape shape = grid();
    const Layout base = shape.layout();
    Edited edited(shape);
    const uint32_t node = edited.add({120, 44});
    edited.shape.edges[1] = {1, node, 0};
    edited.shape.edges.push_back({node, 4, 0});
    const Layout layout = edited.from(base);
    QCOMPARE(layout.layerOf[node], 1U);
    QCOMPARE(layout.layerOf[4], 2U);
    QCOMPARE(centre(layout, 4), centre(base, 4));
    for (const uint32_t other : {0U, 1U, 2U, 3U, 5U}) {
        QVERIFY(isSame(layout.boxes[other], base.boxes[other]));
    }
}

void SteadyLayoutTest::aWiderNodeWidensItsColumn() {
    const Shape shape = grid();
    const Layout base = shape.layout();
    Edited edited(shape);
    edited.shape.nodes[0].width = 150;
    const Layout wider = edited.from(base);
    QCOMPARE(wider.boxes[1].topLeft, base.boxes[1].topLeft);
    QCOMPARE(wider.boxes[3].topLeft.x, base.boxes[3].topLeft.x + 30);
    edited.shape.nodes[0].width = 90;  // a gap is no reason to move anything
    QCOMPARE(edited.from(base).boxes[3].topLeft, base.boxes[3].topLeft);
}

void SteadyLayoutTest::aNewNodeWithoutLinksStandsBelowTheOneBeforeIt() {
    const Shape shape = grid();
    const Layout base = shape.layout();
    Edited edited(shape);
    edited.shape.nodes.insert(edited.shape.nodes.begin() + 3, {100, 30});  // the fourth in the text
    edited.inBase.insert(edited.inBase.begin() + 3, kNew);
    for (cst::LayoutEdge& edge : edited.shape.edges) ++edge.to;
    const Layout layout = edited.from(base);
    QCOMPARE(layout.layerOf[3], 0U);
    QCOMPARE(layout.boxes[3].topLeft.y, base.boxes[2].topLeft.y + 44 + 14);
    QVERIFY(isSame(layout.boxes[2], base.boxes[2]));
}

void SteadyLayoutTest::aPinnedNodeStaysAndTheOthersKeepAway_data() {
    shapes();
}
void SteadyLayoutTest::aPinnedNodeStaysAndTheOthersKeepAway() {
    SHAPE;
    std::mt19937 random(seed);
    for (int round = 0; round < 20; ++round) {
        Edited edited(shape);
        edited.pins.resize(shape.nodes.size());
        const auto pinned = static_cast<uint32_t>(random() % shape.nodes.size());
        const cst::LayoutPoint place{
            static_cast<float>(random() % static_cast<unsigned>(base.width)),
            static_cast<float>(random() % static_cast<unsigned>(base.height))};
        edited.pins[pinned] = place;
        const Layout layout = edited.from(base);
        QCOMPARE(layout.boxes[pinned].topLeft, place);
        for (std::size_t i = 0; i < layout.boxes.size(); ++i) {
            QCOMPARE(layout.boxes[i].width, shape.nodes[i].width);
            for (std::size_t k = i + 1; k < layout.boxes.size(); ++k) {
                QVERIFY2(!overlap(layout.boxes[i], layout.boxes[k]),
                         qPrintable(QString("round %1: %2 and %3").arg(round).arg(i).arg(k)));
            }
        }
    }
}

void SteadyLayoutTest::whatIsPinnedOverOneAnotherKeepsTheOthersAway_data() {
    shapes();
}
void SteadyLayoutTest::whatIsPinnedOverOneAnotherKeepsTheOthersAway() {
    SHAPE;
    std::mt19937 random(seed);
    for (int round = 0; round < 20; ++round) {
        Edited edited(shape);
        edited.pins.resize(shape.nodes.size());
        const float x = base.boxes[random() % base.boxes.size()].topLeft.x;
        for (unsigned i = 0; i < 6; ++i) {  // some over each other, some with narrow gaps between
            const auto pinned = random() % shape.nodes.size();
            edited.pins[pinned] = {x + static_cast<float>(random() % 40),
                                   static_cast<float>(random() % 200)};
        }
        edited.add({120, 44});
        edited.shape.edges.push_back({0, static_cast<uint32_t>(shape.nodes.size()), 0});
        edited.pins.emplace_back();
        const Layout layout = edited.from(base);
        for (std::size_t i = 0; i < layout.boxes.size(); ++i) {
            if (edited.pins[i]) QCOMPARE(layout.boxes[i].topLeft, *edited.pins[i]);
            for (std::size_t k = i + 1; k < layout.boxes.size(); ++k) {
                const bool arePinned = edited.pins[i] && edited.pins[k];
                QVERIFY2(arePinned || !overlap(layout.boxes[i], layout.boxes[k]),
                         qPrintable(QString("round %1: %2 and %3").arg(round).arg(i).arg(k)));
            }
        }
    }
}

void SteadyLayoutTest::linesOfPinnedNodesEndAtThem() {
    const Shape shape = grid();
    const Layout base = shape.layout();
    Edited edited(shape);
    edited.pins.resize(6);
    edited.pins[3] = cst::LayoutPoint{-300, 500};  // left of what it uses
    const Layout layout = edited.from(base);
    QCOMPARE(layout.routes[0].front(),
             (cst::LayoutPoint{base.boxes[0].topLeft.x + 120, centre(base, 0)}));
    QCOMPARE(layout.routes[0].back(), (cst::LayoutPoint{-300, 522}));
}

void SteadyLayoutTest::aLineOfAPinnedNodeIsLedRoundTheBoxesBetween() {
    // 0 → 1 → 2 in a row, and 0 → 3, which is pinned behind 2, at the same height.
    Shape shape;
    for (int i = 0; i < 4; ++i) shape.nodes.push_back({120, 44});
    shape.edges = {{0, 1, 0}, {1, 2, 0}, {0, 3, 0}};
    const Layout base = shape.layout();
    Edited edited(shape);
    edited.pins.resize(4);
    edited.pins[3] = cst::LayoutPoint{base.boxes[2].topLeft.x + 200, base.boxes[0].topLeft.y};
    const Layout layout = edited.from(base);
    QCOMPARE(boxesBehind(layout, shape.edges[2], 2), 0);
    QCOMPARE(layout.routes[2].front().y, centre(layout, 0));
    QCOMPARE(layout.routes[2].back().y, centre(layout, 3));
    // Those that meet nothing run as they did.
    QCOMPARE(layout.routes[1], base.routes[1]);
}

void SteadyLayoutTest::aLineIsLedRoundABoxThatIsPinnedInItsWay() {
    Shape shape;
    for (int i = 0; i < 3; ++i) shape.nodes.push_back({120, 44});
    shape.edges = {{0, 1, 0}};
    const Layout base = shape.layout();
    Edited edited(shape);
    edited.pins.resize(3);
    edited.pins[1] = cst::LayoutPoint{600, base.boxes[0].topLeft.y};
    edited.pins[2] = cst::LayoutPoint{300, base.boxes[0].topLeft.y + 10};  // between the two
    QCOMPARE(boxesBehind(edited.from(base), shape.edges[0], 0), 0);
    edited.pins[2] = cst::LayoutPoint{300, base.boxes[0].topLeft.y + 400};  // and not
    QCOMPARE(edited.from(base).routes[0].size(), std::size_t{2});
}

void SteadyLayoutTest::aLineThatGoesBackIsLedRoundTheBoxesBetween() {
    // 0 → 1 → 2 → 3 in a row; 3 is pinned left of all, at the same height.
    Shape shape;
    for (int i = 0; i < 4; ++i) shape.nodes.push_back({120, 44});
    shape.edges = {{0, 1, 0}, {1, 2, 0}, {2, 3, 0}};
    const Layout base = shape.layout();
    Edited edited(shape);
    edited.pins.resize(4);
    edited.pins[3] = cst::LayoutPoint{-300, base.boxes[0].topLeft.y};
    const Layout layout = edited.from(base);
    QCOMPARE(boxesBehind(layout, shape.edges[2], 2), 0);
    const auto& route = layout.routes[2];
    QCOMPARE(route.front(), (cst::LayoutPoint{base.boxes[2].topLeft.x + 120, centre(base, 2)}));
    QCOMPARE(route.back(), (cst::LayoutPoint{-300, centre(layout, 3)}));
    // It leaves its box to the right and comes to the other one from the left, as all lines do.
    QVERIFY(route[1].x > route[0].x && route[1].y == route[0].y);
    QVERIFY(route[route.size() - 2].x < route.back().x);
    QCOMPARE(route[route.size() - 2].y, route.back().y);
    // Where nothing is between it is as short as it was.
    edited.pins[3] = cst::LayoutPoint{base.boxes[2].topLeft.x, base.boxes[2].topLeft.y + 300};
    QCOMPARE(edited.from(base).routes[2].size(), std::size_t{2});
}

void SteadyLayoutTest::linesOfAPinnedNodeRunBehindNoBox_data() {
    shapes();
}
void SteadyLayoutTest::linesOfAPinnedNodeRunBehindNoBox() {
    SHAPE;
    std::mt19937 random(seed);
    int seen = 0;
    for (int round = 0; round < 20; ++round) {
        Edited edited(shape);
        edited.pins.resize(shape.nodes.size());
        const auto pinned = static_cast<uint32_t>(random() % shape.nodes.size());
        edited.pins[pinned] = {static_cast<float>(random() % static_cast<unsigned>(base.width)),
                               static_cast<float>(random() % static_cast<unsigned>(base.height))};
        const Layout layout = edited.from(base);
        for (std::size_t i = 0; i < shape.edges.size(); ++i) {
            const cst::LayoutEdge& edge = shape.edges[i];
            const auto& route = layout.routes[i];
            const bool isOfPin = edge.from == pinned || edge.to == pinned;
            // One that goes back has a way round, or, where there is none, only its ends.
            const bool isBack = !route.empty() && route.back().x <= route.front().x + 12;
            if (isBack && route.size() > 2) QCOMPARE(boxesBehind(layout, edge, i), 0);
            if (!isOfPin || route.size() < 2 || route.back().x < route.front().x + 24) continue;
            // Past a box that is as wide as the way there is only one that goes backwards.
            const bool isShut =
                std::any_of(layout.boxes.begin(), layout.boxes.end(), [&](const LayoutBox& box) {
                    return box.topLeft.x < route.front().x + 12 &&
                           box.topLeft.x + box.width > route.back().x - 12;
                });
            if (isShut) continue;
            ++seen;
            QVERIFY2(
                boxesBehind(layout, edge, i) == 0,
                qPrintable(QString("round %1: %2 to %3").arg(round).arg(edge.from).arg(edge.to)));
        }
    }
    QVERIFY(seen > 0 || edges < 2);
}

void SteadyLayoutTest::topDownStaysAsSteadily_data() {
    shapes();
}

void SteadyLayoutTest::topDownStaysAsSteadily() {
    QFETCH(unsigned, seed);
    QFETCH(unsigned, nodes);
    QFETCH(unsigned, edges);
    const Shape shape = randomShape(seed, nodes, edges);
    const cst::LayoutOptions down{.flow = cst::LayoutFlow::TopDown};
    const Layout base = cst::layoutGraph(shape.nodes, shape.edges, down);
    Edited edited(shape);
    const auto from = [&] {
        return cst::layoutSteadily(edited.shape.nodes, edited.shape.edges,
                                   {base, edited.inBase, edited.pins}, down);
    };
    const Layout same = from();
    for (std::size_t i = 0; i < shape.nodes.size(); ++i)
        QVERIFY(isSame(same.boxes[i], base.boxes[i]));
    edited.add({120, 44});
    edited.shape.edges.push_back({0, static_cast<uint32_t>(nodes), 0});
    const Layout more = from();
    QCOMPARE(more.flow, cst::LayoutFlow::TopDown);
    const LayoutBox &source = more.boxes[0], &added = more.boxes[nodes];
    QVERIFY(added.topLeft.y >= source.topLeft.y + source.height);
    for (std::size_t i = 0; i < nodes; ++i) QVERIFY(!overlap(more.boxes[i], added));
}

QTEST_GUILESS_MAIN(SteadyLayoutTest)
#include "tst_steady_layout.moc"

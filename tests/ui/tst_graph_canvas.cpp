#include "tests/ui/support/snapshots.h"
#include "ui/graph/graph_view.h"
#include "ui/graph/rect_index.h"

#include <QApplication>
#include <QDeadlineTimer>
#include <QImage>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>
#include <memory>
#include <random>

// What the canvas keeps of the last frame, and how it finds what is to be painted, change nothing
// of the picture.

using namespace cst;
using namespace cst::test;

class GraphCanvasTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsCopiedIsWhatWouldBePainted_data();
    void whatIsCopiedIsWhatWouldBePainted();
    void whatWaitsForAKeyPressIsPaintedInTheEnd();
    void theMapFollowsTheGraph();
    void noFrameHoldsAStranger_data();
    void noFrameHoldsAStranger();
    void aScatteredGroupIsGivenUpButKnown();
    void anIndexFindsAllThatMeetAnArea();
    void anIndexOfNothingFindsNothing();
};

namespace {

/// A slanted line at another place of the screen is rounded otherwise: what is in one picture is
/// then in the other as well, one pixel away at most, but for where lines cross. A word that was
/// left over has twice as many.
constexpr int kOff = 64;
constexpr std::size_t kMostOff = 20;
constexpr uint32_t kRobots = 6;

bool differ(QRgb one, QRgb other) {
    return std::abs(qRed(one) - qRed(other)) > kOff ||
           std::abs(qGreen(one) - qGreen(other)) > kOff ||
           std::abs(qBlue(one) - qBlue(other)) > kOff;
}

bool isAround(QRgb colour, const QImage& image, int x, int y) {
    for (int v = std::max(0, y - 1); v <= std::min(image.height() - 1, y + 1); ++v) {
        for (int u = std::max(0, x - 1); u <= std::min(image.width() - 1, x + 1); ++u) {
            if (!differ(colour, image.pixel(u, v))) return true;
        }
    }
    return false;
}

std::size_t differentPixels(const QImage& a, const QImage& b) {
    if (a.size() != b.size()) return static_cast<std::size_t>(a.width()) * 10'000;
    std::size_t off = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QRgb one = a.pixel(x, y), other = b.pixel(x, y);
            if (!differ(one, other)) continue;
            off += isAround(one, b, x, y) && isAround(other, a, x, y) ? 0 : 1;
        }
    }
    return off;
}

/// Without what lies on it: that follows a moment later.
QImage canvasOf(GraphView& view) {
    QImage image(view.size(), QImage::Format_RGB32);
    view.render(&image, {}, {}, QWidget::DrawWindowBackground);
    return image;
}

/// A person who does anything at all in a graph that changes meanwhile.
class Robot {
public:
    /// `groups`: the pipeline has groups, which come and go.
    Robot(GraphView& view, uint32_t seed, bool groups)
        : view_(view), random_(seed), groups_(groups) {
        view_.showSnapshot(snapshot());
    }

    void act() {
        const QPoint at = place();
        switch (random_() % 11) {
        case 0: {
            const Qt::MouseButton button = random_() % 2 == 0 ? Qt::LeftButton : Qt::MiddleButton;
            QTest::mousePress(&view_, button, Qt::NoModifier, at);
            QTest::mouseMove(&view_, place());
            if (random_() % 4 != 0) QTest::mouseRelease(&view_, button, Qt::NoModifier, place());
            break;
        }
        case 1: wheel(at, random_() % 2 == 0 ? 120 : -120, Qt::NoModifier); break;
        case 2: wheel(at, random_() % 2 == 0 ? 120 : -120, Qt::ShiftModifier); break;
        case 3:
        case 4: QTest::mouseMove(&view_, at); break;
        case 5: QTest::mouseClick(&view_, Qt::LeftButton, Qt::NoModifier, at); break;
        case 6: {
            const Qt::Key keys[] = {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up,
                                    Qt::Key_Down, Qt::Key_0,     Qt::Key_1};
            QTest::keyClick(&view_, keys[random_() % std::size(keys)]);
            break;
        }
        case 7: view_.showSnapshot(snapshot()); break;
        case 8: view_.showRun(run()); break;
        case 9:
            view_.showFound(random_() % 2 == 0 ? std::vector<uint32_t>()
                                               : std::vector<uint32_t>{2, 7, 11});
            break;
        case 10: QTest::qWait(5); break;  // a frame of what moves
        }
    }

private:
    QPoint place() {
        return {static_cast<int>(random_() % static_cast<uint32_t>(view_.width())),
                static_cast<int>(random_() % static_cast<uint32_t>(view_.height()))};
    }
    void wheel(QPoint at, int delta, Qt::KeyboardModifiers modifiers) {
        QWheelEvent event(at, view_.mapToGlobal(at), {}, {0, delta}, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&view_, &event);
    }
    /// The pipeline with more or fewer layers.
    SnapshotPtr snapshot() {
        const uint32_t layers = 5 + static_cast<uint32_t>(random_() % 3);
        const uint32_t sizes[] = {0, 4, 5, 13};
        const uint32_t groupOf = groups_ ? sizes[random_() % std::size(sizes)] : 0;
        snapshot_ = layered(layers, 6, groupOf).finish(++revision_);
        return snapshot_;
    }
    RunSnapshotPtr run() {
        auto run = runOf(snapshot_, revision_);
        run->status = RunStatus::Failed;
        const NodeStatus states[] = {NodeStatus::Completed, NodeStatus::Failed, NodeStatus::Skipped,
                                     NodeStatus::Cached};
        for (NodeRun& node : run->nodes) {
            node.status = states[random_() % std::size(states)];
            node.attempts = 1;
            node.runUs = static_cast<double>(random_() % 100'000);
        }
        return run;
    }

    GraphView& view_;
    std::mt19937 random_;
    bool groups_;
    SnapshotPtr snapshot_;
    Revision revision_ = 0;
};

}  // namespace

void GraphCanvasTest::whatIsCopiedIsWhatWouldBePainted_data() {
    QTest::addColumn<uint32_t>("seed");
    QTest::addColumn<bool>("groups");
    for (uint32_t seed = 1; seed <= kRobots; ++seed) {
        QTest::addRow("robot %u", seed) << seed << false;
    }
    for (uint32_t seed = 1; seed <= kRobots / 3; ++seed) {
        QTest::addRow("robot %u among groups", seed) << seed << true;
    }
}

void GraphCanvasTest::whatIsCopiedIsWhatWouldBePainted() {
    QFETCH(uint32_t, seed);
    QFETCH(bool, groups);
    Theme theme;
    GraphView view(theme);
    view.resize(700, 420);
    view.show();
    Robot robot(view, seed, groups);
    for (int step = 0; step < 200; ++step) {
        robot.act();
        const QImage kept = canvasOf(view);
        theme.choose(theme.choice());  // with other colours all would be painted anew
        const QImage fresh = canvasOf(view);
        const std::size_t off = differentPixels(kept, fresh);
        QVERIFY2(off <= kMostOff,
                 qPrintable(QStringLiteral("step %1: %2 pixels differ").arg(step).arg(off)));
    }
}

void GraphCanvasTest::whatWaitsForAKeyPressIsPaintedInTheEnd() {
    struct Paints : QObject {
        bool eventFilter(QObject*, QEvent* event) override {
            if (event->type() == QEvent::Paint) ++(deadline.hasExpired() ? late : early);
            return false;
        }
        QDeadlineTimer deadline{QDeadlineTimer::Forever};
        int early = 0, late = 0;
    };
    const auto snapshot = layered(5, 6).finish(1);
    const auto failedRun = [&](uint64_t number) {
        const auto run = runOf(snapshot, number);
        run->status = RunStatus::Failed;
        for (NodeRun& node : run->nodes) node.status = NodeStatus::Failed;
        return run;
    };
    Theme theme;
    GraphView view(theme);
    view.resize(700, 420);
    view.show();
    view.showSnapshot(snapshot);
    const QImage before = canvasOf(view);
    QTRY_VERIFY(!view.isMoving());
    Paints paints;
    view.installEventFilter(&paints);

    view.awaitSnapshot(std::chrono::hours(1));
    view.showRun(failedRun(1));
    QTRY_VERIFY(paints.early > 0);
    QCOMPARE(canvasOf(view), before);
    view.showSnapshot(layered(5, 6).finish(2));  // here it is
    const int waited = paints.early;
    QTRY_VERIFY(paints.early > waited);
    const QImage after = canvasOf(view);
    QVERIFY(after != before);
    view.showRun(nullptr);
    QCOMPARE(canvasOf(view), before);

    constexpr std::chrono::seconds kWait(1);
    paints.deadline.setRemainingTime(kWait);
    view.awaitSnapshot(kWait);
    view.showRun(failedRun(2));
    QTRY_VERIFY(paints.late > 0);  // none has come
    QVERIFY(canvasOf(view) != before);
}

void GraphCanvasTest::theMapFollowsTheGraph() {
    const auto small = layered(5, 6).finish(1), large = layered(7, 6).finish(2);
    const auto run = runOf(large);
    run->status = RunStatus::Failed;
    for (std::size_t i = 0; i < run->nodes.size(); i += 5) {
        run->nodes[i].status = NodeStatus::Failed;
    }
    Theme theme;
    GraphView changed(theme), fresh(theme);
    const auto mapOf = [](GraphView& view) {
        auto* map = view.findChild<QWidget*>(QStringLiteral("minimap"));
        return map->isVisible() ? map->grab().toImage() : QImage();
    };
    const auto show = [&](GraphView& view, std::initializer_list<SnapshotPtr> snapshots) {
        view.resize(700, 420);
        view.show();
        for (const SnapshotPtr& snapshot : snapshots) view.showSnapshot(snapshot);
        view.showRun(run);
        view.zoomToActual();
    };
    show(changed, {small, large});
    show(fresh, {large});
    QTRY_VERIFY(!changed.isMoving() && !fresh.isMoving());
    for (GraphView* view : {&changed, &fresh}) {
        auto* map = view->findChild<QWidget*>(QStringLiteral("minimap"));
        QTRY_VERIFY(map->isVisible());
        QTest::mouseClick(map, Qt::LeftButton, {}, map->rect().center());
    }
    QTRY_COMPARE(mapOf(changed), mapOf(fresh));
}

void GraphCanvasTest::noFrameHoldsAStranger_data() {
    QTest::addColumn<uint32_t>("groupOf");
    for (const uint32_t groupOf : {1U, 2U, 4U, 7U, 13U, 48U}) {
        QTest::addRow("%u in a group", groupOf) << groupOf;
    }
}

void GraphCanvasTest::noFrameHoldsAStranger() {
    QFETCH(uint32_t, groupOf);
    GraphScene scene;
    scene.show(layered(8, 6, groupOf).finish(1), std::nullopt);
    scene.setProgress(1);
    GroupFrames frames;
    frames.showScene(scene);
    QCOMPARE(frames.names().size(), (48 + groupOf / 2) / groupOf);
    std::vector<std::string> groupOfNode(scene.size());
    for (const GroupFrame& frame : frames.all()) {
        for (const uint32_t node : frame.nodes) {
            QVERIFY2(groupOfNode[node].empty(), "a node is in one frame");
            groupOfNode[node] = frame.group;
        }
    }
    // Those before the first header are in none; one by itself has its own.
    std::size_t grouped = 0;
    for (const std::string& name : frames.names()) {
        const std::vector<uint32_t> members = frames.nodesOf(name);
        grouped += members.size();
        for (const auto& part : placesOf(*scene.snapshot()->layout, {name, members})) {
            for (const uint32_t node : part) QCOMPARE(groupOfNode[node], name);
        }
    }
    QCOMPARE(grouped, groupOfNode.size() - groupOf / 2);
    for (const GroupFrame& frame : frames.all()) {
        const std::vector<uint32_t> members = frames.nodesOf(frame.group);
        scene.eachNodeIn(GroupFrames::boxOf(scene, frame), [&](uint32_t node) {
            QVERIFY(std::binary_search(members.begin(), members.end(), node));
        });
    }
    if (groupOf == 48) QVERIFY2(frames.all().size() <= 4, "what stands together is one");
}

void GraphCanvasTest::aScatteredGroupIsGivenUpButKnown() {
    // Each of one group stands above one of the other.
    constexpr uint32_t kPairs = 400;
    SnapshotBuilder build;
    std::vector<NodeId> ones, others;
    build.group("one");
    for (uint32_t i = 0; i < kPairs; ++i)
        ones.push_back(build.input("a" + std::to_string(i), types::kInt));
    build.group("other");
    for (uint32_t i = 0; i < kPairs; ++i)
        others.push_back(build.input("b" + std::to_string(i), types::kInt));
    build.group("sums");
    for (uint32_t i = 0; i < kPairs; ++i)
        build.call("c" + std::to_string(i), "add", {ones[i], others[i]}, types::kInt);
    GraphScene scene;
    scene.show(build.finish(1), std::nullopt);
    scene.setProgress(1);
    GroupFrames frames;
    frames.showScene(scene);
    const auto framesOf = [&](const std::string& name) {
        return std::count_if(frames.all().begin(), frames.all().end(),
                             [&](const GroupFrame& frame) { return frame.group == name; });
    };
    QCOMPARE(framesOf("sums"), 1);
    QVERIFY2(framesOf("one") < kPairs / 4, qPrintable(QString::number(framesOf("one"))));
    QCOMPARE(frames.names(), (std::vector<std::string>{"one", "other", "sums"}));
    QCOMPARE(frames.nodesOf("one").size(), kPairs);
}

void GraphCanvasTest::anIndexFindsAllThatMeetAnArea() {
    std::mt19937 random(3);
    const auto number = [&](uint32_t below) { return static_cast<double>(random() % below); };
    for (int round = 0; round < 200; ++round) {
        std::vector<QRectF> rects(1 + random() % 300);
        for (QRectF& rect : rects) {
            const double most = random() % 20 == 0 ? 1'000 : 60;
            rect = QRectF(number(2'000) - 500, number(1'000) - 500,
                          1 + number(static_cast<uint32_t>(most)), 1 + number(60));
        }
        const RectIndex index(rects);
        for (int look = 0; look < 20; ++look) {
            const QRectF area(number(3'000) - 1'000, number(2'000) - 1'000, 1 + number(400),
                              1 + number(400));
            std::vector<uint32_t> told;
            index.visit(area, [&](uint32_t i) { told.push_back(i); });
            QVERIFY(std::is_sorted(told.begin(), told.end()));
            QVERIFY(std::adjacent_find(told.begin(), told.end()) == told.end());
            for (uint32_t i = 0; i < rects.size(); ++i) {
                QVERIFY(!area.intersects(rects[i]) ||
                        std::binary_search(told.begin(), told.end(), i));
            }
        }
    }
}

void GraphCanvasTest::anIndexOfNothingFindsNothing() {
    int told = 0;
    RectIndex().visit(QRectF(0, 0, 10, 10), [&](uint32_t) { ++told; });
    RectIndex(std::vector<QRectF>()).visit(QRectF(0, 0, 10, 10), [&](uint32_t) { ++told; });
    QCOMPARE(told, 0);
    RectIndex({QRectF(5, 5, 0, 0)}).visit(QRectF(0, 0, 10, 10), [&](uint32_t) { ++told; });
    QCOMPARE(told, 1);
}

QTEST_MAIN(GraphCanvasTest)
#include "tst_graph_canvas.moc"

// The graph for those who do not look at it, and for those who have no wheel: what a screen reader
// finds, fingers on a touch pad, and dragging beyond the edge of the view.

#include "tests/ui/support/snapshots.h"
#include "ui/graph/edge_scroll.h"
#include "ui/graph/graph_accessible.h"
#include "ui/graph/graph_view.h"

#include <QAccessible>
#include <QApplication>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <memory>

using namespace cst;
using namespace cst::test;

class GraphAccessTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void theGraphIsAListOfItsNodesInTheOrderOfTheText();
    void aNodeSaysWhatItIs();
    void aNodeSaysItsStateItsTimeAndItsError();
    void aNodeIsFoundWhereItIs();
    void aGroupSaysItsNameItsNodesAndTheirStates();
    void theSelectedNodeHasTheFocus();
    void pressingANodeShowsItsText();
    void aNodeStaysTheSameWhileTheTextChanges();
    void aNodeThatIsGoneIsNoLongerThere();
    void walkingIsToldToAScreenReader();

    void twoFingersPan();
    void fingersOnADeviceWithoutANamePanToo();
    void twoFingersWithControlZoom();
    void aPinchZoomsToTheFingers();

    void theMiddleOfAViewDoesNotScroll_data();
    void theMiddleOfAViewDoesNotScroll();
    void aRectangleReachesBeyondTheEdge();
    void aNodeIsDraggedBeyondTheEdge();
    void aLineIsDrawnBeyondTheEdge();
    void escapeEndsTheScrolling();

private:
    QAccessibleInterface* list() const {
        return QAccessible::queryAccessibleInterface(view_.get());
    }
    QAccessibleInterface* item(const char* key) const {
        return list()->child(static_cast<int>(index(key)));
    }
    uint32_t index(const char* key) const {
        return view_->scene().snapshot()->graph->byKey(key).index;
    }
    QPointF world(QPoint at) const { return view_->camera().toWorld(at); }
    void zoomIn(int times) const {
        for (int i = 0; i < times; ++i) QTest::keyClick(view_.get(), Qt::Key_Plus);
    }

    std::unique_ptr<Theme> theme_;
    std::unique_ptr<GraphView> view_;
};

void GraphAccessTest::init() {
    theme_ = std::make_unique<Theme>();
    view_ = std::make_unique<GraphView>(*theme_);
    view_->resize(1000, 500);
    view_->show();
    view_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(view_.get()));
    view_->showSnapshot(textAnalysis().finish());
}

void GraphAccessTest::cleanup() {
    view_.reset();
    theme_.reset();
}

void GraphAccessTest::theGraphIsAListOfItsNodesInTheOrderOfTheText() {
    QCOMPARE(list()->role(), QAccessible::List);
    QCOMPARE(list()->text(QAccessible::Name), QString("Graph"));
    QVERIFY(list()->childCount() >= 8);
    for (uint32_t i = 0; i < view_->nodeCount(); ++i) {
        QAccessibleInterface* child = list()->child(static_cast<int>(i));
        QVERIFY(child && child->isValid());
        QCOMPARE(child->role(), QAccessible::ListItem);
        QCOMPARE(child->text(QAccessible::Name).section(',', 0, 0), view_->scene().title(i));
        QCOMPARE(list()->indexOfChild(child), static_cast<int>(i));
        QCOMPARE(child->parent(), list());
    }
    // The buttons in the corner are there as well.
    QAccessibleInterface* last = list()->child(list()->childCount() - 1);
    QVERIFY(last && last->object());
    QCOMPARE(list()->indexOfChild(last), list()->childCount() - 1);
}

void GraphAccessTest::aNodeSaysWhatItIs() {
    QCOMPARE(item("in:note")->text(QAccessible::Name), QString("note, input, String"));
    const GraphScene& scene = view_->scene();
    const uint32_t summary = index("summary");
    QVERIFY(item("summary")->text(QAccessible::Name).endsWith(", " + scene.label(summary)));
    QCOMPARE(item("summary")->text(QAccessible::Description), QString("has not run"));
}

void GraphAccessTest::aNodeSaysItsStateItsTimeAndItsError() {
    auto run = runOf(view_->scene().snapshot());
    complete(*run, "in:note", 1, "\"a note\"");
    NodeRun& failed = nodeRun(*run, "summary");
    failed.status = NodeStatus::Failed;
    failed.runUs = 1'500;
    failed.error = 0;
    run->errors.push_back({"R004", "division by zero", "summary", "", 1, {}});
    view_->showRun(run);
    const QString words = item("summary")->text(QAccessible::Description);
    QVERIFY2(words.startsWith(statusText(NodeStatus::Failed)), qPrintable(words));
    QVERIFY2(words.contains("division by zero"), qPrintable(words));
    QVERIFY(item("in:note")->text(QAccessible::Description).contains("µs"));
    QCOMPARE(item("in:note")->text(QAccessible::Value), QString("\"a note\""));
}

void GraphAccessTest::aNodeIsFoundWhereItIs() {
    const QRect rect = item("summary")->rect();
    QCOMPARE(rect.topLeft(), view_->mapToGlobal(view_->nodeRect("summary").topLeft()));
    QCOMPARE(list()->childAt(rect.center().x(), rect.center().y()), item("summary"));
    const QPoint empty = view_->mapToGlobal(QPoint(6, 6));
    QCOMPARE(list()->childAt(empty.x(), empty.y()), nullptr);
}

void GraphAccessTest::aGroupSaysItsNameItsNodesAndTheirStates() {
    const auto shown = layered(3, 2, 4).finish();  // two inputs, then a group of four
    view_->showSnapshot(shown);
    QAccessibleInterface* group = list()->child(6);
    QVERIFY(group && group->isValid());
    QCOMPARE(group->role(), QAccessible::Grouping);
    QCOMPARE(group->text(QAccessible::Name), QString("Group part 0, 4 nodes"));
    QCOMPARE(group->text(QAccessible::Description), QString("4 has not run"));
    QCOMPARE(list()->indexOfChild(group), 6);
    QCOMPARE(group->parent(), list());

    auto run = runOf(shown);
    for (const char* key : {"v1_0", "v1_1", "v2_0"}) complete(*run, key, 1);
    nodeRun(*run, "v2_1").status = NodeStatus::Failed;
    view_->showRun(run);
    QCOMPARE(group->text(QAccessible::Description), QString("3 done, 1 failed"));

    const QPoint title = view_->mapToGlobal(view_->groupTitle("part 0").center());
    QCOMPARE(list()->childAt(title.x(), title.y()), group);
    QVERIFY(group->rect().contains(item("v2_1")->rect()));
    QVERIFY(!group->state().selected);
    group->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(view_->selectedNodes().size(), std::size_t{4});
    QVERIFY(group->state().selected);
    const QSignalSpy folds(view_.get(), &GraphView::foldRequested);
    group->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());
    QCOMPARE(folds.count(), 1);
    view_->showSnapshot(layered(3, 2).finish(2));
    QVERIFY(list()->child(6) != group);
}

void GraphAccessTest::theSelectedNodeHasTheFocus() {
    QCOMPARE(list()->focusChild(), nullptr);
    QVERIFY(!item("summary")->state().selected);
    QVERIFY(item("summary")->state().selectable && item("summary")->state().focusable);
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, view_->nodeRect("summary").center());
    QVERIFY(item("summary")->state().selected && item("summary")->state().focused);
    QVERIFY(!item("in:note")->state().selected);
    QCOMPARE(list()->focusChild(), item("summary"));
    zoomIn(12);
    QVERIFY(item("in:note")->state().offscreen || item("summary")->state().offscreen);
}

void GraphAccessTest::pressingANodeShowsItsText() {
    QSignalSpy source(view_.get(), &GraphView::sourceRequested);
    QAccessibleActionInterface* actions = item("summary")->actionInterface();
    QVERIFY(actions);
    QVERIFY(actions->actionNames().contains(QAccessibleActionInterface::pressAction()));
    actions->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(view_->selectedKey(), std::string("summary"));
    QCOMPARE(source.count(), 1);
    item("in:note")->actionInterface()->doAction(QAccessibleActionInterface::setFocusAction());
    QCOMPARE(view_->selectedKey(), std::string("in:note"));
    QVERIFY(item("in:note")->state().focused);
}

void GraphAccessTest::aNodeStaysTheSameWhileTheTextChanges() {
    QAccessibleInterface* before = item("summary");
    SnapshotBuilder b = textAnalysis();
    b.input("more", types::kInt);
    view_->showSnapshot(b.finish(2));
    QCOMPARE(item("summary"), before);
    QVERIFY(before->isValid());
}

void GraphAccessTest::aNodeThatIsGoneIsNoLongerThere() {
    const QAccessible::Id id = QAccessible::uniqueId(item("summary"));
    SnapshotBuilder b;
    b.input("note", types::kString);
    view_->showSnapshot(b.finish(2));
    QCOMPARE(list()->child(0)->text(QAccessible::Name), QString("note, input, String"));
    QCOMPARE(QAccessible::accessibleInterface(id), nullptr);
}

void GraphAccessTest::walkingIsToldToAScreenReader() {
    // Whether one listens is the platform's to say, and that of the tests says no.
    const auto isAbout = [&](const ToldEvent& event, QAccessible::Event what, const char* key) {
        return event.what == what && event.child == static_cast<int>(index(key));
    };
    QCOMPARE(toldOfSelection(*view_).at(0).child, -1);
    QVERIFY(toldOfState(*view_).empty());
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, view_->nodeRect("in:note").center());
    std::vector<ToldEvent> told = toldOfSelection(*view_);
    QCOMPARE(told.size(), std::size_t(2));
    QVERIFY(isAbout(told[0], QAccessible::Selection, "in:note"));
    QVERIFY(isAbout(told[1], QAccessible::Focus, "in:note"));
    QTest::keyClick(view_.get(), Qt::Key_Right, Qt::AltModifier);
    const std::string next = view_->selectedKey();
    QVERIFY(next != "in:note");
    QVERIFY(isAbout(toldOfSelection(*view_).at(1), QAccessible::Focus, next.c_str()));
    QVERIFY(isAbout(toldOfState(*view_).at(0), QAccessible::DescriptionChanged, next.c_str()));
}

// ---- touch pad -------------------------------------------------------------------------------

namespace {

const QPointingDevice& touchPad() {
    static const QPointingDevice device(
        QStringLiteral("touch pad"), 77, QInputDevice::DeviceType::TouchPad,
        QPointingDevice::PointerType::Finger,
        QInputDevice::Capability::Position | QInputDevice::Capability::PixelScroll, 2, 0);
    return device;
}

void scroll(GraphView& view, QPoint at, QPoint pixels, Qt::ScrollPhase phase,
            const QPointingDevice* device, Qt::KeyboardModifiers modifiers = {}) {
    QWheelEvent event(at, view.mapToGlobal(at), pixels, pixels * 2, Qt::NoButton, modifiers, phase,
                      false, Qt::MouseEventNotSynthesized,
                      device ? device : QPointingDevice::primaryPointingDevice());
    QApplication::sendEvent(&view, &event);
}

}  // namespace

void GraphAccessTest::twoFingersPan() {
    const QPoint before = view_->nodeRect("summary").topLeft();
    const double zoom = view_->zoom();
    scroll(*view_, {400, 200}, {-30, 25}, Qt::NoScrollPhase, &touchPad());
    QCOMPARE(view_->nodeRect("summary").topLeft(), before + QPoint(-30, 25));
    QCOMPARE(view_->zoom(), zoom);
}

void GraphAccessTest::fingersOnADeviceWithoutANamePanToo() {
    const QPoint before = view_->nodeRect("summary").topLeft();
    scroll(*view_, {400, 200}, {0, 0}, Qt::ScrollBegin, nullptr);
    scroll(*view_, {400, 200}, {12, -7}, Qt::ScrollUpdate, nullptr);
    scroll(*view_, {400, 200}, {3, 0}, Qt::ScrollMomentum, nullptr);
    scroll(*view_, {400, 200}, {0, 0}, Qt::ScrollEnd, nullptr);
    QCOMPARE(view_->nodeRect("summary").topLeft(), before + QPoint(15, -7));
}

void GraphAccessTest::twoFingersWithControlZoom() {
    const QPoint at = view_->nodeRect("summary").center();
    const double zoom = view_->zoom();
    scroll(*view_, at, {0, 60}, Qt::ScrollUpdate, &touchPad(), Qt::ControlModifier);
    QVERIFY(view_->zoom() > zoom);
    QVERIFY(view_->nodeRect("summary").contains(at));
}

void GraphAccessTest::aPinchZoomsToTheFingers() {
    const QPoint at = view_->nodeRect("in:note").center();
    const QPointF before = world(at);
    const double zoom = view_->zoom();
    QNativeGestureEvent pinch(Qt::ZoomNativeGesture, &touchPad(), 2, at, at,
                              view_->mapToGlobal(QPointF(at)), 0.25, {});
    QApplication::sendEvent(view_.get(), &pinch);
    QCOMPARE(view_->zoom(), zoom * 1.25);
    QVERIFY((world(at) - before).manhattanLength() < 2);
}

// ---- beyond the edge -------------------------------------------------------------------------

void GraphAccessTest::theMiddleOfAViewDoesNotScroll_data() {
    QTest::addColumn<QPointF>("at");
    QTest::addColumn<QPoint>("way");  // signs
    QTest::newRow("middle") << QPointF(400, 300) << QPoint(0, 0);
    QTest::newRow("left") << QPointF(3, 300) << QPoint(1, 0);
    QTest::newRow("right and below") << QPointF(799, 598) << QPoint(-1, -1);
    QTest::newRow("above the view") << QPointF(400, -500) << QPoint(0, 1);
    QTest::newRow("just inside") << QPointF(40, 560) << QPoint(0, 0);
}

void GraphAccessTest::theMiddleOfAViewDoesNotScroll() {
    QFETCH(QPointF, at);
    QFETCH(QPoint, way);
    const QPointF step = edgeScroll(at, {800, 600});
    const auto sign = [](double of) { return of > 0 ? 1 : of < 0 ? -1 : 0; };
    QCOMPARE(QPoint(sign(step.x()), sign(step.y())), way);
    QVERIFY(std::abs(step.x()) <= 16 && std::abs(step.y()) <= 16);
    QCOMPARE(edgeScroll({1, 1}, {0, 0}), QPointF());
}

void GraphAccessTest::aRectangleReachesBeyondTheEdge() {
    zoomIn(8);
    const QPoint start = view_->nodeRect("in:note").isEmpty() ? QPoint() : QPoint(500, 60);
    const QPointF pressed = world(start);
    QTest::mousePress(view_.get(), Qt::LeftButton, Qt::ShiftModifier, start);
    QTest::mouseMove(view_.get(), {600, 200});
    QTest::mouseMove(view_.get(), {998, 250});
    const QPointF corner = world({998, 250});
    QTRY_VERIFY_WITH_TIMEOUT(world({998, 250}).x() > corner.x() + 100, 20'000);
    const QPointF reached = world({998, 250});
    QTest::mouseRelease(view_.get(), Qt::LeftButton, Qt::ShiftModifier, {998, 250});
    const QRectF band(pressed, reached);
    for (uint32_t i = 0; i < view_->nodeCount(); ++i) {
        const bool isIn = band.intersects(view_->scene().boxAtRest(i));
        QCOMPARE(view_->marks()[i].isChosen, isIn);
    }
}

void GraphAccessTest::aNodeIsDraggedBeyondTheEdge() {
    QSignalSpy moved(view_.get(), &GraphView::nodesMoved);
    const QRectF box = view_->scene().boxAtRest(index("in:note"));
    const QPoint grip = view_->nodeRect("in:note").center();
    QTest::mousePress(view_.get(), Qt::LeftButton, {}, grip);
    QTest::mouseMove(view_.get(), grip + QPoint(0, 40));
    const QPoint edge(grip.x(), view_->height() - 2);
    QTest::mouseMove(view_.get(), edge);
    const double before = view_->camera().offset().y();
    QTRY_VERIFY_WITH_TIMEOUT(view_->camera().offset().y() < before - 60, 20'000);
    // It stays below the pointer.
    QVERIFY((view_->nodeRect("in:note").center() - edge).manhattanLength() <= 4);
    QTest::mouseRelease(view_.get(), Qt::LeftButton, {}, edge);
    QCOMPARE(moved.count(), 1);
    const auto places = moved[0][0].value<std::map<NodeIdentity, LayoutPoint>>();
    QVERIFY(places.begin()->second.y > box.y() + 100);
}

void GraphAccessTest::aLineIsDrawnBeyondTheEdge() {
    zoomIn(8);
    const QPoint dot = view_->portPoint("in:note");
    QVERIFY(view_->rect().contains(dot) || !dot.isNull());
    QTest::keyClick(view_.get(), Qt::Key_0);
    const QPoint from = view_->portPoint("in:note");
    QTest::mousePress(view_.get(), Qt::LeftButton, {}, from);
    QTest::mouseMove(view_.get(), from + QPoint(20, 10));
    QTest::mouseMove(view_.get(), {view_->width() - 2, 60});
    const double before = view_->camera().offset().x();
    QTRY_VERIFY_WITH_TIMEOUT(view_->camera().offset().x() < before - 60, 20'000);
    QTest::mouseRelease(view_.get(), Qt::LeftButton, {}, {view_->width() - 2, 60});
}

void GraphAccessTest::escapeEndsTheScrolling() {
    QTest::mousePress(view_.get(), Qt::LeftButton, Qt::ShiftModifier, {500, 60});
    QTest::mouseMove(view_.get(), {600, 200});
    QTest::mouseMove(view_.get(), {998, 250});
    const double before = view_->camera().offset().x();
    QTRY_VERIFY_WITH_TIMEOUT(view_->camera().offset().x() < before - 20, 20'000);
    QTest::keyClick(view_.get(), Qt::Key_Escape);
    const double after = view_->camera().offset().x();
    QTest::qWait(100);  // several steps of it
    QCOMPARE(view_->camera().offset().x(), after);
    QTest::mouseRelease(view_.get(), Qt::LeftButton, Qt::ShiftModifier, {998, 250});
}

QTEST_MAIN(GraphAccessTest)
#include "tst_graph_access.moc"

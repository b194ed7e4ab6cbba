#include "tests/support/traces.h"
#include "ui/profiler/timeline_overview.h"
#include "ui/profiler/timeline_view.h"

#include <QAccessible>
#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>

#include <memory>

using namespace cst;
using namespace cst::test;

// The timeline under mouse, wheel and keys.

class TimelineViewTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void withoutARunItSaysWhatBelongsThere();
    void theWheelKeepsTheTimeUnderThePointer();
    void draggingMovesTheTimeAlong();
    void shiftAndTheWheelMoveSideways();
    void keysMoveAndZoom();
    void aClickChoosesTheSpanAndItsNode();
    void aClickBesideTheSpansChoosesNothing();
    void aDoubleClickShowsTheSpanAlone();
    void aNodeChosenElsewhereLightsItsSpans();
    void altAndArrowsWalkFromSpanToSpan();
    void shiftAndDragMeasure();
    void theKeyMMeasuresWhatIsChosen();
    void searchCountsAndSteps();
    void escapeGivesUpOneThingAfterTheOther();
    void aLaneFoldsToItsFirstRow();
    void manyLanesScroll();
    void theMapGoesWhereItIsClicked();
    void resizingKeepsAllOfItInSight();
    void aTipTellsAboutTheSpan();
    void aScreenReaderHearsWhatIsChosen();
    void strangeTracesAreShown_data();
    void strangeTracesAreShown();
    void theNewestOfSeveralTracesIsShown();
    void itSaysIfSpansAreMissing();
    void nothingOfTheTraceBeforeIsLeft();
    void aNewRunKeepsThePlaceThatSomebodyLooksAt();

private:
    void show(const std::shared_ptr<const Trace>& trace);
    TimelineCanvas& canvas() { return *view_->canvas(); }
    QWidget* viewport() { return canvas().viewport(); }
    QPoint middleOf(SpanPlace place) { return canvas().rectOf(place).center().toPoint(); }
    SpanPlace find(const QString& words, std::size_t number = 0) {
        return findSpans(*canvas().index(), words)->inTime.at(number);
    }
    double timeAt(QPointF at) {
        return canvas().camera().timeAt(at.x() - canvas().parts().spans.left());
    }
    void turnWheel(QPointF at, QPoint angle, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    QImage picture() { return view_->grab().toImage(); }
    template <class T>
    T* part(const char* name) {
        return view_->findChild<T*>(QLatin1String(name));
    }

    std::unique_ptr<Theme> theme_;
    std::unique_ptr<TimelineView> view_;
};

namespace {

QImage partOf(const QImage& image, const QRect& area) {
    QImage part(area.size(), QImage::Format_RGB32);
    QPainter(&part).drawImage(QPoint(), image, area);
    return part;
}

}  // namespace

void TimelineViewTest::init() {
    theme_ = std::make_unique<Theme>();
    theme_->choose(Theme::Choice::Dark);
    view_ = std::make_unique<TimelineView>(*theme_);
    view_->resize(1000, 320);
    view_->show();
    QVERIFY(QTest::qWaitForWindowActive(view_.get()));
    canvas().setFocus();
}

void TimelineViewTest::cleanup() {
    view_.reset();
    theme_.reset();
}

void TimelineViewTest::show(const std::shared_ptr<const Trace>& trace) {
    QSignalSpy shown(view_.get(), &TimelineView::traceShown);
    view_->showTrace(trace);
    if (shown.isEmpty()) QVERIFY(shown.wait());
}

void TimelineViewTest::turnWheel(QPointF at, QPoint angle, Qt::KeyboardModifiers modifiers) {
    QWheelEvent event(at, viewport()->mapToGlobal(at), {}, angle, Qt::NoButton, modifiers,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(viewport(), &event);
}

void TimelineViewTest::drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers) {
    QTest::mousePress(viewport(), Qt::LeftButton, modifiers, from);
    QMouseEvent move(QEvent::MouseMove, to, viewport()->mapToGlobal(to), Qt::NoButton,
                     Qt::LeftButton, modifiers);
    QCoreApplication::sendEvent(viewport(), &move);
    QTest::mouseRelease(viewport(), Qt::LeftButton, modifiers, to);
}

void TimelineViewTest::withoutARunItSaysWhatBelongsThere() {
    const QImage empty = picture();
    QSet<QRgb> colors;
    for (int x = 0; x < empty.width(); ++x) {
        for (int y = 100; y < 300; ++y) colors.insert(empty.pixel(x, y));
    }
    QVERIFY2(colors.size() > 5, "words");
    QVERIFY(!part<QWidget>("timelineSearch")->isEnabled());
    QVERIFY(!part<QWidget>("timelineOverview")->isVisible());
    show(smallRun());
    QVERIFY(part<QWidget>("timelineSearch")->isEnabled());
    QVERIFY(part<QWidget>("timelineOverview")->isVisible());
    show(nullptr);
    QTRY_COMPARE(partOf(picture(), {0, 120, 1000, 200}), partOf(empty, {0, 120, 1000, 200}));
}

void TimelineViewTest::theWheelKeepsTheTimeUnderThePointer() {
    show(smallRun());
    const QPointF at(600, 150);
    const double time = timeAt(at);
    for (int i = 0; i < 60; ++i) {
        const double before = canvas().camera().nsPerPixel();
        turnWheel(at, {0, 120});
        QVERIFY(canvas().camera().nsPerPixel() <= before);
        QVERIFY(std::abs(timeAt(at) - time) <= canvas().camera().nsPerPixel());
    }
    QVERIFY2(canvas().camera().toNs() - canvas().camera().fromNs() < 50, "nanoseconds");
    for (int i = 0; i < 80; ++i) turnWheel(at, {0, -120});
    QVERIFY(canvas().camera().isFit());
}

void TimelineViewTest::draggingMovesTheTimeAlong() {
    show(smallRun());
    for (int i = 0; i < 5; ++i) turnWheel({600, 150}, {0, 120});
    const double time = timeAt({600, 290});
    drag({600, 290}, {500, 290});
    QVERIFY(std::abs(timeAt({500, 290}) - time) < canvas().camera().nsPerPixel());
    QVERIFY2(!canvas().selected(), "it was no click");
}

void TimelineViewTest::shiftAndTheWheelMoveSideways() {
    show(smallRun());
    for (int i = 0; i < 5; ++i) turnWheel({600, 150}, {0, 120});
    const TimelineCamera before = canvas().camera();
    turnWheel({600, 150}, {0, -120}, Qt::ShiftModifier);
    QVERIFY(canvas().camera().fromNs() > before.fromNs());
    QCOMPARE(canvas().camera().nsPerPixel(), before.nsPerPixel());
    turnWheel({600, 150}, {120, 0});
    QVERIFY(std::abs(canvas().camera().fromNs() - before.fromNs()) < before.nsPerPixel());
}

void TimelineViewTest::keysMoveAndZoom() {
    show(smallRun());
    const auto from = [&] { return canvas().camera().fromNs(); };
    const auto scale = [&] { return canvas().camera().nsPerPixel(); };
    const double fit = scale();
    QTest::keyClick(&canvas(), Qt::Key_W);
    QVERIFY(scale() < fit);
    const double once = scale();
    QTest::keyClick(&canvas(), Qt::Key_Plus);
    QVERIFY(scale() < once);
    QTest::keyClick(&canvas(), Qt::Key_Minus);
    QVERIFY(std::abs(scale() - once) < 1e-6 * once);
    for (int i = 0; i < 4; ++i) QTest::keyClick(&canvas(), Qt::Key_W);
    double before = from();
    QTest::keyClick(&canvas(), Qt::Key_A);
    QVERIFY(from() < before);
    QTest::keyClick(&canvas(), Qt::Key_D);
    QVERIFY(std::abs(from() - before) < scale());
    QTest::keyClick(&canvas(), Qt::Key_Home);
    QVERIFY(from() <= 0);
    before = from();
    QTest::keyClick(&canvas(), Qt::Key_Right);
    QVERIFY(from() > before);
    QTest::keyClick(&canvas(), Qt::Key_Left);
    QVERIFY(std::abs(from() - before) < scale());
    QTest::keyClick(&canvas(), Qt::Key_End);
    QVERIFY(canvas().camera().toNs() >= static_cast<double>(smallRun()->endNs));
    QTest::keyClick(&canvas(), Qt::Key_F);
    QVERIFY(canvas().camera().isFit());
    QTest::keyClick(&canvas(), Qt::Key_W);
    QTest::keyClick(&canvas(), Qt::Key_0);
    QVERIFY(canvas().camera().isFit());
    QTest::keyClick(&canvas(), Qt::Key_W);
    QTest::mouseClick(part<QWidget>("timelineFit"), Qt::LeftButton);
    QVERIFY(canvas().camera().isFit());
}

void TimelineViewTest::aClickChoosesTheSpanAndItsNode() {
    show(smallRun());
    QSignalSpy activated(view_.get(), &TimelineView::nodeActivated);
    const SpanPlace place = find("clean");
    QTest::mouseClick(viewport(), Qt::LeftButton, {}, middleOf(place));
    QVERIFY(canvas().selected());
    QCOMPARE(*canvas().selected(), place);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated[0][0].toString(), QStringLiteral("clean"));
    QVERIFY(part<QLabel>("timelineChosen")->text().startsWith(QStringLiteral("clean · completed")));
}

void TimelineViewTest::aClickBesideTheSpansChoosesNothing() {
    show(smallRun());
    QTest::mouseClick(viewport(), Qt::LeftButton, {}, middleOf(find("clean")));
    QVERIFY(canvas().selected());
    QTest::mouseClick(viewport(), Qt::LeftButton, {}, {900, 250});
    QVERIFY(!canvas().selected());
    QVERIFY(part<QLabel>("timelineChosen")->text().isEmpty());
}

void TimelineViewTest::aDoubleClickShowsTheSpanAlone() {
    show(smallRun());
    const SpanPlace place = find("translate", 1);
    QTest::mouseDClick(viewport(), Qt::LeftButton, {}, middleOf(place));
    const QRectF at = canvas().rectOf(place);
    const QRectF spans(canvas().parts().spans);
    QVERIFY(at.left() > spans.left() && at.right() < spans.right());
    QVERIFY(at.width() > 0.7 * spans.width());
}

void TimelineViewTest::aNodeChosenElsewhereLightsItsSpans() {
    show(smallRun());
    const auto lines = [&](const char* words, std::size_t number) {
        const QRectF at = canvas().rectOf(find(words, number));
        return viewport()->grab().toImage().pixel(at.center().toPoint().x(),
                                                  static_cast<int>(at.top())) ==
               theme_->color(Role::NodeText).rgb();
    };
    QVERIFY(!lines("fetch", 1));
    view_->setSelectedNode(QStringLiteral("fetch"));
    for (std::size_t i = 0; i < 4; ++i) QVERIFY2(lines("fetch", i), "each of them");
    QVERIFY(!lines("clean", 0));
    show(smallRun());
    QVERIFY2(lines("fetch", 0), "also in the next run");
    view_->setSelectedNode(QString());
    QVERIFY(!lines("fetch", 0));
}

void TimelineViewTest::altAndArrowsWalkFromSpanToSpan() {
    show(smallRun());
    QTest::mouseClick(viewport(), Qt::LeftButton, {}, middleOf(find("clean")));
    QTest::keyClick(&canvas(), Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(*canvas().selected(), find("words"));
    QTest::keyClick(&canvas(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(*canvas().selected(), find("clean"));
    QTest::keyClick(&canvas(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(*canvas().selected(), find("clean"));
    QTest::keyClick(&canvas(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(canvas().selected()->row, find("clean").row + 1);
    QTest::keyClick(&canvas(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(canvas().selected()->row, find("clean").row);
}

void TimelineViewTest::shiftAndDragMeasure() {
    show(smallRun());
    // Near the ends of a span it begins and ends there.
    const QRectF at = canvas().rectOf(find("clean"));
    const int y = static_cast<int>(at.center().y());
    drag({static_cast<int>(at.left()) + 2, y}, {static_cast<int>(at.right()) + 2, y},
         Qt::ShiftModifier);
    QVERIFY(canvas().measured());
    QCOMPARE(canvas().measured()->first, 400'000.0);
    QCOMPARE(canvas().measured()->second, 1'900'000.0);
    // Back to front, far from any span.
    drag({800, 280}, {500, 280}, Qt::ShiftModifier);
    QVERIFY(std::abs(canvas().measured()->first - timeAt({500, 0})) < 1);
    QVERIFY(std::abs(canvas().measured()->second - timeAt({800, 0})) < 1);
    QVERIFY2(!canvas().selected(), "it was no click");
}

void TimelineViewTest::theKeyMMeasuresWhatIsChosen() {
    show(smallRun());
    QTest::keyClick(&canvas(), Qt::Key_M);
    QCOMPARE(canvas().measured()->second, static_cast<double>(smallRun()->endNs));
    QTest::keyClick(&canvas(), Qt::Key_M);
    QVERIFY(!canvas().measured());
    QTest::mouseClick(viewport(), Qt::LeftButton, {}, middleOf(find("words")));
    const QImage before = viewport()->grab().toImage();
    QTest::keyClick(&canvas(), Qt::Key_M);
    QCOMPARE(canvas().measured()->first, 1'900'000.0);
    const QRect headers = canvas().parts().headers;
    QVERIFY2(partOf(viewport()->grab().toImage(), headers) != partOf(before, headers),
             "how busy each lane was");
    QTest::keyClick(&canvas(), Qt::Key_Z);
    QVERIFY(canvas().camera().fromNs() > 1'500'000);
    QVERIFY(canvas().camera().toNs() < 3'500'000);
}

void TimelineViewTest::searchCountsAndSteps() {
    show(smallRun());
    auto* line = part<QLineEdit>("timelineSearch");
    auto* count = part<QLabel>("timelineCount");
    QTest::keyClick(&canvas(), Qt::Key_Slash);
    QVERIFY(line->hasFocus());
    QTest::keyClicks(line, "fetch");
    QTRY_COMPARE(count->text(), QStringLiteral("4 found"));
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(count->text(), QStringLiteral("1 of 4"));
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(count->text(), QStringLiteral("2 of 4"));
    QTest::keyClick(line, Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClick(line, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(count->text(), QStringLiteral("4 of 4"));
    QCOMPARE(*canvas().selected(), find("fetch", 3));
    QVERIFY2(line->hasFocus(), "typing goes on");
    QTest::mouseClick(part<QWidget>("timelineNext"), Qt::LeftButton);
    QCOMPARE(count->text(), QStringLiteral("1 of 4"));
    // Asked for before it is found.
    QTest::keyClicks(line, " fai");
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_COMPARE(count->text(), QStringLiteral("1 of 1"));
    QTest::keyClicks(line, "x");
    QTRY_COMPARE(count->text(), QStringLiteral("not found"));
    QVERIFY(!part<QWidget>("timelineNext")->isEnabled());
    QTest::keyClick(line, Qt::Key_Escape);
    QVERIFY(count->text().isEmpty());
    QVERIFY(canvas().hasFocus());
}

void TimelineViewTest::escapeGivesUpOneThingAfterTheOther() {
    show(smallRun());
    auto* line = part<QLineEdit>("timelineSearch");
    QTest::keyClick(&canvas(), Qt::Key_Slash);
    QTest::keyClicks(line, "clean");
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_VERIFY(canvas().selected());
    canvas().setFocus();
    QTest::keyClick(&canvas(), Qt::Key_M);
    QTest::keyClick(&canvas(), Qt::Key_Escape);
    QVERIFY(!canvas().measured());
    QVERIFY(!line->text().isEmpty());
    QTest::keyClick(&canvas(), Qt::Key_Escape);
    QVERIFY(line->text().isEmpty());
    QVERIFY(canvas().selected());
    QTest::keyClick(&canvas(), Qt::Key_Escape);
    QVERIFY(!canvas().selected());
}

void TimelineViewTest::aLaneFoldsToItsFirstRow() {
    show(smallRun());
    const SpanPlace inner = find("parse");
    const double below = canvas().rectOf(find("clean")).top();
    const QPoint header(40, static_cast<int>(canvas().rectOf(find("compile")).center().y()));
    QTest::mouseClick(viewport(), Qt::LeftButton, {}, header);
    QVERIFY(canvas().rectOf(inner).isEmpty());
    QVERIFY(canvas().rectOf(find("clean")).top() < below);
    // What is found in it opens it.
    auto* line = part<QLineEdit>("timelineSearch");
    QTest::keyClick(&canvas(), Qt::Key_Slash);
    QTest::keyClicks(line, "parse");
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_VERIFY(!canvas().rectOf(inner).isEmpty());
    canvas().setFocus();
    QTest::keyClick(&canvas(), Qt::Key_C);
    QVERIFY(canvas().rectOf(inner).isEmpty());
    QTest::keyClick(&canvas(), Qt::Key_C);
    QVERIFY(!canvas().rectOf(inner).isEmpty());
}

void TimelineViewTest::manyLanesScroll() {
    show(busyLanes(6400, 64));
    QVERIFY(canvas().verticalScrollBar()->maximum() > 500);
    QTest::keyClick(&canvas(), Qt::Key_PageDown);
    QVERIFY(canvas().verticalScrollBar()->value() > 100);
    turnWheel({20, 150}, {0, 120});
    const int before = canvas().verticalScrollBar()->value();
    turnWheel({20, 150}, {0, -120});
    QVERIFY(canvas().verticalScrollBar()->value() > before);
    QVERIFY2(canvas().camera().isFit(), "over the names the wheel scrolls");
    // A span far below comes into sight.
    QTest::keyClick(&canvas(), Qt::Key_Slash);
    auto* line = part<QLineEdit>("timelineSearch");
    QTest::keyClicks(line, "node7");
    QTRY_VERIFY(part<QLabel>("timelineCount")->text().endsWith(QStringLiteral("found")));
    for (int i = 0; i < 20; ++i) {
        QTest::keyClick(line, Qt::Key_Return);
        const QRectF at = canvas().rectOf(*canvas().selected());
        QVERIFY(canvas().parts().spans.contains(at.center().toPoint()));
    }
}

void TimelineViewTest::theMapGoesWhereItIsClicked() {
    show(smallRun());
    for (int i = 0; i < 10; ++i) turnWheel({300, 150}, {0, 120});
    auto* map = part<TimelineOverview>("timelineOverview");
    QTest::mouseClick(map, Qt::LeftButton, {}, {map->width() / 2, 10});
    const TimelineCamera& camera = canvas().camera();
    const double middle = static_cast<double>(smallRun()->endNs) / 2;
    QVERIFY(std::abs((camera.fromNs() + camera.toNs()) / 2 - middle) < 20'000);
}

void TimelineViewTest::resizingKeepsAllOfItInSight() {
    show(smallRun());
    for (const QSize size : {QSize(1600, 200), QSize(300, 900), QSize(20, 20), QSize(900, 300)}) {
        view_->resize(size);
        QVERIFY(canvas().camera().isFit());
        QVERIFY(!picture().isNull());
    }
    for (int i = 0; i < 10; ++i) turnWheel({500, 150}, {0, 120});
    const double from = canvas().camera().fromNs(), to = canvas().camera().toNs();
    view_->resize(1200, 300);
    QVERIFY(std::abs(canvas().camera().fromNs() - from) < (to - from) / 100);
    QVERIFY(std::abs(canvas().camera().toNs() - to) < (to - from) / 100);
}

void TimelineViewTest::aTipTellsAboutTheSpan() {
    show(smallRun());
    const auto tipAt = [&](QPoint at) {
        QToolTip::hideText();
        QHelpEvent help(QEvent::ToolTip, at, viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(viewport(), &help);
        return QToolTip::text();
    };
    const QString tip = tipAt(middleOf(find("fetch", 3)));
    for (const char* part :
         {"fetch", "completed", "1.300 ms", "7.300 ms", "attempt 2", "worker 1"}) {
        QVERIFY2(tip.contains(QLatin1String(part)), qPrintable(tip));
    }
    const QString folded = tipAt(middleOf(find("score", 300)));
    QVERIFY2(folded.contains(QRegularExpression(QStringLiteral("more here, [45]\\d % busy"))),
             qPrintable(folded));
    QVERIFY2(tipAt(middleOf(find("tiny"))).contains(QStringLiteral("failed")), "of 400 ns");
    const QPoint header(40, static_cast<int>(canvas().rectOf(find("compile")).center().y()));
    QVERIFY(tipAt(header).contains(QStringLiteral("phases")));
}

void TimelineViewTest::aScreenReaderHearsWhatIsChosen() {
    show(smallRun());
    QAccessibleInterface* heard = QAccessible::queryAccessibleInterface(&canvas());
    QVERIFY(heard);
    QCOMPARE(heard->text(QAccessible::Name), QStringLiteral("Timeline"));
    QTest::mouseClick(viewport(), Qt::LeftButton, {}, middleOf(find("slow", 1)));
    QCOMPARE(heard->text(QAccessible::Description),
             QStringLiteral("slow · timed out · 1.400 ms · at 3.000 ms · attempt 1 · worker 2 · "
                            "run 1"));
    QTest::keyClick(&canvas(), Qt::Key_Escape);
    QVERIFY(heard->text(QAccessible::Description).isEmpty());
}

void TimelineViewTest::strangeTracesAreShown_data() {
    QTest::addColumn<std::shared_ptr<const Trace>>("trace");
    QTest::newRow("nothing in it") << std::make_shared<const Trace>();
    TraceBuilder lanes;
    lanes.lane("worker 1", LaneKind::Worker, 0);
    lanes.lane("worker 2", LaneKind::Worker, 3);
    QTest::newRow("lanes without spans") << lanes.finish();
    TraceBuilder none;
    none.add(none.lane("worker 1", LaneKind::Worker), 0, 0, 0, SpanKind::Completed, "a");
    QTest::newRow("one span of no length") << none.finish();
    TraceBuilder hours;
    const uint32_t lane = hours.lane("worker 1", LaneKind::Worker);
    hours.add(lane, 0, 0, 1, SpanKind::Completed, "a");
    hours.add(lane, 0, 1, 36'000'000'000'000, SpanKind::Completed, "b");
    hours.add(lane, 0, 36'000'000'000'000, 36'000'000'000'000, SpanKind::Failed, "c");
    QTest::newRow("hours beside a nanosecond") << hours.finish();
    TraceBuilder same;
    const uint32_t row = same.lane("worker 1", LaneKind::Worker);
    for (int i = 0; i < 1000; ++i) same.add(row, 0, 500, 500, SpanKind::Completed, "a");
    QTest::newRow("a thousand at one time") << same.finish();
    Trace bad;
    bad.lanes.push_back({"", LaneKind::Worker, {{Span{0, 10, 77, 88, 0, 0, SpanKind::Completed}}}});
    bad.endNs = 10;
    QTest::newRow("names that are not there") << std::make_shared<const Trace>(bad);
    QTest::newRow("a long name") << [] {
        TraceBuilder build;
        build.add(build.lane(std::string(5000, 'l'), LaneKind::Worker), 0, 0, 1000,
                  SpanKind::Completed, std::string(100'000, 'x'));
        return build.finish();
    }();
}

void TimelineViewTest::strangeTracesAreShown() {
    QFETCH(std::shared_ptr<const Trace>, trace);
    show(trace);
    QVERIFY(!picture().isNull());
    for (int i = 0; i < 200; ++i) {
        turnWheel({i % 2 == 0 ? 160.0 : 990.0, 100}, {0, 120});
        if (i % 20 == 0) QVERIFY(!picture().isNull());
    }
    const Qt::Key keys[] = {Qt::Key_Home, Qt::Key_M, Qt::Key_End,   Qt::Key_Z,
                            Qt::Key_F,    Qt::Key_C, Qt::Key_Escape};
    for (const Qt::Key key : keys) {
        QTest::keyClick(&canvas(), key);
        QVERIFY(!picture().isNull());
    }
    QTest::mouseMove(viewport(), {500, 40});
    QTest::mouseClick(viewport(), Qt::LeftButton, {}, {500, 40});
    QTest::keyClick(&canvas(), Qt::Key_Down, Qt::AltModifier);
    QTest::keyClick(&canvas(), Qt::Key_Right, Qt::AltModifier);
    QVERIFY(!picture().isNull());
}

void TimelineViewTest::theNewestOfSeveralTracesIsShown() {
    QSignalSpy shown(view_.get(), &TimelineView::traceShown);
    const auto newest = smallRun();
    view_->showTrace(busyLanes(100'000, 4));
    view_->showTrace(busyLanes(1000, 2));
    view_->showTrace(newest);
    QTRY_VERIFY(canvas().index() && &canvas().index()->trace() == newest.get());
    QCOMPARE(shown.size(), 1);
}

void TimelineViewTest::itSaysIfSpansAreMissing() {
    Trace trace = *smallRun();
    trace.lost = 1234;
    show(std::make_shared<const Trace>(trace));
    QVERIFY(part<QLabel>("timelineChosen")->text().contains(QStringLiteral("1,234")));
    show(smallRun());
    QVERIFY(part<QLabel>("timelineChosen")->text().isEmpty());
}

void TimelineViewTest::nothingOfTheTraceBeforeIsLeft() {
    show(smallRun());
    const QImage fresh = viewport()->grab().toImage();
    show(busyLanes(20, 2));
    QVERIFY(viewport()->grab().toImage() != fresh);
    show(smallRun());
    QCOMPARE(viewport()->grab().toImage(), fresh);
}

void TimelineViewTest::aNewRunKeepsThePlaceThatSomebodyLooksAt() {
    show(smallRun());
    for (int i = 0; i < 5; ++i) turnWheel({600, 150}, {0, 120});
    const TimelineCamera before = canvas().camera();
    show(smallRun());
    QCOMPARE(canvas().camera(), before);
    QTest::keyClick(&canvas(), Qt::Key_F);
    show(busyLanes(1000, 2));
    QVERIFY(canvas().camera().isFit());
}

QTEST_MAIN(TimelineViewTest)
#include "tst_timeline_view.moc"

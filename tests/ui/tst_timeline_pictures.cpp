#include "tests/support/traces.h"
#include "tests/ui/support/pictures.h"
#include "ui/profiler/timeline_view.h"

#include <QImage>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>

// What the timeline looks like, from all of a run down to nanoseconds, dark and light.
// CST_REWRITE_GOLDENS=1 writes the pictures anew: look at each of them.

using namespace cst;
using namespace cst::test;

class TimelinePicturesTest : public QObject {
    Q_OBJECT

private slots:
    void itLooksAsItDid_data();
    void itLooksAsItDid();
    void anotherPictureIsNoticed();
};

namespace {

constexpr QSize kView(1000, 320);

void turnWheel(QWidget& viewport, QPointF at, int steps) {
    for (int i = 0; i < std::abs(steps); ++i) {
        QWheelEvent event(at, viewport.mapToGlobal(at), {}, {0, steps > 0 ? 120 : -120},
                          Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&viewport, &event);
    }
}

QImage pictureOf(const std::shared_ptr<const Trace>& trace, Theme::Choice choice, int steps,
                 double aimNs, const QString& node) {
    Theme theme;
    theme.choose(choice);
    TimelineView view(theme);
    view.resize(kView);
    view.show();
    QSignalSpy shown(&view, &TimelineView::traceShown);
    view.showTrace(trace);
    if (!shown.wait() || !QTest::qWaitForWindowActive(&view)) return {};
    view.setSelectedNode(node);
    TimelineCanvas& canvas = *view.canvas();
    canvas.setFocus();  // a window that becomes active gives it to the first of its parts
    const QRect spans = canvas.parts().spans;
    turnWheel(*canvas.viewport(),
              QPointF(spans.left() + canvas.camera().xOf(aimNs), spans.center().y()), steps);
    return view.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

}  // namespace

void TimelinePicturesTest::itLooksAsItDid_data() {
    QTest::addColumn<int>("steps");
    QTest::addColumn<double>("aimNs");
    QTest::addColumn<bool>("isDark");
    const std::tuple<const char*, int, double> levels[] = {{"timeline-all", 0, 0},
                                                           {"timeline-part", 5, 6'000'000},
                                                           {"timeline-folded", 11, 3'200'000},
                                                           {"timeline-calls", 22, 3'210'500},
                                                           {"timeline-nanoseconds", 45, 2'700'200}};
    for (const auto& [name, steps, aim] : levels) {
        QTest::addRow("%s-dark", name) << steps << aim << true;
        QTest::addRow("%s-light", name) << steps << aim << false;
    }
}

void TimelinePicturesTest::itLooksAsItDid() {
    QFETCH(int, steps);
    QFETCH(double, aimNs);
    QFETCH(bool, isDark);
    const QImage picture =
        pictureOf(smallRun(), isDark ? Theme::Choice::Dark : Theme::Choice::Light, steps, aimNs,
                  QStringLiteral("fetch"));
    const QString wrong = differenceFromGolden(picture, QString(QTest::currentDataTag()));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
}

void TimelinePicturesTest::anotherPictureIsNoticed() {
    const auto trace = smallRun();
    const QImage one = pictureOf(trace, Theme::Choice::Dark, 0, 0, QStringLiteral("fetch"));
    QCOMPARE(difference(one, one), 0.0);
    const QImage other = pictureOf(trace, Theme::Choice::Dark, 0, 0, QStringLiteral("slow"));
    QVERIFY2(difference(one, other) > kMostOff, "another node is lit");
    const QImage nearer = pictureOf(trace, Theme::Choice::Dark, 1, 0, QStringLiteral("fetch"));
    QVERIFY2(difference(one, nearer) > kMostOff, "one step nearer");
}

QTEST_MAIN(TimelinePicturesTest)
#include "tst_timeline_pictures.moc"

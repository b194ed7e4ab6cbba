// The timeline in the whole window: runs come into it, and it stays in step with graph and text.

#include "tests/ui/support/studio.h"
#include "ui/profiler/timeline_view.h"
#include "ui/shell/studio_application.h"

#include <set>
#include <string>

using namespace cst;
using cst::test::Studio;

class WindowTimelineTest : public QObject {
    Q_OBJECT

private slots:
    void aRunShowsInTheTimeline();
    void aClickOnASpanChoosesItsNodeInGraphAndText();
    void aNodeChosenInTheGraphLightsItsSpans();
    void theCursorOfTheTextLightsSpansToo();
    void anotherDocumentHasNoRunYet();
    void whatTheStudioPaintsMeanwhileHasALane();
    void whatCompilingTookStandsBeforeTheFirstRunOfAText();

private:
    static void open(Studio& studio, const QByteArray& text) {
        studio.press(Qt::Key_N, Qt::ControlModifier);
        studio.pressPaste(text);
        EVENTUALLY(studio.editor().bytes() == text.toStdString());
    }
    /// As `label kind` once each.
    static std::set<std::string> spansOf(const Trace& trace, LaneKind kind) {
        std::set<std::string> spans;
        for (const TraceLane& lane : trace.lanes) {
            for (const std::vector<Span>& row : lane.rows) {
                for (const Span& span : row) {
                    if (lane.kind == kind) spans.insert(trace.labels[span.label]);
                }
            }
        }
        return spans;
    }
    static TimelineCanvas& canvas(Studio& studio) {
        return *studio.find<TimelineView>("timeline")->canvas();
    }
    /// Runs, looks at the timeline, and waits until it is there.
    static void run(Studio& studio) {
        studio.press(Qt::Key_8, Qt::AltModifier);
        EVENTUALLY(canvas(studio).isVisible());
        studio.press(Qt::Key_Return, Qt::ControlModifier);
        EVENTUALLY(canvas(studio).index() != nullptr);
    }
    static std::optional<SpanPlace> spanOf(Studio& studio, const std::string& key) {
        const TimelineIndex& index = *canvas(studio).index();
        const SpanSet set = index.spansOfNode(index.nodeOf(key));
        for (uint32_t row = 0; row < index.rows().size(); ++row) {
            if (!set.of(row).empty()) return SpanPlace{row, set.of(row).front()};
        }
        return std::nullopt;
    }
};

namespace {

const QByteArray kText = "@example(\"  some words to count  \")\n"
                         "in note: String\n"
                         "clean = trim(note)\n"
                         "words = split(clean, \" \")\n"
                         "count = list-length(words)\n"
                         "out count\n";

}  // namespace

void WindowTimelineTest::aRunShowsInTheTimeline() {
    Studio studio;
    open(studio, kText);
    run(studio);
    const Trace& trace = canvas(studio).index()->trace();
    QVERIFY(canvas(studio).index()->spanCount() > 0);
    QVERIFY(trace.endNs > 0);
    QVERIFY(Studio::hasFocus(canvas(studio)));
}

void WindowTimelineTest::aClickOnASpanChoosesItsNodeInGraphAndText() {
    Studio studio;
    open(studio, kText);
    run(studio);
    std::string key;
    for (const char* one : {"clean", "words", "count"}) {
        if (spanOf(studio, one)) key = one;
    }
    QVERIFY2(!key.empty(), "a node of the text has a span");
    const QPoint at = canvas(studio).rectOf(*spanOf(studio, key)).center().toPoint();
    QTest::mouseClick(canvas(studio).viewport(), Qt::LeftButton, Qt::NoModifier, at);
    QVERIFY(canvas(studio).selected());
    QCOMPARE(studio.graph().selectedKey(), canvas(studio).node().toStdString());
    QVERIFY(Studio::hasFocus(canvas(studio)));
}

void WindowTimelineTest::aNodeChosenInTheGraphLightsItsSpans() {
    Studio studio;
    open(studio, kText);
    run(studio);
    EVENTUALLY(!studio.graph().isMoving());
    QTest::mouseClick(&studio.graph(), Qt::LeftButton, Qt::NoModifier,
                      studio.graph().nodeRect("words").center());
    QCOMPARE(canvas(studio).node(), QStringLiteral("words"));
}

void WindowTimelineTest::theCursorOfTheTextLightsSpansToo() {
    Studio studio;
    open(studio, kText);
    run(studio);
    studio.editor().setFocus();
    studio.press(Qt::Key_Home, Qt::ControlModifier);
    for (int line = 0; line < 2; ++line) studio.press(Qt::Key_Down);
    EVENTUALLY(canvas(studio).node() == QStringLiteral("clean"));
}

void WindowTimelineTest::anotherDocumentHasNoRunYet() {
    Studio studio;
    MainWindow::Options options;
    options.file = studio.write("words.cst", kText);  // saved: nobody has to be asked about it
    studio.restart(options);
    EVENTUALLY(studio.graph().nodeCount() > 0);
    run(studio);
    open(studio, "in a: Int\nout a\n");
    EVENTUALLY(canvas(studio).index() == nullptr);
}

void WindowTimelineTest::whatTheStudioPaintsMeanwhileHasALane() {
    auto& app = *static_cast<StudioApplication*>(QCoreApplication::instance());
    Studio studio;
    // Calls of a second: badges of the graph count the time that they wait.
    studio.restart({.file = cst::test::samplePath("fan-out.cst"), .spans = &app.spans()});
    EVENTUALLY(studio.graph().nodeCount() > 20);
    run(studio);
    const Trace& trace = canvas(studio).index()->trace();
    const std::set<std::string> painted = spansOf(trace, LaneKind::Studio);
    QVERIFY(painted.count("paint window") == 1);
    QVERIFY(painted.count("paint graph") == 1);
    // Each part of the window is painted within the window's own turn.
    const TraceLane& lane = trace.lanes.back();
    QCOMPARE(lane.name, std::string("studio"));
    QVERIFY(lane.rows.size() >= 2);
    for (const Span& outer : lane.rows.front()) {
        QCOMPARE(trace.labels[outer.label], std::string("paint window"));
        QVERIFY(outer.startNs >= 0 && outer.endNs <= trace.endNs);
    }
}

void WindowTimelineTest::whatCompilingTookStandsBeforeTheFirstRunOfAText() {
    Studio studio;
    open(studio, kText);
    EVENTUALLY(studio.graph().nodeCount() > 0);
    run(studio);
    const std::set<std::string> phases = spansOf(canvas(studio).index()->trace(), LaneKind::Phases);
    for (const char* phase : {"parse", "check", "plan", "layout", "decode", "encode"}) {
        QVERIFY2(phases.count(phase) == 1, phase);
    }
}

int main(int argc, char** argv) {
    StudioApplication app(argc, argv);  // as people have it: it records what it paints
    WindowTimelineTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_window_timeline.moc"

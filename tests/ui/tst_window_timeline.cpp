// The timeline in the whole window: runs come into it, and it stays in step with graph and text.

#include "tests/ui/support/studio.h"
#include "ui/profiler/timeline_view.h"

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

private:
    static void open(Studio& studio, const QByteArray& text) {
        studio.press(Qt::Key_N, Qt::ControlModifier);
        studio.pressPaste(text);
        EVENTUALLY(studio.editor().bytes() == text.toStdString());
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

QTEST_MAIN(WindowTimelineTest)
#include "tst_window_timeline.moc"

// Rows of the window, painted by the software raster in memory: no display is needed, and there is
// none to wait for.

#include "engine/session/engine.h"
#include "tests/bench/item_scene.h"
#include "tests/bench/rows.h"
#include "tests/bench/scratch_folder.h"
#include "tests/bench/workloads.h"
#include "tests/support/traces.h"
#include "ui/editor/code_editor.h"
#include "ui/graph/graph_view.h"
#include "ui/profiler/timeline_overview.h"
#include "ui/profiler/timeline_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/session_bridge.h"
#include "ui/shell/settings.h"
#include "ui/shell/studio_style.h"

#include <QApplication>
#include <QEventLoop>
#include <QKeyEvent>
#include <QScrollBar>
#include <QTimer>
#include <QWheelEvent>

#include <chrono>
#include <cmath>
#include <numbers>

namespace cst::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr QSize kCanvas(1280, 800);

double milliseconds(Clock::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

/// The one application of this process, as the studio has it.
Theme& theme() {
    static int argc = 1;
    static char name[] = "constellation-bench";
    static char* argv[] = {name, nullptr};
    // Neither is ever destroyed: at the end of the process nothing is in the right order for that.
    static Theme* const theme = [] {
        new QApplication(argc, argv);
        auto* made = new Theme;
        made->choose(Theme::Choice::Dark);
        QApplication::setFont(made->textFont());
        QApplication::setStyle(new StudioStyle(*made));
        return made;
    }();
    return *theme;
}

Result<SnapshotPtr> compiled(const std::string& text) {
    Engine engine(1);
    const std::shared_ptr<Snapshot> snapshot =
        engine.compile(std::make_shared<const SourceText>(text), 1, true);
    if (snapshot->errorCount != 0) {
        return Error{"", "the workload does not compile: " + snapshot->diagnostics[0].message(),
                     ""};
    }
    snapshot->shown.resize(snapshot->graph->nodes.size());
    for (uint32_t i = 0; i < snapshot->shown.size(); ++i) {
        snapshot->shown[i].identity = NodeIdentity(i);
    }
    return SnapshotPtr(snapshot);
}

/// A run of all nodes, each of which took a while; another one for another seed.
RunSnapshotPtr runOf(const SnapshotPtr& snapshot, unsigned seed) {
    auto run = std::make_shared<RunSnapshot>();
    run->run = seed;
    run->compiled = snapshot;
    run->status = RunStatus::Completed;
    run->nodes.resize(snapshot->graph->nodes.size());
    for (std::size_t i = 0; i < run->nodes.size(); ++i) {
        run->nodes[i].status = NodeStatus::Completed;
        run->nodes[i].runUs = static_cast<double>((i * 7919 + seed * 104'729) % 99'000) / 10;
    }
    return run;
}

void turnWheel(QWidget& canvas, QPoint at, int degrees, bool zooms) {
    QWheelEvent event(at, canvas.mapToGlobal(at), {}, {0, degrees}, Qt::NoButton,
                      zooms ? Qt::ControlModifier : Qt::ShiftModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&canvas, &event);
}

/// A walk over the graph: from all of it into its middle, along it, and back out.
void move(QWidget& canvas, int frame) {
    const int phase = frame % 120;
    if (phase < 40) {
        turnWheel(canvas, {640, 400}, 60, true);
    } else if (phase < 80) {
        turnWheel(canvas, {640, 400}, phase < 60 ? 120 : -120, false);
    } else {
        turnWheel(canvas, {640, 400}, -60, true);
    }
}

/// Wheel and paint, into the same kind of picture.
double frameOf(QWidget& widget, QWidget& canvas, QImage& picture, int frame) {
    const auto start = Clock::now();
    move(canvas, frame);
    widget.render(&picture);
    return milliseconds(Clock::now() - start);
}

void show(QWidget& widget) {
    widget.resize(kCanvas);
    widget.show();
    QCoreApplication::processEvents();
}

Result<Measured> measureCanvas(const std::string&) {
    const Theme& colors = theme();
    const Result<SnapshotPtr> snapshot = compiled(callsWorkload(5000).text);
    if (!snapshot.ok()) {
        return snapshot.error();
    }
    GraphView view(colors);
    show(view);
    view.showSnapshot(*snapshot);
    view.showRun(runOf(*snapshot, 1));
    view.fit();
    ItemScene items(**snapshot);
    show(items);
    items.fit();
    QImage picture(kCanvas, QImage::Format_RGB32);
    Side ours{[&](int round) { return frameOf(view, view, picture, round); }, 480};
    Side theirs{[&](int round) { return frameOf(items, *items.viewport(), picture, round); }, 120};
    takeTurns(120, {&ours, &theirs});
    Measured measured;
    measured.p99 = percentile99(ours.figures);
    measured.ours = measured.p99;
    measured.others["median"] = median(ours.figures);
    measured.peer = "an item a node";
    measured.peerValue = percentile99(theirs.figures);
    return measured;
}

Result<Measured> measureBadges(const std::string&) {
    const Theme& colors = theme();
    const Result<SnapshotPtr> snapshot = compiled(callsWorkload(1000).text);
    if (!snapshot.ok()) {
        return snapshot.error();
    }
    GraphView view(colors);
    show(view);
    view.showSnapshot(*snapshot);
    view.fit();
    QImage picture(kCanvas, QImage::Format_RGB32);
    const auto refresh = [&](int round) {
        const auto start = Clock::now();
        view.showRun(runOf(*snapshot, static_cast<unsigned>(round)));
        view.render(&picture);
        return milliseconds(Clock::now() - start);
    };
    Measured measured = inTurn(20, 200, refresh);
    view.zoomToActual();
    while (view.zoom() > 0.55) view.zoomOut();  // as small as times can be read
    measured.others["names"] = inTurn(20, 200, refresh).ours;
    return measured;
}

/// All of the timeline drawn anew, with 64 lanes in sight: a small step of the wheel and a picture.
/// From far, where every pixel folds some spans; where they are just wide enough to stand apart;
/// and near, where they have their labels in them.
Result<Measured> measureTimeline(const std::string&) {
    const Theme& colors = theme();
    TimelineView view(colors);
    view.resize(1920, 1500);
    view.show();
    const std::shared_ptr<const Trace> trace = test::busyLanes(1'000'000, 64);
    bool isShown = false;
    QObject::connect(&view, &TimelineView::traceShown, &view, [&] { isShown = true; });
    const auto asked = Clock::now();
    view.showTrace(trace);
    while (!isShown) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const double shown = milliseconds(Clock::now() - asked);
    TimelineCanvas& canvas = *view.canvas();
    if (canvas.verticalScrollBar()->maximum() > 0) {
        return Error{"", "the lanes are not all in sight", ""};
    }
    auto& map = *view.findChild<TimelineOverview*>(QStringLiteral("timelineOverview"));
    QImage picture(canvas.size(), QImage::Format_RGB32), mapPicture(map.size(), picture.format());
    const auto frame = [&](int round) {
        const auto start = Clock::now();
        turnWheel(*canvas.viewport(), {1000, 700}, round % 2 == 0 ? 12 : -12, true);
        canvas.viewport()->render(&picture, {}, {}, QWidget::DrawChildren);
        map.render(&mapPicture, {}, {}, QWidget::DrawChildren);
        return milliseconds(Clock::now() - start);
    };
    const auto zoomTo = [&](double nsPerPixel) {
        while (canvas.camera().nsPerPixel() > nsPerPixel) {
            turnWheel(*canvas.viewport(), {1000, 700}, 30, true);
        }
    };
    Measured measured = inTurn(30, 200, frame);
    zoomTo(250);  // a span has some 4 pixels
    measured.others["apart"] = inTurn(30, 200, frame).ours;
    zoomTo(14);  // some 70
    measured.others["labels"] = inTurn(30, 200, frame).ours;
    measured.others["index"] = shown;
    return measured;
}

/// A window in which somebody types.
class Typist {
public:
    explicit Typist(const std::string& text)
        : settings_(QString::fromStdString(folder_.path() + "/config")),
          window_(theme(), settings_, options(text)),
          editor_(window_.findChild<CodeEditor*>(QStringLiteral("editor"))),
          graph_(window_.findChild<GraphView*>(QStringLiteral("graph"))) {
        QObject::connect(window_.findChild<SessionBridge*>(), &SessionBridge::snapshotChanged,
                         &window_, [this](const SnapshotPtr&) {
                             arrived_ = true;
                             // Behind the paints that it has asked for: those are posted.
                             QTimer::singleShot(0, &window_, [this] { isPainted_ = true; });
                         });
        window_.show();
        window_.activateWindow();
        waitFor(
            [this] { return arrived_ && graph_->nodeCount() > 1 && QApplication::focusWidget(); });
    }
    /// Behind the first line that begins so.
    void goTo(const std::string& begin) {
        const std::string text = editor_->bytes();
        const auto end = static_cast<uint32_t>(text.find('\n', text.find("\n" + begin) + 1));
        editor_->select({end, end});
        rest();
    }
    /// From the key press until the text, what is marked in it and the graph are painted, as far
    /// as they look different.
    double press(int key, const QString& letter) {
        isPainted_ = false;
        const auto start = Clock::now();
        for (const QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease}) {
            QKeyEvent event(type, key, Qt::NoModifier, letter);
            QCoreApplication::sendEvent(QApplication::focusWidget(), &event);
        }
        waitFor([this] { return isPainted_; });
        const auto end = Clock::now();
        rest();
        return milliseconds(end - start);
    }

private:
    MainWindow::Options options(const std::string& text) const {
        MainWindow::Options options;
        options.file = QString::fromStdString(folder_.write("pipeline.cst", text));
        options.size = QSize(1600, 1000);
        options.looksForLeft = false;
        return options;
    }
    template <class Condition>
    static void waitFor(const Condition& condition) {
        while (!condition()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    // People pause: what moves comes to rest, a live run ends.
    static void rest() {
        bool isOver = false;
        QTimer::singleShot(60, qApp, [&] { isOver = true; });
        waitFor([&] { return isOver; });
    }

    ScratchFolder folder_;
    Settings settings_;
    MainWindow window_;
    CodeEditor* editor_;
    GraphView* graph_;
    bool arrived_ = false;
    bool isPainted_ = false;
};

/// Types in the middle of the text: an operand, which is broken for a while, and takes it back.
Result<Measured> measureKeystrokes(int calls) {
    theme();
    Typist typist(callsWorkload(calls).text);
    typist.goTo("n" + std::to_string(calls / 2) + " =");
    static const QString kLetters = QStringLiteral(" + 12");
    Side side{[&](int round) {
                  const auto at = static_cast<qsizetype>(round % (2 * kLetters.size()));
                  if (at >= kLetters.size()) return typist.press(Qt::Key_Backspace, {});
                  return typist.press(0, kLetters.mid(at, 1));
              },
              200};
    takeTurns(20, {&side});
    Measured measured;
    measured.p99 = percentile99(side.figures);
    measured.others["median"] = median(side.figures);
    measured.ours = side.figures[side.figures.size() * 95 / 100];
    return measured;
}

Result<Measured> measureKeystroke200(const std::string&) {
    return measureKeystrokes(200);
}
Result<Measured> measureKeystroke1000(const std::string&) {
    return measureKeystrokes(1000);
}

}  // namespace

std::vector<Row> uiRows() {
    return {{"ui/keystroke-200", measureKeystroke200},
            {"ui/keystroke-1000", measureKeystroke1000},
            {"ui/canvas-5000", measureCanvas},
            {"ui/badges-1000", measureBadges},
            {"ui/timeline-1M", measureTimeline}};
}

}  // namespace cst::bench

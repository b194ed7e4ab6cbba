#pragma once

#include "engine/session/kept_run.h"
#include "ui/profiler/timeline_canvas.h"
#include "ui/shell/background_work.h"

#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QWidget>

#include <optional>

namespace cst {

class ElidedLabel;
class PastRunNote;
class SpanLegend;
class TimelineOverview;

/// Who did what when in a run, or in many: a line to search in, a map of all of it, the lanes.
/// UI thread only; what takes longer is done beside it.
class TimelineView : public QWidget {
    Q_OBJECT

public:
    explicit TimelineView(const Theme& theme, QWidget* parent = nullptr);

    /// null = nothing has run. Shows it as soon as it is ready; meanwhile what was there stays.
    void showTrace(std::shared_ptr<const Trace> trace);
    /// An earlier run, until showTrace() or showKept() with another one; see PastRunNote.
    void showKept(const KeptRunPtr& run, bool isOtherText);
    /// Shows one run of a load from end to end, as soon as its trace is on the screen; 0 = the
    /// whole load.
    void goToRun(uint32_t run);
    /// The spans of this node light up; "" = of none.
    void setSelectedNode(const QString& key) { canvas_->setNode(key); }

    TimelineCanvas* canvas() const { return canvas_; }

signals:
    /// A span of this node was chosen.
    void nodeActivated(const QString& key);
    void spanSelected();
    void newestAsked();
    /// What was given to showTrace() last is on the screen.
    void traceShown();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QToolButton* addButton(const char* name, const char* icon, const QString& tip);
    void build();
    void connectParts();
    void start(std::shared_ptr<const Trace> trace);
    void showIndex(const TimelineIndexPtr& index);
    void search();
    void showFound(std::shared_ptr<const FoundSpans> found);
    void step(int by);
    void endSearch();
    void showCount();
    void showChosen();
    void applyTheme();

    const Theme& theme_;  // outlives every widget
    PastRunNote* note_;
    QLineEdit* line_;
    QLabel* count_;
    QToolButton* previous_ = nullptr;
    QToolButton* next_ = nullptr;
    QToolButton* fit_ = nullptr;
    ElidedLabel* chosen_;
    SpanLegend* legend_;
    TimelineOverview* overview_;
    TimelineCanvas* canvas_;
    std::shared_ptr<const FoundSpans> found_;  // null = nothing was looked for, or not yet
    int stepAsked_ = 0;                        // before it was found
    uint64_t tracesAsked_ = 0, tracesShown_ = 0, searchesAsked_ = 0;
    std::optional<uint32_t> runAsked_;  // of a trace that is not on the screen yet
    BackgroundWork work_;
};

}  // namespace cst

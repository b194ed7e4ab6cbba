#pragma once

#include "ui/profiler/span_search.h"
#include "ui/profiler/timeline_chrome.h"
#include "ui/profiler/timeline_raster.h"

#include <QAbstractScrollArea>
#include <QImage>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace cst {

struct TraceView;

/// The lanes of a trace over a time axis: looks at any part of it, chooses spans, measures.
/// UI thread only.
class TimelineCanvas : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit TimelineCanvas(const Theme& theme, QWidget* parent = nullptr);

    /// null = there is no trace.
    void showIndex(TimelineIndexPtr index);
    const TimelineIndexPtr& index() const { return index_; }
    const TimelineCamera& camera() const { return camera_; }

    void fit();
    void zoomToSelection();
    void centre(double timeNs);
    void zoomBy(double factor);  // to the middle

    /// All spans of this node light up; "" = of none. It is looked for in traces to come, too.
    void setNode(const QString& key);
    /// An earlier run is shown: where there is nothing of it, the hint says so.
    void setIsPast(bool isPast) { isPast_ = isPast; }
    const QString& node() const { return node_; }
    /// These stand out, the rest is dimmed; null = nothing is looked for.
    void showFound(std::shared_ptr<const FoundSpans> found);
    /// Chooses a span as a click does, and pans there.
    void goTo(SpanPlace place);
    /// Chooses a run of a load, so that its nodes light up, and shows it from end to end. False if
    /// it is not there.
    bool goToRun(uint32_t run);
    std::optional<SpanPlace> selected() const { return selected_; }
    std::optional<TimeStretch> measured() const { return measured_; }

    /// What is seen, at so many pixels a pixel of the screen. Null where there is no trace.
    QImage picture(double scale) const;
    TraceView view() const;  // likewise, for a drawing

    /// On the viewport, for tests; empty if its lane is folded.
    QRectF rectOf(SpanPlace place) const;
    TimelineParts parts() const { return parts_; }

signals:
    void cameraChanged();
    /// A span was chosen, or none is any more: see selected().
    void spanSelected();
    /// A span of this node was chosen.
    void nodeActivated(const QString& key);
    void searchWanted();
    /// Escape, and there was nothing left to give up here.
    void searchEndWanted();

protected:
    bool event(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum class Drag { None, Click, Pan, Measure };

    // timeline_canvas.cpp
    void applyTheme();
    void layOut();
    void moved();
    TimelineChrome::Scene scene() const;
    TimelineFrame frame(double ratio) const;
    void drawSpans(QPainter& painter, TimelineRaster& raster, double ratio) const;
    void select(std::optional<SpanPlace> place);
    void light(SpanSet spans);
    void foldLane(uint32_t lane, bool folds);
    void setMeasured(std::optional<TimeStretch> stretch);

    // timeline_canvas_input.cpp
    std::optional<uint32_t> laneAt(QPoint at) const;
    std::optional<uint32_t> rowAt(QPoint at) const;
    std::optional<SpanPlace> spanAt(QPoint at) const;
    double timeAt(double x) const;
    double snapped(QPoint at) const;
    QString tipAt(QPoint at) const;
    bool panByKey(int key);
    void walk(int key);
    void walkRows(int step);
    void measureAtHand();
    bool giveUp();

    const Theme& theme_;  // outlives every widget
    TimelineIndexPtr index_;
    TimelineCamera camera_;
    TimelineLayout layout_;
    TimelineRuler ruler_;
    TimelineParts parts_;
    TimelineRaster raster_;
    TimelineChrome chrome_;
    std::vector<bool> isFolded_;  // by lane
    std::vector<double> grid_;    // times of the marks of the ruler
    bool isPast_ = false;

    std::optional<SpanPlace> selected_;
    QString node_;
    SpanSet lit_;
    std::shared_ptr<const FoundSpans> found_;
    std::optional<TimeStretch> measured_;

    Drag drag_ = Drag::None;
    QPoint pressedAt_, draggedFrom_;
    double measuredFrom_ = 0;
};

}  // namespace cst

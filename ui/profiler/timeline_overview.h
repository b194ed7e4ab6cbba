#pragma once

#include "ui/profiler/timeline_camera.h"
#include "ui/profiler/timeline_index.h"
#include "ui/shell/theme.h"

#include <QImage>
#include <QWidget>

namespace cst {

/// The whole trace in one strip: how many of the workers were busy, where something went wrong,
/// and a frame around what is in sight. UI thread only.
class TimelineOverview : public QWidget {
    Q_OBJECT

public:
    explicit TimelineOverview(const Theme& theme, QWidget* parent = nullptr);

    void showIndex(TimelineIndexPtr index);  // null = nothing to show
    void showCamera(const TimelineCamera& camera);

    QSize sizeHint() const override;

signals:
    /// Somebody wants to see this time in the middle.
    void timeWanted(double ns);
    void zoomWanted(double factor);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void draw();
    double timeAt(double x) const;
    double xOf(double timeNs) const;
    double endNs() const;

    const Theme& theme_;  // outlives every widget
    TimelineIndexPtr index_;
    TimelineCamera camera_;
    QImage busy_;         // null = to be drawn
    double grabbed_ = 0;  // ns from the pointer to the middle of the frame
};

}  // namespace cst

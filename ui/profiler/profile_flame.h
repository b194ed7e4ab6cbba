#pragma once

#include "ui/profiler/profile_report.h"

#include <QWidget>

#include <optional>

namespace cst {

class Theme;

/// The time of a run as boxes: below each box what lies in it, as wide as its time. A click chooses
/// a node, a double click or Enter shows its box alone, Backspace or Escape what it lies in; arrows
/// walk from box to box. UI thread only. Cost of a frame: the boxes that are a pixel wide.
class ProfileFlame : public QWidget {
    Q_OBJECT

public:
    explicit ProfileFlame(const Theme& theme, QWidget* parent = nullptr);

    void showReport(ProfileReportPtr report);  // null = nothing has run
    void setMeasure(FlameMeasure measure);
    void setNode(const QString& key);  // its box is the current one; "" = none is
    QString node() const;              // of the current box; "" = of none

    /// Where the box of that node is; empty if it is not in sight.
    QRect rectOf(const QString& key) const;
    /// The box that fills the width: the name of a group, the key of a node, of all "".
    QString zoomed() const;

signals:
    void nodeActivated(const QString& key);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    const std::vector<FlameFrame>& frames() const;
    bool isEmpty() const { return frames().size() < 2; }
    std::optional<uint32_t> frameOf(const QString& key) const;
    std::optional<uint32_t> frameAt(QPoint place) const;
    QRect rectOf(uint32_t frame) const;
    QString nameOf(uint32_t frame) const;
    QString tipOf(uint32_t frame) const;
    void zoomTo(uint32_t frame);
    void zoomOut();
    void makeCurrent(uint32_t frame);
    void walk(int key);
    void fitHeight();
    void paintBox(QPainter& painter, uint32_t frame, const QRect& box) const;

    const Theme& theme_;  // outlives every widget
    ProfileReportPtr report_;
    FlameMeasure measure_ = FlameMeasure::Wall;
    uint32_t root_ = 0;  // fills the width
    std::optional<uint32_t> current_;
    QString chosen_;  // key; kept while it has no box
};

}  // namespace cst

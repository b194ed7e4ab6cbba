#pragma once

#include "engine/session/load_snapshot.h"
#include "ui/profiler/chart_axis.h"

#include <QWidget>

#include <functional>
#include <optional>

class QPainter;

namespace cst {

class Theme;

/// A load over its time: above how many runs ended a second, below what they took (p50, p95, p99),
/// with the place where that changed. The mouse, or the arrow keys, look at one stretch of it.
class LoadChart : public QWidget {
    Q_OBJECT

public:
    explicit LoadChart(const Theme& theme, QWidget* parent = nullptr);

    void showLoad(const LoadSnapshotPtr& load);  // null = there is none
    /// In words what is looked at; "" = nothing.
    QString lookedAt() const;
    /// Where a bucket is drawn, the whole height; empty = there is no such bucket.
    QRect rectOf(std::size_t bucket) const;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    QRect plot() const;
    QRect throughputArea() const;
    QRect latencyArea() const;
    double xOf(int64_t ns) const;
    int64_t spanNs() const;
    void look(std::optional<std::size_t> bucket);
    std::optional<std::size_t> bucketAt(int x) const;
    void paintAxis(QPainter& painter, const QRect& area, const ChartAxis& axis,
                   const QString& title, const std::function<QString(double)>& label) const;
    void paintTimeAxis(QPainter& painter) const;
    void paintThroughput(QPainter& painter) const;
    void paintLatency(QPainter& painter) const;
    void paintLine(QPainter& painter, const ChartAxis& axis, double LoadBucket::*value,
                   const QPen& pen) const;
    void paintDrift(QPainter& painter) const;
    void paintLookedAt(QPainter& painter) const;

    const Theme& theme_;  // outlives every widget
    LoadSnapshotPtr load_;
    std::optional<std::size_t> lookedAt_;  // a bucket
};

}  // namespace cst

#pragma once

#include "ui/profiler/chart_axis.h"
#include "ui/profiler/load_plot.h"

#include <functional>

namespace cst {

/// A load over its time: above how many runs ended a second, below what they took (p50, p95, p99),
/// with the place where that changed. What is written stands beside the curves.
class LoadChart : public LoadPlot {
    Q_OBJECT

public:
    explicit LoadChart(const Theme& theme, QWidget* parent = nullptr);

    QSize minimumSizeHint() const override;

protected:
    std::size_t partsOf(const LoadSnapshot& load) const override;
    QRect placeOf(std::size_t bucket) const override;
    QString wordsOf(std::size_t bucket) const override;
    void paintLoad(QPainter& painter) const override;

private:
    QRect plot() const;
    int titleHeight() const;
    QRect throughputArea() const;
    QRect latencyArea() const;
    double xOf(int64_t ns) const;
    int64_t spanNs() const;
    void paintAxis(QPainter& painter, const QRect& area, const ChartAxis& axis,
                   const std::function<QString(double)>& label) const;
    void paintTitle(QPainter& painter, const QRect& area, const QString& title) const;
    QString latencyTitle() const;
    ChartAxis latencyAxis() const;
    void paintTimeAxis(QPainter& painter) const;
    void paintThroughput(QPainter& painter) const;
    void paintLatency(QPainter& painter) const;
    void paintLine(QPainter& painter, const ChartAxis& axis, double LoadBucket::*value,
                   const QPen& pen) const;
    void paintDrift(QPainter& painter) const;
    void paintLookedAt(QPainter& painter) const;
};

}  // namespace cst

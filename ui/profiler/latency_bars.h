#pragma once

#include "ui/profiler/load_plot.h"

namespace cst {

/// How many runs of a load took how long, from the quickest to the slowest, with p50, p95 and p99
/// marked. Bars widen with the time. Enter or a double click asks for a run of one of them.
class LatencyBars : public LoadPlot {
    Q_OBJECT

public:
    explicit LatencyBars(const Theme& theme, QWidget* parent = nullptr);

    QSize minimumSizeHint() const override;

signals:
    /// One that took so long.
    void runAsked(qint64 fromNs, qint64 toNs);

protected:
    std::size_t partsOf(const LoadSnapshot& load) const override;
    QRect placeOf(std::size_t bar) const override;
    QString wordsOf(std::size_t bar) const override;
    void paintLoad(QPainter& painter) const override;
    void activate(std::size_t bar) override;

private:
    QRect plot() const;
    double xOf(double us) const;
    void paintBars(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
};

}  // namespace cst

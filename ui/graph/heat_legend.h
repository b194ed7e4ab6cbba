#pragma once

#include "ui/graph/graph_profile.h"
#include "ui/shell/theme.h"

#include <QStringList>
#include <QWidget>

namespace cst {

/// What the colours of nodes stand for, heat or change, and how long the critical path is: in a
/// corner of the canvas, as long as one of them is shown. It takes no clicks.
class HeatLegend : public QWidget {
    Q_OBJECT

public:
    explicit HeatLegend(const Theme& theme, QWidget* parent);

    void showProfile(const GraphProfile& profile);
    /// Its lower left corner.
    void placeAt(QPoint bottomLeft);
    /// What it says, line by line; the bounds of the scale are one.
    QStringList lines() const;

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QFont font() const;
    void showHeat(const GraphProfile& profile);
    void showChange(const GraphProfile& profile);
    QColor colorAt(double part) const;  // of the scale, 0 … 1

    const Theme& theme_;  // outlives every widget
    HeatMetric metric_ = HeatMetric::Off;
    bool isOfChange_ = false;
    QString title_, sum_, path_;  // "" = that line is not there
    QStringList bounds_;          // low, middle, high; empty = no scale
};

}  // namespace cst

#pragma once

#include "ui/graph/folding_legend.h"
#include "ui/graph/graph_legends.h"

#include <QStringList>

namespace cst {

/// What the colours of nodes stand for, heat or change, and how long the critical path is: in a
/// corner of the canvas, as long as one of them is shown.
class HeatLegend : public FoldingLegend {
    Q_OBJECT

public:
    explicit HeatLegend(const Theme& theme, QWidget* parent);

    /// It is to be placed again then: it may have come or gone.
    void showProfile(const GraphProfile& profile);
    /// What it says, line by line; the bounds of the scale are one.
    QStringList lines() const { return legend_.lines(); }

    bool isNeeded() const override { return !lines().isEmpty(); }
    void fitInto(QSize canvas, int mostWidth) override;
    QSize wholeSize() const override;

protected:
    int lineWidth() const override;
    void paintLine(QPainter& painter, const QRect& room) override;
    void paintWhole(QPainter& painter) override;

private:
    QString line() const;

    NodeLegend legend_;
    int mostWidth_ = 0;  // px, of the folded one
};

}  // namespace cst

#pragma once

#include "ui/graph/folding_legend.h"
#include "ui/graph/legend_painter.h"

#include <QStringList>

#include <vector>

namespace cst {

/// What the colours of the lines mean, in a corner of the canvas.
class EdgeLegend : public FoldingLegend {
    Q_OBJECT

public:
    explicit EdgeLegend(const Theme& theme, QWidget* parent);

    /// It is to be placed again then, and after setWanted().
    void showLines(std::vector<LegendLine> lines);
    /// Whether somebody wants to see it; it also hides while there are no lines.
    void setWanted(bool isWanted) { isWanted_ = isWanted; }
    bool isWanted() const { return isWanted_; }
    /// `Int, Float`, …, in their order.
    QStringList words() const;

    bool isNeeded() const override { return isWanted_ && !lines_.empty(); }
    /// In as many rows as the width needs.
    void fitInto(QSize canvas, int mostWidth) override;
    QSize wholeSize() const override { return rows_.size; }

protected:
    int lineWidth() const override;
    void paintLine(QPainter& painter, const QRect& room) override;
    void paintWhole(QPainter& painter) override;

private:
    void arrange();

    bool isWanted_ = true;
    std::vector<LegendLine> lines_;
    LegendRows rows_;
    QSize canvas_;
};

}  // namespace cst

#pragma once

#include "ui/graph/legend_painter.h"

#include <QWidget>

#include <vector>

namespace cst {

/// What the colours of the lines mean, in a corner of the canvas.
class EdgeLegend : public QWidget {
    Q_OBJECT

public:
    explicit EdgeLegend(const Theme& theme, QWidget* parent);

    void showLines(std::vector<LegendLine> lines);
    /// Whether somebody wants to see it; it also hides while there are no lines.
    void setWanted(bool isWanted);
    bool isWanted() const { return isWanted_; }
    /// In as many rows as the width needs; it hides where that is too much of the canvas.
    void placeAt(QPoint bottomLeft, QSize canvas);
    /// `Int, Float`, …, in their order.
    QStringList words() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void arrange();

    const Theme& theme_;  // outlives every widget
    bool isWanted_ = true;
    std::vector<LegendLine> lines_;
    LegendRows rows_;
    QPoint corner_;
    QSize canvas_;
};

}  // namespace cst

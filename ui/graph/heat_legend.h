#pragma once

#include "ui/graph/graph_legends.h"
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
    QStringList lines() const { return legend_.lines(); }

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QFont font() const;
    const Theme& theme_;  // outlives every widget
    NodeLegend legend_;
};

}  // namespace cst

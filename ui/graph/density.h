#pragma once

#include <QColor>
#include <QImage>
#include <QRectF>

#include <vector>

namespace cst {

/// Many small things as a map of how much of each cell they cover: where a thing is smaller than a
/// pixel, drawing it alone says nothing.
class Density {
public:
    /// `area` in pixels, in cells of `cell` pixels.
    Density(const QRect& area, int cell);

    /// What is `loud` gives its colour to all that it touches; else the last one does.
    /// Cost: O(cells touched).
    void add(const QRectF& box, QColor color, bool loud);
    /// A pixel a cell, to be drawn over `area`. The more of a cell is covered, the more of its
    /// colour there is; what is loud is seen however small it is.
    QImage image(QColor ground) const;
    QRect area() const { return {area_.topLeft(), QSize(columns_ * cell_, rows_ * cell_)}; }

private:
    struct Cell {
        QRgb color = 0;
        float covered = 0;
        bool isLoud = false;
    };

    const QRect area_;
    const int cell_;
    const int columns_, rows_;
    std::vector<Cell> cells_;  // row by row
};

}  // namespace cst

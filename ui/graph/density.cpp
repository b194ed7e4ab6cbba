#include "ui/graph/density.h"

#include "ui/graph/node_shapes.h"

#include <algorithm>

namespace cst {

namespace {

constexpr double kFaintest = 0.35;  // of a colour, where anything is

}  // namespace

Density::Density(const QRect& area, int cell)
    : area_(area),
      cell_(cell),
      columns_((area.width() + cell - 1) / cell),
      rows_((area.height() + cell - 1) / cell),
      cells_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_)) {}

void Density::add(const QRectF& box, QColor color, bool loud) {
    const QRectF in = box.translated(-area_.topLeft());
    const int left = std::max(0, static_cast<int>(in.left()) / cell_);
    const int top = std::max(0, static_cast<int>(in.top()) / cell_);
    const int right = std::min(columns_ - 1, static_cast<int>(in.right()) / cell_);
    const int bottom = std::min(rows_ - 1, static_cast<int>(in.bottom()) / cell_);
    for (int row = top; row <= bottom; ++row) {
        for (int column = left; column <= right; ++column) {
            const QRectF square(column * cell_, row * cell_, cell_, cell_);
            const QRectF common = square & in;
            Cell& cell = cells_[static_cast<std::size_t>(row * columns_ + column)];
            cell.covered += static_cast<float>(common.width() * common.height() / (cell_ * cell_));
            if (cell.isLoud && !loud) continue;
            cell.color = color.rgb();
            cell.isLoud = loud;
        }
    }
}

QImage Density::image(QColor ground) const {
    QImage image(columns_, rows_, QImage::Format_RGB32);
    for (int row = 0; row < rows_; ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = 0; column < columns_; ++column) {
            const Cell& cell = cells_[static_cast<std::size_t>(row * columns_ + column)];
            const double share =
                cell.isLoud ? 1 : kFaintest + (1 - kFaintest) * std::min(1.0F, cell.covered);
            line[column] = cell.covered == 0 && !cell.isLoud
                               ? ground.rgb()
                               : mixed(ground, QColor(cell.color), share).rgb();
        }
    }
    return image;
}

}  // namespace cst

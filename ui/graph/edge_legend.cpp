#include "ui/graph/edge_legend.h"

#include "ui/graph/overlay_frame.h"

#include <QPainter>
#include <QStringList>

namespace cst {

EdgeLegend::EdgeLegend(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
    setObjectName(QStringLiteral("edgeLegend"));
    makeOverlay(*this);
    setToolTip(tr("Types of the values on the lines (L hides this)"));
    setFont(theme.textFont());
    hide();
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void EdgeLegend::showLines(std::vector<LegendLine> lines) {
    if (lines == lines_) return;
    lines_ = std::move(lines);
    setAccessibleName(tr("Types of the lines: %1").arg(words().join(QStringLiteral("; "))));
    arrange();
}

void EdgeLegend::setWanted(bool isWanted) {
    isWanted_ = isWanted;
    arrange();
}

void EdgeLegend::placeAt(QPoint bottomLeft, QSize canvas) {
    if (bottomLeft == corner_ && canvas == canvas_) return;  // asked for with each snapshot
    corner_ = bottomLeft;
    canvas_ = canvas;
    arrange();
}

QStringList EdgeLegend::words() const {
    QStringList all;
    for (const LegendLine& line : lines_) all.append(line.words);
    return all;
}

void EdgeLegend::arrange() {
    const int most = canvas_.width() / 2;  // the other half belongs to the zoom and the map
    rows_ = legendRows(lines_, font(), most);
    setGeometry(QRect(corner_ - QPoint(0, rows_.size.height()), rows_.size));
    const bool fits = rows_.size.width() <= most && rows_.size.height() * 4 <= canvas_.height();
    setVisible(isWanted_ && !lines_.empty() && fits);
    update();
}

void EdgeLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintLegendLines(painter, theme_, font(), lines_, rows_, {});
}

}  // namespace cst

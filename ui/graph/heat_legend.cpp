#include "ui/graph/heat_legend.h"

#include "ui/graph/legend_painter.h"
#include "ui/graph/overlay_frame.h"

#include <QPainter>

namespace cst {

HeatLegend::HeatLegend(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
    setObjectName(QStringLiteral("heatLegend"));
    makeOverlay(*this);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void HeatLegend::showProfile(const GraphProfile& profile) {
    legend_ = nodeLegendOf(profile);
    setAccessibleName(lines().join(QStringLiteral(". ")));
    setVisible(!lines().isEmpty());
    update();
}

QFont HeatLegend::font() const {
    QFont font = theme_.textFont();
    font.setPointSizeF(font.pointSizeF() * kNodeLegendFont);
    return font;
}

QSize HeatLegend::sizeHint() const {
    return nodeLegendSize(legend_, font());
}

void HeatLegend::placeAt(QPoint bottomLeft) {
    const QSize size = sizeHint();
    setGeometry(QRect(bottomLeft - QPoint(0, size.height()), size));
}

void HeatLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintNodeLegend(painter, theme_, font(), legend_, rect());
}

}  // namespace cst

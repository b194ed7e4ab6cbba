#include "ui/graph/zoom_bar.h"

#include "ui/graph/overlay_frame.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

namespace cst {

namespace {

QToolButton* addButton(ZoomBar* bar, QHBoxLayout* row, const char* name, const QString& tip) {
    auto* button = new QToolButton(bar);
    button->setObjectName(QLatin1String(name));
    button->setAutoRaise(true);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setFocusPolicy(Qt::TabFocus);
    row->addWidget(button);
    return button;
}

}  // namespace

ZoomBar::ZoomBar(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
    setObjectName(QStringLiteral("zoomBar"));
    makeOverlay(*this);
    setCursor(Qt::ArrowCursor);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(2, 2, 2, 2);
    row->setSpacing(0);
    auto* out = addButton(this, row, "zoomOut", tr("Zoom out (−)"));
    percent_ = addButton(this, row, "zoomPercent", tr("Show at 100 % (1)"));
    auto* in = addButton(this, row, "zoomIn", tr("Zoom in (+)"));
    auto* fit = addButton(this, row, "zoomFit", tr("Fit the whole graph (0)"));
    out->setIcon(theme.icon(QStringLiteral("remove")));
    in->setIcon(theme.icon(QStringLiteral("add")));
    fit->setIcon(theme.icon(QStringLiteral("fit")));
    QFont small = theme.textFont();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    percent_->setFont(small);
    percent_->setMinimumWidth(percent_->fontMetrics().horizontalAdvance(tr("%1 %").arg(400)) + 12);
    showZoom(1);

    connect(out, &QToolButton::clicked, this, &ZoomBar::zoomOutWanted);
    connect(in, &QToolButton::clicked, this, &ZoomBar::zoomInWanted);
    connect(percent_, &QToolButton::clicked, this, &ZoomBar::actualWanted);
    connect(fit, &QToolButton::clicked, this, &ZoomBar::fitWanted);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ZoomBar::showZoom(double zoom) {
    // A fit may go below a percent, and nothing is shown at 0 %.
    const double percent = zoom * 100;
    percent_->setText(tr("%1 %").arg(percent, 0, percent < 1 ? 'g' : 'f', percent < 1 ? 1 : 0));
}

void ZoomBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintOverlayFrame(painter, theme_, rect());
}

}  // namespace cst

#include "ui/graph/folding_legend.h"

#include "ui/graph/overlay_frame.h"

#include <QPainter>

#include <algorithm>
#include <vector>

namespace cst {

namespace {

constexpr int kToEdge = 8;         // px between a legend and the edge of the canvas
constexpr int kBetweenFolded = 6;  // between two legends
constexpr int kWithinFolded = 8;   // within a folded one
constexpr int kSign = 8;           // width of the sign that it can be unfolded
constexpr int kSignGap = 6;        // behind it
constexpr int kLineRoom = 8;       // what a line has above and below, together
constexpr int kAreaParts = 5;
constexpr int kHeightParts = 4;

void paintSign(QPainter& painter, QRectF area, QColor color, bool isFolded) {
    const QPointF middle = area.center();
    const double reach = area.width() / 2 - 1;
    const QPointF tip = isFolded ? QPointF(reach, 0) : QPointF(0, reach);
    const QPointF side = isFolded ? QPointF(0, reach) : QPointF(reach, 0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF({middle + tip, middle - tip + side, middle - tip - side}));
}

/// Is there room for so many of them as a whole, from the bottom, and for the lines of the others?
bool haveRoom(const std::vector<FoldingLegend*>& shown, std::size_t whole, QSize canvas,
              int mostWidth) {
    int area = 0, height = kToEdge;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const QSize size = i < whole ? shown[i]->wholeSize() : shown[i]->lineSize();
        if (size.width() > mostWidth) return false;
        area += size.width() * size.height();
        height += size.height() + (i == 0 ? 0 : kBetweenFolded);
    }
    return area * kAreaParts <= canvas.width() * canvas.height() &&
           height * kHeightParts <= canvas.height();
}

}  // namespace

FoldingLegend::FoldingLegend(const Theme& theme, QWidget* parent)
    : QAbstractButton(parent), theme_(theme) {
    makeOverlay(*this);
    setFocusPolicy(Qt::TabFocus);  // a press leaves the keys with the graph
    setCursor(Qt::ArrowCursor);
    hide();
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    connect(this, &QAbstractButton::clicked, this, [this] {
        isTurned_ = !isTurned_;
        emit turned();
        update();
    });
}

QFont FoldingLegend::smallFont() const {
    QFont font = theme_.textFont();
    font.setPointSizeF(font.pointSizeF() * 0.9);
    return font;
}

QSize FoldingLegend::lineSize() const {
    return {2 * kWithinFolded + kSign + kSignGap + lineWidth(),
            QFontMetrics(smallFont()).height() + kLineRoom};
}

void FoldingLegend::setTight(bool isTight) {
    if (isTight == isTight_) return;
    isTight_ = isTight;
    isTurned_ = false;
    update();
}

void FoldingLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintOverlayFrame(painter, theme_, rect());
    const QRect room = rect().adjusted(kWithinFolded, 0, -kWithinFolded, 0);
    if (isFolded()) {
        const QRectF sign(room.left(), (height() - kSign) / 2.0, kSign, kSign);
        paintSign(painter, sign, theme_.color(Role::TextDim), true);
        painter.setFont(smallFont());
        paintLine(painter, room.adjusted(kSign + kSignGap, 0, 0, 0));
    } else {
        paintWhole(painter);
        if (isTurned_) {  // it hides more than it should: the way back is shown
            const QRectF sign(room.right() - kSign + 1, kWithinFolded, kSign, kSign);
            paintSign(painter, sign, theme_.color(Role::TextDim), false);
        }
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(theme_.color(Role::Accent));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void placeLegends(std::initializer_list<FoldingLegend*> upwards, QSize canvas, const QRect& bar) {
    const int most = bar.left() - 2 * kToEdge;
    std::vector<FoldingLegend*> shown;
    for (FoldingLegend* legend : upwards) {
        legend->fitInto(canvas, most);
        const QSize line = legend->lineSize();
        const bool hasRoom =
            line.width() <= most && line.height() * kHeightParts <= canvas.height();
        if (legend->isNeeded() && hasRoom) {
            shown.push_back(legend);
        } else {
            legend->hide();
        }
    }
    std::size_t whole = shown.size();
    while (whole > 0 && !haveRoom(shown, whole, canvas, most)) --whole;
    int bottom = canvas.height() - kToEdge;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        shown[i]->setTight(i >= whole);
        const QSize size = shown[i]->sizeHint();
        // Somebody has unfolded it: then it stands above the bar.
        if (size.width() > most) bottom = std::min(bottom, bar.top() - kBetweenFolded);
        shown[i]->setGeometry(kToEdge, bottom - size.height(), size.width(), size.height());
        shown[i]->show();
        bottom -= size.height() + kBetweenFolded;
    }
}

}  // namespace cst

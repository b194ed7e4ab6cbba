#include "ui/profiler/span_legend.h"

#include "ui/profiler/pixel_mix.h"
#include "ui/profiler/span_look.h"

#include <QFontMetrics>
#include <QImage>
#include <QPainter>
#include <QStringList>

#include <algorithm>

namespace cst {

namespace {

constexpr int kSwatch = 14;  // px

QImage swatch(const Theme& theme, SpanKind kind, double ratio) {
    const int side = qRound(kSwatch * ratio);
    QImage image(side, side, QImage::Format_RGB32);
    const QRgb full = theme.color(spanRole(kind)).rgb();
    const QRgb nearer = mixedPixel(full, theme.color(Role::Canvas).rgb(),
                                   static_cast<unsigned>(256 * kPatternDepth));
    for (int y = 0; y < side; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        const unsigned bits = patternBits(spanPattern(kind), y);
        for (int x = 0; x < side; ++x) line[x] = bits >> (x & 7) & 1U ? nearer : full;
    }
    image.setDevicePixelRatio(ratio);
    return image;
}

}  // namespace

SpanLegend::SpanLegend(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
    setObjectName(QStringLiteral("timelineLegend"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme_, &Theme::changed, this, [this] { update(); });
}

void SpanLegend::showKinds(const TimelineIndexPtr& index) {
    kinds_.clear();
    QStringList words;
    for (int i = 0; index && i <= static_cast<int>(SpanKind::Paint); ++i) {
        const auto kind = static_cast<SpanKind>(i);
        const QString word = spanGroupText(kind);
        if (!index->has(kind) || words.contains(word)) continue;
        kinds_.push_back(kind);
        words.append(word);
    }
    setAccessibleName(tr("Colours: %1").arg(words.join(QStringLiteral(", "))));
    setToolTip(kinds_.empty() ? QString() : accessibleName());
    updateGeometry();
    update();
}

int SpanLegend::widthOf(SpanKind kind) const {
    return kSwatch + theme_.space(1) + fontMetrics().horizontalAdvance(spanGroupText(kind)) +
           theme_.space(3);
}

QSize SpanLegend::sizeHint() const {
    int width = 0;
    for (const SpanKind kind : kinds_) width += widthOf(kind);
    return {width, std::max(kSwatch, fontMetrics().height())};
}

void SpanLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    int x = 0;
    for (const SpanKind kind : kinds_) {
        // What has no room is left out whole; the tip has it.
        if (x + widthOf(kind) - theme_.space(3) > width()) return;
        painter.drawImage(x, (height() - kSwatch) / 2, swatch(theme_, kind, devicePixelRatioF()));
        painter.setPen(theme_.color(Role::TextDim));
        painter.drawText(QRect(x + kSwatch + theme_.space(1), 0, widthOf(kind), height()),
                         Qt::AlignLeft | Qt::AlignVCenter, spanGroupText(kind));
        x += widthOf(kind);
    }
}

}  // namespace cst

#include "ui/profiler/latency_bars.h"

#include "ui/profiler/load_words.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/node_words.h"
#include "ui/shell/theme.h"

#include <QPainter>

#include <algorithm>

namespace cst {

LatencyBars::LatencyBars(const Theme& theme, QWidget* parent)
    : LoadPlot(theme, tr("How many runs took how long"), parent) {
    setObjectName(QStringLiteral("latencyBars"));
    setToolTip(tr("Double click or Enter: one of these runs in the timeline"));
}

QSize LatencyBars::minimumSizeHint() const {
    return {theme_.space(50), theme_.space(24)};
}

std::size_t LatencyBars::partsOf(const LoadSnapshot& load) const {
    return load.latencies.size();
}

QString LatencyBars::wordsOf(std::size_t part) const {
    const FineHistogram::Bar& bar = load()->latencies[part];
    const double all = static_cast<double>(load()->numbers.whole.ended);
    return tr("%1 to %2: %3 of %4 runs, %5 %")
        .arg(durationText(static_cast<double>(bar.fromNs) / 1000),
             durationText(static_cast<double>(bar.toNs) / 1000), countText(bar.count),
             countText(load()->numbers.whole.ended),
             threeDigits(100 * static_cast<double>(bar.count) / all));
}

void LatencyBars::activate(std::size_t bar) {
    const FineHistogram::Bar& asked = load()->latencies[bar];
    if (asked.count > 0) emit runAsked(asked.fromNs, asked.toNs);
}

QRect LatencyBars::plot() const {
    const int line = fontMetrics().height();
    return rect().adjusted(theme_.space(1), 2 * line, -theme_.space(1), -line - theme_.space(1));
}

QRect LatencyBars::placeOf(std::size_t bar) const {
    const QRect area = plot();
    const auto count = static_cast<int>(load()->latencies.size());
    const int left = area.left() + area.width() * static_cast<int>(bar) / count;
    const int right = area.left() + area.width() * (static_cast<int>(bar) + 1) / count;
    return {left, area.top(), std::max(right - left, 1), area.height()};
}

/// Within the bar that holds the time.
double LatencyBars::xOf(double us) const {
    const auto& bars = load()->latencies;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const double from = static_cast<double>(bars[i].fromNs) / 1000;
        const double to = static_cast<double>(bars[i].toNs) / 1000;
        if (us < to || i + 1 == bars.size()) {
            const QRect column = placeOf(i);
            return column.left() + std::clamp((us - from) / (to - from), 0.0, 1.0) * column.width();
        }
    }
    return plot().left();
}

void LatencyBars::paintBars(QPainter& painter) const {
    const auto& bars = load()->latencies;
    uint64_t most = 1;
    for (const FineHistogram::Bar& bar : bars) most = std::max(most, bar.count);
    for (std::size_t i = 0; i < bars.size(); ++i) {
        QRect column = placeOf(i);
        // What is there is seen, however little it is.
        const auto tall = static_cast<int>(static_cast<double>(bars[i].count) /
                                           static_cast<double>(most) * column.height());
        column.setTop(column.bottom() + 1 - std::max(tall, bars[i].count > 0 ? 2 : 0));
        painter.fillRect(column.adjusted(0, 0, column.width() > 3 ? -1 : 0, 0),
                         theme_.color(part() == i ? Role::Text : Role::Accent));
    }
    painter.setPen(theme_.color(Role::Border));
    painter.drawLine(plot().bottomLeft(), plot().bottomRight());
}

/// The percentiles above the bars, the shortest and the longest time below them.
void LatencyBars::paintMarks(QPainter& painter) const {
    const QRect area = plot();
    const LoadBucket& whole = load()->numbers.whole;
    const std::pair<const char*, double> marks[] = {
        {"p50", whole.p50Us}, {"p95", whole.p95Us}, {"p99", whole.p99Us}};
    int free = 0;
    for (const auto& [name, us] : marks) {
        const int x = static_cast<int>(xOf(us));
        const int width = fontMetrics().horizontalAdvance(QLatin1String(name));
        painter.setPen(QPen(theme_.color(Role::Text), 1, Qt::DotLine));
        painter.drawLine(x, area.top(), x, area.bottom());
        const int left = std::clamp(x - width / 2, 0, this->width() - width);
        if (left >= free) {
            painter.setPen(theme_.color(Role::Text));
            painter.drawText(left, area.top() - fontMetrics().descent(), QLatin1String(name));
            free = left + width + theme_.space(1);
        }
    }
    painter.setPen(theme_.color(Role::TextDim));
    const QRect below(area.left(), area.bottom() + theme_.space(1), area.width(),
                      fontMetrics().height());
    const auto us = [](int64_t ns) { return static_cast<double>(ns) / 1000; };
    painter.drawText(below, Qt::AlignLeft, durationText(us(load()->latencies.front().fromNs)));
    painter.drawText(below, Qt::AlignRight, durationText(us(load()->latencies.back().toNs)));
}

void LatencyBars::paintLoad(QPainter& painter) const {
    paintBars(painter);
    paintMarks(painter);
    const QString title = part() ? lookedAt() : tr("runs by what they took");
    painter.setPen(theme_.color(part() ? Role::Text : Role::TextDim));
    const QRect head(theme_.space(1), 0, width() - theme_.space(2), fontMetrics().height());
    painter.drawText(head, Qt::AlignLeft,
                     fontMetrics().elidedText(title, Qt::ElideRight, head.width()));
}

}  // namespace cst

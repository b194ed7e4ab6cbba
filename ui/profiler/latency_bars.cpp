#include "ui/profiler/latency_bars.h"

#include "ui/profiler/load_words.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/node_words.h"
#include "ui/shell/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace cst {

LatencyBars::LatencyBars(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
    setObjectName(QStringLiteral("latencyBars"));
    setAccessibleName(tr("How many runs took how long"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize LatencyBars::minimumSizeHint() const {
    return {theme_.space(50), theme_.space(24)};
}

void LatencyBars::showLoad(const LoadSnapshotPtr& load) {
    load_ = load && !load->latencies.empty() ? load : nullptr;
    if (!load_ || (lookedAt_ && *lookedAt_ >= load_->latencies.size())) lookedAt_.reset();
    update();
}

QString LatencyBars::lookedAt() const {
    if (!lookedAt_) return QString();
    const FineHistogram::Bar& bar = load_->latencies[*lookedAt_];
    const double all = static_cast<double>(load_->numbers.whole.ended);
    return tr("%1 to %2: %3 of %4 runs, %5 %")
        .arg(durationText(static_cast<double>(bar.fromNs) / 1000),
             durationText(static_cast<double>(bar.toNs) / 1000), countText(bar.count),
             countText(load_->numbers.whole.ended),
             threeDigits(100 * static_cast<double>(bar.count) / all));
}

QRect LatencyBars::plot() const {
    const int line = fontMetrics().height();
    return rect().adjusted(theme_.space(1), 2 * line, -theme_.space(1), -line - theme_.space(1));
}

QRect LatencyBars::rectOf(std::size_t bar) const {
    if (!load_ || bar >= load_->latencies.size()) return QRect();
    const QRect area = plot();
    const auto count = static_cast<int>(load_->latencies.size());
    const int left = area.left() + area.width() * static_cast<int>(bar) / count;
    const int right = area.left() + area.width() * (static_cast<int>(bar) + 1) / count;
    return {left, area.top(), std::max(right - left, 1), area.height()};
}

/// Within the bar that holds the time.
double LatencyBars::xOf(double us) const {
    const auto& bars = load_->latencies;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const double from = static_cast<double>(bars[i].fromNs) / 1000;
        const double to = static_cast<double>(bars[i].toNs) / 1000;
        if (us < to || i + 1 == bars.size()) {
            const QRect column = rectOf(i);
            return column.left() + std::clamp((us - from) / (to - from), 0.0, 1.0) * column.width();
        }
    }
    return plot().left();
}

void LatencyBars::look(std::optional<std::size_t> bar) {
    if (bar == lookedAt_) return;
    lookedAt_ = bar;
    update();
}

void LatencyBars::mouseMoveEvent(QMouseEvent* event) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; load_ && i < load_->latencies.size(); ++i) {
        const QRect column = rectOf(i);
        if (event->pos().x() >= column.left() && event->pos().x() <= column.right()) found = i;
    }
    look(found);
}

void LatencyBars::leaveEvent(QEvent*) {
    look(std::nullopt);
}

void LatencyBars::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    look(std::nullopt);
}

void LatencyBars::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (step == 0 || !load_) {
        QWidget::keyPressEvent(event);
        return;
    }
    const auto last = static_cast<std::ptrdiff_t>(load_->latencies.size()) - 1;
    const std::ptrdiff_t from =
        lookedAt_ ? static_cast<std::ptrdiff_t>(*lookedAt_) : (step > 0 ? -1 : last + 1);
    look(static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(from + step, 0, last)));
}

void LatencyBars::paintBars(QPainter& painter) const {
    const auto& bars = load_->latencies;
    uint64_t most = 1;
    for (const FineHistogram::Bar& bar : bars) most = std::max(most, bar.count);
    for (std::size_t i = 0; i < bars.size(); ++i) {
        QRect column = rectOf(i);
        // What is there is seen, however little it is.
        const auto tall = static_cast<int>(static_cast<double>(bars[i].count) /
                                           static_cast<double>(most) * column.height());
        column.setTop(column.bottom() + 1 - std::max(tall, bars[i].count > 0 ? 2 : 0));
        painter.fillRect(column.adjusted(0, 0, column.width() > 3 ? -1 : 0, 0),
                         theme_.color(lookedAt_ == i ? Role::Text : Role::Accent));
    }
    painter.setPen(theme_.color(Role::Border));
    painter.drawLine(plot().bottomLeft(), plot().bottomRight());
}

/// The percentiles above the bars, the shortest and the longest time below them.
void LatencyBars::paintMarks(QPainter& painter) const {
    const QRect area = plot();
    const LoadBucket& whole = load_->numbers.whole;
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
    painter.drawText(below, Qt::AlignLeft, durationText(us(load_->latencies.front().fromNs)));
    painter.drawText(below, Qt::AlignRight, durationText(us(load_->latencies.back().toNs)));
}

void LatencyBars::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (!load_) return;
    paintBars(painter);
    paintMarks(painter);
    const QString title = lookedAt_ ? lookedAt() : tr("runs by what they took");
    painter.setPen(theme_.color(lookedAt_ ? Role::Text : Role::TextDim));
    const QRect head(theme_.space(1), 0, width() - theme_.space(2), fontMetrics().height());
    painter.drawText(head, Qt::AlignLeft,
                     fontMetrics().elidedText(title, Qt::ElideRight, head.width()));
    if (hasFocus()) {
        painter.setPen(theme_.color(Role::Accent));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

}  // namespace cst

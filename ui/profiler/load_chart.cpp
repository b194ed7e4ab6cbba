#include "ui/profiler/load_chart.h"

#include "ui/profiler/load_words.h"
#include "ui/profiler/timeline_ruler.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace cst {

namespace {

/// A line of the latency chart: told apart by colour, by dashes, and by its name beside it.
struct Percentile {
    const char* name;
    double LoadBucket::*value;
    Role role;
    Qt::PenStyle style;
};
constexpr Percentile kPercentiles[] = {
    {"p50", &LoadBucket::p50Us, Role::Accent, Qt::SolidLine},
    {"p95", &LoadBucket::p95Us, Role::Warning, Qt::DashLine},
    {"p99", &LoadBucket::p99Us, Role::Needed, Qt::DotLine},
};

double least(const std::vector<LoadBucket>& buckets, double LoadBucket::*value) {
    double least = 0;
    for (const LoadBucket& bucket : buckets) {
        const bool isLess = least == 0 || bucket.*value < least;
        if (bucket.ended > 0 && isLess) least = bucket.*value;
    }
    return least;
}

int yOf(const QRect& area, const ChartAxis& axis, double value) {
    return area.bottom() - static_cast<int>(axis.share(value) * (area.height() - 1));
}

double most(const std::vector<LoadBucket>& buckets, double LoadBucket::*value) {
    double most = 0;
    for (const LoadBucket& bucket : buckets) most = std::max(most, bucket.*value);
    return most;
}

}  // namespace

LoadChart::LoadChart(const Theme& theme, QWidget* parent)
    : LoadPlot(theme, tr("Throughput and latency over time"), parent) {
    setObjectName(QStringLiteral("loadChart"));
}

QSize LoadChart::minimumSizeHint() const {
    return {theme_.space(60), theme_.space(30)};
}

std::size_t LoadChart::partsOf(const LoadSnapshot& load) const {
    return load.numbers.whole.ended > 0 ? load.numbers.buckets.size() : 0;
}

QString LoadChart::wordsOf(std::size_t bucket) const {
    return bucketText(load()->numbers.buckets[bucket]);
}

/// Curves and their titles.
QRect LoadChart::plot() const {
    const QFontMetrics metrics = fontMetrics();
    return rect().adjusted(metrics.horizontalAdvance(QStringLiteral("000,000 ms")), 0,
                           -metrics.horizontalAdvance(QStringLiteral(" p99 ")),
                           -metrics.height() - theme_.space(1));
}

/// Curves are wider than a pixel: the text keeps away from them.
int LoadChart::titleHeight() const {
    return fontMetrics().height() + theme_.space(1);
}

/// Room for a title is left above each area.
QRect LoadChart::throughputArea() const {
    const QRect whole = plot();
    const int title = titleHeight();
    QRect area = whole.adjusted(0, title, 0, 0);
    area.setHeight((whole.height() - 2 * title - theme_.space(2)) * 2 / 5);
    return area;
}

QRect LoadChart::latencyArea() const {
    QRect area = plot();
    area.setTop(throughputArea().bottom() + theme_.space(2) + titleHeight());
    return area;
}

/// Of a load for a time all of that, so that nothing moves while it fills.
int64_t LoadChart::spanNs() const {
    const int64_t ran = load()->numbers.whole.endNs;
    const int64_t wanted = load()->finished() ? 0 : load()->request.time.count();
    return std::max<int64_t>({ran, wanted, 1});
}

double LoadChart::xOf(int64_t ns) const {
    const QRect area = plot();
    return area.left() +
           static_cast<double>(ns) / static_cast<double>(spanNs()) * (area.width() - 1);
}

QRect LoadChart::placeOf(std::size_t bucket) const {
    const LoadBucket& shown = load()->numbers.buckets[bucket];
    const int left = static_cast<int>(xOf(shown.startNs));
    const int right = std::max(static_cast<int>(xOf(shown.endNs)), left + 1);
    return {left, plot().top(), right - left, plot().height()};
}

void LoadChart::paintAxis(QPainter& painter, const QRect& area, const ChartAxis& axis,
                          const std::function<QString(double)>& label) const {
    const int height = fontMetrics().height();
    for (const double value : axis.marks) {
        const int y = yOf(area, axis, value);
        painter.setPen(theme_.color(Role::Border));
        painter.drawLine(area.left(), y, area.right(), y);
        painter.setPen(theme_.color(Role::TextDim));
        painter.drawText(QRect(0, y - height / 2, area.left() - theme_.space(2), height),
                         Qt::AlignRight | Qt::AlignVCenter, label(value));
    }
}

void LoadChart::paintTitle(QPainter& painter, const QRect& area, const QString& title) const {
    painter.setPen(theme_.color(Role::TextDim));
    painter.drawText(area.left(), area.top() - theme_.space(1) - fontMetrics().descent(), title);
}

void LoadChart::paintTimeAxis(QPainter& painter) const {
    const QRect area = plot();
    const int room =
        std::max(1, area.width() / fontMetrics().horizontalAdvance(QStringLiteral("000.0 ms   ")));
    const auto axis = ChartAxis::linear(static_cast<double>(spanNs()), room);
    painter.setPen(theme_.color(Role::TextDim));
    for (const double ns : axis.marks) {
        if (ns > static_cast<double>(spanNs())) break;
        const QString text = timePointText(ns, axis.marks[1]);
        const int x = static_cast<int>(xOf(static_cast<int64_t>(ns)));
        const int width = fontMetrics().horizontalAdvance(text);
        painter.drawLine(x, area.bottom() + 1, x, area.bottom() + theme_.space(1));
        painter.drawText(std::clamp(x - width / 2, 0, this->width() - width),
                         height() - fontMetrics().descent(), text);
    }
}

void LoadChart::paintThroughput(QPainter& painter) const {
    const std::vector<LoadBucket>& buckets = load()->numbers.buckets;
    const QRect area = throughputArea();
    const auto axis = ChartAxis::linear(most(buckets, &LoadBucket::perSecond), 2);
    const QColor line = theme_.color(Role::Accent);
    QColor body = line;
    body.setAlpha(70);
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        const QRect column = placeOf(i);
        const int y = yOf(area, axis, buckets[i].perSecond);
        painter.fillRect(QRect(QPoint(column.left(), y), QPoint(column.right(), area.bottom())),
                         body);
        painter.setPen(line);
        painter.drawLine(column.left(), y, column.right(), y);
    }
    paintAxis(painter, area, axis, [](double value) { return threeDigits(value); });
    paintTitle(painter, area, tr("runs a second"));
}

/// A step for each stretch in which runs ended.
void LoadChart::paintLine(QPainter& painter, const ChartAxis& axis, double LoadBucket::*value,
                          const QPen& pen) const {
    QPainterPath path;
    bool isBegun = false;
    for (std::size_t i = 0; i < load()->numbers.buckets.size(); ++i) {
        const LoadBucket& bucket = load()->numbers.buckets[i];
        const QRect column = placeOf(i);
        const int y = yOf(latencyArea(), axis, bucket.*value);
        if (bucket.ended > 0) {
            isBegun ? path.lineTo(column.left(), y) : path.moveTo(column.left(), y);
            path.lineTo(column.right() + 1, y);
        }
        isBegun = bucket.ended > 0;
    }
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

ChartAxis LoadChart::latencyAxis() const {
    const std::vector<LoadBucket>& buckets = load()->numbers.buckets;
    return ChartAxis::of(least(buckets, &LoadBucket::p50Us), most(buckets, &LoadBucket::p99Us), 3);
}

QString LoadChart::latencyTitle() const {
    return latencyAxis().isLogarithmic ? tr("a run took (logarithmic)") : tr("a run took");
}

void LoadChart::paintLatency(QPainter& painter) const {
    const std::vector<LoadBucket>& buckets = load()->numbers.buckets;
    const QRect area = latencyArea();
    const ChartAxis axis = latencyAxis();
    paintAxis(painter, area, axis, [](double us) { return durationText(us); });
    paintTitle(painter, area, latencyTitle());
    const auto last = std::find_if(buckets.rbegin(), buckets.rend(),
                                   [](const LoadBucket& bucket) { return bucket.ended > 0; });
    int lowest = height();  // names do not lie on each other
    for (const Percentile& line : kPercentiles) {
        paintLine(painter, axis, line.value, QPen(theme_.color(line.role), 1.6, line.style));
        const int ascent = fontMetrics().ascent();
        lowest = std::min(yOf(area, axis, (*last).*(line.value)) + ascent / 2, lowest - ascent);
        painter.setPen(theme_.color(Role::Text));
        painter.drawText(plot().right() + theme_.space(1), lowest, QLatin1String(line.name));
    }
}

/// Its words stand in the line of the title, as near to the mark as there is room.
void LoadChart::paintDrift(QPainter& painter) const {
    const QString words = driftText(load()->numbers.drift);
    if (words.isEmpty()) return;
    const QRect area = latencyArea();
    const int x = static_cast<int>(xOf(load()->numbers.drift.sinceNs));
    painter.setPen(QPen(theme_.color(Role::Warning), 1, Qt::DashLine));
    painter.drawLine(x, throughputArea().top(), x, throughputArea().bottom());
    painter.drawLine(x, area.top(), x, area.bottom());
    const int width = fontMetrics().horizontalAdvance(words);
    const int free =
        area.left() + fontMetrics().horizontalAdvance(latencyTitle()) + theme_.space(4);
    const int left = std::max(free, std::min(x - width / 2, area.right() - width));
    painter.setPen(theme_.color(Role::Text));
    painter.drawText(left, area.top() - theme_.space(1) - fontMetrics().descent(), words);
}

void LoadChart::paintLookedAt(QPainter& painter) const {
    if (!part()) return;
    const QRect column = placeOf(*part());
    QColor veil = theme_.color(Role::Text);
    veil.setAlpha(40);
    painter.fillRect(column, veil);
    const QString words = lookedAt();
    QRect box = fontMetrics()
                    .boundingRect(rect(), Qt::AlignLeft, words)
                    .adjusted(0, 0, theme_.space(4), theme_.space(2));
    const bool fits = column.right() + theme_.space(2) + box.width() < width();
    box.moveLeft(fits ? column.right() + theme_.space(2)
                      : column.left() - theme_.space(2) - box.width());
    box.moveTop(std::max(0, (height() - box.height()) / 2));
    painter.fillRect(box, theme_.color(Role::Raised));
    painter.setPen(theme_.color(Role::Border));
    painter.drawRect(box.adjusted(0, 0, -1, -1));
    painter.setPen(theme_.color(Role::Text));
    painter.drawText(box.adjusted(theme_.space(2), theme_.space(1), 0, 0), Qt::AlignLeft, words);
}

void LoadChart::paintLoad(QPainter& painter) const {
    painter.setRenderHint(QPainter::Antialiasing);
    paintThroughput(painter);
    paintLatency(painter);
    paintTimeAxis(painter);
    paintDrift(painter);
    paintLookedAt(painter);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace cst

#include "ui/graph/heat_legend.h"

#include "ui/graph/overlay_frame.h"
#include "ui/shell/duration_text.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace cst {

namespace {

constexpr int kMargin = 8;
constexpr int kBarHeight = 8;
constexpr int kGap = 4;
constexpr int kLeastWidth = 170;

QString titleOf(HeatMetric metric) {
    switch (metric) {
    case HeatMetric::Off: break;
    case HeatMetric::RunTime: return HeatLegend::tr("Heat: run time");
    case HeatMetric::Cpu: return HeatLegend::tr("Heat: CPU");
    case HeatMetric::Wait: return HeatLegend::tr("Heat: wait");
    case HeatMetric::Calls: return HeatLegend::tr("Heat: calls in all runs");
    case HeatMetric::Bytes: return HeatLegend::tr("Heat: bytes of the value");
    }
    return QString();
}

QString sumText(HeatMetric metric, const GraphProfile::Sum& sum) {
    if (sum.nodes == 0) {
        return sum.isOfSelection ? HeatLegend::tr("of the selection: not measured yet")
                                 : HeatLegend::tr("not measured yet: run it");
    }
    const QString value = heatText(metric, sum.value);
    if (!sum.isOfSelection) {
        return sum.nodes == 1 ? HeatLegend::tr("1 node: %1").arg(value)
                              : HeatLegend::tr("%1 nodes: %2").arg(sum.nodes).arg(value);
    }
    return HeatLegend::tr("of the selection: %1, %2 % of all")
        .arg(value)
        .arg(100 * sum.share, 0, 'f', 0);
}

QString pathText(const GraphProfile& profile) {
    if (profile.isRunning()) return HeatLegend::tr("critical path: known when the run has ended");
    if (!profile.run()) return HeatLegend::tr("critical path: run it first");
    const CriticalPath& path = profile.path();
    if (path.nodes.empty()) return HeatLegend::tr("critical path: nothing took time in this run");
    return HeatLegend::tr("critical path: %1 of a run of %2")
        .arg(durationText(static_cast<double>(path.totalNs) / 1000),
             durationText(profile.run()->times.runUs));
}

}  // namespace

HeatLegend::HeatLegend(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
    setObjectName(QStringLiteral("heatLegend"));
    makeOverlay(*this);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void HeatLegend::showProfile(const GraphProfile& profile) {
    title_ = sum_ = path_ = QString();
    bounds_.clear();
    isOfChange_ = profile.shownChange() != nullptr;
    if (isOfChange_) {
        showChange(profile);
    } else if (profile.hasHeat()) {
        showHeat(profile);
    }
    if (profile.choice().showsPath) path_ = pathText(profile);
    setAccessibleName(lines().join(QStringLiteral(". ")));
    setVisible(!lines().isEmpty());
    update();
}

void HeatLegend::showHeat(const GraphProfile& profile) {
    metric_ = profile.choice().heat;
    const HeatScale scale = heatScale(metric_);
    title_ = titleOf(metric_);
    bounds_ = {heatText(metric_, scale.low), heatText(metric_, std::sqrt(scale.low * scale.high)),
               heatText(metric_, scale.high)};
    sum_ = sumText(metric_, profile.sum());
}

void HeatLegend::showChange(const GraphProfile& profile) {
    title_ = tr("Change: %1").arg(profile.shownChange()->title);
    bounds_ = {tr("▼ %1× faster").arg(kMostChange), tr("same"),
               tr("▲ %1× slower").arg(kMostChange)};
    std::size_t slower = 0, faster = 0, same = 0;
    for (const ComparedTime& time : profile.shownChange()->comparison->nodes) {
        slower += time.verdict == ChangeVerdict::Slower ? 1 : 0;
        faster += time.verdict == ChangeVerdict::Faster ? 1 : 0;
        same += time.verdict == ChangeVerdict::Same && time.reason.empty() ? 1 : 0;
    }
    sum_ = tr("%1 slower, %2 faster, %3 within the noise").arg(slower).arg(faster).arg(same);
}

QColor HeatLegend::colorAt(double part) const {
    return isOfChange_ ? changeColor(theme_, 2 * part - 1) : heatColor(theme_, part);
}

QStringList HeatLegend::lines() const {
    QStringList lines;
    if (!title_.isEmpty()) lines << title_ << bounds_.join(QStringLiteral(" – ")) << sum_;
    if (!path_.isEmpty()) lines << path_;
    return lines;
}

QFont HeatLegend::font() const {
    QFont font = theme_.textFont();
    font.setPointSizeF(font.pointSizeF() * 0.9);
    return font;
}

QSize HeatLegend::sizeHint() const {
    const QFontMetrics metrics(font());
    int width = kLeastWidth;
    // The bounds of the scale stand in one line, each third as wide as the widest needs.
    int widest = 0;
    for (const QString& bound : bounds_)
        widest = std::max(widest, metrics.horizontalAdvance(bound));
    width = std::max(width, 3 * widest);
    for (const QString& line : {title_, sum_, path_})
        width = std::max(width, metrics.horizontalAdvance(line));
    int height = 0;
    if (!title_.isEmpty()) height += 3 * metrics.height() + kBarHeight + 2 * kGap;
    if (!path_.isEmpty()) height += metrics.height() + (title_.isEmpty() ? 0 : kGap);
    return {width + 2 * kMargin, height + 2 * kMargin};
}

void HeatLegend::placeAt(QPoint bottomLeft) {
    const QSize size = sizeHint();
    setGeometry(QRect(bottomLeft - QPoint(0, size.height()), size));
}

void HeatLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintOverlayFrame(painter, theme_, rect());
    painter.setFont(font());
    const int line = painter.fontMetrics().height();
    const QRect room = rect().adjusted(kMargin, kMargin, -kMargin, -kMargin);
    int top = room.top();
    const auto write = [&](const QString& words, Role role, int side = Qt::AlignLeft) {
        painter.setPen(theme_.color(role));
        painter.drawText(QRect(room.left(), top, room.width(), line), side | Qt::AlignVCenter,
                         words);
    };
    if (!title_.isEmpty()) {
        write(title_, Role::Text);
        top += line + kGap;
        for (int x = 0; x < room.width(); ++x) {
            painter.fillRect(room.left() + x, top, 1, kBarHeight,
                             colorAt(x / static_cast<double>(room.width() - 1)));
        }
        top += kBarHeight;
        write(bounds_[0], Role::TextDim);
        write(bounds_[1], Role::TextDim, Qt::AlignHCenter);
        write(bounds_[2], Role::TextDim, Qt::AlignRight);
        top += line;
        write(sum_, Role::Text);
        top += line + kGap;
    }
    if (!path_.isEmpty()) write(path_, Role::Text);
}

}  // namespace cst

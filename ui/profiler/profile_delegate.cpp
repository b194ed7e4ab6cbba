#include "ui/profiler/profile_delegate.h"

#include "ui/profiler/profile_model.h"
#include "ui/shell/node_words.h"
#include "ui/shell/theme.h"

#include <QPainter>

#include <algorithm>

namespace cst {

namespace {

/// A bucket is an eighth of an octave: times that differ by less than this look alike.
constexpr std::size_t kLeastBuckets = 16;

}  // namespace

ProfileDelegate::ProfileDelegate(const Theme& theme, const ProfileModel& model, QObject* parent)
    : NodeDelegate(theme, parent), model_(model) {}

int ProfileDelegate::widthOf(int column, const QFontMetrics& metrics) const {
    const int around = 2 * theme_.space(2);
    switch (static_cast<ProfileColumn>(column)) {
    case ProfileColumn::Share: return theme_.space(32);
    case ProfileColumn::Critical:
        return metrics.horizontalAdvance(tr("slack %1").arg(QStringLiteral("0.00 min"))) + around;
    case ProfileColumn::Spread: return theme_.space(24);
    default: {
        // The mark of the sorting stands beside the title.
        const QString title = columnTitle(static_cast<ProfileColumn>(column));
        return around + std::max(metrics.horizontalAdvance(title) + theme_.space(4),
                                 metrics.horizontalAdvance(QStringLiteral("(0.0 min)")));
    }
    }
}

void ProfileDelegate::paintCell(QPainter& painter, const QRect& area,
                                const QModelIndex& index) const {
    const ProfileRow& row = model_.row(index.row());
    const auto column = static_cast<ProfileColumn>(index.column());
    const QString text = cellText(row, column);
    switch (column) {
    case ProfileColumn::Node: paintName(painter, area, row); break;
    case ProfileColumn::Share:
        if (row.share >= 0) {
            paintShare(painter, area, row.share);
        } else {
            paintText(painter, area, text, Qt::AlignLeft, true);
        }
        break;
    case ProfileColumn::Spread:
        if (row.statistics && row.runs >= 2) {
            paintSpread(painter, area, row);
        } else {
            paintText(painter, area, text, Qt::AlignLeft, true);
        }
        break;
    case ProfileColumn::Critical:
        if (row.critical) {
            const int size = theme_.space(2);
            const QRect mark(area.left(), area.center().y() - size / 2, size, size);
            painter.fillRect(mark, theme_.color(Role::CriticalPath));
            paintText(painter, area.adjusted(size + theme_.space(1), 0, 0, 0), text, Qt::AlignLeft,
                      false);
        } else {
            paintText(painter, area, text, Qt::AlignLeft, true);
        }
        break;
    default: paintText(painter, area, text, Qt::AlignRight, cellValue(row, column) <= 0);
    }
}

void ProfileDelegate::paintName(QPainter& painter, const QRect& area, const ProfileRow& row) const {
    QRect rest = area;
    const bool isFailed = hasFailed(row.status);
    const bool isOverBudget = !model_.overBudget(row.key).isEmpty();
    if (isFailed || isOverBudget) {
        const int size = painter.fontMetrics().height();
        theme_
            .icon(isFailed ? QStringLiteral("error") : QStringLiteral("warning"),
                  isFailed ? Role::Error : Role::Warning)
            .paint(&painter, QRect(rest.left(), rest.center().y() - size / 2, size, size));
        rest.setLeft(rest.left() + size + theme_.space(1));
    }
    const QString key = fromUtf8(row.key);
    paintText(painter, rest, key, Qt::AlignLeft, !row.isOwn());
    rest.setLeft(rest.left() + painter.fontMetrics().horizontalAdvance(key) + theme_.space(2));
    const QString label = isFailed       ? statusText(row.status)
                          : isOverBudget ? tr("over budget")
                                         : fromUtf8(row.label);
    if (rest.width() > theme_.space(5)) paintText(painter, rest, label, Qt::AlignLeft, true);
}

/// A bar a bucket of the histogram, or several where there is no room, each as high as the most
/// runs in it; times that are close together stand in the middle.
void ProfileDelegate::paintSpread(QPainter& painter, const QRect& area,
                                  const ProfileRow& row) const {
    const std::vector<uint32_t>& counts = row.statistics->histogram().counts();
    const std::size_t buckets = std::max(counts.size(), kLeastBuckets);
    const std::size_t before = (buckets - counts.size()) / 2;
    const double step = static_cast<double>(area.width()) / static_cast<double>(buckets);
    const uint32_t most = *std::max_element(counts.begin(), counts.end());
    const QRect box = area.adjusted(0, theme_.space(1), 0, -theme_.space(1));
    painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme_.color(Role::Border));
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0) continue;
        const int left = box.left() + static_cast<int>(step * static_cast<double>(before + i));
        const int right = box.left() + static_cast<int>(step * static_cast<double>(before + i + 1));
        const int height = std::max(2, static_cast<int>(int64_t{box.height()} * counts[i] / most));
        painter.fillRect(left, box.bottom() + 1 - height, std::max(1, right - left - 1), height,
                         theme_.color(Role::StateDone));
    }
}

}  // namespace cst

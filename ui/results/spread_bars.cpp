#include "ui/results/spread_bars.h"

#include "ui/shell/theme.h"

#include <QPainter>

#include <algorithm>
#include <utility>

namespace cst {
namespace {

QString numberText(double number) {
    return QString::number(number, 'g', 6);
}

}  // namespace

SpreadBars::SpreadBars(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
    setObjectName(QStringLiteral("inspectorSpread"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    hide();
}

QSize SpreadBars::sizeHint() const {
    return {theme_.space(40), theme_.space(8) + QFontMetrics(theme_.textFont()).height()};
}

void SpreadBars::show(std::optional<NumberSpread> spread) {
    spread_ = std::move(spread);
    if (spread_) {
        QString words =
            tr("Numbers from %1 to %2").arg(numberText(spread_->least), numberText(spread_->most));
        if (spread_->notFinite > 0) words += tr(", %1 are not finite").arg(spread_->notFinite);
        if (spread_->isSample) words += tr(" (of a sample)");
        setAccessibleName(words);
        setToolTip(words);
    }
    setVisible(spread_.has_value());
    update();
}

void SpreadBars::paintEvent(QPaintEvent*) {
    if (!spread_) return;
    QPainter painter(this);
    const int textHeight = QFontMetrics(theme_.textFont()).height();
    const QRect bars = rect().adjusted(0, 0, -1, -textHeight);
    const uint32_t most = *std::max_element(spread_->counts.begin(), spread_->counts.end());
    const auto count = static_cast<int>(spread_->counts.size());
    for (int i = 0; i < count; ++i) {
        const uint32_t here = spread_->counts[static_cast<std::size_t>(i)];
        const int left = bars.left() + bars.width() * i / count;
        const int right = bars.left() + bars.width() * (i + 1) / count;
        // What is there at all can be seen.
        const double share = static_cast<double>(here) / most;
        const int height = here == 0 ? 0 : std::max(2, static_cast<int>(share * bars.height()));
        painter.fillRect(left, bars.bottom() - height, std::max(1, right - left - 1), height,
                         theme_.color(Role::Accent));
    }
    painter.fillRect(bars.left(), bars.bottom(), bars.width(), 1, theme_.color(Role::Border));
    painter.setFont(theme_.textFont());
    painter.setPen(theme_.color(Role::TextDim));
    const QRect below(0, height() - textHeight, width(), textHeight);
    painter.drawText(below, Qt::AlignLeft, numberText(spread_->least));
    if (spread_->most > spread_->least) {
        painter.drawText(below, Qt::AlignRight, numberText(spread_->most));
    }
}

}  // namespace cst

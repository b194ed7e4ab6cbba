#include "ui/profiler/load_plot.h"

#include "ui/profiler/load_words.h"
#include "ui/shell/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace cst {

LoadPlot::LoadPlot(const Theme& theme, const QString& name, QWidget* parent)
    : QWidget(parent), theme_(theme) {
    setAccessibleName(name);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void LoadPlot::showLoad(const LoadSnapshotPtr& load) {
    if (load == load_) return;
    load_ = load && partsOf(*load) > 0 ? load : nullptr;
    if (!load_ || (part_ && *part_ >= partsOf(*load_))) part_.reset();
    setAccessibleDescription(load_ ? loadFacts(*load_).join(QStringLiteral(", ")) : QString());
    update();
}

QString LoadPlot::lookedAt() const {
    return part_ ? wordsOf(*part_) : QString();
}

QRect LoadPlot::rectOf(std::size_t part) const {
    return load_ && part < partsOf(*load_) ? placeOf(part) : QRect();
}

std::optional<std::size_t> LoadPlot::partAt(int x) const {
    for (std::size_t i = 0; load_ && i < partsOf(*load_); ++i) {
        const QRect place = placeOf(i);
        if (x >= place.left() && x <= place.right()) return i;
    }
    return std::nullopt;
}

void LoadPlot::look(std::optional<std::size_t> part) {
    if (part == part_) return;
    part_ = part;
    update();
}

void LoadPlot::mouseMoveEvent(QMouseEvent* event) {
    look(partAt(event->pos().x()));
}

void LoadPlot::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const auto part = partAt(event->pos().x())) activate(*part);
}

void LoadPlot::leaveEvent(QEvent*) {
    look(std::nullopt);
}

void LoadPlot::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    look(std::nullopt);
}

void LoadPlot::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    if ((key == Qt::Key_Return || key == Qt::Key_Enter) && part_) return activate(*part_);
    const int step = key == Qt::Key_Right ? 1 : key == Qt::Key_Left ? -1 : 0;
    if (step == 0 || !load_) {
        QWidget::keyPressEvent(event);
        return;
    }
    const auto last = static_cast<std::ptrdiff_t>(partsOf(*load_)) - 1;
    const std::ptrdiff_t from =
        part_ ? static_cast<std::ptrdiff_t>(*part_) : (step > 0 ? -1 : last + 1);
    look(static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(from + step, 0, last)));
}

void LoadPlot::paintEvent(QPaintEvent*) {
    if (!load_) return;
    QPainter painter(this);
    paintLoad(painter);
    if (hasFocus()) {
        painter.setPen(theme_.color(Role::Accent));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

}  // namespace cst

#include "ui/profiler/profile_flame.h"

#include "ui/profiler/profile_words.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/empty_hint.h"
#include "ui/shell/node_words.h"
#include "ui/shell/theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace cst {

ProfileFlame::ProfileFlame(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
    setObjectName(QStringLiteral("profileFlame"));
    setAccessibleName(tr("Flame graph"));
    setFocusPolicy(Qt::StrongFocus);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

const std::vector<FlameFrame>& ProfileFlame::frames() const {
    static const std::vector<FlameFrame> kNone;
    return report_ ? report_->flames[static_cast<std::size_t>(measure_)] : kNone;
}

void ProfileFlame::showReport(ProfileReportPtr report) {
    report_ = std::move(report);
    root_ = 0;
    setNode(chosen_);
    fitHeight();
}

void ProfileFlame::setMeasure(FlameMeasure measure) {
    measure_ = measure;
    root_ = 0;
    setNode(chosen_);
    fitHeight();
}

void ProfileFlame::fitHeight() {
    uint32_t depth = 0;
    for (const FlameFrame& frame : frames()) depth = std::max(depth, frame.depth);
    setMinimumHeight(static_cast<int>(depth + 1) * theme_.space(5));
    update();
}

void ProfileFlame::setNode(const QString& key) {
    chosen_ = key;
    current_ = frameOf(key);
    setAccessibleDescription(current_ ? tipOf(*current_) : QString());
    update();
}

std::optional<uint32_t> ProfileFlame::frameOf(const QString& key) const {
    for (uint32_t i = 1; i < frames().size() && !key.isEmpty(); ++i) {
        const uint32_t node = frames()[i].node;
        if (node != FlameFrame::kNone && fromUtf8(report_->profile.nodes[node].key) == key) {
            return i;
        }
    }
    return std::nullopt;
}

QString ProfileFlame::node() const {
    if (!current_ || frames()[*current_].node == FlameFrame::kNone) return QString();
    return fromUtf8(report_->profile.nodes[frames()[*current_].node].key);
}

QString ProfileFlame::zoomed() const {
    return root_ == 0 ? QString() : fromUtf8(frames()[root_].name);
}

QRect ProfileFlame::rectOf(const QString& key) const {
    const auto frame = frameOf(key);
    return frame ? rectOf(*frame) : QRect();
}

QRect ProfileFlame::rectOf(uint32_t number) const {
    if (number < root_ || number >= frames()[root_].end) return QRect();
    const FlameFrame& root = frames()[root_];
    const FlameFrame& frame = frames()[number];
    const double scale = root.totalUs > 0 ? width() / root.totalUs : 0;
    const int left = static_cast<int>((frame.startUs - root.startUs) * scale);
    const int right = static_cast<int>((frame.startUs + frame.totalUs - root.startUs) * scale);
    const int height = theme_.space(5);
    return {left, static_cast<int>(frame.depth - root.depth) * height, right - left, height};
}

std::optional<uint32_t> ProfileFlame::frameAt(QPoint place) const {
    if (isEmpty()) return std::nullopt;
    for (uint32_t i = root_; i < frames()[root_].end; ++i) {
        if (rectOf(i).contains(place)) return i;
    }
    return std::nullopt;
}

QString ProfileFlame::nameOf(uint32_t frame) const {
    return frame == 0 ? tr("all nodes") : fromUtf8(frames()[frame].name);
}

QString ProfileFlame::tipOf(uint32_t number) const {
    const FlameFrame& frame = frames()[number];
    const double all = frames()[0].totalUs;
    QString text = tr("%1: %2, %3 of all")
                       .arg(nameOf(number), exactDurationText(frame.totalUs),
                            shareText(all > 0 ? frame.totalUs / all : 0));
    if (frame.ownUs > 0 && frame.ownUs < frame.totalUs) {
        text += QChar('\n') + tr("itself: %1").arg(exactDurationText(frame.ownUs));
    }
    return text;
}

void ProfileFlame::paintBox(QPainter& painter, uint32_t frame, const QRect& box) const {
    const bool isNode = frames()[frame].node != FlameFrame::kNone;
    painter.fillRect(box.adjusted(0, 0, -1, -1),
                     theme_.color(isNode ? Role::NodeCall : Role::NodeGroup));
    if (current_ == frame) {
        painter.setPen(QPen(theme_.color(Role::Accent), 2));
        painter.drawRect(box.adjusted(1, 1, -2, -2));
    }
    const QRect room = box.adjusted(theme_.space(1), 0, -theme_.space(1), 0);
    if (room.width() < theme_.space(4)) return;
    const QString words =
        nameOf(frame) + QStringLiteral("  ") + durationText(frames()[frame].totalUs);
    painter.setPen(theme_.color(Role::NodeText));
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(words, Qt::ElideRight, room.width()));
}

void ProfileFlame::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (isEmpty()) {
        report_ ? paintEmptyHint(painter, rect(), theme_, tr("No time of this kind"),
                                 tr("No node of this run has any: choose another measure."))
                : paintEmptyHint(painter, rect(), theme_, tr("Nothing has run yet"),
                                 tr("Run the pipeline with Ctrl+Return."));
        return;
    }
    for (uint32_t i = root_; i < frames()[root_].end;) {
        const QRect box = rectOf(i);
        const bool isSeen = box.width() > 0;
        if (isSeen) paintBox(painter, i, box);
        i = isSeen ? i + 1 : frames()[i].end;  // what lies in it is no wider
    }
    if (hasFocus()) {
        painter.setPen(theme_.color(Role::Accent));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void ProfileFlame::makeCurrent(uint32_t frame) {
    current_ = frame;
    chosen_ = node();
    setAccessibleDescription(tipOf(frame));
    update();
    if (const QString key = chosen_; !key.isEmpty()) emit nodeActivated(key);
}

void ProfileFlame::zoomTo(uint32_t frame) {
    root_ = frame;
    update();
}

void ProfileFlame::zoomOut() {
    if (root_ != 0) zoomTo(frames()[root_].parent);
}

void ProfileFlame::mousePressEvent(QMouseEvent* event) {
    const auto frame = frameAt(event->position().toPoint());
    if (frame && event->button() == Qt::LeftButton) makeCurrent(*frame);
}

void ProfileFlame::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const auto frame = frameAt(event->position().toPoint())) zoomTo(*frame);
}

/// To what lies around, in, before or behind the current box.
void ProfileFlame::walk(int key) {
    const auto& all = frames();
    if (!current_ || rectOf(*current_).isNull()) {
        makeCurrent(root_);
        return;
    }
    const uint32_t at = *current_;
    std::optional<uint32_t> before;
    switch (key) {
    case Qt::Key_Up:
        if (at != root_) makeCurrent(all[at].parent);
        break;
    case Qt::Key_Down:
        if (at + 1 < all[at].end) makeCurrent(at + 1);
        break;
    case Qt::Key_Right:
        if (at != root_ && all[at].end < all[all[at].parent].end) makeCurrent(all[at].end);
        break;
    default:
        if (at == root_) break;
        for (uint32_t i = all[at].parent + 1; i < at; i = all[i].end) before = i;
        if (before) makeCurrent(*before);
    }
}

void ProfileFlame::keyPressEvent(QKeyEvent* event) {
    if (isEmpty() || (event->modifiers() & ~Qt::KeypadModifier)) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Left:
    case Qt::Key_Right: walk(event->key()); break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (current_) zoomTo(*current_);
        break;
    case Qt::Key_Backspace:
    case Qt::Key_Escape: zoomOut(); break;
    default: QWidget::keyPressEvent(event);
    }
}

bool ProfileFlame::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && root_ != 0 &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();  // Escape would stop the run
        return true;
    }
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const auto frame = frameAt(help->pos());
        QToolTip::showText(help->globalPos(), frame ? tipOf(*frame) : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace cst

#include "ui/graph/edge_legend.h"

#include "ui/graph/edge_curve.h"
#include "ui/graph/overlay_frame.h"

#include <QPainter>
#include <QStringList>

#include <algorithm>
#include <array>

namespace cst {

namespace {

constexpr int kPadding = 8;
constexpr int kSwatch = 18;  // px; length of a line
constexpr int kGap = 6;      // between a line and its words
constexpr int kBetween = 14;
constexpr int kRow = 18;

}  // namespace

EdgeLegend::EdgeLegend(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
    setObjectName(QStringLiteral("edgeLegend"));
    makeOverlay(*this);
    setToolTip(tr("Types of the values on the lines (L hides this)"));
    setFont(theme.textFont());
    hide();
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void EdgeLegend::showScene(const GraphScene& scene, bool hasNotTaken) {
    std::array<bool, kTypeFamilies.size()> there{};
    bool hasDashed = false;
    for (const SceneEdge& edge : scene.edges()) {
        there[static_cast<std::size_t>(edge.family)] = true;
        hasDashed = hasDashed || edge.conditional;
    }
    std::vector<Entry> entries;
    for (const TypeFamily family : kTypeFamilies) {
        if (there[static_cast<std::size_t>(family)]) {
            entries.push_back({familyName(family), familyRole(family)});
        }
    }
    if (hasDashed) entries.push_back({tr("only if needed"), Role::Edge, true});
    if (hasNotTaken) entries.push_back({tr("not taken"), Role::Edge, true, true});
    if (entries == entries_) return;
    entries_ = std::move(entries);
    setAccessibleName(tr("Types of the lines: %1").arg(words().join(QStringLiteral("; "))));
    arrange();
}

void EdgeLegend::setWanted(bool isWanted) {
    isWanted_ = isWanted;
    arrange();
}

void EdgeLegend::placeAt(QPoint bottomLeft, QSize canvas) {
    if (bottomLeft == corner_ && canvas == canvas_) return;  // asked for with each snapshot
    corner_ = bottomLeft;
    canvas_ = canvas;
    arrange();
}

QStringList EdgeLegend::words() const {
    QStringList all;
    for (const Entry& entry : entries_) all.append(entry.words);
    return all;
}

int EdgeLegend::entryWidth(const Entry& entry) const {
    return kSwatch + kGap + fontMetrics().horizontalAdvance(entry.words);
}

void EdgeLegend::arrange() {
    places_.clear();
    const int most = canvas_.width() / 2;  // the other half belongs to the zoom and the map
    int x = kPadding, y = kPadding / 2, width = 0;
    for (const Entry& entry : entries_) {
        const int wide = entryWidth(entry);
        if (x > kPadding && x + wide + kPadding > most) {
            x = kPadding;
            y += kRow;
        }
        places_.emplace_back(x, y);
        width = std::max(width, x + wide + kPadding);
        x += wide + kBetween;
    }
    const QSize size(width, y + kRow + kPadding / 2);
    setGeometry(QRect(corner_ - QPoint(0, size.height()), size));
    const bool fits = size.width() <= most && size.height() * 4 <= canvas_.height();
    setVisible(isWanted_ && !entries_.empty() && fits);
    update();
}

void EdgeLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintOverlayFrame(painter, theme_, rect());
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const QRect row(places_[i], QSize(entryWidth(entries_[i]), kRow));
        const bool isCrossed = entries_[i].isCrossed;
        QPen pen(theme_.color(entries_[i].role), isCrossed ? 1 : 2.5, Qt::SolidLine, Qt::FlatCap);
        if (entries_[i].isDashed) pen.setDashPattern({2, isCrossed ? 3.0 : 1.2});
        painter.setPen(pen);
        const QPointF left(row.left(), row.center().y() + 0.5);
        painter.drawLine(left, left + QPointF(kSwatch, 0));
        if (isCrossed) {
            paintNotTaken(painter, left + QPointF(kSwatch / 2.0, 0), 3, theme_.color(Role::TextDim),
                          theme_.color(Role::Canvas));
        }
        painter.setPen(theme_.color(Role::TextDim));
        painter.drawText(row.adjusted(kSwatch + kGap, 0, 4, 0), Qt::AlignVCenter,
                         entries_[i].words);
    }
}

}  // namespace cst

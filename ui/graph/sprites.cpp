#include "ui/graph/sprites.h"

#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainter>

#include <cmath>

namespace cst {

namespace {

// More than a screen full of each; beyond that we start afresh rather than keep a list of ages.
constexpr qsizetype kMostSprites = 512;
constexpr qsizetype kMostTexts = 16384;

constexpr std::array<int, static_cast<std::size_t>(Sprites::Style::Count)> kPixelSizes = {
    13, 15, 17, 20, 11, 10};

template <class Key, class Row>
void makeRoom(QHash<Key, Row>& cache, qsizetype most) {
    if (cache.size() >= most) cache.clear();
}

void drawBody(QPainter& painter, BoxShape shape, const QRect& box, QColor fill, QColor border,
              int borderWidth) {
    painter.setRenderHint(QPainter::Antialiasing);
    const double inset = borderWidth / 2.0;
    painter.setPen(QPen(border, borderWidth));
    painter.setBrush(fill);
    painter.drawPath(outline(shape, QRectF(box).adjusted(inset, inset, -inset, -inset)));
}

QPixmap bodySprite(BoxShape shape, QSize size, QColor fill, QColor border, int borderWidth) {
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    drawBody(painter, shape, QRect(QPoint(), size), fill, border, borderWidth);
    return pixmap;
}

/// A page is looked at at any size: no pixels on it, and no thousand small images in its file.
bool isPage(const QPainter& painter) {
    return painter.paintEngine()->type() == QPaintEngine::Pdf;
}

}  // namespace

void Sprites::clear() {
    bodies_.clear();
    marks_.clear();
    texts_.clear();
}

void Sprites::paintBody(QPainter& painter, BoxShape shape, const QRect& box, QColor fill,
                        QColor border, int borderWidth) {
    if (isPage(painter)) {
        drawBody(painter, shape, box, fill, border, borderWidth);
        return;
    }
    const int cap = static_cast<int>(std::ceil(shapeCap(shape, box.height()))) + borderWidth;
    if (box.width() <= 2 * cap || box.height() > 400) {  // nothing plain in between, or huge
        painter.drawPixmap(box.topLeft(), bodySprite(shape, box.size(), fill, border, borderWidth));
        return;
    }
    const BodyKey key{shape, fill.rgba(), border.rgba(), box.height(), borderWidth};
    auto found = bodies_.constFind(key);
    if (found == bodies_.constEnd()) {
        makeRoom(bodies_, kMostSprites);
        const QSize size(2 * cap, box.height());
        found = bodies_.insert(key, bodySprite(shape, size, fill, border, borderWidth));
    }
    const int middle = box.width() - 2 * cap;
    painter.drawPixmap(box.left(), box.top(), *found, 0, 0, cap, box.height());
    painter.drawPixmap(box.left() + cap + middle, box.top(), *found, cap, 0, cap, box.height());
    const QRect plain(box.left() + cap, box.top(), middle, box.height());
    painter.fillRect(plain.adjusted(0, borderWidth, 0, -borderWidth), fill);
    painter.fillRect(plain.left(), plain.top(), middle, borderWidth, border);
    painter.fillRect(plain.left(), plain.bottom() + 1 - borderWidth, middle, borderWidth, border);
}

void Sprites::paintMark(QPainter& painter, NodeStatus status, QPoint topLeft, int size,
                        QColor color, QColor inside) {
    if (isPage(painter)) {
        paintStateMark(painter, status, QRect(topLeft, QSize(size, size)), color, inside);
        return;
    }
    const MarkKey key{status, color.rgba(), inside.rgba(), size};
    auto found = marks_.constFind(key);
    if (found == marks_.constEnd()) {
        makeRoom(marks_, kMostSprites);
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter mark(&pixmap);
        paintStateMark(mark, status, pixmap.rect(), color, inside);
        mark.end();
        found = marks_.insert(key, pixmap);
    }
    painter.drawPixmap(topLeft, *found);
}

void Sprites::setFont(const QFont& font) {
    for (std::size_t i = 0; i < fonts_.size(); ++i) {
        fonts_[i] = font;
        fonts_[i].setPixelSize(kPixelSizes[i]);
        fonts_[i].setHintingPreference(QFont::PreferNoHinting);  // the same shape at every zoom
        const bool title = i <= static_cast<std::size_t>(Style::Title3);
        fonts_[i].setWeight(title ? QFont::DemiBold : QFont::Medium);
    }
    clear();
}

const Sprites::Text& Sprites::text(const QString& words, Style largest, Style smallest, int width) {
    const TextKey key{words, static_cast<int>(largest) * 16 + static_cast<int>(smallest), width};
    const auto found = texts_.constFind(key);
    if (found != texts_.constEnd()) return *found;

    makeRoom(texts_, kMostTexts);
    int style = static_cast<int>(largest);
    const auto widthIn = [&](int at) {
        return QFontMetricsF(fonts_[static_cast<std::size_t>(at)]).horizontalAdvance(words);
    };
    while (style > static_cast<int>(smallest) && widthIn(style) > width) --style;
    const QFont& font = fonts_[static_cast<std::size_t>(style)];
    const QFontMetricsF metrics(font);
    const QString shown = metrics.elidedText(words, Qt::ElideRight, width);

    Text text{QStaticText(shown), static_cast<Style>(style),
              QSizeF(metrics.horizontalAdvance(shown), metrics.height())};
    text.text.setTextFormat(Qt::PlainText);
    text.text.setPerformanceHint(QStaticText::AggressiveCaching);
    text.text.prepare(QTransform(), font);
    return *texts_.insert(key, text);
}

void Sprites::paintText(QPainter& painter, const Text& text, QPointF at, double scale) {
    const QTransform before = painter.transform();
    painter.setFont(fonts_[static_cast<std::size_t>(text.style)]);
    painter.translate(wholePixel(at.x()), wholePixel(at.y()));
    painter.scale(scale, scale);
    painter.drawStaticText(QPointF(), text.text);
    painter.setTransform(before);
}

}  // namespace cst

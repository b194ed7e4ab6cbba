#pragma once

#include "ui/graph/node_shapes.h"

#include <QFont>
#include <QHash>
#include <QPixmap>
#include <QStaticText>

#include <array>
#include <cmath>

class QPainter;

namespace cst {

/// The nearest whole pixel, at all places of the screen the same way: a picture that is shifted by
/// whole pixels is the same picture. (What is half a pixel but for the error of a sum is one half.)
inline int wholePixel(double at) {
    constexpr double kError = 1e-6;
    return static_cast<int>(std::floor(at + 0.5 + kError));
}

/// Pictures and laid-out texts that one frame draws many times. Without a GPU an anti-aliased
/// rounded box costs 12 µs and a text 4 µs; from here they cost 1 to 2 µs.
/// Sizes are device pixels. Everything may be dropped at any time: it is only a cache.
class Sprites {
public:
    void clear();

    /// A node's body: both ends come from a sprite, the middle is plain.
    void paintBody(QPainter& painter, BoxShape shape, const QRect& box, QColor fill, QColor border,
                   int borderWidth);
    void paintMark(QPainter& painter, NodeStatus status, QPoint topLeft, int size, QColor color,
                   QColor inside);

    /// Text styles, in world pixels (badges: view pixels). Titles shrink from Title3 to Title0
    /// until the text fits.
    static constexpr int kWholeWords = 1 << 16;  // a width: no limit
    enum class Style { Title0, Title1, Title2, Title3, Label, Badge, Count };
    void setFont(const QFont& font);

    struct Text {
        QStaticText text;
        Style style = Style::Title0;
        QSizeF size;
    };
    /// The text in the largest style from `largest` down to `smallest` in which it fits into
    /// `width`; cut with an ellipsis if it fits in none.
    const Text& text(const QString& words, Style largest, Style smallest, int width);
    /// Draws it scaled; `at` is the top left corner.
    void paintText(QPainter& painter, const Text& text, QPointF at, double scale);

private:
    struct BodyKey {
        BoxShape shape;
        QRgb fill, border;
        int height, borderWidth;
        friend bool operator==(const BodyKey&, const BodyKey&) = default;
        friend size_t qHash(const BodyKey& key, size_t seed) {
            return qHashMulti(seed, static_cast<int>(key.shape), key.fill, key.border, key.height,
                              key.borderWidth);
        }
    };
    struct MarkKey {
        NodeStatus status;
        QRgb color, inside;
        int size;
        friend bool operator==(const MarkKey&, const MarkKey&) = default;
        friend size_t qHash(const MarkKey& key, size_t seed) {
            return qHashMulti(seed, static_cast<int>(key.status), key.color, key.inside, key.size);
        }
    };
    struct TextKey {
        QString words;
        int styles, width;
        friend bool operator==(const TextKey&, const TextKey&) = default;
        friend size_t qHash(const TextKey& key, size_t seed) {
            return qHashMulti(seed, key.words, key.styles, key.width);
        }
    };

    QHash<BodyKey, QPixmap> bodies_;
    QHash<MarkKey, QPixmap> marks_;
    QHash<TextKey, Text> texts_;
    std::array<QFont, static_cast<std::size_t>(Style::Count)> fonts_;
};

}  // namespace cst

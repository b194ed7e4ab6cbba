#pragma once

#include <QColor>
#include <QFont>
#include <QString>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

class QImage;

namespace cst {

/// Short texts, rasterised once and then mixed into an image by hand: a frame of a timeline has a
/// thousand of them, which QPainter would lay out and draw one by one.
/// UI thread only.
class LabelSprites {
public:
    /// Forgets all if the font is another one. `ratio`: device pixels a logical one.
    void use(const QFont& font, double ratio);

    /// The keys name other texts from now on.
    void forget() { sprites_.clear(); }

    /// Writes as much of `text` as fits into `width` device pixels from `x` on, elided; nothing
    /// where less than three letters fit. `key` names the text. `middle`: of the line.
    void draw(QImage& onto, int x, int middle, int width, uint32_t key, const std::string& text,
              QRgb color);

private:
    struct Sprite {
        int width = 0;
        int inkTop = 0, inkEnd = 0;  // lines that hold anything
        std::vector<uint8_t> mask;   // line by line
        std::vector<int> ends;       // of each letter
    };
    const Sprite& spriteOf(uint32_t key, const std::string& text);
    Sprite made(const QString& text) const;
    void mix(QImage& onto, const Sprite& sprite, int x, int top, int width, QRgb color) const;

    QFont font_;
    double ratio_ = 0;
    int height_ = 0;
    std::unordered_map<uint32_t, Sprite> sprites_;
    Sprite ellipsis_;
};

}  // namespace cst

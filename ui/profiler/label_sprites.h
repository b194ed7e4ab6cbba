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
    struct Lines {
        int first, end;
    };
    /// Forgets all if the font is another one. `ratio`: device pixels a logical one.
    void use(const QFont& font, double ratio);

    /// The keys name other texts from now on.
    void forget() { sprites_.clear(); }

    /// Those that a text around this one may touch.
    Lines linesAround(int middle) const { return {topOf(middle), topOf(middle) + height_}; }

    /// Writes as much of `text` as fits into `width` device pixels from `x` on, elided; nothing
    /// where less than three letters fit. `key` names the text. `middle`: of the line.
    void draw(QImage& onto, int x, int middle, int width, uint32_t key, const std::string& text,
              QRgb color);

private:
    struct Ink {
        uint16_t x;
        uint16_t part;  // of 256
    };
    struct Sprite {
        int width = 0;
        std::vector<Ink> ink;            // from left to right, line by line: most pixels have none
        std::vector<uint32_t> inkUntil;  // by line: where the next begins
        std::vector<int> ends;           // of each letter
    };
    int topOf(int middle) const { return middle - height_ / 2; }
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

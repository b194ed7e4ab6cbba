#include "ui/profiler/label_sprites.h"

#include "ui/profiler/pixel_mix.h"

#include <QFontMetricsF>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace cst {

namespace {

constexpr std::size_t kMostSprites = 4096;  // some 4 MB
constexpr int kMostLetters = 80;            // nothing longer fits into a row

}  // namespace

void LabelSprites::use(const QFont& font, double ratio) {
    if (font == font_ && ratio == ratio_) return;
    font_ = font;
    ratio_ = ratio;
    height_ = static_cast<int>(std::ceil(QFontMetricsF(font).height() * ratio));
    sprites_.clear();
    ellipsis_ = made(QStringLiteral("…"));
}

LabelSprites::Sprite LabelSprites::made(const QString& text) const {
    const QFontMetricsF metrics(font_);
    Sprite sprite;
    sprite.width = static_cast<int>(std::ceil(metrics.horizontalAdvance(text) * ratio_)) + 1;
    for (int letters = 1; letters <= text.size(); ++letters) {
        if (letters < text.size() && text[letters].isLowSurrogate()) continue;
        sprite.ends.push_back(
            static_cast<int>(std::ceil(metrics.horizontalAdvance(text, letters) * ratio_)));
    }
    QImage image(sprite.width, height_, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio_);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setFont(font_);
    painter.setPen(Qt::white);
    painter.drawText(QPointF(0, metrics.ascent()), text);
    painter.end();
    for (int y = 0; y < height_; ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
        for (int x = 0; x < sprite.width; ++x) {
            const int alpha = qAlpha(line[x]);
            if (alpha == 0) continue;
            sprite.ink.push_back({static_cast<uint16_t>(x), static_cast<uint16_t>(alpha + 1)});
        }
        sprite.inkUntil.push_back(static_cast<uint32_t>(sprite.ink.size()));
    }
    return sprite;
}

const LabelSprites::Sprite& LabelSprites::spriteOf(uint32_t key, const std::string& text) {
    const auto found = sprites_.find(key);
    if (found != sprites_.end()) return found->second;
    if (sprites_.size() >= kMostSprites) sprites_.clear();
    return sprites_.emplace(key, made(QString::fromStdString(text).left(kMostLetters)))
        .first->second;
}

void LabelSprites::draw(QImage& onto, int x, int middle, int width, uint32_t key,
                        const std::string& text, QRgb color) {
    const Sprite& sprite = spriteOf(key, text);
    const int top = topOf(middle);
    if (sprite.width <= width) {
        mix(onto, sprite, x, top, sprite.width, color);
        return;
    }
    const auto end =
        std::upper_bound(sprite.ends.begin(), sprite.ends.end(), width - ellipsis_.width);
    if (end - sprite.ends.begin() < 3) return;
    const int part = *(end - 1);
    mix(onto, sprite, x, top, part, color);
    mix(onto, ellipsis_, x + part, top, ellipsis_.width, color);
}

void LabelSprites::mix(QImage& onto, const Sprite& sprite, int x, int top, int width,
                       QRgb color) const {
    const int left = std::max(0, -x);
    const int right = std::min(width, onto.width() - x);
    const int end = std::min(height_, onto.height() - top);
    uchar* const bits = onto.bits();
    for (int y = std::max(0, -top); y < end; ++y) {
        auto* const pixels = reinterpret_cast<QRgb*>(bits + (top + y) * onto.bytesPerLine()) + x;
        const auto line = static_cast<std::size_t>(y);
        const Ink* ink = sprite.ink.data() + (y == 0 ? 0 : sprite.inkUntil[line - 1]);
        const Ink* const last = sprite.ink.data() + sprite.inkUntil[line];
        while (ink < last && ink->x < left) ++ink;
        for (; ink < last && ink->x < right; ++ink) {
            pixels[ink->x] = mixedPixel(pixels[ink->x], color, ink->part);
        }
    }
}

}  // namespace cst

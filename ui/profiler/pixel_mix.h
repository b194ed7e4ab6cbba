#pragma once

#include <QRgb>

namespace cst {

/// `part` of 256 of `b`, the rest of `a`; opaque. Two channels at a time.
inline QRgb mixedPixel(QRgb a, QRgb b, unsigned part) {
    constexpr QRgb kOuter = 0x00FF00FFU, kInner = 0x0000FF00U;
    const unsigned rest = 256 - part;
    const QRgb outer = ((a & kOuter) * rest + (b & kOuter) * part) >> 8U & kOuter;
    const QRgb inner = ((a & kInner) * rest + (b & kInner) * part) >> 8U & kInner;
    return 0xFF000000U | outer | inner;
}

}  // namespace cst

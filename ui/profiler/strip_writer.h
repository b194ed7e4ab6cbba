#pragma once

#include <QImage>
#include <QSize>

#include <functional>

namespace cst {

/// Hands out a picture from top to bottom, a few lines at a time: they stand in memory of their
/// own that is small enough to stay in the processor's cache, while a picture of the whole would
/// go through main memory three times.
/// UI thread only.
class StripWriter {
public:
    /// Takes a part of the picture, Format_RGB32 in device pixels, as wide as the whole, that
    /// stands so far from its upper edge; the first may begin above it, the last end below it. The
    /// pixels are to be copied at once.
    using Put = std::function<void(const QImage& strip, int top)>;

    /// A picture so wide, whose first line stands at `top`. No block of it is higher than `most`.
    void begin(int width, int most, int top, const Put& put);
    void end() { flush(); }

    /// Where the next line stands.
    int next() const { return top_ + filled_; }
    /// The next lines, to be filled before anything else is asked; their number in strip() is told.
    int takeLines(int count);
    QImage& strip() { return strip_; }
    QRgb* line(int number) { return reinterpret_cast<QRgb*>(strip_.scanLine(number)); }
    /// The lines that were taken last stand there once more, and again, until so many of them do.
    void repeatTo(int count);

private:
    void flush();

    QImage strip_;
    const Put* put_ = nullptr;
    int top_ = 0, filled_ = 0, block_ = 0;  // lines
};

}  // namespace cst

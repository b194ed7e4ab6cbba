#include "ui/profiler/strip_writer.h"

#include <algorithm>

namespace cst {

namespace {

constexpr int kStripLines = 32;  // of 1,920 px: a quarter of a megabyte

}  // namespace

void StripWriter::begin(int width, int most, int top, const Put& put) {
    const QSize size(width, std::max(most, kStripLines));
    if (strip_.size() != size) strip_ = QImage(size, QImage::Format_RGB32);
    put_ = &put;
    top_ = top;
    filled_ = block_ = 0;
}

int StripWriter::takeLines(int count) {
    if (filled_ + count > strip_.height()) flush();
    filled_ += count;
    block_ = count;
    return filled_ - count;
}

void StripWriter::repeatTo(int count) {
    const int first = filled_ - block_;
    int more = count - block_;
    flush();
    for (; more > 0; more -= block_) {
        const int lines = std::min(more, block_);
        (*put_)(QImage(strip_.constScanLine(first), strip_.width(), lines, strip_.bytesPerLine(),
                       strip_.format()),
                top_);
        top_ += lines;
    }
}

void StripWriter::flush() {
    if (filled_ == 0) return;
    (*put_)(
        QImage(strip_.constBits(), strip_.width(), filled_, strip_.bytesPerLine(), strip_.format()),
        top_);
    top_ += filled_;
    filled_ = 0;
}

}  // namespace cst

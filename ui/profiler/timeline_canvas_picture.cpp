// What the timeline shows, for other programs.

#include "engine/profile/export_svg.h"
#include "ui/profiler/timeline_canvas.h"

#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace cst {

QImage TimelineCanvas::picture(double scale) const {
    const QSize size = viewport()->size();
    QImage image(qRound(size.width() * scale), qRound(size.height() * scale), QImage::Format_RGB32);
    if (!index_ || image.isNull()) return {};
    image.setDevicePixelRatio(scale);
    // Its own: what is kept for the screen suits the pixels of the screen.
    TimelineRaster raster;
    raster.applyTheme(theme_, font());
    QPainter painter(&image);
    drawSpans(painter, raster, scale);
    painter.setFont(font());
    TimelineChrome(theme_).paint(painter, scene());
    return image;
}

TraceView TimelineCanvas::view() const {
    TraceView view;
    view.fromNs = std::max<int64_t>(0, std::llround(camera_.fromNs()));
    view.toNs = std::llround(camera_.toNs());
    view.width = parts_.spans.width();
    const int top = verticalScrollBar()->value(), bottom = top + parts_.spans.height();
    for (uint32_t lane = 0; lane < layout_.lanes().size(); ++lane) {
        const TimelineLayout::Lane& at = layout_.lanes()[lane];
        if (at.top + at.height <= top || at.top >= bottom) continue;
        const int step = layout_.rowHeight() + 1;
        const auto first = static_cast<uint32_t>(std::max(0, top - at.top) / step);
        const auto end = static_cast<uint32_t>((bottom - at.top + step - 1) / step);
        if (first < at.rows || at.rows == 0) {
            view.rows.push_back({lane, first, std::min(at.rows, end) - std::min(at.rows, first)});
        }
    }
    return view;
}

}  // namespace cst

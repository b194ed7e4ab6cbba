#pragma once

#include "ui/profiler/timeline_camera.h"
#include "ui/profiler/timeline_index.h"
#include "ui/profiler/timeline_layout.h"
#include "ui/profiler/timeline_ruler.h"
#include "ui/shell/theme.h"

#include <QImage>
#include <QRect>

#include <optional>
#include <utility>
#include <vector>

class QPainter;

namespace cst {

/// Where the parts of a timeline stand, in pixels of its viewport.
struct TimelineParts {
    QRect ruler;    // above the spans
    QRect headers;  // left of them
    QRect spans;
    QRect corner;  // above the headers

    static TimelineParts of(const QSize& view, int headerWidth, int rulerHeight);
};

/// A stretch of time, in ns.
using TimeStretch = std::pair<double, double>;

/// Draws what stands around the spans and over them: the ruler, names of lanes, what is measured,
/// a frame around what is chosen. UI thread only.
class TimelineChrome {
public:
    struct Scene {
        const TimelineIndex& index;
        const TimelineLayout& layout;
        const TimelineCamera& camera;
        const TimelineRuler& ruler;
        const TimelineParts& parts;
        const std::vector<bool>& isFolded;  // by lane
        int scrolled = 0;
        std::optional<TimeStretch> measured;
        std::optional<SpanPlace> selected;
    };

    explicit TimelineChrome(const Theme& theme) : theme_(theme) {}

    void paint(QPainter& painter, const Scene& scene);
    /// The names of the lanes look otherwise: the lanes, what is measured, the theme have changed.
    void headersChanged() { headers_ = QImage(); }
    /// Of a span on the viewport, at least two pixels wide; empty if its lane is folded.
    static QRectF rectOf(const Scene& scene, SpanPlace place);

private:
    void paintSelected(QPainter& painter, const Scene& scene) const;
    void paintMeasured(QPainter& painter, const Scene& scene) const;
    void paintRuler(QPainter& painter, const Scene& scene) const;
    void paintHeaders(QPainter& painter, const Scene& scene);
    void paintHeader(QPainter& painter, const Scene& scene, uint32_t lane, const QRect& area) const;

    const Theme& theme_;  // outlives every widget
    QImage headers_;      // as drawn last: they do not move with the time; null = to be drawn
};

}  // namespace cst

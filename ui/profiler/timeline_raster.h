#pragma once

#include "ui/profiler/label_sprites.h"
#include "ui/profiler/span_look.h"
#include "ui/profiler/strip_writer.h"
#include "ui/profiler/timeline_camera.h"
#include "ui/profiler/timeline_index.h"
#include "ui/profiler/timeline_layout.h"

#include <array>
#include <cstdint>
#include <vector>

namespace cst {

/// What of a trace is drawn, and how.
struct TimelineFrame {
    const TimelineIndex& index;
    const TimelineLayout& layout;
    const TimelineCamera& camera;
    int scrolled = 0;                 // px from the top of the lanes
    double ratio = 1;                 // device pixels a logical one
    const SpanSet* lit = nullptr;     // of the node that is chosen
    const SpanSet* found = nullptr;   // the others are dimmed
    const std::vector<double>& grid;  // times of the marks of the ruler
};

/// Draws the spans of a timeline, scanline by scanline and strip by strip. What is under a pixel is
/// folded: as much of it as was busy has colour, of each kind its part; work that failed or timed
/// out fills its pixel however short it was, and nothing fades away altogether. Spans of three
/// pixels and more are set apart, and have their label in them where it fits.
/// Cost: O(pixels · log spans). UI thread only.
class TimelineRaster {
public:
    /// Of a pixel: what went wrong in less of it is marked, in more of it drawn as it is.
    static constexpr double kMark = 0.5;
    static constexpr double kFaintest = 0.2;  // of a colour, where anything is

    void applyTheme(const Theme& theme, const QFont& font);
    /// Another trace comes.
    void forgetLabels() { labels_.forget(); }
    /// All of a picture of that size, from top to bottom.
    void paint(const QSize& size, const TimelineFrame& frame, const StripWriter::Put& put);

private:
    static constexpr std::size_t kKinds = static_cast<std::size_t>(SpanKind::Paint) + 1;
    static constexpr int kShades = 256;
    using Shades = std::array<QRgb, kShades + 1>;  // from the ground to the colour
    struct Wide {
        uint32_t label;
        int from, to;  // device px
        bool isDim = false;
    };

    void setEdges(const TimelineFrame& frame, int width);
    void setLaneLines(const TimelineFrame& frame, int height);
    /// Between and below the rows, as far as there.
    void paintGroundTo(int end);
    void paintRow(const TimelineFrame& frame, uint32_t row, int height);
    void fold(const TimelineRow& row);
    void foldOne(const TimelineTrack& track);
    void foldDense(const TimelineTrack& track);
    void foldSparse(const TimelineTrack& track);
    void foldAll(const std::vector<TimelineTrack>& tracks);
    void markTouched(const TimelineTrack& track);
    void mixAt(std::size_t x, const std::vector<TimelineTrack>& tracks);
    void setPattern(std::size_t x, SpanPattern pattern);
    void setApart(const TimelineRow& row);
    /// Marks the pixels in which one of these spans is.
    void mark(const TimelineRow& row, std::span<const uint32_t> spans);
    void dimUnmarked();
    /// Of a row so high, a line above and below what is marked.
    void light(int top, int height, int line);
    /// Lines of the row, counted from its upper edge. Those that are put have nothing of their own:
    /// the few that differ are worked out once.
    void putLines(int from, int end);
    int takeLines(int from, int end);
    void writeLabels(const TimelineFrame& frame, int middle);
    bool hasLabel(const TimelineFrame& frame, const Wide& one) const;

    double xOf(double timeNs) const { return (timeNs - fromNs_) * pixelsPerNs_; }

    std::array<Shades, kKinds> shades_{};
    std::array<QRgb, kKinds> trouble_{};
    QRgb ground_ = 0, gridLine_ = 0, text_ = 0;
    LabelSprites labels_;
    QFont font_;

    StripWriter strips_;

    // Of the frame and the row that is being drawn, by device pixel.
    double fromNs_ = 0, toNs_ = 0, pixelsPerNs_ = 1;
    std::vector<TimelineTrack::Time> edges_;    // one more than there are pixels
    std::vector<TimelineTrack::Place> places_;  // of the edges
    std::vector<QRgb> ruled_;                   // the ground with the marks of the ruler
    std::vector<uint8_t> isLaneLine_;           // by scanline
    std::vector<QRgb> line_;
    std::vector<SpanPattern> patterns_;
    std::vector<uint32_t> patternedAt_;  // pixels that have a pattern
    std::vector<QRgb> patterned_;        // and their colour where it is
    std::vector<uint8_t> marked_;
    std::vector<Wide> wide_;
};

}  // namespace cst

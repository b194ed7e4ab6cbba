#include "ui/profiler/timeline_raster.h"

#include "ui/profiler/pixel_mix.h"

#include <algorithm>
#include <cmath>
#include <cstring>

// A row is worked out as one line of pixels: every pixel asks the tracks of the row how much of its
// stretch of time they were busy, which does not depend on how many spans there are below it. The
// line is then copied into every scanline of the row, or mixed with the pattern of what it shows.
// Filling rectangles through QPainter takes sixty times as long.

namespace cst {

namespace {

constexpr double kLeastApart = 3;    // px: narrower spans run into one another
constexpr double kLeastLabel = 26;   // px
constexpr double kLabelPadding = 4;  // px
constexpr unsigned kGap = 150;       // of 256: how much of the ground there is between two spans
constexpr unsigned kDimmed = 190;    // of 256: of the ground, where something else was looked for
constexpr double kLitLine = 2;       // px: above and below a span of the node that is chosen
constexpr double kSparse = 16;       // px: where spans have more of them, pixels are skipped
constexpr int kPlainLines = 4;       // that are put at once: they fit the nearest cache

unsigned partOf(double share) {
    return static_cast<unsigned>(share * 256 + 0.5);
}

}  // namespace

void TimelineRaster::applyTheme(const Theme& theme, const QFont& font) {
    const auto color = [&](Role role) { return theme.color(role).rgb(); };
    ground_ = color(Role::Canvas);
    gridLine_ = color(Role::CanvasGrid);
    text_ = color(Role::NodeText);
    font_ = font;
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
        const QRgb full = color(spanRole(static_cast<SpanKind>(kind)));
        trouble_[kind] = color(troubleRole(static_cast<SpanKind>(kind)));
        for (unsigned i = 0; i <= kShades; ++i) shades_[kind][i] = mixedPixel(ground_, full, i);
    }
}

void TimelineRaster::paint(const QSize& size, const TimelineFrame& frame,
                           const StripWriter::Put& put) {
    labels_.use(font_, frame.ratio);
    setEdges(frame, size.width());
    setLaneLines(frame, size.height());
    const auto device = [&](int y) { return static_cast<int>(std::lround(y * frame.ratio)); };
    const int height = device(frame.layout.rowHeight());
    bool isFirst = true;
    for (uint32_t row = 0; row < frame.index.rows().size(); ++row) {
        const auto top = frame.layout.topOf(row);
        if (!top) continue;
        const int at = device(*top - frame.scrolled);
        if (at >= size.height()) break;  // the others are below it
        if (at + height <= 0) continue;
        if (isFirst) strips_.begin(size.width(), height, std::min(0, at), put);
        isFirst = false;
        paintGroundTo(at);
        paintRow(frame, row, height);
    }
    if (isFirst) strips_.begin(size.width(), height, 0, put);
    paintGroundTo(size.height());
    strips_.end();
}

void TimelineRaster::setEdges(const TimelineFrame& frame, int width) {
    const auto count = static_cast<std::size_t>(width);
    edges_.clear();
    for (std::size_t x = 0; x <= count; ++x) {
        edges_.emplace_back(frame.camera.timeAt(static_cast<double>(x) / frame.ratio));
    }
    fromNs_ = edges_.front().exactNs;
    toNs_ = edges_.back().exactNs;
    pixelsPerNs_ = frame.ratio / frame.camera.nsPerPixel();
    ruled_.assign(count, ground_);
    for (const double time : frame.grid) {
        const auto x = static_cast<int>(std::lround(xOf(time)));
        if (x >= 0 && x < width) ruled_[static_cast<std::size_t>(x)] = gridLine_;
    }
    patterns_.resize(count);
    patterned_.resize(count);
    marked_.resize(count);
}

void TimelineRaster::setLaneLines(const TimelineFrame& frame, int height) {
    isLaneLine_.assign(static_cast<std::size_t>(height), 0);
    for (const TimelineLayout::Lane& lane : frame.layout.lanes()) {
        const int below = lane.top + lane.height - 2 - frame.scrolled;
        const auto line = static_cast<int>(std::lround(below * frame.ratio));
        if (line >= 0 && line < height) isLaneLine_[static_cast<std::size_t>(line)] = 1;
    }
}

void TimelineRaster::paintGroundTo(int end) {
    for (int y = strips_.next(); y < end; ++y) {
        QRgb* const pixels = strips_.line(strips_.takeLines(1));
        if (isLaneLine_[static_cast<std::size_t>(y)]) {
            std::fill(pixels, pixels + ruled_.size(), gridLine_);
        } else {
            std::memcpy(pixels, ruled_.data(), ruled_.size() * sizeof(QRgb));
        }
    }
}

void TimelineRaster::paintRow(const TimelineFrame& frame, uint32_t number, int height) {
    const TimelineRow& row = frame.index.rows()[number];
    line_ = ruled_;
    patternedAt_.clear();
    if (row.tracks.size() == 1 && !isTrouble(row.tracks.front().kind())) {
        std::fill(marked_.begin(), marked_.end(), uint8_t{0});
        foldOne(row.tracks.front());
    } else if (!row.tracks.empty()) {
        foldAll(row.tracks);
    }
    setApart(row);
    if (frame.found != nullptr) {
        mark(row, frame.found->of(number));
        dimUnmarked();
    }
    for (const uint32_t x : patternedAt_) {
        patterned_[x] = mixedPixel(line_[x], ground_, partOf(kPatternDepth));
    }
    const auto lit = frame.lit == nullptr ? std::span<const uint32_t>() : frame.lit->of(number);
    if (!lit.empty()) {
        const int top = takeLines(0, height);
        writeLabels(frame, top + height / 2);
        mark(row, lit);
        light(top, height, static_cast<int>(std::lround(kLitLine * frame.ratio)));
        return;
    }
    const bool isWritten = std::any_of(wide_.begin(), wide_.end(),
                                       [&](const Wide& one) { return hasLabel(frame, one); });
    const LabelSprites::Lines text =
        isWritten ? labels_.linesAround(height / 2) : LabelSprites::Lines{0, 0};
    const int first = std::clamp(text.first, 0, height), end = std::clamp(text.end, first, height);
    putLines(0, first);
    if (first < end) writeLabels(frame, takeLines(first, end) + height / 2 - first);
    putLines(end, height);
}

void TimelineRaster::setPattern(std::size_t x, SpanPattern pattern) {
    patterns_[x] = pattern;
    if (pattern != SpanPattern::None) patternedAt_.push_back(static_cast<uint32_t>(x));
}

void TimelineRaster::foldOne(const TimelineTrack& track) {
    const auto spans =
        static_cast<double>(track.at(edges_.back()).begun - track.at(edges_.front()).begun);
    if (spans * kSparse > static_cast<double>(line_.size())) {
        foldDense(track);
    } else {
        foldSparse(track);
    }
}

/// Pixel by pixel, without a branch that depends on where the spans are: a processor that guessed
/// wrong at every second pixel would take twice as long.
void TimelineRaster::foldDense(const TimelineTrack& track) {
    const Shades& shades = shades_[static_cast<std::size_t>(track.kind())];
    const SpanPattern pattern = spanPattern(track.kind());
    const double perPixel = pixelsPerNs_;
    places_.resize(edges_.size());
    track.places(edges_, places_);
    for (std::size_t x = 0; x < line_.size(); ++x) {
        const TimelineTrack::Place& left = places_[x];
        const TimelineTrack::Place& right = places_[x + 1];
        const double share = (right.busyNs - left.busyNs) * perPixel;
        const bool isThere = share > 0 || right.begun != left.begun;
        const QRgb shade = shades[partOf(std::clamp(share, kFaintest, 1.0))];
        line_[x] = isThere ? shade : line_[x];
        if (pattern != SpanPattern::None && isThere && !marked_[x]) setPattern(x, pattern);
    }
}

/// From near, most pixels are as the ones before: to the end of their span or of their gap.
void TimelineRaster::foldSparse(const TimelineTrack& track) {
    const Shades& shades = shades_[static_cast<std::size_t>(track.kind())];
    const SpanPattern pattern = spanPattern(track.kind());
    const double perPixel = pixelsPerNs_;
    const auto show = [&](std::size_t x, unsigned shade) {
        line_[x] = shades[shade];
        if (pattern != SpanPattern::None && !marked_[x]) setPattern(x, pattern);
    };
    TimelineTrack::Place left = track.at(edges_.front());
    for (std::size_t x = 0; x < line_.size(); ++x) {
        const TimelineTrack::Place right = track.after(left, edges_[x + 1]);
        const double share = (right.busyNs - left.busyNs) * perPixel;
        const bool isStill = right.begun == left.begun;
        if (share > 0 || !isStill) show(x, partOf(std::clamp(share, kFaintest, 1.0)));
        left = right;
        if (!isStill) continue;
        const bool isBusy = track.isBusy(right);
        const int64_t until = isBusy ? track.lastEnd(right) : track.nextStart(right);
        const double end =
            std::min(xOf(static_cast<double>(until)) - 1, static_cast<double>(line_.size()));
        if (end < static_cast<double>(x + 2)) continue;
        const auto last = static_cast<std::size_t>(end);  // whole pixels before it
        for (++x; isBusy && x < last; ++x) show(x, kShades);
        x = last - 1;
        left = track.at(edges_[last]);
    }
}

/// Nearly all pixels of a row show one kind only: the others are worked out where they are.
void TimelineRaster::foldAll(const std::vector<TimelineTrack>& tracks) {
    const auto largest = std::max_element(
        tracks.begin(), tracks.end(),
        [](const TimelineTrack& a, const TimelineTrack& b) { return a.size() < b.size(); });
    std::fill(marked_.begin(), marked_.end(), uint8_t{0});
    for (const TimelineTrack& track : tracks) {
        if (&track != &*largest || isTrouble(track.kind())) markTouched(track);
    }
    foldOne(*largest);
    for (std::size_t x = 0; x < line_.size(); ++x) {
        if (marked_[x]) mixAt(x, tracks);
    }
}

/// Marks the pixels in which a track has anything. Cost: O(these + spans in sight, at most one a
/// pixel).
void TimelineRaster::markTouched(const TimelineTrack& track) {
    const auto width = static_cast<double>(line_.size());
    TimelineTrack::Place left = track.at(edges_.front());
    for (std::size_t x = 0; x < line_.size();) {
        const TimelineTrack::Place right = track.after(left, edges_[x + 1]);
        if (right.busyNs > left.busyNs || right.begun != left.begun) {
            marked_[x++] = 1;
            left = right;
            continue;
        }
        // Nothing goes on here, so nothing does until the next one begins. A pixel to spare: what
        // is rounded may fall into the one before.
        const double next = xOf(static_cast<double>(track.nextStart(right))) - 1;
        if (next >= width) return;
        x = std::max(x + 1, next > 0 ? static_cast<std::size_t>(next) : 0);
        left = track.at(edges_[x]);
    }
}

void TimelineRaster::mixAt(std::size_t x, const std::vector<TimelineTrack>& tracks) {
    double red = 0, green = 0, blue = 0, all = 0, most = -1, shownShare = 0;
    std::size_t shown = 0;
    for (const TimelineTrack& track : tracks) {
        const TimelineTrack::Place left = track.at(edges_[x]), right = track.at(edges_[x + 1]);
        double share = (right.busyNs - left.busyNs) * pixelsPerNs_;
        if (!(share > 0) && right.begun == left.begun) continue;
        share = std::max(share, 1e-6);  // of no length: it is there
        const auto kind = static_cast<std::size_t>(track.kind());
        const QRgb full = shades_[kind][kShades];
        red += share * qRed(full);
        green += share * qGreen(full);
        blue += share * qBlue(full);
        all += share;
        // What went wrong hides the others; of that, what failed hides what timed out.
        const double weight = !isTrouble(track.kind())           ? share
                              : track.kind() == SpanKind::Failed ? 3
                                                                 : 2;
        if (weight > most) {
            most = weight;
            shown = kind;
            shownShare = share;
        }
    }
    const auto kind = static_cast<SpanKind>(shown);
    if (isTrouble(kind) && shownShare < kMark) {
        line_[x] = trouble_[shown];
        return;
    }
    setPattern(x, spanPattern(kind));
    if (isTrouble(kind)) {
        line_[x] = shades_[shown][kShades];
        return;
    }
    const QRgb mean = qRgb(static_cast<int>(red / all), static_cast<int>(green / all),
                           static_cast<int>(blue / all));
    line_[x] = mixedPixel(ground_, mean, partOf(std::clamp(all, kFaintest, 1.0)));
}

/// Where two wide spans touch, the ground shows between them. Collects those that may have a label.
void TimelineRaster::setApart(const TimelineRow& row) {
    wide_.clear();
    const double end = toNs_;
    const auto least = static_cast<int64_t>(std::ceil(kLeastApart / pixelsPerNs_));
    std::size_t i = row.longest.next(row.firstEndingAfter(fromNs_), least);
    for (; i < row.spans.size(); i = row.longest.next(i + 1, least)) {
        const Span& span = row.spans[i];
        if (static_cast<double>(span.startNs) >= end) return;
        const double from = xOf(static_cast<double>(span.startNs));
        const double to = xOf(static_cast<double>(span.endNs));
        const auto last = static_cast<std::ptrdiff_t>(std::ceil(to)) - 1;
        const bool isTouched =
            i + 1 < row.spans.size() && xOf(static_cast<double>(row.spans[i + 1].startNs)) - to < 1;
        if (isTouched && last >= 0 && last < static_cast<std::ptrdiff_t>(line_.size())) {
            QRgb& pixel = line_[static_cast<std::size_t>(last)];
            pixel = mixedPixel(pixel, ground_, kGap);
        }
        const auto width = static_cast<double>(line_.size());
        wide_.push_back({span.label, static_cast<int>(std::max(0.0, from)),
                         static_cast<int>(std::min(width, to))});
    }
}

void TimelineRaster::mark(const TimelineRow& row, std::span<const uint32_t> spans) {
    std::fill(marked_.begin(), marked_.end(), uint8_t{0});
    const auto firstBehind = [&](std::span<const uint32_t>::iterator from, double time) {
        return std::partition_point(from, spans.end(), [&](uint32_t i) {
            return static_cast<double>(row.spans[i].endNs) < time;
        });
    };
    const auto width = static_cast<double>(marked_.size());
    for (auto at = firstBehind(spans.begin(), fromNs_); at != spans.end();) {
        const double start = std::floor(xOf(static_cast<double>(row.spans[*at].startNs)));
        const double end = std::ceil(xOf(static_cast<double>(row.spans[*at].endNs)));
        if (start >= width) return;
        const auto from = static_cast<std::size_t>(std::max(0.0, start));
        const auto to =
            static_cast<std::size_t>(std::clamp(end, static_cast<double>(from) + 1, width));
        std::fill(marked_.begin() + static_cast<std::ptrdiff_t>(from),
                  marked_.begin() + static_cast<std::ptrdiff_t>(to), uint8_t{1});
        // Those that end in the pixels that are marked by now say nothing new.
        at = firstBehind(at + 1, edges_[to].exactNs);
    }
}

void TimelineRaster::dimUnmarked() {
    for (std::size_t x = 0; x < line_.size(); ++x) {
        if (!marked_[x]) line_[x] = mixedPixel(line_[x], ground_, kDimmed);
    }
    for (Wide& one : wide_) {
        one.isDim = !marked_[static_cast<std::size_t>(one.from + (one.to - one.from) / 2)];
    }
}

/// All of it where it is too narrow for lines to be seen.
void TimelineRaster::light(int top, int height, int line) {
    for (std::size_t x = 0; x < marked_.size(); ++x) {
        const bool isNarrow = marked_[x] && (x < 2 || !marked_[x - 2]) &&
                              (x + 2 >= marked_.size() || !marked_[x + 2]);
        if (isNarrow) marked_[x] = 2;
    }
    for (int y = 0; y < height; ++y) {
        const uint8_t least = y < line || y >= height - line ? 1 : 2;
        QRgb* const pixels = strips_.line(top + y);
        for (std::size_t x = 0; x < marked_.size(); ++x) {
            if (marked_[x] >= least) pixels[x] = text_;
        }
    }
}

void TimelineRaster::putLines(int from, int end) {
    if (from >= end) return;
    const int period = patternedAt_.empty() ? kPlainLines : kPatternPeriod;
    takeLines(from, std::min(end, from + period));
    if (end > from + period) strips_.repeatTo(end - from);
}

int TimelineRaster::takeLines(int from, int end) {
    const int top = strips_.takeLines(end - from);
    for (int y = from; y < end; ++y) {
        QRgb* const pixels = strips_.line(top + y - from);
        std::memcpy(pixels, line_.data(), line_.size() * sizeof(QRgb));
        std::array<uint8_t, kSpanPatterns> bits;
        for (std::size_t i = 0; i < kSpanPatterns; ++i) {
            bits[i] = patternBits(static_cast<SpanPattern>(i), y);
        }
        for (const uint32_t x : patternedAt_) {
            if (bits[static_cast<std::size_t>(patterns_[x])] >> (x & 7U) & 1U) {
                pixels[x] = patterned_[x];
            }
        }
    }
    return top;
}

bool TimelineRaster::hasLabel(const TimelineFrame& frame, const Wide& one) const {
    return one.to - one.from >= kLeastLabel * frame.ratio &&
           one.label < frame.index.trace().labels.size();
}

void TimelineRaster::writeLabels(const TimelineFrame& frame, int middle) {
    const auto padding = static_cast<int>(kLabelPadding * frame.ratio);
    for (const Wide& one : wide_) {
        if (!hasLabel(frame, one)) continue;
        labels_.draw(strips_.strip(), one.from + padding, middle, one.to - one.from - 2 * padding,
                     one.label, frame.index.trace().labels[one.label],
                     one.isDim ? mixedPixel(text_, ground_, kDimmed / 2) : text_);
    }
}

}  // namespace cst

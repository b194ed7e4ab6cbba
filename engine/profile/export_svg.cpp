#include "engine/profile/export_svg.h"

#include "engine/profile/export_events.h"
#include "engine/profile/export_text.h"
#include "engine/profile/time_text.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cst {
namespace {

constexpr double kNames = 150, kRuler = 24, kRow = 18, kGap = 4;  // px
constexpr double kLeastMark = 110;                                // px between two marks
constexpr double kLetter = 6.2;                                   // px, about
constexpr double kFaintest = 0.2;                                 // where anything is
constexpr std::size_t kMostRows = 400;
constexpr std::size_t kKinds = static_cast<std::size_t>(SpanKind::Paint) + 1;

// Plain colours first: not every program that shows an SVG knows more of CSS. Those of waiting
// differ by what is written in them.
constexpr std::string_view kStyle = R"(<style>
text { font: 11px Inter, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1d232c; }
.dim { fill: #535e6c; } .ground { fill: #f4f6f9; } .line { stroke: #ccd3dc; }
.in { fill: #10141a; }
.k0 { fill: #518fd6; } .k1 { fill: #e6634e; } .k2 { fill: #868d96; } .k3 { fill: #bf7f0f; }
.k4 { fill: #7a8ea3; } .k5, .k6, .k7, .k8, .k9 { fill: #9d7dca; } .k10 { fill: #2d9c8a; }
.k11 { fill: #7d9532; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6e8eb; } .dim { fill: #9aa1ab; } .ground { fill: #1b1d21; }
  .line { stroke: #3a3f47; } .in { fill: #10141a; }
}
</style>
)";

std::string number(double value) {
    return shortFixedText(value, 2);
}

/// As much of a text as fits into so many pixels; "" if that is next to nothing.
std::string fitted(const std::string& text, double px) {
    const auto room = static_cast<std::size_t>(std::max(0.0, px / kLetter));
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (++characters > room) {
            return room < 4 ? "" : text.substr(0, at) + "…";
        }
        at += utf8Decode(text, at).length;
    }
    return text;
}

/// 1, 2 or 5 times a power of ten, so that marks have room.
double markStep(double nsPerPixel) {
    const double least = std::max(nsPerPixel * kLeastMark, 1.0);
    const double power = std::pow(10, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= least) {
            return factor * power;
        }
    }
    return 10 * power;
}

/// With as many digits as tell it from the mark before.
std::string markText(double ns, double stepNs) {
    constexpr std::pair<double, const char*> kUnits[] = {
        {1e9, " s"}, {1e6, " ms"}, {1e3, " µs"}, {1, " ns"}};
    const auto* unit = std::find_if(std::begin(kUnits), std::end(kUnits) - 1,
                                    [&](const auto& each) { return ns >= each.first; });
    const double decimals = std::ceil(std::log10(unit->first / stepNs) - 1e-9);
    return fixedText(ns / unit->first, static_cast<int>(std::max(0.0, decimals))) + unit->second;
}

class Drawing {
public:
    Drawing(const Trace& trace, const TraceView& view)
        : trace_(trace),
          width_(std::clamp(std::isfinite(view.width) ? view.width : 1200, 100.0, 16'384.0)),
          fromNs_(view.fromNs),
          toNs_(view.toNs > view.fromNs ? view.toNs : std::max(trace.endNs, view.fromNs + 1)),
          pixelsPerNs_(width_ / static_cast<double>(toNs_ - fromNs_)),
          columns_(static_cast<std::size_t>(std::ceil(width_)) + 1) {}

    std::string svg(std::vector<TraceView::Rows> wanted);

private:
    using Column = std::array<float, kKinds>;  // how much of it is busy, 0 … 1

    void drawLane(const TraceView::Rows& rows);
    void drawRow(const std::vector<Span>& row);
    void drawSpan(const Span& span, double from, double to);
    void fold(SpanKind kind, double from, double to);
    void drawFolded();
    void drawRuler();
    void drawLegend();
    void box(SpanKind kind, double from, double to, double solid);
    void write(double x, double y, const std::string& text, const char* kind);
    double xOf(int64_t ns) const { return static_cast<double>(ns - fromNs_) * pixelsPerNs_; }

    const Trace& trace_;
    const double width_;
    const int64_t fromNs_, toNs_;
    const double pixelsPerNs_;
    std::vector<Column> columns_;  // of the row that is drawn: what is under a pixel
    std::size_t firstColumn_ = SIZE_MAX, endColumn_ = 0;  // of those that hold anything
    std::array<bool, kKinds> seen_{};
    std::string body_;
    double y_ = kRuler;
    std::size_t rows_ = 0, leftOut_ = 0;
};

void Drawing::write(double x, double y, const std::string& text, const char* kind) {
    body_ += "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\"";
    body_ += *kind == '\0' ? "" : std::string(" class=\"") + kind + "\"";
    body_ += ">";
    appendXmlText(body_, text);
    body_ += "</text>\n";
}

void Drawing::box(SpanKind kind, double from, double to, double solid) {
    seen_[static_cast<std::size_t>(kind)] = true;
    body_ += "<rect class=\"k" + std::to_string(static_cast<int>(kind)) + "\" x=\"" +
             number(kNames + from) + "\" y=\"" + number(y_ + 1) + "\" width=\"" +
             number(to - from) + "\" height=\"" + number(kRow - 2) + "\"";
    body_ += solid < 1 ? " fill-opacity=\"" + number(solid) + "\"" : "";
}

void Drawing::drawSpan(const Span& span, double from, double to) {
    std::string name = repairedUtf8(labelOf(trace_, span));
    if (span.kind != SpanKind::Completed && span.kind != SpanKind::Phase) {
        name += (name.empty() ? "" : " ") + std::string("(") + spanKindName(span.kind) + ")";
    }
    box(span.kind, from, to, 1);
    body_ += "><title>";
    appendXmlText(body_,
                  name + ": " + shownTime(static_cast<double>(span.endNs - span.startNs) / 1000));
    body_ += "</title></rect>\n";
    if (const std::string text = fitted(name, to - from - 6); !text.empty()) {
        write(kNames + from + 3, y_ + kRow - 5, text, "in");
    }
}

/// Into the pixels that it touches, for as much of them as it takes.
void Drawing::fold(SpanKind kind, double from, double to) {
    const auto first = static_cast<std::size_t>(from);
    const std::size_t last = std::min(static_cast<std::size_t>(to), columns_.size() - 1);
    for (std::size_t column = first; column <= last; ++column) {
        const double left = std::max(from, static_cast<double>(column));
        const double right = std::min(to, static_cast<double>(column + 1));
        float& busy = columns_[column][static_cast<std::size_t>(kind)];
        busy += static_cast<float>(std::max(right - left, 1e-6));  // an instant is seen, too
    }
    firstColumn_ = std::min(firstColumn_, first);
    endColumn_ = std::max(endColumn_, last + 1);
}

void Drawing::drawFolded() {
    for (std::size_t i = firstColumn_; i < endColumn_; ++i) {
        Column& column = columns_[i];
        float busy = 0;
        std::size_t kind = 0;
        for (std::size_t each = 0; each < kKinds; ++each) {
            busy += column[each];
            kind = column[each] > column[kind] ? each : kind;
        }
        for (const SpanKind trouble : {SpanKind::Failed, SpanKind::TimedOut}) {
            kind = column[static_cast<std::size_t>(trouble)] > 0 ? static_cast<std::size_t>(trouble)
                                                                 : kind;
        }
        column = {};
        if (busy > 0) {
            const auto left = static_cast<double>(i);
            box(static_cast<SpanKind>(kind), left, std::min(left + 1, width_),
                std::clamp(static_cast<double>(busy), kFaintest, 1.0));
            body_ += "/>\n";
        }
    }
    firstColumn_ = SIZE_MAX;
    endColumn_ = 0;
}

void Drawing::drawRow(const std::vector<Span>& row) {
    const auto first = std::partition_point(row.begin(), row.end(),
                                            [&](const Span& span) { return span.endNs < fromNs_; });
    for (auto span = first; span != row.end() && span->startNs < toNs_; ++span) {
        const double from = std::clamp(xOf(span->startNs), 0.0, width_);
        const double to = std::clamp(xOf(span->endNs), from, width_);
        if (to - from >= 1) {
            drawSpan(*span, from, to);
        } else {
            fold(span->kind, from, to);
        }
    }
    drawFolded();
    y_ += kRow;
}

void Drawing::drawLane(const TraceView::Rows& wanted) {
    if (wanted.lane >= trace_.lanes.size()) {
        return;
    }
    const TraceLane& lane = trace_.lanes[wanted.lane];
    const std::size_t first = std::min<std::size_t>(wanted.first, lane.rows.size());
    const std::size_t count = std::min<std::size_t>(wanted.count, lane.rows.size() - first);
    body_ += "<path class=\"line\" d=\"M0 " + number(y_ - kGap / 2) + "H" +
             number(kNames + width_) + "\"/>\n";
    write(6, y_ + kRow - 5, fitted(repairedUtf8(lane.name), kNames - 12), "");
    const std::size_t drawn = std::min(count, kMostRows - std::min(rows_, kMostRows));
    for (std::size_t row = first; row < first + drawn; ++row) {
        drawRow(lane.rows[row]);
    }
    rows_ += drawn;
    leftOut_ += count - drawn;
    y_ += (drawn == 0 ? kRow : 0) + kGap;
}

void Drawing::drawRuler() {
    const double step = markStep(1 / pixelsPerNs_);
    const auto from = static_cast<double>(fromNs_);
    for (double mark = std::ceil(from / step) * step; mark <= static_cast<double>(toNs_);
         mark += step) {
        const double x = kNames + (mark - from) * pixelsPerNs_;
        body_ += "<path class=\"line\" d=\"M" + number(x) + " " + number(kRuler - 6) + "V" +
                 number(y_) + "\"/>\n";
        if (x + kLeastMark / 2 < kNames + width_) {
            write(x + 3, kRuler - 8, markText(mark, step), "dim");
        }
    }
}

void Drawing::drawLegend() {
    double x = kNames;
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
        if (!seen_[kind]) {
            continue;
        }
        const std::string name = spanKindName(static_cast<SpanKind>(kind));
        body_ += "<rect class=\"k" + std::to_string(kind) + "\" x=\"" + number(x) + "\" y=\"" +
                 number(y_ + 4) + "\" width=\"10\" height=\"10\"/>\n";
        write(x + 14, y_ + 13, name, "dim");
        x += 34 + kLetter * static_cast<double>(name.size());
    }
    if (leftOut_ > 0) {
        write(6, y_ + 13, "and " + std::to_string(leftOut_) + " more rows", "dim");
    }
    y_ += 22;
}

std::string Drawing::svg(std::vector<TraceView::Rows> wanted) {
    if (wanted.empty()) {
        for (uint32_t lane = 0; lane < trace_.lanes.size(); ++lane) {
            wanted.push_back({lane});
        }
    }
    for (const TraceView::Rows& rows : wanted) {
        drawLane(rows);
    }
    // The marks stand below the spans.
    std::string spans = std::move(body_);
    body_.clear();
    drawRuler();
    body_ += spans;
    drawLegend();
    const std::string width = number(kNames + width_), height = number(y_);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height +
           "\" viewBox=\"0 0 " + width + " " + height + "\">\n" + std::string(kStyle) +
           "<rect class=\"ground\" width=\"" + width + "\" height=\"" + height + "\"/>\n" + body_ +
           "</svg>\n";
}

}  // namespace

std::string timelineSvg(const Trace& trace, const TraceView& view) {
    return Drawing(trace, view).svg(view.rows);
}

}  // namespace cst

#include "ui/shell/svg_paper.h"

#include "engine/profile/export_text.h"
#include "engine/profile/time_text.h"

#include <QBuffer>
#include <QFontInfo>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

#include <algorithm>
#include <climits>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

// Everything is written in pixels of the paper: paths and places are mapped before, so that no
// element has a transformation, and clips of widgets, which are rectangles of the paper, fit it.

namespace cst {
namespace {

/// To a hundredth of a pixel, whatever the locale.
std::string number(double value) {
    return shortFixedText(value, 2);
}

std::string attribute(const char* name, const std::string& value) {
    return std::string(" ") + name + "=\"" + value + "\"";
}

std::string attribute(const char* name, double value) {
    return attribute(name, number(value));
}

/// Of `fill` or of `stroke`.
std::string colored(const std::string& what, const QColor& color, double opacity) {
    const double solid = color.alphaF() * opacity;
    std::string out = attribute(what.c_str(), color.name().toStdString());
    if (solid < 1) out += attribute((what + "-opacity").c_str(), solid);
    return out;
}

QColor colorOf(const QBrush& brush) {
    const QGradient* gradient = brush.gradient();
    return gradient && !gradient->stops().isEmpty() ? gradient->stops().first().second
                                                    : brush.color();
}

std::string pathData(const QPainterPath& path) {
    std::string data;
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element at = path.elementAt(i);
        const char* const letter = at.type == QPainterPath::MoveToElement    ? "M"
                                   : at.type == QPainterPath::LineToElement  ? "L"
                                   : at.type == QPainterPath::CurveToElement ? "C"
                                                                             : " ";
        data += letter + number(at.x) + " " + number(at.y);
    }
    return data;
}

std::string boxText(const QRectF& box) {
    return attribute("x", box.x()) + attribute("y", box.y()) + attribute("width", box.width()) +
           attribute("height", box.height());
}

constexpr QPaintEngine::PaintEngineFeatures kFeatures =
    QPaintEngine::PrimitiveTransform | QPaintEngine::PixmapTransform | QPaintEngine::AlphaBlend |
    QPaintEngine::PainterPaths | QPaintEngine::Antialiasing | QPaintEngine::ConstantOpacity |
    QPaintEngine::LinearGradientFill | QPaintEngine::RadialGradientFill |
    QPaintEngine::ConicalGradientFill | QPaintEngine::ObjectBoundingModeGradients |
    QPaintEngine::PatternBrush | QPaintEngine::BrushStroke;

}  // namespace

class SvgPaper::Engine : public QPaintEngine {
public:
    explicit Engine(QSize size) : QPaintEngine(kFeatures), paper_(QPointF(), size) {}

    const std::string& body() const { return body_; }

    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    Type type() const override { return User; }
    void updateState(const QPaintEngineState& now) override;
    void drawPath(const QPainterPath& path) override;
    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override;
    using QPaintEngine::drawPolygon;
    void drawTextItem(const QPointF& at, const QTextItem& item) override;
    void drawPixmap(const QRectF& to, const QPixmap& pixmap, const QRectF& from) override;

private:
    std::string stroke() const;
    /// Of something in that box; nothing = it is not seen.
    std::optional<std::string> clipped(const QRectF& box);
    std::string clipId(const QRectF& clip);

    const QRectF paper_;
    std::string body_;
    std::map<std::tuple<double, double, double, double>, std::size_t> clips_;
    QPen pen_;
    QBrush brush_;
    QTransform transform_;
    QRectF clip_;  // where the painter may paint
    double opacity_ = 1;
    bool isSmooth_ = false;
};

void SvgPaper::Engine::updateState(const QPaintEngineState& now) {
    pen_ = now.pen();
    brush_ = now.brush();
    transform_ = now.transform();
    opacity_ = now.opacity();
    isSmooth_ = now.renderHints() & QPainter::Antialiasing;
    clip_ = paper_;
    if (now.isClipEnabled() && painter()->hasClipping()) {
        clip_ &= transform_.mapRect(painter()->clipBoundingRect());
    }
    if (const QRegion widget = systemClip(); !widget.isEmpty()) {
        clip_ &= QRectF(widget.boundingRect());
    }
}

/// Made where it is first needed: an element before the one that is cut. Programs that know SVG
/// Tiny alone would draw it if it were not in `defs`.
std::string SvgPaper::Engine::clipId(const QRectF& clip) {
    const auto [found, isNew] =
        clips_.try_emplace({clip.x(), clip.y(), clip.width(), clip.height()}, clips_.size());
    std::string id = "c" + std::to_string(found->second);
    if (isNew) {
        body_ +=
            "<defs><clipPath id=\"" + id + "\"><rect" + boxText(clip) + "/></clipPath></defs>\n";
    }
    return id;
}

std::optional<std::string> SvgPaper::Engine::clipped(const QRectF& box) {
    const QRectF inside = box.adjusted(-0.5, -0.5, 0.5, 0.5);  // a line has no area
    if (!clip_.intersects(inside)) return std::nullopt;
    return clip_.contains(box & paper_) ? std::string()
                                        : attribute("clip-path", "url(#" + clipId(clip_) + ")");
}

std::string SvgPaper::Engine::stroke() const {
    if (pen_.style() == Qt::NoPen) return std::string();
    const double scale = pen_.isCosmetic() ? 1 : std::sqrt(std::abs(transform_.determinant()));
    const double width = std::max(1.0, pen_.widthF() * scale);
    std::string out = colored("stroke", colorOf(pen_.brush()), opacity_);
    if (width != 1) out += attribute("stroke-width", width);
    std::string dashes;
    for (const qreal dash : pen_.dashPattern()) {
        dashes += (dashes.empty() ? "" : " ") + number(dash * width);
    }
    if (!dashes.empty()) out += attribute("stroke-dasharray", dashes);
    return out;
}

void SvgPaper::Engine::drawPath(const QPainterPath& path) {
    QPainterPath onPaper = transform_.map(path);
    const std::string line = stroke();
    if (brush_.style() == Qt::NoBrush && line.empty()) return;
    // A line without smoothing fills the pixels right and below of where it is said to be.
    if (!isSmooth_ && !line.empty()) onPaper.translate(0.5, 0.5);
    const auto clip = clipped(onPaper.boundingRect());
    if (!clip) return;
    body_ += "<path" + *clip + attribute("d", pathData(onPaper)) +
             (brush_.style() == Qt::NoBrush ? attribute("fill", "none")
                                            : colored("fill", colorOf(brush_), opacity_));
    if (path.fillRule() == Qt::OddEvenFill && path.elementCount() > 5) {
        body_ += attribute("fill-rule", "evenodd");
    }
    body_ += line + "/>\n";
}

void SvgPaper::Engine::drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) {
    QPainterPath path;
    path.moveTo(points[0]);
    for (int i = 1; i < count; ++i) path.lineTo(points[i]);
    const QBrush brush = brush_;
    if (mode == PolylineMode) {
        brush_ = Qt::NoBrush;
    } else {
        path.closeSubpath();
    }
    drawPath(path);
    brush_ = brush;
}

void SvgPaper::Engine::drawTextItem(const QPointF& at, const QTextItem& item) {
    const QPointF place = transform_.map(at);
    const QFontInfo font(item.font());
    const double size = font.pixelSize() * transform_.m22();
    const auto clip = clipped(
        {place.x(), place.y() - item.ascent(), item.width(), item.ascent() + item.descent()});
    if (!clip || item.text().trimmed().isEmpty()) return;
    std::string family;
    appendXmlText(family, item.font().family().toStdString());
    body_ += "<text" + *clip + attribute("x", place.x()) + attribute("y", place.y()) +
             attribute("font-family", family + ", sans-serif") + attribute("font-size", size) +
             attribute("textLength", item.width() * transform_.m11()) +
             colored("fill", pen_.color(), opacity_);
    if (font.bold()) body_ += attribute("font-weight", "bold");
    if (font.italic()) body_ += attribute("font-style", "italic");
    body_ += " xml:space=\"preserve\">";
    appendXmlText(body_, item.text().toStdString());
    body_ += "</text>\n";
}

void SvgPaper::Engine::drawPixmap(const QRectF& to, const QPixmap& pixmap, const QRectF& from) {
    const QRectF box = transform_.mapRect(to);
    const auto clip = clipped(box);
    if (!clip) return;
    QBuffer bytes;
    bytes.open(QIODevice::WriteOnly);
    if (!pixmap.copy(from.toAlignedRect()).save(&bytes, "PNG")) return;
    body_ += "<image" + *clip + boxText(box) + attribute("preserveAspectRatio", "none");
    if (opacity_ < 1) body_ += attribute("opacity", opacity_);
    body_ +=
        " xlink:href=\"data:image/png;base64," + bytes.data().toBase64().toStdString() + "\"/>\n";
}

SvgPaper::SvgPaper(QSize size) : size_(size), engine_(std::make_unique<Engine>(size)) {}

SvgPaper::~SvgPaper() = default;

QPaintEngine* SvgPaper::paintEngine() const {
    return engine_.get();
}

std::string SvgPaper::svg() const {
    const std::string width = std::to_string(size_.width());
    const std::string height = std::to_string(size_.height());
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" "
           "xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"" +
           width + "\" height=\"" + height + "\" viewBox=\"0 0 " + width + " " + height + "\">\n" +
           engine_->body() + "</svg>\n";
}

int SvgPaper::metric(PaintDeviceMetric metric) const {
    constexpr int kDotsPerInch = 96;
    switch (metric) {
    case PdmWidth: return size_.width();
    case PdmHeight: return size_.height();
    case PdmWidthMM: return qRound(size_.width() * 25.4 / kDotsPerInch);
    case PdmHeightMM: return qRound(size_.height() * 25.4 / kDotsPerInch);
    case PdmNumColors: return INT_MAX;
    case PdmDepth: return 32;
    case PdmDpiX:
    case PdmDpiY:
    case PdmPhysicalDpiX:
    case PdmPhysicalDpiY: return kDotsPerInch;
    case PdmDevicePixelRatio: return 1;
    default: return QPaintDevice::metric(metric);
    }
}

}  // namespace cst

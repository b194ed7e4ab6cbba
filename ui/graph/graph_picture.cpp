#include "ui/graph/graph_picture.h"

#include "ui/graph/graph_view.h"

#include <QMarginsF>
#include <QPageSize>
#include <QPdfWriter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace cst {

namespace {

constexpr double kAround = 24;    // px around the whole graph; what Camera::fit() leaves
constexpr int kPart = 1'024;      // device px a side: some 10 ms of nodes in full
constexpr double kPageRatio = 4;  // lines a quarter of a point fine
constexpr int kPointsAnInch = 72;

QSize legendsBelow(int width, const LegendBand* legends) {
    return legends ? legends->sizeBelow(width) : QSize();
}

/// A picture of all of `world` at this zoom, with a margin, and as wide as the legends are.
PictureSize around(const QRectF& world, double zoom, const LegendBand* legends) {
    PictureSize size;
    const QSizeF room = world.size() * zoom + QSizeF(2 * kAround, 2 * kAround);
    const int least = static_cast<int>(std::ceil(room.width()));
    const int width = std::max(least, legendsBelow(least, legends).width());
    size.camera.resizeView(QSizeF(width, std::ceil(room.height())));
    size.camera.fit(world, zoom);
    size.legends = legendsBelow(width, legends);
    return size;
}

/// What is in sight, as it is.
PictureSize ofSight(const Camera& seen, double ratio, const LegendBand* legends) {
    PictureSize size{seen, ratio, ratio * seen.zoom(), false, {}};
    size.legends = legendsBelow(size.graph().width(), legends);
    return size;
}

/// Above 100 % the same picture with more pixels; below it less is written into the nodes.
PictureSize wholeAt(const QRectF& all, double scale, const LegendBand* legends) {
    const double ratio = std::max(1.0, scale);
    PictureSize size = around(all, scale / ratio, legends);
    size.ratio = ratio;
    size.scale = scale;
    return size;
}

bool isTooLarge(QSizeF size) {
    return std::max(size.width(), size.height()) > GraphPicture::kLongestSide ||
           size.width() * size.height() > GraphPicture::kMostPixels;
}

}  // namespace

PictureSize GraphPicture::sizeOfImage(const Camera& seen, const QRectF& all, bool onlySeen,
                                      double scale, const LegendBand* legends) {
    double less = scale;
    const auto made = [&] {
        return onlySeen ? ofSight(seen, less, legends) : wholeAt(all, less, legends);
    };
    PictureSize size = made();
    while (isTooLarge(size.device())) {
        less *= 0.99;
        size = made();
        size.isLess = true;
    }
    return size;
}

PictureSize GraphPicture::sizeOfPage(const Camera& seen, const QRectF& all, bool onlySeen,
                                     const LegendBand* legends) {
    PictureSize size = ofSight(seen, kPageRatio, legends);
    if (onlySeen) {
        size.scale = seen.zoom();
        return size;
    }
    const double room = kLongestPage - 2 * kAround - 1;
    // Below a graph of any width that needs this, the legends are a few rows.
    const double below = legendsBelow(static_cast<int>(all.width()), legends).height();
    const double zoom = std::min({1.0, room / all.width(), (room - below) / all.height()});
    size = around(all, zoom, legends);
    size.ratio = kPageRatio;
    size.scale = zoom;
    size.isLess = zoom < 1;
    return size;
}

GraphPicture::GraphPicture(const Theme& theme, const GraphView& view, bool onlySeen, double scale,
                           QObject* parent)
    : QObject(parent),
      theme_(theme),
      painter_(theme),
      scene_(view.scene()),
      groups_(view.groupFrames()),
      badges_(view.badges()),
      marks_(badges_.size()),
      run_(view.runBadges()),
      profile_(view.profile()),
      legends_(theme, view.legends()),
      now_(RunBadges::Clock::now()),
      seen_(view.camera()),
      onlySeen_(onlySeen),
      scale_(scale) {
    scene_.setProgress(1);
    scene_.drop();
}

GraphPicture::~GraphPicture() = default;

void GraphPicture::paintImage(std::function<void(const QImage&)> done) {
    size_ = sizeOfImage(seen_, scene_.bounds(), onlySeen_, scale_, &legends_);
    image_ = QImage(size_.device(), QImage::Format_RGB32);
    image_.setDevicePixelRatio(size_.ratio);
    done_ = [this, done = std::move(done)] {
        image_.setDevicePixelRatio(1);
        done(image_);
    };
    begin(image_);
}

void GraphPicture::paintPdf(std::function<void(const QByteArray&)> done) {
    size_ = sizeOfPage(seen_, scene_.bounds(), onlySeen_, &legends_);
    pdf_.open(QIODevice::WriteOnly);
    page_ = std::make_unique<QPdfWriter>(&pdf_);
    page_->setResolution(kPointsAnInch);  // a unit is a point
    page_->setPageSize(
        QPageSize(QSizeF(size_.logical()), QPageSize::Point, QString(), QPageSize::ExactMatch));
    page_->setPageMargins(QMarginsF());
    page_->setCreator(QStringLiteral("Constellation Studio"));
    done_ = [this, done = std::move(done)] {
        page_.reset();
        done(pdf_.data());
    };
    begin(*page_);
}

void GraphPicture::begin(QPaintDevice& device) {
    onto_.begin(&device);
    const QRect all(QPoint(), size_.graph());
    if (!size_.legends.isEmpty()) {
        onto_.fillRect(QRect(QPoint(), size_.logical()), theme_.color(Role::Canvas));
        legends_.paint(onto_, all.bottomLeft() + QPoint(0, 1), all.width());
    }
    const int side = std::max(1, static_cast<int>(kPart / size_.ratio));
    for (int y = 0; y < all.height(); y += side) {
        for (int x = 0; x < all.width(); x += side) {
            parts_.push_back(QRect(x, y, side, side) & all);
        }
    }
    std::reverse(parts_.begin(), parts_.end());
    turn_.start(0, this);
}

void GraphPicture::timerEvent(QTimerEvent*) {
    if (!parts_.empty()) {
        const QRect part = parts_.back();
        parts_.pop_back();
        const GraphFrame frame{scene_, badges_, run_,  marks_, profile_, {},
                               {},     now_,    false, {},     &groups_};
        onto_.setClipRect(part);
        painter_.paint(onto_, size_.camera, frame, part, size_.ratio);
        return;
    }
    turn_.stop();
    onto_.end();
    std::exchange(done_, nullptr)();
}

}  // namespace cst

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

constexpr double kMargin = 24;    // px around the whole graph; what Camera::fit() leaves
constexpr int kPart = 1'024;      // device px a side: some 10 ms of nodes in full
constexpr double kPageRatio = 4;  // lines a quarter of a point fine
constexpr int kPointsAnInch = 72;

/// A camera that shows all of `world` at this zoom, with a margin.
Camera around(const QRectF& world, double zoom) {
    Camera camera;
    const QSizeF room = world.size() * zoom + QSizeF(2 * kMargin, 2 * kMargin);
    camera.resizeView({std::ceil(room.width()), std::ceil(room.height())});
    camera.fit(world, zoom);
    return camera;
}

/// Above 100 % the same picture with more pixels; below it less is written into the nodes.
PictureSize wholeAt(const QRectF& all, double scale) {
    const double ratio = std::max(1.0, scale);
    return {around(all, scale / ratio), ratio, scale, false};
}

bool isTooLarge(QSizeF size) {
    return std::max(size.width(), size.height()) > GraphPicture::kLongestSide ||
           size.width() * size.height() > GraphPicture::kMostPixels;
}

}  // namespace

PictureSize GraphPicture::sizeOfImage(const Camera& seen, const QRectF& all, bool onlySeen,
                                      double scale) {
    double less = scale;
    const auto made = [&] {
        return onlySeen ? PictureSize{seen, less, less * seen.zoom(), false} : wholeAt(all, less);
    };
    PictureSize size = made();
    while (isTooLarge(size.device())) {
        less *= 0.99;
        size = made();
        size.isLess = true;
    }
    return size;
}

PictureSize GraphPicture::sizeOfPage(const Camera& seen, const QRectF& all, bool onlySeen) {
    if (onlySeen) return {seen, kPageRatio, seen.zoom(), false};
    const double longest = std::max(all.width(), all.height());
    const double zoom = std::min(1.0, (kLongestPage - 2 * kMargin - 1) / longest);
    return {around(all, zoom), kPageRatio, zoom, zoom < 1};
}

GraphPicture::GraphPicture(const Theme& theme, const GraphView& view, bool onlySeen, double scale,
                           QObject* parent)
    : QObject(parent),
      painter_(theme),
      scene_(view.scene()),
      groups_(view.groupFrames()),
      badges_(view.badges()),
      marks_(badges_.size()),
      run_(view.runBadges()),
      profile_(view.profile()),
      now_(RunBadges::Clock::now()),
      seen_(view.camera()),
      onlySeen_(onlySeen),
      scale_(scale) {
    scene_.setProgress(1);
    scene_.drop();
}

GraphPicture::~GraphPicture() = default;

void GraphPicture::paintImage(std::function<void(const QImage&)> done) {
    size_ = sizeOfImage(seen_, scene_.bounds(), onlySeen_, scale_);
    image_ = QImage(size_.device(), QImage::Format_RGB32);
    image_.setDevicePixelRatio(size_.ratio);
    done_ = [this, done = std::move(done)] {
        image_.setDevicePixelRatio(1);
        done(image_);
    };
    begin(image_);
}

void GraphPicture::paintPdf(std::function<void(const QByteArray&)> done) {
    size_ = sizeOfPage(seen_, scene_.bounds(), onlySeen_);
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
    const QRect all(QPoint(), size_.logical());
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

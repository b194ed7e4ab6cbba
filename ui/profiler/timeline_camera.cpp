#include "ui/profiler/timeline_camera.h"

#include <algorithm>
#include <cmath>

namespace cst {

namespace {

constexpr double kRoom = 0.08;      // of the width, on each side of what is shown
constexpr double kLeastShown = 10;  // ns: nobody can tell less

}  // namespace

double TimelineCamera::fitNsPerPixel() const {
    return std::max(endNs_, kLeastShown) / std::max(1.0, width_ - 2 * kMargin);
}

void TimelineCamera::setEnd(double endNs) {
    endNs_ = endNs;
    keepInside();
}

void TimelineCamera::resize(double width) {
    const bool wasFit = isFit();
    const double shown = toNs() - fromNs_;
    width_ = std::max(1.0, width);
    nsPerPixel_ = shown / width_;
    if (wasFit) {
        fit();
    } else {
        keepInside();
    }
}

void TimelineCamera::fit() {
    nsPerPixel_ = fitNsPerPixel();
    fromNs_ = -kMargin * nsPerPixel_;
}

bool TimelineCamera::isFit() const {
    return nsPerPixel_ >= fitNsPerPixel() * (1 - 1e-9);
}

void TimelineCamera::show(double fromNs, double toNs) {
    const double shown = std::max((toNs - fromNs) * (1 + 2 * kRoom), kLeastShown);
    nsPerPixel_ = shown / width_;
    fromNs_ = (fromNs + toNs) / 2 - shown / 2;
    keepInside();
}

void TimelineCamera::panBy(double pixels) {
    fromNs_ -= pixels * nsPerPixel_;
    keepInside();
}

void TimelineCamera::zoomAt(double x, double factor) {
    const double time = timeAt(x);
    nsPerPixel_ =
        std::clamp(nsPerPixel_ / factor, std::min(kFinest, fitNsPerPixel()), fitNsPerPixel());
    fromNs_ = time - x * nsPerPixel_;
    keepInside();
}

void TimelineCamera::centre(double timeNs) {
    fromNs_ = timeNs - width_ * nsPerPixel_ / 2;
    keepInside();
}

void TimelineCamera::reveal(double fromNs, double toNs) {
    const double margin = kRoom * width_ * nsPerPixel_;
    if (fromNs < fromNs_ + margin || toNs - fromNs > width_ * nsPerPixel_ - 2 * margin) {
        if (fromNs < fromNs_ || fromNs > this->toNs() - margin) fromNs_ = fromNs - margin;
    } else if (toNs > this->toNs() - margin) {
        fromNs_ = toNs + margin - width_ * nsPerPixel_;
    }
    keepInside();
}

/// Never more than all of it, and never beside it.
void TimelineCamera::keepInside() {
    nsPerPixel_ = std::min(nsPerPixel_, fitNsPerPixel());
    const double margin = kMargin * nsPerPixel_;
    const double last = std::max(endNs_, kLeastShown) + margin - width_ * nsPerPixel_;
    fromNs_ = std::clamp(fromNs_, -margin, std::max(-margin, last));
}

}  // namespace cst

#pragma once

namespace cst {

/// What stretch of time a timeline shows, and how wide. Times are nanoseconds since the beginning
/// of the trace, places logical pixels from the left end of the spans.
class TimelineCamera {
public:
    static constexpr double kFinest = 1.0 / 64;  // ns a pixel
    static constexpr double kMargin = 8;         // px beside the trace where all of it is shown

    double fromNs() const { return fromNs_; }
    double toNs() const { return timeAt(width_); }
    double nsPerPixel() const { return nsPerPixel_; }
    double width() const { return width_; }

    double xOf(double timeNs) const { return (timeNs - fromNs_) / nsPerPixel_; }
    double timeAt(double x) const { return fromNs_ + x * nsPerPixel_; }

    /// The trace ends there. What is seen stays, as far as it is still there.
    void setEnd(double endNs);
    /// The stretch that is seen stays; all of it, if that was seen.
    void resize(double width);
    void fit();
    bool isFit() const;
    /// Shows this stretch, with some room around it.
    void show(double fromNs, double toNs);
    void panBy(double pixels);
    /// What is under `x` stays there; more than 1 = closer.
    void zoomAt(double x, double factor);
    void centre(double timeNs);
    /// Pans as little as it takes to show this stretch, or its beginning.
    void reveal(double fromNs, double toNs);

    friend bool operator==(const TimelineCamera&, const TimelineCamera&) = default;

private:
    double fitNsPerPixel() const;
    void keepInside();

    double endNs_ = 0;
    double width_ = 1;
    double fromNs_ = 0;
    double nsPerPixel_ = 1;
};

}  // namespace cst

#pragma once

#include "ui/profiler/timeline_camera.h"

#include <QString>

#include <vector>

namespace cst {

/// The marks of a time axis. Where there is no room to write a place with all its digits, marks
/// are written as `+20 ns` behind a base.
struct TimelineRuler {
    struct Mark {
        double timeNs;
        QString text;
    };
    double stepNs = 1;
    QString base;  // "" = marks are written whole
    std::vector<Mark> marks;

    /// Marks at least so many pixels apart, from a nanosecond to a day.
    static TimelineRuler of(const TimelineCamera& camera, double leastPixels);
};

/// A point in time with as many digits as it takes to tell it from one `stepNs` away: `1.25 ms`,
/// `3:02.5 min`, `1:00:05 h`.
QString timePointText(double timeNs, double stepNs);

}  // namespace cst

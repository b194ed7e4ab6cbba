#include "ui/profiler/chart_axis.h"

#include <algorithm>
#include <cmath>

namespace cst {

namespace {

constexpr double kFar = 10;  // what is so many times less would lie on the ground

/// Powers of ten around them, some left out where they are many.
ChartAxis logarithmic(double least, double most, int marks) {
    const double first = std::floor(std::log10(least) + 1e-9);
    const double last = std::ceil(std::log10(most) - 1e-9);
    const double each = std::max(1.0, std::ceil((last - first) / std::max(marks, 1)));
    ChartAxis axis{std::pow(10, first), std::pow(10, std::max(last, first + 1)), true, {}};
    for (double power = first; power <= std::log10(axis.top) + 1e-9; power += each) {
        axis.marks.push_back(std::pow(10, power));
    }
    return axis;
}

}  // namespace

ChartAxis ChartAxis::linear(double most, int marks) {
    if (!(most > 0) || !std::isfinite(most)) return {};
    const double least = most / std::max(marks, 1);
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    double step = 10 * power;
    for (const double times : {5.0, 2.0, 1.0}) {
        if (times * power >= least * (1 - 1e-9)) step = times * power;
    }
    ChartAxis axis{0, std::ceil(most / step - 1e-9) * step, false, {}};
    for (int i = 0; i * step <= axis.top * (1 + 1e-9); ++i) axis.marks.push_back(i * step);
    return axis;
}

ChartAxis ChartAxis::of(double least, double most, int marks) {
    const bool isFar = least > 0 && std::isfinite(most) && most > kFar * least;
    return isFar ? logarithmic(least, most, marks) : linear(most, marks);
}

double ChartAxis::share(double value) const {
    const double share = isLogarithmic
                             ? std::log(std::max(value, bottom) / bottom) / std::log(top / bottom)
                             : value / top;
    return std::clamp(share, 0.0, 1.0);
}

}  // namespace cst

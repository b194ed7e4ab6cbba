#pragma once

#include <vector>

namespace cst {

/// A value axis with marks: from 0 on, or logarithmic.
struct ChartAxis {
    double bottom = 0;
    double top = 1;
    bool isLogarithmic = false;
    std::vector<double> marks{0, 1};

    /// Holds what lies up to a value, with at most so many marks above 0, which are 1, 2 or 5 of a
    /// power of ten apart.
    static ChartAxis linear(double most, int marks);
    /// The same where the least of what it shows is not lost beside the most; else powers of ten.
    static ChartAxis of(double least, double most, int marks);

    /// How high up a value lies: 0 … 1.
    double share(double value) const;
};

}  // namespace cst

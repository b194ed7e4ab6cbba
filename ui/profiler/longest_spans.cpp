#include "ui/profiler/longest_spans.h"

#include <algorithm>

namespace cst {

namespace {

int64_t lengthOf(const Span& span) {
    return span.endNs - span.startNs;
}

}  // namespace

LongestSpans::LongestSpans(std::span<const Span> row) : row_(row) {
    std::vector<int64_t> longest((row.size() + kFan - 1) / kFan);
    for (std::size_t i = 0; i < row.size(); ++i) {
        longest[i / kFan] = std::max(longest[i / kFan], lengthOf(row[i]));
    }
    while (!longest.empty()) {
        levels_.push_back(longest);
        if (longest.size() == 1) break;
        std::vector<int64_t> above((longest.size() + kFan - 1) / kFan);
        for (std::size_t i = 0; i < longest.size(); ++i) {
            above[i / kFan] = std::max(above[i / kFan], longest[i]);
        }
        longest = std::move(above);
    }
}

std::size_t LongestSpans::next(std::size_t from, int64_t leastNs) const {
    // Upwards past groups that hold nothing so long, then down into the first one that does. `at`
    // counts groups of `level`; level 0 are the spans themselves.
    std::size_t at = from;
    std::size_t level = 0;
    const auto size = [&] { return level == 0 ? row_.size() : levels_[level - 1].size(); };
    const auto isLong = [&] {
        return (level == 0 ? lengthOf(row_[at]) : levels_[level - 1][at]) >= leastNs;
    };
    while (true) {
        if (at >= size()) return row_.size();
        if (isLong()) {
            if (level == 0) return at;
            at *= kFan;
            --level;
            continue;
        }
        ++at;
        while (at % kFan == 0 && level < levels_.size()) {
            at /= kFan;
            ++level;
        }
    }
}

}  // namespace cst

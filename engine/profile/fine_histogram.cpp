// The number of a bucket is the time itself with all but its eight highest bits cut off, and how
// many were cut off: no logarithm, and each octave is parted evenly.

#include "engine/profile/fine_histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace cst {
namespace {

constexpr unsigned kBits = 8;                       // that are kept
constexpr std::size_t kOctave = 1U << (kBits - 1);  // buckets
constexpr std::size_t kSpare = 16;                  // made room for beyond what is needed

std::size_t indexOf(int64_t ns) {
    const auto value = static_cast<uint64_t>(ns);
    const auto width = static_cast<unsigned>(std::bit_width(value));
    const unsigned cut = width > kBits ? width - kBits : 0;
    return cut * kOctave + (value >> cut);
}

/// Where a bucket begins.
int64_t lowerOf(std::size_t index) {
    if (index < 2 * kOctave) {
        return static_cast<int64_t>(index);
    }
    const std::size_t cut = index / kOctave - 1;
    return static_cast<int64_t>((index % kOctave + kOctave) << cut);
}

}  // namespace

void FineHistogram::makeRoom(std::size_t index) {
    if (counts_.empty()) {
        first_ = index;
        counts_.resize(1);
    } else if (index < first_) {
        const std::size_t more = std::min(first_ - index + kSpare, first_);
        counts_.insert(counts_.begin(), more, 0);
        first_ -= more;
    } else if (index >= first_ + counts_.size()) {
        counts_.resize(index - first_ + 1);
    }
}

void FineHistogram::add(int64_t ns) {
    ns = std::max<int64_t>(ns, 0);
    const std::size_t index = indexOf(ns);
    if (index - first_ >= counts_.size()) {  // (also below first_)
        makeRoom(index);
    }
    ++counts_[index - first_];
    minNs_ = count_ == 0 ? ns : std::min(minNs_, ns);
    maxNs_ = std::max(maxNs_, ns);
    sumNs_ += static_cast<double>(ns);
    ++count_;
}

void FineHistogram::add(const FineHistogram& other) {
    if (other.count_ == 0) {
        return;
    }
    makeRoom(other.first_);
    makeRoom(other.first_ + other.counts_.size() - 1);
    for (std::size_t i = 0; i < other.counts_.size(); ++i) {
        counts_[other.first_ + i - first_] += other.counts_[i];
    }
    minNs_ = count_ == 0 ? other.minNs_ : std::min(minNs_, other.minNs_);
    maxNs_ = std::max(maxNs_, other.maxNs_);
    sumNs_ += other.sumNs_;
    count_ += other.count_;
}

int64_t FineHistogram::percentileNs(double share) const {
    const double rank = std::clamp(std::ceil(share * static_cast<double>(count_) - 1e-9), 1.0,
                                   std::max(1.0, static_cast<double>(count_)));
    uint64_t left = static_cast<uint64_t>(rank);
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        if (counts_[i] >= left) {
            const int64_t from = lowerOf(first_ + i);
            const int64_t middle = from + (lowerOf(first_ + i + 1) - from) / 2;
            return std::clamp(middle, minNs_, maxNs_);
        }
        left -= counts_[i];
    }
    return maxNs_;
}

std::vector<FineHistogram::Bar> FineHistogram::bars(std::size_t most) const {
    std::vector<Bar> bars;
    if (count_ == 0 || most == 0) {
        return bars;
    }
    const std::size_t begin = indexOf(minNs_);
    const std::size_t end = indexOf(maxNs_) + 1;
    const std::size_t each = (end - begin + most - 1) / most;
    for (std::size_t from = begin; from < end; from += each) {
        Bar bar{lowerOf(from), lowerOf(from + each), 0};
        for (std::size_t i = from; i < std::min(from + each, end); ++i) {
            bar.count += counts_[i - first_];
        }
        bars.push_back(bar);
    }
    return bars;
}

}  // namespace cst

#pragma once

#include "engine/session/batch.h"

#include <chrono>
#include <string>

namespace cst {

/// `1,000,000`.
std::string groupedNumber(uint64_t number);

/// `12 s`, `3:05 min`, `2:10 h`.
std::string wholeTime(double seconds);

/// How far something is, on one line of a terminal that is drawn again and again.
/// Only where standard error is one. Not thread safe.
class ProgressLine {
public:
    ProgressLine();
    ~ProgressLine() { clear(); }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void draw(const BatchProgress& progress);
    /// Something else, as far as the terminal is wide.
    void write(std::string text);
    /// Is there a terminal, and is it long enough since the last one?
    bool isDue();
    /// Before anything else is said there.
    void clear();

private:
    const bool isTerminal_;
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point drawn_;
    bool isShown_ = false;
};

}  // namespace cst

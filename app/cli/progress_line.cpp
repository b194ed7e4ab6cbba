#include "app/cli/progress_line.h"

#include <algorithm>
#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>

namespace cst {

std::string wholeTime(double seconds) {
    const auto whole = static_cast<uint64_t>(seconds + 0.5);
    char text[64];
    if (whole < 60) {
        std::snprintf(text, sizeof text, "%llu s", static_cast<unsigned long long>(whole));
    } else if (whole < 3600) {
        std::snprintf(text, sizeof text, "%llu:%02llu min",
                      static_cast<unsigned long long>(whole / 60),
                      static_cast<unsigned long long>(whole % 60));
    } else {
        std::snprintf(text, sizeof text, "%llu:%02llu h",
                      static_cast<unsigned long long>(whole / 3600),
                      static_cast<unsigned long long>(whole / 60 % 60));
    }
    return text;
}

std::string groupedNumber(uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, ",");
    }
    return text;
}

ProgressLine::ProgressLine() : isTerminal_(::isatty(STDERR_FILENO) == 1) {}

bool ProgressLine::isDue() {
    constexpr std::chrono::milliseconds kAtMostEvery{100};
    const auto now = std::chrono::steady_clock::now();
    if (!isTerminal_ || now - drawn_ < kAtMostEvery) {
        return false;
    }
    drawn_ = now;
    return true;
}

void ProgressLine::draw(const BatchProgress& progress) {
    if (!isDue()) {
        return;
    }
    const auto now = drawn_;
    const double seconds = std::max(1e-3, std::chrono::duration<double>(now - start_).count());
    const double rate = static_cast<double>(progress.lines - progress.resumed) / seconds;
    std::string text = groupedNumber(progress.lines) + " lines, " +
                       groupedNumber(static_cast<uint64_t>(rate)) + "/s";
    if (progress.failed > 0) {
        text += ", " + groupedNumber(progress.failed) + " failed";
    }
    if (progress.totalBytes > 0) {
        const auto done = static_cast<double>(progress.bytes);
        const auto total = static_cast<double>(progress.totalBytes);
        char percent[32];
        std::snprintf(percent, sizeof percent, ", %.0f %%", std::min(100.0, 100.0 * done / total));
        text += percent;
        if (progress.bytes > progress.resumedBytes) {
            const double since = done - static_cast<double>(progress.resumedBytes);
            text += ", " + wholeTime(std::max(0.0, total - done) * seconds / since) + " left";
        }
    }
    write(std::move(text));
}

void ProgressLine::write(std::string text) {
    struct winsize window {};
    const bool isKnown = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 1;
    text.resize(std::min<std::size_t>(text.size(), isKnown ? window.ws_col - 1U : 79U));
    std::fprintf(stderr, "\r%s\x1b[K", text.c_str());
    std::fflush(stderr);
    isShown_ = true;
}

void ProgressLine::clear() {
    if (isShown_) {
        std::fputs("\r\x1b[K", stderr);
        isShown_ = false;
    }
}

}  // namespace cst

#include "ui/shell/start_clock.h"

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <time.h>
#include <unistd.h>

namespace cst {

namespace {

double secondsSinceBoot() {
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// When our own code began to run: what is left where /proc does not tell.
const double kLoadedAt = secondsSinceBoot();

/// Field 22 of /proc/self/stat, in seconds since boot; negative if it cannot be read.
double startedAt() {
    std::ifstream file("/proc/self/stat");
    std::string line;
    std::getline(file, line);
    // The second field is the program's name in parentheses, which may hold blanks.
    const std::size_t behindName = line.rfind(')');
    if (behindName == std::string::npos) {
        return -1;
    }
    std::istringstream fields(line.substr(behindName + 1));
    std::string field;
    for (int number = 3; number <= 22; ++number) {
        fields >> field;
    }
    const double ticks = fields ? std::stod(field) : -1;
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace

double msSinceProcessStart() {
    double started = startedAt();
    // Loading takes milliseconds; anything else means that the two clocks do not belong together.
    if (started < 0 || started > kLoadedAt || kLoadedAt - started > 60) {
        started = kLoadedAt;
    }
    return (secondsSinceBoot() - started) * 1e3;
}

double residentMb() {
    std::ifstream file("/proc/self/statm");
    uint64_t total = 0, resident = 0;
    file >> total >> resident;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

}  // namespace cst

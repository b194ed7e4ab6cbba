#pragma once

#include <string>
#include <vector>

namespace cst::bench {

/// What a program came to.
struct ChildResult {
    int exitStatus = -1;      // -1 = could not be started, or died of a signal
    double milliseconds = 0;  // from before it was started until it had ended
    double residentMb = 0;    // at most
    std::string standardOutput;
};

/// Starts a program, waits for its end (blocking, without spinning), keeps what it wrote to
/// standard output; standard error is thrown away.
ChildResult runChild(const std::vector<std::string>& command);

}  // namespace cst::bench

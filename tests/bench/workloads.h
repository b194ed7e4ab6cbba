#pragma once

#include <string>

namespace cst::bench {

/// A pipeline of a given size and inputs that fit it. Generated, the same every time.
struct Workload {
    std::string text;
    std::string inputsJson;
};

/// About 70 lines: 4 inputs, record types, field reads, guards, coalesce, conditionals, 15 outputs.
Workload mediumWorkload();

}  // namespace cst::bench

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cst::test {

/// A well-typed program and inputs for it.
struct RandomProgram {
    std::vector<std::string> declarations;  // each on a line of its own
    std::string inputs;                     // a JSON object; some values may be missing

    std::string text() const;
};

struct ProgramShape {
    uint64_t seed = 1;
    int size = 12;             // how many declarations, about
    bool callOptions = false;  // also options that mend failures, and those that do not matter here
};

/// The same shape gives the same program, everywhere. A smaller size with the same seed is the way
/// to a smaller program that may still show the same fault.
RandomProgram randomProgram(const ProgramShape& shape);

}  // namespace cst::test

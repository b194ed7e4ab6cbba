#pragma once

#include <string>

namespace cst::reference {

/// Thrown where a program needs what the reference leaves out.
struct Unsupported {
    std::string what;
};

/// Thrown where a program is not valid: the reference types valid programs only.
struct Invalid {
    std::string why;
};

}  // namespace cst::reference

#pragma once

#include <string>

namespace cst {

/// Names the program that runs, by what the linker made of all its parts: two programs that differ
/// in one instruction have different ones, however they came about. "" if the linker left none.
const std::string& buildId();

}  // namespace cst

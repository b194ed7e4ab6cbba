#pragma once

#include <string_view>

namespace cst {

/// `division-by-zero` of R004, …: language §10.7. `internal` for a code that is not there.
const char* errorKind(std::string_view code);

}  // namespace cst

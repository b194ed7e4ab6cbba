#pragma once

#include <string_view>

namespace cst {

/// Version of the product, as `--version` prints it; set by the build.
std::string_view versionText();

}  // namespace cst

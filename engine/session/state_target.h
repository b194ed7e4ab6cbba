#pragma once

#include "engine/base/result.h"

#include <span>
#include <string>

namespace cst {

/// May a state be written to that path? To be asked before the run: its end is too late to learn
/// that what it came to cannot be kept, and a file of somebody's is not to be replaced by it.
/// `read`: files that the run reads, and that it must not write.
/// Errors: "usage" where another file would be lost; "file" where nothing can be written.
Status canSaveState(const std::string& path, std::span<const std::string> read);

}  // namespace cst

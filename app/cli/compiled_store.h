#pragma once

#include "engine/session/engine.h"

#include <memory>

namespace cst {

/// Where the user's compiled texts lie; null = nowhere, like with `--no-cache`. What is wrong with
/// that place is nobody's concern here: the text is compiled.
std::shared_ptr<CompiledFiles> compiledFiles(bool usesCaches);

/// For the next process, once all that was printed is out.
void keepCompiled(Engine& engine, const Snapshot& compiled);

}  // namespace cst

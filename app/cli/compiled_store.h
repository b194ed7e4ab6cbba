#pragma once

#include "engine/session/engine.h"

#include <memory>

namespace cst {

/// Where the user's compiled texts lie; null = nowhere, like with `--no-cache`.
std::shared_ptr<CompiledFiles> compiledFiles(bool usesCaches);

/// For the next process, once all that was printed is out. What is wrong with that place is a note
/// on standard error and changes nothing else: the text was compiled.
void keepCompiled(Engine& engine, const Snapshot& compiled);

}  // namespace cst

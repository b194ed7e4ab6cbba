#pragma once

#include "engine/base/diagnostic.h"
#include "engine/plan/graph.h"
#include "engine/plan/plan.h"
#include "engine/session/snapshot.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace cst {

class Registry;

/// What of a compiled text cannot be told from the text in less time than compiling it takes: all
/// that is needed to show it and to run it. Tokens, comments and names are not.
struct CompiledParts {
    std::vector<Diagnostic> diagnostics;
    std::vector<InputInfo> inputs;  // all with the same aliases
    std::vector<OutputInfo> outputs;
    std::shared_ptr<Graph> graph = std::make_shared<Graph>();  // as the source has it: no ghosts
    std::shared_ptr<Plan> plan = std::make_shared<Plan>();
    uint32_t blocks = 0;
};

/// Those of a snapshot that was compiled in this process.
CompiledParts partsOf(const Snapshot& snapshot);

/// The other way: a snapshot that was not compiled here. Tokens and comments are made from the text
/// when they are first asked for; for the names it has to be compiled then.
std::shared_ptr<Snapshot> snapshotOf(CompiledParts parts, SourceTextPtr text,
                                     std::shared_ptr<TypeTable> types,
                                     std::shared_ptr<const Registry> registry);

}  // namespace cst

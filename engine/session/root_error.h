#pragma once

#include "engine/run/source_view.h"
#include "engine/session/run_snapshot.h"

namespace cst {

/// What a node of the source failed with, as reports have it.
/// In: `end.hasError`; the view is of that run of the snapshot.
RunError rootError(const Snapshot& compiled, const Run& run, const SourceView& view, uint32_t node,
                   const NodeEnd& end);

}  // namespace cst

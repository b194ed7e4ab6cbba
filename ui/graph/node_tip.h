#pragma once

#include "ui/graph/node_badge.h"

#include <QString>

namespace cst {

/// What hovering a node tells, as rich text: name, type, module, line, state with its four times,
/// the first characters of the value, the error with its code.
/// `run` may be null; then `badge` shows nothing.
QString nodeTip(const Snapshot& snapshot, uint32_t node, const NodeBadge& badge, double timeUs,
                const RunSnapshot* run, const Theme& theme);

/// What hovering an edge tells: from where to which place, the type, and the value that travels on
/// it. `badge` is that of the node that it comes from, `consumer` that of the one it goes to: where
/// only a condition asks for the value, it says whether it was taken.
QString edgeTip(const Snapshot& snapshot, const GraphEdge& edge, const NodeBadge& badge,
                const NodeBadge& consumer, double timeUs, const RunSnapshot* run,
                const Theme& theme);

/// What hovering a node tells, in one plain sentence, for screen readers.
QString nodeSentence(const Snapshot& snapshot, uint32_t node, const NodeBadge& badge, double timeUs,
                     const RunSnapshot* run);

}  // namespace cst

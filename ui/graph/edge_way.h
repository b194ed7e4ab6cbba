#pragma once

#include "ui/graph/node_badge.h"

#include <QString>

#include <cstdint>

namespace cst {

/// What became, in the latest run, of an edge whose value is needed only if a condition says so.
/// Unknown: there was no run, it has not got there yet, or the node is another one by now.
enum class EdgeWay : uint8_t { Unknown, Taken, NotTaken };

/// Of the conditional edge to the operand `port` of the node with this badge; `run` is what the
/// badge is of, null = none.
EdgeWay edgeWay(const NodeBadge& consumer, uint32_t port, const RunSnapshot* run);

/// Why an operand was taken or not: `big is false`; "" = nothing to say. `node` is one of the run.
QString wayReason(const RunSnapshot& run, uint32_t node, uint32_t port);

/// Which of its operands a node of the run took: `taken: b (else), as big is false`; "" = it does
/// not choose, or has not yet.
QString choiceText(const RunSnapshot& run, uint32_t node);

/// Is it a guard whose condition did not hold?
bool isClosedGuard(const RunSnapshot& run, uint32_t node);

}  // namespace cst

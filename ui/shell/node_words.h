#pragma once

#include "engine/session/run_snapshot.h"
#include "ui/shell/theme.h"

#include <QString>

#include <cstdint>
#include <string_view>

namespace cst {

// What a node is and what became of it in a run, in words: the graph and the inspector say the
// same.

/// A text of the engine's.
inline QString fromUtf8(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// How a node is called where there is room for one name: `total`, or its label if it is nested.
QString nodeTitle(const GraphNode& node);

/// `words → Uppercase.text`: from where, to which place of what.
QString edgeTitle(const Graph& graph, const GraphEdge& edge);

/// The state in words, for tooltips and screen readers.
QString statusText(NodeStatus status);
Role statusRole(NodeStatus status);

/// What it waited for: "throttle 800 ms, I/O 20 ms", the longest first; "" = for nothing that is
/// known.
QString waitsText(const NodeWaits& waits);
/// Its four times: what it ran, waited, was queued, and when it was ready. `going`: it still is at
/// it, for `shownUs` by now.
QString timesText(const NodeRun& ran, double shownUs, bool going);
/// Why the node was worked out, or whose result it has; "" = nobody keeps account.
QString reasonText(const NodeRun& ran);

/// What a value is made of, as far as its type and a count tell: `1,000,000 records × 5 fields`,
/// `12 entries`, `37 characters`, `record of 3 fields`; "" = its type says it all. `elements` -1 =
/// not known.
QString shapeText(const TypeTable& types, TypeId type, int64_t elements);
/// `480 B`, `1.2 KB`, `34 MB`: of 1,000 each, two digits or more.
QString bytesText(int64_t bytes);
/// Thousands apart: `1,000,000`.
QString countText(uint64_t count);

}  // namespace cst

#pragma once

#include "engine/session/snapshot.h"

#include <QString>

#include <optional>
#include <vector>

namespace cst {

/// A place of a node that takes a value.
struct NodePort {
    uint32_t port = 0;    // GraphEdge::port
    QString name;         // of the parameter, else of the place: `left`, `condition`
    QString type;         // that it takes; "" = the operator decides
    QString source;       // what it takes its value from now
    bool isFree = false;  // takes a literal: nobody connected it yet
    bool fits = true;     // false: a value of the type that was asked for certainly does not
};

/// All places of a node that can be connected, in their order; which ones take a value of `from`.
std::vector<NodePort> portsOf(const Snapshot& snapshot, uint32_t node,
                              std::optional<uint32_t> from);

/// Which of the ports somebody means who drops on the node itself: the only one that fits, else the
/// first free one that does. None: it has to be said.
std::optional<std::size_t> likelyPort(const std::vector<NodePort>& ports);

}  // namespace cst

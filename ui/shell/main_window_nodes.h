#pragma once

#include "engine/base/result.h"
#include "engine/session/snapshot.h"

#include <QString>

#include <algorithm>
#include <string_view>
#include <vector>

namespace cst {

/// The node of an identity; none if it is gone.
inline NodeId nodeOf(const Snapshot& snapshot, NodeIdentity identity) {
    const auto found =
        std::find_if(snapshot.shown.begin(), snapshot.shown.end(),
                     [&](const ShownNode& node) { return node.identity == identity; });
    return found == snapshot.shown.end()
               ? NodeId()
               : NodeId(static_cast<uint32_t>(found - snapshot.shown.begin()));
}

/// Those that are there.
inline std::vector<NodeId> nodesOf(const Snapshot& snapshot,
                                   const std::vector<NodeIdentity>& identities) {
    std::vector<NodeId> nodes;
    for (const NodeIdentity identity : identities) {
        if (const NodeId node = nodeOf(snapshot, identity); node.hasValue()) {
            nodes.push_back(node);
        }
    }
    return nodes;
}

inline Error goneError() {
    return {"", "this node is gone from the text: choose another one", ""};
}

inline QString words(std::string_view bytes) {
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

}  // namespace cst

#include "engine/plan/graph.h"

#include <array>

namespace cst {

NodeId Graph::byKey(std::string_view key) const {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (nodes[NodeId(i)].key == key) {
            return NodeId(i);
        }
    }
    return NodeId();
}

const char* nodeKindName(NodeKind kind) {
    constexpr std::array kNames{"input", "literal", "call", "inline", "control", "output", "group"};
    return kNames[static_cast<std::size_t>(kind)];
}

const char* edgeKindName(EdgeKind kind) {
    return kind == EdgeKind::Strict ? "strict" : "conditional";
}

}  // namespace cst

#pragma once

#include "engine/base/hash.h"
#include "engine/base/id.h"
#include "engine/base/source_range.h"
#include "engine/base/text_arena.h"
#include "engine/types/type_table.h"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace cst {

using NodeId = Id<struct NodeTag>;

/// A group stands for several nodes, in graphs that are folded; nothing runs it.
enum class NodeKind : uint8_t { Input, Literal, Call, Inline, Control, Output, Group };

/// How a value travels: strict edges are always needed by their consumer, conditional ones only
/// if its condition says so (an arm, a guarded expression, a right side).
enum class EdgeKind : uint8_t { Strict, Conditional };

/// Port of an edge from something that a declaration uses which does not compile: how it uses it
/// cannot be told.
inline constexpr std::string_view kUsesPort = "uses";

/// One node as a person sees it: an expression of the source, an input or an output.
/// Its texts live as long as the graph that holds it, or longer.
struct GraphNode {
    std::string_view key;     // NodeKey: `total`, `total~2`, `total/args.0`, `in:x`, `out:x`
    std::string_view name;    // the variable, input or output it is bound to; "" for a nested one
    std::string_view label;   // what it does: `add`, `+`, `.total`, `if`, a literal's text
    std::string_view module;  // qualified name of what it calls; "" for none
    NodeKind kind = NodeKind::Inline;
    TypeId type;
    SourceRange range;    // of the expression (inputs, outputs: of the declaration)
    uint32_t line = 1;    // of range.begin
    Hash128 structure;    // operation, options, types and those of its operands, no names or places
    Hash128 shape;        // the same, without what stands in other declarations
    bool broken = false;  // its declaration does not compile: no value will come from it
    bool effectful = false;
};

struct GraphEdge {
    NodeId from;
    NodeId to;
    uint32_t port = 0;          // position among the consumer's operands
    std::string_view portName;  // `args.0`, a parameter's name, `cond`, `then`, …
    EdgeKind kind = EdgeKind::Strict;
    TypeId type;
};

/// The pipeline as nodes and edges, unoptimised, in source order (a consumer may stand before
/// what it holds: `total` before `total/args.0`). Immutable once it is in a snapshot.
struct Graph {
    Table<NodeId, GraphNode> nodes;
    std::vector<GraphEdge> edges;       // ordered by consumer, then port
    std::shared_ptr<const void> owner;  // of the texts of nodes and edges
    TextArena texts;                    // of those that were added to it

    NodeId byKey(std::string_view key) const;  // O(nodes)
};

const char* nodeKindName(NodeKind kind);  // "input", …: as printed in JSON
const char* edgeKindName(EdgeKind kind);

}  // namespace cst

#pragma once

#include "engine/base/hash.h"
#include "engine/base/text_arena.h"
#include "engine/check/symbol.h"
#include "engine/plan/graph.h"
#include "engine/plan/operation.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace cst {

/// Marks a node that belongs to another part: the rest of the number is an index into
/// PlanPart::externals.
inline constexpr uint32_t kExternalBit = 1U << 31U;
constexpr bool isExternal(uint32_t node) {
    return node != kNoIndex && (node & kExternalBit) != 0;
}

/// What one block of declarations lowers to, apart from all others: as an object file is to a
/// program. Nothing in it says where the block stands or what stands around it, so it stays good as
/// long as its own text and the types of what it uses do; link() joins parts to a plan and a graph.
/// Nodes are numbered from 0, likewise everything in the pools; ranges and lines are those of the
/// tree that it was made from. Its texts live in the part, or in the block that it was made from.
/// Immutable once it is made: any thread reads it.
struct PlanPart {
    /// The node of a name that this block declares.
    struct Definition {
        SymbolId symbol;
        uint32_t node = 0;  // may be external: `b = a`
    };
    struct Input {
        std::string_view name;
        TypeId type;
        uint32_t node = 0;
    };
    struct Output {
        std::string_view name;
        uint32_t node = 0;  // may be external
        uint32_t row = 0;   // of the graph
    };

    // For the plan.
    Pools pools;
    std::vector<Operation> nodes;
    std::vector<SymbolId> externals;
    std::vector<Definition> definitions;
    std::vector<Input> inputs;
    std::vector<Output> outputs;
    std::vector<uint32_t> effects;  // nodes that every run demands

    // For the graph: rows in source order. Ends of edges are nodes as above, not rows.
    std::vector<GraphNode> rows;
    std::vector<Hash128> own;        // by row: what the node does, apart from its operands
    std::vector<GraphEdge> edges;    // in order of their consumers' rows
    std::vector<uint32_t> edgesEnd;  // by row
    std::vector<uint32_t> rowOf;     // by node
    TextArena texts;
};

}  // namespace cst

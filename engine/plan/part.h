#pragma once

#include "engine/base/hash.h"
#include "engine/base/text_arena.h"
#include "engine/check/symbol.h"
#include "engine/plan/graph.h"
#include "engine/plan/operation.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cst {

/// Marks a node that belongs to another part: the rest of the number is an index into
/// PlanPart::externals.
inline constexpr uint32_t kExternalBit = 1U << 31U;
constexpr bool isExternal(uint32_t node) {
    return node != kNoIndex && (node & kExternalBit) != 0;
}

/// The rows of a part that is not finished, in vectors that many parts use one after the other:
/// this stands on the way of every key press.
struct PartDraft;

/// What one block of declarations lowers to, apart from all others: as an object file is to a
/// program. Nothing in it says where the block stands or what stands around it, so it stays good as
/// long as its own text and the types of what it uses do; link() joins parts to a plan and a graph.
/// Nodes are numbered from 0, likewise everything in the pools; ranges and lines are those of the
/// tree that it was made from. Its texts live in the part, or in the block that it was made from.
/// Immutable: any thread reads it.
class PlanPart {
public:
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

    PlanPart() = default;
    /// Takes what is in the draft, which may then be used again.
    explicit PlanPart(PartDraft& draft);
    PlanPart(PlanPart&&) = default;
    PlanPart& operator=(PlanPart&&) = default;

    // For the plan.
    std::span<const Operation> nodes;
    std::span<const Operand> operands;
    std::span<const uint32_t> numbers;
    std::span<const std::pair<TypeId, TypeId>> conversions;
    std::vector<Value> constants;
    std::vector<std::string> literals;  // Pools::texts
    std::vector<Lambda> lambdas;
    std::vector<CallOptions> callOptions;
    std::span<const SymbolId> externals;
    std::span<const Definition> definitions;
    std::span<const Input> inputs;
    std::span<const Output> outputs;
    std::span<const uint32_t> effects;  // nodes that every run demands

    // For the graph: rows in source order, without their `structure`. Ends of
    // edges are nodes as above, not rows.
    std::span<const GraphNode> rows;
    std::span<const Hash128> own;        // by row: what the node does, apart from its operands
    std::span<const GraphEdge> edges;    // in order of their consumers' rows
    std::span<const uint32_t> edgesEnd;  // by row
    std::span<const uint32_t> rowOf;     // by node
    std::shared_ptr<const TextArena> texts;

private:
    std::unique_ptr<std::byte[]> memory_;  // of all the spans
};

struct PartDraft {
    Pools pools;
    std::vector<Operation> nodes;
    std::vector<SymbolId> externals;
    std::vector<PlanPart::Definition> definitions;
    std::vector<PlanPart::Input> inputs;
    std::vector<PlanPart::Output> outputs;
    std::vector<uint32_t> effects;
    std::vector<uint32_t> nodeOf;  // by binding
    // By node, outputs behind them; those of a node lie together:
    std::vector<GraphNode> rows;
    std::vector<Hash128> own;
    std::vector<GraphEdge> edges;
    std::vector<uint32_t> edgesEnd;
    // What nodes under construction have gathered, innermost last.
    std::vector<Operand> operands;
    std::vector<std::string_view> ports;
    std::string content;  // what is hashed
    // For putting the rows in order:
    std::vector<uint32_t> order;
    std::vector<uint32_t> place;
    std::vector<GraphEdge> orderedEdges;
    std::vector<uint32_t> orderedEnds;
    std::shared_ptr<TextArena> texts;  // shared by successive parts; null = none yet

    TextArena& arena() {
        if (!texts) {
            texts = std::make_shared<TextArena>();
        }
        return *texts;
    }
    void clear();
};

}  // namespace cst

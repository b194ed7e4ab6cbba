#pragma once

#include "engine/base/result.h"
#include "engine/session/snapshot.h"
#include "engine/session/text_names.h"
#include "engine/syntax/tree.h"

#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cst {

/// Where in the text a node of the graph stands.
struct NodePlace {
    NodeId node;
    uint32_t declaration = 0;  // by number in the tree
    SyntaxId expression;       // none: the whole declaration, or a part of a chain
    SourceRange range;         // of the node
    bool isRoot = false;       // the whole value of its statement, an input, or an output
    /// The left part of `a + b - c`, or the right one of `a ?? b ?? c`: the chain that it is of,
    /// and how many operators belong to it, or which operand it begins with.
    SyntaxId chain;
    uint32_t steps = 0;
};

/// An operand of a node, and what stands for it in the text.
struct OperandPlace {
    enum class Kind : uint8_t {
        Expression,
        OutName,
        ListElement,
        Interpolation,
        Fallback,
        Capture
    };
    Kind kind = Kind::Expression;
    SourceRange range;                  // Capture: of the lambda
    SyntaxId expression;                // of it, if it is one
    std::vector<SourceRange> mentions;  // Capture: all places of the name in the lambda
};

/// The syntax of a snapshot's text, with what gestures ask about it. Reads the text once more:
/// blocks of a snapshot share trees of older revisions, and a gesture is rare.
/// The snapshot outlives it. Lives for one gesture; not thread safe. Cost to make: O(bytes), some
/// 250 us for 1,000 statements.
class EditTree {
public:
    explicit EditTree(const Snapshot& snapshot);

    const Snapshot& snapshot;
    const SyntaxTree tree;
    const TextNames names;

    const Graph& graph() const { return *snapshot.graph; }
    std::string_view bytes() const { return tree.text->bytes(); }
    const SyntaxNode& declaration(uint32_t number) const { return tree[tree.declarations[number]]; }
    uint32_t declarations() const { return static_cast<uint32_t>(tree.declarations.size()); }
    /// The last one that begins at or before an offset; there is one.
    uint32_t declarationAt(uint32_t offset) const;
    SyntaxId parent(SyntaxId id) const { return parents_[id.index]; }
    uint32_t lineOf(uint32_t offset) const { return tree.text->line(offset); }
    /// `"\r\n"` where the first line ends so.
    std::string_view lineEnd() const;

    /// Errors: it is a ghost, or belongs to no expression of the text.
    Result<NodePlace> placeOf(NodeId node) const;
    /// The same; a declaration that does not compile is an error too, which says so.
    Result<NodePlace> soundPlaceOf(NodeId node) const;
    Result<OperandPlace> operandOf(const NodePlace& consumer, std::string_view port) const;

    /// Type of what a declaration binds; kError where it is not known. Cost: O(names) the first
    /// time, then O(rebindings).
    TypeId typeOf(TextNameId name) const;

    /// As a message names a node: `total`, or what it does.
    std::string shown(NodeId node) const;

private:
    SyntaxId expressionAt(SyntaxId from, SourceRange range) const;
    bool findChain(SyntaxId from, NodePlace& place) const;

    std::vector<SyntaxId> parents_;
    /// By name, what ScopedNames tell of it; empty until somebody asks.
    mutable std::unordered_map<std::string_view, std::vector<const ScopedName*>> scoped_;
};

/// The expression without parentheses around it.
SyntaxId withoutParens(const SyntaxTree& tree, SyntaxId id);

inline Error editError(std::string message) {
    return {"", std::move(message), ""};
}

}  // namespace cst

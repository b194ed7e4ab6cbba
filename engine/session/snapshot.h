#pragma once

#include "engine/base/diagnostic.h"
#include "engine/base/lazy_ptr.h"
#include "engine/layout/layout.h"
#include "engine/plan/graph.h"
#include "engine/syntax/token.h"
#include "engine/text/source_text.h"
#include "engine/types/signature.h"
#include "engine/types/type_table.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cst {

struct Arrangement;
class CompiledText;
class OptimisedOnce;
class Plan;

/// Counts the texts of one document; 0 = none yet.
using Revision = uint64_t;

/// Follows a node through edits, renames and undo; lives as long as the document is open. Layout,
/// selection and results hang on it, never on an index or a key.
using NodeIdentity = Id<struct NodeIdentityTag>;

/// One `in` declaration: what the form and the command line need to ask for it.
struct InputInfo {
    std::string name;
    TypeId type;
    SourceRange range;        // of the declaration
    std::string exampleJson;  // first constant @example as JSON; "" = none
    bool required = true;     // false for Optional types: absent means None
    std::vector<std::pair<std::string, TypeId>> typeAliases;  // declared names, for union tags
};

struct OutputInfo {
    std::string name;
    TypeId type;
    SourceRange range;  // of the name in the `out` line
};

/// A name that has a value in a part of the text.
struct ScopedName {
    std::string_view name;  // in the text of the snapshot
    TypeId type;
    SourceRange scope;  // both ends included: a cursor may stand there
};

/// Nanoseconds that each phase of this compile took.
struct PhaseTimes {
    int64_t parse = 0;
    int64_t check = 0;
    int64_t plan = 0;
    int64_t layout = 0;
    int64_t total() const { return parse + check + plan; }
};

/// What became of the graph of the revision that was shown before, by identity: an identity that
/// both have is the same node. Moving down with its line changes no node.
struct GraphDelta {
    std::vector<NodeIdentity> added;
    std::vector<NodeIdentity> removed;
    std::vector<NodeIdentity> changed;  // what it shows, or what it gets its values from
};

/// How much of a text had to be done again for this revision.
struct CompileCounts {
    uint32_t blocks = 0;   // of the text, that say something; likewise below
    uint32_t parsed = 0;   // of them: read again
    uint32_t checked = 0;  // checked and lowered again
    uint32_t edited = 0;   // that came or went, or say something else: not only comments and blanks
};

/// A node of the graph as the studio shows it, beside its row in Graph.
struct ShownNode {
    NodeIdentity identity;
    bool ghost = false;  // its declaration is broken: drawn grey as it last was
};

/// Where nodes are folded: the least port of edges that arrive at something within their consumer.
inline constexpr uint32_t kFoldedPort = 1U << 16U;

struct Snapshot;
using SnapshotPtr = std::shared_ptr<const Snapshot>;

/// All that may be shown about one revision. What not every revision needs, or needs whole, is put
/// together when it is first looked at.
/// Immutable once published: any thread reads it without a lock, for as long as it holds it.
struct Snapshot {
    Revision revision = 0;
    SourceTextPtr text;
    std::shared_ptr<const TypeTable> types;
    LazyPtr<std::vector<Token>> tokens;  // for styling; the last is EndOfFile
    LazyPtr<std::vector<SourceRange>> comments;
    std::vector<Diagnostic> diagnostics;  // by place; of this revision's offsets
    std::size_t errorCount = 0;
    std::vector<InputInfo> inputs;           // in source order
    std::vector<OutputInfo> outputs;         // in source order
    LazyPtr<std::vector<ScopedName>> names;  // of two with one name in one place the last is meant
    std::shared_ptr<const SignatureTable> functions;  // never null; all that may be called
    LazyPtr<Graph> graph;          // never null; with ghosts where declarations are broken
    std::vector<ShownNode> shown;  // by index of graph->nodes; empty without a session
    std::shared_ptr<const CompiledText> compiled;  // what the rest is made of; null: of a file
    CompileCounts counts;
    GraphDelta delta;  // from the snapshot published before; all added in the first
    /// Boxes by index of graph->nodes. Null: it is still being made, and the same revision comes
    /// once more with it.
    std::shared_ptr<const Layout> layout;
    std::shared_ptr<const Arrangement>
        arrangement;  // that it was made with; null without a session
    /// The same as a person wants to see it: with other `graph`, `shown`, `layout` and `members`
    /// where nodes are folded, and then there is no layout here. Null: nothing is.
    SnapshotPtr folded;
    /// Of `folded`, by node of its graph: those that it stands for; empty = for itself alone.
    std::vector<std::vector<NodeIdentity>> members;
    LazyPtr<Plan> plan;  // never null; runs what compiled, as the source has it
    std::shared_ptr<OptimisedOnce> optimised;  // never null; of `plan`
    PhaseTimes times;
};

}  // namespace cst

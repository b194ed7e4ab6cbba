#pragma once

#include "engine/base/diagnostic.h"
#include "engine/base/id.h"
#include "engine/syntax/lexer.h"
#include "engine/syntax/token.h"
#include "engine/text/source_text.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

enum class SyntaxKind : uint8_t {
#define CST_SYNTAX(name) name,
#include "engine/syntax/syntax_kinds.def"
#undef CST_SYNTAX
};
std::string_view syntaxKindName(SyntaxKind kind);

using SyntaxId = Id<struct SyntaxTag>;

/// One node of the tree; what its children and its name are stands in syntax_kinds.def.
struct SyntaxNode {
    SyntaxKind kind = SyntaxKind::ErrorExpr;
    TokenKind op = TokenKind::EndOfFile;  // for kinds with an operator
    bool hasError = false;                // it, or something inside, failed to parse
    SourceRange range;
    SourceRange name;         // empty where the kind has none, or where it is missing
    uint32_t firstChild = 0;  // into SyntaxTree::children
    uint32_t childCount = 0;
};

/// Declarations that were read together, and all that stands behind them up to the next block: as
/// a rule one. Lines before the first declaration are a block of their own, without tokens. It
/// begins with a line, and what it says depends on nothing before it, nor on anything from `reach`
/// on.
struct SyntaxBlock {
    static constexpr uint32_t kWholeText = UINT32_MAX;  // as a reach

    SourceRange range;
    uint32_t line = 1;  // of its begin
    uint32_t reach = 0;
    uint32_t firstToken = 0;  // each with its end behind it
    uint32_t tokenEnd = 0;
    uint32_t firstComment = 0;
    uint32_t commentEnd = 0;
    uint32_t firstNode = 0;
    uint32_t nodeEnd = 0;
    uint32_t firstDeclaration = 0;
    uint32_t declarationEnd = 0;
    uint32_t firstDiagnostic = 0;
    uint32_t diagnosticEnd = 0;
    uint32_t rewindsBefore = 0;  // see lexer.h
    uint32_t rewinds = 0;
    bool readsWholeText = false;  // some fix has a name that stands nowhere in the text

    bool hasTokens() const { return firstToken != tokenEnd; }
};

/// The whole text as a tree. Every text has one: what failed to parse is an error node.
/// Depth is bounded: kMaxDepth levels of nesting in the text, kMaxHeight nodes from the root to
/// any leaf, so a recursive walk is safe. Chains of operators are flat.
/// Immutable after parse(): any thread may read it.
struct SyntaxTree {
    static constexpr uint32_t kMaxDepth = 1024;
    static constexpr uint32_t kMaxHeight = 4096;

    SourceTextPtr text;
    TokenList lexed;
    Table<SyntaxId, SyntaxNode> nodes;  // children before their parents
    std::vector<SyntaxId> childIds;
    std::vector<SyntaxId> declarations;   // in source order
    std::vector<Diagnostic> diagnostics;  // of lexer and parser, by block, unsorted
    std::vector<SyntaxBlock> blocks;      // the whole text, without gaps; at least one
    bool hasSyntaxError = false;
    bool isMuted = false;  // there were more diagnostics than are kept

    const SyntaxNode& operator[](SyntaxId id) const { return nodes[id]; }
    std::span<const SyntaxId> children(SyntaxId id) const {
        const SyntaxNode& node = nodes[id];
        return std::span(childIds).subspan(node.firstChild, node.childCount);
    }
    SyntaxId child(SyntaxId id, uint32_t index) const { return children(id)[index]; }
    std::string_view name(SyntaxId id) const { return text->slice(nodes[id].name); }
    std::string_view source(SyntaxId id) const { return text->slice(nodes[id].range); }
};

/// Value of a string part: `\n \t \r \\ \" \$` resolved, an unknown escape kept as it stands.
std::string unescape(std::string_view raw);

/// The tree as indented text, one node a line: for goldens and for developers.
std::string dumpTree(const SyntaxTree& tree);

}  // namespace cst

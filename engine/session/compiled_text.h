#pragma once

#include "engine/plan/link.h"
#include "engine/plan/part.h"
#include "engine/session/snapshot.h"
#include "engine/syntax/tree.h"

#include <memory>
#include <vector>

namespace cst {

/// What a block comes to. Ranges as in the tree that it was made from.
struct BlockMeaning {
    std::shared_ptr<const SyntaxTree> tree;  // holds texts that the rest points into
    PlanPart part;
    std::vector<InputInfo> inputs;  // without their aliases
    std::vector<OutputInfo> outputs;
    std::vector<ScopedName> names;  // scopes may end at kEndOfText or kEndOfBlock
};
inline constexpr uint32_t kEndOfText = UINT32_MAX;
inline constexpr uint32_t kEndOfBlock = UINT32_MAX - 1;

/// A block as snapshots hold it; texts of successive revisions share all but what was edited.
struct CompiledBlock {
    std::shared_ptr<const SyntaxTree> tree;
    std::shared_ptr<const SyntaxTree> trivia;  // where its comments are: the tree, or a newer one
    uint32_t block = 0;                        // in the tree
    uint32_t triviaBlock = 0;                  // in `trivia`
    std::shared_ptr<const BlockMeaning> meaning;

    const SyntaxBlock& rows() const { return tree->blocks[block]; }
};

/// A compiled text, block by block: what is flat in a snapshot is put together from it when
/// somebody asks. Immutable. Threads: any.
class CompiledText {
public:
    struct Place {
        uint32_t begin = 0;  // of the block in the text
        uint32_t line = 1;   // likewise
    };
    /// Blocks are shared by the chunk.
    using Chunk = std::vector<CompiledBlock>;

    std::vector<std::shared_ptr<const Chunk>> chunks;
    std::vector<Place> places;         // by block
    std::shared_ptr<TypeTable> types;  // of the snapshot: for checking what the text may become
    std::size_t symbols = 0;           // more than any SymbolId in it
    uint32_t textSize = 0;

    std::vector<Token> tokens() const;
    std::vector<SourceRange> comments() const;
    std::vector<ScopedName> names() const;
    /// `self`: this; what is made holds it.
    static Lowered lowered(const std::shared_ptr<const CompiledText>& self);

private:
    template <class Visit>
    void forEach(Visit visit) const;
};

}  // namespace cst

#pragma once

#include "engine/check/checker.h"
#include "engine/check/unused.h"
#include "engine/modules/registry.h"
#include "engine/run/shared_work.h"
#include "engine/session/compile_units.h"
#include "engine/session/compiled_text.h"
#include "engine/session/snapshot.h"
#include "engine/text/damage.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace cst {

/// How large texts are compiled by several threads.
struct CompileSharing {
    WorkForce force;
    uint32_t fromBytes = 65536;  // smaller texts are left to the caller's thread
    uint32_t unitSize = 64;      // declarations that a thread takes at a time, about
};

/// Compiles the successive texts of one document, each from what it has in common with the one
/// before. What comes out is the same as if the text had been compiled alone.
/// Not thread safe; what it hands out is immutable.
class DocumentCompiler {
public:
    enum class Texts : uint8_t { Many, One };

    /// For one text only, nothing is kept apart for the next: that takes half the time.
    DocumentCompiler(std::shared_ptr<TypeTable> types, std::shared_ptr<const Registry> registry,
                     Texts texts, const CompileSharing& sharing = {});

    /// In:     any text; nothing that it has in common with the last one needs to be said.
    /// Out:    a snapshot without identities, ghosts and layout.
    /// Cost:   of the first text O(bytes); then O(damage + what depends on it), plus some
    ///         nanoseconds for each block of the text.
    ///         Null if it was given up.
    /// `isStale`: asked on this thread every so often: before a piece of a large text is read, and
    ///         before blocks are checked. If it says so, the compile is given up; the next one
    ///         goes on from what it has done, as a rule.
    std::shared_ptr<Snapshot> compile(SourceTextPtr text, Revision revision,
                                      const std::function<bool()>& isStale = {});
    /// No text yet.
    bool isNew() const { return text_ == nullptr; }

private:
    struct Block {
        CompiledBlock compiled;
        BlockFacts facts;
    };
    /// What a block has that is gathered for a snapshot; so that nobody looks at the others.
    enum Flag : uint8_t {
        kVolatile = 1,     // it is checked whenever anything has changed
        kErrors = 2,       // of the check
        kDiagnostics = 4,  // likewise, also warnings
        kSyntaxErrors = 8,
        kInterface = 16,  // inputs, outputs or types
        kReadsWholeText = 32,
        kImports = 64,  // a `use`
    };
    /// A part of the text that was read again: its first `count` blocks stand in the place of the
    /// old ones from `first` to `end`.
    struct Reading {
        std::shared_ptr<const SyntaxTree> tree;
        uint32_t begin = 0;  // in the text
        uint32_t first = 0;
        uint32_t end = 0;
        uint32_t count = 0;
    };

    /// What the check of a block gives.
    struct Found {
        std::shared_ptr<const BlockMeaning> meaning;
        BlockFacts facts;
        uint8_t flags = 0;
    };
    struct Hand;

    // document_reading.cpp
    Reading read(const SourceTextPtr& text, const TextDamage& damage) const;
    uint32_t orderAt(uint32_t offset) const;
    uint32_t rewindsBefore(uint32_t order) const;
    uint32_t rewindsOf(uint32_t order) const;
    bool renamesFixes(const SourceText& text) const;
    bool holdsTooMuch() const;
    bool isSame(const Block& block, const SyntaxTree& tree, const SyntaxBlock& rows) const;
    void take(const Reading& reading, const SourceText& text, const TextDamage& damage);
    void replace(const Reading& reading, uint32_t first, uint32_t end, uint32_t from,
                 uint32_t count);
    void forget(uint32_t first, uint32_t end);
    void place(const Reading& reading, uint32_t order, const SyntaxBlock& rows,
               const SourceText& text);
    void spliceChunks(uint32_t first, uint32_t end, uint32_t count);
    void renewChunk(uint32_t order);

    // document_sharing.cpp
    bool isLarge(const SourceText& text) const;
    bool isMostlyNew() const;
    std::vector<Reading> readNew(const SourceTextPtr& text, const std::function<bool()>& isStale);
    void joinUnits(const std::vector<std::shared_ptr<SyntaxTree>>& trees,
                   std::vector<uint32_t>& counts);
    bool checkAhead(const SourceText& text, const std::function<bool()>& isStale);
    bool findAhead(const SourceText& text, const std::function<bool()>& isStale,
                   std::vector<Found>& found);

    // document_compiler.cpp
    bool readAll(const SourceTextPtr& text, const std::function<bool()>& isStale);
    bool checkAll(const SourceText& text, const std::function<bool()>& isStale);
    void checkBlock(uint32_t order);
    Found found(uint32_t order, const CheckedTree& checked, Checker& checker,
                PartDraft& draft) const;
    void keep(uint32_t order, Found found);
    void mark(NameId name, uint32_t from, uint32_t to);
    void markUsersOf(SymbolId symbol, uint32_t order);
    void markAll();
    void keepMentions(BlockId block, const std::vector<NameId>& before,
                      const std::vector<NameId>& after);
    std::shared_ptr<const CompiledText> publish(const SourceText& text);
    void gatherDiagnostics(Snapshot& snapshot, const SourceText& text) const;
    void gatherInterface(Snapshot& snapshot) const;

    const Texts texts_;
    const CompileSharing sharing_;
    std::shared_ptr<TypeTable> types_;
    std::shared_ptr<const Registry> registry_;
    SourceTextPtr text_;  // the last one
    SymbolTable symbols_;
    Imports imports_;
    Usage usage_;
    Checker checker_;
    // By order:
    std::vector<std::unique_ptr<Block>> blocks_;
    std::vector<CompiledText::Place> places_;
    std::vector<uint32_t> reaches_;  // in the text
    std::vector<uint8_t> flags_;
    std::vector<bool> dirty_;
    std::vector<InlineVector<BlockId, 2>>
        mentions_;                   // by NameId: blocks that depend on it, in order
    std::vector<SymbolId> removed_;  // since all was checked
    bool importsChanged_ = false;
    bool isChecked_ = false;  // nothing is dirty
    bool isMuted_ = false;
    uint32_t edited_ = 0;  // blocks, since a compile came to its end
    std::size_t mergedFields_ = 0;
    std::size_t readInVain_ = 0;  // blocks of trees of which other blocks are kept
    // As published; null where something has changed since.
    std::vector<std::shared_ptr<const CompiledText::Chunk>> chunks_;
    std::vector<uint32_t> chunkSizes_;
    CompileCounts counts_;
    CompileUnits units_;  // of one text: as it was read; else of the check at hand
    PartDraft draft_;
    std::vector<Symbol::Meaning> meanings_;  // of a block before it is checked again
};

}  // namespace cst

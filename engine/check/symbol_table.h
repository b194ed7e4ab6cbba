#pragma once

#include "engine/base/inline_vector.h"
#include "engine/check/symbol.h"

#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cst {

/// What the declarations of one document tell each other: who declares which name, where it
/// stands, and what it was found to mean. Kept from one check to the next; whoever edits the
/// document keeps it up to date.
/// Not thread safe; but while nobody adds, moves or interns, several threads may each set what the
/// declarations of their own blocks mean, and read what is settled of the others.
class SymbolTable {
public:
    /// A place in the text, to compare declarations by.
    struct Order {
        uint32_t block = 0;
        uint32_t number = 0;
        friend auto operator<=>(const Order&, const Order&) = default;
    };

    NameId intern(std::string_view name) { return names_.intern(name); }
    NameId find(std::string_view name) const { return names_.find(name); }
    std::string_view text(NameId name) const { return names_.text(name); }
    std::size_t names() const { return names_.size(); }
    NameTable& nameTable() { return names_; }

    /// Enters the declarations of a block. Those that `old` has of the same kind and name become
    /// those, in order, and are taken out of it: they keep their meaning until they are checked.
    /// The block must stand among the others already.
    /// `fresh` receives the others.
    void add(BlockId block, const SyntaxTree& tree, const SyntaxBlock& rows,
             std::vector<SymbolId>& old, std::vector<SymbolId>& fresh);
    /// Takes the declarations of the blocks from `first` to `end` out of all lists. Their ids stay
    /// theirs until free().
    std::vector<SymbolId> remove(uint32_t first, uint32_t end);
    void free(SymbolId symbol);

    /// Puts `count` new blocks, without declarations, in the place of those from `first` to `end`,
    /// whose declarations must have been removed. All behind them move.
    void replaceBlocks(uint32_t first, uint32_t end, uint32_t count);
    std::span<const BlockId> blocks() const { return blocks_; }
    uint32_t orderOf(BlockId block) const { return orders_[block.index]; }

    /// Where a block stands: offsets and lines of its tree, which may be of a part of the text or
    /// of an older one, become those of the text by adding (and wrapping).
    struct Shift {
        uint32_t bytes = 0;
        uint32_t lines = 0;
    };
    void setShift(uint32_t order, Shift shift) { shifts_[order] = shift; }
    /// Moves all blocks from `order` on.
    void shiftFrom(uint32_t order, Shift by);
    Shift shiftOf(BlockId block) const { return shifts_[orders_[block.index]]; }
    std::span<const Shift> shifts() const { return shifts_; }  // by order

    Symbol& operator[](SymbolId id) { return symbols_[id.index]; }
    const Symbol& operator[](SymbolId id) const { return symbols_[id.index]; }
    std::size_t size() const { return symbols_.size(); }
    /// By number in the block.
    std::span<const SymbolId> symbolsOf(BlockId block) const {
        return {ofBlock_[block.index].data(), ofBlock_[block.index].size()};
    }
    /// All declarations of a name, in the order of the text.
    std::span<const SymbolId> named(NameId name) const {
        return name.index < byName_.size()
                   ? std::span(byName_[name.index].data(), byName_[name.index].size())
                   : std::span<const SymbolId>();
    }
    /// Those of them that stand before a place, in order.
    std::span<const SymbolId> namedBefore(NameId name, Order place) const;
    /// All that have a name, in no order.
    template <class Visit>
    void forEachNamed(Visit visit) const {
        for (const SymbolList& list : byName_) {
            for (const SymbolId id : list) {
                visit(id);
            }
        }
    }

    Order orderOf(SymbolId id) const {
        const Symbol& symbol = symbols_[id.index];
        return {orders_[symbol.block.index], symbol.number};
    }
    /// Of its name, in the text.
    uint32_t lineOf(SymbolId id) const;
    Shift shiftOf(SymbolId id) const { return shiftOf(symbols_[id.index].block); }

private:
    using SymbolList = InlineVector<SymbolId, 2>;

    NameTable names_;
    std::vector<Symbol> symbols_;
    std::vector<uint32_t> lines_;  // by symbol: of its name, in its tree
    std::vector<SymbolId> freeSymbols_;
    std::vector<BlockId> blocks_;      // by order
    std::vector<Shift> shifts_;        // likewise
    std::vector<uint32_t> orders_;     // by block
    std::vector<SymbolList> ofBlock_;  // likewise
    std::vector<BlockId> freeBlocks_;
    std::vector<SymbolList> byName_;
};

}  // namespace cst

#include "engine/check/symbol_table.h"

#include <algorithm>
#include <utility>

namespace cst {
namespace {

constexpr std::size_t kNear = 64;

}  // namespace

void SymbolTable::replaceBlocks(uint32_t first, uint32_t end, uint32_t count) {
    for (uint32_t i = first; i < end; ++i) {
        CST_DCHECK(ofBlock_[blocks_[i].index].empty(), "a block with declarations");
        freeBlocks_.push_back(blocks_[i]);
    }
    std::vector<BlockId> fresh;
    for (uint32_t i = 0; i < count; ++i) {
        if (freeBlocks_.empty()) {
            fresh.emplace_back(orders_.size());
            orders_.emplace_back();
            ofBlock_.emplace_back();
        } else {
            fresh.push_back(freeBlocks_.back());
            freeBlocks_.pop_back();
        }
    }
    const uint32_t same = std::min(end - first, count);
    std::copy_n(fresh.begin(), same, blocks_.begin() + first);
    if (count > same) {
        blocks_.insert(blocks_.begin() + first + same, fresh.begin() + same, fresh.end());
        shifts_.insert(shifts_.begin() + first + same, count - same, Shift());
    } else {
        blocks_.erase(blocks_.begin() + first + same, blocks_.begin() + end);
        shifts_.erase(shifts_.begin() + first + same, shifts_.begin() + end);
    }
    const uint32_t last = end - first == count ? first + count : uint32_t(blocks_.size());
    for (uint32_t i = first; i < last; ++i) {
        orders_[blocks_[i].index] = i;
    }
}

void SymbolTable::shiftFrom(uint32_t order, Shift by) {
    for (uint32_t i = order; i < shifts_.size(); ++i) {
        shifts_[i].bytes += by.bytes;
        shifts_[i].lines += by.lines;
    }
}

void SymbolTable::add(BlockId block, const SyntaxTree& tree, const SyntaxBlock& rows,
                      std::vector<SymbolId>& old, std::vector<SymbolId>& fresh) {
    SymbolList& own = ofBlock_[block.index];
    uint32_t line = rows.line;
    for (uint32_t i = rows.firstDeclaration; i < rows.declarationEnd; ++i) {
        const SyntaxNode& node = tree[tree.declarations[i]];
        const std::string_view text = tree.name(tree.declarations[i]);
        const NameId name = text.empty() ? NameId() : names_.intern(text);
        // They come in the same order, so what is the same stands near the front.
        const auto end = old.begin() + static_cast<std::ptrdiff_t>(std::min(old.size(), kNear));
        const auto same = std::find_if(old.begin(), end, [&](SymbolId id) {
            return symbols_[id.index].name == name && symbols_[id.index].kind == node.kind;
        });
        SymbolId id;
        const bool isSame = same != end;
        if (isSame) {
            id = *same;
            old.erase(same);
        } else if (!freeSymbols_.empty()) {
            id = freeSymbols_.back();
            freeSymbols_.pop_back();
            symbols_[id.index] = {};
        } else {
            id = SymbolId(symbols_.size());
            symbols_.emplace_back();
            lines_.emplace_back();
        }
        if (!isSame) {
            fresh.push_back(id);
        }
        Symbol& symbol = symbols_[id.index];
        symbol.kind = node.kind;
        symbol.name = name;
        symbol.block = block;
        symbol.number = i - rows.firstDeclaration;
        symbol.range = node.range;
        symbol.place = node.name;
        lines_[id.index] = line = tree.text->line(node.name.begin, line);
        own.push_back(id);
        if (name.hasValue()) {
            if (byName_.size() <= name.index) {
                byName_.resize(name.index + 1);
            }
            SymbolList& list = byName_[name.index];
            const bool isLast = list.empty() || orderOf(list.back()) < orderOf(id);
            const auto place = isLast ? list.end()
                                      : std::lower_bound(list.begin(), list.end(), id,
                                                         [&](SymbolId a, SymbolId b) {
                                                             return orderOf(a) < orderOf(b);
                                                         });
            list.insert(place, id);
        }
    }
}

std::vector<SymbolId> SymbolTable::remove(uint32_t first, uint32_t end) {
    std::vector<SymbolId> removed;
    std::vector<NameId> names;
    for (uint32_t i = first; i < end; ++i) {
        SymbolList& own = ofBlock_[blocks_[i].index];
        removed.insert(removed.end(), own.begin(), own.end());
        own.clear();
    }
    for (const SymbolId id : removed) {
        if (symbols_[id.index].name.hasValue()) {
            names.push_back(symbols_[id.index].name);
        }
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const NameId name : names) {
        byName_[name.index].eraseIf([&](SymbolId id) {
            const uint32_t order = orderOf(id).block;
            return order >= first && order < end;
        });
    }
    return removed;
}

std::span<const SymbolId> SymbolTable::namedBefore(NameId name, Order place) const {
    const std::span<const SymbolId> all = named(name);
    if (all.empty() || orderOf(all.back()) < place) {
        return all;
    }
    const auto end = std::partition_point(all.begin(), all.end(),
                                          [&](SymbolId id) { return orderOf(id) < place; });
    return {all.begin(), end};
}

void SymbolTable::free(SymbolId symbol) {
    symbols_[symbol.index] = {};
    freeSymbols_.push_back(symbol);
}

uint32_t SymbolTable::lineOf(SymbolId id) const {
    return shiftOf(id).lines + lines_[id.index];
}

}  // namespace cst

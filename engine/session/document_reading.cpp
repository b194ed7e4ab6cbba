// Which part of an edited text must be read again, and what of it is new.
//
// A block depends on nothing before it, and on nothing from its reach on. So reading begins at the
// first block into whose reach the damage falls. It ends at the first block behind the damage that
// begins where one began before: from there on the text is the same, and so is all that is read. To
// see that, a little more is read than the damaged blocks, and more again if what is read there
// depends on where that part ends (a string that is not closed may take the rest of the text).
//
// Of what was read again, blocks at both ends are often the same but for comments and blanks. They
// keep their tree, and all that was made of it.

#include "engine/session/document_compiler.h"
#include "engine/syntax/parser.h"

#include <algorithm>
#include <array>
#include <optional>

namespace cst {
namespace {

constexpr uint32_t kChunk = 64;  // blocks

/// What a block says, without the comments and blanks behind it.
std::string_view core(const SyntaxTree& tree, const SyntaxBlock& rows) {
    if (!rows.hasTokens()) {
        return {};
    }
    return tree.text->slice({rows.range.begin, tree.lexed.tokens[rows.tokenEnd - 1].range.end});
}

}  // namespace

uint32_t DocumentCompiler::orderAt(uint32_t offset) const {
    const auto next = std::upper_bound(
        places_.begin(), places_.end(), offset,
        [](uint32_t at, const CompiledText::Place& place) { return at < place.begin; });
    return static_cast<uint32_t>(next - places_.begin()) - 1;
}

uint32_t DocumentCompiler::rewindsOf(uint32_t order) const {
    return (flags_[order] & kSyntaxErrors) != 0 ? blocks_[order]->compiled.rows().rewinds : 0;
}

uint32_t DocumentCompiler::rewindsBefore(uint32_t order) const {
    uint32_t rewinds = 0;
    for (uint32_t i = 0; i < order; ++i) {
        rewinds += rewindsOf(i);
    }
    return rewinds;
}

/// Have fixes another name for what has none? They are few, and the name is `result` as a rule.
bool DocumentCompiler::renamesFixes(const SourceText& text) const {
    const bool hasFixes = std::any_of(flags_.begin(), flags_.end(),
                                      [](uint8_t flags) { return (flags & kReadsWholeText) != 0; });
    return hasFixes && unusedName(text.bytes()) != unusedName(text_->bytes());
}

DocumentCompiler::Reading DocumentCompiler::read(const SourceTextPtr& text,
                                                 const TextDamage& damage) const {
    Reading reading;
    const auto blocks = static_cast<uint32_t>(blocks_.size());
    const bool readsAll = blocks == 0 || isMuted_ || holdsTooMuch() || renamesFixes(*text);
    if (readsAll) {
        const auto tree = std::make_shared<SyntaxTree>(parse(text));
        if (texts_ == Texts::One) {
            joinBlocks(*tree, std::array{static_cast<uint32_t>(tree->blocks.size())});
        }
        reading.tree = tree;
        reading.end = blocks;
        reading.count = static_cast<uint32_t>(reading.tree->blocks.size());
        return reading;
    }
    const uint32_t reached =
        static_cast<uint32_t>(std::find_if(reaches_.begin(), reaches_.end(),
                                           [&](uint32_t reach) { return damage.begin < reach; }) -
                              reaches_.begin());
    reading.first = std::min(orderAt(damage.begin), reached);
    reading.begin = places_[reading.first].begin;
    const uint32_t last = orderAt(damage.oldEnd);
    const uint32_t grown = damage.newEnd - damage.oldEnd;  // wraps if it has shrunk
    const uint32_t rewinds = rewindsBefore(reading.first);
    std::optional<uint32_t> allRewinds;  // seldom asked for
    for (uint32_t ahead = 2;; ahead *= 4) {
        const bool isRest = last + ahead >= blocks;
        const uint32_t end = isRest ? text->size() : places_[last + ahead].begin + grown;
        const bool isWhole = reading.begin == 0 && isRest;
        const SourceTextPtr part = isWhole ? text
                                           : std::make_shared<const SourceText>(
                                                 std::string(text->slice({reading.begin, end})));
        reading.tree = std::make_shared<const SyntaxTree>(parsePart(part, rewinds, *text));
        const std::vector<SyntaxBlock>& fresh = reading.tree->blocks;
        uint32_t rewindsNow = rewinds;  // in what stands before the block at hand
        uint32_t rewindsThen = rewinds;
        uint32_t counted = reading.first;  // up to which old block
        for (uint32_t i = 1; i < fresh.size(); ++i) {
            rewindsNow += fresh[i - 1].rewinds;
            if (!isRest && fresh[i - 1].reach == SyntaxBlock::kWholeText) {
                break;
            }
            const uint32_t offset = reading.begin + fresh[i].range.begin;
            if (offset < damage.newEnd) {
                continue;
            }
            const uint32_t order = orderAt(offset - grown);
            if (places_[order].begin != offset - grown || order <= last) {
                continue;
            }
            for (; counted < order; ++counted) {
                rewindsThen += rewindsOf(counted);
            }
            // The lexer counts the strings that were not closed; how many there are before a block
            // makes a difference to it only where there are too many.
            const auto areFew = [&] {
                allRewinds = allRewinds ? *allRewinds : rewindsBefore(blocks);
                return *allRewinds < kMaxRewinds &&
                       rewindsNow + (*allRewinds - rewindsThen) < kMaxRewinds;
            };
            if (rewindsNow == rewindsThen || areFew()) {
                reading.count = i;
                reading.end = order;
                return reading;
            }
        }
        if (isRest) {
            reading.count = static_cast<uint32_t>(fresh.size());
            reading.end = blocks;
            return reading;
        }
    }
}

/// A block that is kept holds the whole tree that it was read with. Now and then all is read and
/// made anew, so that what is held stays in proportion to the text.
bool DocumentCompiler::holdsTooMuch() const {
    return readInVain_ > 8 * blocks_.size() + 1000;
}

bool DocumentCompiler::isSame(const Block& block, const SyntaxTree& tree,
                              const SyntaxBlock& rows) const {
    const SyntaxBlock& old = block.compiled.rows();
    return old.tokenEnd - old.firstToken == rows.tokenEnd - rows.firstToken &&
           old.firstDiagnostic == old.diagnosticEnd && rows.firstDiagnostic == rows.diagnosticEnd &&
           core(*block.compiled.tree, old) == core(tree, rows) &&
           // A fix may take the blanks behind it away.
           (block.facts.diagnostics.empty() ||
            block.compiled.tree->text->slice(old.range) == tree.text->slice(rows.range));
}

void DocumentCompiler::take(const Reading& reading, const SourceText& text,
                            const TextDamage& damage) {
    const std::vector<SyntaxBlock>& fresh = reading.tree->blocks;
    isMuted_ = (reading.first == 0 && reading.end == blocks_.size() ? false : isMuted_) ||
               reading.tree->isMuted;
    counts_.parsed += static_cast<uint32_t>(std::ranges::count_if(
        reading.tree->blocks.begin(), reading.tree->blocks.begin() + reading.count,
        &SyntaxBlock::hasTokens));
    const uint32_t most = holdsTooMuch() ? 0 : std::min(reading.end - reading.first, reading.count);
    uint32_t front = 0;
    while (front < most && isSame(*blocks_[reading.first + front], *reading.tree, fresh[front])) {
        ++front;
    }
    uint32_t back = 0;
    while (front + back < most && isSame(*blocks_[reading.end - 1 - back], *reading.tree,
                                         fresh[reading.count - 1 - back])) {
        ++back;
    }
    const SymbolTable::Shift grown{
        damage.newEnd - damage.oldEnd,
        reading.end == blocks_.size()
            ? 0
            : text.line(places_[reading.end].begin + damage.newEnd - damage.oldEnd) -
                  places_[reading.end].line};
    const uint32_t behind = reading.first + reading.count;
    for (uint32_t i = front; i < reading.count - back; ++i) {
        edited_ += fresh[i].hasTokens() ? 1 : 0;
    }
    for (uint32_t i = reading.first + front; i < reading.end - back; ++i) {
        edited_ += blocks_[i]->compiled.rows().hasTokens() ? 1 : 0;
    }
    readInVain_ = holdsTooMuch() ? 0 : readInVain_ + front + back;
    replace(reading, reading.first + front, reading.end - back, front,
            reading.count - front - back);
    for (uint32_t i = 0; i < reading.count; ++i) {
        const uint32_t order = reading.first + i;
        if (i < front || i >= reading.count - back) {
            CompiledBlock& block = blocks_[order]->compiled;
            block.trivia = reading.tree;
            block.triviaBlock = i;
            renewChunk(order);
        }
        place(reading, order, fresh[i], text);
    }
    symbols_.shiftFrom(behind, grown);
    for (uint32_t i = behind; i < blocks_.size(); ++i) {
        places_[i].begin += grown.bytes;
        places_[i].line += grown.lines;
        reaches_[i] += reaches_[i] == SyntaxBlock::kWholeText ? 0 : grown.bytes;
    }
    // Only now all of them stand in their places.
    std::vector<SymbolId> added;
    for (uint32_t i = front; i < reading.count - back; ++i) {
        const uint32_t order = reading.first + i;
        symbols_.add(symbols_.blocks()[order], *reading.tree, fresh[i], removed_, added);
        dirty_[order] = true;
    }
    const auto changes = [&](SymbolId symbol) {
        importsChanged_ = importsChanged_ || symbols_[symbol].kind == SyntaxKind::UseDecl;
        if (symbols_[symbol].name.hasValue()) {
            mark(symbols_[symbol].name, 0, UINT32_MAX);
        }
    };
    std::for_each(removed_.begin(), removed_.end(), changes);
    std::for_each(added.begin(), added.end(), changes);
    for (uint32_t i = front; i < reading.count - back; ++i) {
        const uint32_t order = reading.first + i;
        for (const SymbolId symbol : symbols_.symbolsOf(symbols_.blocks()[order])) {
            const bool isImport = symbols_[symbol].kind == SyntaxKind::UseDecl;
            flags_[order] = static_cast<uint8_t>(flags_[order] | (isImport ? kImports : 0));
        }
    }
}

/// Old blocks from `first` to `end` by `count` new ones, those of the reading from `from` on.
void DocumentCompiler::replace(const Reading& reading, uint32_t first, uint32_t end, uint32_t from,
                               uint32_t count) {
    forget(first, end);
    symbols_.replaceBlocks(first, end, count);
    spliceChunks(first, end, count);
    const uint32_t same = std::min(end - first, count);
    const auto resize = [&](auto& table) {
        if (count > same) {
            using Element = typename std::decay_t<decltype(table)>::value_type;
            std::vector<Element> more(count - same);
            table.insert(table.begin() + first + same, std::make_move_iterator(more.begin()),
                         std::make_move_iterator(more.end()));
        } else {
            table.erase(table.begin() + first + same, table.begin() + end);
        }
    };
    resize(blocks_);
    resize(places_);
    resize(reaches_);
    resize(flags_);
    resize(dirty_);
    for (uint32_t i = 0; i < count; ++i) {
        auto block = std::make_unique<Block>();
        block->compiled = {reading.tree, reading.tree, from + i, from + i, nullptr};
        blocks_[first + i] = std::move(block);
        flags_[first + i] = 0;
    }
}

void DocumentCompiler::forget(uint32_t first, uint32_t end) {
    std::vector<NameId> names;
    for (uint32_t i = first; i < end; ++i) {
        const BlockFacts& facts = blocks_[i]->facts;
        usage_.drop(facts.uses);
        mergedFields_ -= facts.mergedFields;
        names.insert(names.end(), facts.names.begin(), facts.names.end());
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const NameId name : names) {
        mentions_[name.index].eraseIf([&](BlockId block) {
            const uint32_t order = symbols_.orderOf(block);
            return order >= first && order < end;
        });
    }
    const std::vector<SymbolId> symbols = symbols_.remove(first, end);
    removed_.insert(removed_.end(), symbols.begin(), symbols.end());
}

void DocumentCompiler::place(const Reading& reading, uint32_t order, const SyntaxBlock& rows,
                             const SourceText& text) {
    const CompiledBlock& block = blocks_[order]->compiled;
    const uint32_t begin = reading.begin + rows.range.begin;
    places_[order] = {begin, text.line(begin, order == 0 ? 1 : places_[order - 1].line)};
    reaches_[order] =
        rows.reach == SyntaxBlock::kWholeText ? rows.reach : reading.begin + rows.reach;
    const SyntaxBlock& own = block.rows();
    symbols_.setShift(order, {begin - own.range.begin, places_[order].line - own.line});
    const bool hasErrors = rows.firstDiagnostic != rows.diagnosticEnd || rows.rewinds != 0;
    flags_[order] = static_cast<uint8_t>((flags_[order] & ~(kSyntaxErrors | kReadsWholeText)) |
                                         (hasErrors ? kSyntaxErrors : 0) |
                                         (rows.readsWholeText ? kReadsWholeText : 0));
}

/// The chunks that hold the old blocks from `first` to `end` hold `count` others instead.
void DocumentCompiler::spliceChunks(uint32_t first, uint32_t end, uint32_t count) {
    if (first == end && count == 0) {
        return;
    }
    std::size_t chunk = 0;
    uint32_t begin = 0;
    while (chunk + 1 < chunkSizes_.size() && begin + chunkSizes_[chunk] <= first) {
        begin += chunkSizes_[chunk++];
    }
    std::size_t behind = chunk;
    uint32_t held = 0;
    while (behind < chunkSizes_.size() && (behind == chunk || begin + held < end)) {
        held += chunkSizes_[behind++];
    }
    uint32_t left = held - (end - first) + count;
    std::vector<uint32_t> sizes;
    while (left > 2 * kChunk) {
        sizes.push_back(kChunk);
        left -= kChunk;
    }
    if (left > 0) {
        sizes.push_back(left);
    }
    const auto from = static_cast<std::ptrdiff_t>(chunk);
    const auto to = static_cast<std::ptrdiff_t>(behind);
    chunkSizes_.erase(chunkSizes_.begin() + from, chunkSizes_.begin() + to);
    chunkSizes_.insert(chunkSizes_.begin() + from, sizes.begin(), sizes.end());
    chunks_.erase(chunks_.begin() + from, chunks_.begin() + to);
    chunks_.insert(chunks_.begin() + from, sizes.size(), nullptr);
}

void DocumentCompiler::renewChunk(uint32_t order) {
    std::size_t chunk = 0;
    for (uint32_t begin = 0; begin + chunkSizes_[chunk] <= order; ++chunk) {
        begin += chunkSizes_[chunk];
    }
    chunks_[chunk] = nullptr;
}

}  // namespace cst

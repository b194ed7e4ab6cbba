// A large text that is new, or to be checked as a whole, by several threads.
//
// Reading. A text is cut in front of lines that seem to begin a declaration, and every piece is
// read by itself, each a little further than to its end. It is what the whole text would have come
// to if a block ends there that has seen nothing of where its reading ended: a block depends on
// nothing before it. Otherwise the text is read as a whole.
//
// Checking. First the `use` lines, for all look at them; then the other blocks, by units
// (compile_units.h). What the order of the text decides, which is all that an error says beyond
// being one, nobody looks for in the meantime: such blocks stay dirty and are checked once more,
// in order, like those of an edit. So there is one way only in which a mistake can come to its
// words.

#include "engine/session/document_compiler.h"
#include "engine/syntax/parser.h"

#include <algorithm>
#include <array>
#include <atomic>

namespace cst {
namespace {

constexpr uint32_t kPieceBytes = 32768;
constexpr uint32_t kLookAhead = 256;  // bytes behind the end of a piece
// More diagnostics than people are shown: which are kept is counted over the whole text.
constexpr std::size_t kMostDiagnostics = 100;
// Blocks that may need the order before it pays to check all others in order as well.
constexpr uint32_t kMostLeft = 8;

/// The first place from `from` on at which a line seems to begin a declaration.
uint32_t likelyBegin(std::string_view bytes, uint32_t from) {
    for (std::size_t at = bytes.find('\n', from); at != std::string_view::npos;
         at = bytes.find('\n', at + 1)) {
        const char first = at + 1 < bytes.size() ? bytes[at + 1] : '\n';
        const bool isLetter =
            ('a' <= first && first <= 'z') || ('A' <= first && first <= 'Z') || first == '_';
        if (isLetter || first == '@') {
            return static_cast<uint32_t>(at + 1);
        }
    }
    return static_cast<uint32_t>(bytes.size());
}

/// Begins of the pieces; behind them the size of the text.
std::vector<uint32_t> cutIntoPieces(std::string_view bytes, uint32_t pieceBytes) {
    std::vector<uint32_t> begins{0};
    while (begins.back() < bytes.size()) {
        begins.push_back(likelyBegin(
            bytes,
            static_cast<uint32_t>(std::min(begins.back() + pieceBytes, uint32_t(bytes.size())))));
    }
    return begins;
}

/// How many blocks of a piece of `size` bytes count; 0 = it cannot be told without what is behind.
uint32_t blocksOf(const SyntaxTree& tree, uint32_t size, bool isLast) {
    if (isLast) {
        return static_cast<uint32_t>(tree.blocks.size());
    }
    for (uint32_t i = 0; i < tree.blocks.size(); ++i) {
        const SyntaxBlock& rows = tree.blocks[i];
        if (rows.range.begin == size) {
            return i;
        }
        // A string that was read again is counted over the whole text.
        if (rows.range.begin > size || rows.reach == SyntaxBlock::kWholeText || rows.rewinds != 0) {
            break;
        }
    }
    return 0;
}

}  // namespace

bool DocumentCompiler::isLarge(const SourceText& text) const {
    return text.size() >= sharing_.fromBytes;
}

/// Is so much of a text new that all of it may as well be checked?
bool DocumentCompiler::isMostlyNew() const {
    return 2 * std::size_t{counts_.parsed} > blocks_.size();
}

/// A text of which nothing is known. No readings if it was given up.
std::vector<DocumentCompiler::Reading>
DocumentCompiler::readNew(const SourceTextPtr& text, const std::function<bool()>& isStale) {
    const uint32_t pieceBytes = std::min(kPieceBytes, std::max(1U, sharing_.fromBytes));
    const std::vector<uint32_t> begins = cutIntoPieces(text->bytes(), pieceBytes);
    const auto pieces = static_cast<uint32_t>(begins.size() - 1);
    std::vector<std::shared_ptr<SyntaxTree>> trees(pieces);
    const auto readPiece = [&](unsigned, uint32_t piece) {
        const bool isLast = piece + 1 == pieces;
        const uint32_t end =
            isLast ? text->size()
                   : likelyBegin(text->bytes(),
                                 std::min(begins[piece + 1] + kLookAhead, text->size()));
        const auto part =
            std::make_shared<const SourceText>(std::string(text->slice({begins[piece], end})));
        trees[piece] = std::make_shared<SyntaxTree>(parsePart(part, 0, *text));
    };
    if (pieces > 1 && !doTogether(sharing_.force, {std::array{pieces}, readPiece, isStale})) {
        return {};
    }
    std::vector<uint32_t> counts(pieces);
    std::size_t diagnostics = 0;
    bool isSound = pieces > 1;
    for (uint32_t i = 0; i < pieces && isSound; ++i) {
        counts[i] = blocksOf(*trees[i], begins[i + 1] - begins[i], i + 1 == pieces);
        diagnostics += trees[i]->diagnostics.size();
        isSound = counts[i] > 0 && !trees[i]->isMuted && diagnostics <= kMostDiagnostics;
    }
    if (!isSound) {
        trees = {std::make_shared<SyntaxTree>(parse(text))};
        counts = {static_cast<uint32_t>(trees[0]->blocks.size())};
    }
    if (texts_ == Texts::One) {
        joinUnits(trees, counts);
    }
    std::vector<Reading> readings;
    uint32_t first = 0;
    for (std::size_t i = 0; i < trees.size(); ++i) {
        readings.push_back({trees[i], isSound ? begins[i] : 0, first, first, counts[i]});
        first += counts[i];
    }
    return readings;
}

/// Makes one block of each unit, and one of each tree if there is nothing to share.
void DocumentCompiler::joinUnits(const std::vector<std::shared_ptr<SyntaxTree>>& trees,
                                 std::vector<uint32_t>& counts) {
    std::vector<UnitBlock> blocks;
    for (std::size_t i = 0; i < trees.size(); ++i) {
        for (uint32_t k = 0; k < counts[i]; ++k) {
            blocks.push_back({trees[i].get(), k});
        }
    }
    units_ = sharing_.force.isAlone()
                 ? CompileUnits()
                 : cutIntoUnits(blocks, symbols_.nameTable(), sharing_.unitSize);
    if (!units_.isWorthSharing()) {
        units_ = {};
    }
    std::size_t unit = 0;
    uint32_t first = 0;  // of the tree, in the text
    for (std::size_t i = 0; i < trees.size(); ++i) {
        std::vector<uint32_t> ends;
        for (; unit < units_.units.size() && units_.units[unit].end <= first + counts[i]; ++unit) {
            ends.push_back(units_.units[unit].end - first);
        }
        if (ends.empty()) {
            ends.push_back(counts[i]);
        }
        first += counts[i];
        counts[i] = static_cast<uint32_t>(ends.size());
        joinBlocks(*trees[i], ends);
    }
    for (uint32_t i = 0; i < units_.units.size(); ++i) {
        units_.units[i].first = i;
        units_.units[i].end = i + 1;
    }
}

/// What one thread needs to check blocks and to lower them.
struct DocumentCompiler::Hand {
    explicit Hand(Checker fresh) : checker(std::move(fresh)) {}
    Checker checker;
    PartDraft draft;
};

/// Everything but the `use` lines, by layers. What must be checked in order has no meaning in
/// `found`; if that is much, all that is not checked yet has none. False if it was given up.
bool DocumentCompiler::findAhead(const SourceText& text, const std::function<bool()>& isStale,
                                 std::vector<Found>& found) {
    const UnitLayers layers = layersOf(units_);
    std::vector<std::unique_ptr<Hand>> hands(sharing_.force.hands);
    const uint32_t mostLeft = kMostLeft + static_cast<uint32_t>(blocks_.size() / 8);
    std::atomic<uint32_t> left{0};
    const auto check = [&](unsigned number, uint32_t piece) {
        if (!hands[number]) {
            hands[number] = std::make_unique<Hand>(
                Checker(symbols_, imports_, registry_->signatures(), *types_));
            hands[number]->checker.startAhead(text);
        }
        Hand& hand = *hands[number];
        const CompileUnit& unit = units_.units[layers.units[piece]];
        for (uint32_t i = unit.first; i < unit.end; ++i) {
            if (left.load(std::memory_order_relaxed) > mostLeft) {
                return;
            }
            const CompiledBlock& block = blocks_[i]->compiled;
            const CheckedTree& checked =
                hand.checker.check(symbols_.blocks()[i], block.tree, block.rows());
            if (hand.checker.needsOrder()) {
                left.fetch_add(1, std::memory_order_relaxed);
            } else {
                found[i] = this->found(i, checked, hand.checker, hand.draft);
            }
        }
    };
    return doTogether(sharing_.force, {layers.ends, check, isStale});
}

/// Checks what can be checked out of order; the rest stays dirty. All is dirty before.
/// False if it was given up: then nothing may be taken from what symbols mean.
bool DocumentCompiler::checkAhead(const SourceText& text, const std::function<bool()>& isStale) {
    if (texts_ == Texts::Many) {
        std::vector<UnitBlock> blocks;
        blocks.reserve(blocks_.size());
        for (const std::unique_ptr<Block>& block : blocks_) {
            blocks.push_back({block->compiled.tree.get(), block->compiled.block});
        }
        units_ = cutIntoUnits(blocks, symbols_.nameTable(), sharing_.unitSize);
        if (isStale && isStale()) {
            return false;
        }
    }
    if (units_.units.empty() || !units_.isWorthSharing()) {
        return true;
    }
    checker_.start(text);
    for (const CompileUnit& unit : units_.units) {
        for (uint32_t i = unit.first; unit.isImport && i < unit.end; ++i) {
            checkBlock(i);
        }
    }
    std::vector<Found> found(blocks_.size());
    if (!findAhead(text, isStale, found)) {
        return false;
    }
    for (uint32_t i = 0; i < found.size(); ++i) {
        if (i % 1024 == 0 && isStale && isStale()) {
            return false;
        }
        if (found[i].meaning) {
            keep(i, std::move(found[i]));
        }
    }
    std::fill(chunks_.begin(), chunks_.end(), nullptr);
    return true;
}

}  // namespace cst

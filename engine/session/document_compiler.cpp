// What must be checked again, and what a snapshot is gathered from.
//
// Blocks are checked in the order of the text, those that are dirty. A block is dirty if it was
// read again; if a name that it depends on was declared, or is no longer; if such a name means
// something else now; and, if anything changed at all, if what it reports depends on the rest of
// the text (suggestions, line numbers). A name that is found to mean the same as before makes
// nobody dirty: that is where a change ends.

#include "engine/session/document_compiler.h"

#include "engine/session/block_meaning.h"
#include "engine/session/optimised_once.h"
#include "engine/session/stopwatch.h"

#include <algorithm>

namespace cst {

DocumentCompiler::DocumentCompiler(std::shared_ptr<TypeTable> types,
                                   std::shared_ptr<const Registry> registry, Texts texts,
                                   const CompileSharing& sharing)
    : texts_(texts),
      sharing_(sharing),
      types_(std::move(types)),
      registry_(std::move(registry)),
      checker_(symbols_, imports_, registry_->signatures(), *types_) {}

std::shared_ptr<Snapshot> DocumentCompiler::compile(SourceTextPtr text, Revision revision,
                                                    const std::function<bool()>& isStale) {
    Stopwatch watch;
    counts_ = {};
    draft_.texts = nullptr;  // else a text would live as long as any that came after it
    auto snapshot = std::make_shared<Snapshot>();
    if (!readAll(text, isStale)) {
        return nullptr;
    }
    snapshot->times.parse = watch.lapNs();
    if (!isChecked_ && !checkAll(*text, isStale)) {
        return nullptr;
    }
    snapshot->times.check = watch.lapNs();
    snapshot->revision = revision;
    snapshot->text = std::move(text);
    snapshot->types = types_;
    snapshot->functions = {registry_, &registry_->signatures()};
    snapshot->compiled = publish(*text_);
    const std::shared_ptr<const CompiledText> compiled = snapshot->compiled;
    snapshot->tokens = LazyPtr<std::vector<Token>>::of(
        [compiled] { return std::make_shared<std::vector<Token>>(compiled->tokens()); });
    snapshot->comments = LazyPtr<std::vector<SourceRange>>::of(
        [compiled] { return std::make_shared<std::vector<SourceRange>>(compiled->comments()); });
    snapshot->names = LazyPtr<std::vector<ScopedName>>::of(
        [compiled] { return std::make_shared<std::vector<ScopedName>>(compiled->names()); });
    const auto lowered = LazyPtr<Lowered>::of(
        [compiled] { return std::make_shared<Lowered>(CompiledText::lowered(compiled)); });
    snapshot->graph = LazyPtr<Graph>::of([lowered] { return lowered->graph; });
    snapshot->plan = LazyPtr<Plan>::of([lowered] { return lowered->plan; });
    snapshot->optimised = std::make_shared<OptimisedOnce>(snapshot->plan);
    gatherInterface(*snapshot);
    gatherDiagnostics(*snapshot, *text_);
    counts_.blocks = static_cast<uint32_t>(blocks_.size());
    if (!blocks_.front()->compiled.rows().hasTokens()) {
        --counts_.blocks;  // nothing but lines before the first
    }
    counts_.edited = std::exchange(edited_, 0);
    snapshot->counts = counts_;
    snapshot->times.plan = watch.lapNs();
    return snapshot;
}

/// Enters what is new in a text. False if it was given up.
bool DocumentCompiler::readAll(const SourceTextPtr& text, const std::function<bool()>& isStale) {
    const TextDamage damage =
        text_ ? damageBetween(text_->bytes(), text->bytes()) : TextDamage{0, 0, text->size()};
    if (text_ && damage.isNone()) {
        text_ = text;
        return true;
    }
    // Alone it pays only in that somebody is asked between the pieces.
    if (!text_ && isLarge(*text) && (isStale || !sharing_.force.isAlone())) {
        const std::vector<Reading> readings = readNew(text, isStale);
        if (readings.empty() || (isStale && isStale())) {
            return false;
        }
        for (const Reading& reading : readings) {
            take(reading, *text, {reading.begin, reading.begin, reading.begin});
        }
    } else {
        take(read(text, damage), *text, damage);
    }
    isChecked_ = false;
    text_ = text;
    return true;
}

/// What depends on a name, in the blocks from `from` to `to`, that one too.
void DocumentCompiler::mark(NameId name, uint32_t from, uint32_t to) {
    if (name.index >= mentions_.size()) {
        return;
    }
    const InlineVector<BlockId, 2>& list = mentions_[name.index];
    auto block = std::partition_point(list.begin(), list.end(),
                                      [&](BlockId id) { return symbols_.orderOf(id) < from; });
    for (; block != list.end() && symbols_.orderOf(*block) <= to; ++block) {
        dirty_[symbols_.orderOf(*block)] = true;
    }
}

/// A symbol of the block `order` means something else now: who sees it? What stands behind the next
/// binding of its name sees that one, which tells for itself.
void DocumentCompiler::markUsersOf(SymbolId symbol, uint32_t order) {
    const Symbol& row = symbols_[symbol];
    uint32_t to = UINT32_MAX;
    const bool isVariable = row.kind == SyntaxKind::Assign || row.kind == SyntaxKind::InDecl;
    if (isVariable) {
        const std::size_t before =
            symbols_.namedBefore(row.name, symbols_.orderOf(symbol)).size() + 1;
        for (const SymbolId other : symbols_.named(row.name).subspan(before)) {
            if (symbols_[other].kind == SyntaxKind::Assign) {
                to = symbols_.orderOf(other).block;
                break;
            }
        }
    }
    mark(row.name, order + 1, to);
}

void DocumentCompiler::markAll() {
    dirty_.assign(blocks_.size(), true);
    imports_ = {};
}

/// False if it was given up: what is dirty stays so.
bool DocumentCompiler::checkAll(const SourceText& text, const std::function<bool()>& isStale) {
    const bool isShared = isLarge(text) && !sharing_.force.isAlone();
    // What `use` lines bring is only right if all is checked that may look at them.
    bool checksAll = importsChanged_ || (isShared && isMostlyNew());
    for (;;) {
        // What is counted over the whole text is only right if all of it is checked in order.
        const bool isCounted = mergedFields_ > Checker::kMaxMergedFields;
        checksAll = checksAll || isCounted;
        if (checksAll) {
            markAll();
        }
        const bool goesAhead = checksAll && isShared && !isCounted;
        if (goesAhead && ((isStale && isStale()) || !checkAhead(text, isStale))) {
            importsChanged_ = true;  // all again
            return false;
        }
        checker_.start(text);
        bool readsImports = false;
        for (uint32_t i = 0; i < blocks_.size() && !readsImports; ++i) {
            const bool isImport = (flags_[i] & kImports) != 0;
            if (dirty_[i] || ((flags_[i] & kVolatile) != 0 && !(checksAll && isImport))) {
                if (isStale && isStale()) {
                    importsChanged_ = importsChanged_ || checksAll;  // they are half read
                    return false;
                }
                readsImports = !checksAll && isImport;
                if (!readsImports) {
                    checkBlock(i);
                }
            } else if ((flags_[i] & kErrors) != 0) {
                checker_.pass(blocks_[i]->facts);
            }
        }
        const bool isInOrder = checksAll && !goesAhead;
        if (isInOrder || (!readsImports && mergedFields_ <= Checker::kMaxMergedFields)) {
            break;
        }
        checksAll = true;
    }
    for (const SymbolId symbol : removed_) {
        symbols_.free(symbol);
    }
    removed_.clear();
    importsChanged_ = false;
    isChecked_ = true;
    return true;
}

void DocumentCompiler::checkBlock(uint32_t order) {
    const CompiledBlock& block = blocks_[order]->compiled;
    const BlockId id = symbols_.blocks()[order];
    const std::span<const SymbolId> symbols = symbols_.symbolsOf(id);
    std::vector<Symbol::Meaning>& before = meanings_;
    before.clear();
    for (const SymbolId symbol : symbols) {
        before.push_back(symbols_[symbol].meaning);
    }
    const CheckedTree& checked = checker_.check(id, block.tree, block.rows());
    keep(order, found(order, checked, checker_, draft_));
    renewChunk(order);
    for (std::size_t i = 0; i < symbols.size(); ++i) {
        const Symbol& symbol = symbols_[symbols[i]];
        if (symbol.meaning != before[i] && symbol.name.hasValue()) {
            markUsersOf(symbols[i], order);
        }
    }
}

/// What a checker has found of a block. Threads: any, as long as the symbols' places stay.
DocumentCompiler::Found DocumentCompiler::found(uint32_t order, const CheckedTree& checked,
                                                Checker& checker, PartDraft& draft) const {
    Found found;
    found.meaning = meaningOf(checked, *registry_, *types_, draft);
    found.facts = checker.takeFacts();
    bool hasInterface = !found.meaning->inputs.empty() || !found.meaning->outputs.empty();
    for (const SymbolId symbol : symbols_.symbolsOf(symbols_.blocks()[order])) {
        const SyntaxKind kind = symbols_[symbol].kind;
        hasInterface = hasInterface || kind == SyntaxKind::TypeDecl || kind == SyntaxKind::OutDecl;
    }
    found.flags = static_cast<uint8_t>(
        (found.facts.isVolatile ? kVolatile : 0) | (found.facts.errors > 0 ? kErrors : 0) |
        (found.facts.diagnostics.empty() ? 0 : kDiagnostics) | (hasInterface ? kInterface : 0));
    return found;
}

/// Puts what was found in the place of what a block had. Its chunk must be made anew.
void DocumentCompiler::keep(uint32_t order, Found found) {
    Block& block = *blocks_[order];
    const BlockId id = symbols_.blocks()[order];
    keepMentions(id, block.facts.names, found.facts.names);
    usage_.add(found.facts.uses);
    usage_.drop(block.facts.uses);
    mergedFields_ += found.facts.mergedFields - block.facts.mergedFields;
    block.facts = std::move(found.facts);
    block.compiled.meaning = std::move(found.meaning);
    dirty_[order] = false;
    const auto kept = flags_[order] & (kSyntaxErrors | kReadsWholeText | kImports);
    flags_[order] = static_cast<uint8_t>(kept | found.flags);
    counts_.checked += block.compiled.rows().hasTokens() ? 1 : 0;
}

void DocumentCompiler::keepMentions(BlockId block, const std::vector<NameId>& before,
                                    const std::vector<NameId>& after) {
    if (before == after) {
        return;
    }
    const auto placeIn = [&](const InlineVector<BlockId, 2>& list) {
        const uint32_t order = symbols_.orderOf(block);
        return std::partition_point(list.begin(), list.end(),
                                    [&](BlockId id) { return symbols_.orderOf(id) < order; });
    };
    for (const NameId name : before) {
        InlineVector<BlockId, 2>& list = mentions_[name.index];
        list.erase(placeIn(list));
    }
    for (const NameId name : after) {
        if (mentions_.size() <= name.index) {
            mentions_.resize(std::max<std::size_t>(name.index + 1, 2 * mentions_.size()));
        }
        InlineVector<BlockId, 2>& list = mentions_[name.index];
        const bool isLast = list.empty() || symbols_.orderOf(list.back()) < symbols_.orderOf(block);
        list.insert(isLast ? list.end() : placeIn(list), block);
    }
}

std::shared_ptr<const CompiledText> DocumentCompiler::publish(const SourceText& text) {
    uint32_t order = 0;
    for (std::size_t i = 0; i < chunks_.size(); ++i) {
        if (!chunks_[i]) {
            auto chunk = std::make_shared<CompiledText::Chunk>();
            chunk->reserve(chunkSizes_[i]);
            for (uint32_t k = 0; k < chunkSizes_[i]; ++k) {
                chunk->push_back(blocks_[order + k]->compiled);
            }
            chunks_[i] = std::move(chunk);
        }
        order += chunkSizes_[i];
    }
    auto compiled = std::make_shared<CompiledText>();
    compiled->chunks = chunks_;
    compiled->places = places_;
    compiled->types = types_;
    compiled->symbols = symbols_.size();
    compiled->textSize = text.size();
    return compiled;
}

namespace {

void shift(SourceRange& range, uint32_t by) {
    range.begin += by;
    range.end += by;
}

Diagnostic moved(Diagnostic diagnostic, uint32_t by) {
    shift(diagnostic.range, by);
    for (Note& note : diagnostic.notes) {
        shift(note.range, by);
    }
    for (Fix& fix : diagnostic.fixes) {
        for (TextEdit& edit : fix.edits) {
            shift(edit.range, by);
        }
    }
    return diagnostic;
}

}  // namespace

void DocumentCompiler::gatherDiagnostics(Snapshot& snapshot, const SourceText& text) const {
    std::vector<Diagnostic>& all = snapshot.diagnostics;
    std::vector<EarlyUse> early;
    bool isReadable = true;
    for (uint32_t i = 0; i < flags_.size(); ++i) {
        if ((flags_[i] & (kDiagnostics | kSyntaxErrors)) == 0) {
            continue;
        }
        const Block& block = *blocks_[i];
        const SyntaxBlock& rows = block.compiled.rows();
        const uint32_t by = symbols_.shifts()[i].bytes;
        for (const Diagnostic& diagnostic : block.facts.diagnostics) {
            all.push_back(moved(diagnostic, by));
        }
        for (uint32_t k = rows.firstDiagnostic; k < rows.diagnosticEnd; ++k) {
            all.push_back(moved(block.compiled.tree->diagnostics[k], by));
            isReadable = false;
        }
        for (const NameId name : block.facts.early) {
            early.push_back({name, i});
        }
    }
    bool hasOutput = false;
    for (uint32_t i = 0; i < flags_.size() && !hasOutput; ++i) {
        if ((flags_[i] & kInterface) != 0) {
            for (const SymbolId symbol : symbols_.symbolsOf(symbols_.blocks()[i])) {
                hasOutput = hasOutput || symbols_[symbol].kind == SyntaxKind::OutDecl;
            }
        }
    }
    if (!hasOutput && isReadable) {
        Diagnostic& diagnostic = all.emplace_back();
        diagnostic.id = DiagId::NoOutput;
        diagnostic.args = {};
        diagnostic.hint = "add `out NAME` for what the pipeline should give";
    }
    for (Diagnostic& unused :
         unusedDeclarations(symbols_, imports_, usage_, early, text, isReadable)) {
        all.push_back(std::move(unused));
    }
    if (!all.empty()) {
        sortDiagnostics(all);
    }
    snapshot.errorCount = static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [](const Diagnostic& d) { return d.isError(); }));
}

void DocumentCompiler::gatherInterface(Snapshot& snapshot) const {
    std::vector<std::pair<std::string, TypeId>> aliases;
    for (uint32_t i = 0; i < flags_.size(); ++i) {
        if ((flags_[i] & kInterface) == 0) {
            continue;
        }
        const uint32_t by = symbols_.shifts()[i].bytes;
        const BlockMeaning& meaning = *blocks_[i]->compiled.meaning;
        for (const InputInfo& input : meaning.inputs) {
            snapshot.inputs.push_back(input);
            shift(snapshot.inputs.back().range, by);
        }
        for (const OutputInfo& output : meaning.outputs) {
            snapshot.outputs.push_back(output);
            shift(snapshot.outputs.back().range, by);
        }
        for (const SymbolId symbol : symbols_.symbolsOf(symbols_.blocks()[i])) {
            const Symbol& row = symbols_[symbol];
            if (row.kind == SyntaxKind::TypeDecl && row.meaning.binds) {
                aliases.emplace_back(symbols_.text(row.name), row.meaning.type);
            }
        }
    }
    for (InputInfo& input : snapshot.inputs) {
        input.typeAliases = aliases;
    }
}

}  // namespace cst

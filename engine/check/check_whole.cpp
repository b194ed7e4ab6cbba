#include "engine/check/check_whole.h"

#include <vector>

namespace cst {

WholeCheck::WholeCheck(std::shared_ptr<const SyntaxTree> tree, const SignatureTable& signatures,
                       TypeTable& types)
    : tree_(std::move(tree)), checker_(symbols_, imports_, signatures, types) {
    all_.range.end = tree_->text->size();
    all_.tokenEnd = static_cast<uint32_t>(tree_->lexed.tokens.size()) - 1;
    all_.nodeEnd = static_cast<uint32_t>(tree_->nodes.size());
    all_.declarationEnd = static_cast<uint32_t>(tree_->declarations.size());
    symbols_.replaceBlocks(0, 0, 1);
    std::vector<SymbolId> old;
    std::vector<SymbolId> fresh;
    symbols_.add(symbols_.blocks()[0], *tree_, all_, old, fresh);
}

const CheckedTree& WholeCheck::check() {
    checker_.start(*tree_->text);
    return checker_.check(symbols_.blocks()[0], tree_, all_);
}

}  // namespace cst

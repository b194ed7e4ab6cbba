#pragma once

#include "engine/check/checker.h"

#include <memory>

namespace cst {

/// Checks a whole text as one block.
class WholeCheck {
public:
    WholeCheck(std::shared_ptr<const SyntaxTree> tree, const SignatureTable& signatures,
               TypeTable& types);

    const CheckedTree& check();
    std::size_t symbols() const { return symbols_.size(); }

private:
    std::shared_ptr<const SyntaxTree> tree_;
    SyntaxBlock all_;
    SymbolTable symbols_;
    Imports imports_;
    Checker checker_;
};

}  // namespace cst

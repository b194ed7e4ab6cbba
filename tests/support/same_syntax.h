#pragma once

#include "engine/syntax/tree.h"

#include <string>
#include <utility>
#include <vector>

/// Do two trees mean the same? Where things stand, and which brackets a projection has, is not
/// looked at; names, operators, literals and the bytes of strings are.

namespace same_syntax {

/// `-  5` and `-5` are one number.
inline std::string withoutBlanks(std::string_view number) {
    const std::size_t digits = number.find_last_not_of("0123456789");
    const std::string sign = number.starts_with('-') ? "-" : "";
    return sign + std::string(number.substr(sign.empty() ? 0 : digits + 1));
}

inline std::string literal(const cst::SyntaxTree& tree, cst::SyntaxId id) {
    switch (tree[id].kind) {
    case cst::SyntaxKind::OptionInt: return withoutBlanks(tree.source(id));
    case cst::SyntaxKind::IntLiteral:
    case cst::SyntaxKind::FloatLiteral:
    case cst::SyntaxKind::OptionDuration: return std::string(tree.source(id));
    default: return "";
    }
}

inline cst::TokenKind operatorOf(const cst::SyntaxNode& node) {
    return node.kind == cst::SyntaxKind::Projection ? cst::TokenKind::LeftBracket : node.op;
}

}  // namespace same_syntax

/// The first difference; "" = there is none.
inline std::string syntaxDifference(const cst::SyntaxTree& a, const cst::SyntaxTree& b) {
    if (a.declarations.size() != b.declarations.size()) {
        return std::to_string(a.declarations.size()) + " declarations became " +
               std::to_string(b.declarations.size());
    }
    std::vector<std::pair<cst::SyntaxId, cst::SyntaxId>> work;
    for (std::size_t i = a.declarations.size(); i-- > 0;) {
        work.emplace_back(a.declarations[i], b.declarations[i]);
    }
    while (!work.empty()) {
        const auto [left, right] = work.back();
        work.pop_back();
        const cst::SyntaxNode& l = a[left];
        const cst::SyntaxNode& r = b[right];
        const bool same = l.kind == r.kind && l.childCount == r.childCount &&
                          l.hasError == r.hasError && a.name(left) == b.name(right) &&
                          same_syntax::operatorOf(l) == same_syntax::operatorOf(r) &&
                          same_syntax::literal(a, left) == same_syntax::literal(b, right);
        if (!same) {
            return std::string(cst::syntaxKindName(l.kind)) + " `" + std::string(a.source(left)) +
                   "` became " + std::string(cst::syntaxKindName(r.kind)) + " `" +
                   std::string(b.source(right)) + "`";
        }
        for (uint32_t i = l.childCount; i-- > 0;) {
            work.emplace_back(a.child(left, i), b.child(right, i));
        }
    }
    return "";
}

#include "engine/syntax/parser_impl.h"

#include <array>

// Operators, without recursion.
//
// Operands go on pending_. A chain is a run of operators of one level whose right end is not
// reached yet; chains_ holds them from loose to tight, each knowing where in pending_ its children
// begin. An operator of level L first closes (turns into one node) every chain tighter than L,
// then joins the chain of level L if that is on top, else opens one at the last operand:
//
//   a + b * c == d      pending_            chains_
//   at `+`              a                   [+ at a]
//   at `*`              a + b               [+ at a] [* at b]
//   at `==`             (a + (b * c))       [== at (…)]
//
// So `a + b + … ` is one flat node however long it is, and 500,000 terms take linear time and one
// stack frame. Prefix operators are chains of one operand.

namespace cst {
namespace {

enum Precedence : uint8_t {
    None,
    Coalesce,
    Guard,
    Or,
    And,
    Not,
    Compare,
    Additive,
    Multiplicative,
    Negate
};

constexpr std::array<uint8_t, kTokenKinds> makeInfixLevels() {
    std::array<uint8_t, kTokenKinds> levels{};
    const auto set = [&](TokenKind kind, uint8_t level) {
        levels[static_cast<std::size_t>(kind)] = level;
    };
    set(TokenKind::DoubleQuestion, Coalesce);
    set(TokenKind::KwWhen, Guard);
    set(TokenKind::KwOr, Or);
    set(TokenKind::KwAnd, And);
    set(TokenKind::EqualEqual, Compare);
    set(TokenKind::NotEqual, Compare);
    set(TokenKind::Less, Compare);
    set(TokenKind::Greater, Compare);
    set(TokenKind::LessEqual, Compare);
    set(TokenKind::GreaterEqual, Compare);
    set(TokenKind::Plus, Additive);
    set(TokenKind::Minus, Additive);
    set(TokenKind::Star, Multiplicative);
    set(TokenKind::Slash, Multiplicative);
    return levels;
}
constexpr std::array<uint8_t, kTokenKinds> kInfixLevels = makeInfixLevels();

constexpr std::array kNodeOfLevel = {
    SyntaxKind::ErrorExpr, SyntaxKind::Coalesce, SyntaxKind::Guard,
    SyntaxKind::Or,        SyntaxKind::And,      SyntaxKind::Not,
    SyntaxKind::Compare,   SyntaxKind::Additive, SyntaxKind::Multiplicative,
    SyntaxKind::Negate,
};

}  // namespace

SyntaxId Parser::expression() {
    const Level level(*this);
    if (kind() == TokenKind::LeftParen && startsLambda()) {
        return lambda();
    }
    const std::size_t base = chains_.size();
    do {
        prefixes(base);
        push(operand());
    } while (infix(base));
    closeChains(base, None);
    const SyntaxId result = pending_.back();
    pending_.pop_back();
    return result;
}

/// `not` and `-` before an operand. `not` is loose: it cannot follow a comparison or arithmetic.
/// They do not recurse; in a row each is a level of its own.
void Parser::prefixes(std::size_t base) {
    for (uint32_t inARow = 1;; ++inARow) {
        const uint8_t outer = chains_.size() > base ? chains_.back().level : uint8_t{None};
        uint8_t level = None;
        if (kind() == TokenKind::Minus) {
            level = Negate;
        } else if (kind() == TokenKind::KwNot && outer <= Not) {
            level = Not;
        } else {
            return;
        }
        if (inARow > SyntaxTree::kMaxDepth) {
            failTooDeep();
        }
        chains_.push_back({level, kind(), token().range.begin, static_cast<uint32_t>(mark())});
        advance();
    }
}

bool Parser::isInfix(TokenKind kind) {
    return kInfixLevels[static_cast<std::size_t>(kind)] != None;
}

/// Steps over the operator behind an operand; false if there is none.
bool Parser::infix(std::size_t base) {
    const TokenKind op = kind();
    const uint8_t level = kInfixLevels[static_cast<std::size_t>(op)];
    const bool isName = isKeyword(op) && kindAfter() == TokenKind::Equals;  // `when = 1`
    if (level == None || isName) {
        expected_.add(Expected::Operator);
        return false;
    }
    closeChains(base, level);
    const bool joins = chains_.size() > base && chains_.back().level == level;
    if (joins && (level == Compare || level == Guard)) {
        if (Diagnostic* d = fail("the end of the expression")) {
            d->hint = level == Compare
                          ? "comparisons do not chain: write `a < b and b < c`"
                          : "one `when` for each value: put the inner one in parentheses";
        }
        return false;
    }
    if (!joins) {
        const uint32_t begin = tree_.nodes[pending_.back()].range.begin;
        chains_.push_back({level, op, begin, static_cast<uint32_t>(mark() - 1)});
    }
    if (level == Additive || level == Multiplicative) {
        push(leaf(SyntaxKind::Operator, token().range, {}, op));
    }
    advance();
    return true;
}

/// Turns every chain tighter than a level into a node.
void Parser::closeChains(std::size_t base, uint8_t above) {
    while (chains_.size() > base && chains_.back().level > above) {
        const Chain chain = chains_.back();
        chains_.pop_back();
        const SourceRange range{chain.begin, tree_.nodes[pending_.back()].range.end};
        const TokenKind op = chain.level == Compare ? chain.op : TokenKind::EndOfFile;
        push(node(kNodeOfLevel[chain.level], range, chain.mark, {}, op));
    }
}

SyntaxId Parser::operand() {
    return postfix(primary());
}

SyntaxId Parser::postfix(SyntaxId object) {
    for (;;) {
        switch (kind()) {
        case TokenKind::Dot: object = field(object); break;
        case TokenKind::LeftBracket:
        case TokenKind::LeftBrace: object = projection(object); break;
        case TokenKind::LeftParen:
            if (row(object).kind == SyntaxKind::Field && !token().startsLine) {
                failFieldCall(object);
            }
            return object;
        default: return object;
        }
    }
}

/// `match rec.kind {`: dots only, the brace opens the cases.
SyntaxId Parser::scrutinee() {
    SyntaxId object = primary();
    while (kind() == TokenKind::Dot) {
        object = field(object);
    }
    return object;
}

/// Names behind a dot and before a colon may be keywords. Reports where there is none, or where
/// it is still to be typed: `rec.` at the end of a line, the next line being a declaration.
bool Parser::memberName() {
    const bool nextDeclaration =
        atNextDeclaration() && (kind() == TokenKind::Ident || kindAfter() == TokenKind::Ident);
    if (isWord(kind()) && !nextDeclaration) {
        return true;
    }
    expected_.add(TokenKind::Ident);
    fail();
    return false;
}

SyntaxId Parser::field(SyntaxId object) {
    const uint32_t begin = tree_.nodes[object].range.begin;
    const std::size_t children = mark();
    push(object);
    const bool isWordNext = isWord(kindAfter()) && !token(1).startsLine;
    if (row(object).kind == SyntaxKind::IntLiteral && !isWordNext) {
        failNumberPoint();
        return node(SyntaxKind::Field, {begin, token().range.begin}, children);
    }
    advance();
    if (memberName()) {
        const SourceRange name = take();
        return node(SyntaxKind::Field, {begin, name.end}, children, name);
    }
    return node(SyntaxKind::Field, {begin, token().range.begin}, children);
}

/// `rec[a, b]` and `rec{a, b}`.
SyntaxId Parser::projection(SyntaxId object) {
    const uint32_t begin = tree_.nodes[object].range.begin;
    const TokenKind opening = kind();
    const std::size_t children = mark();
    push(object);
    advance();
    if (kind() == TokenKind::Int) {
        expected_.add(TokenKind::Ident);
        failHinting("there is no indexing: `rec[a, b]` picks fields, `list-first(xs)` an element");
    }
    const TokenKind closing =
        opening == TokenKind::LeftBracket ? TokenKind::RightBracket : TokenKind::RightBrace;
    commaListOfSome(closing, [&] {
        if (memberName()) {
            const SourceRange name = take();
            push(leaf(SyntaxKind::NamePart, name, name));
        }
    });
    const SourceRange range{begin, tokens_[pos_ > 0 ? pos_ - 1 : 0].range.end};
    return node(SyntaxKind::Projection, range, children, {}, opening);
}

}  // namespace cst

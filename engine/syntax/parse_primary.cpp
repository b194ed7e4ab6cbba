#include "engine/syntax/characters.h"
#include "engine/syntax/literals.h"
#include "engine/syntax/parser_impl.h"

namespace cst {

SyntaxId Parser::primary() {
    switch (kind()) {
    case TokenKind::Ident: return atNextDeclaration() ? noOperand() : nameOrCall();
    case TokenKind::Int: return intLiteral();
    case TokenKind::Float: return floatLiteral();
    case TokenKind::KwTrue:
    case TokenKind::KwFalse: {
        const TokenKind value = kind();
        return leaf(SyntaxKind::BoolLiteral, take(), {}, value);
    }
    case TokenKind::StringBegin: return string();
    case TokenKind::RawString: return rawAsString();
    case TokenKind::LeftParen: return paren();
    case TokenKind::LeftBracket: return listLiteral();
    case TokenKind::LeftBrace: return recordLiteral();
    case TokenKind::KwIf: return ifExpression();
    case TokenKind::KwBranch: return branchExpression();
    case TokenKind::KwMatch: return matchExpression();
    case TokenKind::Underscore: return underscore();
    default: return noOperand();
    }
}

SyntaxId Parser::noOperand() {
    expected_.add(Expected::Expression);
    if (kind() == TokenKind::KwNot) {
        failHinting("`not` binds loosely: write `(not …)`");
    } else if (kind() == TokenKind::Dot && kindAfter() == TokenKind::Int) {
        const uint32_t begin = token().range.begin;
        const std::string number = "0." + std::string(text(token(1)));
        if (Diagnostic* d = fail()) {
            d->hint = "write `" + number + "`";
            d->fixes.push_back({"write `" + number + "`", {{{begin, begin}, "0"}}});
        }
    } else {
        fail();
    }
    return errorLeaf(SyntaxKind::ErrorExpr, {token().range.begin, token().range.begin});
}

SyntaxId Parser::floatLiteral() {
    const std::string_view digits = text(token());
    const bool bad = !floatValue(digits);
    if (bad) {
        report(DiagId::NumberOutOfRange, token().range, shown(digits));
    }
    const SyntaxId id = leaf(SyntaxKind::FloatLiteral, take());
    markBad(id, bad);
    return id;
}

/// The minus sign that makes 9223372036854775808 legal is part of no token; it stands on chains_.
SyntaxId Parser::intLiteral() {
    const std::string_view digits = text(token());
    const bool negated = pos_ > 0 && tokens_[pos_ - 1].kind == TokenKind::Minus &&
                         !chains_.empty() && chains_.back().mark == mark() &&
                         chains_.back().op == TokenKind::Minus;
    const bool bad = !intValue(digits, negated);
    if (bad) {
        report(DiagId::NumberOutOfRange, token().range, std::string(digits));
    }
    const SyntaxId id = leaf(SyntaxKind::IntLiteral, take());
    markBad(id, bad);
    return id;
}

/// `_` is a pattern, not a value.
SyntaxId Parser::underscore() {
    report(DiagId::ReservedWord, token().range, "_");
    return errorLeaf(SyntaxKind::ErrorExpr, take());
}

/// A dotted name with glued dots before `(` is a call; else the dots are field accesses, which
/// postfix() reads.
SyntaxId Parser::nameOrCall() {
    const SourceRange first = token().range;
    uint32_t end = pos_ + 1;  // token behind the dotted name
    SourceRange name = first;
    while (tokens_[end].kind == TokenKind::Dot && exists(end + 1)) {
        const Token& dot = tokens_[end];
        const Token& word = tokens_[end + 1];
        if (!isWord(word.kind) || dot.range.begin != name.end ||
            word.range.begin != dot.range.end) {
            break;
        }
        name.end = word.range.end;
        end += 2;
    }
    if (tokens_[end].kind == TokenKind::LeftParen) {
        pos_ = end;
        expected_.clear();
        return call(name);
    }
    advance();
    if (kind() == TokenKind::FatArrow && inside_ != Inside::Cases) {
        if (Diagnostic* d = fail("parentheses around the parameter of a lambda")) {
            d->fixes.push_back(
                {"write `(" + std::string(source_.slice(first)) + ") =>`",
                 {{{first.begin, first.begin}, "("}, {{first.end, first.end}, ")"}}});
        }
    }
    return leaf(SyntaxKind::Variable, first, first);
}

SyntaxId Parser::call(SourceRange name) {
    const std::size_t children = mark();
    {
        const Scoped<Inside> inside(inside_, Inside::Items);
        advance();
        commaList(TokenKind::RightParen, [&] { push(expression()); });
    }
    if (kind() == TokenKind::KwWith && kindAfter() != TokenKind::Equals) {
        push(withClause());
    }
    return node(SyntaxKind::Call, {name.begin, tokens_[pos_ - 1].range.end}, children, name);
}

SyntaxId Parser::paren() {
    const uint32_t first = pos_;
    const std::size_t children = mark();
    const Scoped<Inside> inside(inside_, Inside::Items);
    advance();
    push(expression());
    expect(TokenKind::RightParen);
    return node(SyntaxKind::Paren, since(first), children);
}

SyntaxId Parser::listLiteral() {
    const uint32_t first = pos_;
    const std::size_t children = mark();
    const Scoped<Inside> inside(inside_, Inside::Items);
    advance();
    commaList(TokenKind::RightBracket, [&] { push(expression()); });
    return node(SyntaxKind::ListLiteral, since(first), children);
}

SyntaxId Parser::recordLiteral() {
    const uint32_t first = pos_;
    const std::size_t children = mark();
    const Scoped<Inside> inside(inside_, Inside::Record);
    advance();
    if (opensBlock(first)) {
        failBlock(first);
    }
    commaList(TokenKind::RightBrace, [&] {
        const uint32_t fieldToken = pos_;
        const std::size_t value = mark();
        if (!memberName()) {
            return;
        }
        const SourceRange name = take();
        colon("fields are written `name: value`");
        push(expression());
        push(node(SyntaxKind::RecordField, since(fieldToken), value, name));
    });
    return node(SyntaxKind::RecordLiteral, since(first), children);
}

// --- strings

SyntaxId Parser::string() {
    const uint32_t first = pos_;
    const std::size_t parts = mark();
    const Scoped<Inside> inside(inside_, Inside::Items);
    advance();
    for (;;) {
        if (kind() == TokenKind::StringText) {
            const SourceRange bytes = take();
            push(leaf(SyntaxKind::StringPart, bytes, bytes));
        } else if (kind() == TokenKind::InterpolationBegin) {
            const uint32_t begin = pos_;
            const std::size_t value = mark();
            advance();
            push(expression());
            if (!accept(TokenKind::InterpolationEnd)) {
                closeInterpolation(begin);
                fail();
            }
            push(node(SyntaxKind::Interpolation, since(begin), value));
        } else {
            break;
        }
    }
    const bool unterminated = token().range.empty();
    expect(TokenKind::StringEnd);
    const SyntaxId id = node(SyntaxKind::String, since(first), parts);
    markBad(id, unterminated);
    return id;
}

SyntaxId Parser::rawString() {
    const SourceRange range = take();
    const bool closed = range.length() > 1 && source_.bytes()[range.end - 1] == '"';
    const SourceRange bytes{range.begin + 1, closed ? range.end - 1 : range.end};
    const SyntaxId id = leaf(SyntaxKind::RawString, range, bytes);
    markBad(id, !closed);
    return id;
}

/// The lexer took a string for a plain one where an expression stands: nothing in it was special.
SyntaxId Parser::rawAsString() {
    const std::size_t parts = mark();
    const SyntaxNode raw = row(rawString());
    push(leaf(SyntaxKind::StringPart, raw.name, raw.name));
    return node(SyntaxKind::String, raw.range, parts);
}

// --- conditionals

SyntaxId Parser::ifExpression() {
    const uint32_t first = pos_;
    const std::size_t children = mark();
    advance();
    {
        const Scoped<Inside> inside(inside_, Inside::Items);
        if (kind() != TokenKind::LeftParen) {
            at(TokenKind::LeftParen);
            failHinting("the condition stands in parentheses: `if (c) a else b`");
        }
        advance();
        push(expression());
        expect(TokenKind::RightParen);
    }
    skipThen();
    push(expression());
    if (!accept(TokenKind::KwElse)) {
        failHinting("`else` is mandatory: `if (c) a else b`");
    }
    push(expression());
    return node(SyntaxKind::If, since(first), children);
}

/// `branch { condition -> value, …, otherwise -> value }`.
SyntaxId Parser::branchExpression() {
    constexpr std::string_view kRule = "a `branch` ends with `otherwise -> …`";
    const uint32_t first = pos_;
    const std::size_t children = mark();
    const Scoped<Inside> inside(inside_, Inside::Cases);
    advance();
    expect(TokenKind::LeftBrace);
    while (kind() != TokenKind::KwOtherwise && !panic_) {
        if (kind() == TokenKind::RightBrace) {
            at(TokenKind::KwOtherwise);
            failHinting(kRule);
            break;
        }
        if (kind() == TokenKind::Underscore) {
            failOtherwise();
            break;
        }
        push(isConditionWithFatArrow() ? paren() : expression());
        caseArrow();
        push(expression());
        if (!accept(TokenKind::Comma)) {
            failHinting(kind() == TokenKind::RightBrace ? kRule : "");
        }
    }
    expect(TokenKind::KwOtherwise);
    caseArrow();
    push(expression());
    const SourceRange comma = token().range;
    if (kind() == TokenKind::Comma && kindAfter() == TokenKind::RightBrace) {
        advance();
        failTrailingComma(comma);
    } else if (kind() == TokenKind::Comma) {
        fail("`}`: `otherwise` is the last case");
    }
    expect(TokenKind::RightBrace);
    return node(SyntaxKind::Branch, since(first), children);
}

SyntaxId Parser::matchExpression() {
    const uint32_t first = pos_;
    const std::size_t children = mark();
    const Scoped<Inside> inside(inside_, Inside::Cases);
    advance();
    push(scrutinee());
    expect(TokenKind::LeftBrace);
    commaListOfSome(TokenKind::RightBrace, [&] { push(matchCase()); });
    return node(SyntaxKind::Match, since(first), children);
}

SyntaxId Parser::matchCase() {
    const uint32_t first = pos_;
    const std::size_t children = mark();
    push(pattern());
    caseArrow();
    push(expression());
    return node(SyntaxKind::MatchCase, since(first), children);
}

SyntaxId Parser::pattern() {
    const uint32_t first = pos_;
    const std::size_t parts = mark();
    if (kind() == TokenKind::Underscore) {
        return leaf(SyntaxKind::PatternWildcard, take());
    }
    if (kind() == TokenKind::KwIs) {
        advance();
        const SourceRange name = token().range;
        expect(TokenKind::Ident);
        return leaf(SyntaxKind::PatternIs, since(first), name);
    }
    if (kind() != TokenKind::LeftBrace) {
        fail("a pattern: `{ field, … }`, `is Type` or `_`");
        return leaf(SyntaxKind::PatternWildcard, since(first));
    }
    advance();
    commaListOfSome(TokenKind::RightBrace, [&] {
        const Name name = declaredName();
        const SyntaxId part = leaf(SyntaxKind::NamePart, name.range, name.range);
        markBad(part, name.bad);
        push(part);
    });
    return node(SyntaxKind::PatternRecord, since(first), parts);
}

// --- lambdas

/// `(` whose closing partner stands before `=>`, or before a `->` that was meant so.
bool Parser::startsLambda() const {
    const uint32_t closer = closerOf(pos_);
    return closer != 0 &&
           (tokens_[closer + 1].kind == TokenKind::FatArrow || startsArrowLambda(pos_));
}

SyntaxId Parser::lambda() {
    const uint32_t first = pos_;
    const std::size_t children = mark();
    advance();
    commaList(TokenKind::RightParen, [&] { push(lambdaParameter()); });
    lambdaArrow();
    push(expression());
    return node(SyntaxKind::Lambda, since(first), children);
}

SyntaxId Parser::lambdaParameter() {
    const uint32_t first = pos_;
    const std::size_t children = mark();
    const Name name = declaredName();
    if (accept(TokenKind::Colon)) {
        push(type());
    }
    const SyntaxId id = node(SyntaxKind::LambdaParameter, since(first), children, name.range);
    markBad(id, name.bad);
    return id;
}

}  // namespace cst

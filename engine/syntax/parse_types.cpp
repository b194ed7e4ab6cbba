#include "engine/syntax/parser_impl.h"

namespace cst {

/// `typeMerge {"|" typeMerge}`.
SyntaxId Parser::type() {
    const Level level(*this);
    const uint32_t first = pos_;
    const std::size_t members = mark();
    push(typeMerge());
    while (!level.tooDeep() && accept(TokenKind::Pipe)) {
        push(typeMerge());
    }
    if (mark() > members + 1) {
        return node(SyntaxKind::TypeUnion, since(first), members);
    }
    const SyntaxId only = pending_.back();
    pending_.pop_back();
    return only;
}

SyntaxId Parser::typeMerge() {
    const uint32_t first = pos_;
    const std::size_t operands = mark();
    push(typePrimary());
    while (accept(TokenKind::Plus)) {
        push(typePrimary());
    }
    if (mark() > operands + 1) {
        return node(SyntaxKind::TypeMerge, since(first), operands);
    }
    const SyntaxId only = pending_.back();
    pending_.pop_back();
    return only;
}

SyntaxId Parser::typePrimary() {
    const uint32_t first = pos_;
    switch (atNextDeclaration() ? TokenKind::EndOfFile : kind()) {
    case TokenKind::Ident: {
        const SourceRange name = take();
        if (!accept(TokenKind::Less)) {
            foreignTypeSuffix(name);
            return leaf(SyntaxKind::TypeName, name, name);
        }
        const std::size_t arguments = mark();
        commaListOfSome(TokenKind::Greater, [&] { push(type()); });
        return node(SyntaxKind::TypeGeneric, since(first), arguments, name);
    }
    case TokenKind::LeftBrace: return typeRecord();
    case TokenKind::LeftParen: {
        advance();
        const SyntaxId inner = type();
        expect(TokenKind::RightParen);
        return inner;
    }
    default:
        expected_.add(Expected::Type);
        if (kind() == TokenKind::LeftBracket) {
            failTypeBrackets(first);
        }
        fail();
        return errorLeaf(SyntaxKind::TypeError, {token().range.begin, token().range.begin});
    }
}

SyntaxId Parser::typeRecord() {
    const uint32_t first = pos_;
    const std::size_t fields = mark();
    advance();
    commaList(TokenKind::RightBrace, [&] {
        const uint32_t fieldToken = pos_;
        const std::size_t value = mark();
        if (!memberName()) {
            return;
        }
        const SourceRange name = take();
        colon("fields are written `name: Type`");
        push(type());
        push(node(SyntaxKind::TypeField, since(fieldToken), value, name));
    });
    return node(SyntaxKind::TypeRecord, since(first), fields);
}

}  // namespace cst

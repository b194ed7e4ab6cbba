#include "ui/editor/token_styles.h"

#include <algorithm>
#include <string_view>

namespace cst {

namespace {

TextStyle styleOfKind(TokenKind kind) {
    if (isKeyword(kind)) {
        return TextStyle::Keyword;
    }
    switch (kind) {
    case TokenKind::EndOfFile:
    case TokenKind::Ident:
    case TokenKind::Underscore: return TextStyle::Plain;
    case TokenKind::Unknown: return TextStyle::Unknown;
    case TokenKind::Int:
    case TokenKind::Float:
    case TokenKind::Duration: return TextStyle::Number;
    case TokenKind::StringBegin:
    case TokenKind::StringText:
    case TokenKind::StringEnd:
    case TokenKind::RawString: return TextStyle::String;
    case TokenKind::At: return TextStyle::Annotation;
    default: return TextStyle::Operator;
    }
}

/// A name by its neighbours: before `(` it is called, after `@` it annotates, and a capital names
/// a type unless it stands behind a dot (`stdlib.Trim` is never a type).
TextStyle styleOfName(const std::vector<Token>& tokens, std::size_t at, std::string_view text) {
    const auto kindAt = [&](std::size_t i) {
        return i < tokens.size() ? tokens[i].kind : TokenKind::EndOfFile;
    };
    const TokenKind before = at == 0 ? TokenKind::EndOfFile : tokens[at - 1].kind;
    if (before == TokenKind::At) {
        return TextStyle::Annotation;
    }
    std::size_t next = at + 1;
    while (kindAt(next) == TokenKind::Dot && kindAt(next + 1) == TokenKind::Ident) {
        next += 2;  // `math.add(`: all parts of the name are the function's
    }
    if (kindAt(next) == TokenKind::LeftParen) {
        return TextStyle::Function;
    }
    const bool isCapital = !text.empty() && text[0] >= 'A' && text[0] <= 'Z';
    return isCapital && before != TokenKind::Dot ? TextStyle::Type : TextStyle::Plain;
}

void paint(std::string& styles, SourceRange range, TextStyle style) {
    const std::size_t end = std::min<std::size_t>(range.end, styles.size());
    if (range.begin < end) {
        std::fill(styles.begin() + range.begin, styles.begin() + static_cast<std::ptrdiff_t>(end),
                  styleByte(style));
    }
}

}  // namespace

std::string stylesOf(const Snapshot& snapshot) {
    const SourceText& text = *snapshot.text;
    std::string styles(text.size(), static_cast<char>(TextStyle::Plain));
    for (std::size_t i = 0; i < snapshot.tokens->size(); ++i) {
        const Token& token = (*snapshot.tokens)[i];
        const TextStyle style = token.kind == TokenKind::Ident
                                    ? styleOfName(*snapshot.tokens, i, text.slice(token.range))
                                    : styleOfKind(token.kind);
        if (style != TextStyle::Plain) {
            paint(styles, token.range, style);
        }
    }
    for (const SourceRange comment : *snapshot.comments) {
        paint(styles, comment, TextStyle::Comment);
    }
    return styles;
}

}  // namespace cst

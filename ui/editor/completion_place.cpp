#include "ui/editor/completion_place.h"

#include <algorithm>
#include <span>

namespace cst {
namespace {

using Kind = CompletionPlace::Kind;

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// Where the name that ends at `end` begins; `end` if there is none.
uint32_t nameBegin(std::string_view text, uint32_t end) {
    uint32_t begin = end;
    while (begin > 0 && isNameCharacter(text[begin - 1])) {
        --begin;
    }
    while (begin < end && !isLetter(text[begin])) {
        ++begin;
    }
    return begin;
}

/// A hyphen belongs to a name only in front of more of it.
uint32_t nameEnd(std::string_view text, uint32_t cursor) {
    std::size_t end = cursor;
    std::size_t next = cursor;
    while (next < text.size() && isNameCharacter(text[next])) {
        end = text[next] == '-' ? end : next + 1;
        ++next;
    }
    return static_cast<uint32_t>(end);
}

/// `a.b` before the dot at `dot`; the same as `dot` if there is no path.
uint32_t pathBegin(std::string_view text, uint32_t dot) {
    uint32_t begin = nameBegin(text, dot);
    while (begin < dot && begin > 0 && text[begin - 1] == '.') {
        const uint32_t earlier = nameBegin(text, begin - 1);
        if (earlier == begin - 1) {
            return dot;  // `f(x).a.`
        }
        begin = earlier;
    }
    return begin;
}

/// Is it inside a comment or a string?
bool isText(const Snapshot& snapshot, uint32_t place) {
    for (const SourceRange comment : *snapshot.comments) {
        if (comment.begin >= place) {
            break;
        }
        if (place <= comment.end) {
            return true;
        }
    }
    const auto behind = std::lower_bound(
        snapshot.tokens->begin(), snapshot.tokens->end(), place,
        [](const Token& token, uint32_t offset) { return token.range.begin < offset; });
    if (behind == snapshot.tokens->begin()) {
        return false;
    }
    const Token& before = *std::prev(behind);
    return before.kind == TokenKind::StringBegin || before.kind == TokenKind::StringText ||
           before.kind == TokenKind::InterpolationEnd ||
           (before.kind == TokenKind::RawString && place < before.range.end);
}

/// What the declaration that `before` ends with leads to.
Kind kindBehind(std::span<const Token> before, bool startsLine) {
    std::size_t first = before.size();
    uint32_t open = 0;  // brackets between there and the cursor
    while (first > 0) {
        const Token& token = before[--first];
        if (isClosing(token.kind)) {
            open -= std::min(open, 1U);
        } else if (isOpening(token.kind)) {
            ++open;
        }
        const bool isAssigned = token.kind == TokenKind::Ident && first + 1 < before.size() &&
                                before[first + 1].kind == TokenKind::Equals;
        const bool beginsDeclaration =
            token.kind == TokenKind::KwIn || token.kind == TokenKind::KwOut ||
            token.kind == TokenKind::KwType || token.kind == TokenKind::KwUse ||
            token.kind == TokenKind::At || isAssigned;
        if (token.startsLine && beginsDeclaration) {
            break;
        }
    }
    const std::span<const Token> declaration = before.subspan(first);
    if (declaration.empty() || (startsLine && open == 0)) {
        return Kind::Expression;
    }
    const TokenKind last = declaration.back().kind;
    const auto count = [&](TokenKind kind) {
        return std::count_if(declaration.begin(), declaration.end(),
                             [&](const Token& token) { return token.kind == kind; });
    };
    const auto has = [&](TokenKind kind) { return count(kind) > 0; };
    const auto typeOrFieldName = [&] {
        const bool isAngle = count(TokenKind::Less) > count(TokenKind::Greater);
        const bool isFieldName =
            last == TokenKind::LeftBrace || (last == TokenKind::Comma && !isAngle);
        return isFieldName ? Kind::Nothing : Kind::Type;
    };
    switch (declaration.front().kind) {
    case TokenKind::KwUse: return last == TokenKind::KwUse ? Kind::Namespace : Kind::Nothing;
    case TokenKind::KwOut: return Kind::Output;
    case TokenKind::KwIn: return has(TokenKind::Colon) ? typeOrFieldName() : Kind::Nothing;
    case TokenKind::KwType: return has(TokenKind::Equals) ? typeOrFieldName() : Kind::Nothing;
    default: return last == TokenKind::At ? Kind::Nothing : Kind::Expression;
    }
}

}  // namespace

bool isNameCharacter(char c) {
    return isLetter(c) || isDigit(c) || c == '-';
}

CompletionPlace completionPlace(const Snapshot& snapshot, uint32_t cursor) {
    const std::string_view text = snapshot.text->bytes();
    CompletionPlace place;
    const uint32_t begin = nameBegin(text, cursor);
    place.word = {begin, nameEnd(text, cursor)};
    const bool isNumber = begin == cursor && begin > 0 && isDigit(text[begin - 1]);
    if (isNumber || isText(snapshot, begin)) {
        return place;
    }
    const bool isMember = begin > 0 && text[begin - 1] == '.';
    const uint32_t owner = isMember ? pathBegin(text, begin - 1) : begin;
    const auto end =
        std::find_if(snapshot.tokens->begin(), snapshot.tokens->end(), [&](const Token& token) {
            return token.range.end > owner || token.kind == TokenKind::EndOfFile;
        });
    const std::size_t line = owner == 0 ? std::string_view::npos : text.rfind('\n', owner - 1);
    const std::size_t lineBegin = line == std::string_view::npos ? 0 : line + 1;
    const bool startsLine = text.find_first_not_of(" \t", lineBegin) >= owner;
    place.kind = kindBehind({snapshot.tokens->begin(), end}, startsLine);
    if (isMember && place.kind == Kind::Namespace) {
        place.word.begin = owner;
    } else if (isMember && place.kind == Kind::Expression) {
        place.kind = Kind::Member;
        place.owner = text.substr(owner, begin - 1 - owner);
    } else if (isMember) {
        place.kind = Kind::Nothing;
    }
    return place;
}

}  // namespace cst

// Whole forms that other languages have in the place of ours: blocks, methods, `List[Int]`. As in
// parse_habits.cpp nothing more is accepted.

#include "engine/syntax/characters.h"
#include "engine/syntax/parser_impl.h"

#include <algorithm>

namespace cst {
namespace {

// How far a fix looks for more of the same mistake: a declaration must not cost what the text does.
constexpr uint32_t kFarthest = 1000;  // tokens

}  // namespace

// --- arrows

/// `->` of a case; `=>` is a lambda's.
void Parser::caseArrow() {
    if (accept(TokenKind::Arrow)) {
        return;
    }
    std::vector<TextEdit> edits;  // here and in the cases behind
    const uint32_t end = pos_ + kFarthest;
    for (uint32_t i = pos_; i < end && exists(i) && !isClosing(tokens_[i].kind); ++i) {
        if (tokens_[i].kind == TokenKind::FatArrow) {
            edits.push_back({tokens_[i].range, "->"});
        }
        i = isOpening(tokens_[i].kind) && closerOf(i) != 0 ? closerOf(i) : i;
    }
    const bool isFat = kind() == TokenKind::FatArrow;
    if (Diagnostic* d = fail(); d != nullptr && isFat) {
        d->hint = "write `->` between a case and its value";
        d->fixes.push_back({"change to `->`", std::move(edits)});
    }
}

/// `(c) => 1` where a case begins. A lambda would go on with `->`.
bool Parser::isConditionWithFatArrow() {
    if (kind() != TokenKind::LeftParen || !startsLambda() || trying_) {
        return false;
    }
    const SourceRange lambda = tryExpression(pos_);
    return lambda.empty() || tokens_[behind(lambda)].kind != TokenKind::Arrow;
}

/// `_ -> value` at the end of a `branch`.
void Parser::failOtherwise() {
    const SourceRange range = token().range;
    at(TokenKind::KwOtherwise);
    if (Diagnostic* d = fail()) {
        d->hint = "the last case of a `branch` is `otherwise -> …`";
        d->fixes.push_back({"change to `otherwise`", {{range, "otherwise"}}});
    }
}

/// `=>` of a lambda; `->` is a case's.
void Parser::lambdaArrow() {
    if (accept(TokenKind::FatArrow)) {
        return;
    }
    const SourceRange range = token().range;
    const bool isThin = kind() == TokenKind::Arrow;
    if (Diagnostic* d = fail(); d != nullptr && isThin) {
        d->fixes.assign(1, {"change to `=>`", {{range, "=>"}}});
    }
}

/// `(x) -> …` where no case can stand.
bool Parser::startsArrowLambda(uint32_t opener) const {
    const TokenKind first = tokens_[opener + 1].kind;
    const TokenKind second = tokens_[opener + 2].kind;
    const bool isParameter =
        first == TokenKind::Ident && (second == TokenKind::Comma || second == TokenKind::Colon ||
                                      second == TokenKind::RightParen);
    return inside_ != Inside::Cases && tokens_[closerOf(opener) + 1].kind == TokenKind::Arrow &&
           (first == TokenKind::RightParen || isParameter);
}

// --- types

/// `Int?` and `Int[]` behind the name of a type.
void Parser::foreignTypeSuffix(SourceRange type) {
    const std::string name(source_.slice(type));
    const auto write = [&](Diagnostic& d, const std::string& whole, uint32_t end) {
        d.hint = "write `" + whole + "`";
        d.fixes.assign(1, {"change to `" + whole + "`", {{{type.begin, end}, whole}}});
    };
    if (kind() == TokenKind::LeftBracket && kindAfter() == TokenKind::RightBracket) {
        std::string whole = name;
        uint32_t end = type.end;
        for (uint32_t i = pos_; tokens_[i].kind == TokenKind::LeftBracket &&
                                tokens_[i + 1].kind == TokenKind::RightBracket;
             i += 2) {
            whole = "List<" + whole + ">";
            end = tokens_[i + 1].range.end;
        }
        if (Diagnostic* d = fail()) {
            write(*d, whole, end);
        }
    } else if (kind() == TokenKind::LeftBracket && !token().startsLine) {
        failTypeBrackets(pos_ - 1);
    } else if (kind() == TokenKind::Unknown && text(token()) == "?") {
        for (Diagnostic& d : tree_.lexed.diagnostics) {
            if (d.range == token().range) {
                write(d, "Optional<" + name + ">", token().range.end);
            }
        }
    }
}

/// `List[Int]` and `[Int]`: the cursor is at the bracket, `first` is where the type begins.
void Parser::failTypeBrackets(uint32_t first) {
    const uint32_t closer = closerOf(pos_);
    std::vector<TextEdit> edits;
    const bool sound = closer != 0 && bracketsToAngles(pos_, edits);
    Diagnostic* const d = fail();
    if (d == nullptr || !sound) {
        return;
    }
    const SourceRange range{tokens_[first].range.begin, tokens_[closer].range.end};
    std::string whole;
    uint32_t at = range.begin;
    for (const TextEdit& edit : edits) {
        whole += std::string(source_.slice({at, edit.range.begin})) + edit.text;
        at = edit.range.end;
    }
    d->hint = "write `" + shown(whole) + "`";
    d->fixes.assign(1, {"change to `" + shown(whole) + "`", {{range, whole}}});
}

/// False where something stands between that is no type.
bool Parser::bracketsToAngles(uint32_t opener, std::vector<TextEdit>& edits) const {
    for (uint32_t i = opener; i <= closerOf(opener); ++i) {
        const Token& token = tokens_[i];
        const bool isGeneric = i > 0 && tokens_[i - 1].kind == TokenKind::Ident;
        switch (token.kind) {
        case TokenKind::LeftBracket:
            if (tokens_[i + 1].kind == TokenKind::RightBracket) {
                return false;
            }
            edits.push_back({token.range, isGeneric ? "<" : "List<"});
            break;
        case TokenKind::RightBracket: edits.push_back({token.range, ">"}); break;
        case TokenKind::Ident:
        case TokenKind::Comma:
        case TokenKind::Colon:
        case TokenKind::Pipe:
        case TokenKind::Plus:
        case TokenKind::Less:
        case TokenKind::Greater:
        case TokenKind::LeftBrace:
        case TokenKind::RightBrace: break;
        default: return false;
        }
    }
    return true;
}

// --- fields and options

/// `:` behind a name; reports `name = value`.
void Parser::colon(std::string_view hint) {
    if (accept(TokenKind::Colon)) {
        return;
    }
    if (kind() != TokenKind::Equals || tokens_[pos_ - 1].startsLine) {
        fail();
        return;
    }
    std::vector<TextEdit> edits = equalsToColons();
    if (Diagnostic* d = fail()) {
        d->hint = hint;
        d->fixes.push_back({"change to `:`", std::move(edits)});
    }
}

/// Edits for the `=` at the cursor and for those behind a comma and a name in the same brackets.
std::vector<TextEdit> Parser::equalsToColons() const {
    std::vector<TextEdit> edits;
    const uint32_t end = pos_ + kFarthest;
    for (uint32_t i = pos_; i < end && exists(i) && !isClosing(tokens_[i].kind); ++i) {
        const bool isNext = tokens_[i - 2].kind == TokenKind::Comma && isWord(tokens_[i - 1].kind);
        if (tokens_[i].startsLine && startsDeclaration(i) &&
            tokens_[i - 1].kind != TokenKind::Comma) {
            break;
        }
        if (tokens_[i].kind == TokenKind::Equals && (i == pos_ || isNext)) {
            edits.push_back({{tokens_[i - 1].range.end, tokens_[i].range.end}, ":"});
        }
        i = isOpening(tokens_[i].kind) && closerOf(i) != 0 ? closerOf(i) : i;
    }
    return edits;
}

/// `retry: 1 timeout: 2s`: reports the missing comma; the options behind it are sound.
bool Parser::optionWithoutComma() {
    const bool named = kind() == TokenKind::Ident && kindAfter() == TokenKind::Colon &&
                       findOption(text(token())) != nullptr;
    const bool isInput = token().startsLine && kindAfter(2) == TokenKind::Ident;  // `delay: Int`
    const bool isLazy = kind() == TokenKind::KwLazy && !token().startsLine;
    if (panic_ || !((named && !isInput) || isLazy)) {
        return false;
    }
    const uint32_t end = tokens_[pos_ - 1].range.end;
    if (Diagnostic* d = report(DiagId::Syntax, token().range,
                               "expected `,` before the next option, found `" +
                                   std::string(text(token())) + "`")) {
        d->hint = "options are separated by commas";
        d->fixes.push_back({"add the comma", {{{end, end}, ","}}});
    }
    return true;
}

/// `with (retry: 1)`.
void Parser::failOptionParentheses() {
    const Token opener = token();
    const uint32_t closer = closerOf(pos_);
    const bool isOption = kindAfter(1) == TokenKind::KwLazy || kindAfter(2) == TokenKind::Colon;
    if (Diagnostic* d = fail("an option such as `retry: 3`")) {
        d->hint = "options stand without parentheses: `F(x) with retry: 3`";
        if (closer != 0 && isOption) {
            d->fixes.push_back(
                {"remove the parentheses", {{opener.range, ""}, {tokens_[closer].range, ""}}});
        }
    }
}

// --- calls

/// `[1, 2].map(f)` and `stdlib . math . max(1, 2)`: the cursor is at the parenthesis.
void Parser::failFieldCall(SyntaxId callee) {
    const SyntaxNode field = row(callee);
    const SourceRange object = row(tree_.child(callee, 0)).range;
    std::string path = "." + std::string(source_.slice(field.name));
    SyntaxId root = tree_.child(callee, 0);
    for (; row(root).kind == SyntaxKind::Field; root = tree_.child(root, 0)) {
        path.insert(0, "." + std::string(source_.slice(row(root).name)));
    }
    const bool isPath = row(root).kind == SyntaxKind::Variable;
    const bool hasArguments = kindAfter() != TokenKind::RightParen;
    const bool isName = wordKind(source_.slice(field.name)) == TokenKind::Ident;
    const SourceRange paren = token().range;
    const bool closed = closerOf(pos_) != 0;
    expected_.add(Expected::Operator);
    Diagnostic* const d = fail();
    if (d == nullptr) {
        return;
    }
    if (isPath) {
        path.insert(0, source_.slice(row(root).name));
        d->hint = "write `" + shown(path) + "(…)` without blanks around the dots";
        if (source_.slice(field.range).find('#') == std::string_view::npos) {
            d->fixes.push_back({"remove the blanks", {{field.range, path}}});
        }
        return;
    }
    const std::string name(source_.slice(field.name));
    d->hint = "there are no method calls: write `" + name + "(" + shown(source_.slice(object)) +
              (hasArguments ? ", …)`" : ")`");
    if (closed && isName) {
        d->fixes.push_back({"write it as a call",
                            {{{object.begin, object.begin}, name + "("},
                             {{object.end, paren.end}, hasArguments ? ", " : ""}}});
    }
}

// --- blocks

/// `if (c) then a else b`, where `then` can be no value: what follows it is one.
void Parser::skipThen() {
    if (panic_ || kind() != TokenKind::Ident || text(token()) != "then") {
        return;
    }
    switch (kindAfter()) {
    case TokenKind::Ident:
    case TokenKind::Int:
    case TokenKind::Float:
    case TokenKind::KwTrue:
    case TokenKind::KwFalse:
    case TokenKind::KwNot:
    case TokenKind::KwIf:
    case TokenKind::KwBranch:
    case TokenKind::KwMatch:
    case TokenKind::StringBegin: break;
    default: return;
    }
    if (token(1).startsLine && startsDeclaration(pos_ + 1)) {
        return;
    }
    if (Diagnostic* d = report(DiagId::Syntax, token().range, "`then` does not belong here")) {
        d->hint = "write `if (c) a else b`";
        d->fixes.push_back({"remove `then`", {{{token().range.begin, token(1).range.begin}, ""}}});
    }
    advance();
}

/// Is this brace, where an arm or a body begins, followed by something that is no field?
bool Parser::opensBlock(uint32_t brace) const {
    const TokenKind before = brace > 0 ? tokens_[brace - 1].kind : TokenKind::EndOfFile;
    const bool isArm = before == TokenKind::RightParen || before == TokenKind::KwElse ||
                       before == TokenKind::FatArrow || before == TokenKind::Arrow;
    if (!isArm || tokens_[brace + 1].kind == TokenKind::RightBrace ||
        tokens_[brace + 1].kind == TokenKind::EndOfFile) {
        return false;
    }
    const Token& first = tokens_[brace + 1];
    const TokenKind second = tokens_[std::min(brace + 2, last_)].kind;
    const bool isField =
        isWord(first.kind) && (second == TokenKind::Colon || second == TokenKind::Equals);
    return !isField && !(first.startsLine && startsDeclaration(brace + 1));
}

/// `if (c) { a } else { b }` and `(x) => { x + 1 }`: the cursor is behind the brace.
void Parser::failBlock(uint32_t brace) {
    std::vector<TextEdit> edits;
    uint32_t next = brace;
    bool sound = true;
    while (sound && tokens_[next].kind == TokenKind::LeftBrace &&
           (next == brace || opensBlock(next))) {
        const TokenKind before = tokens_[next - 1].kind;
        sound = unbrace(next, edits);
        next = sound ? closerOf(next) + 1 : next;
        if (tokens_[next].kind != TokenKind::KwElse) {
            sound = sound && before != TokenKind::RightParen;  // an `if` goes on with `else`
            break;
        }
        ++next;
        const bool isElseIf = tokens_[next].kind == TokenKind::KwIf &&
                              tokens_[next + 1].kind == TokenKind::LeftParen &&
                              closerOf(next + 1) != 0;
        next = isElseIf ? closerOf(next + 1) + 1 : next;
    }
    at(TokenKind::RightBrace);
    if (isWord(kind())) {
        advance();
        at(TokenKind::Colon);
    } else {
        at(TokenKind::Ident);
    }
    if (Diagnostic* d = fail()) {
        d->hint = "braces hold a record, `{ name: value }`; arms and bodies stand without braces";
        d->fixes.clear();
        if (sound) {
            d->fixes.push_back({"remove the braces", std::move(edits)});
        }
    }
}

/// Edits that take the braces off one expression; false where there is more or less in them.
bool Parser::unbrace(uint32_t brace, std::vector<TextEdit>& edits) {
    const uint32_t closer = closerOf(brace);
    const SourceRange inner = tryExpression(brace + 1);
    if (closer == 0 || inner.empty() || inner.end != tokens_[closer - 1].range.end) {
        return false;
    }
    // With the blanks inside, where these stand on the same line.
    SourceRange opening = tokens_[brace].range;
    SourceRange closing = tokens_[closer].range;
    opening.end = tokens_[brace + 1].startsLine ? opening.end : inner.begin;
    closing.begin = tokens_[closer].startsLine ? closing.begin : inner.end;
    edits.push_back({opening, ""});
    edits.push_back({closing, ""});
    return true;
}

// --- strings

/// Gives the error of a `${` without its `}` the place for it: behind the expression.
void Parser::closeInterpolation(uint32_t begin) {
    const uint32_t end = tokens_[pos_ - 1].range.end;
    for (Diagnostic& d : tree_.lexed.diagnostics) {
        if (!panic_ && d.id == DiagId::UnterminatedString && d.range == tokens_[begin].range) {
            d.fixes.assign(1, {"add the closing `}`", {{{end, end}, "}"}}});
        }
    }
}

}  // namespace cst

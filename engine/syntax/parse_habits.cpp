// What people write who know another language, and the way from there to ours. Nothing here
// accepts more text: each only chooses the words of an error, and its fix where there is one.

#include "engine/syntax/parser_impl.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cst {
namespace {

constexpr std::array<std::string_view, 7> kDeclarators = {"let",  "var",   "val", "const",
                                                          "auto", "final", "def"};

bool isDeclarator(std::string_view word) {
    return std::find(kDeclarators.begin(), kDeclarators.end(), word) != kDeclarators.end();
}

/// Words that begin a line elsewhere.
std::string_view hintForFirstWord(std::string_view word) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kHints = {{
        {"return", "`out NAME` says what the pipeline gives"},
        {"output", "`out NAME` says what the pipeline gives"},
        {"print", "`out NAME` says what the pipeline gives"},
        {"input", "an input is declared by `in name: Type`"},
        {"import", "write `use namespace`"},
        {"from", "write `use namespace`"},
        {"include", "write `use namespace`"},
        {"require", "write `use namespace`"},
        {"def", "functions come from the library; what they give gets a name by `name = f(x)`"},
        {"fn", "functions come from the library; what they give gets a name by `name = f(x)`"},
        {"func", "functions come from the library; what they give gets a name by `name = f(x)`"},
        {"function",
         "functions come from the library; what they give gets a name by `name = f(x)`"},
        {"for", "there are no loops: `map(xs, (x) => …)` makes a list of a list"},
        {"while", "there are no loops: `map(xs, (x) => …)` makes a list of a list"},
        {"struct", "write `type Name = { field: Type }`"},
        {"interface", "write `type Name = { field: Type }`"},
    }};
    const auto* const found = std::find_if(kHints.begin(), kHints.end(),
                                           [&](const auto& row) { return row.first == word; });
    return found == kHints.end() ? std::string_view{} : found->second;
}

}  // namespace

/// What people coming from other languages mean by a token that does not fit.
std::string_view Parser::hintForFound() const {
    const TokenKind before = pos_ > 0 ? tokens_[pos_ - 1].kind : TokenKind::EndOfFile;
    switch (kind()) {
    case TokenKind::Equals: return "`==` compares; `name = …` may not stand inside an expression";
    case TokenKind::FatArrow: return "the parameters of a lambda stand in parentheses: `(x) => …`";
    case TokenKind::KwWith: return "options follow a call: `F(x) with retry: 3`";
    case TokenKind::Slash:
        return before == TokenKind::Slash || kindAfter() == TokenKind::Slash ||
                       kindAfter() == TokenKind::Star
                   ? "comments begin with `#`"
                   : "";
    case TokenKind::Star: return before == TokenKind::Star ? "there is no power operator" : "";
    case TokenKind::Minus: return kindAfter() == TokenKind::Minus ? "comments begin with `#`" : "";
    case TokenKind::Pipe:
        return before == TokenKind::Pipe || kindAfter() == TokenKind::Pipe ? "write `or`" : "";
    case TokenKind::LeftParen:
        return before == TokenKind::Ident || isKeyword(before)
                   ? "functions are called by name, as in `f(x)` or `namespace.f(x)`"
                   : "";
    case TokenKind::Duration:
        return "durations are values of options only: `F(x) with timeout: 5s`";
    case TokenKind::Ident:
        return pos_ > 0 && tokens_[pos_ - 1].startsLine && !token().startsLine
                   ? hintForFirstWord(text(tokens_[pos_ - 1]))
                   : hintForFirstWord(token().startsLine ? text(token()) : std::string_view{});
    default: return "";
    }
}

/// `let x = …` and the like.
bool Parser::startsForeignAssignment(uint32_t index) const {
    return index + 2 < last_ && tokens_[index].kind == TokenKind::Ident &&
           tokens_[index + 1].kind == TokenKind::Ident && !tokens_[index + 1].startsLine &&
           tokens_[index + 2].kind == TokenKind::Equals && isDeclarator(text(tokens_[index]));
}

/// Reports the word and steps over it: the assignment behind it is sound.
void Parser::skipDeclarator() {
    const Token& word = token();
    const std::string name(text(word));
    if (Diagnostic* d = report(DiagId::Syntax, word.range,
                               "`" + name + "` does not belong before an assignment")) {
        d->hint = "write `" + std::string(text(token(1))) + " = …`";
        d->fixes.push_back(
            {"remove `" + name + "`", {{{word.range.begin, token(1).range.begin}, ""}}});
    }
    advance();
}

/// `->` of a case; `=>` is a lambda's.
void Parser::caseArrow() {
    if (accept(TokenKind::Arrow)) {
        return;
    }
    const SourceRange range = token().range;
    const bool isFat = kind() == TokenKind::FatArrow;
    if (Diagnostic* d = fail(); d != nullptr && isFat) {
        d->hint = "write `->` between a case and its value";
        d->fixes.push_back({"change to `->`", {{range, "->"}}});
    }
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

/// `in x: Int = 5`.
void Parser::failInputValue() {
    const uint32_t equals = pos_;
    const SourceRange value = tryExpression(equals + 1);
    pos_ = equals;
    Diagnostic* const d = fail("a declaration");
    if (d == nullptr) {
        return;
    }
    d->hint = "inputs have no defaults; a value to try goes before: `@example(…)`";
    if (!value.empty()) {
        const uint32_t begin = tokens_[head_.firstToken].range.begin;
        const uint32_t end = tokens_[equals - 1].range.end;
        d->fixes.push_back(
            {"write it as an example",
             {{{begin, begin}, "@example(" + std::string(source_.slice(value)) + ")\n"},
              {{end, value.end}, ""}}});
    }
}

/// `1.` and what is no digit.
void Parser::failNumberPoint() {
    const SourceRange point = token().range;
    if (Diagnostic* d = failSaying("expected a digit right behind the point")) {
        d->hint = "write `" + std::string(text(tokens_[errorPos_ - 1])) + ".0`";
        d->fixes.push_back({"add `0`", {{{point.end, point.end}, "0"}}});
    }
}

/// `Int?` and `Int[]` behind the name of a type.
void Parser::foreignTypeSuffix(SourceRange type) {
    const std::string name(source_.slice(type));
    const auto write = [&](Diagnostic& d, const std::string& whole, uint32_t end) {
        d.hint = "write `" + whole + "`";
        d.fixes.assign(1, {"change to `" + whole + "`", {{{type.begin, end}, whole}}});
    };
    if (kind() == TokenKind::LeftBracket && kindAfter() == TokenKind::RightBracket) {
        const uint32_t end = token(1).range.end;
        if (Diagnostic* d = fail()) {
            write(*d, "List<" + name + ">", end);
        }
    } else if (kind() == TokenKind::Unknown && text(token()) == "?") {
        for (Diagnostic& d : tree_.lexed.diagnostics) {
            if (d.range == token().range) {
                write(d, "Optional<" + name + ">", token().range.end);
            }
        }
    }
}

}  // namespace cst

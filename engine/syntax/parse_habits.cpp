// What people write who know another language, and the way from there to ours. Nothing here
// accepts more text: each only chooses the words of an error, and its fix where there is one.
// Where it is clear what was meant, parsing goes on behind the error.

#include "engine/syntax/characters.h"
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
    constexpr std::string_view kOut = "`out NAME` says what the pipeline gives";
    constexpr std::string_view kUse = "write `use namespace`";
    constexpr std::string_view kCalls =
        "functions come from the library; what they give gets a name by `name = f(x)`";
    constexpr std::string_view kMap =
        "there are no loops: `map(xs, (x) => …)` makes one list of another";
    constexpr std::string_view kType = "write `type Name = { field: Type }`";
    constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kHints = {{
        {"return", kOut},
        {"output", kOut},
        {"print", kOut},
        {"import", kUse},
        {"from", kUse},
        {"include", kUse},
        {"require", kUse},
        {"def", kCalls},
        {"fn", kCalls},
        {"func", kCalls},
        {"function", kCalls},
        {"for", kMap},
        {"while", kMap},
        {"struct", kType},
        {"interface", kType},
        {"input", "an input is declared by `in name: Type`"},
    }};
    const auto* const found = std::find_if(kHints.begin(), kHints.end(),
                                           [&](const auto& row) { return row.first == word; });
    return found == kHints.end() ? std::string_view{} : found->second;
}

}  // namespace

/// What people coming from other languages mean by a token that does not fit.
Parser::Help Parser::helpForFound() const {
    const TokenKind before = pos_ > 0 ? tokens_[pos_ - 1].kind : TokenKind::EndOfFile;
    switch (kind()) {
    case TokenKind::Equals:
        return {"`==` compares; `name = …` may not stand inside an expression", {}};
    case TokenKind::FatArrow:
        return {"the parameters of a lambda stand in parentheses: `(x) => …`", {}};
    case TokenKind::Arrow: return helpForArrow();
    case TokenKind::KwWith: return {"options follow a call: `F(x) with retry: 3`", {}};
    case TokenKind::Slash: return helpForSlash();
    case TokenKind::Star:
        return {before == TokenKind::Star ? "there is no power operator" : "", {}};
    case TokenKind::Minus:
        return {kindAfter() == TokenKind::Minus ? "comments begin with `#`" : "", {}};
    case TokenKind::Pipe: return helpForPipe();
    case TokenKind::LeftParen:
        return {before == TokenKind::Ident || isKeyword(before)
                    ? "functions are called by name, as in `f(x)` or `namespace.f(x)`"
                    : "",
                {}};
    case TokenKind::Duration:
        return {"durations are values of options only: `F(x) with timeout: 5s`", {}};
    case TokenKind::Ident: return helpForWord();
    default: return {};
    }
}

/// `map(xs, x -> x)`.
Parser::Help Parser::helpForArrow() const {
    if (pos_ == 0 || inside_ == Inside::Cases) {
        return {};
    }
    const Token& before = tokens_[pos_ - 1];
    Help help{"a lambda is written `(x) => …`", {}};
    if (before.kind == TokenKind::Ident) {
        const std::string whole = "(" + std::string(text(before)) + ") =>";
        help.fixes = {
            {"write `" + whole + "`", {{{before.range.begin, token().range.end}, whole}}}};
    }
    return help;
}

/// `a || b` and `a |> f`.
Parser::Help Parser::helpForPipe() const {
    const Token& next = token(1);
    const bool isGlued = next.range.begin == token().range.end;
    if (next.kind == TokenKind::Pipe && isGlued) {
        return {"write `or`",
                {{"change to `or`", {{{token().range.begin, next.range.end}, "or"}}}}};
    }
    if (next.kind != TokenKind::Greater || !isGlued || kindAfter(2) != TokenKind::Ident ||
        pos_ < 2) {
        return {};
    }
    uint32_t last = pos_ + 2;  // of the name of the function
    while (tokens_[last + 1].kind == TokenKind::Dot && isWord(tokens_[last + 2].kind)) {
        last += 2;
    }
    const SourceRange name{token(2).range.begin, tokens_[last].range.end};
    const SourceRange value = tokens_[pos_ - 1].range;
    const TokenKind before = tokens_[pos_ - 2].kind;
    const bool isWhole = before == TokenKind::Equals || isOpening(before);
    const bool endsThere = endsStatement(last + 1) || isClosing(tokens_[last + 1].kind);
    const std::string call(source_.slice(name));
    if (!isWhole || !endsThere) {
        return {"there is no pipe: write `" + shown(call) + "(…)`", {}};
    }
    const std::string whole = call + "(" + std::string(source_.slice(value)) + ")";
    return {"write `" + shown(whole) + "`",
            {{"write it as a call", {{{value.begin, name.end}, whole}}}}};
}

/// `// a comment`.
Parser::Help Parser::helpForSlash() const {
    const auto slashes = [&](const Token& first, const Token& second) {
        return first.kind == TokenKind::Slash && second.kind == TokenKind::Slash &&
               first.range.end == second.range.begin;
    };
    const uint32_t first = pos_ > 0 && slashes(tokens_[pos_ - 1], token()) ? pos_ - 1 : pos_;
    Help help;
    if (slashes(tokens_[first], tokens_[first + 1])) {
        const SourceRange both{tokens_[first].range.begin, tokens_[first + 1].range.end};
        help = {"comments begin with `#`", {{"change to `#`", {{both, "#"}}}}};
    } else if (kindAfter() == TokenKind::Star) {
        help.hint = "comments begin with `#`";
    }
    return help;
}

Parser::Help Parser::helpForWord() const {
    const bool isSecond = pos_ > 0 && tokens_[pos_ - 1].startsLine && !token().startsLine;
    if (!isSecond && !token().startsLine) {
        return {};
    }
    return {std::string(hintForFirstWord(text(isSecond ? tokens_[pos_ - 1] : token()))), {}};
}

/// `let x = …` and the like.
bool Parser::startsForeignAssignment(uint32_t index) const {
    return exists(index + 2) && tokens_[index].kind == TokenKind::Ident &&
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

/// A token between two declarations that begins none; often a comma.
void Parser::notADeclaration() {
    const SourceRange found = token().range;
    const bool isComma =
        kind() == TokenKind::Comma && (!exists(pos_ + 1) || startsDeclaration(pos_ + 1));
    expected_.add(Expected::Declaration);
    if (Diagnostic* d = fail(); d != nullptr && isComma) {
        d->hint = "remove the comma: declarations simply follow each other";
        d->fixes.push_back({"remove the comma", {{found, ""}}});
    }
}

/// Does a declaration end before this token?
bool Parser::endsStatement(uint32_t index) const {
    return tokens_[index].startsLine || startsDeclaration(index);
}

/// A line that begins with a name and no `=` behind it.
void Parser::failStatement(uint32_t first) {
    const std::string_view word = text(tokens_[first]);
    if (kind() == TokenKind::Colon) {
        return failHinting("an input is declared by `in name: Type`");
    }
    if (word == "return") {
        return failReturn(first);
    }
    if (const std::string_view hint = hintForFirstWord(word); !hint.empty()) {
        return failHinting(hint);
    }
    const SourceRange found = token().range;
    if (kind() == TokenKind::EqualEqual) {
        const bool sound = !tryExpression(pos_ + 1).empty();
        if (Diagnostic* d = fail()) {
            d->hint = "`name = …` gives a value a name";
            if (sound) {
                d->fixes.push_back({"change to `=`", {{found, "="}}});
            }
        }
        return;
    }
    const SourceRange value = tryExpression(first);
    const bool isWhole = value.end > tokens_[first].range.end && endsStatement(behind(value));
    if (!isWhole) {
        fail();
        return;
    }
    head_.kind = SyntaxKind::BrokenDecl;  // the word is no name of a value
    head_.name = {};
    if (Diagnostic* d = fail()) {
        const std::string name = unusedName();
        d->hint = "give the result a name: `" + name + " = " + shown(source_.slice(value)) + "`";
        d->fixes.push_back({"give it a name", {{{value.begin, value.begin}, name + " = "}}});
    }
}

/// `return x`.
void Parser::failReturn(uint32_t first) {
    const SourceRange word = tokens_[first].range;
    const SourceRange value = tryExpression(first + 1);
    const bool isName =
        tokens_[first + 1].kind == TokenKind::Ident && value.end == tokens_[first + 1].range.end;
    Diagnostic* const d = fail();
    if (d == nullptr) {
        return;
    }
    d->hint = "`out NAME` says what the pipeline gives";
    if (isName) {
        d->fixes.push_back({"change to `out`", {{word, "out"}}});
    } else if (!value.empty()) {
        const std::string name = unusedName();
        d->fixes.push_back({"assign it to a name first",
                            {{word, name + " ="}, {{value.end, value.end}, "\nout " + name}}});
    }
}

/// `in x: Int = 5`.
void Parser::failInputValue() {
    const uint32_t equals = pos_;
    const SourceRange value = token().startsLine ? SourceRange{} : tryExpression(equals + 1);
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

/// `in a: Int, b: Int`: the first comma is reported, what follows are inputs all the same.
void Parser::moreInputs() {
    const bool reported = tokens_[head_.firstToken].kind == TokenKind::Ident;
    if (!reported) {
        std::vector<TextEdit> edits;
        for (uint32_t i = pos_; exists(i + 2); ++i) {
            const Token& next = tokens_[i + 1];
            if (isOpening(tokens_[i].kind) && closerOf(i) != 0) {
                i = closerOf(i);
            } else if (tokens_[i].startsLine && tokens_[i].kind != TokenKind::Ident &&
                       startsDeclaration(i)) {
                break;
            } else if (tokens_[i].kind == TokenKind::Comma && next.kind == TokenKind::Ident &&
                       tokens_[i + 2].kind == TokenKind::Colon) {
                edits.push_back({{tokens_[i].range.begin, next.range.begin}, "\nin "});
            }
        }
        if (Diagnostic* d =
                report(DiagId::Syntax, token().range, "expected a declaration, found `,`")) {
            d->hint = "one `in` for each input";
            d->fixes.push_back({"write an `in` for each", std::move(edits)});
        }
    }
    advance();
    inputFollows_ = true;
}

/// `out x = 1`. The name is known all the same.
void Parser::failOutputValue() {
    const SourceRange name = head_.name = tokens_[pos_ - 1].range;
    const SourceRange value = tryExpression(pos_ + 1);
    head_.kind = SyntaxKind::Assign;
    Diagnostic* const d = fail("a declaration");
    if (d == nullptr) {
        return;
    }
    const std::string word = shown(source_.slice(name));
    d->hint = "assign first: `" + word + " = …`, then `out " + word + "`";
    if (!value.empty()) {
        const uint32_t begin = tokens_[head_.firstToken].range.begin;
        const SourceRange assignment{name.begin, value.end};
        d->fixes.push_back({"assign first",
                            {{{begin, begin}, std::string(source_.slice(assignment)) + "\n"},
                             {{name.end, value.end}, ""}}});
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

}  // namespace cst

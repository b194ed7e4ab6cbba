#include "engine/syntax/characters.h"
#include "engine/syntax/parser_impl.h"

#include <algorithm>
#include <array>
#include <bit>

namespace cst {
namespace {

constexpr std::size_t kMaxParseErrors = 100;

std::string_view groupName(unsigned bit) {
    switch (bit) {
    case Expected::Declaration: return "a declaration";
    case Expected::Expression: return "an expression";
    case Expected::Operator: return "an operator";
    case Expected::Type: return "a type";
    default: return tokenSpelling(static_cast<TokenKind>(bit));
    }
}

std::string listed(const std::vector<std::string_view>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        text += i == 0 ? "" : i + 1 == names.size() ? " or " : ", ";
        text += names[i];
    }
    return text;
}

}  // namespace

// Groups first: they say most.
std::string Expected::text() const {
    constexpr uint64_t kTokens = (uint64_t{1} << kTokenKinds) - 1;
    std::vector<std::string_view> names;
    for (const uint64_t part : {bits_ & ~kTokens, bits_ & kTokens}) {
        for (uint64_t rest = part; rest != 0; rest &= rest - 1) {
            const std::string_view name = groupName(static_cast<unsigned>(std::countr_zero(rest)));
            if (names.empty() || names.back() != name) {
                names.push_back(name);
            }
        }
    }
    return listed(names);
}

Diagnostic* Parser::report(DiagId id, SourceRange range, std::string arg) {
    if (panic_) {
        return nullptr;
    }
    if (tree_.diagnostics.size() >= kMaxParseErrors) {
        tree_.isMuted = true;
        return nullptr;
    }
    Diagnostic& diagnostic = tree_.diagnostics.emplace_back();
    diagnostic.id = id;
    diagnostic.range = range;
    diagnostic.args.push_back(std::move(arg));
    return &diagnostic;
}

Diagnostic* Parser::failSaying(std::string message) {
    const Token& offending = tokens_[pos_];
    Diagnostic* diagnostic = nullptr;
    if (offending.kind != TokenKind::Unknown && !isInOpenString()) {  // the lexer has said why
        diagnostic = report(DiagId::Syntax, offending.range, std::move(message));
    }
    giveUp();
    return diagnostic;
}

/// Is a string of this declaration not closed, before the cursor or around it? It has swallowed
/// what is missing.
bool Parser::isInOpenString() const {
    const auto isMissing = [](const Token& token) {
        return token.range.empty() && token.kind != TokenKind::EndOfFile;
    };
    const Token* const all = tokens_.unwatched();
    if (std::any_of(all + head_.firstToken, all + pos_ + 1, isMissing)) {
        return true;
    }
    uint32_t open = openStrings(head_.firstToken, pos_ + 1);
    uint32_t i = pos_;
    while (open > 0 && exists(i) && !isMissing(tokens_[i])) {
        ++i;
        open += tokens_[i].kind == TokenKind::StringBegin ? 1 : 0;
        open -= tokens_[i].kind == TokenKind::StringEnd ? 1 : 0;
    }
    return isMissing(tokens_[i]);
}

/// Points at a bracket without a partner where its end is missed on a later line only.
void Parser::noteOpenBracket(Diagnostic& diagnostic) const {
    const bool onLaterLine = tokens_[errorPos_].startsLine;
    for (uint32_t i = errorPos_; onLaterLine && i > head_.firstToken; --i) {
        const Token& token = tokens_[i - 1];
        if (isOpening(token.kind) && closerOf(i - 1) == 0) {
            diagnostic.notes.push_back(
                {std::string(tokenSpelling(token.kind)) + " is opened here", token.range});
            return;
        }
    }
}

void Parser::giveUp() {
    if (!panic_) {
        panic_ = true;
        errorPos_ = pos_;
        sawEndAtError_ = tokens_.sawEnd();
        pos_ = last_;
    }
}

Diagnostic* Parser::fail(std::string_view expected) {
    if (panic_) {
        return nullptr;
    }
    Help help = helpForFound();
    Diagnostic* diagnostic = failSaying("expected " + std::string(expected) + ", found " + found());
    if (diagnostic != nullptr) {
        diagnostic->hint = std::move(help.hint);
        diagnostic->fixes = std::move(help.fixes);
        noteOpenBracket(*diagnostic);
    }
    return diagnostic;
}

Diagnostic* Parser::fail() {
    return panic_ ? nullptr : fail(expected_.text());
}

void Parser::failHinting(std::string_view hint) {
    if (Diagnostic* diagnostic = fail()) {
        diagnostic->hint = hint;
    }
}

void Parser::failTooDeep() {
    if (Diagnostic* diagnostic = failSaying("nested more than 1,024 levels deep")) {
        diagnostic->hint = "give inner parts a name of their own";
    }
}

void Parser::failTrailingComma(SourceRange comma) {
    if (Diagnostic* diagnostic =
            failSaying("expected one more item after the comma, found " + found())) {
        diagnostic->hint = "remove the comma before it";
        diagnostic->fixes.push_back({"remove the comma", {{comma, ""}}});
    }
}

std::string Parser::found() const {
    const Token& offending = tokens_[pos_];
    switch (offending.kind) {
    case TokenKind::Ident:
    case TokenKind::Int:
    case TokenKind::Float:
    case TokenKind::Duration: return "`" + shown(text(offending)) + "`";
    default: return std::string(tokenSpelling(offending.kind));
    }
}

}  // namespace cst

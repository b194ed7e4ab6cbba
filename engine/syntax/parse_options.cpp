#include "engine/base/suggest.h"
#include "engine/syntax/literals.h"
#include "engine/syntax/parser_impl.h"

namespace cst {
namespace {

/// Words of other systems that mean one of ours.
std::string_view synonym(std::string_view word) {
    return word == "fail" || word == "throw" || word == "raise" ? "propagate" : "";
}

template <class Row>
std::vector<std::string_view> namesOf(std::span<const Row> rows) {
    std::vector<std::string_view> names;
    for (const Row& row : rows) {
        if constexpr (requires { row.name; }) {
            names.push_back(row.name);
        } else {
            names.push_back(row.word);
        }
    }
    return names;
}

/// "`a`, `b` or `c`".
std::string quoted(std::span<const OptionWordSpec> words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        text += i == 0 ? "`" : i + 1 == words.size() ? " or `" : ", `";
        text += words[i].word;
        text += '`';
    }
    return text;
}

}  // namespace

SyntaxId Parser::withClause() {
    const uint32_t first = pos_;
    const std::size_t options = mark();
    bool more = true;
    advance();
    while (more) {
        push(option());
        const bool comma = kind() == TokenKind::Comma && optionFollows();
        if (comma) {
            advance();
        }
        more = comma || optionWithoutComma();
    }
    return node(SyntaxKind::With, since(first), options);
}

/// Does the comma at the cursor go on with options, or does it belong to the list around? Unknown
/// words count as options except where `name: value` is what the brackets around hold.
bool Parser::optionFollows() const {
    const TokenKind word = kindAfter(1);
    if (word == TokenKind::KwLazy) {
        return true;
    }
    if (word != TokenKind::Ident || kindAfter(2) != TokenKind::Colon) {
        return false;
    }
    return inside_ != Inside::Record || findOption(text(token(1))) != nullptr;
}

SyntaxId Parser::option() {
    const uint32_t first = pos_;
    const std::size_t value = mark();
    const bool isLazy = kind() == TokenKind::KwLazy;
    const OptionSpec* const spec = findOption(text(token()));
    const bool reserved = kind() == TokenKind::Underscore || (isKeyword(kind()) && !isLazy);
    if (spec == nullptr && kindAfter() == TokenKind::Colon &&
        (reserved || kind() == TokenKind::Ident)) {
        return unknownOption(first, reserved ? declaredName() : Name{take(), false});
    }
    if (kind() == TokenKind::LeftParen) {
        failOptionParentheses();
        return leaf(SyntaxKind::Option, since(first));
    }
    if (spec == nullptr) {
        if (Diagnostic* d = fail("an option such as `retry: 3`")) {
            d->suggestions = suggest(text(tokens_[first]), namesOf(optionSpecs()));
        }
        return leaf(SyntaxKind::Option, since(first));
    }
    const SourceRange name = take();
    if (!isLazy || kind() == TokenKind::Colon) {
        colon("options are written `retry: 3`");
        optionValue(*spec);
    }
    return node(SyntaxKind::Option, since(first), value, name);
}

/// Reports it and steps over its value, whatever that is.
SyntaxId Parser::unknownOption(uint32_t firstToken, Name name) {
    if (!name.bad) {
        const std::string_view word = source_.slice(name.range);
        if (Diagnostic* d = report(DiagId::UnknownOption, name.range, std::string(word))) {
            d->suggestions = suggest(word, namesOf(optionSpecs()));
            for (const std::string& other : d->suggestions) {
                d->fixes.push_back({"change to `" + other + "`", {{name.range, other}}});
            }
            d->hint =
                d->suggestions.empty()
                    ? "the most common are `retry`, `timeout`, `fallback`, `cache` and `on_error`"
                    : "did you mean `" + d->suggestions.front() + "`?";
        }
    }
    advance();
    const std::size_t value = mark();
    const uint32_t first = pos_;
    pos_ = unknownValueEnd();
    expected_.clear();
    const uint32_t colonEnd = tokens_[first - 1].range.end;
    push(errorLeaf(SyntaxKind::ErrorExpr,
                   pos_ > first ? since(first) : SourceRange{colonEnd, colonEnd}));
    return node(SyntaxKind::Option, since(firstToken), value, name.range);
}

/// The first token that cannot belong to the value at the cursor.
uint32_t Parser::unknownValueEnd() const {
    uint32_t i = pos_;
    for (uint32_t strings = 0; exists(i); ++i) {
        const TokenKind kind = tokens_[i].kind;
        if (isOpening(kind) && closerOf(i) != 0) {
            i = closerOf(i);
            continue;
        }
        strings += kind == TokenKind::StringBegin ? 1 : 0;
        strings -= kind == TokenKind::StringEnd && strings > 0 ? 1 : 0;
        switch (kind) {
        case TokenKind::Comma:
        case TokenKind::Arrow:
        case TokenKind::KwElse:
        case TokenKind::KwOut:
        case TokenKind::KwIn:
        case TokenKind::KwType:
        case TokenKind::KwUse:
        case TokenKind::At: return i;
        default:
            if (isClosing(kind) || startsDeclaration(i)) {
                return i;
            }
            break;
        }
    }
    return i;
}

void Parser::optionValue(const OptionSpec& spec) {
    switch (spec.form) {
    case OptionForm::Int: return push(optionInt(false));
    case OptionForm::Duration: return push(optionDuration());
    case OptionForm::Rate: return push(optionRate());
    case OptionForm::PlainString: return push(optionRaw());
    case OptionForm::Expression: return push(expression());
    case OptionForm::WordOrInt:
        return push(kind() == TokenKind::Minus || kind() == TokenKind::Int ? optionInt(true)
                                                                           : optionWord(spec));
    case OptionForm::Word:
    case OptionForm::Flag: return push(optionWord(spec));
    }
}

SyntaxId Parser::optionInt(bool mayBeNegative) {
    const uint32_t first = pos_;
    const bool negated = mayBeNegative && kind() == TokenKind::Minus;
    if (negated) {
        advance();
    }
    const SourceRange digits = token().range;
    if (kind() != TokenKind::Int) {
        fail("a whole number");
        return leaf(SyntaxKind::OptionInt, digits);
    }
    const bool bad = !intValue(source_.slice(digits), negated);
    if (bad) {
        report(DiagId::NumberOutOfRange, digits, std::string(source_.slice(digits)));
    }
    advance();
    const SyntaxId id = leaf(SyntaxKind::OptionInt, since(first));
    markBad(id, bad);
    return id;
}

SyntaxId Parser::optionDuration() {
    const SourceRange range = token().range;
    if (kind() != TokenKind::Duration) {
        if (Diagnostic* d = fail("a duration")) {
            const bool number = tokens_[errorPos_].kind == TokenKind::Int;
            d->hint = number ? "write the unit right behind the number: `500ms`, `5s`, `2min`, `1h`"
                             : "durations are written `500ms`, `5s`, `2min`, `1h`, `1d`";
        }
        return leaf(SyntaxKind::OptionDuration, range);
    }
    const bool bad = !durationMs(source_.slice(range));
    if (bad) {
        report(DiagId::NumberOutOfRange, range, std::string(source_.slice(range)));
    }
    const SyntaxId id = leaf(SyntaxKind::OptionDuration, take());
    markBad(id, bad);
    return id;
}

SyntaxId Parser::optionRate() {
    const uint32_t first = pos_;
    const std::size_t children = mark();
    push(optionInt(false));
    if (!accept(TokenKind::Slash)) {
        failHinting("a rate is a number by a duration: `10/1s`");
    }
    push(optionDuration());
    return node(SyntaxKind::OptionRate, since(first), children);
}

SyntaxId Parser::optionWord(const OptionSpec& spec) {
    const uint32_t first = pos_;
    const SourceRange range = token().range;
    const std::string_view word = text(token());
    for (const OptionWordSpec& known : spec.words) {
        if (known.word == word) {
            const std::size_t arguments = mark();
            const SourceRange name = take();
            optionArguments(known);
            return node(SyntaxKind::OptionWord, since(first), arguments, name);
        }
    }
    const std::string expected =
        quoted(spec.words) + (spec.form == OptionForm::WordOrInt ? ", or a number" : "");
    if (Diagnostic* d = fail(expected)) {
        d->suggestions = suggest(word, namesOf(spec.words));
        const std::string_view meant = synonym(word);
        for (const OptionWordSpec& known : spec.words) {
            if (known.word == meant) {
                d->suggestions.assign(1, std::string(meant));
            }
        }
        for (const std::string& other : d->suggestions) {
            d->fixes.push_back({"change to `" + other + "`", {{range, other}}});
        }
        if (!d->suggestions.empty()) {
            d->hint = "did you mean `" + d->suggestions.front() + "`?";
        }
    }
    return leaf(SyntaxKind::OptionWord, since(first));
}

/// `(1s, 2s)` behind `sliding` and the like.
void Parser::optionArguments(const OptionWordSpec& word) {
    if (word.arguments == OptionArguments::None) {
        return;
    }
    expect(TokenKind::LeftParen);
    push(word.arguments == OptionArguments::Int ? optionInt(false) : optionDuration());
    if (word.arguments == OptionArguments::TwoDurations) {
        expect(TokenKind::Comma);
        push(optionDuration());
    }
    expect(TokenKind::RightParen);
}

/// A plain string. Where the lexer did not see that an option stands here, one without anything
/// special in it is the same.
SyntaxId Parser::optionRaw() {
    if (at(TokenKind::RawString)) {
        return rawString();
    }
    const uint32_t first = pos_;
    const bool plain =
        kind() == TokenKind::StringBegin &&
        (kindAfter() == TokenKind::StringEnd ||
         (kindAfter() == TokenKind::StringText && kindAfter(2) == TokenKind::StringEnd &&
          text(token(1)).find('\\') == std::string_view::npos));
    if (!plain) {
        fail();
        return leaf(SyntaxKind::RawString, since(first));
    }
    while (take(), tokens_[pos_ - 1].kind != TokenKind::StringEnd) {
    }
    const SourceRange range = since(first);
    const bool closed = !tokens_[pos_ - 1].range.empty();
    const SyntaxId id =
        leaf(SyntaxKind::RawString, range, {range.begin + 1, range.end - (closed ? 1 : 0)});
    markBad(id, !closed);
    return id;
}

}  // namespace cst

#include "engine/syntax/lexer.h"

#include "engine/base/check.h"
#include "engine/syntax/characters.h"
#include "engine/syntax/lexer_habits.h"
#include "engine/syntax/literals.h"
#include "engine/syntax/options.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <cstring>
#include <optional>

// One pass over the bytes with a table of character classes; no allocation per token.
//
// A string is not one token: `"a${x}b"` is StringBegin StringText InterpolationBegin Ident
// InterpolationEnd StringText StringEnd. Inside `${ }` the ordinary rules hold, so the open strings
// form a stack, and each counts the braces open in its current interpolation.
//
// A missing closing quote shows at the end of the file only: strings may hold line breaks, so up
// to there everything after it reads as text, or worse, with text and code swapped. To keep the
// rest of the pipeline alive we go back, end the guilty string at its line end, and read on. Guilty
// is the first string that swallowed a line which looks like the start of a declaration, else the
// one that is open. Two missing quotes hide each other: the second string opens where the first one
// closes, and its text stands right behind that quote, where a word can never stand. So a string
// that swallowed a declaration and ends in front of a word tells the same. Each time costs a
// pass, so after kMaxRewinds every string ends at its line. Cost: O(bytes).

namespace cst {
namespace {

/// Of the tokens that stand in a declaration: no other than its first ones. `next`: behind it. (A
/// name in an expression may be one of these words: `[\n in,\n out\n]`.)
bool startsAnother(const Token& token, const Token* next) {
    switch (token.kind) {
    case TokenKind::Equals:
    case TokenKind::At: return true;
    case TokenKind::KwIn:
    case TokenKind::KwOut:
    case TokenKind::KwType:
    case TokenKind::KwUse:
        return token.startsLine && next != nullptr && next->kind == TokenKind::Ident;
    default: return false;
    }
}

constexpr std::size_t kMaxLexErrors = 100;

class Lexer {
public:
    Lexer(std::string_view bytes, uint32_t rewinds) : bytes_(bytes), rewinds_(rewinds) {
        out_.tokens.reserve(bytes.size() / 4 + 16);
    }
    TokenList run();

private:
    struct OpenString {
        uint32_t quote = 0;          // offset of its opening quote
        uint32_t interpolation = 0;  // offset of the last `${` in it
        uint32_t braces = 0;         // open inside its current interpolation
        bool interpolating = false;
    };
    /// Where the lexer stood when it met an outermost string.
    struct Mark {
        uint32_t offset = 0;
        bool startsLine = false;
        std::size_t tokens = 0;
        std::size_t comments = 0;
        std::size_t diagnostics = 0;
    };

    /// The text ends in a NUL, so the offset behind the last byte may be asked for as well.
    uint8_t byte(uint32_t offset) const {
        CST_DCHECK(offset <= size_, "past the end");
        return static_cast<uint8_t>(data_[offset]);
    }
    std::string_view slice(uint32_t begin, uint32_t end) const {
        return bytes_.substr(begin, end - begin);
    }
    const Token* back(std::size_t n) const {  // the n-th token from the end; 1 = the last
        return n <= out_.tokens.size() ? &out_.tokens[out_.tokens.size() - n] : nullptr;
    }

    bool skipBlanks();
    void comment();
    void token();
    void identifier();
    void number();
    void symbol();
    Diagnostic* unknown(uint32_t end, std::string message, std::string_view hint);
    void malformedNumber(uint32_t end);
    void unknownByte();

    void quote();
    void stringBody();
    uint32_t escape(uint32_t backslash);
    void rawString();
    bool wantsRawString() const;
    bool insideOptions(std::size_t fromEnd) const;

    void noteLineInString(uint32_t lineStart);
    void closeAtLineEnd();
    void reportOpenString();
    void reportOpenInterpolation();
    uint32_t openOnThisLine() const;
    bool hidesAnOpening(uint32_t behindQuote) const;
    void rewind(uint32_t readTo);

    void emit(TokenKind kind, uint32_t end);
    void emitMissing(TokenKind kind);
    /// nullptr = there are enough of them already.
    Diagnostic* report(DiagId id, SourceRange range, std::string arg, std::string_view hint = {});
    void checkUtf8(uint32_t begin, uint32_t end);

    std::string_view bytes_;
    const char* data_ = bytes_.data();
    uint32_t size_ = static_cast<uint32_t>(bytes_.size());
    uint32_t at_ = 0;
    bool startsLine_ = true;
    TokenList out_;
    std::vector<OpenString> open_;

    // For the recovery described above.
    Mark outermost_;                  // start of the outermost open string
    std::optional<Mark> suspect_;     // start of the first string that swallowed a declaration
    std::optional<uint32_t> guilty_;  // quote of the string that ends at its line end
    bool endsAtLine_ = false;         // the outermost open string does
    bool isSwallowing_ = false;       // … has a line in it that looks like a declaration
    uint32_t rewinds_ = 0;
};

void Lexer::emit(TokenKind kind, uint32_t end) {
    out_.tokens.push_back({kind, startsLine_, {at_, end}});
    startsLine_ = false;
    at_ = end;
}

void Lexer::emitMissing(TokenKind kind) {
    const uint32_t end = out_.tokens.back().range.end;
    out_.tokens.push_back({kind, false, {end, end}});
}

Diagnostic* Lexer::report(DiagId id, SourceRange range, std::string arg, std::string_view hint) {
    if (out_.diagnostics.size() >= kMaxLexErrors) {
        out_.isMuted = true;
        return nullptr;
    }
    Diagnostic& diagnostic = out_.diagnostics.emplace_back();
    diagnostic.id = id;
    diagnostic.range = range;
    diagnostic.args.push_back(std::move(arg));
    diagnostic.hint = hint;
    return &diagnostic;
}

/// Text may hold any character, but it must be one: the first bad byte of a piece is reported.
void Lexer::checkUtf8(uint32_t begin, uint32_t end) {
    if (isAscii(slice(begin, end))) {
        return;
    }
    for (uint32_t i = begin; i < end;) {
        const Utf8Step step = utf8Decode(bytes_.substr(0, end), i);
        if (!step.valid) {
            report(DiagId::Syntax, {i, i + 1}, "invalid UTF-8", "save the file as UTF-8");
            return;
        }
        i += step.length;
    }
}

TokenList Lexer::run() {
    if (bytes_.starts_with("\xEF\xBB\xBF")) {
        at_ = 3;
    }
    for (;;) {
        const bool newLine = skipBlanks();
        if (endsAtLine_ && !open_.empty() && (newLine || at_ >= size_)) {
            closeAtLineEnd();
        }
        if (at_ < size_) {
            token();
        } else if (!open_.empty()) {
            rewind(size_);
        } else {
            break;
        }
    }
    startsLine_ = true;
    emit(TokenKind::EndOfFile, size_);
    return std::move(out_);
}

/// True if it went past a line end.
bool Lexer::skipBlanks() {
    bool newLine = false;
    for (;;) {
        switch (charClass(byte(at_))) {
        case CharClass::Blank: ++at_; break;
        case CharClass::Newline:
            ++at_;
            newLine = startsLine_ = true;
            break;
        case CharClass::Hash: comment(); break;
        default: return newLine;
        }
    }
}

void Lexer::comment() {
    const void* found = std::memchr(bytes_.data() + at_, '\n', size_ - at_);
    const uint32_t lineEnd =
        found == nullptr ? size_
                         : static_cast<uint32_t>(static_cast<const char*>(found) - bytes_.data());
    const uint32_t end = lineEnd > at_ && byte(lineEnd - 1) == '\r' ? lineEnd - 1 : lineEnd;
    out_.comments.push_back({at_, end});
    checkUtf8(at_, end);
    at_ = lineEnd;
}

void Lexer::token() {
    switch (charClass(byte(at_))) {
    case CharClass::IdentStart: return identifier();
    case CharClass::Digit: return number();
    case CharClass::Quote: return quote();
    case CharClass::Sign: return symbol();
    default: return unknownByte();
    }
}

/// `[A-Za-z_]([A-Za-z0-9_]|-+(?=[A-Za-z0-9_]))*`: hyphens belong to the name unless they end it.
void Lexer::identifier() {
    uint32_t end = at_ + 1;
    for (;;) {
        while (isNameByte(byte(end))) {
            ++end;
        }
        if (byte(end) != '-') {
            break;
        }
        uint32_t next = end + 1;
        while (byte(next) == '-') {
            ++next;
        }
        if (!isNameByte(byte(next))) {
            break;
        }
        end = next + 1;
    }
    emit(wordKind(slice(at_, end)), end);
}

/// INT, FLOAT, DURATION; whatever else begins with a digit is one unknown token.
void Lexer::number() {
    uint32_t end = at_;
    const auto digits = [&] {
        while (charClass(byte(end)) == CharClass::Digit) {
            ++end;
        }
    };
    digits();
    const uint32_t wholeEnd = end;
    const bool isFloat = byte(end) == '.' && charClass(byte(end + 1)) == CharClass::Digit;
    if (isFloat) {
        ++end;
        digits();
        if ((byte(end) | 0x20u) == 'e') {
            const uint32_t sign = byte(end + 1) == '+' || byte(end + 1) == '-' ? 1 : 0;
            if (charClass(byte(end + 1 + sign)) == CharClass::Digit) {
                end += 1 + sign;
                digits();
            }
        }
    }
    const uint32_t unit = end;
    while (isNameByte(byte(end))) {
        ++end;
    }
    const std::string_view suffix = slice(unit, end);
    const bool isDuration = !isFloat && unitMs(suffix) != 0;
    const bool hasLeadingZero = !isFloat && byte(at_) == '0' && wholeEnd > at_ + 1;
    if (hasLeadingZero || (!suffix.empty() && !isDuration)) {
        return malformedNumber(end + signedExponentLength(bytes_.substr(unit)));
    }
    emit(isFloat ? TokenKind::Float : isDuration ? TokenKind::Duration : TokenKind::Int, end);
}

void Lexer::symbol() {
    const Sign found = symbolAt(byte(at_), byte(at_ + 1));
    if (found.length == 0) {
        return unknownByte();
    }
    if (!open_.empty()) {
        OpenString& string = open_.back();
        if (found.kind == TokenKind::LeftBrace) {
            ++string.braces;
        } else if (found.kind == TokenKind::RightBrace && string.braces-- == 0) {
            string.braces = 0;
            string.interpolating = false;
            emit(TokenKind::InterpolationEnd, at_ + 1);
            return stringBody();
        }
    }
    emit(found.kind, at_ + found.length);
}

/// One token and one error for a run of bytes that mean nothing here.
Diagnostic* Lexer::unknown(uint32_t end, std::string message, std::string_view hint) {
    Diagnostic* const diagnostic = report(DiagId::Syntax, {at_, end}, std::move(message), hint);
    emit(TokenKind::Unknown, end);
    return diagnostic;
}

void Lexer::malformedNumber(uint32_t end) {
    const SourceRange range{at_, end};
    const NumberAdvice advice = adviceForNumber(slice(at_, end));
    Diagnostic* const diagnostic =
        unknown(end, "malformed number `" + shown(slice(at_, end)) + "`", advice.hint);
    if (diagnostic != nullptr && !advice.number.empty()) {
        diagnostic->fixes.push_back(
            {"change to `" + advice.number + "`", {{range, advice.number}}});
    }
}

void Lexer::unknownByte() {
    const Utf8Step step = utf8Decode(bytes_, at_);
    const uint32_t end = at_ + step.length;
    Token* const last = out_.tokens.empty() ? nullptr : &out_.tokens.back();
    if (last != nullptr && last->kind == TokenKind::Unknown && last->range.end == at_) {
        last->range.end = at_ = end;
    } else if (!step.valid) {
        unknown(end, "invalid UTF-8", "save the file as UTF-8");
    } else {
        const TokenKind before = last == nullptr ? TokenKind::EndOfFile : last->kind;
        const uint32_t begin = at_;
        Diagnostic* const diagnostic =
            unknown(end, "unexpected character " + characterName(step.codePoint, slice(at_, end)),
                    characterHint(step.codePoint));
        if (diagnostic == nullptr) {
            return;
        }
        if (std::optional<Fix> fix = fixForCharacter(bytes_, begin, before)) {
            diagnostic->fixes.push_back(*std::move(fix));
        }
    }
}

// --- strings

void Lexer::quote() {
    if (open_.empty()) {
        outermost_ = {at_, startsLine_, out_.tokens.size(), out_.comments.size(),
                      out_.diagnostics.size()};
        endsAtLine_ = guilty_ == at_ || rewinds_ >= kMaxRewinds;
        isSwallowing_ = false;
    }
    if (wantsRawString()) {
        return rawString();
    }
    open_.push_back({at_});
    emit(TokenKind::StringBegin, at_ + 1);
    stringBody();
}

/// Reads the text of the innermost open string up to its end or to the next `${`.
void Lexer::stringBody() {
    uint32_t end = at_;
    bool ascii = true;
    const auto text = [&] {
        if (!ascii) {
            checkUtf8(at_, end);
        }
        if (end > at_) {
            emit(TokenKind::StringText, end);
        }
    };
    for (;; ++end) {
        const uint8_t c = byte(end);
        if (isPlainText(c) && end < size_) {
            continue;
        }
        ascii = ascii && c < 0x80;
        if (c == '"') {
            if (hidesAnOpening(end + 1)) {
                return rewind(end + 1);
            }
            text();
            emit(TokenKind::StringEnd, end + 1);
            open_.pop_back();
            return;
        }
        if (c == '$' && byte(end + 1) == '{') {
            text();
            open_.back().interpolating = true;
            open_.back().interpolation = end;
            emit(TokenKind::InterpolationBegin, end + 2);
            return;
        }
        if (c == '\\' && end + 1 < size_) {
            end = escape(end);
        } else if (c == '\n' || end >= size_) {
            if (endsAtLine_ || end >= size_) {
                text();
                return endsAtLine_ ? closeAtLineEnd() : void();
            }
            noteLineInString(end + 1);
        }
    }
}

/// The last byte of an escape. Behind a backslash that means nothing ordinary text goes on.
uint32_t Lexer::escape(uint32_t backslash) {
    if (isEscape(byte(backslash + 1))) {
        return backslash + 1;
    }
    const uint32_t end = backslash + 1 + utf8Decode(bytes_, backslash + 1).length;
    if (Diagnostic* d =
            report(DiagId::UnknownEscape, {backslash, end}, shown(slice(backslash, end)),
                   "escapes are `\\n` `\\t` `\\r` `\\\\` `\\\"` `\\$`")) {
        d->fixes.push_back({"write `\\\\` for a backslash", {{{backslash, backslash}, "\\"}}});
    }
    return backslash;
}

/// From quote to quote, whatever stands between.
void Lexer::rawString() {
    uint32_t end = at_ + 1;
    bool ascii = true;
    while (end < size_ && byte(end) != '"' && !(endsAtLine_ && byte(end) == '\n')) {
        ascii = ascii && byte(end) < 0x80;
        ++end;
        if (byte(end - 1) == '\n') {
            noteLineInString(end);
        }
    }
    const bool closed = end < size_ && byte(end) == '"';
    if (!closed && !endsAtLine_) {
        open_.push_back({at_});
        at_ = size_;  // run() goes back to the guilty string
        return;
    }
    if (!closed && open_.empty()) {
        report(DiagId::UnterminatedString, {at_, at_ + 1}, "the string", "add the closing `\"`");
    }
    if (!ascii) {
        checkUtf8(at_, end);
    }
    emit(TokenKind::RawString, closed ? end + 1 : end);
}

/// After `cache_backend:` among options, and after `@source(` or `@sink(`.
bool Lexer::wantsRawString() const {
    const Token* const last = back(1);
    const Token* const word = back(2);
    if (last == nullptr || word == nullptr || word->kind != TokenKind::Ident) {
        return false;
    }
    const std::string_view name = slice(word->range.begin, word->range.end);
    if (last->kind == TokenKind::LeftParen) {
        const Token* const at = back(3);
        return at != nullptr && at->kind == TokenKind::At && (name == "source" || name == "sink");
    }
    return last->kind == TokenKind::Colon && name == "cache_backend" && insideOptions(3);
}

/// Does the n-th token from the end stand among the options of a call? It does if going back, over
/// options and over whole brackets, leads to a `with`. A record field may have an option's name:
/// in `{ a: f() with lazy, b: 1, cache_backend: "${x}" }` going back ends at `b:`. Nor does it lead
/// out of a declaration, from inside a bracket neither: what a text says does not depend on the
/// declarations above it.
bool Lexer::insideOptions(std::size_t fromEnd) const {
    constexpr std::size_t kFarthest = 64;  // tokens; keeps the cost of a token constant
    int depth = 0;
    for (std::size_t n = fromEnd; n < fromEnd + kFarthest; ++n) {
        const Token* const token = back(n);
        if (token == nullptr || startsAnother(*token, n > 1 ? back(n - 1) : nullptr) ||
            (isOpening(token->kind) && --depth < 0)) {
            return false;
        }
        depth += isClosing(token->kind) ? 1 : 0;
        if (depth > 0) {
            continue;
        }
        if (token->kind == TokenKind::KwWith) {
            return true;
        }
        const Token* const word = back(n + 1);
        if (token->kind == TokenKind::Colon && word != nullptr &&
            findOption(slice(word->range.begin, word->range.end)) == nullptr) {
            return false;
        }
    }
    return false;
}

// --- strings without an end

/// A line inside an outermost string: does it look as if it was meant to be code?
void Lexer::noteLineInString(uint32_t lineStart) {
    if (open_.size() <= 1 && !isSwallowing_ && looksLikeDeclaration(bytes_.substr(lineStart))) {
        isSwallowing_ = true;
        out_.suspects.push_back(static_cast<uint32_t>(outermost_.tokens));
        suspect_ = suspect_.value_or(outermost_);
    }
}

/// Is the quote before this offset rather the opening one of another string?
bool Lexer::hidesAnOpening(uint32_t behindQuote) const {
    if (!isSwallowing_ || open_.size() > 1) {
        return false;
    }
    uint32_t end = behindQuote;
    while (isNameByte(byte(end))) {
        ++end;
    }
    return end > behindQuote && wordKind(slice(behindQuote, end)) == TokenKind::Ident;
}

/// Ends every open string here, with tokens of no length, as one error. Where there are as many
/// quotes as there should be, what is missing is the end of an interpolation.
void Lexer::closeAtLineEnd() {
    if (open_.size() % 2 == 0) {
        reportOpenInterpolation();
    } else {
        reportOpenString();
    }
    for (; !open_.empty(); open_.pop_back()) {
        if (open_.back().interpolating) {
            emitMissing(TokenKind::InterpolationEnd);
        }
        emitMissing(TokenKind::StringEnd);
    }
    endsAtLine_ = false;
}

/// The fix closes it at the end of its line, before the brackets that end there too.
void Lexer::reportOpenString() {
    const uint32_t quote = open_.front().quote;
    Diagnostic* const diagnostic = report(DiagId::UnterminatedString, {quote, quote + 1},
                                          "the string", "add the closing `\"`");
    if (diagnostic == nullptr || open_.size() > 1 || open_.front().interpolating) {
        return;
    }
    const std::string_view text = slice(quote + 1, out_.tokens.back().range.end);
    if (const std::optional<std::size_t> length = meantLength(text, openOnThisLine())) {
        const auto end = static_cast<uint32_t>(quote + 1 + *length);
        diagnostic->fixes.push_back({"add the closing `\"`", {{{end, end}, "\""}}});
    }
}

/// Brackets opened on the line of the last token and not closed before it.
uint32_t Lexer::openOnThisLine() const {
    uint32_t open = 0;
    uint32_t closed = 0;
    for (std::size_t n = 1; back(n) != nullptr; ++n) {
        const Token& token = *back(n);
        closed += isClosing(token.kind) ? 1 : 0;
        if (isOpening(token.kind)) {
            open += closed == 0 ? 1 : 0;
            closed -= closed > 0 ? 1 : 0;
        }
        if (token.startsLine) {
            break;
        }
    }
    return open;
}

/// The parser knows where the `}` may stand (see Parser::closeInterpolation).
void Lexer::reportOpenInterpolation() {
    const OpenString& inner = open_.back();
    const uint32_t begin =
        inner.interpolating ? inner.interpolation : open_[open_.size() - 2].interpolation;
    report(DiagId::UnterminatedString, {begin, begin + 2}, "the `${`", "add the closing `}`");
}

/// Goes back to the guilty string, which will end at its line end this time.
void Lexer::rewind(uint32_t readTo) {
    const Mark mark = suspect_.value_or(outermost_);
    while (readTo < size_ && byte(readTo) != '\n') {
        ++readTo;  // what was looked at there is a word at most
    }
    out_.rewinds.push_back({static_cast<uint32_t>(mark.tokens), readTo});
    std::erase_if(out_.suspects, [&](uint32_t token) { return token >= mark.tokens; });
    out_.tokens.resize(mark.tokens);
    out_.comments.resize(mark.comments);
    out_.diagnostics.resize(mark.diagnostics);
    open_.clear();
    at_ = mark.offset;
    startsLine_ = mark.startsLine;
    guilty_ = mark.offset;
    suspect_.reset();
    ++rewinds_;
}

}  // namespace

TokenList lex(const SourceText& text, uint32_t rewinds) {
    return Lexer(text.bytes(), rewinds).run();
}

}  // namespace cst

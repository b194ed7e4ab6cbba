#include "engine/base/suggest.h"
#include "engine/syntax/characters.h"
#include "engine/syntax/parser_impl.h"

#include <algorithm>
#include <array>

namespace cst {
namespace {

bool glued(const Token& left, const Token& right) {
    return left.range.end == right.range.begin;
}

/// `if`, `not` … with something behind it on its line: no name, but the start of an expression.
bool startsExpressionWord(TokenKind kind, const Token& next) {
    const bool starts = kind == TokenKind::KwIf || kind == TokenKind::KwNot ||
                        kind == TokenKind::KwBranch || kind == TokenKind::KwMatch;
    return starts && !next.startsLine && next.kind != TokenKind::EndOfFile;
}

}  // namespace

/// May a declaration begin at this token? `in:` and the like are fields of a record.
bool Parser::startsDeclaration(uint32_t index) const {
    const TokenKind next = tokens_[index < last_ ? index + 1 : last_].kind;
    switch (tokens_[index].kind) {
    case TokenKind::At: return true;
    case TokenKind::KwIn:
    case TokenKind::KwOut:
    case TokenKind::KwType:
    case TokenKind::KwUse: return next != TokenKind::Colon;
    case TokenKind::Ident: return next == TokenKind::Equals || startsForeignAssignment(index);
    default: return false;
    }
}

void Parser::declaration() {
    head_ = {pos_, SyntaxKind::BrokenDecl, {}};
    const std::size_t nodes = tree_.nodes.size();
    const std::size_t children = tree_.childIds.size();
    const auto dropNodes = [&] {
        tree_.nodes.resize(nodes);
        heights_.resize(nodes);
        tree_.childIds.resize(children);
        pending_.clear();
    };
    if (kind() == TokenKind::At && !annotations()) {
        dropNodes();
        head_.firstToken = pos_;
    }
    if (!panic_) {
        unannotated();
    }
    if (panic_) {
        dropNodes();
        recover();
    }
    pending_.clear();
    annotations_.clear();
}

void Parser::unannotated() {
    if (inputFollows_) {
        inputFollows_ = false;
        return input();
    }
    if (isKeyword(kind()) && kindAfter() == TokenKind::Equals) {
        return assign();
    }
    if (startsForeignAssignment(pos_)) {
        skipDeclarator();
    }
    switch (kind()) {
    case TokenKind::KwIn: return inDecl();
    case TokenKind::KwOut: return outDecl();
    case TokenKind::KwType: return typeDecl();
    case TokenKind::KwUse: return useDecl();
    case TokenKind::Ident:
    case TokenKind::Underscore: return assign();
    default: return notADeclaration();
    }
}

/// Everything on pending_ becomes its children.
void Parser::finishDeclaration(SyntaxKind kind, Name name) {
    if (panic_) {
        return;
    }
    const SyntaxId id = node(kind, since(head_.firstToken), 0, name.range);
    markBad(id, name.bad);
    tree_.declarations.push_back(id);
}

/// `name =` or `in` and the like at a line start. Nothing else can be meant by it, so whatever is
/// missing before it is reported here and parsing resumes here.
bool Parser::atNextDeclaration() const {
    return token().startsLine && startsDeclaration(pos_);
}

/// Keywords and `_` are taken as the name they were meant to be.
Parser::Name Parser::declaredName() {
    const bool reserved = isKeyword(kind()) || kind() == TokenKind::Underscore;
    if ((kind() != TokenKind::Ident && !reserved) || atNextDeclaration()) {
        failNameless();
        return {};
    }
    return takeName();
}

/// The word at the cursor as the name of a declaration.
Parser::Name Parser::takeName() {
    const bool bad = kind() != TokenKind::Ident;
    if (bad) {
        report(DiagId::ReservedWord, token().range, std::string(text(token())));
    }
    return {take(), bad};
}

void Parser::failNameless() {
    expected_.add(TokenKind::Ident);
    fail();
}

void Parser::typeDecl() {
    advance();
    // `type` and its name may stand on two lines; `in x:` cannot follow `type`.
    const bool isName = isWord(kind()) && kindAfter() == TokenKind::Equals;
    const Name name = isName ? takeName() : declaredName();
    head_.kind = SyntaxKind::TypeDecl;
    head_.name = name.range;
    expect(TokenKind::Equals);
    push(type());
    finishDeclaration(SyntaxKind::TypeDecl, name);
}

void Parser::inDecl() {
    placeAnnotations(true, false);
    advance();
    input();
}

/// What stands behind `in`.
void Parser::input() {
    const Name name = declaredName();
    head_.kind = SyntaxKind::InDecl;
    head_.name = name.range;
    if (!accept(TokenKind::Colon)) {
        if (kind() == TokenKind::Equals) {
            failHinting("an input is declared by `in " + shown(source_.slice(name.range)) +
                        ": Type`");
        }
        fail();
    }
    push(type());
    if (kind() == TokenKind::Equals && !panic_) {
        failInputValue();
    }
    finishDeclaration(SyntaxKind::InDecl, name);
    if (kind() == TokenKind::Comma && kindAfter(1) == TokenKind::Ident &&
        kindAfter(2) == TokenKind::Colon) {
        moreInputs();
    }
}

/// `out` takes a name. An expression in its place is reported once, as a whole.
void Parser::outDecl() {
    placeAnnotations(false, true);
    advance();
    head_.kind = SyntaxKind::OutDecl;
    const uint32_t first = pos_;
    const bool isName = isWord(kind()) || kind() == TokenKind::Underscore;
    if (kind() == TokenKind::EndOfFile || atNextDeclaration()) {
        failNameless();
    } else if (isName && !startsExpressionWord(kind(), token(1))) {
        const Name name = takeName();
        if (continuesExpression(kind())) {
            outExpression(first);
        } else if (kind() == TokenKind::Equals && !name.bad) {
            failOutputValue();
        }
        // A reserved word is bound to nothing, so there is nothing to put out.
        finishDeclaration(SyntaxKind::OutDecl, {name.bad ? SourceRange{} : name.range, name.bad});
    } else {
        outExpression(first);
    }
}

/// Reports `out expr`. Where the expression is sound the fix gives it a name.
void Parser::outExpression(uint32_t first) {
    if (kind() == TokenKind::Comma) {
        return failOutputList();
    }
    const SourceRange expr = tryExpression(first);
    Diagnostic* diagnostic = fail(pos_ == first ? "a name" : "a declaration");
    if (diagnostic == nullptr) {
        return;
    }
    diagnostic->hint = "assign it to a name first: `result = …`, then `out result`";
    if (!expr.empty()) {
        const std::string& name = unusedName();
        const uint32_t begin = tokens_[head_.firstToken].range.begin;
        const std::string assignment = name + " = " + std::string(source_.slice(expr)) + "\n";
        diagnostic->fixes.push_back(
            {"assign it to a name first", {{{begin, begin}, assignment}, {expr, name}}});
    }
}

/// `out a, b`.
void Parser::failOutputList() {
    if (kindAfter() != TokenKind::Ident || startsDeclaration(pos_ + 1)) {
        return notADeclaration();
    }
    std::vector<TextEdit> edits;
    uint32_t i = pos_;
    for (; tokens_[i].kind == TokenKind::Comma && tokens_[i + 1].kind == TokenKind::Ident; i += 2) {
        edits.push_back({{tokens_[i].range.begin, tokens_[i + 1].range.begin}, "\nout "});
    }
    if (Diagnostic* d = fail("a declaration")) {
        d->hint = "one `out` for each name";
        if (tokens_[i].kind != TokenKind::Comma) {
            d->fixes.push_back({"write an `out` for each", std::move(edits)});
        }
    }
}

/// Range of the expression that begins at a token, empty if it is broken. Reports nothing, leaves
/// no nodes and the cursor where it was. Nothing is tried inside what is tried: that could take
/// exponential time.
SourceRange Parser::tryExpression(uint32_t first) {
    if (trying_) {
        return {};
    }
    const std::size_t nodes = tree_.nodes.size();
    const std::size_t children = tree_.childIds.size();
    const std::size_t diagnostics = tree_.diagnostics.size();
    const std::size_t pending = mark();
    const Scoped<bool> trying(trying_, true);
    const Scoped<uint32_t> position(pos_, first);
    const Scoped<Expected> expected(expected_, {});
    expression();
    const bool sound = !panic_ && tree_.diagnostics.size() == diagnostics;
    const SourceRange range = sound ? since(first) : SourceRange{};
    if (panic_) {
        tokens_.setSawEnd(sawEndAtError_);
    }
    panic_ = false;
    pending_.resize(pending);
    tree_.diagnostics.resize(diagnostics);
    tree_.nodes.resize(nodes);
    heights_.resize(nodes);
    tree_.childIds.resize(children);
    return range;
}

std::string unusedName(std::string_view text) {
    const std::string wish = "result";
    std::string name = wish;
    for (int n = 2; text.find(name) != std::string_view::npos; ++n) {
        if (n == 100) {
            return wish;
        }
        name = wish + std::to_string(n);
    }
    return name;
}

const std::string& Parser::unusedName() {
    block_.readsWholeText = true;
    if (unusedName_.empty()) {
        unusedName_ = cst::unusedName(whole_.bytes());
    }
    return unusedName_;
}

/// `use a.b.c`: no blanks around the dots, and any word behind them.
void Parser::useDecl() {
    advance();
    head_.kind = SyntaxKind::UseDecl;
    if (kind() != TokenKind::Ident || atNextDeclaration()) {
        return failNameless();
    }
    Name path{take(), false};
    usePath(path);
    if (panic_) {
        return;
    }
    head_.name = path.range;
    if (kind() == TokenKind::KwAs && kindAfter() != TokenKind::Equals) {
        const uint32_t first = pos_;
        advance();
        const Name alias = declaredName();
        const SyntaxId id = leaf(SyntaxKind::Alias, since(first), alias.range);
        markBad(id, alias.bad);
        push(id);
    } else {
        expected_.add(TokenKind::KwAs);
    }
    finishDeclaration(SyntaxKind::UseDecl, path);
}

/// The words behind the first. Where blanks stand around a dot, that is reported, and the
/// declaration goes on under the last word alone.
void Parser::usePath(Name& path) {
    const uint32_t first = pos_ - 1;
    const std::size_t reports = tree_.diagnostics.size();
    std::string whole(source_.slice(path.range));
    while (at(TokenKind::Dot)) {
        const bool dotGlued = glued(tokens_[pos_ - 1], token());
        const bool wordGlued = glued(token(), token(1));
        const bool isNext = isWord(kindAfter()) && (wordGlued || !token(1).startsLine);
        if (!isNext) {
            advance();
            fail("a name right behind the dot");
            return;
        }
        const SourceRange dot = take();
        if (!path.bad && !(dotGlued && wordGlued)) {
            report(DiagId::Syntax, dotGlued ? token().range : dot,
                   "blanks do not belong around the dots of a path");
            path.bad = true;
        }
        whole += '.' + std::string(text(token()));
        const SourceRange word = take();
        path.range = {path.bad ? word.begin : path.range.begin, word.end};
    }
    if (tree_.diagnostics.size() > reports) {
        const SourceRange blanks = since(first);
        tree_.diagnostics.back().hint = "write `" + whole + "`";
        tree_.diagnostics.back().fixes.push_back({"remove the blanks", {{blanks, whole}}});
    }
}

void Parser::assign() {
    const bool equalsFollows = kindAfter() == TokenKind::Equals;
    // A lone word: what follows on its line shows whether it was meant as a declaration.
    if (!equalsFollows && (!token().startsLine || token(1).startsLine || !exists(pos_ + 1))) {
        notADeclaration();
        return;
    }
    const uint32_t first = pos_;
    const Name name = takeName();
    head_.kind = SyntaxKind::Assign;
    head_.name = name.range;
    if (!accept(TokenKind::Equals)) {
        failStatement(first);
        return;
    }
    push(expression());
    if (kind() == TokenKind::Equals) {  // `a = b = 1`
        expected_.add(Expected::Declaration);
        fail();
    }
    finishDeclaration(SyntaxKind::Assign, name);
}

/// May an operand go on with this? (`with` and `,` cannot, but show that one was meant.)
bool Parser::continuesExpression(TokenKind kind) {
    switch (kind) {
    case TokenKind::Dot:
    case TokenKind::LeftParen:
    case TokenKind::LeftBracket:
    case TokenKind::LeftBrace:
    case TokenKind::KwWith:
    case TokenKind::Comma: return true;
    default: return isInfix(kind);
    }
}

// --- annotations

/// Reads those before a declaration onto pending_. False where that can have none.
bool Parser::annotations() {
    while (kind() == TokenKind::At && !panic_) {
        annotations_.push_back(annotation());
        push(annotations_.back().node);
    }
    if (panic_ || kind() == TokenKind::KwIn || kind() == TokenKind::KwOut) {
        return true;
    }
    if (startsDeclaration(pos_)) {
        placeAnnotations(false, false);
        return false;
    }
    const bool reported = !annotations_.back().known;
    if (reported) {
        giveUp();
    } else {
        fail(annotations_.back().beforeIn ? "`in`" : "`out`");
    }
    return true;
}

Parser::Annotation Parser::annotation() {
    const uint32_t first = pos_;
    advance();
    const bool keyword = isKeyword(kind()) && kindAfter() == TokenKind::LeftParen;
    if (!keyword && !at(TokenKind::Ident)) {
        fail("`example`, `source` or `sink`");
        return {};
    }
    Annotation result;
    result.word = text(token());
    const SourceRange word = take();
    result.range = {tokens_[first].range.begin, word.end};
    if (result.word == "example") {
        result.known = result.beforeIn = true;
        expect(TokenKind::LeftParen);
        const Scoped<Inside> inside(inside_, Inside::Items);
        const std::size_t children = mark();
        push(expression());
        expect(TokenKind::RightParen);
        result.node = node(SyntaxKind::ExampleAnnotation, since(first), children);
    } else if (result.word == "source" || result.word == "sink") {
        result.known = true;
        result.beforeIn = result.word == "source";
        result.node = connector(first, word);
    } else {
        result.node = unknownAnnotation(first, word);
    }
    return result;
}

/// `("plain string", name: expr, …)`.
SyntaxId Parser::connector(uint32_t firstToken, SourceRange word) {
    const std::size_t children = mark();
    expect(TokenKind::LeftParen);
    if (at(TokenKind::RawString)) {
        push(rawString());
    } else {
        fail();
    }
    const Scoped<Inside> inside(inside_, Inside::Record);
    while (accept(TokenKind::Comma)) {
        if (kind() == TokenKind::RightParen) {
            failTrailingComma(tokens_[pos_ - 1].range);
            break;
        }
        const uint32_t first = pos_;
        const std::size_t value = mark();
        const Name name = declaredName();
        expect(TokenKind::Colon);
        push(expression());
        const SyntaxId argument =
            node(SyntaxKind::ConnectorArgument, since(first), value, name.range);
        markBad(argument, name.bad);
        push(argument);
    }
    expect(TokenKind::RightParen);
    return node(SyntaxKind::ConnectorAnnotation, since(firstToken), children, word);
}

/// Steps over its arguments, whatever they are.
SyntaxId Parser::unknownAnnotation(uint32_t firstToken, SourceRange word) {
    const SourceRange range{tokens_[firstToken].range.begin, word.end};
    const std::string name(source_.slice(word));
    if (Diagnostic* d =
            report(DiagId::BadAnnotation, range, "unknown annotation `@" + name + "`")) {
        constexpr std::array<std::string_view, 3> kWords = {"example", "source", "sink"};
        d->suggestions = suggest(name, kWords);
        for (const std::string& other : d->suggestions) {
            d->fixes.push_back({"change to `@" + other + "`", {{word, other}}});
        }
        d->hint = "annotations are `@example` and `@source` before `in`, `@sink` before `out`";
    }
    if (kind() == TokenKind::LeftParen && closerOf(pos_) != 0) {
        pos_ = closerOf(pos_);
        advance();
    }
    const SyntaxId id = leaf(SyntaxKind::UnknownAnnotation, since(firstToken), word);
    row(id).hasError = true;
    return id;
}

/// Reports the known ones that do not belong before what follows.
void Parser::placeAnnotations(bool beforeIn, bool beforeOut) {
    for (const Annotation& each : annotations_) {
        if (!each.known || (each.beforeIn ? beforeIn : beforeOut)) {
            continue;
        }
        const std::string place = each.beforeIn ? "`in`" : "`out`";
        if (Diagnostic* d = report(DiagId::BadAnnotation, each.range,
                                   "`@" + std::string(each.word) + "` belongs before " + place)) {
            const SourceRange whole = row(each.node).range;
            const std::size_t next = std::min(source_.bytes().find_first_not_of(" \t\r", whole.end),
                                              source_.bytes().size());
            const bool endsLine = next < source_.bytes().size() && source_.bytes()[next] == '\n';
            const auto end = static_cast<uint32_t>(next + (endsLine ? 1 : 0));
            d->fixes.push_back({"remove it", {{{whole.begin, end}, ""}}});
        }
        markBad(each.node, true);
    }
}

}  // namespace cst

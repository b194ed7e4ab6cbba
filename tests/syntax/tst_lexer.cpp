#include "engine/syntax/lexer.h"

#include <QTest>

#include <string>

using cst::TokenKind;

namespace {

constexpr std::array kKindNames = {
#define CST_TOKEN(name, spelling) std::string_view(#name),
#include "engine/syntax/token_kinds.def"
#undef CST_TOKEN
};

/// `Ident:a Equals Int:1`: kinds, with the source of those that stand for more than one spelling.
std::string listed(const cst::SourceText& text, const cst::TokenList& list) {
    std::string result;
    for (const cst::Token& token : list.tokens) {
        if (token.kind == TokenKind::EndOfFile) {
            continue;
        }
        result += result.empty() ? "" : " ";
        result += kKindNames.at(static_cast<std::size_t>(token.kind));
        const bool varies = token.kind <= TokenKind::Ident ||
                            (token.kind >= TokenKind::Int && token.kind <= TokenKind::Duration) ||
                            token.kind == TokenKind::StringText ||
                            token.kind == TokenKind::RawString;
        if (varies) {
            result += ':' + std::string(text.slice(token.range));
        }
    }
    return result;
}

std::string tokens(const std::string& source) {
    const cst::SourceText text(source);
    return listed(text, cst::lex(text));
}

std::string codes(const std::string& source) {
    std::string result;
    const cst::SourceText text(source);
    for (const cst::Diagnostic& each : cst::lex(text).diagnostics) {
        result += result.empty() ? "" : " ";
        result += std::string(each.code()) + '@' + std::to_string(each.range.begin);
    }
    return result;
}

}  // namespace

class LexerTest : public QObject {
    Q_OBJECT

private slots:
    void tokensAreTold_data();
    void tokensAreTold();
    void everyKeywordIsOneAndItsNeighboursAreNot();
    void everySymbolIsReadWhole_data();
    void everySymbolIsReadWhole();
    void whatIsNoTokenIsReportedOnce_data();
    void whatIsNoTokenIsReportedOnce();
    void plainStringsStandAfterTwoWordsOnly_data();
    void plainStringsStandAfterTwoWordsOnly();
    void aStringWithoutAnEndCostsItsLineOnly_data();
    void aStringWithoutAnEndCostsItsLineOnly();
    void commentsAreKeptApart();
    void tokensKnowWhetherTheyStartALine();
    void tokensAndBlanksCoverTheWholeText();
};

void LexerTest::tokensAreTold_data() {
    QTest::addColumn<std::string>("source");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const char* source, const char* expected) {
        QTest::newRow(name) << std::string(source) << std::string(expected);
    };
    row("nothing", "", "");
    row("blanks only", " \t\r\n", "");
    row("byte-order mark", "\xEF\xBB\xBFin x", "KwIn Ident:x");
    row("a hyphen inside a name", "a-b", "Ident:a-b");
    row("hyphens inside a name", "a--b", "Ident:a--b");
    row("a hyphen between blanks", "a - b", "Ident:a Minus Ident:b");
    row("a hyphen at the end is given back", "n- 1", "Ident:n Minus Int:1");
    row("hyphens at the end are given back", "n-- 1", "Ident:n Minus Minus Int:1");
    row("a hyphen before a digit", "total-1", "Ident:total-1");
    row("a glued arrow", "c->x", "Ident:c Arrow Ident:x");
    row("an arrow behind two hyphens", "c-->x", "Ident:c Minus Arrow Ident:x");
    row("a keyword before a glued arrow", "true->1", "KwTrue Arrow Int:1");
    row("a keyword with a hyphen is a name", "in-stock not-yet", "Ident:in-stock Ident:not-yet");
    row("keywords inside names", "inner types is_ok true1",
        "Ident:inner Ident:types Ident:is_ok Ident:true1");
    row("underscores", "_ __ _a a_", "Underscore Ident:__ Ident:_a Ident:a_");
    row("numbers", "0 7 10 00.5 0.5 1.5e3 1.5E-3 1.5e+3",
        "Int:0 Int:7 Int:10 Float:00.5 Float:0.5 Float:1.5e3 Float:1.5E-3 Float:1.5e+3");
    row("durations", "1ms 2s 3min 4h 5d 0s",
        "Duration:1ms Duration:2s Duration:3min Duration:4h Duration:5d Duration:0s");
    row("a duration with a blank", "5 s", "Int:5 Ident:s");
    row("a rate", "10/1s", "Int:10 Slash Duration:1s");
    row("a point without a fraction", "1.", "Int:1 Dot");
    row("a fraction without a point before", ".5", "Dot Int:5");
    row("a field of a number", "1.x", "Int:1 Dot Ident:x");
    row("a number and a hyphen", "5-3 5-x", "Int:5 Minus Int:3 Int:5 Minus Ident:x");
    row("an empty string", "\"\"", "StringBegin StringEnd");
    row("a string", "\"ab\"", "StringBegin StringText:ab StringEnd");
    row("escapes stay as they are", R"("a\"b\\")", R"(StringBegin StringText:a\"b\\ StringEnd)");
    row("a dollar alone", R"("$5 \${x}")", R"(StringBegin StringText:$5 \${x} StringEnd)");
    row("a line break in a string", "\"a\nb\"", "StringBegin StringText:a\nb StringEnd");
    row("a comment sign in a string", "\"a#b\"", "StringBegin StringText:a#b StringEnd");
    row("an interpolation", "\"a${x}b\"",
        "StringBegin StringText:a InterpolationBegin Ident:x InterpolationEnd StringText:b "
        "StringEnd");
    row("interpolations side by side", "\"${x}${y}\"",
        "StringBegin InterpolationBegin Ident:x InterpolationEnd InterpolationBegin Ident:y "
        "InterpolationEnd StringEnd");
    row("braces in an interpolation", "\"${ {a: {}} }\"",
        "StringBegin InterpolationBegin LeftBrace Ident:a Colon LeftBrace RightBrace RightBrace "
        "InterpolationEnd StringEnd");
    row("a string in a string", "\"${\"}\"}\"",
        "StringBegin InterpolationBegin StringBegin StringText:} StringEnd InterpolationEnd "
        "StringEnd");
    row("a comment in an interpolation", "\"${x # }\"\n}\"",
        "StringBegin InterpolationBegin Ident:x InterpolationEnd StringEnd");
}

void LexerTest::tokensAreTold() {
    QFETCH(std::string, source);
    QFETCH(std::string, expected);
    QCOMPARE(tokens(source), expected);
    QCOMPARE(codes(source), std::string());
}

void LexerTest::everyKeywordIsOneAndItsNeighboursAreNot() {
    const std::vector<std::string> keywords = {
        "type", "in",  "out",  "if",     "else",      "true", "false", "use",   "as", "and",
        "or",   "not", "when", "branch", "otherwise", "with", "lazy",  "match", "is"};
    for (std::size_t i = 0; i < keywords.size(); ++i) {
        const std::string& word = keywords[i];
        const auto kind = static_cast<TokenKind>(static_cast<std::size_t>(TokenKind::KwType) + i);
        QCOMPARE(std::string(cst::tokenSpelling(kind)), '`' + word + '`');
        QVERIFY(cst::isKeyword(kind));
        QCOMPARE(cst::lex(cst::SourceText(word)).tokens[0].kind, kind);
        for (const std::string& other : {word + "x", word + "_", word + "1", word + "-a",
                                         'x' + word, word.substr(0, word.size() - 1) + "z"}) {
            QCOMPARE(cst::lex(cst::SourceText(other)).tokens[0].kind, TokenKind::Ident);
        }
        std::string capital = word;
        capital[0] = static_cast<char>(capital[0] - 'a' + 'A');
        QCOMPARE(cst::lex(cst::SourceText(capital)).tokens[0].kind, TokenKind::Ident);
    }
}

void LexerTest::everySymbolIsReadWhole_data() {
    QTest::addColumn<TokenKind>("kind");
    for (unsigned i = static_cast<unsigned>(TokenKind::Equals); i < cst::kTokenKinds; ++i) {
        const auto kind = static_cast<TokenKind>(i);
        QTest::newRow(kKindNames.at(i).data()) << kind;
    }
}

void LexerTest::everySymbolIsReadWhole() {
    QFETCH(TokenKind, kind);
    std::string symbol(cst::tokenSpelling(kind));
    symbol = symbol.substr(1, symbol.size() - 2);
    // Glued to a name, and between blanks.
    for (const std::string& source : {"a" + symbol + "b", "a " + symbol + " b"}) {
        if (kind == TokenKind::Minus && source == "a-b") {
            continue;
        }
        const cst::TokenList list = cst::lex(cst::SourceText(source));
        QCOMPARE(list.tokens.size(), std::size_t{4});
        QCOMPARE(list.tokens[1].kind, kind);
    }
}

void LexerTest::whatIsNoTokenIsReportedOnce_data() {
    QTest::addColumn<std::string>("source");
    QTest::addColumn<std::string>("expected");
    QTest::addColumn<std::string>("errors");
    const auto row = [](const char* name, const std::string& source, const char* expected,
                        const char* errors) {
        QTest::newRow(name) << source << std::string(expected) << std::string(errors);
    };
    row("a semicolon", "a;b", "Ident:a Unknown:; Ident:b", "E020@1");
    row("a run", "a $%& b", "Ident:a Unknown:$%& Ident:b", "E020@2");
    row("two runs", "$ %", "Unknown:$ Unknown:%", "E020@0 E020@2");
    row("half a symbol", "a ! b", "Ident:a Unknown:! Ident:b", "E020@2");
    row("a question mark", "a ? b", "Ident:a Unknown:? Ident:b", "E020@2");
    row("a no-break space", "a\u00A0b", "Ident:a Unknown:\u00A0 Ident:b", "E020@1");
    row("a form feed", "a\fb", "Ident:a Unknown:\f Ident:b", "E020@1");
    row("letters that are not ASCII", "größe", "Ident:gr Unknown:öß Ident:e", "E020@2");
    row("a mark not at the start", "a \xEF\xBB\xBF", "Ident:a Unknown:\xEF\xBB\xBF", "E020@2");
    row("invalid UTF-8", "a \xFF\xFE b", "Ident:a Unknown:\xFF\xFE Ident:b", "E020@2");
    row("leading zeros", "007", "Unknown:007", "E020@0");
    row("leading zeros with a unit", "05s", "Unknown:05s", "E020@0");
    row("letters behind a number", "12abc", "Unknown:12abc", "E020@0");
    row("a unit that does not exist", "5sec 5m", "Unknown:5sec Unknown:5m", "E020@0 E020@5");
    row("a unit on a fraction", "1.5s", "Unknown:1.5s", "E020@0");
    row("an exponent without digits", "1.5e", "Unknown:1.5e", "E020@0");
    row("an exponent without a fraction", "1e5", "Unknown:1e5", "E020@0");
    row("invalid UTF-8 in a string", "\"a\xFF\xFE\"", "StringBegin StringText:a\xFF\xFE StringEnd",
        "E020@2");
    row("invalid UTF-8 in a comment", "# a\xFF", "", "E020@3");
    row("an unknown escape", R"("a\qb")", R"(StringBegin StringText:a\qb StringEnd)", "E023@2");
    row("two unknown escapes", R"("\q\u")", R"(StringBegin StringText:\q\u StringEnd)",
        "E023@1 E023@3");
    row("an unknown escape of many bytes", "\"\\ß\"", "StringBegin StringText:\\ß StringEnd",
        "E023@1");
    row("an escaped line break", "\"\\\n\"", "StringBegin StringText:\\\n StringEnd", "E023@1");
}

void LexerTest::whatIsNoTokenIsReportedOnce() {
    QFETCH(std::string, source);
    QFETCH(std::string, expected);
    QFETCH(std::string, errors);
    QCOMPARE(tokens(source), expected);
    QCOMPARE(codes(source), errors);
}

void LexerTest::plainStringsStandAfterTwoWordsOnly_data() {
    QTest::addColumn<std::string>("source");
    QTest::addColumn<bool>("plain");
    const auto row = [](const char* name, const char* source, bool plain) {
        QTest::newRow(name) << std::string(source) << plain;
    };
    row("a source", R"(@source("a\${x}", b: 1))", true);
    row("a sink with blanks", R"(@ sink ( "a\${x}" ))", true);
    row("an example", R"(@example("a"))", false);
    row("a call", R"(source("a"))", false);
    row("an option", R"(f() with cache_backend: "a\b")", true);
    row("a later option", R"(f() with retry: 1, fallback: g(1, 2), cache_backend: "a\b")", true);
    row("behind a name that is a word of the language, on a line of its own",
        "f() with fallback: [\nin,\nout], cache_backend: \"a\"", true);
    row("a field", R"({ cache_backend: "a" })", false);
    row("a later field", R"({ b: f(x with retry: 1), cache_backend: "a" })", false);
    row("brackets around a declaration", "f() with retry: 1 {\nout x\nl = } cache_backend: \"a\"",
        false);
    row("a field behind options of a field", R"({ a: f() with lazy, b: 1, cache_backend: "a" })",
        false);
    row("another option", R"(f() with fallback: "a")", false);
}

void LexerTest::plainStringsStandAfterTwoWordsOnly() {
    QFETCH(std::string, source);
    QFETCH(bool, plain);
    QCOMPARE(tokens(source).find("RawString") != std::string::npos, plain);
    QCOMPARE(codes(source), std::string());
}

void LexerTest::aStringWithoutAnEndCostsItsLineOnly_data() {
    QTest::addColumn<std::string>("source");
    QTest::addColumn<std::string>("expected");
    QTest::addColumn<std::string>("errors");
    const auto row = [](const char* name, const char* source, const char* expected,
                        const char* errors) {
        QTest::newRow(name) << std::string(source) << std::string(expected) << std::string(errors);
    };
    row("at the end", "a = \"x", "Ident:a Equals StringBegin StringText:x StringEnd", "E024@4");
    row("the next line is code", "\"x\nb", "StringBegin StringText:x StringEnd Ident:b", "E024@0");
    row("only the quote", "\"", "StringBegin StringEnd", "E024@0");
    row("the first of two", "a = \"x\nb = \"y\"",
        "Ident:a Equals StringBegin StringText:x StringEnd Ident:b Equals StringBegin StringText:y "
        "StringEnd",
        "E024@4");
    row("the last of two", "a = \"x\"\nb = \"y",
        "Ident:a Equals StringBegin StringText:x StringEnd Ident:b Equals StringBegin StringText:y "
        "StringEnd",
        "E024@12");
    row("an interpolation", "\"x ${ a\nb",
        "StringBegin StringText:x  InterpolationBegin Ident:a "
        "InterpolationEnd StringEnd Ident:b",
        "E024@0");
    row("a string in an interpolation", "\"${ \"a\nb",
        "StringBegin InterpolationBegin StringBegin StringText:a StringEnd InterpolationEnd "
        "StringEnd Ident:b",
        "E024@1");
    row("an interpolation in a string that is closed", "\"${ a b\"\nc",
        "StringBegin InterpolationBegin Ident:a Ident:b StringBegin StringEnd InterpolationEnd "
        "StringEnd Ident:c",
        "E024@1");
    row("a plain string", "@source(\"x\nb", "At Ident:source LeftParen RawString:\"x Ident:b",
        "E024@8");
    row("a backslash at the end", "\"x\\", "StringBegin StringText:x\\ StringEnd", "E024@0");
}

void LexerTest::aStringWithoutAnEndCostsItsLineOnly() {
    QFETCH(std::string, source);
    QFETCH(std::string, expected);
    QFETCH(std::string, errors);
    QCOMPARE(tokens(source), expected);
    QCOMPARE(codes(source), errors);
}

void LexerTest::commentsAreKeptApart() {
    const cst::SourceText text("# one\r\na # two\n\"# no\"#three");
    std::vector<std::string> comments;
    for (const cst::SourceRange range : cst::lex(text).comments) {
        comments.emplace_back(text.slice(range));
    }
    QCOMPARE(comments, (std::vector<std::string>{"# one", "# two", "#three"}));
}

void LexerTest::tokensKnowWhetherTheyStartALine() {
    const cst::SourceText text("a b\n  c # d\n\n\"x\ny\" e\nf");
    std::string starters;
    for (const cst::Token& token : cst::lex(text).tokens) {
        if (token.startsLine) {
            starters += text.slice(token.range);
            starters += '|';
        }
    }
    // The quote starts a line, `e` does not: the string it stands behind ends on its line.
    QCOMPARE(starters, std::string("a|c|\"|f||"));
}

void LexerTest::tokensAndBlanksCoverTheWholeText() {
    const cst::SourceText text("a-- = \"x${ b #c\n }\" $ 1.5e #d\n@source(\"q\")\t1min\r\n");
    std::vector<bool> covered(text.size(), false);
    const cst::TokenList list = cst::lex(text);
    std::vector<cst::SourceRange> pieces = list.comments;
    for (const cst::Token& token : list.tokens) {
        pieces.push_back(token.range);
    }
    for (const cst::SourceRange piece : pieces) {
        for (uint32_t i = piece.begin; i < piece.end; ++i) {
            QVERIFY2(!covered[i], "two pieces overlap");
            covered[i] = true;
        }
    }
    for (uint32_t i = 0; i < text.size(); ++i) {
        const char c = text.bytes()[i];
        QCOMPARE(covered[i], c != ' ' && c != '\t' && c != '\r' && c != '\n');
    }
}

QTEST_APPLESS_MAIN(LexerTest)
#include "tst_lexer.moc"

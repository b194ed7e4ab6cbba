#pragma once

#include "engine/syntax/options.h"
#include "engine/syntax/token_cursor.h"
#include "engine/syntax/tree.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// One parse: recursive descent over the tokens, functions named after the rules of language §2.
///
/// Errors. The first thing that does not fit is reported, with everything that would have fitted
/// at that token; then the cursor jumps to the end of the file, where nothing fits either, so that
/// every rule on the stack returns by itself and silently. declaration() then takes the cursor
/// back and resumes at the next line that begins a declaration. Nothing tests for errors between.
///
/// Nodes. A rule pushes its children on pending_; node() turns those above a mark into one node.
///
/// Depth. Each nested expression or type counts as one level; operators do not recurse at all
/// (see parse_expressions.cpp), so a level costs three or four frames. heights_ bounds the tree.
///
/// Not thread safe. The tree outlives the parser.
class Parser : private TokenCursor {
public:
    /// `whole`: the text that the tree is of, or of a part of which it is.
    Parser(SyntaxTree& tree, const SourceText& whole, uint32_t rewinds);
    void run();

private:
    /// A name where one is declared. `bad` = a reserved word, reported.
    struct Name {
        SourceRange range;
        bool bad = false;
    };
    /// What is known of a declaration that may still break.
    struct Head {
        uint32_t firstToken = 0;
        SyntaxKind kind = SyntaxKind::BrokenDecl;
        SourceRange name;
    };
    struct Annotation {
        SyntaxId node;
        SourceRange range;  // `@` and the word
        std::string_view word;
        bool known = false;
        bool beforeIn = false;  // belongs before `in`; else before `out`
    };
    /// Operators of one precedence whose right end is not reached yet.
    struct Chain {
        uint8_t level = 0;
        TokenKind op = TokenKind::EndOfFile;  // the first, or the prefix operator
        uint32_t begin = 0;                   // offset of the first byte
        uint32_t mark = 0;                    // into pending_: its first child
    };
    /// What the innermost brackets around the cursor hold.
    enum class Inside : uint8_t {
        Items,   // expressions, or nothing at all
        Record,  // `name: value`
        Cases    // `condition -> value`
    };
    /// What an error tells besides its message.
    struct Help {
        std::string hint;
        std::vector<Fix> fixes;
    };
    class Level;  // counts nesting

    void expect(TokenKind wanted) {
        if (!accept(wanted)) {
            fail();
        }
    }
    bool startsDeclaration(uint32_t index) const;
    void matchBrackets();
    /// The partner of an opening bracket; 0 = none. No pair spans the begin of a declaration.
    uint32_t closerOf(uint32_t opener) const;

    // Blocks (parse_blocks.cpp).
    bool beginsBehindLines() const;
    bool atNextBlock() const;
    void endBlock();
    void finishBlocks();

    // Errors (parse_errors.cpp). Each yields the diagnostic to decorate, or null where none is
    // recorded: a follow-up, a token the lexer reported, or one too many.
    Diagnostic* fail();
    Diagnostic* fail(std::string_view expected);
    Diagnostic* failSaying(std::string message);
    bool isInOpenString() const;
    void noteOpenBracket(Diagnostic& diagnostic) const;
    void giveUp();  // as if an error had been reported here
    void failHinting(std::string_view hint);
    void failTooDeep();
    void failTrailingComma(SourceRange comma);
    Diagnostic* report(DiagId id, SourceRange range, std::string arg);
    std::string found() const;

    // What other languages have (parse_habits.cpp).
    Help helpForFound() const;
    Help helpForArrow() const;
    Help helpForPipe() const;
    Help helpForSlash() const;
    Help helpForWord() const;
    bool startsForeignAssignment(uint32_t index) const;
    void skipDeclarator();
    void failStatement(uint32_t first);
    void failReturn(uint32_t first);
    void failInputValue();
    void moreInputs();
    void failOutputValue();
    void failNumberPoint();
    bool endsStatement(uint32_t index) const;

    // … and whole forms of them (parse_habits_forms.cpp).
    void caseArrow();
    void failOtherwise();
    bool isConditionWithFatArrow();
    void lambdaArrow();
    bool startsArrowLambda(uint32_t opener) const;
    void foreignTypeSuffix(SourceRange type);
    void failTypeBrackets(uint32_t first);
    bool bracketsToAngles(uint32_t opener, std::vector<TextEdit>& edits) const;
    void colon(std::string_view hint);
    std::vector<TextEdit> equalsToColons() const;
    void failFieldCall(SyntaxId callee);
    void skipThen();
    bool opensBlock(uint32_t brace) const;
    void failBlock(uint32_t brace);
    bool unbrace(uint32_t brace, std::vector<TextEdit>& edits);
    bool optionWithoutComma();
    void failOptionParentheses();
    void closeInterpolation(uint32_t begin);

    // Nodes.
    std::size_t mark() const { return pending_.size(); }
    void push(SyntaxId id) { pending_.push_back(id); }
    SyntaxId leaf(SyntaxKind kind, SourceRange range, SourceRange name = {},
                  TokenKind op = TokenKind::EndOfFile);
    SyntaxId node(SyntaxKind kind, SourceRange range, std::size_t mark, SourceRange name = {},
                  TokenKind op = TokenKind::EndOfFile);
    SyntaxId errorLeaf(SyntaxKind kind, SourceRange range);
    SyntaxNode& row(SyntaxId id) { return tree_.nodes[id]; }
    void markBad(SyntaxId id, bool bad) { row(id).hasError |= bad; }

    // Declarations and recovery (parse_declarations.cpp, parse_recovery.cpp).
    void declaration();
    void unannotated();
    void typeDecl();
    void inDecl();
    void input();
    void outDecl();
    void outExpression(uint32_t first);
    void failOutputList();
    void useDecl();
    void assign();
    void notADeclaration();
    bool atNextDeclaration() const;
    Name declaredName();
    Name takeName();
    void failNameless();
    void usePath(Name& path);
    void finishDeclaration(SyntaxKind kind, Name name);
    SourceRange tryExpression(uint32_t first);
    const std::string& unusedName();
    static bool continuesExpression(TokenKind kind);
    bool annotations();
    Annotation annotation();
    SyntaxId connector(uint32_t firstToken, SourceRange word);
    SyntaxId unknownAnnotation(uint32_t firstToken, SourceRange word);
    void placeAnnotations(bool beforeIn, bool beforeOut);
    void recover();
    void addLost(const Head& head, uint32_t endToken);
    void joinFixes(Diagnostic& first, const Diagnostic& again) const;
    void mergeLexerDiagnostics();

    // Types (parse_types.cpp).
    SyntaxId type();
    SyntaxId typeMerge();
    SyntaxId typePrimary();
    SyntaxId typeRecord();

    // Expressions (parse_expressions.cpp, parse_primary.cpp).
    SyntaxId expression();
    void prefixes(std::size_t base);
    bool infix(std::size_t base);
    static bool isInfix(TokenKind kind);
    void closeChains(std::size_t base, uint8_t above);
    SyntaxId operand();
    SyntaxId scrutinee();
    SyntaxId postfix(SyntaxId object);
    SyntaxId field(SyntaxId object);
    SyntaxId projection(SyntaxId object);
    SyntaxId primary();
    SyntaxId noOperand();
    SyntaxId intLiteral();
    SyntaxId floatLiteral();
    SyntaxId underscore();
    SyntaxId nameOrCall();
    SyntaxId call(SourceRange name);
    SyntaxId paren();
    SyntaxId listLiteral();
    SyntaxId recordLiteral();
    SyntaxId string();
    SyntaxId rawString();
    SyntaxId rawAsString();
    SyntaxId ifExpression();
    SyntaxId branchExpression();
    SyntaxId matchExpression();
    SyntaxId matchCase();
    SyntaxId pattern();
    bool startsLambda() const;
    SyntaxId lambda();
    SyntaxId lambdaParameter();
    bool memberName();

    // Options (parse_options.cpp).
    SyntaxId withClause();
    bool optionFollows() const;
    SyntaxId option();
    SyntaxId unknownOption(uint32_t firstToken, Name name);
    uint32_t unknownValueEnd() const;
    void optionValue(const OptionSpec& spec);
    SyntaxId optionInt(bool mayBeNegative);
    SyntaxId optionDuration();
    SyntaxId optionRate();
    SyntaxId optionWord(const OptionSpec& spec);
    void optionArguments(const OptionWordSpec& word);
    SyntaxId optionRaw();

    /// `item {"," item} close`, or nothing but `close`. The opening bracket is behind the cursor.
    template <class Item>
    void commaList(TokenKind close, Item item) {
        if (!accept(close)) {
            commaListOfSome(close, item);
        }
    }
    template <class Item>
    void commaListOfSome(TokenKind close, Item item) {
        for (;;) {
            item();
            const SourceRange comma = tokens_[pos_].range;
            if (!accept(TokenKind::Comma)) {
                expect(close);
                return;
            }
            if (kind() == close) {
                failTrailingComma(comma);
                return;
            }
        }
    }

    SyntaxTree& tree_;
    const SourceText& whole_;
    std::vector<uint32_t> closers_;  // by opening bracket
    mutable uint32_t openFrom_ = 0;  // and openEnd_: no declaration begins at a line between them
    mutable uint32_t openEnd_ = 0;
    SyntaxBlock block_;  // the one that is read
    std::vector<SyntaxId> pending_;
    std::vector<uint16_t> heights_;  // one a node
    std::vector<Chain> chains_;
    std::vector<Annotation> annotations_;  // before the current declaration
    uint32_t depth_ = 0;
    Inside inside_ = Inside::Items;

    bool panic_ = false;          // an error was met: see the class comment
    uint32_t errorPos_ = 0;       // at which token
    bool sawEndAtError_ = false;  // see WatchedTokens
    Head head_;
    bool inputFollows_ = false;      // `in a: Int,` is behind the cursor, `b: Int` at it
    bool trying_ = false;            // see tryExpression()
    std::string unusedName_;         // for fixes; made on first use
    std::vector<uint32_t> dropped_;  // begins of unknown tokens behind a reported error
};

/// One level of nesting; ends in a diagnostic where there are too many.
class Parser::Level {
public:
    explicit Level(Parser& parser);
    ~Level() { --parser_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    bool tooDeep() const { return tooDeep_; }

private:
    Parser& parser_;
    bool tooDeep_ = false;
};

}  // namespace cst

// Where a text can be cut so that each piece reads the same by itself. A declaration is read
// token by token from its first one; which others it looked at is watched, so nobody has to reason
// about what a rule, or the words of an error, may depend on. A block ends in front of a line that
// begins a declaration, with nothing left over from the one before.

#include "engine/syntax/parser.h"
#include "engine/syntax/parser_impl.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace cst {
namespace {

/// Makes a block begin where an earlier one does.
void beginWith(SyntaxBlock& block, const SyntaxBlock& first) {
    block.range.begin = first.range.begin;
    block.line = first.line;
    block.firstToken = first.firstToken;
    block.firstComment = first.firstComment;
    block.firstNode = first.firstNode;
    block.firstDeclaration = first.firstDeclaration;
    block.firstDiagnostic = first.firstDiagnostic;
}

}  // namespace

/// Pairs brackets, so that `(` knows in one step whether it opens a lambda. A closing bracket
/// belongs to the innermost open one of its kind; those opened since are left without a partner.
void Parser::matchBrackets() {
    closers_.assign(last_ + 1, 0);
    std::vector<uint32_t> open;
    std::array<uint32_t, kTokenKinds> openOfKind{};
    const Token* const tokens = tokens_.unwatched();
    const auto partner = [](TokenKind closing) {
        return static_cast<TokenKind>(static_cast<unsigned>(closing) - 1);
    };
    for (uint32_t i = 0; i < last_; ++i) {
        const TokenKind kind = tokens[i].kind;
        if (tokens[i].startsLine && !open.empty() && startsDeclaration(i)) {
            open.clear();
            openOfKind = {};
        }
        if (isOpening(kind)) {
            open.push_back(i);
            ++openOfKind[static_cast<std::size_t>(kind)];
        } else if (isClosing(kind) && openOfKind[static_cast<std::size_t>(partner(kind))] > 0) {
            uint32_t opener = 0;
            do {
                opener = open.back();
                open.pop_back();
                --openOfKind[static_cast<std::size_t>(tokens[opener].kind)];
            } while (tokens[opener].kind != partner(kind));
            closers_[opener] = i;
        }
    }
    tokens_.watchFrom(0);
}

uint32_t Parser::closerOf(uint32_t opener) const {
    const uint32_t closer = closers_[opener];
    if (closer != 0) {
        static_cast<void>(tokens_[closer]);
        return closer;
    }
    // That it has none was seen at the begin of the next declaration.
    if (opener < openFrom_ || opener >= openEnd_) {
        openFrom_ = opener;
        openEnd_ = opener + 1;
        while (openEnd_ < last_ && !(tokens_[openEnd_].startsLine && startsDeclaration(openEnd_))) {
            ++openEnd_;
        }
    }
    static_cast<void>(tokens_[std::min(openEnd_ + 2, last_)]);
    return 0;
}

/// Are there lines of comments and blanks before the first token?
bool Parser::beginsBehindLines() const {
    const uint32_t first = tokens_.unwatched()[0].range.begin;
    return source_.bytes().substr(0, first).find('\n') != std::string_view::npos;
}

bool Parser::atNextBlock() const {
    return !inputFollows_ && kind() != TokenKind::EndOfFile && atNextDeclaration();
}

/// The block that ends in front of the cursor. The token there, and what tells that it begins a
/// declaration, were looked at.
void Parser::endBlock() {
    const Token* const tokens = tokens_.unwatched();
    const std::string_view bytes = source_.bytes();
    const bool isLast = kind() == TokenKind::EndOfFile;
    uint32_t end = isLast ? source_.size() : tokens[pos_].range.begin;
    while (!isLast && end > 0 && bytes[end - 1] != '\n') {
        --end;
    }
    block_.range.end = end;
    block_.tokenEnd = pos_;
    block_.nodeEnd = static_cast<uint32_t>(tree_.nodes.size());
    block_.declarationEnd = static_cast<uint32_t>(tree_.declarations.size());
    block_.diagnosticEnd = static_cast<uint32_t>(tree_.diagnostics.size());
    if (tokens_.sawEnd() || isLast) {
        block_.reach = SyntaxBlock::kWholeText;
    } else {
        // The lexer has looked at the rest of the line, at most.
        const uint32_t from = tokens[tokens_.last()].range.end;
        const void* const found = std::memchr(bytes.data() + from, '\n', bytes.size() - from);
        const auto lineEnd =
            found == nullptr
                ? SyntaxBlock::kWholeText
                : static_cast<uint32_t>(static_cast<const char*>(found) - bytes.data());
        block_.reach = std::max(block_.reach, lineEnd);
    }
    if (tokens_.first() < block_.firstToken && !tree_.blocks.empty()) {
        // It has looked at what stands before it: both are one.
        SyntaxBlock& whole = tree_.blocks.back();
        const uint32_t reach = std::max(whole.reach, block_.reach);
        const SyntaxBlock first = whole;
        whole = block_;
        whole.reach = reach;
        beginWith(whole, first);
        whole.readsWholeText = first.readsWholeText || block_.readsWholeText;
    } else {
        tree_.blocks.push_back(block_);
    }
    const SyntaxBlock ended = block_;
    block_ = {};
    block_.range.begin = ended.range.end;
    block_.line = source_.line(ended.range.end, ended.line);
    block_.firstToken = ended.tokenEnd;
    block_.firstNode = ended.nodeEnd;
    block_.firstDeclaration = ended.declarationEnd;
    block_.firstDiagnostic = ended.diagnosticEnd;
    tokens_.watchFrom(pos_);
}

/// Shares out what the lexer has found.
void Parser::finishBlocks() {
    const std::vector<SourceRange>& comments = tree_.lexed.comments;
    std::vector<TokenList::Rewind>& rewinds = tree_.lexed.rewinds;
    std::ranges::sort(rewinds, {}, &TokenList::Rewind::token);
    const std::vector<uint32_t>& suspects = tree_.lexed.suspects;
    const auto beginOf = [&](uint32_t token) { return tree_.lexed.tokens[token].range.begin; };
    const auto reachOf = [&](const TokenList::Rewind& rewound) {
        return rewound.reach == source_.size() ? SyntaxBlock::kWholeText : rewound.reach;
    };
    uint32_t comment = 0;
    std::size_t rewind = 0;
    std::size_t suspect = 0;
    uint32_t rewindsBefore = tree_.blocks.front().rewindsBefore;
    for (SyntaxBlock& block : tree_.blocks) {
        // Who looks at tokens of later blocks depends on what the lexer has looked at for those.
        const uint32_t looked = block.reach;
        block.firstComment = comment;
        while (comment < comments.size() && comments[comment].begin < block.range.end) {
            ++comment;
        }
        block.commentEnd = comment;
        block.rewindsBefore = rewindsBefore;
        while (rewind < rewinds.size() && rewinds[rewind].token < block.tokenEnd) {
            block.reach = std::max(block.reach, reachOf(rewinds[rewind]));
            ++block.rewinds;
            ++rewind;
        }
        rewindsBefore += block.rewinds;
        for (std::size_t i = rewind; i < rewinds.size() && beginOf(rewinds[i].token) < looked;
             ++i) {
            block.reach = std::max(block.reach, reachOf(rewinds[i]));
        }
        for (; suspect < suspects.size() && suspects[suspect] < block.tokenEnd; ++suspect) {
            block.reach = SyntaxBlock::kWholeText;
        }
        if (suspect < suspects.size() && beginOf(suspects[suspect]) < looked) {
            block.reach = SyntaxBlock::kWholeText;
        }
    }
    if (tree_.diagnostics.empty()) {
        return;
    }
    // Those of the lexer stand behind those of the parser so far.
    const std::vector<Diagnostic> all = std::move(tree_.diagnostics);
    tree_.diagnostics.clear();
    auto ofLexer = all.begin() + tree_.blocks.back().diagnosticEnd;
    for (SyntaxBlock& block : tree_.blocks) {
        const auto first = static_cast<uint32_t>(tree_.diagnostics.size());
        tree_.diagnostics.insert(tree_.diagnostics.end(), all.begin() + block.firstDiagnostic,
                                 all.begin() + block.diagnosticEnd);
        for (; ofLexer != all.end() && ofLexer->range.begin < block.range.end; ++ofLexer) {
            tree_.diagnostics.push_back(*ofLexer);
        }
        block.firstDiagnostic = first;
        block.diagnosticEnd = static_cast<uint32_t>(tree_.diagnostics.size());
    }
    tree_.diagnostics.insert(tree_.diagnostics.end(), ofLexer, all.end());
    tree_.blocks.back().diagnosticEnd = static_cast<uint32_t>(tree_.diagnostics.size());
}

void joinBlocks(SyntaxTree& tree, std::span<const uint32_t> ends) {
    std::vector<SyntaxBlock> joined;
    uint32_t first = 0;
    for (const uint32_t end : ends) {
        joined.push_back(tree.blocks[end - 1]);
        beginWith(joined.back(), tree.blocks[first]);
        first = end;
    }
    tree.blocks = std::move(joined);
}

}  // namespace cst

#include "engine/syntax/format_trivia.h"

#include <algorithm>

namespace cst {
namespace {

/// Walks over tokens and comments in source order.
class TriviaReader {
public:
    TriviaReader(const SyntaxTree& tree, const FormatLayout& layout)
        : tree_(tree), layout_(layout) {}
    FormatTrivia run();

private:
    std::size_t lineEndsUpTo(uint32_t offset);
    void comment(SourceRange range, uint32_t nextToken);
    uint32_t placeFor(uint32_t nextToken) const;

    const SyntaxTree& tree_;
    const FormatLayout& layout_;
    uint32_t reached_ = 0;  // end of the last token or comment
    bool lineEndSeen_ = false;
    std::vector<uint32_t> places_;  // per comment: the token it stands before
    FormatTrivia out_;
};

FormatTrivia TriviaReader::run() {
    const std::vector<Token>& tokens = tree_.lexed.tokens;
    const std::vector<SourceRange>& comments = tree_.lexed.comments;
    out_.comments.reserve(comments.size());
    out_.blankBefore.resize(tokens.size());
    std::size_t next = 0;
    for (uint32_t i = 0; i < tokens.size(); ++i) {
        for (; next < comments.size() && comments[next].begin < tokens[i].range.begin; ++next) {
            comment(comments[next], i);
        }
        out_.blankBefore[i] = lineEndsUpTo(tokens[i].range.begin) > 1;
        reached_ = tokens[i].range.end;
    }
    for (; next < comments.size(); ++next) {  // an empty one at the very end
        comment(comments[next], static_cast<uint32_t>(tokens.size() - 1));
    }
    out_.firstComment.assign(tokens.size() + 1, 0);
    for (const uint32_t place : places_) {
        ++out_.firstComment[place + 1];
    }
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        out_.firstComment[i + 1] += out_.firstComment[i];
    }
    return std::move(out_);
}

/// Counts those since the last token or comment.
std::size_t TriviaReader::lineEndsUpTo(uint32_t offset) {
    const std::string_view blanks = tree_.text->slice({reached_, offset});
    const auto count = std::count(blanks.begin(), blanks.end(), '\n');
    if (count > 0 && !lineEndSeen_) {
        lineEndSeen_ = true;
        const std::size_t at = blanks.find('\n');
        out_.crlf = at > 0 && blanks[at - 1] == '\r';
    }
    return static_cast<std::size_t>(count);
}

void TriviaReader::comment(SourceRange range, uint32_t nextToken) {
    const std::size_t lineEnds = lineEndsUpTo(range.begin);
    const uint32_t place = placeFor(nextToken);
    const bool behindToken = nextToken > 0 && (places_.empty() || places_.back() != place);
    const std::string_view text = tree_.text->slice(range);
    out_.comments.push_back({text.substr(0, text.find_last_not_of(" \t\r") + 1),
                             behindToken && lineEnds == 0, lineEnds > 1});
    places_.push_back(place);
    reached_ = range.end;
}

uint32_t TriviaReader::placeFor(uint32_t nextToken) const {
    if (tree_.lexed.tokens[nextToken].kind == TokenKind::Comma) {
        return nextToken + 1;
    }
    return layout_.tokens[nextToken].hoists ? nextToken - 1 : nextToken;
}

}  // namespace

FormatTrivia readTrivia(const SyntaxTree& tree, const FormatLayout& layout) {
    return TriviaReader(tree, layout).run();
}

}  // namespace cst

#include "engine/session/statement_text.h"

#include "engine/syntax/characters.h"

#include <algorithm>

namespace cst {
namespace {

/// The lines of a text, from 1.
class Lines {
public:
    explicit Lines(const EditTree& tree) : tree_(tree), text_(*tree.tree.text) {}

    uint32_t count() const { return text_.lineCount(); }
    uint32_t begin(uint32_t line) const {
        return line > count() ? text_.size() : text_.lineStart(line);
    }
    /// Without its line end.
    uint32_t end(uint32_t line) const {
        uint32_t at = begin(line + 1);
        const std::string_view bytes = text_.bytes();
        const uint32_t first = begin(line);
        at -= at > first && bytes[at - 1] == '\n' ? 1 : 0;
        at -= at > first && bytes[at - 1] == '\r' ? 1 : 0;
        return at;
    }
    uint32_t of(uint32_t offset) const { return text_.line(offset); }
    uint32_t firstOf(uint32_t declaration) const {
        return of(tree_.declaration(declaration).range.begin);
    }
    /// That its last token ends on.
    uint32_t lastOf(uint32_t declaration) const {
        const SourceRange range = tree_.declaration(declaration).range;
        return of(std::max(range.begin + 1, range.end) - 1);
    }
    bool isBlank(uint32_t line) const { return firstByte(line) == '\n'; }
    bool isComment(uint32_t line) const { return firstByte(line) == '#'; }

private:
    /// That is no blank; a newline if there is none.
    char firstByte(uint32_t line) const {
        const std::string_view bytes = text_.lineText(line);
        const std::size_t at = bytes.find_first_not_of(" \t\r");
        return at == std::string_view::npos ? '\n' : bytes[at];
    }

    const EditTree& tree_;
    const SourceText& text_;
};

/// The first of the comment lines directly above a line; that line if there are none.
uint32_t commentsAbove(const Lines& lines, uint32_t line) {
    while (line > 1 && lines.isComment(line - 1)) {
        --line;
    }
    return line;
}

/// Is all gone that stands directly below the comment above a declaration?
template <class IsGone>
bool isHeadedByIt(const EditTree& tree, const Lines& lines, uint32_t declaration, IsGone isGone) {
    for (uint32_t i = declaration; i < tree.declarations(); ++i) {
        if (!isGone(i)) {
            return false;
        }
        const bool isLast =
            i + 1 == tree.declarations() || lines.firstOf(i + 1) > lines.lastOf(i) + 1;
        if (isLast) {
            return true;
        }
    }
    return true;
}

/// The line of a declaration, or of the comment above that goes with it.
template <class IsGone>
uint32_t firstOwnLine(const EditTree& tree, const Lines& lines, uint32_t declaration,
                      IsGone isGone) {
    const uint32_t first = lines.firstOf(declaration);
    const uint32_t top = commentsAbove(lines, first);
    const bool takes = top < first && top > 1 && isHeadedByIt(tree, lines, declaration, isGone);
    return takes ? top : first;
}

/// Declarations that share lines.
struct Cluster {
    uint32_t first = 0;
    uint32_t end = 0;
};

Cluster clusterOf(const EditTree& tree, const Lines& lines, uint32_t declaration) {
    Cluster cluster{declaration, declaration + 1};
    while (cluster.first > 0 && lines.lastOf(cluster.first - 1) == lines.firstOf(cluster.first)) {
        --cluster.first;
    }
    while (cluster.end < tree.declarations() &&
           lines.firstOf(cluster.end) == lines.lastOf(cluster.end - 1)) {
        ++cluster.end;
    }
    return cluster;
}

/// Of the byte-order mark that the text may begin with.
uint32_t markSize(const EditTree& tree) {
    return tree.bytes().starts_with("\xEF\xBB\xBF") ? 3 : 0;
}

/// The edits for lines that go, run by run.
void takeLines(const EditTree& tree, const Lines& lines, std::vector<bool> gone,
               std::vector<TextEdit>& edits) {
    for (uint32_t line = 1; line <= lines.count(); ++line) {
        if (!gone[line]) {
            continue;
        }
        uint32_t last = line;
        while (last < lines.count() && gone[last + 1]) {
            ++last;
        }
        uint32_t first = line;
        const bool isAtTop = first == 1 || lines.isBlank(first - 1);
        const bool isBlankBehind = last < lines.count() && lines.isBlank(last + 1) &&
                                   lines.begin(last + 1) < tree.tree.text->size();
        const bool endsText = lines.begin(last + 1) == tree.tree.text->size();
        line = last;
        if (isAtTop && isBlankBehind) {
            ++last;
        } else if (endsText && first > 1 && isAtTop) {
            --first;
        }
        SourceRange range{lines.begin(first), lines.begin(last + 1)};
        if (endsText && first > 1 && !tree.bytes().ends_with('\n')) {
            range.begin = lines.end(first - 1);  // the text still ends without a line end
        }
        range.begin = std::max(range.begin, markSize(tree));
        edits.push_back({range, ""});
    }
}

}  // namespace

std::vector<TextEdit> removals(const EditTree& tree, const std::vector<bool>& gone) {
    const Lines lines(tree);
    const auto isGone = [&](uint32_t declaration) { return gone[declaration]; };
    std::vector<bool> goneLines(lines.count() + 2);
    std::vector<TextEdit> edits;
    for (uint32_t first = 0; first < tree.declarations();) {
        const uint32_t end = clusterOf(tree, lines, first).end;
        bool all = true;
        for (uint32_t i = first; i < end; ++i) {
            all = all && gone[i];
        }
        if (all) {
            const uint32_t top = firstOwnLine(tree, lines, first, isGone);
            std::fill(goneLines.begin() + top, goneLines.begin() + lines.lastOf(end - 1) + 1, true);
        }
        bool isKeptBefore = false;
        for (uint32_t i = first; i < end; ++i) {
            const SourceRange range = tree.declaration(i).range;
            if (gone[i] && !all) {
                edits.push_back(
                    {isKeptBefore ? SourceRange{tree.declaration(i - 1).range.end, range.end}
                                  : SourceRange{range.begin, tree.declaration(i + 1).range.begin},
                     ""});
            }
            isKeptBefore = isKeptBefore || !gone[i];
        }
        first = end;
    }
    takeLines(tree, lines, std::move(goneLines), edits);
    return edits;
}

void addSameOutputs(const EditTree& tree, uint32_t declaration, std::vector<bool>& gone) {
    const auto isOutput = [&](uint32_t i) {
        return tree.declaration(i).kind == SyntaxKind::OutDecl;
    };
    const auto nameOf = [&](uint32_t i) { return tree.tree.text->slice(tree.declaration(i).name); };
    for (uint32_t i = 0; isOutput(declaration) && i < tree.declarations(); ++i) {
        gone[i] = gone[i] || (isOutput(i) && nameOf(i) == nameOf(declaration));
    }
}

std::string ownText(const EditTree& tree, uint32_t declaration, const std::vector<bool>& gone) {
    const Lines lines(tree);
    SourceRange range = tree.declaration(declaration).range;
    const Cluster cluster = clusterOf(tree, lines, declaration);
    const bool all = std::all_of(gone.begin() + cluster.first, gone.begin() + cluster.end,
                                 [](bool isGone) { return isGone; });
    if (all && declaration == cluster.first) {
        range.begin = lines.begin(
            firstOwnLine(tree, lines, declaration, [&](uint32_t other) { return gone[other]; }));
    }
    if (all && declaration + 1 == cluster.end) {
        range.end = lines.end(lines.lastOf(declaration));
    }
    return std::string(tree.tree.text->slice(range));
}

TextEdit insertedBehind(const EditTree& tree, uint32_t behind, std::string_view statement,
                        bool mayBeginParagraph) {
    const Lines lines(tree);
    const std::string lineEnd(tree.lineEnd());
    if (behind == kNoDeclaration) {
        // Above the first declaration, or behind comments that are all there is.
        if (tree.declarations() > 0) {
            return insertedAbove(tree, 0, std::string(statement));
        }
        const uint32_t end = tree.tree.text->size();
        const bool isFresh = lines.begin(lines.count()) == end;
        return {{end, end}, (isFresh ? "" : lineEnd) + std::string(statement) + lineEnd};
    }
    const SyntaxNode& node = tree.declaration(behind);
    const uint32_t line = lines.lastOf(behind);
    if (behind + 1 < tree.declarations() && lines.firstOf(behind + 1) == line) {
        const SourceRange gap{node.range.end, tree.declaration(behind + 1).range.begin};
        return {gap, lineEnd + std::string(statement) + lineEnd};
    }
    const uint32_t end = lines.end(line);
    const bool isHead = node.kind != SyntaxKind::Assign && node.kind != SyntaxKind::OutDecl &&
                        node.kind != SyntaxKind::BrokenDecl;
    const bool isParagraph =
        mayBeginParagraph && isHead && (line == lines.count() || lines.isBlank(line + 1));
    return {{end, end}, (isParagraph ? lineEnd : "") + lineEnd + std::string(statement)};
}

TextEdit insertedAbove(const EditTree& tree, uint32_t declaration, std::string_view statements) {
    const Lines lines(tree);
    const std::string lineEnd(tree.lineEnd());
    const uint32_t line = lines.firstOf(declaration);
    const SourceRange range = tree.declaration(declaration).range;
    if (declaration > 0 && lines.lastOf(declaration - 1) == line) {
        const SourceRange gap{tree.declaration(declaration - 1).range.end, range.begin};
        return {gap, lineEnd + std::string(statements) + lineEnd};
    }
    const uint32_t top = commentsAbove(lines, line);
    const uint32_t begin = std::max(lines.begin(top > 1 ? top : line), markSize(tree));
    return {{begin, begin}, std::string(statements) + lineEnd};
}

TextEdit replacement(const EditTree& tree, SourceRange range, std::string_view text) {
    const std::string_view bytes = tree.bytes();
    const auto isName = [&](std::size_t at) {
        return at < bytes.size() && isNameByte(static_cast<uint8_t>(bytes[at]));
    };
    std::string piece(text);
    if (piece.empty()) {
        return {range, piece};
    }
    const bool beginsName = isNameByte(static_cast<uint8_t>(piece.front()));
    const bool endsName = isNameByte(static_cast<uint8_t>(piece.back()));
    if (endsName && (isName(range.end) || (range.end < bytes.size() && bytes[range.end] == '-'))) {
        piece += ' ';
    }
    const bool followsMinus =
        range.begin > 1 && bytes[range.begin - 1] == '-' && isName(range.begin - 2);
    if (beginsName && range.begin > 0 && (isName(range.begin - 1) || followsMinus)) {
        piece.insert(0, 1, ' ');
    }
    return {range, piece};
}

}  // namespace cst

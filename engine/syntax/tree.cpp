#include "engine/syntax/tree.h"

#include "engine/syntax/characters.h"

#include <array>

namespace cst {

std::string_view syntaxKindName(SyntaxKind kind) {
    static constexpr std::array kNames = {
#define CST_SYNTAX(name) std::string_view(#name),
#include "engine/syntax/syntax_kinds.def"
#undef CST_SYNTAX
    };
    return kNames.at(static_cast<std::size_t>(kind));
}

std::string unescape(std::string_view raw) {
    std::string text;
    text.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const char next = i + 1 < raw.size() ? raw[i + 1] : '\0';
        if (raw[i] != '\\' || !isEscape(static_cast<uint8_t>(next))) {
            text += raw[i];
            continue;
        }
        text += next == 'n' ? '\n' : next == 't' ? '\t' : next == 'r' ? '\r' : next;
        ++i;
    }
    return text;
}

namespace {

bool showsSource(SyntaxKind kind) {
    return kind == SyntaxKind::IntLiteral || kind == SyntaxKind::FloatLiteral ||
           kind == SyntaxKind::OptionInt || kind == SyntaxKind::OptionDuration;
}

/// `Call 4..17 "add" error`.
std::string dumpLine(const SyntaxTree& tree, SyntaxId id) {
    const SyntaxNode& node = tree[id];
    std::string line(syntaxKindName(node.kind));
    line += ' ' + std::to_string(node.range.begin) + ".." + std::to_string(node.range.end);
    if (node.op != TokenKind::EndOfFile) {
        line += ' ';
        line += tokenSpelling(node.op);
    }
    if (!node.name.empty()) {
        line += " \"" + shown(tree.name(id)) + '"';
    } else if (showsSource(node.kind)) {
        line += ' ' + shown(tree.source(id));
    }
    return node.hasError ? line + " error" : line;
}

}  // namespace

std::string dumpTree(const SyntaxTree& tree) {
    struct Pending {
        SyntaxId id;
        std::size_t indent = 0;
    };
    std::string text;
    for (const SyntaxId declaration : tree.declarations) {
        std::vector<Pending> work{{declaration, 0}};
        while (!work.empty()) {
            const auto [id, indent] = work.back();
            work.pop_back();
            text += std::string(indent, ' ') + dumpLine(tree, id) + '\n';
            const std::span<const SyntaxId> children = tree.children(id);
            for (std::size_t i = children.size(); i-- > 0;) {
                work.push_back({children[i], indent + 2});
            }
        }
    }
    return text;
}

}  // namespace cst

#include "engine/session/timeout_edit.h"

#include "engine/syntax/parser.h"

#include <memory>
#include <string>

namespace cst {

std::optional<TextEdit> timeoutEdit(const SourceText& text, const GraphNode& node,
                                    std::string_view duration) {
    if (node.kind != NodeKind::Call) {
        return std::nullopt;
    }
    const SyntaxTree tree = parse(std::make_shared<const SourceText>(text));
    SyntaxId call;
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
        const SyntaxNode& each = tree[SyntaxId(i)];
        if (each.kind == SyntaxKind::Call && each.range == node.range) {
            call = SyntaxId(i);
        }
    }
    if (!call.hasValue()) {
        return std::nullopt;
    }
    const std::string limit(duration);
    for (const SyntaxId with : tree.children(call)) {
        if (tree[with].kind != SyntaxKind::With || tree.children(with).empty()) {
            continue;
        }
        for (const SyntaxId option : tree.children(with)) {
            if (tree.name(option) == "timeout" && !tree.children(option).empty()) {
                return TextEdit{tree[tree.child(option, 0)].range, limit};
            }
        }
        const uint32_t first = tree[tree.child(with, 0)].range.begin;
        return TextEdit{{first, first}, "timeout: " + limit + ", "};
    }
    const uint32_t end = tree[call].range.end;
    return TextEdit{{end, end}, " with timeout: " + limit};
}

}  // namespace cst

#pragma once

#include "engine/base/diagnostic.h"
#include "engine/syntax/parser.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

/// Parses a text; diagnostics in order.
inline cst::SyntaxTree parsed(std::string text) {
    cst::SyntaxTree tree = cst::parse(std::make_shared<cst::SourceText>(std::move(text)));
    cst::sortDiagnostics(tree.diagnostics);
    return tree;
}

/// "E020@2:7 E025@3:1": codes and places, in order. "" = a sound text.
inline std::string places(const cst::SyntaxTree& tree) {
    std::string text;
    for (const cst::Diagnostic& each : tree.diagnostics) {
        const cst::LineColumn at = tree.text->position(each.range.begin);
        text += text.empty() ? "" : " ";
        text += std::string(each.code()) + '@' + std::to_string(at.line) + ':' +
                std::to_string(at.column);
    }
    return text;
}

/// The only diagnostic of a text that has one.
inline cst::Diagnostic onlyDiagnostic(std::string text) {
    const cst::SyntaxTree tree = parsed(std::move(text));
    return tree.diagnostics.size() == 1 ? tree.diagnostics[0] : cst::Diagnostic{};
}

/// What is wrong with the shape of a tree; "" = nothing. A whole tree has declarations in source
/// order without overlap, children inside their parents and in order, and a height in its bounds.
inline std::string shapeProblem(const cst::SyntaxTree& tree) {
    // Children stand before their parents, so one pass upwards finds every height.
    std::vector<uint32_t> heights(tree.nodes.size(), 1);
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
        const cst::SyntaxId id(i);
        const cst::SyntaxNode& node = tree[id];
        const std::string where =
            std::string(cst::syntaxKindName(node.kind)) + " at " + std::to_string(node.range.begin);
        if (node.range.end < node.range.begin || node.range.end > tree.text->size()) {
            return where + ": bad range";
        }
        uint32_t reached = node.range.begin;
        for (const cst::SyntaxId child : tree.children(id)) {
            if (child.index >= i) {
                return where + ": a child behind its parent";
            }
            const cst::SourceRange inner = tree[child].range;
            if (inner.begin < reached || inner.end > node.range.end) {
                return where + ": children overlap or stick out";
            }
            if (tree[child].hasError && !node.hasError) {
                return where + ": an error inside goes unseen";
            }
            reached = inner.end;
            heights[i] = std::max(heights[i], heights[child.index] + 1);
        }
        if (heights[i] > cst::SyntaxTree::kMaxHeight + 1) {
            return where + ": too high";
        }
    }
    uint32_t reached = 0;
    for (const cst::SyntaxId declaration : tree.declarations) {
        const cst::SourceRange range = tree[declaration].range;
        if (range.begin < reached) {
            return "declarations overlap at " + std::to_string(range.begin);
        }
        reached = range.end;
    }
    if (tree.hasSyntaxError != !tree.diagnostics.empty()) {
        return "hasSyntaxError is wrong";
    }
    return "";
}

/// Source of the declarations that bind a name, in order.
inline std::vector<std::string> declaredNames(const cst::SyntaxTree& tree) {
    std::vector<std::string> names;
    for (const cst::SyntaxId declaration : tree.declarations) {
        if (!tree[declaration].name.empty()) {
            names.emplace_back(tree.name(declaration));
        }
    }
    return names;
}

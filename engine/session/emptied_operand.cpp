#include "engine/session/emptied_operand.h"

#include "engine/session/edit_trial.h"
#include "engine/session/fresh_name.h"
#include "engine/session/placeholder.h"
#include "engine/session/statement_text.h"

#include <algorithm>

namespace cst {
namespace {

using Kind = OperandPlace::Kind;
using Edits = std::vector<TextEdit>;

bool hasComment(const EditTree& tree, SourceRange range) {
    const std::vector<SourceRange>& comments = tree.tree.lexed.comments;
    return std::any_of(comments.begin(), comments.end(), [&](SourceRange comment) {
        return range.begin <= comment.begin && comment.begin < range.end;
    });
}

/// The comma between two places.
SourceRange commaBetween(const EditTree& tree, uint32_t begin, uint32_t end) {
    const std::vector<Token>& tokens = tree.tree.lexed.tokens;
    const auto first =
        std::lower_bound(tokens.begin(), tokens.end(), begin,
                         [](const Token& token, uint32_t at) { return token.range.begin < at; });
    for (auto token = first; token != tokens.end() && token->range.begin < end; ++token) {
        if (token->kind == TokenKind::Comma) {
            return token->range;
        }
    }
    return {end, end};
}

/// Of one of several that stand between commas: comments of the others stay.
Edits listItemRemoval(const EditTree& tree, std::span<const SyntaxId> items, std::size_t index) {
    const SourceRange item = tree.tree[items[index]].range;
    if (items.size() == 1) {
        return {{item, ""}};
    }
    const bool isLast = index + 1 == items.size();
    const SourceText& text = *tree.tree.text;
    const SourceRange comma =
        isLast ? commaBetween(tree, tree.tree[items[index - 1]].range.end, item.begin)
               : commaBetween(tree, item.end, tree.tree[items[index + 1]].range.begin);
    const uint32_t lineBegin = text.lineStart(text.line(item.begin));
    const uint32_t lastLine = text.line(isLast ? item.end : comma.end);
    const uint32_t lineEnd =
        lastLine == text.lineCount() ? text.size() : text.lineStart(lastLine + 1);
    const std::string_view before = text.slice({lineBegin, item.begin});
    const std::string_view behind = text.slice({isLast ? item.end : comma.end, lineEnd});
    const std::size_t next = behind.find_first_not_of(" \t\r");
    const bool hasLine =
        before.find_first_not_of(" \t") == std::string_view::npos &&
        (next == std::string_view::npos || behind[next] == '\n' || behind[next] == '#');
    if (hasLine) {
        Edits edits{{{lineBegin, lineEnd}, ""}};
        if (isLast) {
            edits.push_back({comma, ""});
        }
        return edits;
    }
    const SourceRange whole =
        isLast ? SourceRange{comma.begin, item.end}
               : SourceRange{item.begin, tree.tree[items[index + 1]].range.begin};
    if (!hasComment(tree, whole)) {
        return {{whole, ""}};
    }
    return {{item, ""}, {comma, ""}};
}

/// Without the option, or without `with` if there is no other.
Edits fallbackRemoval(const EditTree& tree, SyntaxId value) {
    const SyntaxId option = tree.parent(value);
    const SyntaxId with = tree.parent(option);
    const std::span<const SyntaxId> options = tree.tree.children(with);
    if (options.size() == 1) {
        SourceRange range = tree.tree[with].range;
        while (range.begin > 0 && tree.bytes()[range.begin - 1] == ' ') {
            --range.begin;
        }
        return {{range, ""}};
    }
    const auto place = std::find(options.begin(), options.end(), option);
    return listItemRemoval(tree, options, static_cast<std::size_t>(place - options.begin()));
}

/// What it may become without anything in its place; empty: something must stand there.
Edits plainRemoval(const EditTree& tree, const NodePlace& consumer, const OperandPlace& operand) {
    switch (operand.kind) {
    case Kind::OutName: {
        std::vector<bool> gone(tree.declarations());
        addSameOutputs(tree, consumer.declaration, gone);
        return removals(tree, gone);
    }
    case Kind::ListElement: {
        const std::span<const SyntaxId> items = tree.tree.children(tree.parent(operand.expression));
        const auto place = std::find(items.begin(), items.end(), operand.expression);
        return listItemRemoval(tree, items, static_cast<std::size_t>(place - items.begin()));
    }
    case Kind::Interpolation: return {{tree.tree[tree.parent(operand.expression)].range, ""}};
    case Kind::Fallback: return fallbackRemoval(tree, operand.expression);
    default: return {};
    }
}

/// A name for what is missing: that of the parameter, or of the port.
std::string missingName(const EditTree& tree, const GraphEdge& edge) {
    const GraphNode& consumer = tree.graph().nodes[edge.to];
    std::string_view name = edge.portName.substr(edge.portName.rfind('.') + 1);
    const FunctionId function = consumer.module.empty()
                                    ? FunctionId()
                                    : tree.snapshot.functions->byQualifiedName(consumer.module);
    if (function.hasValue() && edge.portName.starts_with("args.")) {
        const Signature& signature = (*tree.snapshot.functions)[function];
        if (edge.port < signature.parameters.size()) {
            name = signature.parameters[edge.port].name;
        }
    }
    const std::string written = variableCase(name);
    return FreshNames(tree).likeThis(whyNoName(written) ? "missing" : written);
}

}  // namespace

Result<std::vector<TextEdit>> emptiedOperand(const EditTree& tree, const NodePlace& consumer,
                                             const GraphEdge& edge, bool keepsItems) {
    Result<OperandPlace> operand = tree.operandOf(consumer, edge.portName);
    if (!operand.ok()) {
        return operand.error();
    }
    std::vector<Edits> ways;
    if (keepsItems && operand->kind == Kind::ListElement) {
        operand->kind = Kind::Expression;
    }
    if (Edits plain = plainRemoval(tree, consumer, *operand); !plain.empty()) {
        ways.push_back(std::move(plain));
    }
    if (operand->kind == Kind::OutName) {
        return ways.front();
    }
    if (operand->mentions.empty()) {
        operand->mentions.push_back(operand->range);
    }
    const auto replaced = [&](const std::string& text) {
        Edits edits;
        for (const SourceRange mention : operand->mentions) {
            edits.push_back(replacement(tree, mention, text));
        }
        return edits;
    };
    for (const bool filled : {false, true}) {
        const std::optional<std::string> zero = zeroText(*tree.snapshot.types, edge.type, filled);
        if (zero && tree.tree.text->slice(operand->range) == *zero && ways.empty()) {
            return editError("nothing is connected here: `" + *zero + "` stands for it");
        }
        if (zero) {
            ways.push_back(replaced(*zero));
        }
    }
    for (const Edits& way : ways) {
        const EditTrial trial = tried(tree, way);
        if (trial.edits.empty()) {
            return editError("nothing is connected here: `" + way.front().text + "` stands for it");
        }
        if (trial.errors.empty()) {
            return way;
        }
    }
    return replaced(missingName(tree, edge));
}

}  // namespace cst

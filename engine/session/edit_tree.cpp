#include "engine/session/edit_tree.h"

#include "engine/syntax/parser.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace cst {
namespace {

using Kind = OperandPlace::Kind;

/// The number behind `slot.`, if the port has that slot.
std::optional<uint32_t> numberBehind(std::string_view port, std::string_view slot) {
    if (!port.starts_with(slot) || port.size() <= slot.size() || port[slot.size()] != '.') {
        return std::nullopt;
    }
    uint32_t number = 0;
    const char* const begin = port.data() + slot.size() + 1;
    const auto parsed = std::from_chars(begin, port.data() + port.size(), number);
    return parsed.ptr == begin ? std::nullopt : std::optional(number);
}

}  // namespace

SyntaxId withoutParens(const SyntaxTree& tree, SyntaxId id) {
    while (tree[id].kind == SyntaxKind::Paren) {
        id = tree.child(id, 0);
    }
    return id;
}

EditTree::EditTree(const Snapshot& of)
    : snapshot(of), tree(parse(of.text)), names(textNames(tree)), parents_(tree.nodes.size()) {
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
        for (const SyntaxId child : tree.children(SyntaxId(i))) {
            parents_[child.index] = SyntaxId(i);
        }
    }
}

uint32_t EditTree::declarationAt(uint32_t offset) const {
    const auto behind =
        std::upper_bound(tree.declarations.begin(), tree.declarations.end(), offset,
                         [&](uint32_t at, SyntaxId id) { return at < tree[id].range.begin; });
    return static_cast<uint32_t>(std::max<std::ptrdiff_t>(behind - tree.declarations.begin(), 1)) -
           1;
}

std::string_view EditTree::lineEnd() const {
    const std::size_t newline = bytes().find('\n');
    const bool hasReturn =
        newline != std::string_view::npos && newline > 0 && bytes()[newline - 1] == '\r';
    return hasReturn ? "\r\n" : "\n";
}

std::string EditTree::shown(NodeId node) const {
    const GraphNode& row = graph().nodes[node];
    return "`" + std::string(row.name.empty() ? row.label : row.name) + "`";
}

Result<NodePlace> EditTree::placeOf(NodeId node) const {
    if (node.index >= graph().nodes.size() || tree.declarations.empty()) {
        return editError("this node is not in the text any more: choose it again");
    }
    const GraphNode& row = graph().nodes[node];
    NodePlace place;
    place.node = node;
    place.range = row.range;
    place.declaration = declarationAt(row.range.begin);
    const SyntaxId id = tree.declarations[place.declaration];
    const bool isGhost = node.index < snapshot.shown.size() && snapshot.shown[node.index].ghost;
    const bool isNested = row.key.find('/') != std::string_view::npos;
    if (isGhost && isNested) {
        return editError(shown(node) + " is what line " + std::to_string(row.line) +
                         " was before it broke: mend that line first");
    }
    const SyntaxKind kind = tree[id].kind;
    if (kind == SyntaxKind::InDecl || kind == SyntaxKind::OutDecl) {
        place.isRoot = tree[id].range == row.range;
    } else if (kind == SyntaxKind::Assign && !row.name.empty()) {
        place.isRoot = true;
    }
    if (kind == SyntaxKind::Assign) {
        place.expression = expressionAt(tree.child(id, 0), row.range);
        if (!place.expression.hasValue() && !findChain(tree.child(id, 0), place) && !place.isRoot) {
            return editError(shown(node) + " is part of a pattern: edit it in the text");
        }
    } else if (!place.isRoot) {
        return editError(shown(node) + " is no step of its own: edit it in the text");
    }
    return place;
}

Result<NodePlace> EditTree::soundPlaceOf(NodeId node) const {
    Result<NodePlace> place = placeOf(node);
    if (!place.ok()) {
        return place;
    }
    const GraphNode& row = graph().nodes[node];
    const bool isOpen =
        place->isRoot && tree[tree.declarations[place->declaration]].kind == SyntaxKind::OutDecl;
    if (!isOpen && (row.broken || declaration(place->declaration).hasError)) {
        return editError(shown(node) + " does not compile: mend line " + std::to_string(row.line) +
                         " first");
    }
    return place;
}

/// The innermost expression with that range, parentheses left out.
SyntaxId EditTree::expressionAt(SyntaxId from, SourceRange range) const {
    while (from.hasValue()) {
        const SyntaxNode& node = tree[from];
        if (node.range == range && node.kind != SyntaxKind::Paren) {
            const bool isPattern = node.kind == SyntaxKind::PatternRecord ||
                                   node.kind == SyntaxKind::PatternIs ||
                                   node.kind == SyntaxKind::PatternWildcard;
            return isPattern ? SyntaxId() : from;
        }
        SyntaxId next;
        for (const SyntaxId child : tree.children(from)) {
            const SourceRange inner = tree[child].range;
            if (inner.begin <= range.begin && range.end <= inner.end) {
                next = child;
            }
        }
        from = next;
    }
    return {};
}

/// Nodes for the steps of a chain, see GraphLowering.
bool EditTree::findChain(SyntaxId from, NodePlace& place) const {
    while (from.hasValue()) {
        const SyntaxNode& node = tree[from];
        const std::span<const SyntaxId> children = tree.children(from);
        const bool isLeft =
            node.kind == SyntaxKind::Additive || node.kind == SyntaxKind::Multiplicative;
        if ((isLeft && node.range.begin == place.range.begin) ||
            (node.kind == SyntaxKind::Coalesce && node.range.end == place.range.end)) {
            for (std::size_t i = 0; i < children.size(); ++i) {
                const SourceRange operand = tree[children[i]].range;
                const bool isEnd = isLeft ? i >= 2 && operand.end == place.range.end
                                          : i >= 1 && operand.begin == place.range.begin;
                if (isEnd) {
                    place.chain = from;
                    place.steps = static_cast<uint32_t>(isLeft ? i / 2 : i);
                    return true;
                }
            }
        }
        SyntaxId next;
        for (const SyntaxId child : children) {
            const SourceRange inner = tree[child].range;
            if (inner.begin <= place.range.begin && place.range.end <= inner.end) {
                next = child;
            }
        }
        from = next;
    }
    return false;
}

namespace {

/// The child of an expression that a port stands for; none: it has no such port.
SyntaxId childAt(const SyntaxTree& tree, SyntaxId id, std::string_view port, Kind& kind) {
    const std::span<const SyntaxId> children = tree.children(id);
    const auto at = [&](std::size_t i) { return i < children.size() ? children[i] : SyntaxId(); };
    if (const auto number = numberBehind(port, "args")) {
        return at(*number);
    }
    if (const auto number = numberBehind(port, "elements")) {
        kind = Kind::ListElement;
        return at(*number);
    }
    if (const auto number = numberBehind(port, "parts")) {
        kind = Kind::Interpolation;
        uint32_t count = 0;
        for (const SyntaxId part : children) {
            if (tree[part].kind == SyntaxKind::Interpolation && count++ == *number) {
                return tree.child(part, 0);
            }
        }
        return {};
    }
    if (port.starts_with("fields.")) {
        for (const SyntaxId field : children) {
            if (tree[field].kind == SyntaxKind::RecordField &&
                tree.name(field) == port.substr(std::string_view("fields.").size())) {
                return tree.child(field, 0);
            }
        }
        return {};
    }
    if (const auto number = numberBehind(port, "cases")) {
        if (tree[id].kind == SyntaxKind::Match) {
            const SyntaxId each = at(*number + 1);
            return each.hasValue() ? tree.child(each, 1) : SyntaxId();
        }
        return at(2 * std::size_t{*number} + (port.ends_with(".value") ? 1 : 0));
    }
    if (port == "fallback") {
        kind = Kind::Fallback;
        for (const SyntaxId with : children) {
            if (tree[with].kind != SyntaxKind::With) {
                continue;
            }
            for (const SyntaxId option : tree.children(with)) {
                if (tree.name(option) == "fallback" && !tree.children(option).empty()) {
                    return tree.child(option, 0);
                }
            }
        }
        return {};
    }
    if (port == "left" || port == "object" || port == "scrutinee") {
        return at(0);
    }
    if (port == "right") {
        return at(1);
    }
    if (port == "value") {
        return at(0);
    }
    if (port == "cond") {
        return at(tree[id].kind == SyntaxKind::Guard ? 1 : 0);
    }
    if (port == "then") {
        return at(1);
    }
    return port == "else" || port == "otherwise" ? at(children.size() - 1) : SyntaxId();
}

}  // namespace

Result<OperandPlace> EditTree::operandOf(const NodePlace& consumer, std::string_view port) const {
    const SyntaxId id = tree.declarations[consumer.declaration];
    OperandPlace operand;
    if (tree[id].kind == SyntaxKind::OutDecl) {
        if (tree[id].name.empty()) {
            return editError("line " + std::to_string(tree.text->line(tree[id].range.begin)) +
                             " does not compile: mend it first");
        }
        operand.kind = Kind::OutName;
        operand.range = tree[id].name;
        return operand;
    }
    const SyntaxId chain = consumer.chain.hasValue() ? consumer.chain : consumer.expression;
    const bool isLeftChain = chain.hasValue() && (tree[chain].kind == SyntaxKind::Additive ||
                                                  tree[chain].kind == SyntaxKind::Multiplicative);
    if (isLeftChain) {
        const std::span<const SyntaxId> parts = tree.children(chain);
        const std::size_t step =
            consumer.chain.hasValue() ? consumer.steps : parts.size() / 2;  // from 1
        if (port == "right") {
            operand.expression = parts[2 * step];
        } else if (step == 1) {
            operand.expression = parts[0];
        } else {
            operand.range = cover(tree[parts[0]].range, tree[parts[2 * (step - 1)]].range);
            return operand;
        }
    } else if (const auto rest = numberBehind(port, "rest"); rest && chain.hasValue()) {
        const std::span<const SyntaxId> parts = tree.children(chain);
        operand.range = cover(tree[parts[*rest]].range, tree[parts.back()].range);
        return operand;
    } else if (port.starts_with("captures.") && chain.hasValue()) {
        const std::string_view name = port.substr(std::string_view("captures.").size());
        operand.kind = Kind::Capture;
        operand.range = tree[tree.child(chain, 1)].range;
        for (const NameUse& use : names.uses) {
            const bool isOuter = use.name.hasValue() && operand.range.begin <= use.place.begin &&
                                 use.place.end <= operand.range.end &&
                                 tree.text->slice(use.place) == name &&
                                 names.visible(name, consumer.declaration) == use.name;
            if (isOuter) {
                operand.mentions.push_back(use.place);
            }
        }
        if (!operand.mentions.empty()) {
            return operand;
        }
    } else if (chain.hasValue()) {
        operand.expression = childAt(tree, chain, port, operand.kind);
    }
    if (!operand.expression.hasValue()) {
        return editError(shown(consumer.node) + " has nothing in the text for its `" +
                         std::string(port) + "`: edit it in the text");
    }
    operand.range = tree[operand.expression].range;
    return operand;
}

TypeId EditTree::typeOf(TextNameId name) const {
    const TextName& row = names.names[name];
    const uint32_t end = declaration(row.declaration).range.end;
    TypeId type = types::kError;
    uint32_t nearest = UINT32_MAX;
    if (scoped_.empty()) {
        for (const ScopedName& each : *snapshot.names) {
            scoped_[each.name].push_back(&each);
        }
    }
    for (const ScopedName* const each : scoped_[row.name]) {
        if (each->scope.begin >= end && each->scope.begin < nearest) {
            nearest = each->scope.begin;
            type = each->type;
        }
    }
    return type;
}

}  // namespace cst

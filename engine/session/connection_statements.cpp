// The value of a connection gets a name that the consumer sees: it has one, or its statement is
// moved above the consumer's, or it is pulled out of the statement that it stands in.

#include "engine/session/connection.h"
#include "engine/session/fresh_name.h"

#include <algorithm>

namespace cst {
namespace {

/// A name for a value that has none.
std::string nameFor(const EditTree& tree, const GraphNode& node) {
    FreshNames names(tree);
    if (node.kind == NodeKind::Call) {
        return names.ofCall(node.label);
    }
    if (node.label.starts_with('.')) {
        const std::string field = variableCase(node.label.substr(1));
        return names.likeThis(whyNoName(field) ? "value" : field);
    }
    switch (tree.snapshot.types->kind(node.type)) {
    case TypeKind::Boolean: return names.likeThis("condition");
    case TypeKind::String: return names.likeThis("text");
    case TypeKind::List: return names.likeThis("list");
    case TypeKind::Record: return names.likeThis("record");
    default: return names.likeThis("value");
    }
}

}  // namespace

// Edges are ordered by consumer.
std::vector<bool> neededBy(const Graph& graph, NodeId from) {
    std::vector<bool> needed(graph.nodes.size());
    std::vector<NodeId> open{from};
    needed[from.index] = true;
    while (!open.empty()) {
        const NodeId node = open.back();
        open.pop_back();
        const auto first = std::lower_bound(
            graph.edges.begin(), graph.edges.end(), node,
            [](const GraphEdge& edge, NodeId consumer) { return edge.to < consumer; });
        for (auto edge = first; edge != graph.edges.end() && edge->to == node; ++edge) {
            if (!needed[edge->from.index]) {
                needed[edge->from.index] = true;
                open.push_back(edge->from);
            }
        }
    }
    return needed;
}

/// Something inside of a statement gets one of its own.
Status Connection::pullOut() {
    const GraphNode& node = tree_.graph().nodes[from_.node];
    const std::vector<bool> needed = neededBy(tree_.graph(), from_.node);
    bool isConditional = false;
    for (NodeId at = from_.node; at.hasValue();) {
        const auto edge = std::find_if(tree_.graph().edges.begin(), tree_.graph().edges.end(),
                                       [&](const GraphEdge& each) { return each.from == at; });
        const bool isEnd =
            edge == tree_.graph().edges.end() || !tree_.graph().nodes[at].name.empty();
        isConditional = isConditional || (!isEnd && edge->kind == EdgeKind::Conditional);
        at = isEnd ? NodeId() : edge->to;
    }
    for (std::size_t i = 0; isConditional && i < needed.size(); ++i) {
        const GraphNode& part = tree_.graph().nodes[NodeId(i)];
        const bool isInside =
            from_.range.begin <= part.range.begin && part.range.end <= from_.range.end;
        if (needed[i] && isInside && part.effectful) {
            return editError(tree_.shown(from_.node) +
                             " has effects and is only called in some cases: give it a statement "
                             "of its own first");
        }
    }
    const uint32_t home = from_.declaration;
    std::vector<bool> moved(tree_.declarations());
    for (const NameUse& use : tree_.names.uses) {
        const bool isInside =
            from_.range.begin <= use.place.begin && use.place.end <= from_.range.end;
        if (!isInside || !use.name.hasValue()) {
            continue;
        }
        const TextName& name = tree_.names.names[use.name];
        const bool isLocal =
            name.kind == TextNameKind::Parameter || name.kind == TextNameKind::PatternField;
        const bool isFromOutside =
            name.place.begin < from_.range.begin || name.place.end > from_.range.end;
        if (isLocal && isFromOutside) {
            return editError(tree_.shown(from_.node) + " uses `" + std::string(name.name) +
                             "`, which is known inside of its `match` only: use it there");
        }
        if (tree_.names.declaredBy(name.declaration) == use.name && name.declaration >= consumer_) {
            moved[name.declaration] = true;
        }
    }
    name_ = nameFor(tree_, node);
    SourceRange place = from_.range;
    SyntaxId id = from_.expression;
    while (id.hasValue() && tree_.tree[tree_.parent(id)].kind == SyntaxKind::Paren) {
        id = tree_.parent(id);
        place = tree_.tree[id].range;
    }
    const bool isInOperand = operand_.range.begin <= place.begin && place.end <= operand_.range.end;
    if (!isInOperand) {
        if (place.begin < operand_.range.end && operand_.range.begin < place.end) {
            return editError("this would put " + tree_.shown(from_.node) +
                             " into itself: connect something else");
        }
        edits_.push_back(replacement(tree_, place, name_));
    }
    const std::string statement = name_ + " = " + std::string(tree_.tree.text->slice(from_.range));
    if (home > consumer_) {
        const Status status = moveUp(std::move(moved));
        if (!status.ok()) {
            return status;
        }
    }
    pulledAbove_ = std::min(home, consumer_);
    if (above_.empty()) {
        edits_.push_back(insertedAbove(tree_, pulledAbove_, statement));
    } else {
        above_ += std::string(tree_.lineEnd()) + statement;
    }
    return success();
}

/// The declarations, and what they need, to above the consumer's.
Status Connection::moveUp(std::vector<bool> moved) {
    for (uint32_t i = tree_.declarations(); i-- > consumer_;) {
        if (!moved[i]) {
            continue;
        }
        for (const NameUse& use : tree_.names.uses) {
            if (use.declaration == i && use.name.hasValue()) {
                const TextName& name = tree_.names.names[use.name];
                const bool isDeclared = name.kind != TextNameKind::Function &&
                                        name.kind != TextNameKind::Parameter &&
                                        name.kind != TextNameKind::PatternField;
                if (isDeclared && name.declaration >= consumer_) {
                    moved[name.declaration] = true;
                }
            }
        }
    }
    if (moved[consumer_]) {
        return editError("this would be a circle: " + quoted(from_.declaration) + " needs " +
                         quoted(consumer_) + ", so it cannot give it a value");
    }
    const bool any = std::find(moved.begin(), moved.end(), true) != moved.end();
    for (uint32_t i = consumer_; any && i < tree_.declarations(); ++i) {
        if (moved[i]) {
            above_ +=
                (above_.empty() ? "" : std::string(tree_.lineEnd())) + ownText(tree_, i, moved);
        }
    }
    if (any) {
        const std::vector<TextEdit> removed = removals(tree_, moved);
        edits_.insert(edits_.end(), removed.begin(), removed.end());
    }
    moved_ = std::move(moved);
    return success();
}

/// A statement or an input: its name, if it can be seen from the consumer.
Status Connection::nameIt() {
    const TextNameId id = tree_.names.declaredBy(from_.declaration);
    if (!id.hasValue()) {
        return editError(tree_.shown(from_.node) + " has no name that could be used: mend line " +
                         std::to_string(tree_.lineOf(from_.range.begin)) + " first");
    }
    const TextName& name = tree_.names.names[id];
    name_ = std::string(name.name);
    if (from_.declaration > consumer_) {
        std::vector<bool> moved(tree_.declarations());
        moved[from_.declaration] = true;
        return moveUp(std::move(moved));
    }
    const TextNameId visible = tree_.names.visible(name.name, consumer_);
    if (visible != id) {
        return editError(
            "`" + name_ + "` is bound again on line " +
            std::to_string(tree_.lineOf(tree_.names.names[visible].place.begin)) +
            ", so its value before that cannot be used below: rename one of them first");
    }
    return success();
}

}  // namespace cst

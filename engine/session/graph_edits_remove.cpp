#include "engine/session/edit_trial.h"
#include "engine/session/emptied_operand.h"
#include "engine/session/graph_edits.h"
#include "engine/session/statement_text.h"
#include "engine/session/text_edits.h"

#include <algorithm>

namespace cst {
namespace {

/// What is to go: whole declarations, and nodes inside of others.
struct Chosen {
    std::vector<bool> declarations;
    std::vector<NodePlace> nested;
};

Result<Chosen> chosen(const EditTree& tree, std::span<const NodeId> nodes) {
    Chosen result;
    result.declarations.resize(tree.declarations());
    std::vector<NodePlace> nested;
    for (const NodeId node : nodes) {
        Result<NodePlace> place = tree.placeOf(node);
        if (!place.ok()) {
            return place.error();
        }
        if (place->isRoot) {
            result.declarations[place->declaration] = true;
            addSameOutputs(tree, place->declaration, result.declarations);
        } else {
            nested.push_back(*place);
        }
    }
    // Of those that stand in others that go, nothing is left to do.
    for (const NodePlace& place : nested) {
        const bool isInside =
            result.declarations[place.declaration] ||
            std::any_of(nested.begin(), nested.end(), [&](const NodePlace& other) {
                return other.range != place.range && other.range.begin <= place.range.begin &&
                       place.range.end <= other.range.end;
            });
        if (!isInside) {
            result.nested.push_back(place);
        }
    }
    return result;
}

/// `gone`: by declaration; all of the chosen ones and what uses them.
std::vector<bool> withUsers(const EditTree& tree, const Chosen& chosen) {
    std::vector<bool> gone = chosen.declarations;
    for (const NodePlace& part : chosen.nested) {
        gone[part.declaration] = true;
    }
    bool grows = true;
    while (grows) {
        grows = false;
        for (const NameUse& use : tree.names.uses) {
            if (!use.name.hasValue() || gone[use.declaration]) {
                continue;
            }
            const uint32_t declaration = tree.names.names[use.name].declaration;
            if (gone[declaration] && tree.names.declaredBy(declaration) == use.name) {
                gone[use.declaration] = true;
                grows = true;
            }
        }
    }
    return gone;
}

/// The node that stands for a whole declaration.
NodeId rootOf(const EditTree& tree, uint32_t declaration) {
    const SyntaxNode& node = tree.declaration(declaration);
    for (std::size_t i = 0; i < tree.graph().nodes.size(); ++i) {
        const GraphNode& row = tree.graph().nodes[NodeId(i)];
        const bool isIn = node.range.begin <= row.range.begin && row.range.end <= node.range.end;
        if (isIn && !row.name.empty() && row.key.find('/') == std::string_view::npos) {
            return NodeId(i);
        }
    }
    return {};
}

/// Of the node, to the one that it is a part of.
const GraphEdge* edgeFrom(const Graph& graph, const NodePlace& part) {
    const auto edge = std::find_if(graph.edges.begin(), graph.edges.end(),
                                   [&](const GraphEdge& each) { return each.from == part.node; });
    return edge == graph.edges.end() ? nullptr : &*edge;
}

/// By part: what takes it out of the statement that it stands in.
Result<std::vector<std::vector<TextEdit>>> emptied(const EditTree& tree,
                                                   const std::vector<NodePlace>& parts) {
    std::vector<std::vector<TextEdit>> edits;
    for (const NodePlace& part : parts) {
        const GraphEdge* const edge = edgeFrom(tree.graph(), part);
        if (edge == nullptr) {
            return editError(tree.shown(part.node) + " is no step of its own: edit it in the text");
        }
        const Result<NodePlace> consumer = tree.soundPlaceOf(edge->to);
        if (!consumer.ok()) {
            return consumer.error();
        }
        const auto ofSame = [&](const NodePlace& other) {
            const GraphEdge* const second = edgeFrom(tree.graph(), other);
            return second != nullptr && second->to == edge->to;
        };
        const bool hasSiblings = std::count_if(parts.begin(), parts.end(), ofSame) > 1;
        Result<std::vector<TextEdit>> made = emptiedOperand(tree, *consumer, *edge, hasSiblings);
        if (!made.ok()) {
            return made.error();
        }
        edits.push_back(std::move(*made));
    }
    return edits;
}

std::string_view withoutEnds(std::string_view text, std::string_view ends) {
    const std::size_t begin = std::min(text.find_first_not_of(ends), text.size());
    return text.substr(begin, text.find_last_not_of(ends) + 1 - begin);
}

/// Of a part, by the statement that it stands in.
LostUse lostUse(const EditTree& tree, const NodePlace& part, const std::vector<TextEdit>& edits) {
    const GraphNode& row = tree.graph().nodes[part.node];
    LostUse lost;
    lost.name = row.name.empty() ? row.label : row.name;
    lost.place = part.range;
    lost.line = tree.lineOf(part.range.begin);
    lost.user = std::string(tree.tree.text->slice(tree.declaration(part.declaration).name));
    lost.node = rootOf(tree, part.declaration);
    lost.instead = std::string(withoutEnds(edits.front().text, " "));
    const std::string_view taken =
        withoutEnds(tree.tree.text->slice(edits.front().range), " ,\t\r\n");
    if (lost.instead->empty() && taken != tree.tree.text->slice(part.range)) {
        lost.goesWithIt = taken;
    }
    return lost;
}

}  // namespace

std::vector<std::string> removedWith(const Snapshot& snapshot, std::span<const NodeId> nodes) {
    const EditTree tree(snapshot);
    const Result<Chosen> chosenOnes = chosen(tree, nodes);
    std::vector<std::string> names;
    if (!chosenOnes.ok()) {
        return names;
    }
    const std::vector<bool> gone = withUsers(tree, *chosenOnes);
    for (uint32_t i = 0; i < gone.size(); ++i) {
        if (!gone[i] || chosenOnes->declarations[i]) {
            continue;
        }
        const SyntaxNode& declaration = tree.declaration(i);
        const bool isOutput = declaration.kind == SyntaxKind::OutDecl;
        names.push_back((isOutput ? "out " : "") +
                        std::string(tree.tree.text->slice(declaration.name)));
    }
    return names;
}

std::vector<LostUse> usesOf(const Snapshot& snapshot, std::span<const NodeId> nodes) {
    const EditTree tree(snapshot);
    const Result<Chosen> chosenOnes = chosen(tree, nodes);
    std::vector<LostUse> result;
    if (!chosenOnes.ok()) {
        return result;
    }
    const Result<std::vector<std::vector<TextEdit>>> parts = emptied(tree, chosenOnes->nested);
    if (!parts.ok()) {
        return result;
    }
    const std::vector<bool>& gone = chosenOnes->declarations;
    for (const NameUse& use : tree.names.uses) {
        if (!use.name.hasValue() || gone[use.declaration]) {
            continue;
        }
        const TextName& name = tree.names.names[use.name];
        if (!gone[name.declaration] || tree.names.declaredBy(name.declaration) != use.name) {
            continue;
        }
        LostUse lost;
        lost.name = std::string(name.name);
        lost.place = use.place;
        lost.line = tree.lineOf(use.place.begin);
        lost.user = std::string(tree.tree.text->slice(tree.declaration(use.declaration).name));
        lost.node = rootOf(tree, use.declaration);
        TextNameId earlier = tree.names.visible(name.name, name.declaration);
        while (earlier.hasValue() && gone[tree.names.names[earlier].declaration]) {
            earlier = tree.names.visible(name.name, tree.names.names[earlier].declaration);
        }
        if (earlier.hasValue()) {
            lost.earlierLine = tree.lineOf(tree.names.names[earlier].place.begin);
        }
        result.push_back(std::move(lost));
    }
    for (std::size_t i = 0; i < parts->size(); ++i) {
        result.push_back(lostUse(tree, chosenOnes->nested[i], (*parts)[i]));
    }
    std::stable_sort(result.begin(), result.end(), [](const LostUse& a, const LostUse& b) {
        return a.place.begin < b.place.begin;
    });
    return result;
}

Result<GraphEdit> removeNodes(const Snapshot& snapshot, std::span<const NodeId> nodes,
                              Users users) {
    const EditTree tree(snapshot);
    Result<Chosen> chosenOnes = chosen(tree, nodes);
    if (!chosenOnes.ok()) {
        return chosenOnes.error();
    }
    if (users == Users::Remove) {
        chosenOnes->declarations = withUsers(tree, *chosenOnes);
        chosenOnes->nested.clear();  // what they stand in goes
    }
    std::vector<TextEdit> edits = removals(tree, chosenOnes->declarations);
    const Result<std::vector<std::vector<TextEdit>>> parts = emptied(tree, chosenOnes->nested);
    if (!parts.ok()) {
        return parts.error();
    }
    for (const std::vector<TextEdit>& part : *parts) {
        edits.insert(edits.end(), part.begin(), part.end());
    }
    if (edits.empty()) {
        return editError("nothing is selected: choose what to delete");
    }
    EditTrial trial = tried(tree, std::move(edits));
    const uint32_t place = trial.edits.front().range.begin;
    const auto length = static_cast<uint32_t>(trial.edits.front().text.size());
    return GraphEdit{std::move(trial.edits), {place, place + length}, std::move(trial.errors)};
}

}  // namespace cst

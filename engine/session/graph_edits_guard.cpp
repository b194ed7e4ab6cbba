#include "engine/session/edit_trial.h"
#include "engine/session/graph_edits.h"
#include "engine/session/statement_text.h"
#include "engine/session/text_edits.h"

#include <algorithm>

namespace cst {
namespace {

/// Would a `when` behind it belong to something at its end? `if (c) a else b`, `fallback: b`.
bool endsOpen(const SyntaxTree& tree, SyntaxId id) {
    while (id.hasValue()) {
        const SyntaxKind kind = tree[id].kind;
        const std::span<const SyntaxId> children = tree.children(id);
        if (kind == SyntaxKind::If || kind == SyntaxKind::Lambda) {
            return true;
        }
        if (kind == SyntaxKind::Call) {
            const bool hasOptions =
                !children.empty() && tree[children.back()].kind == SyntaxKind::With;
            const std::span<const SyntaxId> options =
                hasOptions ? tree.children(children.back()) : std::span<const SyntaxId>();
            return !options.empty() && tree.name(options.back()) == "fallback";
        }
        const bool isOperator = kind == SyntaxKind::Additive ||
                                kind == SyntaxKind::Multiplicative || kind == SyntaxKind::Compare ||
                                kind == SyntaxKind::And || kind == SyntaxKind::Or ||
                                kind == SyntaxKind::Not || kind == SyntaxKind::Negate;
        id = isOperator ? children.back() : SyntaxId();
    }
    return false;
}

/// Is a whole expression written there without parentheses?
bool isDelimited(const SyntaxTree& tree, SyntaxId parent, SyntaxId child) {
    switch (tree[parent].kind) {
    case SyntaxKind::Assign:
    case SyntaxKind::Paren:
    case SyntaxKind::Call:
    case SyntaxKind::ListLiteral:
    case SyntaxKind::RecordField:
    case SyntaxKind::Interpolation:
    case SyntaxKind::Branch:
    case SyntaxKind::MatchCase: return true;
    case SyntaxKind::If: return tree.child(parent, 0) == child;
    default: return false;
    }
}

class Guarding {
public:
    explicit Guarding(const EditTree& tree) : tree_(tree) {}

    Status choose(std::span<const NodeId> nodes);
    GraphEdit run();

private:
    void findCondition(const std::vector<NodePlace>& booleans);
    void guard(const NodePlace& place);

    const EditTree& tree_;
    std::vector<NodePlace> places_;
    std::string condition_ = "true";
    std::vector<TextEdit> edits_;
};

Status Guarding::choose(std::span<const NodeId> nodes) {
    std::vector<NodePlace> booleans;
    for (const NodeId node : nodes) {
        const Result<NodePlace> place = tree_.soundPlaceOf(node);
        if (!place.ok()) {
            return place.error();
        }
        places_.push_back(*place);
        const bool isNamed = place->isRoot && tree_.names.declaredBy(place->declaration).hasValue();
        if (isNamed && tree_.graph().nodes[node].type == types::kBoolean) {
            booleans.push_back(*place);
        }
    }
    if (places_.size() > 1 && booleans.size() == 1) {
        std::erase_if(places_,
                      [&](const NodePlace& place) { return place.node == booleans[0].node; });
    } else {
        booleans.clear();
    }
    for (const NodePlace& place : places_) {
        if (tree_.declaration(place.declaration).kind != SyntaxKind::Assign) {
            return editError(tree_.shown(place.node) +
                             " is no statement: choose what has a value of its own to guard");
        }
    }
    if (places_.empty()) {
        return editError("nothing is selected: choose what to guard");
    }
    findCondition(booleans);
    return success();
}

void Guarding::findCondition(const std::vector<NodePlace>& booleans) {
    uint32_t first = UINT32_MAX;
    for (const NodePlace& place : places_) {
        first = std::min(first, place.declaration);
    }
    std::vector<TextNameId> visible = tree_.names.allVisible(first);
    if (!booleans.empty()) {
        const TextNameId chosen = tree_.names.declaredBy(booleans[0].declaration);
        std::erase_if(visible, [&](TextNameId name) { return name != chosen; });
    } else {
        std::erase_if(visible,
                      [&](TextNameId name) { return tree_.typeOf(name) != types::kBoolean; });
    }
    if (visible.size() == 1) {
        condition_ = std::string(tree_.names.names[visible[0]].name);
    }
}

void Guarding::guard(const NodePlace& place) {
    SourceRange range = place.range;
    bool isWhole = false;  // a whole expression may stand there
    bool mayStand = true;  // before `when`, as it is
    const SyntaxId value = place.isRoot
                               ? tree_.tree.child(tree_.tree.declarations[place.declaration], 0)
                               : place.expression;
    if (value.hasValue()) {
        range = tree_.tree[value].range;
        isWhole = isDelimited(tree_.tree, tree_.parent(value), value);
    }
    const SyntaxId inner = value.hasValue() ? value : place.chain;
    const SyntaxKind kind = tree_.tree[inner].kind;
    mayStand = kind != SyntaxKind::Coalesce && kind != SyntaxKind::Guard &&
               !(value.hasValue() && endsOpen(tree_.tree, value));
    const std::string open = std::string(isWhole ? "" : "(") + (mayStand ? "" : "(");
    const std::string close = std::string(mayStand ? "" : ")") + " when " + condition_;
    edits_.push_back({{range.begin, range.begin}, open});
    edits_.push_back(replacement(tree_, {range.end, range.end}, close + (isWhole ? "" : ")")));
}

GraphEdit Guarding::run() {
    for (const NodePlace& place : places_) {
        const bool isInside =
            std::any_of(places_.begin(), places_.end(), [&](const NodePlace& other) {
                return other.node != place.node && other.range.begin <= place.range.begin &&
                       place.range.end <= other.range.end;
            });
        if (!isInside) {
            guard(place);
        }
    }
    EditTrial trial = tried(tree_, std::move(edits_));
    // Where the first condition stands.
    uint32_t shift = 0;
    SourceRange select;
    for (const TextEdit& edit : trial.edits) {
        const std::size_t at = edit.text.find("when ");
        if (at != std::string::npos) {
            const uint32_t begin = edit.range.begin + shift + static_cast<uint32_t>(at) + 5;
            select = {begin, begin + static_cast<uint32_t>(condition_.size())};
            break;
        }
        shift += static_cast<uint32_t>(edit.text.size()) - edit.range.length();
    }
    return {std::move(trial.edits), select, std::move(trial.errors)};
}

}  // namespace

Result<GraphEdit> guardNodes(const Snapshot& snapshot, std::span<const NodeId> nodes) {
    const EditTree tree(snapshot);
    Guarding guarding(tree);
    const Status chosen = guarding.choose(nodes);
    if (!chosen.ok()) {
        return chosen.error();
    }
    return guarding.run();
}

}  // namespace cst

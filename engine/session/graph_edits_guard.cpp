#include "engine/session/edit_trial.h"
#include "engine/session/fresh_name.h"
#include "engine/session/graph_edits.h"
#include "engine/session/guard_reach.h"
#include "engine/session/statement_text.h"
#include "engine/session/text_edits.h"

#include <algorithm>
#include <optional>
#include <string>

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

/// The statement at a place, as a message names it.
std::string userAt(const SyntaxTree& tree, uint32_t offset) {
    std::string_view name;
    for (const SyntaxId id : tree.declarations) {
        if (tree[id].range.begin <= offset) {
            name = tree.name(id);
        }
    }
    return name.empty() ? "line " + std::to_string(tree.text->line(offset))
                        : "`" + std::string(name) + "`";
}

/// What a person has chosen to guard.
struct ToGuard {
    std::span<const NodeId> nodes;
    std::span<const NodeId> together;  // of them: of folded groups
};

bool isAmong(std::span<const NodeId> nodes, NodeId node) {
    return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
}

bool isPart(const GraphNode& node) {
    return node.key.find('/') != std::string_view::npos;
}

class Guarding {
public:
    explicit Guarding(const EditTree& tree) : tree_(&tree) {}

    Status choose(const ToGuard& chosen);
    EditTrial trial();
    std::size_t statements() const { return chosen_.size(); }
    const std::vector<NodePlace>& places() const { return places_; }
    /// Chosen statements that are not guarded, while something else asks for them too.
    std::vector<NodePlace> stillAsked() const;
    void guardToo(const NodePlace& place) { places_.push_back(place); }
    /// Where what is typed over stands in the text after the edits.
    SourceRange conditionIn(const std::vector<TextEdit>& edits) const;

private:
    Status sort(const ToGuard& chosen);
    std::optional<Error> whyNoCondition(const ToGuard& chosen) const;
    void takeConditionOut();
    void findCondition();
    std::vector<TextNameId> conditionsBefore(uint32_t declaration) const;
    void guard(const NodePlace& place);

    const EditTree* tree_;
    std::vector<NodePlace> places_;    // to be guarded
    std::vector<NodePlace> chosen_;    // statements: those, and what they need
    std::vector<NodePlace> booleans_;  // among what was chosen: each could be the condition
    std::optional<NodePlace> other_;   // an input or output among it
    std::string condition_ = "true";
    std::string before_ = "when ";  // what stands before the condition that is typed over
    std::vector<TextEdit> edits_;
};

Status Guarding::choose(const ToGuard& chosen) {
    const Status sorted = sort(chosen);
    if (!sorted.ok()) {
        return sorted;
    }
    if (std::optional<Error> why = whyNoCondition(chosen)) {
        return *std::move(why);
    }
    takeConditionOut();
    if (places_.empty()) {
        return other_ ? editError(tree_->shown(other_->node) +
                                  " is no statement: choose what has a value of its own to guard")
                      : editError("nothing is selected: choose what to guard");
    }
    return success();
}

/// Of steps that need each other only the last ones are guarded: where they have no value nobody
/// asks for the others, and the others keep their types.
Status Guarding::sort(const ToGuard& chosen) {
    const Graph& graph = tree_->graph();
    const std::vector<bool> needed = neededBy(graph, chosen.nodes);
    for (const NodeId node : chosen.nodes) {
        const bool isNeeded = node.index < needed.size() && needed[node.index];
        const bool isTogether = isAmong(chosen.together, node);
        if ((isNeeded || isTogether) && isPart(graph.nodes[node])) {
            continue;  // a part of what is guarded, or of what that needs
        }
        const Result<NodePlace> place = tree_->soundPlaceOf(node);
        if (!place.ok()) {
            return place.error();
        }
        const bool isNamed =
            place->isRoot && tree_->names.declaredBy(place->declaration).hasValue();
        if (isNamed && !isTogether && graph.nodes[node].type == types::kBoolean) {
            booleans_.push_back(*place);
        }
        if (tree_->declaration(place->declaration).kind != SyntaxKind::Assign) {
            other_ = *place;
            continue;
        }
        chosen_.push_back(*place);
        if (!isNeeded) {
            places_.push_back(*place);
        }
    }
    return success();
}

/// The one Boolean beside what is to be guarded would close what it needs itself.
std::optional<Error> Guarding::whyNoCondition(const ToGuard& chosen) const {
    if (booleans_.size() != 1) {
        return std::nullopt;
    }
    const NodePlace& condition = booleans_[0];
    const bool hasRest = std::any_of(places_.begin(), places_.end(), [&](const NodePlace& place) {
        return place.node != condition.node;
    });
    const NodeId alone[] = {condition.node};
    const std::vector<bool> needed = neededBy(tree_->graph(), alone);
    for (const NodePlace& place : chosen_) {
        const bool isMeant = hasRest || isAmong(chosen.together, place.node);
        const bool isOther = place.declaration != condition.declaration;
        if (isMeant && isOther && needed[place.node.index]) {
            const std::string name = tree_->shown(condition.node);
            return editError(name + " cannot be the condition: it needs " +
                             tree_->shown(place.node) +
                             ", which would be guarded by it: select another Boolean, or leave " +
                             name + " out");
        }
    }
    return std::nullopt;
}

/// The one Boolean among several, if the rest can use it and there is a rest.
void Guarding::takeConditionOut() {
    if (booleans_.size() != 1) {
        booleans_.clear();
        return;
    }
    const NodePlace condition = booleans_[0];
    const auto isItself = [&](const NodePlace& place) { return place.node == condition.node; };
    const bool isAbove = std::all_of(places_.begin(), places_.end(), [&](const NodePlace& place) {
        return isItself(place) || condition.declaration < place.declaration;
    });
    if (!isAbove || std::all_of(places_.begin(), places_.end(), isItself)) {
        booleans_.clear();
        return;
    }
    std::erase_if(chosen_, isItself);
    std::erase_if(places_, isItself);
}

/// Booleans that are visible there, but for those that are to be guarded themselves or need what
/// is.
std::vector<TextNameId> Guarding::conditionsBefore(uint32_t declaration) const {
    const Graph& graph = tree_->graph();
    std::vector<TextNameId> visible = tree_->names.allVisible(declaration);
    std::erase_if(visible, [&](TextNameId name) { return tree_->typeOf(name) != types::kBoolean; });
    for (uint32_t i = 0; i < graph.nodes.size() && !visible.empty(); ++i) {
        const GraphNode& row = graph.nodes[NodeId(i)];
        if (row.type != types::kBoolean || isPart(row) || row.kind == NodeKind::Output) {
            continue;
        }
        const TextNameId name = tree_->names.declaredBy(tree_->declarationAt(row.range.begin));
        if (std::find(visible.begin(), visible.end(), name) == visible.end()) {
            continue;
        }
        const NodeId alone[] = {NodeId(i)};
        const std::vector<bool> needed = neededBy(graph, alone);
        const bool isOne = std::any_of(chosen_.begin(), chosen_.end(), [&](const NodePlace& place) {
            return place.node.index == i || needed[place.node.index];
        });
        if (isOne) {
            std::erase(visible, name);
        }
    }
    return visible;
}

void Guarding::findCondition() {
    uint32_t first = UINT32_MAX;
    for (const NodePlace& place : places_) {
        first = std::min(first, place.declaration);
    }
    std::vector<TextNameId> names;
    if (!booleans_.empty()) {
        names = {tree_->names.declaredBy(booleans_[0].declaration)};
        const std::vector<TextNameId> visible = tree_->names.allVisible(first);
        if (std::find(visible.begin(), visible.end(), names[0]) == visible.end()) {
            names.clear();
        }
    } else {
        names = conditionsBefore(first);
    }
    if (names.size() == 1) {
        condition_ = std::string(tree_->names.names[names[0]].name);
    } else if (places_.size() > 1) {
        // One name for all of them: what is typed over is there once.
        condition_ = FreshNames(*tree_).likeThis("condition");
        edits_.push_back(insertedAbove(*tree_, first, condition_ + " = true"));
        before_ = condition_ + " = ";
    }
}

std::vector<NodePlace> Guarding::stillAsked() const {
    std::vector<NodeId> closed;
    for (const NodePlace& place : places_) {
        closed.push_back(place.node);
    }
    const std::vector<bool> asked = askedWithout(tree_->graph(), closed);
    std::vector<NodePlace> open;
    for (const NodePlace& place : chosen_) {
        if (asked[place.node.index]) {
            open.push_back(place);
        }
    }
    return open;
}

void Guarding::guard(const NodePlace& place) {
    SourceRange range = place.range;
    bool isWhole = false;  // a whole expression may stand there
    const SyntaxId value = place.isRoot
                               ? tree_->tree.child(tree_->tree.declarations[place.declaration], 0)
                               : place.expression;
    if (value.hasValue()) {
        range = tree_->tree[value].range;
        isWhole = isDelimited(tree_->tree, tree_->parent(value), value);
    }
    const SyntaxId inner = value.hasValue() ? value : place.chain;
    const SyntaxKind kind = tree_->tree[inner].kind;
    const bool mayStand =  // before `when`, as it is
        kind != SyntaxKind::Coalesce && kind != SyntaxKind::Guard &&
        !(value.hasValue() && endsOpen(tree_->tree, value));
    const std::string open = std::string(isWhole ? "" : "(") + (mayStand ? "" : "(");
    const std::string close = std::string(mayStand ? "" : ")") + " when " + condition_;
    edits_.push_back({{range.begin, range.begin}, open});
    edits_.push_back(replacement(*tree_, {range.end, range.end}, close + (isWhole ? "" : ")")));
}

SourceRange Guarding::conditionIn(const std::vector<TextEdit>& edits) const {
    const std::string_view value = before_ == "when " ? std::string_view(condition_) : "true";
    uint32_t shift = 0;
    for (const TextEdit& edit : edits) {
        const std::size_t at = edit.text.find(before_);
        if (at != std::string::npos) {
            const uint32_t begin =
                edit.range.begin + shift + static_cast<uint32_t>(at + before_.size());
            return {begin, begin + static_cast<uint32_t>(value.size())};
        }
        shift += static_cast<uint32_t>(edit.text.size()) - edit.range.length();
    }
    return {};
}

EditTrial Guarding::trial() {
    findCondition();
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
    return tried(*tree_, std::move(edits_));
}

/// What guarding some nodes comes to.
struct GuardTrial {
    bool isDone = false;         // without an error
    std::optional<NodeId> user;  // else the statement that the first error is in, if it is in one
};

/// A place of the text after the edits, in the one before.
uint32_t placeBefore(const std::vector<TextEdit>& edits, uint32_t offset) {
    uint32_t shift = 0;
    for (const TextEdit& edit : edits) {
        const auto size = static_cast<uint32_t>(edit.text.size());
        if (edit.range.begin + shift + size > offset) {
            break;
        }
        shift += size - edit.range.length();
    }
    return offset - shift;
}

std::optional<NodeId> userBefore(const EditTree& tree, const EditTrial& trial) {
    const uint32_t offset = placeBefore(trial.edits, trial.errors.front().range.begin);
    for (uint32_t i = 0; i < tree.graph().nodes.size(); ++i) {
        const GraphNode& node = tree.graph().nodes[NodeId(i)];
        const bool isStatement = node.key.find('/') == std::string_view::npos;
        if (isStatement && node.range.begin <= offset && offset < node.range.end) {
            return NodeId(i);
        }
    }
    return std::nullopt;
}

GuardTrial triedGuard(const EditTree& tree, const ToGuard& chosen) {
    Guarding guarding(tree);
    if (!guarding.choose(chosen).ok()) {
        return {};
    }
    const EditTrial trial = guarding.trial();
    if (trial.errors.empty()) {
        return {true, {}};
    }
    return {false, userBefore(tree, trial)};
}

/// What else would have to be selected, named: "it", "it and `d`"; "" = that does not help either.
std::string othersToSelect(const EditTree& tree, const ToGuard& chosen,
                           std::optional<NodeId> user) {
    constexpr int kMost = 3;
    std::vector<NodeId> all(chosen.nodes.begin(), chosen.nodes.end());
    std::string names = "it";
    for (int i = 0; i < kMost && user; ++i) {
        if (std::find(all.begin(), all.end(), *user) != all.end()) {
            break;
        }
        if (i > 0) {
            names += " and " + tree.shown(*user);
        }
        all.push_back(*user);
        const GuardTrial trial = triedGuard(tree, {all, chosen.together});
        if (trial.isDone) {
            return names;
        }
        user = trial.user;
    }
    return {};
}

/// The step that can be guarded alone; "" = none of the first few.
std::string stepAlone(const EditTree& tree, const std::vector<NodePlace>& places) {
    constexpr std::size_t kMost = 8;
    for (std::size_t i = 0; i < std::min(kMost, places.size()); ++i) {
        const NodeId alone[] = {places[i].node};
        if (triedGuard(tree, {alone, {}}).isDone) {
            return tree.shown(places[i].node);
        }
    }
    return {};
}

/// What to do instead: nothing that was not tried.
std::string advice(const EditTree& tree, const ToGuard& chosen,
                   const std::vector<NodePlace>& places, const EditTrial& trial) {
    const std::string others = othersToSelect(tree, chosen, userBefore(tree, trial));
    const std::string alone = stepAlone(tree, places);
    std::string words = others.empty() ? "" : "select " + others + " too";
    if (!alone.empty()) {
        words += (words.empty() ? "guard " : ", or guard ") + alone + " alone";
    }
    return words.empty() ? words : ": " + words;
}

/// What is guarded, and how.
struct WholeGuard {
    Guarding guarding;
    EditTrial trial;
};

/// What the ends of the chosen need is guarded as well where something else asks for it, as far as
/// all goes on to compile.
WholeGuard guardedWhole(Guarding chosen) {
    constexpr std::size_t kMost = 8;  // trials
    WholeGuard best{chosen, {}};
    best.trial = best.guarding.trial();
    if (chosen.statements() < 2 || !best.trial.errors.empty()) {
        return best;
    }
    const std::vector<NodePlace> open = chosen.stillAsked();
    for (std::size_t i = 0; i < std::min(kMost, open.size()); ++i) {
        Guarding more = chosen;
        more.guardToo(open[i]);
        WholeGuard next{more, {}};
        next.trial = next.guarding.trial();
        if (next.trial.errors.empty()) {
            chosen = std::move(more);
            best = std::move(next);
        }
    }
    return best;
}

}  // namespace

Result<GraphEdit> guardNodes(const Snapshot& snapshot, std::span<const NodeId> nodes,
                             std::span<const NodeId> together) {
    const EditTree tree(snapshot);
    const ToGuard toGuard{nodes, together};
    Guarding guarding(tree);
    const Status chosen = guarding.choose(toGuard);
    if (!chosen.ok()) {
        return chosen.error();
    }
    auto [whole, trial] = guardedWhole(std::move(guarding));
    if (whole.statements() > 1 && !trial.errors.empty()) {
        return editError(userAt(*trial.tree, trial.errors.front().range.begin) +
                         " cannot do without what would be guarded (" +
                         trial.errors.front().message() + ")" +
                         advice(tree, toGuard, whole.places(), trial));
    }
    GraphEdit edit;
    edit.select = whole.conditionIn(trial.edits);
    for (const NodePlace& place : whole.stillAsked()) {
        edit.stillAsked.push_back(tree.shown(place.node));
    }
    edit.edits = std::move(trial.edits);
    edit.brings = std::move(trial.errors);
    return edit;
}

}  // namespace cst

// Connecting is writing a name where an operand stands. What makes it more: the value may have no
// name yet, or its statement may stand below. Statements are then written or moved above the
// consumer's, and the text that this would give is read and checked: each name that was moved must
// mean what it meant, and the new one what it should.

#include "engine/session/edit_trial.h"
#include "engine/session/emptied_operand.h"
#include "engine/session/fresh_name.h"
#include "engine/session/graph_edits.h"
#include "engine/session/statement_text.h"
#include "engine/session/text_edits.h"

#include <algorithm>

namespace cst {
namespace {

using Kind = OperandPlace::Kind;

const GraphEdge* edgeAt(const Graph& graph, NodeId to, uint32_t port) {
    const auto edge =
        std::find_if(graph.edges.begin(), graph.edges.end(),
                     [&](const GraphEdge& each) { return each.to == to && each.port == port; });
    return edge == graph.edges.end() ? nullptr : &*edge;
}

/// By node: does `from` need it, itself included? Edges are ordered by consumer.
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

class Connection {
public:
    Connection(const EditTree& tree, NodePlace from, NodePlace to, OperandPlace operand)
        : tree_(tree),
          from_(from),
          to_(to),
          operand_(std::move(operand)),
          consumer_(to.declaration) {}

    Result<GraphEdit> run();

private:
    Status pullOut();
    Status nameIt();
    Status moveUp(std::vector<bool> moved);
    Status judge(const EditTrial& trial) const;
    bool keepsMeanings(const EditTrial& trial) const;
    std::vector<SourceRange> writtenIn(const EditTrial& trial) const;
    std::string quoted(uint32_t declaration) const {
        return "`" + std::string(tree_.tree.text->slice(tree_.declaration(declaration).name)) + "`";
    }

    const EditTree& tree_;
    const NodePlace from_;
    const NodePlace to_;
    const OperandPlace operand_;
    const uint32_t consumer_;                // declaration; likewise below
    std::string name_;                       // of the value
    std::vector<bool> moved_;                // by declaration: stands above the consumer's then
    uint32_t pulledAbove_ = kNoDeclaration;  // where a new statement stands, if there is one
    std::vector<TextEdit> edits_;
    std::string above_;  // what is to stand above the consumer's
};

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

/// Where the name of the value stands then, in the place of the operand.
std::vector<SourceRange> Connection::writtenIn(const EditTrial& trial) const {
    std::vector<SourceRange> mentions = operand_.mentions;
    if (mentions.empty()) {
        mentions.push_back(operand_.range);
    }
    for (SourceRange& mention : mentions) {
        uint32_t end = placeAfter(mention.end, trial.edits);
        while (end > 0 && trial.tree->text->bytes()[end - 1] == ' ') {
            --end;
        }
        mention = {end - std::min(end, static_cast<uint32_t>(name_.size())), end};
    }
    return mentions;
}

/// That every statement which was moved, or passed, means what it meant.
bool Connection::keepsMeanings(const EditTrial& trial) const {
    const uint32_t count = tree_.declarations();
    const bool isPulled = pulledAbove_ != kNoDeclaration;
    if (trial.tree->declarations.size() != count + (isPulled ? 1 : 0)) {
        return false;
    }
    // Where each declaration stands then.
    std::vector<uint32_t> numberOf(count);
    uint32_t pulled = 0;
    uint32_t next = 0;
    for (uint32_t i = 0; i < count; ++i) {
        if (i == consumer_) {
            for (uint32_t k = i; k < count; ++k) {
                if (!moved_.empty() && moved_[k]) {
                    numberOf[k] = next++;
                }
            }
        }
        if (isPulled && i == pulledAbove_) {
            pulled = next++;
        }
        if (moved_.empty() || !moved_[i]) {
            numberOf[i] = next++;
        }
    }
    // What is used in each then, the new name left out.
    const std::vector<SourceRange> written = writtenIn(trial);
    std::vector<std::vector<TextNameId>> wanted(trial.tree->declarations.size());
    std::vector<std::vector<TextNameId>> found(wanted.size());
    const auto isIn = [](SourceRange outer, SourceRange inner) {
        return outer.begin <= inner.begin && inner.end <= outer.end;
    };
    for (const NameUse& use : tree_.names.uses) {
        const bool isPulledOut = isPulled && isIn(from_.range, use.place);
        const auto& mentions = operand_.mentions;
        const bool isReplaced = mentions.empty() ? isIn(operand_.range, use.place)
                                                 : std::find(mentions.begin(), mentions.end(),
                                                             use.place) != mentions.end();
        if (isPulledOut) {
            wanted[pulled].push_back(use.name);
        } else if (!isReplaced) {
            wanted[numberOf[use.declaration]].push_back(use.name);
        }
    }
    for (const NameUse& use : trial.names.uses) {
        const bool isFresh = isPulled && trial.tree->text->slice(use.place) == name_;
        if (!isFresh && std::find(written.begin(), written.end(), use.place) == written.end()) {
            found[use.declaration].push_back(use.name);
        }
    }
    const auto isSame = [&](TextNameId before, TextNameId after) {
        if (!before.hasValue() || !after.hasValue()) {
            return before.hasValue() == after.hasValue();
        }
        const TextName& was = tree_.names.names[before];
        const TextName& is = trial.names.names[after];
        const bool hasPlace = was.kind == TextNameKind::Input ||
                              was.kind == TextNameKind::Variable ||
                              was.kind == TextNameKind::Type || was.kind == TextNameKind::Alias;
        return was.kind == is.kind && was.name == is.name &&
               (!hasPlace || numberOf[was.declaration] == is.declaration);
    };
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!std::equal(wanted[i].begin(), wanted[i].end(), found[i].begin(), found[i].end(),
                        isSame)) {
            return false;
        }
    }
    return true;
}

Status Connection::judge(const EditTrial& trial) const {
    const bool movesSomething = !moved_.empty() || pulledAbove_ != kNoDeclaration;
    if (movesSomething && !keepsMeanings(trial)) {
        return editError("the statements of " + tree_.shown(from_.node) +
                         " cannot be moved above line " +
                         std::to_string(tree_.lineOf(tree_.declaration(consumer_).range.begin)) +
                         " without another meaning of some name: move them in the text");
    }
    const SourceRange written = writtenIn(trial).front();
    const auto use = std::find_if(trial.names.uses.begin(), trial.names.uses.end(),
                                  [&](const NameUse& each) { return each.place == written; });
    if (use == trial.names.uses.end()) {
        return editError("`" + name_ + "` cannot be written there: edit it in the text");
    }
    const bool isKnown = use->name.hasValue();
    const TextNameKind kind = isKnown ? trial.names.names[use->name].kind : TextNameKind::Function;
    if (isKnown && kind != TextNameKind::Variable && kind != TextNameKind::Input) {
        return editError("`" + name_ + "` means something else inside of " + tree_.shown(to_.node) +
                         ": rename one of them first");
    }
    const auto rangeOf = [&](uint32_t declaration) {
        return (*trial.tree)[trial.tree->declarations[declaration]].range;
    };
    const auto isIn = [](SourceRange range, const Diagnostic& error) {
        return range.begin <= error.range.begin && error.range.begin <= range.end;
    };
    for (const Diagnostic& error : trial.errors) {
        if (isKnown && pulledAbove_ != kNoDeclaration &&
            isIn(rangeOf(trial.names.names[use->name].declaration), error)) {
            return editError(tree_.shown(from_.node) +
                             " means nothing outside of its statement: " + error.message());
        }
        if (isIn(rangeOf(use->declaration), error)) {
            const TypeId type = tree_.graph().nodes[from_.node].type;
            return editError("`" + name_ + "` is `" + tree_.snapshot.types->text(type) +
                             "`, which does not fit there: " + error.message());
        }
    }
    return success();
}

Result<GraphEdit> Connection::run() {
    const Status named = from_.isRoot ? nameIt() : pullOut();
    if (!named.ok()) {
        return named.error();
    }
    if (!above_.empty()) {
        edits_.push_back(insertedAbove(tree_, consumer_, above_));
    }
    if (operand_.mentions.empty()) {
        edits_.push_back(replacement(tree_, operand_.range, name_));
    }
    for (const SourceRange mention : operand_.mentions) {
        edits_.push_back(replacement(tree_, mention, name_));
    }
    if (operand_.kind == Kind::OutName) {
        std::vector<bool> others(tree_.declarations());
        addSameOutputs(tree_, consumer_, others);
        others[consumer_] = false;
        const std::vector<TextEdit> removed = removals(tree_, others);
        edits_.insert(edits_.end(), removed.begin(), removed.end());
    }
    EditTrial trial = tried(tree_, edits_);
    const Status judged = judge(trial);
    if (!judged.ok()) {
        return judged.error();
    }
    const SourceRange select = writtenIn(trial).front();
    return GraphEdit{std::move(trial.edits), select, std::move(trial.errors)};
}

}  // namespace

Result<GraphEdit> connectNodes(const Snapshot& snapshot, NodeId from, NodeId to, uint32_t port) {
    const EditTree tree(snapshot);
    const Graph& graph = tree.graph();
    if (from.index < graph.nodes.size() && graph.nodes[from].kind == NodeKind::Output) {
        const GraphEdge* const shown = edgeAt(graph, from, 0);
        from = shown == nullptr ? from : shown->from;
    }
    const Result<NodePlace> source = tree.soundPlaceOf(from);
    const Result<NodePlace> consumer = tree.soundPlaceOf(to);
    if (!source.ok() || !consumer.ok()) {
        return source.ok() ? consumer.error() : source.error();
    }
    const GraphEdge* const edge = edgeAt(graph, to, port);
    if (edge == nullptr) {
        return editError(tree.shown(to) + " has no such place to connect to: choose another one");
    }
    if (edge->from == from) {
        return editError(tree.shown(from) + " is connected there already");
    }
    if (neededBy(graph, from)[to.index]) {
        return editError("this would be a circle: " + tree.shown(from) + " needs " +
                         tree.shown(to) + ", so it cannot give it a value");
    }
    const Result<OperandPlace> operand = tree.operandOf(*consumer, edge->portName);
    if (!operand.ok()) {
        return operand.error();
    }
    if (operand->kind == Kind::OutName) {
        const std::string_view name = graph.nodes[from].name;
        for (const OutputInfo& output : snapshot.outputs) {
            if (output.name == name) {
                return editError("`" + output.name +
                                 "` is an output already: delete one of them "
                                 "or give the value another name");
            }
        }
    }
    return Connection(tree, *source, *consumer, *operand).run();
}

Result<GraphEdit> disconnectPort(const Snapshot& snapshot, NodeId to, uint32_t port) {
    const EditTree tree(snapshot);
    const Result<NodePlace> consumer = tree.soundPlaceOf(to);
    if (!consumer.ok()) {
        return consumer.error();
    }
    const GraphEdge* const edge = edgeAt(tree.graph(), to, port);
    if (edge == nullptr) {
        return editError(tree.shown(to) + " has no such place: choose another one");
    }
    Result<std::vector<TextEdit>> edits = emptiedOperand(tree, *consumer, *edge);
    if (!edits.ok()) {
        return edits.error();
    }
    EditTrial trial = tried(tree, std::move(*edits));
    const TextEdit& first = trial.edits.front();
    const uint32_t begin = first.range.begin;
    const auto length = static_cast<uint32_t>(first.text.size());
    return GraphEdit{std::move(trial.edits), {begin, begin + length}, std::move(trial.errors)};
}

}  // namespace cst

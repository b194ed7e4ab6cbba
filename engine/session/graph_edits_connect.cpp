// Connecting is writing a name where an operand stands. What makes it more: the value may have no
// name yet, or its statement may stand below. Statements are then written or moved above the
// consumer's, and the text that this would give is read and checked: each name that was moved must
// mean what it meant, and the new one what it should.

#include "engine/session/connection.h"
#include "engine/session/emptied_operand.h"
#include "engine/session/text_edits.h"

#include <algorithm>

namespace cst {

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
    if (operand_.kind == OperandPlace::Kind::OutName) {
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

namespace {

const GraphEdge* edgeAt(const Graph& graph, NodeId to, uint32_t port) {
    const auto edge =
        std::find_if(graph.edges.begin(), graph.edges.end(),
                     [&](const GraphEdge& each) { return each.to == to && each.port == port; });
    return edge == graph.edges.end() ? nullptr : &*edge;
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
    if (operand->kind == OperandPlace::Kind::OutName) {
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

#include "ui/graph/edge_way.h"

#include "ui/shell/node_words.h"
#include "ui/shell/tr.h"

#include <algorithm>
#include <span>

namespace cst {

namespace {

constexpr qsizetype kLongestPart = 40;

/// Edges to one node, by port. Cost: O(log edges).
std::span<const GraphEdge> edgesTo(const RunSnapshot& run, uint32_t node) {
    const std::vector<GraphEdge>& edges = run.compiled->graph->edges;
    const auto [begin, end] = std::equal_range(
        edges.begin(), edges.end(), GraphEdge{.from = {}, .to = NodeId(node)},
        [](const GraphEdge& a, const GraphEdge& b) { return a.to.index < b.to.index; });
    return {begin, end};
}

const GraphEdge* edgeAtPort(const RunSnapshot& run, uint32_t node, uint32_t port) {
    for (const GraphEdge& edge : edgesTo(run, node))
        if (edge.port == port) return &edge;
    return nullptr;
}

const GraphNode& rowOf(const RunSnapshot& run, NodeId node) {
    return run.compiled->graph->nodes[node];
}

bool wasAsked(const NodeRun& ran, uint32_t port) {
    return std::find(ran.askedFor.begin(), ran.askedFor.end(), port) != ran.askedFor.end();
}

bool isSettled(NodeStatus status) {
    return hasEnded(status) || status == NodeStatus::UpstreamFailed;
}

/// Is it known which operands the node needs? What nobody asked for may still come to be asked.
bool hasChosen(const RunSnapshot& run, uint32_t node) {
    const NodeRun& ran = run.nodes[node];
    if (!isSettled(ran.status)) return false;
    if (!ran.askedFor.empty()) return true;
    if (rowOf(run, NodeId(node)).kind == NodeKind::Call) return ran.status == NodeStatus::Completed;
    const GraphEdge* condition = edgeAtPort(run, node, 0);
    return condition != nullptr && !run.nodes[condition->from.index].preview.empty();
}

/// Cut at its end, on one line.
QString brief(std::string_view text) {
    const QString line = fromUtf8(text).simplified();
    return line.size() <= kLongestPart ? line : line.left(kLongestPart) + QChar(0x2026);
}

/// A name, or how it stands in the text: `n > 3` says more than `>`.
QString wordsOf(const RunSnapshot& run, NodeId node) {
    const GraphNode& row = rowOf(run, node);
    if (!row.name.empty() || !run.compiled->text) return nodeTitle(row);
    return brief(run.compiled->text->slice(row.range));
}

/// `big is false`; "" = its value is not known.
QString valueText(const RunSnapshot& run, const GraphEdge* edge) {
    if (edge == nullptr) return QString();
    const std::string& preview = run.nodes[edge->from.index].preview;
    if (preview.empty()) return QString();
    return tr("%1 is %2").arg(wordsOf(run, edge->from), brief(preview));
}

/// What stands for the arm in the text: `then`, `otherwise`, `case 2`; "" = its place says nothing.
QString armName(std::string_view port) {
    if (port == "then" || port == "else" || port == "otherwise") return fromUtf8(port);
    constexpr std::string_view kCases = "cases.";
    if (!port.starts_with(kCases)) return QString();
    const int number = fromUtf8(port.substr(kCases.size())).section(QChar('.'), 0, 0).toInt();
    return tr("case %1").arg(number + 1);
}

/// `and`, `or` and `??` go from one operand to the next.
QString reasonInChain(const RunSnapshot& run, uint32_t node, uint32_t port) {
    const std::vector<uint32_t>& asked = run.nodes[node].askedFor;
    const uint32_t last = asked.empty() ? 0 : asked.back();
    return valueText(run, edgeAtPort(run, node, wasAsked(run.nodes[node], port) ? port - 1 : last));
}

/// A branch goes from one condition to the next until one holds.
QString reasonInBranch(const RunSnapshot& run, uint32_t node, const GraphEdge& edge) {
    const bool isTaken = wasAsked(run.nodes[node], edge.port);
    const bool isValue = edge.portName.ends_with(".value");
    const bool isDecided = edge.port == 1 || wasAsked(run.nodes[node], edge.port - 1);
    if (isValue && isDecided) return valueText(run, edgeAtPort(run, node, edge.port - 1));
    return isTaken ? QString() : tr("an earlier case was");
}

}  // namespace

EdgeWay edgeWay(const NodeBadge& consumer, uint32_t port, const RunSnapshot* run) {
    if (run == nullptr || !consumer.shown || consumer.stale || consumer.ownRun < 0) {
        return EdgeWay::Unknown;
    }
    const auto node = static_cast<uint32_t>(consumer.ownRun);
    if (wasAsked(run->nodes[node], port)) return EdgeWay::Taken;
    return hasChosen(*run, node) ? EdgeWay::NotTaken : EdgeWay::Unknown;
}

QString wayReason(const RunSnapshot& run, uint32_t node, uint32_t port) {
    const GraphEdge* edge = edgeAtPort(run, node, port);
    if (edge == nullptr || port == 0) return QString();
    if (rowOf(run, NodeId(node)).kind == NodeKind::Call) {
        return wasAsked(run.nodes[node], port) ? tr("the call failed")
                                               : tr("the call did not fail");
    }
    const std::string_view name = edge->portName;
    if (name.starts_with("args.") || name.starts_with("rest.")) {
        return reasonInChain(run, node, port);
    }
    const GraphEdge* first = edgeAtPort(run, node, 0);
    if (first != nullptr && first->portName.ends_with(".cond")) {
        return reasonInBranch(run, node, *edge);
    }
    return valueText(run, first);
}

QString choiceText(const RunSnapshot& run, uint32_t node) {
    const std::span<const GraphEdge> edges = edgesTo(run, node);
    const bool chooses = std::any_of(edges.begin(), edges.end(), [](const GraphEdge& edge) {
        return edge.kind == EdgeKind::Conditional;
    });
    if (!chooses || !hasChosen(run, node)) return QString();
    const std::vector<uint32_t>& asked = run.nodes[node].askedFor;
    const auto because = [](const QString& words, const QString& reason) {
        return reason.isEmpty() ? words : tr("%1, as %2").arg(words, reason);
    };
    const GraphEdge* taken = asked.empty() ? nullptr : edgeAtPort(run, node, asked.back());
    if (taken == nullptr) {
        if (isClosedGuard(run, node)) return because(tr("closed"), wayReason(run, node, 1));
        return because(tr("not taken: %1").arg(wordsOf(run, edges.back().from)),
                       wayReason(run, node, edges.back().port));
    }
    const QString arm = armName(taken->portName);
    const QString words = wordsOf(run, taken->from);
    return because(tr("taken: %1").arg(arm.isEmpty() ? words : tr("%1 (%2)").arg(words, arm)),
                   wayReason(run, node, taken->port));
}

bool isClosedGuard(const RunSnapshot& run, uint32_t node) {
    const NodeRun& ran = run.nodes[node];
    if (rowOf(run, NodeId(node)).kind != NodeKind::Control || !isDone(ran.status)) return false;
    const std::span<const GraphEdge> edges = edgesTo(run, node);
    return edges.size() == 2 && edges[1].portName == "value" && ran.askedFor.empty() &&
           hasChosen(run, node);
}

}  // namespace cst

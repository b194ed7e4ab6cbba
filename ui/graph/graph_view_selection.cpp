// What is lit and chosen in the graph, by its text and by its nodes.

#include "engine/session/graph_folder.h"
#include "ui/graph/graph_accessible.h"
#include "ui/graph/graph_view.h"

#include <QClipboard>
#include <QGuiApplication>

#include <limits>
#include <utility>

namespace cst {

std::optional<uint32_t> GraphView::nodeAtText(SourceRange text) const {
    const Snapshot& snapshot = *scene_.snapshot();
    std::optional<uint32_t> best, onLine;
    uint32_t bestLength = std::numeric_limits<uint32_t>::max();
    const uint32_t line = snapshot.text ? snapshot.text->line(text.begin) : 0;
    for (uint32_t i = 0; i < scene_.size(); ++i) {
        if (scene_.ghost(i)) continue;  // its range is of an older text
        const GraphNode& node = scene_.node(i);
        // The place just behind an expression still belongs to it: that is where one types.
        const bool inside = node.range.begin <= text.begin && text.end <= node.range.end;
        if (inside && node.range.length() < bestLength) {
            best = i;
            bestLength = node.range.length();
        }
        // On the name in `name = …`: the range is only that of the expression.
        if (!onLine && !node.name.empty() && node.line == line) onLine = i;
    }
    return best ? best : onLine;
}

void GraphView::highlight(SourceRange text) {
    const bool isElsewhere = litText_ && *litText_ != text;
    light(text);
    // Who goes on somewhere else in the text is no longer at what was chosen in the graph.
    const bool isLitChosen = lit_ && selection_.contains(*lit_);
    if (isElsewhere && !hasFocus() && selection_.current() && !isLitChosen) select(std::nullopt);
}

void GraphView::light(SourceRange text) {
    litText_ = text;
    if (!scene_.snapshot()) return;
    const auto before = lookUp(lit_);
    auto now = nodeAtText(text);
    if (!now) now = nodeAtText({text.begin, text.begin});
    lit_ = now ? std::optional(scene_.identity(*now)) : std::nullopt;
    if (before == now) return;
    updateNode(before);
    updateNode(now);
    // What was chosen here is where the pointer is: it must not move away below it.
    if (!(hasFocus() && lit_ && selection_.contains(*lit_))) revealLit();
    emit selectionChanged();
}

void GraphView::select(std::optional<uint32_t> node) {
    selection_.clear();
    if (node) selection_.chooseOnly(scene_.identity(*node));
    selectionMoved();
}

void GraphView::selectNodes(std::vector<NodeIdentity> nodes) {
    selection_.choose(std::move(nodes));
    selection_.settle(scene_);
    if (const auto node = current()) {
        Camera camera = glide_ ? glide_->to : camera_;
        const QRectF box = scene_.boxAtRest(*node).adjusted(0, -covered_ / camera.zoom(), 0, 0);
        if (!camera.visibleWorld().contains(box)) {
            camera.reveal(box);
            glideTo(camera);
        }
    }
    selectionMoved();
}

void GraphView::showFound(std::vector<uint32_t> nodes) {
    if (nodes == found_) return;
    found_ = std::move(nodes);
    repaintCanvas();
}

void GraphView::selectAll() {
    std::vector<NodeIdentity> all;
    for (uint32_t i = 0; i < scene_.size(); ++i) all.push_back(scene_.identity(i));
    selection_.choose(std::move(all));
    selectionMoved();
}

void GraphView::copy() {
    QStringList names;
    for (const uint32_t node : selection_.nodesIn(scene_)) {
        const std::string_view name = scene_.node(node).name;
        names.append(name.empty() ? scene_.title(node) : fromUtf8(name));
    }
    if (!names.isEmpty()) QGuiApplication::clipboard()->setText(names.join(QChar('\n')));
}

void GraphView::selectionMoved() {
    marks_ = selection_.marksIn(scene_);
    refreshProfile();
    describe();
    repaintCanvas();  // edges change their colour as well
    tellSelection(*this);
    emit selectionChanged();
}

const GraphEdge* GraphView::wholeEdge(uint32_t edge) const {
    const GraphEdge& row = scene_.snapshot()->graph->edges[edge];
    if (wholeSnapshot_ == scene_.snapshot()) return &row;
    return edgeWithin(*wholeSnapshot_, *scene_.snapshot(), row);
}

const GraphEdge* GraphView::selectedWholeEdge() const {
    const auto edge = selection_.edgeIn(scene_);
    return edge ? wholeEdge(*edge) : nullptr;
}

std::vector<NodeIdentity> GraphView::selectedNodes() const {
    std::vector<NodeIdentity> nodes;
    for (const uint32_t node : selection_.nodesIn(scene_)) {
        if (scene_.isGroup(node)) {
            const auto members = scene_.members(node);
            nodes.insert(nodes.end(), members.begin(), members.end());
        } else {
            nodes.push_back(scene_.identity(node));
        }
    }
    return nodes;
}

GraphView::Relations GraphView::relations() const {
    Relations relations;
    for (const NodeMark& mark : marks_) {
        relations.needed += mark.isNeeded && !mark.isChosen ? 1 : 0;
        relations.users += mark.isUser && !mark.isChosen ? 1 : 0;
    }
    return relations;
}

void GraphView::glow(std::optional<NodeIdentity> node) {
    if (node == glowing_) return;
    updateNode(lookUp(glowing_));
    glowing_ = node;
    updateNode(lookUp(glowing_));
}

std::string GraphView::hoveredKey() const {
    const auto node = hovered_ ? hovered_ : lookUp(glowing_);
    return std::string(node ? scene_.node(*node).key : std::string_view());
}

QPoint GraphView::portPoint(const std::string& key) const {
    const auto node = nodeOfKey(key);
    const auto dot = node ? pointer_.portDot(*node) : std::nullopt;
    return dot ? dot->toPoint() : QPoint();
}

QStringList GraphView::offeredPorts() const {
    QStringList names;
    if (pointer_.state() != GraphPointer::State::Connecting || !pointer_.target()) return names;
    for (const NodePort& port : pointer_.ports()) names.append(port.name);
    return names;
}

QRect GraphView::offeredPortRect(int row) const {
    return pointer_.rowRect(static_cast<std::size_t>(row)).toAlignedRect();
}

std::optional<NodeIdentity> GraphView::nodeOfText(SourceRange text) const {
    const auto node = scene_.snapshot() ? nodeAtText(text) : std::nullopt;
    return node ? std::optional(scene_.identity(*node)) : std::nullopt;
}

void GraphView::requestSource(uint32_t node) {
    emit sourceRequested(scene_.node(node).range);
}

}  // namespace cst

#include "ui/shell/main_window_timeline.h"

#include "ui/graph/graph_view.h"
#include "ui/profiler/timeline_view.h"

namespace cst {

WindowTimeline::WindowTimeline(GraphView& graph, TimelineView& view, QObject* parent)
    : QObject(parent), graph_(graph), view_(view) {
    connect(&graph_, &GraphView::selectionChanged, this, &WindowTimeline::follow);
    connect(&view_, &TimelineView::nodeActivated, this, &WindowTimeline::goTo);
}

void WindowTimeline::documentShown(uint64_t document) {
    document_ = document;
    view_.showTrace(nullptr);
}

void WindowTimeline::runEnded(const RunRecordPtr& record) {
    if (record->document == document_) view_.showTrace(record->trace);
}

/// The node that is chosen; where none is, the one at the cursor of the text.
void WindowTimeline::follow() {
    const std::string chosen = graph_.selectedKey();
    view_.setSelectedNode(QString::fromStdString(chosen.empty() ? graph_.litKey() : chosen));
}

void WindowTimeline::goTo(const QString& key) {
    const SnapshotPtr& snapshot = graph_.wholeSnapshot();
    if (!snapshot) return;
    const NodeId node = snapshot->graph->byKey(key.toStdString());
    // The text may have changed since that run: then there is nothing to go to.
    if (node.hasValue()) graph_.goTo(snapshot->shown[node.index].identity, false);
}

}  // namespace cst

#include "ui/shell/main_window_profile_table.h"

#include "ui/graph/graph_view.h"
#include "ui/profiler/profile_view.h"

namespace cst {

WindowProfileTable::WindowProfileTable(GraphView& graph, ProfileView& view, QObject* parent)
    : QObject(parent), graph_(graph), view_(view) {
    connect(&graph_, &GraphView::selectionChanged, this, &WindowProfileTable::follow);
    connect(&view_, &ProfileView::nodeActivated, this, &WindowProfileTable::goTo);
    connect(&view_, &ProfileView::runShown, this, &WindowProfileTable::follow);
}

void WindowProfileTable::documentShown(uint64_t document) {
    document_ = document;
    view_.showRun(nullptr);
}

void WindowProfileTable::runEnded(const RunRecordPtr& record) {
    if (record->document == document_) view_.showRun(record);
}

/// The node that is chosen; where none is, the one at the cursor of the text.
void WindowProfileTable::follow() {
    const std::string chosen = graph_.selectedKey();
    view_.setSelectedNode(QString::fromStdString(chosen.empty() ? graph_.litKey() : chosen));
}

void WindowProfileTable::goTo(const QString& key) {
    const SnapshotPtr& snapshot = graph_.wholeSnapshot();
    if (!snapshot) return;
    const NodeId node = snapshot->graph->byKey(key.toStdString());
    // The text may have changed since that run: then there is nothing to go to.
    if (node.hasValue()) graph_.goTo(snapshot->shown[node.index].identity, false);
}

}  // namespace cst

#include "ui/shell/main_window_run_panel.h"

#include "ui/graph/graph_view.h"

#include <QEvent>

#include <utility>

namespace cst {

WindowRunPanel::WindowRunPanel(GraphView& graph, Panel panel, QObject* parent)
    : QObject(parent), graph_(graph), panel_(std::move(panel)) {
    connect(&graph_, &GraphView::selectionChanged, this, &WindowRunPanel::follow);
    panel_.view.installEventFilter(this);
}

void WindowRunPanel::documentShown(uint64_t document) {
    document_ = document;
    record_ = nullptr;
    isShown_ = true;
    isHeld_ = false;
    panel_.showRun(nullptr);
}

void WindowRunPanel::runEnded(const RunRecordPtr& record) {
    if (record->document != document_) return;
    record_ = record;
    isHeld_ = isHeld_ && record->run->isLive;
    if (isHeld_) return;
    isShown_ = false;
    if (panel_.view.isVisible()) show();
}

void WindowRunPanel::hold() {
    isHeld_ = true;
    isShown_ = true;
}

void WindowRunPanel::show() {
    if (!std::exchange(isShown_, true)) panel_.showRun(record_);
}

void WindowRunPanel::follow() {
    if (!panel_.view.isVisible()) return;
    const std::string chosen = graph_.selectedKey();
    panel_.setSelectedNode(QString::fromStdString(chosen.empty() ? graph_.litKey() : chosen));
}

void WindowRunPanel::goTo(const QString& key) {
    const SnapshotPtr& snapshot = graph_.wholeSnapshot();
    if (!snapshot) return;
    const NodeId node = snapshot->graph->byKey(key.toStdString());
    // The text may have changed since that run: then there is nothing to go to.
    if (node.hasValue()) graph_.goTo(snapshot->shown[node.index].identity, false);
}

bool WindowRunPanel::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Show) {
        show();
        follow();
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace cst

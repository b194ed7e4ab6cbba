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
    kept_ = nullptr;
    isShown_ = true;
    panel_.showRun(nullptr);
}

void WindowRunPanel::runEnded(const RunRecordPtr& record) {
    if (record->document != document_) return;
    record_ = record;
    if (kept_) return;
    isShown_ = false;
    if (panel_.view.isVisible()) show();
}

void WindowRunPanel::showKept(const KeptRunPtr& run, bool isOtherText) {
    if (run == kept_ && isOtherText == isOtherText_) return;
    kept_ = run;
    isOtherText_ = isOtherText;
    isShown_ = false;
    if (panel_.view.isVisible()) show();
}

void WindowRunPanel::show() {
    if (std::exchange(isShown_, true)) return;
    if (kept_) {
        panel_.showKept(kept_, isOtherText_);
    } else {
        panel_.showRun(record_);
    }
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

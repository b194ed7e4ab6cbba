#include "ui/shell/main_window_places.h"

#include "ui/editor/code_editor.h"
#include "ui/graph/graph_view.h"

#include <QAction>
#include <QApplication>
#include <QMouseEvent>

#include <utility>

namespace cst {

WindowPlaces::WindowPlaces(GraphView& graph, CodeEditor& editor, GraphFinder& finder,
                           QObject* parent)
    : QObject(parent), graph_(graph), editor_(editor), finder_(finder) {
    graph_.installEventFilter(this);
    editor_.textArea()->installEventFilter(this);
    connect(&graph_, &GraphView::sourceRequested, this, [this] {
        // A folded group itself, not the last of its nodes: its header is where one was.
        const std::vector<uint32_t> chosen = graph_.selectedIndices();
        if (!chosen.empty()) visit(graph_.scene().identity(chosen.back()));
    });
    connect(&editor_, &CodeEditor::jumping, this, [this](SourceRange to) {
        if (const auto node = graph_.nodeOfText(to)) visit(*node);
    });
    connect(&editor_, &CodeEditor::cursorMoved, this, [this] {
        const QWidget* focused = QApplication::focusWidget();
        hasWorkedInText_ = hasWorkedInText_ || (focused && editor_.isAncestorOf(focused));
    });
    connect(&graph_, &GraphView::shown, this, &WindowPlaces::updateActions);
}

void WindowPlaces::setActions(QAction* back, QAction* forward) {
    back_ = back;
    forward_ = forward;
    updateActions();
}

void WindowPlaces::clear() {
    history_.clear();
    hasWorkedInText_ = false;
    typing_ = 0;
    updateActions();
}

NodeHistory::IsThere WindowPlaces::isThere() const {
    return [this](NodeIdentity node) { return graph_.scene().find(node).has_value(); };
}

void WindowPlaces::visit(NodeIdentity node) {
    if (isGoing_) return;
    const unsigned typing = finder_.typing();
    const auto lit = graph_.litNode();
    if (std::exchange(hasWorkedInText_, false) && lit) history_.visit(*lit);
    history_.visit(node, typing != 0 && typing == typing_);
    typing_ = typing;
    updateActions();
}

void WindowPlaces::goBack() {
    goTo(history_.goBack(isThere()));
}

void WindowPlaces::goForward() {
    goTo(history_.goForward(isThere()));
}

void WindowPlaces::goTo(std::optional<NodeIdentity> node) {
    if (!node) return;
    isGoing_ = true;
    graph_.goTo(*node, false);
    isGoing_ = false;
    hasWorkedInText_ = false;
    typing_ = 0;
    updateActions();
}

void WindowPlaces::updateActions() {
    if (!back_) return;
    back_->setEnabled(history_.canGoBack(isThere()));
    forward_->setEnabled(history_.canGoForward(isThere()));
}

bool WindowPlaces::eventFilter(QObject* watched, QEvent* event) {
    const bool isPress =
        event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonDblClick;
    if (!isPress) return QObject::eventFilter(watched, event);
    switch (static_cast<QMouseEvent*>(event)->button()) {
    case Qt::BackButton: goBack(); return true;
    case Qt::ForwardButton: goForward(); return true;
    default: return QObject::eventFilter(watched, event);
    }
}

}  // namespace cst

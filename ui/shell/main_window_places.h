#pragma once

#include "ui/graph/graph_finder.h"
#include "ui/graph/node_history.h"

#include <QObject>

class QAction;

namespace cst {

class CodeEditor;
class GraphView;

/// Back and forward through the nodes that a person has gone to: by a click or keys in the graph,
/// by finding, or by a jump in the text (a problem, a definition, a use). Where one worked in the
/// text before such a jump is a place too. The buttons of a mouse that mean back and forward do.
class WindowPlaces : public QObject {
    Q_OBJECT

public:
    /// All of them outlive it.
    WindowPlaces(GraphView& graph, CodeEditor& editor, GraphFinder& finder,
                 QObject* parent = nullptr);

    /// Are disabled while there is nowhere to go.
    void setActions(QAction* back, QAction* forward);
    void goBack();
    void goForward();
    /// Another document is shown: its nodes are others.
    void clear();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void visit(NodeIdentity node);
    void goTo(std::optional<NodeIdentity> node);
    void updateActions();
    NodeHistory::IsThere isThere() const;

    GraphView& graph_;
    CodeEditor& editor_;
    GraphFinder& finder_;
    QAction* back_ = nullptr;
    QAction* forward_ = nullptr;
    NodeHistory history_;
    bool hasWorkedInText_ = false;  // since the last place was gone to
    bool isGoing_ = false;          // what is heard of is our own doing
    unsigned typing_ = 0;           // of the finder, at the last place
};

}  // namespace cst

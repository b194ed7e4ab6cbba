// Where a person has put nodes, on the one undo stack: a step of it knows what was done, the engine
// how everything stood before.

#include "ui/editor/code_editor.h"
#include "ui/graph/graph_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/session_bridge.h"

namespace cst {

void MainWindow::arrangeGraph(Arranging arranging) {
    arranging.step = arrangings_.size() + 1;
    arrangings_.push_back(arranging);
    editor_->addForeignStep(static_cast<int>(arranging.step));
    bridge_->arrange(document_, std::move(arranging));
}

void MainWindow::takeArrangingStep(int step, bool isUndo) {
    if (step < 1 || static_cast<std::size_t>(step) > arrangings_.size()) {
        return;
    }
    Arranging arranging = arrangings_[static_cast<std::size_t>(step) - 1];
    arranging.takesBack = isUndo;
    bridge_->arrange(document_, std::move(arranging));
}

void MainWindow::tidyGraph() {
    arrangeGraph({.tidiesAll = true});
}

void MainWindow::tidySelection() {
    if (const std::vector<NodeIdentity> selected = graph_->selectedNodes(); !selected.empty()) {
        arrangeGraph({.tidied = selected});
    }
}

}  // namespace cst

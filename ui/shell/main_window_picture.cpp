// Where a person has put nodes, on the one undo stack: a step of it knows what was done, the engine
// how everything stood before.

#include "engine/session/arrangement.h"
#include "ui/editor/code_editor.h"
#include "ui/graph/graph_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/session_bridge.h"

#include <algorithm>

namespace cst {

namespace {

/// Do no places go to the file, and none out of it?
bool leavesFile(const Arranging& arranging, const SnapshotPtr& shown) {
    if (!arranging.pins.empty() || !shown || !shown->arrangement) {
        return false;
    }
    const Arrangement& now = *shown->arrangement;
    const bool isPinned = std::any_of(arranging.tidied.begin(), arranging.tidied.end(),
                                      [&](NodeIdentity node) { return now.pins.contains(node); });
    return !isPinned && (!arranging.tidiesAll || (now.pins.empty() && now.waiting.empty()));
}

}  // namespace

/// Its number on the undo stack is negative where the file stays as it is: neither the step nor
/// taking it back makes the document one that has to be saved.
void MainWindow::arrangeGraph(Arranging arranging) {
    arranging.step = arrangings_.size() + 1;
    arrangings_.push_back(arranging);
    const bool leaves = leavesFile(arranging, graph_->wholeSnapshot());
    const bool wasModified = editor_->isModified();
    const auto step = static_cast<int>(arranging.step);
    editor_->addForeignStep(leaves ? -step : step);
    if (leaves && !wasModified) {
        editor_->markSaved();
    }
    bridge_->arrange(document_, std::move(arranging));
}

/// Called right before the step is taken: the window says whether it was modified until then.
void MainWindow::takeArrangingStep(int step, bool isUndo) {
    if (step < 0) {
        step = -step;
        if (!isWindowModified()) {
            const auto once = [this, revision = revision_, document = document_] {
                if (revision == revision_ && document == document_) {
                    editor_->markSaved();
                }
            };
            QMetaObject::invokeMethod(this, once, Qt::QueuedConnection);
        }
    }
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

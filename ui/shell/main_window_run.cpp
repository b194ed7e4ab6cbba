// What happens between a key press and numbers on the nodes.

#include "ui/editor/code_editor.h"
#include "ui/graph/graph_view.h"
#include "ui/results/outputs_view.h"
#include "ui/samples/input_form.h"
#include "ui/samples/sample_chooser.h"
#include "ui/shell/main_window.h"
#include "ui/shell/main_window_status.h"
#include "ui/shell/problems_model.h"
#include "ui/shell/problems_view.h"

#include <QAction>
#include <QTabWidget>

namespace cst {

void MainWindow::textEdited() {
    revision_ = bridge_->setText(document_, editor_->bytes());
}

void MainWindow::snapshotArrived(const SnapshotPtr& snapshot) {
    if (snapshot->revision < firstRevision_) {
        return;  // of the document before
    }
    snapshot_ = snapshot;
    if (snapshot->revision == revision_) {
        editor_->showSnapshot(snapshot);
    }
    graph_->showSnapshot(snapshot);
    graph_->highlight(editor_->selection());
    problems_->showSnapshot(snapshot);
    status_->showSnapshot(*snapshot);
    outputs_->showSnapshot(snapshot);
    form_->showSnapshot(snapshot);
    if (isFormFresh_) {
        isFormFresh_ = false;
        fillForm();
    }
}

void MainWindow::fillForm() {
    if (const Sample* sample = chooser_->current()) {
        form_->showSample(*sample);
    } else {
        form_->showExamples();
    }
    isFormEdited_ = false;
}

void MainWindow::runNow() {
    editor_->flushEdit();
    if (!form_->isValid()) {
        status_->showNotRun(tr("not run: an input cannot be read, see Inputs"));
        tabs_->setCurrentIndex(InputsTab);
        return;
    }
    Session::RunRequest request;
    // Before the first snapshot there is no form yet; the engine takes the examples by itself.
    if (!isFormFresh_) {
        request.inputsJson = form_->inputsJson();
    }
    const Sample* sample = chooser_->current();
    if (sample && !isFormEdited_) {
        request.sample = sample->name;
        request.expect = sample->expect;
        request.tolerance = sample->tolerance;
    }
    bridge_->run(std::move(request));
    isRunAsked_ = true;
    status_->showRunAsked();
    updateRunActions();
}

void MainWindow::stopRun() {
    bridge_->stop();
}

void MainWindow::runArrived(const RunSnapshotPtr& run) {
    if (run->compiled && run->compiled->revision < firstRevision_) {
        return;  // of the document before
    }
    isRunAsked_ = false;
    isRunning_ = !run->finished();
    graph_->showRun(run);
    outputs_->showRun(run);
    problems_->showRun(run);
    status_->showRun(*run);
    updateRunActions();
    if (run->finished()) {
        isFirstRunShown_ = true;
        graph_->update();
    }
}

void MainWindow::updateRunActions() {
    stopAction_->setEnabled(isRunning_ || isRunAsked_);
}

void MainWindow::updateProblemsTab() {
    const int count = problems_->rowCount();
    tabs_->setTabText(ProblemsTab, count == 0 ? tr("Problems") : tr("Problems %1").arg(count));
}

void MainWindow::goToProblem(int row) {
    if (row < 0) {
        return;
    }
    problemsView_->setCurrentIndex(problems_->index(row));
    editor_->select(problems_->problem(row).range);
}

}  // namespace cst

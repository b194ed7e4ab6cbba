// What happens between a key press and numbers on the nodes.

#include "engine/session/call_timeouts.h"
#include "engine/session/call_times.h"
#include "engine/session/file_io.h"
#include "engine/session/timeout_edit.h"
#include "ui/editor/code_editor.h"
#include "ui/graph/graph_view.h"
#include "ui/profiler/load_view.h"
#include "ui/results/inspector_view.h"
#include "ui/results/outputs_view.h"
#include "ui/samples/input_form.h"
#include "ui/samples/sample_chooser.h"
#include "ui/shell/main_window.h"
#include "ui/shell/main_window_gestures.h"
#include "ui/shell/main_window_history.h"
#include "ui/shell/main_window_load.h"
#include "ui/shell/main_window_measure.h"
#include "ui/shell/main_window_status.h"
#include "ui/shell/modules_view.h"
#include "ui/shell/problems_model.h"
#include "ui/shell/problems_view.h"
#include "ui/shell/settings.h"

#include <QAction>
#include <QFileInfo>
#include <QTabWidget>

#include <utility>

namespace cst {

namespace {

/// Would a run of `now` do anything else than one of `before`? Comments and blanks do not matter.
bool isAnotherPipeline(const Snapshot& before, const Snapshot& now) {
    if (&before == &now) {
        return false;
    }
    const std::size_t count = before.graph->nodes.size();
    if (now.graph->nodes.size() != count || now.errorCount != before.errorCount) {
        return true;
    }
    for (std::size_t i = 0; i < count; ++i) {
        const GraphNode& a = before.graph->nodes.rows()[i];
        const GraphNode& b = now.graph->nodes.rows()[i];
        if (a.key != b.key || a.structure != b.structure || a.broken != b.broken) {
            return true;
        }
    }
    return false;
}

}  // namespace

void MainWindow::textEdited() {
    revision_ = bridge_->setText(document_, editor_->bytes());
    gestures_->textChanged(revision_);
    graph_->awaitSnapshot();
}

void MainWindow::snapshotArrived(const SnapshotPtr& snapshot) {
    if (snapshot->revision < firstRevision_) {
        return;  // of the document before
    }
    snapshot_ = snapshot;
    if (snapshot->revision == revision_) {
        editor_->showSnapshot(snapshot);
    }
    graph_->setPatient(live_ && !isOutdatedShown_);
    graph_->showSnapshot(snapshot);
    graph_->highlight(editor_->selection());
    gestures_->snapshotShown(snapshot);
    newsForPanels_.snapshot = true;
    isFormFresh_ ? showInPanels() : showInPanelsSoon();
}

/// Behind a key press text and graph are painted first, and what stands around them a moment later:
/// it would make the two wait, and while somebody types quickly only the newest is shown.
void MainWindow::showInPanelsSoon() {
    if (!panelsTimer_.isActive()) panelsTimer_.start();
}

void MainWindow::showInPanels() {
    panelsTimer_.stop();
    if (std::exchange(newsForPanels_.snapshot, false)) showSnapshotInPanels();
    if (std::exchange(newsForPanels_.run, false)) {
        outputs_->showRun(run_);
        inspector_->showRun(run_);
        problems_->showRun(run_);
        status_->showRun(*run_);
    }
    updateOutdated();
    updateRunActions();
}

void MainWindow::showSnapshotInPanels() {
    problems_->showSnapshot(snapshot_);
    status_->showSnapshot(*snapshot_);
    outputs_->showSnapshot(snapshot_);
    inspector_->showSnapshot(snapshot_);
    form_->showSnapshot(snapshot_);
    modules_->showSnapshot(snapshot_);
    runs_->textChanged(snapshot_);
    load_->showSnapshot(snapshot_);
    if (isFormFresh_) {
        isFormFresh_ = false;
        fillForm();
        askedInputs_ = form_->inputsJson();  // a run before this took the same
    } else {
        updateLive();  // the form may have got other fields
    }
}

/// With nothing to run on that can be read, nothing runs live.
void MainWindow::updateLive() {
    std::optional<Session::RunRequest> request;
    if (liveAction_->isChecked() && !isFormFresh_ && form_->isValid()) {
        addInputs(request.emplace());
    }
    if (request == live_) {
        return;
    }
    live_ = request;
    liveSample_ = chosenSample();
    bridge_->setLive(std::move(request));
}

void MainWindow::fillForm() {
    if (const Sample* sample = chooser_->current()) {
        form_->showSample(*sample);
    } else {
        form_->showExamples();
    }
    isFormEdited_ = false;
    load_->setInputs(QString::fromStdString(chosenSample()));
    problems_->showRefused(isRunRefused_ ? form_->faults() : std::vector<Error>());
    updateLive();
    updateOutdated();
}

std::string MainWindow::chosenSample() const {
    const Sample* sample = chooser_->current();
    return sample ? sample->name : std::string();
}

void MainWindow::updateOutdated() {
    const bool isOfNow = run_ && run_->compiled && snapshot_ && !isFormFresh_;
    const bool hasOtherInputs =
        isOfNow && (chosenSample() != askedSample_ || form_->inputsJson() != askedInputs_);
    const bool isOutdated =
        hasOtherInputs || (isOfNow && isAnotherPipeline(*run_->compiled, *snapshot_));
    // A live run brings it up to date in a moment, most of the time: until then nothing flickers.
    const bool isPatient = isOutdated && live_ && !isOutdatedShown_ && !isOutdatedDue_;
    graph_->setPatient(isPatient);
    graph_->showInputsChanged(hasOtherInputs);
    inspector_->showInputsChanged(hasOtherInputs);
    if (isPatient) {
        if (!outdatedTimer_.isActive()) outdatedTimer_.start();
        return;
    }
    outdatedTimer_.stop();
    isOutdatedDue_ = false;
    isOutdatedShown_ = isOutdated;
    outputs_->showOutdated(isOutdated);
    status_->showOutdated(isOutdated);
}

void MainWindow::runNow() {
    startRun({});
}

/// The node at the cursor, or the one chosen in the graph where that has the focus; "" = neither.
std::string MainWindow::nodeAtHand() const {
    const std::string selected = graph_->selectedKey();
    const std::string lit = graph_->litKey();
    return lit.empty() || (graph_->hasFocus() && !selected.empty()) ? selected : lit;
}

void MainWindow::runToHere() {
    editor_->flushEdit();
    const std::string key = nodeAtHand();
    if (!key.empty()) {
        Session::RunRequest request;
        request.target = key;
        startRun(std::move(request));
    }
}

void MainWindow::runAfresh() {
    Session::RunRequest request;
    request.afresh = true;
    startRun(std::move(request));
}

void MainWindow::resumeRun() {
    Session::RunRequest request;
    request.resumes = true;
    startRun(std::move(request));
}

/// What is asked for, and the inputs and settings of now.
void MainWindow::startRun(Session::RunRequest request) {
    editor_->flushEdit();
    if (panelsTimer_.isActive()) showInPanels();  // the form may get other fields
    isRunRefused_ = !form_->isValid();
    problems_->showRefused(isRunRefused_ ? form_->faults() : std::vector<Error>());
    if (isRunRefused_) {
        status_->showNotRun(tr("not run: an input cannot be read, see Inputs"));
        tabs_->setCurrentIndex(InputsTab);
        return;
    }
    addInputs(request);
    askedInputs_ = request.inputsJson;
    askedSample_ = chosenSample();
    bridge_->run(std::move(request));
    isRunAsked_ = true;
    status_->showRunAsked();
    updateRunActions();
}

/// What a run takes from the form, the samples and the settings of now.
void MainWindow::addInputs(Session::RunRequest& request) const {
    const Sample* sample = chooser_->current();
    // Before the first snapshot there is no form yet; the engine takes the examples by itself.
    if (!isFormFresh_) {
        request.inputsJson = form_->inputsJson();
        request.useExamples = false;  // the form shows them; a field that was emptied has no value
    } else if (sample) {
        request.inputsJson = sample->inputsJson;
    }
    if (sample && !isFormEdited_ && request.target.empty()) {
        request.sample = sample->name;
        request.expect = sample->expect;
        request.tolerance = sample->tolerance;
    }
    request.everyNode = everyNodeAction_->isChecked();
    request.callTimeout = callTimeout(settings_.callTimeout(pipelineFolder()).toStdString())
                              .value_or(std::chrono::nanoseconds(0));
    request.cacheFolder = path_.isEmpty() ? std::string() : callCacheFolder(path_.toStdString());
}

QString MainWindow::pipelineFolder() const {
    return path_.isEmpty() ? QString() : QFileInfo(path_).absolutePath();
}

/// The call that is lit, if its last runs suggest a limit for it.
std::optional<uint32_t> MainWindow::callWithSuggestion() const {
    if (!run_ || !run_->finished() || !run_->compiled || !snapshot_) {
        return std::nullopt;
    }
    const std::string key = nodeAtHand();
    const NodeId node = run_->compiled->graph->byKey(key);
    const bool isThere = node.hasValue() && node.index < run_->nodes.size() &&
                         snapshot_->graph->byKey(key).hasValue();
    if (!isThere || run_->nodes[node.index].suggestedTimeout.empty()) {
        return std::nullopt;
    }
    return node.index;
}

/// What has to happen before a limit can be suggested.
QString MainWindow::whyNoSuggestion() const {
    const std::string key = nodeAtHand();
    const NodeId node = run_ && run_->compiled ? run_->compiled->graph->byKey(key) : NodeId();
    const bool isCall = node.hasValue() && node.index < run_->nodes.size() &&
                        run_->compiled->graph->nodes[node].kind == NodeKind::Call &&
                        run_->compiled->graph->nodes[node].effectful;
    if (run_ && !run_->finished()) {
        return tr("no limit to suggest: the run goes on");
    }
    return isCall ? tr("no limit to suggest yet: `%1` has completed %2 times, %3 are needed")
                        .arg(QString::fromStdString(key))
                        .arg(run_->nodes[node.index].timedRuns)
                        .arg(CallTimes::kLeastRuns)
                  : tr("no limit to suggest: put the cursor on a call with effects that has run");
}

void MainWindow::updateLimitAction() {
    const std::optional<uint32_t> node = callWithSuggestion();
    limitAction_->setEnabled(!editor_->isPreview());  // else the key would do nothing, silently
    limitAction_->setText(
        node ? tr("Set Suggested &Limit: %1, of %n call(s)", "",
                  static_cast<int>(run_->nodes[*node].timedRuns))
                   .arg(QString::fromStdString(run_->nodes[*node].suggestedTimeout))
             : tr("Set Suggested &Limit"));
}

void MainWindow::setSuggestedLimit() {
    const std::optional<uint32_t> node = callWithSuggestion();
    if (!node) {
        status_->showNotRun(whyNoSuggestion());
        return;
    }
    editor_->flushEdit();
    const GraphNode& then = run_->compiled->graph->nodes[NodeId(*node)];
    const NodeId now = snapshot_->graph->byKey(then.key);
    if (!now.hasValue() || snapshot_->revision != revision_) {
        return;  // the text has just changed
    }
    const std::optional<TextEdit> edit = timeoutEdit(*snapshot_->text, snapshot_->graph->nodes[now],
                                                     run_->nodes[*node].suggestedTimeout);
    if (edit) {
        editor_->replace(edit->range, edit->text);
        editor_->reveal(
            {edit->range.begin, edit->range.begin + static_cast<uint32_t>(edit->text.size())});
    }
}

void MainWindow::stopRun() {
    bridge_->stop();
}

void MainWindow::runArrived(const RunSnapshotPtr& run) {
    if (run->compiled && run->compiled->revision < firstRevision_) {
        return;  // of the document before
    }
    if (run->isLive) {
        askedInputs_ = live_ ? live_->inputsJson : askedInputs_;
        askedSample_ = liveSample_;
    } else {
        isRunAsked_ = false;
    }
    isRunning_ = !run->finished();
    run_ = run;
    graph_->showRun(run);
    newsForPanels_.run = true;
    run->isLive ? showInPanelsSoon() : showInPanels();
    if (run->finished() && !isFirstRunShown_) {
        isFirstRunShown_ = true;
        graph_->update();  // even if it shows nothing new: see eventFilter()
    }
}

/// What depends on the node at hand.
void MainWindow::updateNodeActions() {
    updateLimitAction();
    runToHereAction_->setEnabled(!nodeAtHand().empty());
}

void MainWindow::updateRunActions() {
    updateNodeActions();
    const bool canResume = run_ && run_->finished() && run_->canResume && run_->compiled &&
                           snapshot_ && isSamePipeline(*run_->compiled, *snapshot_);
    resumeAction_->setEnabled(canResume && !isRunning_ && !isRunAsked_);
    stopAction_->setEnabled(isRunning_ || isRunAsked_ || (loading_ && loading_->isGoing()) ||
                            (measuring_ && measuring_->isGoing()));
}

void MainWindow::updateProblemsTab() {
    const int count = problems_->rowCount();
    const QString text = count == 0 ? tr("Problems") : tr("Problems %1").arg(count);
    if (text != tabs_->tabText(ProblemsTab)) tabs_->setTabText(ProblemsTab, text);
}

void MainWindow::goToInput(const std::string& name) {
    tabs_->setCurrentIndex(InputsTab);
    form_->goToInput(name);
}

void MainWindow::goToFailure(SourceRange rangeInRun) {
    if (!run_ || !snapshot_) {
        return;
    }
    for (const RunError& error : run_->errors) {
        // The text may have changed since: its node tells where it stands now.
        const NodeId node =
            error.range == rangeInRun ? snapshot_->graph->byKey(error.node) : NodeId();
        if (node.hasValue()) {
            editor_->select(snapshot_->graph->nodes[node].range);
            return;
        }
    }
}

void MainWindow::goToProblem(int row) {
    if (row < 0) {
        return;
    }
    problemsView_->setCurrentIndex(problems_->index(row));
    editor_->select(problems_->problem(row).range);
}

}  // namespace cst

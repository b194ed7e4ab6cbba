// New, open, save, and what must not be lost on the way. Nothing here waits: what the disk says
// arrives as a signal, and a question is a dialog whose answer goes on with a function.

#include "engine/profile/profile_file.h"
#include "ui/editor/code_editor.h"
#include "ui/graph/graph_view.h"
#include "ui/results/outputs_view.h"
#include "ui/samples/sample_chooser.h"
#include "ui/shell/banner.h"
#include "ui/shell/built_in.h"
#include "ui/shell/main_window.h"
#include "ui/shell/main_window_budget.h"
#include "ui/shell/main_window_compare.h"
#include "ui/shell/main_window_gestures.h"
#include "ui/shell/main_window_history.h"
#include "ui/shell/main_window_inspector.h"
#include "ui/shell/main_window_load.h"
#include "ui/shell/main_window_look.h"
#include "ui/shell/main_window_measure.h"
#include "ui/shell/main_window_places.h"
#include "ui/shell/main_window_profile_files.h"
#include "ui/shell/main_window_run_panel.h"
#include "ui/shell/main_window_status.h"
#include "ui/shell/pane_title.h"
#include "ui/shell/problems_model.h"
#include "ui/shell/settings.h"

#include <QCloseEvent>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QSplitter>
namespace cst {

namespace {

const QString kStartSample = QStringLiteral("order-enrichment");

QString fileFilter() {
    return MainWindow::tr("Pipelines (*.cst);;All files (*)");
}

}  // namespace

void MainWindow::openAtStart(const Options& options) {
    // The sample stands at once; a file replaces it as soon as it is read.
    const QString last = options.restores ? settings_.lastFile() : QString();
    const QString file = options.file.isEmpty() ? last : options.file;
    if (options.left) {
        showDocument({.path = {}, .name = tr("untitled.cst")});
        restoreText(options.left);
    } else if (file.isEmpty()) {
        openSample(kStartSample);
    } else {
        showDocument({.path = {}, .name = tr("untitled.cst")});
        runsWhenOpened_ = options.runsAtOnce;
        openFile(QFileInfo(file).absoluteFilePath());
    }
    if (options.restores && options.looksForLeft) {
        // What was left of the file itself comes with it.
        takesLeft_ = file.isEmpty();
        bridge_->findJournals(options.elsewhere + QStringList{arriving_});
    }
}

void MainWindow::newFile() {
    afterAskingToSave([this] { showDocument({.path = {}, .name = tr("untitled.cst")}); });
}

void MainWindow::chooseFile() {
    auto* dialog = new QFileDialog(this, tr("Open a pipeline or a saved profile"), folder(),
                                   tr("Pipelines and profiles (*.cst *.json);;All files (*)"));
    dialog->setObjectName(QStringLiteral("openDialog"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openFile);
    dialog->open();
}

/// A saved profile takes the place of nothing, so only a pipeline asks to save what is here.
void MainWindow::openFile(const QString& path) {
    profileFiles_->open(path, [this, path] { afterAskingToSave([this, path] { load(path); }); });
}

void MainWindow::load(const QString& path) {
    arriving_ = path;
    arrivingLeft_.reset();
    editor_->flushEdit();
    arrivingOver_ = revision_;
    bridge_->load(path);
}

void MainWindow::openSample(const QString& name) {
    const QString base = QStringLiteral(":/samples/") + name;
    const Result<SampleSet> samples = parseSamples(builtIn(base + QStringLiteral(".samples.json")));
    showDocument({.path = {},
                  .name = name + QStringLiteral(".cst"),
                  .bytes = builtIn(base + QStringLiteral(".cst")),
                  .samples = samples.ok() ? samples.value() : SampleSet{}});
    runNow();
}

void MainWindow::fileArrived(const LoadedDocumentPtr& file) {
    if (file->path != arriving_) {
        return;  // another one was asked for meanwhile
    }
    arriving_.clear();
    const bool runs = std::exchange(runsWhenOpened_, false);
    std::vector<LeftJournalPtr> left = file->left.found;
    if (arrivingLeft_) {
        left.insert(left.begin(), std::exchange(arrivingLeft_, nullptr));
    }
    if (!file->bytes.ok() && left.empty()) {
        fileFailed(*file);
        return;
    }
    if (file->bytes.ok() && isSavedProfile(*file->bytes)) {  // whatever it is called
        profileFiles_->openBytes(file->path, *file->bytes);
        return;
    }
    if (file->bytes.ok()) {
        settings_.addRecentFile(file->path);
    }
    const LeftJournalPtr own = left.empty() ? nullptr : left.front();
    editor_->flushEdit();
    if (revision_ == arrivingOver_) {
        showFile(file, runs, own);
    } else {  // somebody went on typing meanwhile
        afterAskingToSave([this, file, runs, own] { showFile(file, runs, own); });
    }
    for (std::size_t i = 1; i < left.size(); ++i) {
        emit windowNeeded(left[i]);
    }
}

void MainWindow::fileFailed(const LoadedDocument& file) {
    settings_.removeRecentFile(file.path);
    if (path_.isEmpty() && !isModified() && editor_->bytes().empty()) {
        openSample(kStartSample);  // better than nothing to look at
    }
    banner_->tell(Banner::Kind::Problem,
                  tr("%1 could not be opened: %2")
                      .arg(QDir::toNativeSeparators(file.path),
                           QString::fromStdString(file.bytes.error().message)));
}

void MainWindow::showFile(const LoadedDocumentPtr& file, bool runs, const LeftJournalPtr& left) {
    Document document{.path = file->path,
                      .name = QFileInfo(file->path).fileName(),
                      .bytes = file->bytes.ok() ? file->bytes.value() : std::string(),
                      .samples = file->samples.ok() ? file->samples.value() : SampleSet{},
                      .places = file->places,
                      .hasLongLine = file->hasLongLine,
                      .stamp = file->stamp};
    if (left) {
        useLeft(document, left, *file);
    }
    showDocument(std::move(document));
    if (!file->samples.ok()) {
        banner_->tell(Banner::Kind::Problem,
                      tr("The samples beside this file cannot be read: %1")
                          .arg(QString::fromStdString(file->samples.error().message)));
    }
    if (file->bytes.ok()) {
        profileFiles_->tellOpened(file->path, *file->bytes);
    }
    tellNotes(file->left.notes);
    if (left) {
        tellRestored(left, file);
    }
    if (runs) {
        runNow();
    }
}

/// A file that is opened again is the document that it was: the engine finds its nodes again.
uint64_t MainWindow::numberOf(const QString& path) {
    if (path.isEmpty()) {
        return ++documents_;
    }
    const auto known = documentOf_.constFind(path);
    return known != documentOf_.cend() ? *known : *documentOf_.insert(path, ++documents_);
}

void MainWindow::showDocument(Document document) {
    document_ = numberOf(document.path);
    arriving_.clear();
    arrivingLeft_.reset();
    runsWhenOpened_ = false;
    path_ = document.path;
    name_ = document.name;
    stamp_ = document.stamp;
    isSaveFailed_ = false;
    savesDone_ = ++savesAsked_;  // an answer that comes later is about another document
    isRestored_ = document.left != nullptr;
    isFormFresh_ = true;
    isRunAsked_ = false;
    isRunning_ = false;
    panelsTimer_.stop();
    newsForPanels_ = {};
    run_.reset();
    snapshot_.reset();
    bridge_->stop();
    updateLive();  // not on the inputs of the document before
    bridge_->openJournal(journalStart(document.left ? document.base : hashBytes(document.bytes)),
                         document.left);
    arrangings_.clear();
    look_->documentShown(document_, path_);
    firstRevision_ = revision_ =
        bridge_->setText(document_, document.bytes, std::move(document.places));
    gestures_->documentShown();
    places_->clear();
    inspection_->documentShown(document_);
    timing_->documentShown(document_);
    profiling_->documentShown(document_);
    runs_->documentShown(document_, path_);
    bridge_->keepStatistics(document_, path_);
    comparing_->documentShown(document_, path_);
    budget_->documentShown(document_, path_);
    loading_->documentShown(document_);
    measuring_->documentShown(document_);
    gestures_->textChanged(revision_);
    banner_->hide();
    editor_->open(std::move(document.bytes), document.hasLongLine);
    chooser_->showSamples(document.samples);
    graph_->showRun(nullptr);
    outputs_->showRun(nullptr);
    problems_->showRun(nullptr);
    isRunRefused_ = false;
    problems_->showRefused({});
    status_->clearRun();
    status_->clearPhases();
    updateOutdated();
    updateRunActions();
    updateTitle();
    settings_.setLastFile(path_);  // a crash does not ask
    editor_->setFocus();
}

// ---- saving ---------------------------------------------------------------------------------

void MainWindow::save(std::function<void()> then) {
    if (path_.isEmpty()) {
        saveAs(std::move(then));
    } else {
        saveTo(path_, stamp_, std::move(then));
    }
}

void MainWindow::saveAs(std::function<void()> then) {
    auto* dialog = new QFileDialog(this, tr("Save the pipeline as"), folder(), fileFilter());
    dialog->setObjectName(QStringLiteral("saveDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("cst"));
    dialog->selectFile(path_.isEmpty() ? name_ : path_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, then = std::move(then)](const QString& path) {
                saveTo(path, {}, then);  // the dialog asks before it takes another file's name
            });
    dialog->open();
}

void MainWindow::saveTo(const QString& path, std::optional<FileStamp> overwrites,
                        std::function<void()> then) {
    afterSave_ = std::move(then);
    editor_->flushEdit();
    std::string bytes = editor_->bytes();
    saving_ = hashBytes(bytes);
    bridge_->save(path, std::move(bytes), ++savesAsked_, overwrites);
    // What is typed from here on is not in it.
    editor_->markSaved();
}

void MainWindow::fileSaved(const SavedDocument& file) {
    if (file.token != savesAsked_) {
        return;  // a later one is on its way
    }
    savesDone_ = file.token;
    const std::function<void()> then = std::exchange(afterSave_, {});
    isSaveFailed_ = !file.problem.isEmpty();
    if (isSaveFailed_) {
        banner_->tell(
            Banner::Kind::Problem,
            tr("%1 could not be saved: %2").arg(QDir::toNativeSeparators(file.path), file.problem));
        updateTitle();
        if (file.isOverwriteRefused) {
            askAboutOverwrite(file.path, then);
        }
        return;
    }
    if (path_ != file.path) {  // what was its file until now is another document from here on
        documentOf_.remove(path_);
        documentOf_[file.path] = document_;
    }
    path_ = file.path;
    look_->documentShown(document_, path_);
    runs_->documentSaved(path_);
    bridge_->keepStatistics(document_, path_);
    comparing_->documentShown(document_, path_);
    budget_->documentShown(document_, path_);
    name_ = QFileInfo(path_).fileName();
    stamp_ = file.stamp;
    isRestored_ = false;
    bridge_->journalSaved(journalStart(saving_));
    banner_->hide();
    if (!file.layoutProblem.isEmpty()) {
        banner_->tell(Banner::Kind::Problem,
                      tr("The text is saved, but not where you have put its nodes: %1")
                          .arg(file.layoutProblem));
    }
    settings_.addRecentFile(path_);
    settings_.setLastFile(path_);
    updateTitle();
    if (then) {
        then();
    }
}

void MainWindow::askAboutOverwrite(const QString& path, std::function<void()> then) {
    auto* box = new QMessageBox(
        QMessageBox::NoIcon, tr("Changed on disk"),
        tr("%1 was changed by another program since it was opened here.").arg(name_),
        QMessageBox::NoButton, this);
    box->setObjectName(QStringLiteral("overwriteDialog"));
    box->setInformativeText(tr("Reload shows what is on the disk and drops what was typed here."));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* overwrites = box->addButton(tr("Overwrite"), QMessageBox::DestructiveRole);
    QPushButton* reloads = box->addButton(tr("Reload"), QMessageBox::DestructiveRole);
    QPushButton* keeps = box->addButton(tr("Keep Editing"), QMessageBox::RejectRole);
    box->setEscapeButton(keeps);
    box->setDefaultButton(keeps);
    connect(overwrites, &QPushButton::clicked, this,
            [this, path, then = std::move(then)] { saveTo(path, {}, then); });
    connect(reloads, &QPushButton::clicked, this, [this, path] { load(path); });
    box->open();
}

bool MainWindow::isModified() const {
    return isSaveFailed_ || isRestored_ || editor_->isModified();
}

QString MainWindow::folder() const {
    return path_.isEmpty() ? QDir::currentPath() : QFileInfo(path_).absolutePath();
}

void MainWindow::updateTitle() {
    setWindowTitle(name_ + QStringLiteral("[*]"));
    setWindowModified(isModified());
    editorTitle_->setMarked(isModified());
    editorTitle_->setTitle(name_, path_.isEmpty()
                                      ? tr("not saved yet")
                                      : QDir::toNativeSeparators(QFileInfo(path_).absolutePath()));
}

void MainWindow::afterAskingToSave(std::function<void()> then) {
    if (!isModified() && savesDone_ != savesAsked_) {
        afterSave_ = std::move(then);  // if all goes well
        return;
    }
    if (!isModified()) {
        then();
        return;
    }
    auto* box = new QMessageBox(
        QMessageBox::NoIcon, tr("Unsaved changes"),
        tr("%1 has changes that are not saved. Going on without saving loses them.").arg(name_),
        QMessageBox::NoButton, this);
    box->setObjectName(QStringLiteral("unsavedDialog"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* saves = box->addButton(tr("Save"), QMessageBox::AcceptRole);
    QPushButton* discards = box->addButton(tr("Discard"), QMessageBox::DestructiveRole);
    box->setEscapeButton(box->addButton(tr("Keep Editing"), QMessageBox::RejectRole));
    box->setDefaultButton(saves);
    connect(saves, &QPushButton::clicked, this, [this, then] { save(then); });
    connect(discards, &QPushButton::clicked, this, then);
    box->open();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!isClosing_ && (isModified() || savesDone_ != savesAsked_)) {
        event->ignore();
        afterAskingToSave([this] {
            isClosing_ = true;
            close();
        });
        return;
    }
    settings_.setGeometry(saveGeometry());
    settings_.setSplitter(QStringLiteral("columns"), columns_->saveState());
    settings_.setSplitter(QStringLiteral("rows"), rows_->saveState());
    settings_.setLastFile(path_);
    bridge_->closeJournal();
    event->accept();
}

}  // namespace cst

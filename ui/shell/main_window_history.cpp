#include "ui/shell/main_window_history.h"

#include "engine/history/kept_runs.h"
#include "engine/text/line_diff.h"
#include "ui/editor/code_editor.h"
#include "ui/profiler/history_view.h"
#include "ui/profiler/history_words.h"
#include "ui/profiler/profile_view.h"
#include "ui/profiler/text_compare.h"
#include "ui/shell/banner.h"
#include "ui/shell/log_view.h"
#include "ui/shell/main_window_run_panel.h"
#include "ui/shell/node_words.h"
#include "ui/shell/session_bridge.h"

#include <QEvent>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QTabWidget>

#include <algorithm>
#include <utility>

namespace cst {
namespace {

constexpr std::size_t kMostDocuments = 16;
constexpr std::size_t kMostPending = 64;
constexpr int kRestMs = 250;
constexpr qsizetype kMostNotes = 8;  // of damaged files, in the log

}  // namespace

WindowHistory::TakenIn WindowHistory::takeInRun(uint64_t document, const std::string& path,
                                                KeptRunPtr run) {
    TakenIn taken{document, std::move(run), false, {}};
    if (path.empty() || taken.run->kind == KeptRun::Kind::Live) return taken;
    const Status status = HistoryFolder(path).keep(*taken.run);
    taken.isOnDisk = status.ok();
    if (!status.ok()) taken.problem = fromUtf8(status.error().message);
    return taken;
}

WindowHistory::WindowHistory(const Theme& theme, Parts parts, QWidget& window)
    : QObject(&window), theme_(theme), parts_(std::move(parts)), window_(window) {
    rest_.setSingleShot(true);
    connect(&rest_, &QTimer::timeout, this, &WindowHistory::takeIn);
    parts_.view.installEventFilter(this);
    connectView();
}

WindowHistory::~WindowHistory() {
    isCompareOld_ = false;
    takeIn();
}

void WindowHistory::connectView() {
    HistoryView* const view = &parts_.view;
    connect(view, &HistoryView::openAsked, this, [this](const HistoryPick& pick) {
        find(pick, [this](const KeptRunPtr& run) { openRun(run); });
    });
    connect(view, &HistoryView::textAsked, this, [this](const HistoryPick& pick) {
        find(pick, [this](const KeptRunPtr& run) { showText(run); });
    });
    connect(view, &HistoryView::baselineAsked, this, [this](const HistoryPick& pick) {
        find(pick, [this](const KeptRunPtr& run) { emit baselineAsked(run); });
    });
    connect(view, &HistoryView::compareAsked, this, &WindowHistory::compare);
    connect(view, &HistoryView::deleteAsked, this, &WindowHistory::askToRemove);
    connect(view, &HistoryView::logAsked, this, &WindowHistory::showLog);
    connect(&parts_.profile, &ProfileView::logAsked, this, &WindowHistory::showLog);
}

WindowHistory::Known* WindowHistory::current() {
    const auto found = known_.find(document_);
    return found == known_.end() ? nullptr : &found->second;
}

void WindowHistory::documentShown(uint64_t document, const QString& path) {
    document_ = document;
    snapshot_ = nullptr;
    past_ = nullptr;
    if (compare_) compare_->close();
    Known& known = known_[document];
    known.shown = ++shown_;
    known.path = path.toStdString();
    forgetOld();
    list(document, known.path);
    refresh();
    showTrouble();
}

void WindowHistory::timesLost(const LostTimes& lost) {
    for (auto& [document, known] : known_) {
        if (known.path != lost.pipeline.toStdString()) continue;
        known.lostFile = QFileInfo(lost.file).fileName();
        known.lostWhy = lost.why;
    }
    showTrouble();
}

/// What of the document that is shown could not be read.
void WindowHistory::showTrouble() {
    const Known* const known = current();
    std::vector<HistoryView::Damaged> damaged;
    for (std::size_t i = 0; known && i < known->damaged.size(); ++i) {
        const HistoryFolder::Damaged& one = known->damaged[i];
        damaged.push_back({QFileInfo(fromUtf8(one.file)).fileName(), fromUtf8(one.why)});
    }
    parts_.view.showDamaged(damaged);
    parts_.profile.showLost(known ? known->lostFile : QString(),
                            known ? known->lostWhy : QString());
}

void WindowHistory::showLog() {
    parts_.tabs.setCurrentWidget(&parts_.log);
    parts_.log.setFocus(Qt::OtherFocusReason);
}

void WindowHistory::forgetOld() {
    while (known_.size() > kMostDocuments) {
        known_.erase(std::min_element(known_.begin(), known_.end(), [](auto& a, auto& b) {
            return a.second.shown < b.second.shown;
        }));
    }
}

/// Under another name: what is in memory goes there too.
void WindowHistory::documentSaved(const QString& path) {
    Known* const known = current();
    if (!known || known->path == path.toStdString()) return;
    known->path = path.toStdString();
    std::vector<KeptRunPtr> runs;
    for (const HistoryLine& line : known->history.lines()) {
        const KeptRunPtr run = known->history.kept(line.id);
        if (run && run->kind != KeptRun::Kind::Live) runs.push_back(run);
    }
    known->history.leaveDisk();
    keepAll(document_, known->path, std::move(runs));
    list(document_, known->path);
}

void WindowHistory::keepAll(uint64_t document, const std::string& path,
                            std::vector<KeptRunPtr> runs) {
    work_.start([this, document, path, runs = std::move(runs)]() -> BackgroundWork::Answer {
        std::vector<TakenIn> taken;
        for (const KeptRunPtr& run : runs) taken.push_back(takeInRun(document, path, run));
        return [this, taken] { add(taken); };
    });
}

void WindowHistory::add(const std::vector<TakenIn>& taken) {
    QStringList problems;
    for (const TakenIn& each : taken) {
        const auto known = known_.find(each.document);
        if (known != known_.end()) known->second.history.add(each.run, each.isOnDisk);
        if (!each.problem.isEmpty()) problems.append(each.problem);
    }
    if (!problems.isEmpty()) {
        tell({tr("The run is not kept with the file: %1").arg(problems.front())});
    }
    refresh();
}

void WindowHistory::list(uint64_t document, const std::string& path) {
    if (path.empty()) return;
    work_.start([this, document, path]() -> BackgroundWork::Answer {
        const HistoryFolder::Listed listed = HistoryFolder(path).list();
        return [this, document, listed] {
            const auto known = known_.find(document);
            if (known == known_.end()) return;
            known->second.history.setListed(listed.lines);
            known->second.damaged = listed.damaged;
            QStringList notes;
            for (const HistoryFolder::Damaged& one : listed.damaged) {
                if (notes.size() == kMostNotes) break;
                notes.append(
                    tr("History: %1 is left out: %2").arg(fromUtf8(one.file), fromUtf8(one.why)));
            }
            tell(notes);
            refresh();
            showTrouble();
        };
    });
}

void WindowHistory::tell(const QStringList& notes) {
    if (!notes.isEmpty()) parts_.log.append(notes);
}

void WindowHistory::textChanged(const SnapshotPtr& snapshot) {
    snapshot_ = snapshot;
    if (past_) showPast();
    if (parts_.view.isVisible() && versionNow() != shownVersion_) refresh();
    if (compare_ && compare_->isVisible()) {
        isCompareOld_ = true;
        rest_.start(kRestMs);
    }
}

/// Cost: O(text), once for each that somebody asks about.
const std::string& WindowHistory::versionNow() {
    if (hashed_ != snapshot_) {
        hashed_ = snapshot_;
        version_ = snapshot_ ? sourceHashOf(*snapshot_) : std::string();
    }
    return version_;
}

void WindowHistory::refresh() {
    if (!parts_.view.isVisible()) return;
    const Known* const known = current();
    shownVersion_ = versionNow();
    parts_.view.showLines(known ? known->history.lines() : std::vector<HistoryLine>(),
                          shownVersion_);
}

bool WindowHistory::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Show) refresh();
    return QObject::eventFilter(watched, event);
}

void WindowHistory::runEnded(const RunRecordPtr& record) {
    // Who asks for a run wants to see it.
    if (past_ && !record->run->isLive && record->document == document_) backToNewest();
    pending_.push_back(record);
    if (pending_.size() > kMostPending) {
        const auto live = std::find_if(pending_.begin(), pending_.end(),
                                       [](const RunRecordPtr& one) { return one->run->isLive; });
        pending_.erase(live == pending_.end() ? pending_.begin() : live);
    }
    rest_.start(record->run->isLive ? kRestMs : 0);
}

void WindowHistory::takeIn() {
    if (std::exchange(isCompareOld_, false)) compareTexts();
    std::vector<std::pair<RunRecordPtr, std::string>> taken;
    for (const RunRecordPtr& record : std::exchange(pending_, {})) {
        const auto known = known_.find(record->document);
        if (known != known_.end()) taken.emplace_back(record, known->second.path);
    }
    if (taken.empty()) return;
    work_.start([this, taken = std::move(taken)]() -> BackgroundWork::Answer {
        std::vector<TakenIn> all;
        for (const auto& [record, path] : taken) {
            all.push_back(takeInRun(record->document, path, keptRunOf(record)));
        }
        return [this, all] { add(all); };
    });
}

void WindowHistory::keep(const KeptRunPtr& run) {
    const Known* const known = current();
    if (!known) return;
    auto named = std::make_shared<KeptRun>(*run);
    if (!isRunId(named->id)) named->id = newRunId(named->startedAtMs);
    keepAll(document_, known->path, {named});
}

void WindowHistory::find(const HistoryPick& pick, Then then) {
    const Known* const known = current();
    if (!known) return;
    std::vector<std::string> ids{pick.id};
    if (pick.id.empty()) ids = known->history.completedOf(pick.version);
    for (const HistoryLine& line : known->history.lines()) {
        // Of a text that never ran to its end there is at least its newest run.
        if (ids.empty() && line.sourceHash == pick.version) ids.push_back(line.id);
    }
    std::vector<KeptRunPtr> runs;
    for (const std::string& id : ids) runs.push_back(known->history.kept(id));
    const bool isInMemory = std::find(runs.begin(), runs.end(), nullptr) == runs.end();
    if (!pick.id.empty() && isInMemory) {
        then(runs.front());
        return;
    }
    work_.start([this, ids, runs = std::move(runs), path = known->path, then,
                 isOne = !pick.id.empty()]() mutable -> BackgroundWork::Answer {
        QStringList notes;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (runs[i]) continue;
            const Result<KeptRunPtr> read = HistoryFolder(path).read(ids[i]);
            if (read.ok()) {
                runs[i] = *read;
            } else {
                notes.append(fromUtf8(read.error().message));
            }
        }
        std::erase(runs, nullptr);
        std::reverse(runs.begin(), runs.end());  // the oldest first
        const KeptRunPtr found = runs.empty() ? nullptr
                                 : isOne      ? runs.front()
                                              : mergedVersion(runs);
        return [this, found, notes, then] {
            if (!notes.isEmpty()) parts_.banner.tell(Banner::Kind::Problem, notes.front());
            if (found) then(found);
        };
    });
}

void WindowHistory::openRun(const KeptRunPtr& run) {
    past_ = run;
    showPast();
    parts_.tabs.setCurrentWidget(&parts_.profile);
    parts_.profile.setFocus(Qt::OtherFocusReason);
}

void WindowHistory::showPast() {
    const bool isOtherText =
        past_ && !past_->profile->sourceHash.empty() && past_->profile->sourceHash != versionNow();
    for (WindowRunPanel* panel : parts_.panels) panel->showKept(past_, isOtherText);
}

void WindowHistory::backToNewest() {
    past_ = nullptr;
    showPast();
}

/// The newest run that somebody asked for, or all of its text, as `pick` is one or the other.
HistoryPick WindowHistory::newestLike(const HistoryPick& pick) {
    const HistoryLine* newest = nullptr;
    for (const HistoryLine& line : current()->history.lines()) {
        const bool isAsked = line.kind != KeptRun::Kind::Live;
        if (line.outcome != RunStatus::Completed) continue;
        if (isAsked || !newest) newest = &line;
        if (isAsked) break;
    }
    if (!newest) return {};
    return {newest->sourceHash, pick.id.empty() ? std::string() : newest->id};
}

void WindowHistory::compare(const HistoryPick& one, const HistoryPick& other) {
    if (!current()) return;
    const HistoryPick with = other == HistoryPick() ? newestLike(one) : other;
    if (with == HistoryPick() || with == one) {
        parts_.banner.tell(Banner::Kind::Note,
                           with == one ? tr("It is the newest one: run again, or select two.")
                                       : tr("No run has completed yet to compare with."));
        return;
    }
    find(one, [this, with](const KeptRunPtr& a) {
        find(with, [this, a](const KeptRunPtr& b) {
            const bool isInOrder = a->startedAtMs <= b->startedAtMs;
            emit compareAsked(isInOrder ? a : b, isInOrder ? b : a);
        });
    });
}

void WindowHistory::askToRemove(const std::vector<HistoryPick>& picks) {
    const Known* const known = current();
    if (!known) return;
    std::vector<std::string> ids;
    for (const HistoryLine& line : known->history.lines()) {
        const bool isChosen = std::any_of(picks.begin(), picks.end(), [&](const HistoryPick& pick) {
            return pick.id.empty() ? pick.version == line.sourceHash : pick.id == line.id;
        });
        if (isChosen) ids.push_back(line.id);
    }
    if (ids.size() <= 1) {
        remove(ids);
        return;
    }
    auto* box =
        new QMessageBox(QMessageBox::NoIcon, tr("Delete runs"),
                        tr("%1 will be deleted from the history.").arg(runsText(ids.size())),
                        QMessageBox::NoButton, &window_);
    box->setObjectName(QStringLiteral("deleteRunsDialog"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* deletes = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    QPushButton* keeps = box->addButton(tr("Keep"), QMessageBox::RejectRole);
    box->setEscapeButton(keeps);
    box->setDefaultButton(keeps);
    connect(deletes, &QPushButton::clicked, this, [this, ids] { remove(ids); });
    box->open();
}

void WindowHistory::remove(const std::vector<std::string>& ids) {
    Known* const known = current();
    if (!known) return;
    for (const std::string& id : ids) known->history.remove(id);
    refresh();
    work_.start([this, ids, path = known->path]() -> BackgroundWork::Answer {
        QStringList notes;
        for (const std::string& id : ids) {
            const Status status = HistoryFolder(path).remove(id);
            if (!status.ok()) notes.append(fromUtf8(status.error().message));
        }
        return [this, notes] { tell(notes); };
    });
}

void WindowHistory::showText(const KeptRunPtr& run) {
    if (run->profile->source.empty()) {
        parts_.banner.tell(Banner::Kind::Note, tr("The text of this run was not kept."));
        return;
    }
    if (!compare_) {
        compare_ = new TextCompare(theme_, &window_);
        connect(compare_, &TextCompare::putAsked, this, &WindowHistory::putText);
    }
    compared_ = run;
    compareTexts();
    compare_->show();
    compare_->raise();
    compare_->activateWindow();
}

void WindowHistory::compareTexts() {
    parts_.editor.flushEdit();
    work_.start([this, run = compared_, now = parts_.editor.bytes()]() -> BackgroundWork::Answer {
        const ComparedRows rows = textRows(run->profile->source, now);
        return [this, run, rows] {
            if (!compare_ || compared_ != run) return;
            compare_->showTexts(nameOf(*run), rows, !parts_.editor.isPreview());
        };
    });
}

/// Only lines that differ are replaced: nodes that are the same stay what they are.
void WindowHistory::putText() {
    if (!compared_) return;
    parts_.editor.flushEdit();
    const std::vector<TextEdit> edits =
        lineEdits(parts_.editor.bytes(), compared_->profile->source);
    if (edits.empty()) return;
    const uint32_t begin = edits.front().range.begin;
    if (!parts_.editor.apply(edits, {begin, begin})) {
        parts_.banner.tell(Banner::Kind::Problem,
                           tr("The text cannot be changed while it is a preview."));
        return;
    }
    compare_->close();
    parts_.editor.setFocus();
}

}  // namespace cst

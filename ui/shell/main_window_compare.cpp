#include "ui/shell/main_window_compare.h"

#include "engine/history/whole_runs.h"
#include "engine/session/file_io.h"
#include "engine/session/kept_runs.h"
#include "engine/session/profile_files.h"
#include "ui/graph/graph_view.h"
#include "ui/profiler/compare_view.h"
#include "ui/shell/banner.h"
#include "ui/shell/main_window_run_panel.h"
#include "ui/shell/node_words.h"

#include <QAction>
#include <QEvent>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace cst {

/// The baseline as it lies on the disk.
struct Baseline {
    FileStamp stamp;
    KeptRunPtr kept;      // null = there is none, or it cannot be read
    std::string problem;  // why it cannot
};

namespace {

std::shared_ptr<const Baseline> baselineIfChanged(const std::string& path,
                                                  std::shared_ptr<const Baseline> before) {
    const FileStamp stamp = path.empty() ? FileStamp() : stampOf(path);
    if (before && before->stamp == stamp) return before;
    auto read = std::make_shared<Baseline>();
    read->stamp = stamp;
    if (path.empty()) return read;
    const Result<KeptRunPtr> kept = readBaseline(path);
    if (kept.ok()) {
        read->kept = *kept;
    } else {
        const std::string& place = kept.error().path;
        read->problem = (place.empty() ? "" : place + ": ") + kept.error().message;
    }
    return read;
}

}  // namespace

WindowCompare::WindowCompare(const Parts& parts, QObject* parent)
    : QObject(parent), parts_(parts), baseline_(std::make_shared<const Baseline>()) {
    CompareView& view = parts_.view;
    auto* links = new WindowRunPanel(parts_.graph,
                                     {view, [](const RunRecordPtr&) {},
                                      [&view](const QString& key) { view.setSelectedNode(key); }},
                                     this);
    connect(&view, &CompareView::nodeActivated, links, &WindowRunPanel::goTo);
    connect(&view, &CompareView::comparisonShown, links, &WindowRunPanel::follow);
    connect(&view, &CompareView::comparisonShown, this, &WindowCompare::showInGraph);
    connect(&view, &CompareView::colouringChanged, this, &WindowCompare::showInGraph);
    view.installEventFilter(this);
}

void WindowCompare::addTo(QMenu* menu, const AddCommand& addCommand) {
    addCommand(menu, tr("Colour Graph by C&hange"), QStringLiteral("Ctrl+Shift+D"),
               [this] { toggleColours(); });
    addCommand(menu, tr("&Keep as Baseline"), QStringLiteral("Ctrl+Alt+K"),
               [this] { keepBaseline(nullptr); });
    addCommand(menu, tr("Compare With &Baseline"), QStringLiteral("Ctrl+Shift+K"),
               [this] { compareWithBaseline(); });
}

void WindowCompare::documentShown(uint64_t document, const QString& path) {
    if (path != path_) {
        path_ = path;
        baseline_ = std::make_shared<const Baseline>();
    }
    if (document != document_) {
        document_ = document;
        runs_.clear();
        others_.clear();
        keepsNextOf_.clear();
        parts_.view.clear();
    }
    changed();
}

void WindowCompare::runEnded(const RunRecordPtr& record) {
    if (record->document != document_) return;
    runs_.add(record);
    lighten();
    changed();
    if (!record->run->isLive) keepAsked(record);
}

/// Of another text, or of less than all of it, nobody has asked for a baseline.
void WindowCompare::keepAsked(const RunRecordPtr& record) {
    const std::string text = std::exchange(keepsNextOf_, {});
    if (text.empty() || record->sourceHash != text) return;
    if (record->run->status != RunStatus::Completed) return;
    const KeptRunPtr run = keptVersion({record});
    if (isWhole(*run->profile)) writeBaseline(run);
}

/// Values of old runs are given back, many at a time and on the other thread: they may be large.
void WindowCompare::lighten() {
    constexpr std::size_t kAtOnce = 8;
    std::vector<RunRecordPtr> heavy = runs_.heavy();
    if (isLightening_ || heavy.size() < kAtOnce) return;
    isLightening_ = true;
    work_.start([this, heavy = std::move(heavy)]() mutable -> BackgroundWork::Answer {
        std::vector<RunRecordPtr> light;
        for (const RunRecordPtr& run : heavy) light.push_back(withoutValues(*run));
        return [this, heavy = std::move(heavy), light = std::move(light)] {
            isLightening_ = false;
            for (std::size_t i = 0; i < heavy.size(); ++i) runs_.replace(heavy[i], light[i]);
        };
    });
}

void WindowCompare::changed() {
    isStale_ = true;
    if (parts_.view.isVisible()) gather();
}

/// Puts together what can be chosen. One piece at a time: what comes meanwhile is in the next.
void WindowCompare::gather() {
    if (isGathering_ || !std::exchange(isStale_, false)) return;
    isGathering_ = true;
    const std::string path = path_.isEmpty() ? "" : baselinePathFor(path_.toStdString());
    work_.start([this, document = document_, runs = runs_.all(), path,
                 before = baseline_]() -> BackgroundWork::Answer {
        std::vector<KeptRunPtr> kept = keptRunsOf(runs);
        const std::shared_ptr<const Baseline> baseline = baselineIfChanged(path, before);
        return [this, document, before, kept = std::move(kept), baseline]() mutable {
            isGathering_ = false;
            if (document == document_ && before == baseline_) {
                const bool isNews = baseline_ != baseline;
                baseline_ = baseline;
                if (isNews && !baseline->problem.empty()) tellNoBaseline();
                take(std::move(kept), *baseline);
            }
            if (isStale_ && parts_.view.isVisible()) gather();
        };
    });
}

/// Versions first, then what was kept on purpose, then single runs.
void WindowCompare::take(std::vector<KeptRunPtr> kept, const Baseline& baseline) {
    const auto firstRun =
        std::stable_partition(kept.begin(), kept.end(), [](const KeptRunPtr& one) {
            return one->kind == KeptRun::Kind::Version;
        });
    std::vector<KeptRunPtr> kinds = others_;
    if (baseline.kept) kinds.insert(kinds.begin(), baseline.kept);
    const KeptRunPtr newest = kept.empty() ? nullptr : kept.front();
    const std::string text = runs_.textBefore();
    const auto before = std::find_if(kept.begin(), firstRun, [&](const KeptRunPtr& one) {
        return one->profile->sourceHash == text;
    });
    // What was kept to compare with, what was asked for, what was measured on purpose.
    const KeptRunPtr with = baseline.kept        ? baseline.kept
                            : before != firstRun ? *before
                            : others_.empty()    ? nullptr
                                                 : others_.back();
    kept.insert(firstRun, kinds.begin(), kinds.end());
    parts_.view.setChoices(std::move(kept), newest ? with : nullptr);
    if (!std::exchange(wantsBaseline_, false)) return;
    if (!baseline.kept) {
        tellNoBaseline();
    } else if (!newest) {
        parts_.banner.tell(Banner::Kind::Note,
                           tr("Nothing to compare with the baseline yet: run the pipeline."));
    } else {
        parts_.view.compare(baseline.kept, newest);
    }
}

void WindowCompare::tellNoBaseline() {
    if (path_.isEmpty()) {
        parts_.banner.tell(Banner::Kind::Note,
                           tr("Save the pipeline first (Ctrl+S): its baseline lies beside it."));
        return;
    }
    const QString file = QFileInfo(fromUtf8(baselinePathFor(path_.toStdString()))).fileName();
    if (baseline_->problem.empty()) {
        parts_.banner.tell(Banner::Kind::Note,
                           tr("There is no %1 yet: Keep as Baseline (Ctrl+Alt+K) makes one of what "
                              "ran last.")
                               .arg(file));
    } else {
        parts_.banner.tell(Banner::Kind::Problem,
                           tr("%1 cannot be read: %2. Correct it, or replace it with Keep as "
                              "Baseline (Ctrl+Alt+K).")
                               .arg(file, fromUtf8(baseline_->problem)));
    }
}

void WindowCompare::compare(const KeptRunPtr& before, const KeptRunPtr& after) {
    emit panelAsked();
    parts_.view.setColouring(true);
    parts_.view.compare(before, after);
}

void WindowCompare::compareWithBaseline() {
    emit panelAsked();
    parts_.view.setColouring(true);
    wantsBaseline_ = true;
    changed();
}

void WindowCompare::addChoices(const std::vector<KeptRunPtr>& choices) {
    for (const KeptRunPtr& one : choices) {
        const auto same = std::find_if(others_.begin(), others_.end(), [&](const KeptRunPtr& old) {
            return old->id == one->id && !one->id.empty();
        });
        if (same == others_.end()) {
            others_.push_back(one);
        } else {
            *same = one;
        }
    }
    changed();
}

void WindowCompare::keepBaseline(const KeptRunPtr& run) {
    if (path_.isEmpty()) {
        tellNoBaseline();
        return;
    }
    KeptRunPtr wanted = run;
    if (!wanted && parts_.view.isVisible()) wanted = parts_.view.lookedAt();
    work_.start([this, wanted, runs = runs_.all()]() -> BackgroundWork::Answer {
        const std::vector<KeptRunPtr> kept = wanted ? std::vector{wanted} : keptRunsOf(runs);
        if (kept.empty()) {
            return [this] {
                parts_.banner.tell(Banner::Kind::Note,
                                   tr("No run has completed yet: run the pipeline, then keep it."));
            };
        }
        return [this, of = kept.front(), whole = wholeRunsOf(kept.front(), runs)] {
            if (whole) {
                writeBaseline(whole);
            } else {
                tellNoneIsWhole(*of);
            }
        };
    });
}

/// What has no time would be missing in every comparison with it.
void WindowCompare::tellNoneIsWhole(const KeptRun& run) {
    const std::vector<RunRecordPtr> runs = runs_.all();
    const bool isTextOfNow = !runs.empty() && runs.back()->sourceHash == run.profile->sourceHash;
    const QString why =
        tr("Not kept: no run of this text worked everything out, results of earlier "
           "runs were used again, so some nodes have no time.");
    if (!isTextOfNow) {
        parts_.banner.tell(Banner::Kind::Note,
                           why + QChar(' ') +
                               tr("Put the text back (History, Show Its Text), press Run Afresh "
                                  "(Ctrl+Shift+F5), and keep that."));
        return;
    }
    parts_.banner.offer(Banner::Kind::Note, why,
                        {{"keepAfresh", tr("Run Afresh and Keep"),
                          tr("Works everything out once (Ctrl+Shift+F5) and keeps that"),
                          [this, text = run.profile->sourceHash] {
                              keepsNextOf_ = text;
                              emit runAfreshAsked();
                          }}});
}

void WindowCompare::writeBaseline(const KeptRunPtr& run) {
    const std::string path = baselinePathFor(path_.toStdString());
    work_.start([this, path, run]() -> BackgroundWork::Answer {
        const Status written = cst::writeBaseline(path, *run->profile);
        const std::string why = written.ok() ? "" : written.error().message;
        return [this, path, why, run] {
            const QString file = QFileInfo(fromUtf8(path)).fileName();
            if (why.empty()) {
                const uint64_t runs = run->profile->runs;
                const QString of = runs == 1 ? tr("1 run") : tr("%1 runs").arg(countText(runs));
                const auto all = runs_.all();
                const bool isOfNow =
                    all.empty() || all.back()->sourceHash == run->profile->sourceHash;
                parts_.banner.tell(
                    Banner::Kind::Done,
                    (isOfNow ? tr("Kept as baseline: %1, of %2. Ctrl+Shift+K compares with it.")
                             : tr("Kept as baseline: %1, of %2 of an earlier text, which was "
                                  "looked at. "
                                  "Ctrl+Shift+K compares with it."))
                        .arg(file, of));
            } else {
                parts_.banner.tell(Banner::Kind::Problem,
                                   tr("The baseline could not be written: %1").arg(fromUtf8(why)));
            }
            changed();
        };
    });
}

void WindowCompare::toggleColours() {
    if (parts_.view.isVisible()) {
        parts_.view.setColouring(!parts_.view.isColouring());
        return;
    }
    emit panelAsked();
    parts_.view.setColouring(true);
}

/// Coloured while the panel is open and wants it.
void WindowCompare::showInGraph() {
    const CompareView& view = parts_.view;
    const CompareReportPtr& report = view.model().report();
    const bool isWanted = report && view.isVisible() && view.isColouring();
    const auto wanted = isWanted ? report->comparison : nullptr;
    if (wanted == inGraph_) return;
    inGraph_ = wanted;
    // Which, and no more: the legend stands beside the map.
    const auto named = [](const KeptRun& run) {
        return keptRunText(run).section(QStringLiteral(" · "), 0, 0);
    };
    parts_.graph.showChange(
        wanted ? std::make_shared<const GraphChange>(
                     wanted, (report->isInTurns ? tr("%1 → %2, in turns") : tr("%1 → %2"))
                                 .arg(named(*report->before), named(*report->after)))
               : nullptr);
}

bool WindowCompare::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Show) gather();
    // Behind what it does with the event itself.
    if (event->type() == QEvent::Show || event->type() == QEvent::Hide) {
        QMetaObject::invokeMethod(this, &WindowCompare::showInGraph, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace cst

#include "ui/profiler/engine_view.h"

#include "ui/shell/duration_text.h"
#include "ui/shell/text_color.h"
#include "ui/shell/theme.h"

#include <QGridLayout>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>

namespace cst {

namespace {

QString number(uint64_t value) {
    return QLocale(QLocale::English).toString(static_cast<qulonglong>(value));
}

QString bytesText(uint64_t bytes) {
    return QLocale(QLocale::English).formattedDataSize(static_cast<qint64>(bytes), 1);
}

QString shareText(uint64_t part, uint64_t whole) {
    return whole == 0 ? QStringLiteral("–") : QStringLiteral("%1 %").arg(100 * part / whole);
}

}  // namespace

EngineView::EngineView(const Theme& theme, QWidget* parent) : QScrollArea(parent), theme_(theme) {
    setObjectName(QStringLiteral("engine"));
    setAccessibleName(tr("Engine"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    auto* body = new QWidget(this);
    auto* grid = new QGridLayout(body);
    grid->setContentsMargins(16, 12, 16, 12);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    addGroup(grid, 0, tr("Newest run"),
             {tr("Run"), tr("Queued"), tr("Running"), tr("Waiting"), tr("Done")},
             tr("Nodes of the newest run. Who waits holds no worker."));
    addGroup(grid, 1, tr("Workers"),
             {tr("Workers"), tr("Busy"), tr("Jobs queued"), tr("Nodes recorded")},
             tr("Threads that run nodes, and what lies ready for them."));
    addGroup(grid, 2, tr("Waiting calls"),
             {tr("In a call"), tr("Between attempts"), tr("For an equal call"),
              tr("For a throttle's token"), tr("For a permit"), tr("Timers set"),
              tr("Blocking threads"), tr("Blocking queued")},
             tr("Calls held back by throttle or concurrency, timers that will fire, and threads "
                "for code that blocks."));
    addGroup(grid, 3, tr("Call cache"),
             {tr("Results kept"), tr("Memory"), tr("Hits"), tr("On disk"), tr("Disk hits")},
             tr("What `cache:` in the text keeps, over all runs."));
    addGroup(grid, 1, tr("Run pool"), {tr("Runs of this text"), tr("State reused")},
             tr("Runs that found their state ready, made by a run before."), 6);
    addGroup(grid, 4, tr("Results of nodes"),
             {tr("Known results"), tr("Room taken"), tr("Reused"), tr("Worked out"),
              tr("Made room"), tr("Time saved")},
             tr("What nodes came to in earlier runs. What is cheap to work out again makes room "
                "first."));
    addGroup(grid, 5, tr("Compiled texts"),
             {tr("Texts kept"), tr("Texts dropped"), tr("Found again"), tr("Only moved"), tr("New"),
              tr("Edited"), tr("Dropped before"), tr("Other modules")},
             tr("Texts that were compiled before are found again. Where only comments and blanks "
                "have changed, all is kept and moves to its new place. The others were compiled: "
                "because they were new, edited, dropped for room or age, or because there were "
                "other modules."));
    addGroup(grid, 0, tr("Texts on disk"),
             {tr("Read from disk"), tr("Files kept"), tr("Files not used")},
             tr("Texts of 4 KB and more that are opened or saved are kept on disk, compiled, for "
                "the next start. A file that is damaged, of another user or of another version is "
                "not used, and replaced."),
             6);
    trouble_ = new QLabel(this);
    trouble_->setObjectName(QStringLiteral("filesTrouble"));
    trouble_->setWordWrap(true);
    trouble_->hide();
    grid->addWidget(trouble_, 11, 0, 1, 13);
    grid->setColumnStretch(12, 1);
    grid->setRowStretch(13, 1);
    setWidget(body);
    connect(&theme_, &Theme::changed, this, &EngineView::applyTheme);
    applyTheme();
    showLoad({});
}

void EngineView::addGroup(QGridLayout* grid, int column, const QString& title,
                          const QStringList& names, const QString& tip, int firstRow) {
    const int left = 2 * column;
    auto* heading = new QLabel(title, this);
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    heading->setToolTip(tip);
    grid->addWidget(heading, firstRow, left, 1, 2);
    for (int row = 0; row < names.size(); ++row) {
        auto* name = new QLabel(names[row], this);
        auto* value = new QLabel(this);
        value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        value->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("000,000 B")));
        value->setAccessibleName(names[row]);
        value->setContentsMargins(0, 0, 8, 0);
        name->setToolTip(tip);
        grid->addWidget(name, firstRow + row + 1, left);
        grid->addWidget(value, firstRow + row + 1, left + 1);
        values_[names[row]] = value;
        names_.append(name);
    }
}

void EngineView::set(const QString& name, const QString& value) {
    QLabel* const label = values_.at(name);
    if (label->text() != value) {
        label->setText(value);
        // A grid without room would give it less than its text needs.
        label->setMinimumWidth(std::max(label->minimumWidth(), label->sizeHint().width()));
    }
}

QString EngineView::valueOf(const QString& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? QString() : found->second->text();
}

void EngineView::showLoad(const EngineLoad& load) {
    set(tr("Run"), load.run == 0 ? tr("none yet")
                   : load.runs   ? tr("#%1, going").arg(load.run)
                                 : tr("#%1, ended").arg(load.run));
    set(tr("Queued"), number(load.queued));
    set(tr("Running"), number(load.running));
    set(tr("Waiting"), number(load.waiting));
    set(tr("Done"), tr("%1 of %2").arg(number(load.done), number(load.nodes)));
    set(tr("Workers"), number(load.executor.workers));
    set(tr("Busy"), number(load.executor.busy));
    set(tr("Jobs queued"), number(load.executor.queued));
    set(tr("Nodes recorded"), number(load.records));
    set(tr("In a call"), number(load.inCall));
    set(tr("Between attempts"), number(load.delayed));
    set(tr("For an equal call"), number(load.equal));
    set(tr("For a throttle's token"), number(load.calls.throttled));
    set(tr("For a permit"), number(load.calls.permitWaits));
    set(tr("Timers set"), number(load.timers));
    set(tr("Blocking threads"),
        tr("%1 of %2 busy")
            .arg(number(load.calls.blocking.busy), number(load.calls.blocking.threads)));
    set(tr("Blocking queued"), number(load.calls.blocking.queued));
    const CacheUse& memory = load.calls.memory;
    const CacheUse& disk = load.calls.disk;
    set(tr("Results kept"), number(memory.entries));
    set(tr("Memory"), bytesText(memory.bytes));
    set(tr("Hits"), shareText(memory.hits, memory.hits + memory.misses));
    set(tr("On disk"), disk.entries == 0 ? tr("nothing") : bytesText(disk.bytes));
    set(tr("Disk hits"), shareText(disk.hits, disk.hits + disk.misses));
    showCompiled(load.compiled);
    showFiles(load.files);
    showResults(load.results);
    set(tr("Runs of this text"), number(load.pool.leases));
    set(tr("State reused"), shareText(load.pool.hits, load.pool.leases));
}

void EngineView::showCompiled(const CompileUse& use) {
    const auto misses = [&](CompileMiss why) { return use.misses[static_cast<std::size_t>(why)]; };
    set(tr("Texts kept"), tr("%1, %2").arg(number(use.entries), bytesText(use.bytes)));
    set(tr("Texts dropped"), number(use.evictions));
    set(tr("Found again"), number(use.hits + use.shared));
    set(tr("Only moved"), number(use.moved));
    set(tr("New"), number(misses(CompileMiss::New)));
    set(tr("Edited"), number(misses(CompileMiss::Edited)));
    set(tr("Dropped before"), number(misses(CompileMiss::Evicted) + misses(CompileMiss::TooOld)));
    set(tr("Other modules"), number(misses(CompileMiss::OtherModules)));
}

void EngineView::showFiles(const CompiledFilesUse& use) {
    const auto misses = [&](FileMiss why) { return use.misses[static_cast<std::size_t>(why)]; };
    set(tr("Read from disk"), number(use.hits));
    set(tr("Files kept"), !use.isOn ? tr("off")
                          : use.entries == 0
                              ? tr("not counted")
                              : tr("%1, %2").arg(number(use.entries), bytesText(use.bytes)));
    set(tr("Files not used"),
        number(misses(FileMiss::Damaged) + misses(FileMiss::OtherKey) +
               misses(FileMiss::OtherBuild) + misses(FileMiss::OtherModules)));
    trouble_->setText(tr("Texts on disk: %1").arg(QString::fromStdString(use.note)));
    trouble_->setVisible(!use.note.empty());
}

void EngineView::showResults(const ResultUse& use) {
    set(tr("Known results"), number(use.entries));
    set(tr("Room taken"), tr("%1 of %2").arg(bytesText(use.bytes), bytesText(use.limit)));
    set(tr("Reused"), number(use.hits));
    set(tr("Worked out"), number(use.misses));
    set(tr("Made room"), number(use.evictions));
    set(tr("Time saved"), use.savedUs > 0 ? durationText(use.savedUs) : QStringLiteral("–"));
}

void EngineView::showEvent(QShowEvent* event) {
    QScrollArea::showEvent(event);
    emit watched(true);
}

void EngineView::hideEvent(QHideEvent* event) {
    QScrollArea::hideEvent(event);
    emit watched(false);
}

void EngineView::applyTheme() {
    for (QLabel* name : names_) {
        setTextColor(name, theme_.color(Role::TextDim));
    }
}

}  // namespace cst

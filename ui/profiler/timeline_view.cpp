#include "ui/profiler/timeline_view.h"

#include "ui/profiler/past_run_note.h"
#include "ui/profiler/span_legend.h"
#include "ui/profiler/span_words.h"
#include "ui/profiler/timeline_overview.h"
#include "ui/shell/elided_label.h"
#include "ui/shell/text_color.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QVBoxLayout>

#include <utility>

namespace cst {

TimelineView::TimelineView(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      note_(new PastRunNote(theme, this)),
      line_(new QLineEdit(this)),
      count_(new QLabel(this)),
      chosen_(new ElidedLabel(QString(), this)),
      legend_(new SpanLegend(theme, this)),
      overview_(new TimelineOverview(theme, this)),
      canvas_(new TimelineCanvas(theme, this)) {
    setObjectName(QStringLiteral("timeline"));
    setAccessibleName(tr("Timeline"));
    build();
    connectParts();
    applyTheme();
    showIndex(nullptr);
}

QToolButton* TimelineView::addButton(const char* name, const char* icon, const QString& tip) {
    auto* button = new QToolButton(this);
    button->setObjectName(QLatin1String(name));
    button->setAutoRaise(true);
    button->setIcon(theme_.icon(QLatin1String(icon)));
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

void TimelineView::build() {
    line_->setObjectName(QStringLiteral("timelineSearch"));
    line_->setPlaceholderText(tr("Search spans"));
    line_->setAccessibleName(tr("Search spans"));
    line_->setToolTip(
        tr("By name, key or kind, such as failed or waiting. Enter: next, Shift+Enter: previous, "
           "Esc: done (/ in the timeline)"));
    line_->setClearButtonEnabled(true);
    line_->setFixedWidth(theme_.space(50));
    line_->installEventFilter(this);
    count_->setObjectName(QStringLiteral("timelineCount"));
    chosen_->setObjectName(QStringLiteral("timelineChosen"));
    previous_ = addButton("timelinePrevious", "up", tr("Previous (Shift+Enter)"));
    next_ = addButton("timelineNext", "down", tr("Next (Enter)"));
    fit_ = addButton("timelineFit", "fit", tr("Show all of it (F)"));

    auto* strip = new QHBoxLayout;
    strip->setContentsMargins(theme_.space(2), theme_.space(1), theme_.space(2), theme_.space(1));
    strip->setSpacing(theme_.space(1));
    for (QWidget* one : {static_cast<QWidget*>(line_), static_cast<QWidget*>(count_),
                         static_cast<QWidget*>(previous_), static_cast<QWidget*>(next_)}) {
        strip->addWidget(one);
    }
    strip->addSpacing(theme_.space(2));
    strip->addWidget(chosen_, 1);
    strip->addSpacing(theme_.space(2));
    strip->addWidget(legend_);
    strip->addWidget(fit_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(note_);
    column->addLayout(strip);
    column->addWidget(overview_);
    column->addWidget(canvas_, 1);
    setFocusProxy(canvas_);
}

void TimelineView::connectParts() {
    connect(note_, &PastRunNote::linkUsed, this, &TimelineView::newestAsked);
    connect(line_, &QLineEdit::textChanged, this, &TimelineView::search);
    connect(previous_, &QToolButton::clicked, this, [this] { step(-1); });
    connect(next_, &QToolButton::clicked, this, [this] { step(1); });
    connect(fit_, &QToolButton::clicked, canvas_, &TimelineCanvas::fit);
    connect(canvas_, &TimelineCanvas::searchWanted, this, [this] {
        line_->setFocus();
        line_->selectAll();
    });
    connect(canvas_, &TimelineCanvas::searchEndWanted, this, &TimelineView::endSearch);
    connect(canvas_, &TimelineCanvas::nodeActivated, this, &TimelineView::nodeActivated);
    connect(canvas_, &TimelineCanvas::cameraChanged, this,
            [this] { overview_->showCamera(canvas_->camera()); });
    connect(canvas_, &TimelineCanvas::spanSelected, this, [this] {
        showChosen();
        showCount();
        emit spanSelected();
    });
    connect(overview_, &TimelineOverview::timeWanted, canvas_, &TimelineCanvas::centre);
    connect(overview_, &TimelineOverview::zoomWanted, canvas_, &TimelineCanvas::zoomBy);
    connect(&theme_, &Theme::changed, this, &TimelineView::applyTheme);
}

void TimelineView::applyTheme() {
    for (QLabel* label : {count_, static_cast<QLabel*>(chosen_)}) {
        setTextColor(label, theme_.color(Role::TextDim));
    }
}

void TimelineView::showTrace(std::shared_ptr<const Trace> trace) {
    note_->tellRun(nullptr, false);
    canvas_->setIsPast(false);
    start(std::move(trace));
}

void TimelineView::showKept(const KeptRunPtr& run, bool isOtherText) {
    note_->tellRun(run, isOtherText);
    canvas_->setIsPast(true);
    start(run->record ? run->record->trace : run->trace);
}

void TimelineView::start(std::shared_ptr<const Trace> trace) {
    const uint64_t asked = ++tracesAsked_;
    runAsked_.reset();
    if (!trace) {
        showIndex(nullptr);
        return;
    }
    work_.start([this, asked, trace = std::move(trace)]() -> BackgroundWork::Answer {
        auto index = std::make_shared<const TimelineIndex>(trace);
        return [this, asked, index] {
            if (asked == tracesAsked_) showIndex(index);  // else a newer one is on its way
        };
    });
}

void TimelineView::showIndex(const TimelineIndexPtr& index) {
    const bool hasSpans = index && index->spanCount() > 0;
    found_.reset();
    canvas_->showIndex(hasSpans ? index : nullptr);
    overview_->showIndex(hasSpans ? index : nullptr);
    legend_->showKinds(index);
    for (QWidget* one : {static_cast<QWidget*>(line_), static_cast<QWidget*>(fit_),
                         static_cast<QWidget*>(overview_)}) {
        one->setEnabled(hasSpans);
    }
    overview_->setVisible(hasSpans);
    search();
    tracesShown_ = tracesAsked_;
    if (const auto run = std::exchange(runAsked_, std::nullopt)) goToRun(*run);
    emit traceShown();
}

void TimelineView::goToRun(uint32_t run) {
    if (tracesShown_ != tracesAsked_) {
        runAsked_ = run;
    } else if (run == 0 || !canvas_->goToRun(run)) {
        canvas_->fit();
    }
}

void TimelineView::search() {
    const uint64_t asked = ++searchesAsked_;
    const TimelineIndexPtr index = canvas_->index();
    const QString words = line_->text();
    if (!index || words.trimmed().isEmpty()) {
        showFound(nullptr);
        return;
    }
    work_.start([this, asked, index, words]() -> BackgroundWork::Answer {
        const auto found = findSpans(*index, words);
        return [this, asked, found] {
            if (asked == searchesAsked_) showFound(found);
        };
    });
}

void TimelineView::showFound(std::shared_ptr<const FoundSpans> found) {
    found_ = std::move(found);
    canvas_->showFound(found_);
    showCount();
    if (const int asked = std::exchange(stepAsked_, 0)) step(asked);
}

void TimelineView::step(int by) {
    if (!found_ || found_->words != line_->text()) {
        stepAsked_ = by;  // as soon as it is known
        return;
    }
    if (found_->inTime.empty()) return;
    const TimelineIndex& index = *canvas_->index();
    const auto selected = canvas_->selected();
    const double from = by > 0 ? canvas_->camera().fromNs() : canvas_->camera().toNs();
    canvas_->goTo(found_->stepped(index, selected ? &*selected : nullptr, from, by));
}

void TimelineView::showCount() {
    const bool isFound = found_ && !found_->inTime.empty();
    previous_->setEnabled(isFound);
    next_->setEnabled(isFound);
    if (!found_) {
        count_->clear();
        return;
    }
    const auto number = [](std::size_t value) {
        return QLocale(QLocale::English).toString(static_cast<qulonglong>(value));
    };
    const auto selected = canvas_->selected();
    const std::size_t at = selected ? found_->numberOf(*canvas_->index(), *selected) : 0;
    count_->setText(!isFound ? tr("not found")
                    : at > 0 ? tr("%1 of %2").arg(number(at), number(found_->inTime.size()))
                             : tr("%1 found").arg(number(found_->inTime.size())));
}

/// The span that is chosen; where none is, whether there should be more than there are.
void TimelineView::showChosen() {
    const auto place = canvas_->selected();
    const bool isOfLoad = canvas_->index() && canvas_->index()->trace().runs.ended > 0;
    const uint64_t lost = canvas_->index() ? canvas_->index()->trace().lost : 0;
    chosen_->setText(
        place      ? spanSentence(*canvas_->index(), *place)
        : isOfLoad ? tracedRunsText(canvas_->index()->trace())
        : lost > 0 ? tr("The run was long: its first %1 records were overwritten")
                         .arg(QLocale(QLocale::English).toString(static_cast<qulonglong>(lost)))
                   : QString());
}

void TimelineView::endSearch() {
    line_->clear();
    canvas_->setFocus();
}

bool TimelineView::eventFilter(QObject* watched, QEvent* event) {
    if (watched != line_) return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    if (event->type() == QEvent::ShortcutOverride && key->key() == Qt::Key_Escape) {
        event->accept();  // Escape would stop the run
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        switch (key->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (!line_->text().trimmed().isEmpty() && canvas_->index()) {
                step(key->modifiers() & Qt::ShiftModifier ? -1 : 1);
            }
            return true;
        case Qt::Key_Escape: endSearch(); return true;
        default: break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace cst

#include "ui/shell/main_window_status.h"

#include "engine/session/run_path.h"
#include "engine/session/run_profile.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/elided_label.h"
#include "ui/shell/theme.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

#include <algorithm>

namespace cst {

namespace {

QString text(const std::string& bytes) {
    return QString::fromStdString(bytes);
}

QString doneOf(const RunSnapshot& run) {
    const auto done = std::count_if(run.nodes.begin(), run.nodes.end(),
                                    [](const NodeRun& node) { return hasEnded(node.status); });
    return StatusStrip::tr("%1 of %2 nodes").arg(done).arg(run.nodes.size());
}

QString firstError(const RunSnapshot& run) {
    if (run.errors.empty()) {
        return {};
    }
    const RunError& first = run.errors.front();
    QString sentence = text(first.code) + ' ' + text(first.message);
    if (!first.node.empty()) {
        sentence += StatusStrip::tr(" at `%1`").arg(text(first.node));
    } else if (!first.path.empty() &&
               first.message.find('`' + first.path + '`') == std::string::npos) {
        sentence += StatusStrip::tr(" at `%1`").arg(text(first.path));
    }
    if (run.errors.size() > 1) {
        sentence +=
            StatusStrip::tr(", and %n more", nullptr, static_cast<int>(run.errors.size()) - 1);
    }
    return sentence.trimmed();
}

QString withExpectations(const RunSnapshot& run, const QString& sentence) {
    if (run.expectations.empty()) {
        return sentence;
    }
    const auto met = std::count_if(run.expectations.begin(), run.expectations.end(),
                                   [](const Expectation& e) { return e.ok; });
    const auto stale = std::count_if(run.expectations.begin(), run.expectations.end(),
                                     [](const Expectation& e) { return e.stale; });
    const QString text = StatusStrip::tr("%1 · %2 of %3 expectations met")
                             .arg(sentence)
                             .arg(met)
                             .arg(run.expectations.size());
    return stale == 0 ? text : StatusStrip::tr("%1, %2 stale").arg(text).arg(stale);
}

std::size_t errorsOf(const RunSnapshot& run) {
    return run.compiled ? run.compiled->errorCount : 0;
}

/// What was left out because it does not compile.
QString withLeftOut(const RunSnapshot& run, const QString& sentence) {
    const std::size_t errors = errorsOf(run);
    if (errors == 0) {
        return sentence;
    }
    return errors == 1
               ? StatusStrip::tr("%1, without what does not compile (1 error)").arg(sentence)
               : StatusStrip::tr("%1, without what does not compile (%2 errors)")
                     .arg(sentence)
                     .arg(errors);
}

}  // namespace

QString runSentence(const RunSnapshot& run) {
    const QString time = durationText(wholeRunUs(run.times));
    const auto failed = [&] {
        return StatusStrip::tr("failed in %1: %2").arg(time, firstError(run));
    };
    switch (run.status) {
    case RunStatus::Running: return StatusStrip::tr("running: %1 done").arg(doneOf(run));
    case RunStatus::Completed:
        return withExpectations(run,
                                withLeftOut(run, StatusStrip::tr("completed in %1").arg(time)));
    case RunStatus::Failed: return failed();
    case RunStatus::Suspended: {
        QStringList names;
        for (const std::string& name : run.missing) {
            names.append(text(name));
        }
        return StatusStrip::tr("missing input: %1").arg(names.join(QStringLiteral(", ")));
    }
    case RunStatus::Cancelled:
        return StatusStrip::tr("stopped after %1, %2 done").arg(time, doneOf(run));
    case RunStatus::TimedOut: return StatusStrip::tr("timed out after %1").arg(time);
    case RunStatus::Invalid:
        return run.errors.empty() ? withLeftOut(run, StatusStrip::tr("ran in %1").arg(time))
                                  : failed();
    case RunStatus::BadInput: return StatusStrip::tr("not run, bad input: %1").arg(firstError(run));
    }
    return {};
}

/// What a live run says beside: how much was known before, and what only a run that is asked for
/// brings up to date.
QString liveSentence(const RunSnapshot& run) {
    const QString sentence = runSentence(run);
    if (!run.finished()) return StatusStrip::tr("live, %1").arg(sentence);
    int stale = 0;
    int reused = 0;
    for (const NodeRun& node : run.nodes) {
        stale += node.status == NodeStatus::Stale ? 1 : 0;
        reused += node.wasUs >= 0 ? 1 : 0;
    }
    QStringList parts{StatusStrip::tr("live, %1").arg(sentence)};
    if (reused > 0) parts.append(StatusStrip::tr("%1 known before").arg(reused));
    if (stale > 0) parts.append(StatusStrip::tr("%1 stale: Ctrl+Return runs effects").arg(stale));
    return parts.join(QStringLiteral(" · "));
}

QString runCosts(const RunSnapshot& run) {
    if (!run.finished() || run.pool.leases == 0) {
        return {};
    }
    const RunTimes& times = run.times;
    return StatusStrip::tr("inputs %1, run %2, outputs %3; before that made ready in %4")
               .arg(durationText(times.inputUs), durationText(times.runUs),
                    durationText(times.outputUs), durationText(times.optimiseUs)) +
           QChar('\n') +
           StatusStrip::tr("recording took %1 of the run\n%2 of %3 runs found their memory ready")
               .arg(durationText(times.recordingUs))
               .arg(run.pool.hits)
               .arg(run.pool.leases);
}

StatusStrip::StatusStrip(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      phases_(new QLabel(this)),
      run_(new ElidedLabel({}, this)),
      slowest_(new QToolButton(this)),
      cursor_(new QLabel(this)) {
    phases_->setObjectName(QStringLiteral("statusPhases"));
    run_->setObjectName(QStringLiteral("statusRun"));
    cursor_->setObjectName(QStringLiteral("statusCursor"));
    for (QLabel* label : {phases_, run_, cursor_}) {
        label->setTextFormat(Qt::PlainText);
    }
    phases_->setToolTip(tr("What compiling the text took, after the last change"));
    slowest_->setObjectName(QStringLiteral("statusSlowest"));
    slowest_->setAutoRaise(true);
    slowest_->setCursor(Qt::PointingHandCursor);
    connect(slowest_, &QToolButton::clicked, this, [this] { emit nodeRequested(slowestKey_); });
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, &StatusStrip::applyTheme);
    clearRun();
}

QSize StatusStrip::sizeHint() const {
    return {theme_.space(100), phases_->sizeHint().height() + theme_.space(2)};
}

QSize StatusStrip::minimumSizeHint() const {
    return {theme_.space(40), sizeHint().height()};
}

/// By hand and not by a layout: its words change with every key press, and a layout would have the
/// whole window laid out again for a figure that has got wider.
void StatusStrip::placeLabels() {
    const QRect room =
        rect().adjusted(theme_.space(3), theme_.space(1), -theme_.space(3), -theme_.space(1));
    const int left = std::min(phases_->sizeHint().width(), room.width());
    const int right = std::min(cursor_->sizeHint().width(), room.width() - left);
    const int gap = theme_.space(5);
    phases_->setGeometry(room.left(), room.top(), left, room.height());
    cursor_->setGeometry(room.right() + 1 - right, room.top(), right, room.height());
    // What went wrong comes first; the slowest node where there is room beside it.
    const int rest = std::max(0, room.width() - left - right - 2 * gap);
    const int words = run_->fontMetrics().horizontalAdvance(run_->text()) + gap;
    const int link = slowest_->sizeHint().width();
    const bool isLinkShown = !slowestKey_.isEmpty() && rest - link >= std::min(words, rest / 2);
    slowest_->setVisible(isLinkShown);
    // It gets what the others leave, and elides.
    const int run = isLinkShown ? std::min(words, rest - link) : rest;
    run_->setGeometry(room.left() + left + gap, room.top(), run, room.height());
    slowest_->setGeometry(room.left() + left + gap + run, 1, link, height() - 1);
}

void StatusStrip::resizeEvent(QResizeEvent*) {
    placeLabels();
}

bool StatusStrip::event(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest) placeLabels();
    return QWidget::event(event);
}

void StatusStrip::showSnapshot(const Snapshot& snapshot) {
    const PhaseTimes& times = snapshot.times;
    const auto of = [](int64_t ns) { return durationText(static_cast<double>(ns) / 1e3); };
    phases_->setText(tr("parse %1 · check %2 · plan %3 · layout %4   %5")
                         .arg(of(times.parse), of(times.check), of(times.plan), of(times.layout),
                              tr("%1 nodes").arg(snapshot.graph->nodes.size())));
    const CompileCounts& counts = snapshot.counts;
    phases_->setToolTip(tr("What compiling the text took, after the last change.\n"
                           "Of %1 statements %2 were read and %3 checked again.")
                            .arg(counts.blocks)
                            .arg(counts.parsed)
                            .arg(counts.checked));
}

void StatusStrip::clearPhases() {
    phases_->setText(tr("compiling"));
}

void StatusStrip::showRunAsked() {
    setRun(tr("running"), Mood::Busy);
}

void StatusStrip::showRun(const RunSnapshot& run) {
    const bool missed = std::any_of(run.expectations.begin(), run.expectations.end(),
                                    [](const Expectation& e) { return !e.ok && !e.stale; });
    const bool went = run.status == RunStatus::Completed ||
                      (run.status == RunStatus::Invalid && run.errors.empty());
    Mood mood = Mood::Bad;
    if (run.status == RunStatus::Running) {
        mood = Mood::Busy;
    } else if (run.status == RunStatus::Cancelled) {
        mood = Mood::Quiet;
    } else if (went && !missed) {
        mood = errorsOf(run) == 0 ? Mood::Good : Mood::Doubtful;
    }
    const bool hasStale = std::any_of(run.nodes.begin(), run.nodes.end(), [](const NodeRun& node) {
        return node.status == NodeStatus::Stale;
    });
    if (mood == Mood::Good && hasStale) {
        mood = Mood::Doubtful;
    }
    QString sentence = run.isLive ? liveSentence(run) : runSentence(run);
    if (!run.target.empty()) {
        sentence = tr("to %1: %2").arg(text(run.target), sentence);
    } else if (run.resumptions > 0) {
        sentence = tr("resumed: %1").arg(sentence);
    }
    setRun(sentence, mood, runCosts(run));
    isOfRun_ = run.finished();
    if (isOfRun_) showSlowest(&run);  // until then that of the run before: nothing flickers
    showMood();
}

/// null = nothing has run. A name that is long is cut: the tool tip has it whole.
void StatusStrip::showSlowest(const RunSnapshot* run) {
    const int node = run && run->finished() ? cst::slowestNode(*run) : -1;
    slowestKey_.clear();
    if (node >= 0) {
        const auto index = static_cast<std::size_t>(node);
        slowestKey_ = text(std::string(run->compiled->graph->nodes.rows()[index].key));
        const QString name =
            slowest_->fontMetrics().elidedText(slowestKey_, Qt::ElideMiddle, theme_.space(40));
        slowest_->setText(
            tr("slowest: %1 %2").arg(name, durationText(run->nodes[index].shownUs())));
        slowest_->setToolTip(tr("%1 took longest in this run: choose it in the graph and in the "
                                "text (Ctrl+Alt+S)")
                                 .arg(slowestKey_));
        slowest_->setAccessibleName(slowest_->text());
    }
    placeLabels();
}

void StatusStrip::showNotRun(const QString& reason) {
    showSlowest(nullptr);
    setRun(reason, Mood::Bad);
}

void StatusStrip::clearRun() {
    showSlowest(nullptr);
    setRun(tr("not run yet: Ctrl+Return runs it"), Mood::Quiet);
}

void StatusStrip::showCursor(LineColumn place) {
    cursor_->setText(tr("Ln %1, Col %2").arg(place.line).arg(place.column));
}

void StatusStrip::setRun(const QString& sentence, Mood mood, const QString& costs) {
    runText_ = sentence;
    runCosts_ = costs;
    mood_ = mood;
    isOfRun_ = false;
    showMood();
}

void StatusStrip::showOutdated(bool isOutdated) {
    isOutdated_ = isOutdated;
    showMood();
}

void StatusStrip::showMood() {
    // A mark before the words, so that colour is not the only sign.
    static constexpr const char16_t* kMarks[] = {u"", u"\u25B6 ", u"\u2713 ", u"! ", u"\u2717 "};
    const bool isOld = isOfRun_ && isOutdated_;
    const QString sentence = isOld ? tr("%1 · changed since: run again").arg(runText_) : runText_;
    run_->setText(isOld ? sentence
                        : QString::fromUtf16(kMarks[static_cast<std::size_t>(mood_)]) + sentence);
    run_->setToolTip(runCosts_.isEmpty() ? sentence : sentence + '\n' + runCosts_);
    applyTheme();
}

void StatusStrip::applyTheme() {
    static constexpr Role kRoles[] = {Role::TextDim, Role::StateRunning, Role::Success,
                                      Role::Warning, Role::Error};
    const Mood mood = isOfRun_ && isOutdated_ ? Mood::Quiet : mood_;
    QPalette dim = theme_.palette(), lit = dim;
    dim.setColor(QPalette::WindowText, theme_.color(Role::TextDim));
    lit.setColor(QPalette::WindowText, theme_.color(kRoles[static_cast<std::size_t>(mood)]));
    const auto set = [](QLabel* label, const QPalette& palette) {
        if (label->palette() != palette) label->setPalette(palette);  // it would paint again
    };
    set(phases_, dim);
    set(cursor_, dim);
    set(run_, lit);
    QPalette link = theme_.palette();
    link.setColor(QPalette::ButtonText, theme_.color(Role::Accent));
    if (slowest_->palette() != link) slowest_->setPalette(link);
}

void StatusStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme_.color(Role::Panel));
    painter.fillRect(0, 0, width(), 1, theme_.color(Role::Border));
}

}  // namespace cst

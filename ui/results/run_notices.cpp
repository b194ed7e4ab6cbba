#include "ui/results/run_notices.h"

#include "ui/shell/text_color.h"
#include "ui/shell/theme.h"

#include <QLabel>
#include <QListWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace cst {
namespace {

constexpr std::size_t kMostLines = 200;
constexpr int kMostLinesShown = 4;

QString shown(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

bool hasOutput(const RunSnapshot& run, const std::string& name) {
    return std::any_of(run.outputs.begin(), run.outputs.end(),
                       [&](const OutputValue& output) { return output.name == name; });
}

}  // namespace

RunNotices::RunNotices(const Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme), verdict_(new QLabel(this)), list_(new QListWidget(this)) {
    setObjectName(QStringLiteral("runNotices"));
    verdict_->setObjectName(QStringLiteral("runVerdict"));
    verdict_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    verdict_->setContentsMargins(theme.space(2), theme.space(1), theme.space(2), theme.space(1));
    list_->setObjectName(QStringLiteral("outputsNotice"));
    list_->setAccessibleName(tr("What the run reports"));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setTextElideMode(Qt::ElideRight);
    list_->setUniformItemSizes(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(verdict_);
    layout->addWidget(list_);
    connect(list_, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
        const QVariant range = item->data(Qt::UserRole);
        if (range.isValid()) emit sourceRequested(range.value<SourceRange>());
    });
    connect(&theme, &Theme::changed, this, [this] { rebuild(); });
    rebuild();
}

void RunNotices::showRun(RunSnapshotPtr run) {
    const auto isSame = [](const RunError& a, const RunError& b) {
        return a.code == b.code && a.message == b.message && a.node == b.node && a.path == b.path;
    };
    // One that goes on comes many times a second, mostly with nothing new.
    const bool hasNews = !run || !run_ || run->finished() || run_->finished() ||
                         !std::equal(run->errors.begin(), run->errors.end(), run_->errors.begin(),
                                     run_->errors.end(), isSame) ||
                         run->warnings.size() != run_->warnings.size();
    run_ = std::move(run);
    if (hasNews) {
        rebuild();
    }
}

void RunNotices::showOutdated(bool isOutdated) {
    if (isOutdated == isOutdated_) return;
    isOutdated_ = isOutdated;
    rebuild();
}

void RunNotices::addLine(const QString& text, bool isError, SourceRange range) {
    auto* item = new QListWidgetItem(
        theme_.icon(isError ? QStringLiteral("error") : QStringLiteral("warning"),
                    isError ? Role::Error : Role::Warning),
        text, list_);
    item->setToolTip(text);
    if (!range.empty()) item->setData(Qt::UserRole, QVariant::fromValue(range));
}

/// Did the sample get what it expects?
QString RunNotices::verdict() const {
    if (!run_ || run_->expectations.empty()) return {};
    const auto all = run_->expectations.size();
    const auto met = std::count_if(run_->expectations.begin(), run_->expectations.end(),
                                   [](const Expectation& expected) { return expected.ok; });
    const QString sample = shown(run_->expectations.front().sample);
    const auto stale = std::count_if(run_->expectations.begin(), run_->expectations.end(),
                                     [](const Expectation& expected) { return expected.stale; });
    if (stale > 0 && static_cast<std::size_t>(met + stale) == all) {
        return tr("Sample “%1”: %2 of %3 outputs as expected, %4 stale: a run tells")
            .arg(sample)
            .arg(met)
            .arg(all)
            .arg(stale);
    }
    return static_cast<std::size_t>(met) == all
               ? tr("✓ Sample “%1”: %2 of %2 outputs as expected").arg(sample).arg(all)
               : tr("✗ Sample “%1”: %2 of %3 outputs as expected").arg(sample).arg(met).arg(all);
}

void RunNotices::rebuild() {
    list_->clear();
    const std::size_t errors = run_ ? run_->errors.size() : 0;
    for (std::size_t i = 0; i < std::min(errors, kMostLines); ++i) {
        const RunError& error = run_->errors[i];
        const QString place = !error.node.empty()   ? tr(" in `%1`").arg(shown(error.node))
                              : !error.path.empty() ? tr(" at `%1`").arg(shown(error.path))
                                                    : QString();
        addLine(shown(error.code) + place + QStringLiteral(": ") + shown(error.message), true,
                error.range);
    }
    if (errors > kMostLines) addLine(tr("… and %1 more").arg(errors - kMostLines), true);
    if (run_) {
        for (const Expectation& expected : run_->expectations) {
            if (hasOutput(*run_, expected.output)) continue;
            addLine(tr("sample “%1” expects `%2`, which is no output")
                        .arg(shown(expected.sample), shown(expected.output)),
                    true);
        }
        for (const RunWarning& warning : run_->warnings) {
            addLine(shown(warning.code) + QStringLiteral(": ") + shown(warning.message), false);
        }
        if (!run_->missing.empty() && run_->finished()) {
            QStringList names;
            for (const std::string& name : run_->missing) names << shown(name);
            addLine((run_->canResume
                         ? tr("Missing: %1. Fill in the inputs and resume (Ctrl+Alt+Return): what "
                              "is done is kept.")
                         : tr("Missing: %1. Fill in the inputs and run again."))
                        .arg(names.join(QStringLiteral(", "))),
                    false);
        }
    }
    list_->setVisible(list_->count() > 0);
    fitHeight();
    const QString verdict = this->verdict();
    const bool isOld = isOutdated_ && !verdict.isEmpty();
    verdict_->setText(isOld ? tr("Changed since: run again. Before: %1").arg(verdict.mid(2))
                            : verdict);
    verdict_->setVisible(!verdict.isEmpty());
    setTextColor(verdict_, theme_.color(isOld                      ? Role::TextDim
                                        : verdict.startsWith(u'✓') ? Role::Success
                                                                   : Role::Error));
    setVisible(list_->count() > 0 || !verdict_->text().isEmpty());
}

void RunNotices::setMostHeight(int height) {
    mostHeight_ = height;
    fitHeight();
}

void RunNotices::fitHeight() {
    if (list_->count() == 0) return;
    const int line = list_->sizeHintForRow(0);
    const int room = mostHeight_ > 0 ? std::max(1, mostHeight_ / line) : kMostLinesShown;
    list_->setFixedHeight(std::min({list_->count(), kMostLinesShown, room}) * line +
                          2 * list_->frameWidth());
}

QString RunNotices::text() const {
    QStringList lines;
    if (!verdict_->text().isEmpty()) lines << verdict_->text();
    for (int i = 0; i < list_->count(); ++i) lines << list_->item(i)->text();
    return lines.join(u'\n');
}

}  // namespace cst

#include "ui/results/inspector_facts.h"

#include "ui/results/spread_bars.h"
#include "ui/shell/elided_label.h"
#include "ui/shell/node_words.h"
#include "ui/shell/text_color.h"

#include <QLabel>
#include <QStringList>
#include <QVBoxLayout>

namespace cst {
namespace {

/// A sign of the state: colour is never the only one.
QString markOf(NodeStatus status) {
    switch (status) {
    case NodeStatus::Completed: return QStringLiteral("✓");
    case NodeStatus::Cached: return QStringLiteral("↺");
    case NodeStatus::Failed:
    case NodeStatus::TimedOut:
    case NodeStatus::UpstreamFailed: return QStringLiteral("✗");
    case NodeStatus::Stale: return QStringLiteral("↻");
    case NodeStatus::FellBack:
    case NodeStatus::Zeroed:
    case NodeStatus::Blocked: return QStringLiteral("!");
    default: return QStringLiteral("•");
    }
}

}  // namespace

InspectorFacts::InspectorFacts(const Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme) {
    static const char* const kNames[] = {"inspectorName",  "inspectorType",  "inspectorPlace",
                                         "inspectorNote",  "inspectorShape", "inspectorState",
                                         "inspectorTimes", "inspectorReason"};
    setObjectName(QStringLiteral("inspectorFacts"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(2));
    layout->setSpacing(2);
    for (int line = 0; line < LineCount; ++line) {
        const bool isCut = line == Name || line == Type || line == Place;
        QLabel* label = isCut ? new ElidedLabel(QString(), this) : new QLabel(this);
        label->setObjectName(QLatin1String(kNames[line]));
        label->setTextFormat(Qt::PlainText);
        if (!isCut) {
            label->setWordWrap(true);
            label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        }
        layout->addWidget(label);
        lines_[static_cast<std::size_t>(line)] = label;
        if (line == Shape) {
            spread_ = new SpreadBars(theme, this);
            layout->addWidget(spread_);
        }
    }
    layout->addStretch(1);
    connect(&theme, &Theme::changed, this, &InspectorFacts::applyTheme);
    applyTheme();
}

void InspectorFacts::applyTheme() {
    QFont bold = theme_.codeFont();
    bold.setWeight(QFont::DemiBold);
    lines_[Name]->setFont(bold);
    lines_[Type]->setFont(theme_.codeFont());
    setTextColor(lines_[Type], theme_.color(Role::SyntaxType));
    for (const Line dim : {Place, Times, Reason}) {
        setTextColor(lines_[dim], theme_.color(Role::TextDim));
    }
    setTextColor(lines_[Note], theme_.color(Role::Warning));
    setTextColor(lines_[State], theme_.color(stateRole_));
}

void InspectorFacts::show(const Facts& facts) {
    QString state, times, reason;
    if (facts.run != nullptr && facts.ran) {
        const NodeRun& ran = facts.run->nodes[*facts.ran];
        state = markOf(ran.status) + QChar(' ') + statusText(ran.status);
        if (ran.folded) state += tr(", constant: known before the run");
        stateRole_ = statusRole(ran.status);
        const bool isGoing = ran.status == NodeStatus::Running || ran.status == NodeStatus::Waiting;
        if (isGoing || ran.shownUs() > 0) times = timesText(ran, ran.shownUs(), isGoing);
        if (ran.fusedInto >= 0 || ran.folded || ran.sharedWith >= 0) times.clear();
        reason = reasonText(ran);
    }
    const QString texts[] = {facts.name,  facts.type, facts.place, facts.note,
                             facts.shape, state,      times,       reason};
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        if (lines_[i]->text() == texts[i]) continue;
        lines_[i]->setText(texts[i]);
        lines_[i]->setToolTip(lines_[i]->wordWrap() ? QString() : texts[i]);
    }
    spread_->show(facts.spread);
    for (QLabel* line : lines_) line->setVisible(!line->text().isEmpty());
    setTextColor(lines_[State], theme_.color(stateRole_));
}

QString InspectorFacts::text() const {
    QStringList texts;
    for (const QLabel* line : lines_) {
        if (!line->text().isEmpty()) texts << line->text();
    }
    return texts.join(u'\n');
}

}  // namespace cst

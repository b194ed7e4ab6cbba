#include "ui/graph/node_tip.h"

#include "ui/graph/edge_way.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/tr.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_set>

namespace cst {

namespace {

constexpr qsizetype kLongestType = 160;
constexpr qsizetype kLongestValue = 240;

QString cut(QString text, qsizetype most) {
    return text.size() <= most ? text : text.left(most) + QChar(0x2026);
}

QString kindText(const GraphNode& node) {
    switch (node.kind) {
    case NodeKind::Input: return tr("input");
    case NodeKind::Literal: return tr("literal");
    case NodeKind::Call: return tr("call");
    case NodeKind::Inline: return tr("expression");
    case NodeKind::Control: return tr("control");
    case NodeKind::Output: return tr("output");
    case NodeKind::Group: return tr("group");
    }
    return QString();
}

/// Rich text, built line by line; everything that comes from outside is escaped here.
class Lines {
public:
    explicit Lines(const Theme& theme) : theme_(theme) {}

    QString bold(const QString& text) const { return "<b>" + text.toHtmlEscaped() + "</b>"; }
    QString code(const QString& text, Role role = Role::Text) const {
        return QStringLiteral("<span style=\"font-family:'%1'; color:%2\">%3</span>")
            .arg(theme_.codeFont().family(), theme_.color(role).name(), text.toHtmlEscaped());
    }
    QString plain(const QString& text, Role role = Role::Text) const {
        return QStringLiteral("<span style=\"color:%1\">%2</span>")
            .arg(theme_.color(role).name(), text.toHtmlEscaped());
    }
    void add(const QString& html) { lines_.append(html); }
    QString html() const { return "<p>" + lines_.join(QStringLiteral("<br>")) + "</p>"; }

private:
    const Theme& theme_;
    QStringList lines_;
};

/// What happened around the attempts of a call with options: how often, and how long it took.
QString eventsText(const std::vector<CallEvent>& events) {
    constexpr std::array kShown{RecordKind::CacheWait,  RecordKind::ThrottleWait,
                                RecordKind::PermitWait, RecordKind::RetryDelay,
                                RecordKind::Failed,     RecordKind::TimedOut};
    static const char* const kNames[] = {QT_TRANSLATE_NOOP("cst::NodeTip", "cache wait"),
                                         QT_TRANSLATE_NOOP("cst::NodeTip", "throttle"),
                                         QT_TRANSLATE_NOOP("cst::NodeTip", "permit"),
                                         QT_TRANSLATE_NOOP("cst::NodeTip", "retry delay"),
                                         QT_TRANSLATE_NOOP("cst::NodeTip", "failed"),
                                         QT_TRANSLATE_NOOP("cst::NodeTip", "timed out")};
    QStringList parts;
    for (std::size_t i = 0; i < kShown.size(); ++i) {
        int count = 0;
        int64_t ns = 0;
        for (const CallEvent& event : events) {
            count += event.kind == kShown[i] ? 1 : 0;
            ns += event.kind == kShown[i] ? event.endNs - event.startNs : 0;
        }
        if (count == 0) continue;
        QString part = tr(kNames[i]);
        if (count > 1) part += QStringLiteral(" %1×").arg(count);
        if (ns > 0) part += QChar(' ') + durationText(static_cast<double>(ns) / 1000);
        parts.append(part);
    }
    return parts.join(QStringLiteral(" · "));
}

const RunError* errorOf(const RunSnapshot& run, const NodeRun& ran) {
    if (ran.error < 0 || static_cast<std::size_t>(ran.error) >= run.errors.size()) return nullptr;
    return &run.errors[static_cast<std::size_t>(ran.error)];
}

QString headline(const NodeBadge& badge, double timeUs, const RunSnapshot& run) {
    const QString words = badgeText(badge, timeUs, run);
    switch (badge.status) {
    case NodeStatus::UpstreamFailed:
    case NodeStatus::Blocked: return words;
    default: return badge.broken ? words : statusText(badge.status);
    }
}

/// Its shape and size, and how it begins.
void addValue(Lines& lines, const RunSnapshot& run, uint32_t index) {
    const NodeRun& ran = run.nodes[index];
    if (ran.preview.empty()) return;
    const TypeId type = run.compiled->graph->nodes.rows()[index].type;
    QStringList about = {shapeText(*run.compiled->types, type, ran.elements),
                         ran.bytes >= 0 ? bytesText(ran.bytes) : QString()};
    about.removeAll(QString());
    lines.add(lines.plain(tr("value "), Role::TextDim) +
              lines.code(cut(QString::fromStdString(ran.preview), kLongestValue)));
    if (!about.isEmpty()) {
        lines.add(lines.plain(about.join(QStringLiteral(" · ")), Role::TextDim));
    }
}

/// Which of its operands it took.
void addChoice(Lines& lines, const NodeBadge& badge, const RunSnapshot& run) {
    if (badge.ownRun < 0 || badge.stale) return;
    const QString choice = choiceText(run, static_cast<uint32_t>(badge.ownRun));
    if (!choice.isEmpty()) lines.add(lines.plain(choice, Role::TextDim));
}

void addRun(Lines& lines, const NodeBadge& badge, double timeUs, const RunSnapshot& run) {
    const NodeRun& ran = run.nodes[badge.runNode];
    lines.add(
        lines.plain(headline(badge, timeUs, run), statusRole(badge.status)) +
        (badge.stale ? lines.plain(tr(" · changed since: run again"), Role::Warning) : QString()));
    if (const RunError* error = errorOf(run, ran)) {
        lines.add(
            lines.plain(QString::fromStdString(error->code + " " + error->message), Role::Error));
    }
    if (ran.recovered) {
        lines.add(lines.plain(
            tr("instead of its own value: %1")
                .arg(cut(QString::fromStdString(ran.recovered->code + " " + ran.recovered->message),
                         kLongestValue)),
            Role::Warning));
    }
    if (const QString events = eventsText(ran.events); !events.isEmpty()) {
        lines.add(lines.plain(events, Role::TextDim));
    }
    // Of a node that has changed since, that run knows nothing.
    if (const QString reason = reasonText(ran); !reason.isEmpty() && !badge.stale) {
        lines.add(lines.plain(reason, Role::TextDim));
    }
    if (badge.status == NodeStatus::Stale) {
        lines.add(
            lines.plain(tr("has effects, or needs what has: Ctrl+Return runs it"), Role::TextDim));
    }
    addChoice(lines, badge, run);
    const bool started = ran.attempts > 0 || ran.shownUs() > 0 || badge.isGoing();
    if (ran.folded) {
        lines.add(lines.plain(tr("constant: known before the run"), Role::TextDim));
    }
    if (ran.sharedWith >= 0) {
        const GraphNode& twin =
            run.compiled->graph->nodes[NodeId(static_cast<uint32_t>(ran.sharedWith))];
        lines.add(lines.plain(
            tr("shared: the same as %1 on line %2, done once").arg(nodeTitle(twin)).arg(twin.line),
            Role::TextDim));
    }
    if (const int32_t owner = workedOutIn(run, ran); owner >= 0) {
        const NodeId into(static_cast<uint32_t>(owner));
        const GraphNode& row = run.compiled->graph->nodes[into];
        lines.add(lines.plain(
            tr("worked out inside of %1 on line %2, in its time").arg(nodeTitle(row)).arg(row.line),
            Role::TextDim));
    } else if (started)
        lines.add(lines.plain(timesText(ran, timeUs, badge.isGoing()), Role::TextDim));
    if (!ran.suggestedTimeout.empty()) {
        QString text = tr("twice the p99 of %n call(s): ", "", static_cast<int>(ran.timedRuns));
        text += QStringLiteral("timeout: ") + QString::fromStdString(ran.suggestedTimeout);
        text += tr(" (Ctrl+Alt+L sets it)");
        lines.add(lines.plain(text, Role::TextDim));
    }
    if (ran.timeoutShare > 0) {
        lines.add(lines.plain(
            tr("timed out: %1 % of the last attempts").arg(100 * ran.timeoutShare, 0, 'f', 0),
            Role::Warning));
    }
    addValue(lines, run, badge.runNode);
}

void addGroup(Lines& lines, const Snapshot& snapshot, uint32_t index) {
    const GraphNode& node = snapshot.graph->nodes.rows()[index];
    const std::size_t count = snapshot.members[index].size();
    lines.add(lines.bold(nodeTitle(node)));
    const uint32_t end = std::max(node.range.begin, node.range.end - 1);
    const QStringList about = {kindText(node),
                               count == 1 ? tr("1 node") : tr("%1 nodes").arg(count),
                               tr("lines %1–%2").arg(node.line).arg(snapshot.text->line(end))};
    lines.add(lines.plain(about.join(QStringLiteral(" · ")), Role::TextDim));
    lines.add(lines.plain(tr("F or a double click unfolds it"), Role::TextDim));
}

/// How many came to what, and what all of them took.
void addRunOfAll(Lines& lines, const Snapshot& snapshot, uint32_t index, const NodeBadge& badge,
                 double timeUs, const RunSnapshot& run) {
    std::map<NodeStatus, int> counts;
    const std::unordered_set<NodeIdentity> members(snapshot.members[index].begin(),
                                                   snapshot.members[index].end());
    const std::size_t count = std::min(run.nodes.size(), run.compiled->shown.size());
    for (std::size_t i = 0; i < count; ++i) {
        if (members.contains(run.compiled->shown[i].identity)) ++counts[run.nodes[i].status];
    }
    QStringList parts;
    for (const auto& [status, number] : counts) {
        parts.append(QStringLiteral("%1 %2").arg(number).arg(statusText(status)));
    }
    if (badge.stale) parts.append(tr("of another text or other inputs"));
    lines.add(lines.plain(parts.join(QStringLiteral(" · ")), statusRole(badge.status)));
    addChoice(lines, badge, run);
    const double was = badge.status == NodeStatus::Cached ? badge.lastUs : 0;
    if (timeUs > 0) {
        lines.add(lines.plain(tr("%1 in all").arg(exactDurationText(timeUs)), Role::TextDim));
    } else if (was > 0) {
        lines.add(lines.plain(tr("was %1 in all").arg(exactDurationText(was)), Role::TextDim));
    }
    if (hasFailed(badge.status)) {
        addRun(lines, badge, timeUs, run);
    }
}

/// What a run made of an edge that is only needed if a condition says so.
QString wayText(const GraphEdge& edge, const NodeBadge& consumer, const RunSnapshot* run) {
    const EdgeWay way = edgeWay(consumer, edge.port, run);
    if (way == EdgeWay::Unknown) return tr("only if needed");
    const QString words = way == EdgeWay::Taken ? tr("taken") : tr("not taken");
    const QString reason = wayReason(*run, static_cast<uint32_t>(consumer.ownRun), edge.port);
    return reason.isEmpty() ? words : words + QStringLiteral(": ") + reason;
}

}  // namespace

QString nodeTip(const Snapshot& snapshot, uint32_t index, const NodeBadge& badge, double timeUs,
                const RunSnapshot* run, const Theme& theme) {
    const GraphNode& node = snapshot.graph->nodes.rows()[index];
    Lines lines(theme);
    if (node.kind == NodeKind::Group) {
        addGroup(lines, snapshot, index);
        if (badge.shown && run != nullptr) addRunOfAll(lines, snapshot, index, badge, timeUs, *run);
        return lines.html();
    }
    const QString type = cut(QString::fromStdString(snapshot.types->text(node.type)), kLongestType);
    lines.add(lines.bold(nodeTitle(node)) + lines.plain(QStringLiteral(" : "), Role::TextDim) +
              lines.code(type, Role::SyntaxType));
    QStringList about = {kindText(node)};
    if (!node.module.empty()) {
        about.append(fromUtf8(node.module));
    } else if (!node.name.empty() && node.label != node.name) {
        about.append(fromUtf8(node.label));
    }
    if (node.effectful) about.append(tr("has effects"));
    about.append(tr("line %1").arg(node.line));
    lines.add(lines.plain(about.join(QStringLiteral(" · ")), Role::TextDim));
    const bool isOfAnother = badge.shown && run != nullptr && badge.runNode < run->nodes.size() &&
                             isBlockedByAnother(*run, badge.runNode);
    if ((snapshot.shown[index].ghost || node.broken) && isOfAnother) {
        lines.add(lines.plain(tr("needs %1, which does not compile")
                                  .arg(QString::fromStdString(run->nodes[badge.runNode].blockedBy)),
                              Role::Warning));
    } else if (snapshot.shown[index].ghost) {
        lines.add(lines.plain(tr("does not compile now; this is how it last was"), Role::Warning));
    } else if (node.broken) {
        lines.add(lines.plain(tr("does not compile: no value will come from it"), Role::Error));
    }
    const bool isFolded = !snapshot.members.empty() && !snapshot.members[index].empty();
    if (isFolded) lines.add(lines.plain(tr("its parts are folded: N unfolds them"), Role::TextDim));
    if (badge.shown && run != nullptr && isFolded) {
        addRunOfAll(lines, snapshot, index, badge, timeUs, *run);
    } else if (badge.shown && run != nullptr) {
        addRun(lines, badge, timeUs, *run);
    }
    return lines.html();
}

QString edgeTip(const Snapshot& snapshot, const GraphEdge& edge, const NodeBadge& badge,
                const NodeBadge& consumer, double timeUs, const RunSnapshot* run,
                const Theme& theme) {
    const GraphNode& from = snapshot.graph->nodes[edge.from];
    Lines lines(theme);
    const QString type = cut(QString::fromStdString(snapshot.types->text(edge.type)), kLongestType);
    lines.add(lines.bold(edgeTitle(*snapshot.graph, edge)));
    lines.add(lines.code(type, Role::SyntaxType));
    if (edge.kind == EdgeKind::Conditional) {
        lines.add(lines.plain(wayText(edge, consumer, run), Role::TextDim));
    }
    if (badge.shown && run != nullptr) {
        lines.add(lines.plain(headline(badge, timeUs, *run), statusRole(badge.status)) +
                  (badge.stale ? lines.plain(tr(" · changed since: run again"), Role::Warning)
                               : QString()));
        addValue(lines, *run, badge.runNode);
    } else if (from.broken) {
        lines.add(lines.plain(tr("does not compile: no value will come from it"), Role::Error));
    }
    lines.add(lines.plain(tr("click shows the value in the inspector"), Role::TextDim));
    return lines.html();
}

QString nodeSentence(const Snapshot& snapshot, uint32_t index, const NodeBadge& badge,
                     double timeUs, const RunSnapshot* run) {
    const GraphNode& node = snapshot.graph->nodes.rows()[index];
    QStringList parts = {nodeTitle(node), kindText(node)};
    if (node.kind == NodeKind::Group) {
        parts.append(tr("%1 nodes").arg(snapshot.members[index].size()));
    } else {
        parts.append(QString::fromStdString(snapshot.types->text(node.type)));
    }
    if (badge.shown && run != nullptr) {
        const QString words = badgeText(badge, timeUs, *run);
        parts.append(badge.broken ? words : statusText(badge.status));
        if (!words.isEmpty() && words != parts.last()) parts.append(words);
    }
    return parts.join(QStringLiteral(", "));
}

}  // namespace cst

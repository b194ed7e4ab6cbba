#include "ui/shell/node_words.h"

#include "ui/shell/duration_text.h"
#include "ui/shell/tr.h"

#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <array>
#include <utility>

namespace cst {

namespace {

/// What the elements of a list are called, as many as there are.
QString elementsText(const TypeTable& types, TypeId element, int64_t count) {
    const QString number = countText(static_cast<uint64_t>(count));
    if (const TypeRow* record = types.record(element)) {
        return (count == 1 ? tr("%1 record × %2 fields") : tr("%1 records × %2 fields"))
            .arg(number)
            .arg(record->fields.size());
    }
    return count == 1 ? tr("1 element") : tr("%1 elements").arg(number);
}

}  // namespace

QString nodeTitle(const GraphNode& node) {
    return fromUtf8(node.name.empty() ? node.label : node.name);
}

QString edgeTitle(const Graph& graph, const GraphEdge& edge) {
    QString title =
        nodeTitle(graph.nodes[edge.from]) + QStringLiteral(" → ") + nodeTitle(graph.nodes[edge.to]);
    if (!edge.portName.empty()) title += QChar('.') + fromUtf8(edge.portName);
    return title;
}

QString statusText(NodeStatus status) {
    switch (status) {
    case NodeStatus::Pending: return tr("not run");
    case NodeStatus::Queued: return tr("queued");
    case NodeStatus::Running: return tr("running");
    case NodeStatus::Waiting: return tr("waiting");
    case NodeStatus::Completed: return tr("done");
    case NodeStatus::Failed: return tr("failed");
    case NodeStatus::Skipped: return tr("skipped");
    case NodeStatus::Blocked: return tr("blocked");
    case NodeStatus::UpstreamFailed: return tr("upstream failed");
    case NodeStatus::Cancelled: return tr("cancelled");
    case NodeStatus::TimedOut: return tr("timed out");
    case NodeStatus::Cached: return tr("cached");
    case NodeStatus::FellBack: return tr("fell back");
    case NodeStatus::Zeroed: return tr("zero value");
    case NodeStatus::Stale: return tr("stale: run");
    }
    return QString();
}

Role statusRole(NodeStatus status) {
    switch (status) {
    case NodeStatus::Pending:
    case NodeStatus::Queued: return Role::StateQueued;
    case NodeStatus::Running: return Role::StateRunning;
    case NodeStatus::Waiting: return Role::StateWaiting;
    case NodeStatus::Completed:
    case NodeStatus::Cached: return Role::StateDone;
    case NodeStatus::Failed:
    case NodeStatus::TimedOut:
    case NodeStatus::UpstreamFailed: return Role::StateFailed;
    case NodeStatus::FellBack:
    case NodeStatus::Zeroed:
    case NodeStatus::Blocked: return Role::Warning;
    case NodeStatus::Skipped:
    case NodeStatus::Stale:
    case NodeStatus::Cancelled: return Role::StateSkipped;
    }
    return Role::TextDim;
}

QString waitsText(const NodeWaits& waits) {
    std::array<std::pair<double, QString>, 5> kinds{{{waits.throttleUs, tr("throttle %1")},
                                                     {waits.permitUs, tr("permit %1")},
                                                     {waits.retryUs, tr("retry delay %1")},
                                                     {waits.cacheUs, tr("cache %1")},
                                                     {waits.ioUs, tr("I/O %1")}}};
    std::stable_sort(kinds.begin(), kinds.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    constexpr double kLeastUs = 0.05;  // is shown as something
    QStringList parts;
    for (const auto& [us, words] : kinds) {
        if (us >= kLeastUs) parts.append(words.arg(exactDurationText(us)));
    }
    return parts.join(QStringLiteral(", "));
}

QString timesText(const NodeRun& ran, double shownUs, bool going) {
    QStringList parts;
    if (going) {
        parts.append(tr("going for %1").arg(durationText(shownUs)));
    } else {
        parts.append(tr("run %1").arg(exactDurationText(ran.runUs)));
    }
    if (ran.waitUs > 0) {
        const QString waits = waitsText(ran.waits), waited = exactDurationText(ran.waitUs);
        parts.append(waits.isEmpty() ? tr("waited %1").arg(waited)
                                     : tr("waited %1 (%2)").arg(waited, waits));
    }
    if (ran.cpuUs >= 0) parts.append(tr("CPU %1").arg(exactDurationText(ran.cpuUs)));
    parts.append(tr("queued %1").arg(exactDurationText(ran.queueUs)));
    parts.append(tr("ready at %1").arg(exactDurationText(ran.readyUs)));
    if (ran.attempts > 1) parts.append(tr("%1 attempts").arg(ran.attempts));
    return parts.join(QStringLiteral(" · "));
}

/// Why the node was worked out, or whose result it has; "" = nobody keeps account.
QString reasonText(const NodeRun& ran) {
    const QString name = QString::fromStdString(ran.becauseOf);
    if (ran.wasUs >= 0) {
        return tr("nothing changed: the result of run %1, where it took %2")
            .arg(ran.wasRun)
            .arg(exactDurationText(ran.wasUs));
    }
    switch (ran.because) {
    case RanBecause::None: break;
    case RanBecause::FirstRun: return tr("ran for the first time");
    case RanBecause::TextChanged: return tr("ran because its text changed");
    case RanBecause::LiteralChanged: return tr("ran because a literal changed");
    case RanBecause::InputChanged: return tr("ran because input %1 changed").arg(name);
    case RanBecause::UpstreamChanged: return tr("ran because %1 changed, upstream").arg(name);
    case RanBecause::Evicted: return tr("ran because its earlier result had to make room");
    case RanBecause::NotKept: return tr("ran because its earlier result was not kept");
    case RanBecause::Effect: return tr("ran because it has effects");
    case RanBecause::Afresh: return tr("ran because everything was to run afresh");
    }
    return QString();
}

QString shapeText(const TypeTable& types, TypeId type, int64_t elements) {
    const TypeRow& row = types[type];
    switch (row.kind) {
    case TypeKind::List:
        return elements < 0 ? QString() : elementsText(types, row.args[0], elements);
    case TypeKind::Map:
        if (elements < 0) return QString();
        return elements == 1 ? tr("1 entry")
                             : tr("%1 entries").arg(countText(static_cast<uint64_t>(elements)));
    case TypeKind::String:
        if (elements < 0) return QString();
        return elements == 1 ? tr("1 character")
                             : tr("%1 characters").arg(countText(static_cast<uint64_t>(elements)));
    case TypeKind::Record:
        return row.fields.size() == 1 ? tr("record of 1 field")
                                      : tr("record of %1 fields").arg(row.fields.size());
    default: return QString();
    }
}

QString bytesText(int64_t bytes) {
    static const char* const kUnits[] = {"B", "KB", "MB", "GB", "TB"};
    auto size = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (size >= 999.5 && unit + 1 < std::size(kUnits)) {
        size /= 1000;
        ++unit;
    }
    const int digits = unit > 0 && size < 9.95 ? 1 : 0;
    return QString::number(size, 'f', digits) + QChar(' ') + QLatin1String(kUnits[unit]);
}

QString countText(uint64_t count) {
    return QLocale(QLocale::English, QLocale::UnitedStates)
        .toString(static_cast<qulonglong>(count));
}

}  // namespace cst

#include "ui/profiler/profile_words.h"

#include "ui/profiler/span_words.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/node_words.h"
#include "ui/shell/tr.h"

#include <algorithm>

namespace cst {

namespace {

const QString& nothing() {
    static const QString dash = QStringLiteral("–");
    return dash;
}

QString timeText(double us) {
    return us < 0 ? nothing() : durationText(us);
}

QString exactText(double us) {
    return us < 0 ? nothing() : exactDurationText(us);
}

double micros(int64_t ns) {
    return static_cast<double>(ns) / 1000;
}

bool isOverRuns(ProfileColumn column) {
    return column >= ProfileColumn::Spread && column <= ProfileColumn::Runs;
}

/// Of a node that did its work in this run, and whose statistics tell nothing of it: it came to
/// nothing, and statistics are of work that came to something.
bool isOfThisRunOnly(const ProfileRow& row) {
    return row.isOwn() && !row.statistics && row.wallUs >= 0 && !isDone(row.status);
}

/// What a run of a node came to that is not among its statistics; "" = it is.
QString fruitlessTip(const ProfileRow& row) {
    if (!row.isOwn() || isDone(row.status) || row.wallUs < 0) return QString();
    return row.statistics
               ? tr("In this run it took %1 (%2), which does not count: p50 to Runs are of runs "
                    "that it completed.")
                     .arg(exactDurationText(row.wallUs), statusText(row.status))
               : tr("In this run it took %1 (%2), in brackets below p50: p50 to Runs are of runs "
                    "that it completed, and there is none yet.")
                     .arg(exactDurationText(row.wallUs), statusText(row.status));
}

/// Why this node has no time of its own in this run; "" = it has.
QString whyNoTime(const ProfileRow& row) {
    switch (row.work) {
    case RowWork::Own: return QString();
    case RowWork::Cached:
        return row.savedUs >= 0
                   ? tr("It did not run: its result was there already. It took %1 to work out.")
                         .arg(exactDurationText(row.savedUs))
                   : tr("It did not run: its result was there already.");
    case RowWork::Shared:
        return tr("%1 did the same work for both and shows its time.").arg(fromUtf8(row.workOf));
    case RowWork::Fused:
        return tr("%1 works it out on the way and shows its time.").arg(fromUtf8(row.workOf));
    case RowWork::NotRun: return tr("It did not run this time: %1.").arg(statusText(row.status));
    }
    return QString();
}

/// Why a cell has no number; "" = it has one.
QString whyNothing(const ProfileRow& row, ProfileColumn column) {
    if (column == ProfileColumn::Node || cellValue(row, column) >= 0) return QString();
    if (isOverRuns(column)) {
        const bool isOthers = row.work == RowWork::Fused || row.work == RowWork::Shared;
        if (isOthers) return whyNoTime(row);
        // Told below, with its time.
        return fruitlessTip(row).isEmpty() ? tr("No run of this node has been counted yet.")
                                           : QString();
    }
    if (column == ProfileColumn::Bytes) {
        return tr("The size of its value is not known: it is larger than a look tells, or was not "
                  "kept with this run.");
    }
    if (!row.isOwn()) return whyNoTime(row);
    return column == ProfileColumn::Cpu
               ? tr("Not measured: processor time is measured of nodes that take 20 µs or more.")
               : QString();
}

QString fourNumbers(const ProfileRow& row) {
    return tr("wall %1 · CPU %2 · wait %3 · saved by cache %4")
        .arg(exactText(row.wallUs), exactText(row.cpuUs), exactText(row.waitUs),
             exactText(row.savedUs));
}

/// What it waited for, and what is no wait.
QString waitTip(const ProfileRow& row) {
    const QString kinds = row.waits ? waitsText(*row.waits) : QString();
    QStringList parts;
    if (!kinds.isEmpty()) parts << tr("waited for: %1").arg(kinds);
    if (row.queueUs > 0) parts << tr("queued %1").arg(exactText(row.queueUs));
    return parts.join(QStringLiteral(" · "));
}

QString criticalTip(const ProfileRow& row) {
    if (row.slackUs < 0) return QString();
    if (row.critical) {
        return tr("On the critical path: the run would be %1 without it.")
            .arg(exactDurationText(row.withoutUs));
    }
    return tr("It could take %1 longer without delaying the run.")
        .arg(exactDurationText(row.slackUs));
}

QString runsTip(const ProfileRow& row) {
    if (!row.statistics) return QString();
    QString text = tr("%1 runs: min %2 · p50 %3 · p95 %4 · p99 %5 · max %6 · mean %7")
                       .arg(countText(row.runs), exactText(row.statistics->minUs()),
                            exactText(row.p50Us), exactText(row.p95Us), exactText(row.p99Us),
                            exactText(row.maxUs), exactText(row.meanUs));
    if (row.runs > NodeStatistics::kLast) {
        text += QChar(' ') + tr("(percentiles: of the last %1)").arg(NodeStatistics::kLast);
    }
    return text;
}

}  // namespace

QString shareText(double share) {
    const double percent = share * 100;
    if (percent <= 0) return QStringLiteral("0 %");
    if (percent < 0.1) return QStringLiteral("<0.1 %");
    return QString::number(percent, 'f', percent < 9.95 ? 1 : 0) + QStringLiteral(" %");
}

QString columnTitle(ProfileColumn column) {
    switch (column) {
    case ProfileColumn::Node: return tr("Node");
    case ProfileColumn::Share: return tr("Share");
    case ProfileColumn::Critical: return tr("Critical");
    case ProfileColumn::Spread: return tr("Spread");
    case ProfileColumn::P50: return tr("p50");
    case ProfileColumn::P95: return tr("p95");
    case ProfileColumn::P99: return tr("p99");
    case ProfileColumn::Max: return tr("Max");
    case ProfileColumn::Mean: return tr("Mean");
    case ProfileColumn::Runs: return tr("Runs");
    case ProfileColumn::Cpu: return tr("CPU");
    case ProfileColumn::Wait: return tr("Wait");
    case ProfileColumn::Queue: return tr("Queue");
    case ProfileColumn::Saved: return tr("Saved");
    case ProfileColumn::Bytes: return tr("Size");
    case ProfileColumn::Count: break;
    }
    return QString();
}

QString columnTip(ProfileColumn column) {
    switch (column) {
    case ProfileColumn::Node: return tr("The node, and what it does");
    case ProfileColumn::Share:
        return tr("Of the time of all nodes in this run, running and waiting together");
    case ProfileColumn::Critical:
        return tr("On the chain that decided how long this run took; of the others the slack: so "
                  "much longer they could take without delaying it");
    case ProfileColumn::Spread:
        return tr("How the times of all its runs are spread: quick ones left, slow ones right, "
                  "logarithmic; higher bars stand for more runs");
    case ProfileColumn::P50:
        return tr("Half of its last 128 runs took no longer, running and waiting together; in "
                  "brackets: of this run alone, which it did not complete");
    case ProfileColumn::P95: return tr("95 % of its last 128 runs took no longer");
    case ProfileColumn::P99: return tr("99 % of its last 128 runs took no longer");
    case ProfileColumn::Max: return tr("The longest of all its runs");
    case ProfileColumn::Mean: return tr("The mean of all its runs");
    case ProfileColumn::Runs: return tr("So many runs did its work");
    case ProfileColumn::Cpu: return tr("Processor time in this run");
    case ProfileColumn::Wait:
        return tr("Time in this run that it waited for anything but a worker: its throttle, a "
                  "permit (concurrency), the delay before a retry, the cache, or I/O; point at a "
                  "cell for each. What it waited for its throttle or a permit is no part of its "
                  "wall time");
    case ProfileColumn::Queue:
        return tr("Time in this run that it was ready and no worker was free");
    case ProfileColumn::Saved:
        return tr("Saved by the cache in this run: what it took to work out the result that was "
                  "there already");
    case ProfileColumn::Bytes: return tr("What its value takes in memory, about");
    case ProfileColumn::Count: break;
    }
    return QString();
}

double cellValue(const ProfileRow& row, ProfileColumn column) {
    switch (column) {
    case ProfileColumn::Share: return row.share;
    case ProfileColumn::Critical: return row.slackUs;
    case ProfileColumn::Spread:  // how far apart they are
        return row.statistics ? row.maxUs / std::max(row.statistics->minUs(), 1e-3) : -1;
    case ProfileColumn::P50: return isOfThisRunOnly(row) ? row.wallUs : row.p50Us;
    case ProfileColumn::P95: return row.p95Us;
    case ProfileColumn::P99: return row.p99Us;
    case ProfileColumn::Max: return row.maxUs;
    case ProfileColumn::Mean: return row.meanUs;
    case ProfileColumn::Runs: return row.runs > 0 ? static_cast<double>(row.runs) : -1;
    case ProfileColumn::Cpu: return row.cpuUs;
    case ProfileColumn::Wait: return row.waitUs;
    case ProfileColumn::Queue: return row.queueUs;
    case ProfileColumn::Saved: return row.savedUs;
    case ProfileColumn::Bytes: return static_cast<double>(row.bytesOut);
    case ProfileColumn::Node:
    case ProfileColumn::Count: break;
    }
    return -1;
}

QString workText(const ProfileRow& row) {
    switch (row.work) {
    case RowWork::Own: return QString();
    case RowWork::Cached: return tr("cached");
    case RowWork::Shared:
    case RowWork::Fused: return tr("in %1").arg(fromUtf8(row.workOf));
    case RowWork::NotRun: return statusText(row.status);
    }
    return QString();
}

QString cellText(const ProfileRow& row, ProfileColumn column) {
    switch (column) {
    case ProfileColumn::Node: return fromUtf8(row.key);
    case ProfileColumn::Share: return row.share < 0 ? workText(row) : shareText(row.share);
    case ProfileColumn::Critical:
        if (row.slackUs < 0) return nothing();
        return row.critical ? tr("critical") : tr("slack %1").arg(durationText(row.slackUs));
    case ProfileColumn::Runs: return row.runs > 0 ? countText(row.runs) : nothing();
    case ProfileColumn::P50: {
        const QString text = timeText(cellValue(row, column));
        return isOfThisRunOnly(row) ? QStringLiteral("(%1)").arg(text) : text;
    }
    case ProfileColumn::Spread:
        if (!row.statistics) return nothing();
        return row.runs < 2
                   ? tr("1 run")
                   : tr("%1 to %2")
                         .arg(durationText(row.statistics->minUs()), durationText(row.maxUs));
    case ProfileColumn::Bytes: return row.bytesOut < 0 ? nothing() : bytesText(row.bytesOut);
    default: return timeText(cellValue(row, column));
    }
}

QString cellTip(const ProfileRow& row, ProfileColumn column) {
    QStringList lines;
    QString title = fromUtf8(row.key);
    if (!row.module.empty()) title += QStringLiteral(" = ") + fromUtf8(row.module);
    if (row.line > 0) title += tr(", line %1").arg(row.line);
    lines << title << whyNothing(row, column) << fourNumbers(row);
    if (whyNothing(row, column).isEmpty()) lines << whyNoTime(row);
    lines << waitTip(row) << fruitlessTip(row) << criticalTip(row) << runsTip(row)
          << bytesInAndOut(row.bytesIn, row.bytesOut);
    if (!row.group.empty()) lines << tr("Group: %1").arg(fromUtf8(row.group));
    lines.removeAll(QString());
    return lines.join(QChar('\n'));
}

namespace {

/// "1.2 ms, with inputs and outputs 1.9 ms"; once where both read alike.
QString runAndWhole(const ProfileReport& report) {
    const QString run = durationText(report.wallUs), whole = durationText(report.wholeUs);
    return run == whole ? run : tr("%1, with inputs and outputs %2").arg(run, whole);
}

}  // namespace

QStringList runFacts(const ProfileReport& report) {
    const TraceShares& shares = report.shares;
    const auto queue = static_cast<std::size_t>(SpanKind::Queue);
    QStringList facts;
    if (report.record) {
        facts << tr("Run %1: %2").arg(report.record->run->run).arg(runAndWhole(report));
    } else if (report.profile.isPart && report.wallUs <= 0) {
        facts << (report.profile.runs == 1 ? tr("1 run, which did not work everything out")
                                           : tr("%1 runs, none of which worked everything out")
                                                 .arg(countText(report.profile.runs)));
    } else if (report.profile.runs > 1) {
        const uint64_t all = report.profile.runs, whole = report.profile.total.count;
        facts << (whole == 0 || whole == all
                      ? tr("%1 runs: p50 %2").arg(countText(all), runAndWhole(report))
                      : tr("%1 of %2 runs worked everything out: p50 %3")
                            .arg(countText(whole), countText(all), runAndWhole(report)));
    } else {
        facts << tr("Run: %1").arg(runAndWhole(report));
    }
    if (report.pathUs > 0 && report.wallUs > 0) {
        facts << tr("critical path %1 (%2)")
                     .arg(durationText(report.pathUs),
                          shareText(std::min(1.0, report.pathUs / report.wallUs)));
    }
    if (report.workUs >= 0) {
        const std::size_t workers = report.record ? shares.workers : report.profile.threads;
        facts << tr("work %1 on %2, %3 efficient")
                     .arg(durationText(report.workUs),
                          workers == 1 ? tr("1 worker") : tr("%1 workers").arg(workers),
                          shareText(report.efficiency));
    } else if (!report.record) {
        facts << tr("work –");
    }
    if (shares.workNs > 0) {
        facts << tr("scheduling %1 queued, %2 of it handing over")
                     .arg(durationText(micros(shares.waitedNs[queue])),
                          durationText(micros(shares.blockedNs[queue])));
    }
    if (report.record) {
        facts << tr("recording %1").arg(durationText(report.record->run->times.recordingUs));
    } else if (report.profile.overheadPercent > 0) {
        facts << tr("recording %1").arg(shareText(report.profile.overheadPercent / 100));
    }
    const auto isOwn = [](const ProfileRow& row) { return row.isOwn(); };
    if (!report.rows.empty() && std::none_of(report.rows.begin(), report.rows.end(), isOwn)) {
        facts << tr("no node ran this time: p50 to Mean are from earlier runs");
    }
    if (report.cached > 0) facts << tr("%1 cached").arg(countText(report.cached));
    return facts;
}

QString runFactsTip(const ProfileReport& report) {
    if (!report.record) {
        QString text = tr("Numbers that were kept: what happened when is not known any more, so "
                          "there is no timeline. A run that you ask for takes their place.");
        if (report.workUs < 0) {
            text += QChar('\n') + tr("Work: not kept with these numbers; they are of several runs, "
                                     "or an older version of the studio wrote them.");
        }
        return text;
    }
    QStringList lines;
    lines << tr("Critical path: the longest chain of nodes that had to wait for each other.")
          << tr("Work: what all workers did for nodes together; efficient: of what they could have "
                "done in that time.")
          << tr("Scheduling: time that ready nodes stood in the queue, all together; handing over: "
                "a node was ready, no worker had work, and none had taken it yet.")
          << tr("Recording: what it cost to measure this.");
    if (const uint64_t lost = report.record->trace ? report.record->trace->lost : 0; lost > 0) {
        lines << tr("The run was long: %1 records were overwritten and are missing here.")
                     .arg(countText(lost));
    }
    return lines.join(QChar('\n'));
}

}  // namespace cst

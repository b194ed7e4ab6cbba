#include "ui/profiler/compare_words.h"

#include "ui/profiler/history_words.h"
#include "ui/profiler/measure_words.h"
#include "ui/shell/change_text.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/node_words.h"
#include "ui/shell/tr.h"

#include <cmath>
#include <limits>

namespace cst {

namespace {

/// Of a node that has no time on that side though the text there has it.
QString idleText(IdleWhy why) {
    switch (why) {
    case IdleWhy::NotRun: return tr("did not run");
    case IdleWhy::Part: return tr("in another");
    case IdleWhy::Constant: return tr("constant");
    }
    return QString();
}

/// `keptUs`: see CompareRow.
QString timeText(const std::optional<double>& us, double keptUs,
                 const std::optional<IdleWhy>& idle) {
    if (idle) return idleText(*idle);
    if (!us && keptUs >= 0) return QStringLiteral("(%1)").arg(durationText(keptUs));
    return us ? durationText(*us) : QStringLiteral("–");
}

QString nameOf(const CompareRow& row) {
    return row.time.key.empty() ? tr("whole run") : fromUtf8(row.time.key);
}

/// The larger, the further up: what got slower, what got faster, what is new or gone, the rest.
double newsOf(const ComparedTime& time) {
    if (!isJudged(time)) return -2;
    const double size = time.change ? std::min(99.0, std::abs(std::log(*time.change))) : 0;
    switch (time.verdict) {
    case ChangeVerdict::Slower: return 400 + size;
    case ChangeVerdict::Faster: return 300 + size;
    case ChangeVerdict::New: return 200;
    case ChangeVerdict::Gone: return 100;
    case ChangeVerdict::Same: break;
    }
    return -1;
}

QString kindText(const KeptRun& run) {
    switch (run.kind) {
    case KeptRun::Kind::Run: return tr("Run");
    case KeptRun::Kind::Live: return tr("Live run");
    case KeptRun::Kind::Load: return tr("Load");
    case KeptRun::Kind::Version: return tr("Text");
    case KeptRun::Kind::Baseline: return tr("Baseline");
    case KeptRun::Kind::File: return tr("File");
    }
    return QString();
}

/// Its two numbers side by side, where nothing more can be said.
QString wholeTimes(const ComparedTime& total) {
    if (total.change) {
        return tr("The whole run took %1 before, %2 after (%3).")
            .arg(durationText(*total.beforeUs), durationText(*total.afterUs),
                 changeText(*total.change));
    }
    if (total.beforeUs) {
        return tr("The whole run took %1 before; after, it is not known.")
            .arg(durationText(*total.beforeUs));
    }
    if (total.afterUs) {
        return tr("The whole run took %1 after; before, it is not known.")
            .arg(durationText(*total.afterUs));
    }
    return tr("What the whole run takes is not known.");
}

/// Of so many runs nobody can tell: "One run each: no verdict."
QString noVerdictText(uint64_t before, uint64_t after) {
    if (before == 1 && after == 1) return tr("One run each: no verdict.");
    return tr("No verdict of %1 before and %2 after.").arg(runsText(before), runsText(after));
}

QString wholeText(const ComparedTime& total) {
    const QString noise = noiseText(total);
    if (!isJudged(total)) return wholeTimes(total);
    switch (total.verdict) {
    case ChangeVerdict::Slower:
    case ChangeVerdict::Faster:
        return tr("The whole run is %1 (%2), beyond the noise of %3.")
            .arg(verdictWord(total), changeText(*total.change), noise);
    default:
        return tr("The whole run is the same: %1 lies within the noise of %2.")
            .arg(changeText(*total.change), noise);
    }
}

QString nodesText(const CompareReport& report) {
    const std::size_t judged = report.slower + report.faster + report.same;
    QStringList parts;
    if (report.slower > 0) parts << tr("%1 slower").arg(report.slower);
    if (report.faster > 0) parts << tr("%1 faster").arg(report.faster);
    if (judged > 0 && !parts.isEmpty()) {
        parts[0] = tr("%1 of %2 nodes %3")
                       .arg(report.slower > 0 ? report.slower : report.faster)
                       .arg(judged)
                       .arg(report.slower > 0 ? tr("slower") : tr("faster"));
    } else if (judged > 0) {
        parts << (judged == 1 ? tr("1 node: no difference beyond the noise")
                              : tr("%1 nodes: no difference beyond the noise").arg(judged));
    }
    if (report.added > 0) parts << tr("%1 new").arg(report.added);
    if (report.gone > 0) parts << tr("%1 gone").arg(report.gone);
    if (report.oneSided > 0) {
        parts << tr("%1 took time on one side only").arg(report.oneSided);
    }
    if (report.unknown > 0) parts << tr("%1 not known").arg(report.unknown);
    return parts.join(QStringLiteral(", "));
}

/// Run Afresh runs the text as it is now; other texts have to be put back first, unless they are
/// known and can be measured.
QString whatToDo(const CompareReport& report) {
    const bool isOneText = report.before->profile->sourceHash == report.after->profile->sourceHash;
    if (report.isInTurns) {
        return tr("More runs may tell: Measure Both (Ctrl+Alt+M) without stopping it, or "
                  "constellation diff A.cst B.cst --runs 60, which takes as long as it needs.");
    }
    if (whyNotMeasured(report.before, report.after).isEmpty()) {
        return tr("To get a verdict, press Measure Both (Ctrl+Alt+M): it runs the two texts in "
                  "turns, many times.");
    }
    return isOneText || report.before->profile->sourceHash.empty()
               ? tr("To get a verdict, press Run Afresh (Ctrl+Shift+F5) some more times, or Load "
                    "(F7) "
                    "to run it many times.")
               : tr("To get a verdict, run both texts some more times: Run Afresh (Ctrl+Shift+F5) "
                    "or "
                    "Load (F7); History (Alt+0) puts the other text back.");
}

}  // namespace

QString columnTitle(CompareColumn column) {
    switch (column) {
    case CompareColumn::Node: return tr("Node");
    case CompareColumn::Verdict: return tr("Verdict");
    case CompareColumn::Change: return tr("Change");
    case CompareColumn::Noise: return tr("Change and noise");
    case CompareColumn::Before: return tr("Before p50");
    case CompareColumn::After: return tr("After p50");
    case CompareColumn::Count: break;
    }
    return QString();
}

QString columnTip(CompareColumn column) {
    switch (column) {
    case CompareColumn::Node: return tr("The node, and what it calls");
    case CompareColumn::Verdict:
        return tr("Slower or faster only where the change lies beyond the noise");
    case CompareColumn::Change: return tr("Of the median, after against before");
    case CompareColumn::Noise:
        return tr("From half the time (left) over no change (middle) to twice the time (right): "
                  "the bar is the noise of the runs themselves, the mark is the change");
    case CompareColumn::Before:
        return tr("Median of the runs before; in brackets: of earlier runs, whose result was used "
                  "again; did not run: the text had the node, and nothing needed it");
    case CompareColumn::After:
        return tr("Median of the runs after; in brackets: of earlier runs, whose result was used "
                  "again; did not run: the text has the node, and nothing needed it");
    case CompareColumn::Count: break;
    }
    return QString();
}

QString cellText(const CompareRow& row, CompareColumn column) {
    switch (column) {
    case CompareColumn::Node: return nameOf(row);
    case CompareColumn::Verdict: return verdictSign(row.time) + QChar(' ') + verdictWord(row.time);
    case CompareColumn::Change:
        return row.time.change ? changeText(*row.time.change) : QStringLiteral("–");
    case CompareColumn::Noise: {
        const QString noise = noiseText(row.time);
        return noise.isEmpty() ? QStringLiteral("–") : noise;
    }
    case CompareColumn::Before:
        return timeText(row.time.beforeUs, row.keptBeforeUs, row.time.idleBefore);
    case CompareColumn::After:
        return timeText(row.time.afterUs, row.keptAfterUs, row.time.idleAfter);
    case CompareColumn::Count: break;
    }
    return QString();
}

QString cellTip(const CompareRow& row) {
    QStringList lines;
    QString title = nameOf(row);
    if (!row.module.empty()) title += QStringLiteral(" = ") + fromUtf8(row.module);
    lines << title;
    if (row.time.beforeUs && row.time.afterUs) {
        lines << tr("%1 before, %2 after: %3")
                     .arg(exactDurationText(*row.time.beforeUs),
                          exactDurationText(*row.time.afterUs), changeText(*row.time.change));
    }
    if (const QString noise = noiseText(row.time); !noise.isEmpty()) {
        lines << tr("Within %1 it would be noise.").arg(noise);
    }
    if (row.keptBeforeUs >= 0 || row.keptAfterUs >= 0) {
        const bool isAfter = row.keptAfterUs >= 0;
        lines << (isAfter
                      ? tr("After, it did not run: its result was there already. It took %1 to "
                           "work out.")
                      : tr("Before, it did not run: its result was there already. It took %1 to "
                           "work out."))
                     .arg(exactDurationText(isAfter ? row.keptAfterUs : row.keptBeforeUs));
    } else if (!row.time.reason.empty()) {
        lines << tr("No verdict: %1.").arg(fromUtf8(row.time.reason));
    }
    if (row.time.verdict == ChangeVerdict::New) lines << tr("There was no such node before.");
    if (row.time.verdict == ChangeVerdict::Gone) lines << tr("There is no such node after.");
    return lines.join(QChar('\n'));
}

double cellValue(const CompareRow& row, CompareColumn column) {
    constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
    switch (column) {
    case CompareColumn::Verdict: return newsOf(row.time);
    case CompareColumn::Change: return row.time.change.value_or(kNothing);
    case CompareColumn::Noise:
        return noiseText(row.time).isEmpty() ? kNothing : row.time.noiseHigh - row.time.noiseLow;
    case CompareColumn::Before: return row.time.beforeUs.value_or(kNothing);
    case CompareColumn::After: return row.time.afterUs.value_or(kNothing);
    case CompareColumn::Node:
    case CompareColumn::Count: break;
    }
    return kNothing;
}

QString keptRunText(const KeptRun& run) {
    QStringList parts;
    QString title = kindText(run);
    if (run.kind == KeptRun::Kind::Run || run.kind == KeptRun::Kind::Live) {
        // Its id tells the number also once the record is gone.
        if (run.id.starts_with("run:")) title += QChar(' ') + fromUtf8(run.id.substr(4));
    }
    if (run.startedAtMs > 0) title += tr(" of %1").arg(momentText(run.startedAtMs));
    parts << title;
    if (!run.title.empty()) parts << fromUtf8(run.title);
    const Profile& profile = *run.profile;
    // As many as the sentence below speaks of. A load says so in its title.
    if (profile.runs != 1 && run.kind != KeptRun::Kind::Load) parts << runsText(profile.runs);
    const uint64_t whole = profile.total.count;
    const QString time = durationText(profile.total.p50Us);
    if (whole > 0) {
        parts << (whole >= profile.runs
                      ? time
                      : tr("%1 of them worked everything out: %2").arg(countText(whole), time));
    }
    return parts.join(QStringLiteral(" · "));
}

QString compareSentence(const CompareReport& report) {
    const std::size_t judged = report.slower + report.faster + report.same;
    const ComparedTime& total = report.comparison->total;
    const QString how =
        report.isInTurns
            ? tr("Measured in turns, %1 runs of each. ").arg(countText(report.after->profile->runs))
            : QString();
    if (judged == 0 && !isJudged(total)) {
        return how + noVerdictText(report.before->profile->runs, report.after->profile->runs) +
               QChar(' ') + wholeTimes(total);
    }
    const QString nodes = nodesText(report);
    return how + (nodes.isEmpty() ? QString() : nodes + QStringLiteral(". ")) + wholeText(total);
}

QStringList compareNotes(const CompareReport& report) {
    QStringList notes;
    for (const std::string& note : report.comparison->notes) {
        QString text = fromUtf8(note);
        text[0] = text[0].toUpper();
        notes << text + QChar('.');
    }
    const ComparedTime& total = report.comparison->total;
    const bool hasTotal = total.beforeUs && total.afterUs;
    if (!total.reason.empty() && hasTotal) {
        QString why = fromUtf8(total.reason);
        why[0] = why[0].toUpper();
        notes << why + QChar('.') << whatToDo(report);
    } else if (!hasTotal && !report.rows.empty()) {
        notes
            << (total.afterUs ? tr("Before, no run worked everything out: each used results of "
                                   "earlier runs.")
                : total.beforeUs
                    ? tr("After, no run worked everything out: each used results of earlier runs.")
                    : tr("No run worked everything out, neither before nor after: each used "
                         "results of earlier runs."))
            << whatToDo(report);
    } else if (report.comparison->verdict == WholeVerdict::Unknown) {
        notes << whatToDo(report);
    }
    if (report.keptBefore + report.keptAfter > 0) {
        notes << tr("Times in brackets are of earlier runs, whose results were used again.");
    }
    return notes;
}

QString outputsSentence(const CompareReport& report) {
    const QString cut = report.isOutputCut ? tr(" (of long ones the first 1 MB)") : QString();
    switch (report.outputs) {
    case CompareReport::Outputs::NotKept: return QString();
    case CompareReport::Outputs::Same:
        return report.outputCount == 0 ? tr("There are no outputs to compare.")
               : report.outputCount == 1
                   ? tr("The output is the same%1.").arg(cut)
                   : tr("All %1 outputs are the same%2.").arg(report.outputCount).arg(cut);
    case CompareReport::Outputs::Differ:
        return tr("%1 of %2 outputs differ%3.")
            .arg(report.differs.size())
            .arg(report.outputCount)
            .arg(cut);
    }
    return QString();
}

}  // namespace cst

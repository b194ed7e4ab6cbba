#include "ui/profiler/load_words.h"

#include "ui/profiler/history_words.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/node_words.h"
#include "ui/shell/tr.h"

#include <algorithm>
#include <cmath>

namespace cst {

namespace {

using State = LoadSnapshot::State;

double usOf(int64_t ns) {
    return static_cast<double>(ns) / 1000;
}

QString percentText(double share) {
    return QString::number(std::abs(share) * 100, 'f', std::abs(share) < 0.1 ? 1 : 0);
}

/// "" = nobody can tell.
QString leftText(const LoadSnapshot& load) {
    const double share = loadShare(load);
    if (share < 0.02 || load.elapsedNs <= 0) return QString();
    const double us = usOf(load.elapsedNs) * (1 - share) / share;
    return tr(" · about %1 left").arg(durationText(us));
}

QString endedText(const LoadSnapshot& load) {
    const QString runs = runsText(load.numbers.whole.ended);
    const QString time = durationText(usOf(load.tookNs()));
    switch (load.state) {
    case State::Done: return tr("%1 in %2").arg(runs, time);
    case State::Stopped: return tr("stopped after %1 in %2").arg(runs, time);
    default: return tr("not run");
    }
}

}  // namespace

QString threeDigits(double value) {
    return value >= 100 ? countText(static_cast<uint64_t>(std::llround(value)))
                        : QString::number(value, 'g', 3);
}

QString throughputText(double perSecond) {
    return tr("%1 runs/s").arg(threeDigits(perSecond));
}

double loadShare(const LoadSnapshot& load) {
    double share = -1;
    if (load.request.runs > 0) {
        share =
            static_cast<double>(load.numbers.whole.ended) / static_cast<double>(load.request.runs);
    }
    if (load.request.time.count() > 0) {
        share = std::max(share, static_cast<double>(load.elapsedNs) /
                                    static_cast<double>(load.request.time.count()));
    }
    return std::min(share, 1.0);
}

QString loadStateText(const LoadSnapshot& load) {
    if (load.finished()) return endedText(load);
    if (load.state == State::Ending) {
        return load.underWay == 0 ? tr("summing up…")
                                  : tr("waiting for %1 to end").arg(runsText(load.underWay));
    }
    if (load.state == State::WarmingUp) {
        return tr("warming up: %1 of %2")
            .arg(countText(load.warmUpsEnded), countText(load.request.warmUps));
    }
    const QString ended =
        load.request.runs > 0
            ? tr("%1 of %2").arg(countText(load.numbers.whole.ended), runsText(load.request.runs))
            : runsText(load.numbers.whole.ended);
    return ended + leftText(load);
}

QStringList loadFacts(const LoadSnapshot& load) {
    const LoadBucket& whole = load.numbers.whole;
    if (whole.ended == 0) return {};
    QStringList facts{throughputText(whole.perSecond),
                      tr("p50 %1").arg(durationText(whole.p50Us)),
                      tr("p95 %1").arg(durationText(whole.p95Us)),
                      tr("p99 %1").arg(durationText(whole.p99Us)),
                      tr("max %1").arg(durationText(whole.maxUs)),
                      tr("%1 at once on average").arg(threeDigits(load.numbers.meanConcurrency))};
    if (whole.failed == 0) {
        facts << tr("none failed");
    } else {
        facts << tr("%1 failed (%2 %)")
                     .arg(countText(whole.failed), percentText(static_cast<double>(whole.failed) /
                                                               static_cast<double>(whole.ended)));
    }
    return facts;
}

QString driftText(const LoadDrift& drift) {
    if (drift.kind == LoadDrift::Kind::None) return QString();
    const QString since = durationText(usOf(drift.sinceNs));
    return (drift.kind == LoadDrift::Kind::Slower ? tr("slower by %1 % since %2")
                                                  : tr("faster by %1 % since %2"))
        .arg(percentText(drift.change), since);
}

QString driftSentence(const LoadSnapshot& load) {
    const LoadDrift& drift = load.numbers.drift;
    if (drift.kind != LoadDrift::Kind::None) {
        return tr("The median run got %1.").arg(driftText(drift));
    }
    if (!load.finished() || load.numbers.whole.ended == 0) return QString();
    return drift.reason.empty()
               ? tr("No drift: the median run took as long at the end as in the beginning.")
               : tr("Whether it got slower cannot be told: %1.").arg(fromUtf8(drift.reason));
}

QString bucketText(const LoadBucket& bucket) {
    QStringList lines{
        tr("%1 to %2").arg(durationText(usOf(bucket.startNs)), durationText(usOf(bucket.endNs)))};
    lines << (bucket.failed > 0
                  ? tr("%1, %2 failed").arg(runsText(bucket.ended), countText(bucket.failed))
                  : runsText(bucket.ended));
    lines << throughputText(bucket.perSecond);
    if (bucket.ended > 0) {
        lines << tr("p50 %1 · p95 %2").arg(durationText(bucket.p50Us), durationText(bucket.p95Us))
              << tr("p99 %1 · max %2").arg(durationText(bucket.p99Us), durationText(bucket.maxUs));
    }
    return lines.join(QChar('\n'));
}

QStringList loadNotes(const LoadSnapshot& load) {
    QStringList notes;
    for (const RunError& error : load.refused) {
        notes << tr("Cannot run: %1.").arg(fromUtf8(error.message));
    }
    if (load.finished() && load.cut > 0) {
        notes << (load.cut == 1
                      ? tr("One more run was under way as it was stopped, and does not count.")
                      : tr("%1 more runs were under way as it was stopped, and do not count.")
                            .arg(countText(load.cut)));
    }
    if (const QString drift = driftSentence(load); !drift.isEmpty()) notes << drift;
    if (load.otherRuns > 0) {
        notes << (load.otherRuns == 1
                      ? tr("Another run took its share of the workers meanwhile.")
                      : tr("%1 other runs took their share of the workers meanwhile.")
                            .arg(countText(load.otherRuns)));
    }
    if (load.liveWaits && !load.finished()) notes << tr("Live runs wait until the load is over.");
    return notes;
}

QString loadTitle(const LoadSnapshot& load) {
    return tr("%1, %2 at once")
        .arg(runsText(load.numbers.whole.ended), countText(load.request.atOnce));
}

QString effectsText(const Snapshot& compiled) {
    QStringList names;
    for (const GraphNode& node : compiled.graph->nodes.rows()) {
        const QString name = fromUtf8(node.label);
        if (node.effectful && !node.broken && !names.contains(name)) names << name;
    }
    if (names.isEmpty()) return QString();
    constexpr qsizetype kNamed = 3;
    const qsizetype more = names.size() - kNamed;
    const QString listed =
        more > 0
            ? tr("%1 and %2 more").arg(names.mid(0, kNamed).join(QStringLiteral(", "))).arg(more)
            : names.join(QStringLiteral(", "));
    return tr("Each run really calls %1: nothing is taken from caches.").arg(listed);
}

}  // namespace cst

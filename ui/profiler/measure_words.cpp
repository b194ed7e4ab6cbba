#include "ui/profiler/measure_words.h"

#include "ui/profiler/compare_words.h"
#include "ui/shell/node_words.h"
#include "ui/shell/tr.h"

namespace cst {

namespace {

using PairState = PairSnapshot::State;

/// Which, and no more: `Text of 14:03:12`.
QString shortNameOf(const KeptRun& run) {
    return keptRunText(run).section(QStringLiteral(" · "), 0, 0);
}

QString goingText(const PairSnapshot* pair) {
    if (!pair || pair->done == 0) return tr("Measuring both in turns: warming up…");
    const QString ended = tr("Measuring both in turns: %1 of %2 runs of each.")
                              .arg(countText(pair->done), countText(pair->of));
    return pair->liveWaits ? ended + QChar(' ') + tr("Live runs wait until it is over.") : ended;
}

QString stoppedText(const PairSnapshot& pair) {
    if (pair.done == 0) return tr("Stopped before both had run: not compared.");
    const QString after =
        tr("Stopped after %1 of %2 runs of each").arg(countText(pair.done), countText(pair.of));
    return pair.before
               ? tr("%1: compared by these.").arg(after)
               : tr("%1: too few to compare, it takes %2.").arg(after, countText(pair.least));
}

QString faultText(const PairSnapshot::Fault& fault) {
    const QString message = fromUtf8(fault.message);
    if (fault.line > 0) return tr("line %1: %2").arg(fault.line).arg(message);
    return fault.node.empty() ? message : fromUtf8(fault.node) + QStringLiteral(": ") + message;
}

}  // namespace

bool isSameText(const Profile& a, const Profile& b) {
    return a.sourceHash.empty() || b.sourceHash.empty() ? a.source == b.source
                                                        : a.sourceHash == b.sourceHash;
}

QString whyNotMeasured(const KeptRunPtr& before, const KeptRunPtr& after) {
    if (!before || !after) return tr("Choose two texts to measure: one before, one after.");
    for (const KeptRunPtr& one : {before, after}) {
        if (one->profile->source.empty()) {
            return tr("Cannot be measured: the text of “%1” is not known.").arg(shortNameOf(*one));
        }
    }
    return isSameText(*before->profile, *after->profile)
               ? tr("Nothing to measure: both are of the same text.")
               : QString();
}

QString measureStateText(const PairSnapshot* pair, const KeptRun& before, const KeptRun& after) {
    if (!pair || !pair->finished()) return goingText(pair);
    const QString which = pair->fault.isBefore ? tr("“%1” (before)").arg(shortNameOf(before))
                                               : tr("“%1” (after)").arg(shortNameOf(after));
    const QString why = faultText(pair->fault);
    switch (pair->state) {
    case PairState::Stopped: return stoppedText(*pair);
    case PairState::NotCompiled:
        return tr("Not measured: %1 does not compile, %2.").arg(which, why);
    case PairState::NoInputs:
        return tr("Not measured: %1 cannot run on these inputs: %2.").arg(which, why);
    case PairState::RunFailed:
        return tr("Not measured: a run of %1 did not complete: %2.").arg(which, why);
    case PairState::Running:
    case PairState::Done: break;
    }
    return QString();
}

}  // namespace cst

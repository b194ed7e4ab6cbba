#include "ui/profiler/history_words.h"

#include "ui/shell/node_words.h"
#include "ui/shell/tr.h"

#include <QDateTime>
#include <QLocale>

namespace cst {
QString momentText(int64_t startedAtMs) {
    if (startedAtMs == 0) return QString();
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(startedAtMs);
    const QString time = moment.toString(QStringLiteral("HH:mm:ss"));
    return moment.date() == QDate::currentDate()
               ? time
               : QLocale::system().toString(moment.date(), QLocale::ShortFormat) + QChar(' ') +
                     time;
}

QString kindText(const HistoryLine& line) {
    switch (line.kind) {
    case KeptRun::Kind::Run: return tr("run");
    case KeptRun::Kind::Live: return tr("live");
    case KeptRun::Kind::Load: return tr("load of %1").arg(countText(line.runs));
    case KeptRun::Kind::Version: return tr("version");
    case KeptRun::Kind::Baseline: return tr("baseline");
    case KeptRun::Kind::File: return tr("saved profile");
    }
    return QString();
}

QString inputsText(const HistoryLine& line) {
    return line.title.empty() ? tr("the form") : fromUtf8(line.title);
}

QString outcomeText(RunStatus outcome) {
    switch (outcome) {
    case RunStatus::Running: return tr("running");
    case RunStatus::Completed: return tr("completed");
    case RunStatus::Failed: return tr("failed");
    case RunStatus::Suspended: return tr("missing input");
    case RunStatus::Cancelled: return tr("stopped");
    case RunStatus::TimedOut: return tr("timed out");
    case RunStatus::Invalid: return tr("with errors in the text");
    case RunStatus::BadInput: return tr("bad input");
    }
    return QString();
}

QString outcomeText(const HistoryLine& line) {
    const QString outcome = outcomeText(line.outcome);
    if (line.leftOut == 0 || line.outcome != RunStatus::Completed) return outcome;
    return line.leftOut == 1
               ? tr("%1, 1 statement left out").arg(outcome)
               : tr("%1, %2 statements left out").arg(outcome, countText(line.leftOut));
}

bool isBad(RunStatus outcome) {
    return outcome != RunStatus::Completed && outcome != RunStatus::Running;
}

QString cachedText(const HistoryLine& line) {
    return line.cached == 0 ? QStringLiteral("–")
                            : tr("%1 of %2").arg(countText(line.cached), countText(line.nodes));
}

QString runsText(uint64_t count) {
    return count == 1 ? tr("1 run") : tr("%1 runs").arg(countText(count));
}

QString nameOf(const KeptRun& run) {
    const QString moment = momentText(run.startedAtMs);
    switch (run.kind) {
    case KeptRun::Kind::Live: return tr("live run of %1").arg(moment);
    case KeptRun::Kind::Load: return tr("load of %1").arg(moment);
    case KeptRun::Kind::Version:
        return tr("%1 of one text, the last of %2").arg(runsText(run.profile->runs), moment);
    case KeptRun::Kind::Baseline: return tr("baseline %1").arg(fromUtf8(run.title));
    case KeptRun::Kind::File: return fromUtf8(run.title);
    case KeptRun::Kind::Run: break;
    }
    return tr("run of %1").arg(moment);
}

}  // namespace cst

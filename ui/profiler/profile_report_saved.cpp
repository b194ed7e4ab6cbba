#include "ui/profiler/profile_report_saved.h"

#include "ui/profiler/profile_words.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/node_words.h"

#include <QCoreApplication>

#include <algorithm>

namespace cst {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("cst::ProfileWords", text);
}

NodeStatistics::Pointer statisticsOf(const ProfileNode& node) {
    NodeStatistics::Pointer statistics;
    for (const float us : node.times.lastUs) {
        statistics = NodeStatistics::with(statistics, {.runUs = us, .cpuUs = node.cpuUs});
    }
    return statistics;
}

ProfileRow rowOf(const ProfileNode& node, bool hasCache) {
    ProfileRow row;
    row.key = node.key;
    row.label = node.label;
    row.module = node.module;
    row.group = node.group;
    row.line = node.line;
    row.status = NodeStatus::Completed;
    row.statistics = statisticsOf(node);
    row.runs = node.times.count;
    if (row.runs > 0) {
        row.p50Us = node.times.p50Us;
        row.p95Us = node.times.p95Us;
        row.p99Us = node.times.p99Us;
        row.maxUs = node.times.maxUs;
        row.meanUs = row.wallUs = node.times.meanUs;
        row.cpuUs = node.cpuUs;
        row.waitUs = node.waitUs;
        row.queueUs = node.queueUs;
        row.share = node.share;
        row.critical = node.critical;
        row.slackUs = node.slackUs;
        row.withoutUs = node.withoutUs;
    } else {
        row.work = RowWork::Cached;
    }
    row.savedUs = hasCache ? node.savedUs : -1;
    QStringList words;
    for (const std::string* one : {&row.key, &row.label, &row.module, &row.group}) {
        words.append(fromUtf8(*one));
    }
    if (row.critical) words.append(QStringLiteral("critical"));
    if (row.work == RowWork::Cached) words.append(QStringLiteral("cached"));
    row.words = words.join(QChar('\n')).toLower();
    return row;
}

}  // namespace

ProfileReport reportOf(const Profile& profile) {
    ProfileReport report;
    report.profile = profile;
    for (const FlameMeasure one : {FlameMeasure::Wall, FlameMeasure::Cpu, FlameMeasure::Wait}) {
        report.flames[static_cast<std::size_t>(one)] = flameTree(profile, one);
    }
    report.findings = explain(profile, Trace());
    const auto run = std::find_if(profile.phases.begin(), profile.phases.end(),
                                  [](const ProfilePhase& phase) { return phase.name == "run"; });
    report.wallUs = run == profile.phases.end() ? profile.total.p50Us : run->times.p50Us;
    for (const ProfileNode& node : profile.nodes) {
        report.rows.push_back(rowOf(node, profile.hasCache));
        report.cached += report.rows.back().work == RowWork::Cached ? 1 : 0;
    }
    return report;
}

QStringList savedFacts(const ProfileReport& report) {
    const Profile& profile = report.profile;
    QStringList facts;
    facts << tr("%1: %2 runs").arg(report.title, countText(profile.runs));
    if (report.wallUs > 0) {
        facts << tr("half of them took %1 or less").arg(durationText(report.wallUs));
    }
    if (profile.threads > 0) facts << tr("%1 workers").arg(profile.threads);
    facts << tr("recording %1").arg(shareText(profile.overheadPercent / 100));
    if (report.cached > 0) facts << tr("%1 cached").arg(countText(report.cached));
    return facts;
}

}  // namespace cst

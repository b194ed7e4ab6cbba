#include "ui/profiler/profile_report.h"

#include "engine/session/run_path.h"
#include "engine/session/run_profile.h"
#include "engine/session/text_groups.h"
#include "ui/profiler/shown_profile.h"
#include "ui/shell/node_words.h"

#include <algorithm>
#include <optional>

namespace cst {
namespace {

/// How that node came to its value; nothing = it has no place in the table.
std::optional<RowWork> workOf(const RunSnapshot& run, uint32_t node) {
    const NodeRun& row = run.nodes[node];
    const NodeKind kind = run.compiled->graph->nodes[NodeId(node)].kind;
    if (kind == NodeKind::Input || kind == NodeKind::Literal || kind == NodeKind::Output ||
        row.folded) {
        return std::nullopt;
    }
    if (hasOwnTime(run, node)) return RowWork::Own;
    // Who shows its time must have one: of a stale call its arguments are no news.
    const auto isShownBy = [&](int32_t other) {
        return other >= 0 && hasOwnTime(run, static_cast<uint32_t>(other));
    };
    if (row.fusedInto >= 0 || row.sharedWith >= 0) {
        if (!isDone(row.status)) return std::nullopt;
        if (isShownBy(row.fusedInto)) return RowWork::Fused;
        if (isShownBy(row.sharedWith)) return RowWork::Shared;
    }
    if (row.status == NodeStatus::Cached || (isDone(row.status) && (row.kept || row.wasUs >= 0))) {
        return RowWork::Cached;
    }
    if (row.statistics) return RowWork::NotRun;
    return std::nullopt;
}

void addWords(ProfileRow& row) {
    QStringList words;
    for (const std::string* one : {&row.key, &row.label, &row.module, &row.group}) {
        words.append(fromUtf8(*one));
    }
    // What it is called in the table, and as people of all languages may type it.
    words.append(statusText(row.status));
    if (hasFailed(row.status)) {
        words.append(QStringLiteral("failed"));
    }
    if (row.critical) words.append(QStringLiteral("critical"));
    if (row.work == RowWork::Cached) words.append(QStringLiteral("cached"));
    if (row.work == RowWork::Fused) words.append(QStringLiteral("fused"));
    row.words = words.join(QChar('\n')).toLower();
}

/// What the longest chain of one run took, of which nothing but these numbers is left: without
/// what a throttle kept it back.
double pathUsOf(const Profile& profile) {
    double sum = 0;
    for (const ProfileNode& node : profile.nodes) sum += node.critical ? node.times.meanUs : 0;
    return sum;
}

/// What it took over its runs.
void addRuns(ProfileRow& row, const TimeSummary& times) {
    row.runs = times.count;
    row.p50Us = times.p50Us;
    row.p95Us = times.p95Us;
    row.p99Us = times.p99Us;
    row.maxUs = times.maxUs;
    row.meanUs = times.meanUs;
}

/// What is told of this run.
void addFigures(ProfileRow& row, const ProfileNode& node) {
    row.wallUs = node.times.meanUs;
    row.cpuUs = node.cpuUs;
    row.waitUs = node.waitUs;
    row.queueUs = node.queueUs;
    row.waits = node.waits;
    row.share = node.share;
    row.critical = node.critical;
    row.slackUs = node.slackUs;
    row.withoutUs = node.withoutUs;
}

class Builder {
public:
    explicit Builder(const RunRecordPtr& record)
        : run_(*record->run),
          graph_(*run_.compiled->graph),
          groups_(textGroups(*run_.compiled)),
          bytesIn_(bytesInOf(run_)),
          report_(std::make_shared<ProfileReport>()) {
        report_->record = record;
        report_->wallUs = run_.times.runUs;
        report_->wholeUs = wholeRunUs(run_.times);
        if (record->trace) report_->shares = sharesOf(*record->trace);
        if (report_->shares.workNs > 0) {
            report_->workUs = static_cast<double>(report_->shares.workNs) / 1000;
            // Of the run, without its inputs and outputs: as `constellation profile` tells it.
            const double possibleUs = report_->wallUs * record->threads;
            report_->efficiency = possibleUs > 0 ? std::min(1.0, report_->workUs / possibleUs) : 0;
        }
    }

    ProfileReportPtr report() {
        // A run that was refused has none.
        if (run_.nodes.size() != graph_.nodes.size()) return std::move(report_);
        const RunRecord& record = *report_->record;
        report_->profile = profileOf(record);
        for (const FlameMeasure one : {FlameMeasure::Wall, FlameMeasure::Cpu, FlameMeasure::Wait}) {
            report_->flames[static_cast<std::size_t>(one)] = flameTree(report_->profile, one);
        }
        report_->pathUs = static_cast<double>(criticalPathOf(run_).totalNs) / 1000;
        report_->findings = explain(report_->profile, record.trace ? *record.trace : Trace());
        for (uint32_t node = 0; node < run_.nodes.size(); ++node) add(node);
        return std::move(report_);
    }

private:
    void add(uint32_t node) {
        const std::string_view key = graph_.nodes[NodeId(node)].key;
        const ProfileNode* measured = nullptr;
        const auto& all = report_->profile.nodes;  // in this order, some left out
        if (next_ < all.size() && all[next_].key == key) measured = &all[next_++];
        const std::optional<RowWork> work = workOf(run_, node);
        if (!work) return;
        ProfileRow row = named(node, *work);
        addStatistics(row, run_.nodes[node]);
        if (measured && row.isOwn()) {
            addFigures(row, *measured);
            row.savedUs = 0;
        }
        if (*work == RowWork::Cached) {
            row.savedUs = run_.nodes[node].wasUs;
            ++report_->cached;
        }
        addWords(row);
        report_->rows.push_back(std::move(row));
    }

    ProfileRow named(uint32_t node, RowWork work) const {
        const GraphNode& from = graph_.nodes[NodeId(node)];
        const NodeRun& ran = run_.nodes[node];
        ProfileRow row;
        row.key = from.key;
        row.label = from.label;
        row.module = from.module;
        const TextGroup* const group = groupAt(groups_, from.range.begin);
        row.group = group ? group->name : "";
        row.line = from.line;
        row.bytesIn = bytesIn_[node];
        row.bytesOut = ran.bytes;
        row.status = ran.status;
        row.work = work;
        const int32_t other = work == RowWork::Fused    ? ran.fusedInto
                              : work == RowWork::Shared ? ran.sharedWith
                                                        : -1;
        if (other >= 0) row.workOf = graph_.nodes[NodeId(static_cast<uint32_t>(other))].key;
        return row;
    }

    static void addStatistics(ProfileRow& row, const NodeRun& ran) {
        // Whoever shows the time of another node would show it twice.
        if (!ran.statistics || row.work == RowWork::Fused || row.work == RowWork::Shared) return;
        row.statistics = ran.statistics;
        addRuns(row, statisticsSummary(*ran.statistics));
    }

    const RunSnapshot& run_;
    const Graph& graph_;
    const std::vector<TextGroup> groups_;
    const std::vector<int64_t> bytesIn_;  // by node
    std::shared_ptr<ProfileReport> report_;
    std::size_t next_ = 0;  // of the profile's nodes
};

/// A row of numbers that are left.
ProfileRow keptRow(const ProfileNode& node, bool hasCache) {
    ProfileRow row;
    row.key = node.key;
    row.label = node.label;
    row.module = node.module;
    row.group = node.group;
    row.line = node.line;
    row.bytesIn = node.bytesIn;
    row.bytesOut = node.bytesOut;
    row.status = NodeStatus::Completed;
    if (node.times.count == 0) {
        row.status = NodeStatus::Cached;
        row.work = RowWork::Cached;
        row.savedUs = hasCache ? node.savedUs : -1;
        return row;
    }
    for (const float us : node.times.lastUs) {
        row.statistics = NodeStatistics::with(row.statistics, {.runUs = us, .cpuUs = node.cpuUs});
    }
    addRuns(row, node.times);
    addFigures(row, node);
    row.savedUs = hasCache ? node.savedUs : -1;
    return row;
}

ProfileReportPtr numbersReport(const Profile& profile) {
    auto report = std::make_shared<ProfileReport>();
    report->profile = profile;
    for (const FlameMeasure one : {FlameMeasure::Wall, FlameMeasure::Cpu, FlameMeasure::Wait}) {
        report->flames[static_cast<std::size_t>(one)] = flameTree(profile, one);
    }
    report->findings = explain(profile, Trace());
    for (const ProfilePhase& phase : profile.phases) {
        if (phase.name == "run") report->wallUs = phase.times.p50Us;
    }
    if (report->wallUs == 0) report->wallUs = profile.total.p50Us;  // phases were not kept
    report->wholeUs = profile.total.count > 0 ? profile.total.p50Us : report->wallUs;
    if (profile.workUs >= 0 && profile.threads > 0 && report->wallUs > 0) {
        report->workUs = profile.workUs;
        report->efficiency = std::min(1.0, profile.workUs / (report->wallUs * profile.threads));
    }
    const bool isOneRun =
        profile.runs == 1 && std::none_of(profile.nodes.begin(), profile.nodes.end(),
                                          [](const auto& node) { return node.times.count > 1; });
    for (const ProfileNode& node : profile.nodes) {
        report->rows.push_back(keptRow(node, profile.hasCache));
        addWords(report->rows.back());
        const bool isCached = !report->rows.back().isOwn();
        report->cached += isCached ? 1 : 0;
    }
    // Of several runs the chain is that of one of them, which nobody knows alone.
    report->pathUs = isOneRun ? pathUsOf(profile) : 0;
    return report;
}

}  // namespace

ProfileReportPtr profileReport(const KeptRunPtr& run) {
    const bool isOne = run->kind == KeptRun::Kind::Run || run->kind == KeptRun::Kind::Live;
    return isOne && run->record ? profileReport(run->record) : numbersReport(*run->profile);
}

ProfileReportPtr profileReport(const RunRecordPtr& record) {
    return Builder(record).report();
}

}  // namespace cst

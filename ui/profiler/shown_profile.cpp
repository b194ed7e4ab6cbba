#include "ui/profiler/shown_profile.h"

#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace cst {
namespace {

/// Of one that did no work in this run, but in others.
ProfileNode notInThisRun(const ProfileRow& row, const ProfileReport& report) {
    ProfileNode node;
    node.key = row.key;
    node.label = row.label;
    node.module = row.module;
    node.group = row.group;
    node.line = row.line;
    node.bytesIn = row.bytesIn;
    node.bytesOut = row.bytesOut;
    node.slackUs = report.pathUs;
    node.withoutUs = report.wallUs;
    return node;
}

}  // namespace

TimeSummary statisticsSummary(const NodeStatistics& statistics) {
    const std::span<const float> last = statistics.lastUs();
    return {.count = statistics.count(),
            .meanUs = statistics.meanUs(),
            .minUs = statistics.minUs(),
            .p50Us = statistics.percentileUs(0.50),
            .p95Us = statistics.percentileUs(0.95),
            .p99Us = statistics.percentileUs(0.99),
            .maxUs = statistics.maxUs(),
            .lastUs = {last.begin(), last.end()}};
}

Profile shownProfile(const ProfileReport& report) {
    Profile shown = report.profile;
    if (!report.record) {
        return shown;
    }
    std::unordered_map<std::string_view, const ProfileNode*> measured;
    for (const ProfileNode& node : report.profile.nodes) {
        measured.emplace(node.key, &node);
    }
    shown.nodes.clear();
    for (const ProfileRow& row : report.rows) {
        const auto found = measured.find(row.key);
        if (found == measured.end() && !row.statistics) {
            continue;
        }
        shown.nodes.push_back(found == measured.end() ? notInThisRun(row, report) : *found->second);
        if (row.statistics) {
            shown.nodes.back().times = statisticsSummary(*row.statistics);
        }
    }
    std::unordered_set<std::string_view> rows;
    for (const ProfileNode& node : shown.nodes) rows.insert(node.key);
    std::erase_if(shown.idle, [&](const IdleNode& node) { return rows.count(node.key) > 0; });
    return shown;
}

}  // namespace cst

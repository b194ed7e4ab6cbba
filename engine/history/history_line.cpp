#include "engine/history/history_line.h"

#include "engine/profile/time_summary.h"
#include "engine/profile/version_profile.h"

#include <algorithm>
#include <cstdio>
#include <random>
#include <string_view>
#include <utility>

namespace cst {
namespace {

constexpr std::size_t kTimeDigits = 12;
constexpr std::size_t kOtherDigits = 8;

/// How many statements of a text do not compile, those with it that need one of them. An output
/// is whole where only what it shows is broken. Cost: O(nodes + edges).
uint64_t leftOutOf(const Snapshot& text) {
    if (text.errorCount == 0) {
        return 0;
    }
    const Graph& graph = *text.graph;
    std::vector<bool> showsBroken(graph.nodes.size());
    for (const GraphEdge& edge : graph.edges) {
        showsBroken[edge.to.index] = showsBroken[edge.to.index] || graph.nodes[edge.from].broken;
    }
    uint64_t count = 0;
    for (uint32_t node = 0; node < graph.nodes.size(); ++node) {
        const GraphNode& row = graph.nodes[NodeId(node)];
        const bool isStatement = row.broken && row.key.find('/') == std::string_view::npos;
        count += isStatement && !(row.kind == NodeKind::Output && showsBroken[node]) ? 1 : 0;
    }
    return std::max<uint64_t>(count, 1);
}

}  // namespace

HistoryLine lineOf(const KeptRun& run) {
    HistoryLine line;
    line.id = run.id;
    line.kind = run.kind;
    line.title = run.title;
    line.startedAtMs = run.startedAtMs;
    line.sourceHash = run.profile->sourceHash;
    line.outcome = run.record ? run.record->run->status : RunStatus::Completed;
    line.runs = run.profile->runs;
    line.tookUs = run.profile->total.p50Us;
    line.nodes = run.profile->nodes.size();
    line.cached = static_cast<uint64_t>(
        std::count_if(run.profile->nodes.begin(), run.profile->nodes.end(),
                      [](const ProfileNode& node) { return node.times.count == 0; }));
    line.leftOut = run.record ? leftOutOf(*run.record->run->compiled) : 0;
    line.isWhole = isWhole(*run.profile);
    return line;
}

bool countsForText(const HistoryLine& line) {
    return line.outcome == RunStatus::Completed &&
           (line.kind == KeptRun::Kind::Run || line.kind == KeptRun::Kind::Live);
}

TimeSummary timesOf(const std::vector<HistoryLine>& lines) {
    std::vector<float> times;
    for (const HistoryLine& line : lines) {
        if (countsForText(line) && line.isWhole) {
            times.push_back(static_cast<float>(line.tookUs));
        }
    }
    return summaryOf(std::move(times), kMostOfRun);
}

std::string newRunId(int64_t startedAtMs) {
    std::random_device device;
    char text[32];
    std::snprintf(text, sizeof text, "%012llx-%08x",
                  static_cast<unsigned long long>(startedAtMs) & 0xffff'ffff'ffffULL, device());
    return text;
}

bool isRunId(const std::string& id) {
    const auto isDigit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (id.size() != kTimeDigits + 1 + kOtherDigits || id[kTimeDigits] != '-') {
        return false;
    }
    return std::count_if(id.begin(), id.end(), isDigit) ==
           static_cast<std::ptrdiff_t>(kTimeDigits + kOtherDigits);
}

}  // namespace cst

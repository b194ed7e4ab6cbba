#include "engine/session/profile_rows.h"

#include "engine/session/lasting_hashes.h"

#include <algorithm>
#include <utility>

namespace cst {
namespace {

/// None of a picture that nothing was planned for.
std::unordered_map<uint32_t, Hash128> hashesOf(const Snapshot& compiled) {
    if (!compiled.plan) {
        return {};
    }
    return lastingHashes(compiled, *compiled.plan, [](uint32_t) { return true; });
}

}  // namespace

ProfileNames::ProfileNames(SnapshotPtr of)
    : compiled(std::move(of)), groups(textGroups(*compiled)), hashes(hashesOf(*compiled)) {}

std::optional<IdleWhy> whyIdle(const RunSnapshot& run, uint32_t node) {
    const NodeKind kind = run.compiled->graph->nodes[NodeId(node)].kind;
    if (kind == NodeKind::Input || kind == NodeKind::Output) {
        return std::nullopt;
    }
    const NodeRun& row = run.nodes[node];
    if (kind == NodeKind::Literal || (row.folded && isDone(row.status))) {
        return IdleWhy::Constant;
    }
    const bool isOthers = row.fusedInto >= 0 || row.sharedWith >= 0;
    return isOthers && isDone(row.status) ? IdleWhy::Part : IdleWhy::NotRun;
}

ProfileRows::ProfileRows(const ProfileNames& names, const CriticalPath& path, double runUs)
    : names_(names), path_(path), runUs_(runUs), isCritical_(names.compiled->graph->nodes.size()) {
    for (const uint32_t node : path.nodes) {
        isCritical_[node] = true;
    }
}

ProfileNode ProfileRows::rowOf(uint32_t index) const {
    const GraphNode& from = names_.compiled->graph->nodes[NodeId(index)];
    const TextGroup* const group = groupAt(names_.groups, from.range.begin);
    ProfileNode node;
    node.key = from.key;
    node.label = from.label;
    node.module = from.module;
    node.group = group == nullptr ? "" : group->name;
    node.line = from.line;
    node.critical = isCritical_[index];
    node.slackUs = static_cast<double>(path_.slackNs[index]) / 1000;
    const auto hash = names_.hashes.find(index);
    node.ownHash = hash == names_.hashes.end() ? "" : hash->second.hex();
    const int64_t gainNs = path_.totalNs - path_.withoutNs[index];
    node.withoutUs = std::max(0.0, runUs_ - static_cast<double>(gainNs) / 1000);
    return node;
}

void ProfileRows::setShares(std::vector<ProfileNode>& rows) {
    double all = 0;
    for (ProfileNode& node : rows) {
        node.share = node.times.meanUs * static_cast<double>(node.times.count);  // so far
        all += node.share;
    }
    for (ProfileNode& node : rows) {
        node.share = all > 0 ? node.share / all : 0;
    }
}

}  // namespace cst

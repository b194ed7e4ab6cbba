// What a run tells of its outputs.

#include "engine/json/encode.h"
#include "engine/session/pipeline_run.h"
#include "engine/session/run_target.h"
#include "engine/session/value_look.h"

#include <algorithm>
#include <unordered_map>

namespace cst {
namespace {

constexpr std::size_t kPrettyBytes = 1U << 20U;

}  // namespace

void PipelineRun::reportOutputs(RunSnapshot& report, SourceView* view) const {
    const Plan& plan = *compiled_->plan;
    if (target_ != kNoIndex) {
        report.outputs.push_back(
            outputValue(report, report.asked, plan.nodes[target_].type, target_, view));
    }
    std::unordered_map<std::string_view, const PlanOutput*> plannedByName;
    for (const PlanOutput& output : plan.outputs) {
        plannedByName.emplace(output.name, &output);
    }
    for (const OutputInfo& info : compiled_->outputs) {
        if (target_ != kNoIndex && info.name == report.asked) {
            continue;  // it is there already
        }
        const auto found = plannedByName.find(info.name);
        const uint32_t node = found == plannedByName.end() ? kNoIndex : found->second->node;
        report.outputs.push_back(outputValue(report, info.name, info.type, node, view));
    }
}

/// `node`: of the source's plan; kNoIndex = it does not compile.
OutputValue PipelineRun::outputValue(const RunSnapshot& report, std::string name, TypeId type,
                                     uint32_t node, SourceView* view) const {
    OutputValue output;
    output.name = std::move(name);
    output.type = type;
    const bool known = view != nullptr && node != kNoIndex;
    const Value* value = known ? view->value(node) : nullptr;
    if (value != nullptr) {
        output.ready = true;
        output.value = *value;
        if (options_.textOfOutputs) {
            output.json = textOf(report, output);
        }
        return output;
    }
    if (!known) {
        output.pendingReason = "not run";
        return output;
    }
    const NodeRun& row = report.nodes[compiled_->plan->graphNode[node].index];
    output.stale = row.status == NodeStatus::Stale;
    output.pendingReason = pendingReason(report, row);
    return output;
}

/// There is a report every few milliseconds: while the run goes on a text is made once, and the
/// rest of a long one is left for the end.
std::string PipelineRun::textOf(const RunSnapshot& report, const OutputValue& output) const {
    const std::size_t limit = report.finished() ? kPrettyBytes : kPreviewRoom;
    std::string& text = texts_[output.name];
    if (text.empty() || (report.finished() && text.size() > kPreviewRoom)) {
        text.clear();
        appendUpTo(text, limit, [&](const TextSink& sink) {
            prettyValue(sink, *compiled_->types, output.type, output.value);
        });
    }
    return text;
}

/// Why its output has no value (yet).
std::string PipelineRun::pendingReason(const RunSnapshot& report, const NodeRun& row) const {
    if (row.error >= 0 && row.status != NodeStatus::Cancelled) {
        const RunError& error = report.errors[static_cast<std::size_t>(row.error)];
        return "failed: " + error.node + ": " + error.message;
    }
    if (row.status == NodeStatus::Blocked) {
        const bool isInput = std::find(report.missing.begin(), report.missing.end(),
                                       row.blockedBy) != report.missing.end();
        return isInput ? "missing input: " + row.blockedBy
                       : "`" + row.blockedBy + "` does not compile";
    }
    if (!report.finished()) {
        return "waiting";
    }
    if (row.status == NodeStatus::Stale) {
        return "stale: a run brings it up to date";
    }
    if (target_ != kNoIndex && row.status == NodeStatus::Skipped) {
        return "not run: only `" + options_.target + "` was asked for";
    }
    return "cancelled";
}

}  // namespace cst

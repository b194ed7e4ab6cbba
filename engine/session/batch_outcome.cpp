#include "engine/session/batch_outcome.h"

#include "engine/json/scalar_text.h"
#include "engine/run/source_view.h"
#include "engine/session/node_error.h"

#include <algorithm>

namespace cst {

BatchOutcome::BatchOutcome(SnapshotPtr compiled, Executable executable)
    : compiled_(std::move(compiled)), executable_(std::move(executable)) {
    const Program& program = *executable_.program;
    const OptimisedPlan& optimised = *executable_.optimised;
    const TypeTable& types = *compiled_->types;
    for (const uint32_t root : optimised.plan->roots) {
        roots_.push_back(program.stepOf(root));
    }
    std::string before = ",\"outputs\":{";
    for (const PlanOutput& output : optimised.source->outputs) {
        encodeText(before, output.name);
        before += ':';
        const NodeFate& fate = optimised.fates[output.node];
        if (fate.kind == NodeFate::Kind::Folded) {
            encodeValue(before, types, output.type, optimised.plan->pools.constants[fate.constant]);
        } else {
            const uint32_t step = fate.node == kNoIndex ? kNoIndex : program.stepOf(fate.node);
            CST_CHECK(step != kNoIndex, "an output is worked out by a step");
            outputs_.push_back({std::move(before), step, ValueEncoder(types, output.type)});
            before.clear();
        }
        before += ',';
    }
    if (before.ends_with(',')) {
        before.pop_back();
    }
    end_ = before + "}}\n";
}

bool BatchOutcome::append(std::string& lines, uint64_t number, const Run& run) const {
    const bool isGood = std::all_of(roots_.begin(), roots_.end(), [&](uint32_t step) {
        return run.state(step) == StepState::Completed;
    });
    if (!isGood) {
        return false;
    }
    Pieces out(lines);
    out.append("{\"line\":");
    out.wrote(writeUnsigned(out.room(kNumberBytes), number));
    for (const Output& output : outputs_) {
        out.append(output.before);
        output.encoder.encode(out, *run.value(output.step));
    }
    out.append(end_);
    return true;
}

RunError BatchOutcome::errorOf(const Run& run) const {
    SourceView view(*executable_.optimised, run, *compiled_->types);
    const std::vector<NodeEnd> ends = view.ends();
    const Plan& plan = *compiled_->plan;
    uint32_t first = kNoIndex;
    for (uint32_t node = 0; node < ends.size(); ++node) {
        // Where the time was over, what that cut off says so; what else failed is not the reason.
        const bool counts = ends[node].hasError && !ends[node].isRecovered &&
                            (!run.timedOut() || ends[node].error.code == "R010");
        if (counts && (first == kNoIndex || plan.graphNode[node] < plan.graphNode[first])) {
            first = node;
        }
    }
    if (first != kNoIndex) {
        return errorOfNode(*compiled_, first, ends[first].error,
                           run.times(view.stepOf(first), 1.0).attempts);
    }
    RunError error;
    error.code = "R010";
    error.message = run.timedOut() ? "stopped: the time of the run was over" : "stopped";
    return error;
}

}  // namespace cst

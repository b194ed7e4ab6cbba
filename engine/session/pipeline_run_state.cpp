// What a run takes over from the one before it, and what it leaves behind.

#include "engine/session/pipeline_run.h"
#include "engine/session/saved_state.h"

#include <algorithm>

namespace cst {
namespace {

/// Step that does the work of a node of the source alone; kNoIndex for what is settled before the
/// run, and for what is worked out within another step.
uint32_t ownStep(const Executable& executable, uint32_t node) {
    const NodeFate& fate = executable.optimised->fates[node];
    if (fate.node == kNoIndex) {
        return kNoIndex;
    }
    const Program& program = *executable.program;
    const uint32_t step = program.stepOf(fate.node);
    if (step == kNoIndex) {
        return kNoIndex;
    }
    const Step::Kind kind = program.steps[step].kind;
    const bool isWork =
        kind != Step::Kind::Input && kind != Step::Kind::Literal && kind != Step::Kind::Broken;
    return isWork ? step : kNoIndex;
}

}  // namespace

void PipelineRun::takeOver(const SavedState& before) {
    CST_CHECK(before.structure == structureOf(*compiled_), "the state of another pipeline");
    kept_.assign(executable_.program->size(), nullptr);
    for (const SavedState::Node& each : before.nodes) {
        const uint32_t step = ownStep(executable_, each.node);
        if (step != kNoIndex && kept_[step] == nullptr) {
            kept_[step] = &each;
            run_->setDone(step, each.value,
                          !each.mended          ? Via::Run
                          : each.mended->isZero ? Via::Zero
                                                : Via::Fallback);
        }
    }
}

/// What a step took over from the run before; null if it ran itself.
const SavedState::Node* PipelineRun::keptAt(uint32_t step) const {
    return kept_.empty() || step == kNoIndex ? nullptr : kept_[step];
}

/// How the value of a step that has completed stands in for its own, if it does.
std::optional<SavedState::Mended> PipelineRun::mendedAt(uint32_t step) const {
    if (const SavedState::Node* const kept = keptAt(step)) {
        return kept->mended;
    }
    const Via via = run_->via(step);
    if (via != Via::Fallback && via != Via::Zero) {
        return std::nullopt;
    }
    const std::optional<CallLog> log = run_->callLog(step);
    SavedState::Mended mended;
    mended.isZero = via == Via::Zero;
    if (log && log->recovered) {
        mended.error = *log->recovered;
        mended.attempts = log->attempts;
    }
    return mended;
}

std::shared_ptr<const SavedState> PipelineRun::state() const {
    CST_CHECK(ended(), "the state of a run that still goes");
    if (!run_) {
        return options_.resumes;
    }
    auto state = std::make_shared<SavedState>();
    state->structure = structureOf(*compiled_);
    state->resumptions = resumptions();
    for (std::size_t i = 0; i < compiled_->inputs.size(); ++i) {
        const InputInfo& input = compiled_->inputs[i];
        if (inputs_.given[i]) {
            state->inputs.push_back({input.name, input.type, inputs_.values[i]});
        } else if (!input.required) {
            // Absent was None to everything that ran.
            const uint32_t depth = (*compiled_->types)[input.type].optionalDepth;
            state->inputs.push_back({input.name, input.type, Value::none(depth)});
        }
    }
    // A conversion that the optimiser put in has no node of its own in the source: the first of
    // those whose choice led to it stands for it.
    const OptimisedPlan& optimised = *executable_.optimised;
    std::vector<bool> isSaved(executable_.program->size());
    for (const NodeFate::Kind kind : {NodeFate::Kind::Kept, NodeFate::Kind::Forwarded}) {
        for (uint32_t node = 0; node < optimised.fates.size(); ++node) {
            if (optimised.fates[node].kind != kind) {
                continue;
            }
            const uint32_t step = ownStep(executable_, node);
            const bool isNew = step != kNoIndex && !isSaved[step];
            const Value* value = isNew ? run_->value(step) : nullptr;
            if (value != nullptr) {
                isSaved[step] = true;
                state->nodes.push_back({node, *value, mendedAt(step)});
            }
        }
    }
    if (options_.resumes) {
        // What this run had no use for: it went to one node only, or worked things out on the way.
        for (const SavedState::Node& each : options_.resumes->nodes) {
            const uint32_t step = ownStep(executable_, each.node);
            if (step == kNoIndex || !isSaved[step]) {
                state->nodes.push_back(each);
            }
        }
    }
    std::sort(state->nodes.begin(), state->nodes.end(),
              [](const auto& a, const auto& b) { return a.node < b.node; });
    return state;
}

RunValues PipelineRun::values() const {
    return {compiled_, options_.number, executable_, run_, target_ == kNoIndex};
}

uint32_t PipelineRun::resumptions() const {
    return options_.resumes ? options_.resumes->resumptions + 1 : 0;
}

}  // namespace cst

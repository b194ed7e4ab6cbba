// What a run tells of its nodes, while it goes and at its end.

#include "engine/base/microseconds.h"
#include "engine/json/encode.h"
#include "engine/profile/thread_cpu.h"
#include "engine/session/broken_cause.h"
#include "engine/session/node_error.h"
#include "engine/session/pipeline_run.h"
#include "engine/session/run_target.h"
#include "engine/session/value_look.h"

#include <algorithm>

namespace cst {

RunSnapshot PipelineRun::report() const {
    RunSnapshot report;
    report.run = options_.number;
    report.compiled = compiled_;
    report.sample = options_.sample;
    report.target = options_.target;
    report.asked = outputNameOf(options_.target);
    report.resumptions = resumptions();
    report.isLive = options_.results && options_.mode == RunResults::Mode::Live;
    report.warnings = inputs_.warnings;
    report.nodes.resize(compiled_->graph->nodes.size());
    report.times.compileUs = microseconds(compiled_->times.total());
    report.times.optimiseUs = optimiseUs_;
    report.times.inputUs = bindUs_;
    if (run_) {
        const RunPool& pool = run_->program().pool();
        report.pool = {pool.leases(), pool.hits()};
    }
    if (refused_ == RunStatus::BadInput) {
        report.errors = inputs_.errors;
        report.missing = inputs_.missing();
    }
    const auto outputStart = std::chrono::steady_clock::now();
    if (run_) {
        report.times.runUs = microseconds(run_->elapsedNs());
        // `ended` is read once: a run that ends meanwhile is final in the next report.
        report.status = RunStatus::Running;
        const bool isFinal = run_->ended();
        SourceView view(*executable_.optimised, *run_, *compiled_->types, target_ == kNoIndex);
        reportMissing(report, view);
        reportNodes(report, view);
        reportEnds(report, view);
        if (isFinal) {
            report.status = statusAtEnd(report);
            report.canResume = report.status != RunStatus::Completed && !report.isLive;
        }
        if (results_ && options_.reasons) {
            const Plan& source = *executable_.optimised->source;
            if (isFinal) {
                results_->close();
            }
            options_.reasons->explain(report, *results_, source);
            if (isFinal) {
                options_.reasons->learn(report, *results_, source, keptNodes());
            }
        }
        if (results_ && options_.statistics) {
            options_.statistics->show(report, *results_, *executable_.optimised->source);
        }
        reportOutputs(report, &view);
    } else {
        report.status = refused_;
        report.canResume = options_.resumes != nullptr;  // nothing was lost
        for (NodeRun& node : report.nodes) {
            node.status = NodeStatus::Skipped;
        }
        reportOutputs(report, nullptr);
    }
    reportOutputNodes(report);
    if (report.finished()) {
        reportExpectations(report);
    }
    report.times.outputUs = microsecondsSince(outputStart);
    report.times.totalUs = report.times.compileUs + report.times.optimiseUs + report.times.inputUs +
                           report.times.runUs + report.times.outputUs;
    return report;
}

/// Where one node is asked for, an input that it does not need is not missed.
void PipelineRun::reportMissing(RunSnapshot& report, const SourceView& view) const {
    report.missing = inputs_.missing();
    if (target_ == kNoIndex) {
        return;
    }
    for (const PlanInput& input : compiled_->plan->inputs) {
        if (!view.isNeeded(input.node)) {
            std::erase(report.missing, input.name);
        }
    }
}

void PipelineRun::reportTimes(NodeRun& row, uint32_t node, uint32_t step) const {
    const NodeTimes times = run_->times(step, nsPerTick_);
    row.attempts = times.attempts;
    row.readyUs = times.readyNs < 0 ? 0 : microseconds(times.readyNs);
    row.queueUs = microseconds(times.queueNs);
    row.waitUs = microseconds(times.waitNs);
    row.waits = times.waits;
    row.runUs = microseconds(times.runNs);
    row.cpuUs = times.cpuNs < 0 ? -1 : microseconds(times.cpuNs);
    row.keptBytes = results_ ? results_->keptBytes(step) : 0;
    if (std::optional<CallLog> log = run_->callLog(step)) {
        row.events = std::move(log->events);
        // (How it came to its value is good once it has one.)
        const Via via = isFinal(run_->state(step)) ? run_->via(step) : Via::Run;
        if (log->recovered && (via == Via::Fallback || via == Via::Zero)) {
            row.recovered = errorOfNode(*compiled_, node, *log->recovered, row.attempts);
        }
    }
}

/// Of a step whose result is that of a run before.
void PipelineRun::reportReused(NodeRun& row, uint32_t step) const {
    // (How it came to its value is good once it has one.)
    if (results_ && isFinal(run_->state(step)) && run_->via(step) == Via::Known) {
        if (const std::optional<RunResults::Reused> reused = results_->reused(step)) {
            row.wasUs = reused->tookUs;
            row.wasRun = reused->run;
        }
    }
}

/// By node of the source: has its result been kept for later runs?
std::vector<bool> PipelineRun::keptNodes() const {
    const Program& program = *executable_.program;
    std::vector<bool> kept(executable_.optimised->source->size());
    for (uint32_t node = 0; node < kept.size(); ++node) {
        const NodeFate& fate = executable_.optimised->fates[node];
        const uint32_t step = fate.node == kNoIndex ? kNoIndex : program.stepOf(fate.node);
        kept[node] = step != kNoIndex && results_->wasKept(step);
    }
    return kept;
}

void PipelineRun::reportNodes(RunSnapshot& report, SourceView& view) const {
    const Plan& plan = *compiled_->plan;
    const OptimisedPlan& optimised = *executable_.optimised;
    std::vector<int32_t> owner(optimised.plan->size(), -1);  // who shows the time of a node
    nsPerTick_ = ticks::nanoseconds();
    std::size_t timed = 0;
    std::size_t clocks = 0;  // readings of the processor time
    for (uint32_t node = 0; node < plan.size(); ++node) {
        if (!view.isNeeded(node)) {
            continue;
        }
        const NodeId shown = plan.graphNode[node];
        NodeRun& row = report.nodes[shown.index];
        const NodeFate& fate = optimised.fates[node];
        if (fate.kind == NodeFate::Kind::Removed) {
            continue;
        }
        const uint32_t step = view.stepOf(node);
        const SavedState::Node* const kept = keptAt(step);
        row.kept = kept != nullptr;
        if (row.kept && kept->mended && kept->node == node) {
            row.recovered =
                errorOfNode(*compiled_, node, kept->mended->error, kept->mended->attempts);
        }
        if (step != kNoIndex && run_->state(step) == StepState::Waiting) {
            row.waitsFor = run_->waitsFor(step);
        }
        if (fate.kind == NodeFate::Kind::Folded) {
            row.folded = plan.nodes[node].op != Op::Literal;
        } else if (fate.kind == NodeFate::Kind::Forwarded) {
            row.folded = true;
        } else if (owner[fate.node] >= 0) {
            row.sharedWith = owner[fate.node];
        } else {
            owner[fate.node] = static_cast<int32_t>(shown.index);
            if (const uint32_t into = view.fusedInto(node); into != kNoIndex) {
                row.fusedInto = static_cast<int32_t>(plan.graphNode[into].index);
            } else {
                reportTimes(row, node, step);
                reportReused(row, step);
                timed += row.attempts;
                clocks += row.cpuUs < 0 ? 0 : 2;
            }
        }
        row.askedFor = view.askedFor(node);
        if (const Value* value = options_.previews ? view.value(node) : nullptr) {
            look(row, *compiled_->types, plan.nodes[node].type, *value, kPreviewRoom);
        }
    }
    report.times.recordingUs = static_cast<double>(timed) * engine_.recorder().costNs() / 1000.0;
    if (clocks > 0) {
        report.times.recordingUs += static_cast<double>(clocks) * threadCpuCostNs() / 1000.0;
    }
}

void PipelineRun::reportEnds(RunSnapshot& report, SourceView& view) const {
    const Plan& plan = *compiled_->plan;
    const Graph& graph = *compiled_->graph;
    const std::vector<NodeEnd> ends = view.ends();
    std::vector<uint32_t> failed;
    for (uint32_t node = 0; node < plan.size(); ++node) {
        if (ends[node].hasError && !ends[node].isRecovered) {
            failed.push_back(node);
        }
    }
    std::sort(failed.begin(), failed.end(),
              [&](uint32_t a, uint32_t b) { return plan.graphNode[a] < plan.graphNode[b]; });
    std::vector<int32_t> errorOf(plan.size(), -1);
    for (const uint32_t node : failed) {
        errorOf[node] = static_cast<int32_t>(report.errors.size());
        report.errors.push_back(errorOfNode(*compiled_, node, ends[node].error,
                                            run_->times(view.stepOf(node), nsPerTick_).attempts));
    }
    for (uint32_t node = 0; node < plan.size(); ++node) {
        NodeRun& row = report.nodes[plan.graphNode[node].index];
        const NodeEnd& end = ends[node];
        row.status = end.status;
        const bool wasDone = isDone(end.status) || end.status == NodeStatus::Failed;
        const bool isReused = end.status == NodeStatus::Cached;
        if (row.fusedInto >= 0 && wasDone && !row.kept && !isReused) {
            row.attempts = 1;  // it kept no record of its own
        }
        if (end.isRecovered) {
            row.recovered = errorOfNode(*compiled_, node, end.error, row.attempts);
        }
        if (end.root != kNoIndex && errorOf[end.root] >= 0) {
            row.error = errorOf[end.root];
        }
        if (end.status == NodeStatus::Blocked && end.root != kNoIndex) {
            row.blockedBy = graph.nodes[causeOf(plan.graphNode[end.root])].name;
        }
    }
    for (uint32_t i = 0; i < graph.nodes.size() && compiled_->errorCount > 0; ++i) {
        if (const NodeId cause = causeOf(NodeId(i)); cause != NodeId(i)) {
            report.nodes[i].blockedBy = graph.nodes[cause].name;  // also where nobody asked for it
        }
    }
}

/// The node whose error is to blame if this one does not compile; else the node itself.
NodeId PipelineRun::causeOf(NodeId node) const {
    if (!causes_) {
        causes_ = brokenCauses(*compiled_);
    }
    const uint32_t cause = node.index < causes_->size() ? (*causes_)[node.index] : kNoCause;
    return cause == kNoCause || compiled_->graph->nodes[NodeId(cause)].name.empty() ? node
                                                                                    : NodeId(cause);
}

RunStatus PipelineRun::statusAtEnd(const RunSnapshot& report) const {
    if (run_->cancelled()) {
        return run_->timedOut() ? RunStatus::TimedOut : RunStatus::Cancelled;
    }
    return !report.errors.empty()    ? RunStatus::Failed
           : !report.missing.empty() ? RunStatus::Suspended
                                     : RunStatus::Completed;
}

/// The graph's own nodes of outputs take the state of what they show.
void PipelineRun::reportOutputNodes(RunSnapshot& report) const {
    const Graph& graph = *compiled_->graph;
    for (uint32_t i = 0; i < graph.nodes.size() && compiled_->errorCount > 0; ++i) {
        const GraphNode& node = graph.nodes[NodeId(i)];
        if (node.broken && node.kind == NodeKind::Output) {
            report.nodes[i].status = NodeStatus::Blocked;  // if what it shows says no more
            report.nodes[i].blockedBy = node.name;
        }
    }
    for (const GraphEdge& edge : graph.edges) {
        const GraphNode& output = graph.nodes[edge.to];
        const bool isFormer = output.broken && !graph.nodes[edge.from].broken;  // of a ghost
        if (output.kind == NodeKind::Output && !isFormer) {
            NodeRun& row = report.nodes[edge.to.index];
            row = report.nodes[edge.from.index];
            row.queueUs = row.waitUs = row.runUs = 0;
            row.waits = {};
            row.cpuUs = -1;
            row.keptBytes = 0;
            row.askedFor.clear();
            row.statistics = nullptr;
            row.because = RanBecause::None;
            row.wasUs = -1;
            if (hasFailed(row.status)) {
                row.status = NodeStatus::UpstreamFailed;  // the cause is told once
            }
        }
    }
}

void PipelineRun::reportExpectations(RunSnapshot& report) const {
    const auto isAskedFor = [&](const std::string& name) {
        return target_ == kNoIndex ||
               std::any_of(report.outputs.begin(), report.outputs.end(),
                           [&](const OutputValue& o) { return o.name == name && o.ready; });
    };
    for (const auto& [name, expected] : options_.expect) {
        if (!isAskedFor(name)) {
            continue;
        }
        Expectation row;
        row.sample = options_.sample;
        row.output = name;
        row.expected = expected;
        row.got = "null";
        for (const OutputValue& output : report.outputs) {
            if (output.name == name) {
                row.stale = output.stale;
            }
            if (output.name == name && output.ready) {
                row.got.clear();
                encodeValue(row.got, *compiled_->types, output.type, output.value);
                row.ok = jsonAgrees(expected, row.got, options_.tolerance);
            }
        }
        report.expectations.push_back(std::move(row));
    }
}

}  // namespace cst

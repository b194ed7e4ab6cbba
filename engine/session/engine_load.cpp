#include "engine/session/engine_load.h"

namespace cst {

void countNodes(EngineLoad& load, const RunSnapshot& run) {
    load.run = run.run;
    load.runs = !run.finished();
    load.pool = run.pool;
    for (std::size_t i = 0; i < run.nodes.size(); ++i) {
        const NodeRun& node = run.nodes[i];
        load.done += hasEnded(node.status) ? 1 : 0;  // as the status bar counts
        if (run.compiled->graph->nodes.rows()[i].kind == NodeKind::Output) {
            continue;  // it only shows the state of another
        }
        const bool waits = node.status == NodeStatus::Waiting;
        load.queued += node.status == NodeStatus::Queued ? 1 : 0;
        load.running += node.status == NodeStatus::Running ? 1 : 0;
        load.waiting += waits ? 1 : 0;
        load.delayed += waits && node.waitsFor == RecordKind::RetryDelay ? 1 : 0;
        load.equal += waits && node.waitsFor == RecordKind::CacheWait ? 1 : 0;
    }
    load.inCall = load.waiting - load.delayed - load.equal;
    load.nodes = run.nodes.size();
}

}  // namespace cst

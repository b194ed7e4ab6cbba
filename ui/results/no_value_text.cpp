#include "ui/results/no_value_text.h"

#include "ui/shell/node_words.h"
#include "ui/shell/tr.h"

#include <algorithm>

namespace cst {
namespace {

QString failedText(const RunSnapshot& run, const NodeRun& ran, bool isItsOwn) {
    if (ran.error < 0 || static_cast<std::size_t>(ran.error) >= run.errors.size()) {
        return statusText(ran.status);
    }
    const RunError& error = run.errors[static_cast<std::size_t>(ran.error)];
    const QString what = fromUtf8(error.code) + QChar(' ') + fromUtf8(error.message);
    return isItsOwn ? tr("It failed: %1").arg(what)
                    : tr("It needs `%1`, which failed: %2").arg(fromUtf8(error.node), what);
}

QString blockedText(const RunSnapshot& run, const NodeRun& ran) {
    const bool isInput =
        std::find(run.missing.begin(), run.missing.end(), ran.blockedBy) != run.missing.end();
    if (isInput) {
        return tr("Input `%1` has no value: fill it in under Inputs (Alt+1).")
            .arg(fromUtf8(ran.blockedBy));
    }
    return ran.blockedBy.empty()
               ? tr("What it needs has no value.")
               : tr("It needs `%1`, which does not compile.").arg(fromUtf8(ran.blockedBy));
}

QString skippedText(const RunSnapshot& run, const GraphNode& node) {
    if (node.broken) return tr("It does not compile, so no value comes from it.");
    if (run.status == RunStatus::Invalid || run.status == RunStatus::BadInput) {
        return tr("Nothing was run: see Problems (Alt+3).");
    }
    if (!run.target.empty()) {
        return tr("It was not run: only `%1` was asked for. Ctrl+Return runs all.")
            .arg(fromUtf8(run.target));
    }
    return tr("It was not run: no output needs it, or a choice went another way. "
              "Run to Node at Cursor (Ctrl+Shift+Return) works it out.");
}

}  // namespace

QString noValueText(const RunSnapshot& run, uint32_t index) {
    const NodeRun& ran = run.nodes[index];
    const GraphNode& node = run.compiled->graph->nodes.rows()[index];
    switch (ran.status) {
    case NodeStatus::Pending:
    case NodeStatus::Skipped:
        if (!ran.blockedBy.empty()) return blockedText(run, ran);
        return run.finished() ? skippedText(run, node) : tr("The run has not got there yet.");
    case NodeStatus::Queued:
    case NodeStatus::Running:
    case NodeStatus::Waiting: return tr("It is still at it: its value comes when it is done.");
    case NodeStatus::Failed:
    case NodeStatus::TimedOut: return failedText(run, ran, true);
    case NodeStatus::UpstreamFailed: return failedText(run, ran, false);
    case NodeStatus::Blocked: return blockedText(run, ran);
    case NodeStatus::Cancelled:
        return tr("The run was stopped before it was done. Ctrl+Return runs again.");
    case NodeStatus::Stale:
        return tr("It has effects, or needs what has: live runs leave it alone. Ctrl+Return runs "
                  "it.");
    case NodeStatus::Completed:
    case NodeStatus::Cached:
    case NodeStatus::FellBack:
    case NodeStatus::Zeroed: break;
    }
    const bool isGhost = index < run.compiled->shown.size() && run.compiled->shown[index].ghost;
    if (isGhost || node.broken) {
        return tr("It does not compile now, and its value of before was not kept.");
    }
    return run.finished()
               ? tr("Its value was not kept. Run again (Ctrl+Return); with Time Every Node "
                    "(Ctrl+Shift+T) each node keeps its own.")
               : tr("It is worked out within another node: its value comes at the end of the run.");
}

}  // namespace cst

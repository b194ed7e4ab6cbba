// What became of each node, worked out from the graph after the end, so that it does not depend on
// which of two things happened first.

#include "engine/run/run.h"

namespace cst {

NodeStatus Run::progress(uint32_t node) const {
    const Row& row = rows_[node];
    switch (row.end.load(std::memory_order_acquire)) {
    case End::Completed: return NodeStatus::Completed;
    case End::Failed: return NodeStatus::Failed;
    case End::Poisoned: return NodeStatus::UpstreamFailed;
    case End::Cancelled: return NodeStatus::Cancelled;
    case End::Missing: return NodeStatus::Blocked;
    case End::Open: break;
    }
    switch (row.phase.load(std::memory_order_relaxed)) {
    case Phase::Queued: return NodeStatus::Queued;
    case Phase::Running: return NodeStatus::Running;
    case Phase::Waiting: return NodeStatus::Waiting;
    default: return NodeStatus::Pending;
    }
}

bool Run::completed(uint32_t node) const {
    return rows_[node].end.load(std::memory_order_acquire) == End::Completed;
}

const Value& Run::value(uint32_t node) const {
    CST_CHECK(completed(node), "value of a node that has none");
    return rows_[node].value;
}

const AttemptRecord& Run::record(uint32_t node) const {
    return rows_[node].record;
}

int64_t Run::startedNs(uint32_t node) const {
    return rows_[node].startedNs.load(std::memory_order_relaxed);
}

std::vector<Run::NodeEnd> Run::ends() const {
    CST_CHECK(ended(), "ends() of a run that still goes");
    std::vector<NodeEnd> result(plan_->size());
    const std::lock_guard lock(mutex_);
    // A node's root cause is that of its operand whose root stands first in the source.
    const auto takeRoot = [&](NodeEnd& end, const NodeEnd& from) {
        const bool failed =
            from.status == NodeStatus::Failed || from.status == NodeStatus::UpstreamFailed;
        const bool blocked = from.status == NodeStatus::Blocked;
        const bool cancelled = from.status == NodeStatus::Cancelled;
        if (!failed && !blocked && !cancelled) {
            return;
        }
        const NodeStatus status = failed    ? NodeStatus::UpstreamFailed
                                  : blocked ? NodeStatus::Blocked
                                            : NodeStatus::Cancelled;
        const auto rank = [](NodeStatus s) {
            return s == NodeStatus::UpstreamFailed ? 0 : s == NodeStatus::Blocked ? 1 : 2;
        };
        const bool isNew = end.root == kNoIndex || rank(status) < rank(end.status);
        const bool isEarlier = !isNew && status == end.status &&
                               plan_->graphNode[from.root] < plan_->graphNode[end.root];
        if (isNew || isEarlier) {
            end.status = status;
            end.root = from.root;
        }
    };
    for (uint32_t node = 0; node < plan_->size(); ++node) {
        NodeEnd& end = result[node];
        const Row& row = rows_[node];
        switch (row.end.load()) {
        case End::Completed: end.status = NodeStatus::Completed; break;
        case End::Failed:
            end.status = NodeStatus::Failed;
            end.root = node;
            end.hasError = true;
            end.error = errors_.at(node);
            break;
        case End::Missing:
            end.status = NodeStatus::Blocked;
            end.root = node;
            break;
        case End::Cancelled:
        case End::Poisoned: {
            end.status =
                row.end.load() == End::Cancelled ? NodeStatus::Cancelled : NodeStatus::Blocked;
            if (plan_->nodes[node].op == Op::Broken) {
                end.root = node;  // its text does not compile
                break;
            }
            for (const Operand& operand : plan_->strictOperands(node)) {
                takeRoot(end, result[operand.source]);
            }
            if (isControl(plan_->nodes[node].op)) {
                takeRoot(end, result[plan_->operands(node)[row.step].source]);
            }
            if (end.root == kNoIndex) {
                end.root = node;
            }
            break;
        }
        case End::Open: end.status = NodeStatus::Skipped; break;
        }
    }
    return result;
}

}  // namespace cst

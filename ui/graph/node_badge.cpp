#include "ui/graph/node_badge.h"

#include "ui/graph/edge_way.h"
#include "ui/shell/duration_text.h"
#include "ui/shell/tr.h"

namespace cst {

namespace {

bool isGoing(NodeStatus status) {
    return status == NodeStatus::Running || status == NodeStatus::Waiting;
}

/// Name of the node that failed first: `total` for the key `total/args.0` says little, so the
/// title is looked up; a key without a node stays as it is.
QString rootTitle(const RunSnapshot& run, int32_t error) {
    if (error < 0 || static_cast<std::size_t>(error) >= run.errors.size()) return QString();
    const std::string& key = run.errors[static_cast<std::size_t>(error)].node;
    const NodeId node = run.compiled->graph->byKey(key);
    return node.hasValue() ? nodeTitle(run.compiled->graph->nodes[node])
                           : QString::fromStdString(key);
}

QString titleOf(const RunSnapshot& run, int32_t node) {
    return nodeTitle(run.compiled->graph->nodes[NodeId(static_cast<uint32_t>(node))]);
}

bool isInput(const RunSnapshot& run, const std::string& name) {
    return run.compiled->graph->byKey("in:" + name).hasValue();
}

/// It only shows what another node came to, which says so itself.
bool isOutput(const RunSnapshot& run, uint32_t node) {
    return run.compiled->graph->nodes[NodeId(node)].kind == NodeKind::Output;
}

/// Which nodes have a value that came, by whatever way, of an input.
std::vector<bool> comesOfInputs(const Graph& graph) {
    std::vector<bool> reached(graph.nodes.size());
    std::vector<std::vector<uint32_t>> consumers(graph.nodes.size());
    for (const GraphEdge& edge : graph.edges) {
        consumers[edge.from.index].push_back(edge.to.index);
    }
    std::vector<uint32_t> open;
    const auto reach = [&](uint32_t node) {
        if (!reached[node]) open.push_back(node);
        reached[node] = true;
    };
    for (uint32_t node = 0; node < reached.size(); ++node) {
        const NodeKind kind = graph.nodes.rows()[node].kind;
        // What is drawn together with others may well be an input.
        if (kind == NodeKind::Input || kind == NodeKind::Group) reach(node);
    }
    while (!open.empty()) {
        const uint32_t node = open.back();
        open.pop_back();
        for (const uint32_t consumer : consumers[node]) reach(consumer);
    }
    return reached;
}

size_t hashOfWords(const RunSnapshot& run, uint32_t index) {
    const NodeRun& node = run.nodes[index];
    size_t hash = qHashMulti(0, node.wasUs, node.folded, node.sharedWith >= 0,
                             static_cast<int>(node.waitsFor), isOutput(run, index));
    for (const uint32_t port : node.askedFor) hash = qHashMulti(hash, port);
    const int32_t into = workedOutIn(run, node);
    if (into >= 0) hash = qHashMulti(hash, titleOf(run, into));
    if (node.error >= 0) hash = qHashMulti(hash, rootTitle(run, node.error));
    if (!node.blockedBy.empty()) {
        hash =
            qHashMulti(hash, QString::fromStdString(node.blockedBy), isInput(run, node.blockedBy));
    }
    return hash;
}

/// Of two states, the worse one is told about both.
int badness(NodeStatus status) {
    switch (status) {
    case NodeStatus::Skipped: return 0;
    case NodeStatus::Pending: return 1;
    case NodeStatus::Cached: return 2;
    case NodeStatus::Completed: return 3;
    case NodeStatus::Stale: return 4;
    case NodeStatus::FellBack: return 5;
    case NodeStatus::Zeroed: return 6;
    case NodeStatus::Queued: return 7;
    case NodeStatus::Waiting: return 8;
    case NodeStatus::Running: return 9;
    case NodeStatus::Cancelled: return 10;
    case NodeStatus::Blocked: return 11;
    case NodeStatus::UpstreamFailed: return 12;
    case NodeStatus::TimedOut: return 13;
    case NodeStatus::Failed: return 14;
    }
    return 0;
}

/// Of several nodes in one. What failed is named: there it is not seen.
QString wordsOfAll(const NodeBadge& badge, double timeUs, const RunSnapshot& run) {
    switch (badge.status) {
    case NodeStatus::Running:
    case NodeStatus::Completed: return timeUs > 0 ? durationText(timeUs) : QString();
    case NodeStatus::Cached:
        return badge.lastUs > 0 ? tr("cached, was %1").arg(durationText(badge.lastUs))
                                : statusText(badge.status);
    case NodeStatus::Failed:
    case NodeStatus::TimedOut: {
        const QString words = tr("%1: %2").arg(statusText(badge.status),
                                               titleOf(run, static_cast<int32_t>(badge.runNode)));
        return timeUs > 0 ? words + QStringLiteral(" · ") + durationText(timeUs) : words;
    }
    default: return QString();
    }
}

}  // namespace

void RunBadges::setRun(RunSnapshotPtr run, Clock::time_point now) {
    const bool another = !run || !run_ || run->run != run_->run;
    run_ = run && run->compiled ? std::move(run) : nullptr;
    if (another) {
        nodeOf_.clear();
        goingSince_.assign(run_ ? run_->nodes.size() : 0, {});
        const std::size_t count =
            run_ ? std::min(run_->nodes.size(), run_->compiled->shown.size()) : 0;
        for (std::size_t i = 0; i < count; ++i) {
            nodeOf_.emplace(run_->compiled->shown[i].identity, static_cast<uint32_t>(i));
        }
    }
    if (run_ && run_->finished()) {
        for (const auto& [identity, node] : nodeOf_) {
            const NodeRun& ran = run_->nodes[node];
            if (ran.status == NodeStatus::Completed && ran.shownUs() > 0) {
                lastUs_[identity] = ran.shownUs();
            }
        }
    }
    for (std::size_t i = 0; i < goingSince_.size(); ++i) {
        const bool going = isGoing(run_->nodes[i].status);
        if (!going) {
            goingSince_[i] = {};
        } else if (goingSince_[i] == Clock::time_point{}) {
            goingSince_[i] = now;
        }
    }
}

std::vector<NodeBadge> RunBadges::badgesFor(const Snapshot& snapshot) const {
    std::vector<NodeBadge> badges(snapshot.graph->nodes.size());
    if (!run_) return badges;
    const std::vector<bool> changed =
        inputsChanged_ ? comesOfInputs(*snapshot.graph) : std::vector<bool>(badges.size());
    for (std::size_t i = 0; i < badges.size(); ++i) {
        const GraphNode& node = snapshot.graph->nodes.rows()[i];
        if (!snapshot.members.empty() && !snapshot.members[i].empty()) {
            badges[i] = badgeOfAll(snapshot.members[i], node);
        } else if (const auto badge = badgeOf(snapshot.shown[i].identity)) {
            badges[i] = *badge;
            badges[i].stale = ranNode(*badge).structure != node.structure;
        }
        badges[i].stale = badges[i].shown && (badges[i].stale || changed[i]);
        badges[i].ghost = snapshot.shown[i].ghost;
    }
    return badges;
}

/// Nothing: it was not there, or it does not take part.
std::optional<NodeBadge> RunBadges::badgeOf(NodeIdentity node) const {
    const auto found = nodeOf_.find(node);
    if (found == nodeOf_.end()) return std::nullopt;
    const NodeRun& ran = run_->nodes[found->second];
    if (ran.status == NodeStatus::Pending) return std::nullopt;
    NodeBadge badge;
    badge.shown = true;
    badge.status = ran.status;
    const auto owner = static_cast<std::size_t>(ran.fusedInto);
    badge.timeUs = (ran.fusedInto >= 0 ? run_->nodes[owner] : ran).shownUs();
    badge.runNode = found->second;
    badge.ownRun = static_cast<int32_t>(found->second);
    badge.closed = isClosedGuard(*run_, found->second);
    badge.statistics = ran.statistics;
    badge.words = hashOfWords(*run_, found->second);
    if (const auto last = lastUs_.find(node); last != lastUs_.end()) badge.lastUs = last->second;
    badge.broken = ranNode(badge).broken &&
                   (ran.status == NodeStatus::Skipped || ran.status == NodeStatus::Blocked);
    return badge;
}

/// Of those that a node stands for: what the worst of them tells, and the times of all. What was
/// worked out within another one, or once for two, is in the time of that one.
NodeBadge RunBadges::badgeOfAll(std::span<const NodeIdentity> nodes, const GraphNode& now) const {
    NodeBadge all;
    double timeUs = 0, wasUs = 0;
    bool isBroken = false, isClosed = false;
    int32_t own = -1;
    std::vector<uint32_t> runNodes;
    Hash128 structure;  // as GraphFolder puts it together
    for (const NodeIdentity node : nodes) {
        const std::optional<NodeBadge> one = badgeOf(node);
        if (!one) continue;
        runNodes.push_back(one->runNode);
        const NodeRun& ran = run_->nodes[one->runNode];
        if (ran.fusedInto < 0 && ran.sharedWith < 0) {
            timeUs += ran.shownUs();
            wasUs += std::max(0.0, ran.wasUs);
        }
        isBroken = isBroken || one->broken;
        const GraphNode& was = ranNode(*one);
        const bool isWhole = now.kind != NodeKind::Group && was.key == now.key;
        structure = isWhole                       ? was.structure
                    : now.kind == NodeKind::Group ? hashPair(structure, was.structure)
                                                  : structure;
        if (isWhole) {
            own = one->ownRun;
            isClosed = one->closed;
        }
        if (!all.shown || badness(one->status) > badness(all.status)) all = *one;
    }
    all.members = static_cast<uint32_t>(nodes.size());
    all.runNodes = std::move(runNodes);
    all.ownRun = own;
    all.closed = isClosed;
    all.statistics = nullptr;  // those are of one node
    all.timeUs = timeUs;
    all.lastUs = wasUs;
    all.broken = isBroken;
    all.stale = structure != now.structure;
    return all;
}

double RunBadges::timeUs(const NodeBadge& badge, Clock::time_point now) const {
    if (!badge.isGoing() || badge.runNode >= goingSince_.size()) return badge.timeUs;
    const std::chrono::duration<double, std::micro> since = now - goingSince_[badge.runNode];
    return std::max(badge.timeUs, since.count());
}

/// A wait says for what: somebody may want to do something about it.
QString waitText(const NodeBadge& badge, const NodeRun& node, double timeUs) {
    const QString time = durationText(timeUs);
    switch (node.waitsFor) {
    case RecordKind::ThrottleWait: return tr("waits for a token %1").arg(time);
    case RecordKind::PermitWait: return tr("waits for a permit %1").arg(time);
    case RecordKind::RetryDelay:
        return node.attempts == 0 ? tr("retry delay %1").arg(time)
                                  : tr("retrying %1, in delay %2").arg(node.attempts).arg(time);
    case RecordKind::CacheWait: return tr("waits for an equal call %1").arg(time);
    default:
        return badge.status == NodeStatus::Waiting ? tr("in call %1").arg(time)
                                                   : statusText(badge.status);
    }
}

int32_t workedOutIn(const RunSnapshot& run, const NodeRun& node) {
    if (node.fusedInto < 0) return -1;
    const NodeStatus owner = run.nodes[static_cast<std::size_t>(node.fusedInto)].status;
    return isDone(owner) || hasFailed(owner) ? node.fusedInto : -1;
}

bool isBlockedByAnother(const RunSnapshot& run, uint32_t node) {
    const std::string& by = run.nodes[node].blockedBy;
    return !by.empty() && by != run.compiled->graph->nodes[NodeId(node)].name;
}

/// A guard that stayed closed looks done, and came to nothing.
QString closedText(const NodeBadge& badge, double timeUs) {
    const bool isNow = badge.status == NodeStatus::Completed && timeUs > 0;
    return isNow ? tr("closed") + QStringLiteral(" · ") + durationText(timeUs) : tr("closed");
}

/// A result of before: it took so long then.
QString ghostText(const NodeRun& node, double timeUs) {
    const double was = node.wasUs > 0 ? node.wasUs : timeUs;
    return was > 0 ? tr("was %1").arg(durationText(was)) : QString();
}

QString badgeText(const NodeBadge& badge, double timeUs, const RunSnapshot& run) {
    if (!badge.shown) return QString();
    const NodeRun& node = run.nodes[badge.runNode];
    if (badge.broken && isBlockedByAnother(run, badge.runNode)) {
        return tr("needs %1").arg(QString::fromStdString(node.blockedBy));
    }
    if (badge.broken) return tr("does not compile");
    if (badge.ghost && isDone(badge.status)) return ghostText(node, timeUs);
    if (badge.closed && isDone(badge.status)) return closedText(badge, timeUs);
    if (badge.members > 0) {
        const QString words = wordsOfAll(badge, timeUs, run);
        if (!words.isEmpty() || badge.status == NodeStatus::Completed) return words;
    }
    // It waits for what it shows, which says for how long and what for.
    if (badge.isGoing() && isOutput(run, badge.runNode)) return tr("waiting");
    switch (badge.status) {
    case NodeStatus::Running: return durationText(timeUs);
    case NodeStatus::Queued:
    case NodeStatus::Waiting: return waitText(badge, node, timeUs);
    case NodeStatus::Completed:
        if (node.folded) return tr("constant");
        if (isOutput(run, badge.runNode)) return QString();
        if (node.sharedWith >= 0) return tr("shared");
        if (const int32_t into = workedOutIn(run, node); into >= 0) {
            const QString in = tr("in %1").arg(titleOf(run, into));
            // The time that the other one took in vain is told there.
            const bool isTold = hasFailed(run.nodes[static_cast<std::size_t>(into)].status);
            return timeUs > 0 && !isTold ? in + QStringLiteral(" · ") + durationText(timeUs) : in;
        }
        return timeUs > 0 ? durationText(timeUs) : QString();
    case NodeStatus::Cached:
        if (isOutput(run, badge.runNode)) return QString();
        if (node.sharedWith >= 0) return tr("shared");
        if (const int32_t into = workedOutIn(run, node); into >= 0) {
            return tr("in %1").arg(titleOf(run, into));
        }
        if (node.wasUs > 0) return tr("cached, was %1").arg(durationText(node.wasUs));
        return badge.lastUs > 0 ? tr("cached, was %1").arg(durationText(badge.lastUs))
                                : statusText(badge.status);
    case NodeStatus::Failed:
    case NodeStatus::TimedOut: {
        const bool isOwn = timeUs > 0 && node.fusedInto < 0 && node.sharedWith < 0;
        const QString words = statusText(badge.status);
        return isOwn ? words + QStringLiteral(" · ") + durationText(timeUs) : words;
    }
    case NodeStatus::UpstreamFailed: {
        const QString root = rootTitle(run, node.error);
        return root.isEmpty() ? statusText(badge.status) : tr("upstream failed: %1").arg(root);
    }
    case NodeStatus::Blocked:
        if (node.blockedBy.empty()) return statusText(badge.status);
        // What it waits for is an input without a value, or a name that does not compile.
        return (isInput(run, node.blockedBy) ? tr("blocked: input %1") : tr("needs %1"))
            .arg(QString::fromStdString(node.blockedBy));
    default: return statusText(badge.status);
    }
}

QStringList badgeTexts(const NodeBadge& badge, double timeUs, const RunSnapshot& run) {
    QStringList texts = {badgeText(badge, timeUs, run)};
    if (!badge.shown || badge.broken || (badge.ghost && isDone(badge.status))) return texts;
    if (badge.closed && isDone(badge.status)) return texts << tr("closed");
    if (badge.members > 0) {  // the mark says what the words do
        if (badge.status == NodeStatus::Cached && badge.lastUs > 0) {
            return texts << tr("was %1").arg(durationText(badge.lastUs)) << QString();
        }
        return texts << statusText(badge.status);
    }
    const NodeRun& node = run.nodes[badge.runNode];
    switch (badge.status) {
    case NodeStatus::Waiting:
        if (node.waitsFor == RecordKind::RetryDelay && node.attempts > 0) {
            texts << tr("retrying %1").arg(node.attempts) << tr("retry %1").arg(node.attempts);
        }
        texts << durationText(timeUs);
        break;
    case NodeStatus::Completed:
        if (const int32_t into = workedOutIn(run, node); into >= 0) {
            texts << tr("in %1").arg(titleOf(run, into));
        }
        break;
    case NodeStatus::Cached:
        // The mark says that it is cached; a time without `was` would look like one of now.
        if (node.wasUs > 0) texts << tr("was %1").arg(durationText(node.wasUs));
        texts << QString();
        break;
    case NodeStatus::Failed:
    case NodeStatus::TimedOut: texts << statusText(badge.status); break;
    case NodeStatus::Stale: texts << tr("stale"); break;
    case NodeStatus::UpstreamFailed:
        if (const QString root = rootTitle(run, node.error); !root.isEmpty()) {
            texts << tr("upstream: %1").arg(root) << root;
        }
        break;
    case NodeStatus::Blocked:
        if (!node.blockedBy.empty()) {
            const QString input = QString::fromStdString(node.blockedBy);
            texts << tr("needs %1").arg(input) << input;
        }
        break;
    default: break;
    }
    texts.removeDuplicates();
    return texts;
}

}  // namespace cst

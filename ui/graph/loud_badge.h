#pragma once

#include "ui/graph/node_badge.h"

namespace cst {

/// It is to be seen from afar: something is going on there, or wrong.
inline bool isLoud(const NodeBadge& badge) {
    if (!badge.shown || badge.stale) return false;
    switch (badge.status) {
    case NodeStatus::Running:
    case NodeStatus::Waiting:
    case NodeStatus::Failed:
    case NodeStatus::TimedOut:
    case NodeStatus::UpstreamFailed:
    case NodeStatus::Blocked:
    case NodeStatus::FellBack:
    case NodeStatus::Zeroed: return true;
    default: return false;
    }
}

}  // namespace cst

#include "ui/graph/node_history.h"

#include <cstddef>

namespace cst {

void NodeHistory::clear() {
    nodes_.clear();
    at_ = 0;
}

std::optional<NodeIdentity> NodeHistory::current() const {
    return nodes_.empty() ? std::nullopt : std::optional(nodes_[at_]);
}

void NodeHistory::visit(NodeIdentity node, bool replaces) {
    if (current() == node) return;
    if (!nodes_.empty()) nodes_.resize(replaces ? at_ : at_ + 1);
    if (nodes_.empty() || nodes_.back() != node) nodes_.push_back(node);
    if (nodes_.size() > kMost) nodes_.erase(nodes_.begin());
    at_ = nodes_.size() - 1;
}

std::optional<std::size_t> NodeHistory::before(const IsThere& isThere) const {
    for (std::size_t i = at_; i-- > 0;) {
        if (nodes_[i] != nodes_[at_] && isThere(nodes_[i])) return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> NodeHistory::after(const IsThere& isThere) const {
    for (std::size_t i = at_ + 1; i < nodes_.size(); ++i) {
        if (nodes_[i] != nodes_[at_] && isThere(nodes_[i])) return i;
    }
    return std::nullopt;
}

std::optional<NodeIdentity> NodeHistory::goBack(const IsThere& isThere) {
    const auto next = before(isThere);
    if (!next) return std::nullopt;
    at_ = *next;
    return nodes_[at_];
}

std::optional<NodeIdentity> NodeHistory::goForward(const IsThere& isThere) {
    const auto next = after(isThere);
    if (!next) return std::nullopt;
    at_ = *next;
    return nodes_[at_];
}

}  // namespace cst

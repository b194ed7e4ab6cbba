#pragma once

#include "engine/session/snapshot.h"

#include <functional>
#include <optional>
#include <vector>

namespace cst {

/// The nodes that a person has gone to, and where among them they are, as browsers keep their
/// pages: going to another one from the middle forgets what lay ahead. Nodes that are gone stay in
/// it, for they may come back, but nobody is led to them.
class NodeHistory {
public:
    using IsThere = std::function<bool(NodeIdentity)>;

    void clear();
    /// `replaces`: instead of the last one, which was but a step on the way here.
    void visit(NodeIdentity node, bool replaces = false);
    /// Goes to the nearest one before (after) this that is there; nothing = there is none.
    std::optional<NodeIdentity> goBack(const IsThere& isThere);
    std::optional<NodeIdentity> goForward(const IsThere& isThere);
    bool canGoBack(const IsThere& isThere) const { return before(isThere).has_value(); }
    bool canGoForward(const IsThere& isThere) const { return after(isThere).has_value(); }
    std::optional<NodeIdentity> current() const;

    static constexpr std::size_t kMost = 200;

private:
    std::optional<std::size_t> before(const IsThere& isThere) const;
    std::optional<std::size_t> after(const IsThere& isThere) const;

    std::vector<NodeIdentity> nodes_;  // no two neighbours are the same
    std::size_t at_ = 0;               // meaningful unless empty
};

}  // namespace cst

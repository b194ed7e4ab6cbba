#pragma once

#include "engine/layout/layout.h"
#include "engine/session/snapshot.h"

#include <memory>
#include <unordered_map>
#include <vector>

namespace cst {

/// The picture of a document. An edit moves only what must move: layouts start from one that all
/// share, the base, not from each other, so what an edit moved goes back when the edit is taken
/// back, and what lay between two texts does not matter. The base is the layout of a whole graph,
/// and follows what is shown when much of that is new to it.
/// Not thread safe.
class LayoutKeeper {
public:
    /// `shown`: the identities of the nodes. The last layout if no box and no edge has changed, as
    /// at most key presses. Cost: O(nodes + edges) to see that; the first time, and where most of
    /// it is new, that of a whole layout.
    std::shared_ptr<const Layout> layout(const Graph& graph, const std::vector<ShownNode>& shown);
    /// The next layout is made as if nothing had been laid out before.
    void forget() { base_ = nullptr; }

private:
    bool isSame(const LayoutInput& input, const std::vector<ShownNode>& shown) const;
    void setBase(std::shared_ptr<const Layout> layout, const std::vector<ShownNode>& shown);

    LayoutInput input_;                // of last_
    std::vector<NodeIdentity> nodes_;  // likewise, by node of the graph
    std::shared_ptr<const Layout> last_;
    std::shared_ptr<const Layout> base_;  // null: there is none
    std::unordered_map<NodeIdentity, uint32_t> inBase_;
};

}  // namespace cst

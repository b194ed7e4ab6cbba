#pragma once

#include "engine/plan/graph.h"
#include "engine/session/snapshot.h"

#include <memory>
#include <vector>

namespace cst {

/// Keeps what broke on the picture as it last was: the node of a declaration that does not compile
/// gets back its look, the nodes nested in it and its edges, so that a typo moves nothing.
/// The overlay of one document; not thread safe.
class GhostKeeper {
public:
    /// `graph` is of the newest text, `shown` has its identities. Nodes that come back stand behind
    /// all others, so that no index changes; both are remembered for the next time.
    /// Returns the graph with its ghosts: the same one if there are none.
    std::shared_ptr<const Graph> apply(std::shared_ptr<const Graph> graph,
                                       std::vector<ShownNode>& shown);

private:
    std::shared_ptr<const Graph> last_ = std::make_shared<Graph>();
    std::vector<ShownNode> lastShown_;
};

/// Nodes in the order of the text, ghosts behind the node that they belong to.
std::vector<uint32_t> sourceOrder(const Graph& graph, const std::vector<ShownNode>& shown);

}  // namespace cst

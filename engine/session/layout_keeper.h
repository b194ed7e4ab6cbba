#pragma once

#include "engine/layout/layout.h"

#include <memory>
#include <vector>

namespace cst {

/// The layout of a document, made anew only if an edit has changed a box or an edge: most key
/// presses change neither.
/// Not thread safe. Cost: O(nodes + edges) to see that nothing has changed.
class LayoutKeeper {
public:
    /// `order`: the nodes as the text has them.
    std::shared_ptr<const Layout> layout(const Graph& graph, std::vector<uint32_t> order);

private:
    std::vector<LayoutNode> sizes_;  // by node, likewise all below of the last graph
    std::vector<LayoutEdge> edges_;
    std::vector<uint32_t> order_;
    std::shared_ptr<const Layout> last_;
};

}  // namespace cst

#include "engine/session/layout_keeper.h"

#include "engine/session/ghosts.h"

#include <algorithm>

namespace cst {
namespace {

// So many nodes may be new to the base, whatever its size: placing them anew each time costs
// little.
constexpr std::size_t kFewNew = 64;
constexpr std::size_t kTenth = 10;

}  // namespace

std::shared_ptr<const Layout> LayoutKeeper::layout(const Graph& graph,
                                                   const std::vector<ShownNode>& shown) {
    LayoutInput input = layoutInput(graph, sourceOrder(graph, shown));
    if (last_ && base_ && isSame(input, shown)) {
        return last_;
    }
    std::vector<uint32_t> inBase(input.order.size(), LayoutHomes::kNone);
    std::size_t news = input.order.size();
    for (std::size_t i = 0; base_ && i < input.order.size(); ++i) {
        const auto found = inBase_.find(shown[input.order[i]].identity);
        if (found != inBase_.end()) {
            inBase[i] = found->second;
            --news;
        }
    }
    const bool isWhole = !base_ || 2 * news > input.order.size();
    Layout layout = isWhole ? layoutGraph(input.nodes, input.edges)
                            : layoutSteadily(input.nodes, input.edges, {*base_, inBase});
    last_ = std::make_shared<const Layout>(inGraphOrder(std::move(layout), input));
    if (isWhole || news > std::max(kFewNew, input.order.size() / kTenth)) {
        setBase(last_, shown);
    }
    input_ = std::move(input);
    nodes_.clear();
    for (const ShownNode& node : shown) {
        nodes_.push_back(node.identity);
    }
    return last_;
}

bool LayoutKeeper::isSame(const LayoutInput& input, const std::vector<ShownNode>& shown) const {
    return input == input_ &&
           std::equal(shown.begin(), shown.end(), nodes_.begin(), nodes_.end(),
                      [](const ShownNode& a, NodeIdentity b) { return a.identity == b; });
}

void LayoutKeeper::setBase(std::shared_ptr<const Layout> layout,
                           const std::vector<ShownNode>& shown) {
    base_ = std::move(layout);
    inBase_.clear();
    for (std::size_t i = 0; i < shown.size(); ++i) {
        inBase_.emplace(shown[i].identity, static_cast<uint32_t>(i));
    }
}

}  // namespace cst

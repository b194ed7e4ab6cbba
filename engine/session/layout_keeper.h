#pragma once

#include "engine/layout/layout.h"
#include "engine/session/arrangement.h"
#include "engine/session/snapshot.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cst {

/// The picture of a document. An edit moves only what must move: layouts start from one that all
/// share, the base, not from each other, so what an edit moved goes back when the edit is taken
/// back, and what lay between two texts does not matter. The base is the layout of a whole graph,
/// and follows what is shown when much of that is new to it.
/// Not thread safe.
class LayoutKeeper {
public:
    /// Whole layouts of more nodes than `atOnce` are made elsewhere: see wanted().
    explicit LayoutKeeper(std::size_t atOnce = SIZE_MAX) : atOnce_(atOnce) {}

    /// `shown`: the identities of the nodes, folded as look() says. The last layout if no box and
    /// no edge has changed, as at most key presses. Cost: O(nodes + edges) to see that; the first
    /// time, and where most of it is new, that of a whole layout.
    std::shared_ptr<const Layout> layout(const Graph& graph, const std::vector<ShownNode>& shown);
    /// After a layout() that gave nothing: whose whole layout is to be made, and take()n. Else
    /// null.
    const LayoutInput* wanted() const { return wanted_ ? &*wanted_ : nullptr; }
    /// The whole layout of an input, for the next layout() that wants it.
    void take(LayoutInput input, Layout whole);

    /// What a person has done, or takes back: the next layout() follows it.
    void arrange(const Arranging& arranging);
    /// How it is to be looked at from now on. Each look has its own base: who folds and unfolds
    /// finds all where it was.
    void setLook(GraphLook look);
    /// Its folded groups are called otherwise: nothing is folded that was not.
    void renameFolds(std::set<std::string> folded);
    const GraphLook& look() const { return arrangement_->look; }
    /// Pins as a file has them, of nodes that come yet.
    void setPlaces(PinnedPlaces places);
    /// What the last layout was made with, and what came of it.
    std::shared_ptr<const Arrangement> arrangement() const { return arrangement_; }

private:
    bool isSame(const LayoutInput& input, const std::vector<ShownNode>& shown) const;
    void findWaiting(const Graph& graph, const std::vector<ShownNode>& shown);
    /// What input nodes were in the base, and where a person has put them.
    struct Known {
        std::vector<uint32_t> inBase;
        std::vector<std::optional<LayoutPoint>> pins;  // empty: there are none
        std::size_t news = 0;                          // that are not in the base
    };
    Known known(const LayoutInput& input, const std::vector<ShownNode>& shown) const;
    /// Null: it is made elsewhere.
    std::optional<Layout> whole(const LayoutInput& input, const Known& known);
    std::shared_ptr<Arrangement> copied();

    const std::size_t atOnce_;
    std::optional<LayoutInput> wanted_;
    std::optional<std::pair<LayoutInput, Layout>> taken_;
    LayoutInput input_;                // of last_
    std::vector<NodeIdentity> nodes_;  // likewise, by node of the graph
    std::shared_ptr<const Layout> last_;
    std::shared_ptr<const Arrangement> arrangement_ = std::make_shared<Arrangement>();
    bool isArranged_ = false;                                                     // since last_
    std::unordered_map<uint64_t, std::shared_ptr<const Arrangement>> before_;     // by step
    std::vector<std::pair<GraphLook, std::shared_ptr<const LayoutBase>>> bases_;  // of other looks
};

}  // namespace cst

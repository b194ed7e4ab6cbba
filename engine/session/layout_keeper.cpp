#include "engine/session/layout_keeper.h"

#include "engine/layout/turned.h"
#include "engine/session/ghosts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cst {
namespace {

// So many nodes may be new to the base, whatever its size: placing them anew each time costs
// little.
constexpr std::size_t kFewNew = 64;
constexpr std::size_t kTenth = 10;
/// Bases that are kept of looks that others have taken the place of.
constexpr std::size_t kMostLooks = 8;

std::shared_ptr<const LayoutBase> baseOf(std::shared_ptr<const Layout> layout,
                                         const std::vector<NodeIdentity>& nodes) {
    auto base = std::make_shared<LayoutBase>();
    base->layout = std::move(layout);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        base->nodes.emplace(nodes[i], static_cast<uint32_t>(i));
    }
    return base;
}

}  // namespace

PinnedPlaces placesOf(const Snapshot& snapshot) {
    if (!snapshot.arrangement) {
        return {};
    }
    const auto whole = [](LayoutPoint place) {  // as its file has them
        return LayoutPoint{std::round(place.x), std::round(place.y)};
    };
    PinnedPlaces places = snapshot.arrangement->waiting;
    const auto addOf = [&](const Snapshot& one) {
        for (std::size_t i = 0; i < one.shown.size(); ++i) {
            const auto pin = snapshot.arrangement->pins.find(one.shown[i].identity);
            if (pin != snapshot.arrangement->pins.end()) {
                places.insert_or_assign(std::string(one.graph->nodes[NodeId(i)].key),
                                        whole(pin->second));
            }
        }
    };
    addOf(snapshot);
    if (snapshot.folded) {
        addOf(*snapshot.folded);  // groups are nodes only there
    }
    return places;
}

std::shared_ptr<const Layout> LayoutKeeper::layout(const Graph& graph,
                                                   const std::vector<ShownNode>& shown) {
    findWaiting(graph, shown);
    LayoutInput input = layoutInput(graph, sourceOrder(graph, shown), look().flow);
    if (last_ && !isArranged_ && isSame(input, shown)) {
        return last_;
    }
    const Known known = this->known(input, shown);
    const LayoutBase* base = arrangement_->base.get();
    const bool isWhole = !base || 2 * known.news > input.order.size();
    std::optional<Layout> layout =
        isWhole ? whole(input, known)
                : layoutSteadily(input.nodes, input.edges,
                                 {*base->layout, known.inBase, known.pins}, {.flow = input.flow});
    if (!layout) {
        wanted_ = std::move(input);
        return nullptr;
    }
    wanted_.reset();
    last_ = std::make_shared<const Layout>(inGraphOrder(std::move(*layout), input));
    nodes_.clear();
    for (const ShownNode& node : shown) {
        nodes_.push_back(node.identity);
    }
    if (isWhole || known.news > std::max(kFewNew, input.order.size() / kTenth)) {
        copied()->base = baseOf(last_, nodes_);
    }
    input_ = std::move(input);
    isArranged_ = false;
    return last_;
}

LayoutKeeper::Known LayoutKeeper::known(const LayoutInput& input,
                                        const std::vector<ShownNode>& shown) const {
    const std::size_t count = input.order.size();
    Known known{std::vector<uint32_t>(count, LayoutHomes::kNone), {}, count};
    if (!arrangement_->pins.empty()) {
        known.pins.resize(count);
    }
    for (std::size_t i = 0; i < count; ++i) {
        const NodeIdentity node = shown[input.order[i]].identity;
        if (arrangement_->base) {
            const auto& nodes = arrangement_->base->nodes;
            if (const auto found = nodes.find(node); found != nodes.end()) {
                known.inBase[i] = found->second;
                --known.news;
            }
        }
        if (known.pins.empty()) continue;
        if (const auto pin = arrangement_->pins.find(node); pin != arrangement_->pins.end()) {
            known.pins[i] = input.flow == LayoutFlow::TopDown ? turned(pin->second) : pin->second;
        }
    }
    return known;
}

void LayoutKeeper::take(LayoutInput input, Layout whole) {
    taken_.emplace(std::move(input), std::move(whole));
}

std::optional<Layout> LayoutKeeper::whole(const LayoutInput& input, const Known& known) {
    auto taken = std::exchange(taken_, std::nullopt);
    if (taken && taken->first != input) {
        taken.reset();  // of an older text
    }
    if (!taken && input.order.size() > atOnce_) {
        return std::nullopt;
    }
    const LayoutOptions options{.flow = input.flow};
    Layout layout =
        taken ? std::move(taken->second) : layoutGraph(input.nodes, input.edges, options);
    if (known.pins.empty()) {
        return layout;
    }
    // What is pinned is moved out of the whole layout, and what is there makes room.
    std::vector<uint32_t> itself(input.order.size());
    std::iota(itself.begin(), itself.end(), 0U);
    return layoutSteadily(input.nodes, input.edges, {layout, itself, known.pins}, options);
}

bool LayoutKeeper::isSame(const LayoutInput& input, const std::vector<ShownNode>& shown) const {
    return input == input_ &&
           std::equal(shown.begin(), shown.end(), nodes_.begin(), nodes_.end(),
                      [](const ShownNode& a, NodeIdentity b) { return a.identity == b; });
}

std::shared_ptr<Arrangement> LayoutKeeper::copied() {
    auto copy = std::make_shared<Arrangement>(*arrangement_);
    arrangement_ = copy;
    return copy;
}

void LayoutKeeper::setPlaces(PinnedPlaces places) {
    const std::shared_ptr<Arrangement> next = copied();
    if (!next->pins.empty()) {  // the base may have been made round them
        next->base = nullptr;
        bases_.clear();
        next->pins.clear();
    }
    next->waiting = std::move(places);
    isArranged_ = true;
}

void LayoutKeeper::renameFolds(std::set<std::string> folded) {
    if (folded != arrangement_->look.foldedGroups) {
        copied()->look.foldedGroups = std::move(folded);
    }
}

void LayoutKeeper::setLook(GraphLook look) {
    if (look == arrangement_->look) {
        if (look.wish != arrangement_->look.wish) {
            copied()->look.wish = look.wish;
        }
        return;
    }
    const auto baseOf = [&](const GraphLook& of) {
        return std::find_if(bases_.begin(), bases_.end(),
                            [&](const auto& kept) { return kept.first == of; });
    };
    if (const auto kept = baseOf(arrangement_->look); kept != bases_.end()) {
        bases_.erase(kept);
    } else if (bases_.size() >= kMostLooks) {
        bases_.erase(bases_.begin());
    }
    bases_.emplace_back(arrangement_->look, arrangement_->base);
    const std::shared_ptr<Arrangement> next = copied();
    const auto kept = baseOf(look);
    next->base = kept == bases_.end() ? nullptr : kept->second;
    next->look = std::move(look);
    isArranged_ = true;
}

void LayoutKeeper::findWaiting(const Graph& graph, const std::vector<ShownNode>& shown) {
    if (arrangement_->waiting.empty()) {
        return;
    }
    std::shared_ptr<Arrangement> next;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const auto found = arrangement_->waiting.find(std::string(graph.nodes[NodeId(i)].key));
        if (found == arrangement_->waiting.end()) continue;
        const auto [key, place] = *found;
        if (!next) next = copied();
        next->pins.insert_or_assign(shown[i].identity, place);
        next->waiting.erase(key);
        isArranged_ = true;
    }
}

void LayoutKeeper::arrange(const Arranging& arranging) {
    if (arranging.takesBack) {
        const auto before = before_.find(arranging.step);
        if (before == before_.end()) return;
        const std::shared_ptr<const Arrangement> now = std::exchange(arrangement_, before->second);
        if (arrangement_->look != now->look) {  // it is looked at otherwise by now
            const std::shared_ptr<Arrangement> next = copied();
            next->look = now->look;
            next->base = now->base;
        }
        isArranged_ = true;
        return;
    }
    if (arranging.step != 0) {
        before_.insert_or_assign(arranging.step, arrangement_);
    }
    const std::shared_ptr<Arrangement> next = copied();
    for (const auto& [node, place] : arranging.pins) {
        next->pins.insert_or_assign(node,
                                    next->look.flow == LayoutFlow::TopDown ? turned(place) : place);
    }
    if (arranging.tidiesAll) {
        *next = Arrangement{.look = next->look};
        bases_.clear();
    } else if (!arranging.tidied.empty() && last_) {
        // All others stay where they are shown now.
        auto base = std::make_shared<LayoutBase>(*baseOf(last_, nodes_));
        for (const NodeIdentity node : arranging.tidied) {
            next->pins.erase(node);
            base->nodes.erase(node);
        }
        next->base = std::move(base);
    }
    isArranged_ = true;
}

}  // namespace cst

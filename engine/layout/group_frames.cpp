#include "engine/layout/group_frames.h"

#include <algorithm>
#include <limits>

// The layout puts nodes where their values flow, whatever group they are of: a rectangle around all
// nodes of a group holds others as well, and would claim them. So the nodes are split where that
// leaves the least area, until no part holds a stranger; then parts that can be one again are put
// together (a split may have gone through what belongs together). A group that is scattered would
// be split node by node, in front of somebody who types: then what is left is given up.

namespace cst {
namespace {

constexpr std::size_t kMostParts = 40;  // of a group; more of them are crumbs that nobody counts
constexpr std::size_t kMostLooks = 8;   // at each node, on average

struct Reach {
    double left = 0, top = 0, right = -1, bottom = -1;  // as it is: of nothing

    bool meets(const Reach& other) const {
        return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
    double area() const { return right < left ? 0 : (right - left) * (bottom - top); }
    friend Reach operator|(const Reach& a, const Reach& b) {
        if (a.right < a.left) return b;
        if (b.right < b.left) return a;
        return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
                std::max(a.bottom, b.bottom)};
    }
};

Reach reachOf(const LayoutBox& box) {
    const double left = box.topLeft.x, top = box.topLeft.y;
    return {left, top, left + box.width, top + box.height};
}

Reach framed(const Reach& nodes) {
    return {nodes.left - kFrameSide, nodes.top - kFrameAbove, nodes.right + kFrameSide,
            nodes.bottom + kFrameBelow};
}

struct FramePart {
    std::vector<uint32_t> nodes;
    Reach reach;  // of the nodes alone
};

/// Finds who stands in an area without looking at each: by where they begin.
class NodePlaces {
public:
    explicit NodePlaces(const Layout& layout) {
        reaches_.reserve(layout.boxes.size());
        for (const LayoutBox& box : layout.boxes) {
            byLeft_.push_back(static_cast<uint32_t>(reaches_.size()));
            reaches_.push_back(reachOf(box));
            widest_ = std::max(widest_, double{box.width});
        }
        std::sort(byLeft_.begin(), byLeft_.end(), [&](uint32_t a, uint32_t b) {
            return reaches_[a].left != reaches_[b].left ? reaches_[a].left < reaches_[b].left
                                                        : a < b;
        });
    }

    const Reach& operator[](uint32_t node) const { return reaches_[node]; }

    /// Does one stand there that is not of these?
    bool hasOther(const Reach& area, const std::vector<bool>& isMember) const {
        auto next = std::lower_bound(
            byLeft_.begin(), byLeft_.end(), area.left - widest_,
            [&](uint32_t node, double left) { return reaches_[node].left < left; });
        for (; next != byLeft_.end() && reaches_[*next].left < area.right; ++next) {
            if (!isMember[*next] && reaches_[*next].meets(area)) return true;
        }
        return false;
    }

private:
    std::vector<Reach> reaches_;    // by node
    std::vector<uint32_t> byLeft_;  // nodes
    double widest_ = 0;
};

class Splitting {
public:
    Splitting(const NodePlaces& places, std::size_t nodes, const std::vector<uint32_t>& members)
        : places_(places), isMember_(nodes) {
        for (const uint32_t node : members) isMember_[node] = true;
    }

    std::vector<FramePart> partsOf(const std::vector<uint32_t>& members) {
        std::vector<FramePart> open{partOf(members)}, done;
        std::size_t looks = kMostLooks * members.size();
        while (!open.empty()) {
            FramePart part = std::move(open.back());
            open.pop_back();
            if (part.nodes.size() == 1 || isClean(part.reach)) {
                done.push_back(std::move(part));
            } else if (part.nodes.size() <= looks) {
                looks -= part.nodes.size();
                split(std::move(part), open);
            }
        }
        merge(done);
        return done;
    }

private:
    FramePart partOf(std::vector<uint32_t> nodes) const {
        FramePart part{std::move(nodes), {}};
        for (const uint32_t node : part.nodes) part.reach = part.reach | places_[node];
        return part;
    }

    /// No other node is within the frame.
    bool isClean(const Reach& reach) const { return !places_.hasOther(framed(reach), isMember_); }

    /// Where both sides together take the least room.
    void split(FramePart part, std::vector<FramePart>& into) const {
        double least = std::numeric_limits<double>::infinity();
        std::vector<uint32_t> first, second;
        for (const bool isAcross : {true, false}) {
            std::vector<uint32_t>& nodes = part.nodes;
            std::sort(nodes.begin(), nodes.end(), [&](uint32_t a, uint32_t b) {
                const Reach &one = places_[a], &two = places_[b];
                const double at = isAcross ? one.left + one.right : one.top + one.bottom;
                const double to = isAcross ? two.left + two.right : two.top + two.bottom;
                return at != to ? at < to : a < b;
            });
            std::vector<Reach> behind(nodes.size());
            Reach reach;
            for (std::size_t i = nodes.size(); i-- > 0;) {
                reach = reach | places_[nodes[i]];
                behind[i] = reach;
            }
            reach = {};
            std::size_t best = 0;
            for (std::size_t i = 1; i < nodes.size(); ++i) {
                reach = reach | places_[nodes[i - 1]];
                const double area = reach.area() + behind[i].area();
                if (area >= least) continue;
                least = area;
                best = i;
            }
            if (best == 0) continue;
            const auto cut = nodes.begin() + static_cast<std::ptrdiff_t>(best);
            first.assign(nodes.begin(), cut);
            second.assign(cut, nodes.end());
        }
        into.push_back(partOf(std::move(second)));
        into.push_back(partOf(std::move(first)));
    }

    void merge(std::vector<FramePart>& parts) const {
        if (parts.size() > kMostParts) return;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            for (std::size_t k = i + 1; k < parts.size();) {
                const Reach both = parts[i].reach | parts[k].reach;
                if (!isClean(both) || meetsAnother(parts, i, k)) {
                    ++k;
                    continue;
                }
                parts[i].nodes.insert(parts[i].nodes.end(), parts[k].nodes.begin(),
                                      parts[k].nodes.end());
                parts[i].reach = both;
                parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(k));
                k = i + 1;  // what did not fit before may fit now
            }
        }
    }

    /// Two parts as one would lie over a third one.
    static bool meetsAnother(const std::vector<FramePart>& parts, std::size_t one,
                             std::size_t other) {
        const Reach both = framed(parts[one].reach | parts[other].reach);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (i == one || i == other) continue;
            const Reach third = framed(parts[i].reach);
            // What lies over one another already is not told apart any more.
            const bool isKnown =
                third.meets(framed(parts[one].reach)) || third.meets(framed(parts[other].reach));
            if (!isKnown && both.meets(third)) return true;
        }
        return false;
    }

    const NodePlaces& places_;
    std::vector<bool> isMember_;
};

/// Among crumbs a node by itself says nothing about where its group is.
void dropLoners(std::vector<std::vector<uint32_t>>& frames) {
    if (frames.size() <= kMostParts) return;
    const auto isLone = [](const std::vector<uint32_t>& frame) { return frame.size() == 1; };
    if (std::all_of(frames.begin(), frames.end(), isLone)) {
        frames.resize(std::min<std::size_t>(frames.size(), 1));
    } else {
        std::erase_if(frames, isLone);
    }
}

std::vector<std::vector<uint32_t>> placesOf(const NodePlaces& places, std::size_t nodes,
                                            const NodeGroup& group) {
    std::vector<std::vector<uint32_t>> all;
    for (FramePart& part : Splitting(places, nodes, group.nodes).partsOf(group.nodes)) {
        std::sort(part.nodes.begin(), part.nodes.end());
        all.push_back(std::move(part.nodes));
    }
    std::sort(all.begin(), all.end());
    return all;
}

}  // namespace

std::vector<std::vector<uint32_t>> placesOf(const Layout& layout, const NodeGroup& group) {
    return placesOf(NodePlaces(layout), layout.boxes.size(), group);
}

std::vector<GroupFrame> groupFrames(const Layout& layout, std::span<const NodeGroup> groups) {
    std::vector<GroupFrame> all;
    if (groups.empty()) return all;
    const NodePlaces places(layout);
    for (const NodeGroup& group : groups) {
        std::vector<std::vector<uint32_t>> frames = placesOf(places, layout.boxes.size(), group);
        dropLoners(frames);
        std::size_t widest = all.size();
        double most = -1;
        for (std::vector<uint32_t>& nodes : frames) {
            Reach reach;
            for (const uint32_t node : nodes) reach = reach | places[node];
            if (reach.right - reach.left > most) {
                most = reach.right - reach.left;
                widest = all.size();
            }
            all.push_back({group.name, group.shown(), std::move(nodes)});
        }
        if (widest < all.size()) all[widest].isWidest = true;
    }
    return all;
}

}  // namespace cst

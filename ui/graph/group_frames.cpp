#include "ui/graph/group_frames.h"

#include "engine/session/text_groups.h"

#include <algorithm>
#include <limits>
#include <map>

// The layout puts nodes where their values flow, whatever group they are of: a rectangle around all
// nodes of a group holds others as well, and would claim them. So the nodes are split where that
// leaves the least area, until no part holds a stranger; then parts that can be one again are put
// together (a split may have gone through what belongs together). A group that is scattered would
// be split node by node, in front of somebody who types: then what is left is given up.

namespace cst {

namespace {

constexpr double kSide = 10, kAbove = 6, kBelow = 8;  // px of the world; badges hang out by 8
constexpr std::size_t kMostMerged = 40;  // parts; more of them are crumbs that nobody counts
constexpr std::size_t kMostLooks = 8;    // at each node, on average

QRectF framed(const QRectF& nodes) {
    return nodes.adjusted(-kSide, -kAbove, kSide, kBelow);
}

double areaOf(const QRectF& rect) {
    return rect.width() * rect.height();
}

struct Part {
    std::vector<uint32_t> nodes;
    QRectF box;  // of the nodes alone
};

class Splitting {
public:
    Splitting(const GraphScene& scene, const std::vector<uint32_t>& members)
        : scene_(scene), isMember_(scene.size()) {
        for (const uint32_t node : members) isMember_[node] = true;
    }

    std::vector<Part> partsOf(const std::vector<uint32_t>& members) {
        std::vector<Part> open{partOf(members)}, done;
        std::size_t looks = kMostLooks * members.size();
        while (!open.empty()) {
            Part part = std::move(open.back());
            open.pop_back();
            if (part.nodes.size() == 1 || isClean(part.box)) {
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
    Part partOf(std::vector<uint32_t> nodes) const {
        Part part{std::move(nodes), {}};
        for (const uint32_t node : part.nodes) part.box |= scene_.boxAtRest(node);
        return part;
    }

    /// No other node is within the frame.
    bool isClean(const QRectF& box) const {
        bool clean = true;
        scene_.eachRestingNodeIn(framed(box),
                                 [&](uint32_t node) { clean = clean && isMember_[node]; });
        return clean;
    }

    /// Where both sides together take the least room.
    void split(Part part, std::vector<Part>& into) const {
        double least = std::numeric_limits<double>::infinity();
        std::vector<uint32_t> first, second;
        for (const bool isAcross : {true, false}) {
            std::vector<uint32_t>& nodes = part.nodes;
            std::sort(nodes.begin(), nodes.end(), [&](uint32_t a, uint32_t b) {
                const QPointF one = scene_.boxAtRest(a).center(),
                              two = scene_.boxAtRest(b).center();
                const double at = isAcross ? one.x() : one.y(), to = isAcross ? two.x() : two.y();
                return at != to ? at < to : a < b;
            });
            std::vector<QRectF> behind(nodes.size());
            QRectF box;
            for (std::size_t i = nodes.size(); i-- > 0;) {
                box |= scene_.boxAtRest(nodes[i]);
                behind[i] = box;
            }
            box = {};
            std::size_t best = 0;
            for (std::size_t i = 1; i < nodes.size(); ++i) {
                box |= scene_.boxAtRest(nodes[i - 1]);
                const double area = areaOf(box) + areaOf(behind[i]);
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

    void merge(std::vector<Part>& parts) const {
        if (parts.size() > kMostMerged) return;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            for (std::size_t k = i + 1; k < parts.size();) {
                const QRectF both = parts[i].box | parts[k].box;
                if (!isClean(both) || meetsAnother(parts, i, k)) {
                    ++k;
                    continue;
                }
                parts[i].nodes.insert(parts[i].nodes.end(), parts[k].nodes.begin(),
                                      parts[k].nodes.end());
                parts[i].box = both;
                parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(k));
                k = i + 1;  // what did not fit before may fit now
            }
        }
    }

    /// Two parts as one would lie over a third one.
    static bool meetsAnother(const std::vector<Part>& parts, std::size_t one, std::size_t other) {
        const QRectF both = framed(parts[one].box | parts[other].box);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (i == one || i == other) continue;
            const QRectF third = framed(parts[i].box);
            // What lies over one another already is not told apart any more.
            const bool isKnown = third.intersects(framed(parts[one].box)) ||
                                 third.intersects(framed(parts[other].box));
            if (!isKnown && both.intersects(third)) return true;
        }
        return false;
    }

    const GraphScene& scene_;
    std::vector<bool> isMember_;
};

/// A node by itself says nothing about where its group is, if others of it stand together.
void dropLoners(std::vector<std::vector<uint32_t>>& frames) {
    const auto isLone = [](const std::vector<uint32_t>& frame) { return frame.size() == 1; };
    if (std::all_of(frames.begin(), frames.end(), isLone)) {
        frames.resize(std::min<std::size_t>(frames.size(), 1));
    } else {
        std::erase_if(frames, isLone);
    }
}

}  // namespace

std::vector<std::vector<uint32_t>> framesOf(const GraphScene& scene,
                                            const std::vector<uint32_t>& members) {
    std::vector<std::vector<uint32_t>> frames;
    if (members.empty()) return frames;
    for (Part& part : Splitting(scene, members).partsOf(members)) {
        std::sort(part.nodes.begin(), part.nodes.end());
        frames.push_back(std::move(part.nodes));
    }
    std::sort(frames.begin(), frames.end());
    return frames;
}

void GroupFrames::showScene(const GraphScene& scene) {
    all_.clear();
    groups_.clear();
    if (scene.empty()) return;
    const Snapshot& snapshot = *scene.snapshot();
    // Nearly all texts have none: then not even the comments are looked for.
    if (!snapshot.text || snapshot.text->bytes().find("===") == std::string_view::npos) return;
    const std::vector<TextGroup> groups = textGroups(snapshot);
    if (groups.empty()) return;
    std::vector<std::vector<uint32_t>> members(groups.size());
    for (uint32_t i = 0; i < scene.size(); ++i) {
        if (scene.isGroup(i)) continue;
        const TextGroup* group = groupAt(groups, scene.node(i).range.begin);
        if (group != nullptr) members[static_cast<std::size_t>(group - groups.data())].push_back(i);
    }
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (members[i].empty()) continue;
        std::size_t widest = all_.size();
        double most = -1;
        std::vector<std::vector<uint32_t>> frames = framesOf(scene, members[i]);
        dropLoners(frames);
        for (std::vector<uint32_t>& nodes : frames) {
            QRectF box;
            for (const uint32_t node : nodes) box |= scene.boxAtRest(node);
            if (box.width() > most) {
                most = box.width();
                widest = all_.size();
            }
            all_.push_back({groups[i].name, std::move(nodes)});
        }
        if (widest < all_.size()) all_[widest].isWidest = true;
        groups_.push_back({groups[i].name, std::move(members[i])});
    }
}

QRectF GroupFrames::boxOf(const GraphScene& scene, const GroupFrame& frame) {
    QRectF box;
    for (const uint32_t node : frame.nodes) box |= scene.box(node);
    return framed(box);
}

QRectF GroupFrames::reachOf(const QRectF& world) {
    return world.adjusted(-kSide, -kBelow, kSide, kAbove);
}

std::vector<std::string> GroupFrames::names() const {
    std::vector<std::string> names;
    for (const Group& group : groups_) {
        if (names.empty() || names.back() != group.name) names.push_back(group.name);
    }
    return names;
}

std::vector<uint32_t> GroupFrames::nodesOf(const std::string& group) const {
    std::vector<uint32_t> nodes;  // several headers may have one name
    for (const Group& one : groups_) {
        if (one.name == group) nodes.insert(nodes.end(), one.nodes.begin(), one.nodes.end());
    }
    std::sort(nodes.begin(), nodes.end());
    return nodes;
}

}  // namespace cst

#include "engine/profile/flame_tree.h"

#include <algorithm>
#include <unordered_map>

namespace cst {
namespace {

/// Of nodes in one another; saved profiles may hold any key.
constexpr std::size_t kMaxDepth = 64;

double measured(const ProfileNode& node, FlameMeasure measure) {
    switch (measure) {
    case FlameMeasure::Wall: return node.times.meanUs;
    case FlameMeasure::Cpu: return std::max(node.cpuUs, 0.0);
    case FlameMeasure::Wait: return node.waitUs;
    }
    return 0;
}

class Tree {
public:
    Tree(const Profile& profile, FlameMeasure measure) : profile_(profile) {
        frames_.push_back({"run"});
        for (uint32_t i = 0; i < profile.nodes.size(); ++i) {
            groupOf_.emplace(profile.nodes[i].key, profile.nodes[i].group);
        }
        for (uint32_t i = 0; i < profile.nodes.size(); ++i) {
            add(i, measure);
        }
        sum();
    }

    /// In the order of the boxes, without those of no time.
    std::vector<FlameFrame> laidOut() {
        std::vector<std::vector<uint32_t>> children(frames_.size());
        for (uint32_t i = 1; i < frames_.size(); ++i) {
            children[frames_[i].parent].push_back(i);
        }
        for (std::vector<uint32_t>& each : children) {
            std::stable_sort(each.begin(), each.end(), [&](uint32_t a, uint32_t b) {
                return frames_[a].totalUs > frames_[b].totalUs;
            });
        }
        std::vector<FlameFrame> out{frames_[0]};
        std::vector<Open> open{{0, 0, 0, 0}};
        while (!open.empty()) {
            Open& top = open.back();
            const std::vector<uint32_t>& inIt = children[top.frame];
            if (top.next == inIt.size() || frames_[inIt[top.next]].totalUs <= 0) {
                out[top.place].end = static_cast<uint32_t>(out.size());
                open.pop_back();
                continue;
            }
            const uint32_t child = inIt[top.next++];
            FlameFrame& frame = out.emplace_back(frames_[child]);
            frame.parent = top.place;
            frame.depth = out[top.place].depth + 1;
            frame.startUs = out[top.place].startUs + top.usedUs;
            top.usedUs += frame.totalUs;
            open.push_back({child, static_cast<uint32_t>(out.size() - 1), 0, 0});
        }
        return out;
    }

private:
    struct Open {
        uint32_t frame;    // into frames_
        uint32_t place;    // into what comes out
        std::size_t next;  // child
        double usedUs;     // by the children before
    };

    void add(uint32_t node, FlameMeasure measure) {
        const ProfileNode& from = profile_.nodes[node];
        FlameFrame& frame = frames_[frameOf(from.key)];
        const uint64_t runs = std::max(profile_.runs, from.times.count);
        frame.node = node;
        frame.ownUs = runs == 0 ? 0
                                : measured(from, measure) * static_cast<double>(from.times.count) /
                                      static_cast<double>(runs);
    }
    /// The frame of a key. Those around it are made before it, so parents stand before children.
    uint32_t frameOf(const std::string& key) {
        uint32_t parent = 0;
        std::size_t end = key.find('/');
        for (std::size_t depth = 1;; ++depth) {
            const std::string part = key.substr(0, end);
            const auto [found, isNew] = places_.try_emplace(part, 0);
            if (isNew) {
                const uint32_t within = parent == 0 ? groupFrame(part, key) : parent;
                found->second = append(part, within);
            }
            parent = found->second;
            if (end == std::string::npos) {
                return parent;
            }
            end = depth < kMaxDepth ? key.find('/', end + 1) : std::string::npos;
        }
    }
    /// That of the outermost node of a key; if that was not measured, of the one in it.
    uint32_t groupFrame(const std::string& outermost, const std::string& key) {
        const auto found = groupOf_.find(outermost);
        const std::string& group = found == groupOf_.end() ? groupOf_.at(key) : found->second;
        if (group.empty()) {
            return 0;
        }
        const auto [place, isNew] = groups_.try_emplace(group, 0);
        if (isNew) {
            place->second = append(group, 0);
        }
        return place->second;
    }
    uint32_t append(const std::string& name, uint32_t parent) {
        FlameFrame& frame = frames_.emplace_back();
        frame.name = name;
        frame.parent = parent;
        return static_cast<uint32_t>(frames_.size() - 1);
    }
    void sum() {
        for (FlameFrame& frame : frames_) {
            frame.totalUs = frame.ownUs;
        }
        for (std::size_t i = frames_.size(); i-- > 1;) {
            frames_[frames_[i].parent].totalUs += frames_[i].totalUs;
        }
    }

    const Profile& profile_;
    std::vector<FlameFrame> frames_;  // as they are found
    std::unordered_map<std::string, std::string> groupOf_;
    std::unordered_map<std::string, uint32_t> places_;  // by key
    std::unordered_map<std::string, uint32_t> groups_;
};

}  // namespace

std::vector<FlameFrame> flameTree(const Profile& profile, FlameMeasure measure) {
    return Tree(profile, measure).laidOut();
}

}  // namespace cst

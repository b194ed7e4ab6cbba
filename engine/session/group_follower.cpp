#include "engine/session/group_follower.h"

#include "engine/session/text_groups.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>

namespace cst {

std::vector<GroupFollower::Group> GroupFollower::groupsOf(const Snapshot& snapshot) {
    const std::vector<TextGroup> all = textGroups(snapshot);
    std::vector<Group> groups;
    for (const TextGroup& group : all) {
        groups.push_back({group.name, group.written, {}});
    }
    std::vector<uint32_t> firstAt(all.size(), UINT32_MAX);
    for (uint32_t i = 0; i < snapshot.shown.size(); ++i) {
        const GraphNode& node = snapshot.graph->nodes[NodeId(i)];
        const TextGroup* group = groupAt(all, node.range.begin);
        if (group == nullptr || node.key.find('/') != std::string_view::npos) {
            continue;
        }
        const auto at = static_cast<std::size_t>(group - all.data());
        if (node.range.begin < firstAt[at]) {
            firstAt[at] = node.range.begin;
            groups[at].first = snapshot.shown[i].identity;
        }
    }
    return groups;
}

std::map<std::string, std::string> GroupFollower::follow(const Snapshot& snapshot) {
    std::map<std::string, std::string> now;
    if (text_ == snapshot.text) {
        for (const Group& group : groups_) {
            now.emplace(group.name, group.name);
        }
        return now;
    }
    std::vector<Group> before = std::exchange(groups_, groupsOf(snapshot));
    text_ = snapshot.text;
    std::vector<Group> after = groups_;
    // The first two that are alike are a pair, and leave.
    const auto pair = [&](const std::function<bool(const Group&, const Group&)>& areAlike) {
        std::erase_if(before, [&](const Group& old) {
            const auto found = std::find_if(after.begin(), after.end(),
                                            [&](const Group& each) { return areAlike(old, each); });
            if (found == after.end()) return false;
            now.emplace(old.name, found->name);
            after.erase(found);
            return true;
        });
    };
    std::unordered_map<std::string, std::pair<int, int>> uses;  // before and now
    for (const Group& group : before) ++uses[group.written].first;
    for (const Group& group : after) ++uses[group.written].second;
    pair([&](const Group& a, const Group& b) {
        return a.written == b.written && uses[a.written] == std::pair(1, 1);
    });
    pair([](const Group& a, const Group& b) { return a.first && a.first == b.first; });
    pair([](const Group& a, const Group& b) { return a.name == b.name; });
    if (before.size() == 1 && after.size() == 1) {
        now.emplace(before[0].name, after[0].name);  // there is nothing below its header
    }
    return now;
}

}  // namespace cst

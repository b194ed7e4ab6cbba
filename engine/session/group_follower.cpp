#include "engine/session/group_follower.h"

#include "engine/session/text_groups.h"

#include <algorithm>
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
    std::vector<bool> isTaken(groups_.size());
    const auto take = [&](const Group& old, std::size_t place) {
        isTaken[place] = true;
        now.emplace(old.name, groups_[place].name);
    };
    // Two that are alike in something which no other has are a pair, and leave.
    const auto pair = [&](const auto& keyOf) {
        std::unordered_map<typename decltype(keyOf(before[0]))::value_type, std::size_t> places;
        for (std::size_t i = 0; i < groups_.size(); ++i) {
            if (const auto key = keyOf(groups_[i]); key && !isTaken[i]) places.emplace(*key, i);
        }
        std::erase_if(before, [&](const Group& old) {
            const auto key = keyOf(old);
            const auto found = key ? places.find(*key) : places.end();
            if (found == places.end() || isTaken[found->second]) return false;
            take(old, found->second);
            return true;
        });
    };
    std::unordered_map<std::string, std::pair<int, int>> uses;  // before and now
    for (const Group& group : before) ++uses[group.written].first;
    for (const Group& group : groups_) ++uses[group.written].second;
    pair([&](const Group& group) {
        const bool isOnlyOne = uses[group.written] == std::pair(1, 1);
        return isOnlyOne ? std::optional(group.written) : std::nullopt;
    });
    pair([](const Group& group) { return group.first; });
    pair([](const Group& group) { return std::optional(group.name); });
    const auto left = std::find(isTaken.begin(), isTaken.end(), false);
    if (before.size() == 1 && std::count(isTaken.begin(), isTaken.end(), false) == 1) {
        // There is nothing below its header.
        take(before[0], static_cast<std::size_t>(left - isTaken.begin()));
    }
    return now;
}

}  // namespace cst

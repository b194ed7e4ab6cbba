#include "engine/session/text_groups.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace cst {
namespace {

constexpr std::size_t kLeastSigns = 3;
constexpr std::string_view kBlanks = " \t\r";

std::string_view withoutBlanks(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// The name in `# === name ===`; "" = it is another comment.
std::string_view nameIn(std::string_view comment) {
    comment = withoutBlanks(comment.substr(1));
    const std::size_t before = std::min(comment.find_first_not_of('='), comment.size());
    const std::size_t behind =
        comment.size() - std::min(comment.find_last_not_of('=') + 1, comment.size());
    if (before < kLeastSigns || behind < kLeastSigns || before + behind >= comment.size()) {
        return {};
    }
    return withoutBlanks(comment.substr(before, comment.size() - before - behind));
}

bool hasLineOfItsOwn(std::string_view text, uint32_t begin) {
    const std::size_t last = text.substr(0, begin).find_last_not_of(kBlanks);
    return last == std::string_view::npos || text[last] == '\n';
}

}  // namespace

std::vector<TextGroup> textGroups(const Snapshot& snapshot) {
    std::vector<TextGroup> groups;
    std::unordered_map<std::string, uint32_t> uses;
    const std::string_view text = snapshot.text->bytes();
    for (const SourceRange comment : *snapshot.comments) {
        const std::string_view name = nameIn(text.substr(comment.begin, comment.length()));
        if (name.empty() || !hasLineOfItsOwn(text, comment.begin)) {
            continue;
        }
        if (!groups.empty()) {
            groups.back().range.end = comment.begin;
        }
        const uint32_t use = ++uses[std::string(name)];
        groups.push_back(
            {use == 1 ? std::string(name) : std::string(name) + "~" + std::to_string(use),
             std::string(name),
             comment,
             {comment.begin, static_cast<uint32_t>(text.size())}});
    }
    return groups;
}

Result<TextEdit> renamedGroup(const Snapshot& snapshot, std::string_view group,
                              std::string_view newName) {
    newName = withoutBlanks(newName);
    if (newName.empty()) {
        return Error{"", "a group needs a name: type one", ""};
    }
    const bool isWhole = newName.front() != '=' && newName.back() != '=' &&
                         newName.find_first_of("\r\n") == std::string_view::npos;
    if (!isWhole) {
        return Error{"", "the name of a group is one line that neither begins nor ends with `=`",
                     ""};
    }
    const std::vector<TextGroup> groups = textGroups(snapshot);
    const auto named = [&](std::string_view name) {
        return std::find_if(groups.begin(), groups.end(),
                            [&](const TextGroup& each) { return each.name == name; });
    };
    const auto found = named(group);
    if (found == groups.end()) {
        return Error{"", "this group is gone from the text: choose another one", ""};
    }
    if (newName != found->written && named(newName) != groups.end()) {
        return Error{
            "", "there is a group `" + std::string(newName) + "` already: choose another name", ""};
    }
    const std::string_view header =
        snapshot.text->bytes().substr(found->header.begin, found->header.length());
    const std::string_view old = nameIn(header);
    const auto begin = found->header.begin + static_cast<uint32_t>(old.data() - header.data());
    return TextEdit{{begin, begin + static_cast<uint32_t>(old.size())}, std::string(newName)};
}

const TextGroup* groupAt(const std::vector<TextGroup>& groups, uint32_t offset) {
    const auto after = std::upper_bound(
        groups.begin(), groups.end(), offset,
        [](uint32_t place, const TextGroup& group) { return place < group.range.begin; });
    return after == groups.begin() ? nullptr : &*std::prev(after);
}

std::vector<NodeGroup> nodeGroups(const Snapshot& snapshot) {
    // Nearly all texts have none: then not even the comments are looked for.
    if (!snapshot.text || snapshot.text->bytes().find("===") == std::string_view::npos) return {};
    const std::vector<TextGroup> groups = textGroups(snapshot);
    std::vector<NodeGroup> filled(groups.size());
    for (std::size_t i = 0; i < groups.size(); ++i) {
        filled[i].name = groups[i].name;
        filled[i].written = groups[i].written;
    }
    const auto& nodes = snapshot.graph->nodes.rows();
    for (uint32_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].kind == NodeKind::Group) continue;
        const TextGroup* group = groupAt(groups, nodes[i].range.begin);
        if (group) filled[static_cast<std::size_t>(group - groups.data())].nodes.push_back(i);
    }
    std::erase_if(filled, [](const NodeGroup& group) { return group.nodes.empty(); });
    return filled;
}

}  // namespace cst

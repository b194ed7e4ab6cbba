#pragma once

#include "ui/graph/graph_scene.h"

#include <QRectF>
#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace cst {

/// Nodes of one group of the text that stand together: no other node is between them.
struct GroupFrame {
    std::string group;            // TextGroup::name
    std::vector<uint32_t> nodes;  // of the scene; never empty
    bool isWidest = false;        // of those of its group, where they belong
};

/// What of the groups of a text (`# === name ===`) is to be seen in a picture: where a group that
/// is not folded stands. The layout knows nothing of groups, so one may stand in several places; it
/// has a frame where two and more of its nodes stand together (around one where none do), and no
/// frame holds a node that is not in its group. What is scattered all over the picture has none.
/// Follows a scene; UI thread.
class GroupFrames {
public:
    /// Another picture. Cost: next to nothing where the text has no groups; else what `framesOf`
    /// takes.
    void showScene(const GraphScene& scene);

    const std::vector<GroupFrame>& all() const { return all_; }
    bool empty() const { return all_.empty(); }
    /// Where one is at this moment, in the world: nodes may be moving.
    static QRectF boxOf(const GraphScene& scene, const GroupFrame& frame);
    /// Where nodes stand whose frames would reach into this.
    static QRectF reachOf(const QRectF& world);
    /// The groups of which something stands here, in the order of the text.
    std::vector<std::string> names() const;
    /// All nodes of a group, wherever they stand, in the order of the text.
    std::vector<uint32_t> nodesOf(const std::string& group) const;

private:
    struct Group {
        std::string name;
        std::vector<uint32_t> nodes;  // in the order of the text
    };
    std::vector<Group> groups_;  // that have nodes here
    std::vector<GroupFrame> all_;
};

/// Members of one group, put together into frames where they belong. `members`: indices, ascending.
/// Those that would take more than eight looks at each of them stand nowhere together.
/// Cost: O(members · log members), and as often what stands between them.
std::vector<std::vector<uint32_t>> framesOf(const GraphScene& scene,
                                            const std::vector<uint32_t>& members);

}  // namespace cst

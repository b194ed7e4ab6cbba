#pragma once

#include "engine/layout/group_frames.h"
#include "ui/graph/graph_scene.h"

#include <QRectF>
#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace cst {

/// What of the groups of a text (`# === name ===`) is to be seen in a picture: where a group that
/// is not folded stands (engine/layout/group_frames.h). Follows a scene; UI thread.
class GroupFrames {
public:
    /// Another picture. Cost: next to nothing where the text has no groups; else what `groupFrames`
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
    /// What a person calls a group of these names.
    QString shown(const std::string& group) const;
    /// All nodes of a group, wherever they stand, in the order of the text.
    std::vector<uint32_t> nodesOf(const std::string& group) const;

private:
    std::vector<NodeGroup> groups_;  // that have nodes here
    std::vector<GroupFrame> all_;
};

}  // namespace cst

#include "ui/graph/group_frames.h"

#include "engine/session/text_groups.h"

namespace cst {

void GroupFrames::showScene(const GraphScene& scene) {
    groups_ = scene.empty() ? std::vector<NodeGroup>() : nodeGroups(*scene.snapshot());
    all_ = groups_.empty() ? std::vector<GroupFrame>()
                           : groupFrames(*scene.snapshot()->layout, groups_);
}

QRectF GroupFrames::boxOf(const GraphScene& scene, const GroupFrame& frame) {
    QRectF box;
    for (const uint32_t node : frame.nodes) box |= scene.box(node);
    return box.adjusted(-kFrameSide, -kFrameAbove, kFrameSide, kFrameBelow);
}

QRectF GroupFrames::reachOf(const QRectF& world) {
    return world.adjusted(-kFrameSide, -kFrameBelow, kFrameSide, kFrameAbove);
}

std::vector<std::string> GroupFrames::names() const {
    std::vector<std::string> names;
    for (const NodeGroup& group : groups_) names.push_back(group.name);
    return names;
}

QString GroupFrames::shown(const std::string& group) const {
    for (const NodeGroup& one : groups_)
        if (one.name == group) return QString::fromStdString(one.shown());
    return QString::fromStdString(group);
}

std::vector<uint32_t> GroupFrames::nodesOf(const std::string& group) const {
    for (const NodeGroup& one : groups_)
        if (one.name == group) return one.nodes;
    return {};
}

}  // namespace cst

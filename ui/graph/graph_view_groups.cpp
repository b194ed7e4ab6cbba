// Groups of the text that are not folded: their frames, and what is done by their names.

#include "ui/graph/graph_view.h"
#include "ui/graph/group_painter.h"

#include <QToolTip>

#include <algorithm>

namespace cst {

std::vector<GraphView::ShownGroup> GraphView::shownGroups() {
    std::vector<ShownGroup> shown;
    for (std::size_t i = 0; i < groups_.all().size(); ++i) {
        const GroupFrame& frame = groups_.all()[i];
        const QRectF box = GroupFrames::boxOf(scene_, frame);
        if (!withGroupTitle(camera_.toView(box)).intersects(rect())) continue;
        const QRectF title = painter_.groupTitle(scene_, groups_, i, camera_);
        shown.push_back(
            {frame.group, box,
             title.isEmpty() ? QRectF() : QRectF(camera_.toWorld(title.topLeft()), title.size())});
    }
    return shown;
}

void GraphView::showGroupChange(const std::vector<ShownGroup>& before) {
    const std::vector<ShownGroup> now = shownGroups();
    QRectF changed;
    for (std::size_t i = 0; i < std::max(now.size(), before.size()); ++i) {
        if (i < now.size() && i < before.size() && now[i] == before[i]) continue;
        if (i < now.size()) changed |= now[i].box;
        if (i < before.size()) changed |= before[i].box;
    }
    if (!changed.isNull()) {
        repaintCanvas(withGroupTitle(camera_.toView(changed)).toAlignedRect());
    }
}

void GraphView::moveScene(double progress) {
    const std::vector<ShownGroup> before = shownGroups();
    scene_.setProgress(progress);
    showGroupChange(before);
}

const std::string* GraphView::groupTitled(QPointF place) {
    const auto frame = painter_.groupTitleAt(scene_, groups_, camera_, place);
    return frame ? &groups_.all()[*frame].group : nullptr;
}

QRect GraphView::groupTitle(const std::string& group) {
    for (std::size_t i = 0; i < groups_.all().size(); ++i) {
        if (groups_.all()[i].group != group) continue;
        const QRectF at = painter_.groupTitle(scene_, groups_, i, camera_);
        if (!at.isEmpty()) return at.toAlignedRect();
    }
    return {};
}

void GraphView::selectGroup(const std::string& group) {
    std::vector<NodeIdentity> nodes;
    for (const uint32_t node : groups_.nodesOf(group)) nodes.push_back(scene_.identity(node));
    if (nodes.empty()) return;
    selection_.clear();
    for (const NodeIdentity node : nodes) selection_.add(node);
    selectionMoved();
    requestSource(groups_.nodesOf(group).front());
}

bool GraphView::showGroupTip(QPoint place, QPoint global) {
    const std::string* group = groupTitled(place);
    if (group == nullptr) return false;
    const std::size_t count = groups_.nodesOf(*group).size();
    const QString nodes = count == 1 ? tr("1 node") : tr("%1 nodes").arg(count);
    QToolTip::showText(global,
                       tr("Group `%1`, %2. A click chooses them, a double click or F folds them "
                          "into one.")
                           .arg(groups_.shown(*group), nodes),
                       this, groupTitle(*group));
    return true;
}

}  // namespace cst

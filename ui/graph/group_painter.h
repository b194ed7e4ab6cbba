#pragma once

#include "ui/graph/camera.h"
#include "ui/graph/group_frames.h"
#include "ui/graph/sprites.h"
#include "ui/shell/theme.h"

class QPainter;

namespace cst {

/// How the world is drawn, as the painter of nodes has it.
struct GroupView {
    double zoom = 1, ratio = 1;
    QPoint offset;  // device pixels
    QRectF world;   // what is to be drawn
};

struct GroupColors {
    QColor fill, border, text;
};
GroupColors groupColors(const Theme& theme);

/// The frames of groups, below everything else.
void paintGroupFrames(QPainter& painter, const Theme& theme, const GraphScene& scene,
                      const GroupFrames& frames, const GroupView& view);
/// Their names: above or below the frame, where no node stands. From afar, where nodes have no
/// names, at the widest frame of each group; where nodes are mere dots, over its middle if need
/// be.
void paintGroupTitles(QPainter& painter, Sprites& sprites, const Theme& theme,
                      const GraphScene& scene, const GroupFrames& frames, const GroupView& view);
/// Where the name of a frame is, in logical pixels of the view; empty = it is not shown.
QRectF groupTitleRect(Sprites& sprites, const GraphScene& scene, const GroupFrames& frames,
                      std::size_t frame, const Camera& camera);
/// All of a frame with its name, whose box is this one in logical pixels of the view.
QRectF withGroupTitle(const QRectF& viewBox);

}  // namespace cst

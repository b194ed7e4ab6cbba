#pragma once

#include "ui/graph/camera.h"
#include "ui/graph/edge_way.h"
#include "ui/graph/graph_profile.h"
#include "ui/graph/graph_scene.h"
#include "ui/graph/graph_selection.h"
#include "ui/graph/node_badge.h"
#include "ui/graph/sprites.h"

class QPainter;

namespace cst {

class GroupFrames;

/// All that one frame of the canvas shows. Borrowed for the time of one paint.
struct GraphFrame {
    const GraphScene& scene;
    const std::vector<NodeBadge>& badges;  // by node
    const RunBadges& run;
    const std::vector<NodeMark>& marks;  // by node
    const GraphProfile& profile;
    std::optional<uint32_t> hovered;  // here or in the text
    std::optional<uint32_t> lit;      // the one at the cursor in the text
    RunBadges::Clock::time_point now;
    bool focused = false;
    std::span<const uint32_t> found = {};  // what was looked for
    const GroupFrames* groups = nullptr;   // null = none are shown
};

/// How much of a node is drawn at a zoom.
enum class GraphDetail {
    Density,  // how many nodes are where, and what of it is loud
    Boxes,    // rectangles and thin lines
    Marks,    // shapes with their name and the mark of their state
    Names,    // with the time beside the mark
    Full,     // two lines of text
};
GraphDetail detailAt(double zoom);

/// Draws the canvas in device pixels, edges below nodes; what lies outside is left out.
/// Cost: 1,000 nodes in sight take about 5 ms without a GPU (tst_graph_paint measures it).
class GraphPainter {
public:
    explicit GraphPainter(const Theme& theme);

    void themeChanged();
    /// `dirty` and the camera are in logical pixels of the widget.
    void paint(QPainter& painter, const Camera& camera, const GraphFrame& frame, const QRect& dirty,
               qreal pixelRatio);
    /// Where the badge of a node stands, in logical pixels: it reaches below the node.
    static QRectF withBadge(const QRectF& viewBox) { return viewBox.adjusted(-8, -4, 8, 16); }

    /// Which frame of a group has its name at this place of the view.
    std::optional<std::size_t> groupTitleAt(const GraphScene& scene, const GroupFrames& frames,
                                            const Camera& camera, QPointF at);
    /// Where that name is; empty = it is not shown.
    QRectF groupTitle(const GraphScene& scene, const GroupFrames& frames, std::size_t frame,
                      const Camera& camera);

    // The colours of a frame, for whoever draws it elsewhere.
    struct Body {
        QColor fill, border, text, dim;
        bool dashed = false;
    };
    Body bodyOf(const GraphFrame& frame, uint32_t node) const;
    QColor wordsColor(const GraphFrame& frame, uint32_t node) const;  // of its badge
    QColor edgeColor(const GraphFrame& frame, const SceneEdge& edge) const;
    static EdgeWay wayOf(const GraphFrame& frame, const SceneEdge& edge);

private:
    struct View {  // world → device pixels
        double zoom, ratio;
        double scale;  // zoom · ratio
        QPoint offset;
        QRectF world;  // what is to be drawn
        QRectF near;   // what may reach into it
        GraphDetail detail;

        QPointF map(QPointF point) const { return point * scale + offset; }
        QPoint pixel(QPointF point) const;  // the nearest one
        QRect map(const QRectF& box) const;
    };

    void paintGrid(QPainter& painter, const View& view) const;
    void paintDensity(QPainter& painter, const View& view, const GraphFrame& frame) const;
    void paintEdges(QPainter& painter, const View& view, const GraphFrame& frame);
    void paintThinEdges(QPainter& painter, const View& view, const GraphFrame& frame);
    void paintNode(QPainter& painter, const View& view, const GraphFrame& frame, uint32_t node);
    void paintChangeSign(QPainter& painter, const ComparedTime* change, const QRect& box) const;
    void paintNodeText(QPainter& painter, const View& view, const GraphFrame& frame, uint32_t node,
                       const QRect& box, const Body& body);
    /// One line in the middle, and beside it the mark, with the words where there is room.
    void paintOneLine(QPainter& painter, const View& view, const GraphFrame& frame, uint32_t node,
                      const QRect& box, const Body& body);
    void paintBadge(QPainter& painter, const View& view, const GraphFrame& frame, uint32_t node,
                    const QRect& box);
    /// The most of its words that fit into `room` device pixels at `scale`; null = none do.
    const Sprites::Text* badgeWords(const GraphFrame& frame, uint32_t node, double room,
                                    double scale);
    QColor badgeColor(const GraphFrame& frame, uint32_t node) const;
    void paintStack(QPainter& painter, const View& view, BoxShape shape, const QRect& box,
                    const Body& body);
    void paintPin(QPainter& painter, const View& view, const QRect& box, const Body& body) const;
    void paintRing(QPainter& painter, const View& view, const GraphFrame& frame, uint32_t node,
                   QColor color, double width, double distance) const;
    /// What a node is to the selection: ◂ at its left side if it is needed, ▸ at its right side if
    /// it uses it. The margin of the text has the same two marks.
    void paintRelation(QPainter& painter, const View& view, const NodeMark& mark,
                       const QRect& box) const;
    static int markSize(const View& view);
    static double badgeScale(const View& view);
    static bool hasTwoRows(const View& view, const GraphFrame& frame, uint32_t node);
    static bool hasBadgeBelow(const View& view, const GraphFrame& frame, uint32_t node);

    const Theme& theme_;  // outlives every widget
    Sprites sprites_;
};

}  // namespace cst

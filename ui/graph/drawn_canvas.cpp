#include "ui/graph/drawn_canvas.h"

#include "ui/graph/graph_legends.h"
#include "ui/graph/graph_view.h"
#include "ui/graph/group_painter.h"
#include "ui/graph/run_pill.h"

namespace cst {

namespace {

std::string textOf(QColor color) {
    return color.name().toStdString();
}

DrawnNode nodeOf(const Theme& theme, const GraphPainter& painter, const GraphFrame& frame,
                 uint32_t node) {
    const GraphPainter::Body body = painter.bodyOf(frame, node);
    DrawnNode drawn{.fill = textOf(body.fill),
                    .border = textOf(body.border),
                    .text = textOf(body.text),
                    .dim = textOf(body.dim)};
    drawn.isStrong = frame.profile.isOnPath(node);
    drawn.isStack = !frame.scene.members(node).empty();
    drawn.isColoured = frame.profile.hasColours() ||
                       body.fill != theme.color(kindRole(frame.scene.node(node).kind));
    const NodeBadge& badge = frame.badges[node];
    if (!badge.shown) return drawn;
    const QString words = badgeText(badge, frame.run.timeUs(badge, frame.now), *frame.run.run());
    drawn.note = (words.isEmpty() ? statusText(badge.status) : words).toStdString();
    drawn.noteColor = textOf(painter.wordsColor(frame, node));
    const ComparedTime* change = frame.profile.change(node);
    drawn.runs =
        runPillText({badge.statistics.get(),
                     frame.profile.hasHeat() ? frame.profile.choice().heat : HeatMetric::Off,
                     badge.stale, change ? nodeChangeText(*change) : QString()})
            .toStdString();
    return drawn;
}

DrawnFrame frameOf(const Theme& theme) {
    const GroupColors colors = groupColors(theme);
    return {textOf(colors.fill), textOf(colors.border), textOf(colors.text)};
}

DrawnLegend drawn(const Theme& theme, const GraphLegends& legends) {
    constexpr int kSteps = 16;  // of a scale: between them colours are mixed
    DrawnLegend drawn;
    for (const LegendLine& line : legends.lines) {
        drawn.lines.push_back({.words = line.words.toStdString(),
                               .color = textOf(theme.color(line.role)),
                               .isDashed = line.isDashed,
                               .isCrossed = line.isCrossed});
    }
    const NodeLegend& nodes = legends.nodes;
    if (!nodes.title.isEmpty()) {
        DrawnScale& scale = drawn.scale.emplace();
        scale.title = nodes.title.toStdString();
        scale.sum = nodes.sum.toStdString();
        for (int i = 0; i <= kSteps; ++i) {
            scale.colors.push_back(textOf(nodes.colorAt(theme, i / double{kSteps})));
        }
        for (std::size_t i = 0; i < scale.bounds.size(); ++i) {
            scale.bounds[i] = nodes.bounds[static_cast<qsizetype>(i)].toStdString();
        }
    }
    if (nodes.hasPath) {
        drawn.path = {.words = nodes.path.toStdString(),
                      .color = textOf(theme.color(Role::CriticalPath)),
                      .isStrong = true};
    }
    drawn.fill = textOf(theme.color(Role::Panel));
    drawn.border = textOf(theme.color(Role::Border));
    drawn.text = textOf(theme.color(Role::Text));
    drawn.dim = textOf(theme.color(Role::TextDim));
    return drawn;
}

}  // namespace

DrawnLook lookOfCanvas(const Theme& theme, const GraphView& view) {
    const GraphPainter painter(theme);
    const GraphScene& scene = view.scene();
    const std::vector<NodeMark> marks(scene.size());  // none of them is anything
    const GraphFrame frame{scene, view.badges(),           view.runBadges(),
                           marks, view.profile(),          {},
                           {},    RunBadges::Clock::now(), false};
    DrawnLook look{.ground = textOf(theme.color(Role::Canvas))};
    look.nodes.reserve(scene.size());
    for (uint32_t i = 0; i < scene.size(); ++i) {
        look.nodes.push_back(nodeOf(theme, painter, frame, i));
    }
    look.edges.reserve(scene.edges().size());
    for (const SceneEdge& edge : scene.edges()) {
        const bool isOnPath = frame.profile.choice().showsPath && frame.profile.isOnPath(edge);
        look.edges.push_back(
            {textOf(isOnPath ? theme.color(Role::CriticalPath) : painter.edgeColor(frame, edge)),
             isOnPath, painter.wayOf(frame, edge) == EdgeWay::NotTaken});
    }
    look.frame = frameOf(theme);
    look.legend = drawn(theme, view.legends());
    return look;
}

}  // namespace cst

#pragma once

#include "ui/graph/canvas_layer.h"
#include "ui/graph/graph_painter.h"
#include "ui/graph/graph_pointer.h"
#include "ui/graph/graph_profile.h"
#include "ui/graph/graph_selection.h"
#include "ui/graph/group_frames.h"
#include "ui/graph/pointer_painter.h"

#include <QBasicTimer>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QWidget>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace cst {

class EdgeLegend;
struct GraphLegends;
class HeatLegend;
class Minimap;
class ZoomBar;

/// What a dragged function carries: its qualified name in UTF-8.
inline constexpr auto kFunctionMime = "application/x-constellation-function";

/// The live graph: one painted canvas over the newest snapshot and the newest run.
/// It shows and forwards; layout, states and times come from the engine.
///
/// The view stays put when the text changes: of the nodes that go on, the selected one, else the
/// one nearest the middle, does not move on the screen, and the others move gently. Until somebody
/// pans or zooms, a graph that grows out of sight is fitted again; after that, only the node at the
/// cursor of the text is brought into sight.
///
/// Edits are asked for by signals; what becomes of them is in the next snapshot. Built and painted
/// in graph_view.cpp; camera, selection and input each have a file beside it.
class GraphView : public QWidget {
    Q_OBJECT

public:
    explicit GraphView(const Theme& theme, QWidget* parent = nullptr);
    ~GraphView() override;

    void showSnapshot(SnapshotPtr snapshot);
    /// A key press has changed the text: what moves, and what was about to be painted, waits for
    /// its snapshot, but no longer than that.
    void awaitSnapshot(std::chrono::milliseconds most = kAFrame);
    void showRun(RunSnapshotPtr run);  // null = nothing has run
    /// A run of the newest text is about to come: until then nothing is called stale that was not.
    void setPatient(bool isPatient);
    /// The run was on other inputs than those of now.
    void showInputsChanged(bool changed);
    /// Lights the node whose text holds all of this (what is selected in the editor); where none
    /// does, the one at its beginning.
    void highlight(SourceRange text);
    void highlightOffset(uint32_t byteOffset) { highlight({byteOffset, byteOffset}); }

    /// Where the time goes: heat of the nodes, and the critical path.
    void showProfile(const ProfileChoice& choice);
    /// What changed from one run to another, instead of the heat; null = nothing is compared.
    void showChange(GraphChangePtr change);
    const GraphProfile& profile() const { return profile_; }

    void fit();
    void zoomToActual();
    void zoomIn();
    void zoomOut();

    void showLegend(bool isWanted);
    /// What the canvas has to say beside the graph, whether or not it has the room.
    GraphLegends legends() const;
    double zoom() const { return camera_.zoom(); }
    std::size_t nodeCount() const { return scene_.size(); }
    /// Nodes, or the view, are on their way to where they belong.
    bool isMoving() const { return scene_.moves() || glide_; }
    /// Where a node is drawn at this moment, in widget coordinates; empty if there is none.
    QRect nodeRect(const std::string& key) const;
    QRect nodeRectOf(NodeIdentity node) const;
    std::optional<NodeIdentity> nodeAtPlace(QPoint place) const;  // of the widget
    std::string keyOf(NodeIdentity node) const;                   // "" = it is gone
    /// The words of its badge; the state in words where the mark alone is drawn; "" = no badge.
    QString badgeText(const std::string& key) const;
    /// Of the one that was chosen last; "" = none is.
    std::string selectedKey() const;
    /// In the order in which they were chosen; of a group, its nodes.
    std::vector<NodeIdentity> selectedNodes() const;
    /// The graph as it is drawn, folded or not; null before the first.
    const SnapshotPtr& shownSnapshot() const { return scene_.snapshot(); }
    /// The same, not folded.
    const SnapshotPtr& wholeSnapshot() const { return wholeSnapshot_; }
    /// The nodes of shownSnapshot() that are chosen.
    std::vector<uint32_t> selectedIndices() const { return selection_.nodesIn(scene_); }
    const std::optional<ChosenEdge>& selectedEdge() const { return selection_.edge(); }
    /// The same edge of wholeSnapshot(); null = none is chosen.
    const GraphEdge* selectedWholeEdge() const;
    std::optional<NodeIdentity> selectedNode() const { return selection_.current(); }  // the last
    std::optional<NodeIdentity> litNode() const { return lit_; }
    /// What hovering it tells, as rich text; "" = it is gone.
    QString tipOf(NodeIdentity node) const;
    /// How many the selection needs, and how many use it.
    struct Relations {
        int needed = 0;
        int users = 0;
    };
    Relations relations() const;
    const std::vector<NodeMark>& marks() const { return marks_; }  // by node
    /// Chooses nodes and brings the last of them into sight. Their text is not asked for.
    void selectNodes(std::vector<NodeIdentity> nodes);
    /// The same for one node, and its text is asked for. `closely`: also so large that it can be
    /// read.
    void goTo(NodeIdentity node, bool closely);
    /// Lights what was looked for, until the next snapshot.
    void showFound(std::vector<uint32_t> nodes);
    /// So many px at the upper edge are covered: what is brought into sight stands below.
    void setCovered(int pixels) { covered_ = pixels; }
    /// A node glows as if the pointer were on it.
    void glow(std::optional<NodeIdentity> node);
    /// The node that the pointer is on, or that glows.
    std::string hoveredKey() const;
    /// Where a value is drawn from a node, in widget coordinates.
    QPoint portPoint(const std::string& key) const;
    /// While a line is drawn over a node: the names of its ports, and where they are to be dropped
    /// on.
    QStringList offeredPorts() const;
    QRect offeredPortRect(int row) const;
    /// The node whose text holds this range (see highlight()).
    std::optional<NodeIdentity> nodeOfText(SourceRange text) const;
    std::string litKey() const;

    // What is shown at this moment, for what reads it and paints it elsewhere.
    const GraphScene& scene() const { return scene_; }
    const Camera& camera() const { return camera_; }
    const std::vector<NodeBadge>& badges() const { return badges_; }  // by node
    const RunBadges& runBadges() const { return run_; }
    const RunSnapshotPtr& shownRun() const { return run_.run(); }
    const GroupFrames& groupFrames() const { return groups_; }
    /// Where the name of a group stands beside its nodes, in widget coordinates; empty = nowhere.
    QRect groupTitle(const std::string& group);
    /// All its nodes, wherever they stand.
    void selectGroup(const std::string& group);

    QSize sizeHint() const override { return {640, 480}; }
    QSize minimumSizeHint() const override { return {160, 120}; }

public slots:
    void selectAll();
    void copy();  // the names of the chosen nodes, a line each

signals:
    /// A node was chosen: its text is to be shown. The focus stays here.
    void sourceRequested(cst::SourceRange range);
    void shown();             // another snapshot, or more of a run
    void selectionChanged();  // another node is chosen, or lit, or none
    /// A person has put nodes here; they stand there until the next snapshot.
    void nodesMoved(const std::map<cst::NodeIdentity, cst::LayoutPoint>& places);
    /// Enter on the chosen node: go on in its text.
    void editingRequested();
    /// The pointer is on another node, or on none.
    void hoverChanged(const std::optional<cst::NodeIdentity>& node);
    void connectRequested(cst::NodeIdentity from, cst::NodeIdentity to, uint32_t port);
    /// A gesture came to nothing, and why.
    void refused(const QString& why);
    /// A call is to be added, to be chosen at this place of the widget.
    void callRequested(QPoint place);
    /// A function was dropped, by its qualified name, at this place of the widget.
    void functionDropped(const QString& function, QPoint place);
    /// What several nodes are drawn together in is to be drawn apart.
    void unfoldRequested(cst::NodeIdentity node);
    /// A group is to be drawn as one node.
    void foldRequested(const std::string& group);
    /// A menu for what is chosen, at this place of the screen.
    void menuRequested(QPoint place);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    static constexpr int kFrameMs = 16;
    static constexpr std::chrono::milliseconds kAFrame{12};  // a little less: paints are to come

    void open();
    /// By the person: then the view is no longer the fitted one.
    void moveView(bool byPerson);
    /// Fits the graph again if it grew out of sight, or could be shown much larger. Not while a
    /// node is selected.
    void keepFitted();
    double takenBelow() const;
    void keepClearOfLegends();
    void revealLit();
    bool isPanning() const { return pointer_.state() == GraphPointer::State::Panning; }
    Camera fittedCamera() const;
    void glideTo(const Camera& camera);
    void select(std::optional<uint32_t> node);
    void selectionMoved();  // shows what is chosen now
    void chooseBand(bool adds);
    void hover(const GraphPointer::Place& place);
    void showEdgeTip(QPoint at, uint32_t edge);
    const GraphEdge* wholeEdge(uint32_t edge) const;
    void showCursorShape();
    void endConnecting();
    /// Near its edges the view moves by itself as long as something is dragged.
    void watchEdges();
    void scrollAtEdge();
    void dragNodes();
    void dropNodes();
    void walk(GraphScene::Step step, bool adds);
    bool plainKey(int key);
    void light(SourceRange text);
    void takeMarks(const GraphScene::Change& change);
    struct ShownGroup {
        std::string group;
        QRectF box, title;  // in the world
        friend bool operator==(const ShownGroup&, const ShownGroup&) = default;
    };
    std::vector<ShownGroup> shownGroups();          // in sight
    const std::string* groupTitled(QPointF place);  // whose name is there; null = none
    bool showGroupTip(QPoint place, QPoint global);
    /// What of the frames looks different now.
    void showGroupChange(const std::vector<ShownGroup>& before);
    void moveScene(double progress);
    void requestSource(uint32_t node);
    void refreshBadges();
    void refreshProfile();
    void updateNode(std::optional<uint32_t> node);
    QRect dirtyRect(uint32_t node) const;
    QRect around(const QRectF& world) const;
    /// Of a node with its lines, and of a line.
    QRect surroundings(std::optional<uint32_t> node, std::optional<uint32_t> edge) const;
    std::optional<uint32_t> current() const { return lookUp(selection_.current()); }
    std::optional<uint32_t> lookUp(const std::optional<NodeIdentity>& identity) const;
    std::optional<uint32_t> nodeOfKey(const std::string& key) const;
    std::optional<NodeIdentity> anchor() const;
    std::optional<uint32_t> nodeAtText(SourceRange text) const;
    std::optional<uint32_t> nodeAtView(QPointF view) const;
    /// What is drawn there has changed: it is painted anew. update() alone draws it once more,
    /// with what the pointer does on top.
    void repaintCanvas(const QRect& area);
    void repaintCanvas();
    void paintOverlay(QPainter& painter, const QRect& dirty);
    void paintEmpty(QPainter& painter) const;
    void describe();
    void placeCorner();
    void showInOverlays();
    void paintPostponed();

    const Theme& theme_;  // outlives every widget
    GraphPainter painter_;
    GraphScene scene_;
    GroupFrames groups_;
    Camera camera_;
    RunBadges run_;
    std::vector<NodeBadge> badges_;  // by node
    std::vector<NodeMark> marks_;    // by node
    bool isPatient_ = false;
    GraphProfile profile_;
    HeatLegend* heatLegend_ = nullptr;
    ZoomBar* zoomBar_ = nullptr;
    Minimap* minimap_ = nullptr;
    EdgeLegend* edgeLegend_ = nullptr;

    GraphSelection selection_;
    GraphSelection beforeClick_;  // on the canvas; a double click there is about these nodes
    std::optional<NodeIdentity> lit_, glowing_;  // survive a new snapshot
    std::optional<uint32_t> hovered_, hoveredEdge_;
    std::optional<SourceRange> litText_;
    std::vector<uint32_t> found_;
    int covered_ = 0;
    bool fitted_ = true;      // nobody moved the view since it was fitted
    double clearBelow_ = 0;   // px at the lower edge that are known to be taken
    double smallestFit_ = 0;  // what `fitted_` may shrink to

    SnapshotPtr wholeSnapshot_;
    CanvasLayer layer_;

    GraphPointer pointer_{scene_, camera_};
    PointerPainter pointerPainter_;
    struct Glide {
        Camera from, to;
        QElapsedTimer clock;
    };
    std::optional<Glide> glide_;  // the camera is on its way
    QBasicTimer animation_, ticker_, edges_, overlays_;
    QDeadlineTimer awaited_;  // until then nothing moves on: a snapshot is on its way
    QRect postponed_;         // what was to be painted meanwhile
    QElapsedTimer animationClock_;
};

}  // namespace cst

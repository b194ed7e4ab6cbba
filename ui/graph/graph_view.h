#pragma once

#include "ui/graph/graph_painter.h"

#include <QBasicTimer>
#include <QElapsedTimer>
#include <QWidget>

#include <map>
#include <memory>
#include <optional>

namespace cst {

class Minimap;
class ZoomBar;

/// The live graph: one painted canvas over the newest snapshot and the newest run.
/// It shows and forwards; layout, states and times come from the engine.
///
/// The view stays put when the text changes: of the nodes that go on, the selected one, else the
/// one nearest the middle, does not move on the screen, and the others move gently. Until somebody
/// pans or zooms, a graph that grows out of sight is fitted again; after that, only the node at the
/// cursor of the text is brought into sight.
class GraphView : public QWidget {
    Q_OBJECT

public:
    explicit GraphView(const Theme& theme, QWidget* parent = nullptr);
    ~GraphView() override;

    void showSnapshot(SnapshotPtr snapshot);
    void showRun(RunSnapshotPtr run);  // null = nothing has run
    /// The run was on other inputs than those of now.
    void showInputsChanged(bool changed);
    /// Lights the node whose text holds all of this (what is selected in the editor); where none
    /// does, the one at its beginning.
    void highlight(SourceRange text);
    void highlightOffset(uint32_t byteOffset) { highlight({byteOffset, byteOffset}); }

    void fit();
    void zoomToActual();
    void zoomIn();
    void zoomOut();

    double zoom() const { return camera_.zoom(); }
    std::size_t nodeCount() const { return scene_.size(); }
    /// Where a node is drawn at this moment, in widget coordinates; empty if there is none.
    QRect nodeRect(const std::string& key) const;
    /// The words of its badge; the state in words where the mark alone is drawn; "" = no badge.
    QString badgeText(const std::string& key) const;
    std::string selectedKey() const;
    std::string litKey() const;
    std::vector<NodeIdentity> selectedNodes() const;

    QSize sizeHint() const override { return {640, 480}; }
    QSize minimumSizeHint() const override { return {160, 120}; }

signals:
    /// A node was chosen: its text is to be shown. The focus stays here.
    void sourceRequested(cst::SourceRange range);
    void selectionChanged();  // another node is chosen, or lit, or none
    /// A person has put nodes here; they stand there until the next snapshot.
    void nodesMoved(const std::map<cst::NodeIdentity, cst::LayoutPoint>& places);
    /// Enter on the chosen node: go on in its text.
    void editingRequested();

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
    void timerEvent(QTimerEvent* event) override;

private:
    void open();
    /// By the person: then the view is no longer the fitted one.
    void moveView(bool byPerson);
    /// Fits the graph again if it grew out of sight, or could be shown much larger. Not while a
    /// node is selected.
    void keepFitted();
    void revealLit();
    Camera fittedCamera() const;
    void glideTo(const Camera& camera);
    void select(std::optional<uint32_t> node);
    void setDependents();
    void hover(std::optional<uint32_t> node);
    void walk(GraphScene::Step step);
    void dragTo(QPointF view);
    void endDrag(bool isDropped);
    std::vector<uint32_t> draggedNodes() const;
    bool plainKey(int key);
    void requestSource(uint32_t node);
    void refreshBadges();
    void updateNode(std::optional<uint32_t> node);
    QRect dirtyRect(uint32_t node) const;
    QRect around(const QRectF& world) const;
    std::optional<uint32_t> lookUp(const std::optional<NodeIdentity>& identity) const;
    std::optional<uint32_t> nodeOfKey(const std::string& key) const;
    std::optional<NodeIdentity> anchor() const;
    std::optional<uint32_t> nodeAtText(SourceRange text) const;
    std::optional<uint32_t> nodeAtView(QPointF view) const;
    void paintEmpty(QPainter& painter) const;
    void describe();
    void placeCorner();

    const Theme& theme_;  // outlives every widget
    GraphPainter painter_;
    GraphScene scene_;
    Camera camera_;
    RunBadges run_;
    std::vector<NodeBadge> badges_;  // by node
    std::vector<bool> dependents_;   // of the selected input; empty = none is
    ZoomBar* zoomBar_ = nullptr;
    Minimap* minimap_ = nullptr;

    std::optional<NodeIdentity> selected_, lit_;  // survive a new snapshot
    std::optional<uint32_t> hovered_;
    std::optional<SourceRange> litText_;
    bool fitted_ = true;      // nobody moved the view since it was fitted
    double smallestFit_ = 0;  // what `fitted_` may shrink to

    std::optional<QPointF> panFrom_;  // last place of the pointer while it drags the canvas
    QPointF pressedAt_;
    std::optional<uint32_t> pressedNode_;  // by the left button, which is still down
    bool isDragging_ = false;              // that node, and all that is selected with it
    struct Glide {
        Camera from, to;
        QElapsedTimer clock;
    };
    std::optional<Glide> glide_;  // the camera is on its way
    QBasicTimer animation_, ticker_;
    QElapsedTimer animationClock_;
};

}  // namespace cst

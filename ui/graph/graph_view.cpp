#include "ui/graph/graph_view.h"

#include "ui/graph/edge_legend.h"
#include "ui/graph/found_painter.h"
#include "ui/graph/graph_accessible.h"
#include "ui/graph/graph_legends.h"
#include "ui/graph/heat_legend.h"
#include "ui/graph/minimap.h"
#include "ui/graph/node_tip.h"
#include "ui/graph/zoom_bar.h"

#include <QPainter>
#include <QPaintEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace cst {

namespace {

constexpr int kAnimationMs = 150;
constexpr int kTickMs = 100;     // the times of running nodes count on
constexpr int kOverlaysMs = 40;  // map and legend follow the graph

bool hasNotTaken(const GraphScene& scene, const std::vector<NodeBadge>& badges,
                 const RunSnapshotPtr& run) {
    return std::any_of(scene.edges().begin(), scene.edges().end(), [&](const SceneEdge& edge) {
        return edge.conditional &&
               edgeWay(badges[edge.to], edge.port, run.get()) == EdgeWay::NotTaken;
    });
}

/// How far something has come that takes kAnimationMs: quick at first, gentle at the end.
double eased(const QElapsedTimer& clock) {
    const double t = std::min(1.0, static_cast<double>(clock.elapsed()) / kAnimationMs);
    return 1 - (1 - t) * (1 - t) * (1 - t);
}

}  // namespace

GraphView::GraphView(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      painter_(theme),
      heatLegend_(new HeatLegend(theme, this)),
      zoomBar_(new ZoomBar(theme, this)),
      minimap_(new Minimap(theme, this)),
      edgeLegend_(new EdgeLegend(theme, this)),
      pointerPainter_(theme) {
    installGraphAccessible();
    setObjectName(QStringLiteral("graphView"));
    setAccessibleName(tr("Graph"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAcceptDrops(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    zoomBar_->hide();

    for (FoldingLegend* legend :
         {static_cast<FoldingLegend*>(heatLegend_), static_cast<FoldingLegend*>(edgeLegend_)})
        connect(legend, &FoldingLegend::turned, this, &GraphView::placeCorner);
    connect(zoomBar_, &ZoomBar::zoomInWanted, this, &GraphView::zoomIn);
    connect(zoomBar_, &ZoomBar::zoomOutWanted, this, &GraphView::zoomOut);
    connect(zoomBar_, &ZoomBar::actualWanted, this, &GraphView::zoomToActual);
    connect(zoomBar_, &ZoomBar::fitWanted, this, &GraphView::fit);
    connect(minimap_, &Minimap::placeWanted, this, [this](QPointF world) {
        camera_.lookAt(world);
        moveView(true);
    });
    connect(&theme, &Theme::changed, this, [this] {
        painter_.themeChanged();
        repaintCanvas();
    });
    describe();
}

GraphView::~GraphView() = default;

void GraphView::showSnapshot(SnapshotPtr snapshot) {
    const SnapshotPtr whole = snapshot;
    if (snapshot->folded) snapshot = snapshot->folded;
    if (!snapshot->layout) return;  // it comes again with one
    wholeSnapshot_ = whole;
    awaited_ = QDeadlineTimer();
    paintPostponed();
    QToolTip::hideText();  // what it says may be true no longer
    const bool another = scene_.empty() || !scene_.continues(*snapshot);
    if (another && !snapshot->graph->nodes.empty()) selection_.clear();
    const Camera before = camera_;
    layer_.spoil(surroundings(hovered_, hoveredEdge_), camera_);
    hovered_.reset();
    hoveredEdge_.reset();
    std::vector<ShownGroup> groups = shownGroups();
    const GraphScene::Change change =
        scene_.show(std::move(snapshot), another ? std::nullopt : anchor());
    groups_.showScene(scene_);
    for (ShownGroup& group : groups) {
        group.box.translate(change.shift);
        if (!group.title.isNull()) group.title.translate(change.shift);
    }
    selection_.settle(scene_);
    if (!std::exchange(found_, {}).empty()) repaintCanvas();
    pointer_.sceneChanged();
    // A node keeps its badge, so that only those are painted whose badge becomes another one.
    std::vector<NodeBadge> badges(scene_.size());
    for (std::size_t i = 0; i < badges.size(); ++i)
        if (change.before[i]) badges[i] = badges_[*change.before[i]];
    badges_ = std::move(badges);
    if (another) {
        scene_.setProgress(1);
        open();
    } else {
        camera_.follow(change.shift);
        if (glide_) {
            glide_->from.follow(change.shift);
            glide_->to.follow(change.shift);
        }
        if (scene_.moves()) {
            animationClock_.start();
            animation_.start(kFrameMs, this);
        }
    }
    zoomBar_->setVisible(!scene_.empty());
    takeMarks(change);
    if (litText_) light(*litText_);
    describe();
    if (!another) keepFitted();
    refreshBadges();
    if (another) {
        showInOverlays();
    } else if ((!change.changed.isNull() || scene_.moves()) && !overlays_.isActive()) {
        overlays_.start(kOverlaysMs, this);
    }
    minimap_->showCamera(camera_);
    if (another || camera_ != before) {
        repaintCanvas();
    } else {
        if (!change.changed.isNull()) repaintCanvas(around(change.changed));
        showGroupChange(groups);
    }
    emit selectionChanged();
    emit shown();
}

/// What is chosen stays so; what it needs, and what uses it, may be other nodes now.
void GraphView::takeMarks(const GraphScene::Change& change) {
    const std::vector<NodeMark> before = std::exchange(marks_, selection_.marksIn(scene_));
    for (std::size_t i = 0; i < marks_.size(); ++i) {
        const NodeMark was = change.before[i] ? before[*change.before[i]] : NodeMark();
        if (marks_[i] != was) return repaintCanvas();  // lines change their colour as well
    }
}

void GraphView::showRun(RunSnapshotPtr run) {
    if (!run || !run_.run() || run->run != run_.run()->run || run->finished()) {
        QToolTip::hideText();
    }
    run_.setRun(std::move(run), RunBadges::Clock::now());
    refreshBadges();
    emit shown();
}

void GraphView::setPatient(bool isPatient) {
    if (isPatient == isPatient_) return;
    isPatient_ = isPatient;
    if (!isPatient) refreshBadges();
}

void GraphView::showInputsChanged(bool changed) {
    if (changed == run_.inputsChanged()) return;  // asked for with each snapshot and report
    run_.setInputsChanged(changed);
    refreshBadges();
}

void GraphView::refreshBadges() {
    if (!scene_.snapshot()) return;
    std::vector<NodeBadge> badges = run_.badgesFor(*scene_.snapshot());
    QRect dirty;
    bool going = false;
    std::vector<bool> isOther(badges.size());
    for (uint32_t i = 0; i < badges.size(); ++i) {
        if (isPatient_ && i < badges_.size() && badges_[i].shown && !badges_[i].stale) {
            badges[i].stale = false;
        }
        going = going || badges[i].isGoing();
        isOther[i] = i >= badges_.size() || badges[i] != badges_[i];
        if (isOther[i]) dirty |= dirtyRect(i);
    }
    // A line that only a condition asks for shows whether it was taken, however long it is.
    for (const SceneEdge& edge : scene_.edges())
        if (edge.conditional && isOther[edge.to]) dirty |= around(scene_.edgeBounds(edge));
    badges_ = std::move(badges);
    if (!overlays_.isActive()) overlays_.start(kOverlaysMs, this);
    refreshProfile();
    // Edges of skipped nodes fade as well, so the surroundings of what changed are painted too.
    if (!dirty.isEmpty()) repaintCanvas(dirty.adjusted(-200, -200, 200, 200));
    if (!going) {
        ticker_.stop();
    } else if (!ticker_.isActive()) {
        ticker_.start(kTickMs, this);
    }
    describe();
}

void GraphView::showProfile(const ProfileChoice& choice) {
    if (profile_.choose(choice)) refreshProfile();
    repaintCanvas();
}

void GraphView::showChange(GraphChangePtr change) {
    if (change == profile_.shownChange()) return;
    profile_.showChange(std::move(change));
    refreshProfile();
    repaintCanvas();
}

void GraphView::refreshProfile() {
    if (profile_.update(scene_, badges_, marks_, run_.run())) repaintCanvas();
    if (!profile_.isShown() && !heatLegend_->isNeeded()) return;
    heatLegend_->showProfile(profile_);
    placeCorner();
}

std::optional<uint32_t> GraphView::lookUp(const std::optional<NodeIdentity>& identity) const {
    return identity ? scene_.find(*identity) : std::nullopt;
}

std::optional<uint32_t> GraphView::nodeOfKey(const std::string& key) const {
    if (!scene_.snapshot()) return std::nullopt;
    const NodeId node = scene_.snapshot()->graph->byKey(key);
    if (!node.hasValue()) return std::nullopt;
    return node.index;
}

std::optional<NodeIdentity> GraphView::anchor() const {
    const auto selected = current();
    if (selected && camera_.visibleWorld().intersects(scene_.box(*selected)))
        return selection_.current();
    const auto nearest = scene_.nearest(camera_.centre());
    if (!nearest) return std::nullopt;
    return scene_.identity(*nearest);
}

std::optional<uint32_t> GraphView::nodeAtView(QPointF view) const {
    return scene_.nodeAt(camera_.toWorld(view));
}

QRect GraphView::nodeRect(const std::string& key) const {
    const auto node = nodeOfKey(key);
    return node ? camera_.toView(scene_.box(*node)).toAlignedRect() : QRect();
}

QRect GraphView::nodeRectOf(NodeIdentity identity) const {
    const auto node = scene_.find(identity);
    return node ? camera_.toView(scene_.box(*node)).toAlignedRect() : QRect();
}

std::optional<NodeIdentity> GraphView::nodeAtPlace(QPoint place) const {
    const auto node = nodeAtView(place);
    if (!node) return std::nullopt;
    return scene_.identity(*node);
}

std::string GraphView::keyOf(NodeIdentity identity) const {
    const auto node = scene_.find(identity);
    return std::string(node ? scene_.node(*node).key : std::string_view());
}

QRect GraphView::dirtyRect(uint32_t node) const {
    return GraphPainter::withBadge(camera_.toView(scene_.box(node))).toAlignedRect();
}

/// With room for rings and badges, and for lines and arrows.
QRect GraphView::around(const QRectF& world) const {
    return GraphPainter::withBadge(camera_.toView(world)).toAlignedRect().adjusted(-8, -8, 8, 8);
}

QRect GraphView::surroundings(std::optional<uint32_t> node, std::optional<uint32_t> edge) const {
    QRectF world;
    if (node) {
        world = scene_.box(*node);
        for (const SceneEdge& line : scene_.edges()) {
            if (line.from == *node || line.to == *node) world |= scene_.edgeBounds(line);
        }
    }
    if (edge) world |= scene_.edgeBounds(scene_.edges()[*edge]);
    return world.isNull() ? QRect() : around(world);
}

void GraphView::updateNode(std::optional<uint32_t> node) {
    if (node) repaintCanvas(dirtyRect(*node).adjusted(-4, -4, 4, 4));
}

QString GraphView::badgeText(const std::string& key) const {
    const auto node = nodeOfKey(key);
    if (!node || !badges_[*node].shown) return QString();
    const NodeBadge& badge = badges_[*node];
    const double time = run_.timeUs(badge, RunBadges::Clock::now());
    const QString words = cst::badgeText(badge, time, *run_.run());
    return words.isEmpty() ? statusText(badge.status) : words;
}

std::string GraphView::selectedKey() const {
    const auto node = current();
    return std::string(node ? scene_.node(*node).key : std::string_view());
}

std::string GraphView::litKey() const {
    const auto node = lookUp(lit_);
    return std::string(node ? scene_.node(*node).key : std::string_view());
}

void GraphView::describe() {
    QString words = scene_.empty()       ? tr("No nodes yet")
                    : scene_.size() == 1 ? tr("1 node")
                                         : tr("%1 nodes").arg(scene_.size());
    const auto selected = current();
    const std::size_t count = selection_.nodesIn(scene_).size();
    if (count > 1) words += QStringLiteral(". ") + tr("%1 are selected").arg(count);
    if (selected && *selected < badges_.size()) {
        const NodeBadge& badge = badges_[*selected];
        words +=
            QStringLiteral(". ") +
            tr("Selected: %1")
                .arg(nodeSentence(*scene_.snapshot(), *selected, badge,
                                  run_.timeUs(badge, RunBadges::Clock::now()), run_.run().get()));
    }
    if (words == accessibleDescription()) return;
    setAccessibleDescription(words);
    tellState(*this);
}

// --- painting ---

void GraphView::repaintCanvas(const QRect& area) {
    layer_.spoil(area, camera_);
    update(area);
}

void GraphView::repaintCanvas() {
    layer_.spoilAll();
    update();
}

void GraphView::paintEvent(QPaintEvent* event) {
    const GraphFrame frame{scene_,       badges_,
                           run_,         marks_,
                           profile_,     hovered_ ? hovered_ : lookUp(glowing_),
                           lookUp(lit_), RunBadges::Clock::now(),
                           hasFocus(),   found_,
                           &groups_};
    const QRect dirty = event->rect();
    // From afar nodes are counted in cells of the screen: shifted, they are others.
    const bool shifts = detailAt(camera_.zoom()) != GraphDetail::Density;
    QPainter painter(this);
    if (!awaited_.hasExpired() && layer_.drawAgain(painter, camera_, dirty, devicePixelRatioF())) {
        postponed_ |= dirty;
        animation_.start(kFrameMs, this);
    } else {
        layer_.draw(painter, camera_, shifts, dirty, devicePixelRatioF(),
                    [&](QPainter& canvas, const QRect& area) {
                        painter_.paint(canvas, camera_, frame, area, devicePixelRatioF());
                    });
    }
    paintOverlay(painter, dirty);
}

void GraphView::paintOverlay(QPainter& painter, const QRect& dirty) {
    paintVeil(painter, theme_, scene_, camera_, found_, dirty);
    pointerPainter_.paint(painter, scene_, camera_, pointer_, hovered_, hoveredEdge_,
                          selection_.edgeIn(scene_));
    if (scene_.empty()) paintEmpty(painter);
    if (hasFocus()) {
        painter.setPen(theme_.color(Role::Accent));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void GraphView::paintEmpty(QPainter& painter) const {
    const QString words = tr("The graph of the pipeline appears here while you type.\n"
                             "Start with an input, a step and an output:");
    const QString example = QStringLiteral("in note: String\nclean = trim(note)\nout clean");
    const QFontMetrics text(theme_.textFont()), code(theme_.codeFont());
    const QRect area = rect().adjusted(24, 24, -24, -24);
    const int flags = Qt::AlignHCenter | Qt::TextWordWrap;
    const QSize above = text.boundingRect(area, flags, words).size();
    const QSize below = code.size(0, example);
    const int top = (height() - above.height() - 16 - below.height()) / 2;
    painter.setFont(theme_.textFont());
    painter.setPen(theme_.color(Role::TextDim));
    painter.drawText(QRect(area.left(), top, area.width(), above.height()), flags, words);
    painter.setFont(theme_.codeFont());
    painter.setPen(theme_.color(Role::Text));
    painter.drawText(QRect(QPoint((width() - below.width()) / 2, top + above.height() + 16), below),
                     Qt::AlignLeft, example);
}

void GraphView::resizeEvent(QResizeEvent*) {
    if (glide_) camera_ = std::exchange(glide_, std::nullopt)->to;
    camera_.resizeView(size());
    if (fitted_) camera_ = fittedCamera();
    moveView(false);
    placeCorner();
}

void GraphView::showLegend(bool isWanted) {
    edgeLegend_->setWanted(isWanted);
    placeCorner();
}

GraphLegends GraphView::legends() const {
    GraphLegends legends;
    if (edgeLegend_->isWanted()) {
        legends.lines = legendLinesOf(scene_, hasNotTaken(scene_, badges_, run_.run()));
    }
    legends.nodes = nodeLegendOf(profile_);
    return legends;
}

/// The zoom bar in one corner, the map above it; legends in the other.
void GraphView::placeCorner() {
    const QSize bar = zoomBar_->sizeHint();
    zoomBar_->setGeometry(width() - bar.width() - 8, height() - bar.height() - 8, bar.width(),
                          bar.height());
    minimap_->placeAbove(zoomBar_->geometry().topRight() + QPoint(1, -8), size());
    placeLegends({heatLegend_, edgeLegend_}, size(), zoomBar_->geometry());
    keepClearOfLegends();
}

/// What is not looked at while typing: it would make each key press wait.
void GraphView::showInOverlays() {
    overlays_.stop();
    minimap_->showScene(scene_);
    minimap_->showBadges(badges_);
    edgeLegend_->showLines(legendLinesOf(scene_, hasNotTaken(scene_, badges_, run_.run())));
    placeCorner();
}

void GraphView::awaitSnapshot(std::chrono::milliseconds most) {
    awaited_.setRemainingTime(most);
}

void GraphView::paintPostponed() {
    if (!postponed_.isNull()) update(std::exchange(postponed_, {}));
}

void GraphView::timerEvent(QTimerEvent* event) {
    if (event->timerId() == overlays_.timerId()) {
        showInOverlays();
        return;
    }
    if (event->timerId() == ticker_.timerId()) {
        for (uint32_t i = 0; i < badges_.size(); ++i) {
            if (badges_[i].isGoing()) repaintCanvas(dirtyRect(i));
        }
        return;
    }
    if (event->timerId() == edges_.timerId()) {
        scrollAtEdge();
        return;
    }
    if (event->timerId() != animation_.timerId() || !awaited_.hasExpired()) return;
    paintPostponed();
    if (scene_.moves()) {
        moveScene(eased(animationClock_));
        // What is dragged meanwhile moves along, wherever it is.
        if (scene_.isDragged()) {
            repaintCanvas();
        } else {
            repaintCanvas(around(scene_.moving()));
        }
    }
    if (glide_) {
        const double progress = eased(glide_->clock);
        camera_ = Camera::between(glide_->from, glide_->to, progress);
        if (progress >= 1) glide_.reset();
        moveView(false);
    }
    if (!scene_.moves() && !glide_) animation_.stop();
}

}  // namespace cst

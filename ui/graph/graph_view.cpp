#include "ui/graph/graph_view.h"

#include "ui/graph/edge_legend.h"
#include "ui/graph/heat_legend.h"
#include "ui/graph/found_painter.h"
#include "ui/graph/graph_accessible.h"
#include "ui/graph/minimap.h"
#include "ui/graph/node_tip.h"
#include "ui/graph/zoom_bar.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QPainter>
#include <QPaintEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace cst {

namespace {

constexpr int kAnimationMs = 150;
constexpr int kFrameMs = 16;
constexpr int kTickMs = 100;               // the times of running nodes count on
constexpr double kSmallestReadable = 0.6;  // names and times can still be read
constexpr double kLargestFit = 1;
constexpr double kBelow = 44;  // px at the lower edge: a legend and the zoom stand there
constexpr double kMuchLarger = 1.25;

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
        update();
    });
    describe();
}

GraphView::~GraphView() = default;

void GraphView::showSnapshot(SnapshotPtr snapshot) {
    if (snapshot->folded) snapshot = snapshot->folded;
    if (!snapshot->layout) return;  // it comes again with one
    QToolTip::hideText();           // what it says may be true no longer
    const bool another = scene_.empty() || !scene_.continues(*snapshot);
    if (another && !snapshot->graph->nodes.empty()) selection_.clear();
    const Camera before = camera_;
    const GraphScene::Change change =
        scene_.show(std::move(snapshot), another ? std::nullopt : anchor());
    selection_.settle(scene_);
    hovered_.reset();
    hoveredEdge_.reset();
    found_.clear();
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
    marks_ = selection_.marksIn(scene_);
    if (litText_) highlight(*litText_);
    describe();
    if (!another) keepFitted();
    refreshBadges();
    if (another || !change.changed.isNull()) {
        minimap_->showScene(scene_);
        edgeLegend_->showScene(scene_);
        placeCorner();
    }
    minimap_->showCamera(camera_);
    if (another || camera_ != before) {
        update();
    } else if (!change.changed.isNull()) {
        update(around(change.changed));
    }
    emit selectionChanged();
    emit shown();
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
    for (uint32_t i = 0; i < badges.size(); ++i) {
        if (isPatient_ && i < badges_.size() && badges_[i].shown && !badges_[i].stale) {
            badges[i].stale = false;
        }
        going = going || badges[i].isGoing();
        if (i >= badges_.size() || badges[i] != badges_[i]) dirty |= dirtyRect(i);
    }
    badges_ = std::move(badges);
    minimap_->showBadges(badges_);
    refreshProfile();
    // Edges of skipped nodes fade as well, so the surroundings of what changed are painted too.
    if (!dirty.isEmpty()) update(dirty.adjusted(-200, -200, 200, 200));
    if (!going) {
        ticker_.stop();
    } else if (!ticker_.isActive()) {
        ticker_.start(kTickMs, this);
    }
    describe();
}

void GraphView::showProfile(const ProfileChoice& choice) {
    if (profile_.choose(choice)) refreshProfile();
    update();
}

void GraphView::refreshProfile() {
    if (profile_.update(scene_, badges_, marks_, run_.run())) update();
    if (!profile_.isShown() && heatLegend_->isHidden()) return;
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

// --- what is lit and chosen ---

std::optional<uint32_t> GraphView::nodeAtText(SourceRange text) const {
    const Snapshot& snapshot = *scene_.snapshot();
    std::optional<uint32_t> best, onLine;
    uint32_t bestLength = std::numeric_limits<uint32_t>::max();
    const uint32_t line = snapshot.text ? snapshot.text->line(text.begin) : 0;
    for (uint32_t i = 0; i < scene_.size(); ++i) {
        if (scene_.ghost(i)) continue;  // its range is of an older text
        const GraphNode& node = scene_.node(i);
        // The place just behind an expression still belongs to it: that is where one types.
        const bool inside = node.range.begin <= text.begin && text.end <= node.range.end;
        if (inside && node.range.length() < bestLength) {
            best = i;
            bestLength = node.range.length();
        }
        // On the name in `name = …`: the range is only that of the expression.
        if (!onLine && !node.name.empty() && node.line == line) onLine = i;
    }
    return best ? best : onLine;
}

void GraphView::highlight(SourceRange text) {
    litText_ = text;
    if (!scene_.snapshot()) return;
    const auto before = lookUp(lit_);
    auto now = nodeAtText(text);
    if (!now) now = nodeAtText({text.begin, text.begin});
    lit_ = now ? std::optional(scene_.identity(*now)) : std::nullopt;
    if (before == now) return;
    updateNode(before);
    updateNode(now);
    // What was chosen here is where the pointer is: it must not move away below it.
    if (!(hasFocus() && lit_ && selection_.contains(*lit_))) revealLit();
    emit selectionChanged();
}

void GraphView::select(std::optional<uint32_t> node) {
    selection_.clear();
    if (node) selection_.chooseOnly(scene_.identity(*node));
    selectionMoved();
}

void GraphView::selectNodes(std::vector<NodeIdentity> nodes) {
    selection_.choose(std::move(nodes));
    selection_.settle(scene_);
    if (const auto node = current()) {
        Camera camera = glide_ ? glide_->to : camera_;
        const QRectF box = scene_.boxAtRest(*node).adjusted(0, -covered_ / camera.zoom(), 0, 0);
        if (!camera.visibleWorld().contains(box)) {
            camera.reveal(box);
            glideTo(camera);
        }
    }
    selectionMoved();
}

void GraphView::goTo(NodeIdentity identity, bool closely) {
    const auto node = scene_.find(identity);
    if (!node) return;
    selectNodes({identity});
    Camera camera = glide_ ? glide_->to : camera_;
    if (closely && camera.zoom() < kSmallestReadable) {
        camera.zoomTo(kSmallestReadable);
        camera.lookAt(scene_.boxAtRest(*node).center());
        fitted_ = false;  // else the next change would take the view away again
        glideTo(camera);
    }
    requestSource(*node);
}

void GraphView::showFound(std::vector<uint32_t> nodes) {
    if (nodes == found_) return;
    found_ = std::move(nodes);
    update();
}

void GraphView::selectAll() {
    std::vector<NodeIdentity> all;
    for (uint32_t i = 0; i < scene_.size(); ++i) all.push_back(scene_.identity(i));
    selection_.choose(std::move(all));
    selectionMoved();
}

void GraphView::copy() {
    QStringList names;
    for (const uint32_t node : selection_.nodesIn(scene_)) {
        const std::string_view name = scene_.node(node).name;
        names.append(name.empty() ? scene_.title(node) : fromUtf8(name));
    }
    if (!names.isEmpty()) QGuiApplication::clipboard()->setText(names.join(QChar('\n')));
}

void GraphView::selectionMoved() {
    marks_ = selection_.marksIn(scene_);
    refreshProfile();
    describe();
    update();  // edges change their colour as well
    tellSelection(*this);
    emit selectionChanged();
}

std::vector<NodeIdentity> GraphView::selectedNodes() const {
    std::vector<NodeIdentity> nodes;
    for (const uint32_t node : selection_.nodesIn(scene_)) {
        if (scene_.isGroup(node)) {
            const auto members = scene_.members(node);
            nodes.insert(nodes.end(), members.begin(), members.end());
        } else {
            nodes.push_back(scene_.identity(node));
        }
    }
    return nodes;
}

GraphView::Relations GraphView::relations() const {
    Relations relations;
    for (const NodeMark& mark : marks_) {
        relations.needed += mark.isNeeded && !mark.isChosen ? 1 : 0;
        relations.users += mark.isUser && !mark.isChosen ? 1 : 0;
    }
    return relations;
}

void GraphView::glow(std::optional<NodeIdentity> node) {
    if (node == glowing_) return;
    updateNode(lookUp(glowing_));
    glowing_ = node;
    updateNode(lookUp(glowing_));
}

std::string GraphView::hoveredKey() const {
    const auto node = hovered_ ? hovered_ : lookUp(glowing_);
    return std::string(node ? scene_.node(*node).key : std::string_view());
}

QPoint GraphView::portPoint(const std::string& key) const {
    const auto node = nodeOfKey(key);
    const auto dot = node ? pointer_.portDot(*node) : std::nullopt;
    return dot ? dot->toPoint() : QPoint();
}

QStringList GraphView::offeredPorts() const {
    QStringList names;
    if (pointer_.state() != GraphPointer::State::Connecting || !pointer_.target()) return names;
    for (const NodePort& port : pointer_.ports()) names.append(port.name);
    return names;
}

QRect GraphView::offeredPortRect(int row) const {
    return pointer_.rowRect(static_cast<std::size_t>(row)).toAlignedRect();
}

std::optional<NodeIdentity> GraphView::nodeOfText(SourceRange text) const {
    const auto node = scene_.snapshot() ? nodeAtText(text) : std::nullopt;
    return node ? std::optional(scene_.identity(*node)) : std::nullopt;
}

void GraphView::requestSource(uint32_t node) {
    emit sourceRequested(scene_.node(node).range);
}

// --- where the view is ---

void GraphView::moveView(bool byPerson) {
    if (byPerson) {
        glide_.reset();
        fitted_ = false;
        camera_.keepInSight(scene_.bounds());
    }
    zoomBar_->showZoom(camera_.zoom());
    minimap_->showCamera(camera_);
    update();
}

void GraphView::fit() {
    glide_.reset();
    fitted_ = true;
    smallestFit_ = 0;
    camera_.fit(scene_.bounds(), kLargestFit, 0, kBelow);
    moveView(false);
}

Camera GraphView::fittedCamera() const {
    Camera camera = camera_;
    camera.fit(scene_.bounds(), kLargestFit, smallestFit_, kBelow);
    const auto lit = lookUp(lit_);
    if (lit && !camera.visibleWorld().contains(scene_.bounds())) {
        camera.reveal(scene_.boxAtRest(*lit));
    }
    return camera;
}

void GraphView::keepFitted() {
    // A selected node is looked at: it stays where it is.
    if (!fitted_ || isPanning() || selection_.current()) return;
    const Camera& now = glide_ ? glide_->to : camera_;
    const Camera best = fittedCamera();
    const bool couldBeLarger = best.zoom() > now.zoom() * kMuchLarger;
    // At its smallest the graph may be larger than the view: then only the node at the cursor
    // has to be seen.
    const bool mustBeSmaller =
        best.zoom() < now.zoom() || best.visibleWorld().contains(scene_.bounds());
    if (couldBeLarger || (mustBeSmaller && !now.visibleWorld().contains(scene_.bounds()))) {
        glideTo(best);
    } else {
        revealLit();
    }
}

void GraphView::revealLit() {
    const auto lit = lookUp(lit_);
    if (!lit || isPanning()) return;
    Camera camera = glide_ ? glide_->to : camera_;
    const QRectF box = scene_.boxAtRest(*lit);
    if (camera.visibleWorld().contains(box)) return;
    camera.reveal(box);
    glideTo(camera);
}

void GraphView::glideTo(const Camera& camera) {
    glide_ = Glide{camera_, camera, {}};
    glide_->clock.start();
    animation_.start(kFrameMs, this);
}

/// A graph that is new to the view: all of it if it can be read then, else where it begins.
void GraphView::open() {
    glide_.reset();
    fitted_ = true;
    smallestFit_ = kSmallestReadable;
    camera_.fit(scene_.bounds(), kLargestFit, smallestFit_, kBelow);
    moveView(false);
}

void GraphView::zoomToActual() {
    camera_.zoomTo(1);
    moveView(true);
}

void GraphView::zoomIn() {
    camera_.zoomTo(camera_.zoom() * 1.25);
    moveView(true);
}

void GraphView::zoomOut() {
    camera_.zoomTo(camera_.zoom() / 1.25);
    moveView(true);
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
    if (node) update(dirtyRect(*node).adjusted(-4, -4, 4, 4));
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

void GraphView::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    static const std::vector<bool> kNone;
    const GraphFrame frame{scene_,
                           badges_,
                           run_,
                           marks_,
                           profile_,
                           hovered_ ? hovered_ : lookUp(glowing_),
                           lookUp(lit_),
                           RunBadges::Clock::now(),
                           hasFocus(),
                           found_};
    painter_.paint(painter, camera_, frame, event->rect(), devicePixelRatioF());
    paintVeil(painter, theme_, scene_, camera_, found_, event->rect());
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

/// The zoom bar in one corner, the map above it; legends in the other.
void GraphView::placeCorner() {
    const QSize bar = zoomBar_->sizeHint();
    zoomBar_->setGeometry(width() - bar.width() - 8, height() - bar.height() - 8, bar.width(),
                          bar.height());
    minimap_->placeAbove(zoomBar_->geometry().topRight() + QPoint(1, -8), size());
    const QPoint corner(8, height() - 8);
    heatLegend_->placeAt(corner);
    const bool isBelow = heatLegend_->isVisibleTo(this);
    edgeLegend_->placeAt(isBelow ? heatLegend_->geometry().topLeft() + QPoint(0, -6) : corner,
                         size());
}

void GraphView::timerEvent(QTimerEvent* event) {
    if (event->timerId() == ticker_.timerId()) {
        for (uint32_t i = 0; i < badges_.size(); ++i) {
            if (badges_[i].isGoing()) update(dirtyRect(i));
        }
        return;
    }
    if (event->timerId() == edges_.timerId()) {
        scrollAtEdge();
        return;
    }
    if (event->timerId() != animation_.timerId()) return;
    if (scene_.moves()) {
        scene_.setProgress(eased(animationClock_));
        update(around(scene_.moving()));
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

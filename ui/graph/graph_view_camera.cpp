// Where the view of the graph is: fitted until somebody moves it, and on its way to what is chosen.

#include "ui/graph/edge_legend.h"
#include "ui/graph/graph_view.h"
#include "ui/graph/heat_legend.h"
#include "ui/graph/minimap.h"
#include "ui/graph/zoom_bar.h"

#include <algorithm>
#include <utility>

namespace cst {

namespace {

constexpr double kSmallestReadable = 0.6;  // names and times can still be read
constexpr double kLargestFit = 1;
constexpr double kBelow = 44;    // px at the lower edge: the zoom stands there, and a short legend
constexpr int kAboveLegend = 8;  // px
constexpr double kMuchLarger = 1.25;
constexpr double kBegin = 24;  // px left of where a graph begins that is larger than the view

}  // namespace

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
    camera_.fit(scene_.bounds(), kLargestFit, 0, takenBelow());
    moveView(false);
}

/// Pixels at the lower edge where legends and the zoom stand. A legend that somebody unfolds where
/// there is no room for it does not move the graph.
double GraphView::takenBelow() const {
    int top = height();
    for (const FoldingLegend* legend : {static_cast<const FoldingLegend*>(heatLegend_),
                                        static_cast<const FoldingLegend*>(edgeLegend_)}) {
        if (!legend->isVisibleTo(this)) continue;
        const int taken = legend->isTight() ? legend->lineSize().height() : legend->height();
        top = std::min(top, legend->geometry().bottom() + 1 - taken - kAboveLegend);
    }
    return std::max(kBelow, static_cast<double>(height() - top));
}

/// A legend that has come, or has another row, hides nothing of a graph that is all in sight.
void GraphView::keepClearOfLegends() {
    const double taken = takenBelow();
    const bool isMore = taken > std::exchange(clearBelow_, taken);
    if (!isMore || !fitted_ || isPanning() || selection_.current()) return;
    const Camera best = fittedCamera();
    const Camera& now = glide_ ? glide_->to : camera_;
    const bool isHidden = now.toView(scene_.bounds()).bottom() > height() - taken;
    if (isHidden && best.zoom() < now.zoom() * kMuchLarger &&
        best.visibleWorld().contains(scene_.bounds())) {
        glideTo(best);
    }
}

Camera GraphView::fittedCamera() const {
    Camera camera = camera_;
    camera.fit(scene_.bounds(), kLargestFit, smallestFit_, takenBelow());
    if (scene_.empty() || camera.visibleWorld().contains(scene_.bounds())) return camera;
    // Its corner may well be empty: the columns of a large graph stand around its middle.
    const QRectF first = scene_.boxAtRest(0);
    camera.lookAt(first.center());
    camera.panBy({std::min(0.0, kBegin - camera.toView(first).left()), 0});
    if (const auto lit = lookUp(lit_)) camera.reveal(scene_.boxAtRest(*lit));
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
    camera_ = fittedCamera();
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

void GraphView::goTo(NodeIdentity identity, bool closely) {
    const auto node = scene_.find(identity);
    if (!node) return;
    Camera camera = glide_ ? glide_->to : camera_;
    const bool isInSight = camera.visibleWorld().contains(scene_.boxAtRest(*node));
    selectNodes({identity});
    const bool isTooSmall = closely && camera.zoom() < kSmallestReadable;
    // Who comes from elsewhere wants to see what is around it.
    if (isTooSmall || !isInSight) {
        if (isTooSmall) camera.zoomTo(kSmallestReadable);
        camera.lookAt(scene_.boxAtRest(*node).center());
        fitted_ = false;  // else the next change would take the view away again
        glideTo(camera);
    }
    if (scene_.identity(*node) == identity) {
        requestSource(*node);
        return;
    }
    // Something else stands for it here: in the text it is there itself.
    const auto& shown = wholeSnapshot_->shown;
    const auto within = std::find_if(shown.begin(), shown.end(), [&](const ShownNode& each) {
        return each.identity == identity;
    });
    if (within == shown.end()) return;
    const auto index = static_cast<std::size_t>(within - shown.begin());
    emit sourceRequested(wholeSnapshot_->graph->nodes.rows()[index].range);
}

}  // namespace cst

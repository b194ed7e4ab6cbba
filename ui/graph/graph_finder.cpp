#include "ui/graph/graph_finder.h"

#include "ui/graph/graph_view.h"
#include "ui/shell/find_bar.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QEvent>

#include <algorithm>

namespace cst {

namespace {

constexpr int kWidest = 560;  // px
constexpr int kRunMs = 200;   // a run tells 60 times a second what there may be found

}  // namespace

GraphFinder::GraphFinder(const Theme& theme, GraphView& view, QObject* parent)
    : QObject(parent),
      theme_(theme),
      view_(view),
      bar_(new FindBar(theme,
                       {.name = "findNode",
                        .hint = tr("Find nodes: name, type:, module:, value:, state:"),
                        .tip = tr("Words that all must fit. In name, module, type, value or state, "
                                  "or in one of them: type:Int  module:string  value:\"in stock\"  "
                                  "state:failed  name:total"),
                        .previous = tr("Previous (Shift+F3, Shift+Enter)"),
                        .next = tr("Next (F3, Enter)")},
                       &view)) {
    bar_->setObjectName(QStringLiteral("findNodeBar"));
    view_.installEventFilter(this);
    connect(bar_, &FindBar::textChanged, this, &GraphFinder::typed);
    connect(bar_, &FindBar::nextRequested, this, &GraphFinder::goToNext);
    connect(bar_, &FindBar::previousRequested, this, &GraphFinder::goToPrevious);
    connect(bar_, &FindBar::closed, this, &GraphFinder::close);
    connect(&view, &GraphView::shown, this, &GraphFinder::refresh);
}

void GraphFinder::open() {
    bar_->open({});
    typing_ = 0;
    placeBar();
    bar_->raise();
    lookAgain();
}

void GraphFinder::close() {
    bar_->hide();
    typing_ = 0;
    view_.showFound({});
    view_.setCovered(0);
    view_.setFocus();
}

bool GraphFinder::isAtHand() const {
    const QWidget* focused = QApplication::focusWidget();
    return bar_->isVisible() && focused && (focused == &view_ || view_.isAncestorOf(focused));
}

void GraphFinder::refresh() {
    if (bar_->isHidden()) return;
    const RunSnapshotPtr& run = view_.shownRun();
    if (!run || run->finished()) {
        lookAgain();
    } else if (!later_.isActive()) {
        later_.start(kRunMs, this);
    }
}

void GraphFinder::timerEvent(QTimerEvent*) {
    later_.stop();
    if (!bar_->isHidden()) lookAgain();
}

void GraphFinder::lookAgain() {
    later_.stop();
    const GraphScene& scene = view_.scene();
    found_.clear();
    std::vector<uint32_t> shown;
    const auto add = [&](NodeIdentity identity) {
        found_.push_back(identity);
        const auto node = scene.find(identity);
        if (node && std::find(shown.begin(), shown.end(), *node) == shown.end())
            shown.push_back(*node);
    };
    const SnapshotPtr& whole = view_.wholeSnapshot();
    const bool isFolded = whole != scene.snapshot();
    if (isFolded) {  // groups are nodes only where they are folded
        for (uint32_t node = 0; node < scene.size(); ++node) {
            const bool isMeant =
                scene.isGroup(node) && !bar_->text().trimmed().isEmpty() &&
                scene.title(node).contains(bar_->text().trimmed(), Qt::CaseInsensitive);
            if (isMeant) add(scene.identity(node));
        }
    }
    // What is folded is looked for too; what stands for it is gone to.
    search_.look(whole, isFolded ? view_.runBadges().badgesFor(*whole) : view_.badges(),
                 view_.shownRun());
    for (const uint32_t node : search_.find(bar_->text())) {
        add(whole->shown[node].identity);
    }
    view_.showFound(shown);
    tellPlace();
}

/// How many there are, which of them is gone to, and in which folded group that one is.
void GraphFinder::tellPlace() {
    const auto at = place();
    const GraphScene& scene = view_.scene();
    const auto node = at ? scene.find(*at_) : std::nullopt;
    const bool isWithin = node && scene.isGroup(*node) && scene.identity(*node) != *at_;
    bar_->showCount(at ? static_cast<int>(*at) + 1 : 0, static_cast<int>(found_.size()), false,
                    isWithin ? tr("in the group %1").arg(scene.title(*node)) : QString());
}

void GraphFinder::typed() {
    at_.reset();
    lookAgain();
    if (found_.empty()) return;
    if (typing_ == 0) typing_ = ++typings_;
    goTo(0, false);
}

std::optional<std::size_t> GraphFinder::place() const {
    const auto at = at_ ? std::find(found_.begin(), found_.end(), *at_) : found_.end();
    if (at == found_.end()) return std::nullopt;
    return static_cast<std::size_t>(at - found_.begin());
}

void GraphFinder::goToNext() {
    goBy(1);
}

void GraphFinder::goToPrevious() {
    goBy(-1);
}

void GraphFinder::goBy(int step) {
    typing_ = 0;
    if (found_.empty()) return;
    const auto count = static_cast<int>(found_.size());
    const auto at = place();
    const int from = at ? static_cast<int>(*at) : step > 0 ? -1 : 0;
    goTo(static_cast<std::size_t>((from + step + count) % count), true);
}

void GraphFinder::goTo(std::size_t place, bool closely) {
    at_ = found_[place];
    view_.goTo(*at_, closely);
    tellPlace();
}

void GraphFinder::placeBar() {
    if (bar_->isHidden()) return;
    const int width = std::min(kWidest, view_.width() - theme_.space(4));
    const int height = bar_->sizeHint().height();
    bar_->setGeometry(view_.width() - width - theme_.space(2), theme_.space(2), width, height);
    view_.setCovered(height + theme_.space(2));
}

bool GraphFinder::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &view_ && event->type() == QEvent::Resize) placeBar();
    return QObject::eventFilter(watched, event);
}

}  // namespace cst

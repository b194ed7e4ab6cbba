#pragma once

#include "ui/graph/node_search.h"

#include <QBasicTimer>
#include <QObject>

#include <optional>
#include <vector>

namespace cst {

class FindBar;
class GraphView;
class Theme;

/// Finding nodes: a bar over the upper edge of the graph, what fits to the words in it lit in the
/// graph while they are typed, and the way from one to the next.
class GraphFinder : public QObject {
    Q_OBJECT

public:
    /// Both outlive it.
    GraphFinder(const Theme& theme, GraphView& view, QObject* parent = nullptr);

    void open();
    void goToNext();
    void goToPrevious();
    /// Is the bar there, and the focus in it or in the graph? Then F3 is about nodes.
    bool isAtHand() const;
    /// While words are typed, what is gone to is but on the way: the same number for all of that.
    /// 0 = it is gone to for good.
    unsigned typing() const { return typing_; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    void close();
    void typed();
    void refresh();  // another snapshot is shown, or more of a run
    void lookAgain();
    void goBy(int step);
    void goTo(std::size_t place, bool closely);
    void tellPlace();
    /// Where the node that was gone to stands among those found; nothing = it is none of them.
    std::optional<std::size_t> place() const;
    void placeBar();

    const Theme& theme_;
    GraphView& view_;
    FindBar* bar_;
    NodeSearch search_;
    std::vector<NodeIdentity> found_;  // the best first
    std::optional<NodeIdentity> at_;   // the one that was gone to
    unsigned typing_ = 0, typings_ = 0;
    QBasicTimer later_;
};

}  // namespace cst

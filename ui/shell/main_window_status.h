#pragma once

#include "engine/session/run_snapshot.h"
#include "engine/session/snapshot.h"
#include "engine/text/source_text.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace cst {

class Theme;

/// The line at the bottom: what compiling cost, what the last run did, where the cursor is.
class StatusStrip : public QWidget {
    Q_OBJECT

public:
    explicit StatusStrip(const Theme& theme, QWidget* parent = nullptr);

    void showSnapshot(const Snapshot& snapshot);
    void clearPhases();  // of a text whose first snapshot is still to come
    void showRunAsked();
    void showRun(const RunSnapshot& run);
    /// For a run that did not come about, and why.
    void showNotRun(const QString& reason);
    void clearRun();
    /// The text or the inputs are no longer those of the run that is shown.
    void showOutdated(bool isOutdated);
    void showCursor(LineColumn place);

    QString runText() const { return runText_; }
    /// Key of the node that took longest in the run that is shown; "" = none.
    QString slowestNode() const { return slowestKey_; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// The slowest node was clicked on.
    void nodeRequested(const QString& key);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class Mood { Quiet, Busy, Good, Doubtful, Bad };
    void showSlowest(const RunSnapshot* run);
    void setRun(const QString& text, Mood mood, const QString& costs = {});
    void showMood();
    void applyTheme();
    void placeLabels();

    const Theme& theme_;  // outlives every widget
    QLabel* phases_;
    QLabel* run_;
    QToolButton* slowest_;
    QLabel* cursor_;
    QString slowestKey_;
    QString runText_;
    QString runCosts_;  // "" unless it is of a finished run
    Mood mood_ = Mood::Quiet;
    bool isOfRun_ = false;  // a finished one, so it can be outdated
    bool isOutdated_ = false;
};

/// One sentence that says plainly what a run did: `completed in 12 ms`,
/// ``failed in 12 ms: R004 division by zero at `a` ``, `missing input: x`, `stopped`.
QString runSentence(const RunSnapshot& run);

/// What a finished run cost: its inputs, itself and its outputs, recording, and how many runs of
/// this text found their state ready in the pool. "" for a run that did not happen.
QString runCosts(const RunSnapshot& run);

}  // namespace cst

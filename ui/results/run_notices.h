#pragma once

#include "engine/session/run_snapshot.h"

#include <QWidget>

class QListWidget;
class QLabel;

namespace cst {

class Theme;

/// What has to be said about a run as a whole: the root failures, warnings, missing inputs, and
/// whether the sample got what it expects. Hidden while there is nothing to say.
/// UI thread only.
class RunNotices : public QWidget {
    Q_OBJECT

public:
    explicit RunNotices(const Theme& theme, QWidget* parent = nullptr);

    void showRun(RunSnapshotPtr run);
    /// The text or the inputs are no longer those of the run: its verdict is not today's.
    void showOutdated(bool isOutdated);
    /// Lines beyond this many pixels are scrolled to; one is always shown.
    void setMostHeight(int height);
    QString text() const;  // all lines, for tests

signals:
    /// A line about a node was activated.
    void sourceRequested(cst::SourceRange range);

private:
    void rebuild();
    void fitHeight();
    void addLine(const QString& text, bool isError, SourceRange range = {});
    QString verdict() const;

    const Theme& theme_;  // outlives every widget
    RunSnapshotPtr run_;
    bool isOutdated_ = false;
    int mostHeight_ = 0;  // 0 = not known yet
    QLabel* verdict_ = nullptr;
    QListWidget* list_ = nullptr;
};

}  // namespace cst

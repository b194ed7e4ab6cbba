#pragma once

#include "engine/session/run_snapshot.h"
#include "engine/session/snapshot.h"

#include <QString>
#include <QWidget>

#include <string>

class QLabel;
class QListView;
class QStackedWidget;
class QToolButton;

namespace cst {

class OutputsModel;
class RunNotices;
class Theme;
class ValueView;

/// What a run gave: a list of the outputs, the value of the chosen one beside it, what failed above
/// it. Before any run it says how to get one.
/// UI thread only; shows snapshots, computes nothing.
class OutputsView : public QWidget {
    Q_OBJECT

public:
    explicit OutputsView(const Theme& theme, QWidget* parent = nullptr);

    void showSnapshot(SnapshotPtr snapshot);
    void showRun(RunSnapshotPtr run);  // null = nothing has run
    /// The text or the inputs are no longer those of the run that is shown.
    void showOutdated(bool isOutdated);
    /// The value as JSON, or why there is none; "" for an unknown output.
    QString outputText(const std::string& name) const;
    QString noticeText() const;  // errors and warnings of the run

signals:
    /// An error about a node was activated.
    void sourceRequested(cst::SourceRange range);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeDetail();
    QWidget* makeResults();
    void showHint();
    void showChosen();
    void showVerdict(int row);
    void copyChosen();
    void applyTheme();
    bool isStale(const OutputValue& output) const;

    const Theme& theme_;  // outlives every widget
    SnapshotPtr snapshot_;
    RunSnapshotPtr run_;
    bool isOutdated_ = false;
    std::string chosen_;  // name of the output whose value is shown; it survives other runs

    OutputsModel* model_ = nullptr;
    RunNotices* notices_ = nullptr;
    QStackedWidget* pages_ = nullptr;
    QLabel* hint_ = nullptr;
    QListView* list_ = nullptr;
    QLabel* heading_ = nullptr;
    QLabel* expectation_ = nullptr;
    QLabel* stale_ = nullptr;
    QToolButton* copy_ = nullptr;
    ValueView* value_ = nullptr;
};

}  // namespace cst

#pragma once

#include "engine/session/run_snapshot.h"
#include "engine/session/snapshot.h"

#include <QString>
#include <QWidget>

#include <string>

class QLabel;
class QListWidget;
class QPlainTextEdit;
class QStackedWidget;
class QToolButton;

namespace cst {

class Theme;

/// What a run gave: a list of the outputs, the value of the chosen one beside it, what failed above
/// it. Before any run it says how to get one.
/// UI thread only; shows snapshots, computes nothing.
class OutputsView : public QWidget {
    Q_OBJECT

public:
    explicit OutputsView(const Theme& theme, QWidget* parent = nullptr);

    void showSnapshot(SnapshotPtr snapshot);
    void showRun(RunSnapshotPtr run);  // null = nothing has run
    /// The value as it is shown, or why there is none; "" for an unknown output.
    QString outputText(const std::string& name) const;
    QString noticeText() const;  // errors and warnings of the run

private:
    void rebuildList();
    void showChosen();
    void showNotice();
    void applyTheme();
    QString valueText(const OutputValue& output) const;

    const Theme& theme_;  // outlives every widget
    SnapshotPtr snapshot_;
    RunSnapshotPtr run_;
    QString shownText_;

    QStackedWidget* pages_ = nullptr;
    QLabel* hint_ = nullptr;
    QLabel* notice_ = nullptr;
    QListWidget* list_ = nullptr;
    QLabel* heading_ = nullptr;
    QLabel* expectation_ = nullptr;
    QToolButton* copy_ = nullptr;
    QPlainTextEdit* value_ = nullptr;
};

}  // namespace cst

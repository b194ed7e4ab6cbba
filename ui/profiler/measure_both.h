#pragma once

#include "engine/session/kept_run.h"
#include "engine/session/pair_snapshot.h"

#include <QObject>
#include <QString>

class QToolButton;
class QWidget;

namespace cst {

class MeasureLine;
class Theme;

/// The button that has two texts measured in turns, or stops that, and the line that says how far
/// it is or why it came to nothing; whoever makes it places the two. It shows and forwards. UI
/// thread only.
class MeasureBoth : public QObject {
    Q_OBJECT

public:
    /// `parent`: of its widgets too.
    MeasureBoth(const Theme& theme, QWidget* parent);

    QToolButton* button() const { return button_; }
    QWidget* line() const;

    /// What is chosen, and would be measured; null = nothing.
    void showPair(const KeptRunPtr& before, const KeptRunPtr& after);
    /// Says that what is chosen is about to be measured; `why` != "" = that it is not, and why.
    void showAsked(const QString& why = {});
    void showProgress(const PairSnapshotPtr& pair);
    /// Another document: nothing is chosen, nothing was measured.
    void clear();

    bool isGoing() const { return isAsked_ || (pair_ && !pair_->finished()); }
    /// As a click on the button; where that can do nothing, says why.
    void press();

signals:
    void startRequested(const cst::KeptRunPtr& before, const cst::KeptRunPtr& after);
    void stopRequested();

private:
    void refresh();

    const Theme& theme_;  // outlives every widget
    QToolButton* button_;
    MeasureLine* line_;
    KeptRunPtr before_, after_;            // chosen
    KeptRunPtr askedBefore_, askedAfter_;  // measured; null = nothing was
    PairSnapshotPtr pair_;
    QString refused_;  // why the last one did not come about
    bool isAsked_ = false;
};

}  // namespace cst

#pragma once

#include "engine/session/kept_run.h"

#include <QLabel>

namespace cst {

class Theme;

/// A line above a panel that shows an earlier run: which one, and the way back to the newest.
class PastRunNote : public QLabel {
    Q_OBJECT

public:
    PastRunNote(const Theme& theme, QWidget* parent);  // hidden

    /// `run` null = the newest is shown: the note goes. `isOtherText`: it ran another text than
    /// that of now.
    void tell(const KeptRunPtr& run, bool isOtherText);

signals:
    void newestAsked();

private:
    void applyTheme();

    const Theme& theme_;  // outlives every widget
};

}  // namespace cst

#pragma once

#include "engine/session/kept_run.h"
#include "ui/profiler/link_note.h"

namespace cst {

/// A line above a panel that shows an earlier run: which one, and the way back to the newest.
class PastRunNote : public LinkNote {
    Q_OBJECT

public:
    PastRunNote(const Theme& theme, QWidget* parent);  // hidden

    /// `run` null = the newest is shown: the note goes. `isOtherText`: it ran another text than
    /// that of now.
    void tellRun(const KeptRunPtr& run, bool isOtherText);
};

}  // namespace cst

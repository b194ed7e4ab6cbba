#include "ui/profiler/past_run_note.h"

#include "ui/profiler/history_words.h"

namespace cst {

PastRunNote::PastRunNote(const Theme& theme, QWidget* parent)
    : LinkNote("pastRunNote", theme, parent) {}

void PastRunNote::tellRun(const KeptRunPtr& run, bool isOtherText) {
    QStringList parts;
    if (run) parts << tr("This is the %1.").arg(nameOf(*run));
    if (run && isOtherText) parts << tr("The text has changed since.");
    tell(parts, tr("Back to the newest"));
}

}  // namespace cst

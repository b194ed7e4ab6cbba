#pragma once

#include "engine/profile/recorder.h"
#include "engine/profile/studio_lane.h"
#include "engine/session/run_record.h"

#include <QEvent>
#include <QHash>
#include <QObject>

#include <cstdint>

namespace cst {

/// Parts of the window whose painting is told apart.
enum class StudioPart : uint8_t { None, Window, Graph, Editor, Timeline, Profile, Outputs, Count };

/// What the studio itself paints, and when: the newest 16,384 paints, always recorded. Their times
/// stand in the trace of each run beside what its nodes did, so that nobody takes a busy studio for
/// a slow node.
/// Threads: recorded and watched on the UI thread; read from any.
/// Cost: a look at an event's type; of a paint that is recorded 2 readings of the clock and a line.
class StudioSpans : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// From now on its paints are those of this part.
    void watch(QObject* widget, StudioPart part);

    /// Whose paint this event is; None = it is no paint, or of nobody who is told apart.
    StudioPart partOf(const QObject* receiver, const QEvent& event) const {
        if (event.type() == QEvent::Paint) return watched_.value(receiver, StudioPart::None);
        // Once for all that a window has to paint, and for bringing it to the screen.
        return event.type() == QEvent::UpdateRequest ? StudioPart::Window : StudioPart::None;
    }
    void add(StudioPart part, Ticks from, Ticks to) {
        AttemptRecord record;
        record.start = from;
        record.finish = to;
        record.node = static_cast<uint32_t>(part);
        ring_.add(record);
    }

    /// The record of a run that has just ended, with what was painted meanwhile. Any thread.
    RunRecordPtr joined(const RunRecordPtr& record) const;

private:
    QHash<const QObject*, StudioPart> watched_;
    RecordRing ring_;
};

}  // namespace cst

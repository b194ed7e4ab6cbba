#pragma once

#include "engine/session/run_record.h"

#include <QObject>
#include <QString>

#include <cstdint>

namespace cst {

class GraphView;
class TimelineView;

/// Keeps the timeline in step: it shows the newest run of the document, a span that is clicked
/// chooses its node in the graph and in the text, and a node that is chosen there, or at the cursor
/// of the text, lights its spans. UI thread only.
class WindowTimeline : public QObject {
    Q_OBJECT

public:
    /// Both outlive it.
    WindowTimeline(GraphView& graph, TimelineView& view, QObject* parent = nullptr);

    void documentShown(uint64_t document);
    /// A run has ended, of this document or of another one.
    void runEnded(const RunRecordPtr& record);

private:
    void follow();
    void goTo(const QString& key);

    GraphView& graph_;
    TimelineView& view_;
    uint64_t document_ = 0;
};

}  // namespace cst

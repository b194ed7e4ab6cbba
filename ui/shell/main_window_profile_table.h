#pragma once

#include "engine/session/run_record.h"

#include <QObject>
#include <QString>

#include <cstdint>

namespace cst {

class GraphView;
class ProfileView;

/// Keeps the profile in step: it shows the newest run of the document, a row that is clicked
/// chooses its node in the graph and in the text, and with them in the timeline; a node that is
/// chosen there, or at the cursor of the text, chooses its row. UI thread only.
class WindowProfileTable : public QObject {
    Q_OBJECT

public:
    /// Both outlive it.
    WindowProfileTable(GraphView& graph, ProfileView& view, QObject* parent = nullptr);

    void documentShown(uint64_t document);
    /// A run has ended, of this document or of another one.
    void runEnded(const RunRecordPtr& record);

private:
    void follow();
    void goTo(const QString& key);

    GraphView& graph_;
    ProfileView& view_;
    uint64_t document_ = 0;
};

}  // namespace cst

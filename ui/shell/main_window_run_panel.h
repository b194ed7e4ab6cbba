#pragma once

#include "engine/session/run_record.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <functional>

class QWidget;

namespace cst {

class GraphView;

/// Keeps a panel about the newest run of the document in step, the timeline or the profile: what is
/// clicked there is chosen in the graph and in the text, and what is chosen there, or at the cursor
/// of the text, is lit here. A panel that nobody sees is told nothing: in live mode each key press
/// ends a run. UI thread only.
class WindowRunPanel : public QObject {
    Q_OBJECT

public:
    struct Panel {
        QWidget& view;                                        // outlives this
        std::function<void(const RunRecordPtr&)> showRun;     // null = there is none
        std::function<void(const QString&)> setSelectedNode;  // by key; "" = none
    };
    WindowRunPanel(GraphView& graph, Panel panel, QObject* parent);  // the graph outlives it

    void documentShown(uint64_t document);
    /// A run has ended, of this document or of another one.
    void runEnded(const RunRecordPtr& record);
    /// The panel shows something else, until the next run that a person asks for.
    void hold();
    /// Of the run that is shown, or would be if somebody looked; null = there is none, or something
    /// else is shown.
    RunRecordPtr shownRecord() const { return isHeld_ ? nullptr : record_; }
    /// The node that is chosen; where none is, the one at the cursor of the text.
    void follow();
    void goTo(const QString& key);

private:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void show();

    GraphView& graph_;
    const Panel panel_;
    uint64_t document_ = 0;
    RunRecordPtr record_;
    bool isShown_ = true;  // record_
    bool isHeld_ = false;
};

}  // namespace cst

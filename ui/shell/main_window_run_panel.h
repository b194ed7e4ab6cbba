#pragma once

#include "engine/session/kept_run.h"

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
        /// An earlier run; is it of another text than that of now?
        std::function<void(const KeptRunPtr&, bool isOtherText)> showKept;
    };
    WindowRunPanel(GraphView& graph, Panel panel, QObject* parent);  // the graph outlives it

    void documentShown(uint64_t document);
    /// A run has ended, of this document or of another one.
    void runEnded(const RunRecordPtr& record);
    /// Of the newest run; null = there is none.
    const RunRecordPtr& newest() const { return record_; }
    /// Shows this run, whatever runs meanwhile, until another document comes; null = the newest
    /// again.
    void showKept(const KeptRunPtr& run, bool isOtherText);
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
    KeptRunPtr kept_;  // that is to be shown instead; null = none
    bool isOtherText_ = false;
    bool isShown_ = true;  // record_, or kept_
};

}  // namespace cst

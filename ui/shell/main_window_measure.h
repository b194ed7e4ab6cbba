#pragma once

#include "engine/session/kept_run.h"
#include "engine/session/pair_snapshot.h"
#include "engine/session/run_request.h"

#include <QObject>

#include <cstdint>
#include <functional>
#include <optional>

namespace cst {

class CompareView;
class SessionBridge;

/// Has two texts measured in turns that the panel of comparisons asks for, shows how far that is,
/// and compares what they came to. One that is of another document than the one shown is of no
/// interest. UI thread only.
class WindowMeasure : public QObject {
    Q_OBJECT

public:
    /// As of a load, see WindowLoad.
    using Inputs = std::function<std::optional<RunRequest>()>;
    /// Both outlive it.
    WindowMeasure(SessionBridge& bridge, CompareView& view, Inputs inputs, QObject* parent);

    /// As the button of the panel. What nobody sees is not measured: then it shows the panel, and
    /// the next press begins.
    void press();
    void documentShown(uint64_t document);
    bool isGoing() const;

signals:
    void panelAsked();  // it is to be seen
    void goingChanged();

private:
    void start(const KeptRunPtr& before, const KeptRunPtr& after);
    void pairArrived(const PairSnapshotPtr& pair);

    SessionBridge& bridge_;
    CompareView& view_;
    const Inputs inputs_;
    uint64_t document_ = 0;
    uint64_t count_ = 0;         // the token of the last one that was asked for
    KeptRunPtr before_, after_;  // whose texts these are
};

}  // namespace cst

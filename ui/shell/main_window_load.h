#pragma once

#include "engine/session/kept_run.h"
#include "engine/session/load_snapshot.h"

#include <QObject>

#include <cstdint>
#include <functional>
#include <optional>

namespace cst {

class LoadView;
class SessionBridge;

/// Begins and stops the load that the panel asks for, shows how far it is, and hands out what it
/// came to. One that is of another document than the one shown is of no interest. UI thread only.
class WindowLoad : public QObject {
    Q_OBJECT

public:
    /// What runs take from the form, the samples and the settings of now; nothing = an input cannot
    /// be read.
    using Inputs = std::function<std::optional<RunRequest>()>;
    /// Both outlive it.
    WindowLoad(SessionBridge& bridge, LoadView& view, Inputs inputs, QObject* parent);

    void documentShown(uint64_t document);
    bool isGoing() const;
    /// False if no load has ended here, or nothing is known of its runs.
    bool showTimeline();
    bool showSlowest();

signals:
    /// Of this document, with a profile of all its runs.
    void loadEnded(const cst::KeptRunPtr& load);
    /// The panel offers it as soon as somebody listens to this.
    void profileRequested(const cst::KeptRunPtr& load);
    /// Likewise; one of its runs is to be seen, 0 = all of it.
    void timelineRequested(const cst::KeptRunPtr& load, uint32_t run);
    void goingChanged();

private:
    void start();
    void showRunThatTook(int64_t fromNs, int64_t toNs);
    void loadArrived(const LoadSnapshotPtr& load);

    SessionBridge& bridge_;
    LoadView& view_;
    const Inputs inputs_;
    uint64_t document_ = 0;
    KeptRunPtr ended_;
};

}  // namespace cst

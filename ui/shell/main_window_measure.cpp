#include "ui/shell/main_window_measure.h"

#include "ui/profiler/compare_view.h"
#include "ui/profiler/measure_both.h"
#include "ui/shell/session_bridge.h"

#include <QToolButton>

#include <utility>

namespace cst {

namespace {

/// What the text of a run came to. Of the run itself it has the text, and when that ran.
KeptRunPtr measuredOf(const KeptRun& run, const PairSnapshot& pair, bool isBefore) {
    auto kept = std::make_shared<KeptRun>();
    const bool isOnDisk = run.kind == KeptRun::Kind::Baseline || run.kind == KeptRun::Kind::File;
    kept->kind = isOnDisk ? run.kind : KeptRun::Kind::Version;
    kept->id = (isBefore ? "turns:before:" : "turns:after:") + std::to_string(pair.token);
    kept->startedAtMs = run.startedAtMs;
    if (run.turns != 0) {
        kept->title = run.title;
    } else {
        if (isOnDisk && !run.title.empty()) kept->title = run.title + " · ";
        kept->title += WindowMeasure::tr("in turns").toStdString();
    }
    kept->profile = isBefore ? pair.before : pair.after;
    kept->turns = pair.token;
    auto record = std::make_shared<RunRecord>();
    record->run = isBefore ? pair.ranBefore : pair.ranAfter;
    record->sourceHash = kept->profile->sourceHash;
    record->document = pair.document;
    if (record->run) kept->record = std::move(record);
    return kept;
}

}  // namespace

WindowMeasure::WindowMeasure(SessionBridge& bridge, CompareView& view, Inputs inputs,
                             QObject* parent)
    : QObject(parent), bridge_(bridge), view_(view), inputs_(std::move(inputs)) {
    connect(&bridge_, &SessionBridge::pairChanged, this, &WindowMeasure::pairArrived);
    connect(view_.measureBoth(), &MeasureBoth::startRequested, this, &WindowMeasure::start);
    connect(view_.measureBoth(), &MeasureBoth::stopRequested, &bridge_, &SessionBridge::stopPair);
}

void WindowMeasure::press() {
    if (view_.isVisible()) {
        view_.measureBoth()->press();
        return;
    }
    emit panelAsked();
    view_.measureBoth()->button()->setFocus(Qt::ShortcutFocusReason);
}

void WindowMeasure::documentShown(uint64_t document) {
    if (document != document_) bridge_.stopPair();  // its texts are not compared here any more
    document_ = document;
    before_ = after_ = nullptr;
    emit goingChanged();
}

bool WindowMeasure::isGoing() const {
    return view_.measureBoth()->isGoing();
}

void WindowMeasure::start(const KeptRunPtr& before, const KeptRunPtr& after) {
    const std::optional<RunRequest> inputs = inputs_();
    if (!inputs) {
        view_.measureBoth()->showAsked(tr("Not measured: an input cannot be read, see Inputs."));
        return;
    }
    before_ = before;
    after_ = after;
    PairRequest request;
    request.token = ++count_;
    request.before = before->profile->source;
    request.after = after->profile->source;
    request.run = *inputs;
    view_.measureBoth()->showAsked();
    bridge_.measurePair(std::move(request));
    emit goingChanged();
}

void WindowMeasure::pairArrived(const PairSnapshotPtr& pair) {
    if (pair->document != document_ || pair->token != count_ || !before_) return;
    view_.measureBoth()->showProgress(pair);
    if (!pair->finished()) return;
    emit goingChanged();
    if (!pair->before) return;  // what was compared before stays
    view_.showMeasured(measuredOf(*before_, *pair, true), measuredOf(*after_, *pair, false));
}

}  // namespace cst

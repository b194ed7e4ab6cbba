#include "ui/shell/main_window_load.h"

#include "ui/profiler/latency_bars.h"
#include "ui/profiler/load_runs.h"
#include "ui/profiler/load_view.h"
#include "ui/profiler/load_words.h"
#include "ui/shell/session_bridge.h"

#include <QMetaMethod>

#include <utility>

namespace cst {

namespace {

KeptRunPtr keptOf(const LoadSnapshot& load) {
    auto kept = std::make_shared<KeptRun>();
    kept->kind = KeptRun::Kind::Load;
    kept->title = loadTitle(load).toStdString();
    if (!load.request.run.sample.empty()) kept->title += " · " + load.request.run.sample;
    kept->startedAtMs = load.startedAtMs;
    kept->profile = load.profile;
    kept->trace = load.trace;
    return kept;
}

}  // namespace

WindowLoad::WindowLoad(SessionBridge& bridge, LoadView& view, Inputs inputs, QObject* parent)
    : QObject(parent), bridge_(bridge), view_(view), inputs_(std::move(inputs)) {
    connect(&bridge_, &SessionBridge::loadChanged, this, &WindowLoad::loadArrived);
    connect(&view_, &LoadView::startRequested, this, &WindowLoad::start);
    connect(&view_, &LoadView::stopRequested, &bridge_, &SessionBridge::stopLoad);
    connect(&view_, &LoadView::profileRequested, this, [this] {
        if (ended_) emit profileRequested(ended_);
    });
    connect(&view_, &LoadView::timelineRequested, this, &WindowLoad::showTimeline);
    connect(&view_, &LoadView::slowestRequested, this, &WindowLoad::showSlowest);
    connect(view_.bars(), &LatencyBars::runAsked, this, &WindowLoad::showRunThatTook);
}

bool WindowLoad::showTimeline() {
    if (!ended_ || !ended_->trace) return false;
    emit timelineRequested(ended_, 0);
    return true;
}

bool WindowLoad::showSlowest() {
    if (!ended_ || !ended_->trace || ended_->trace->runs.slowest == 0) return false;
    emit timelineRequested(ended_, ended_->trace->runs.slowest);
    return true;
}

void WindowLoad::showRunThatTook(int64_t fromNs, int64_t toNs) {
    if (!ended_ || !ended_->trace) return;
    const uint32_t run = runThatTook(*ended_->trace, fromNs, toNs);
    if (run != 0) emit timelineRequested(ended_, run);
}

void WindowLoad::documentShown(uint64_t document) {
    document_ = document;
    ended_ = nullptr;
    view_.showSnapshot(nullptr);
    view_.showLoad(nullptr);
    emit goingChanged();
}

bool WindowLoad::isGoing() const {
    return view_.isGoing();
}

void WindowLoad::start() {
    const std::optional<RunRequest> inputs = inputs_();
    if (!inputs) {
        view_.showAsked(tr("Not run: an input cannot be read, see Inputs."));
        return;
    }
    LoadRequest request = view_.request();
    request.run = *inputs;
    view_.showAsked();
    bridge_.startLoad(std::move(request));
    emit goingChanged();
}

void WindowLoad::loadArrived(const LoadSnapshotPtr& load) {
    if (load->document != document_) return;
    view_.showLoad(load);
    if (!load->finished()) return;
    view_.setOffersResults(
        isSignalConnected(QMetaMethod::fromSignal(&WindowLoad::profileRequested)));
    emit goingChanged();
    ended_ = load->profile ? keptOf(*load) : nullptr;
    if (ended_) {
        emit loadEnded(ended_);
    }
}

}  // namespace cst

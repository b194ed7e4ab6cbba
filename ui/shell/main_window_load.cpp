#include "ui/shell/main_window_load.h"

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
    view_.setOffersProfile(
        isSignalConnected(QMetaMethod::fromSignal(&WindowLoad::profileRequested)));
    emit goingChanged();
    if (load->profile) {
        ended_ = keptOf(*load);
        emit loadEnded(ended_);
    }
}

}  // namespace cst

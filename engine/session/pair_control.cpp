#include "engine/session/pair_control.h"

#include <utility>

namespace cst {

PairControl::PairControl(Engine& engine, std::function<void()> wake)
    : engine_(engine), wake_(std::move(wake)) {}

void PairControl::start(PairRequest request, SnapshotPtr today, uint64_t document) {
    Asked asked{std::move(request), std::move(today), document};
    if (work_) {
        dropNext();
        next_ = std::move(asked);
        work_->stop();
    } else {
        begin(std::move(asked));
    }
}

void PairControl::begin(Asked asked) {
    document_ = asked.document;
    work_ = std::make_unique<PairWork>(engine_, std::move(asked.request), std::move(asked.today),
                                       [this] { tell(); });
    tell();  // that it has begun
}

void PairControl::tell() {
    hasMail_.store(true);
    wake_();
}

/// Whoever asked for it hears that it is over, too.
void PairControl::dropNext() {
    if (!next_) {
        return;
    }
    auto dropped = std::make_shared<PairSnapshot>();
    dropped->token = next_->request.token;
    dropped->document = next_->document;
    dropped->state = PairSnapshot::State::Stopped;
    dropped_.push_back(std::move(dropped));
    next_.reset();
    tell();
}

void PairControl::stop() {
    dropNext();
    if (work_) {
        work_->stop();
    }
}

PairSnapshotPtr PairControl::news() {
    if (!hasMail_.exchange(false)) {
        return nullptr;
    }
    if (!dropped_.empty()) {
        const PairSnapshotPtr first = dropped_.front();
        dropped_.erase(dropped_.begin());
        tell();  // there may be more
        return first;
    }
    if (!work_) {
        return nullptr;
    }
    auto report = std::make_shared<PairSnapshot>(work_->report());
    report->document = document_;
    report->liveWaits = liveWaits_;
    if (report->finished()) {
        work_.reset();
        if (next_) {
            begin(*std::exchange(next_, std::nullopt));
        } else {
            liveWaits_ = false;
        }
    }
    return report;
}

}  // namespace cst

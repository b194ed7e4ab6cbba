#include "engine/session/pair_control.h"

#include <utility>

namespace cst {

PairControl::PairControl(Engine& engine, std::function<void()> wake)
    : engine_(engine), wake_(std::move(wake)) {}

void PairControl::start(PairRequest request, SnapshotPtr today, uint64_t document) {
    Asked asked{std::move(request), std::move(today), document};
    if (work_) {
        next_ = std::move(asked);
        work_->stop();
    } else {
        begin(std::move(asked));
    }
}

void PairControl::begin(Asked asked) {
    document_ = asked.document;
    liveWaits_ = false;
    work_ = std::make_unique<PairWork>(engine_, std::move(asked.request), std::move(asked.today),
                                       [this] { tell(); });
    tell();  // that it has begun
}

void PairControl::tell() {
    hasMail_.store(true);
    wake_();
}

void PairControl::stop() {
    next_.reset();
    if (work_) {
        work_->stop();
    }
}

PairSnapshotPtr PairControl::news() {
    if (!hasMail_.exchange(false) || !work_) {
        return nullptr;
    }
    auto report = std::make_shared<PairSnapshot>(work_->report());
    report->document = document_;
    report->liveWaits = liveWaits_;
    if (report->finished()) {
        work_.reset();
        if (next_) {
            begin(*std::exchange(next_, std::nullopt));
        }
    }
    return report;
}

}  // namespace cst

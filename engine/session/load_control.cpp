#include "engine/session/load_control.h"

#include <utility>

namespace cst {
namespace {

constexpr std::chrono::milliseconds kNewsEvery{50};
/// Runs of loads have numbers of their own, beyond those of other runs.
constexpr unsigned kNumberBits = 32;

}  // namespace

LoadControl::LoadControl(Engine& engine, SideThread& side, std::function<void()> wake)
    : engine_(engine), side_(side), wake_(std::move(wake)), inputs_(engine) {}

LoadControl::~LoadControl() {
    work_.reset();  // it tells its end, so the rest goes behind it
}

void LoadControl::start(const LoadRequest& request, SnapshotPtr compiled, uint64_t document) {
    next_ = {request, std::move(compiled), document};
    if (work_) {
        work_->stop();
    } else {
        begin(*std::exchange(next_, std::nullopt));
    }
}

void LoadControl::begin(const Asked& asked) {
    document_ = asked.document;
    otherRuns_ = 0;
    LoadWork::Parts parts;
    parts.request = asked.request;
    parts.firstRun = ++count_ << kNumberBits;
    parts.ended = [this] {
        {
            const std::lock_guard lock(mutex_);
            hasEnded_ = true;
        }
        tell();
    };
    work_ = std::make_shared<LoadWork>(engine_, asked.compiled,
                                       inputs_.bind(*asked.compiled, asked.request.run),
                                       std::move(parts));
    work_->start();
    nextNews_ = {};  // that it has begun
}

void LoadControl::tell() {
    hasMail_.store(true);
    wake_();
}

void LoadControl::stop() {
    next_.reset();
    if (work_) {
        work_->stop();
    }
}

/// Aside: a profile takes a while.
void LoadControl::sumUp() {
    side_.start([this, work = work_] {
        work->wait();  // it is just saying that it has ended
        auto last = std::make_shared<LoadSnapshot>(work->report());
        last->trace = work->trace();  // before another run writes over it
        last->profile = work->profile();
        {
            const std::lock_guard lock(mutex_);
            summedUp_ = std::move(last);
        }
        tell();
    });
}

LoadSnapshotPtr LoadControl::toldOf(LoadSnapshot report) const {
    report.load = count_;
    report.document = document_;
    report.otherRuns = otherRuns_;
    report.liveWaits = liveWaits_;
    return std::make_shared<const LoadSnapshot>(std::move(report));
}

LoadSnapshotPtr LoadControl::news(std::chrono::steady_clock::time_point now) {
    hasMail_.store(false);
    if (!work_) {
        return nullptr;
    }
    bool hasEnded = false;
    std::shared_ptr<LoadSnapshot> summedUp;
    {
        const std::lock_guard lock(mutex_);
        hasEnded = std::exchange(hasEnded_, false);
        summedUp = std::exchange(summedUp_, nullptr);
    }
    if (hasEnded) {
        sumUp();
    }
    if (summedUp) {
        const LoadSnapshotPtr last = toldOf(std::move(*summedUp));
        work_.reset();
        if (next_) {
            begin(*std::exchange(next_, std::nullopt));
        } else {
            liveWaits_ = false;
        }
        return last;
    }
    if (now < nextNews_) {
        return nullptr;
    }
    nextNews_ = now + kNewsEvery;
    LoadSnapshot report = work_->report();
    if (report.finished()) {
        report.state = LoadSnapshot::State::Ending;  // until its profile is there
    }
    return toldOf(std::move(report));
}

}  // namespace cst

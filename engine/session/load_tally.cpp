#include "engine/session/load_tally.h"

#include "engine/profile/load_trace.h"
#include "engine/run/run.h"
#include "engine/session/run_record.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace cst {
namespace {

constexpr std::size_t kMostLast = 1U << 14U;
constexpr std::size_t kMostBars = 48;

/// Why a run has not completed.
RunError errorOf(const PipelineRun& ended) {
    const RunSnapshot report = ended.report();
    if (report.status == RunStatus::TimedOut) {
        return {"R010", "stopped: the time of the run was over", "", "", 0, {}};
    }
    return report.errors.empty() ? RunError{"R010", runStatusName(report.status), "", "", 0, {}}
                                 : report.errors.front();
}

}  // namespace

LoadTally::LoadTally(Engine& engine, SnapshotPtr compiled, Executable executable)
    : engine_(engine), compiled_(compiled), nodes_(std::move(compiled), std::move(executable)) {}

void LoadTally::begin(Ticks at, uint64_t before) {
    const std::lock_guard lock(mutex_);
    beganTicks_ = at;
    before_ = before;
}

bool LoadTally::count(std::shared_ptr<PipelineRun> ended, uint32_t slot,
                      std::vector<LoadNodes::Took>& took) {
    const Run& run = *ended->run();
    if (run.cancelled() && !run.timedOut()) {
        return false;
    }
    const bool isComplete = nodes_.isComplete(run);
    std::optional<RunError> error;
    if (isComplete) {
        nodes_.look(run, took);
    } else if (!hasError_.exchange(true)) {
        error = errorOf(*ended);
    }
    const int64_t tookNs = run.elapsedNs();
    const LoggedRun logged{
        ended->number(), run.startedAt(), run.endedAt(), slot, !isComplete, false};
    std::optional<Recorded> slowest = recordedIfSlowest(*ended, logged, tookNs);
    Recorder::Position before = ended->recordsBefore();
    const std::lock_guard lock(mutex_);  // `ended` and `slowest` are let go behind it
    if (error) {
        firstError_ = std::move(error);
    }
    series_.add(
        {ticks::toNs(beganTicks_, run.startedAt(), ticks::nanoseconds()), tookNs, !isComplete});
    log_.add(logged, std::move(before));
    if (slowest && slowestNs_.load() <= tookNs) {
        slowest_.swap(slowest);
    }
    if (isComplete) {
        nodes_.add(took);
        countCompleted(ended, tookNs);
    }
    return true;
}

/// By chance n runs bring about log n slowest ones so far.
std::optional<LoadTally::Recorded>
LoadTally::recordedIfSlowest(const PipelineRun& ended, const LoggedRun& run, int64_t tookNs) {
    int64_t known = slowestNs_.load();
    while (known < tookNs) {
        if (slowestNs_.compare_exchange_weak(known, tookNs)) {
            Recorded slowest{run, {}, 0};
            slowest.records =
                engine_.recorder().ofRun(run.run, ended.recordsBefore(), slowest.lost);
            return slowest;
        }
    }
    return std::nullopt;
}

void LoadTally::countCompleted(std::shared_ptr<PipelineRun>& ended, int64_t tookNs) {
    keepLast(tookNs);
    if (completed_.count() >= medianOf_ + medianOf_ / 4 + 1) {
        medianOf_ = completed_.count();
        medianNs_ = completed_.percentileNs(0.5);
    }
    if (!nearest_ || std::abs(tookNs - medianNs_) < std::abs(nearestNs_ - medianNs_)) {
        nearestNs_ = tookNs;
        nearest_.swap(ended);
    }
}

void LoadTally::keepLast(int64_t tookNs) {
    if (completed_.count() % stride_ == 0) {
        lastUs_.push_back(static_cast<float>(static_cast<double>(tookNs) / 1000));
    }
    completed_.add(tookNs);
    if (lastUs_.size() > kMostLast) {
        for (std::size_t i = 0; 2 * i < lastUs_.size(); ++i) {
            lastUs_[i] = lastUs_[2 * i];
        }
        lastUs_.resize((lastUs_.size() + 1) / 2);
        stride_ *= 2;
    }
}

void LoadTally::tell(LoadSnapshot& report) const {
    const std::lock_guard lock(mutex_);
    report.numbers = series_.profile();
    report.latencies = series_.latencies().bars(kMostBars);
    report.firstError = firstError_;
}

std::shared_ptr<const Profile> LoadTally::profile() const {
    const std::lock_guard lock(mutex_);
    if (!nearest_) {
        return nullptr;
    }
    const RunSnapshot run = nearest_->report();
    auto profile = std::make_shared<Profile>();
    profile->sourceHash = sourceHashOf(*compiled_);
    profile->source = compiled_->text->bytes();
    profile->threads = engine_.executor().workers();
    profile->runs = completed_.count();
    profile->nodes = nodes_.rows(run);
    profile->idle = nodes_.idle(run);
    profile->total = summaryOf(completed_);
    profile->total.lastUs = lastUs_;
    for (const char* name : {"parse", "check", "plan", "decode", "run", "encode"}) {
        profile->phases.push_back({name, {}});
    }
    profile->phases[4].times = profile->total;
    profile->pool = {run.pool.leases, run.pool.hits};
    profile->overheadPercent = 100 * run.times.recordingUs / std::max(run.times.runUs, 1e-3);
    return profile;
}

std::shared_ptr<const Trace> LoadTally::trace() const {
    RecordedLoad load;
    std::shared_ptr<PipelineRun> named;
    load.records = engine_.recorder().newest();
    {
        const std::lock_guard lock(mutex_);
        named = nearest_;
        load.runs = log_.newest(engine_.recorder().position());
        load.begin = beganTicks_;
        load.before = before_;
        load.ended = log_.ended();
        if (slowest_) {
            load.slowest = slowest_->run;
            load.slowestRecords = slowest_->records;
            load.slowestLost = slowest_->lost;
        }
    }
    if (!named) {
        return nullptr;
    }
    load.nsPerTick = ticks::nanoseconds();
    load.workers = engine_.executor().workers();
    load.caller = Executor::kNoWorker;
    load.describe = named->naming(std::make_shared<RunSnapshot>(named->report()));
    return traceOfLoad(load);
}

}  // namespace cst

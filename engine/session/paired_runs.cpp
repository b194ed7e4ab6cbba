#include "engine/session/paired_runs.h"

#include <utility>

namespace cst {

PairedRuns::PairedRuns(Engine& engine, Side before, Side after, Request request)
    : engine_(engine),
      request_(request),
      before_{before, ProfileBuilder(before.compiled, engine.executor().workers())},
      after_{after, ProfileBuilder(after.compiled, engine.executor().workers())} {}

PairedRuns::End PairedRuns::run(const Progress& progress) {
    const auto warmUpStart = std::chrono::steady_clock::now();
    const bool isShort = request_.warmUpTime.count() > 0;
    for (uint64_t i = 0; i < request_.warmUps; ++i) {
        if (isShort && i > 0 &&
            std::chrono::steady_clock::now() - warmUpStart >= request_.warmUpTime) {
            break;
        }
        if (!pair(i % 2 != 0, false)) {
            return failed_ ? End::Failed : End::Stopped;
        }
    }
    const auto start = std::chrono::steady_clock::now();
    const bool isTimed = request_.time.count() > 0;
    for (uint64_t i = 0; request_.runs == 0 || i < request_.runs; ++i) {
        if (isTimed && i > 0 && std::chrono::steady_clock::now() - start >= request_.time) {
            break;
        }
        if (!pair(i % 2 != 0, true)) {
            return failed_ ? End::Failed : End::Stopped;
        }
        progress(i + 1, request_.runs);
    }
    return End::Done;
}

void PairedRuns::stop() {
    stopped_.store(true);
    const std::lock_guard lock(mutex_);
    if (going_ != nullptr) {
        going_->stop();
    }
}

/// Who goes first changes from pair to pair: what grows or shrinks steadily is no advantage. Half
/// of a pair does not count: the k-th runs would not stand beside each other.
bool PairedRuns::pair(bool isAfterFirst, bool counts) {
    Measured& first = isAfterFirst ? after_ : before_;
    Measured& second = isAfterFirst ? before_ : after_;
    const RunSnapshotPtr one = runOnce(first, counts);
    const RunSnapshotPtr other = one ? runOnce(second, counts) : nullptr;
    if (other && counts) {
        first.builder.add(*one, 0);
        second.builder.add(*other, 0);
    }
    return other != nullptr;
}

/// Null: stopped, or it did not complete.
RunSnapshotPtr PairedRuns::runOnce(Measured& measured, bool counts) {
    PipelineRun::Options options;
    options.limit = request_.timeout;
    options.callTimeout = request_.callTimeout;
    options.number = ++number_;
    options.where = Run::Where::Here;
    options.fuses = !request_.everyNode;
    options.usesCaches = false;
    options.previews = false;
    const bool isFirst = !counts && !measured.first;
    options.textOfOutputs = isFirst;
    PipelineRun run(engine_, measured.side.compiled, measured.side.inputs, 0, std::move(options),
                    log_, nullptr);
    {
        const std::lock_guard lock(mutex_);
        going_ = &run;
    }
    if (!stopped_.load()) {  // else stop() came before it could see this run
        run.start();
        run.wait();
    }
    {
        const std::lock_guard lock(mutex_);
        going_ = nullptr;
    }
    if (stopped_.load()) {
        return nullptr;
    }
    auto report = std::make_shared<RunSnapshot>(run.report());
    if (report->status != RunStatus::Completed) {
        failed_ = std::move(report);
        isBeforeFailed_ = &measured == &before_;
        return nullptr;
    }
    if (isFirst) {
        measured.first = report;
    }
    return report;
}

}  // namespace cst

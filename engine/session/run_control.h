#pragma once

#include "engine/session/bound_inputs.h"
#include "engine/session/engine.h"
#include "engine/session/pipeline_run.h"
#include "engine/session/result_cache.h"
#include "engine/session/run_reasons.h"
#include "engine/session/run_request.h"
#include "engine/session/run_snapshot.h"
#include "engine/session/statistics_keeper.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace cst {

/// Which run of a session goes: the one that was asked for, or, while live mode is on, that of the
/// newest text. A run that was asked for is of the text of that moment; live runs wait for its end.
/// A live run that a newer one takes the place of is stopped, but for steps whose results the newer
/// one wants too.
/// Engine thread only. Engine, log and observer outlive it.
class RunControl {
public:
    /// What is run, and whose it is.
    struct Text {
        SnapshotPtr compiled;
        uint64_t document = 0;
        std::shared_ptr<RunReasons> reasons;
        std::shared_ptr<StatisticsKeeper> statistics;
    };

    RunControl(Engine& engine, LogSink& log, RunObserver& observer, std::size_t resultBytes);
    ~RunControl();  // stops all and waits for them

    /// Begins, in the place of what runs. Null text: there is nothing to run.
    void run(const RunRequest& request, const Text& text);
    /// From now on each text is run live on this; nothing = live mode is off. True: that is new.
    bool setLive(std::optional<RunRequest> request);
    /// The newest text, or the inputs, may have changed: begins a live run if live mode is on, it
    /// would be another one than the last, and no run that was asked for goes; else it waits for
    /// the end of that one. True: it has begun.
    bool goLive(const Text& text);
    /// Has something changed during a run that was asked for, and that is over now?
    bool isLiveDue() const { return isLiveDue_ && !isBusy(); }
    void stop();
    /// Stops a live run that goes; it is due again. True: there was one.
    bool stopLive();
    /// Stops a run that was asked for, and waits until it has; its last report is still to come.
    void endAsked();

    /// Is there a run whose last report is not out?
    bool hasNews() const { return run_ && !isTold_; }
    bool ended() const { return run_->ended(); }
    /// What has happened so far; after the end the last one, once.
    std::shared_ptr<RunSnapshot> report();
    /// What the run has left in the recorder; `last` is its last report. Nothing where nothing ran.
    std::optional<EndedRun> takeRecords(RunSnapshotPtr last);
    /// Of the last run, if it is one of that document.
    std::optional<RunValues> values(uint64_t document) const;
    ResultUse resultUse() const { return results_->use(); }

private:
    PipelineRun::Options optionsFor(const RunRequest& request, const Text& text);
    bool isBusy() const { return run_ && !isLive_ && !isTold_; }
    bool isAsLast(const Text& text, const RunRequest& request, InputBinder& inputs) const;
    void begin(const Text& text, const RunRequest& request, InputBinder inputs, double bindUs,
               PipelineRun::Options options);
    void retire(const std::unordered_set<Hash128>& wanted);

    Engine& engine_;
    LogSink& log_;
    RunObserver& observer_;
    const std::shared_ptr<ResultCache> results_;
    BoundInputs inputs_;
    std::optional<RunRequest> live_;
    std::unique_ptr<PipelineRun> run_;
    bool isLive_ = false;     // run_
    bool isStopped_ = false;  // likewise, by stop()
    bool isTold_ = true;
    SnapshotPtr compiled_;                         // what it runs
    uint64_t document_ = 0;                        // likewise
    std::pair<uint64_t, Revision> recorded_;       // document and text of the last record
    RunRequest request_;                           // what it was asked with
    std::vector<std::optional<Hash128>> digests_;  // of its inputs; empty = they are wrong
    bool isLiveDue_ = false;
    std::vector<std::unique_ptr<PipelineRun>> retired_;  // live runs whose last steps go on
    uint64_t count_ = 0;
};

}  // namespace cst

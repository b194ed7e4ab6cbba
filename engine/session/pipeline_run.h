#pragma once

#include "engine/run/source_view.h"
#include "engine/session/ended_run.h"
#include "engine/session/engine.h"
#include "engine/session/inputs.h"
#include "engine/session/optimised_once.h"
#include "engine/session/run_reasons.h"
#include "engine/session/run_results.h"
#include "engine/session/run_snapshot.h"
#include "engine/session/run_values.h"
#include "engine/session/samples.h"
#include "engine/session/saved_state.h"
#include "engine/session/statistics_keeper.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace cst {

/// Binds the inputs of a snapshot that is going to run, as its plan reads them.
/// Cost: the first time for a snapshot, optimising it.
InputBinder bindInputs(const Engine& engine, const Snapshot& compiled, JsonLimits limits = {});

/// One run of one snapshot on bound inputs, and its report. Used by the command line (which waits)
/// and by the session (which publishes reports while it goes).
/// Not thread safe; the run itself is on the engine's workers.
class PipelineRun {
public:
    /// Values of more bytes than this have no preview but brackets.
    static constexpr std::size_t kPreviewRoom = 65536;

    struct Options {
        std::chrono::nanoseconds limit{0};  // of the whole run, inputs included; 0 = none
        bool allowErrors = false;           // run what compiled; else such a run is Invalid
        uint64_t number = 1;
        std::string sample;
        std::vector<std::pair<std::string, std::string>> expect;  // output → JSON
        double tolerance = 0;
        /// NodeKey of the only node that is asked for; "" = all outputs and effects. What it does
        /// not need is not run, and may be without a value.
        std::string target;
        /// Goes on from there: the inputs must have been bound with it. null = from the beginning.
        std::shared_ptr<const SavedState> resumes;
        bool optimises = true;    // the same results without
        bool fuses = true;        // without: every node keeps its value and its times
        bool pools = true;        // without: its state is made for it and freed at the end
        bool usesCaches = true;   // those that `cache:` asks for
        std::string cacheFolder;  // of `cache_backend: "disk"`; "" = none
        std::chrono::nanoseconds callTimeout{
            0};  // of calls with effects that have no other; 0 = none
        /// start() runs what is cheap before it returns: for a caller that would only wait.
        Run::Where where = Run::Where::Workers;
        /// What earlier runs have come to; null = nothing is taken from there, and nothing left.
        std::shared_ptr<ResultCache> results;
        RunResults::Mode mode = RunResults::Mode::Asked;  // of `results`
        uint64_t document = 0;                            // likewise: whose identities these are
        std::shared_ptr<RunReasons> reasons;              // likewise, of that document; may be null
        std::shared_ptr<StatisticsKeeper> statistics;     // likewise
        bool textOfOutputs = false;  // the final report holds outputs as text for people
        bool previews = true;        // reports show the beginning of each value
    };

    /// `bindUs`: what binding the inputs took. The log outlives the run.
    PipelineRun(Engine& engine, SnapshotPtr compiled, InputBinder inputs, double bindUs,
                Options options, LogSink& log, RunObserver* observer);
    ~PipelineRun();  // a run that still goes is cancelled; its nodes end by themselves

    void start();
    void stop();
    /// Stops it, but lets steps go on that somebody wants under these keys.
    void stopAllBut(const std::unordered_set<Hash128>& wanted);
    /// Keys of what it comes to, as far as they are known; none without `results`.
    std::unordered_set<Hash128> keys() const;
    void wait();
    bool ended() const;
    /// An output that has got its value.
    struct ReadyOutput {
        std::string name;
        TypeId type;
        Value value;
        double atUs = 0;  // since the run began
    };
    /// Those that have got theirs since the last call, in order of the `out` lines. The observer
    /// hears when there are some; however many come meanwhile, each is told once. Also after the
    /// end. Cost: O(outputs).
    std::vector<ReadyOutput> takeReadyOutputs();
    /// What has happened so far; final once ended().
    RunSnapshot report() const;
    /// What the run has left in the recorder, once ended(): to be taken soon. `report`: the last
    /// one. Nothing if it was refused.
    std::optional<EndedRun> takeRecords(RunSnapshotPtr report, bool withCompile) const;
    /// Where the recorder stood as it began.
    const Recorder::Position& recordsBefore() const { return recordsBefore_; }
    uint64_t number() const { return options_.number; }
    /// What the nodes of its plan are called in a trace. `report`: the last one; never refused.
    std::function<TraceNode(uint32_t planNode)> naming(RunSnapshotPtr report) const;
    /// The run itself, for who reads its steps without a report; null if it was refused.
    const Run* run() const { return run_ ? &*run_ : nullptr; }
    /// To look for values later, on another thread. Also while it goes.
    RunValues values() const;
    /// What a later run may go on from, once ended(); null if nothing has run.
    std::shared_ptr<const SavedState> state() const;

private:
    Executable executable() const;
    void takeOver(const SavedState& before);
    uint32_t resumptions() const;
    const SavedState::Node* keptAt(uint32_t step) const;
    std::optional<SavedState::Mended> mendedAt(uint32_t step) const;
    void reportMissing(RunSnapshot& report, const SourceView& view) const;
    OutputValue outputValue(const RunSnapshot& report, std::string name, TypeId type, uint32_t node,
                            SourceView* view) const;
    void reportNodes(RunSnapshot& report, SourceView& view) const;
    void reportEnds(RunSnapshot& report, SourceView& view) const;
    RunStatus statusAtEnd(const RunSnapshot& report) const;
    std::string textOf(const RunSnapshot& report, const OutputValue& output) const;
    NodeId causeOf(NodeId node) const;
    std::string pendingReason(const RunSnapshot& report, const NodeRun& row) const;
    void reportOutputs(RunSnapshot& report, SourceView* view) const;
    void reportOutputNodes(RunSnapshot& report) const;
    void reportExpectations(RunSnapshot& report) const;
    void reportReused(NodeRun& row, uint32_t step) const;
    std::vector<bool> keptNodes() const;
    void reportTimes(NodeRun& row, uint32_t node, uint32_t step) const;

    Engine& engine_;
    SnapshotPtr compiled_;
    InputBinder inputs_;
    double bindUs_;
    double optimiseUs_ = 0;
    Options options_;
    uint32_t target_ = kNoIndex;              // of the plan
    RunStatus refused_ = RunStatus::Running;  // Invalid or BadInput: nothing runs
    Executable executable_;                   // empty if refused, like run_
    std::shared_ptr<RunResults> results_;     // null without options_.results
    RunRef run_;
    Recorder::Position recordsBefore_;  // as it began
    int64_t startedAtMs_ = 0;
    std::vector<bool> toldOutputs_;
    /// By step: what was done in a run before, in options_.resumes; null = it was not. May be
    /// empty.
    std::vector<const SavedState::Node*> kept_;
    mutable double nsPerTick_ = 1;                                // as of the last report
    mutable std::unordered_map<std::string, std::string> texts_;  // of outputs, told on the way
    mutable std::optional<std::vector<uint32_t>> causes_;         // why nodes do not compile
};

}  // namespace cst

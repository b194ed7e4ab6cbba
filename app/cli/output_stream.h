#pragma once

#include "engine/session/pipeline_run.h"

#include <condition_variable>
#include <mutex>

namespace cst {

/// Prints the outputs of a run as JSON lines while it goes: `{"output","value","atUs"}`.
/// The run's observer; print() is called by the thread that waits for the run.
class OutputStream : public RunObserver {
public:
    /// Until the run has ended; a line for each output that has a value, as soon as it has.
    void print(PipelineRun& run, const TypeTable& types);

private:
    void runEnded() override;
    void outputEnded() override;

    std::mutex mutex_;
    std::condition_variable wake_;
    bool hasNews_ = false;  // guarded by mutex_
    bool hasEnded_ = false;
};

}  // namespace cst

#pragma once

#include "engine/run/call_services.h"
#include "engine/run/executor.h"
#include "engine/session/compile_cache.h"
#include "engine/session/compiled_files.h"
#include "engine/session/result_cache.h"
#include "engine/session/run_snapshot.h"

namespace cst {

/// How busy an engine is at one moment: what the engine panel shows.
struct EngineLoad {
    Executor::Load executor;
    CallServices::Load calls;
    CompileUse compiled;
    CompiledFilesUse files;
    ResultUse results;          // of a session
    std::size_t documents = 0;  // whose compilers a session keeps
    std::size_t timers = 0;     // that wait to fire
    uint64_t records = 0;       // that the recorder has written, ever

    // Of the newest run of a session; nothing before the first.
    uint64_t run = 0;  // its number; 0 = none
    bool runs = false;
    std::size_t queued = 0;   // nodes that wait for a worker, a token or a permit
    std::size_t running = 0;  // that a worker is at
    std::size_t waiting = 0;  // that have begun and hold no worker
    std::size_t inCall = 0;   // of these: their module is at it
    std::size_t delayed = 0;  // between two attempts
    std::size_t equal = 0;    // for an equal call, or the disk
    std::size_t done = 0;     // that have come to an end by themselves
    std::size_t nodes = 0;    // of the pipeline
    PoolUse pool;
};

/// Fills in what is told of the newest run. Cost: O(nodes).
void countNodes(EngineLoad& load, const RunSnapshot& run);

}  // namespace cst

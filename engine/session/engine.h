#pragma once

#include "engine/modules/registry.h"
#include "engine/profile/recorder.h"
#include "engine/run/call_services.h"
#include "engine/run/executor.h"
#include "engine/run/run.h"
#include "engine/run/timers.h"
#include "engine/session/compile_cache.h"
#include "engine/session/compiled_files.h"
#include "engine/session/engine_load.h"
#include "engine/session/snapshot.h"
#include "engine/text/source_text.h"
#include "engine/types/type_table.h"

#include <functional>
#include <memory>

namespace cst {

class DocumentCompiler;
struct CompileSharing;

/// What all documents of a process share: types, modules, compiled texts, workers, timers.
/// Thread safe; a DocumentCompiler is for one thread at a time.
class Engine {
public:
    /// What another engine than that of the product has.
    struct Parts {
        std::function<void(Registry&)> addModules;  // beside those that are built in
        Timers* timers = nullptr;                   // outlive it; null = a thread of its own
        std::shared_ptr<CompileCache> compiled;     // may be shared; null = one of its own
        std::shared_ptr<CompiledFiles> files;       // likewise; null = nothing is kept on disk
    };
    explicit Engine(unsigned workers = 0)
        : Engine(workers, {}) {}  // 0 = as many as the machine has
    Engine(unsigned workers, const Parts& parts);
    ~Engine();  // waits for the workers
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// For the successive texts of a document.
    std::unique_ptr<DocumentCompiler> documentCompiler();
    /// One text to a snapshot: parse, check, lower, if it is not kept from before; with
    /// `withLayout` also where the nodes stand. Texts that differ are compiled side by side, one
    /// that several threads ask for at once is compiled once.
    /// Identities are left empty: they belong to a session.
    std::shared_ptr<Snapshot> compile(SourceTextPtr text, Revision revision, bool withLayout);
    /// The next text of a document, as DocumentCompiler::compile(): made from its last one, if it
    /// is not kept from before.
    std::shared_ptr<Snapshot> compileNext(DocumentCompiler& compiler, SourceTextPtr text,
                                          Revision revision,
                                          const std::function<bool()>& isStale = {});
    CompileCache& compiled() { return *compiled_; }
    /// Writes what was compiled to the disk, for the next process: whatever is worth it and not
    /// there yet. Blocks; keepLater() does not.
    void keep(const Snapshot& compiled);
    void keepLater(SnapshotPtr compiled);

    const std::shared_ptr<TypeTable>& types() const { return types_; }
    const Registry& registry() const { return *registry_; }
    Executor& executor() { return executor_; }  // starts its workers with its first job
    Recorder& recorder() { return recorder_; }
    Timers& timers() { return *timers_; }
    CallServices& calls() { return calls_; }
    /// How busy it is just now. Cost: O(timers that wait).
    EngineLoad load() const;
    /// What runs need; the engine and the log outlive them.
    RunServices runServices(LogSink& log);

private:
    CompileSharing compileSharing();
    std::shared_ptr<Snapshot> lookUp(const SourceTextPtr& text, Revision revision, CompileMiss miss,
                                     const CompileCache::Compile& compile);

    std::shared_ptr<TypeTable> types_;
    std::shared_ptr<Registry> registry_;  // snapshots hold it too
    std::shared_ptr<CompileCache> compiled_;
    std::shared_ptr<CompiledFiles> files_;  // null = none
    std::unique_ptr<TimerThread> ownTimers_;
    Timers* const timers_;
    Recorder recorder_;
    CallServices calls_;
    Executor executor_;  // last: its jobs use the rest
};

}  // namespace cst

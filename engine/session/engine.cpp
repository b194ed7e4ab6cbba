#include "engine/session/engine.h"

#include "engine/session/document_compiler.h"
#include "engine/session/stopwatch.h"

#include <algorithm>

namespace cst {

Engine::Engine(unsigned workers, const Parts& parts)
    : types_(std::make_shared<TypeTable>()),
      registry_(std::make_shared<Registry>(*types_)),
      compiled_(parts.compiled ? parts.compiled : std::make_shared<CompileCache>()),
      files_(parts.files),
      ownTimers_(parts.timers == nullptr ? std::make_unique<TimerThread>() : nullptr),
      timers_(parts.timers == nullptr ? ownTimers_.get() : parts.timers),
      calls_(*timers_),
      executor_(workers) {
    registerStandardLibrary(*registry_);
    registerDomainModules(*registry_);
    if (parts.addModules) {
        parts.addModules(*registry_);
    }
}

Engine::~Engine() = default;

EngineLoad Engine::load() const {
    EngineLoad load;
    load.executor = executor_.load();
    load.calls = calls_.load();
    load.compiled = compiled_->use();
    load.files = files_ ? files_->use() : CompiledFilesUse();
    load.timers = ownTimers_ ? ownTimers_->waiting() : 0;
    load.records = recorder_.written();
    return load;
}

RunServices Engine::runServices(LogSink& log) {
    return {registry_.get(), types_.get(), &executor_, timers_, &calls_, &log, &recorder_};
}

std::unique_ptr<DocumentCompiler> Engine::documentCompiler() {
    return std::make_unique<DocumentCompiler>(types_, registry_, DocumentCompiler::Texts::Many,
                                              compileSharing());
}

CompileSharing Engine::compileSharing() {
    constexpr unsigned kMostHands = 8;  // what they share is not worth more
    return {.force = {&executor_, std::min(executor_.workers(), kMostHands)}};
}

std::shared_ptr<Snapshot> Engine::lookUp(const SourceTextPtr& text, Revision revision,
                                         CompileMiss miss, const CompileCache::Compile& compile) {
    Stopwatch watch;
    bool isCompiled = false;
    const CompileCache::Key key{text, hashBytes(text->bytes()), registry_->fingerprint(), types_};
    CompileCache::Compile load;
    if (files_ && miss == CompileMiss::New && files_->takes(*text)) {
        load = [&] { return files_->find(text, types_, registry_); };
    }
    std::shared_ptr<Snapshot> snapshot = compiled_->get(
        key, miss,
        [&] {
            isCompiled = true;
            return compile();
        },
        load);
    if (snapshot && !isCompiled) {
        snapshot->revision = revision;
        snapshot->times.parse = watch.lapNs();
    }
    return snapshot;
}

std::shared_ptr<Snapshot> Engine::compile(SourceTextPtr text, Revision revision, bool withLayout) {
    std::shared_ptr<Snapshot> snapshot = lookUp(text, revision, CompileMiss::New, [&] {
        DocumentCompiler compiler(types_, registry_, DocumentCompiler::Texts::One,
                                  compileSharing());
        return compiler.compile(text, revision);
    });
    Stopwatch watch;
    snapshot->shown.resize(snapshot->graph->nodes.size());
    snapshot->times.plan += watch.lapNs();
    snapshot->layout =
        std::make_shared<Layout>(withLayout ? layoutGraph(*snapshot->graph) : Layout{});
    snapshot->times.layout = watch.lapNs();
    return snapshot;
}

std::shared_ptr<Snapshot> Engine::compileNext(DocumentCompiler& compiler, SourceTextPtr text,
                                              Revision revision,
                                              const std::function<bool()>& isStale) {
    const CompileMiss miss = compiler.isNew() ? CompileMiss::New : CompileMiss::Edited;
    return lookUp(text, revision, miss, [&] { return compiler.compile(text, revision, isStale); });
}

void Engine::keep(const Snapshot& compiled) {
    if (files_) {
        files_->store(compiled, *registry_);
    }
}

void Engine::keepLater(SnapshotPtr compiled) {
    class Write : public Job {
    public:
        Write(Engine& engine, SnapshotPtr snapshot)
            : engine_(engine), snapshot_(std::move(snapshot)) {}
        void run() override { engine_.keep(*snapshot_); }

    private:
        Engine& engine_;  // waits for its jobs
        SnapshotPtr snapshot_;
    };
    if (files_ && files_->takes(*compiled->text)) {
        calls_.blocking().submit(std::make_unique<Write>(*this, std::move(compiled)));
    }
}

}  // namespace cst

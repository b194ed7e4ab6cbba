#pragma once

#include "engine/session/pipeline_run.h"
#include "tests/support/compile.h"
#include "tests/support/fake_call.h"
#include "tests/support/scripted_modules.h"

#include <cstdio>
#include <memory>
#include <string>

namespace cst::test {

/// Texts that call scripted modules, run on a virtual clock: time passes only when nobody has
/// anything to do, so each event happens at an exact moment.
class OptionScene {
public:
    explicit OptionScene(unsigned workers = 1)
        : engine(workers,
                 {[this](Registry& registry) { addScriptedModules(registry, script); }, &clock}) {}
    ~OptionScene() {
        const std::lock_guard lock(script->mutex);
        script->kept.clear();
    }

    std::unique_ptr<PipelineRun> prepared(const std::string& text,
                                          PipelineRun::Options options = {},
                                          const std::string& inputs = "{}") {
        snapshot = compiled(engine, text);
        InputBinder binder = bindInputs(engine, *snapshot);
        binder.useObject(inputs);
        options.allowErrors = true;
        options.textOfOutputs = true;
        return std::make_unique<PipelineRun>(engine, snapshot, std::move(binder), 0,
                                             std::move(options), log, nullptr);
    }
    RunSnapshot run(const std::string& text, PipelineRun::Options options = {},
                    const std::string& inputs = "{}") {
        const std::unique_ptr<PipelineRun> run = prepared(text, std::move(options), inputs);
        run->start();
        finish(*run);
        return run->report();
    }
    /// Lets time pass until the run has ended, or nothing is left that could end it.
    void finish(const PipelineRun& run) {
        do {
            engine.executor().drain();
        } while (!run.ended() && clock.fireNext());
    }
    /// Lets so much time pass, with all that happens meanwhile.
    void pass(std::chrono::nanoseconds time) {
        const std::chrono::nanoseconds end = clock.now() + time;
        do {
            engine.executor().drain();
        } while (clock.fireNext(end));
        clock.advance(end - clock.now());
    }

    std::shared_ptr<ScriptLog> script = std::make_shared<ScriptLog>();
    VirtualTimers clock;
    RecordingLog log;
    Engine engine;
    SnapshotPtr snapshot;
};

inline std::string msText(int64_t ns) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", static_cast<double>(ns) / 1e6);
    return text;
}

/// `failed 1 at 0-5, retry delay 2 at 5-15, completed 2 at 15`
inline std::string eventsText(const NodeRun& node) {
    std::string text;
    for (const CallEvent& event : node.events) {
        text += text.empty() ? "" : ", ";
        text += recordKindName(event.kind);
        if (event.attempt > 0) {
            text += " " + std::to_string(event.attempt);
        }
        text += " at " + msText(event.startNs);
        if (event.endNs != event.startNs) {
            text += "-" + msText(event.endNs);
        }
    }
    return text;
}

inline const NodeRun& nodeRun(const RunSnapshot& run, const std::string& key) {
    return run.nodes.at(run.compiled->graph->byKey(key).index);
}

}  // namespace cst::test

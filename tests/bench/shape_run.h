#pragma once

#include "engine/run/run.h"
#include "engine/run/timers.h"
#include "tests/support/plan_shapes.h"

#include <memory>

namespace cst::bench {

class SilentLog : public LogSink {
public:
    void line(std::string_view) override {}
};

/// Runs plans over the modules of a PlanShapes, as the engine does: state from the pool, inputs
/// set, started, waited for, given back.
class ShapeRunner {
public:
    explicit ShapeRunner(unsigned workers) : executor_(workers) {}

    std::shared_ptr<const Program> program(const std::shared_ptr<const Plan>& plan) {
        return std::make_shared<const Program>(plan, shapes.registry(), shapes.types());
    }
    RunServices services(bool recording = true) {
        return {&shapes.registry(),
                &shapes.types(),
                &executor_,
                &timers_,
                &calls_,
                &log_,
                recording ? &recorder_ : nullptr};
    }
    /// The value of its output.
    int64_t run(const std::shared_ptr<const Program>& program, int64_t input,
                Run::Where where = Run::Where::Here, bool recording = true, bool pooled = true) {
        const RunRef run = Run::lease(program, services(recording), nullptr, pooled);
        run->setInput(0, Value::ofInt(input));
        run->start({std::chrono::nanoseconds(0), where, 1});
        run->wait();
        const Value* value = run->value(program->stepOf(program->plan().outputs[0].node));
        return value == nullptr ? INT64_MIN : value->asInt();
    }

    PlanShapes shapes;

private:
    TimerThread timers_;
    CallServices calls_{timers_};
    SilentLog log_;
    Recorder recorder_;
    Executor executor_;  // last: its jobs use the rest
};

}  // namespace cst::bench

#pragma once

#include "engine/modules/module.h"
#include "engine/run/run_state.h"

#include <cstdint>
#include <string_view>

namespace cst {

/// How a step of a run has ended.
struct StepEnd {
    StepState state = StepState::Completed;
    Via via = Via::Run;
    const Value* value = nullptr;  // Completed
    const Error* error = nullptr;  // Failed
    int64_t tookNs = 0;            // at work and waiting
};

/// What is known of a run's steps before it does them, and who is told what they come to.
/// Thread safe: all workers of the run ask. Must be quick.
class KnownResults {
public:
    enum class Answer : uint8_t {
        Run,    // nothing is known: do it
        Known,  // it comes to this
        Wait,   // somebody else is at the same: call wait()
        Hold,   // it may not be done now: it ends as Held
    };
    /// The error code that ends a wait for nothing: ask once more.
    static constexpr std::string_view kAskAgain = "ask again";

    virtual ~KnownResults() = default;
    /// Of a step before it begins; all that it needs has completed. `known`: set for Known only.
    virtual Answer ask(uint32_t step, CallOutcome& known) = 0;
    virtual void wait(uint32_t step, Completion completion) = 0;
    /// Each step that has asked ends once, also with what was known. What needs it has not begun.
    virtual void ended(uint32_t step, const StepEnd& end) = 0;
};

}  // namespace cst

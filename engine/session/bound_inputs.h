#pragma once

#include "engine/session/engine.h"
#include "engine/session/inputs.h"
#include "engine/session/run_request.h"
#include "engine/session/snapshot.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cst {

/// The inputs of a run as values, kept from one run to the next: while somebody types, the inputs
/// stay as they are.
/// Not thread safe. The engine outlives it.
class BoundInputs {
public:
    explicit BoundInputs(const Engine& engine) : engine_(engine) {}

    /// For a run of a snapshot, which outlives the binder.
    /// Cost: of the same inputs as last time O(inputs), else that of decoding them.
    InputBinder bind(const Snapshot& compiled, const RunRequest& request);

private:
    bool isSame(const Snapshot& compiled, const RunRequest& request) const;

    const Engine& engine_;
    std::optional<InputBinder> binder_;  // of the last one
    std::vector<InputInfo> inputs_;
    std::string json_;
    bool usedExamples_ = false;
};

}  // namespace cst

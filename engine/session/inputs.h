#pragma once

#include "engine/base/hash.h"
#include "engine/json/decode.h"
#include "engine/session/run_snapshot.h"
#include "engine/session/saved_state.h"
#include "engine/session/snapshot.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// What the JSON of a run must look like.
std::vector<JsonField> jsonFields(std::span<const InputInfo> inputs);

/// Warning R008 about a value for nothing.
RunWarning unknownInput(const std::string& name);

/// Gathers the values of a run's inputs from several sources; a later source wins.
/// Not thread safe.
class InputBinder {
public:
    /// `decoder`: of these inputs; without one it makes its own, which decodes everything at once.
    InputBinder(const TypeTable& types, std::span<const InputInfo> inputs, JsonLimits limits = {},
                std::shared_ptr<const InputDecoder> decoder = nullptr);

    /// For inputs that have no value yet.
    void useExamples();
    /// An object with a member per input. Unknown members become warnings R008.
    void useObject(std::string_view json);
    /// One input. What is no JSON counts as text where the input is a String. An unknown name is
    /// an error.
    void useValue(std::string_view name, std::string_view json);

    /// The inputs of a run to go on from: after what is given in addition, which may not differ,
    /// and before the examples.
    void useState(const SavedState& before);

    std::vector<Value> values;  // by index of the inputs
    std::vector<bool> given;
    std::vector<RunError> errors;      // R007, R008, R014; then nothing may run
    std::vector<RunWarning> warnings;  // R008
    double readyUs = 0;                // what optimising took, which says what has to be decoded

    /// By input: which value it has; nothing where there is none (an Optional has None then).
    /// Worked out once. Cost: O(bytes of the values).
    const std::vector<std::optional<Hash128>>& digests();
    /// The same values for another snapshot with the same inputs, which outlives the binder.
    void moveTo(std::span<const InputInfo> inputs) { inputs_ = inputs; }

    std::vector<std::string> missing() const;  // required ones that were not given at all

private:
    void add(const std::vector<Error>& found);

    const TypeTable& types_;             // outlives the binder
    std::span<const InputInfo> inputs_;  // likewise
    JsonLimits limits_;
    std::shared_ptr<const InputDecoder> decoder_;
    std::vector<std::optional<Hash128>> digests_;  // empty = not worked out yet
};

}  // namespace cst

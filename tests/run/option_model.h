#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cst::test {

/// One node of a random pipeline of scripted calls.
struct ModelNode {
    enum class Kind : uint8_t { Call, Choice };
    struct Word {
        enum class What : uint8_t { Ok, Fail, Hang };
        What what = What::Ok;
        int64_t ms = 0;
    };
    Kind kind = Kind::Call;
    std::vector<int> needs;    // Call: what it waits for; Choice: condition
    std::vector<int> arms;     // Choice: if the condition's text is not empty, else
    std::vector<Word> script;  // one an attempt, the last for all that follow
    int retries = 0;
    int64_t delayMs = 0;
    bool doubles = false;
    int64_t timeoutMs = 0;
    bool skips = false;
    bool hasFallback = false;
    int fallback = -1;  // a node; -1 = a literal
    bool isLazy = false;
    std::string others;  // options that change nothing but when things happen
};

struct ModelPipeline {
    std::vector<ModelNode> nodes;  // each needs only earlier ones
    std::string text() const;
};

/// What the rules of the language (§6.2, §10) make of it, worked out event by event.
struct ModelEnd {
    std::string status = "skipped";  // of a node, as in `run --json`
    std::optional<int64_t> demandedMs;
    std::optional<int64_t> endedMs;
    bool isEmpty = false;  // its text, where it has one
};
struct ModelReport {
    std::string status;
    std::vector<ModelEnd> nodes;
    int64_t endMs = 0;
};
/// `stopMs`: the run is stopped half a millisecond later.
ModelReport simulate(const ModelPipeline& pipeline, std::optional<int64_t> stopMs);

/// The same seed gives the same pipeline. Times never meet: limits end in 5, everything else does
/// not. `stopped` pipelines have no options but those that the model knows the times of.
ModelPipeline randomPipeline(uint64_t seed, bool stopped);

}  // namespace cst::test

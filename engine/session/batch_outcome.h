#pragma once

#include "engine/json/encode.h"
#include "engine/run/run.h"
#include "engine/session/optimised_once.h"
#include "engine/session/run_snapshot.h"
#include "engine/session/snapshot.h"

#include <string>
#include <vector>

namespace cst {

/// What a run of a batch came to, as a line. Immutable: any thread uses it.
class BatchOutcome {
public:
    BatchOutcome(SnapshotPtr compiled, Executable executable);

    /// Appends `{"line":7,"outputs":{…}}` and a line end. False, and nothing is appended: the run
    /// has not completed.
    /// In: a run that has ended, of the executable.
    bool append(std::string& lines, uint64_t number, const Run& run) const;
    /// Of such a run: its first root failure by place, as `constellation run` tells it, or that
    /// its time was over.
    RunError errorOf(const Run& run) const;

private:
    struct Output {
        std::string before;  // what stands between this value and the one before
        uint32_t step = 0;   // of the program
        ValueEncoder encoder;
    };

    const SnapshotPtr compiled_;
    const Executable executable_;
    std::vector<uint32_t> roots_;  // steps
    std::vector<Output> outputs_;  // those that are worked out
    std::string end_;              // with constant outputs behind the last of these
};

}  // namespace cst

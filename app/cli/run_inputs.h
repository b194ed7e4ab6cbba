#pragma once

#include "app/cli/run_options.h"
#include "engine/session/pipeline_run.h"
#include "engine/session/samples.h"

#include <optional>
#include <string>
#include <vector>

namespace cst {

/// The samples beside a file that a command asks for, in order; none where it asks for none.
/// Errors: code "file" where the file of samples cannot be read, else "input".
Result<std::vector<Sample>> chooseSamples(const std::string& file,
                                          const std::optional<std::string>& sample, bool all,
                                          std::size_t maxBytes);

/// What a command gives one run, beside its options.
struct RunInputs {
    std::string target;                       // see PipelineRun::Options
    const Sample* sample = nullptr;           // null = none
    const std::string* inputsJson = nullptr;  // of --inputs; null = not given
    std::string inputsPath;                   // where that was read
    const SavedState* resumes = nullptr;      // null = from the beginning
};

/// All of them bound, in the order in which they win.
InputBinder bindRun(const Engine& engine, const Snapshot& compiled, const RunOptions& options,
                    const RunInputs& given);

}  // namespace cst

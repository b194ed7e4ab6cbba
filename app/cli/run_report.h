#pragma once

#include "app/cli/json_writer.h"
#include "engine/session/run_snapshot.h"

#include <string>

namespace cst {

/// One run as the object of `run --json`. `sample` adds its name as a first key.
void writeRun(JsonWriter& json, const RunSnapshot& run, bool withSample);

/// For people: prints the outputs and expectations.
/// Counts its time as part of the run's.
void printOutputs(RunSnapshot& run);
/// For people, on standard error: status, errors, warnings, times.
std::string summaryText(const RunSnapshot& run, bool everyNode);

/// Exit status that belongs to a run.
int exitStatusOf(const RunSnapshot& run);

}  // namespace cst

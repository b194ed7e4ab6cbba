#pragma once

#include "engine/base/result.h"
#include "engine/profile/budget.h"
#include "engine/session/kept_run.h"

#include <optional>
#include <string>
#include <string_view>

namespace cst {

// What a person keeps beside a pipeline, in version control with it: what it took once, and what
// it may take.

std::string baselinePathFor(std::string_view pipelinePath);  // `dir/name.baseline.json`
std::string budgetPathFor(std::string_view pipelinePath);    // `dir/name.budget.json`

/// The baseline of that path; null where there is no such file. Errors: the file and what is wrong
/// with it.
Result<KeptRunPtr> readBaseline(const std::string& path);
Status writeBaseline(const std::string& path, const Profile& profile);

/// The budget of that path; nothing where there is no such file. Errors: R007 with the path of what
/// is wrong in it, or that of reading it.
Result<std::optional<Budget>> readBudgetFile(const std::string& path);
Status writeBudgetFile(const std::string& path, const Budget& budget);

}  // namespace cst

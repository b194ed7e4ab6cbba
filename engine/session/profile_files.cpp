#include "engine/session/profile_files.h"

#include "engine/profile/profile_file.h"
#include "engine/session/file_io.h"

#include <utility>

namespace cst {
namespace {

constexpr std::size_t kMaxBudgetBytes = 16UL << 20U;

std::string beside(std::string_view pipelinePath, std::string_view ending) {
    if (pipelinePath.ends_with(".cst")) {
        pipelinePath.remove_suffix(4);
    }
    return std::string(pipelinePath) + std::string(ending);
}

}  // namespace

std::string baselinePathFor(std::string_view pipelinePath) {
    return beside(pipelinePath, ".baseline.json");
}

std::string budgetPathFor(std::string_view pipelinePath) {
    return beside(pipelinePath, ".budget.json");
}

Result<KeptRunPtr> readBaseline(const std::string& path) {
    if (!fileExists(path)) {
        return KeptRunPtr();
    }
    const Result<std::string> bytes = readFile(path, kMaxProfileBytes);
    if (!bytes.ok()) {
        return bytes.error();
    }
    Result<Profile> profile = readProfile(*bytes);
    if (!profile.ok()) {
        return profile.error();
    }
    auto kept = std::make_shared<KeptRun>();
    kept->kind = KeptRun::Kind::Baseline;
    kept->id = "baseline";
    kept->title = path.substr(path.find_last_of('/') + 1);
    kept->profile = std::make_shared<const Profile>(std::move(*profile));
    return KeptRunPtr(std::move(kept));
}

Status writeBaseline(const std::string& path, const Profile& profile) {
    return writeFile(path, profileJson(profile));
}

Result<std::optional<Budget>> readBudgetFile(const std::string& path) {
    if (!fileExists(path)) {
        return std::optional<Budget>();
    }
    const Result<std::string> bytes = readFile(path, kMaxBudgetBytes);
    if (!bytes.ok()) {
        return bytes.error();
    }
    Result<Budget> budget = readBudget(*bytes);
    if (!budget.ok()) {
        return budget.error();
    }
    return std::optional<Budget>(std::move(*budget));
}

Status writeBudgetFile(const std::string& path, const Budget& budget) {
    return writeFile(path, budgetJson(budget));
}

}  // namespace cst

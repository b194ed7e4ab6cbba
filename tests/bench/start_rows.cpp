// Start-up of the two programs: whole processes, started and waited for.

#include "tests/bench/child_process.h"
#include "tests/bench/rows.h"
#include "tests/bench/scratch_folder.h"
#include "tests/bench/workloads.h"

#include <nlohmann/json.hpp>

namespace cst::bench {
namespace {

constexpr int kWarmUp = 5;
constexpr int kCliRuns = 60;
constexpr int kUiRuns = 30;

Result<Measured> measureCliStart(const std::string& binFolder) {
    const ScratchFolder folder;
    const Workload medium = mediumWorkload();
    const std::vector<std::string> command{binFolder + "/constellation", "run",
                                           folder.write("medium.cst", medium.text), "--inputs",
                                           folder.write("inputs.json", medium.inputsJson)};
    int failure = 0;
    const Measured measured = inTurn(kWarmUp, kCliRuns, [&](int) {
        const ChildResult child = runChild(command);
        failure = failure != 0 ? failure : child.exitStatus;
        return child.milliseconds;
    });
    if (failure != 0) {
        return Error{"bench", "`constellation run` ended with status " + std::to_string(failure),
                     ""};
    }
    return measured;
}

Result<Measured> measureUiStart(const std::string& binFolder) {
    const ScratchFolder folder;
    const std::vector<std::string> command{binFolder + "/constellation-studio", "--measure-start",
                                           "--no-restore", "--config", folder.path()};
    std::vector<double> memory;
    std::string failure;
    Measured measured = inTurn(kWarmUp, kUiRuns, [&](int round) -> double {
        const ChildResult child = runChild(command);
        const auto line = nlohmann::json::parse(child.standardOutput, nullptr, false);
        if (child.exitStatus != 0 || !line.is_object() || !line.contains("startMs") ||
            !line.contains("residentMb")) {
            failure = "`constellation-studio --measure-start` ended with status " +
                      std::to_string(child.exitStatus) + " and said: " + child.standardOutput;
            return 0;
        }
        if (round >= kWarmUp) {
            memory.push_back(line["residentMb"].get<double>());
        }
        return line["startMs"].get<double>();
    });
    if (!failure.empty()) {
        return Error{"bench", failure, ""};
    }
    measured.others["residentMb"] = median(memory);
    return measured;
}

}  // namespace

std::vector<Row> startRows() {
    return {{"ui/start", measureUiStart}, {"cli/start", measureCliStart}};
}

}  // namespace cst::bench

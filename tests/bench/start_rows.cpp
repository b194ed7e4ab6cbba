// Start-up of the two programs: whole processes, started and waited for.

#include "tests/bench/child_process.h"
#include "tests/bench/rows.h"
#include "tests/bench/workloads.h"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace cst::bench {
namespace {

constexpr int kWarmUp = 5;
constexpr int kCliRuns = 60;
constexpr int kUiRuns = 30;

/// A folder of its own, gone at the end.
class ScratchFolder {
public:
    ScratchFolder() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "cst-bench-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data()) != nullptr ? pattern : "";
    }
    ~ScratchFolder() {
        std::error_code ignored;
        if (!path_.empty()) {
            std::filesystem::remove_all(path_, ignored);
        }
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    std::string write(const std::string& name, const std::string& content) const {
        const std::string file = path_ + "/" + name;
        std::ofstream(file, std::ios::binary) << content;
        return file;
    }
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

Result<Measured> measureCliStart(const std::string& binFolder) {
    const ScratchFolder folder;
    const Workload medium = mediumWorkload();
    const std::vector<std::string> command{binFolder + "/constellation", "run",
                                           folder.write("medium.cst", medium.text), "--inputs",
                                           folder.write("inputs.json", medium.inputsJson)};
    std::vector<double> times;
    for (int i = 0; i < kWarmUp + kCliRuns; ++i) {
        const ChildResult child = runChild(command);
        if (child.exitStatus != 0) {
            return Error{
                "bench",
                "`constellation run` ended with status " + std::to_string(child.exitStatus), ""};
        }
        if (i >= kWarmUp) {
            times.push_back(child.milliseconds);
        }
    }
    Measured measured;
    measured.ours = median(times);
    measured.p99 = percentile99(times);
    return measured;
}

Result<Measured> measureUiStart(const std::string& binFolder) {
    const ScratchFolder folder;
    const std::vector<std::string> command{binFolder + "/constellation-studio", "--measure-start",
                                           "--no-restore", "--config", folder.path()};
    std::vector<double> times;
    std::vector<double> memory;
    for (int i = 0; i < kWarmUp + kUiRuns; ++i) {
        const ChildResult child = runChild(command);
        const auto line = nlohmann::json::parse(child.standardOutput, nullptr, false);
        if (child.exitStatus != 0 || !line.is_object() || !line.contains("startMs") ||
            !line.contains("residentMb")) {
            return Error{"bench",
                         "`constellation-studio --measure-start` ended with status " +
                             std::to_string(child.exitStatus) +
                             " and said: " + child.standardOutput,
                         ""};
        }
        if (i >= kWarmUp) {
            times.push_back(line["startMs"].get<double>());
            memory.push_back(line["residentMb"].get<double>());
        }
    }
    Measured measured;
    measured.ours = median(times);
    measured.p99 = percentile99(times);
    measured.others["residentMb"] = median(memory);
    return measured;
}

}  // namespace

std::vector<Row> startRows() {
    return {{"ui/start", measureUiStart}, {"cli/start", measureCliStart}};
}

}  // namespace cst::bench

// Rows of compiling: text to snapshot without its picture, which has a row of its own.

#include "engine/session/engine.h"
#include "tests/bench/rows.h"
#include "tests/bench/workloads.h"

#include <chrono>

namespace cst::bench {
namespace {

/// The process is warm, the text is new to it each time.
Result<Measured> coldCompile(const std::string& text, int rounds) {
    Engine engine(1);
    std::string problem;
    const Measured measured = inTurn(rounds / 5, rounds, [&](int round) {
        const auto source = std::make_shared<const SourceText>(text);
        const auto start = std::chrono::steady_clock::now();
        const std::shared_ptr<Snapshot> snapshot =
            engine.compile(source, static_cast<Revision>(round) + 1, false);
        const auto end = std::chrono::steady_clock::now();
        if (snapshot->errorCount != 0) {
            problem = snapshot->diagnostics.front().message();
        }
        return std::chrono::duration<double, std::micro>(end - start).count();
    });
    if (!problem.empty()) {
        return Error{"", "the workload does not compile: " + problem, ""};
    }
    return measured;
}

Result<Measured> measureColdMedium(const std::string&) {
    return coldCompile(mediumWorkload().text, 2000);
}

Result<Measured> measureColdStress1000(const std::string&) {
    return coldCompile(stressWorkload(1000).text, 300);
}

}  // namespace

std::vector<Row> compileRows() {
    return {{"compile/cold-medium", measureColdMedium},
            {"compile/cold-stress-1000", measureColdStress1000}};
}

}  // namespace cst::bench

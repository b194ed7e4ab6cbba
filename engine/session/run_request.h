#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace cst {

/// What to run on.
struct RunRequest {
    std::string inputsJson = "{}";  // an object: input name → value
    std::string sample;             // its name, for the result; "" = the form
    std::vector<std::pair<std::string, std::string>> expect;  // of the sample
    double tolerance = 0;
    bool useExamples = true;                  // an input without a value takes its @example
    std::chrono::nanoseconds timeout{0};      // 0 = none
    std::chrono::nanoseconds callTimeout{0};  // of calls that have no other; 0 = none
    std::string cacheFolder;                  // of `cache_backend: "disk"`; "" = not saved yet
    bool everyNode = false;                   // nothing is fused: each node is kept and timed
    /// Nothing is taken from earlier runs: each node is worked out, for times that can be compared.
    bool afresh = false;
    std::string target;  // NodeKey of the only node asked for; "" = all
    /// Goes on from the last run, if that may be (RunSnapshot::canResume) and the text is still
    /// the same pipeline; else it begins from the beginning.
    bool resumes = false;

    friend bool operator==(const RunRequest&, const RunRequest&) = default;
};

}  // namespace cst

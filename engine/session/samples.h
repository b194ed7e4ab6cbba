#pragma once

#include "engine/base/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cst {

/// One named set of inputs, and what should come out. All values are JSON texts.
struct Sample {
    std::string name;
    std::string inputsJson = "{}";                            // an object: input name → value
    std::vector<std::pair<std::string, std::string>> expect;  // output name → value
    double tolerance = 0;                                     // absolute, for numbers
};

/// What `NAME.samples.json` holds.
struct SampleSet {
    std::vector<Sample> samples;
};

/// Errors: with the place in the document; an unknown version; two samples of one name.
Result<SampleSet> parseSamples(std::string_view json);
std::string printSamples(const SampleSet& set);

/// `dir/name.cst` → `dir/name.samples.json`.
std::string samplesPathFor(std::string_view pipelinePath);

/// Do two JSON values agree? Numbers within the tolerance (1 == 1.0), objects in any order.
bool jsonAgrees(std::string_view expected, std::string_view got, double tolerance);

}  // namespace cst

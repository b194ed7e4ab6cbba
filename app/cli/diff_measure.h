#pragma once

#include "app/cli/arguments.h"
#include "engine/profile/profile.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace cst {

/// What measuring takes beside the options of every run: `--runs`, `--seconds`, ….
std::vector<ArgumentSpec> withMeasureOptions(std::vector<ArgumentSpec> own);
/// The first of these that was given; "" = none.
std::string measureOptionIn(const Arguments& arguments);

struct MeasuredPair {
    int status = 0;   // of the process
    std::string why;  // if that is not kExitOk
    std::array<Profile, 2> profiles;
    uint64_t pairs = 0;  // of runs that the profiles are of; 0 = there are no profiles
};

/// Compiles two pipelines and runs them in turns; what is wrong is told on standard error.
MeasuredPair measureInTurns(const Arguments& arguments, std::array<std::string, 2> sources);

}  // namespace cst

#pragma once

#include "engine/profile/explain.h"
#include "engine/profile/profile.h"

#include <cstddef>
#include <string>
#include <vector>

namespace cst {

/// What a profile tells people, beside itself.
struct ProfileSummary {
    std::string file;
    std::size_t warmUps = 0;
    double pathUs = 0;              // of the chain that the median run waited for
    double runUs = 0;               // its phase `run`
    std::vector<Finding> findings;  // what bounds it
    double workUs = 0;              // of all workers, mean of all runs
    double efficiency = 0;          // of all runs: that, by the time that the workers had
    std::string load;               // of runs at once, in lines: stands for the last two; else ""
    std::string stopped;  // `stopped after 3 of 30 runs`; "" = all that were asked for ran
};

/// Aligned, the slowest node first; two significant digits. Of more nodes than a screen holds,
/// those that took least are only counted.
std::string profileTable(const Profile& profile, const ProfileSummary& summary);

}  // namespace cst

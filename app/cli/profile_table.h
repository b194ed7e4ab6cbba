#pragma once

#include "engine/profile/profile.h"
#include "engine/profile/run_bound.h"

#include <cstddef>
#include <string>

namespace cst {

/// What a profile tells people, beside itself.
struct ProfileSummary {
    std::string file;
    std::size_t warmUps = 0;
    RunLoad load;           // of the median run
    double workUs = 0;      // of all workers, mean of all runs
    double efficiency = 0;  // of all runs: that, by the time that the workers had
};

/// Aligned, the slowest node first; two significant digits. Of more nodes than a screen holds,
/// those that took least are only counted.
std::string profileTable(const Profile& profile, const ProfileSummary& summary);

}  // namespace cst

#pragma once

#include "ui/profiler/profile_report.h"

namespace cst {

/// What a node took over its runs, as the table shows it and a file tells it: percentiles of the
/// last 128, all of which are told one by one. Any thread. Cost: some us.
TimeSummary statisticsSummary(const NodeStatistics& statistics);

/// What the table shows, as data, for a file: of each row the statistics over its runs, and beside
/// them what this run tells of it. A row without a number is left out. The phases and the total are
/// those of this run, so Profile::runs is 1 where nodes count more.
/// Numbers that were kept stay as they are. Any thread. Cost: O(rows).
Profile shownProfile(const ProfileReport& report);

}  // namespace cst

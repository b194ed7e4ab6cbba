#pragma once

#include "ui/profiler/profile_report.h"

#include <QStringList>

namespace cst {

/// What a profile without a run of its own came to, one that was saved or put together: a row for
/// each of its nodes. Of it there is no trace; the spread of a node is that of the times that it
/// brings along one by one.
/// Cost: O(nodes · log nodes + times): beside the UI thread.
ProfileReport reportOf(const Profile& profile);

/// Such a profile in one line, as runFacts() tells of a run: `fan-out.profile.json: 30 runs`,
/// `half of them took 1.5 s or less`, …
QStringList savedFacts(const ProfileReport& report);

}  // namespace cst

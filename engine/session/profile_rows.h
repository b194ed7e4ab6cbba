#pragma once

#include "engine/base/hash.h"
#include "engine/profile/critical_path.h"
#include "engine/profile/profile.h"
#include "engine/session/snapshot.h"
#include "engine/session/text_groups.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace cst {

/// Begins the rows of a profile: what its nodes are called, and what the path of one run says of
/// them.
class ProfileRows {
public:
    /// `path`: of a run that took `runUs`. Both it and the snapshot outlive this.
    /// Cost: about 1 us a node.
    ProfileRows(const Snapshot& compiled, const CriticalPath& path, double runUs);

    /// `node`: of the graph. Its times are left to the caller.
    ProfileNode rowOf(uint32_t node) const;
    /// From the times of all rows.
    static void setShares(std::vector<ProfileNode>& rows);

private:
    const Snapshot& compiled_;
    const CriticalPath& path_;
    const double runUs_;
    const std::vector<TextGroup> groups_;
    std::vector<bool> isCritical_;                  // by node
    std::unordered_map<uint32_t, Hash128> hashes_;  // by node: what it does itself
};

}  // namespace cst

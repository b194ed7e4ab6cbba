#pragma once

#include "engine/base/hash.h"
#include "engine/profile/critical_path.h"
#include "engine/profile/profile.h"
#include "engine/session/run_snapshot.h"
#include "engine/session/text_groups.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace cst {

/// What the nodes of a text are called and what they do, for all profiles that are made of it.
/// Immutable: any thread reads it.
struct ProfileNames {
    /// Cost: about 1 us a node.
    explicit ProfileNames(SnapshotPtr of);

    const SnapshotPtr compiled;
    const std::vector<TextGroup> groups;
    const std::unordered_map<uint32_t, Hash128> hashes;  // by node: what it does itself
};
using ProfileNamesPtr = std::shared_ptr<const ProfileNames>;

/// Why a node took no time of its own in a run; nothing = it is an input or an output, which never
/// do. Meaningful of those for which hasOwnTime() is false.
std::optional<IdleWhy> whyIdle(const RunSnapshot& run, uint32_t node);

/// Begins the rows of a profile: what its nodes are called, and what the path of one run says of
/// them.
class ProfileRows {
public:
    /// `path`: of a run that took `runUs`. Both it and the names outlive this. Cost: O(nodes).
    ProfileRows(const ProfileNames& names, const CriticalPath& path, double runUs);

    /// `node`: of the graph. Its times are left to the caller.
    ProfileNode rowOf(uint32_t node) const;
    /// From the times of all rows.
    static void setShares(std::vector<ProfileNode>& rows);

private:
    const ProfileNames& names_;
    const CriticalPath& path_;
    const double runUs_;
    std::vector<bool> isCritical_;  // by node
};

}  // namespace cst

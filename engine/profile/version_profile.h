#pragma once

#include "engine/profile/profile.h"

#include <vector>

namespace cst {

/// Does it tell what each of its nodes, and the whole, takes? Not where results were taken from
/// runs before (such a node has no time), nor of a run that did only a part.
bool isWhole(const Profile& profile);

/// Runs of one text put together, as if one profile had been made of them all: so that a comparison
/// knows how much they vary. A node has the times of the runs in which it did its work; the whole,
/// its phases and its critical path are those of the runs that are whole. Where none is, nobody
/// knows them, and the profile is a part.
/// In:   at least one, each of one run; all of one text that completed, the oldest first.
/// Cost: O(runs · nodes).
Profile versionProfile(const std::vector<const Profile*>& runs);

}  // namespace cst

#pragma once

#include "engine/session/kept_run.h"
#include "engine/session/pair_snapshot.h"

#include <QString>

namespace cst {

/// By the hash, where both have one.
bool isSameText(const Profile& a, const Profile& b);
/// Why the two cannot be measured in turns: null = nothing is chosen there. "" = they can.
QString whyNotMeasured(const KeptRunPtr& before, const KeptRunPtr& after);
/// How far it is, why it came to nothing, or of how much it is; "" = it came to all of it. `pair`
/// null = it was asked for, and nothing is known of it.
QString measureStateText(const PairSnapshot* pair, const KeptRun& before, const KeptRun& after);

}  // namespace cst

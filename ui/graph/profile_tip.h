#pragma once

#include "ui/graph/graph_profile.h"

#include <QString>

namespace cst {

/// What hovering a node tells of its runs, as rich text: how many did its work, percentiles, its
/// heat, and what it has to do with how long the last run took. "" = nothing is known.
QString profileTip(const NodeBadge& badge, const GraphProfile& profile, const Theme& theme);
/// What became of it, while two runs are compared; null = nothing is known.
QString changeTip(const ComparedTime* change, const Theme& theme);

}  // namespace cst

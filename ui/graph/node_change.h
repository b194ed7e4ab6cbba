#pragma once

#include "engine/profile/comparison.h"
#include "engine/session/run_snapshot.h"
#include "ui/graph/node_badge.h"
#include "ui/shell/theme.h"

#include <QString>

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

namespace cst {

/// What became of the nodes from one run to another, to be shown in the graph.
struct GraphChange {
    std::shared_ptr<const Comparison> comparison;  // never null
    QString title;                                 // of what, "" = nothing to say
    std::unordered_map<std::string, const ComparedTime*> byKey;

    GraphChange(std::shared_ptr<const Comparison> compared, QString title);
    /// Of that node; null = it is in neither, or nothing can be said of it.
    const ComparedTime* of(const std::string& key) const;
};
using GraphChangePtr = std::shared_ptr<const GraphChange>;

/// Of one node; of what stands for several nodes, that of the one that changed most. Null = as
/// above. `run`: whose nodes the badge names.
const ComparedTime* changeOf(const GraphChange& change, std::string_view key,
                             const NodeBadge& badge, const RunSnapshot* run);

/// Up to this factor colours become stronger, whatever is compared: the same change has the same
/// colour.
inline constexpr double kMostChange = 4;
/// -1 = kMostChange times as fast … 0 = the same within the noise … 1 = as slow.
double changeLevel(const ComparedTime& time);
QColor changeColor(const Theme& theme, double level);
/// `▲ +23 %`: what is written on the node.
QString nodeChangeText(const ComparedTime& time);

}  // namespace cst

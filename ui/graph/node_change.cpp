#include "ui/graph/node_change.h"

#include "ui/graph/node_shapes.h"
#include "ui/shell/change_text.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cst {

namespace {

/// The weakest colour of what did change: it must not look like what did not.
constexpr double kLeastLevel = 0.35;

double sizeOf(const ComparedTime* time) {
    if (time == nullptr) return -2;
    if (time->verdict == ChangeVerdict::New) return 0;
    return time->verdict == ChangeVerdict::Same ? -1 : std::abs(std::log(*time->change));
}

}  // namespace

GraphChange::GraphChange(std::shared_ptr<const Comparison> compared, QString name)
    : comparison(std::move(compared)), title(std::move(name)) {
    for (const ComparedTime& time : comparison->nodes) byKey.emplace(time.key, &time);
}

const ComparedTime* GraphChange::of(const std::string& key) const {
    const auto found = byKey.find(key);
    const bool isKnown = found != byKey.end() && isJudged(*found->second) &&
                         found->second->verdict != ChangeVerdict::Gone;
    return isKnown ? found->second : nullptr;
}

const ComparedTime* changeOf(const GraphChange& change, std::string_view key,
                             const NodeBadge& badge, const RunSnapshot* run) {
    if (badge.members == 0) return change.of(std::string(key));
    const ComparedTime* most = nullptr;
    for (const uint32_t node : badge.runNodes) {
        if (!run || !run->compiled || node >= run->nodes.size()) continue;
        const ComparedTime* one =
            change.of(std::string(run->compiled->graph->nodes[NodeId(node)].key));
        if (sizeOf(one) > sizeOf(most)) most = one;
    }
    return most;
}

double changeLevel(const ComparedTime& time) {
    if (time.verdict != ChangeVerdict::Slower && time.verdict != ChangeVerdict::Faster) return 0;
    const double part = std::min(1.0, std::abs(std::log(*time.change)) / std::log(kMostChange));
    const double level = kLeastLevel + (1 - kLeastLevel) * part;
    return time.verdict == ChangeVerdict::Slower ? level : -level;
}

QColor changeColor(const Theme& theme, double level) {
    const Role end = level < 0 ? Role::ChangeFaster : Role::ChangeSlower;
    return mixed(theme.color(Role::ChangeSame), theme.color(end), std::abs(level));
}

QString nodeChangeText(const ComparedTime& time) {
    if (time.verdict == ChangeVerdict::New)
        return verdictSign(time) + QChar(' ') + verdictWord(time);
    if (time.verdict == ChangeVerdict::Same) return QStringLiteral("= ") + verdictWord(time);
    return verdictSign(time) + QChar(' ') + changeText(*time.change);
}

}  // namespace cst

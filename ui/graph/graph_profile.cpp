#include "ui/graph/graph_profile.h"

#include <cmath>
#include <limits>
#include <utility>

namespace cst {

namespace {

constexpr float kNoHeat = std::numeric_limits<float>::quiet_NaN();
constexpr uint32_t kNoNode = UINT32_MAX;

bool isSame(const std::vector<float>& a, const std::vector<float>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](float x, float y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

}  // namespace

bool GraphProfile::choose(const ProfileChoice& choice) {
    if (choice == choice_) return false;
    choice_ = choice;
    return true;
}

bool GraphProfile::update(const GraphScene& scene, const std::vector<NodeBadge>& badges,
                          const std::vector<NodeMark>& marks, const RunSnapshotPtr& run) {
    RunSnapshotPtr ended = run && run->finished() ? run : nullptr;
    isRunning_ = run && !ended;
    if (ended != run_) {
        run_ = std::move(ended);
        path_.reset();
    }
    std::vector<float> heat = hasHeat() ? heats(badges, marks) : std::vector<float>();
    const std::vector<bool> wasOnPath = std::exchange(onPath_, {});
    const std::vector<uint32_t> before = std::exchange(nextOnPath_, {});
    if (choice_.showsPath && run_ && scene.size() == badges.size()) findPath(badges);
    std::vector<const ComparedTime*> now;
    if (change_ && scene.size() == badges.size()) now = changes(scene, badges, run.get());
    const bool isAsBefore =
        isSame(heat, heat_) && now == changes_ && onPath_ == wasOnPath && nextOnPath_ == before;
    heat_ = std::move(heat);
    changes_ = std::move(now);
    return !isAsBefore;
}

std::vector<float> GraphProfile::heats(const std::vector<NodeBadge>& badges,
                                       const std::vector<NodeMark>& marks) {
    std::vector<float> heat(badges.size(), kNoHeat);
    bool hasChosen = false;
    for (const NodeMark& mark : marks) hasChosen = hasChosen || mark.isChosen;
    sum_ = {};
    sum_.isOfSelection = choice_.ofSelectionOnly && hasChosen;
    double all = 0;
    for (std::size_t i = 0; i < badges.size(); ++i) {
        const auto value = heatOf(badges[i]);
        if (!value) continue;
        all += *value;
        if (sum_.isOfSelection && !(i < marks.size() && marks[i].isChosen)) continue;
        heat[i] = static_cast<float>(*value);
        sum_.value += *value;
        ++sum_.nodes;
    }
    sum_.share = all > 0 ? sum_.value / all : 1;
    return heat;
}

std::vector<const ComparedTime*> GraphProfile::changes(const GraphScene& scene,
                                                       const std::vector<NodeBadge>& badges,
                                                       const RunSnapshot* run) const {
    std::vector<const ComparedTime*> changes(badges.size(), nullptr);
    for (uint32_t i = 0; i < badges.size(); ++i) {
        changes[i] = changeOf(*change_, scene.node(i).key, badges[i], run);
    }
    return changes;
}

std::optional<QColor> GraphProfile::color(const Theme& theme, uint32_t node) const {
    if (change_) {
        const ComparedTime* one = change(node);
        if (one == nullptr || one->verdict == ChangeVerdict::New) return std::nullopt;
        return changeColor(theme, changeLevel(*one));
    }
    const auto value = heat(node);
    if (!value) return std::nullopt;
    return heatColor(theme, heatLevel(choice_.heat, *value));
}

/// Of what stands for several nodes, that of all of them.
std::optional<double> GraphProfile::heatOf(const NodeBadge& badge) const {
    if (!badge.shown) return std::nullopt;
    if (badge.members == 0) return heatOfRun(badge.runNode, badge.statistics.get());
    std::optional<double> all;
    for (const uint32_t node : badge.runNodes) {
        if (!run_ || node >= run_->nodes.size()) continue;
        const auto one = heatOfRun(node, run_->nodes[node].statistics.get());
        if (one) all = all.value_or(0) + *one;
    }
    return all;
}

/// Statistics are of work that came to something; a run that failed has taken its time all the
/// same.
std::optional<double> GraphProfile::heatOfRun(uint32_t runNode,
                                              const NodeStatistics* statistics) const {
    if (run_ && runNode < run_->nodes.size() && hasOwnTime(*run_, runNode)) {
        const NodeRun& ran = run_->nodes[runNode];
        if (!isDone(ran.status)) return heatOfFailed(choice_.heat, ran);
    }
    return heatValue(choice_.heat, statistics);
}

/// Nodes that have come or changed since the run are not on its path.
void GraphProfile::findPath(const std::vector<NodeBadge>& badges) {
    onPath_.assign(badges.size(), false);
    nextOnPath_.assign(badges.size(), kNoNode);
    std::vector<uint32_t> shownAs(run_->nodes.size(), kNoNode);
    for (uint32_t i = 0; i < badges.size(); ++i) {
        if (!badges[i].shown || badges[i].stale || badges[i].runNode >= shownAs.size()) continue;
        shownAs[badges[i].runNode] = i;
        for (const uint32_t member : badges[i].runNodes) shownAs[member] = i;
    }
    uint32_t last = kNoNode;
    for (const uint32_t runNode : path().nodes) {
        const uint32_t node = shownAs[runNode];
        if (node != kNoNode) onPath_[node] = true;
        if (last != kNoNode && last != node) nextOnPath_[last] = node;
        last = node;
    }
}

std::optional<double> GraphProfile::heat(uint32_t node) const {
    if (node >= heat_.size() || std::isnan(heat_[node])) return std::nullopt;
    return heat_[node];
}

bool GraphProfile::isOnPath(const SceneEdge& edge) const {
    return edge.from < nextOnPath_.size() && nextOnPath_[edge.from] == edge.to;
}

const CriticalPath& GraphProfile::path() const {
    if (!path_) path_ = criticalPathOf(*run_);
    return *path_;
}

}  // namespace cst

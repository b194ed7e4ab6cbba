#include "engine/session/ghost_results.h"

#include <algorithm>
#include <unordered_map>

namespace cst {

void keepGhosts(RunSnapshot& report, const RunSnapshot& before) {
    const std::vector<ShownNode>& shown = report.compiled->shown;
    if (std::none_of(shown.begin(), shown.end(), [](const ShownNode& n) { return n.ghost; })) {
        return;
    }
    std::unordered_map<uint32_t, const NodeRun*> was;
    for (std::size_t i = 0; i < before.nodes.size(); ++i) {
        was.emplace(before.compiled->shown[i].identity.index, &before.nodes[i]);
    }
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const auto found = was.find(shown[i].identity.index);
        if (!shown[i].ghost || found == was.end() || !isDone(found->second->status)) {
            continue;
        }
        NodeRun& row = report.nodes[i];
        std::string cause = std::move(row.blockedBy);  // why it does not compile now
        row = *found->second;
        row.blockedBy = std::move(cause);
        row.sharedWith = row.fusedInto = row.error = -1;  // indexes of another graph
        row.because = RanBecause::None;
    }
}

}  // namespace cst

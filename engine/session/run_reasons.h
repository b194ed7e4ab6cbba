#pragma once

#include "engine/base/hash.h"
#include "engine/session/run_results.h"
#include "engine/session/run_snapshot.h"

#include <unordered_map>
#include <vector>

namespace cst {

/// Tells why nodes of a document were worked out: what each of them came of when it last had a
/// value, against what it comes of now. Follows nodes by identity.
/// Not thread safe. Cost: O(nodes) a report.
class RunReasons {
public:
    /// Fills in `because` for the nodes of the report that ran by themselves. `source`: the plan
    /// that runs.
    void explain(RunSnapshot& report, const RunResults& results, const Plan& source) const;
    /// At the end of a run. `keptNodes`: by node of the source's plan.
    void learn(const RunSnapshot& report, const RunResults& results, const Plan& source,
               const std::vector<bool>& keptNodes);

private:
    struct PastOperand {
        NodeIdentity identity;
        Hash128 key;
    };
    struct Past {
        Hash128 own;
        Hash128 key;
        std::vector<PastOperand> operands;
        bool wasKept = false;
    };
    /// What a node's new value comes of.
    struct Cause {
        RanBecause because = RanBecause::None;  // nothing has changed
        uint32_t node = kNoIndex;               // of the plan: the one that changed
    };

    Cause causeOf(uint32_t node, const Snapshot& compiled, const RunResults& results,
                  const Plan& source, const std::vector<Cause>& before) const;

    std::unordered_map<uint32_t, Past> pasts_;  // by NodeIdentity
};

}  // namespace cst

#pragma once

#include "engine/profile/comparison.h"
#include "engine/session/kept_run.h"

#include <QString>

#include <memory>
#include <string>
#include <vector>

namespace cst {

/// One node of both, or the whole run.
struct CompareRow {
    ComparedTime time;  // key "" = of the whole run
    std::string label;  // of the node; "" = not known
    std::string module;
    // Where it did not run because its result was there already: what that took to work out, once;
    // -1 = it ran, or nobody knows.
    double keptBeforeUs = -1, keptAfterUs = -1;
    QString words;  // all that a filter looks at, in lower case
};

/// An output that is not what it was, as JSON; cut where it is long, around where they differ.
struct OutputDifference {
    std::string name;
    QString before, after;  // "" = there is none
};

/// What became of one run, load or version in another. Immutable: any thread reads it.
struct CompareReport {
    KeptRunPtr before, after;  // never null
    std::shared_ptr<const Comparison> comparison;
    bool isInTurns = false;        // both were measured so
    std::vector<CompareRow> rows;  // the whole run, then as the comparison has them
    std::size_t slower = 0, faster = 0, same = 0, added = 0, gone = 0, unknown = 0;  // nodes
    std::size_t oneSided = 0;  // those that both texts have, and that took time on one side only
    std::size_t keptBefore = 0, keptAfter = 0;  // those whose results were there already

    enum class Outputs : uint8_t { NotKept, Same, Differ };
    Outputs outputs = Outputs::NotKept;     // NotKept: of one of the two there are only numbers
    std::vector<OutputDifference> differs;  // by name of `after`, then what is gone
    std::size_t outputCount = 0;            // that were compared
    bool isOutputCut = false;  // an equal one is so long that only its beginning was kept
};
using CompareReportPtr = std::shared_ptr<const CompareReport>;

/// Cost: 50 us a node, and the outputs' JSON: beside the UI thread.
CompareReportPtr compareReport(const KeptRunPtr& before, const KeptRunPtr& after);

}  // namespace cst

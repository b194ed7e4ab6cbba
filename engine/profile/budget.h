#pragma once

#include "engine/base/result.h"
#include "engine/profile/profile.h"

#include <string>
#include <string_view>
#include <vector>

namespace cst {

/// One promise of a budget file: this measure stays at or below that.
struct BudgetLimit {
    std::string key;      // NodeKey; "" = of the whole run
    std::string measure;  // "p95Us"
    double limitUs = 0;
};

/// `{"version":1,"total":{"p95Us":5000},"nodes":{"KEY":{"p50Us":20}}}`
struct Budget {
    std::vector<BudgetLimit> limits;  // the whole run first, then nodes by key
};

/// A promise that was not kept, or of which nobody can say whether it was.
struct BudgetBreach {
    enum class Why : uint8_t { Exceeded, NoSuchNode, NotMeasured };
    BudgetLimit limit;
    Why why = Why::Exceeded;
    double tookUs = 0;    // of Exceeded
    std::string message;  // `total`: p95 took 6000 µs, the budget is 5000 µs
};

/// Measures: meanUs minUs p50Us p95Us p99Us maxUs, of nodes also cpuUs, waitUs and queueUs.
/// Errors: R007, with the path of what is wrong: what is not known is an error, a wrong word would
/// watch over nothing.
Result<Budget> readBudget(std::string_view json);
/// What readBudget() reads again, a limit a line, for people and version control.
std::string budgetJson(const Budget& budget);

/// In the order of the limits. Nothing = all are kept.
std::vector<BudgetBreach> breaches(const Profile& profile, const Budget& budget);

}  // namespace cst

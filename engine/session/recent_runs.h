#pragma once

#include "engine/session/run_record.h"

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace cst {

/// The last runs of one document, as long as it is shown: for who compares them, and for budgets.
/// Not thread safe; nothing here costs more than moving some pointers.
class RecentRuns {
public:
    static constexpr std::size_t kAsked = 128;  // that a person asked for
    static constexpr std::size_t kLive = 8;     // those follow key presses, each of another text
    static constexpr std::size_t kWithValues = 4;

    void clear() { runs_.clear(); }
    void add(RunRecordPtr record);
    std::vector<RunRecordPtr> all() const { return {runs_.begin(), runs_.end()}; }  // oldest first
    std::vector<RunRecordPtr> ofText(const std::string& sourceHash) const;          // likewise
    bool empty() const { return runs_.empty(); }

    /// Runs that hold their values longer than they should, see withoutValues().
    std::vector<RunRecordPtr> heavy() const;
    /// Nothing happens if it is gone meanwhile.
    void replace(const RunRecordPtr& run, RunRecordPtr by);

private:
    std::deque<RunRecordPtr> runs_;
};

}  // namespace cst

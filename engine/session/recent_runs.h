#pragma once

#include "engine/session/run_record.h"

#include <cstddef>
#include <cstdint>
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
    static constexpr int64_t kStoodMs = 3'000;  // a text that stood as long was no moment of typing
    static constexpr std::size_t kWithValues = 4;

    void clear() { runs_.clear(); }
    /// Of live ones too many: those go first whose text did not stand.
    void add(RunRecordPtr record);
    std::vector<RunRecordPtr> all() const;                                  // the oldest first
    std::vector<RunRecordPtr> ofText(const std::string& sourceHash) const;  // likewise
    /// Hash of what the newest text is best compared with: the last other one that a person asked
    /// to run, else the last one that stood for some time; "" = there is none. Only what completed.
    std::string textBefore() const;
    bool empty() const { return runs_.empty(); }

    /// Runs that hold their values longer than they should, see withoutValues().
    std::vector<RunRecordPtr> heavy() const;
    /// Nothing happens if it is gone meanwhile.
    void replace(const RunRecordPtr& run, RunRecordPtr by);

private:
    struct Held {
        RunRecordPtr run;
        bool hasStood = false;  // its text, known once another one has run
    };
    std::deque<Held> runs_;
    int64_t textSinceMs_ = 0;  // that the newest text has been running
};

}  // namespace cst

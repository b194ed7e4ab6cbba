#pragma once

#include "engine/profile/recorder.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cst {

/// A run of a load that has ended.
struct LoggedRun {
    uint64_t run = 0;  // its number, as records name it
    Ticks start = 0;
    Ticks end = 0;
    uint32_t slot = 0;  // of those that are under way at once: in each, one run behind the other
    bool failed = false;
    bool isWhole = false;  // nothing has overwritten its records; set by RunLog::newest()
};

/// The newest runs of a load, and where the recorder stood as each began: so the records that its
/// rings hold at the end can be told apart by run, and nothing has to be copied while it goes.
/// Bounded: 5 MB, and 8 bytes for each of the newest 16,384 runs and each ring. Not thread safe.
class RunLog {
public:
    static constexpr std::size_t kMostRuns = 1U << 16U;
    /// Those before the newest so many count as overwritten: a run has some records, of the 16,384
    /// that each ring holds.
    static constexpr std::size_t kMostPlaces = RecordRing::kRecords;

    /// `before`: Recorder::position() as it began. Cost: some ten ns.
    void add(const LoggedRun& run, Recorder::Position before);

    uint64_t ended() const { return ended_; }
    /// In the order of their ends. `now`: Recorder::position(), read after the records were.
    std::vector<LoggedRun> newest(const Recorder::Position& now) const;

private:
    struct Entry {
        LoggedRun run;
        Recorder::Position before;
    };
    std::vector<Entry> entries_;  // a ring, once it is full
    uint64_t ended_ = 0;
};

}  // namespace cst

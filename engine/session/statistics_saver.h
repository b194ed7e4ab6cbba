#pragma once

#include "engine/profile/statistics_file.h"
#include "engine/session/run_snapshot.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace cst {

class LogSink;
class SideThread;
class StatisticsKeeper;

/// Where what the nodes of a document took is kept.
struct StatisticsPlace {
    std::string pipelinePath;                     // "" = nowhere
    std::shared_ptr<bool> isLoaded;               // what was there has been handed over; null = no
    RunSnapshotPtr due;                           // the newest run, unless it is being written
    RunSnapshotPtr asked;                         // the last run that was to be written aside
    uint64_t askedNumber = 0;                     // of that write
    std::chrono::steady_clock::time_point saved;  // the last time
};

/// What was there cannot be read: it begins anew.
struct LostStatistics {
    std::string pipelinePath;
    std::string file;  // where it lies now; "" = where it was
    std::string why;
};

/// Brings what documents' nodes took onto the disk and back: aside, every ten seconds at most, so
/// that live runs cost nothing, and ten seconds behind a run at the latest. A file that is damaged
/// is set aside and told of in the log, and what it held begins anew. Engine thread only.
class StatisticsSaver {
public:
    static constexpr std::chrono::seconds kSaveEvery{10};

    /// Both outlive it.
    StatisticsSaver(SideThread& side, LogSink& log) : side_(side), log_(log) {}

    /// From now on it is kept there; what is there already is read.
    void keepAt(const std::string& pipelinePath, std::shared_ptr<StatisticsKeeper> keeper,
                StatisticsPlace& place);
    /// Hands over what has been read meanwhile; tells what could not be. Cost: O(1) if that is
    /// nothing.
    std::vector<LostStatistics> takeLoaded();
    void runEnded(const StatisticsKeeper& keeper, const RunSnapshotPtr& run,
                  StatisticsPlace& place);
    /// When what is due is to be saved, though nothing happens any more.
    static std::chrono::steady_clock::time_point nextSave(const StatisticsPlace& place) {
        return place.saved + kSaveEvery;
    }
    /// If that time has come.
    void saveIfTime(const StatisticsKeeper& keeper, StatisticsPlace& place);
    /// If there is something new.
    void save(const StatisticsKeeper& keeper, StatisticsPlace& place);
    /// The same, and what is still to be written aside, before this returns.
    void saveAtOnce(const StatisticsKeeper& keeper, StatisticsPlace& place);

private:
    struct Loaded {
        std::shared_ptr<StatisticsKeeper> keeper;
        std::shared_ptr<bool> isLoaded;
        std::vector<SavedStatistics> saved;
        std::optional<LostStatistics> lost;
    };

    /// Any thread; one after the other. What is older than what has been written is left out.
    Status write(uint64_t number, const std::string& pipelinePath, const RunSnapshot& run,
                 std::vector<SavedStatistics> left);

    SideThread& side_;
    LogSink& log_;
    uint64_t asked_ = 0;  // numbers of writes
    std::mutex writing_;
    std::unordered_map<std::string, uint64_t> written_;  // by pipeline; guarded by writing_
    std::mutex mutex_;
    std::vector<Loaded> loaded_;  // guarded by mutex_
};

}  // namespace cst

#pragma once

#include "engine/history/history_line.h"

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace cst {

/// The runs of one document that are known: the last ones in memory, with what happened in them,
/// and those that lie on the disk. Bounded; of what is too much in memory, the records go first,
/// then those runs that nobody asked for. Not thread safe. Cost: O(runs) each call, and
/// O(nodes) of a run that is added.
class RunHistory {
public:
    static constexpr std::size_t kMostRuns = 64;  // in memory, that a person asked for
    static constexpr std::size_t kMostLive = 32;
    static constexpr std::size_t kMostBytes = 96UL << 20U;

    void add(KeptRunPtr run, bool isOnDisk);
    /// What is on the disk; what was known of it before is forgotten.
    void setListed(const std::vector<HistoryLine>& listed);
    /// Another file: what is in memory is on no disk now.
    void leaveDisk();
    void setOnDisk(const std::string& id);
    void remove(const std::string& id);

    const std::vector<HistoryLine>& lines() const { return lines_; }  // the newest first
    const HistoryLine* line(const std::string& id) const;             // null = none
    /// Null if it is only on the disk, or nowhere.
    KeptRunPtr kept(const std::string& id) const;
    /// Ids of the runs that are all of a text, see countsForText(); the newest first.
    std::vector<std::string> completedOf(const std::string& sourceHash) const;

private:
    void insert(HistoryLine line);
    void shed();

    struct Held {
        KeptRunPtr run;
        std::size_t bytes = 0;
    };
    std::vector<HistoryLine> lines_;
    std::unordered_map<std::string, Held> kept_;  // by id
};

}  // namespace cst

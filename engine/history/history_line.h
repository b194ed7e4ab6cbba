#pragma once

#include "engine/session/kept_run.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cst {

/// What a list tells of a kept run.
struct HistoryLine {
    std::string id;
    KeptRun::Kind kind = KeptRun::Kind::Run;
    std::string title;  // its sample; "" = the form
    int64_t startedAtMs = 0;
    std::string sourceHash;  // of the text that ran
    RunStatus outcome = RunStatus::Completed;
    uint64_t runs = 1;      // of a load
    double tookUs = 0;      // likewise the median
    uint64_t nodes = 0;     // that did work, or whose results were there already
    uint64_t cached = 0;    // of those the latter
    bool isOnDisk = false;  // else it goes with the process
    uint64_t leftOut = 0;   // statements of its text that do not compile
    bool isWhole = true;    // everything was worked out in it, see isWhole() of profiles
};

HistoryLine lineOf(const KeptRun& run);

/// Is it one of those that are put together where somebody asks for all of a text? Those that
/// completed, also without being asked for; a load is another measurement.
bool countsForText(const HistoryLine& line);
/// What the whole took in these runs, of one text: as versionProfile() tells of them.
TimeSummary timesOf(const std::vector<HistoryLine>& lines);

/// Names a run within its document; sorted by name, runs are sorted by time. Never given twice.
std::string newRunId(int64_t startedAtMs);
/// Is it such a name, and no way out of a folder?
bool isRunId(const std::string& id);

}  // namespace cst

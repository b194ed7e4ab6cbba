#include "engine/history/run_history.h"

#include "engine/history/kept_runs.h"

#include <algorithm>

namespace cst {

void RunHistory::insert(HistoryLine line) {
    const auto place = std::find_if(lines_.begin(), lines_.end(),
                                    [&](const HistoryLine& each) { return each.id <= line.id; });
    if (place != lines_.end() && place->id == line.id) {
        place->isOnDisk = place->isOnDisk || line.isOnDisk;
        return;
    }
    lines_.insert(place, std::move(line));
}

void RunHistory::add(KeptRunPtr run, bool isOnDisk) {
    HistoryLine line = lineOf(*run);
    line.isOnDisk = isOnDisk;
    const std::size_t bytes = bytesOf(*run);
    kept_[line.id] = {std::move(run), bytes};
    insert(std::move(line));
    shed();
}

void RunHistory::setListed(const std::vector<HistoryLine>& listed) {
    leaveDisk();
    for (const HistoryLine& line : listed) {
        insert(line);
    }
}

void RunHistory::leaveDisk() {
    std::erase_if(lines_, [&](const HistoryLine& line) { return !kept(line.id); });
    for (HistoryLine& line : lines_) {
        line.isOnDisk = false;
    }
}

void RunHistory::setOnDisk(const std::string& id) {
    for (HistoryLine& line : lines_) {
        line.isOnDisk = line.isOnDisk || line.id == id;
    }
}

void RunHistory::remove(const std::string& id) {
    kept_.erase(id);
    std::erase_if(lines_, [&](const HistoryLine& line) { return line.id == id; });
}

const HistoryLine* RunHistory::line(const std::string& id) const {
    const auto found = std::find_if(lines_.begin(), lines_.end(),
                                    [&](const HistoryLine& each) { return each.id == id; });
    return found == lines_.end() ? nullptr : &*found;
}

KeptRunPtr RunHistory::kept(const std::string& id) const {
    const auto found = kept_.find(id);
    return found == kept_.end() ? nullptr : found->second.run;
}

std::vector<std::string> RunHistory::completedOf(const std::string& sourceHash) const {
    std::vector<std::string> ids;
    for (const HistoryLine& line : lines_) {
        if (line.sourceHash == sourceHash && countsForText(line)) {
            ids.push_back(line.id);
        }
    }
    return ids;
}

/// From the newest to the oldest; a record counts with what is newer than it.
void RunHistory::shed() {
    std::size_t runs = 0, lives = 0, bytes = 0;
    std::vector<std::string> gone;
    for (const HistoryLine& line : lines_) {
        const auto found = kept_.find(line.id);
        if (found == kept_.end()) {
            continue;
        }
        const bool isLive = line.kind == KeptRun::Kind::Live;
        Held& held = found->second;
        if ((held.run->record || held.run->trace) && bytes + held.bytes > kMostBytes) {
            held.run = numbersOf(*held.run);
            held.bytes = bytesOf(*held.run);
        }
        const bool isTooMany = isLive ? ++lives > kMostLive : ++runs > kMostRuns;
        // Of the run that has just ended at least the numbers stay.
        if (isTooMany || (bytes > 0 && bytes + held.bytes > kMostBytes)) {
            gone.push_back(line.id);
        } else {
            bytes += held.bytes;
        }
    }
    for (const std::string& id : gone) {
        kept_.erase(id);
    }
    std::erase_if(lines_,
                  [&](const HistoryLine& line) { return !line.isOnDisk && !kept(line.id); });
}

}  // namespace cst

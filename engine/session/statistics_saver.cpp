#include "engine/session/statistics_saver.h"

#include "engine/modules/module.h"
#include "engine/session/side_thread.h"
#include "engine/session/statistics_keeper.h"
#include "engine/session/statistics_store.h"

#include <utility>

namespace cst {

void StatisticsSaver::keepAt(const std::string& pipelinePath,
                             std::shared_ptr<StatisticsKeeper> keeper, StatisticsPlace& place) {
    if (place.pipelinePath == pipelinePath) {
        return;
    }
    // Saved under another name: what is known goes there too, and what is there is of another text.
    const bool isMoved = place.isLoaded && *place.isLoaded;
    place.pipelinePath = pipelinePath;
    place.saved = {};
    if (isMoved || pipelinePath.empty()) {
        return;
    }
    place.isLoaded = std::make_shared<bool>(false);
    side_.start([this, pipelinePath, keeper = std::move(keeper), isLoaded = place.isLoaded] {
        Loaded loaded{keeper, isLoaded, {}, {}};
        Result<std::vector<SavedStatistics>> read = loadStatistics(pipelinePath);
        std::string said;
        if (read.ok()) {
            loaded.saved = std::move(*read);
        } else {
            // The next save would write over it.
            loaded.lost = {pipelinePath, setStatisticsAside(pipelinePath), read.error().message};
            said = "the times that nodes took before cannot be read and begin anew: " +
                   read.error().message +
                   (loaded.lost->file.empty() ? "" : "; they are kept as " + loaded.lost->file);
        }
        {
            const std::lock_guard lock(mutex_);
            loaded_.push_back(std::move(loaded));
        }
        // Behind it: who is woken by the line looks for what there is.
        if (!said.empty()) {
            log_.line(said);
        }
    });
}

std::vector<LostStatistics> StatisticsSaver::takeLoaded() {
    std::vector<Loaded> loaded;
    {
        const std::lock_guard lock(mutex_);
        loaded.swap(loaded_);
    }
    std::vector<LostStatistics> lost;
    for (Loaded& each : loaded) {
        *each.isLoaded = true;
        each.keeper->goOnFrom(std::move(each.saved));
        if (each.lost) {
            lost.push_back(std::move(*each.lost));
        }
    }
    return lost;
}

void StatisticsSaver::runEnded(const StatisticsKeeper& keeper, const RunSnapshotPtr& run,
                               StatisticsPlace& place) {
    const bool isLoaded = place.isLoaded && *place.isLoaded;
    if (!isLoaded || run->nodes.empty()) {
        return;  // before what was there is known, nothing is written over it
    }
    place.due = run;
    saveIfTime(keeper, place);
}

void StatisticsSaver::saveIfTime(const StatisticsKeeper& keeper, StatisticsPlace& place) {
    if (std::chrono::steady_clock::now() >= nextSave(place)) {
        save(keeper, place);
    }
}

void StatisticsSaver::save(const StatisticsKeeper& keeper, StatisticsPlace& place) {
    if (!place.due) {
        return;
    }
    place.saved = std::chrono::steady_clock::now();
    place.asked = std::exchange(place.due, nullptr);
    place.askedNumber = ++asked_;
    side_.start([this, number = asked_, path = place.pipelinePath, run = place.asked,
                 left = keeper.left()] {
        if (const Status status = write(number, path, *run, left); !status.ok()) {
            log_.line("the times that nodes took are not kept: " + status.error().message);
        }
    });
}

void StatisticsSaver::saveAtOnce(const StatisticsKeeper& keeper, StatisticsPlace& place) {
    if (place.due) {
        place.asked = std::exchange(place.due, nullptr);
        place.askedNumber = ++asked_;
    }
    if (place.asked) {
        // Nobody is left who could be told what went wrong.
        static_cast<void>(
            write(place.askedNumber, place.pipelinePath, *place.asked, keeper.left()));
    }
}

Status StatisticsSaver::write(uint64_t number, const std::string& pipelinePath,
                              const RunSnapshot& run, std::vector<SavedStatistics> left) {
    const std::lock_guard lock(writing_);
    uint64_t& written = written_[pipelinePath];
    if (written >= number) {
        return success();
    }
    written = number;
    return saveStatistics(pipelinePath, run, std::move(left));
}

}  // namespace cst

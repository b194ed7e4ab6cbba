#include "engine/session/recent_runs.h"

#include "engine/session/kept_runs.h"

#include <algorithm>
#include <utility>

namespace cst {

void RecentRuns::add(RunRecordPtr record) {
    if (runs_.empty() || runs_.back().run->sourceHash != record->sourceHash) {
        const bool stood = !runs_.empty() && record->startedAtMs - textSinceMs_ >= kStoodMs;
        for (auto held = runs_.rbegin(); held != runs_.rend(); ++held) {
            if (held->run->sourceHash != runs_.back().run->sourceHash) {
                break;
            }
            held->hasStood = held->hasStood || stood;
        }
        textSinceMs_ = record->startedAtMs;
    }
    const bool isLive = record->run->isLive;
    const auto isLikeIt = [&](const Held& held) { return held.run->run->isLive == isLive; };
    const auto count =
        static_cast<std::size_t>(std::count_if(runs_.begin(), runs_.end(), isLikeIt));
    if (count >= (isLive ? kLive : kAsked)) {
        auto gone = std::find_if(runs_.begin(), runs_.end(), [&](const Held& held) {
            return isLive && isLikeIt(held) && !held.hasStood;
        });
        if (gone == runs_.end()) {
            gone = std::find_if(runs_.begin(), runs_.end(), isLikeIt);
        }
        runs_.erase(gone);
    }
    runs_.push_back({std::move(record), false});
}

std::vector<RunRecordPtr> RecentRuns::all() const {
    std::vector<RunRecordPtr> runs;
    for (const Held& held : runs_) {
        runs.push_back(held.run);
    }
    return runs;
}

std::vector<RunRecordPtr> RecentRuns::ofText(const std::string& sourceHash) const {
    std::vector<RunRecordPtr> runs;
    for (const Held& held : runs_) {
        if (held.run->sourceHash == sourceHash) {
            runs.push_back(held.run);
        }
    }
    return runs;
}

std::string RecentRuns::textBefore() const {
    const std::string* newest = nullptr;
    const std::string* stood = nullptr;
    for (auto held = runs_.rbegin(); held != runs_.rend(); ++held) {
        if (held->run->run->status != RunStatus::Completed) {
            continue;
        }
        const std::string& text = held->run->sourceHash;
        if (newest == nullptr) {
            newest = &text;
        }
        if (text == *newest) {
            continue;
        }
        if (!held->run->run->isLive) {
            return text;
        }
        if (stood == nullptr && held->hasStood) {
            stood = &text;
        }
    }
    return stood == nullptr ? "" : *stood;
}

std::vector<RunRecordPtr> RecentRuns::heavy() const {
    std::vector<RunRecordPtr> runs;
    for (const Held& held : runs_) {
        if (hasValues(*held.run)) {
            runs.push_back(held.run);
        }
    }
    runs.resize(runs.size() - std::min(runs.size(), kWithValues));
    return runs;
}

void RecentRuns::replace(const RunRecordPtr& run, RunRecordPtr by) {
    const auto found =
        std::find_if(runs_.begin(), runs_.end(), [&](const Held& held) { return held.run == run; });
    if (found != runs_.end()) {
        found->run = std::move(by);
    }
}

}  // namespace cst

#include "engine/session/kept_runs.h"

#include "engine/profile/version_profile.h"
#include "engine/session/run_profile.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace cst {
namespace {

constexpr std::size_t kMostSingleRuns = 16;

/// Can it be compared: of a run that failed nobody knows what it would have taken.
bool isComplete(const RunRecord& record) {
    const RunSnapshot& run = *record.run;
    return run.status == RunStatus::Completed && run.compiled &&
           run.nodes.size() == run.compiled->graph->nodes.size();
}

/// A run and what it came to.
struct Told {
    RunRecordPtr record;
    Profile profile;
};

std::vector<Told> toldOf(const std::vector<RunRecordPtr>& records) {
    std::vector<Profile> profiles = profilesOf(records);
    std::vector<Told> told;
    for (std::size_t i = 0; i < records.size(); ++i) {
        told.push_back({records[i], std::move(profiles[i])});
    }
    return told;
}

KeptRunPtr keptOf(const Told& told) {
    const RunRecord& record = *told.record;
    auto kept = std::make_shared<KeptRun>();
    kept->kind = record.run->isLive ? KeptRun::Kind::Live : KeptRun::Kind::Run;
    kept->id = "run:" + std::to_string(record.run->run);
    kept->title = record.run->sample;
    kept->startedAtMs = record.startedAtMs;
    kept->profile = std::make_shared<const Profile>(versionProfile({&told.profile}));
    kept->record = hasValues(record) ? told.record : nullptr;
    return kept;
}

/// `runs`: of one text, the oldest first.
KeptRunPtr versionOf(const std::vector<const Told*>& runs) {
    std::vector<const Profile*> profiles;
    for (const Told* told : runs) {
        profiles.push_back(&told->profile);
    }
    const RunRecord& last = *runs.back()->record;
    auto kept = std::make_shared<KeptRun>();
    kept->kind = KeptRun::Kind::Version;
    kept->id = "version:" + last.sourceHash;
    kept->startedAtMs = last.startedAtMs;
    kept->profile = std::make_shared<const Profile>(versionProfile(profiles));
    kept->record = hasValues(last) ? runs.back()->record : nullptr;
    return kept;
}

}  // namespace

KeptRunPtr keptVersion(const std::vector<RunRecordPtr>& runs) {
    const std::vector<Told> told = toldOf(runs);
    std::vector<const Told*> all;
    for (const Told& one : told) {
        all.push_back(&one);
    }
    return versionOf(all);
}

std::vector<KeptRunPtr> keptRunsOf(const std::vector<RunRecordPtr>& records) {
    std::vector<RunRecordPtr> complete;
    std::copy_if(records.rbegin(), records.rend(), std::back_inserter(complete),
                 [](const RunRecordPtr& record) { return isComplete(*record); });
    const std::vector<Told> told = toldOf(complete);  // the newest first
    std::vector<std::vector<const Told*>> versions;   // the one that ran last first
    for (const Told& one : told) {
        auto same = std::find_if(versions.begin(), versions.end(), [&](const auto& runs) {
            return runs.front()->record->sourceHash == one.record->sourceHash;
        });
        if (same == versions.end()) {
            same = versions.emplace(versions.end());
        }
        same->push_back(&one);
    }
    std::vector<KeptRunPtr> kept;
    for (std::vector<const Told*>& runs : versions) {
        std::reverse(runs.begin(), runs.end());
        kept.push_back(versionOf(runs));
    }
    for (std::size_t i = 0; i < std::min(told.size(), kMostSingleRuns); ++i) {
        kept.push_back(keptOf(told[i]));
    }
    return kept;
}

bool hasValues(const RunRecord& record) {
    return record.trace != nullptr;
}

RunRecordPtr withoutValues(const RunRecord& record) {
    const RunSnapshot& run = *record.run;
    auto light = std::make_shared<RunSnapshot>();
    light->run = run.run;
    light->compiled = run.compiled;
    light->sample = run.sample;
    light->status = run.status;
    light->nodes = run.nodes;
    light->target = run.target;
    light->times = run.times;
    light->isLive = run.isLive;
    light->pool = run.pool;
    auto kept = std::make_shared<RunRecord>();
    kept->run = std::move(light);
    kept->sourceHash = record.sourceHash;
    kept->startedAtMs = record.startedAtMs;
    kept->threads = record.threads;
    kept->document = record.document;
    return kept;
}

}  // namespace cst

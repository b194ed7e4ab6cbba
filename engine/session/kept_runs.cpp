#include "engine/session/kept_runs.h"

#include "engine/session/run_profile.h"

#include <algorithm>
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

/// Was everything worked out in it, and nothing taken from runs before?
bool isWhole(const RunSnapshot& run) {
    return run.target.empty() &&
           std::none_of(run.nodes.begin(), run.nodes.end(), [](const NodeRun& node) {
               return node.kept || node.wasUs >= 0 || node.status == NodeStatus::Cached ||
                      node.status == NodeStatus::Stale;
           });
}

/// Of a run that took results from before it is not known how long it takes.
void forgetWhole(Profile& profile) {
    profile.total = {};
    profile.phases.clear();
    for (ProfileNode& node : profile.nodes) {
        node.critical = false;
        node.slackUs = node.withoutUs = 0;
    }
}

Profile profileOf(const std::vector<RunRecordPtr>& runs) {
    const RunRecord& last = *runs.back();
    ProfileBuilder all(last.run->compiled, last.threads);
    ProfileBuilder whole(last.run->compiled, last.threads);
    for (const RunRecordPtr& record : runs) {
        all.add(*record->run, 0);
        if (isWhole(*record->run)) {
            whole.add(*record->run, 0);
        }
    }
    if (whole.runs() == runs.size()) {
        return whole.profile();
    }
    Profile profile = all.profile();
    if (whole.runs() == 0) {
        forgetWhole(profile);
    } else {
        Profile exact = whole.profile();
        profile.total = std::move(exact.total);
        profile.phases = std::move(exact.phases);
    }
    return profile;
}

KeptRunPtr keptOf(const RunRecordPtr& record) {
    auto kept = std::make_shared<KeptRun>();
    kept->kind = record->run->isLive ? KeptRun::Kind::Live : KeptRun::Kind::Run;
    kept->id = "run:" + std::to_string(record->run->run);
    kept->title = record->run->sample;
    kept->startedAtMs = record->startedAtMs;
    kept->profile = std::make_shared<const Profile>(profileOf({record}));
    kept->record = hasValues(*record) ? record : nullptr;
    return kept;
}

}  // namespace

KeptRunPtr keptVersion(const std::vector<RunRecordPtr>& runs) {
    const RunRecord& last = *runs.back();
    auto kept = std::make_shared<KeptRun>();
    kept->kind = KeptRun::Kind::Version;
    kept->id = "version:" + last.sourceHash;
    kept->startedAtMs = last.startedAtMs;
    kept->profile = std::make_shared<const Profile>(profileOf(runs));
    kept->record = hasValues(last) ? runs.back() : nullptr;
    return kept;
}

std::vector<KeptRunPtr> keptRunsOf(const std::vector<RunRecordPtr>& records) {
    std::vector<std::vector<RunRecordPtr>> versions;  // the one that ran last first
    std::vector<KeptRunPtr> single;
    for (auto record = records.rbegin(); record != records.rend(); ++record) {
        if (!isComplete(**record)) {
            continue;
        }
        auto same = std::find_if(versions.begin(), versions.end(), [&](const auto& runs) {
            return runs.front()->sourceHash == (*record)->sourceHash;
        });
        if (same == versions.end()) {
            same = versions.emplace(versions.end());
        }
        same->push_back(*record);
        if (single.size() < kMostSingleRuns) {
            single.push_back(keptOf(*record));
        }
    }
    std::vector<KeptRunPtr> kept;
    for (std::vector<RunRecordPtr>& runs : versions) {
        std::reverse(runs.begin(), runs.end());
        kept.push_back(keptVersion(runs));
    }
    kept.insert(kept.end(), single.begin(), single.end());
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

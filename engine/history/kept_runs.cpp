#include "engine/history/kept_runs.h"

#include "engine/history/history_line.h"
#include "engine/profile/version_profile.h"
#include "engine/session/run_profile.h"

#include <algorithm>

namespace cst {

KeptRunPtr keptRunOf(const RunRecordPtr& record) {
    auto light = std::make_shared<RunRecord>(*record);
    auto run = std::make_shared<RunSnapshot>(*record->run);
    for (OutputValue& output : run->outputs) {
        output.value = Value();
    }
    light->run = std::move(run);
    auto kept = std::make_shared<KeptRun>();
    kept->kind = record->run->isLive ? KeptRun::Kind::Live : KeptRun::Kind::Run;
    kept->id = newRunId(record->startedAtMs);
    kept->title = record->run->sample;
    kept->startedAtMs = record->startedAtMs;
    kept->profile = std::make_shared<const Profile>(profileOf(*record));
    kept->record = std::move(light);
    return kept;
}

KeptRunPtr numbersOf(const KeptRun& run) {
    auto numbers = std::make_shared<KeptRun>(run);
    numbers->record = nullptr;
    numbers->trace = nullptr;
    return numbers;
}

namespace {

std::size_t bytesOf(const Trace& trace) {
    std::size_t bytes = sizeof(std::string) * trace.labels.size();
    for (const TraceLane& lane : trace.lanes) {
        for (const auto& row : lane.rows) {
            bytes += sizeof(Span) * row.size();
        }
    }
    return bytes;
}

}  // namespace

std::size_t bytesOf(const KeptRun& run) {
    constexpr std::size_t kNames = 64;         // of a node
    constexpr std::size_t kSnapshotByte = 40;  // what was compiled, for a byte of text
    std::size_t bytes = run.profile->source.size() + 4 * run.profile->total.lastUs.size();
    for (const ProfileNode& node : run.profile->nodes) {
        bytes += sizeof node + kNames + 4 * node.times.lastUs.size();
    }
    bytes += run.trace ? bytesOf(*run.trace) : 0;
    if (!run.record) {
        return bytes;
    }
    bytes += kSnapshotByte * run.profile->source.size();
    bytes += (sizeof(NodeRun) + kNames) * run.record->run->nodes.size();
    for (const OutputValue& output : run.record->run->outputs) {
        bytes += output.json.size();
    }
    return bytes + (run.record->trace ? bytesOf(*run.record->trace) : 0);
}

KeptRunPtr mergedVersion(const std::vector<KeptRunPtr>& runs) {
    std::vector<const Profile*> profiles;
    auto merged = std::make_shared<KeptRun>();
    merged->kind = KeptRun::Kind::Version;
    for (const KeptRunPtr& run : runs) {
        profiles.push_back(run->profile.get());
        merged->startedAtMs = std::max(merged->startedAtMs, run->startedAtMs);
    }
    merged->profile = std::make_shared<const Profile>(versionProfile(profiles));
    return merged;
}

}  // namespace cst

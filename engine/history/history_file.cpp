#include "engine/history/history_file.h"

#include "engine/profile/checked_json.h"
#include "engine/profile/profile_file.h"

#include <algorithm>
#include <array>
#include <optional>

namespace cst {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostTitle = 256;
constexpr CheckedJsonLimits kLineLimits{kMaxHistoryLine, 64, 2};

constexpr std::array<std::pair<std::string_view, KeptRun::Kind>, 6> kKinds{{
    {"run", KeptRun::Kind::Run},
    {"live", KeptRun::Kind::Live},
    {"load", KeptRun::Kind::Load},
    {"version", KeptRun::Kind::Version},
    {"baseline", KeptRun::Kind::Baseline},
    {"file", KeptRun::Kind::File},
}};

std::string_view wordOf(KeptRun::Kind kind) {
    return std::find_if(kKinds.begin(), kKinds.end(),
                        [&](const auto& each) { return each.second == kind; })
        ->first;
}

std::optional<KeptRun::Kind> kindOf(std::string_view word) {
    const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                    [&](const auto& each) { return each.first == word; });
    return found == kKinds.end() ? std::nullopt : std::optional(found->second);
}

/// Of a run that has ended.
std::optional<RunStatus> outcomeOf(std::string_view word) {
    for (int status = static_cast<int>(RunStatus::Completed);
         status <= static_cast<int>(RunStatus::BadInput); ++status) {
        if (word == runStatusName(static_cast<RunStatus>(status))) {
            return static_cast<RunStatus>(status);
        }
    }
    return std::nullopt;
}

/// Cut where a character begins.
std::string shortened(const std::string& title) {
    std::size_t end = std::min(title.size(), kMostTitle);
    while (end < title.size() && end > 0 && (title[end] & 0xC0) == 0x80) {
        --end;
    }
    return title.substr(0, end);
}

}  // namespace

std::string historyBytes(const HistoryLine& line, const Profile& profile) {
    const Json head{{"format", "constellation-run"},
                    {"version", 1},
                    {"id", line.id},
                    {"kind", wordOf(line.kind)},
                    {"title", shortened(line.title)},
                    {"startedAtMs", line.startedAtMs},
                    {"sourceHash", line.sourceHash},
                    {"outcome", runStatusName(line.outcome)},
                    {"runs", line.runs},
                    {"tookUs", line.tookUs},
                    {"nodes", line.nodes},
                    {"cached", line.cached},
                    {"leftOut", line.leftOut},
                    {"isWhole", line.isWhole}};
    return head.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n" + profileJson(profile);
}

Result<HistoryLine> readHistoryLine(std::string_view start) {
    const Result<nlohmann::json> head =
        parseChecked(start.substr(0, start.find('\n')), "the first line", kLineLimits);
    if (!head.ok()) {
        return head.error();
    }
    std::optional<Error> error;
    JsonMembers members(*head, "", error);
    std::string format, kind, outcome;
    uint64_t version = 0, startedAtMs = 0;
    HistoryLine line;
    members.text("format", format);
    members.count("version", version);
    members.text("id", line.id);
    members.text("kind", kind);
    members.text("title", line.title);
    members.count("startedAtMs", startedAtMs);
    members.text("sourceHash", line.sourceHash);
    members.text("outcome", outcome);
    members.count("runs", line.runs);
    members.time("tookUs", line.tookUs);
    members.count("nodes", line.nodes);
    members.count("cached", line.cached);
    members.count("leftOut", line.leftOut);
    line.isWhole = line.cached == 0;  // as far as an older version of the studio tells
    members.flag("isWhole", line.isWhole);
    if (format != "constellation-run" || version != 1) {
        members.refuse("format", "this is no kept run of a version that is known");
    }
    if (!isRunId(line.id)) {
        members.refuse("id", "this is no name of a run");
    }
    if (!kindOf(kind)) {
        members.refuse("kind", "there is no such kind");
    }
    if (!outcomeOf(outcome)) {
        members.refuse("outcome", "no run ends so");
    }
    // Later than the year 9999 nobody has run anything.
    if (startedAtMs > 253'402'300'799'999ULL) {
        members.refuse("startedAtMs", "this is no time of a run");
    }
    if (error) {
        return *error;
    }
    line.kind = *kindOf(kind);
    line.outcome = *outcomeOf(outcome);
    line.startedAtMs = static_cast<int64_t>(startedAtMs);
    line.isOnDisk = true;
    return line;
}

Result<KeptRunPtr> readHistoryRun(std::string_view bytes) {
    const Result<HistoryLine> line = readHistoryLine(bytes.substr(0, kMaxHistoryLine));
    if (!line.ok()) {
        return line.error();
    }
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) {
        return Error{"R007", "the profile is missing", ""};
    }
    Result<Profile> profile = readProfile(bytes.substr(end + 1));
    if (!profile.ok()) {
        return profile.error();
    }
    if (profile->sourceHash != line->sourceHash) {
        return Error{"R007", "the profile is of another text than the first line says",
                     "sourceHash"};
    }
    auto run = std::make_shared<KeptRun>();
    run->kind = line->kind;
    run->id = line->id;
    run->title = line->title;
    run->startedAtMs = line->startedAtMs;
    run->profile = std::make_shared<const Profile>(std::move(*profile));
    return KeptRunPtr(std::move(run));
}

}  // namespace cst

#include "engine/profile/checked_json.h"
#include "engine/profile/profile_file.h"

#include <algorithm>
#include <unordered_set>

namespace cst {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kBlanks = " \t\r\n";
constexpr CheckedJsonLimits kProfileLimits{kMaxProfileBytes, 20'000'000, 8};

TimeSummary readTimes(JsonMembers& members, std::size_t mostTimes) {
    TimeSummary times;
    members.count("count", times.count);
    members.time("meanUs", times.meanUs);
    members.time("minUs", times.minUs);
    members.time("p50Us", times.p50Us);
    members.time("p95Us", times.p95Us);
    members.time("p99Us", times.p99Us);
    members.time("maxUs", times.maxUs);
    members.times("lastUs", times.lastUs, mostTimes);
    return times;
}

/// -1 = not known.
int64_t readBytes(JsonMembers& members, const char* key) {
    constexpr uint64_t kMost = uint64_t{1} << 50U;  // more than a machine has
    uint64_t bytes = 0;
    members.count(key, bytes);
    if (bytes > kMost) {
        members.refuse(key, "so many bytes no value takes");
    }
    return members.has(key) && bytes <= kMost ? static_cast<int64_t>(bytes) : -1;
}

bool isHash(std::string_view text) {
    return text.size() == 32 && std::all_of(text.begin(), text.end(), [](char c) {
               return ('0' <= c && c <= '9') || ('a' <= c && c <= 'f');
           });
}

/// An older version of this program told of none, or of not all.
void readWaits(JsonMembers& members, ProfileNode& node) {
    NodeWaits waits;
    bool isKnown = false;
    for (const auto& [name, time] : kWaitNames) {
        members.time(name, waits.*time);
        isKnown = isKnown || members.has(name);
    }
    if (isKnown) {
        node.waits = waits;
    }
}

ProfileNode readNode(const Json& row, std::string path, std::optional<Error>& error) {
    JsonMembers members(row, std::move(path), error);
    for (const char* key : {"key", "count", "p50Us", "lastUs"}) {
        members.require(key);
    }
    ProfileNode node;
    members.text("key", node.key);
    node.times = readTimes(members, kMaxNodeTimes);
    members.time("cpuUs", node.cpuUs);
    members.time("waitUs", node.waitUs);
    members.share("share", node.share);
    members.flag("critical", node.critical);
    members.time("slackUs", node.slackUs);
    members.text("label", node.label);
    members.text("module", node.module);
    members.text("group", node.group);
    members.count("line", node.line);
    members.time("queueUs", node.queueUs);
    members.time("savedUs", node.savedUs);
    members.time("withoutUs", node.withoutUs);
    node.bytesIn = readBytes(members, "bytesIn");
    node.bytesOut = readBytes(members, "bytesOut");
    readWaits(members, node);
    members.text("ownHash", node.ownHash);
    if (!error && members.has("ownHash") && !isHash(node.ownHash)) {
        members.refuse("ownHash", "expected 32 digits 0 to 9, a to f");
    }
    return node;
}

void readNodes(const Json& rows, Profile& profile, std::optional<Error>& error) {
    std::unordered_set<std::string> keys;
    for (std::size_t i = 0; i < rows.size() && !error; ++i) {
        const std::string path = "nodes[" + std::to_string(i) + "]";
        ProfileNode node = readNode(rows[i], path, error);
        if (!error && node.key.empty()) {
            error = Error{"R007", "expected the key of a node, found an empty text", path + ".key"};
        } else if (!error && !keys.insert(node.key).second) {
            error = Error{"R007", "there is a node `" + node.key + "` already", path + ".key"};
        }
        profile.nodes.push_back(std::move(node));
    }
}

void readIdle(const Json& rows, Profile& profile, std::optional<Error>& error) {
    for (std::size_t i = 0; i < rows.size() && !error; ++i) {
        JsonMembers members(rows[i], "idle[" + std::to_string(i) + "]", error);
        members.require("key");
        IdleNode node;
        std::string why;
        members.text("key", node.key);
        members.text("why", why);
        const auto known = std::find(kIdleWhys.begin(), kIdleWhys.end(), why);
        if (known == kIdleWhys.end()) {
            members.refuse("why", "expected `not run`, `part` or `constant`");
        } else {
            node.why = static_cast<IdleWhy>(known - kIdleWhys.begin());
        }
        profile.idle.push_back(std::move(node));
    }
}

/// In the order of kProfilePhases, the others behind them by name.
void readPhases(const Json& phases, Profile& profile, std::optional<Error>& error) {
    const auto read = [&](const std::string& name) {
        const auto found = phases.find(name);
        if (found == phases.end() || found->is_null()) {
            return;
        }
        JsonMembers members(*found, "phases." + name, error);
        profile.phases.push_back({name, readTimes(members, kMaxRunTimes)});
    };
    for (const std::string_view name : kProfilePhases) {
        read(std::string(name));
    }
    for (const auto& [name, times] : phases.items()) {
        if (std::find(kProfilePhases.begin(), kProfilePhases.end(), name) == kProfilePhases.end()) {
            read(name);
        }
    }
}

void readCounters(JsonMembers& members, Profile& profile, std::optional<Error>& error) {
    if (const Json* cache = members.object("cache")) {
        JsonMembers counts(*cache, "cache", error);
        counts.count("hits", profile.cache.hits);
        counts.count("misses", profile.cache.misses);
        counts.count("evictions", profile.cache.evictions);
        counts.count("bytes", profile.cache.bytes);
        profile.hasCache = counts.has("hits");
    }
    if (const Json* pool = members.object("pool")) {
        JsonMembers counts(*pool, "pool", error);
        counts.count("leases", profile.pool.leases);
        counts.count("hits", profile.pool.hits);
    }
    members.count("allocations", profile.allocations);
    members.time("overheadPercent", profile.overheadPercent);
}

/// The place of the last character that is no blank before `end`; npos = there is none.
std::size_t lastBefore(std::string_view bytes, std::size_t end) {
    return bytes.substr(0, end).find_last_not_of(kBlanks);
}

void checkHead(JsonMembers& members) {
    std::string format;
    uint64_t version = 0;
    members.text("format", format);
    if (format != "constellation-profile") {
        members.refuse("format", "this is no saved profile: expected `\"format\":"
                                 "\"constellation-profile\"`");
    }
    members.count("version", version);
    if (version != 1) {
        members.refuse("version", "expected version 1 of the profile format");
    }
    members.require("nodes");
}

}  // namespace

bool isSavedProfile(std::string_view bytes) {
    constexpr std::string_view kKey = "\"format\"", kFormat = "\"constellation-profile\"";
    const std::size_t begin = bytes.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos || bytes[begin] != '{') {
        return false;
    }
    for (std::size_t at = bytes.find(kFormat); at != std::string_view::npos;
         at = bytes.find(kFormat, at + 1)) {
        const std::size_t colon = lastBefore(bytes, at);
        const std::size_t key = bytes[colon] == ':' ? lastBefore(bytes, colon) : 0;
        if (bytes.substr(0, key + 1).ends_with(kKey)) {
            return true;
        }
    }
    return false;
}

std::string whyNoProfile(std::string_view bytes) {
    if (isSavedProfile(bytes)) {
        return "";
    }
    const std::size_t begin = bytes.find_first_not_of(kBlanks);
    return begin == std::string_view::npos ? "it is empty"
           : bytes[begin] != '{'           ? "it holds no JSON object"
                                 : "it does not say `\"format\":\"constellation-profile\"`";
}

Result<Profile> readProfile(std::string_view json) {
    const Result<Json> document = parseChecked(json, "the profile", kProfileLimits);
    if (!document.ok()) {
        return document.error();
    }
    std::optional<Error> error;
    JsonMembers members(*document, "", error);
    checkHead(members);
    Profile profile;
    members.text("sourceHash", profile.sourceHash);
    members.count("threads", profile.threads);
    members.count("runs", profile.runs);
    if (const Json* nodes = members.array("nodes")) {
        readNodes(*nodes, profile, error);
    }
    if (const Json* phases = members.object("phases")) {
        readPhases(*phases, profile, error);
    }
    readCounters(members, profile, error);
    if (const Json* total = members.object("total")) {
        JsonMembers times(*total, "total", error);
        profile.total = readTimes(times, kMaxRunTimes);
    }
    members.time("workUs", profile.workUs);
    members.flag("isPart", profile.isPart);
    members.text("source", profile.source);
    if (const Json* idle = members.array("idle")) {
        readIdle(*idle, profile, error);
    }
    if (error) {
        return *error;
    }
    return profile;
}

}  // namespace cst

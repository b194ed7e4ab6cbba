#include "engine/profile/statistics_file.h"

#include "engine/profile/checked_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <unordered_set>

namespace cst {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostTimes = 200'000;  // of all nodes
constexpr std::size_t kLeastTimes = 16;      // of one
constexpr CheckedJsonLimits kFileLimits{kMaxStatisticsBytes, 12'000'000, 8};

template <class T>
void append(std::string& text, T number) {
    std::array<char, 64> digits{};
    text.append(digits.begin(),
                std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

void appendTime(std::string& text, double us) {
    if (std::isfinite(us) && us >= 0) {
        append(text, us);
    } else {
        text += "null";
    }
}

template <class Numbers>
void appendAll(std::string& text, const Numbers& numbers) {
    text += '[';
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        text += i == 0 ? "" : ",";
        append(text, numbers[i]);
    }
    text += ']';
}

void appendNode(std::string& text, const SavedStatistics& saved, std::size_t mostTimes) {
    const NodeStatistics& node = *saved.statistics;
    const std::span<const float> last = node.lastUs();
    text += "{\"key\":" + Json(saved.key).dump(-1, ' ', false, Json::error_handler_t::replace);
    text += ",\"own\":\"" + saved.own.hex() + "\",\"attempts\":";
    append(text, node.attempts());
    text += ",\"sumUs\":";
    appendTime(text, node.sumUs());
    text += ",\"minUs\":";
    appendTime(text, node.minUs());
    text += ",\"maxUs\":";
    appendTime(text, node.maxUs());
    text += ",\"firstBucket\":";
    append(text, node.histogram().firstBucket());
    text += ",\"counts\":";
    appendAll(text, node.histogram().counts());
    text += ",\"lastUs\":";
    appendAll(text, last.last(std::min(last.size(), mostTimes)));
    text += ",\"latest\":{\"runUs\":";
    appendTime(text, node.latest().runUs);
    text += ",\"waitUs\":";
    appendTime(text, node.latest().waitUs);
    text += ",\"cpuUs\":";
    appendTime(text, node.latest().cpuUs);
    text += ",\"bytes\":";
    append(text, node.latest().bytes);
    text += ",\"attempts\":";
    append(text, node.latest().attempts);
    text += ",\"heldUs\":";
    appendTime(text, node.latest().heldUs);
    text += "}}";
}

bool readHash(const std::string& digits, Hash128& to) {
    if (digits.size() != 32) {
        return false;
    }
    const auto half = [&](std::size_t at, uint64_t& number) {
        const char* const begin = digits.data() + at;
        const auto [end, problem] = std::from_chars(begin, begin + 16, number, 16);
        return problem == std::errc() && end == begin + 16;
    };
    return half(0, to.high) && half(16, to.low);
}

void readCounts(JsonMembers& members, std::vector<uint32_t>& to) {
    const Json* counts = members.array("counts");
    if (counts == nullptr || counts->size() > LogHistogram::kBuckets) {
        members.refuse("counts", "expected how many times each bucket holds");
        return;
    }
    for (const Json& each : *counts) {
        if (!each.is_number_unsigned() || each.get<uint64_t>() > UINT32_MAX) {
            members.refuse("counts", "expected whole numbers below 2^32");
            return;
        }
        to.push_back(each.get<uint32_t>());
    }
}

NodeSample readLatest(JsonMembers& members, const std::string& path, std::optional<Error>& error) {
    NodeSample latest;
    if (const Json* row = members.object("latest")) {
        JsonMembers sample(*row, path + ".latest", error);
        sample.time("runUs", latest.runUs);
        sample.time("waitUs", latest.waitUs);
        sample.time("cpuUs", latest.cpuUs);
        sample.count("bytes", latest.bytes);
        sample.count("attempts", latest.attempts);
        sample.time("heldUs", latest.heldUs);
    }
    return latest;
}

SavedStatistics readSavedNode(const Json& row, const std::string& path,
                              std::optional<Error>& error) {
    JsonMembers members(row, path, error);
    SavedStatistics saved;
    std::string own;
    NodeStatistics::Parts parts;
    members.text("key", saved.key);
    members.text("own", own);
    members.count("attempts", parts.attempts);
    members.time("sumUs", parts.sumUs);
    members.time("minUs", parts.minUs);
    members.time("maxUs", parts.maxUs);
    members.count("firstBucket", parts.firstBucket);
    readCounts(members, parts.counts);
    members.times("lastUs", parts.lastUs, NodeStatistics::kLast);
    parts.latest = readLatest(members, path, error);
    if (saved.key.empty()) {
        members.refuse("key", "expected the key of a node");
    }
    if (!readHash(own, saved.own)) {
        members.refuse("own", "expected 32 hexadecimal digits");
    }
    saved.statistics = error ? nullptr : NodeStatistics::of(parts);
    if (!error && !saved.statistics) {
        members.refuse("counts",
                       "these are no statistics of a node: numbers contradict each other");
    }
    return saved;
}

}  // namespace

std::string statisticsJson(const std::vector<SavedStatistics>& nodes) {
    const std::size_t count = std::min(nodes.size(), kMostSavedNodes);
    const std::size_t mostTimes = std::clamp(kMostTimes / std::max<std::size_t>(count, 1),
                                             kLeastTimes, NodeStatistics::kLast);
    std::string text = R"({"format":"constellation-statistics","version":1,"nodes":[)";
    for (std::size_t i = 0; i < count; ++i) {
        text += i == 0 ? "\n" : ",\n";
        appendNode(text, nodes[i], mostTimes);
    }
    return text + "]}\n";
}

Result<std::vector<SavedStatistics>> readStatistics(std::string_view json) {
    const Result<Json> document = parseChecked(json, "the file of statistics", kFileLimits);
    if (!document.ok()) {
        return document.error();
    }
    std::optional<Error> error;
    JsonMembers members(*document, "", error);
    std::string format;
    uint64_t version = 0;
    members.text("format", format);
    members.count("version", version);
    if (format != "constellation-statistics" || version != 1) {
        members.refuse("format", "these are no statistics of a version that is known");
    }
    std::vector<SavedStatistics> nodes;
    std::unordered_set<std::string> keys;
    const Json* rows = members.array("nodes");
    if (rows == nullptr || rows->size() > kMostSavedNodes) {
        members.refuse("nodes", "expected a list of nodes, not too long");
        return *error;
    }
    for (std::size_t i = 0; i < rows->size() && !error; ++i) {
        const std::string path = "nodes[" + std::to_string(i) + "]";
        nodes.push_back(readSavedNode((*rows)[i], path, error));
        if (!error && !keys.insert(nodes.back().key).second) {
            error = Error{"R007", "this node is there already", path + ".key"};
        }
    }
    if (error) {
        return *error;
    }
    return nodes;
}

}  // namespace cst

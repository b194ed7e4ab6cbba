#include "engine/profile/budget.h"

#include "engine/base/suggest.h"
#include "engine/profile/checked_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>

namespace cst {
namespace {

using Json = nlohmann::json;

constexpr CheckedJsonLimits kBudgetLimits{16UL << 20U, 1'000'000, 8};

struct Measure {
    std::string_view name;
    double TimeSummary::*ofAll = nullptr;  // one of the two
    double ProfileNode::*ofNode = nullptr;
};
constexpr std::array kMeasures{Measure{"meanUs", &TimeSummary::meanUs},
                               Measure{"minUs", &TimeSummary::minUs},
                               Measure{"p50Us", &TimeSummary::p50Us},
                               Measure{"p95Us", &TimeSummary::p95Us},
                               Measure{"p99Us", &TimeSummary::p99Us},
                               Measure{"maxUs", &TimeSummary::maxUs},
                               Measure{"cpuUs", nullptr, &ProfileNode::cpuUs},
                               Measure{"waitUs", nullptr, &ProfileNode::waitUs},
                               Measure{"queueUs", nullptr, &ProfileNode::queueUs}};

const Measure* measureOf(std::string_view name, bool ofNode) {
    for (const Measure& measure : kMeasures) {
        if (measure.name == name && (ofNode || measure.ofAll != nullptr)) {
            return &measure;
        }
    }
    return nullptr;
}

std::string didYouMean(std::string_view name, const std::vector<std::string_view>& known,
                       std::string_view otherwise) {
    const std::vector<std::string> near = suggest(name, known);
    return near.empty() ? std::string(otherwise) : "; did you mean `" + near.front() + "`?";
}

Error unknownMeasure(const std::string& name, bool ofNode, std::string path) {
    std::vector<std::string_view> known;
    std::string list;
    for (const Measure& measure : kMeasures) {
        if (measureOf(measure.name, ofNode) != nullptr) {
            known.push_back(measure.name);
            list += (list.empty() ? "" : ", ") + std::string(measure.name);
        }
    }
    return {"R007",
            "there is no measure `" + name + "`" + didYouMean(name, known, ": there are " + list),
            std::move(path)};
}

void readLimits(const Json& limits, const std::string& key, const std::string& path, Budget& budget,
                std::optional<Error>& error) {
    JsonMembers members(limits, path, error);
    if (!limits.is_object()) {
        return;
    }
    for (const auto& [name, value] : limits.items()) {
        if (measureOf(name, !key.empty()) == nullptr) {
            error = error ? error : unknownMeasure(name, !key.empty(), members.pathOf(name));
            return;
        }
        BudgetLimit limit{key, name, 0};
        if (value.is_null()) {
            members.refuse(name.c_str(), "expected a time in microseconds, 0 to 1e15");
        }
        members.time(name.c_str(), limit.limitUs);
        budget.limits.push_back(std::move(limit));
    }
}

void checkMembers(const Json& document, JsonMembers& members) {
    const std::vector<std::string_view> known{"version", "total", "nodes"};
    for (const auto& [name, value] : document.items()) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            members.refuse(
                name.c_str(),
                "unknown member `" + name + "`" +
                    didYouMean(name, known, ": a budget has `version`, `total` and `nodes`"));
        }
    }
    uint64_t version = 0;
    members.count("version", version);
    if (version != 1) {
        members.refuse("version", "expected version 1 of the budget format");
    }
}

std::string micros(double us) {
    std::array<char, 32> text;  // not by printf: in some countries that writes a comma
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), us, std::chars_format::general, 6);
    return std::string(text.data(), end.ptr) + " µs";
}

using Nodes = std::unordered_map<std::string_view, const ProfileNode*>;

std::string named(const BudgetLimit& limit) {
    return limit.key.empty() ? "the whole run" : "`" + limit.key + "`";
}

BudgetBreach unknownNode(const BudgetLimit& limit, const Nodes& nodes) {
    std::vector<std::string_view> keys;
    for (const auto& [key, node] : nodes) {
        keys.push_back(key);
    }
    return {limit, BudgetBreach::Why::NoSuchNode, 0,
            named(limit) + ": the pipeline has no such node" + didYouMean(limit.key, keys, "")};
}

BudgetBreach notMeasured(const BudgetLimit& limit) {
    return {limit, BudgetBreach::Why::NotMeasured, 0,
            named(limit) + ": " + limit.measure + " was not measured"};
}

BudgetBreach exceeded(const BudgetLimit& limit, double tookUs) {
    return {limit, BudgetBreach::Why::Exceeded, tookUs,
            named(limit) + ": " + limit.measure + " is " + micros(tookUs) + ", the budget is " +
                micros(limit.limitUs)};
}

}  // namespace

Result<Budget> readBudget(std::string_view json) {
    const Result<Json> document = parseChecked(json, "the budget", kBudgetLimits);
    if (!document.ok()) {
        return document.error();
    }
    std::optional<Error> error;
    JsonMembers members(*document, "", error);
    Budget budget;
    if (document->is_object()) {
        checkMembers(*document, members);
    }
    if (const Json* total = members.object("total")) {
        readLimits(*total, "", "total", budget, error);
    }
    if (const Json* nodes = members.object("nodes")) {
        for (const auto& [key, limits] : nodes->items()) {
            if (key.empty()) {
                members.refuse("nodes", "expected the key of a node, found an empty text");
            }
            readLimits(limits, key, "nodes." + key, budget, error);
        }
    }
    if (error) {
        return *error;
    }
    return budget;
}

std::string budgetJson(const Budget& budget) {
    nlohmann::ordered_json document;
    document["version"] = 1;
    for (const BudgetLimit& limit : budget.limits) {
        nlohmann::ordered_json& limits =
            limit.key.empty() ? document["total"] : document["nodes"][limit.key];
        limits[limit.measure] = limit.limitUs;
    }
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::vector<BudgetBreach> breaches(const Profile& profile, const Budget& budget) {
    Nodes nodes;
    for (const ProfileNode& node : profile.nodes) {
        nodes.emplace(node.key, &node);
    }
    std::vector<BudgetBreach> found;
    for (const BudgetLimit& limit : budget.limits) {
        const auto node = limit.key.empty() ? nodes.end() : nodes.find(limit.key);
        if (!limit.key.empty() && node == nodes.end()) {
            found.push_back(unknownNode(limit, nodes));
            continue;
        }
        const TimeSummary& times = limit.key.empty() ? profile.total : node->second->times;
        const Measure* measure = measureOf(limit.measure, !limit.key.empty());
        const double tookUs = measure == nullptr          ? -1
                              : measure->ofAll != nullptr ? times.*measure->ofAll
                                                          : node->second->*measure->ofNode;
        if (times.count == 0 || tookUs < 0) {
            found.push_back(notMeasured(limit));
        } else if (tookUs > limit.limitUs) {
            found.push_back(exceeded(limit, tookUs));
        }
    }
    return found;
}

}  // namespace cst

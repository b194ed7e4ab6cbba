#include "engine/session/samples.h"

#include "engine/base/suggest.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace cst {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxDepth = 256;

/// Counts brackets outside of strings, before anything recursive sees the text.
bool deeperThan(std::string_view json, std::size_t limit) {
    std::size_t depth = 0;
    bool inText = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (inText) {
            i += c == '\\' ? 1 : 0;
            inText = c != '"';
        } else if (c == '"') {
            inText = true;
        } else if (c == '[' || c == '{') {
            if (++depth > limit) {
                return true;
            }
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        }
    }
    return false;
}

Error refused(std::string message, std::string path = "") {
    return {"R007", std::move(message), std::move(path)};
}

Result<Sample> readSample(const Json& row, const std::string& path) {
    if (!row.is_object() || !row.contains("name") || !row["name"].is_string()) {
        return refused("expected a sample: an object with a `name`", path);
    }
    constexpr std::array<std::string_view, 4> kKeys{"name", "inputs", "expect", "tolerance"};
    for (const auto& [key, value] : row.items()) {
        if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end()) {
            const std::vector<std::string> near = suggest(key, kKeys);
            return refused("unknown member `" + key + "`" +
                               (near.empty() ? ": a sample has `name`, `inputs`, `expect` and "
                                               "`tolerance`"
                                             : "; did you mean `" + near.front() + "`?"),
                           path + "." + key);
        }
    }
    Sample sample;
    sample.name = row["name"].get<std::string>();
    if (row.contains("inputs")) {
        if (!row["inputs"].is_object()) {
            return refused("expected an object with a member per input", path + ".inputs");
        }
        sample.inputsJson = row["inputs"].dump();
    }
    if (row.contains("expect")) {
        if (!row["expect"].is_object()) {
            return refused("expected an object with a member per output", path + ".expect");
        }
        for (const auto& [name, value] : row["expect"].items()) {
            sample.expect.emplace_back(name, value.dump());
        }
    }
    if (row.contains("tolerance")) {
        if (!row["tolerance"].is_number() || row["tolerance"].get<double>() < 0) {
            return refused("expected a number that is not negative", path + ".tolerance");
        }
        sample.tolerance = row["tolerance"].get<double>();
    }
    return sample;
}

bool agrees(const nlohmann::json& a, const nlohmann::json& b, double tolerance) {
    if (a.is_number() && b.is_number()) {
        if (a.is_number_integer() && b.is_number_integer()) {
            if (a == b || tolerance == 0) {
                return a == b;  // as integers: doubles cannot tell them apart beyond 2^53
            }
        }
        return std::abs(a.get<double>() - b.get<double>()) <= tolerance;
    }
    if (a.type() != b.type() || a.size() != b.size()) {
        return false;
    }
    if (a.is_array()) {
        for (std::size_t i = 0; i < a.size(); ++i) {
            if (!agrees(a[i], b[i], tolerance)) {
                return false;
            }
        }
        return true;
    }
    if (a.is_object()) {
        return std::all_of(a.items().begin(), a.items().end(), [&](const auto& member) {
            const auto other = b.find(member.key());
            return other != b.end() && agrees(member.value(), *other, tolerance);
        });
    }
    return a == b;
}

}  // namespace

Result<SampleSet> parseSamples(std::string_view json) {
    if (deeperThan(json, kMaxDepth)) {
        return refused("the samples file nests deeper than " + std::to_string(kMaxDepth) +
                       " levels");
    }
    Json document;
    try {
        document = Json::parse(json);
    } catch (const Json::parse_error& problem) {
        const std::string_view before = json.substr(0, problem.byte > 0 ? problem.byte - 1 : 0);
        const auto line = std::count(before.begin(), before.end(), '\n') + 1;
        const std::size_t lineBegin = before.rfind('\n') + 1;  // npos + 1 == 0
        return refused("the samples file is no JSON: something is wrong at line " +
                       std::to_string(line) + ", column " +
                       std::to_string(before.size() - lineBegin + 1));
    } catch (const Json::exception&) {
        return refused("the samples file is no JSON: a number or a text in it cannot be read");
    }
    if (!document.is_object() || !document.contains("samples") || !document["samples"].is_array()) {
        return refused("expected an object with `version` and a list `samples`");
    }
    if (!document.contains("version") || document["version"] != 1) {
        return refused("expected version 1 of the samples format", "version");
    }
    SampleSet set;
    for (std::size_t i = 0; i < document["samples"].size(); ++i) {
        const std::string path = "samples[" + std::to_string(i) + "]";
        Result<Sample> sample = readSample(document["samples"][i], path);
        if (!sample.ok()) {
            return sample.error();
        }
        const bool repeated =
            std::any_of(set.samples.begin(), set.samples.end(),
                        [&](const Sample& other) { return other.name == sample->name; });
        if (repeated) {
            return refused("a sample named `" + sample->name + "` is there already",
                           path + ".name");
        }
        set.samples.push_back(std::move(*sample));
    }
    return set;
}

std::string printSamples(const SampleSet& set) {
    Json document;
    document["version"] = 1;
    document["samples"] = Json::array();
    for (const Sample& sample : set.samples) {
        Json row;
        row["name"] = sample.name;
        row["inputs"] = Json::parse(sample.inputsJson, nullptr, false);
        if (!sample.expect.empty()) {
            for (const auto& [name, value] : sample.expect) {
                row["expect"][name] = Json::parse(value, nullptr, false);
            }
        }
        if (sample.tolerance > 0) {
            row["tolerance"] = sample.tolerance;
        }
        document["samples"].push_back(std::move(row));
    }
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string samplesPathFor(std::string_view pipelinePath) {
    if (pipelinePath.ends_with(".cst")) {
        pipelinePath.remove_suffix(4);
    }
    return std::string(pipelinePath) + ".samples.json";
}

bool jsonAgrees(std::string_view expected, std::string_view got, double tolerance) {
    const auto a = nlohmann::json::parse(expected, nullptr, false);
    const auto b = nlohmann::json::parse(got, nullptr, false);
    return !a.is_discarded() && !b.is_discarded() && agrees(a, b, tolerance);
}

}  // namespace cst

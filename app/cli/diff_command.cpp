#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/diagnostic_text.h"
#include "app/cli/diff_table.h"
#include "app/cli/files.h"
#include "engine/profile/profile_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <unistd.h>

namespace cst {
namespace {

/// `20`, `2.5`, `20%`; nothing: no number, or a negative one.
std::optional<double> percentOf(std::string text) {
    if (!text.empty() && text.back() == '%') {
        text.pop_back();
    }
    double percent = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, percent);
    if (read.ec != std::errc() || read.ptr != end || !std::isfinite(percent) || percent < 0) {
        return std::nullopt;
    }
    return percent;
}

void writeOptional(JsonWriter& json, std::string_view key, const std::optional<double>& value) {
    json.key(key);
    if (value) {
        json.number(*value);
    } else {
        json.null();
    }
}

void writeText(JsonWriter& json, std::string_view key, const std::string& text) {
    json.key(key);
    if (text.empty()) {
        json.null();
    } else {
        json.text(text);
    }
}

/// What is not finite is null: too few runs have no band.
void writeRow(JsonWriter& json, const ComparedTime& row) {
    json.beginObject();
    json.field("key", row.key);
    writeOptional(json, "beforeUs", row.beforeUs);
    writeOptional(json, "afterUs", row.afterUs);
    writeOptional(json, "change", row.change);
    json.field("verdict", changeVerdictName(row.verdict));
    const bool isKnown = std::isfinite(row.noiseHigh);
    writeOptional(json, "noiseLow", isKnown ? std::optional(row.noiseLow) : std::nullopt);
    writeOptional(json, "noiseHigh", isKnown ? std::optional(row.noiseHigh) : std::nullopt);
    writeText(json, "reason", row.reason);
    json.endObject();
}

void writeNodes(JsonWriter& json, const Comparison& comparison) {
    json.key("nodes");
    json.beginArray();
    for (const ComparedTime& row : comparison.nodes) {
        writeRow(json, row);
    }
    json.endArray();
}

void printJson(const Comparison& comparison) {
    JsonWriter json(print);
    json.beginObject();
    writeNodes(json, comparison);
    json.field("verdict", changeVerdictName(comparison.verdict));
    json.key("total");
    writeRow(json, comparison.total);
    json.key("notes");
    json.beginArray();
    for (const std::string& note : comparison.notes) {
        json.text(note);
    }
    json.endArray();
    json.key("error");
    json.null();
    json.endObject();
    json.endLine();
}

/// The same object where there is nothing to compare.
void printRefusal(const std::string& message) {
    JsonWriter json(print);
    json.beginObject();
    writeNodes(json, {});
    for (const char* key : {"verdict", "total"}) {
        json.key(key);
        json.null();
    }
    json.key("notes");
    json.beginArray();
    json.endArray();
    json.field("error", message);
    json.endObject();
    json.endLine();
}

struct Refusal {
    int status;
    std::string message;
};

/// A saved profile, or why it cannot be had.
std::optional<Refusal> readInto(Profile& profile, const std::string& file) {
    const Result<std::string> bytes = readAll(file, kMaxProfileBytes);
    if (!bytes.ok()) {
        return Refusal{kExitFile, bytes.error().message};
    }
    Result<Profile> read = readProfile(*bytes);
    if (!read.ok()) {
        const std::string& path = read.error().path;
        return Refusal{kExitBadInput,
                       file + ": " + (path.empty() ? "" : path + ": ") + read.error().message};
    }
    profile = std::move(*read);
    return std::nullopt;
}

bool isSlowerThan(const ComparedTime& row, double percent) {
    return row.verdict == ChangeVerdict::Slower && (*row.change - 1) * 100 > percent;
}

/// Is anything slower, beyond the noise, by more than that?
bool hasSlower(const Comparison& comparison, double percent) {
    return isSlowerThan(comparison.total, percent) ||
           std::any_of(comparison.nodes.begin(), comparison.nodes.end(),
                       [&](const ComparedTime& row) { return isSlowerThan(row, percent); });
}

std::string misuse(const Result<Arguments>& arguments) {
    if (!arguments.ok()) {
        return arguments.error().message;
    }
    if (arguments->files().size() != 2) {
        return "diff needs two saved profiles: A.json B.json";
    }
    if (arguments->files()[0] == "-" && arguments->files()[1] == "-") {
        return "only one of the two can be standard input";
    }
    if (!percentOf(arguments->value("--fail-over").value_or("0"))) {
        return "--fail-over needs a number of percent that is not negative";
    }
    return "";
}

}  // namespace

int diffCommand(const std::vector<std::string>& words) {
    const Result<Arguments> arguments =
        Arguments::parse(words, {{"--fail-over", true}, {"--json"}});
    const std::string wrong = misuse(arguments);
    if (!wrong.empty()) {
        complain(wrong);
        return kExitUsage;
    }
    const bool asJson = arguments->has("--json");
    std::array<Profile, 2> profiles;
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        if (const auto refusal = readInto(profiles[i], arguments->files()[i])) {
            complain(refusal->message);
            if (asJson) {
                printRefusal(refusal->message);
            }
            return refusal->status;
        }
    }
    const Comparison comparison = compareProfiles(profiles[0], profiles[1]);
    if (asJson) {
        printJson(comparison);
    } else {
        print(diffTable(comparison, wantsColours(STDOUT_FILENO)));
    }
    const double percent = *percentOf(arguments->value("--fail-over").value_or("0"));
    return hasSlower(comparison, percent) ? kExitPipelineErrors : kExitOk;
}

}  // namespace cst

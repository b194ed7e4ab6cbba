#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/diagnostic_text.h"
#include "app/cli/diff_measure.h"
#include "app/cli/diff_table.h"
#include "app/cli/files.h"
#include "engine/profile/profile_file.h"
#include "engine/syntax/parser.h"
#include "engine/text/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <optional>
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
    json.field("verdict", wholeVerdictName(comparison.verdict));
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

/// Is it a pipeline? Goes by what it holds: a profile, whole or damaged, is JSON, and no pipeline
/// begins like that.
bool isPipeline(const std::string& bytes) {
    const std::size_t begin = bytes.find_first_not_of(" \t\r\n");
    return begin == std::string::npos || (bytes[begin] != '{' && bytes[begin] != '[');
}

/// Why a file is neither a pipeline nor a profile, be it a damaged one; "" = it may be either.
std::string whyNeither(const std::string& file, const std::string& bytes) {
    if (file.ends_with(".cst") || !isPipeline(bytes)) {
        return "";
    }
    if (bytes.find_first_not_of(" \t\r\n") == std::string::npos) {
        return "it is empty";
    }
    if (!utf8Valid(bytes) || bytes.find('\0') != std::string::npos) {
        return "its bytes are no text";
    }
    // (A pipeline may be called so, but then it reads like one.)
    const bool isCalledJson = file.ends_with(".json");
    return isCalledJson && parse(std::make_shared<const SourceText>(bytes)).hasSyntaxError
               ? "it holds no JSON object, and does not read as a pipeline"
               : "";
}

/// A saved profile, or why it cannot be had.
std::optional<Refusal> readInto(Profile& profile, const std::string& file,
                                const std::string& bytes) {
    Result<Profile> read = readProfile(bytes);
    if (!read.ok()) {
        const std::string& path = read.error().path;
        return Refusal{kExitBadInput,
                       file + ": " + (path.empty() ? "" : path + ": ") + read.error().message};
    }
    profile = std::move(*read);
    return std::nullopt;
}

/// What is compared, and how it came to be.
struct Compared {
    std::array<Profile, 2> profiles;
    Recorded how = Recorded::Apart;
    std::string stopped;  // after how many runs somebody stopped them; "" = nobody did
};

std::optional<Refusal> readProfiles(Compared& compared, const Arguments& arguments,
                                    const std::array<std::string, 2>& bytes) {
    if (const std::string option = measureOptionIn(arguments); !option.empty()) {
        return Refusal{kExitUsage, option +
                                       " is for two pipelines, which diff runs in turns; these "
                                       "are saved profiles"};
    }
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (auto refusal = readInto(compared.profiles[i], arguments.files()[i], bytes[i])) {
            return refusal;
        }
    }
    return std::nullopt;
}

/// Two saved profiles, or two pipelines that are measured in turns; else why there is nothing.
std::optional<Refusal> readBoth(Compared& compared, const Arguments& arguments) {
    std::array<std::string, 2> bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        Result<std::string> read = readAll(arguments.files()[i], kMaxProfileBytes);
        if (!read.ok()) {
            return Refusal{kExitFile, read.error().message};
        }
        bytes[i] = std::move(*read);
    }
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const std::string& file = arguments.files()[i];
        if (const std::string why = whyNeither(file, bytes[i]); !why.empty()) {
            return Refusal{kExitBadInput,
                           file + " is neither a saved profile nor a pipeline: " + why +
                               "; give two profiles (of constellation profile --format json) or "
                               "two pipelines"};
        }
    }
    const bool isFirst = isPipeline(bytes[0]);
    if (isFirst != isPipeline(bytes[1])) {
        return Refusal{kExitBadInput, "diff compares two saved profiles, or two pipelines; " +
                                          arguments.files()[isFirst ? 0 : 1] +
                                          " is a pipeline, and " +
                                          arguments.files()[isFirst ? 1 : 0] + " is none"};
    }
    if (!isFirst) {
        return readProfiles(compared, arguments, bytes);
    }
    MeasuredPair measured = measureInTurns(arguments, std::move(bytes));
    if (measured.pairs == 0) {
        return Refusal{measured.status, measured.why};
    }
    compared = {std::move(measured.profiles), Recorded::InTurns, std::move(measured.why)};
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

std::string diffMisuse(const Result<Arguments>& arguments) {
    if (!arguments.ok()) {
        return arguments.error().message;
    }
    if (arguments->files().size() != 2) {
        return "diff needs two saved profiles, A.json B.json, or two pipelines, A.cst B.cst";
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
        Arguments::parse(words, withMeasureOptions({{"--fail-over", true}, {"--json"}}));
    const std::string wrong = diffMisuse(arguments);
    if (!wrong.empty()) {
        complain(wrong);
        return kExitUsage;
    }
    const bool asJson = arguments->has("--json");
    Compared compared;
    if (const auto refusal = readBoth(compared, *arguments)) {
        complain(refusal->message);
        if (asJson) {
            printRefusal(refusal->message);
        }
        return refusal->status;
    }
    Comparison comparison =
        compareProfiles(compared.profiles[0], compared.profiles[1], compared.how);
    if (!compared.stopped.empty()) {
        comparison.notes.insert(comparison.notes.begin(), compared.stopped);
    }
    if (asJson) {
        if (!compared.stopped.empty()) {
            complain(compared.stopped);
        }
        printJson(comparison);
    } else {
        print(diffTable(comparison, compared.how, wantsColours(STDOUT_FILENO)));
    }
    if (!compared.stopped.empty()) {
        return kExitStopped;
    }
    const double percent = *percentOf(arguments->value("--fail-over").value_or("0"));
    return hasSlower(comparison, percent) ? kExitPipelineErrors : kExitOk;
}

}  // namespace cst

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/diagnostic_text.h"
#include "app/cli/files.h"
#include "engine/session/file_io.h"
#include "engine/syntax/format.h"
#include "engine/syntax/parser.h"

#include <algorithm>
#include <unistd.h>

namespace cst {
namespace {

enum class FmtMode : uint8_t { Print, Check, Write };

/// What became of one file.
struct FmtOutcome {
    bool changed = false;  // its form is another than what it held
    std::string error;     // "" = none
    int status = kExitOk;
};

/// The first thing wrong on one line, for JSON: `3:5: E020: …`.
std::string shortReason(const SyntaxTree& tree) {
    const Diagnostic& first = tree.diagnostics.front();
    const LineColumn at = tree.text->position(first.range.begin);
    return std::to_string(at.line) + ":" + std::to_string(at.column) + ": " +
           std::string(first.code()) + ": " + first.message();
}

void complainOf(const std::string& file, const SyntaxTree& tree) {
    for (const Diagnostic& diagnostic : tree.diagnostics) {
        const std::string text =
            diagnosticText(file, *tree.text, diagnostic, wantsColours(STDERR_FILENO));
        std::fwrite(text.data(), 1, text.size(), stderr);
    }
    complain(file + " does not parse; it is left as it is");
}

FmtOutcome formatFile(const std::string& file, FmtMode mode, bool asJson) {
    Result<std::string> bytes = readAll(file, kMaxSourceBytes);
    if (!bytes.ok()) {
        complain(bytes.error().message);
        return {false, bytes.error().message, kExitFile};
    }
    SyntaxTree tree = parse(std::make_shared<const SourceText>(std::move(*bytes)));
    if (tree.hasSyntaxError) {
        sortDiagnostics(tree.diagnostics);
        complainOf(file, tree);
        return {false, shortReason(tree), kExitPipelineErrors};
    }
    const std::string formatted = format(tree);
    FmtOutcome outcome;
    outcome.changed = formatted != tree.text->bytes();
    if (mode == FmtMode::Print && !asJson) {
        print(formatted);
    } else if (mode == FmtMode::Check && outcome.changed) {
        outcome.status = kExitPipelineErrors;
        print(asJson ? "" : file + ": not formatted\n");
    } else if (mode == FmtMode::Write && outcome.changed) {
        const Status written = writeFile(file, formatted);
        if (!written.ok()) {
            complain(written.error().message);
            return {true, written.error().message, kExitFile};
        }
        print(asJson ? "" : file + ": formatted\n");
    }
    return outcome;
}

void writeOutcome(JsonWriter& json, const std::string& file, const FmtOutcome& outcome) {
    json.beginObject();
    json.field("file", file);
    json.field("changed", outcome.changed);
    json.key("error");
    if (outcome.error.empty()) {
        json.null();
    } else {
        json.text(outcome.error);
    }
    json.endObject();
}

/// "" = nothing is wrong with how the command was called.
std::string fmtMisuse(const Result<Arguments>& arguments) {
    if (!arguments.ok()) {
        return arguments.error().message;
    }
    if (arguments->files().empty()) {
        return "fmt needs at least one FILE, or - for standard input";
    }
    if (arguments->has("--check") && arguments->has("--write")) {
        return "--check and --write exclude each other";
    }
    for (const std::string& file : arguments->files()) {
        if (file == "-" && arguments->has("--write")) {
            return "--write cannot write to standard input";
        }
    }
    return "";
}

}  // namespace

int fmtCommand(const std::vector<std::string>& words) {
    const Result<Arguments> arguments =
        Arguments::parse(words, {{"--check"}, {"--write"}, {"--json"}});
    const std::string wrong = fmtMisuse(arguments);
    if (!wrong.empty()) {
        complain(wrong);
        return kExitUsage;
    }
    const FmtMode mode = arguments->has("--check")   ? FmtMode::Check
                         : arguments->has("--write") ? FmtMode::Write
                                                     : FmtMode::Print;
    const bool asJson = arguments->has("--json");
    JsonWriter json(asJson ? TextSink(print) : [](std::string_view) { return false; });
    json.beginObject();
    json.key("files");
    json.beginArray();
    int status = kExitOk;
    for (const std::string& file : arguments->files()) {
        const FmtOutcome outcome = formatFile(file, mode, asJson);
        status = std::max(status, outcome.status);
        writeOutcome(json, file, outcome);
    }
    json.endArray();
    json.endObject();
    json.endLine();
    return status;
}

}  // namespace cst

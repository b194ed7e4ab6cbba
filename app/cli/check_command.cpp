#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/compiled_store.h"
#include "app/cli/diagnostic_text.h"
#include "app/cli/files.h"
#include "engine/session/engine.h"

#include <unistd.h>

namespace cst {

int checkCommand(const std::vector<std::string>& words) {
    const Result<Arguments> arguments = Arguments::parse(words, {{"--json"}, {"--no-cache"}});
    if (!arguments.ok()) {
        complain(arguments.error().message);
        return kExitUsage;
    }
    if (arguments->files().empty()) {
        complain("check needs at least one FILE");
        return kExitUsage;
    }
    const bool asJson = arguments->has("--json");
    Engine engine(0, {.files = compiledFiles(!arguments->has("--no-cache"))});
    std::vector<SnapshotPtr> compiled;
    JsonWriter json(asJson ? TextSink(print) : [](std::string_view) { return false; });
    json.beginObject();
    json.key("files");
    json.beginArray();
    int status = kExitOk;
    for (const std::string& file : arguments->files()) {
        Result<std::string> bytes = readAll(file, kMaxSourceBytes);
        if (!bytes.ok()) {
            complain(bytes.error().message);
            status = kExitFile;
            if (asJson) {
                json.beginObject();
                json.field("file", file);
                json.field("ok", false);
                json.key("diagnostics");
                json.beginArray();
                json.endArray();
                json.endObject();
            }
            continue;
        }
        const auto text = std::make_shared<const SourceText>(std::move(*bytes));
        const SnapshotPtr snapshot = engine.compile(text, 1, false);
        compiled.push_back(snapshot);
        const bool good = snapshot->errorCount == 0;
        if (!good && status == kExitOk) {
            status = kExitPipelineErrors;
        }
        if (asJson) {
            json.beginObject();
            json.field("file", file);
            json.field("ok", good);
            json.key("diagnostics");
            writeDiagnostics(json, *text, snapshot->diagnostics);
            json.endObject();
            continue;
        }
        for (const Diagnostic& diagnostic : snapshot->diagnostics) {
            print(diagnosticText(file, *text, diagnostic, wantsColours(STDOUT_FILENO)));
        }
        if (good) {
            const std::size_t warnings = snapshot->diagnostics.size();
            print(file + ": ok" +
                  (warnings == 0 ? ""
                                 : ", " + std::to_string(warnings) + " warning" +
                                       (warnings == 1 ? "" : "s")) +
                  "\n");
        }
    }
    json.endArray();
    json.endObject();
    json.endLine();
    for (const SnapshotPtr& snapshot : compiled) {
        keepCompiled(engine, *snapshot);
    }
    return status;
}

}  // namespace cst

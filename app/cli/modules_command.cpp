#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/files.h"
#include "app/cli/json_writer.h"
#include "engine/base/suggest.h"
#include "engine/session/engine.h"

#include <algorithm>
#include <set>

namespace cst {
namespace {

std::string signatureText(const TypeTable& types, const Signature& signature) {
    return signature.qualifiedName() + parametersText(signature, types);
}

void writeModule(JsonWriter& json, const TypeTable& types, const Signature& signature) {
    json.beginObject();
    json.field("name", signature.name);
    json.field("namespace", signature.nameSpace);
    json.key("parameters");
    json.beginArray();
    for (const ParameterType& parameter : signature.parameters) {
        json.beginObject();
        json.field("name", parameter.name);
        json.field("type", types.text(parameter.type));
        json.endObject();
    }
    json.endArray();
    json.field("result", types.text(signature.result));
    json.field("pure", signature.pure);
    json.field("doc", signature.documentation);
    json.field("example", signature.example);
    json.endObject();
}

void printModule(const TypeTable& types, const Signature& signature) {
    print(signatureText(types, signature) + "\n");
    print("  " + signature.documentation + "\n");
    print(signature.pure ? "" : "  Has effects: runs whenever it is reached, is never merged.\n");
    print("  Example: " + signature.example + "\n");
}

}  // namespace

int modulesCommand(const std::vector<std::string>& words) {
    const Result<Arguments> arguments = Arguments::parse(words, {{"--json"}});
    if (!arguments.ok() || arguments->files().size() > 1) {
        complain(arguments.ok() ? "modules takes at most one NAME" : arguments.error().message);
        return kExitUsage;
    }
    const Engine engine;
    const TypeTable& types = *engine.types();
    std::vector<const Signature*> chosen;
    const auto all = engine.registry().signatures().all();
    const bool one = !arguments->files().empty();
    for (const Signature& signature : all) {
        const std::string& name = one ? arguments->files()[0] : signature.name;
        const bool fits = !one || signature.name == name || signature.qualifiedName() == name ||
                          signature.nameSpace == name ||
                          signature.nameSpace.starts_with(name + ".");
        if (fits) {
            chosen.push_back(&signature);
        }
    }
    if (chosen.empty()) {
        std::vector<std::string_view> names;
        for (const Signature& signature : all) {
            names.push_back(signature.name);
        }
        std::string hint;
        for (const std::string& near : suggest(arguments->files()[0], names)) {
            hint += (hint.empty() ? "; did you mean `" : "`, `") + near;
        }
        hint += hint.empty() ? "" : "`?";
        complain("no module is named " + arguments->files()[0] + hint);
        return kExitUsage;
    }
    std::stable_sort(chosen.begin(), chosen.end(), [](const Signature* a, const Signature* b) {
        return a->qualifiedName() < b->qualifiedName();
    });
    if (arguments->has("--json")) {
        JsonWriter json(print);
        json.beginObject();
        json.key("modules");
        json.beginArray();
        for (const Signature* signature : chosen) {
            writeModule(json, types, *signature);
        }
        json.endArray();
        json.endObject();
        json.endLine();
        return kExitOk;
    }
    for (const Signature* signature : chosen) {
        if (one) {
            printModule(types, *signature);
        } else {
            print(signatureText(types, *signature) + "\n");
        }
    }
    return kExitOk;
}

}  // namespace cst

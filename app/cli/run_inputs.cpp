#include "app/cli/run_inputs.h"

#include "app/cli/files.h"
#include "engine/session/file_io.h"

#include <string_view>

namespace cst {

Result<std::vector<Sample>> chooseSamples(const std::string& file,
                                          const std::optional<std::string>& sample, bool all,
                                          std::size_t maxBytes) {
    std::vector<Sample> chosen;
    if (!sample && !all) {
        return chosen;
    }
    const std::string path = samplesPathFor(file);
    if (sample && !fileExists(path)) {
        return Error{"input", "no sample is named \"" + *sample + "\": there is no " + path, ""};
    }
    const Result<std::string> bytes = readAll(path, maxBytes);
    if (!bytes.ok()) {
        return bytes.error();
    }
    Result<SampleSet> set = parseSamples(*bytes);
    if (!set.ok()) {
        const std::string place = set.error().path.empty() ? "" : " at " + set.error().path;
        return Error{"input", path + place + ": " + set.error().message, ""};
    }
    if (all && set->samples.empty()) {
        return Error{"input", path + " has no samples", ""};
    }
    if (all) {
        return std::move(set->samples);
    }
    std::vector<std::string_view> names;
    for (const Sample& one : set->samples) {
        names.push_back(one.name);
        if (one.name == *sample) {
            chosen.push_back(one);
        }
    }
    if (chosen.empty()) {
        std::string list;
        for (const std::string_view name : names) {
            list += (list.empty() ? "" : ", ") + std::string(name);
        }
        return Error{"input",
                     "no sample is named \"" + *sample + "\" in " + path + "; there " +
                         (list.empty() ? "are none" : "are: " + list),
                     ""};
    }
    return chosen;
}

InputBinder bindRun(const Engine& engine, const Snapshot& compiled, const RunOptions& options,
                    const RunInputs& given) {
    // Of one node alone all is read: the whole plan may not look at what that node needs.
    const bool willRun = compiled.errorCount == 0 && given.target.empty();
    InputBinder binder = willRun ? bindInputs(engine, compiled, options.limits)
                                 : InputBinder(*engine.types(), compiled.inputs, options.limits);
    if (given.sample != nullptr) {
        binder.useObject(given.sample->inputsJson);
    }
    if (given.inputsJson != nullptr) {
        const std::size_t before = binder.errors.size();
        binder.useObject(*given.inputsJson);
        for (std::size_t i = before; i < binder.errors.size(); ++i) {
            if (binder.errors[i].path.empty()) {  // of the document, not of a value in it
                binder.errors[i].message = given.inputsPath + ": " + binder.errors[i].message;
            }
        }
    }
    for (const auto& [name, json] : options.inputs) {
        binder.useValue(name, json);
    }
    if (given.resumes != nullptr) {
        binder.useState(*given.resumes);
    }
    if (options.examples) {
        binder.useExamples();
    }
    return binder;
}

}  // namespace cst

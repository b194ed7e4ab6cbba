#include "tests/support/engine_column.h"

#include "engine/json/encode.h"

#include <algorithm>

namespace cst::test {
namespace {

class Log : public LogSink {
public:
    void line(std::string_view text) override {
        constexpr std::string_view kPrefix = "[constellation-lang] ";
        if (text.starts_with(kPrefix)) text.remove_prefix(kPrefix.size());
        if (text.starts_with("warning: "))
            return;  // of `on_error: log`: its words are the engine's
        const std::lock_guard lock(mutex_);
        lines_.emplace(text);
    }
    std::multiset<std::string> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(lines_, {});
    }

private:
    std::mutex mutex_;
    std::multiset<std::string> lines_;  // guarded by mutex_
};

std::string place(const reference::RootError& error) {
    return error.code + "@" + std::to_string(error.range.begin) + "-" +
           std::to_string(error.range.end);
}

std::string list(const auto& items, const auto& show) {
    std::string text;
    for (const auto& item : items) text += (text.empty() ? "" : " ") + show(item);
    return text;
}

/// Why an output has no value, as far as it has to agree with the reference.
std::string outputDifference(const reference::OutputReport& expected,
                             const EngineReport::Output& got) {
    if (expected.name != got.name) return "output " + got.name + " instead of " + expected.name;
    const std::string start = "output " + got.name + ": ";
    if (expected.type != got.type) {
        return start + "type " + got.type + " instead of " + expected.type;
    }
    if (expected.json.empty() != got.json.empty()) {
        return start + (got.json.empty() ? "no value instead of " + expected.json
                                         : got.json + " instead of no value");
    }
    if (!got.json.empty()) {
        // Numbers are compared as numbers, the order of members counts.
        const std::string json = reference::Json::parse(got.json).dump();
        return json == expected.json ? "" : start + json + " instead of " + expected.json;
    }
    if (!got.code.empty()) {
        const bool isKnown =
            std::any_of(expected.failures.begin(), expected.failures.end(),
                        [&](const reference::RootError& error) { return error.code == got.code; });
        return isKnown ? "" : start + "failed with " + got.code;
    }
    return expected.missing.contains(got.missing) ? "" : start + "waits for " + got.missing;
}

/// The engine may say more: a place inside the likeliest member of a union that nothing fits, or
/// the parts of a map's entry that is no pair. But only of an input that is wrong.
std::string pathDifference(const std::vector<std::string>& expected,
                           const std::set<std::string>& got) {
    const auto show = [](const std::string& path) { return path; };
    const auto inputOf = [](const std::string& path) {
        return path.substr(0, path.find_first_of(".["));
    };
    const bool allFound =
        std::all_of(expected.begin(), expected.end(), [&](const std::string& path) {
            const auto found = got.lower_bound(path);
            return found != got.end() && found->starts_with(path);
        });
    const bool noMore = std::all_of(got.begin(), got.end(), [&](const std::string& path) {
        return std::any_of(expected.begin(), expected.end(), [&](const std::string& known) {
            return inputOf(path) == inputOf(known);
        });
    });
    if (allFound && noMore) return "";
    return "bad paths " + list(got, show) + " instead of " + list(expected, show);
}

}  // namespace

EngineReport EngineColumn::run(const std::string& text, const std::string& inputs) {
    EngineReport report;
    const SnapshotPtr compiled =
        engine_.compile(std::make_shared<const SourceText>(text), 1, false);
    for (const Diagnostic& diagnostic : compiled->diagnostics) {
        if (diagnostic.isError()) {
            report.compileErrors += std::string(diagnostic.code()) + " in line " +
                                    std::to_string(compiled->text->line(diagnostic.range.begin)) +
                                    ": " + diagnostic.message() + "\n";
        }
    }
    if (!report.compileErrors.empty()) return report;
    JsonLimits lazy;
    lazy.unreadFrom = 0;  // so that both ways of decoding are held against the reference
    InputBinder binder = optimises_ ? bindInputs(engine_, *compiled, lazy)
                                    : InputBinder(*engine_.types(), compiled->inputs);
    binder.useObject(inputs);
    Log log;
    PipelineRun::Options options;
    options.optimises = optimises_;
    options.fuses = optimises_;  // so that both forms are held against the reference
    PipelineRun run(engine_, compiled, std::move(binder), 0, options, log, nullptr);
    run.start();
    run.wait();
    const RunSnapshot end = run.report();
    report.status = runStatusName(end.status);
    for (const RunError& error : end.errors) {
        if (end.status == RunStatus::BadInput) {
            report.badPaths.insert(error.path);
        } else {
            report.errors.insert({error.code, error.range});
        }
    }
    for (const OutputValue& output : end.outputs) {
        EngineReport::Output row{output.name, engine_.types()->text(output.type), "", "", ""};
        if (output.ready) {
            encodeValue(row.json, *engine_.types(), output.type, output.value);
        }
        const std::string wait = "missing input: ";
        if (output.pendingReason.starts_with(wait)) {
            row.missing = output.pendingReason.substr(wait.size());
        }
        const NodeId node = compiled->graph->byKey("out:" + output.name);
        if (node.hasValue() && end.nodes[node.index].error >= 0) {
            row.code = end.errors[static_cast<std::size_t>(end.nodes[node.index].error)].code;
        }
        report.outputs.push_back(std::move(row));
    }
    for (std::size_t i = 0; i < end.nodes.size(); ++i) {
        // By what way it came to its value is not what the reference tells.
        const NodeStatus status =
            isDone(end.nodes[i].status) ? NodeStatus::Completed : end.nodes[i].status;
        report.states[std::string(compiled->graph->nodes[NodeId(i)].key)] = nodeStatusName(status);
    }
    report.logged = log.take();
    return report;
}

std::string difference(const reference::Report& expected, const EngineReport& got) {
    if (!got.compileErrors.empty()) return "does not compile: " + got.compileErrors;
    if (expected.status != got.status) return got.status + " instead of " + expected.status;
    if (expected.status == "bad-input") return pathDifference(expected.badPaths, got.badPaths);
    if (expected.errors != got.errors) {
        return "errors " + list(got.errors, place) + " instead of " + list(expected.errors, place);
    }
    if (expected.outputs.size() != got.outputs.size()) return "another number of outputs";
    for (std::size_t i = 0; i < got.outputs.size(); ++i) {
        const std::string found = outputDifference(expected.outputs[i], got.outputs[i]);
        if (!found.empty()) return found;
    }
    for (const auto& [key, state] : expected.states) {
        const auto node = got.states.find(key);
        if (node == got.states.end()) return "no node " + key;
        if (node->second != state)
            return "node " + key + " " + node->second + " instead of " + state;
    }
    if (expected.loggedExactly && expected.logged != got.logged) {
        const auto show = [](const std::string& line) { return "`" + line + "`"; };
        return "logged " + list(got.logged, show) + " instead of " + list(expected.logged, show);
    }
    return "";
}

}  // namespace cst::test

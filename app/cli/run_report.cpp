#include "app/cli/run_report.h"

#include "app/cli/arguments.h"
#include "app/cli/diagnostic_text.h"
#include "app/cli/files.h"
#include "app/cli/padded_text.h"
#include "engine/json/encode.h"
#include "engine/profile/time_text.h"
#include "engine/session/run_profile.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace cst {
namespace {

/// Nanosecond resolution is what the clock gives; more digits would be noise.
double rounded(double us) {
    return std::round(us * 1000.0) / 1000.0;
}

void writeError(JsonWriter& json, const RunError& error) {
    json.beginObject();
    json.field("code", error.code);
    json.field("message", error.message);
    json.key("node");
    if (error.node.empty()) {
        json.null();
    } else {
        json.text(error.node);
    }
    json.field("attempts", error.attempts);
    if (error.node.empty()) {
        json.field("path", error.path);
    }
    json.endObject();
}

void writeNode(JsonWriter& json, const RunSnapshot& run, const GraphNode& node,
               const NodeRun& row) {
    json.beginObject();
    json.field("key", node.key);
    json.field("label", node.label);
    json.field("kind", nodeKindName(node.kind));
    json.key("module");
    if (node.module.empty()) {
        json.null();
    } else {
        json.text(node.module);
    }
    json.field("line", node.line);
    json.field("status", nodeStatusName(row.status));
    json.field("readyUs", rounded(row.readyUs));
    json.field("queueUs", rounded(row.queueUs));
    json.field("waitUs", rounded(row.waitUs));
    json.key("runUs");
    if (row.fusedInto >= 0) {
        json.null();  // a part of its consumer's
    } else {
        json.number(rounded(row.runUs));
    }
    json.key("cpuUs");
    if (row.cpuUs < 0) {
        json.null();
    } else {
        json.number(rounded(row.cpuUs));
    }
    json.field("attempts", uint32_t{row.attempts});
    json.key("reason");
    if (row.kept) {
        json.text("kept from the run before");
    } else if (row.status == NodeStatus::Cached) {
        json.text("cached result of an equal call");
    } else if (row.attempts > 0) {
        json.text("first run");  // every process starts without results
    } else {
        json.null();
    }
    const auto writeKey = [&](const char* name, int32_t other) {
        json.key(name);
        if (other < 0) {
            json.null();
        } else {
            json.text(run.compiled->graph->nodes[NodeId(static_cast<uint32_t>(other))].key);
        }
    };
    writeKey("fusedInto", row.fusedInto);
    writeKey("sharedWith", row.sharedWith);
    json.field("folded", row.folded);
    json.key("error");
    if (row.recovered) {
        writeError(json, *row.recovered);
    } else if (row.error < 0) {
        json.null();
    } else {
        writeError(json, run.errors[static_cast<std::size_t>(row.error)]);
    }
    json.endObject();
}

/// Where one node was asked for, its value is the answer.
bool isAnswer(const RunSnapshot& run, const OutputValue& output) {
    return output.ready && (run.target.empty() || output.name == run.asked);
}

/// Writing outputs down takes longer than running many a pipeline.
void countOutput(RunTimes& times, std::chrono::steady_clock::time_point start) {
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
    times.outputUs += took.count();
    times.totalUs += took.count();
}

void writeExpectations(JsonWriter& json, const RunSnapshot& run) {
    for (const Expectation& row : run.expectations) {
        json.beginObject();
        json.field("sample", row.sample);
        json.field("output", row.output);
        json.field("ok", row.ok);
        json.key("expected");
        json.raw(row.expected);
        json.key("got");
        json.raw(row.got);
        json.endObject();
    }
}

}  // namespace

void writeRun(JsonWriter& json, const RunSnapshot& run, bool withSample) {
    const Snapshot& compiled = *run.compiled;
    json.beginObject();
    if (withSample) {
        json.field("sample", run.sample);
    }
    json.field("status", runStatusName(run.status));
    RunTimes times = run.times;
    const auto start = std::chrono::steady_clock::now();
    json.key("outputs");
    json.beginObject();
    for (const OutputValue& output : run.outputs) {
        if (isAnswer(run, output)) {
            json.key(output.name);
            json.value(*compiled.types, output.type, output.value);
        }
    }
    json.endObject();
    countOutput(times, start);
    json.key("missing");
    json.beginArray();
    for (const std::string& name : run.missing) {
        json.text(name);
    }
    json.endArray();
    json.key("pending");
    json.beginArray();
    for (const OutputValue& output : run.outputs) {
        if (!isAnswer(run, output)) {
            json.text(output.name);
        }
    }
    json.endArray();
    json.key("pendingReasons");
    json.beginObject();
    for (const OutputValue& output : run.outputs) {
        if (!isAnswer(run, output)) {
            json.field(output.name, output.ready ? "not asked for: only `" + run.target + "` was"
                                                 : output.pendingReason);
        }
    }
    json.endObject();
    json.key("nodes");
    json.beginArray();
    for (std::size_t i = 0; i < run.nodes.size(); ++i) {
        const GraphNode& node = compiled.graph->nodes[NodeId(i)];
        if (node.kind != NodeKind::Output && run.status != RunStatus::Invalid) {
            writeNode(json, run, node, run.nodes[i]);
        }
    }
    json.endArray();
    json.key("timing");
    json.beginObject();
    json.field("compileUs", rounded(times.compileUs + times.optimiseUs));
    json.field("inputUs", rounded(times.inputUs));
    json.field("runUs", rounded(times.runUs));
    json.field("outputUs", rounded(times.outputUs));
    json.field("totalUs", rounded(times.totalUs));
    json.endObject();
    json.key("diagnostics");
    writeDiagnostics(json, *compiled.text, compiled.diagnostics);
    json.key("warnings");
    json.beginArray();
    for (const RunWarning& warning : run.warnings) {
        json.beginObject();
        json.field("code", warning.code);
        json.field("message", warning.message);
        json.field("name", warning.name);
        json.endObject();
    }
    json.endArray();
    json.key("error");
    if (run.errors.empty()) {
        json.null();
    } else {
        writeError(json, run.errors.front());
    }
    json.key("errors");
    json.beginArray();
    for (const RunError& error : run.errors) {
        writeError(json, error);
    }
    json.endArray();
    json.key("expectations");
    json.beginArray();
    writeExpectations(json, run);
    json.endArray();
    json.endObject();
}

void printOutputs(RunSnapshot& run) {
    const auto start = std::chrono::steady_clock::now();
    for (const OutputValue& output : run.outputs) {
        if (isAnswer(run, output)) {
            print(output.name + " = ");
            prettyValue(print, *run.compiled->types, output.type, output.value);
            print("\n");
        }
    }
    for (const Expectation& row : run.expectations) {
        const bool isKnown =
            std::any_of(run.outputs.begin(), run.outputs.end(),
                        [&](const OutputValue& output) { return output.name == row.output; });
        if (row.ok) {
            print("✓ " + row.output + " is as expected\n");
        } else if (!isKnown) {
            print("✗ " + row.output + ": the pipeline has no such output\n");
        } else {
            print("✗ " + row.output + ": expected " + row.expected + ", got " + row.got + "\n");
        }
    }
    countOutput(run.times, start);
}

namespace {

/// By what way a call came to its value, where that is not the usual one.
std::string wayText(const NodeRun& node) {
    std::string text = node.attempts > 1 ? ", " + std::to_string(node.attempts) + " attempts" : "";
    switch (node.status) {
    case NodeStatus::Cached: text += ", cached"; break;
    case NodeStatus::FellBack: text += ", fell back"; break;
    case NodeStatus::Zeroed: text += ", zero value"; break;
    case NodeStatus::TimedOut: text += ", timed out"; break;
    default: break;
    }
    const bool isMended = node.recovered && isDone(node.status);
    return isMended ? text + ": " + node.recovered->message : text;
}

}  // namespace

std::string summaryText(const RunSnapshot& run, bool everyNode) {
    std::string text;
    for (const RunWarning& warning : run.warnings) {
        text += "warning " + warning.code + ": " + warning.message + "\n";
    }
    for (const RunError& error : run.errors) {
        const std::string place = !error.node.empty()   ? " in `" + error.node + "`"
                                  : !error.path.empty() ? " at `" + error.path + "`"
                                                        : "";
        text += "error " + error.code + place + ": " + error.message + "\n";
    }
    if (!run.missing.empty() && run.status == RunStatus::Suspended) {
        std::string names;
        for (const std::string& name : run.missing) {
            names += (names.empty() ? "" : ", ") + name;
        }
        text += "inputs without a value: " + names + "\n";
    }
    for (const OutputValue& output : run.outputs) {
        const bool isAskedFor = run.target.empty() || output.name == run.asked;
        if (!output.ready && isAskedFor && run.status != RunStatus::Invalid &&
            run.status != RunStatus::BadInput) {
            text += "no value for `" + output.name + "`: " + output.pendingReason + "\n";
        }
    }
    std::vector<std::size_t> shown;
    for (std::size_t i = 0; i < run.nodes.size(); ++i) {
        const GraphNode& node = run.compiled->graph->nodes[NodeId(i)];
        const bool isOwn = everyNode && run.nodes[i].runUs > 0;
        const bool hasRun = run.nodes[i].attempts > 0 || run.nodes[i].status == NodeStatus::Cached;
        if (hasRun && (isOwn || !node.module.empty())) {
            shown.push_back(i);
        }
    }
    std::stable_sort(shown.begin(), shown.end(), [&](std::size_t a, std::size_t b) {
        return run.nodes[a].shownUs() > run.nodes[b].shownUs();
    });
    constexpr std::size_t kMostShown = 15;
    std::size_t widest = 0;
    for (std::size_t i = 0; i < std::min(shown.size(), kMostShown); ++i) {
        widest = std::max(widest, run.compiled->graph->nodes[NodeId(shown[i])].key.size());
    }
    for (std::size_t i = 0; i < std::min(shown.size(), kMostShown); ++i) {
        const GraphNode& node = run.compiled->graph->nodes[NodeId(shown[i])];
        const NodeRun& row = run.nodes[shown[i]];
        text += "  " + std::string(node.key) + std::string(widest - node.key.size(), ' ') +
                padLeft(shortTime(row.shownUs()), 9) + "  " +
                std::string(node.module.empty() ? node.label : node.module) + wayText(row) + "\n";
    }
    if (shown.size() > kMostShown) {
        text += "  … and " + std::to_string(shown.size() - kMostShown) + " faster " +
                (everyNode ? "node" : "call") + (shown.size() == kMostShown + 1 ? "\n" : "s\n");
    }
    if (run.status != RunStatus::Invalid && run.status != RunStatus::BadInput) {
        const RunTimes& times = run.times;
        text += std::string(runStatusName(run.status)) + " in " + shortTime(wholeRunUs(times)) +
                " (inputs " + shortTime(times.inputUs) + ", run " + shortTime(times.runUs) +
                ", outputs " + shortTime(times.outputUs) + "), before that compile " +
                shortTime(times.compileUs) + ", optimise " + shortTime(times.optimiseUs) + "\n";
    }
    return text;
}

int exitStatusOf(const RunSnapshot& run) {
    switch (run.status) {
    case RunStatus::Completed: break;
    case RunStatus::Failed: return kExitRunFailed;
    case RunStatus::Suspended: return kExitSuspended;
    case RunStatus::Cancelled:
    case RunStatus::TimedOut: return kExitStopped;
    case RunStatus::Invalid: return kExitPipelineErrors;
    case RunStatus::BadInput: return kExitBadInput;
    case RunStatus::Running: break;
    }
    const bool allMet = std::all_of(run.expectations.begin(), run.expectations.end(),
                                    [](const Expectation& e) { return e.ok; });
    return allMet ? kExitOk : kExitRunFailed;
}

}  // namespace cst

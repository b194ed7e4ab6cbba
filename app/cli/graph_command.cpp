#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/compiled_store.h"
#include "app/cli/diagnostic_text.h"
#include "app/cli/files.h"
#include "engine/layout/drawings.h"
#include "engine/session/engine.h"
#include "engine/session/graph_drawing.h"
#include "engine/session/layout_keeper.h"
#include "engine/session/optimised_once.h"

#include <algorithm>
#include <array>
#include <unistd.h>
#include <vector>

namespace cst {
namespace {

/// The longest chain, each call weighing 1: from its first node to its last.
std::vector<uint32_t> longestChain(const Graph& graph, const Layout& layout) {
    const std::size_t count = graph.nodes.size();
    std::vector<uint32_t> order(count);
    for (uint32_t i = 0; i < count; ++i) {
        order[i] = i;
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](uint32_t a, uint32_t b) { return layout.layerOf[a] < layout.layerOf[b]; });
    std::vector<std::vector<uint32_t>> producers(count);
    for (const GraphEdge& edge : graph.edges) {
        producers[edge.to.index].push_back(edge.from.index);
    }
    std::vector<uint32_t> weight(count, 0);
    std::vector<uint32_t> previous(count, UINT32_MAX);
    for (const uint32_t node : order) {
        for (const uint32_t producer : producers[node]) {
            if (previous[node] == UINT32_MAX || weight[producer] > weight[previous[node]]) {
                previous[node] = producer;
            }
        }
        const bool isCall = graph.nodes[NodeId(node)].kind == NodeKind::Call;
        weight[node] =
            (previous[node] == UINT32_MAX ? 0 : weight[previous[node]]) + (isCall ? 1 : 0);
    }
    std::vector<uint32_t> chain;
    if (count == 0) {
        return chain;
    }
    // Of equally long chains the one that ends furthest to the right: at an output, if any.
    const uint32_t last =
        *std::max_element(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
            return weight[a] != weight[b] ? weight[a] < weight[b]
                                          : layout.layerOf[a] < layout.layerOf[b];
        });
    for (uint32_t node = last; node != UINT32_MAX; node = previous[node]) {
        chain.push_back(node);
    }
    std::reverse(chain.begin(), chain.end());
    return chain;
}

std::string graphJson(const Engine& engine, const Snapshot& snapshot) {
    const Graph& graph = *snapshot.graph;
    const TypeTable& types = *snapshot.types;
    std::string text;
    JsonWriter json([&](std::string_view piece) {
        text += piece;
        return true;
    });
    json.beginObject();
    json.key("nodes");
    json.beginArray();
    for (const GraphNode& node : graph.nodes) {
        json.beginObject();
        json.field("key", node.key);
        json.field("label", node.label);
        json.field("kind", nodeKindName(node.kind));
        json.field("type", types.text(node.type));
        json.key("module");
        if (node.module.empty()) {
            json.null();
        } else {
            json.text(node.module);
        }
        json.field("line", node.line);
        json.field("inline", node.kind == NodeKind::Inline || node.kind == NodeKind::Literal ||
                                 node.kind == NodeKind::Control);
        json.endObject();
    }
    json.endArray();
    json.key("edges");
    json.beginArray();
    for (const GraphEdge& edge : graph.edges) {
        json.beginObject();
        json.field("from", graph.nodes[edge.from].key);
        json.field("to", graph.nodes[edge.to].key);
        json.field("port", edge.portName);
        json.field("type", types.text(edge.type));
        json.field("kind", edgeKindName(edge.kind));
        json.endObject();
    }
    json.endArray();
    const auto writeKeys = [&](const std::vector<uint32_t>& nodes) {
        json.beginArray();
        for (const uint32_t node : nodes) {
            json.text(graph.nodes[NodeId(node)].key);
        }
        json.endArray();
    };
    json.key("layers");
    json.beginArray();
    for (const std::vector<uint32_t>& layer : snapshot.layout->layers) {
        writeKeys(layer);
    }
    json.endArray();
    json.key("criticalPath");
    writeKeys(longestChain(graph, *snapshot.layout));
    const OptimisedPlan& optimised = *snapshot.optimised->get(engine.registry(), types).optimised;
    json.key("optimizer");
    json.beginObject();
    json.field("before", snapshot.plan->size());
    json.field("after", optimised.plan->size());
    json.endObject();
    json.endObject();
    json.endLine();
    json.flush();
    return text;
}

bool draws(std::string_view format) {
    constexpr std::array kFormats{"json", "dot", "svg", "mermaid", "ascii"};
    return std::find(kFormats.begin(), kFormats.end(), format) != kFormats.end();
}

/// As the studio shows it: what a person has put somewhere stands there.
std::shared_ptr<const Layout> layoutOf(const Snapshot& snapshot, const std::string& file) {
    PinnedPlaces places = loadPlaces(file).places;
    if (places.empty()) {
        return snapshot.layout;
    }
    std::vector<ShownNode> shown(snapshot.graph->nodes.size());
    for (uint32_t i = 0; i < shown.size(); ++i) {
        shown[i].identity = NodeIdentity(i);
    }
    LayoutKeeper layouts;
    layouts.setPlaces(std::move(places));
    return layouts.layout(*snapshot.graph, shown);
}

std::string drawn(const Engine& engine, const Snapshot& snapshot, const std::string& file,
                  std::string_view format) {
    if (format == "dot") {
        return drawGraph(snapshot, DrawingFormat::Dot);
    }
    if (format == "svg") {
        Snapshot placed = snapshot;
        placed.layout = layoutOf(snapshot, file);
        return drawGraph(placed, DrawingFormat::Svg);
    }
    if (format == "mermaid") {
        return drawGraph(snapshot, DrawingFormat::Mermaid);
    }
    return format == "ascii" ? drawAscii(*snapshot.graph) : graphJson(engine, snapshot);
}

}  // namespace

int graphCommand(const std::vector<std::string>& words) {
    const Result<Arguments> arguments =
        Arguments::parse(words, {{"--json"}, {"--format", true}, {"--no-cache"}});
    if (!arguments.ok() || arguments->files().size() != 1) {
        complain(arguments.ok() ? "graph needs one FILE" : arguments.error().message);
        return kExitUsage;
    }
    const std::string format =
        arguments->has("--json") ? "json" : arguments->value("--format").value_or("json");
    if (!draws(format)) {
        complain("unknown format " + format + ": there are json, dot, svg, mermaid and ascii");
        return kExitUsage;
    }
    const std::string& file = arguments->files()[0];
    Result<std::string> bytes = readAll(file, kMaxSourceBytes);
    if (!bytes.ok()) {
        complain(bytes.error().message);
        return kExitFile;
    }
    Engine engine(0, {.files = compiledFiles(!arguments->has("--no-cache"))});
    const auto text = std::make_shared<const SourceText>(std::move(*bytes));
    const SnapshotPtr snapshot = engine.compile(text, 1, true);
    for (const Diagnostic& diagnostic : snapshot->diagnostics) {
        if (diagnostic.isError()) {
            const std::string shown =
                diagnosticText(file, *text, diagnostic, wantsColours(STDERR_FILENO));
            std::fputs(shown.c_str(), stderr);
        }
    }
    print(drawn(engine, *snapshot, file, format));
    keepCompiled(engine, *snapshot);
    return snapshot->errorCount == 0 ? kExitOk : kExitPipelineErrors;
}

}  // namespace cst

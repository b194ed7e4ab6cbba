#include "ui/graph/node_ports.h"

#include "engine/types/relations.h"
#include "ui/graph/node_badge.h"
#include "ui/shell/tr.h"

#include <algorithm>
#include <charconv>

namespace cst {

namespace {

/// The number behind `args.`; nothing if it is another port.
std::optional<std::size_t> argument(std::string_view port) {
    constexpr std::string_view kArgs = "args.";
    std::size_t number = 0;
    if (!port.starts_with(kArgs)) return std::nullopt;
    port.remove_prefix(kArgs.size());
    const auto end = std::from_chars(port.data(), port.data() + port.size(), number);
    if (end.ec != std::errc() || end.ptr != port.data() + port.size()) return std::nullopt;
    return number;
}

/// A type parameter takes what the other arguments leave to it: only the checker can tell.
bool hasParameter(const TypeTable& types, TypeId type) {
    const TypeRow& row = types[type];
    return row.kind == TypeKind::Parameter ||
           std::any_of(row.args.begin(), row.args.end(),
                       [&](TypeId part) { return hasParameter(types, part); });
}

QString placeName(std::string_view port) {
    if (port == "cond") return tr("condition");
    const std::size_t dot = port.rfind('.');
    if (port.starts_with("elements."))
        return tr("element %1").arg(fromUtf8(port.substr(dot + 1)).toInt() + 1);
    if (port.starts_with("captures."))
        return tr("%1 in the lambda").arg(fromUtf8(port.substr(dot + 1)));
    return dot == std::string_view::npos ? fromUtf8(port) : fromUtf8(port.substr(dot + 1));
}

}  // namespace

std::vector<NodePort> portsOf(const Snapshot& snapshot, uint32_t node,
                              std::optional<uint32_t> from) {
    const Graph& graph = *snapshot.graph;
    const GraphNode& consumer = graph.nodes.rows()[node];
    const FunctionId function = consumer.module.empty()
                                    ? FunctionId()
                                    : snapshot.functions->byQualifiedName(consumer.module);
    std::vector<NodePort> ports;
    for (const GraphEdge& edge : graph.edges) {
        const bool isFolded = edge.port >= kFoldedPort;  // it goes to something within
        if (edge.to.index != node || edge.portName == kUsesPort || isFolded) continue;
        const GraphNode& source = graph.nodes[edge.from];
        NodePort port{edge.port,
                      placeName(edge.portName),
                      {},
                      nodeTitle(source).left(40),
                      source.kind == NodeKind::Literal,
                      true};
        const auto number = argument(edge.portName);
        if (number && function.hasValue()) {
            const auto& parameters = (*snapshot.functions)[function].parameters;
            if (*number < parameters.size()) {
                const ParameterType& parameter = parameters[*number];
                port.name = QString::fromStdString(parameter.name);
                port.type = QString::fromStdString(snapshot.types->text(parameter.type));
                port.fits =
                    !from || hasParameter(*snapshot.types, parameter.type) ||
                    isCoercible(*snapshot.types, graph.nodes.rows()[*from].type, parameter.type);
            }
        }
        port.fits = port.fits && from != node;
        ports.push_back(std::move(port));
    }
    return ports;
}

std::optional<std::size_t> likelyPort(const std::vector<NodePort>& ports) {
    std::optional<std::size_t> only, free;
    std::size_t fitting = 0;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        if (!ports[i].fits) continue;
        ++fitting;
        only = i;
        if (!free && ports[i].isFree) free = i;
    }
    return fitting == 1 ? only : free;
}

}  // namespace cst

#include "tests/ui/support/snapshots.h"

#include <algorithm>

namespace cst::test {

namespace {

/// The same number for the same key in the whole process.
NodeIdentity identityOf(const std::string& key) {
    return NodeIdentity(static_cast<uint32_t>(hashBytes(key).low & 0x7FFFFFFF));
}

std::string joined(const Graph& graph, const std::vector<NodeId>& nodes) {
    std::string text;
    for (const NodeId node : nodes) {
        const GraphNode& row = graph.nodes[node];
        text += text.empty() ? "" : ", ";
        text += row.name.empty() ? row.label : row.name;
    }
    return text;
}

}  // namespace

SnapshotBuilder::SnapshotBuilder()
    : types_(std::make_shared<TypeTable>()), graph_(std::make_shared<Graph>()) {}

NodeId SnapshotBuilder::add(GraphNode node, const std::vector<NodeId>& operands,
                            const std::string& line, std::size_t expressionAt) {
    const auto start = static_cast<uint32_t>(text_.size());
    node.range = {start + static_cast<uint32_t>(expressionAt),
                  start + static_cast<uint32_t>(line.size())};
    node.line = static_cast<uint32_t>(graph_->nodes.size()) + 1;
    text_ += line + "\n";
    node.structure = hashBytes(std::string(node.label) + "(" + joined(*graph_, operands) + ")");
    shown_.push_back({identityOf(std::string(node.key)), false});
    const NodeId id = graph_->nodes.add(std::move(node));
    for (std::size_t i = 0; i < operands.size(); ++i) {
        graph_->edges.push_back({operands[i], id, static_cast<uint32_t>(i),
                                 graph_->texts.add("args." + std::to_string(i)), EdgeKind::Strict,
                                 graph_->nodes[operands[i]].type});
    }
    return id;
}

NodeId SnapshotBuilder::input(const std::string& name, TypeId type,
                              const std::string& exampleJson) {
    GraphNode row;
    row.key = graph_->texts.add("in:" + name);
    row.name = row.label = graph_->texts.add(name);
    row.kind = NodeKind::Input;
    row.type = type;
    const NodeId id = add(std::move(row), {}, "in " + name + ": " + types_->text(type), 0);
    inputs_.push_back({name,
                       type,
                       graph_->nodes[id].range,
                       exampleJson,
                       types_->kind(type) != TypeKind::Optional,
                       {}});
    return id;
}

NodeId SnapshotBuilder::call(const std::string& name, const std::string& function,
                             const std::vector<NodeId>& arguments, TypeId type) {
    const NodeId id = node(NodeKind::Call, name, function, arguments, type);
    row(id).module = graph_->texts.add("stdlib.string." + function);
    return id;
}

NodeId SnapshotBuilder::node(NodeKind kind, const std::string& name, const std::string& label,
                             const std::vector<NodeId>& operands, TypeId type) {
    GraphNode row;
    row.key = graph_->texts.add(name);
    row.name = name.find('/') == std::string::npos ? row.key : std::string_view();
    row.label = graph_->texts.add(label);
    row.kind = kind;
    row.type = type;
    return add(std::move(row), operands,
               name + " = " + label + "(" + joined(*graph_, operands) + ")", name.size() + 3);
}

NodeId SnapshotBuilder::output(const std::string& name) {
    const NodeId source = graph_->byKey(name);
    GraphNode row;
    row.key = graph_->texts.add("out:" + name);
    row.name = row.label = graph_->texts.add(name);
    row.kind = NodeKind::Output;
    row.type = graph_->nodes[source].type;
    const TypeId type = row.type;
    const NodeId id = add(std::move(row), {source}, "out " + name, 0);
    outputs_.push_back({name, type, graph_->nodes[id].range});
    return id;
}

void SnapshotBuilder::group(const std::string& name) {
    const auto begin = static_cast<uint32_t>(text_.size());
    text_ += "# === " + name + " ===";
    comments_.push_back({begin, static_cast<uint32_t>(text_.size())});
    text_ += "\n";
}

void SnapshotBuilder::conditional(NodeId from, NodeId to, const std::string& port) {
    const auto before = std::count_if(graph_->edges.begin(), graph_->edges.end(),
                                      [&](const GraphEdge& edge) { return edge.to == to; });
    graph_->edges.push_back({from, to, static_cast<uint32_t>(before), graph_->texts.add(port),
                             EdgeKind::Conditional, graph_->nodes[from].type});
}

void SnapshotBuilder::identity(NodeId node, const std::string& key) {
    shown_[node.index].identity = identityOf(key);
}

SnapshotPtr SnapshotBuilder::finish(Revision revision) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->revision = revision;
    snapshot->text = std::make_shared<const SourceText>(text_);
    snapshot->comments = std::make_shared<const std::vector<SourceRange>>(comments_);
    snapshot->types = types_;
    snapshot->functions = std::make_shared<const SignatureTable>();
    snapshot->inputs = inputs_;
    snapshot->outputs = outputs_;
    snapshot->graph = graph_;
    snapshot->shown = shown_;
    snapshot->layout = std::make_shared<const Layout>(layoutGraph(*graph_));
    return snapshot;
}

std::shared_ptr<RunSnapshot> runOf(SnapshotPtr snapshot, uint64_t number) {
    auto run = std::make_shared<RunSnapshot>();
    run->run = number;
    run->nodes.resize(snapshot->graph->nodes.size());
    for (const OutputInfo& output : snapshot->outputs) {
        OutputValue value;
        value.name = output.name;
        value.type = output.type;
        value.pendingReason = "waiting";
        run->outputs.push_back(std::move(value));
    }
    run->compiled = std::move(snapshot);
    return run;
}

NodeRun& nodeRun(RunSnapshot& run, const std::string& key) {
    const NodeId node = run.compiled->graph->byKey(key);
    CST_CHECK(node.hasValue(), "a node of that key");
    return run.nodes[node.index];
}

void complete(RunSnapshot& run, const std::string& key, double runUs, const std::string& preview) {
    NodeRun& node = nodeRun(run, key);
    node.status = NodeStatus::Completed;
    node.attempts = 1;
    node.runUs = runUs;
    node.preview = preview;
}

SnapshotBuilder textAnalysis() {
    SnapshotBuilder build;
    const NodeId note = build.input("note", types::kString, "\"Please deliver before noon\"");
    const NodeId clean = build.call("clean", "Trim", {note});
    const NodeId normalized = build.call("normalized", "Lowercase", {clean});
    const NodeId words = build.call("words", "WordCount", {normalized}, types::kInt);
    const NodeId longer =
        build.node(NodeKind::Inline, "long", "words > 100", {words}, types::kBoolean);
    const NodeId summary = build.node(NodeKind::Control, "summary", "if", {longer}, types::kString);
    build.conditional(normalized, summary, "else");
    build.output("words");
    build.output("summary");
    return build;
}

SnapshotBuilder layered(uint32_t layers, uint32_t perLayer, uint32_t groupOf) {
    SnapshotBuilder build;
    std::vector<NodeId> before;
    uint32_t seed = 12345;
    const auto pick = [&seed](uint32_t most) {
        seed = seed * 1664525 + 1013904223;
        return (seed >> 16) % most;
    };
    for (uint32_t layer = 0; layer < layers; ++layer) {
        std::vector<NodeId> now;
        for (uint32_t i = 0; i < perLayer; ++i) {
            const std::string name = "v" + std::to_string(layer) + "_" + std::to_string(i);
            const uint32_t statement = layer * perLayer + i;
            if (groupOf > 0 && statement % groupOf == groupOf / 2) {
                build.group("part " + std::to_string(statement / groupOf));
            }
            if (layer == 0) {
                now.push_back(build.input(name, types::kInt));
                continue;
            }
            const uint32_t near = std::min(i + pick(3), perLayer - 1);
            std::vector<NodeId> operands = {before[i]};
            if (near != i) operands.push_back(before[near]);
            now.push_back(pick(3) == 0 ? build.node(NodeKind::Inline, name, "+", operands)
                                       : build.call(name, pick(2) == 0 ? "add" : "multiply",
                                                    operands, types::kInt));
        }
        before = std::move(now);
    }
    return build;
}

}  // namespace cst::test
